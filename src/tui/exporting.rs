//! Exporting from where one is: what, in which form, and where to.

use crate::export::{Form, What};

use super::app::{App, Shared};
use super::describe;
use super::message::{Agreed, Effect, Message, Progress};
use super::model::EditionId;
use super::overlay::Overlay;
use super::overlay::picker::{Choosing, Picker};
use super::overlay::prompt::{Prompt, Purpose, Question};

/// The reports that an export is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Coverage {
    Library,
    Reports(Vec<EditionId>),
}

/// Something to be written to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exporting {
    pub what: What,
    pub form: Form,
    pub coverage: Coverage,
    /// As typed.
    pub path: String,
    /// Whether a file that is there may be replaced.
    pub agreed: Agreed,
}

/// What can be exported, in the order of the list; how often it is wanted decides.
const CHOICES: [(What, Form); 12] = [
    (What::Ledger, Form::Xlsx),
    (What::Problems, Form::Docx),
    (What::Opinion, Form::Docx),
    (What::Page, Form::Html),
    (What::Ledger, Form::Csv),
    (What::Problems, Form::Markdown),
    (What::Opinion, Form::Markdown),
    (What::Annotations, Form::Json),
    (What::Annotations, Form::JsonLd),
    (What::Findings, Form::Csv),
    (What::Findings, Form::Ndjson),
    (What::Findings, Form::Sarif),
];

/// Asks what to export of the reports that the screen is about.
pub fn ask(app: &mut App) -> Vec<Effect> {
    let shared = &app.shared;
    if let Some(Progress::Exporting { .. }) = shared.work {
        app.shared.message = Some(Message::quiet(shared.text("exporting.busy")));
        return Vec::new();
    }
    let Some(coverage) = app.screen().map(|screen| screen.coverage(shared)) else {
        return Vec::new();
    };
    let reports = match &coverage {
        Coverage::Library => shared.entries.len(),
        Coverage::Reports(editions) => editions.len(),
    };
    if reports == 0 {
        app.shared.message = Some(Message::quiet(shared.text("exporting.nothing")));
        return Vec::new();
    }
    let about = match only(&coverage, shared) {
        Some(name) => name,
        None => shared
            .lang
            .fill("exporting.reports", &[("count", &reports)]),
    };
    let title = shared.lang.fill("exporting.title", &[("about", &about)]);
    let rows = CHOICES.map(|(what, form)| {
        let end = form.extension().to_uppercase();
        format!("{} {end}", label(what, shared))
    });
    let picker = Picker::new(title, rows.into(), Choosing::Export(coverage));
    app.overlay = Some(Overlay::Picker(picker));
    Vec::new()
}

/// Asks for the file, with a name to begin with.
pub fn chosen(shared: &Shared, coverage: Coverage, row: usize) -> Option<Overlay> {
    let (what, form) = *CHOICES.get(row)?;
    let path = format!("{}.{}", stem(what, &coverage, shared), form.extension());
    let exporting = Exporting {
        what,
        form,
        coverage,
        path: path.clone(),
        agreed: Agreed::NotAsked,
    };
    let purpose = Purpose::Asked(Question::Export(Box::new(exporting)));
    Some(Overlay::Prompt(Prompt::editing(purpose, &path)))
}

/// Hands it over; until it is done, the keys say how to stop it.
pub fn begin(shared: &mut Shared, exporting: Exporting) -> Vec<Effect> {
    shared.work = Some(Progress::Exporting { seconds: 0 });
    vec![Effect::Export(Box::new(exporting))]
}

/// How a thing is called, in its list and in the names of files.
fn label(what: What, shared: &Shared) -> &str {
    shared.text(&format!("exporting.{}", what.name()))
}

/// The name of the only report.
fn only(coverage: &Coverage, shared: &Shared) -> Option<String> {
    match coverage {
        Coverage::Reports(editions) if editions.len() == 1 => {
            let entry = shared.entry(editions.first()?)?;
            Some(describe::name(entry, shared.lang))
        }
        Coverage::Reports(_) | Coverage::Library => None,
    }
}

/// A name for the file: what it is, and of whom or of when. Only letters and digits, so that it means the same everywhere.
fn stem(what: What, coverage: &Coverage, shared: &Shared) -> String {
    let about = only(coverage, shared).or_else(|| Some(shared.today?.to_string()));
    let parts = std::iter::once(label(what, shared).to_owned()).chain(about);
    let plain = parts.map(|part| {
        let kept = |c: &char| c.is_alphanumeric() || *c == '-';
        part.chars().filter(kept).collect::<String>()
    });
    plain.collect::<Vec<_>>().join("-")
}
