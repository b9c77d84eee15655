//! What the figures of two years say beside each other, and why a pair is to be looked at.

use ducha::compare::{Again, Comparison, compare};
use ducha::report::Report;

use super::{compared, report};

/// `subject old → new [suspicions]` of every pair, in order.
fn shown(old: &Report, new: &Report, found: &Comparison) -> Vec<String> {
    let quote = |report: &Report, idx: usize| report.quote(report.figures[idx].span).to_owned();
    let pairs = found.indicators.iter().map(|pair| {
        let why: Vec<&str> = pair.suspicions.iter().map(|why| why.name()).collect();
        let why = why.join(" ");
        let (was, is) = (quote(old, pair.old), quote(new, pair.new));
        format!("{} {was}→{is} [{why}]", pair.subject)
    });
    pairs.collect()
}

fn check(old: &str, new: &str, want: &[&str]) {
    let (old, new, found) = compared(old, new);
    assert_eq!(shown(&old, &new, &found), want);
}

#[test]
fn a_pair_says_why_it_is_to_be_looked_at() {
    check(
        "全县建成法治公园12个，成效明显。",
        "全县建成法治公园14个，成效明显。",
        &["法治公园 12个→14个 []"],
    );
    check(
        "调解各类矛盾纠纷2317件，成效明显。",
        "调解各类矛盾纠纷2317件，成效明显。",
        &["矛盾纠纷 2317件→2317件 [standstill]"],
    );
    check(
        "发放宣传折页1200份，群众欢迎。",
        "发放宣传折页4800份，群众欢迎。",
        &["宣传折页 1200份→4800份 [jump]"],
    );
    // A rate of growth leaps every year, and a target may stay.
    check(
        "行政复议申请增长27.5%，办理质量提升。",
        "行政复议申请增长8.1%，办理质量提升。",
        &["行政复议申请 27.5%→8.1% []"],
    );
    check(
        "受理行政复议申请40件，办理质量提升。",
        "受理行政复议申请50件,同比增长40%，办理质量提升。",
        &["行政复议申请 40件→50件 [stated-growth]"],
    );
    check(
        "受理行政复议申请40件，办理质量提升。",
        "受理行政复议申请50件,同比增长25%，办理质量提升。",
        &["行政复议申请 40件→50件 []"],
    );
}

#[test]
fn a_share_belongs_to_the_thing_it_is_a_share_of() {
    check(
        "全县茶叶出口额达45亿元，占全国比重30.4%。",
        "全县瓷器出口额达46亿元，占全国比重11.3%。",
        &[],
    );
}

#[test]
fn several_years_together_are_no_single_year() {
    check(
        "新建村级法律服务站18个，群众满意。",
        "“十四五”期间，新建村级法律服务站90个，群众满意。",
        &[],
    );
}

#[test]
fn what_only_one_year_gives_is_listed() {
    let (old, new, found) = compared(
        "全年开展执法培训12期。创建法治校园31所。",
        "全年开展执法培训15期。聘请监督员44名。",
    );
    let names = |report: &Report, all: &[ducha::compare::Unpaired]| -> Vec<String> {
        let quote = |idx: usize| report.quote(report.figures[idx].span);
        all.iter()
            .map(|one| format!("{} {}", one.subject, quote(one.figure)))
            .collect()
    };
    assert_eq!(names(&new, &found.appeared), ["监督员 44名"]);
    assert_eq!(names(&old, &found.dropped), ["法治校园 31所"]);
}

#[test]
fn shortcomings_are_followed_and_those_that_return_are_known() {
    let text = |year: i32, flaws: &str, deeds: &str| {
        format!(
            "云岭县{year}年法治政府建设年度报告\n一、主要举措和成效\n{deeds}\n二、存在的不足\n{flaws}\n三、{}年工作安排\n持续推进。\n",
            year + 1
        )
    };
    let old = report(&text(
        2022,
        "部分乡镇案卷装订不够规范，文书缺少送达回证。渔船检验窗口人手偏少，群众等候时间较长。",
        "建立执法台账。",
    ));
    let new = report(&text(
        2023,
        "部分乡镇案卷装订不够规范，文书缺少送达回证。",
        "渔船检验窗口增加四名工作人员，群众等候时间缩短一半。",
    ));
    let found = compare(&old, &new);
    let shown: Vec<(&str, &str, usize)> = found
        .shortcomings
        .iter()
        .map(|one| (one.again.name(), old.quote(one.old), one.candidates.len()))
        .collect();
    let kinds: Vec<(&str, usize)> = shown
        .iter()
        .map(|(again, _, count)| (*again, *count))
        .collect();
    assert_eq!(kinds, [("verbatim", 0), ("not-named", 1)], "{shown:?}");
    assert!(matches!(found.shortcomings[0].again, Again::Verbatim(span)
        if new.quote(span).starts_with("部分乡镇案卷装订")));
}

#[test]
fn text_with_new_numbers_is_nearly_carried_over() {
    let text = |n: u32| {
        format!("组织渔政人员登船检查{n}艘次，现场纠正救生衣穿戴不规范问题，逐船建立台账。")
    };
    let (_, _, found) = compared(&text(214), &text(380));
    assert!(
        found.reuse.nearly_share > 0.99,
        "{}",
        found.reuse.nearly_share
    );
    assert!(found.reuse.verbatim_share < found.reuse.nearly_share);
}
