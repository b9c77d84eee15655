//! Which kind of document a text is.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{Kind, Opening};
use crate::report::lexicon::{self, WordList};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    /// Cues in a title, the first that fits decides.
    title: Vec<Cue>,
    /// Cues in the first paragraphs.
    opening: Vec<Cue>,
    /// Cues in the whole text.
    body: Vec<Cue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cue {
    kind: String,
    #[serde(default)]
    any: WordList,
    #[serde(default)]
    also: WordList,
    #[serde(default)]
    ends: WordList,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    lexicon::read(
        "kinds.json",
        include_str!("../../../data/lexicon/kinds.json"),
    )
});

impl Cue {
    fn fits(&self, text: &str) -> bool {
        let any = self.any.is_empty() || lexicon::contains(text, &self.any);
        let also = self.also.is_empty() || lexicon::contains(text, &self.also);
        let ends = self.ends.is_empty() || lexicon::ends(text, &self.ends);
        any && also && ends
    }
}

/// By the title, else by the first paragraphs, else by what the text speaks of.
pub(super) fn kind(title: Option<&str>, opening: &Opening) -> Kind {
    let first = |cues: &[Cue], text: &str| {
        cues.iter()
            .find(|cue| cue.fits(text))
            .and_then(|cue| Kind::named(&cue.kind))
    };
    title
        .and_then(|title| first(&WORDS.title, title.trim_end_matches(['。', ')', '》'])))
        .or_else(|| first(&WORDS.opening, opening.text))
        .or_else(|| first(&WORDS.body, opening.whole))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_in_the_list_exists() {
        for cue in WORDS.title.iter().chain(&WORDS.opening).chain(&WORDS.body) {
            assert!(Kind::named(&cue.kind).is_some(), "{}", cue.kind);
        }
    }

    #[test]
    fn titles_name_kinds() {
        for (title, expected) in [
            (
                "青山县人民政府2024年法治政府建设年度报告",
                Kind::AnnualReport,
            ),
            (
                "青山县司法局关于2024年法治政府建设情况的报告",
                Kind::AnnualReport,
            ),
            (
                "青山县2024年法治政府建设工作总结和2025年工作安排",
                Kind::WorkSummaryAndPlan,
            ),
            ("县长在全县法治政府建设工作会议上的讲话", Kind::Speech),
            (
                "《青山县法治政府建设年度报告》政策解读",
                Kind::Interpretation,
            ),
            ("青山县2025年法治政府建设工作要点", Kind::WorkPlan),
            (
                "青山县2024年政府信息公开工作年度报告",
                Kind::DisclosureReport,
            ),
            ("2025年青山省政府工作报告", Kind::GovernmentWorkReport),
            ("青山县2024年述法报告", Kind::ShufaReport),
            ("青山县法治政府建设五年工作总结", Kind::FiveYearSummary),
            ("某县法治政府建设工作报告范文", Kind::Template),
        ] {
            let opening = Opening {
                text: "",
                whole: "",
            };
            assert_eq!(kind(Some(title), &opening), expected, "{title}");
        }
    }

    #[test]
    fn openings_name_kinds_where_a_title_is_missing() {
        for (text, expected) in [
            (
                "2024年,青山县依法行政。现将法治政府建设情况报告如下:",
                Kind::AnnualReport,
            ),
            (
                "各位代表:现在,我代表县人民政府向大会报告政府工作,请予审议。",
                Kind::GovernmentWorkReport,
            ),
            ("同志们:今天召开全县会议,我讲三点意见。", Kind::Speech),
            ("天气晴朗。", Kind::Other),
        ] {
            let opening = Opening { text, whole: text };
            assert_eq!(kind(None, &opening), expected, "{text}");
        }
    }
}
