//! `ducha.rule.v1`: one rule with everything that its author wrote; `ducha.packs.v1`: the packs in force.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use super::BasisJson;
use crate::check::Localized;
use crate::check::pack::{Example, Override, Pack, Rule};

/// The document of `ducha explain --format json`.
#[derive(Serialize)]
pub struct RuleJson<'a> {
    schema: &'static str,
    id: &'a str,
    pack: &'a str,
    title: Text<'a>,
    severity: &'static str,
    levels: Vec<&'static str>,
    kinds: Vec<&'static str>,
    years: [Option<i16>; 2],
    basis: Vec<BasisJson<'a>>,
    messages: BTreeMap<&'static str, Text<'a>>,
    traps: &'a [String],
    examples: ExamplesJson<'a>,
    overlays: Vec<OverlayJson<'a>>,
}

/// A text in both languages.
#[derive(Serialize)]
struct Text<'a> {
    zh: &'a str,
    en: &'a str,
}

#[derive(Serialize)]
struct ExamplesJson<'a> {
    bad: Vec<&'a str>,
    ok: Vec<&'a str>,
}

#[derive(Serialize)]
struct OverlayJson<'a> {
    pack: &'a str,
    off: Option<Text<'a>>,
    severity: Option<&'static str>,
    limit: Option<usize>,
}

/// One pack of `ducha packs list --format json`.
#[derive(Serialize)]
pub struct PackJson<'a> {
    schema: &'static str,
    id: &'a str,
    title: Text<'a>,
    note: Option<Text<'a>>,
    tier: &'static str,
    regions: &'a [String],
    levels: Vec<&'static str>,
    years: [Option<i16>; 2],
    rules: usize,
    overrides: usize,
    file: Option<String>,
}

/// The rule, its pack, and what other packs change in it.
pub fn document<'a>(
    pack: &'a Pack,
    rule: &'a Rule,
    changes: &[(&'a Pack, &'a Override)],
) -> RuleJson<'a> {
    let messages = rule.messages.iter();
    let texts = |examples: &'a [Example]| examples.iter().map(|each| each.text.as_str()).collect();
    RuleJson {
        schema: "ducha.rule.v1",
        id: &rule.id,
        pack: &pack.id,
        title: text(&rule.title),
        severity: rule.severity.name(),
        levels: rule.levels.iter().map(|level| level.name()).collect(),
        kinds: rule.kinds.iter().map(|kind| kind.name()).collect(),
        years: [rule.years.from, rule.years.to],
        basis: rule.basis.iter().map(BasisJson::of).collect(),
        messages: messages
            .map(|(verdict, message)| (verdict.name(), text(message)))
            .collect(),
        traps: &rule.traps,
        examples: ExamplesJson {
            bad: texts(rule.examples.bad()),
            ok: texts(rule.examples.ok()),
        },
        overlays: changes
            .iter()
            .map(|(pack, change)| OverlayJson {
                pack: &pack.id,
                off: change.off.as_ref().map(text),
                severity: change.severity.map(|severity| severity.name()),
                limit: change.limit,
            })
            .collect(),
    }
}

/// A pack and where it comes from.
pub fn pack<'a>(pack: &'a Pack, file: Option<&Path>) -> PackJson<'a> {
    let applies = &pack.applies;
    PackJson {
        schema: "ducha.pack-entry.v1",
        id: &pack.id,
        title: text(&pack.title),
        note: pack.note.as_ref().map(text),
        tier: pack.tier.name(),
        regions: &applies.regions,
        levels: applies.levels.iter().map(|level| level.name()).collect(),
        years: [applies.years.from, applies.years.to],
        rules: pack.rules.len(),
        overrides: pack.overrides.len(),
        file: file.map(|file| file.to_string_lossy().into_owned()),
    }
}

fn text(text: &Localized) -> Text<'_> {
    Text {
        zh: &text.zh,
        en: &text.en,
    }
}
