//! JSON to packs, key by key, so that an error names the rule and the key, and one error does not hide the next.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Applies, Examples, Override, Pack, PackError, PackFault, Rule, SCHEMA, Tier, Years};
use crate::check::{Basis, Localized, Severity, Verdict};
use crate::report::{Kind, Level};

/// Reads a pack, or says all that is wrong with its form.
pub(super) fn read(json: &str, file: &str) -> Result<Pack, Vec<PackError>> {
    let mut faults = Faults {
        file,
        found: Vec::new(),
    };
    let pack = match serde_json::from_str(json) {
        Ok(left) => read_pack(left, &mut faults),
        Err(error) if error.is_data() => {
            faults.not_an_object();
            None
        }
        Err(error) => {
            let (line, column) = (error.line(), error.column());
            faults.add(None, None, PackFault::Syntax { line, column });
            None
        }
    };
    pack.filter(|_| faults.found.is_empty()).ok_or(faults.found)
}

fn read_pack(left: BTreeMap<String, &RawValue>, faults: &mut Faults) -> Option<Pack> {
    let mut keys = Keys {
        rule: None,
        faults,
        left,
    };
    let schema: String = keys.take_or("schema", String::new())?;
    if schema != SCHEMA {
        // Of another format nothing else can be said.
        keys.wrong("schema", PackFault::Schema(schema));
        return None;
    }
    let id = keys.take("id");
    let title = keys.take("title");
    let as_of = keys.take_or("as_of", None);
    let note = keys.take_or("note", None);
    let tier = keys.take_or("tier", Tier::default());
    let applies: Option<Option<&RawValue>> = keys.take_or("applies", None);
    let frames = keys.take_or("frames", BTreeMap::new());
    let overrides: Option<Vec<&RawValue>> = keys.take_or("overrides", Vec::new());
    let rules: Option<Vec<&RawValue>> = keys.take("rules");
    keys.finish();
    let applies = match applies? {
        Some(applies) => read_applies(applies, faults),
        None => Some(Applies::default()),
    };
    let overrides: Vec<Option<Override>> = overrides?
        .into_iter()
        .map(|change| read_override(change, faults))
        .collect();
    let rules: Vec<Option<Rule>> = rules?
        .into_iter()
        .map(|rule| read_rule(rule, faults))
        .collect();
    Some(Pack {
        id: id?,
        title: title?,
        as_of: as_of?,
        note: note?,
        tier: tier?,
        applies: applies?,
        frames: frames?,
        overrides: overrides.into_iter().collect::<Option<_>>()?,
        rules: rules.into_iter().collect::<Option<_>>()?,
    })
}

fn read_rule(value: &RawValue, faults: &mut Faults) -> Option<Rule> {
    let mut keys = Keys::of(value, true, faults)?;
    let id = keys.take("id");
    let title = keys.take("title");
    let severity = keys.take("severity");
    let severity_at = read_severities(&mut keys);
    let hit = keys.take_or("hit", Hit::Unmet);
    let levels = read_names(&mut keys, "levels", Level::named);
    let kinds = read_names(&mut keys, "kinds", Kind::named);
    let years = keys.take_or("years", Years::default());
    let basis = read_basis(&mut keys);
    let test = keys.take("test");
    let messages = read_messages(&mut keys);
    let limit = keys.take_or("limit", DEFAULT_LIMIT);
    let traps = keys.take_or("traps", Vec::new());
    let examples: Option<Option<&RawValue>> = keys.take_or("examples", None);
    keys.finish();
    Some(Rule {
        id: id?,
        title: title?,
        severity: severity?,
        severity_at: severity_at?,
        hit: hit?.verdict(),
        levels: levels?,
        kinds: kinds?,
        years: years?,
        basis: basis?,
        test: test?,
        messages: messages?,
        limit: limit?,
        traps: traps?,
        examples: examples?.map(Examples::unread).unwrap_or_default(),
    })
}

fn read_applies(value: &RawValue, faults: &mut Faults) -> Option<Applies> {
    let mut keys = Keys::of(value, false, faults)?;
    let regions = keys.take_or("regions", Vec::new());
    let levels = read_names(&mut keys, "levels", Level::named);
    let years = keys.take_or("years", Years::default());
    keys.finish();
    Some(Applies {
        regions: regions?,
        levels: levels?,
        years: years?,
    })
}

fn read_override(value: &RawValue, faults: &mut Faults) -> Option<Override> {
    let mut keys = Keys::of(value, true, faults)?;
    let id = keys.take("id");
    let off = keys.take_or("off", None);
    let severity = keys.take_or("severity", None);
    let severity_at = read_severities(&mut keys);
    let hit = keys.take_or("hit", None::<Hit>);
    let levels = keys.given("levels", |keys| read_names(keys, "levels", Level::named));
    let years = keys.take_or("years", None);
    let limit = keys.take_or("limit", None);
    let title = keys.take_or("title", None);
    let messages = keys.given("message", read_messages);
    let basis = keys.given("basis", read_basis);
    keys.finish();
    Some(Override {
        id: id?,
        off: off?,
        severity: severity?,
        severity_at: severity_at?,
        hit: hit?.map(Hit::verdict),
        levels: levels?,
        years: years?,
        limit: limit?,
        title: title?,
        messages: messages?.unwrap_or_default(),
        basis: basis?,
    })
}

const DEFAULT_LIMIT: usize = 20;

/// How strongly a hit is stated.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Hit {
    Unmet,
    Unclear,
}

impl Hit {
    fn verdict(self) -> Verdict {
        match self {
            Hit::Unmet => Verdict::Unmet,
            Hit::Unclear => Verdict::Unclear,
        }
    }
}

/// Where no article is named there is no number to check.
fn read_basis(keys: &mut Keys) -> Option<Vec<Basis>> {
    let mut basis: Vec<Basis> = keys.take("basis")?;
    for each in &mut basis {
        each.verified |= each.article.is_empty();
    }
    Some(basis)
}

fn read_severities(keys: &mut Keys) -> Option<BTreeMap<&'static str, Severity>> {
    let by_name: BTreeMap<String, Severity> = keys.take_or("severity_at", BTreeMap::new())?;
    let severities = by_name.into_iter().map(|(name, severity)| {
        let level = keys.named("severity_at", &name, Level::named)?;
        Some((level.name(), severity))
    });
    severities.collect()
}

fn read_names<T>(keys: &mut Keys, key: &str, find: fn(&str) -> Option<T>) -> Option<Vec<T>> {
    let names: Vec<String> = keys.take_or(key, Vec::new())?;
    let found: Vec<Option<T>> = names
        .iter()
        .map(|name| keys.named(key, name, find))
        .collect();
    found.into_iter().collect()
}

fn read_messages(keys: &mut Keys) -> Option<BTreeMap<Verdict, Localized>> {
    let messages: BTreeMap<Verdict, Localized> = keys.take("message")?;
    if messages.contains_key(&Verdict::NotAssessable) {
        keys.wrong("message.not-assessable", PackFault::Unknown);
        return None;
    }
    Some(messages)
}

/// All that is wrong with a file.
struct Faults<'f> {
    file: &'f str,
    found: Vec<PackError>,
}

impl Faults<'_> {
    fn not_an_object(&mut self) {
        let words = "not an object".to_owned();
        self.add(None, None, PackFault::Invalid(words));
    }

    fn add(&mut self, rule: Option<&String>, key: Option<&str>, fault: PackFault) {
        self.found.push(PackError {
            file: self.file.to_owned(),
            line: None,
            rule: rule.cloned(),
            key: key.map(str::to_owned),
            fault,
        });
    }
}

/// The keys of one object that have not been read yet. What cannot be read is put down and is `None`.
struct Keys<'j, 'f, 'n> {
    faults: &'f mut Faults<'n>,
    rule: Option<String>,
    left: BTreeMap<String, &'j RawValue>,
}

impl<'j, 'f, 'n> Keys<'j, 'f, 'n> {
    /// The keys of an object, which may have an `id` that its errors are told with.
    fn of(value: &'j RawValue, named: bool, faults: &'f mut Faults<'n>) -> Option<Self> {
        let Ok(left) = serde_json::from_str::<BTreeMap<String, &RawValue>>(value.get()) else {
            faults.not_an_object();
            return None;
        };
        let id = left.get("id").filter(|_| named);
        let rule = id.and_then(|id| serde_json::from_str(id.get()).ok());
        Some(Keys { faults, rule, left })
    }

    fn take<T: Deserialize<'j>>(&mut self, key: &str) -> Option<T> {
        let Some(value) = self.left.remove(key) else {
            self.wrong(key, PackFault::Missing);
            return None;
        };
        self.value(key, value)
    }

    fn take_or<T: Deserialize<'j>>(&mut self, key: &str, absent: T) -> Option<T> {
        match self.left.remove(key) {
            Some(value) => self.value(key, value),
            None => Some(absent),
        }
    }

    /// What is read of a key that may be missing; the outer `None` is an error.
    fn given<T>(&mut self, key: &str, read: fn(&mut Self) -> Option<T>) -> Option<Option<T>> {
        match self.left.contains_key(key) {
            true => read(self).map(Some),
            false => Some(None),
        }
    }

    fn value<T: Deserialize<'j>>(&mut self, key: &str, value: &'j RawValue) -> Option<T> {
        match serde_json::from_str(value.get()) {
            Ok(value) => Some(value),
            Err(error) => {
                // The place is one inside the value; the line of the key in the file is told instead.
                let words = error.to_string();
                let words = words.split(" at line ").next().unwrap_or_default();
                self.wrong(key, PackFault::Invalid(words.to_owned()));
                None
            }
        }
    }

    fn named<T>(&mut self, key: &str, name: &str, find: fn(&str) -> Option<T>) -> Option<T> {
        let found = find(name);
        if found.is_none() {
            self.wrong(key, PackFault::Invalid(format!("no such name: `{name}`")));
        }
        found
    }

    /// Puts down the keys that the format does not have.
    fn finish(mut self) {
        for key in std::mem::take(&mut self.left).into_keys() {
            self.wrong(&key, PackFault::Unknown);
        }
    }

    fn wrong(&mut self, key: &str, fault: PackFault) {
        self.faults.add(self.rule.as_ref(), Some(key), fault);
    }
}
