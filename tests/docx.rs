//! Documents of word processors: the text as it stands on the page, and hostile archives.

mod docx {
    mod beside;
    mod changes;
    mod hostile;
    mod laws;
    mod numbering;
    mod tables;
}

#[path = "support/docx.rs"]
mod build;
#[path = "support/spent.rs"]
mod spent;

use ducha::import::docx::extract;
use ducha::import::{ExtractError, Extracted};
use ducha::report::{MarkKind, RemarkKind};

use build::{Docx, p, pp, r, relationships, zipped};

fn read(docx: &Docx) -> Extracted {
    extract(&docx.bytes()).expect("a readable document")
}

/// The body reads as these lines.
fn check(body: &str, lines: &[&str]) {
    check_document(&Docx::new(body), lines);
}

fn check_document(docx: &Docx, lines: &[&str]) {
    let extracted = read(docx);
    assert_eq!(extracted.text.lines().collect::<Vec<_>>(), lines);
    let end = extracted.text.len();
    for mark in &extracted.marks {
        assert!(mark.span.end <= end && !mark.span.is_empty(), "{mark:?}");
        assert!(extracted.text.is_char_boundary(mark.span.start), "{mark:?}");
    }
}

/// What is marked, in order.
fn marked(docx: &Docx) -> Vec<(MarkKind, String)> {
    let extracted = read(docx);
    let quote = |mark: &ducha::report::Mark| (mark.kind, mark.span.of(&extracted.text).to_owned());
    extracted.marks.iter().map(quote).collect()
}

fn remarked(docx: &Docx) -> Vec<(RemarkKind, usize)> {
    read(docx)
        .remarks
        .iter()
        .map(|remark| (remark.kind, remark.count))
        .collect()
}

fn fails(bytes: &[u8]) -> ExtractError {
    extract(bytes).expect_err("an unreadable document")
}

#[test]
fn a_paragraph_is_a_line() {
    check(
        &[p("青禾县报告"), p(""), p(""), p("一、举措"), p("")].concat(),
        &["青禾县报告", "", "一、举措"],
    );
    check("<w:p/><w:p/>", &[]);
    check(
        &p("甲&amp;乙 &lt;丙&gt;&#x4E01;<![CDATA[戊&]]>"),
        &["甲&乙 <丙>丁戊&"],
    );
}

#[test]
fn characters_of_their_own_elements() {
    let run = |inner: &str| format!("<w:p><w:r>{inner}</w:r></w:p>");
    let raised = |text: &str| {
        format!(
            r#"<w:t>45件</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{text}</w:t>"#
        )
    };
    check(&run(&raised("[12]")), &["45件[¹²]"]);
    check(&run(&raised("注1")), &["45件注1"]);
    check(
        &[pp(r#"<w:framePr w:dropCap="drop"/>"#, "青"), p("禾县报告")].concat(),
        &["青禾县报告"],
    );
    let cases = [
        (
            "<w:t>上</w:t><w:br/><w:t>下</w:t><w:cr/><w:t>完</w:t>",
            "上\n下\n完",
        ),
        (
            "<w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:ptab/><w:t>丙</w:t>",
            "甲 乙 丙",
        ),
        ("<w:t>甲\t乙\n丙</w:t>", "甲 乙 丙"),
        (
            "<w:t>2021</w:t><w:noBreakHyphen/><w:t>2025年</w:t>",
            "2021-2025年",
        ),
        ("<w:t>法治</w:t><w:softHyphen/><w:t>政府</w:t>", "法治政府"),
        (
            "<w:t>  甲  </w:t><w:t xml:space=\"preserve\"> 乙</w:t>",
            "甲 乙",
        ),
        (
            r#"<w:sym w:font="Wingdings 2" w:char="0052"/><w:t>是</w:t>"#,
            "☑是",
        ),
        (r#"<w:sym w:font="Wingdings" w:char="F0FF"/>"#, "\u{fffd}"),
        (
            r#"<w:t>面积12m</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t>"#,
            "面积12m²",
        ),
        (
            r#"<w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t>"#,
            "显",
        ),
        (
            "<w:ruby><w:rubyPr/><w:rt><w:r><w:t>hé</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>禾</w:t></w:r></w:rubyBase></w:ruby>",
            "禾",
        ),
        (
            "<w:lastRenderedPageBreak/><w:br w:type=\"page\"/><w:t>新页</w:t>",
            "新页",
        ),
        (
            r#"<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>&#xF06C;</w:t>"#,
            "●",
        ),
    ];
    for (inner, text) in cases {
        check(&run(inner), &text.lines().collect::<Vec<_>>());
    }
}

#[test]
fn wrappers_let_their_text_through() {
    for wrapper in ["hyperlink", "smartTag", "customXml", "ins", "moveTo", "bdo"] {
        check(
            &format!(
                "<w:p>{}<w:{wrapper}>{}</w:{wrapper}>{}</w:p>",
                r("甲"),
                r("乙"),
                r("丙")
            ),
            &["甲乙丙"],
        );
    }
    let control = |content: &str| {
        format!(
            "<w:sdt><w:sdtPr><w:alias w:val=\"x\"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
        )
    };
    check(&control(&p("段")), &["段"]);
    check(
        &format!("<w:p>{}{}</w:p>", r("甲"), control(&r("乙"))),
        &["甲乙"],
    );
    check(
        &format!(
            "<w:p><m:oMathPara><m:oMath><m:f><m:fPr><m:ctrlPr/></m:fPr><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath></m:oMathPara>{}</w:p>",
            r("件")
        ),
        &["1/2件"],
    );
}

#[test]
fn names_of_prefixes_do_not_matter() {
    let strict = "http://purl.oclc.org/ooxml/wordprocessingml/main";
    let document = format!(
        r#"<ns0:document xmlns:ns0="{strict}" xmlns:w="urn:other"><ns0:body><ns0:p><w:r/><ns0:r><ns0:t>严格版</ns0:t></ns0:r></ns0:p></ns0:body></ns0:document>"#
    );
    let parts = [
        (
            "_rels/.rels".to_owned(),
            relationships(&[("officeDocument", "/Story/Main.xml")]).into_bytes(),
        ),
        ("story\\main.xml".to_owned(), document.into_bytes()),
    ];
    assert_eq!(
        extract(&zipped(&parts)).expect("a document").text,
        "严格版\n"
    );
}

#[test]
fn without_relationships_the_content_type_says_where_the_text_is() {
    let types = r#"<Types xmlns="t"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/body.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    let mut parts = Docx::new(&p("正文")).parts;
    parts[0] = ("[Content_Types].xml".to_owned(), types.as_bytes().to_vec());
    parts[1].0 = "body.xml".to_owned();
    assert_eq!(extract(&zipped(&parts)).expect("a document").text, "正文\n");
}

#[test]
fn documents_of_real_producers() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/docx");
    for name in ["libreoffice", "pandoc", "python-docx", "html"] {
        let bytes = std::fs::read(folder.join(format!("{name}.docx"))).expect("a fixture");
        let expected =
            std::fs::read_to_string(folder.join(format!("{name}.txt"))).expect("its text");
        assert_eq!(
            shown(&extract(&bytes).expect("a document")),
            expected,
            "{name}"
        );
    }
}

/// The text with its marks, remarks and title, as the fixtures hold it.
fn shown(extracted: &Extracted) -> String {
    let mut shown = format!("{}\n", extracted.text);
    for mark in &extracted.marks {
        let quote = mark
            .span
            .of(&extracted.text)
            .replace('\n', "⏎")
            .replace('\t', "⇥");
        shown.push_str(&format!("{:?}: {quote}\n", mark.kind));
    }
    for remark in &extracted.remarks {
        shown.push_str(&format!("{:?}: {}\n", remark.kind, remark.count));
    }
    format!("{shown}{:?}\n", extracted.page.title)
}
