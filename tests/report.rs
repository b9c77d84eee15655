//! Reports as a reader reads them: outlines, titles, parts and dates of invented texts.

use std::fs;
use std::path::Path;

use ducha::report::correction::{Corrections, FieldValue, Heading, HeadingChange, Point};
use ducha::report::{
    BlockKind, Certainty, Field, Hints, Level, Mark, MarkKind, NoticeKind, Origin, Part, Report,
    SourceText, Span, parse,
};
use proptest::prelude::*;
use serde::Deserialize;

fn read(text: &str) -> Report {
    parse(SourceText::new(text), &Hints::default())
}

/// The outline as indented lines, `label title`.
fn outline(report: &Report) -> Vec<String> {
    report
        .sections
        .iter()
        .map(|section| {
            let indent = "  ".repeat(usize::from(section.level) - 1);
            format!("{indent}{}{}", section.label, section.title)
        })
        .collect()
}

fn check_outline(text: &str, expected: &[&str]) {
    assert_eq!(outline(&read(text)), expected, "{text}");
}

/// What a reader would draw of one of the reports under `fixtures/reports`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Drawn {
    outline: Vec<String>,
    parts: Vec<String>,
    #[serde(default)]
    notices: Vec<String>,
    #[serde(default)]
    normal: Vec<String>,
}

#[test]
fn reports_of_every_shape_are_read_as_a_reader_reads_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/reports");
    let mut count = 0;
    let mut faults = Vec::new();
    for entry in fs::read_dir(&folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|ext| ext != "txt") {
            continue;
        }
        count += 1;
        let text = fs::read_to_string(&path).expect("a report");
        let drawn = fs::read_to_string(path.with_extension("json")).expect("a drawing");
        let drawn: Drawn = serde_json::from_str(&drawn).expect("JSON");
        let report = read(&text);
        let found = (
            outline(&report),
            shown_parts(&report),
            shown_notices(&report),
        );
        if found
            != (
                drawn.outline.clone(),
                drawn.parts.clone(),
                drawn.notices.clone(),
            )
        {
            faults.push(format!(
                "{}\nfound {found:#?}\nnot {drawn:#?}",
                path.display()
            ));
        }
        for stretch in &drawn.normal {
            let normal = format!("{}\n", report.normal.text);
            assert!(normal.contains(stretch), "{}: {stretch}", path.display());
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(count > 12, "{count}");
}

/// The parts as their names and their first characters.
fn shown_parts(report: &Report) -> Vec<String> {
    let begin = |span| report.quote(span).chars().take(6).collect::<String>();
    report
        .parts
        .iter()
        .map(|part| format!("{} {}", part.part.name(), begin(part.span)))
        .collect()
}

fn shown_notices(report: &Report) -> Vec<String> {
    report
        .notices
        .iter()
        .map(|notice| notice.kind.name().to_owned())
        .collect()
}

#[test]
fn styles_nest_as_documents_nest_them() {
    check_outline(
        "一、主要举措\n(一)加强领导。全年召开会议3次。\n1.抓学习。一是学法。二是用法。\n(二)强化监督。办结3件。\n二、存在不足\n力量不足。",
        &[
            "一、主要举措",
            "  (一)加强领导",
            "    1.抓学习",
            "      一是学法",
            "      二是用法",
            "  (二)强化监督",
            "二、存在不足",
        ],
    );
}

#[test]
fn a_bracket_may_stand_under_a_number() {
    check_outline(
        "一、工作方面\n(一)加强领导\n召开会议。\n(二)服务大局\n1.优化环境。办结3件。\n2.严格执法\n(一)深化改革。组建队伍。\n(二)加强管理。培训3次。\n3.化解纠纷。调解5件。\n二、存在问题\n力量不足。",
        &[
            "一、工作方面",
            "  (一)加强领导",
            "  (二)服务大局",
            "    1.优化环境",
            "    2.严格执法",
            "      (一)深化改革",
            "      (二)加强管理",
            "    3.化解纠纷",
            "二、存在问题",
        ],
    );
}

#[test]
fn irregular_numbers_do_not_break_the_tree() {
    // Numbers that run on across sections.
    check_outline(
        "一、举措\n1.抓学习。学法3次。\n2.抓执法。办案3件。\n二、成效\n3.抓监督。检查3次。",
        &[
            "一、举措",
            "  1.抓学习",
            "  2.抓执法",
            "二、成效",
            "  3.抓监督",
        ],
    );
    // Every item is number one.
    check_outline(
        "一、举措\n1.抓学习。学法3次。\n1.抓执法。办案3件。\n二、不足\n力量不足。",
        &["一、举措", "  1.抓学习", "  1.抓执法", "二、不足"],
    );
    // Two first chapters, and a lost number.
    check_outline(
        "一、举措\n办案3件。\n一、成效\n办结3件。\n、不足\n力量不足。\n四、安排\n下步继续。",
        &["一、举措", "一、成效", "、不足", "四、安排"],
    );
    // A lost bracket, and 二是 missing.
    check_outline(
        "一、举措\n(一)抓学习。一是学法。三是用法。\n二)抓执法。办案3件。",
        &[
            "一、举措",
            "  (一)抓学习",
            "    一是学法",
            "    三是用法",
            "  二)抓执法",
        ],
    );
    check_outline(
        "第一部分:工作总结\n一、举措\n办案3件。\n第二部分:工作安排\n一、抓学习\n学法3次。",
        &[
            "第一部分:工作总结",
            "  一、举措",
            "第二部分:工作安排",
            "  一、抓学习",
        ],
    );
}

#[test]
fn words_with_one_are_no_items() {
    check_outline(
        "一、举措\n把思想统一是第一位的。唯一是法。一是非之心不可无。全县统一要求,一要素保障到位。",
        &["一、举措"],
    );
}

#[test]
fn items_stand_at_any_depth_and_behind_commas() {
    check_outline(
        "一、不足\n主要表现在:一是力量不足,二是能力不强,三是意识不牢。\n二、安排\n首先,抓学习。其次,抓执法。\n一要抓监督。二要抓考核。",
        &[
            "一、不足",
            "  一是力量不足",
            "  二是能力不强",
            "  三是意识不牢",
            "二、安排",
            "  首先,抓学习",
            "  其次,抓执法",
            "  一要抓监督",
            "  二要抓考核",
        ],
    );
}

/// Found by fuzzing: the heading of the empty item reached into the next one.
#[test]
fn a_label_with_nothing_behind_it_is_no_item() {
    check_outline(
        "一、主要工作\n一是加强宣传;三是;二是加强培训工作。",
        &["一、主要工作", "  一是加强宣传", "  二是加强培训工作"],
    );
}

#[test]
fn a_turn_ends_the_scope_of_a_theme() {
    let report = read(
        "一、肯定成绩,增强责任感\n(一)决策更科学。审查3件。\n(二)执法更规范。办案3件。在肯定成绩的同时,也要看到差距。一是力量不足。二是意识不强。\n二、聚焦重点\n(一)抓学习。各单位要学法。",
    );
    assert_eq!(
        outline(&report),
        [
            "一、肯定成绩,增强责任感",
            "  (一)决策更科学",
            "  (二)执法更规范",
            "  在肯定成绩的同时,也要看到差距",
            "    一是力量不足",
            "    二是意识不强",
            "二、聚焦重点",
            "  (一)抓学习",
        ]
    );
}

#[test]
fn a_report_on_one_line_has_its_headings() {
    let filler = "全县各级各部门坚持依法行政,办理各类案件,培训执法人员,开展监督检查。".repeat(12);
    let text = format!(
        "县长在全县法治政府建设会议上的讲话同志们:今天我们开会。一、肯定成绩,增强紧迫感过去一年,{filler}(一)决策更加科学。{filler}(二)执法更加规范。{filler}二、存在问题在看到成绩的同时,还有不足。三、下一步打算(一)抓好普法学习,{filler}"
    );
    let report = read(&text);
    assert_eq!(
        outline(&report),
        [
            "一、肯定成绩,增强紧迫感",
            "  (一)决策更加科学",
            "  (二)执法更加规范",
            "二、存在问题",
            "三、下一步打算",
            "  (一)抓好普法学习",
        ]
    );
    let title = report.metadata.title.map(|title| title.value);
    assert_eq!(title.as_deref(), Some("县长在全县法治政府建设会议上的讲话"));
}

/// A report whose format marked up some of its lines.
fn read_marked(text: &str, marks: &[(MarkKind, &str)]) -> Report {
    let marks = marks
        .iter()
        .map(|(kind, line)| {
            let start = text.find(line).expect("the line is there");
            Mark {
                kind: *kind,
                span: Span::new(start, start + line.len()),
            }
        })
        .collect();
    let hints = Hints {
        marks,
        ..Hints::default()
    };
    parse(SourceText::new(text), &hints)
}

#[test]
fn what_the_format_marked_up_goes_first() {
    let text = "春风化雨 法润青禾\n青禾县坚持依法行政，现将2024年法治政府建设情况报告如下：\n\
        一、主要成效\n依法决策\n全年审查文件31件。\n严格执法\n案件\t数量\n复议\t34件\n\
        存在的不足\n力量不足。\n青禾县人民政府\n2025年1月8日\n[1]数据截至2024年12月31日。";
    let report = read_marked(
        text,
        &[
            (MarkKind::Title, "春风化雨 法润青禾"),
            (MarkKind::Heading(1), "一、主要成效"),
            (MarkKind::Heading(2), "依法决策"),
            (MarkKind::Heading(2), "严格执法"),
            (MarkKind::Table, "案件\t数量\n复议\t34件"),
            (MarkKind::Heading(1), "存在的不足"),
            (MarkKind::Note, "[1]数据截至2024年12月31日。"),
        ],
    );
    assert_eq!(
        outline(&report),
        ["一、主要成效", "  依法决策", "  严格执法", "存在的不足"]
    );
    let title = report
        .metadata
        .title
        .as_ref()
        .map(|title| title.value.as_str());
    assert_eq!(title, Some("春风化雨法润青禾"));
    let rows: Vec<&str> = report
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Table)
        .map(|block| report.quote(block.text))
        .collect();
    assert_eq!(rows, ["案件\t数量", "复议\t34件"]);
    assert!(report.normal.text.contains("复议\t34件\n"));
    let note = report.sentences.last().expect("a note");
    assert_eq!(report.quote(note.span), "[1]数据截至2024年12月31日。");
    assert_eq!(note.section, None);
    assert!(
        report.metadata.signed.is_some(),
        "the note hides no signature"
    );
}

#[test]
fn figures_do_not_join_across_cells_or_stand_on_damaged_numbers() {
    let report = read(
        "一、成效\n年份\t2023\n案件\t34\n总数\t5件\n依据白露府办发〔202133号文件，自202310月起办结17件，规划期为20212025年。",
    );
    let quotes: Vec<&str> = report
        .figures
        .iter()
        .map(|figure| report.quote(figure.span))
        .collect();
    assert!(
        quotes.contains(&"5件") && quotes.contains(&"17件"),
        "{quotes:?}"
    );
    for absurd in ["202133号", "202310月", "345件", "202334"] {
        assert!(!quotes.contains(&absurd), "{quotes:?}");
    }
}

/// Title, issuer, level, year, published, signed as one line.
fn summary(report: &Report) -> String {
    let metadata = &report.metadata;
    let title = metadata
        .title
        .as_ref()
        .map_or("-", |title| title.value.as_str());
    let issuer = metadata
        .issuer
        .as_ref()
        .map_or("-", |issuer| issuer.value.as_str());
    let published = metadata
        .published
        .as_ref()
        .map_or("-".to_owned(), |date| date.value.to_string());
    let signed = metadata
        .signed
        .as_ref()
        .map_or("-".to_owned(), |date| date.value.to_string());
    let year = metadata
        .year
        .map_or("-".to_owned(), |year| year.to_string());
    format!(
        "{title} | {issuer} | {} | {} | {year} | {published} | {signed}",
        metadata.level.name(),
        metadata.kind.name()
    )
}

#[test]
fn metadata_are_read_from_title_page_and_signature() {
    let body = "2024年,青山县坚持依法行政。现将有关情况报告如下:\n一、主要成效\n全县共办结3件。";
    for (text, expected) in [
        (
            format!("青山县人民政府\n\n青山县人民政府2024年法治政府建设年度报告\n发布时间:2025年01月08日 15:20 来源:本站\n{body}"),
            "青山县人民政府2024年法治政府建设年度报告 | 青山县人民政府 | county | annual-report | 2024 | 2025-01-08 | -",
        ),
        (
            format!("青山县司法局\n关于2024年度法治政府建设情况的报告\n{body}\n青山县司法局\n2025年1月20日"),
            "青山县司法局关于2024年度法治政府建设情况的报告 | 青山县司法局 | department | annual-report | 2024 | - | 2025-01-20",
        ),
        (
            format!("今天是2019年5月1日 星期三\n{body}\n特此报告。\n二〇二五年二月三日"),
            "- | 青山县人民政府 | county | annual-report | 2024 | - | 2025-02-03",
        ),
        (
            "柳叶镇2024年法治政府建设工作总结\n和2025年工作安排\n一、主要成效\n全镇共办结3件。".to_owned(),
            "柳叶镇2024年法治政府建设工作总结和2025年工作安排 | 柳叶镇人民政府 | township | work-summary-and-plan | 2024 | - | -",
        ),
        (
            "2025年青山省政府工作报告\n——2025年1月18日在青山省第十届人民代表大会第三次会议上\n省长 某某\n各位代表:\n现在,我代表省人民政府向大会报告工作,请予审议。\n一、2024年工作回顾\n办结3件。".to_owned(),
            "2025年青山省政府工作报告 | 青山省人民政府 | province | government-work-report | 2024 | - | -",
        ),
    ] {
        assert_eq!(summary(&read(&text)), expected, "{text}");
    }
}

#[test]
fn hints_fill_what_the_text_leaves_open() {
    let hints = Hints {
        issuer: Some("青山县人民政府".to_owned()),
        level: Some(Level::County),
        file_name: Some("青山县-2023.txt".to_owned()),
        ..Hints::default()
    };
    let report = parse(SourceText::new("依法行政工作有序推进。"), &hints);
    assert_eq!(report.metadata.year, Some(2023));
    assert_eq!(report.metadata.level, Level::County);
    assert_eq!(
        report.metadata.issuer.map(|issuer| issuer.value).as_deref(),
        Some("青山县人民政府")
    );
}

/// The parts as `name: first ten characters`.
fn parts(report: &Report) -> Vec<String> {
    report
        .parts
        .iter()
        .map(|part| {
            let begin: String = report.quote(part.span).chars().take(8).collect();
            format!("{}: {begin}", part.part.name())
        })
        .collect()
}

#[test]
fn parts_stand_with_a_heading_or_without() {
    let headed = "2024年,青山县依法行政。现将法治政府建设情况报告如下:\n一、第一责任人履职情况\n县长召开会议3次。\n二、主要成效\n办结3件。\n三、存在的不足和原因\n执法力量不足,原因是编制偏少。\n四、2025年工作安排\n继续抓好学习。";
    assert_eq!(
        parts(&read(headed)),
        [
            "preamble: 2024年,青山",
            "first-responsible-person: 县长召开会议3次",
            "measures-and-results: 办结3件。",
            "shortcomings: 执法力量不足,原",
            "causes: 执法力量不足,原",
            "next-year-plan: 继续抓好学习。",
        ]
    );
    let bare = "2024年,青山县依法行政。现将法治政府建设情况报告如下:\n一、依法决策,取得新突破\n县长履行推进法治建设第一责任人职责,召开会议3次。审查3件。\n二、规范执法,实现新跃升\n主要表现在办案3件。\n青山县法治政府建设取得成效,但仍存在一些不足,比如基层力量不足。\n下一步,我县将继续依法行政。";
    assert_eq!(
        parts(&read(bare)),
        [
            "preamble: 2024年,青山",
            "measures-and-results: 县长履行推进法治",
            "first-responsible-person: 县长履行推进法治",
            "measures-and-results: 主要表现在办案3",
            "shortcomings: 青山县法治政府建",
            "next-year-plan: 下一步,我县将继",
        ]
    );
}

#[test]
fn two_chapters_of_neighbouring_years_are_results_and_plan() {
    let text = "白露县2024年法治政府建设工作报告\n一、关于2023年工作\n办结3件。\n二、关于2024年工作\n抓好学习。";
    let hints = Hints {
        year: Some(2024),
        ..Hints::default()
    };
    let report = parse(SourceText::new(text), &hints);
    assert_eq!(
        parts(&report),
        [
            "measures-and-results: 办结3件。",
            "next-year-plan: 抓好学习。"
        ]
    );
}

#[test]
fn sentences_end_with_stops_and_their_closing_marks() {
    let report = read("一、成效\n县长说:“办好实事。”全年办结3件；调解5件。\n(一)抓学习。学法3次！");
    let quotes: Vec<&str> = report
        .sentences
        .iter()
        .map(|sentence| report.quote(sentence.span))
        .collect();
    assert_eq!(
        quotes,
        [
            "一、成效",
            "县长说:“办好实事。”",
            "全年办结3件；",
            "调解5件。",
            "(一)抓学习。",
            "学法3次！"
        ]
    );
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[一二三是要、。，；：:（）()0-9.县镇年月日第部分—首先其次 \u{3000}\n]{0,120}",
        proptest::collection::vec(
            prop_oneof![
                Just("一、主要成效\n"),
                Just("(一)抓学习。"),
                Just("1.抓执法。"),
                Just("一是学法。"),
                Just("二是用法;"),
                Just("但仍存在不足。"),
                Just("下一步,将继续。\n"),
                Just("发布时间:2025-01-06\n"),
                Just("青山县人民政府\n"),
                Just("2025年1月20日\n"),
                Just("关于2024年法治政府建设情况的报告\n"),
                Just("同志们:"),
                Just("\n"),
                Just("、"),
            ],
            0..40
        )
        .prop_map(|pieces| pieces.concat()),
    ]
}

proptest! {
    #[test]
    fn any_text_is_a_report(text in texts()) {
        let report = read(&text);
        let mut end = 0;
        for sentence in &report.sentences {
            prop_assert!(sentence.span.start >= end, "sentences overlap");
            prop_assert!(!report.quote(sentence.span).is_empty());
            end = sentence.span.end;
        }
        for (idx, section) in report.sections.iter().enumerate() {
            prop_assert!(!section.title.is_empty());
            prop_assert!(section.extent.covers(section.heading), "{:?}", section);
            prop_assert!(text.get(section.extent.range()).is_some());
            if let Some(parent) = section.parent {
                prop_assert!(parent < idx);
                let above = &report.sections[parent];
                prop_assert!(above.extent.covers(section.extent) && above.level + 1 == section.level);
            } else {
                prop_assert_eq!(section.level, 1);
            }
        }
        for part in &report.parts {
            prop_assert!(!report.quote(part.span).trim().is_empty());
        }
        for notice in &report.notices {
            prop_assert!(text.get(notice.span.range()).is_some());
        }
    }

    #[test]
    fn every_visible_character_of_the_body_is_in_one_sentence(text in texts()) {
        let report = read(&text);
        for block in report.blocks.iter().filter(|block| block.kind.is_body()) {
            let range = report.normal.to_normal(block.text);
            let of_block: String = report
                .sentences
                .iter()
                .filter(|sentence| block.text.covers(sentence.span))
                .map(|sentence| report.normal.to_normal(sentence.span).of(&report.normal.text).to_owned())
                .collect();
            prop_assert_eq!(of_block, range.of(&report.normal.text));
        }
    }
}

const CORRECTED: &str = "青禾县2024年法治政府建设年度报告\n一、主要举措\n(一)办理复议\n办结45件。\n二、下步打算\n\
执法力量仍然不足。\n(一)学习培训\n组织培训。\n培训不够深入\n完。\n";

/// The text as understood with what was said of its headings, each by its words.
fn corrected(said: &[(&str, HeadingChange)]) -> Report {
    let report = read(CORRECTED);
    let headings = said.iter().map(|(words, change)| {
        let heading = Heading::find(&report, words).expect(words);
        heading.change(*change)
    });
    let hints = Hints {
        corrections: Corrections {
            headings: headings.collect(),
            ..Corrections::default()
        },
        ..Hints::default()
    };
    parse(SourceText::new(CORRECTED), &hints)
}

#[test]
fn corrected_headings_change_the_outline() {
    use HeadingChange::{Level, NoHeading, Part as Is};
    let check = |said: &[(&str, HeadingChange)], expected: &[&str]| {
        assert_eq!(outline(&corrected(said)), expected, "{said:?}");
    };
    let as_read = [
        "一、主要举措",
        "  (一)办理复议",
        "二、下步打算",
        "  (一)学习培训",
    ];
    check(&[], &as_read);
    check(
        &[("办理复议", Level(1))],
        &[
            "一、主要举措",
            "(一)办理复议",
            "二、下步打算",
            "  (一)学习培训",
        ],
    );
    // What is below a heading moves with it.
    check(
        &[("二、", Level(2))],
        &[
            "一、主要举措",
            "  (一)办理复议",
            "  二、下步打算",
            "    (一)学习培训",
        ],
    );
    check(
        &[("学习培训", NoHeading)],
        &["一、主要举措", "  (一)办理复议", "二、下步打算"],
    );
    check(
        &[("培训不够", Level(2))],
        &[
            "一、主要举措",
            "  (一)办理复议",
            "二、下步打算",
            "  (一)学习培训",
            "  培训不够深入",
        ],
    );
    check(&[("二、", Is(Some(Part::Causes)))], &as_read);
}

#[test]
fn a_corrected_part_is_where_the_part_is() {
    let causes = |report: &Report| {
        let found = report.parts.iter().find(|found| found.part == Part::Causes);
        found.map(|found| report.quote(found.span).to_owned())
    };
    assert_eq!(causes(&corrected(&[])), None);
    let report = corrected(&[("二、下步", HeadingChange::Part(Some(Part::Causes)))]);
    let text = causes(&report).expect("the part");
    assert!(text.contains("执法力量仍然不足"), "{text}");
}

#[test]
fn a_heading_is_found_again_by_its_words_and_nowhere_else() {
    let report = read(CORRECTED);
    let heading = Heading::find(&report, "学习培训").expect("a heading");
    let hints = Hints {
        corrections: Corrections {
            headings: vec![heading.change(HeadingChange::NoHeading)],
            ..Corrections::default()
        },
        ..Hints::default()
    };
    let lost = |text: &str| {
        let report = parse(SourceText::new(text), &hints);
        let notices = report.notices.iter();
        let lost: usize = notices
            .filter(|notice| notice.kind == NoticeKind::LostCorrection)
            .map(|notice| notice.count)
            .sum();
        (outline(&report).len(), lost)
    };
    let moved = CORRECTED.replace("办结45件。", "全年办结行政复议案件45件,同比增长。");
    let gone = CORRECTED.replace("学习培训", "宣传教育");
    let twice = CORRECTED.replace("(一)办理复议", "(一)学习培训");
    assert_eq!(lost(CORRECTED), (3, 0));
    assert_eq!(lost(&moved), (3, 0));
    assert_eq!(lost(&gone), (4, 1));
    // At its code point it is the same heading; elsewhere two of the same words are not told apart.
    assert_eq!(lost(&twice.replace("办结45件。", "办结。")), (4, 1));
}

#[test]
fn corrected_metadata_goes_before_everything_else() {
    let said = [
        (Field::Title, "白露县司法局2023年法治建设情况报告"),
        (Field::Issuer, "白露县司法局"),
        (Field::Level, "department"),
        (Field::Year, "2023"),
        (Field::Signed, ""),
    ];
    let kept = said.map(|(field, value)| (Point::Field(field), value));
    let hints = Hints {
        corrections: Corrections::of(kept),
        year: Some(2022),
        ..Hints::default()
    };
    let metadata = parse(SourceText::new(CORRECTED), &hints).metadata;
    for (field, value) in said {
        assert_eq!(FieldValue::of(&metadata, field).text(), value, "{field:?}");
        let mut reasons = metadata.evidence.iter().filter(|why| why.field == field);
        let why = reasons.next().expect("a reason");
        assert_eq!(
            (why.origin, why.certainty),
            (Origin::Correction, Certainty::Sure)
        );
        assert!(reasons.next().is_none(), "{field:?}");
    }
    assert_eq!(metadata.region.as_deref(), Some("白露县"));
}

proptest! {
    /// Whatever is said of whichever line, sections stay nested and inside the text.
    #[test]
    fn corrected_outlines_hold_together(said in proptest::collection::vec((0..10_usize, 0..10_u8), 0..6)) {
        let report = read(CORRECTED);
        let mut headings = Vec::new();
        for (line, level) in said {
            let offset: usize = CORRECTED.lines().take(line).map(|line| line.len() + 1).sum();
            let change = match level {
                0 => HeadingChange::NoHeading,
                level => HeadingChange::Level(level),
            };
            headings.extend(Heading::at(&report, offset).map(|heading| heading.change(change)));
        }
        let corrections = Corrections { headings, ..Corrections::default() };
        let hints = Hints { corrections, ..Hints::default() };
        let report = parse(SourceText::new(CORRECTED), &hints);
        for section in &report.sections {
            prop_assert!(section.extent.covers(section.heading));
            prop_assert!(section.extent.end <= CORRECTED.len());
            let parent = section.parent.and_then(|parent| report.sections.get(parent));
            let level = parent.map_or(0, |parent| parent.level);
            prop_assert_eq!(section.level, level + 1);
            if let Some(parent) = parent {
                prop_assert!(parent.extent.covers(section.extent));
            }
        }
    }
}
