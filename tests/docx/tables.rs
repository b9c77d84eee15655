//! Tables: a row is a line, and a frame is no table.

use ducha::import::ExtractError;
use ducha::report::{MarkKind, RemarkKind};

use crate::build::{ANNA, Docx, HEADINGS, chinese, list, n, p, relationships, styled, tbl, tc, tr};
use crate::{check_document, fails, marked, read, remarked};

#[test]
fn a_table_has_one_row_a_line() {
    let rows = [
        tr(&[
            tc(r#"<w:vMerge w:val="restart"/>"#, "事项"),
            tc(r#"<w:gridSpan w:val="2"/>"#, "件数"),
        ]),
        tr(&[tc("<w:vMerge/>", ""), tc("", "2023年"), tc("", "2024年")]),
        tr(&[
            format!("<w:tc>{}{}</w:tc>", p("行政"), p("复议")),
            tc("", "40"),
            tc("", "45"),
        ]),
        tr(&[tc("", ""), tc("", ""), tc("", "")]),
        tr(&[
            tc("", "应诉"),
            format!("<w:tc>{}</w:tc>", tbl(&[tr(&[tc("", "3"), tc("", "4")])])),
            "<w:tc/>".to_owned(),
        ]),
    ];
    let docx = Docx::new(&[p("上"), tbl(&rows), p("下")].concat());
    let table = [
        "事项\t件数\t",
        "\t2023年\t2024年",
        "行政 复议\t40\t45",
        "应诉\t3 4\t",
    ];
    check_document(&docx, &[&["上"], table.as_slice(), &["下"]].concat());
    assert_eq!(marked(&docx), [(MarkKind::Table, table.join("\n"))]);
}

#[test]
fn rows_and_cells_may_be_deleted_or_missing() {
    let change = |kind: &str| format!("<w:trPr><w:{kind} {ANNA}/></w:trPr>");
    let row = |properties: &str, text: &str| {
        format!("<w:tr>{properties}{}{}</w:tr>", tc("", text), tc("", "1"))
    };
    let rows = [
        row("", "甲"),
        row(&change("del"), "乙"),
        row(&change("ins"), "丙"),
        row("<w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>", "丁"),
        tr(&[tc("", "戊"), tc(&format!("<w:cellDel {ANNA}/>"), "己")]),
    ];
    let docx = Docx::new(&tbl(&rows));
    check_document(&docx, &["甲\t1", "丙\t1", "\t丁\t1", "戊"]);
    assert_eq!(remarked(&docx), [(RemarkKind::ChangesAccepted, 3)]);
}

#[test]
fn a_frame_of_one_column_is_no_table() {
    let cell = format!("<w:tc>{}{}</w:tc>", styled("a3", "关于报告"), n(1, 0, "甲"));
    let docx = Docx::new(&tbl(&[tr(&[cell])]))
        .styles(HEADINGS)
        .numbering(&[chinese(), list(1, 0, "")].concat());
    check_document(&docx, &["关于报告", "一、甲"]);
    assert_eq!(marked(&docx), [(MarkKind::Title, "关于报告".to_owned())]);
}

#[test]
fn a_table_with_one_column_in_use_is_a_frame() {
    let rows = [
        tr(&[tc("", ""), tc("", "一、举措")]),
        tr(&[tc("", ""), tc("", "办结45件")]),
    ];
    let docx = Docx::new(&tbl(&rows));
    check_document(&docx, &["一、举措", "办结45件"]);
    assert_eq!(marked(&docx), []);
}

#[test]
fn pictures_of_pages_are_no_text() {
    let picture = "<w:p><w:r><w:drawing><pic:pic/></w:drawing></w:r></w:p>";
    assert_eq!(fails(&Docx::new(picture).bytes()), ExtractError::Scanned);
}

#[test]
fn the_title_among_the_properties_is_told() {
    let core = r#"<cp:coreProperties xmlns:cp="c" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>甲</dc:creator><dc:title> 青禾县
        报告 </dc:title></cp:coreProperties>"#;
    let mut docx = Docx::new(&p("正文")).part("docProps/core.xml", core);
    docx.parts[0].1 = relationships(&[
        ("officeDocument", "word/document.xml"),
        ("core-properties", "docProps/core.xml"),
    ])
    .into_bytes();
    let page = read(&docx).page;
    assert_eq!(
        (page.title.as_deref(), page.source, page.published),
        (Some("青禾县 报告"), None, None)
    );
}
