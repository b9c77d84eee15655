//! Names of places: a chain of divisions, each inside the one before, such as 青山市东湖区柳叶镇.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::Level;
use super::level::LEVELS;
use crate::report::lexicon::{self, WordList};

/// The official divisions at the upper two levels.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Divisions {
    /// Where the list is from, for its readers.
    #[serde(rename = "source")]
    _source: String,
    provinces: Vec<Province>,
    /// Cities of the level of provinces.
    municipalities: WordList,
    /// Bodies of the level of provinces that are no places.
    provincial: WordList,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Province {
    full: String,
    short: String,
    /// Cities of prefectural level without 市.
    cities: WordList,
    /// Other prefectures: the short name and the full one.
    others: Vec<(String, String)>,
}

static DIVISIONS: LazyLock<Divisions> =
    LazyLock::new(|| lexicon::read("divisions.json", crate::bundled!("lexicon/divisions.json")));

/// A division of the second level: the name alone, and in full.
struct Prefecture {
    short: &'static str,
    full: String,
}

/// The divisions of the second level by their first character: few of hundreds need to be looked at.
static PREFECTURES: LazyLock<HashMap<char, Vec<Prefecture>>> = LazyLock::new(|| {
    let mut found: HashMap<char, Vec<Prefecture>> = HashMap::new();
    for province in &DIVISIONS.provinces {
        let cities = province.cities.iter().map(|city| Prefecture {
            short: city,
            full: format!("{city}市"),
        });
        let others = province.others.iter().map(|(short, full)| Prefecture {
            short,
            full: full.clone(),
        });
        for prefecture in cities.chain(others) {
            if let Some(first) = prefecture.short.chars().next() {
                found.entry(first).or_default().push(prefecture);
            }
        }
    }
    found
});

/// The divisions of the second level that the text may begin with.
fn prefectures(text: &str) -> &'static [Prefecture] {
    let first = text.chars().next();
    let found = first.and_then(|first| PREFECTURES.get(&first));
    found.map_or(&[], Vec::as_slice)
}

/// A place that a text begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Bytes of its name.
    pub len: usize,
    pub level: Level,
    /// A city that is on no list: it may govern counties or belong to a prefecture.
    pub is_unlisted_city: bool,
    /// A zone with a committee in place of a government.
    pub is_zone: bool,
}

/// A division of the upper two levels by its full name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Division {
    pub full: String,
    /// The name alone: 青海 of 青海省.
    pub short: String,
    /// The full name of the province it lies in; of a province its own.
    pub province: &'static str,
}

/// All divisions of the upper two levels, as of the day that the list names.
pub fn upper_divisions() -> &'static [Division] {
    static ALL: LazyLock<Vec<Division>> =
        LazyLock::new(|| DIVISIONS.provinces.iter().flat_map(divisions_of).collect());
    &ALL
}

fn divisions_of(province: &'static Province) -> impl Iterator<Item = Division> {
    let division = |full: String, short: &str| Division {
        full,
        short: short.to_owned(),
        province: &province.full,
    };
    let own = [division(province.full.clone(), &province.short)];
    let cities = province.cities.iter();
    let cities = cities.map(move |city| division(format!("{city}市"), city));
    let others = province.others.iter();
    let others = others.map(move |(short, full)| division(full.clone(), short));
    own.into_iter().chain(cities).chain(others)
}

/// The longest chain of divisions that the text begins with.
pub(super) fn place(text: &str) -> Option<Place> {
    let mut found: Option<Place> = None;
    while let Some(next) = next(text, found) {
        found = Some(next);
    }
    found
}

/// The divisions of the chain that a text begins with, one inside the other.
pub(super) fn chain_of(text: &str) -> Vec<&str> {
    let mut found: Option<Place> = None;
    let mut names = Vec::new();
    while let Some(place) = next(text, found) {
        let start = found.map_or(0, |before| before.len);
        names.extend(text.get(start..place.len));
        found = Some(place);
    }
    names
}

/// The province that a short name stands for: 青海 alone in 2025年青海政府工作报告.
pub(super) fn full_name(short: &str) -> Option<(&'static str, Level)> {
    DIVISIONS.provinces.iter().find_map(|province| {
        if province.short == short {
            return Some((province.full.as_str(), Level::Province));
        }
        let other = province.others.iter().find(|(name, _)| name == short);
        other.map(|(_, full)| (full.as_str(), Level::Prefecture))
    })
}

/// The chain with one more division.
fn next(text: &str, before: Option<Place>) -> Option<Place> {
    let at = before.map_or(0, |place| place.len);
    let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
    let above = before.map_or(Level::National, |place| place.level);
    let known = listed(rest, above).filter(|_| above < Level::Prefecture);
    let found = known.or_else(|| unlisted(rest, above))?;
    // 第八师石河子市: a division of the corps and its city are one.
    let one_with_city = found.level == Level::County
        && text.get(..at).is_some_and(|before| before.ends_with('师'))
        && rest
            .get(..found.len)
            .is_some_and(|name| name.ends_with('市'));
    Some(Place {
        len: at + found.len,
        level: if one_with_city { above } else { found.level },
        ..found
    })
}

fn simple(len: usize, level: Level) -> Place {
    Place {
        len,
        level,
        is_unlisted_city: false,
        is_zone: false,
    }
}

/// A division on the official list; a short name only where another division follows.
fn listed(rest: &str, above: Level) -> Option<Place> {
    let provinces = || DIVISIONS.provinces.iter();
    if above < Level::Province {
        let full = provinces()
            .map(|province| &province.full)
            .chain(DIVISIONS.provincial.iter())
            .find(|full| rest.starts_with(full.as_str()));
        if let Some(full) = full {
            return Some(simple(full.len(), Level::Province));
        }
        let short = provinces().find(|province| {
            province.full != rest
                && rest
                    .strip_prefix(province.short.as_str())
                    .is_some_and(|behind| goes_on(behind, Level::Province))
        });
        if let Some(short) = short {
            return Some(simple(short.short.len(), Level::Province));
        }
    }
    let lengths = prefectures(rest).iter().filter_map(|prefecture| {
        if rest.starts_with(&prefecture.full) {
            return Some(prefecture.full.len());
        }
        let behind = rest.strip_prefix(prefecture.short)?;
        goes_on(behind, Level::Prefecture).then_some(prefecture.short.len())
    });
    let longest = lengths.max();
    longest.map(|len| simple(len, Level::Prefecture))
}

/// Whether another division with a name of its own follows a short name: 朝阳 in 朝阳区 is no prefecture.
fn goes_on(behind: &str, above: Level) -> bool {
    let named = match above {
        Level::Province => listed_prefecture(behind),
        Level::National
        | Level::Prefecture
        | Level::County
        | Level::Township
        | Level::Subdistrict
        | Level::Department
        | Level::Unknown => false,
    };
    named || unlisted(behind, above).is_some_and(|place| place.len <= LONGEST_SHORT)
}

fn listed_prefecture(rest: &str) -> bool {
    let mut names = prefectures(rest).iter();
    names.any(|prefecture| rest.starts_with(prefecture.short))
}

/// The longest name of a division behind a short name, and of any division, in bytes.
const LONGEST_SHORT: usize = 15;
const LONGEST: usize = 45;

/// A division by the way its name ends; it has to be below the one before.
fn unlisted(rest: &str, above: Level) -> Option<Place> {
    let mut found: Option<Place> = None;
    for (at, character) in rest.char_indices().skip(1) {
        let end = at + character.len_utf8();
        let here = rest.get(..end)?;
        if end > LONGEST || lexicon::ends(here, &LEVELS.place_breaks) {
            break;
        }
        let Some(place) = ended(rest, end, above) else {
            continue;
        };
        found = Some(place);
        // 开发区 and 自治县 may go on from an end that is inside them; 州 and 市 as well: 通州区, 胶州市.
        let behind = rest.get(end..).unwrap_or("");
        let longer = behind
            .chars()
            .next()
            .is_some_and(|next| "市县区旗".contains(next))
            && ended(rest, end + '市'.len_utf8(), above).is_some();
        if !longer {
            break;
        }
    }
    found
}

/// The division whose name ends at the offset.
fn ended(rest: &str, end: usize, above: Level) -> Option<Place> {
    let (here, behind) = (rest.get(..end)?, rest.get(end..)?);
    if is_word(here, behind) {
        return None;
    }
    let place_end = LEVELS
        .place_ends
        .iter()
        .find(|place| here.ends_with(place.end.as_str()))
        .filter(|place| place.begins.is_empty() || lexicon::begins(here, &place.begins))?;
    let is_zone = lexicon::ends(here, &LEVELS.zones);
    let named = here.len() > place_end.end.len();
    let level = Level::named(&place_end.level)?;
    let city = place_end.end == "市";
    // A city inside a prefecture is of the level of a county.
    let level = if city && above == Level::Prefecture {
        Level::County
    } else if city && DIVISIONS.municipalities.iter().any(|name| name == here) {
        Level::Province
    } else {
        level
    };
    let below = above < level && above < Level::Township;
    (named && below).then_some(Place {
        len: end,
        level,
        is_unlisted_city: city && level == Level::Prefecture,
        is_zone,
    })
}

/// 市场, 城乡, 社区, 乡村 and the like end no place.
fn is_word(here: &str, behind: &str) -> bool {
    lexicon::ends(here, &LEVELS.words_with_ends)
        || LEVELS.words.iter().any(|word| word == here)
        || (lexicon::begins(behind, &LEVELS.behind_no_end)
            && !lexicon::begins(behind, &LEVELS.behind_after_all))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_begins_with_a_place() {
        for (name, expected, level) in [
            ("青禾县", "青禾县", Level::County),
            ("青禾市东湖区司法局", "青禾市东湖区", Level::County),
            (
                "青禾市东湖区柳叶街道办事处",
                "青禾市东湖区柳叶街道",
                Level::Subdistrict,
            ),
            ("青禾县市场监督管理局", "青禾县", Level::County),
            ("青禾县乡村振兴局", "青禾县", Level::County),
            ("青禾市住房和城乡建设局", "青禾市", Level::Prefecture),
            ("青禾省人民政府", "青禾省", Level::Province),
            ("广东省司法厅", "广东省", Level::Province),
            ("广东深圳东湖区", "广东深圳东湖区", Level::County),
            ("深圳东湖区", "深圳东湖区", Level::County),
            ("朝阳区司法局", "朝阳区", Level::County),
            ("通州区", "通州区", Level::County),
            ("胶州市", "胶州市", Level::Prefecture),
            ("景德镇市青禾区", "景德镇市青禾区", Level::County),
            ("重庆市青禾县", "重庆市青禾县", Level::County),
            ("青禾综合实验区社会事业局", "青禾综合实验区", Level::County),
            ("延边州青禾市", "延边州青禾市", Level::County),
            ("青禾县柳叶乡人民政府", "青禾县柳叶乡", Level::Township),
            ("生态环境部", "", Level::Unknown),
            ("市场监督管理局", "", Level::Unknown),
            ("", "", Level::Unknown),
        ] {
            let found = place(name);
            let len = found.map_or(0, |place| place.len);
            assert_eq!(name.get(..len), Some(expected), "{name}");
            let found = found.map_or(Level::Unknown, |place| place.level);
            assert_eq!(found, level, "{name}");
        }
    }

    #[test]
    fn the_list_of_divisions_is_complete() {
        let provinces = &DIVISIONS.provinces;
        let prefectures: usize = provinces
            .iter()
            .map(|province| province.cities.iter().len() + province.others.iter().len())
            .sum();
        assert_eq!((provinces.len(), prefectures), (34, 333));
    }
}
