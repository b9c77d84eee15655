//! Texts of the interface in Chinese and English, as data: `data/locales/{zh,en}.json`.

mod look_alikes;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::{LazyLock, OnceLock};

use serde::Deserialize;

use crate::check::Localized;

/// The language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    #[default]
    Zh,
    En,
}

/// The sections of a language. A command needs few of them, so each is read when it is first asked.
type Table = BTreeMap<&'static str, Section>;

type Texts = BTreeMap<&'static str, Text<'static>>;

/// One section as it stands in the file, and read.
struct Section {
    json: &'static str,
    texts: OnceLock<Texts>,
}

/// A text that is copied only where the file writes a character of it otherwise.
#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

static ZH: LazyLock<Table> =
    LazyLock::new(|| table(include!(concat!(env!("OUT_DIR"), "/locales/zh.rs"))));
static EN: LazyLock<Table> =
    LazyLock::new(|| table(include!(concat!(env!("OUT_DIR"), "/locales/en.rs"))));

fn table(sections: &[(&'static str, &'static str)]) -> Table {
    let section = |json: &'static str| Section {
        json,
        texts: OnceLock::new(),
    };
    let sections = sections.iter();
    sections
        .map(|&(name, json)| (name, section(json)))
        .collect()
}

impl Section {
    fn texts(&self) -> &Texts {
        let read = || serde_json::from_str(self.json).expect("a section maps keys to texts");
        self.texts.get_or_init(read)
    }

    fn get(&self, key: &str) -> Option<&str> {
        self.texts().get(key).map(|text| &*text.0)
    }
}

fn table_of(lang: Lang) -> &'static Table {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}

impl Lang {
    /// As typed after `--lang`.
    pub fn name(self) -> &'static str {
        match self {
            Lang::Zh => "zh",
            Lang::En => "en",
        }
    }

    /// The language that the environment asks for: Chinese unless a variable names another; C and POSIX mean Chinese.
    pub fn from_environment(get: impl Fn(&str) -> Option<String>) -> Lang {
        let value = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .find_map(|name| get(name).filter(|value| !value.is_empty()));
        match value {
            Some(value) if value.starts_with("en") => Lang::En,
            _ => Lang::Zh,
        }
    }

    /// The text of `section.key`; the key itself where there is none, which a test excludes.
    pub fn text(self, key: &str) -> &'static str {
        let found = key
            .split_once('.')
            .and_then(|(section, name)| table_of(self).get(section)?.get(name));
        match found {
            Some(text) => text,
            None => missing(key),
        }
    }

    /// The text of a rule pack in this language.
    pub fn choose(self, text: &Localized) -> &str {
        match self {
            Lang::Zh => &text.zh,
            Lang::En => &text.en,
        }
    }

    /// The text with `{name}` replaced by the values given.
    pub fn fill(self, key: &str, values: &[(&str, &dyn Display)]) -> String {
        let mut text = self.text(key).to_owned();
        for (name, value) in values {
            text = text.replace(&format!("{{{name}}}"), &value.to_string());
        }
        text
    }
}

/// The key in a section under which one of the languages has this text: what a person may type for a name in JSON.
pub fn key_of(section: &str, text: &str) -> Option<&'static str> {
    [Lang::Zh, Lang::En].into_iter().find_map(|lang| {
        let mut names = table_of(lang).get(section)?.texts().iter();
        let found = names.find(|(_, name)| name.0.eq_ignore_ascii_case(text));
        found.map(|(key, _)| *key)
    })
}

/// All texts of a section in one language: the words of a closed list.
pub fn names(section: &str, lang: Lang) -> Vec<&'static str> {
    let texts = table_of(lang).get(section).map(Section::texts);
    let texts = texts.into_iter().flat_map(BTreeMap::values);
    texts.map(|text| &*text.0).collect()
}

/// Whether there is a text of this key: names that others wrote may have none.
pub fn has(key: &str) -> bool {
    let found = key.split_once('.');
    found.is_some_and(|(section, name)| {
        let section = ZH.get(section);
        section.is_some_and(|section| section.get(name).is_some())
    })
}

/// A missing text must not crash a reviewer's session: it shows as a question mark, and tests look for it.
fn missing(key: &str) -> &'static str {
    debug_assert!(false, "no text for {key}");
    "?"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(table: &'static Table) -> Vec<(&'static str, &'static str)> {
        let keys = |(name, section): (&&'static str, &'static Section)| {
            let name = *name;
            section.texts().keys().map(move |key| (name, *key))
        };
        table.iter().flat_map(keys).collect()
    }

    fn slots(text: &str) -> Vec<&str> {
        let mut slots: Vec<&str> = text
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'))
            .map(|(name, _)| name)
            // Other braces are what the text is about.
            .filter(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
            .collect();
        slots.sort_unstable();
        slots
    }

    #[test]
    fn both_languages_have_the_same_texts_with_the_same_slots() {
        assert_eq!(keys(&ZH), keys(&EN));
        for (section, key) in keys(&ZH) {
            let name = format!("{section}.{key}");
            assert_eq!(
                slots(Lang::Zh.text(&name)),
                slots(Lang::En.text(&name)),
                "{name}"
            );
        }
    }

    #[test]
    fn chinese_unless_the_environment_says_english() {
        let lang = |value: &'static str| {
            Lang::from_environment(|name| (name == "LANG").then(|| value.to_owned()))
        };
        assert_eq!(lang("en_US.UTF-8"), Lang::En);
        assert_eq!(lang("C.UTF-8"), Lang::Zh);
        assert_eq!(lang("POSIX"), Lang::Zh);
        assert_eq!(lang("zh_CN.UTF-8"), Lang::Zh);
        assert_eq!(Lang::from_environment(|_| None), Lang::Zh);
    }
}
