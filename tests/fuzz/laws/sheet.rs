//! Any table that comes back gives rows or a reason.

use ducha::export::ledger::returned;
use ducha::import::Original;
use ducha::import::sheet::{rows, sheets};

use super::docx::zipped;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// `P` begins an archive as it is, `,` a text; otherwise the byte 255 parts a sheet, its words and its styles.
pub fn run(bytes: &[u8]) {
    let (name, bytes) = match bytes.split_first() {
        Some((b'P', _)) => ("a.xlsx", bytes.to_vec()),
        Some((b',', text)) => {
            let _ = rows(&String::from_utf8_lossy(text));
            ("a.csv", text.to_vec())
        }
        _ => ("a.xlsx", workbook(bytes)),
    };
    let original = Original::of_stream(bytes.as_slice(), name).expect("small");
    for sheet in sheets(&original, None).unwrap_or_default() {
        assert!(
            sheet
                .rows
                .is_sorted_by(|one, next| one.number <= next.number)
        );
        let _ = returned::plan(&sheet, &Default::default());
    }
}

fn workbook(bytes: &[u8]) -> Vec<u8> {
    let mut bodies = bytes.split(|byte| *byte == 255);
    let mut part = |path: &str, root: &str| {
        let mut xml = format!(r#"<{root} xmlns="{MAIN}">"#).into_bytes();
        xml.extend_from_slice(bodies.next().unwrap_or_default());
        xml.extend_from_slice(format!("</{root}>").as_bytes());
        (path.to_owned(), xml)
    };
    let mut parts = vec![
        part("xl/worksheets/sheet1.xml", "worksheet"),
        part("xl/sharedStrings.xml", "sst"),
        part("xl/styles.xml", "styleSheet"),
    ];
    let fixed = |path: &str, text: String| (path.to_owned(), text.into_bytes());
    parts.push(fixed(
        "xl/workbook.xml",
        format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{TYPES}"><sheets><sheet name="一" sheetId="1" r:id="worksheet"/></sheets></workbook>"#),
    ));
    let relation = |kind: &str, target: &str| {
        format!(r#"<Relationship Id="{kind}" Type="{TYPES}/{kind}" Target="{target}"/>"#)
    };
    let relations = |entries: String| {
        format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}</Relationships>"#
        )
    };
    parts.push(fixed(
        "_rels/.rels",
        relations(relation("officeDocument", "xl/workbook.xml")),
    ));
    parts.push(fixed(
        "xl/_rels/workbook.xml.rels",
        relations(
            relation("worksheet", "worksheets/sheet1.xml")
                + &relation("sharedStrings", "sharedStrings.xml")
                + &relation("styles", "styles.xml"),
        ),
    ));
    zipped(&parts)
}
