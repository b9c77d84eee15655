//! A library in which someone has reviewed: two invented counties, and gaps in their reports.

// The tests and the benchmark use a part each.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ducha::report::{self, Hints, Report, SourceText, Span};
use ducha::review::{
    Anchor, Grade, Judgement, Motivation, Operation, Rectification, Rectifying, Scope, Statement,
    Target, digest,
};
use ducha::store::{Change, Feed, Incoming, Library, Recorder, Reviewer};
use uuid::Uuid;

pub const NORTH: &str = "云岭县人民政府2024年法治政府建设年度报告\n一、主要举措和成效\n(一)行政复议。全年收到行政复议申请45件，\
受理41件，审结38件，其中维持22件、驳回7件、终止6件、撤销4件。\n(二)行政执法。抽查行政处罚案卷58宗。\n二、存在的不足\n执法力量不足。\n\
三、2025年工作安排\n继续推进。\n2025年2月20日\n";
pub const SOUTH: &str = "石桥镇人民政府2023年法治政府建设年度报告\n一、主要举措\n调解纠纷120件，调解成功118件，成功率99%。\n\
二、存在的不足\n普法形式单一。\n2024年1月15日\n";

/// What a gap is to say; everything else is the same for all.
#[derive(Clone, Debug)]
pub struct Gap {
    pub text: &'static str,
    pub words: &'static str,
    pub problem: String,
    pub suggestion: String,
    pub grade: Grade,
    pub rule: Option<&'static str>,
    pub judgement: Judgement,
    pub motivation: Motivation,
    pub private: bool,
    pub rectification: Option<Rectification>,
    pub details: Rectifying,
}

impl Gap {
    pub fn new(text: &'static str, words: &'static str, problem: &str) -> Gap {
        Gap {
            text,
            words,
            problem: problem.to_owned(),
            suggestion: "核对后更正。".to_owned(),
            grade: Grade::MinorNonconformity,
            rule: None,
            judgement: Judgement::Upheld,
            motivation: Motivation::Gap,
            private: false,
            rectification: None,
            details: Rectifying::default(),
        }
    }
}

/// Three gaps that hold, one of them half put right, one that waits, one private remark.
pub fn gaps() -> Vec<Gap> {
    let parts = Gap {
        grade: Grade::MajorNonconformity,
        rule: Some("arith-parts-sum"),
        ..Gap::new(
            NORTH,
            "审结38件，其中维持22件、驳回7件、终止6件、撤销4件",
            "各项合计39件，与审结38件不符。",
        )
    };
    let shortcomings = Gap {
        rectification: Some(Rectification::InProgress),
        details: Rectifying {
            unit: Some("司法局".to_owned()),
            due: Some("2025-06-30".to_owned()),
            ..Rectifying::default()
        },
        ..Gap::new(NORTH, "执法力量不足", "不足只有一句，没有原因。")
    };
    let rate = Gap {
        grade: Grade::ObservationItem,
        ..Gap::new(SOUTH, "成功率99%", "118除以120为98.3%。")
    };
    let waiting = Gap {
        judgement: Judgement::Pending,
        ..Gap::new(SOUTH, "普法形式单一", "未写改进措施。")
    };
    let private = Gap {
        private: true,
        ..Gap::new(SOUTH, "调解纠纷120件", "内部：与上报数不一致，待问。")
    };
    vec![parts, shortcomings, rate, waiting, private]
}

/// Puts the reports and the gaps into the library of a home; the ids of the gaps in their order.
pub fn review(home: &Path, gaps: &[Gap]) -> Vec<Uuid> {
    let path = home.join(".local/share/ducha/library");
    std::fs::create_dir_all(path.parent().unwrap_or(home)).expect("a folder");
    let library = Arc::new(Library::open_or_create(&path).expect("a library"));
    let texts = [NORTH, SOUTH]
        .into_iter()
        .chain(gaps.iter().map(|gap| gap.text));
    let mut editions: BTreeMap<&str, (Report, String)> = BTreeMap::new();
    for text in texts {
        editions
            .entry(text)
            .or_insert_with(|| edition(&library, text));
    }
    let reviewer = Reviewer {
        name: "lin".to_owned(),
        role: None,
    };
    let mut feed = Feed::new(Arc::clone(&library));
    feed.changes().expect("the journals");
    let recorder = Recorder::start(feed, reviewer, |_| {});
    let mut ids = Vec::new();
    for gap in gaps {
        let (report, edition) = &editions[gap.text];
        let id = Uuid::now_v7();
        recorder.record(
            operations(id, gap, report, edition)
                .into_iter()
                .map(Change::from),
        );
        ids.push(id);
    }
    recorder.close(Duration::from_secs(60)).expect("saved");
    ids
}

fn edition(library: &Library, text: &'static str) -> (Report, String) {
    let hints = Hints::default();
    let report = report::parse(SourceText::new(text), &hints);
    let added = library.add(&Incoming {
        bytes: text.as_bytes(),
        text,
        extractor: "plain/1",
        encoding: "UTF-8",
        file_name: Some("报告.txt"),
        hints: &hints,
        metadata: &report.metadata,
        importer: "lin",
    });
    let id = added.expect("an import").record().id.clone();
    (report, id)
}

fn operations(id: Uuid, gap: &Gap, report: &Report, edition: &str) -> Vec<Operation> {
    let start = gap.text.find(gap.words).expect("the words");
    let span = Span::new(start, start + gap.words.len());
    let anchor = Anchor::of(report, &digest(gap.text.as_bytes()), span);
    let metadata = &report.metadata;
    let issuer = metadata.issuer.as_ref();
    let target = Target {
        edition: edition.into(),
        issuer: issuer.map(|issuer| issuer.value.as_str().into()),
        year: metadata.year,
        scope: Scope::Phrase,
        anchors: vec![anchor],
        related: Vec::new(),
    };
    vec![
        Operation::Annotate {
            annotation: id,
            statement: Box::new(Statement {
                motivation: gap.motivation,
                grade: Some(gap.grade),
                rule: gap.rule.map(Into::into),
                suggestion: gap.suggestion.as_str().into(),
                private: gap.private,
                ..Statement::new(target, gap.problem.as_str())
            }),
        },
        Operation::Judge {
            subject: id.to_string(),
            edition: edition.to_owned(),
            judgement: gap.judgement,
            reason: None,
            quote: None,
        },
        Operation::Rectify {
            annotation: id,
            rectification: gap.rectification,
            details: Box::new(gap.details.clone()),
        },
    ]
}
