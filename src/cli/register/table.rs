//! The list as CSV for a spreadsheet.

use crate::check::register::Owed;
use crate::export::csv;
use crate::locale::Lang;

/// The byte order mark by which spreadsheets know UTF-8, and the names of the columns.
pub(super) fn head(lang: Lang) -> String {
    let columns = [
        "year",
        "filing",
        "unit",
        "level",
        "parent",
        "published",
        "report",
    ];
    let names = columns.map(|column| lang.text(&format!("register.column_{column}")));
    format!("{}{}", csv::MARK, csv::row(names))
}

pub(super) fn row(owed: &Owed, level: &str, parent: &str, lang: Lang) -> String {
    let level = lang.text(&format!("level.{level}"));
    let filing = lang.text(&format!("filing.{}", owed.filing.name()));
    let date = owed
        .filing
        .date()
        .map_or_else(String::new, |date| date.to_string());
    let report = owed.report.as_deref().unwrap_or("");
    csv::row([
        &owed.year.to_string(),
        filing,
        &owed.unit,
        level,
        parent,
        &date,
        report,
    ])
}
