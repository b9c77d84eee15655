//! `ducha export`: annotations and findings in the forms that others work with.

mod annotations;
mod document;
mod findings;
mod ledger;
mod page;
mod told;

pub use annotations::NumberedJson;

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use super::file::Delivery;
use super::library::{self, Shelf};
use super::selecting::{Known, Selecting, upheld};
use super::{CliError, Output, Shared, Status};
use crate::export::ledger::xlsx as ledger_sheet;
use crate::export::{Form, Item, Selection, What};
use crate::review::Motivation;
use crate::shown::Shown;
use crate::store::Notes;

/// What goes out, how, and where to.
#[derive(Debug, Default)]
pub struct Exporting {
    pub what: What,
    /// As typed; else by the name of the file, or the first that there is.
    pub format: Option<String>,
    pub out: Option<PathBuf>,
    /// A template in place of the bundled one.
    pub template: Option<PathBuf>,
    pub selecting: Selecting,
}

impl Exporting {
    fn form(&self, shared: &Shared) -> Result<Form, CliError> {
        let what = self.what;
        if let Some(typed) = &self.format {
            return what.form(typed).ok_or_else(|| {
                let names: Vec<&str> = what.forms().iter().map(|form| form.name()).collect();
                let values: [(&str, &dyn std::fmt::Display); 2] =
                    [("word", &Shown::new(typed)), ("list", &names.join(" "))];
                CliError::Usage(shared.lang.fill("export.no_such_format", &values))
            });
        }
        let end = self.out.as_deref().and_then(Path::extension);
        let end = end.map(|end| end.to_string_lossy().to_lowercase());
        let by_name = end.as_deref().and_then(|end| what.form(end));
        let usual = what.forms().first().copied();
        Ok(by_name.or(usual).unwrap_or(Form::Json))
    }
}

/// What went out.
#[derive(Clone, Copy, Debug, Default)]
struct Written {
    /// Gaps, annotations or findings.
    rows: usize,
    /// Gaps that nobody has judged yet, which were left out.
    waiting: usize,
    /// What the check of the reports came to.
    status: Status,
}

pub fn run(
    exporting: &Exporting,
    shared: &Shared,
    output: &mut Output,
) -> Result<Status, CliError> {
    let form = exporting.form(shared)?;
    if form.is_binary() && exporting.out.is_none() && std::io::stdout().is_terminal() {
        let said = shared.lang.text("export.needs_file");
        return Err(CliError::Usage(said.to_owned()));
    }
    let (shelf, notes) = shelf(exporting.what, form, shared)?;
    let selection = exporting.selecting.resolve(&shelf, shared.lang)?;
    let mut delivery = Delivery::begin(exporting.out.as_deref())?;
    let health = shelf.health(shared, output);
    let sending = Sending {
        exporting,
        form,
        known: Known::read(shared)?,
        shelf,
        selection,
        shared,
    };
    let written = match exporting.what {
        What::Ledger => sending.ledger(&notes, &mut delivery, output)?,
        What::Problems | What::Opinion => sending.documents(&mut delivery, output)?,
        What::Annotations => sending.annotations(&mut delivery, output)?,
        What::Page => sending.page(&mut delivery, output)?,
        What::Findings => sending.findings(&mut delivery, output)?,
    };
    delivery.finish(output)?;
    told::say(exporting, written, shared.lang, output);
    Ok(health.max(written.status))
}

/// What is written line by line needs no more in memory than one report.
fn shelf(what: What, form: Form, shared: &Shared) -> Result<(Shelf, Notes), CliError> {
    let library = library::open(shared)?;
    match what {
        What::Findings => Shelf::and_notes(library),
        What::Ledger if form == Form::Csv => Shelf::and_notes(library),
        What::Ledger | What::Problems | What::Opinion | What::Annotations | What::Page => {
            Ok((Shelf::of(library)?, Notes::default()))
        }
    }
}

/// What is on its way out, with all that it is made of.
struct Sending<'a> {
    exporting: &'a Exporting,
    form: Form,
    known: Known,
    shelf: Shelf,
    selection: Selection,
    shared: &'a Shared,
}

impl Sending<'_> {
    fn ledger(
        mut self,
        notes: &Notes,
        delivery: &mut Delivery,
        output: &mut Output,
    ) -> Result<Written, CliError> {
        only_gaps(&mut self.selection);
        if self.form == Form::Csv {
            return ledger::write_csv(&self, notes, delivery, output);
        }
        let (items, written) = self.upheld();
        let sheet = ledger_sheet(items.into_iter(), self.shared.lang);
        delivery.write(&sheet, output)?;
        Ok(written)
    }

    fn documents(
        mut self,
        delivery: &mut Delivery,
        output: &mut Output,
    ) -> Result<Written, CliError> {
        only_gaps(&mut self.selection);
        let (items, written) = self.upheld();
        let template = document::template(self.exporting, self.shared)?;
        let lang = self.shared.lang;
        let documents = document::documents(&template, items, &self.shelf, &self.selection, lang);
        delivery.write(&document::bytes(self.form, &documents), output)?;
        Ok(written)
    }

    fn annotations(
        self,
        delivery: &mut Delivery,
        output: &mut Output,
    ) -> Result<Written, CliError> {
        let items = self.known.items(&self.shelf).into_iter();
        let items: Vec<Item> = items.filter(|item| self.selection.takes(item)).collect();
        annotations::write(self.form, &items, delivery, output)?;
        Ok(Written::of(items.len()))
    }

    fn page(self, delivery: &mut Delivery, output: &mut Output) -> Result<Written, CliError> {
        let items = self.known.items(&self.shelf);
        let taken = items.iter().filter(|item| self.selection.takes(item));
        let written = Written::of(taken.count());
        let shared = self.shared;
        let page = page::page(self.shelf, self.known, &self.selection, shared, output)?;
        let text = crate::cli::page::html::print(&page, shared.lang);
        delivery.write(text.as_bytes(), output)?;
        Ok(written)
    }

    /// The annotations that were found to hold.
    fn upheld(&self) -> (Vec<Item<'_>>, Written) {
        let (items, waiting) = upheld(self.known.items(&self.shelf), &self.selection);
        let written = Written {
            waiting,
            ..Written::of(items.len())
        };
        (items, written)
    }
}

impl Written {
    fn of(rows: usize) -> Written {
        Written {
            rows,
            ..Written::default()
        }
    }
}

/// What a ledger or a document is about unless something else was asked for.
fn only_gaps(selection: &mut Selection) {
    if selection.motivations.is_empty() {
        selection.motivations = vec![Motivation::Gap];
    }
}
