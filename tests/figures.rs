//! The reader of figures as a whole: what is a figure, how it is read, what it counts. All texts are invented.

#[path = "support/spent.rs"]
mod spent;

use ducha::report::figure::figures;
use ducha::report::{
    Direction, Figure, FigureKind, Form, Interval, Months, NormalText, Period, Quantity,
    SourceText, Span,
};
use proptest::prelude::*;
use rust_decimal::Decimal;
use spent::spent;

fn read(source: &str) -> Vec<(String, Figure)> {
    let normal = NormalText::of(&SourceText::new(source));
    figures(&normal, &[], &[], Some(2024))
        .into_iter()
        .map(|figure| (figure.span.of(source).to_string(), figure))
        .collect()
}

fn bounds(interval: Interval) -> String {
    let text = |bound: Option<Decimal>| {
        bound.map_or("∞".to_string(), |bound| bound.normalize().to_string())
    };
    let (open, close) = (
        if interval.low_open { '(' } else { '[' },
        if interval.high_open { ')' } else { ']' },
    );
    format!(
        "{open}{},{}{close}",
        text(interval.low),
        text(interval.high)
    )
}

/// Each figure as `quote value unit`, a date as `quote iso`.
fn check(source: &str, expected: &[&str]) {
    let found: Vec<String> = read(source)
        .into_iter()
        .map(|(quote, figure)| match figure.quantity {
            Quantity::Number { value, .. } => format!("{quote} {value} {}", figure.unit),
            Quantity::Date(iso) => format!("{quote} {iso}"),
        })
        .collect();
    assert_eq!(found, expected, "{source}");
}

/// Each figure but dates as `quote ← subject`, with its verb where there is one.
fn check_subjects(source: &str, expected: &[&str]) {
    let found: Vec<String> = read(source)
        .into_iter()
        .filter(|(_, figure)| figure.kind != FigureKind::Date)
        .map(|(quote, figure)| match &*figure.verb {
            "" => format!("{quote} ← {}", figure.subject),
            verb => format!("{quote} ← {}/{verb}", figure.subject),
        })
        .collect();
    assert_eq!(found, expected, "{source}");
}

#[test]
fn quantities_are_read_with_value_and_unit() {
    for (source, expected) in [
        ("共办结行政案件１６６ 件。", &["１６６ 件 166 件"][..]),
        (
            "约谈3镇4县直部门负责人。",
            &["3镇 3 镇", "4县直部门 4 县直部门"],
        ),
        (
            "召开听证会14场(次)，公开信息240余件次。",
            &["14场(次) 14 场(次)", "240余件次 240 件次"],
        ),
        ("参加不少于60个学时的培训。", &["60个学时 60 学时"]),
        (
            "挽回损失43万余元，筹资5.17亿元。",
            &["43万余元 430000 元", "5.17亿元 517000000 元"],
        ),
        (
            "其中共包括296项，另有1,205项。",
            &["296项 296 项", "1,205项 1205 项"],
        ),
        (
            "受理十二件，办结两百三十件。",
            &["十二件 12 件", "两百三十件 230 件"],
        ),
        (
            "覆盖率百分之六十，占三成，参与者过半。",
            &["百分之六十 60 %", "三成 30 %", "过半 50 %"],
        ),
        (
            "历时半年，聘请廿五名监督员。",
            &["半年 0.5 年", "廿五名 25 名"],
        ),
        (
            "较上年提高2.5个百分点，浓度降至17.6微克/立方米。",
            &["2.5个百分点 2.5 百分点", "17.6微克/立方米 17.6 微克/立方米"],
        ),
        (
            "两项指标分别提高15、22个百分点。",
            &["两项 2 项", "15 15 百分点", "22个百分点 22 百分点"],
        ),
        (
            "新建站点5—8个，每站投入10-15万元。",
            &["5—8个 5 个", "10-15万元 100000 元"],
        ),
        (
            "开展宣传30余场次、惠及10余万人次。",
            &["30余场次 30 场次", "10余万人次 100000 人次"],
        ),
        (
            "用时一年半，比预期少半个月。",
            &["一年半 1.5 年", "半个月 0.5 月"],
        ),
        ("三分之二的乡镇完成整改。", &["三分之二 66.67 %"]),
    ] {
        check(source, expected);
    }
}

/// The cases of the data file, all of them at once, so that a broken rule shows everything that it breaks.
#[test]
fn every_case_of_the_data_is_read_as_it_says() {
    let mut wrong = Vec::new();
    let cases = include_str!("fixtures/figure/cases.tsv");
    for case in cases.lines() {
        let (source, expected) = case.split_once('\t').unwrap_or((case, ""));
        let found: Vec<String> = read(source)
            .iter()
            .map(|(quote, figure)| written(quote, figure))
            .collect();
        let found = found.join("; ");
        if found != expected {
            wrong.push(format!(
                "{source}\n  expected {expected}\n  found    {found}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(cases.lines().count() >= 250);
}

/// A figure as the data file writes it.
fn written(quote: &str, figure: &Figure) -> String {
    match (&figure.quantity, figure.form) {
        (Quantity::Date(iso), _) => format!("{quote}={iso}"),
        (Quantity::Number { value, .. }, Form::Exact) => {
            format!("{quote}={value} {}", figure.unit)
        }
        (
            Quantity::Number {
                value, interval, ..
            },
            _,
        ) => {
            format!("{quote}={value} {} {}", figure.unit, bounds(*interval))
        }
    }
}

#[test]
fn dates_are_completed_from_the_report_year() {
    for (source, expected) in [
        ("5月25日召开会议。", &["5月25日 2024-05-25"][..]),
        (
            "2021年4月12号、8月号、10月20号开会。",
            &[
                "2021年4月12号 2021-04-12",
                "8月号 2021-08-??",
                "10月20号 2021-10-20",
            ],
        ),
        (
            "10月2日至4日、11月12日至16日督查。",
            &[
                "10月2日至4日 2024-10-02/2024-10-04",
                "11月12日至16日 2024-11-12/2024-11-16",
            ],
        ),
        ("2020获得示范称号。", &["2020 2020"]),
        ("印发《河清县2023年工作要点》。", &["2023年 2023"]),
        ("二〇二四年三月八日", &["二〇二四年三月八日 2024-03-08"]),
    ] {
        check(source, expected);
    }
}

#[test]
fn ordinals_ranks_and_scores_are_told_apart() {
    for (source, quote, unit, kind) in [
        (
            "经验被第14期简报刊发。",
            "第14期",
            "期",
            FigureKind::Ordinal,
        ),
        ("入选第六批典型案例。", "第六批", "批", FigureKind::Ordinal),
        ("全省排第36名。", "第36名", "名", FigureKind::Rank),
        ("考核全市排名第一。", "第一", "名", FigureKind::Rank),
        ("较上年下滑1名。", "1名", "名", FigureKind::Rank),
        ("新聘1名调解员。", "1名", "名", FigureKind::Count),
        ("考核得分88.72分。", "88.72分", "分", FigureKind::Score),
        ("连续五年优秀。", "五年", "年", FigureKind::Duration),
        ("罚款3万元。", "3万元", "元", FigureKind::Amount),
        ("满意率99.8％。", "99.8％", "%", FigureKind::Rate),
    ] {
        let found = read(source);
        let found: Vec<_> = found
            .iter()
            .map(|(quote, figure)| (quote.as_str(), &*figure.unit, figure.kind))
            .collect();
        assert_eq!(found, [(quote, unit, kind)], "{source}");
    }
}

#[test]
fn names_are_no_figures() {
    for source in [
        "健全“1+3+N”工作法，用好13710机制。",
        "落实“四张清单”和“一业一查”。",
        "深入开展八五普法，贯彻党的二十大和二十届三中全会精神。",
        "坚决做到两个维护，严格落实中央八项规定。",
        "按照河政办〔2024〕5号和国务院令第711号要求。",
        "履行第一责任人职责，进一步统一思想，实现一站式服务。",
        "推行一村一法律顾问，建设三级医院，完成二期工程。",
        "拨打12345热线，电话0599-1234567。",
        "县十七届人大六次会议审议通过，依据第二十五条规定。",
        "推进道路改造一期，建设2.0版服务站，实施三年提升行动和“百分之一工作法”。",
        "新建5G基站，PM2.5年均值稳定，7×24小时值守，于09:41发布。",
        "迎接“12•4”宣传日，召开一系列会议，推出一批成果。",
        "百姓满意，千家万户受益，半导体产业下半年回升。",
    ] {
        check(source, &[]);
    }
}

#[test]
fn forms_and_intervals_follow_the_words_around() {
    for (source, form, interval) in [
        ("办结322件。", Form::Exact, "[322,322]"),
        ("培训2300余人次。", Form::MoreThan, "(2300,2400)"),
        ("培训1万多人次。", Form::MoreThan, "(10000,20000)"),
        ("满意度超过99.9%。", Form::MoreThan, "(99.9,∞]"),
        ("惠及近60万人。", Form::LessThan, "(500000,600000)"),
        ("投入约200元。", Form::About, "[190,210]"),
        ("抽取不低于60%的人员。", Form::AtLeast, "[60,∞]"),
        ("新增10家以上。", Form::AtLeast, "[10,∞]"),
        ("须在72小时内告知。", Form::AtMost, "[∞,72]"),
        ("失业率控制在2%以内。", Form::AtMost, "[∞,2]"),
        ("建成1至2家。", Form::Range, "[1,2]"),
        ("走访十几个村。", Form::MoreThan, "(10,20)"),
        ("历时3个多月。", Form::MoreThan, "(3,4)"),
        ("居全国前10%。", Form::AtMost, "[∞,10]"),
        ("走访几十个村。", Form::Range, "[20,100]"),
        ("近三年保持稳定。", Form::Exact, "[3,3]"),
        ("节约100元。", Form::Exact, "[100,100]"),
    ] {
        let found = read(source);
        let [(_, figure)] = found.as_slice() else {
            panic!("{source}: {found:?}");
        };
        let interval_found = figure.interval().map(bounds).unwrap_or_default();
        assert_eq!(
            (figure.form, interval_found.as_str()),
            (form, interval),
            "{source}"
        );
    }
}

#[test]
fn the_step_is_the_place_of_the_last_printed_digit() {
    for (source, expected) in [("99.8%", "0.1"), ("322件", "1"), ("2.58万件", "100")] {
        let steps: Vec<String> = read(source)
            .into_iter()
            .filter_map(|(_, figure)| match figure.quantity {
                Quantity::Number { step, .. } => Some(step.normalize().to_string()),
                Quantity::Date(_) => None,
            })
            .collect();
        assert_eq!(steps, [expected], "{source}");
    }
}

#[test]
fn the_subject_stands_on_either_side_of_the_number() {
    for (source, expected) in [
        (
            "全年共收到行政复议申请48件。",
            &["48件 ← 行政复议申请/收到"][..],
        ),
        ("事项涉及全县28个部门。", &["28个 ← 部门/涉及"]),
        (
            "为80余名农民工讨回劳动报酬52万元。",
            &["80余名 ← 农民工", "52万元 ← 劳动报酬/讨回"],
        ),
        (
            "对各乡镇39本的行政处罚案卷进行评查。",
            &["39本 ← 行政处罚案卷"],
        ),
        (
            "大厅“应进必进”事项由296项调整到318项。",
            &[
                "296项 ← 大厅应进必进事项",
                "318项 ← 大厅应进必进事项/调整到",
            ],
        ),
        ("抽取不低于60%的执法人员。", &["60% ← 执法人员/抽取"]),
        ("窗口由12个增至18个。", &["12个 ← 窗口", "18个 ← 窗口/增至"]),
        ("第一季度办结复议申请12件。", &["12件 ← 复议申请/办结"]),
        ("1—11月办结复议申请20件。", &["20件 ← 复议申请/办结"]),
        ("参加人员不足50人。", &["50人 ← 参加人员/参加"]),
        ("注销2个无人维护的政务账号。", &["2个 ← 政务账号/注销"]),
        (
            "完成3所新建及改扩建学校项目。",
            &["3所 ← 新建及改扩建学校项目/完成"],
        ),
        (
            "收到通过网络提交的信息公开申请8件。",
            &["8件 ← 信息公开申请/收到"],
        ),
        (
            "对评查不合格的11件案件进行复盘。",
            &["11件 ← 不合格案件/评查"],
        ),
        (
            "派出所推送案件58件，镇司法所推送案件20件。",
            &["58件 ← 派出所推送案件", "20件 ← 镇司法所推送案件"],
        ),
    ] {
        check_subjects(source, expected);
    }
}

#[test]
fn a_subject_that_was_just_said_is_taken_over() {
    for (source, expected) in [
        (
            "收到复议申请48件，同比增长60%，已办结34件。",
            &[
                "48件 ← 复议申请/收到",
                "60% ← 复议申请/同比增长",
                "34件 ← 复议申请/办结",
            ][..],
        ),
        (
            "举办培训班4期189人次。",
            &["4期 ← 培训班/举办", "189人次 ← 培训班/举办"],
        ),
        (
            "审查文件12件，合同30份。",
            &["12件 ← 文件/审查", "30份 ← 合同"],
        ),
        (
            "开展突击抽查3次，集中评查4次。",
            &["3次 ← 突击抽查/开展", "4次 ← 集中评查/集中评查"],
        ),
        (
            "收到申请36件(含市政府4件)，已受理33件。",
            &[
                "36件 ← 收到申请/收到",
                "4件 ← 市政府",
                "33件 ← 收到申请/受理",
            ],
        ),
        (
            "刑事警情和电诈警情分别下降21.7%、34%。",
            &["21.7% ← 刑事警情/下降", "34% ← 电诈警情/下降"],
        ),
        (
            "汽车、家电零售额分别增长5%、6%。",
            &["5% ← 汽车零售额/增长", "6% ← 家电零售额/增长"],
        ),
        (
            "新增示范企业5家，总数达62家。",
            &["5家 ← 示范企业/新增", "62家 ← 示范企业"],
        ),
    ] {
        check_subjects(source, expected);
    }
}

#[test]
fn a_cell_takes_unit_and_subject_from_the_heads_of_its_table() {
    for (source, expected) in [
        (
            "单位：件\n序号\t项目\t2023年\t2024年\t同比（%）\n1\t行政复议申请\t30\t45\t50\n2\t行政应诉\t12\t1,024\t-5.2",
            &[
                "30 ← 行政复议申请 30 件",
                "45 ← 行政复议申请 45 件",
                "50 ← 行政复议申请同比 50 %",
                "12 ← 行政应诉 12 件",
                "1,024 ← 行政应诉 1024 件",
                "-5.2 ← 行政应诉同比 -5.2 %",
            ][..],
        ),
        (
            "指标\t单位\t数值\n行政处罚\t件\t321\n罚没金额\t万元\t45.6\n满意率\t%\t98.5",
            &[
                "321 ← 行政处罚 321 件",
                "45.6 ← 罚没金额 456000 元",
                "98.5 ← 满意率 98.5 %",
            ],
        ),
        (
            "类别\t数量（件）\t办结率\n投诉\t20\t100%\n举报\t7余件\t85.7",
            &[
                "20 ← 投诉 20 件",
                "100% ← 投诉办结率 100 %",
                "7余件 ← 举报 7 件",
                "85.7 ← 举报办结率 85.7 %",
            ],
        ),
        (
            "序号\t工作\t责任单位\n1\t出台办法3部\t县司法局\n2\t培训执法人员\t县政府办",
            &["3部 ← 办法 3 部"],
        ),
        (
            "事项\t件数\n许可\t5\n事项\t金额（万元）\n罚款\t6",
            &["5 ← 许可 5 ", "6 ← 罚款金额 60000 元"],
        ),
    ] {
        let found: Vec<String> = read(source)
            .into_iter()
            .filter_map(|(quote, figure)| {
                let value = figure.value()?;
                Some(format!(
                    "{quote} ← {} {value} {}",
                    figure.subject, figure.unit
                ))
            })
            .collect();
        assert_eq!(found, expected, "{source}");
    }
    let found = read("项目\t2023年\t2024年\n复议\t30\t45");
    let periods: Vec<_> = found.into_iter().map(|(_, figure)| figure.period).collect();
    let (last, this) = (Period::Year(2023), Period::Year(2024));
    assert_eq!(periods, [last, this, last, this]);
}

#[test]
fn nothing_is_taken_over_from_another_sentence() {
    check_subjects(
        "收到复议申请48件。已办结34件。",
        &["48件 ← 复议申请/收到", "34件 ← 办结/办结"],
    );
}

#[test]
fn parts_and_rates_know_the_count_before_them() {
    for (source, quote, context) in [
        ("办理建议110件，办复率100%。", "100%", "建议"),
        (
            "调解案件90件，其中人民调解60件，行政调解30件。",
            "30件",
            "调解案件",
        ),
        ("收到提案75件(其中重点提案5件)。", "5件", "提案"),
    ] {
        let found = read(source).into_iter().find(|(text, _)| text == quote);
        let context_found = found.map(|(_, figure)| figure.context).unwrap_or_default();
        assert!(
            context_found.ends_with(context),
            "{source}: {context_found}"
        );
    }
}

#[test]
fn a_change_has_a_direction_and_a_level_has_none() {
    for (source, direction) in [
        ("信访总量同比下降24.86%。", Some(Direction::Down)),
        ("满意度测评较上年上升6名。", Some(Direction::Up)),
        ("受理量比去年翻一番。", Some(Direction::Up)),
        ("办结率较上年降低2.5个百分点。", Some(Direction::Down)),
        ("审批章减少到3枚。", None),
        ("失业率降至0.65%。", None),
        ("全年增长到80件。", None),
    ] {
        let directions: Vec<_> = read(source)
            .into_iter()
            .map(|(_, figure)| figure.direction)
            .collect();
        assert_eq!(directions, [direction], "{source}");
    }
}

fn part(year: i16, first: u8, last: u8) -> Period {
    Period::Part(Some(year), Months { first, last })
}

#[test]
fn the_period_is_the_nearest_time_that_governs() {
    for (source, quote, period) in [
        ("全年受理30件。", "30件", Period::Unsaid),
        ("2022年共受理30件，办结28件。", "28件", Period::Year(2022)),
        (
            "审结5件(2022年转结1件)，无一撤销2件。",
            "1件",
            Period::Year(2022),
        ),
        (
            "审结5件(2022年转结1件)，无一撤销2件。",
            "2件",
            Period::Unsaid,
        ),
        (
            "扎实做好2023年度考核，督察27家单位。",
            "27家",
            Period::Unsaid,
        ),
        ("2021年以来，处置线索13件。", "13件", Period::Cumulative),
        ("累计建成27个。", "27个", Period::Cumulative),
        ("第一季度办结12件。", "12件", part(2024, 1, 3)),
        ("前三季度，受理50件，办结45件。", "45件", part(2024, 1, 9)),
        ("2023年上半年受理20件。", "20件", part(2023, 1, 6)),
        (
            "今年前11个月，受理50件，办结45件。",
            "45件",
            part(2024, 1, 11),
        ),
        ("公示前3个月，收到意见5件。", "5件", Period::Unsaid),
        ("上半年受理5件，下半年受理9件。", "9件", part(2024, 7, 12)),
        ("上半年受理5件。全年办结9件。", "9件", Period::Unsaid),
        ("上半年受理5件；办结9件。", "9件", Period::Unsaid),
        ("每季度检查2次。", "2次", Period::Unsaid),
        ("受理量比去年翻番。", "翻番", Period::Unsaid),
        ("截至12月底，在册调解员40名。", "40名", Period::AsOf),
        // 存量 does not begin its clause: a glance of 120 bytes would begin there.
        (
            "一批存量项目实现盘活，各类游客在全县各处景区景点和乡村民宿里的人次与消费较往年都增加5%。",
            "5%",
            Period::Unsaid,
        ),
        ("力争达到95%，新增50家。", "50家", Period::Target),
        (
            "审结案件11件，相较去年22件明显下降。",
            "22件",
            Period::Year(2023),
        ),
        ("持证率从2022年的54%提高到87%。", "54%", Period::Year(2022)),
    ] {
        let found = read(source).into_iter().find(|(text, _)| text == quote);
        assert_eq!(
            found.map(|(_, figure)| figure.period),
            Some(period),
            "{source} {quote}"
        );
    }
}

#[test]
fn labels_are_skipped() {
    let source = "3.办结案件5件。";
    let normal = NormalText::of(&SourceText::new(source));
    let found = figures(&normal, &[], &[Span::new(0, 2)], None);
    assert_eq!(found.len(), 1);
    assert_eq!(
        found.first().map(|figure| figure.span.of(source)),
        Some("5件")
    );
}

#[test]
fn hostile_text_is_read_in_linear_time() {
    let started = spent();
    for unit in [
        "9",
        "一",
        "亿",
        "9亿",
        "123,",
        "第",
        "第一",
        "2024年",
        "5月",
        "3件",
        "3件、",
        "“",
        "《",
        "(",
        "其中3件",
        "1-",
        "1、",
        "分别",
        "百分之",
        "1.2",
        "2024-",
        "办结",
        "3件(",
        "近",
        "a1",
        "一一",
        "几十",
        "半",
        "过",
    ] {
        let text = unit.repeat(100_000 / unit.len());
        let _ = read_count(&text);
    }
    // Far above what a linear reader takes on a slow machine, far below what a quadratic one takes.
    let took = spent() - started;
    assert!(took.as_secs() < 60, "{took:?}");
}

fn read_count(source: &str) -> usize {
    let normal = NormalText::of(&SourceText::new(source));
    figures(&normal, &[], &[], Some(2024)).len()
}

proptest! {
    #[test]
    fn figures_of_any_text_are_in_order_and_inside_it(
        source in "[0-9一二三十百万亿第年月日件%、，。,;()“”《》近超过至余多个办结案分别其中a-z\\n -]{0,60}"
    ) {
        let normal = NormalText::of(&SourceText::new(source.clone()));
        let mut end = 0;
        for figure in figures(&normal, &[], &[], Some(2024)) {
            prop_assert!(figure.span.start >= end && !figure.span.is_empty());
            prop_assert!(source.get(figure.span.range()).is_some());
            prop_assert!(figure.span.covers(figure.number));
            end = figure.span.end;
            if let Some(Interval { low: Some(low), high: Some(high), .. }) = figure.interval() {
                prop_assert!(low <= high);
            }
        }
    }

    #[test]
    fn any_count_is_read_back(count in 0_u64..1_000_000_000) {
        let found = read(&format!("办结案件{count}件。"));
        let values: Vec<_> = found.iter().filter_map(|(_, figure)| figure.value()).collect();
        prop_assert_eq!(values, [Decimal::from(count)]);
    }
}

#[test]
fn a_period_has_one_name_in_json() {
    for (period, name) in [
        (Period::Unsaid, None),
        (Period::Year(2022), Some("2022")),
        (part(2024, 1, 6), Some("2024-01/2024-06")),
        (Period::Cumulative, Some("cumulative")),
        (Period::AsOf, Some("as-of")),
        (Period::Target, Some("target")),
    ] {
        assert_eq!(period.name().as_deref(), name, "{period:?}");
    }
}
