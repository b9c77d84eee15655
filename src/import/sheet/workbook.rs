//! A workbook: its sheets, the words they share, and which styles are days.

use std::borrow::Cow;

use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use super::{TableError, stream};
use crate::import::ExtractError;
use crate::import::docx::package::Package;
use crate::import::docx::xml::Xml;
use crate::sheet::Sheet;

/// Bytes of one sheet when unpacked.
const SHEET: u64 = 1 << 30;
/// Sheets and shared words beyond are not looked at.
const SHEETS: usize = 64;
const WORDS: usize = 2_000_000;

/// What the sheets of a workbook have in common.
#[derive(Debug, Default)]
pub(super) struct Book {
    pub shared: Vec<String>,
    /// By style number.
    dates: Vec<bool>,
    pub since_1904: bool,
}

/// The sheets, in their order.
pub(super) fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, TableError> {
    let mut package = Package::open(bytes)?;
    let main = package.main()?;
    let parts = package.relationships(&main)?;
    let target = |kind: &str| {
        let mut parts = parts.iter();
        parts
            .find(|part| part.kind == kind)
            .map(|part| part.target.clone())
    };
    let text = package.part(&main)?.unwrap_or_default();
    let (names, since_1904) = listed(&text)?;
    let mut book = Book {
        since_1904,
        ..Book::default()
    };
    if let Some(name) = target("sharedStrings") {
        book.shared = shared(&package.part(&name)?.unwrap_or_default())?;
    }
    if let Some(name) = target("styles") {
        book.dates = dates(&package.part(&name)?.unwrap_or_default())?;
    }
    let mut sheets = Vec::new();
    for (name, id) in names {
        let part = parts
            .iter()
            .find(|part| part.id == id && part.kind == "worksheet");
        let Some(part) = part else { continue };
        if let Some(input) = package.stream(&part.target, SHEET)? {
            sheets.push(stream::read(input, &name, &book)?);
        }
    }
    Ok(sheets)
}

/// Names and relationship ids of the sheets, and whether days are counted from 1904.
fn listed(text: &str) -> Result<(Vec<(String, String)>, bool), ExtractError> {
    let mut xml = Xml::new(text, "workbook");
    xml.root()?;
    let (mut sheets, mut since_1904) = (Vec::new(), false);
    while let Some(element) = xml.child()? {
        match element.name() {
            "workbookPr" => {
                let said = element.attribute("date1904");
                since_1904 = said.is_some_and(|said| matches!(said.as_ref(), "1" | "true"));
                xml.skip()?;
            }
            "sheets" => {
                while let Some(sheet) = xml.child()? {
                    let name = sheet.attribute("name").map(Cow::into_owned);
                    if let Some(id) = sheet.attribute("id").filter(|_| sheets.len() < SHEETS) {
                        sheets.push((name.unwrap_or_default(), id.into_owned()));
                    }
                    xml.skip()?;
                }
            }
            _ => xml.skip()?,
        }
    }
    Ok((sheets, since_1904))
}

/// The words that cells refer to by number; runs of different looks are one, reading aids are left out.
fn shared(text: &str) -> Result<Vec<String>, ExtractError> {
    let mut xml = Xml::new(text, "sharedStrings");
    xml.root()?;
    let mut words = Vec::new();
    while let Some(element) = xml.child()? {
        if element.name() != "si" {
            xml.skip()?;
            continue;
        }
        let mut word = String::new();
        while let Some(piece) = xml.child()? {
            match piece.name() {
                "t" => word.push_str(&xml.text()?),
                "r" => {
                    while let Some(inner) = xml.child()? {
                        match inner.name() {
                            "t" => word.push_str(&xml.text()?),
                            _ => xml.skip()?,
                        }
                    }
                }
                _ => xml.skip()?,
            }
        }
        words.push(unescaped_units(&word));
        if words.len() > WORDS {
            return Err(ExtractError::TooComplex);
        }
    }
    Ok(words)
}

/// Which styles show a number as a day.
fn dates(text: &str) -> Result<Vec<bool>, ExtractError> {
    let mut xml = Xml::new(text, "styles");
    xml.root()?;
    let mut own: Vec<(i64, bool)> = Vec::new();
    let mut dates = Vec::new();
    while let Some(element) = xml.child()? {
        match element.name() {
            "numFmts" => {
                while let Some(format) = xml.child()? {
                    let code = format.attribute("formatCode");
                    if let (Some(id), Some(code)) = (format.number("numFmtId"), code) {
                        own.push((id, shows_a_day(&code)));
                    }
                    xml.skip()?;
                }
            }
            "cellXfs" => {
                while let Some(style) = xml.child()? {
                    let id = style.number("numFmtId").unwrap_or(0);
                    let known = own.iter().find(|(known, _)| *known == id);
                    dates.push(known.map_or_else(|| is_built_in(id), |(_, is_day)| *is_day));
                    xml.skip()?;
                }
            }
            _ => xml.skip()?,
        }
    }
    Ok(dates)
}

/// The numbers of day formats that every workbook knows, those of East Asia included.
fn is_built_in(id: i64) -> bool {
    matches!(id, 14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58)
}

/// Whether a format code has a year or a day in it, outside quotes and brackets.
fn shows_a_day(code: &str) -> bool {
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    for character in code.chars() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            '[' if !quoted => bracketed = true,
            ']' if !quoted => bracketed = false,
            'y' | 'Y' | 'd' | 'D' if !quoted && !bracketed => return true,
            ';' if !quoted => return false,
            _ => {}
        }
    }
    false
}

impl Book {
    pub fn is_date(&self, style: usize) -> bool {
        self.dates.get(style).copied().unwrap_or(false)
    }

    /// The day of a number, counted as the workbook counts.
    pub fn day(&self, number: &str) -> Option<Date> {
        let days: i32 = number_text(number).split('.').next()?.parse().ok()?;
        let zero = match self.since_1904 {
            true => date(1904, 1, 1),
            false => date(1899, 12, 30),
        };
        let days = jiff::Span::new().try_days(days).ok()?;
        zero.checked_add(days).ok()
    }
}

/// A number without exponent: 1.38E10 is a telephone number.
pub(super) fn number_text(text: &str) -> String {
    let text = text.trim();
    let exact = Decimal::from_str_exact(text).or_else(|_| Decimal::from_scientific(text));
    exact.map_or_else(|_| text.to_owned(), |number| number.normalize().to_string())
}

/// `_x000D_` stands for a character that XML cannot hold.
pub(super) fn unescaped_units(text: &str) -> String {
    if !text.contains("_x") {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        plain.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at..).unwrap_or_default();
        let digits = rest.get(2..6).filter(|_| rest.get(6..7) == Some("_"));
        let unit = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        match unit.and_then(char::from_u32) {
            Some(character) => {
                plain.push(character);
                rest = rest.get(7..).unwrap_or_default();
            }
            None => {
                plain.push_str("_x");
                rest = rest.get(2..).unwrap_or_default();
            }
        }
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_with_a_year_or_a_day_are_days() {
        for code in [
            "yyyy\\-mm\\-dd",
            "yyyy\"年\"m\"月\"d\"日\"",
            "[$-804]yyyy/m/d;@",
            "d-mmm",
        ] {
            assert!(shows_a_day(code), "{code}");
        }
        for code in [
            "General",
            "@",
            "0.00",
            "[Red]0",
            "0\"day\"",
            "#,##0;[Red]-0",
        ] {
            assert!(!shows_a_day(code), "{code}");
        }
    }

    #[test]
    fn numbers_lose_their_exponent() {
        for (written, read) in [
            ("1.3800138E10", "13800138000"),
            ("46142", "46142"),
            ("46142.0", "46142"),
            ("0.5", "0.5"),
            ("x", "x"),
        ] {
            assert_eq!(number_text(written), read);
        }
    }

    #[test]
    fn escaped_characters_come_back() {
        assert_eq!(unescaped_units("甲_x000D_\n乙"), "甲\r\n乙");
        assert_eq!(unescaped_units("a_x005F_x0041_b"), "a_x0041_b");
        assert_eq!(unescaped_units("_x00_xzz_x"), "_x00_xzz_x");
    }
}
