//! One thing with two values: the same named thing, counted in the same unit, in two places of a report.
//!
//! Only strong names count: a quoted name with the same noun, or the same words of counting around the number.
//! Values before a change (`由322项`), parts of lists, other years, targets and rates are no second value. A name
//! with more than two values is no single thing.

use std::collections::{BTreeMap, BTreeSet};

use super::ledger::{Entry, Ledger, Line};
use super::parts;
use super::roles::{ROLES, any, core};
use super::{Relation, Term};
use crate::check::view::View;
use crate::check::{Localized, Verdict};
use crate::report::{FigureKind, Part, Period};

/// A place where a named thing is counted.
#[derive(Clone, Copy, Debug)]
struct Place<'a> {
    line: &'a Line<'a>,
    at: usize,
    entry: &'a Entry<'a>,
}

pub(super) fn two_values<'a>(view: &'a View) -> Vec<Relation<'a>> {
    let ledger = view.ledger();
    let listed = listed(ledger);
    let mut named: BTreeMap<(String, String, String), Vec<Place>> = BTreeMap::new();
    let mut worded: BTreeMap<(String, String), Vec<Place>> = BTreeMap::new();
    for line in &ledger.lines {
        for (at, entry) in line.entries.iter().enumerate() {
            if !is_state(entry, view) || listed.contains(&entry.at.start) {
                continue;
            }
            let place = Place { line, at, entry };
            let unit = entry.figure.unit.clone();
            if let Some(name) = quoted(line, at) {
                let key = (name, head(entry), unit);
                named.entry(key).or_default().push(place);
            } else if let Some(words) = total_of(entry) {
                worded.entry((words, unit)).or_default().push(place);
            }
        }
    }
    let mut relations = Vec::new();
    for places in named.values() {
        pair(places, strength(places), true, &mut relations);
    }
    for places in worded.values() {
        pair(places, Verdict::Unclear, false, &mut relations);
    }
    relations
}

/// Figures that are parts of a list.
fn listed(ledger: &Ledger) -> BTreeSet<usize> {
    let groups = parts::groups(ledger);
    let parts = groups.iter().flat_map(|group| &group.parts);
    parts.map(|part| part.at.start).collect()
}

/// A figure that states how many there are in the report year.
fn is_state(entry: &Entry, view: &View) -> bool {
    let kind = matches!(entry.figure.kind, FigureKind::Count | FigureKind::Amount);
    let time = matches!(entry.figure.period, Period::Unsaid);
    let before = entry.before.trim_end();
    let changes = before.ends_with(['由', '从']) || entry.after.starts_with(['至', '到']);
    let per = any(entry.before, &ROLES.per);
    let planned = view.part_at(entry.figure.span.start) == Some(Part::NextYearPlan);
    kind && entry.is_whole() && time && !changes && !per && !planned && entry.depth == 0
}

/// The quoted name next to a number: `“应进必进”事项342项`, `322项“应进必进”事项`.
fn quoted(line: &Line, at: usize) -> Option<String> {
    const NEAR: usize = 16;
    let entry = line.entries.get(at)?;
    let behind = line.tail(entry);
    if let Some(open) = behind.find('“') {
        let between = behind.get(..open)?;
        if between.chars().count() <= NEAR && !between.contains([',', ';', '。', '、', '(']) {
            return name(behind.get(open..)?);
        }
    }
    let from = entry.at.start.checked_sub(line.start)?;
    let ahead = line.text.get(..from)?;
    let close = ahead.rfind('”')?;
    let between = ahead.get(close..)?.trim_start_matches('”');
    if between.chars().count() > NEAR || between.contains([',', ';', '。', '、', '(']) {
        return None;
    }
    name(ahead.get(ahead.rfind('“')?..)?)
}

/// The text of the quotation that a text begins with.
fn name(text: &str) -> Option<String> {
    let inside = text.strip_prefix('“')?;
    let name = inside.get(..inside.find('”')?)?;
    let letters = name.chars().count();
    ((2..=16).contains(&letters) && !name.contains(',')).then(|| name.to_owned())
}

/// The noun that is counted, without a quoted name before it.
fn head(entry: &Entry) -> String {
    let subject = entry.figure.subject.as_str();
    let bare = subject.rsplit(['”', '》']).next().unwrap_or(subject);
    let letters: Vec<char> = bare.chars().collect();
    letters
        .iter()
        .skip(letters.len().saturating_sub(2))
        .collect()
}

/// The masked words of a clause that counts a total: `共调解矛盾纠纷`.
fn total_of(entry: &Entry) -> Option<String> {
    let words = entry.before.trim();
    let total = ROLES
        .total
        .iter()
        .find(|word| words.starts_with(word.as_str()))?;
    let noun = core(words.strip_prefix(total.as_str())?);
    let letters = noun.chars().count();
    let plain = noun.chars().all(char::is_alphabetic);
    ((4..=14).contains(&letters) && plain).then_some(noun)
}

/// Things that stand are one number; things that happen may have happened on two occasions.
fn strength(places: &[Place]) -> Verdict {
    let occasion = |place: &Place| ROLES.occasions.contains(&place.entry.figure.unit);
    match places.iter().any(occasion) {
        true => Verdict::Unclear,
        false => Verdict::Unmet,
    }
}

/// Compares two places of one thing, and then what is counted next in the same words.
fn pair<'a>(
    places: &[Place<'a>],
    verdict: Verdict,
    companions: bool,
    relations: &mut Vec<Relation<'a>>,
) {
    let mut values: Vec<_> = places
        .iter()
        .filter_map(|place| place.entry.range.value())
        .collect();
    values.sort_unstable();
    values.dedup();
    let Some((first, rest)) = places.split_first() else {
        return;
    };
    if values.len() > 2 {
        return;
    }
    let other = rest
        .iter()
        .find(|place| place.entry.range != first.entry.range)
        .or_else(|| {
            rest.iter()
                .find(|place| place.line.sentence != first.line.sentence)
        });
    let Some(other) = other.filter(|other| other.line.sentence != first.line.sentence) else {
        return;
    };
    relations.extend(compared(first.entry, other.entry, verdict, companions));
    if companions {
        let next = first.next().zip(other.next());
        let alike = next.filter(|(a, b)| alike(a, b));
        relations.extend(alike.and_then(|(a, b)| compared(a, b, verdict, true)));
    }
}

impl<'a> Place<'a> {
    /// The figure that follows in the same sentence.
    fn next(&self) -> Option<&'a Entry<'a>> {
        self.line.entries.get(self.at + 1)
    }
}

/// Counted in the same words, such as `涉及全区28个部门` and `涉及全区27个部门`.
fn alike(a: &Entry, b: &Entry) -> bool {
    let label = a.label();
    a.same_unit(b)
        && a.is_whole()
        && b.is_whole()
        && label == b.label()
        && label.chars().count() >= 4
}

fn compared<'a>(
    first: &'a Entry<'a>,
    second: &'a Entry<'a>,
    verdict: Verdict,
    tie: bool,
) -> Option<Relation<'a>> {
    let same = first.range == second.range;
    if same && !tie {
        return None;
    }
    let (verdict, sign) = match same {
        true => (Verdict::Met, "="),
        false => (verdict, "≠"),
    };
    let unit = &first.figure.unit;
    let shown = |entry: &Entry| format!("{}{unit}", entry.number);
    let formula = Localized::same(format!("{} {sign} {}", shown(first), shown(second)));
    let terms = vec![Term::new("first", first), Term::new("second", second)];
    Some(Relation {
        expected: Some(shown(first)),
        found: Some(shown(second)),
        ..Relation::new(verdict, terms, formula)
    })
}
