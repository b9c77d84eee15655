//! Numbers that the document counts itself, as they stand on the page.

use ducha::report::MarkKind;

use crate::build::{Docx, HEADINGS, chinese, definition, level, list, n, p, pp, styled};
use crate::{check_document, marked, read};

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
