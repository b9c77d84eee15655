//! Invented reports of two years, and findings about them as the checks would give them.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use ducha::check::{Basis, Coverage, Evidence, Finding, Localized, Outcome, Severity, Verdict};
use ducha::compare::{Lent, SharedWith, Sharing, across, compare, follow, told};
use ducha::locale::Lang;
use ducha::report::{Hints, Kind, Level, Report, SourceText, Span, digest, parse};
use ducha::store::in_order;
use ducha::tui::catalogue::Catalogue;
use ducha::tui::model::{Document, Entry, Previous, YearsDocument};

pub const OLD: &str = "云岭县人民政府2023年度法治政府建设情况报告

2023年，云岭县扎实推进法治政府建设，现将有关情况报告如下。

一、主要举措和成效

（一）强化行政执法监督。开展案卷评查，抽查行政处罚案卷41宗，反馈意见建议15条。组织执法人员培训3期。

（二）化解行政争议。全年收到行政复议申请35件，受理32件。调解各类纠纷1520件。

二、存在的不足

个别执法人员业务能力有待提高。

三、2024年工作安排

出台《云岭县行政裁量权基准目录》。持续加强普法宣传。
";

pub const NEW: &str = "云岭县人民政府2024年度法治政府建设情况报告

2024年，云岭县扎实推进法治政府建设，现将有关情况报告如下。

一、主要举措和成效

（一）持续提升行政执法质效。开展案卷评查，抽查行政处罚案卷58宗，反馈意见建议21条。办理减轻处罚案件共96件，其中不予处罚41件、从轻处罚38件、减轻处罚19件。组织执法人员培训4期。

（二）化解行政争议。全年收到行政复议申请45件，同比增长28.6%，受理41件。调解各类纠纷1873件。

二、存在的不足

个别执法人员业务能力有待提高。

三、2025年工作安排

建成乡镇综合行政执法指挥平台。
";

const LAKE: &str = "沧湖区人民政府2024年度法治政府建设情况报告

一、主要举措和成效

全年审查行政规范性文件12件\u{1b}[31m。

二、存在的不足

培训覆盖面不够。
";

/// The library of the tests.
pub fn entries() -> Vec<Entry> {
    let entry = |id: &str, issuer: &str, year: i16, published: &str| Entry {
        id: id.to_owned(),
        issuer: Some(issuer.to_owned()),
        level: Level::County,
        year: Some(year),
        kind: Kind::AnnualReport,
        title: Some(format!("{issuer}{year}年度法治政府建设情况报告")),
        published: published.parse().ok(),
        ..Entry::default()
    };
    vec![
        entry("yun-2024", "云岭县人民政府", 2024, "2025-02-26"),
        entry("yun-2023", "云岭县人民政府", 2023, "2024-03-19"),
        entry("lin-2024", "沧湖区人民政府", 2024, ""),
    ]
}

/// As the worker lists them.
pub fn catalogue(entries: Vec<Entry>) -> Arc<Catalogue> {
    Arc::new(Catalogue::of(in_order(entries), Lang::Zh))
}

/// What the worker would make of an entry.
pub fn document(id: &str) -> Arc<Document> {
    /// Understood once for all scripts: a run of them opens the same reports some hundred times.
    static KNOWN: LazyLock<BTreeMap<String, Arc<Document>>> = LazyLock::new(|| {
        let ids = entries().into_iter().map(|entry| entry.id);
        ids.map(|id| (id.clone(), Arc::new(understood(&id))))
            .collect()
    });
    match KNOWN.get(id) {
        Some(known) => Arc::clone(known),
        None => Arc::new(understood(id)),
    }
}

fn understood(id: &str) -> Document {
    let (text, old) = match id {
        "yun-2024" => (NEW, Some(OLD)),
        "yun-2023" => (OLD, None),
        _ => (LAKE, None),
    };
    let read = |text: &str| Arc::new(parse(SourceText::new(text), &Hints::default()));
    let report = read(text);
    let entries = entries();
    let entry = |id: &str| {
        entries
            .iter()
            .find(|entry| entry.id == id)
            .cloned()
            .unwrap_or_default()
    };
    let previous = old.map(|old| {
        let old = read(old);
        let comparison = compare(&old, &report);
        Previous {
            entry: entry("yun-2023"),
            report: old,
            comparison,
        }
    });
    let outcome = outcome(&report);
    let sharing = previous.as_ref().map(|_| sharing(&report));
    let digest = digest(text.as_bytes());
    let mut document = Document::new(entry(id), digest, report, outcome, previous);
    document.sharing = sharing;
    document
}

/// What the worker would find of the county's report in that of the district by the lake.
fn sharing(report: &Report) -> Sharing {
    let place = |text: &str, part: &str| {
        let start = text.find(part).expect("a passage");
        Span::new(start, start + part.len())
    };
    let passage = Lent {
        here: place(
            &report.source.text,
            "扎实推进法治政府建设，现将有关情况报告如下",
        ),
        there: place(LAKE, "全年审查行政规范性文件"),
        letters: 24,
    };
    Sharing {
        percent: 12,
        lenders: vec![SharedWith {
            id: "lin-2024".to_owned(),
            issuer: "沧湖区人民政府".to_owned(),
            year: Some(2024),
            percent: 12,
            passages: vec![passage],
        }],
    }
}

/// What the worker would make of all years of the county.
pub fn years() -> Arc<YearsDocument> {
    static KNOWN: LazyLock<Arc<YearsDocument>> = LazyLock::new(|| Arc::new(followed()));
    Arc::clone(&KNOWN)
}

fn followed() -> YearsDocument {
    let read = |text: &str| Arc::new(parse(SourceText::new(text), &Hints::default()));
    let reports = vec![read(OLD), read(NEW)];
    let comparison = compare(&reports[0], &reports[1]);
    let entries = entries();
    let units = ["云岭县", "临湖县"].map(str::to_owned).to_vec();
    YearsDocument {
        across: across(vec![told(&reports[1]), told(&reports[0])]),
        units,
        entries: vec![entries[1].clone(), entries[0].clone()],
        years: follow(&[&reports[0], &reports[1]], &[&comparison]),
        carried: vec![Vec::new(), comparison.reuse.sections],
        reports,
    }
}

fn outcome(report: &Report) -> Outcome {
    let mut findings = Vec::new();
    if report.source.text.contains("共96件") {
        findings.push(finding(
            report,
            "arith-parts-sum",
            (Verdict::Unmet, Severity::S1),
            "合计与分项不符",
            "96 ≠ 98（差2）",
            &[
                ("total", "96件"),
                ("part", "41件、"),
                ("part", "38件"),
                ("part", "19件"),
            ],
        ));
        findings.push(finding(
            report,
            "arith-yoy",
            (Verdict::Met, Severity::S1),
            "同比与两年数据相符",
            "45÷35-1 = 28.6%",
            &[("rate", "28.6%"), ("base", "45件")],
        ));
    }
    findings.push(finding(
        report,
        "item3-causes-missing",
        (Verdict::Unclear, Severity::S3),
        "未见原因分析",
        "存在的不足之后没有说明原因",
        &[],
    ));
    findings.push(finding(
        report,
        "time-published",
        (Verdict::NotAssessable, Severity::S2),
        "公开时间",
        "文本未载明公开日期",
        &[],
    ));
    Outcome {
        findings,
        coverage: Coverage {
            figures: 12,
            tied: 2,
            conflicting: 4,
            not_checkable: 6,
        },
        ties: Vec::new(),
    }
}

fn finding(
    report: &Report,
    rule: &str,
    (verdict, severity): (Verdict, Severity),
    title: &str,
    message: &str,
    quotes: &[(&'static str, &str)],
) -> Finding {
    let both = |text: &str| Localized {
        zh: text.to_owned(),
        en: text.to_owned(),
    };
    Finding {
        id: format!("{rule}-1"),
        rule: rule.to_owned(),
        verdict,
        severity,
        title: both(title),
        message: both(message),
        expected: None,
        found: None,
        basis: vec![Basis {
            document: "《法治政府建设与责任落实督察工作规定》".to_owned(),
            article: "第二十五条".to_owned(),
            strength: "B2".to_owned(),
            verified: false,
        }],
        evidence: quotes
            .iter()
            .map(|(role, quote)| Evidence {
                role,
                span: place(report, quote.trim_end_matches('、')),
                previous: false,
            })
            .collect(),
    }
}

fn place(report: &Report, quote: &str) -> Span {
    // The last one: the same count may stand earlier for something else.
    let at = report
        .source
        .text
        .find(quote)
        .expect("the quote stands in the text");
    Span::new(at, at + quote.len())
}
