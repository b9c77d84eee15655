//! Findings in words: templates of the rules, and the few phrases that all rules share.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::Localized;
use super::observation::{Reason, Slots};

/// Reasons and phrases, from `data/lexicon/check.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Phrases {
    reasons: BTreeMap<String, Localized>,
    phrases: BTreeMap<String, Localized>,
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    serde_json::from_str(crate::bundled!("lexicon/check.json"))
        .expect("the bundled phrases are valid JSON")
});

/// A template with its `{slots}` filled. Quotation marks inside of quotation marks are single ones.
pub(super) fn fill(template: &Localized, slots: &Slots) -> Localized {
    let mut filled = template.clone();
    for (name, value) in slots {
        let slot = format!("{{{name}}}");
        filled.zh = put(&filled.zh, &slot, &value.zh);
        filled.en = put(&filled.en, &slot, &value.en);
    }
    filled
}

/// A template with one slot filled.
fn put(template: &str, slot: &str, value: &str) -> String {
    if !value.contains(['“', '”']) {
        return template.replace(slot, value);
    }
    let inner = value.replace('“', "‘").replace('”', "’");
    let quoted = template.replace(&format!("“{slot}”"), &format!("“{inner}”"));
    quoted.replace(slot, value)
}

/// Why a rule could not decide.
pub(super) fn reason(reason: Reason) -> Localized {
    text(&PHRASES.reasons, reason.name())
}

/// A phrase of `data/lexicon/check.json` with its slots filled.
pub(super) fn phrase(name: &str, slots: &Slots) -> Localized {
    fill(&text(&PHRASES.phrases, name), slots)
}

/// A missing text must not crash a reviewer's session; tests look for it.
fn text(table: &BTreeMap<String, Localized>, name: &str) -> Localized {
    debug_assert!(table.contains_key(name), "no phrase {name}");
    table.get(name).cloned().unwrap_or_default()
}

/// The names of the `{slots}` of a template.
pub(super) fn slots(template: &str) -> impl Iterator<Item = &str> {
    template
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
}

/// The beginning of a passage, for a message.
pub(super) fn excerpt(text: &str) -> String {
    const LIMIT: usize = 24;
    let mut words = text.chars().filter(|character| !character.is_control());
    let mut excerpt: String = words.by_ref().take(LIMIT).collect();
    if words.next().is_some() {
        excerpt.push('…');
    }
    excerpt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_a_text_in_both_languages() {
        for each in Reason::ALL {
            let text = reason(each);
            assert!(!text.zh.is_empty() && !text.en.is_empty(), "{each:?}");
        }
    }

    #[test]
    fn a_template_takes_its_values() {
        let template = Localized::new("共{n}处", "{n} places");
        let filled = fill(&template, &vec![("n", Localized::same("3"))]);
        assert_eq!(filled, Localized::new("共3处", "3 places"));
        assert_eq!(slots(&template.zh).collect::<Vec<_>>(), ["n"]);
    }

    #[test]
    fn no_quotation_mark_stands_beside_another() {
        let check = |template: &str, value: &str, expected: &str| {
            let slots = vec![("quote", Localized::same(value))];
            let filled = fill(&Localized::same(template), &slots);
            assert_eq!(filled, Localized::same(expected));
        };
        check("“{quote}”请核", "“一网通办”率", "“‘一网通办’率”请核");
        check("“{quote}”请核", "一网通办率", "“一网通办率”请核");
        check("未配对：{quote}", "“一网通办", "未配对：“一网通办");
    }
}
