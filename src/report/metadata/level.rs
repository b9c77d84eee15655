//! The level of government of the body that reports.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::Level;
use super::body::{Body, Role};
use super::evidence::{Certainty, Found, Origin};
use super::page::Page;
use crate::report::lexicon::{self, Prefixes, WordList};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Levels {
    /// How the name of a body ends.
    pub body_ends: WordList,
    /// Those of them that end the name of a body also where no place is named.
    pub clear_ends: WordList,
    /// What follows 人民政府 in the name of one of its bodies.
    pub government_goes_on: WordList,
    /// What a sentence says and no name of a body.
    pub not_in_bodies: WordList,
    /// How the name of a government, not of one of its departments, ends.
    pub government_ends: WordList,
    /// How names of places end, longer ones first.
    pub place_ends: Vec<PlaceEnd>,
    /// Ends of places that a committee governs and no government.
    pub zones: WordList,
    /// Words that end like a place, at the end of a longer stretch.
    pub words_with_ends: WordList,
    /// The same, alone.
    pub words: WordList,
    /// What shows that the end of a place before it is none: 市场, 乡村.
    pub behind_no_end: WordList,
    /// What begins like that and still follows a place: 政府.
    pub behind_after_all: WordList,
    /// The place in abbreviated names: 县司法局.
    pub selves_alone: Vec<SelfWords>,
    /// How such names go on where a text names others than its own body.
    bodies_alone: WordList,
    /// The national government itself.
    state: WordList,
    /// How names of its departments begin and end.
    pub national: WordList,
    pub national_ends: WordList,
    /// What only a city that governs counties speaks of.
    has_counties: WordList,
    /// How a text speaks of its own place or body.
    selves: Vec<SelfName>,
    /// What a city without counties below it speaks of, and what one with counties does.
    towns: Prefixes,
    counties: Prefixes,
    /// What follows the name of a body in running text.
    pub followers: WordList,
    /// Those of them that a longer name may go on with.
    pub soft_followers: WordList,
    /// What shows that a stretch of text is no name; the latter only behind its beginning.
    pub not_in_names: WordList,
    pub not_inside_names: WordList,
    /// Where no name of a place goes on.
    pub place_breaks: WordList,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlaceEnd {
    pub end: String,
    pub level: String,
    /// How the name has to begin, where the end alone is not enough.
    #[serde(default)]
    pub begins: WordList,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SelfWords {
    pub words: WordList,
    pub level: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SelfName {
    words: WordList,
    /// Whose title a speech or a report of a person bears.
    officers: WordList,
    level: String,
}

pub(super) static LEVELS: LazyLock<Levels> =
    LazyLock::new(|| lexicon::read("levels.json", crate::bundled!("lexicon/levels.json")));

/// The level of a body, and for a department that of its government.
#[derive(Clone, Debug)]
pub(super) struct Rank {
    pub level: Option<Found<Level>>,
    pub department_of: Option<Level>,
}

/// By the name of the body, else by how the text speaks of its own.
pub(super) fn rank(body: Option<&Body>, page: &Page) -> Rank {
    let Some(body) = body else {
        let level = officer(page).or_else(|| spoken(page));
        let is_department = level
            .as_ref()
            .is_some_and(|found| found.value == Level::Department);
        return Rank {
            level,
            department_of: spoken_place(page)
                .filter(|_| is_department)
                .map(|found| found.value),
        };
    };
    let government = government(body, page);
    match body.role {
        Role::National if LEVELS.state.iter().any(|name| *name == body.words.value) => Rank {
            level: Some(body.words.with(Level::National)),
            department_of: None,
        },
        Role::National => Rank {
            level: Some(body.words.with(Level::Department)),
            department_of: Some(Level::National),
        },
        Role::Department => Rank {
            level: Some(body.words.with(Level::Department)),
            department_of: government
                .or_else(|| spoken_place(page))
                .map(|found| found.value),
        },
        Role::Place | Role::Zone | Role::Government | Role::Unknown => Rank {
            level: government.or_else(|| spoken(page)),
            department_of: None,
        },
    }
}

/// The level of the place in the name.
fn government(body: &Body, page: &Page) -> Option<Found<Level>> {
    if body.level == Level::Unknown {
        return None;
    }
    let named = body.words.with(body.level);
    if !body.is_unlisted_city {
        return Some(named);
    }
    // A city that is not on the list of prefectures is of the level of a county, unless it governs counties.
    let (level, certainty) = match governs_counties(page) {
        Some(true) => (Level::Prefecture, Certainty::Likely),
        Some(false) => (Level::County, Certainty::Likely),
        None => (Level::County, Certainty::Guess),
    };
    Some(named.with(level).at_most(certainty))
}

/// Whether a city speaks of its counties and districts, or of its towns; `None` when of neither.
fn governs_counties(page: &Page) -> Option<bool> {
    let sample = page.sample();
    if sample
        .iter()
        .any(|text| lexicon::contains(text, &LEVELS.has_counties))
    {
        return Some(true);
    }
    let count = |words: &Prefixes| -> usize {
        let texts = sample.iter();
        texts.map(|text| occurrences(text, words)).sum()
    };
    let (towns, counties) = (count(&LEVELS.towns), count(&LEVELS.counties));
    match towns.cmp(&counties) {
        std::cmp::Ordering::Greater => Some(false),
        std::cmp::Ordering::Less => Some(true),
        std::cmp::Ordering::Equal => None,
    }
}

/// How often one of the words stands in the text.
fn occurrences(text: &str, words: &Prefixes) -> usize {
    text.char_indices()
        .filter_map(|(at, _)| text.get(at..))
        .filter(|rest| words.rests(rest).next().is_some())
        .count()
}

/// 县长在…会议上的讲话: the office in the title or below it, else whose meeting it is.
fn officer(page: &Page) -> Option<Found<Level>> {
    let below = page.before().filter(|(behind, _)| *behind);
    let mut lines = page.title().iter().chain(below.map(|(_, line)| line));
    let held = || {
        let above = page.before().map(|(_, line)| line);
        let above = above.filter(|line| line.text.contains("会议上") || line.text.contains("会上"));
        let mut titles = page.title().iter().chain(above);
        titles.find_map(|line| {
            let at = line.text.find('全')?;
            let rest = line.text.get(at..)?;
            let mut own = LEVELS.selves.iter();
            let own = own.find(|own| lexicon::begins(rest, &own.words))?;
            let span = page.source(line.start, at..at + "全县".len());
            let level = Level::named(&own.level)?;
            Some(Found::new(
                level,
                Origin::Title,
                Certainty::Likely,
                Some(span),
            ))
        })
    };
    let in_office = lines.find_map(|line| {
        let officers = LEVELS.selves.iter().rev().filter_map(|own| {
            let word = own
                .officers
                .iter()
                .find(|word| line.text.contains(word.as_str()))?;
            let at = line.text.find(word.as_str())?;
            Some((own, at..at + word.len()))
        });
        // 市委副书记、市长: the first office counts.
        let (own, range) = officers.min_by_key(|(_, range)| range.start)?;
        let span = page.source(line.start, range);
        let level = Level::named(&own.level)?;
        Some(Found::new(
            level,
            Origin::Title,
            Certainty::Likely,
            Some(span),
        ))
    });
    in_office.or_else(held)
}

/// The level of the government that the text speaks of, the reporting department left out.
fn spoken_place(page: &Page) -> Option<Found<Level>> {
    most_spoken(page, |level| level != Level::Department).or_else(|| abbreviated(page))
}

/// 区人大常委会, 县司法局: the level of the bodies that a text names without their place.
fn abbreviated(page: &Page) -> Option<Found<Level>> {
    let mut counts = weights(page);
    counts.remove(&Level::Department);
    for text in page.sample() {
        for own in &LEVELS.selves_alone {
            let level = Level::named(&own.level).unwrap_or_default();
            for word in own.words.iter() {
                let places = text.match_indices(word.as_str());
                let named = places.filter(|(at, _)| {
                    let behind = text.get(at + word.len()..).unwrap_or("");
                    let before = text.get(..*at).unwrap_or("").chars().next_back();
                    begins_word(before) && lexicon::begins(behind, &LEVELS.bodies_alone)
                });
                *counts.entry(level).or_default() += named.count();
            }
        }
    }
    let (level, count) = counts
        .into_iter()
        .max_by_key(|(level, count)| (*count, *level))?;
    (count > 0).then(|| Found::new(level, Origin::Body, Certainty::Guess, None))
}

/// Whether a word may begin behind the character: 社区 and 城市 are no 区 and 市.
fn begins_word(before: Option<char>) -> bool {
    before.is_none_or(|before| {
        !before.is_alphanumeric() || "在由和与按照向受据合经被对于、".contains(before)
    })
}

/// 我县, 全镇, 我局: the level that is spoken of most.
pub(super) fn spoken(page: &Page) -> Option<Found<Level>> {
    most_spoken(page, |_| true)
}

fn most_spoken(page: &Page, wanted: impl Fn(Level) -> bool) -> Option<Found<Level>> {
    // Of equals the narrower one: a town speaks of its county as well.
    let (level, count) = weights(page)
        .into_iter()
        .filter(|(level, count)| wanted(*level) && *count >= 2)
        .max_by_key(|(level, count)| (*count, *level))?;
    let certainty = if count >= CLEAR {
        Certainty::Likely
    } else {
        Certainty::Guess
    };
    Some(Found::new(level, Origin::Body, certainty, None))
}

/// From this weight on the way in which a text speaks of itself is a clear sign.
const CLEAR: usize = 9;

/// Ways in which texts speak of their own, by their first character.
static SPOKEN: LazyLock<BTreeMap<char, Vec<(&str, Level)>>> = LazyLock::new(|| {
    let mut spoken: BTreeMap<char, Vec<(&str, Level)>> = BTreeMap::new();
    for own in &LEVELS.selves {
        let level = Level::named(&own.level).unwrap_or_default();
        for word in own.words.iter() {
            if let Some(first) = word.chars().next() {
                spoken.entry(first).or_default().push((word, level));
            }
        }
    }
    spoken
});

/// How much a text speaks of each level as its own.
fn weights(page: &Page) -> BTreeMap<Level, usize> {
    let mut weights = BTreeMap::new();
    for text in page.sample() {
        for (at, first) in text.char_indices() {
            let Some(words) = SPOKEN.get(&first) else {
                continue;
            };
            let rest = text.get(at..).unwrap_or("");
            if let Some((_, level)) = words.iter().find(|(word, _)| rest.starts_with(word)) {
                *weights.entry(*level).or_default() += self_weight(first);
            }
        }
    }
    weights
}

/// 我县 says more than 全县, which a department of the county writes as well.
fn self_weight(first: char) -> usize {
    if "我本".contains(first) { 3 } else { 1 }
}
