//! Names of other places, left in a text that was written for another issuer.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::neighbour::neighbours;
use super::observation::{Observation, Reason};
use super::pack::{Within, Words};
use super::view::View;
use super::{Evidence, Localized, render};
use crate::order;
use crate::report::metadata::{Division, upper_divisions};
use crate::report::{Level, Span};

/// The longest full name of a division, in characters.
const LONGEST: usize = 16;

/// The words around a name that tell what it does there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around<'a> {
    /// Words of governing, behind the name.
    pub behind: &'a Words,
    /// Marks that open a title, ahead of the name.
    pub ahead: &'a Words,
    /// Words of a sentence that say why another place is named.
    pub except: &'a Words,
}

/// No other place stands where only the issuer's own would: before words of governing, or right after the mark that
/// opens a title. A sentence that says why is let be.
pub(super) fn foreign_place(view: &View, around: &Around) -> Vec<Observation> {
    let named = divisions(view, around);
    let near = neighbours(view, around.behind, around.ahead);
    if named.is_empty() && near.is_empty() {
        return vec![Observation::not_assessable(Reason::Nothing)];
    }
    let own = Own::of(view, &named);
    let upper = named
        .iter()
        .filter(|(_, division)| !own.includes(division))
        .map(|(place, division)| (*place, division.full.as_str()));
    let mut foreign: Vec<(Span, &str)> = upper.chain(near).collect();
    foreign.retain(|(place, _)| view.stretch(*place, Within::Sentence).is_some());
    order::sort_by_key(&mut foreign, |(place, _)| *place);
    foreign.dedup_by_key(|(place, _)| *place);
    let mut said: Option<(Span, bool)> = None;
    foreign.retain(|(place, _)| {
        let Some(sentence) = view.stretch(*place, Within::Sentence) else {
            return false;
        };
        let known = said.filter(|(known, _)| *known == sentence);
        let asked = || (sentence, around.except.is_in(view.normal(sentence)));
        let (_, explained) = *said.insert(known.unwrap_or_else(asked));
        !explained
    });
    let found: Vec<Observation> = foreign
        .into_iter()
        .map(|(place, name)| {
            let span = view.report.normal.to_source(place);
            let sentence = view.stretch(place, Within::Sentence).unwrap_or(span);
            let quote = render::excerpt(view.report.quote(sentence));
            Observation::unmet(vec![Evidence::here("place", span)])
                .with("place", Localized::same(name))
                .with("quote", Localized::same(quote))
        })
        .collect();
    match found.is_empty() {
        true => vec![Observation::met(Vec::new())],
        false => found,
    }
}

/// The provinces and prefectures that stand where a place governs.
fn divisions(view: &View, around: &Around) -> Vec<(Span, &'static Division)> {
    let text = view.report.normal.text.as_str();
    let before = view.words(around.behind);
    let before = before.filter_map(|word| ends_before(text, word.start));
    let after = view.words(around.ahead);
    let after = after.filter_map(|mark| begins_at(text, mark.end));
    before
        .chain(after)
        .filter(|(place, _)| view.stretch(*place, Within::Sentence).is_some())
        .collect()
}

/// The division whose full name ends at the offset.
fn ends_before(text: &str, end: usize) -> Option<(Span, &'static Division)> {
    let before = text.get(..end)?;
    let last = before.chars().next_back()?;
    if !edges().lasts.contains(&last) {
        return None;
    }
    let starts = before.char_indices().rev().take(LONGEST);
    let found = starts.filter_map(|(start, _)| {
        let division = by_name().get(before.get(start..)?)?;
        Some((Span::new(start, end), *division))
    });
    found.last()
}

/// The division whose full name begins at the offset.
fn begins_at(text: &str, start: usize) -> Option<(Span, &'static Division)> {
    let behind = text.get(start..)?;
    let first = behind.chars().next()?;
    if !edges().firsts.contains(&first) {
        return None;
    }
    let ends = behind
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .take(LONGEST);
    let found = ends.filter_map(|end| {
        let division = by_name().get(behind.get(..end)?)?;
        Some((Span::new(start, start + end), *division))
    });
    found.last()
}

fn by_name() -> &'static BTreeMap<&'static str, &'static Division> {
    static NAMES: LazyLock<BTreeMap<&str, &Division>> = LazyLock::new(|| {
        let all = upper_divisions().iter();
        all.map(|division| (division.full.as_str(), division))
            .collect()
    });
    &NAMES
}

/// The characters that names of divisions begin and end with: one look tells that most places have none.
struct Edges {
    firsts: BTreeSet<char>,
    lasts: BTreeSet<char>,
}

fn edges() -> &'static Edges {
    static EDGES: LazyLock<Edges> = LazyLock::new(|| {
        let names = || by_name().keys().map(|name| name.chars());
        Edges {
            firsts: names().filter_map(|mut name| name.next()).collect(),
            lasts: names().filter_map(|mut name| name.next_back()).collect(),
        }
    });
    &EDGES
}

/// The divisions that the issuer is, lies in or governs.
struct Own {
    names: BTreeSet<&'static str>,
    /// Provinces whose prefectures are all its own.
    governed: BTreeSet<&'static str>,
}

impl Own {
    fn of(view: &View, named: &[(Span, &'static Division)]) -> Own {
        let metadata = &view.report.metadata;
        let title = metadata.title.as_ref().map(|title| title.value.as_str());
        let sources = [Some(view.issuer()), metadata.region.as_deref(), title];
        let mut names = BTreeSet::new();
        let mut provinces = BTreeSet::new();
        for division in upper_divisions() {
            let says = |source: &&str| source.contains(division.short.as_str());
            if sources.iter().flatten().any(says) {
                names.insert(division.full.as_str());
                provinces.insert(division.province);
            }
        }
        let is_placed = names.iter().any(|name| !provinces.contains(name));
        let placed = most_named(named, &provinces)
            .filter(|_| !is_placed && metadata.level != Level::Province);
        if let Some(division) = placed {
            names.insert(division.full.as_str());
            provinces.insert(division.province);
        }
        let governed = match metadata.level {
            Level::Province => provinces.clone(),
            Level::National
            | Level::Prefecture
            | Level::County
            | Level::Township
            | Level::Subdistrict
            | Level::Department
            | Level::Unknown => BTreeSet::new(),
        };
        names.extend(provinces);
        Own { names, governed }
    }

    fn includes(&self, division: &Division) -> bool {
        self.names.contains(division.full.as_str()) || self.governed.contains(division.province)
    }
}

/// The prefecture that the text names most often; a text whose issuer says not where it lies speaks most of its own.
fn most_named<'d>(
    named: &[(Span, &'d Division)],
    provinces: &BTreeSet<&str>,
) -> Option<&'d Division> {
    let mut counts: BTreeMap<&str, (usize, &Division)> = BTreeMap::new();
    for (_, division) in named {
        let inside = provinces.is_empty() || provinces.contains(division.province);
        if inside && division.full != division.province {
            counts.entry(&division.full).or_insert((0, division)).0 += 1;
        }
    }
    let most = counts.into_values().max_by_key(|(count, _)| *count);
    most.map(|(_, division)| division)
}
