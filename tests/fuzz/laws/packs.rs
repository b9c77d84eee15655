//! Any text is a pack or has faults that name their place; a pack that was taken can be applied to a report.

use std::sync::LazyLock;

use ducha::check::{Context, Pack, check, pack};
use ducha::locale::Lang;
use ducha::report::Report;

use super::spans;

static BELOW: LazyLock<Vec<Pack>> = LazyLock::new(pack::bundled);
static REPORT: LazyLock<Report> = LazyLock::new(|| {
    spans::read(
        "云岭县人民政府2024年法治政府建设年度报告\n一、主要举措\n受理行政复议申请45件，办结38件，其中维持22件、驳回7件、撤销4件。\n二、存在的不足\n执法力量不足。\n",
    )
});

pub fn run(bytes: &[u8]) {
    let json = String::from_utf8_lossy(bytes);
    match Pack::read_over(&json, "单位.json", &BELOW) {
        Ok(pack) => {
            let _ = pack.try_examples("单位.json");
            let outcome = check(&REPORT, &Context::default(), &[pack]);
            for evidence in outcome
                .findings
                .iter()
                .flat_map(|finding| &finding.evidence)
            {
                spans::inside(&REPORT.source.text, evidence.span);
            }
        }
        Err(faults) => {
            assert!(!faults.is_empty());
            for fault in faults {
                let lines = json.lines().count().max(1);
                assert!(
                    fault
                        .line
                        .is_none_or(|line| (1..=lines + 1).contains(&line)),
                    "{fault:?}"
                );
                assert!(
                    !fault.fault.name().is_empty()
                        && Lang::Zh.text(&format!("pack_fault.{}", fault.fault.name())) != "?"
                );
            }
        }
    }
}
