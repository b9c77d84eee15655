//! What a pack must be beyond its shape; the error names the rule and the key.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Override, Pack, PackError, PackFault, Rule, Test};
use crate::check::{Localized, MOST_SHARING, Verdict, render};

/// Words that accuse: only for a duty in force on the report itself.
const ACCUSATIONS: [&str; 2] = ["违反", "违规"];

const STRENGTHS: [&str; 6] = ["B1", "B2", "B3", "B4", "B5", "B6"];

/// All that is wrong with a pack by itself.
pub(super) fn validate(pack: &Pack, file: &str) -> Vec<PackError> {
    let mut faults: Vec<PackError> = of_pack(pack)
        .into_iter()
        .map(|(key, fault)| error(file, None, key, fault))
        .collect();
    let mut seen = BTreeSet::new();
    for rule in &pack.rules {
        let mut found = of_rule(rule, pack);
        if !seen.insert(&rule.id) {
            found.push(("id".to_owned(), PackFault::Duplicate));
        }
        let found = found.into_iter();
        faults.extend(found.map(|(key, fault)| error(file, Some(&rule.id), key, fault)));
    }
    for change in &pack.overrides {
        let mut found = Vec::new();
        if !seen.insert(&change.id) {
            found.push(("id".to_owned(), PackFault::Duplicate));
        }
        if change.is_empty() {
            found.push(("id".to_owned(), PackFault::Empty));
        }
        if let Some(part) = change.off.as_ref().and_then(|off| filled(off).err()) {
            found.push((format!("off.{part}"), PackFault::Empty));
        }
        let found = found.into_iter();
        faults.extend(found.map(|(key, fault)| error(file, Some(&change.id), key, fault)));
    }
    faults
}

fn of_pack(pack: &Pack) -> Vec<Fault> {
    let mut found = Vec::new();
    if pack.id.trim().is_empty() {
        found.push(("id".to_owned(), PackFault::Empty));
    }
    if let Err(part) = filled(&pack.title) {
        found.push((format!("title.{part}"), PackFault::Empty));
    }
    for (name, frame) in &pack.frames {
        if !frame.contains("{text}") {
            let slot = PackFault::Slot("text".to_owned());
            found.push((format!("frames.{name}"), slot));
        }
    }
    if let Some(part) = pack.note.as_ref().and_then(|note| filled(note).err()) {
        found.push((format!("note.{part}"), PackFault::Empty));
    }
    found
}

/// A changed rule must be as sound as one that was written whole: words, slots and severity fit its test and basis.
pub(super) fn validate_overrides(pack: &Pack, below: &[Pack], file: &str) -> Vec<PackError> {
    let mut faults = Vec::new();
    for change in &pack.overrides {
        let mut changed = below
            .iter()
            .flat_map(|each| each.rules.iter().map(move |rule| (each, rule)))
            .filter(|(_, rule)| rule.id == change.id)
            .peekable();
        let mut found = Vec::new();
        if changed.peek().is_none() {
            found.push(("id".to_owned(), PackFault::NoSuchRule));
        }
        for (owner, rule) in changed {
            found.extend(of_override(change, rule, owner));
        }
        let found = found.into_iter();
        faults.extend(found.map(|(key, fault)| error(file, Some(&change.id), key, fault)));
    }
    faults
}

fn of_override(change: &Override, rule: &Rule, owner: &Pack) -> Vec<Fault> {
    let changed = change.over(rule);
    let given = changed.verdicts();
    let unknown = change.messages.keys().filter(|each| !given.contains(each));
    let mut found: Vec<Fault> = unknown
        .map(|verdict| (format!("message.{}", verdict.name()), PackFault::Unknown))
        .collect();
    found.extend(of_rule(&changed, owner));
    found
}

fn error(file: &str, rule: Option<&String>, key: String, fault: PackFault) -> PackError {
    PackError {
        file: file.to_owned(),
        line: None,
        rule: rule.cloned(),
        key: Some(key),
        fault,
    }
}

/// A key of a rule or a pack and what is wrong with its value.
type Fault = (String, PackFault);

fn of_rule(rule: &Rule, pack: &Pack) -> Vec<Fault> {
    let mut found = Vec::new();
    if !is_id(&rule.id) {
        found.push(("id".to_owned(), PackFault::Id));
    }
    if let Err(part) = filled(&rule.title) {
        found.push((format!("title.{part}"), PackFault::Empty));
    }
    let invalid = |key: &str, words: String| (key.to_owned(), PackFault::Invalid(words));
    if rule.limit == 0 {
        found.push(invalid("limit", "must be at least 1".to_owned()));
    }
    let wrong = of_test(&rule.test).into_iter();
    found.extend(wrong.map(|words| invalid("test", words)));
    found.extend(of_basis(rule));
    found.extend(of_messages(rule));
    found.extend(of_words(rule));
    if let Err(error) = rule.examples.check() {
        found.push(invalid("examples", error.to_string()));
        return found;
    }
    let examples = rule.examples.bad().iter().chain(rule.examples.ok());
    let frames = examples.filter_map(|example| example.frame.as_ref());
    let missing = frames.filter(|name| !pack.frames.contains_key(*name));
    found.extend(missing.map(|name| invalid("examples", format!("no frame `{name}`"))));
    found
}

/// What is wrong with the parameters of a test.
fn of_test(test: &Test) -> Vec<String> {
    let patterns = test.patterns().into_iter();
    let mut found: Vec<String> = patterns
        .filter_map(|pattern| pattern.check().err())
        .map(|error| error.to_string())
        .collect();
    if let Test::Deadline { month, day, .. } = test
        && Date::new(2024, *month, *day).is_err()
    {
        found.push(format!("no such day: {month}-{day}"));
    }
    if let Test::NearDuplicate { common, .. } = test
        && !(1..=MOST_SHARING).contains(common)
    {
        found.push(format!("`common` must lie between 1 and {MOST_SHARING}"));
    }
    found
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

fn of_basis(rule: &Rule) -> Vec<Fault> {
    let mut found = Vec::new();
    if rule.basis.is_empty() {
        found.push(("basis".to_owned(), PackFault::Empty));
    }
    for basis in &rule.basis {
        if basis.document.trim().is_empty() {
            found.push(("basis.document".to_owned(), PackFault::Empty));
        }
        if !STRENGTHS.contains(&basis.strength.as_str()) {
            let words = format!("`{}` is not one of B1 to B6", basis.strength);
            found.push(("basis.strength".to_owned(), PackFault::Invalid(words)));
        }
    }
    found
}

fn of_messages(rule: &Rule) -> Vec<Fault> {
    let verdicts = rule.verdicts();
    let key = |verdict: &Verdict| format!("message.{}", verdict.name());
    let missing = verdicts.iter().filter(|v| !rule.messages.contains_key(v));
    let mut found: Vec<Fault> = missing
        .map(|verdict| (key(verdict), PackFault::Missing))
        .collect();
    for (verdict, message) in &rule.messages {
        if !verdicts.contains(verdict) {
            found.push((key(verdict), PackFault::Unknown));
            continue;
        }
        if let Err(language) = filled(message) {
            found.push((format!("{}.{language}", key(verdict)), PackFault::Empty));
        }
        for (language, text) in [("zh", &message.zh), ("en", &message.en)] {
            let unknown = render::slots(text).filter(|slot| !rule.test.slots().contains(slot));
            found.extend(unknown.map(|slot| {
                let key = format!("{}.{language}", key(verdict));
                (key, PackFault::Slot(slot.to_owned()))
            }));
        }
    }
    found
}

fn of_words(rule: &Rule) -> Vec<Fault> {
    let binding = |strength: &str| matches!(strength, "B1" | "B2");
    if rule.basis.iter().any(|basis| binding(&basis.strength)) {
        return Vec::new();
    }
    let accuses = |text: &Localized| ACCUSATIONS.iter().any(|word| text.zh.contains(word));
    let title = accuses(&rule.title).then(|| "title.zh".to_owned());
    let messages = rule.messages.iter().filter(|(_, text)| accuses(text));
    let messages = messages.map(|(verdict, _)| format!("message.{}.zh", verdict.name()));
    let places = title.into_iter().chain(messages);
    places.map(|key| (key, PackFault::Accusation)).collect()
}

/// The language that is empty, if one is.
fn filled(text: &Localized) -> Result<(), &'static str> {
    match (text.zh.trim().is_empty(), text.en.trim().is_empty()) {
        (true, _) => Err("zh"),
        (false, true) => Err("en"),
        (false, false) => Ok(()),
    }
}
