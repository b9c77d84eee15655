//! The worker as the console meets it: jobs in, messages out.

use std::time::Duration;

use super::*;
use crate::check::Verdict;
use crate::report::{self, Hints, Metadata, SourceText};
use crate::store::Incoming;

const PASSAGE: &str = "在渔港码头设立石榴籽议事亭,请三位退休船工轮流值守,化解缆绳缠绕和泊位争执。\
把祠堂西厢改成普法书场,每逢赶集日由说书人讲一段宅基地官司。给山路上的收奶车装上提示铃,司机路过村口时播放合同须知。\
请果农把采摘园租约画成连环画,贴在冷库门口供游客翻看。在水文站旁边竖起河长对账牌,巡查员当场签下整改日期。\
让中学生给祖父母写法律家书,由邮递员代读并带回疑问。";

fn add(library: &Library, unit: &str) -> EditionId {
    let text = format!(
        "{unit}人民政府2024年法治政府建设年度报告\n一、主要举措和成效\n{PASSAGE}\n二、存在的不足\n力量不足。"
    );
    let hints = Hints::default();
    let report = report::parse_structure(SourceText::new(text.as_str()), &hints);
    let metadata: &Metadata = &report.metadata;
    let incoming = Incoming {
        bytes: text.as_bytes(),
        text: &text,
        extractor: "plain/1",
        encoding: "utf-8",
        file_name: None,
        hints: &hints,
        metadata,
        importer: "a",
    };
    library
        .add(&incoming)
        .expect("an edition")
        .record()
        .id
        .clone()
}

/// A report can be read before the rest of the library has been; what the others' wording says of it follows.
#[test]
fn an_opened_report_is_judged_again_when_the_other_units_are_known() {
    let folder = tempfile::tempdir().expect("a folder");
    let places = crate::store::Places::under(folder.path());
    let library = Arc::new(places.open_or_create().expect("a library"));
    let id = add(&library, "石桥镇");
    add(&library, "临湖镇");
    let (said, heard) = channel();
    let settings = Settings {
        lang: Lang::Zh,
        today: None,
        reviewer: "a".to_owned(),
        importer: Importer::default(),
        packs: None,
        regions: Vec::new(),
        corrections: Review::default(),
        stop: Arc::default(),
        stop_import: Arc::default(),
    };
    let jobs = start(library, settings, move |msg| {
        let _ = said.send(msg);
    });
    jobs.send(Job::List).expect("a worker");
    jobs.send(Job::Open(id.clone())).expect("a worker");
    let mut verdicts = Vec::new();
    while verdicts.len() < 2 {
        let msg = heard
            .recv_timeout(Duration::from_secs(60))
            .expect("an answer");
        if let Msg::Opened(_, document) = msg {
            let mut findings = document.outcome.findings.iter();
            let found = findings.find(|finding| finding.rule == "xu-near-duplicate");
            verdicts.push(found.expect("a verdict").verdict);
        }
    }
    assert_eq!(verdicts, [Verdict::NotAssessable, Verdict::Unclear]);
}
