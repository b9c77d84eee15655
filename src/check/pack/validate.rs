//! What a pack must be beyond its shape; the error names the rule and the key.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Override, Pack, PackError, PackFault, Rule, Test};
use crate::check::{Localized, MOST_SHARING, Verdict, render};

/// Words that accuse: only for a duty in force on the report itself.
const ACCUSATIONS: [&str; 2] = ["违反", "违规"];

const STRENGTHS: [&str; 6] = ["B1", "B2", "B3", "B4", "B5", "B6"];

pub(super) fn validate(pack: &Pack, file: &str) -> Result<(), PackError> {
    let fail = |key: &str, fault| error(file, None, key, fault);
    if pack.id.trim().is_empty() {
        return Err(fail("id", PackFault::Empty));
    }
    filled(&pack.title).map_err(|part| fail(&format!("title.{part}"), PackFault::Empty))?;
    for (name, frame) in &pack.frames {
        if !frame.contains("{text}") {
            let key = format!("frames.{name}");
            return Err(fail(&key, PackFault::Slot("text".to_owned())));
        }
    }
    if let Some(part) = pack.note.as_ref().and_then(|note| filled(note).err()) {
        return Err(fail(&format!("note.{part}"), PackFault::Empty));
    }
    let mut seen = BTreeSet::new();
    for rule in &pack.rules {
        let fail = |key: &str, fault| error(file, Some(&rule.id), key, fault);
        validate_rule(rule, pack).map_err(|(key, fault)| fail(&key, fault))?;
        if !seen.insert(&rule.id) {
            return Err(fail("id", PackFault::Duplicate));
        }
    }
    for change in &pack.overrides {
        let fail = |key: &str, fault| error(file, Some(&change.id), key, fault);
        if !seen.insert(&change.id) {
            return Err(fail("id", PackFault::Duplicate));
        }
        if change.is_empty() {
            return Err(fail("id", PackFault::Empty));
        }
        if let Some(part) = change.off.as_ref().and_then(|off| filled(off).err()) {
            return Err(fail(&format!("off.{part}"), PackFault::Empty));
        }
    }
    Ok(())
}

/// A changed rule must be as sound as one that was written whole: words, slots and severity fit its test and basis.
pub(super) fn validate_overrides(pack: &Pack, below: &[Pack], file: &str) -> Result<(), PackError> {
    for change in &pack.overrides {
        let fail = |key: &str, fault| error(file, Some(&change.id), key, fault);
        let mut found = below
            .iter()
            .flat_map(|each| each.rules.iter().map(move |rule| (each, rule)))
            .filter(|(_, rule)| rule.id == change.id)
            .peekable();
        if found.peek().is_none() {
            return Err(fail("id", PackFault::NoSuchRule));
        }
        for (owner, rule) in found {
            validate_override(change, rule, owner).map_err(|(key, fault)| fail(&key, fault))?;
        }
    }
    Ok(())
}

fn validate_override(change: &Override, rule: &Rule, owner: &Pack) -> Result<(), Fault> {
    let changed = change.over(rule);
    let given = changed.verdicts();
    if let Some(verdict) = change.messages.keys().find(|each| !given.contains(each)) {
        return Err((format!("message.{}", verdict.name()), PackFault::Unknown));
    }
    validate_rule(&changed, owner)
}

fn error(file: &str, rule: Option<&String>, key: &str, fault: PackFault) -> PackError {
    PackError {
        file: file.to_owned(),
        line: None,
        rule: rule.cloned(),
        key: Some(key.to_owned()),
        fault,
    }
}

type Fault = (String, PackFault);

fn validate_rule(rule: &Rule, pack: &Pack) -> Result<(), Fault> {
    if !is_id(&rule.id) {
        return Err(("id".to_owned(), PackFault::Id));
    }
    filled(&rule.title).map_err(|part| (format!("title.{part}"), PackFault::Empty))?;
    if rule.limit == 0 {
        let words = "must be at least 1".to_owned();
        return Err(("limit".to_owned(), PackFault::Invalid(words)));
    }
    if let Test::Deadline { month, day, .. } = rule.test
        && Date::new(2024, month, day).is_err()
    {
        let words = format!("no such day: {month}-{day}");
        return Err(("test".to_owned(), PackFault::Invalid(words)));
    }
    for pattern in rule.test.patterns() {
        pattern.check().map_err(|error| {
            let words = error.to_string();
            ("test".to_owned(), PackFault::Invalid(words))
        })?;
    }
    if let Test::NearDuplicate { common, .. } = rule.test
        && !(1..=MOST_SHARING).contains(&common)
    {
        let words = format!("`common` must lie between 1 and {MOST_SHARING}");
        return Err(("test".to_owned(), PackFault::Invalid(words)));
    }
    validate_basis(rule)?;
    validate_messages(rule)?;
    validate_words(rule)?;
    let examples = rule.examples.bad.iter().chain(&rule.examples.ok);
    for name in examples.filter_map(|example| example.frame.as_ref()) {
        if !pack.frames.contains_key(name) {
            let words = format!("no frame `{name}`");
            return Err(("examples".to_owned(), PackFault::Invalid(words)));
        }
    }
    Ok(())
}

/// `family-what`: lower-case letters and digits in words joined by hyphens.
fn is_id(id: &str) -> bool {
    let words: Vec<&str> = id.split('-').collect();
    let word = |word: &&str| {
        !word.is_empty()
            && word
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    words.len() >= 2 && words.iter().all(word)
}

fn validate_basis(rule: &Rule) -> Result<(), Fault> {
    if rule.basis.is_empty() {
        return Err(("basis".to_owned(), PackFault::Empty));
    }
    for basis in &rule.basis {
        if basis.document.trim().is_empty() {
            return Err(("basis.document".to_owned(), PackFault::Empty));
        }
        if !STRENGTHS.contains(&basis.strength.as_str()) {
            let words = format!("`{}` is not one of B1 to B6", basis.strength);
            return Err(("basis.strength".to_owned(), PackFault::Invalid(words)));
        }
    }
    Ok(())
}

fn validate_messages(rule: &Rule) -> Result<(), Fault> {
    let verdicts = rule.verdicts();
    let key = |verdict: &Verdict| format!("message.{}", verdict.name());
    if let Some(verdict) = verdicts.iter().find(|v| !rule.messages.contains_key(v)) {
        return Err((key(verdict), PackFault::Missing));
    }
    for (verdict, message) in &rule.messages {
        if !verdicts.contains(verdict) {
            return Err((key(verdict), PackFault::Unknown));
        }
        filled(message)
            .map_err(|language| (format!("{}.{language}", key(verdict)), PackFault::Empty))?;
        for (language, text) in [("zh", &message.zh), ("en", &message.en)] {
            let unknown = render::slots(text).find(|slot| !rule.test.slots().contains(slot));
            if let Some(slot) = unknown {
                let key = format!("{}.{language}", key(verdict));
                return Err((key, PackFault::Slot(slot.to_owned())));
            }
        }
    }
    Ok(())
}

fn validate_words(rule: &Rule) -> Result<(), Fault> {
    let binding = |strength: &str| matches!(strength, "B1" | "B2");
    if rule.basis.iter().any(|basis| binding(&basis.strength)) {
        return Ok(());
    }
    let accuses = |text: &Localized| ACCUSATIONS.iter().any(|word| text.zh.contains(word));
    if accuses(&rule.title) {
        return Err(("title.zh".to_owned(), PackFault::Accusation));
    }
    match rule.messages.iter().find(|(_, text)| accuses(text)) {
        Some((verdict, _)) => {
            let key = format!("message.{}.zh", verdict.name());
            Err((key, PackFault::Accusation))
        }
        None => Ok(()),
    }
}

/// The language that is empty, if one is.
fn filled(text: &Localized) -> Result<(), &'static str> {
    match (text.zh.trim().is_empty(), text.en.trim().is_empty()) {
        (true, _) => Err("zh"),
        (false, true) => Err("en"),
        (false, false) => Ok(()),
    }
}
