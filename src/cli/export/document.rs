//! The problem list and the review opinion: which reports they are about, and by which template.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::Exporting;
use crate::cli::library::Shelf;
use crate::cli::{CliError, Shared};
use crate::export::document::{self, Document, Template, TemplateError};
use crate::export::{Form, Item, Selection, Subject, What};
use crate::locale::Lang;
use crate::shown::Shown;
use crate::store::EditionRecord;

/// The template of the office, or the bundled one.
pub(super) fn template(
    exporting: &Exporting,
    shared: &Shared,
) -> Result<Cow<'static, Template>, CliError> {
    let Some(path) = &exporting.template else {
        return Ok(Cow::Borrowed(match exporting.what {
            What::Opinion => document::opinion(),
            What::Ledger | What::Problems | What::Annotations | What::Findings | What::Page => {
                document::problems()
            }
        }));
    };
    let imported = shared.importer.read_file(path)?;
    let read = Template::read(&imported.source.text);
    read.map(Cow::Owned).map_err(|error| {
        let lang = shared.lang;
        let what = match &error {
            TemplateError::Json(said) | TemplateError::Schema(said) => said.clone(),
            TemplateError::Slot(slot) => lang.fill("document.bad_slot", &[("what", slot)]),
        };
        CliError::Table(lang.fill("document.bad_template", &[("what", &Shown::new(&what))]))
    })
}

pub(super) fn documents(
    template: &Template,
    items: Vec<Item>,
    shelf: &Shelf,
    selection: &Selection,
    lang: Lang,
) -> Vec<Document> {
    let mut by_edition: BTreeMap<String, Vec<Item>> = BTreeMap::new();
    for item in items {
        let edition = String::from(&item.annotation.target.edition);
        by_edition.entry(edition).or_default().push(item);
    }
    let mut reports: Vec<(Subject, Vec<Item>)> = Vec::new();
    for record in &shelf.entries.records {
        let items = by_edition.remove(&record.id);
        // A report without a gap is told of only when it was asked for by name.
        if items.is_some() || selection.reports.contains(&record.id) {
            reports.push((subject(record), items.unwrap_or_default()));
        }
    }
    // Reports that are no longer here are known by what their annotations say of them.
    for items in by_edition.into_values() {
        let subject = items.first().map_or_else(Subject::default, |item| Subject {
            title: item.title,
            issuer: item.issuer,
            year: item.year,
        });
        reports.push((subject, items));
    }
    document::fill(template, &reports, jiff::Zoned::now().date(), lang)
}

fn subject(record: &EditionRecord) -> Subject<'_> {
    Subject {
        title: record.metadata.title.as_deref(),
        issuer: record.metadata.issuer.as_deref(),
        year: record.metadata.year,
    }
}

pub(super) fn bytes(form: Form, documents: &[Document]) -> Vec<u8> {
    match form {
        Form::Docx => document::docx(documents),
        Form::Xlsx
        | Form::Csv
        | Form::Markdown
        | Form::Json
        | Form::JsonLd
        | Form::Sarif
        | Form::Ndjson
        | Form::Html => document::markdown(documents).into_bytes(),
    }
}
