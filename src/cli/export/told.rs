//! What an export says when it is done: how much was written, what was left out, and what to do when there was nothing.

use super::{Exporting, Written};
use crate::cli::Output;
use crate::cli::selecting::Selecting;
use crate::export::What;
use crate::locale::Lang;

/// Says it to the person; what goes to a pipe is silent unless it is empty or something was left out.
pub(super) fn say(exporting: &Exporting, written: Written, lang: Lang, output: &mut Output) {
    let kind = match exporting.what {
        What::Ledger | What::Problems | What::Opinion => "gaps",
        What::Annotations | What::Page => "annotations",
        What::Findings => "findings",
    };
    let count = [("count", &written.rows as &dyn std::fmt::Display)];
    match (written.rows, written.waiting) {
        (0, _) if narrows(&exporting.selecting) => output.say(lang.text("export.none_chosen")),
        (0, 0) => output.say(lang.text(&format!("export.none_{kind}"))),
        (0, _) => output.say(lang.text("export.none_upheld")),
        (_, _) if exporting.out.is_some() => {
            output.say(&lang.fill(&format!("export.written_{kind}"), &count));
        }
        (_, _) => {}
    }
    if written.waiting > 0 {
        output.say(&lang.fill("export.waiting", &[("count", &written.waiting)]));
    }
}

/// Whether less was asked for than all there is of some reports.
fn narrows(selecting: &Selecting) -> bool {
    let words = [
        &selecting.grades,
        &selecting.statuses,
        &selecting.judgements,
        &selecting.motivations,
        &selecting.rules,
        &selecting.authors,
    ];
    words.iter().any(|words| !words.is_empty())
}
