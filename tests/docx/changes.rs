//! Changes are taken as accepted, and what is hidden is not read.

use ducha::report::{MarkKind, RemarkKind};

use crate::build::{ANNA, Docx, HEADINGS, chinese, list, n, p, pp, r, styled};
use crate::{check, check_document, marked, remarked};

const BERT: &str = r#"w:id="2" w:author="乙" w:date="2024-01-02T00:00:00Z""#;

#[test]
fn changes_are_taken_as_accepted() {
    let deleted =
        |text: &str| format!("<w:del {ANNA}><w:r><w:delText>{text}</w:delText></w:r></w:del>");
    let inserted = |text: &str| format!("<w:ins {BERT}>{}</w:ins>", r(text));
    let body = format!(
        "<w:p>{}{}{}{}</w:p>",
        r("办结"),
        deleted("40"),
        inserted("45"),
        r("件")
    );
    check(&body, &["办结45件"]);
    assert_eq!(
        remarked(&Docx::new(&body)),
        [(RemarkKind::ChangesAccepted, 2)]
    );
    let split = format!(
        "<w:p>{}{}{}{}{}</w:p>",
        inserted("甲"),
        inserted("乙"),
        r("丙"),
        inserted("丁"),
        format_args!("<w:ins {BERT}>{}</w:ins>", deleted("戊"))
    );
    check(&split, &["甲乙丙丁"]);
    assert_eq!(
        remarked(&Docx::new(&split)),
        [(RemarkKind::ChangesAccepted, 3)]
    );
    let moved = format!(
        "<w:p><w:moveFrom {ANNA}>{}</w:moveFrom>{}<w:moveTo {ANNA}>{}</w:moveTo></w:p>",
        r("旧"),
        r("中"),
        r("旧")
    );
    check(&moved, &["中旧"]);
    assert_eq!(
        remarked(&Docx::new(&moved)),
        [(RemarkKind::ChangesAccepted, 1)]
    );
    let formats = format!(
        "<w:p><w:pPr><w:outlineLvl w:val=\"0\"/><w:pPrChange {ANNA}><w:pPr><w:outlineLvl w:val=\"3\"/></w:pPr></w:pPrChange></w:pPr><w:r><w:rPr><w:rPrChange {ANNA}><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>题</w:t></w:r></w:p>"
    );
    assert_eq!(
        marked(&Docx::new(&formats)),
        [(MarkKind::Heading(1), "题".to_owned())]
    );
}

#[test]
fn a_deleted_paragraph_mark_joins_two_paragraphs() {
    let mark = format!("<w:rPr><w:del {ANNA}/></w:rPr>");
    let numbered = format!("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>{mark}");
    let body = [
        n(1, 0, "起"),
        pp(&numbered, "前半"),
        n(1, 0, "后半"),
        n(1, 0, "止"),
        pp(&mark, "末段"),
    ];
    let docx = Docx::new(&body.concat()).numbering(&[chinese(), list(1, 0, "")].concat());
    check_document(&docx, &["一、起", "二、前半后半", "三、止", "末段"]);
    let whole = format!(
        "{}<w:p><w:pPr>{mark}</w:pPr><w:del {ANNA}><w:r><w:delText>整段</w:delText></w:r></w:del></w:p>{}",
        p("上"),
        p("下")
    );
    check(&whole, &["上", "下"]);
    assert_eq!(
        remarked(&Docx::new(&whole)),
        [(RemarkKind::ChangesAccepted, 1)]
    );
}

#[test]
fn a_hidden_paragraph_mark_makes_a_run_in_heading() {
    let body = [
        pp(
            r#"<w:outlineLvl w:val="1"/><w:rPr><w:vanish/><w:specVanish/></w:rPr>"#,
            "（一）健全制度。",
        ),
        p("修订12件。"),
        pp("<w:rPr><w:vanish/></w:rPr>", ""),
        p("完"),
    ];
    let docx = Docx::new(&body.concat());
    check_document(&docx, &["（一）健全制度。修订12件。", "完"]);
    assert_eq!(
        marked(&docx),
        [(MarkKind::Heading(2), "（一）健全制度。".to_owned())]
    );
}

#[test]
fn hidden_text_is_left_out_by_style_too() {
    let run = format!(
        r#"<w:p><w:r><w:rPr><w:rStyle w:val="hid"/></w:rPr><w:t>隐</w:t></w:r>{}</w:p>"#,
        r("显")
    );
    check_document(&Docx::new(&run).styles(HEADINGS), &["显"]);
    let paragraph = r#"<w:style w:type="paragraph" w:styleId="x"><w:name w:val="x"/><w:rPr><w:vanish/></w:rPr></w:style>"#;
    let shown = r#"<w:p><w:pPr><w:pStyle w:val="x"/></w:pPr><w:r><w:t>隐</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t></w:r></w:p>"#;
    let body = [styled("x", "隐"), shown.to_owned(), p("下")].concat();
    check_document(&Docx::new(&body).styles(paragraph), &["显下"]);
}
