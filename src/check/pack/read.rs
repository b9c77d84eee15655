//! JSON to packs, key by key, so that an error names the rule and the key.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{Applies, Examples, Override, Pack, PackError, PackFault, Rule, SCHEMA, Tier, Years};
use crate::check::{Basis, Localized, Severity, Verdict};
use crate::report::{Kind, Level};

pub(super) fn read(json: &str, file: &str) -> Result<Pack, PackError> {
    let value: Value = serde_json::from_str(json).map_err(|error| PackError {
        file: file.to_owned(),
        line: None,
        rule: None,
        key: None,
        fault: PackFault::Syntax {
            line: error.line(),
            column: error.column(),
        },
    })?;
    let mut keys = Keys::of(value, file, None)?;
    let schema: String = keys.take_or("schema", String::new())?;
    if schema != SCHEMA {
        return Err(keys.error("schema", PackFault::Schema(schema)));
    }
    let pack = Pack {
        id: keys.take("id")?,
        title: keys.take("title")?,
        as_of: keys.take_or("as_of", None)?,
        note: keys.take_or("note", None)?,
        tier: keys.take_or("tier", Tier::default())?,
        applies: read_applies(keys.take_or("applies", Value::Object(Map::new()))?, file)?,
        frames: keys.take_or("frames", BTreeMap::new())?,
        overrides: keys
            .take_or::<Vec<Value>>("overrides", Vec::new())?
            .into_iter()
            .map(|change| read_override(change, file))
            .collect::<Result<_, _>>()?,
        rules: keys
            .take::<Vec<Value>>("rules")?
            .into_iter()
            .map(|rule| read_rule(rule, file))
            .collect::<Result<_, _>>()?,
    };
    keys.finish()?;
    Ok(pack)
}

fn read_rule(value: Value, file: &str) -> Result<Rule, PackError> {
    let id = value.get("id").and_then(Value::as_str).map(str::to_owned);
    let mut keys = Keys::of(value, file, id)?;
    let rule = Rule {
        id: keys.take("id")?,
        title: keys.take("title")?,
        severity: keys.take("severity")?,
        severity_at: read_severities(&mut keys)?,
        hit: read_hit(&mut keys)?,
        levels: read_names(&mut keys, "levels", Level::named)?,
        kinds: read_names(&mut keys, "kinds", Kind::named)?,
        years: keys.take_or("years", Years::default())?,
        basis: read_basis(&mut keys)?,
        test: keys.take("test")?,
        messages: read_messages(&mut keys)?,
        limit: keys.take_or("limit", DEFAULT_LIMIT)?,
        traps: keys.take_or("traps", Vec::new())?,
        examples: keys.take_or("examples", Examples::default())?,
    };
    keys.finish()?;
    Ok(rule)
}

fn read_applies(value: Value, file: &str) -> Result<Applies, PackError> {
    let mut keys = Keys::of(value, file, None)?;
    let applies = Applies {
        regions: keys.take_or("regions", Vec::new())?,
        levels: read_names(&mut keys, "levels", Level::named)?,
        years: keys.take_or("years", Years::default())?,
    };
    keys.finish()?;
    Ok(applies)
}

fn read_override(value: Value, file: &str) -> Result<Override, PackError> {
    let id = value.get("id").and_then(Value::as_str).map(str::to_owned);
    let mut keys = Keys::of(value, file, id)?;
    let change = Override {
        id: keys.take("id")?,
        off: keys.take_or("off", None)?,
        severity: keys.take_or("severity", None)?,
        severity_at: read_severities(&mut keys)?,
        hit: keys.take_or("hit", None::<Hit>)?.map(Hit::verdict),
        levels: match keys.left.contains_key("levels") {
            true => Some(read_names(&mut keys, "levels", Level::named)?),
            false => None,
        },
        years: keys.take_or("years", None)?,
        limit: keys.take_or("limit", None)?,
        title: keys.take_or("title", None)?,
        messages: match keys.left.contains_key("message") {
            true => read_messages(&mut keys)?,
            false => BTreeMap::new(),
        },
        basis: match keys.left.contains_key("basis") {
            true => Some(read_basis(&mut keys)?),
            false => None,
        },
    };
    keys.finish()?;
    Ok(change)
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

fn read_hit(keys: &mut Keys) -> Result<Verdict, PackError> {
    Ok(keys.take_or("hit", Hit::Unmet)?.verdict())
}

/// Where no article is named there is no number to check.
fn read_basis(keys: &mut Keys) -> Result<Vec<Basis>, PackError> {
    let mut basis: Vec<Basis> = keys.take("basis")?;
    for each in &mut basis {
        each.verified |= each.article.is_empty();
    }
    Ok(basis)
}

fn read_severities(keys: &mut Keys) -> Result<BTreeMap<&'static str, Severity>, PackError> {
    let by_name: BTreeMap<String, Severity> = keys.take_or("severity_at", BTreeMap::new())?;
    let severities = by_name.into_iter().map(|(name, severity)| {
        let level = Level::named(&name).ok_or_else(|| {
            let words = format!("no level `{name}`");
            keys.error("severity_at", PackFault::Invalid(words))
        })?;
        Ok((level.name(), severity))
    });
    severities.collect()
}

fn read_names<T>(
    keys: &mut Keys,
    key: &str,
    find: fn(&str) -> Option<T>,
) -> Result<Vec<T>, PackError> {
    let names: Vec<String> = keys.take_or(key, Vec::new())?;
    let found = names.iter().map(|name| {
        find(name)
            .ok_or_else(|| keys.error(key, PackFault::Invalid(format!("no such name: `{name}`"))))
    });
    found.collect()
}

fn read_messages(keys: &mut Keys) -> Result<BTreeMap<Verdict, Localized>, PackError> {
    let messages: BTreeMap<Verdict, Localized> = keys.take("message")?;
    if messages.contains_key(&Verdict::NotAssessable) {
        return Err(keys.error("message.not-assessable", PackFault::Unknown));
    }
    Ok(messages)
}

/// The keys of one object that have not been read yet.
struct Keys<'a> {
    file: &'a str,
    rule: Option<String>,
    left: Map<String, Value>,
}

impl Keys<'_> {
    fn of(value: Value, file: &str, rule: Option<String>) -> Result<Keys<'_>, PackError> {
        match value {
            Value::Object(left) => Ok(Keys { file, rule, left }),
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_) => Err(PackError {
                file: file.to_owned(),
                line: None,
                rule,
                key: None,
                fault: PackFault::Invalid("not an object".to_owned()),
            }),
        }
    }

    fn take<T: DeserializeOwned>(&mut self, key: &str) -> Result<T, PackError> {
        match self.left.remove(key) {
            Some(value) => self.value(key, value),
            None => Err(self.error(key, PackFault::Missing)),
        }
    }

    fn take_or<T: DeserializeOwned>(&mut self, key: &str, absent: T) -> Result<T, PackError> {
        match self.left.remove(key) {
            Some(value) => self.value(key, value),
            None => Ok(absent),
        }
    }

    fn value<T: DeserializeOwned>(&self, key: &str, value: Value) -> Result<T, PackError> {
        serde_json::from_value(value)
            .map_err(|error| self.error(key, PackFault::Invalid(error.to_string())))
    }

    fn finish(&self) -> Result<(), PackError> {
        match self.left.keys().next() {
            Some(key) => Err(self.error(key, PackFault::Unknown)),
            None => Ok(()),
        }
    }

    fn error(&self, key: &str, fault: PackFault) -> PackError {
        PackError {
            file: self.file.to_owned(),
            line: None,
            rule: self.rule.clone(),
            key: Some(key.to_owned()),
            fault,
        }
    }
}
