//! The ledger as a workbook: real types, lists to choose from, a header that stays, ready to be printed.
//!
//! A writer of our own, because one sheet of text, numbers and dates needs a tenth of what a library for workbooks adds
//! to the program.

use jiff::civil::{Date, date};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Column, List, Shape, Value, values};
use crate::export::Item;
use crate::export::inert::is_live;
use crate::export::ooxml::{HEAD, OFFICE, Part, package};
use crate::export::xml::{escaped, push};
use crate::locale::Lang;

/// What the styles below are numbered.
#[derive(Clone, Copy)]
enum Style {
    HeadOurs = 1,
    HeadTheirs,
    Text,
    /// Text that a spreadsheet would calculate if it were typed.
    Quoted,
    Middle,
    Date,
    /// To be filled in: whatever is typed stays text.
    Typed,
    TypedQuoted,
    Note,
}

const LISTS: [List; 3] = [List::Grade, List::State, List::Approach];
/// The column of the second sheet in which the lists begin, from 0.
const FIRST_LIST: usize = 2;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// The first day that a workbook can hold as one; before it, a bug of 1900 stands in the way.
const FIRST_DAY: Date = date(1900, 3, 1);
const DAY_ZERO: Date = date(1899, 12, 30);

/// The whole workbook.
pub fn xlsx<'a>(items: impl Iterator<Item = Item<'a>>, lang: Lang) -> Vec<u8> {
    let (sheet, rows) = sheet(items, lang);
    let (first, second) = ("worksheets/sheet1.xml", "worksheets/sheet2.xml");
    package(
        "xl",
        "spreadsheetml",
        Part::new(
            "officeDocument",
            "workbook.xml",
            "sheet.main",
            workbook(rows, lang),
        ),
        vec![
            Part::new("worksheet", first, "worksheet", sheet),
            Part::new("worksheet", second, "worksheet", notes(lang)),
            Part::new("styles", "styles.xml", "styles", STYLES.to_owned()),
        ],
    )
}

/// The first sheet, and the number of its last row.
fn sheet<'a>(items: impl Iterator<Item = Item<'a>>, lang: Lang) -> (String, usize) {
    let mut rows = String::new();
    push(
        &mut rows,
        format_args!(r#"<row r="1" ht="32" customHeight="1">"#),
    );
    for (idx, column) in Column::all().enumerate() {
        let style = match column.is_filled_in() {
            true => Style::HeadTheirs,
            false => Style::HeadOurs,
        };
        text_cell(&mut rows, idx, 1, style, column.name(lang));
    }
    rows.push_str("</row>");
    let mut last = 1;
    for (order, item) in items.enumerate() {
        last = order + 2;
        let values = values(order + 1, &item, lang);
        let height = height(&values);
        push(&mut rows, format_args!(r#"<row r="{last}" ht="{height}">"#));
        for ((idx, column), value) in Column::all().enumerate().zip(values) {
            cell(&mut rows, idx, last, column, &value);
        }
        rows.push_str("</row>");
    }
    let end = format!("{}{last}", letters(Column::all().count() - 1));
    let mut sheet = format!(r#"{HEAD}<worksheet xmlns="{MAIN}"><dimension ref="A1:{end}"/>"#);
    sheet.push_str(
        r#"<sheetViews><sheetView workbookViewId="0"><pane xSplit="2" ySplit="1" topLeftCell="C2" activePane="bottomRight" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>"#,
    );
    sheet.push_str(&widths());
    push(
        &mut sheet,
        format_args!("<sheetData>{rows}</sheetData><autoFilter ref=\"A1:{end}\"/>"),
    );
    if last > 1 {
        sheet.push_str(&overdue(last, lang));
        sheet.push_str(&validations(last, lang));
    }
    sheet.push_str(&page(lang));
    sheet.push_str("</worksheet>");
    (sheet, last)
}

/// As high as its longest cell needs: not every program works that out when it opens a file.
fn height(values: &[Value]) -> usize {
    const LINE: usize = 14;
    const HIGHEST: usize = 400;
    let lines = Column::all().zip(values).map(|(column, value)| {
        let room = usize::from(column.width()).saturating_sub(1).max(1);
        let text = value.text();
        text.lines().map(|line| folded(line, room)).sum::<usize>()
    });
    let lines = lines.max().unwrap_or(1).max(1);
    (lines * LINE + 4).min(HIGHEST)
}

/// How many lines a text takes where words are not cut; of Chinese every character may begin a line.
fn folded(line: &str, room: usize) -> usize {
    let (mut lines, mut used) = (1, 0);
    for word in line.split_inclusive(|letter: char| letter == ' ' || letter.width() == Some(2)) {
        let width = word.trim_end().width();
        if used > 0 && used + width > room {
            lines += 1;
            used = 0;
        }
        lines += width.saturating_sub(1) / room;
        used = match width > room {
            true => width % room,
            false => used + word.width(),
        };
    }
    lines
}

fn widths() -> String {
    let mut widths = "<cols>".to_owned();
    for (idx, column) in Column::all().enumerate() {
        let (place, width) = (idx + 1, column.width());
        push(
            &mut widths,
            format_args!(r#"<col min="{place}" max="{place}" width="{width}" customWidth="1"/>"#),
        );
    }
    widths + "</cols>"
}

fn cell(rows: &mut String, idx: usize, row: usize, column: Column, value: &Value) {
    let typed = column.is_filled_in();
    match (value, column.shape()) {
        (Value::Text(text), shape) => {
            let style = match (typed, is_live(text), shape) {
                (true, true, _) => Style::TypedQuoted,
                (_, false, Shape::Choice(_) | Shape::Date) => Style::Middle,
                (true, false, _) => Style::Typed,
                (false, true, _) => Style::Quoted,
                (false, false, _) => Style::Text,
            };
            text_cell(rows, idx, row, style, text);
        }
        (Value::Whole(number), _) => number_cell(rows, idx, row, Style::Middle, *number),
        (Value::Date(day), _) => match serial(*day) {
            Some(serial) => number_cell(rows, idx, row, Style::Date, serial),
            None => text_cell(rows, idx, row, Style::Middle, &day.to_string()),
        },
        (Value::Empty, shape) => {
            let style = match shape {
                Shape::Date => Style::Date,
                Shape::Choice(_) | Shape::Whole => Style::Middle,
                Shape::Text if typed => Style::Typed,
                Shape::Text => Style::Text,
            };
            let (letters, style) = (letters(idx), style as u8);
            push(rows, format_args!(r#"<c r="{letters}{row}" s="{style}"/>"#));
        }
    }
}

fn text_cell(rows: &mut String, idx: usize, row: usize, style: Style, text: &str) {
    let (letters, style, text) = (letters(idx), style as u8, escaped(&unmistaken(text)));
    push(
        rows,
        format_args!(
            r#"<c r="{letters}{row}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>"#
        ),
    );
}

fn number_cell(rows: &mut String, idx: usize, row: usize, style: Style, number: i64) {
    let (letters, style) = (letters(idx), style as u8);
    push(
        rows,
        format_args!(r#"<c r="{letters}{row}" s="{style}"><v>{number}</v></c>"#),
    );
}

/// `_x0041_` means a character in a workbook: text that only looks so is told apart.
fn unmistaken(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        let here = text.get(at..at + 7).unwrap_or_default().as_bytes();
        let looks = matches!(here, [b'_', b'x', digits @ .., b'_'] if digits.iter().all(u8::is_ascii_hexdigit));
        if looks {
            plain.push_str("_x005F_");
        } else {
            plain.push(character);
        }
    }
    plain
}

fn serial(day: Date) -> Option<i64> {
    let days = day.since(DAY_ZERO).ok()?.get_days();
    (day >= FIRST_DAY).then_some(days.into())
}

/// The letters of a column, from 0.
fn letters(idx: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = idx + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

fn place(column: Column) -> String {
    letters(column as usize)
}

/// What is late is red, by the clock of whoever looks.
fn overdue(last: usize, lang: Lang) -> String {
    let (due, status) = (place(Column::Due), place(Column::Status));
    let finished = ["done-awaiting-check", "closed"].map(|name| {
        let text = escaped(lang.text(&format!("rectification.{name}")));
        format!(r#"${status}2&lt;&gt;"{text}""#)
    });
    let late = format!(
        "AND(ISNUMBER(${due}2),${due}2&lt;TODAY(),{})",
        finished.join(",")
    );
    format!(
        r#"<conditionalFormatting sqref="{due}2:{due}{last}"><cfRule type="expression" dxfId="0" priority="1"><formula>{late}</formula></cfRule></conditionalFormatting>"#
    )
}

fn validations(last: usize, lang: Lang) -> String {
    let mut rules = String::new();
    let mut count = 0;
    for column in Column::all() {
        let at = place(column);
        let range = format!("{at}2:{at}{last}");
        let (kind, formula, style, said) = match column.shape() {
            Shape::Choice(list) => ("list", name_of(list).to_owned(), "stop", "ledger.pick"),
            Shape::Date => {
                let first = serial(date(2000, 1, 1)).unwrap_or_default().to_string();
                ("date", first, "warning", "ledger.a_date")
            }
            Shape::Whole | Shape::Text => continue,
        };
        let operator = match kind {
            "date" => r#" operator="greaterThanOrEqual""#,
            _ => "",
        };
        let (title, said) = (escaped(column.name(lang)), escaped(lang.text(said)));
        push(
            &mut rules,
            format_args!(
                r#"<dataValidation type="{kind}"{operator} errorStyle="{style}" allowBlank="1" showErrorMessage="1" errorTitle="{title}" error="{said}" sqref="{range}"><formula1>{formula}</formula1></dataValidation>"#
            ),
        );
        count += 1;
    }
    format!(r#"<dataValidations count="{count}">{rules}</dataValidations>"#)
}

/// The name that a list has in the workbook: its words stand on the second sheet, because a word may hold a comma.
fn name_of(list: List) -> &'static str {
    match list {
        List::Grade => "ducha_grades",
        List::State => "ducha_states",
        List::Approach => "ducha_kinds",
    }
}

/// A3 on its side: the reviewer's half on one page and the unit's on the next, with header and number on each.
fn page(lang: Lang) -> String {
    let text = |key: &str| escaped(lang.text(key));
    let (title, pages) = (text("ledger.title"), text("ledger.pages"));
    let half = Column::Approach as usize;
    format!(
        r#"<printOptions horizontalCentered="1"/><pageMargins left="0.4" right="0.4" top="0.8" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="8" scale="66" orientation="landscape"/><headerFooter><oddHeader>&amp;C&amp;16{title}</oddHeader><oddFooter>&amp;C{pages}</oddFooter></headerFooter><colBreaks count="1" manualBreakCount="1"><brk id="{half}" max="1048575" man="1"/></colBreaks>"#
    )
}

/// How to fill it in, and beside that the words to choose from.
fn notes(lang: Lang) -> String {
    let lines: Vec<&str> = lang.text("ledger.notes").lines().collect();
    let lists = LISTS.map(|list| list.words(lang));
    let last = lists.iter().map(Vec::len).fold(lines.len(), usize::max);
    let mut rows = String::new();
    for idx in 0..last {
        let row = idx + 1;
        push(&mut rows, format_args!(r#"<row r="{row}">"#));
        if let Some(line) = lines.get(idx) {
            text_cell(&mut rows, 0, row, Style::Note, line);
        }
        for (column, list) in lists.iter().enumerate() {
            if let Some(word) = list.get(idx) {
                text_cell(&mut rows, column + FIRST_LIST, row, Style::Note, word);
            }
        }
        rows.push_str("</row>");
    }
    let (from, to) = (FIRST_LIST + 1, FIRST_LIST + LISTS.len());
    format!(
        r#"{HEAD}<worksheet xmlns="{MAIN}"><cols><col min="1" max="1" width="90" customWidth="1"/><col min="{from}" max="{to}" width="18" hidden="1" customWidth="1"/></cols><sheetData>{rows}</sheetData></worksheet>"#
    )
}

fn workbook(last: usize, lang: Lang) -> String {
    let (name, notes) = (
        escaped(lang.text("ledger.sheet")),
        escaped(lang.text("ledger.notes_sheet")),
    );
    let end = letters(Column::all().count() - 1);
    let mut lists = String::new();
    for (idx, list) in LISTS.into_iter().enumerate() {
        let (at, count) = (letters(idx + FIRST_LIST), list.words(lang).len());
        let list = name_of(list);
        push(
            &mut lists,
            format_args!(
                r#"<definedName name="{list}">'{notes}'!${at}$1:${at}${count}</definedName>"#
            ),
        );
    }
    format!(
        r#"{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="{name}" sheetId="1" r:id="rId1"/><sheet name="{notes}" sheetId="2" r:id="rId2"/></sheets><definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'{name}'!$A$1:${end}${last}</definedName><definedName name="_xlnm.Print_Titles" localSheetId="0">'{name}'!$A:$B,'{name}'!$1:$1</definedName><definedName name="_xlnm.Print_Area" localSheetId="1">'{notes}'!$A:$A</definedName>{lists}</definedNames></workbook>"#
    )
}

/// Fonts, fills and borders, and the styles made of them in the order of [`Style`].
const STYLES: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#,
    r#"<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/></numFmts>"#,
    r#"<fonts count="2"><font><sz val="10"/><name val="宋体"/><charset val="134"/></font><font><b/><sz val="10"/><name val="宋体"/><charset val="134"/></font></fonts>"#,
    r#"<fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFDCE6F1"/><bgColor indexed="64"/></patternFill></fill><fill><patternFill patternType="solid"><fgColor rgb="FFFFF2CC"/><bgColor indexed="64"/></patternFill></fill></fills>"#,
    r#"<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left style="thin"><color rgb="FF999999"/></left><right style="thin"><color rgb="FF999999"/></right><top style="thin"><color rgb="FF999999"/></top><bottom style="thin"><color rgb="FF999999"/></bottom><diagonal/></border></borders>"#,
    r#"<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>"#,
    r#"<cellXfs count="10"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>"#,
    r#"<xf numFmtId="0" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf>"#,
    r#"<xf numFmtId="0" fontId="1" fillId="3" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf>"#,
    r#"<xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>"#,
    r#"<xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" quotePrefix="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>"#,
    r#"<xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="top" wrapText="1"/></xf>"#,
    r#"<xf numFmtId="164" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="top"/></xf>"#,
    r#"<xf numFmtId="49" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>"#,
    r#"<xf numFmtId="49" fontId="0" fillId="0" borderId="1" xfId="0" quotePrefix="1" applyNumberFormat="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>"#,
    r#"<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>"#,
    r#"<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>"#,
    r#"<dxfs count="1"><dxf><font><b/><color rgb="FFC00000"/></font></dxf></dxfs></styleSheet>"#,
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_not_cut_and_chinese_may_be() {
        for (line, room, lines) in [
            ("", 15, 1),
            ("复议案件数据", 6, 2),
            ("Rate disagrees", 15, 1),
            ("Not all enforcement officers are certified", 15, 4),
            ("2024-0123456789012345678901234", 15, 2),
        ] {
            assert_eq!(folded(line, room), lines, "{line}");
        }
    }

    #[test]
    fn columns_have_letters() {
        for (idx, name) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(idx), name);
        }
    }

    #[test]
    fn days_are_counted_as_workbooks_do() {
        assert_eq!(serial(date(1900, 3, 1)), Some(61));
        assert_eq!(serial(date(2026, 4, 30)), Some(46142));
        assert_eq!(serial(date(1899, 12, 31)), None);
    }

    #[test]
    fn what_looks_like_an_escape_stays_text() {
        assert_eq!(unmistaken("甲_x0041_乙"), "甲_x005F_x0041_乙");
        assert_eq!(unmistaken("a_x00"), "a_x00");
    }
}
