//! `ducha search`: words in the texts of the library, of files or of folders.

use std::path::Path;

use serde::Serialize;

use super::library::{self, Shelf};
use super::progress::Progress;
use super::text::{flat, record_name};
use super::{CliError, Format, Output, Reports, Shared, Status, Typed, source};
use crate::import::{ImportErrorKind, walk};
use crate::report::{CodePoints, Report, Span, parse_structure};
use crate::search::{Excerpt, Folding, Query, Syntax, excerpt, places, section_path, sentences};
use crate::store::EditionRecord;

/// What to look for, and where, as typed.
#[derive(Debug)]
pub struct Looking {
    pub words: String,
    pub syntax: Syntax,
    pub folding: Folding,
    /// None for the whole library.
    pub reports: Reports,
    pub format: Format,
}

/// `ducha.search.v1`: one report with hits.
#[derive(Serialize)]
struct FoundJson<'a> {
    schema: &'static str,
    /// The edition in the library; null of a file.
    id: Option<&'a str>,
    report: &'a str,
    hits: usize,
    places: Vec<PlaceJson>,
}

/// A sentence with hits; places in code points of the source text.
#[derive(Serialize)]
struct PlaceJson {
    start: usize,
    end: usize,
    sections: Vec<String>,
    text: String,
    hits: Vec<HitJson>,
}

#[derive(Serialize)]
struct HitJson {
    start: usize,
    end: usize,
    text: String,
}

pub fn run(looking: &Looking, shared: &Shared, output: &mut Output) -> Result<Status, CliError> {
    let query = Query::new(&looking.words, looking.syntax, looking.folding)?;
    if query.is_empty() {
        return Err(CliError::Usage(shared.lang.text("search.empty").to_owned()));
    }
    let search = Search {
        query,
        format: looking.format,
        shared,
    };
    let reports = looking.reports.all()?;
    if reports.is_empty() {
        return search.library(output);
    }
    let mut status = Status::Clean;
    for typed in &reports {
        let path = Path::new(typed);
        let searched = match path.is_dir() {
            true => search.folder(path, output),
            false => search.single(typed, output),
        };
        status = status.max(searched.unwrap_or_else(|error| output.fail(&error, shared.lang)));
    }
    Ok(status)
}

struct Search<'a> {
    query: Query,
    format: Format,
    shared: &'a Shared,
}

/// The report that a text belongs to.
struct Whose<'a> {
    id: Option<&'a str>,
    name: &'a str,
}

impl Search<'_> {
    /// All editions, issuer by issuer, the newest year first. Only those with hits are read as reports.
    fn library(&self, output: &mut Output) -> Result<Status, CliError> {
        let shelf = Shelf::of(library::open(self.shared)?)?;
        let mut status = Status::Clean;
        for record in &shelf.entries.records {
            let looked = self.edition(&shelf, record, output);
            status = status.max(match looked {
                Ok(status) => status,
                Err(error) => output.fail(&error, self.shared.lang),
            });
        }
        Ok(status)
    }

    fn edition(
        &self,
        shelf: &Shelf,
        record: &EditionRecord,
        output: &mut Output,
    ) -> Result<Status, CliError> {
        let text = shelf.library.glance(&record.id)?;
        let hits = self.query.hits(&text);
        if hits.is_empty() {
            return Ok(Status::Clean);
        }
        let whose = Whose {
            id: Some(&record.id),
            name: &record_name(record, self.shared.lang),
        };
        match self.format {
            Format::Text => lines(&whose, &text, &hits, output)?,
            Format::Json => output.json(&json(&whose, &shelf.structure(&record.id)?, &hits))?,
        }
        Ok(Status::Found)
    }

    /// Every file of a folder that may be a report; what cannot be read is said, and the rest searched.
    fn folder(&self, folder: &Path, output: &mut Output) -> Result<Status, CliError> {
        let found = walk(folder);
        if found.is_empty() {
            let name = folder.to_string_lossy().into_owned();
            let kind = ImportErrorKind::EmptyFolder;
            return Err(crate::import::ImportError { name, kind }.into());
        }
        let mut status = Status::Clean;
        for error in found.errors {
            status = status.max(output.fail(&error.into(), self.shared.lang));
        }
        let mut progress = Progress::new(self.shared.progress, "search.looking");
        let total = found.files.len();
        for (done, path) in found.files.into_iter().enumerate() {
            progress.show(output, self.shared.lang, done, total, Some(&path));
            status = status.max(match self.file(&path, output) {
                Ok(status) => status,
                Err(error) => {
                    progress.clear(output);
                    output.fail(&error, self.shared.lang)
                }
            });
        }
        progress.clear(output);
        Ok(status)
    }

    fn file(&self, path: &Path, output: &mut Output) -> Result<Status, CliError> {
        let (source, hints) = self.shared.importer.read_file(path)?.into_text();
        let hits = self.query.hits(&source.text);
        if hits.is_empty() {
            return Ok(Status::Clean);
        }
        let whose = Whose {
            id: None,
            name: &flat(&path.to_string_lossy()),
        };
        match self.format {
            Format::Text => lines(&whose, &source.text, &hits, output)?,
            Format::Json => output.json(&json(&whose, &parse_structure(source, &hints), &hits))?,
        }
        Ok(Status::Found)
    }

    /// A file, standard input, or an id of the library.
    fn single(&self, typed: &Typed, output: &mut Output) -> Result<Status, CliError> {
        let path = Path::new(typed);
        if path.is_file() {
            return self.file(path, output);
        }
        let read = source::report(typed, self.shared)?;
        let hits = self.query.hits(&read.report.source.text);
        if hits.is_empty() {
            return Ok(Status::Clean);
        }
        let record = read.edition.as_ref().map(|(_, record)| record);
        let named = record.map(|record| record_name(record, self.shared.lang));
        let whose = Whose {
            id: record.map(|record| record.id.as_str()),
            name: &named.unwrap_or_else(|| flat(&typed.to_string_lossy())),
        };
        match self.format {
            Format::Text => lines(&whose, &read.report.source.text, &hits, output)?,
            Format::Json => output.json(&json(&whose, &read.report, &hits))?,
        }
        Ok(Status::Found)
    }
}

/// One line a sentence: report and words, with brackets around the hits. The text is not understood for this, which would
/// take thirty times as long as looking for the words.
fn lines(whose: &Whose, text: &str, hits: &[Span], output: &mut Output) -> Result<(), CliError> {
    for place in sentences(text, hits) {
        let Excerpt { text, marks } = excerpt(text, &place);
        let mut shown = String::with_capacity(text.len() + 6 * marks.len());
        let mut at = 0;
        for mark in marks {
            shown.push_str(text.get(at..mark.start).unwrap_or(""));
            shown.push('【');
            shown.push_str(mark.of(&text));
            shown.push('】');
            at = mark.end;
        }
        shown.push_str(text.get(at..).unwrap_or(""));
        output.line(&format!("{}\t{}", whose.name, flat(&shown)))?;
    }
    Ok(())
}

fn json<'a>(whose: &Whose<'a>, report: &Report, hits: &[Span]) -> FoundJson<'a> {
    let places = places(report, hits);
    let text = &report.source.text;
    let points = CodePoints::of(text);
    let hit = |span: &Span| {
        let (start, end) = points.span(text, *span);
        HitJson {
            start,
            end,
            text: report.quote(*span).to_owned(),
        }
    };
    let places = places.into_iter().map(|place| {
        let (start, end) = points.span(text, place.span);
        let sections = place.section.map(|section| section_path(report, section));
        PlaceJson {
            start,
            end,
            sections: sections.unwrap_or_default(),
            text: report.quote(place.span).to_owned(),
            hits: place.hits.iter().map(hit).collect(),
        }
    });
    FoundJson {
        schema: "ducha.search.v1",
        id: whose.id,
        report: whose.name,
        hits: hits.len(),
        places: places.collect(),
    }
}
