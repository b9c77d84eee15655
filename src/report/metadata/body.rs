//! A body by its name: the place it governs or belongs to, and whether it is a government or a department.

use super::Level;
use super::evidence::Found;
use super::level::LEVELS;
use super::place::{self, Place};
use super::words::WORDS;
use crate::report::lexicon::{begins, contains, ends};

/// A body as far as the text names it.
#[derive(Clone, Debug)]
pub(super) struct Body {
    /// The words of the text: 青禾县司法局, 青禾县, 县司法局.
    pub words: Found<String>,
    /// The place, such as 青禾县.
    pub place: Option<String>,
    pub role: Role,
    /// Of the place, or what an abbreviated name says: 县司法局.
    pub level: Level,
    /// A city on no list, whose level the text has to show.
    pub is_unlisted_city: bool,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Only the place: its government is meant.
    Place,
    /// A place that a committee governs.
    Zone,
    Government,
    Department,
    /// A department of the national government, or that government.
    National,
    /// No body: a person, a thing.
    Unknown,
}

impl Body {
    /// Reads a name.
    pub fn of(words: Found<String>) -> Body {
        let text = words.value.as_str();
        if contains(text, &LEVELS.not_in_bodies) {
            return Body::at(words, None, Role::Unknown, Level::Unknown);
        }
        let start = prefix(text);
        let rest = text.get(start..).unwrap_or("");
        if let Some((full, level)) = place::full_name(rest) {
            let place = Some(full.to_owned());
            return Body::at(words, place, Role::Place, level);
        }
        match place::place(rest) {
            Some(found) => Body::of_place(words.clone(), rest, found),
            None => Body::without_place(words.clone(), rest, start > 0),
        }
    }

    fn at(words: Found<String>, place: Option<String>, role: Role, level: Level) -> Body {
        Body {
            words,
            place,
            role,
            level,
            is_unlisted_city: false,
        }
    }

    fn of_place(words: Found<String>, rest: &str, found: Place) -> Body {
        let (name, tail) = rest.split_at_checked(found.len).unwrap_or((rest, ""));
        let role = if tail.is_empty() {
            if found.is_zone {
                Role::Zone
            } else {
                Role::Place
            }
        } else if tail == "办" && name.ends_with("街道") {
            Role::Government
        } else if is_government(tail) && (found.is_zone || !is_commission(tail)) {
            // 青禾市经济开发区管委会 has a place of its own; the zone of a county is one of its departments.
            if contains(tail, &LEVELS.zones) {
                Role::Department
            } else {
                Role::Government
            }
        } else if ends(tail, &LEVELS.body_ends) {
            Role::Department
        } else {
            Role::Unknown
        };
        Body {
            is_unlisted_city: found.is_unlisted_city,
            ..Body::at(words, Some(name.to_owned()), role, found.level)
        }
    }

    fn without_place(words: Found<String>, rest: &str, prefixed: bool) -> Body {
        if let Some((level, tail)) = abbreviated(rest) {
            let role = if ends(tail, &LEVELS.government_ends) || tail == "委" {
                Role::Government
            } else if ends(tail, &LEVELS.body_ends) {
                Role::Department
            } else {
                Role::Unknown
            };
            return Body::at(words, None, role, level);
        }
        let text = words.value.as_str();
        let national = begins(text, &LEVELS.national) || ends(text, &LEVELS.national_ends);
        if national && !text.ends_with("党支部") {
            return Body::at(words, None, Role::National, Level::National);
        }
        // 人民政府 and 局 alone name nobody.
        let named = rest.chars().count() >= SHORTEST && !ends(rest, &LEVELS.government_ends);
        let is_body = prefixed || (named && ends(rest, &LEVELS.body_ends));
        let role = if is_body {
            Role::Department
        } else {
            Role::Unknown
        };
        Body::at(words, None, role, Level::Unknown)
    }

    /// Whether the words are the name of a body, not only of a place.
    pub fn is_named(&self) -> bool {
        match self.role {
            Role::Government | Role::Department | Role::National => true,
            Role::Place | Role::Zone | Role::Unknown => false,
        }
    }
}

fn is_government(tail: &str) -> bool {
    ends(tail, &LEVELS.government_ends) || tail == "委" || tail == "委员会"
}

/// 国有资产监督管理委员会 is a department, 管理委员会 alone governs.
fn is_commission(tail: &str) -> bool {
    let own = tail.strip_suffix("管理委员会");
    own.is_some_and(|own| !own.is_empty() && !contains(own, &LEVELS.zones))
}

/// The shortest name of a body without a place: 司法局.
const SHORTEST: usize = 3;

/// Bytes of what stands before the place: 中共, 国家税务总局.
fn prefix(text: &str) -> usize {
    let mut prefixes = WORDS.party.iter().chain(WORDS.vertical.iter());
    prefixes
        .find(|prefix| {
            text.strip_prefix(prefix.as_str())
                .is_some_and(|rest| place::place(rest).is_some() || abbreviated(rest).is_some())
        })
        .map_or(0, String::len)
}

/// 县司法局, 市住房城乡建设委, 省人民政府: the place is left out, but not its level; and the rest of the name.
pub(super) fn abbreviated(text: &str) -> Option<(Level, &str)> {
    LEVELS.selves_alone.iter().find_map(|own| {
        let tail = own
            .words
            .iter()
            .find_map(|word| text.strip_prefix(word.as_str()))?;
        let is_word =
            begins(tail, &LEVELS.behind_no_end) && !begins(tail, &LEVELS.behind_after_all);
        let level = Level::named(&own.level)?;
        (!is_word && ends(tail, &LEVELS.body_ends)).then_some((level, tail))
    })
}
