//! Names of other places, left in a text that was written for another issuer.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::observation::{Observation, Reason};
use super::pack::{Pattern, Within, Words};
use super::view::View;
use super::{Evidence, Localized, render};
use crate::report::metadata::{Division, upper_divisions};
use crate::report::{Level, Span};

/// The longest full name of a division, in characters.
const LONGEST: usize = 16;

/// No other province or prefecture stands where only the issuer's own would: before words of governing (`behind`), or
/// right after the mark that opens a title (`ahead`). A sentence that says why (`except`) is let be.
pub(super) fn foreign_place(
    view: &View,
    behind: &Words,
    ahead: &Words,
    except: &Pattern,
) -> Vec<Observation> {
    let text = view.report.normal.text.as_str();
    let named: Vec<(Span, &Division)> = behind
        .places(text)
        .filter_map(|word| ends_before(text, word.start))
        .chain(
            ahead
                .places(text)
                .filter_map(|mark| begins_at(text, mark.end)),
        )
        .filter(|(place, _)| view.stretch(*place, Within::Sentence).is_some())
        .collect();
    if named.is_empty() {
        return vec![Observation::not_assessable(Reason::Nothing)];
    }
    let own = Own::of(view, &named);
    let mut foreign: Vec<(Span, &Division)> = named
        .into_iter()
        .filter(|(_, division)| !own.includes(division))
        .collect();
    foreign.sort_by_key(|(place, _)| *place);
    foreign.dedup_by_key(|(place, _)| *place);
    let mut said: Option<(Span, bool)> = None;
    foreign.retain(|(place, _)| {
        let Some(sentence) = view.stretch(*place, Within::Sentence) else {
            return false;
        };
        let known = said.filter(|(known, _)| *known == sentence);
        let asked = || (sentence, except.is_match(view.normal(sentence)));
        let (_, explained) = *said.insert(known.unwrap_or_else(asked));
        !explained
    });
    let found: Vec<Observation> = foreign
        .into_iter()
        .map(|(place, division)| {
            let span = view.report.normal.to_source(place);
            let sentence = view.stretch(place, Within::Sentence).unwrap_or(span);
            let quote = render::excerpt(view.report.quote(sentence));
            Observation::unmet(vec![Evidence::here("place", span)])
                .with("place", Localized::same(division.full.as_str()))
                .with("quote", Localized::same(quote))
        })
        .collect();
    match found.is_empty() {
        true => vec![Observation::met(Vec::new())],
        false => found,
    }
}

/// The division whose full name ends at the offset.
fn ends_before(text: &str, end: usize) -> Option<(Span, &'static Division)> {
    let before = text.get(..end)?;
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
