//! Two years side by side, on invented minimal reports.

use ducha::compare::{Comparison, RowChange, SectionChange, compare};
use ducha::report::{Hints, Report, SourceText, Span, parse};
use proptest::prelude::*;

#[path = "compare/ledger.rs"]
mod ledger;
#[path = "compare/printed.rs"]
mod printed;
#[path = "support/program.rs"]
mod program;
#[path = "support/schema.rs"]
mod schema;
#[path = "compare/stages.rs"]
mod stages;
#[path = "compare/twenty.rs"]
mod twenty;

fn report(text: &str) -> Report {
    parse(SourceText::new(text), &Hints::default())
}

fn compared(old: &str, new: &str) -> (Report, Report, Comparison) {
    let (old, new) = (report(old), report(new));
    let comparison = compare(&old, &new);
    (old, new, comparison)
}

const OLD: &str = "\
云岭县2022年法治政府建设年度报告
2022年，云岭县坚持依法行政，各项工作取得新进展。现将有关情况报告如下：
一、主要举措和成效
（一）规范行政执法。全年抽查行政处罚案卷41宗，反馈意见建议15条。全县持证执法人员由560人增加到598人。
（二）化解行政争议。收到行政复议申请35件，办结33件，行政机关负责人出庭应诉率100%。
（三）深化普法宣传。开展“法律进村”活动120场次，发放宣传资料3.5万份，解答群众咨询2160人次。
二、存在的不足
一是部分乡镇执法力量薄弱，办案水平有待提高。
三、2023年工作安排
出台《云岭县行政裁量权基准目录》。建成青石镇综合行政执法指挥平台。新增公职律师12名。持续加强队伍作风建设。
";

const NEW: &str = "\
云岭县2023年法治政府建设年度报告
2023年，云岭县坚持依法行政，各项工作取得新进展。现将有关情况报告如下：
一、主要举措和成效
（一）推进普法宣传教育。开展“法律进村”活动120场次，发放宣传资料3.5万份，解答群众咨询2160人次。
（二）规范行政执法。全年抽查行政处罚案卷58宗，反馈意见建议21条。全县持证执法人员由598人增加到612人。印发《云岭县行政裁量权基准目录》，公布基准事项312项。
（三）化解行政争议。收到行政复议申请45件，办结40件，行政机关负责人出庭应诉率100%。
二、存在的不足
一是部分乡镇执法力量薄弱，办案水平有待提高。
三、2024年工作安排
持续加强队伍作风建设。
";

#[test]
fn sections_are_followed_when_renumbered_moved_and_renamed() {
    let (old, new, found) = compared(OLD, NEW);
    let link = |title: &str| {
        found
            .sections
            .iter()
            .find(|link| link.new.is_some_and(|idx| new.sections[idx].title == title))
            .unwrap_or_else(|| panic!("no link of {title}"))
    };
    let from = |title: &str| link(title).old.map(|idx| old.sections[idx].title.as_str());
    let cases = [
        ("推进普法宣传教育", "深化普法宣传", true, true),
        ("规范行政执法", "规范行政执法", false, false),
        ("化解行政争议", "化解行政争议", false, false),
        ("存在的不足", "存在的不足", false, false),
        ("2024年工作安排", "2023年工作安排", false, false),
    ];
    for (title, before, moved, renamed) in cases {
        assert_eq!(from(title), Some(before), "{title}");
        assert_eq!(link(title).moved, moved, "{title}");
        assert_eq!(link(title).renamed, renamed, "{title}");
    }
    assert_eq!(link("存在的不足").change, SectionChange::Same);
    assert_eq!(link("规范行政执法").change, SectionChange::Changed);
}

/// The sections as listed: old title → new title.
fn listed(old: &str, new: &str) -> Vec<String> {
    let (old, new, found) = compared(old, new);
    let title = |report: &Report, idx: Option<usize>| {
        idx.map_or("", |idx| report.sections[idx].title.as_str())
            .to_owned()
    };
    let links = found.sections.iter();
    let links = links.map(|link| format!("{}→{}", title(&old, link.old), title(&new, link.new)));
    links.collect()
}

#[test]
fn a_removed_section_is_listed_beside_where_it_stood_though_all_around_it_moved() {
    let drill = "（一）河道清淤。清理河道淤泥，疏浚渔港航道，加固堤坝三处。";
    let gone = "（二）路灯亮化。村口装上太阳能灯杆，夜里行人看得见台阶。";
    let trees = "（三）果园剪枝。修剪柑橘老树，嫁接新苗，请农技员到田头讲课。";
    let law = "普法夜校在集市开讲，讲解宅基地流转的规矩，发放连环画。".repeat(3);
    let old = format!("一、乡村建设\n{drill}\n{gone}\n{trees}\n二、普法宣传\n{law}");
    let new = format!("一、普法宣传\n{law}\n二、乡村建设\n{drill}\n{trees}");
    assert_eq!(
        listed(&old, &new),
        [
            "普法宣传→普法宣传",
            "乡村建设→乡村建设",
            "河道清淤→河道清淤",
            "路灯亮化→",
            "果园剪枝→果园剪枝"
        ]
    );
}

/// The change of the row whose new sentence holds `text`, and its marks on both sides.
fn row(
    old: &Report,
    new: &Report,
    found: &Comparison,
    text: &str,
) -> (RowChange, bool, Vec<String>) {
    let holds = |report: &Report, idx: Option<usize>| {
        idx.is_some_and(|idx| report.quote(report.sentences[idx].span).contains(text))
    };
    let row = found
        .rows
        .iter()
        .find(|row| holds(new, row.new) || row.new.is_none() && holds(old, row.old))
        .unwrap_or_else(|| panic!("no row with {text}"));
    let old_marks = row.old_marks.iter().map(|mark| old.quote(*mark).to_owned());
    let new_marks = row.new_marks.iter().map(|mark| new.quote(*mark).to_owned());
    (row.change, row.moved, old_marks.chain(new_marks).collect())
}

#[test]
fn every_sentence_has_its_class_and_whole_figures_are_marked() {
    let (old, new, found) = compared(OLD, NEW);
    let cases: [(&str, RowChange, bool, &[&str]); 5] = [
        (
            "抽查行政处罚案卷",
            RowChange::Figures,
            false,
            &["41宗", "15条", "58宗", "21条"],
        ),
        (
            "收到行政复议申请",
            RowChange::Figures,
            false,
            &["35件", "33件", "45件", "40件"],
        ),
        ("解答群众咨询", RowChange::Same, true, &[]),
        ("公布基准事项", RowChange::Added, false, &[]),
        ("青石镇综合行政执法指挥平台", RowChange::Removed, false, &[]),
    ];
    for (text, change, moved, marks) in cases {
        let (got, was_moved, got_marks) = row(&old, &new, &found, text);
        assert_eq!(got, change, "{text}");
        assert_eq!(was_moved, moved, "{text}");
        assert_eq!(got_marks, marks, "{text}");
    }
}

#[test]
fn removed_sentences_stand_where_they_stood() {
    let (old, _, found) = compared(
        "甲事项已经办结。乙事项移交乡镇。丙事项仍在审理。",
        "甲事项已经办结。丙事项仍在审理。",
    );
    let shown: Vec<(Option<&str>, RowChange)> = found
        .rows
        .iter()
        .map(|row| {
            (
                row.old.map(|idx| old.quote(old.sentences[idx].span)),
                row.change,
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            (Some("甲事项已经办结。"), RowChange::Same),
            (Some("乙事项移交乡镇。"), RowChange::Removed),
            (Some("丙事项仍在审理。"), RowChange::Same),
        ]
    );
}

/// Old figure, new figure, difference, percent.
fn indicators(old: &str, new: &str) -> Vec<[String; 4]> {
    let (old, new, found) = compared(old, new);
    found
        .indicators
        .iter()
        .map(|indicator| {
            [
                old.quote(old.figures[indicator.old].span).to_owned(),
                new.quote(new.figures[indicator.new].span).to_owned(),
                indicator.delta.to_string(),
                indicator
                    .percent
                    .map(|percent| percent.to_string())
                    .unwrap_or_default(),
            ]
        })
        .collect()
}

#[test]
fn an_indicator_is_paired_by_what_it_counts_and_in_which_sense() {
    let cases: [(&str, &str, &[[&str; 4]]); 8] = [
        (
            "全年新增学位9270座，优质教育品牌持续擦亮。",
            "民生持续改善，新增学位1.2万座。",
            &[["9270座", "1.2万座", "2730", "29.45"]],
        ),
        (
            "实施20件惠民实事及112件惠民微实事。",
            "完成惠民实事22项、惠民微实事98项。",
            &[
                ["20件", "22项", "2", "10.00"],
                ["112件", "98项", "-14", "-12.50"],
            ],
        ),
        (
            "电动车登记率达到96.5%，群众满意。",
            "全县电动车登记率98%，居全市前列。",
            &[["96.5%", "98%", "1.5", ""]],
        ),
        // A level is no rate of growth, a flow no stock, one year no sum of years.
        (
            "全县茶叶产值8亿元，效益良好。",
            "全县茶叶产值增长8%，效益良好。",
            &[],
        ),
        (
            "新增公共停车位600个，缓解停车难。",
            "全县公共停车位总数达到6600个，停车难缓解。",
            &[],
        ),
        (
            "改造天然气管道13.7万户，进展顺利。",
            "累计改造天然气管道20.1万户，任务完成。",
            &[],
        ),
        // Different things with one number.
        (
            "培训网格员70场，覆盖全县。",
            "慰问退役军人70名，送去温暖。",
            &[],
        ),
        // Where a change starts from is last year's number.
        (
            "全县持证执法人员由560人增加到598人，力量增强。",
            "全县持证执法人员由598人增加到612人，力量增强。",
            &[["598人", "612人", "14", "2.34"]],
        ),
    ];
    for (old, new, want) in cases {
        let got = indicators(old, new);
        let got: Vec<[&str; 4]> = got
            .iter()
            .map(|one| one.each_ref().map(String::as_str))
            .collect();
        assert_eq!(got, want, "{old} → {new}");
    }
}

#[test]
fn what_five_years_add_up_to_is_no_figure_of_one_year() {
    let check = |new: &str, want: &[(&str, &str)]| {
        let old = "一、2023年工作回顾\n新增公职律师4名。森林覆盖率68.2%。";
        let got = indicators(old, new);
        let pairs: Vec<(&str, &str)> = got
            .iter()
            .map(|one| (one[0].as_str(), one[1].as_str()))
            .collect();
        assert_eq!(pairs, want, "{new}");
    };
    let review = "一、工作回顾\n五年来主要做了以下工作。\n新增公职律师26名。森林覆盖率70.1%。";
    // A share at the end of five years is one of that year.
    check(review, &[("68.2%", "70.1%")]);
    check(
        &format!("{review}\n刚刚过去的2024年，全县各项工作有序推进。\n新增公职律师5名。"),
        &[("68.2%", "70.1%"), ("4名", "5名")],
    );
}

#[test]
fn a_paragraph_on_one_year_ends_what_its_heading_says_of_several() {
    let check = |title: &str, want: usize| {
        let old = "一、2024年工作回顾\n全县茶叶产量增长5.4%。";
        let new = format!(
            "一、{title}\n五年间，全县面貌一新。\n刚刚过去的2025年，全县茶叶产量增长5.6%。"
        );
        assert_eq!(indicators(old, &new).len(), want, "{title}");
    };
    check("“十四五”时期工作回顾", 1);
    check("2025年和“十四五”时期工作回顾", 1);
}

#[test]
fn where_words_are_explained_nothing_is_counted_and_nothing_was_done() {
    let old = "一、2024年工作回顾\n建成法治驿站3处。\n二、2025年工作安排\n推广“调解超市”模式。";
    let new = "一、2025年工作回顾\n召开会议4次。\n二、2026年工作安排\n抓好学习。\n               附件\n名词、术语注释\n“调解超市”模式:设在集市上的法治驿站5处。";
    let (_, _, found) = compared(old, new);
    assert!(found.indicators.is_empty(), "{:?}", found.indicators);
    let answered = found
        .promises
        .iter()
        .map(|promise| promise.candidates.len());
    assert_eq!(answered.collect::<Vec<_>>(), [0]);
}

/// What last year's report called its shortcomings, and whether this year's names it again.
#[test]
fn shortcomings_are_told_apart_behind_the_words_that_lead_to_them() {
    let check = |said: &str, want: &[(&str, &str)]| {
        let text = |said: &str| format!("一、主要举措和成效\n办结3件。\n二、存在的不足\n{said}");
        let (old, _, found) = compared(&text(said), &text("还存在一些不足：普法形式不够新。"));
        let got: Vec<(&str, &str)> = found
            .shortcomings
            .iter()
            .map(|one| (old.quote(one.old), one.again.name()))
            .collect();
        assert_eq!(got, want, "{said}");
    };
    check(
        "我们也清醒看到还存在一些不足：执法力量薄弱，普法形式不够新，经费紧张。我们一定直面问题。",
        &[
            ("执法力量薄弱", "not-named"),
            ("普法形式不够新", "verbatim"),
            ("经费紧张。", "not-named"),
        ],
    );
    check(
        "还存在以下不足：一是执法力量薄弱，装备陈旧；二是普法形式不够新。",
        &[
            ("执法力量薄弱，装备陈旧", "not-named"),
            ("普法形式不够新。", "verbatim"),
        ],
    );
}

#[test]
fn what_was_done_and_under_what_is_no_promise() {
    let plan = "一、2025年工作安排\n在县委坚强领导下，走出了一条新路，建成普法长廊3处。只要同心协力。\n                让我们携起手来，办好惠民实事。";
    let found = promises(plan, "一、主要举措和成效\n办结3件。");
    let texts: Vec<&str> = found.iter().map(|(text, ..)| text.as_str()).collect();
    assert_eq!(texts, ["建成普法长廊3处"]);
}

#[test]
fn the_whole_place_of_a_report_is_no_other_scope() {
    let check = |new: &str, asks: bool| {
        let text = |year: i32, said: &str| {
            format!("云岭县{year}年法治政府建设年度报告\n一、主要举措和成效\n{said}")
        };
        let old = text(2023, "行政复议案件办结率96.2%。");
        let (_, _, found) = compared(&old, &text(2024, new));
        let scope = |indicator: &ducha::compare::Indicator| {
            let mut suspicions = indicator.suspicions.iter();
            suspicions.any(|suspicion| suspicion.name() == "scope")
        };
        assert_eq!(found.indicators.iter().any(scope), asks, "{new}");
    };
    check("全县行政复议案件办结率97.5%。", false);
    check("全市行政复议案件办结率97.5%。", true);
}

#[test]
fn a_list_behind_respectively_names_each_of_its_figures() {
    let got = indicators(
        "国家历史文化街巷达14座。",
        "法治文化广场、国家历史文化街巷分别增至37座、15座。",
    );
    assert_eq!(got.len(), 1, "{got:?}");
    assert_eq!((got[0][0].as_str(), got[0][1].as_str()), ("14座", "15座"));
}

#[test]
fn numerals_of_names_and_what_a_whole_country_has_are_not_followed() {
    for text in [
        "建成3人制篮球场。",
        "隆重庆祝建县40周年。",
        "土地承包到期后再延长30年。",
        "学科进入全球前1%。",
        "从全国312个山区县里选出。",
    ] {
        let (_, _, found) = compared(text, &format!("今年{text}"));
        assert!(found.indicators.is_empty(), "{text} {:?}", found.indicators);
    }
}

#[test]
fn a_clause_that_says_what_something_is_promises_nothing() {
    let plan = "一、2023年工作安排\n守住安全底线是做好一切工作的前提。建成石桥镇普法长廊3处。";
    let found = promises(plan, "一、主要举措和成效\n修好两座石桥。");
    let texts: Vec<&str> = found.iter().map(|(text, ..)| text.as_str()).collect();
    assert_eq!(texts, ["建成石桥镇普法长廊3处"]);
}

#[test]
fn targets_are_compared_with_targets_and_results_with_results() {
    let plan = |year: i32, share: &str| {
        format!(
            "一、{}年工作回顾\n森林覆盖率达到{}。\n二、{year}年工作安排\n森林覆盖率达到71%以上。\n",
            year - 1,
            share
        )
    };
    let got = indicators(&plan(2023, "68.2%"), &plan(2024, "69.5%"));
    let pairs: Vec<(&str, &str)> = got
        .iter()
        .map(|one| (one[0].as_str(), one[1].as_str()))
        .collect();
    // Many a target stays for years: that it does asks nothing.
    assert_eq!(pairs, [("68.2%", "69.5%"), ("71%", "71%")]);
}

/// Every undertaking: its text, whether it can be checked, the best passage.
fn promises(old: &str, new: &str) -> Vec<(String, bool, Option<String>)> {
    let (old, new, found) = compared(old, new);
    found
        .promises
        .iter()
        .map(|promise| {
            let best = promise.candidates.first();
            (
                old.quote(promise.old).to_owned(),
                promise.basis.is_some(),
                best.map(|best| new.quote(best.span).to_owned()),
            )
        })
        .collect()
}

#[test]
fn a_promise_finds_its_evidence_or_stays_empty() {
    let found = promises(OLD, NEW);
    let evidence = "印发《云岭县行政裁量权基准目录》，公布基准事项312项。";
    let want = [
        ("出台《云岭县行政裁量权基准目录》", true, Some(evidence)),
        ("建成青石镇综合行政执法指挥平台", true, None),
        ("新增公职律师12名", true, None),
        ("持续加强队伍作风建设", false, None),
    ];
    let got: Vec<(&str, bool, Option<&str>)> = found
        .iter()
        .map(|(text, checkable, best)| (text.as_str(), *checkable, best.as_deref()))
        .collect();
    assert_eq!(got, want);
}

#[test]
fn reuse_counts_runs_of_words_and_not_formulae() {
    let formula = "坚持以习近平新时代中国特色社会主义思想为指导，深入学习贯彻习近平法治思想。";
    let copied = "部分乡镇案卷装订不够规范，个别文书缺少送达回证。";
    let share = |old: &str, new: &str| compared(old, new).2.reuse.verbatim_share;
    assert_eq!(share(copied, copied), 1.0);
    assert_eq!(share(formula, formula), 0.0);
    assert_eq!(
        share(copied, "集市日开设法律咨询台，就近解答群众疑问。"),
        0.0
    );
    let (_, new, found) = compared(OLD, NEW);
    let stale: Vec<&str> = found
        .reuse
        .stale
        .iter()
        .filter_map(|&idx| found.rows[idx].new)
        .map(|idx| new.quote(new.sentences[idx].span))
        .collect();
    assert_eq!(
        stale,
        ["开展“法律进村”活动120场次，发放宣传资料3.5万份，解答群众咨询2160人次。"]
    );
}

#[test]
fn a_report_compared_with_itself_is_the_same_throughout() {
    let (_, _, found) = compared(NEW, NEW);
    assert!(
        found
            .rows
            .iter()
            .all(|row| row.change == RowChange::Same && !row.moved)
    );
    assert!(
        found
            .sections
            .iter()
            .all(|link| link.change == SectionChange::Same && !link.moved)
    );
    assert!(
        found
            .indicators
            .iter()
            .all(|indicator| indicator.delta.is_zero())
    );
    assert_eq!(found.reuse.verbatim_share, 1.0);
}

#[test]
fn hostile_texts_take_bounded_work() {
    let line = "甲乙丙丁戊己庚辛壬癸".repeat(30_000);
    let other = "癸壬辛庚己戊丁丙乙甲".repeat(30_000);
    let many = |last: char| {
        (0..20_000)
            .map(|idx| format!("第{idx}号案卷{last}件已归档。"))
            .collect::<String>()
    };
    for (old, new) in [(line, other), (many('一'), many('二'))] {
        let (old, new, found) = compared(&old, &new);
        check_rows(&old, &new, &found);
    }
}

/// The laws of rows: every sentence in one row, marks inside their sentence and in order.
fn check_rows(old: &Report, new: &Report, found: &Comparison) {
    let side = |pick: fn(&ducha::compare::Row) -> Option<usize>| {
        let mut seen: Vec<usize> = found.rows.iter().filter_map(pick).collect();
        let follows = seen.is_sorted();
        seen.sort_unstable();
        (seen, follows)
    };
    let (olds, _) = side(|row| row.old);
    let (news, follows) = side(|row| row.new);
    assert_eq!(olds, (0..old.sentences.len()).collect::<Vec<_>>());
    assert_eq!(news, (0..new.sentences.len()).collect::<Vec<_>>());
    assert!(follows, "rows follow the new report");
    for row in &found.rows {
        for (report, idx, marks) in [
            (old, row.old, &row.old_marks),
            (new, row.new, &row.new_marks),
        ] {
            let span = idx.map_or(Span::default(), |idx| report.sentences[idx].span);
            assert!(
                marks
                    .iter()
                    .all(|mark| span.covers(*mark) && !mark.is_empty())
            );
            assert!(marks.windows(2).all(|two| two[0].end <= two[1].start));
            assert!(marks.iter().all(|mark| cuts_nothing(report, *mark)));
            for figure in &report.figures {
                assert!(
                    marks
                        .iter()
                        .all(|mark| mark.overlap(figure.span) == 0 || mark.covers(figure.span)),
                    "a figure is marked whole"
                );
            }
        }
    }
}

/// A mark begins and ends between tokens: never inside a number, a Latin word or a 《title》.
fn cuts_nothing(report: &Report, mark: Span) -> bool {
    let text = &report.source.text;
    let inside = |at: usize| {
        let before = text[..at].chars().next_back();
        let after = text[at..].chars().next();
        let both = |is: fn(&char) -> bool| {
            before.as_ref().is_some_and(is) && after.as_ref().is_some_and(is)
        };
        let title = text[..at].rfind('《').is_some_and(|open| {
            let close = text[open..].find('》').map(|close| open + close);
            close.is_some_and(|close| close >= at && text[open..close].chars().count() < 40)
        });
        both(char::is_ascii_digit) || both(char::is_ascii_alphabetic) || title
    };
    !inside(mark.start) && !inside(mark.end)
}

fn sentence() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("开展案卷评查".to_owned()),
        Just("，".to_owned()),
        Just("《云岭县办法》".to_owned()),
        Just("《云岭县规定》".to_owned()),
        Just("政务APP".to_owned()),
        Just("政务Applet".to_owned()),
        Just("“1+3+N”".to_owned()),
        Just("一是".to_owned()),
        Just(" \n".to_owned()),
        (1_u32..2000).prop_map(|number| format!("办结{number}件")),
        (1_u32..100).prop_map(|number| format!("增长{number}.5%")),
        "[一-丰]{1,6}",
    ];
    proptest::collection::vec(piece, 1..8).prop_map(|pieces| pieces.concat() + "。")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rows_hold_every_sentence_once(
        old in proptest::collection::vec(sentence(), 0..12),
        new in proptest::collection::vec(sentence(), 0..12),
        kept in 0_usize..12,
    ) {
        let shared: Vec<String> = old.iter().take(kept).rev().cloned().collect();
        let (old, new, found) = compared(&old.concat(), &(new.concat() + &shared.concat()));
        check_rows(&old, &new, &found);
        for indicator in &found.indicators {
            prop_assert!(indicator.old < old.figures.len() && indicator.new < new.figures.len());
        }
        let shares = [found.reuse.verbatim_share, found.reuse.nearly_share];
        prop_assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)));
        let gone = found.dropped.iter().map(|one| (one.figure, &old)).chain(
            found.appeared.iter().map(|one| (one.figure, &new)));
        for (figure, report) in gone {
            prop_assert!(figure < report.figures.len());
        }
    }
}
