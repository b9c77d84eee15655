//! What holds of any document.

use ducha::import::docx::extract;
use ducha::report::MarkKind;
use proptest::prelude::*;

use crate::build::{
    ANNA, Docx, HEADINGS, definition, field, level, list, n, pp, r, styled, tbl, tr,
};
use crate::read;

/// Something that may stand in a body.
fn piece() -> impl Strategy<Value = String> {
    let text = "[甲乙丙丁、。0-9 \\n\\t]{0,12}";
    let paragraph = (text, 0_u32..3, 0_u32..4).prop_map(|(text, list, at)| n(list, at, &text));
    let styles = prop::sample::select(vec!["1", "2", "a3", "a4", "10", "hid"]);
    let heading = (text, styles).prop_map(|(text, style)| styled(style, &text));
    let joined = text.prop_map(|text| pp("<w:rPr><w:vanish/></w:rPr>", &text));
    let deleted = text.prop_map(|text| pp(&format!("<w:rPr><w:del {ANNA}/></w:rPr>"), &text));
    let fields = (text, prop::sample::select(vec!["TOC", "PAGE", "REF"]))
        .prop_map(|(text, name)| format!("<w:p>{}</w:p>", field(name, &r(&text))));
    let half = prop::sample::select(vec!["begin", "separate", "end"])
        .prop_map(|half| format!(r#"<w:p><w:r><w:fldChar w:fldCharType="{half}"/></w:r></w:p>"#));
    prop_oneof![paragraph, heading, joined, deleted, fields, half]
}

/// The same with tables around some of it.
fn body() -> impl Strategy<Value = String> {
    let leaf = prop::collection::vec(piece(), 0..6).prop_map(|pieces| pieces.concat());
    leaf.prop_recursive(3, 40, 4, |inner| {
        prop::collection::vec((inner, 1_u32..4), 1..6).prop_map(|cells| {
            let cell = |(inner, span): &(String, u32)| {
                format!(r#"<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{inner}</w:tc>"#)
            };
            let rows: Vec<String> = cells
                .chunks(2)
                .map(|row| tr(&row.iter().map(cell).collect::<Vec<_>>()))
                .collect();
            format!(
                "{}{}",
                tbl(&rows),
                cells
                    .iter()
                    .map(|(inner, _)| inner.as_str())
                    .collect::<String>()
            )
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn marks_lie_in_the_text_and_tabs_in_tables(body in body()) {
        let level = |at| level(at, "chineseCounting", "%1\t、", "");
        let levels: String = (0..4).map(level).collect();
        let numbering = [definition(0, &levels), list(1, 0, ""), list(2, 0, "")].concat();
        let docx = Docx::new(&body).styles(HEADINGS).numbering(&numbering);
        let extracted = read(&docx);
        let text = &extracted.text;
        prop_assert!(!text.contains('\r') && !text.starts_with('\n') && !text.ends_with("\n\n"));
        let mut last = 0;
        for mark in &extracted.marks {
            prop_assert!(text.get(mark.span.range()).is_some_and(|quote| quote.trim() == quote || mark.kind == MarkKind::Table));
            prop_assert!(!mark.span.is_empty() && last <= mark.span.start);
            last = mark.span.end;
        }
        let tables: Vec<_> = extracted.marks.iter().filter(|mark| mark.kind == MarkKind::Table).collect();
        for (at, _) in text.match_indices('\t') {
            prop_assert!(tables.iter().any(|mark| mark.span.contains(at)));
        }
    }

    #[test]
    fn any_bytes_are_a_document_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let _ = extract(&bytes);
        let _ = extract(&[b"PK\x03\x04".as_slice(), &bytes].concat());
    }
}
