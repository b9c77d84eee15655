//! The list as CSV for a spreadsheet: nothing in a cell is a formula there.

use crate::check::register::Owed;
use crate::locale::Lang;
use crate::shown::Shown;

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
    let names = columns.map(|column| lang.text(&format!("register.column_{column}")).to_owned());
    format!("\u{feff}{}", names.map(|name| cell(&name)).join(","))
}

pub(super) fn row(owed: &Owed, level: &str, parent: &str, lang: Lang) -> String {
    let level = lang.text(&format!("level.{level}"));
    let filing = lang.text(&format!("filing.{}", owed.filing.name()));
    let date = owed
        .filing
        .date()
        .map_or_else(String::new, |date| date.to_string());
    let report = owed.report.as_deref().unwrap_or("");
    let cells = [
        &owed.year.to_string(),
        filing,
        &owed.unit,
        level,
        parent,
        &date,
        report,
    ];
    cells.map(cell).join(",")
}

/// A cell that a spreadsheet takes for text.
fn cell(text: &str) -> String {
    let text = Shown::new(text).to_string();
    let inert = match text.starts_with(['=', '+', '-', '@', '\t']) {
        true => format!("'{text}"),
        false => text,
    };
    match inert.contains([',', '"', '\n']) {
        true => format!("\"{}\"", inert.replace('"', "\"\"")),
        false => inert,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_text_whatever_it_says() {
        for (text, shown) in [
            ("云岭县", "云岭县"),
            ("=1+1", "'=1+1"),
            ("a,b", "\"a,b\""),
            ("a\"b", "\"a\"\"b\""),
        ] {
            assert_eq!(cell(text), shown);
        }
    }
}
