//! One thing with two values: the same named thing, counted in the same unit, in two places of a report.
//!
//! Only strong names count: a quoted name with the same noun, or the same words of counting around the number.
//! Values before a change (`由322项`), parts of lists, other years, targets and rates are no second value. A name
//! with more than two values is no single thing.

use std::collections::BTreeMap;

use super::ledger::{Entry, Line};
use super::parts;
use super::roles::{ROLES, any, core, last, without};
use super::{Relation, Term};
use crate::check::view::View;
use crate::check::{Localized, Verdict};
use crate::compare::of_years;
use crate::order;
use crate::report::{FigureKind, Period};

/// A place where a named thing is counted.
#[derive(Clone, Copy, Debug)]
struct Place<'a> {
    line: &'a Line<'a>,
    at: usize,
    entry: &'a Entry<'a>,
}

pub(super) fn two_values<'a>(view: &'a View) -> Vec<Relation<'a>> {
    let ledger = view.ledger();
    let listed = parts::listed(ledger);
    let mut named: BTreeMap<(String, String, String), Vec<Place>> = BTreeMap::new();
    let mut worded: BTreeMap<(String, String), Vec<Place>> = BTreeMap::new();
    let mut stocks: BTreeMap<(String, String), Vec<Place>> = BTreeMap::new();
    for line in &ledger.lines {
        for (at, entry) in line.entries.iter().enumerate() {
            if !is_state(entry, view) || listed.contains(&entry.at.start) {
                continue;
            }
            let place = Place { line, at, entry };
            let unit = entry.figure.unit.to_string();
            if let Some((name, noun)) = quoted(line, at) {
                named.entry((name, noun, unit)).or_default().push(place);
            } else if let Some(words) = total_of(entry) {
                worded.entry((words, unit)).or_default().push(place);
            } else if let Some(noun) = stock(entry) {
                stocks.entry((noun, unit)).or_default().push(place);
            }
        }
    }
    let mut relations = Vec::new();
    for places in named.values() {
        pair(places, strength(places, view), true, &mut relations);
    }
    for places in stocks.values() {
        pair(places, strength(places, view), true, &mut relations);
    }
    for places in worded.values() {
        pair(places, Verdict::Unclear, false, &mut relations);
    }
    if relations.iter().any(|found| found.verdict != Verdict::Met) {
        let years = of_years(view.report);
        relations.retain(|found| found.verdict == Verdict::Met || !spans_years(found, &years));
    }
    relations
}

/// Whether one of the two counts what several years brought and the other one does not.
fn spans_years(relation: &Relation, years: &[bool]) -> bool {
    let mut terms = relation.terms.iter().map(|term| {
        let sentence = term.entry.figure.sentence;
        sentence.and_then(|sentence| years.get(sentence)).copied()
    });
    terms.next() != terms.next()
}

/// A figure that states how many there are in the report year.
fn is_state(entry: &Entry, view: &View) -> bool {
    let kind = matches!(entry.figure.kind, FigureKind::Count | FigureKind::Amount);
    let time = match entry.figure.period {
        Period::Unsaid => true,
        Period::Year(year) => view.report.metadata.year.is_none_or(|own| own == year),
        Period::Part(..) | Period::Cumulative | Period::AsOf | Period::Target => false,
    };
    let before = entry.before.trim_end();
    let changes = before.ends_with(['由', '从']) || entry.after.starts_with(['至', '到']);
    let per = any(entry.before, &ROLES.per);
    let coming = any(entry.clause, &ROLES.coming) || view.is_planned(entry.figure.span.start);
    let digits = entry.number.starts_with(|c: char| c.is_ascii_digit());
    let plain = entry.is_whole() && digits && entry.depth == 0;
    kind && plain && time && !changes && !per && !coming
}

/// The quoted name next to a number and the noun it goes with: `“应进必进”事项342项`, `42个行业“一业一查”计划`.
fn quoted(line: &Line, at: usize) -> Option<(String, String)> {
    let entry = line.entries.get(at)?;
    let behind = line.tail(entry);
    let from = entry.at.start.checked_sub(line.start)?;
    let ahead = line.text.get(..from)?;
    behind_number(behind).or_else(|| before_number(ahead, behind))
}

fn behind_number(behind: &str) -> Option<(String, String)> {
    let mut near = behind.char_indices().take(NEAR);
    let (open, _) = near.find(|(_, character)| *character == '“')?;
    let between = behind.get(..open).filter(|between| is_joined(between))?;
    let quotation = behind.get(open..)?;
    let name = name(quotation)?;
    let rest = quotation.get('“'.len_utf8() + name.len()..)?;
    let noun = head(between).or_else(|| head(rest.strip_prefix('”')?))?;
    Some((name, noun))
}

fn before_number(ahead: &str, behind: &str) -> Option<(String, String)> {
    let mut near = ahead.char_indices().rev().take(NEAR);
    let (close, _) = near.find(|(_, character)| *character == '”')?;
    let between = ahead.get(close..)?.strip_prefix('”')?;
    if !is_joined(between) {
        return None;
    }
    let mut quotation = ahead.get(..close)?.char_indices().rev().take(NEAR);
    let (open, _) = quotation.find(|(_, character)| *character == '“')?;
    let name = name(ahead.get(open..)?)?;
    let noun = head(behind).or_else(|| head(between))?;
    Some((name, noun))
}

/// How far a quoted name may stand from its number, and how long it may be, in characters.
const NEAR: usize = 18;

/// Whether nothing but words stands in between.
fn is_joined(between: &str) -> bool {
    !between.contains([',', ';', '。', '、', '('])
}

/// The two characters that a text begins with, if they are words.
fn head(text: &str) -> Option<String> {
    let head: String = text.chars().take(2).collect();
    (head.chars().count() == 2 && head.chars().all(char::is_alphabetic)).then_some(head)
}

/// The quotation that a text begins with; a lost closing mark is taken to stand before the next comma.
fn name(text: &str) -> Option<String> {
    let inside = text.strip_prefix('“')?;
    let mut near = inside.char_indices().take(NEAR);
    let (end, _) = near.find(|(_, character)| "”“,;。".contains(*character))?;
    let name = inside.get(..end)?;
    (name.chars().count() >= 2).then(|| name.to_owned())
}

/// The masked words of a clause that counts a total: `共调解矛盾纠纷`.
fn total_of(entry: &Entry) -> Option<String> {
    let words = entry.before.trim();
    let (from, to) = last(words, &ROLES.total)?;
    let leads = core(words.get(..from)?);
    if !leads.trim().is_empty() {
        return None;
    }
    let noun = core(words.get(to..)?);
    let letters = noun.chars().count();
    let plain = noun.chars().all(char::is_alphabetic);
    ((4..=14).contains(&letters) && plain).then_some(noun)
}

/// Whether an entry counts things that happen.
fn is_occasion(entry: &Entry) -> bool {
    ROLES
        .occasions
        .iter()
        .any(|unit| *unit == entry.figure.unit)
}

/// What there is of a thing with a long name, such as `县本级政务服务事项`: nothing but words of listing lead to it.
fn stock(entry: &Entry) -> Option<String> {
    let subject = &*entry.figure.subject;
    if subject.chars().count() < 6 || is_occasion(entry) {
        return None;
    }
    let words = core(entry.before.trim());
    let lead = words.strip_suffix(core(subject).as_str())?;
    let lead = without(lead, &ROLES.stock);
    lead.trim().is_empty().then(|| subject.to_owned())
}

/// Things that stand, told among the results of one year, are one number; things that happen may have happened twice.
fn strength(places: &[Place], view: &View) -> Verdict {
    let occasion = |place: &Place| is_occasion(place.entry);
    let year = view.report.metadata.kind.is_judged_by_parts();
    match places.iter().any(occasion) || !year {
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
    order::sort(&mut values);
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
