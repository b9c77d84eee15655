//! Workbooks as other programs save them: shared words, days as numbers, merged cells, formulas, and worse.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::program::{Home, Run};
use crate::reviewed::{gaps, review};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook of one sheet; `words` are shared, the first style is plain and the second a day.
struct Book<'a> {
    words: &'a [&'a str],
    rows: &'a str,
    after: &'a str,
    properties: &'a str,
}

impl Book<'_> {
    fn bytes(&self) -> Vec<u8> {
        let words: String = self
            .words
            .iter()
            .map(|word| format!("<si>{word}</si>"))
            .collect();
        let parts = [
            (
                "_rels/.rels",
                format!(
                    r#"<Relationships><Relationship Id="a" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
                ),
            ),
            (
                "xl/workbook.xml",
                format!(
                    r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{}<sheets><sheet name="Sheet1" sheetId="1" r:id="b"/></sheets></workbook>"#,
                    self.properties
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    r#"<Relationships><Relationship Id="b" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="c" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="d" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>"#
                ),
            ),
            (
                "xl/sharedStrings.xml",
                format!(r#"<sst xmlns="{MAIN}">{words}</sst>"#),
            ),
            (
                "xl/styles.xml",
                format!(
                    r#"<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="176"/></cellXfs></styleSheet>"#
                ),
            ),
            (
                "xl/worksheets/sheet1.xml",
                format!(
                    r#"<worksheet xmlns="{MAIN}"><sheetData>{}</sheetData>{}</worksheet>"#,
                    self.rows, self.after
                ),
            ),
            ("[Content_Types].xml", "<Types/>".to_owned()),
        ];
        zipped(&parts)
    }
}

/// The parts by name as an archive.
pub fn zipped(parts: &[(&str, String)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default())
            .expect("a part");
        zip.write_all(text.as_bytes()).expect("its text");
    }
    zip.finish().expect("an archive").into_inner()
}

fn import(home: &Home, book: &Book) -> Run {
    let path = home.write("filled.xlsx", book.bytes());
    home.run(&["ledger", "import", &path])
}

fn home() -> (Home, Vec<String>) {
    let home = Home::new();
    review(&home.path(""), &gaps());
    let gaps = home.run(&["gaps", "--format", "json"]).json();
    let numbers = gaps
        .iter()
        .map(|gap| gap["number"].as_str().expect("a number").to_owned());
    let numbers = numbers.collect();
    (home, numbers)
}

#[test]
fn a_workbook_of_another_program_is_read() {
    let (home, numbers) = home();
    let number = format!("<t>{}</t>", numbers[0]);
    let book = Book {
        words: &[
            "<t>问题\n编号</t>",
            "<r><t>责任</t></r><r><t>单位</t></r><rPh sb=\"0\" eb=\"1\"><t>zeren</t></rPh>",
            "<t>整改时限</t>",
            "<t>责任人</t>",
            "<t>备注</t>",
            &number,
            "<t xml:space=\"preserve\"> 县司法局 </t>",
        ],
        rows: "<row r=\"1\"/><row r=\"3\"><c r=\"B3\" t=\"s\"><v>0</v></c><c r=\"C3\" t=\"s\"><v>1</v></c><c r=\"D3\" t=\"s\"><v>2</v></c>\
<c r=\"E3\" t=\"s\"><v>3</v></c><c r=\"F3\" t=\"s\"><v>4</v></c></row><row r=\"4\" spans=\"1:9\"><c r=\"A4\" s=\"1\"/><c r=\"B4\" t=\"s\"><v>5</v></c>\
<c r=\"C4\" t=\"s\"><v>6</v></c><c r=\"D4\" s=\"1\"><v>46142</v></c><c r=\"E4\"><v>1.3800138E10</v></c>\
<c r=\"F4\" t=\"str\"><f>A1&amp;B1</f><v>算出来的_x000D_\n字</v></c></row>",
        after: "",
        properties: "",
    };
    let run = import(&home, &book);
    assert_eq!(run.code, Some(1), "{}{}", run.out, run.err);
    for said in [
        "第4行",
        "→ 县司法局",
        "→ 2026-04-30",
        "→ 13800138000",
        "→ 算出来的字",
    ] {
        assert!(run.out.contains(said), "{said}: {}", run.out);
    }
    let old = Book {
        properties: "<workbookPr date1904=\"1\"/>",
        ..book
    };
    assert!(import(&home, &old).out.contains("→ 2030-05-01"));
}

#[test]
fn a_merged_cell_speaks_for_the_rows_it_covers_and_for_nothing_when_it_covers_columns() {
    let (home, numbers) = home();
    let row = |at: usize, number: &str, unit: &str| {
        let cell = |column: &str, text: &str| match text {
            "" => format!("<c r=\"{column}{at}\"/>"),
            text => format!("<c r=\"{column}{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
        };
        format!(
            "<row r=\"{at}\">{}{}{}</row>",
            cell("A", number),
            cell("B", unit),
            cell("C", "")
        )
    };
    let head = row(1, "问题编号", "责任单位").replace(
        "<c r=\"C1\"/>",
        "<c r=\"C1\" t=\"inlineStr\"><is><t>责任人</t></is></c>",
    );
    let rows = format!(
        "{head}{}{}",
        row(2, &numbers[0], "教育局"),
        row(3, &numbers[1], "")
    );
    let check = |merge: &str, said: &[&str]| {
        let after = format!("<mergeCells count=\"1\"><mergeCell ref=\"{merge}\"/></mergeCells>");
        let book = Book {
            words: &[],
            rows: &rows,
            after: &after,
            properties: "",
        };
        let run = import(&home, &book);
        for said in said {
            assert!(run.out.contains(said), "{merge} {said}: {}", run.out);
        }
    };
    check("B2:B3", &["（空） → 教育局", "司法局 → 教育局"]);
    check(
        "B2:C2",
        &["第2行", "单元格与相邻的列或行合并了", "1 条不予读回"],
    );
    check("A2:A3", &["（空） → 教育局"]);
}

#[test]
fn what_is_no_workbook_or_no_longer_one_gets_a_message() {
    let (home, _) = home();
    let fine = Book {
        words: &[],
        rows: "",
        after: "",
        properties: "",
    };
    let endless = format!(
        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{}</t></is></c></row>",
        "长".repeat(2_000_000)
    );
    let broken = Book {
        rows: "<row><c t=\"e\"><v>#REF!</v></row>",
        ..fine
    };
    let long = Book {
        rows: &endless,
        ..fine
    };
    for (name, bytes, said) in [
        ("a.xlsx", fine.bytes(), "没有找到“问题编号”"),
        ("b.xlsx", fine.bytes()[..200].to_vec(), "xlsx"),
        ("c.xlsx", broken.bytes(), "c.xlsx"),
        ("d.xlsx", long.bytes(), "d.xlsx"),
        (
            "e.xls",
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1aaaaaaaa".to_vec(),
            "另存为",
        ),
        ("f.pdf", b"%PDF-1.4\n".to_vec(), "既不是 XLSX 也不是 CSV"),
    ] {
        let path = home.write(name, bytes);
        let run = home.run(&["ledger", "import", &path, "--yes"]);
        assert_eq!(run.code, Some(3), "{name}: {}", run.out);
        assert!(run.err.contains(said), "{name}: {}", run.err);
    }
}

#[test]
fn a_million_empty_rows_cost_no_memory() {
    let (home, numbers) = home();
    let mut rows = format!(
        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>问题编号</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>责任人</t></is></c></row>\
<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>{}</t></is></c><c r=\"B2\" t=\"inlineStr\"><is><t>甲</t></is></c></row>",
        numbers[0]
    );
    for at in 3..=300_000 {
        rows.push_str(&format!(
            "<row r=\"{at}\" s=\"1\"><c r=\"A{at}\" s=\"1\"/></row>"
        ));
    }
    let book = Book {
        words: &[],
        rows: &rows,
        after: "",
        properties: "",
    };
    let run = import(&home, &book);
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert!(run.out.contains("将改动 1 条"), "{}", run.out);
}
