//! Documents of word processors: the text as it stands on the page, and hostile archives.

#[path = "support/docx.rs"]
mod build;
#[path = "support/spent.rs"]
mod spent;

use build::{Docx, WORD, definition, level, list, n, p, pp, r, relationships, zipped};
use ducha::import::docx::extract;
use ducha::import::{ExtractError, Extracted};
use ducha::report::{MarkKind, RemarkKind};
use proptest::prelude::*;
use spent::spent;

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

// Paragraphs.

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

// Numbers.

/// A definition with three levels as Chinese documents have them.
fn chinese() -> String {
    let levels = [
        level(0, "chineseCounting", "%1、", ""),
        level(1, "chineseCountingThousand", "（%2）", ""),
        level(2, "decimal", "%3.", ""),
    ];
    definition(0, &levels.concat())
}

#[test]
fn lists_are_numbered_as_on_the_page() {
    let body = [
        n(1, 0, "总体情况"),
        n(1, 1, "举措"),
        n(1, 2, "45件"),
        n(1, 2, "化解"),
        n(1, 1, "成效"),
        n(1, 2, "再起"),
        p("不编号"),
        n(1, 0, "不足"),
        n(1, 1, "一项"),
        n(0, 0, "零号不编"),
        n(9, 0, "无此表"),
    ];
    let lines = [
        "一、总体情况",
        "（一）举措",
        "1. 45件",
        "2. 化解",
        "（二）成效",
        "1. 再起",
        "不编号",
        "二、不足",
        "（一）一项",
        "零号不编",
        "无此表",
    ];
    check_document(
        &Docx::new(&body.concat()).numbering(&[chinese(), list(1, 0, "")].concat()),
        &lines,
    );
}

#[test]
fn lists_of_one_definition_count_together_until_one_starts_anew() {
    let start = |at: u32, value: u32| {
        format!(
            r#"<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{value}"/></w:lvlOverride>"#
        )
    };
    let body = [
        n(1, 0, "甲"),
        n(2, 0, "续"),
        n(3, 0, "新"),
        n(3, 0, "再"),
        n(1, 0, "接着"),
        n(4, 0, "从五"),
        n(4, 0, "到六"),
        n(5, 1, "此表已起"),
        n(5, 0, "不再重起"),
    ];
    let lines = [
        "一、甲",
        "二、续",
        "一、新",
        "二、再",
        "三、接着",
        "五、从五",
        "六、到六",
        "（一）此表已起",
        "七、不再重起",
    ];
    let numbering = [
        chinese(),
        list(1, 0, ""),
        list(2, 0, ""),
        list(3, 0, &start(0, 1)),
        list(4, 0, &start(0, 5)),
        list(5, 0, &[start(0, 1), start(1, 1)].concat()),
    ];
    check_document(
        &Docx::new(&body.concat()).numbering(&numbering.concat()),
        &lines,
    );
}

#[test]
fn an_override_may_replace_a_level() {
    let replaced = format!(
        r#"<w:lvlOverride w:ilvl="0">{}</w:lvlOverride>"#,
        level(0, "decimalEnclosedCircle", "%1", "")
    );
    let numbering = [chinese(), list(1, 0, &replaced)].concat();
    check_document(
        &Docx::new(&[n(1, 0, "甲"), n(1, 0, "乙")].concat()).numbering(&numbering),
        &["① 甲", "② 乙"],
    );
}

#[test]
fn levels_of_several_numbers() {
    let levels = [
        level(
            0,
            "chineseCountingThousand",
            "第%1章",
            r#"<w:suff w:val="space"/>"#,
        ),
        level(1, "decimal", "%1.%2", r#"<w:isLgl/>"#),
        level(2, "lowerLetter", "%2%3)", r#"<w:suff w:val="nothing"/>"#),
        level(3, "decimal", "%5", ""),
        level(
            4,
            "bullet",
            "&#xF0B7;",
            r#"<w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr>"#,
        ),
        level(5, "decimal", "%5%6.", ""),
    ];
    let numbering = [definition(7, &levels.concat()), list(1, 7, "")].concat();
    let body = [
        n(1, 0, "总则"),
        n(1, 1, "目的"),
        n(1, 2, "内容"),
        n(1, 3, "下级之号作废"),
        n(1, 4, "圆点"),
        n(1, 5, "项目符号没有号"),
        n(1, 0, "分则"),
        n(1, 2, "跳级"),
        n(1, 1, "已算用过"),
    ];
    let lines = [
        "第一章 总则",
        "1.1 目的",
        "1a)内容",
        "下级之号作废",
        "• 圆点",
        "1. 项目符号没有号",
        "第二章 分则",
        "1a)跳级",
        "2.2 已算用过",
    ];
    check_document(&Docx::new(&body.concat()).numbering(&numbering), &lines);
}

#[test]
fn a_label_keeps_clear_of_a_figure() {
    let levels = level(0, "decimal", "%1.", r#"<w:suff w:val="nothing"/>"#);
    let numbering = [definition(0, &levels), list(1, 0, "")].concat();
    let body = [n(1, 0, "培训"), n(1, 0, "5万人次")].concat();
    check_document(
        &Docx::new(&body).numbering(&numbering),
        &["1.培训", "2. 5万人次"],
    );
}

#[test]
fn a_level_that_was_passed_over_counts() {
    let body = [n(1, 1, "先有二级"), n(1, 0, "后有一级")];
    let numbering = [chinese(), list(1, 0, "")].concat();
    check_document(
        &Docx::new(&body.concat()).numbering(&numbering),
        &["（一）先有二级", "二、后有一级"],
    );
}

#[test]
fn levels_restart_as_they_say() {
    let restart = |after: u32| format!(r#"<w:lvlRestart w:val="{after}"/>"#);
    let levels = [
        level(0, "decimal", "%1.", ""),
        level(1, "decimal", "(%2)", &restart(0)),
        level(2, "lowerLetter", "%3.", &restart(1)),
    ];
    let numbering = [definition(0, &levels.concat()), list(1, 0, "")].concat();
    let body = [
        n(1, 0, "甲"),
        n(1, 1, "乙"),
        n(1, 2, "丙"),
        n(1, 1, "丁"),
        n(1, 2, "戊"),
        n(1, 0, "己"),
        n(1, 1, "庚"),
        n(1, 2, "辛"),
    ];
    let lines = [
        "1. 甲", "(1) 乙", "a. 丙", "(2) 丁", "b. 戊", "2. 己", "(3) 庚", "a. 辛",
    ];
    check_document(&Docx::new(&body.concat()).numbering(&numbering), &lines);
}

const HEADINGS: &str = r#"
    <w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
    <w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Title"/></w:style>
    <w:style w:type="paragraph" w:styleId="a4"><w:name w:val="Subtitle"/></w:style>
    <w:style w:type="paragraph" w:styleId="10"><w:name w:val="toc 1"/></w:style>
    <w:style w:type="character" w:styleId="hid"><w:name w:val="hidden"/><w:rPr><w:vanish/></w:rPr></w:style>
    <w:style w:type="numbering" w:styleId="List1"><w:name w:val="List1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>"#;

fn styled(style: &str, text: &str) -> String {
    pp(&format!(r#"<w:pStyle w:val="{style}"/>"#), text)
}

#[test]
fn numbers_and_levels_come_from_styles() {
    let levels = [
        level(0, "chineseCounting", "%1、", r#"<w:pStyle w:val="1"/>"#),
        level(1, "chineseCounting", "（%2）", r#"<w:pStyle w:val="2"/>"#),
    ];
    let numbering = [definition(0, &levels.concat()), list(1, 0, "")].concat();
    let body = [
        styled("a3", "青禾县法治政府建设"),
        styled("a4", "2024年度报告"),
        styled("1", "举措"),
        styled("2", "依法行政"),
        styled("2", "复议"),
        styled("1", "不足"),
        pp(
            r#"<w:pStyle w:val="1"/><w:numPr><w:numId w:val="0"/></w:numPr>"#,
            "附则",
        ),
        pp(r#"<w:outlineLvl w:val="2"/>"#, "段落自定"),
        pp(r#"<w:pStyle w:val="2"/><w:outlineLvl w:val="9"/>"#, "正文"),
        styled("2", ""),
    ];
    let docx = Docx::new(&body.concat())
        .styles(HEADINGS)
        .numbering(&numbering);
    let marks = [
        (MarkKind::Title, "青禾县法治政府建设\n2024年度报告"),
        (MarkKind::Heading(1), "一、举措"),
        (MarkKind::Heading(2), "（一）依法行政"),
        (MarkKind::Heading(2), "（二）复议"),
        (MarkKind::Heading(1), "二、不足"),
        (MarkKind::Heading(1), "附则"),
        (MarkKind::Heading(3), "段落自定"),
    ];
    let marks: Vec<(MarkKind, String)> = marks.map(|(kind, text)| (kind, text.to_owned())).into();
    assert_eq!(marked(&docx), marks);
    assert!(read(&docx).text.ends_with("（一）正文\n（二）\n"));
}

#[test]
fn a_definition_may_stand_behind_a_list_style() {
    let link =
        r#"<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="List1"/></w:abstractNum>"#;
    let numbering = [chinese(), list(1, 0, ""), link.to_owned(), list(2, 5, "")].concat();
    let docx = Docx::new(&[n(2, 0, "甲"), n(1, 0, "乙")].concat());
    check_document(
        &docx.styles(HEADINGS).numbering(&numbering),
        &["一、甲", "二、乙"],
    );
    // A link in a ring ends.
    let ring = [link.to_owned(), list(1, 5, "")].concat();
    let docx = Docx::new(&n(1, 0, "甲"));
    check_document(&docx.styles(HEADINGS).numbering(&ring), &["甲"]);
}

#[test]
fn a_number_format_may_be_wrapped_in_alternatives() {
    let level = r#"<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="01, 02, 03, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1"/></w:lvl>"#;
    check_document(
        &Docx::new(&n(1, 0, "甲")).numbering(&[definition(0, level), list(1, 0, "")].concat()),
        &["01 甲"],
    );
}

// Changes.

const ANNA: &str = r#"w:id="1" w:author="甲" w:date="2024-01-01T00:00:00Z""#;
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

// Notes, comments, fields, drawings.

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

fn field(instruction: &str, result: &str) -> String {
    format!(
        r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>"#
    )
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

// Tables.

fn tc(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text))
}

fn tr(cells: &[String]) -> String {
    format!("<w:tr>{}</w:tr>", cells.concat())
}

fn tbl(rows: &[String]) -> String {
    format!("<w:tbl><w:tblPr/><w:tblGrid/>{}</w:tbl>", rows.concat())
}

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

// Real producers.

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

// Hostile archives.

#[test]
fn what_is_no_document_is_named() {
    let ole = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(),
            &[0; 600],
            &wide,
        ]
        .concat()
    };
    assert_eq!(fails(&ole("EncryptedPackage")), ExtractError::Encrypted);
    let damaged: [Vec<u8>; 6] = [
        ole("WordDocument"),
        Vec::new(),
        b"PK\x03\x04".to_vec(),
        zipped(&[]),
        zipped(&[("xl/workbook.xml".to_owned(), b"<workbook/>".to_vec())]),
        Docx::default()
            .part("word/document.xml", "<workbook xmlns=\"x\"/>")
            .bytes(),
    ];
    for bytes in damaged {
        assert!(matches!(fails(&bytes), ExtractError::Damaged(_)));
    }
}

fn document(xml: &str) -> Vec<u8> {
    Docx::default().part("word/document.xml", xml).bytes()
}

#[test]
fn broken_xml_says_where() {
    let cases = [
        format!("<w:document {WORD}><w:body>"),
        format!("<w:document {WORD}><w:body></w:p></w:body></w:document>"),
        format!("<!DOCTYPE x [<!ENTITY a \"b\">]><w:document {WORD}><w:body/></w:document>"),
        format!(
            "<w:document {WORD}><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>"
        ),
        format!(
            "<w:document {WORD}><w:body><w:p><w:r><w:t>&#0;</w:t></w:r></w:p></w:body></w:document>"
        ),
        String::new(),
    ];
    for xml in cases {
        match fails(&document(&xml)) {
            ExtractError::Damaged(place) => assert!(place.contains("word/document.xml"), "{place}"),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn depth_is_limited() {
    let nested = |name: &str, times: usize| {
        format!(
            "{}{}{}",
            format!("<w:{name}>").repeat(times),
            p("底"),
            format!("</w:{name}>").repeat(times)
        )
    };
    check(&nested("customXml", 240), &["底"]);
    assert_eq!(
        fails(&Docx::new(&nested("customXml", 5000)).bytes()),
        ExtractError::TooComplex
    );
    let tables = |times: usize| {
        format!(
            "{}{}{}",
            "<w:tbl><w:tr><w:tc>".repeat(times),
            p("底"),
            "</w:tc></w:tr></w:tbl>".repeat(times)
        )
    };
    check(&tables(20), &["底"]);
    assert_eq!(
        fails(&Docx::new(&tables(30)).bytes()),
        ExtractError::TooComplex
    );
}

#[test]
fn sizes_are_limited() {
    let start = spent();
    let blanks = |length: usize| {
        format!(
            "<w:document {WORD}><w:body>{}</w:body></w:document>",
            " ".repeat(length)
        )
    };
    assert_eq!(
        fails(&document(&blanks(70 << 20))),
        ExtractError::TooComplex
    );
    // Tightly packed, but small.
    assert_eq!(
        extract(&document(&blanks(500_000)))
            .expect("a document")
            .text,
        ""
    );
    let entries: Vec<(String, Vec<u8>)> = (0..2_500)
        .map(|idx| (format!("x{idx}"), Vec::new()))
        .collect();
    assert_eq!(fails(&zipped(&entries)), ExtractError::TooComplex);
    assert_eq!(
        fails(&Docx::new(&"<w:p><w:r><w:t>1</w:t></w:r></w:p>".repeat(450_000)).bytes()),
        ExtractError::TooComplex
    );
    assert!((spent() - start).as_secs() < 60);
}

#[test]
fn an_archive_is_not_believed() {
    let name = |bytes: &mut [u8], from: &[u8], to: &[u8]| {
        let places: Vec<usize> = bytes
            .windows(from.len())
            .enumerate()
            .filter(|(_, window)| *window == from)
            .map(|(at, _)| at)
            .collect();
        assert!(!places.is_empty());
        for at in places {
            bytes[at..at + to.len()].copy_from_slice(to);
        }
    };
    // Two entries of one name: which one would another program read?
    let mut twice = Docx::new(&p("一"))
        .part("word/documenx.xml", "<x/>")
        .bytes();
    name(&mut twice, b"word/documenx.xml", b"word/document.xml");
    assert!(matches!(fails(&twice), ExtractError::Damaged(_)));
    // Names that climb out of the folder are only names.
    let climbing = Docx::new(&p("一"))
        .part("../../etc/passwd", "x")
        .part("/absolute", "x");
    check_document(&climbing, &["一"]);
    // A size that is not true, in the list at the end.
    let honest = Docx::new(&p(&"长".repeat(5000))).bytes();
    let entry = honest
        .windows(4)
        .rposition(|window| window == b"PK\x01\x02")
        .expect("a list");
    for size in [0_u32, 5, u32::MAX - 1] {
        let mut lying = honest.clone();
        let at = lying
            .windows(4)
            .position(|window| window == b"PK\x01\x02")
            .expect("a list");
        for at in [at, entry] {
            lying[at + 24..at + 28].copy_from_slice(&size.to_le_bytes());
        }
        let _ = extract(&lying);
    }
}

#[test]
fn definitions_are_limited() {
    let styles: String = (0..30_000)
        .map(|id| format!(r#"<w:style w:styleId="{id}"/>"#))
        .collect();
    assert_eq!(
        fails(&Docx::new("").styles(&styles).bytes()),
        ExtractError::TooComplex
    );
    let wide = n(1, 0, "甲")
        + &tbl(&[tr(&[
            tc(r#"<w:gridSpan w:val="99999999"/>"#, "乙"),
            tc("", "丙"),
        ])]);
    let numbering = [
        definition(
            0,
            &level(0, "upperLetter", "%1", "").replace(
                r#"<w:start w:val="1"/>"#,
                r#"<w:start w:val="4294967295"/>"#,
            ),
        ),
        list(1, 0, ""),
    ]
    .concat();
    let docx = Docx::new(&wide.repeat(2)).numbering(&numbering);
    assert!(read(&docx).text.starts_with("4294967295 甲\n乙\t"));
}

#[test]
fn damage_anywhere_never_panics() {
    let body = [
        n(1, 0, "甲"),
        tbl(&[tr(&[tc("", "1"), tc("", "2")])]),
        format!("<w:p>{}</w:p>", field("TOC", &r("乙"))),
    ]
    .concat();
    let bytes = Docx::new(&body)
        .styles(HEADINGS)
        .numbering(&[chinese(), list(1, 0, "")].concat())
        .bytes();
    for end in (0..bytes.len()).step_by(7) {
        let _ = extract(&bytes[..end]);
    }
    let mut random = 1_u32;
    for _ in 0..3_000 {
        let mut broken = bytes.clone();
        for _ in 0..3 {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let at = (random >> 8) as usize % broken.len();
            broken[at] ^= 1 << (random & 7);
        }
        let _ = extract(&broken);
    }
}

#[test]
fn damage_inside_the_xml_never_panics() {
    let body = [
        n(1, 0, "甲"),
        styled("1", "题"),
        tbl(&[tr(&[tc("", "1"), tc("", "2")])]),
        format!("<w:p>{}</w:p>", field("TOC", &r("乙"))),
    ]
    .concat();
    let whole = Docx::new(&body)
        .styles(HEADINGS)
        .numbering(&[chinese(), list(1, 0, "")].concat());
    let mut random = 7_u32;
    for _ in 0..3_000 {
        let mut docx = whole.clone();
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let count = docx.parts.len();
        let bytes = &mut docx.parts[(random >> 4) as usize % count].1;
        let at = (random >> 8) as usize % bytes.len();
        match random & 3 {
            0 => bytes.truncate(at),
            1 => bytes[at] = b'<',
            2 => bytes[at] = b'"',
            _ => bytes[at] ^= 4,
        }
        let _ = extract(&docx.bytes());
    }
}

// Laws.

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
