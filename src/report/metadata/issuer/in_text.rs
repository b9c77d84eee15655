//! The body that running text names: in the first sentences, at the occasion, in the names of documents.

use std::ops::Range;

use super::in_title::words;
use super::of_line;
use crate::report::lexicon::{begins, contains, ends};
use crate::report::metadata::body::{Body, Role};
use crate::report::metadata::evidence::{Certainty, Found, Origin};
use crate::report::metadata::level::{LEVELS, spoken};
use crate::report::metadata::page::Page;
use crate::report::metadata::place;
use crate::report::metadata::words::WORDS;
use crate::report::metadata::{Kind, Level};

/// The longest name that is looked for in running text, in characters.
const LONGEST_NAME: usize = 26;

/// How many beginnings of clauses are tried.
const CLAUSES: usize = 40;

/// The longest name without a place, in characters.
const LONGEST_SHORT: usize = 14;

/// How often a place has to be named where nothing says that it reports.
const MENTIONS: usize = 2;

/// 现将青禾县2024年…, else 2024年,青禾县坚持….
pub(super) fn in_opening(page: &Page) -> Option<Body> {
    let text = page.opening;
    let announced = WORDS
        .announcers
        .iter()
        .flat_map(|word| text.match_indices(word.as_str()))
        .map(|(at, word)| at + word.len())
        .find_map(|from| name_at(text, from));
    let range = announced.or_else(|| at_clause(page))?;
    let words = Found::new(
        text.get(range.clone())?.to_owned(),
        Origin::Opening,
        Certainty::Likely,
        Some(page.source(page.opening_start, range)),
    );
    let body = Body::of(words);
    // 青禾县委、县政府 stand for the place.
    if body.words.value.ends_with('委') && body.role == Role::Government {
        let place = body.place.clone()?;
        return Some(Body::of(body.words.with(place)));
    }
    Some(body)
}

/// The name that a clause of the first sentence begins with: 2024年,在县委领导下,青禾县坚持…; or that begins a later clause
/// and is spoken of again.
fn at_clause(page: &Page) -> Option<Range<usize>> {
    let text = page.opening;
    let first_sentence = text.find('。').unwrap_or(text.len());
    let marks = text
        .char_indices()
        .filter(|(_, mark)| ",。:;\n年度来".contains(*mark))
        .map(|(at, mark)| at + mark.len_utf8());
    std::iter::once(0)
        .chain(marks)
        .take(CLAUSES)
        .filter_map(|from| name_at(text, from))
        .find(|name| {
            let word = text.get(name.clone()).unwrap_or("");
            name.start <= first_sentence
                || page
                    .sample()
                    .iter()
                    .any(|part| part.matches(word).nth(1).is_some())
        })
}

/// The place that a clause of news begins with: 2024年度青禾区述法会…
pub(in crate::report::metadata) fn news_place(page: &Page, kind: Kind) -> Option<Found<String>> {
    let text = page.opening;
    let marks = text
        .char_indices()
        .filter(|(_, mark)| ",。年\n".contains(*mark));
    let starts = marks.map(|(at, mark)| at + mark.len_utf8());
    let range = std::iter::once(0)
        .chain(starts)
        .take(CLAUSES)
        .filter(|_| kind == Kind::Other)
        .find_map(|from| {
            let rest = text.get(from..)?;
            let start = from + rest.strip_prefix('度').map_or(0, |_| '度'.len_utf8());
            let end = start + place::place(text.get(start..)?)?.len;
            is_name(text.get(start..end)?).then_some(start..end)
        })?;
    let span = page.source(page.opening_start, range.clone());
    let name = text.get(range)?.to_owned();
    Some(Found::new(
        name,
        Origin::Opening,
        Certainty::Guess,
        Some(span),
    ))
}

/// A place or a body that begins at the offset and is followed by what such names are followed by.
fn name_at(text: &str, from: usize) -> Option<Range<usize>> {
    // 2024年度青禾县
    let skipped = text
        .get(from..)?
        .strip_prefix('度')
        .map_or(0, |_| '度'.len_utf8());
    let from = from + skipped;
    let rest = text.get(from..)?;
    let place = place::place(rest);
    let place_len = place.map_or(0, |place| place.len);
    let mut found = None;
    for (count, (at, character)) in rest.char_indices().enumerate() {
        if count >= LONGEST_NAME || ",、。:;“《(\n".contains(character) {
            break;
        }
        let end = at + character.len_utf8();
        let (name, behind) = (rest.get(..end)?, rest.get(end..)?);
        let ended = end == place_len || (end > place_len && ends(name, &LEVELS.body_ends));
        if count >= 1 && ended && begins(behind, &LEVELS.followers) {
            found = Some(end);
            if !begins(behind, &LEVELS.soft_followers) {
                break;
            }
        }
    }
    let end = found?;
    let name = rest.get(..end)?;
    let place = rest
        .get(..place_len.min(end))
        .filter(|place| !place.is_empty());
    let place = place.unwrap_or(name);
    if place_len > 0 {
        return is_name(place).then_some(from..from + end);
    }
    // 县人社局 and 司法部 name a body, as 教育局 does; 县政府 any.
    let body = Body::of(words(name));
    let is_clear = ends(name, &LEVELS.clear_ends) && !begins(name, &LEVELS.followers);
    let is_short = body.role == Role::Department && (body.level != Level::Unknown || is_clear);
    let is_national = body.role == Role::National;
    let is_plain = name.chars().count() <= LONGEST_SHORT && !name.contains(['的', '我', '各']);
    ((is_short || is_national) && is_plain).then_some(from..from + end)
}

pub(super) fn is_name(place: &str) -> bool {
    let inside = place.char_indices().nth(1).map_or(0, |(at, _)| at);
    !contains(place, &LEVELS.not_in_names)
        && !contains(place.get(inside..).unwrap_or(""), &LEVELS.not_inside_names)
}

/// 我代表区人民政府: the place is left out, but not its level.
pub(super) fn represented(page: &Page) -> Option<Body> {
    let text = page.opening;
    let announced = WORDS.announcers.iter();
    let mut places = announced
        .flat_map(|word| text.match_indices(word.as_str()))
        .map(|(at, word)| at + word.len());
    places.find_map(|from| {
        let rest = text.get(from..)?;
        let end = LEVELS.government_ends.iter().filter_map(|end| {
            let at = rest.find(end.as_str())? + end.len();
            (at <= LONGEST_NAME).then_some(at)
        });
        let end = end.min()?;
        let words = Found::new(
            rest.get(..end)?.to_owned(),
            Origin::Opening,
            Certainty::Likely,
            Some(page.source(page.opening_start, from..from + end)),
        );
        let body = Body::of(words);
        (body.role == Role::Government).then_some(body)
    })
}

/// 在青禾省第十四届人民代表大会…会议上 under a title names the place.
pub(super) fn at_occasion(page: &Page) -> Option<Body> {
    let mut lines = page.head.iter().take(page.body);
    lines.find_map(|line| {
        let congress = line.text.contains("人民代表大会") || line.text.contains("人大");
        let from = line.text.find('在').filter(|_| congress)? + '在'.len_utf8();
        let rest = line.text.get(from..)?;
        if rest.starts_with('第') || rest.starts_with("全国") {
            let words = of_line(page, line, Origin::Opening, Certainty::Likely);
            return Some(Body::of(words.with("国务院".to_owned())));
        }
        let range = from..from + place::place(rest)?.len;
        let name = line.text.get(range.clone())?.to_owned();
        let span = page.source(line.start, range);
        Some(Body::of(Found::new(
            name,
            Origin::Opening,
            Certainty::Likely,
            Some(span),
        )))
    })
}

/// The place that a department belongs to, by the names of its documents, when they name no other of that level.
pub(in crate::report::metadata) fn place_of(page: &Page, level: Level) -> Option<Found<String>> {
    let names = named_in_documents(page, level);
    let [(name, _)] = names.as_slice() else {
        return None;
    };
    Some(Found::new(
        (*name).to_owned(),
        Origin::Body,
        Certainty::Guess,
        None,
    ))
}

/// The place of the level that the text speaks of, which the names of its documents begin with: 《青禾县2024年…》.
pub(super) fn mentioned(page: &Page) -> Option<Body> {
    let level = spoken(page)?.value;
    let names = named_in_documents(page, level);
    let (name, count) = names.into_iter().max_by_key(|(_, count)| *count)?;
    let words = Found::new(name.to_owned(), Origin::Body, Certainty::Guess, None);
    (count >= MENTIONS).then(|| Body::of(words))
}

/// The places of a level that names of documents begin with, and how often.
fn named_in_documents<'a>(page: &Page<'a>, level: Level) -> Vec<(&'a str, usize)> {
    let mut names: Vec<(&str, usize)> = Vec::new();
    for text in page.sample() {
        for (at, open) in text.match_indices(['《', '“']) {
            let rest = text.get(at + open.len()..).unwrap_or("");
            let Some(place) = place::place(rest) else {
                continue;
            };
            let name = rest.get(..place.len).unwrap_or("");
            if !is_level(place.level, level) || !is_name(name) {
                continue;
            }
            match names.iter_mut().find(|(known, _)| *known == name) {
                Some((_, count)) => *count += 1,
                None => names.push((name, 1)),
            }
        }
    }
    names
}

/// A city may be of either level.
fn is_level(place: Level, wanted: Level) -> bool {
    place == wanted || (place == Level::Prefecture && wanted == Level::County)
}
