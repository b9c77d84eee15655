//! The level of government of the body that reports.

use std::sync::LazyLock;

use serde::Deserialize;

use super::issuer::Body;
use super::{Level, Opening};
use crate::report::lexicon::{self, WordList, contains, ends};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Levels {
    /// How the name of a body ends.
    pub body_ends: WordList,
    /// How the name of a government, not of one of its departments, ends.
    pub government_ends: WordList,
    /// How names of places end, longer ones first.
    place_ends: Vec<PlaceEnd>,
    /// Provinces without 省 or 自治区, as short titles name them.
    pub provinces: Vec<Province>,
    /// Places that a committee governs and no government.
    pub committees: WordList,
    /// Cities of the first level.
    municipalities: WordList,
    pub national: WordList,
    /// What only a city that governs counties speaks of.
    has_counties: WordList,
    /// How a text speaks of its own place or body.
    selves: Vec<SelfName>,
    /// What follows the name of a body in running text.
    pub followers: WordList,
    /// What shows that a stretch of text is no name.
    pub not_in_names: WordList,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Province {
    pub short: String,
    pub full: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceEnd {
    end: String,
    level: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SelfName {
    words: WordList,
    level: String,
}

pub(super) static LEVELS: LazyLock<Levels> = LazyLock::new(|| {
    lexicon::read(
        "levels.json",
        include_str!("../../../data/lexicon/levels.json"),
    )
});

/// The level of a body, and for a department that of its government.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Rank {
    pub level: Level,
    pub department_of: Option<Level>,
}

/// By the name of the body, else by how the text speaks of its own.
pub(super) fn rank(body: Option<&Body>, opening: &Opening) -> Rank {
    let Some(body) = body else {
        return represented(opening).unwrap_or_else(|| spoken(opening));
    };
    let name = body.name.as_ref().map(|name| name.value.as_str());
    let place = body.place.as_deref();
    if place.is_none()
        && name.is_some_and(|name| lexicon::begins(name, &LEVELS.national) || name.ends_with('部'))
    {
        return Rank {
            level: Level::National,
            department_of: None,
        };
    }
    let level = place.map(|place| place_level(place, opening));
    match name.filter(|name| is_department(name, place)) {
        Some(name) => Rank {
            level: Level::Department,
            department_of: level.or_else(|| abbreviated(name)),
        },
        None => level.map_or_else(
            || spoken(opening),
            |level| Rank {
                level,
                department_of: None,
            },
        ),
    }
}

fn is_department(name: &str, place: Option<&str>) -> bool {
    !ends(name, &LEVELS.government_ends) && place != Some(name)
}

/// 我代表区人民政府: the place is left out, but not its level.
fn represented(opening: &Opening) -> Option<Rank> {
    let governments = [
        ("省", Level::Province),
        ("自治区", Level::Province),
        ("市", Level::Prefecture),
        ("州", Level::Prefecture),
        ("县", Level::County),
        ("区", Level::County),
        ("镇", Level::Township),
        ("乡", Level::Township),
    ];
    governments
        .into_iter()
        .find(|(place, _)| {
            let full = format!("代表{place}人民政府");
            let short = format!("代表{place}政府");
            opening.text.contains(&full) || opening.text.contains(&short)
        })
        .map(|(_, level)| Rank {
            level,
            department_of: None,
        })
}

/// 县司法局, 市住房城乡建设委: the place is left out.
fn abbreviated(name: &str) -> Option<Level> {
    match name.chars().next()? {
        '省' => Some(Level::Province),
        '市' | '州' => Some(Level::Prefecture),
        '县' | '区' => Some(Level::County),
        _ => None,
    }
}

fn place_level(place: &str, opening: &Opening) -> Level {
    if LEVELS.municipalities.iter().any(|city| city == place) {
        return Level::Province;
    }
    let level = LEVELS
        .place_ends
        .iter()
        .find(|end| place.ends_with(end.end.as_str()))
        .and_then(|end| Level::named(&end.level))
        .unwrap_or_default();
    let inner = place.strip_suffix('市').unwrap_or("");
    let county_city =
        inner.contains(['市', '州']) || (!inner.is_empty() && speaks_as_county(opening));
    if place.ends_with('市') && county_city {
        Level::County
    } else {
        level
    }
}

/// A city without counties below it, which speaks of its towns.
fn speaks_as_county(opening: &Opening) -> bool {
    let count = |words: &[&str]| {
        words
            .iter()
            .map(|word| opening.whole.matches(word).count())
            .sum::<usize>()
    };
    !contains(opening.whole, &LEVELS.has_counties)
        && count(&["乡镇", "镇街", "各镇", "镇(街道)"])
            > count(&["区政府", "各区", "县政府", "各县"])
        && count(&["乡镇", "镇街", "各镇", "镇(街道)"]) >= 3
}

/// 我县, 全镇, 我局: the level that is spoken of most.
fn spoken(opening: &Opening) -> Rank {
    let best = LEVELS
        .selves
        .iter()
        .map(|own| {
            let count: usize = own
                .words
                .iter()
                .map(|word| opening.whole.matches(word.as_str()).count() * self_weight(word))
                .sum();
            (count, own)
        })
        .filter(|(count, _)| *count >= 2)
        .rev()
        .max_by_key(|(count, _)| *count);
    let level = best
        .and_then(|(_, own)| Level::named(&own.level))
        .unwrap_or_default();
    Rank {
        level,
        department_of: None,
    }
}

/// 我县 says more than 全县, which a department of the county writes as well.
fn self_weight(word: &str) -> usize {
    if word.starts_with(['我', '本']) {
        3
    } else {
        1
    }
}

/// The length of the place that a name begins with: of 青山市东湖区司法局 the part 青山市东湖区.
pub(super) fn place_len(name: &str) -> usize {
    let mut len = 0;
    for (at, character) in name.char_indices() {
        let end = at + character.len_utf8();
        let here = name.get(..end).unwrap_or("");
        let behind = name.get(end..).unwrap_or("");
        let is_end = at > 0
            && LEVELS
                .place_ends
                .iter()
                .any(|place| here.ends_with(place.end.as_str()))
            && !is_word(here, behind);
        if is_end {
            len = end;
        }
    }
    len
}

/// 市场, 城乡, 社区, 县委 and the like end no place.
fn is_word(here: &str, behind: &str) -> bool {
    let inside = [
        "城市", "城镇", "城乡", "乡镇", "社区", "区县", "县区", "地区", "全市", "全县", "本市",
    ];
    let begins = [
        "场", "政", "容", "委", "民", "村", "域", "级", "直", "属", "划", "监",
    ];
    inside
        .iter()
        .any(|word| here.ends_with(word) && *word != "地区")
        || begins.iter().any(|word| {
            behind.starts_with(word)
                && !behind.starts_with("政府")
                && !behind.starts_with("民政")
                && !behind.starts_with("委")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_begins_with_a_place() {
        for (name, expected) in [
            ("青山县", "青山县"),
            ("青山市东湖区司法局", "青山市东湖区"),
            ("青山市东湖区柳叶街道办事处", "青山市东湖区柳叶街道"),
            ("青山县市场监督管理局", "青山县"),
            ("青山市住房和城乡建设局", "青山市"),
            ("青山省人民政府", "青山省"),
            ("生态环境部", ""),
        ] {
            assert_eq!(name.get(..place_len(name)), Some(expected), "{name}");
        }
    }
}
