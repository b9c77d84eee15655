//! `ducha export`: annotations and findings in the forms that others work with.

mod annotations;
mod document;
mod findings;
mod ledger;
mod page;

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
    let known = Known::read(shared)?;
    let mut selection = exporting.selecting.resolve(&shelf, shared.lang)?;
    let lang = shared.lang;
    let mut delivery = Delivery::begin(exporting.out.as_deref())?;
    let mut status = shelf.health(shared, output);
    match exporting.what {
        What::Ledger => {
            only(&mut selection, &[Motivation::Gap]);
            if form == Form::Csv {
                let report = (&known, &shelf, &notes);
                let waiting = ledger::write_csv(report, &selection, lang, &mut delivery, output)?;
                say_waiting(waiting, shared, output);
            } else {
                let items = selected(&known, &shelf, &selection, shared, output);
                let sheet = ledger_sheet(items.into_iter(), lang);
                delivery.write(&sheet, output)?;
            }
        }
        What::Problems | What::Opinion => {
            only(&mut selection, &[Motivation::Gap]);
            let items = selected(&known, &shelf, &selection, shared, output);
            let template = document::template(exporting, shared)?;
            let documents = document::documents(&template, items, &shelf, &selection, lang);
            delivery.write(&document::bytes(form, &documents), output)?;
        }
        What::Annotations => {
            let items = known.items(&shelf).into_iter();
            let items: Vec<Item> = items.filter(|item| selection.takes(item)).collect();
            annotations::write(form, &items, &mut delivery, output)?;
        }
        What::Page => {
            let page = page::page(shelf, known, &selection, shared, output)?;
            let text = crate::cli::page::html::print(&page, lang);
            delivery.write(text.as_bytes(), output)?;
        }
        What::Findings => {
            let of = (shelf, known, &selection);
            status = status.max(findings::write(form, of, shared, &mut delivery, output)?);
        }
    }
    delivery.finish(output)?;
    Ok(status)
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

/// What a document is about unless something else was asked for.
fn only(selection: &mut Selection, motivations: &[Motivation]) {
    if selection.motivations.is_empty() {
        selection.motivations = motivations.to_vec();
    }
}

/// The annotations that were found to hold; says how many wait to be judged.
fn selected<'a>(
    known: &'a Known,
    shelf: &'a Shelf,
    selection: &Selection,
    shared: &Shared,
    output: &mut Output,
) -> Vec<Item<'a>> {
    let (items, waiting) = upheld(known.items(shelf), selection);
    say_waiting(waiting, shared, output);
    items
}

fn say_waiting(waiting: usize, shared: &Shared, output: &mut Output) {
    if waiting > 0 {
        output.say(&shared.lang.fill("export.waiting", &[("count", &waiting)]));
    }
}
