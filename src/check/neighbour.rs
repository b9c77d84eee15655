//! Names of other counties and townships: of the units that are known, and of any name by its ending.
//!
//! No list of them can be complete or up to date, so only those of the issuer's own kind count: what stands in the place
//! of a county's name in the report of another county was written for that other county.

use super::pack::Words;
use super::register::bare;
use super::view::View;
use crate::compare::Peers;
use crate::report::Span;

/// What names of counties and of townships end with.
const COUNTIES: [&str; 3] = ["县", "旗", "区"];
const TOWNSHIPS: [&str; 3] = ["镇", "乡", "街道"];

/// Characters of a name before its ending.
const SHORTEST: usize = 2;
const LONGEST: usize = 3;

/// Where another unit of the issuer's kind stands before words of governing (`behind`) or behind a mark (`ahead`).
///
/// A name that nobody knows is told from the words before it only where a mark of `ahead` opens a title: `，办理县人大` has
/// the shape of a name, too.
pub(super) fn neighbours<'v>(
    view: &'v View,
    behind: &Words,
    ahead: &Words,
) -> Vec<(Span, &'v str)> {
    let text = view.report.normal.text.as_str();
    let Some((own, endings)) = own(view.issuer()) else {
        return Vec::new();
    };
    let mut found: Vec<(Span, &str)> = Vec::new();
    for word in view.words(behind) {
        found.extend(unknown(text, word.start, endings, ahead));
    }
    let governs = |end: usize| text.get(end..).is_some_and(|rest| begins(rest, behind));
    let titles = |start: usize| text.get(..start).is_some_and(|rest| ends(rest, ahead));
    for name in known(view, endings) {
        let places = view.places_of(name);
        let told = places.filter(|place| governs(place.end) || titles(place.start));
        found.extend(told.map(|place| (place, place.of(text))));
    }
    let title = view.report.metadata.title.as_ref();
    let title = title.map_or("", |title| title.value.as_str());
    let is_own = |name: &str| {
        own.contains(name) || name.contains(own) || title.contains(name) || is_above(view, name)
    };
    found.retain(|(_, name)| !is_own(name));
    found
}

fn is_above(view: &View, name: &str) -> bool {
    let metadata = &view.report.metadata;
    let mut above = view.context.above.iter().chain(&metadata.region);
    above.any(|place| place.contains(name))
}

/// The issuer's own place with the endings of its kind; the lowest that its name says.
fn own(issuer: &str) -> Option<(&str, &'static [&'static str])> {
    let lowest = |endings: &'static [&'static str]| {
        let ends = endings.iter().filter_map(|ending| {
            let at = issuer.find(ending)?;
            Some(at + ending.len())
        });
        let end = ends.min()?;
        Some((issuer.get(..end)?, endings))
    };
    lowest(&TOWNSHIPS).or_else(|| lowest(&COUNTIES))
}

/// A name behind a mark of `ahead` that ends at the offset and of which nothing but its ending is known: `《石桥县`.
fn unknown<'t>(
    text: &'t str,
    end: usize,
    endings: &[&str],
    ahead: &Words,
) -> Option<(Span, &'t str)> {
    let before = text.get(..end)?;
    let mut endings = endings.iter();
    let ending = endings.find(|ending| **ending != "区" && before.ends_with(**ending))?;
    let stem = before.strip_suffix(ending)?;
    let letters = stem.char_indices().rev().take(LONGEST).enumerate();
    let starts = letters.filter(|(idx, _)| idx + 1 >= SHORTEST);
    let mut starts = starts.map(|(_, (at, _))| at);
    let start = starts.find(|at| stem.get(..*at).is_some_and(|rest| ends(rest, ahead)))?;
    let name = before.get(start..)?;
    let word = stem.get(start..)?.chars().all(is_name);
    word.then_some((Span::new(start, end), name))
}

/// Letters that stand in names, rather than in words like 各县, 全镇 or 乡镇.
fn is_name(letter: char) -> bool {
    letter.is_alphabetic()
        && !"各全本该我多每县区乡镇市省州两三四五六七八九十个等级原新老一".contains(letter)
}

/// The units that are known from the register and from the other reports, by their bare names.
fn known<'v>(view: &'v View, endings: &'v [&'v str]) -> impl Iterator<Item = &'v str> {
    let filed = view.context.filed.into_iter();
    let registered = filed.flat_map(|filed| {
        let units = filed.register.units.iter();
        units.map(|(name, unit)| name.strip_prefix(bare(&unit.parent)).unwrap_or(name))
    });
    let peers = view.context.peers.into_iter();
    let names = registered.chain(peers.flat_map(Peers::units)).map(bare);
    names.filter(move |name| {
        let alike = endings.iter().any(|ending| name.ends_with(ending));
        alike && name.chars().count() > SHORTEST
    })
}

fn begins(text: &str, words: &Words) -> bool {
    words.iter().any(|word| text.starts_with(word))
}

fn ends(text: &str, words: &Words) -> bool {
    words.iter().any(|word| text.ends_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_place_of_an_issuer_is_its_own() {
        let check = |issuer: &str, place: Option<&str>| {
            assert_eq!(own(issuer).map(|(place, _)| place), place, "{issuer}");
        };
        check("云岭县人民政府", Some("云岭县"));
        check("青山市东湖区司法局", Some("青山市东湖区"));
        check("云岭县石桥镇人民政府", Some("云岭县石桥镇"));
        check("青山市人民政府", None);
    }

    #[test]
    fn a_name_is_told_by_its_ending_where_it_begins_is_sure() {
        let ahead = Words::new("《").expect("words");
        let check = |text: &str, name: Option<&str>| {
            let end = text.find('|').expect("a mark for the end");
            let text = text.replace('|', "");
            let found = unknown(&text, end, &COUNTIES, &ahead);
            assert_eq!(found.map(|(_, name)| name), name, "{text}");
        };
        check("按照石桥县|委部署", None);
        check("审议,办理县|人大建议", None);
        check("贯彻落实县|委部署", None);
        check("《石桥县|行政执法办法》", Some("石桥县"));
        check("深入石桥县|政府", None);
        check("落实全县|政务服务", None);
        check("按照示范区|政府", None);
        check("各乡镇、县|政府", None);
    }
}
