//! Workbooks with the peculiarities of the programs that fill ledgers in: Excel, WPS, and whatever writes the strict
//! edition of the standard. Only what those programs are known to write; the words are invented.

use crate::program::{Home, Run};
use crate::reviewed::{gaps, review};
use crate::workbook::zipped;

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;

/// The parts of a workbook with a sheet: its words between those that are always there.
struct Peculiar {
    /// `http://…/` that names of kinds and elements begin with.
    namespace: &'static str,
    /// Before `workbook`, `sheet` and the others.
    prefix: &'static str,
    /// How the workbook is told where its parts are.
    folder: &'static str,
    /// Stands before the first line of each part.
    mark: &'static str,
    /// Attributes of the outermost elements.
    declared: &'static str,
    properties: &'static str,
    styles: &'static str,
    words: Vec<String>,
    rows: String,
    after: &'static str,
}

const PLAIN: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

impl Default for Peculiar {
    fn default() -> Peculiar {
        Peculiar {
            namespace: PLAIN,
            prefix: "",
            folder: "",
            mark: "",
            declared: "",
            properties: "",
            styles: "",
            words: Vec::new(),
            rows: String::new(),
            after: "",
        }
    }
}

impl Peculiar {
    fn bytes(&self) -> Vec<u8> {
        let Peculiar {
            namespace,
            prefix: p,
            folder,
            mark,
            declared,
            properties,
            styles,
            rows,
            after,
            ..
        } = self;
        let head =
            format!("{mark}<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n");
        let xmlns = match p.strip_suffix(':') {
            Some(prefix) => format!("xmlns:{prefix}=\"urn:main\" {declared}"),
            None => format!("xmlns=\"urn:main\" {declared}"),
        };
        let words: String = self
            .words
            .iter()
            .map(|word| format!("<{p}si>{word}</{p}si>"))
            .collect();
        let relationship = |id: &str, kind: &str, target: &str| {
            format!(r#"<Relationship Id="{id}" Type="{namespace}/{kind}" Target="{target}"/>"#)
        };
        let workbook = format!(
            "{head}<{p}workbook {xmlns} xmlns:r=\"{namespace}\">{properties}<{p}sheets><{p}sheet name=\"整改台账\" sheetId=\"7\" r:id=\"rId9\"/></{p}sheets></{p}workbook>"
        );
        let sheet = format!(
            "{head}<{p}worksheet {xmlns}><{p}sheetData>{rows}</{p}sheetData>{after}</{p}worksheet>"
        );
        let relationships =
            |list: &[String]| format!("{head}<Relationships>{}</Relationships>", list.concat());
        zipped(&[
            ("[Content_Types].xml", TYPES.to_owned()),
            (
                "_rels/.rels",
                relationships(&[relationship("rId1", "officeDocument", "/xl/workbook.xml")]),
            ),
            ("xl/workbook.xml", workbook),
            (
                "xl/_rels/workbook.xml.rels",
                relationships(&[
                    relationship(
                        "rId9",
                        "worksheet",
                        &format!("{folder}worksheets/sheet1.xml"),
                    ),
                    relationship(
                        "rId2",
                        "sharedStrings",
                        &format!("{folder}sharedStrings.xml"),
                    ),
                    relationship("rId3", "styles", &format!("{folder}styles.xml")),
                ]),
            ),
            (
                "xl/sharedStrings.xml",
                format!("{head}<{p}sst {xmlns}>{words}</{p}sst>"),
            ),
            (
                "xl/styles.xml",
                format!("{head}<{p}styleSheet {xmlns}>{styles}</{p}styleSheet>"),
            ),
            ("xl/worksheets/sheet1.xml", sheet),
        ])
    }
}

fn home() -> (Home, String) {
    let home = Home::new();
    review(&home.path(""), &gaps()[..1]);
    let gaps = home.run(&["gaps", "--format", "json"]).json();
    let number = gaps[0]["number"].as_str().expect("a number").to_owned();
    (home, number)
}

fn import(home: &Home, book: &Peculiar) -> Run {
    let path = home.write("回填.xlsx", book.bytes());
    home.run(&["ledger", "import", &path])
}

fn says(run: &Run, all: &[&str]) {
    assert_eq!(run.code, Some(1), "{}{}", run.out, run.err);
    for said in all {
        assert!(run.out.contains(said), "{said}: {}", run.out);
    }
}

/// Shared words with reading aids and runs of their own looks, days of built-in East Asian formats, names of places left out,
/// shared formulas, extensions, and a mark before the first line.
#[test]
fn as_excel_saves_it() {
    let (home, number) = home();
    let words = [
        "<t>问题编号</t><phoneticPr fontId=\"1\" type=\"noConversion\"/>",
        "<r><rPr><b/><sz val=\"11\"/></rPr><t xml:space=\"preserve\">责任</t></r><r><t>单位</t></r><rPh sb=\"0\" eb=\"2\"><t>ゼレン</t></rPh><phoneticPr fontId=\"1\"/>",
        "<t>整改时限</t>",
        "<t>完成日期</t>",
        "<t>整改措施</t>",
        "<t>备注</t>",
        &format!("<t>{number}</t>"),
        "<t xml:space=\"preserve\">县司法局_x000D_\n法治科</t>",
    ];
    let book = Peculiar {
        folder: "/xl/",
        mark: "\u{feff}",
        declared: "xmlns:mc=\"urn:mc\" mc:Ignorable=\"x14ac xr\" xmlns:x14ac=\"urn:x14ac\" xmlns:xr=\"urn:xr\" xr:uid=\"{00000000-0001-0000-0000-000000000000}\"",
        properties: "<fileVersion appName=\"xl\" lastEdited=\"7\"/><workbookPr defaultThemeVersion=\"166925\"/><mc:AlternateContent><mc:Choice Requires=\"x15\"><x15ac:absPath xmlns:x15ac=\"urn:x15ac\" url=\"D:\\\"/></mc:Choice></mc:AlternateContent>",
        styles: "<numFmts count=\"1\"><numFmt numFmtId=\"178\" formatCode=\"[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"31\"/><xf numFmtId=\"178\"/></cellXfs>",
        words: words.map(str::to_owned).to_vec(),
        rows: "<row r=\"1\" spans=\"1:6\" x14ac:dyDescent=\"0.15\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>2</v></c><c t=\"s\"><v>3</v></c><c t=\"s\"><v>4</v></c><c t=\"s\"><v>5</v></c></row>\
<row r=\"2\" hidden=\"1\"><c r=\"A2\" s=\"2\"/></row>\
<row r=\"5\"><c r=\"A5\" t=\"s\"><v>6</v></c><c r=\"B5\" t=\"s\"><v>7</v></c><c r=\"C5\" s=\"1\"><v>46142</v></c><c s=\"2\"><v>46142.75</v></c><c t=\"str\"><f t=\"shared\" ref=\"E5:E9\" si=\"0\">CONCATENATE(F5)</f><v>按季通报 &amp; 复查</v></c><c t=\"n\"><v>1.3800138E10</v></c></row>"
            .to_owned(),
        after: "<phoneticPr fontId=\"1\" type=\"noConversion\"/><extLst><ext uri=\"{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}\"><x14:dataValidations xmlns:x14=\"urn:x14\" xmlns:xm=\"urn:xm\"><x14:dataValidation><x14:formula1><xm:f>填写说明!$C$1:$C$5</xm:f></x14:formula1><xm:sqref>T2</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>",
        ..Peculiar::default()
    };
    let run = import(&home, &book);
    says(
        &run,
        &[
            "第5行",
            "责任单位  （空） → 县司法局法治科",
            "整改时限  （空） → 2026-04-30",
            "完成日期  （空） → 2026-04-30",
            "整改措施  （空） → 按季通报 & 复查",
            "备注  （空） → 13800138000",
            "将改动 1 条",
        ],
    );
    assert!(!run.out.contains('ゼ'), "{}", run.out);
    let of_1904 = Peculiar {
        properties: "<workbookPr date1904=\"true\"/>",
        ..book
    };
    says(&import(&home, &of_1904), &["→ 2030-05-01"]);
}

/// Members of its own, formats of days by name, empty cells with looks only, and a picture in a cell as a formula.
#[test]
fn as_wps_saves_it() {
    let (home, number) = home();
    let cell = |column: &str, row: usize, text: &str| {
        format!("<c r=\"{column}{row}\" s=\"3\" t=\"inlineStr\"><is><r><t>{text}</t></r></is></c>")
    };
    let head = ["问题编号", "责任人", "整改时限", "整改状态", "佐证材料"];
    let head: String = ["A", "B", "C", "D", "E"]
        .into_iter()
        .zip(head)
        .map(|(at, text)| cell(at, 1, text))
        .collect();
    let row = |proof: &str| {
        format!(
            "<row r=\"1\" customHeight=\"1\">{head}</row><row r=\"2\" s=\"1\" customFormat=\"1\">{}{}<c r=\"C2\" s=\"1\"><v>46142</v></c>{}{proof}<c r=\"F2\" s=\"2\"/></row>",
            cell("A", 2, &number),
            cell("B", 2, "甲"),
            cell("D", 2, "已完成待复核"),
        )
    };
    let book = |proof: &str| Peculiar {
        declared: "xmlns:xdr=\"urn:xdr\" xmlns:x14=\"urn:x14\" xmlns:mc=\"urn:mc\" xmlns:etc=\"http://www.wps.cn/officeDocument/2017/etCustomData\"",
        styles: "<numFmts count=\"1\"><numFmt numFmtId=\"176\" formatCode=\"yyyy/m/d;@\"/></numFmts><cellXfs count=\"4\"><xf numFmtId=\"0\"><alignment vertical=\"center\"/></xf><xf numFmtId=\"176\"/><xf numFmtId=\"0\"/><xf numFmtId=\"49\"/></cellXfs>",
        rows: row(proof),
        after: "<etc:extLst><etc:ext><t>不是单元格里的字</t></etc:ext></etc:extLst>",
        ..Peculiar::default()
    };
    says(
        &import(&home, &book("")),
        &[
            "责任人  （空） → 甲",
            "→ 2026-04-30",
            "未启动 → 已完成待复核",
            "将改动 1 条",
        ],
    );
    for proof in [
        "<c r=\"E2\" t=\"str\"><f>_xlfn.DISPIMG(\"ID_0A1B\",1)</f><v>=DISPIMG(\"ID_0A1B\",1)</v></c>",
        "<c r=\"E2\" t=\"e\" vm=\"1\"><v>#VALUE!</v></c>",
    ] {
        let run = import(&home, &book(proof));
        assert_eq!(run.code, Some(3), "{}{}", run.out, run.err);
        assert!(run.out.contains("佐证材料  单元格里是图片"), "{}", run.out);
    }
}

/// The strict edition has other names for the same, and elements may have a prefix.
#[test]
fn as_the_strict_edition_has_it() {
    let (home, number) = home();
    let book = Peculiar {
        namespace: "http://purl.oclc.org/ooxml/officeDocument/relationships",
        prefix: "x:",
        folder: "../xl/",
        words: vec![
            "<x:t>问题编号</x:t>".to_owned(),
            "<x:t>整改时限</x:t>".to_owned(),
            format!("<x:t>{number}</x:t>"),
        ],
        rows: "<x:row><x:c t=\"s\"><x:v>0</x:v></x:c><x:c t=\"s\"><x:v>1</x:v></x:c></x:row>\
<x:row><x:c t=\"s\"><x:v>2</x:v></x:c><x:c t=\"d\"><x:v>2026-04-30T00:00:00.000</x:v></x:c></x:row>"
            .to_owned(),
        ..Peculiar::default()
    };
    says(&import(&home, &book), &["第2行", "→ 2026-04-30"]);
}
