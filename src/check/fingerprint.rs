//! Fingerprints of findings: the same over re-runs and over editions in which only figures or distant text changed.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::observation::Observation;
use super::view::View;

/// Counts equal fingerprints of one rule, so that the second of two like findings has an id of its own.
#[derive(Debug, Default)]
pub(super) struct Ordinals {
    seen: BTreeMap<String, usize>,
}

impl Ordinals {
    /// The id of the next finding of `rule`: rule, issuer, part, masked label words, ordinal.
    pub fn id(&mut self, rule: &str, observation: &Observation, view: &View) -> String {
        let key = [
            rule,
            view.issuer_key(),
            part(observation, view),
            &label(observation, view),
        ]
        .join("\u{1f}");
        let ordinal = self.seen.entry(key.clone()).or_default();
        *ordinal += 1;
        digest(&format!("{key}\u{1f}{ordinal}"))
    }
}

/// The words that a finding is about, without what may change between two versions of one text.
fn label(observation: &Observation, view: &View) -> String {
    if !observation.label.is_empty() {
        return mask(&observation.label);
    }
    let words = observation.evidence.iter().map(|evidence| {
        let text = view.quote(evidence);
        format!("{}:{}", evidence.role, mask(text))
    });
    words.collect::<Vec<_>>().join("|")
}

fn part(observation: &Observation, view: &View) -> &'static str {
    observation
        .evidence
        .iter()
        .find(|evidence| !evidence.previous)
        .and_then(|evidence| view.part_at(evidence.span.start))
        .map_or("", |part| part.name())
}

/// Digits become `#`, white space goes, and a long passage counts by its beginning.
pub(super) fn mask(text: &str) -> String {
    let mut masked = String::new();
    let mut letters = 0;
    for character in text.chars() {
        // Asked first, because the tables of all scripts are slow and most characters are these.
        let plain = ('\u{4e00}'..='\u{9fff}').contains(&character);
        if !plain && character.is_whitespace() {
            continue;
        }
        let digit = !plain && (character.is_numeric() || matches!(character, '.' | '%'));
        if digit && masked.ends_with('#') {
            continue;
        }
        if letters == LONGEST {
            break;
        }
        masked.push(if digit { '#' } else { character });
        letters += 1;
    }
    masked
}

/// Characters by which a long passage counts.
const LONGEST: usize = 80;

fn digest(text: &str) -> String {
    let hash = Sha256::digest(text.as_bytes());
    hash.iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_and_spaces_do_not_count() {
        assert_eq!(mask("调解 12,件"), "调解#,件");
        assert_eq!(mask("成功率99.8%"), mask("成功率 100%"));
        assert_ne!(mask("调解12件"), mask("受理12件"));
    }
}
