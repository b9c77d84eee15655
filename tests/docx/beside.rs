//! Notes, fields, text boxes and whatever else stands beside the paragraphs.

use ducha::report::{MarkKind, RemarkKind};

use crate::build::{Docx, HEADINGS, WORD, field, p, r, styled};
use crate::{check, check_document, marked, remarked};

#[test]
fn notes_stand_behind_the_text_and_leave_no_sign_in_it() {
    let reference = |kind: &str, id: u32| format!(r#"<w:r><w:{kind}Reference w:id="{id}"/></w:r>"#);
    let body = format!(
        "<w:p>{}{}{}{}{}</w:p>{}",
        r("办结45"),
        reference("endnote", 2),
        r("件"),
        reference("footnote", 3),
        r("。"),
        p("完")
    );
    let note = |kind: &str, id: u32, text: &str| {
        format!(
            r#"<w:{kind} w:id="{id}"><w:p><w:r><w:{kind}Ref/></w:r>{}</w:p></w:{kind}>"#,
            r(text)
        )
    };
    let part = |kind: &str, notes: &str| format!("<w:{kind}s {WORD}>{notes}</w:{kind}s>");
    let docx = Docx::new(&body)
        .related(
            "footnotes",
            &part(
                "footnote",
                &[
                    note("footnote", 0, "分隔"),
                    note("footnote", 3, " 含上年结转"),
                ]
                .concat(),
            ),
        )
        .related(
            "endnotes",
            &part(
                "endnote",
                &[
                    note("endnote", 2, "口径见附表"),
                    note("endnote", 4, "无人引用"),
                ]
                .concat(),
            ),
        );
    check_document(&docx, &["办结45件。", "完", "①含上年结转", "②口径见附表"]);
    assert_eq!(
        marked(&docx),
        [
            (MarkKind::Note, "①含上年结转".to_owned()),
            (MarkKind::Note, "②口径见附表".to_owned())
        ]
    );
}

#[test]
fn what_is_left_out_is_counted() {
    let picture = "<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill/></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>";
    let old = "<w:r><w:pict><v:shape><v:imagedata/></v:shape></w:pict></w:r>";
    let both = format!(
        "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><pic:pic/></w:drawing></mc:Choice><mc:Fallback><w:pict><v:imagedata/></w:pict></mc:Fallback></mc:AlternateContent>{}</w:r>",
        "<w:t>图</w:t>"
    );
    let body = format!(
        "<w:p>{picture}{old}{both}<w:r><w:commentReference w:id=\"1\"/></w:r></w:p><w:altChunk r:id=\"x\"/><w:sectPr><w:headerReference r:id=\"header\"/><w:footerReference r:id=\"footer\"/></w:sectPr>"
    );
    let head = |text: &str| format!("<w:hdr {WORD}>{}</w:hdr>", p(text));
    let docx = Docx::new(&body)
        .related("comments", &format!("<w:comments {WORD}><w:comment>{0}</w:comment><w:comment>{0}</w:comment></w:comments>", p("批注")))
        .related("header", &head("页眉"))
        .related("footer", &head(""));
    check_document(&docx, &["图"]);
    let expected = [
        (RemarkKind::CommentsIgnored, 2),
        (RemarkKind::PageFurnitureDropped, 1),
        (RemarkKind::PicturesIgnored, 3),
        (RemarkKind::EmbeddedIgnored, 1),
    ];
    assert_eq!(remarked(&docx), expected);
}

#[test]
fn of_a_field_the_result_is_read() {
    let drawn = r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>eq \o\ac(○,</w:instrText></w:r><w:r><w:instrText>12)</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>"#;
    let nested = field(" IF 1 = 1 ", &field("DATE", &r("2024年")));
    let body = format!(
        "<w:p>{}{}{}{}<w:fldSimple w:instr=\" REF x \">{}</w:fldSimple><w:fldSimple w:instr=\"PAGE\">{}</w:fldSimple></w:p>",
        drawn,
        nested,
        field("HYPERLINK \"u\"", &r("链接")),
        field(" PAGE ", &r("7")),
        r("引"),
        r("8")
    );
    let docx = Docx::new(&body);
    check_document(&docx, &["⑫2024年链接引"]);
    assert_eq!(remarked(&docx), [(RemarkKind::PageFurnitureDropped, 2)]);
    // A field without end must not swallow the rest.
    let open = format!(
        r#"<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>{}</w:p>{}"#,
        r("甲"),
        p("乙")
    );
    check(&open, &["甲", "乙"]);
}

#[test]
fn a_table_of_contents_is_left_out() {
    let entry = |text: &str| format!("<w:p>{}</w:p>", r(text));
    let begin = r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \o "1-3"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>"#;
    let end = r#"<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>"#;
    let by_field = [
        p("报告"),
        p("目  录"),
        format!("<w:p>{begin}{}</w:p>", r("一、举措\t1")),
        entry("二、不足\t2"),
        end.to_owned(),
        p("一、举措"),
    ];
    let by_style = [
        p("报告"),
        p("目录"),
        p(""),
        styled("10", "一、举措 1"),
        styled("10", "二、不足 2"),
        p("一、举措"),
    ];
    let by_control = [
        p("报告"),
        format!(
            "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/></w:docPartObj></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
            [entry("目录"), entry("一、举措")].concat()
        ),
        p("一、举措"),
    ];
    for body in [by_field.concat(), by_style.concat(), by_control.concat()] {
        let docx = Docx::new(&body).styles(HEADINGS);
        check_document(&docx, &["报告", "一、举措"]);
        assert_eq!(remarked(&docx), [(RemarkKind::ContentsDropped, 1)]);
    }
}

#[test]
fn a_text_box_is_read_once_below_its_paragraph() {
    let new = format!(
        "<w:drawing><wp:anchor><a:graphic><wps:wsp><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></wps:wsp></a:graphic></wp:anchor></w:drawing>",
        p("框中")
    );
    let old = format!(
        "<w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict>",
        p("框中")
    );
    let body = |choice: &str| {
        format!(
            "<w:p>{}<w:r><mc:AlternateContent><mc:Choice Requires=\"{choice}\">{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>{}</w:p>{}",
            r("前"),
            r("后"),
            p("下")
        )
    };
    check(&body("wps"), &["前后", "框中", "下"]);
    check(&body("x"), &["前后", "框中", "下"]);
    let art = r#"<w:p><w:r><w:pict><v:shape><v:textpath string="青禾县人民政府文件"/></v:shape></w:pict></w:r></w:p>"#;
    check(art, &["青禾县人民政府文件"]);
}
