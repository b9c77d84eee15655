//! Changes that the text gives in three ways: what it was, what it is, and by how much it changed.
//!
//! `由120件下降到98件,下降18.3%` · `由61.40%提高到88.75%,提高27.35个百分点` · `98件,同比减少22件,下降18.3%`.

use super::exact::{Range, percent};
use super::ledger::{Entry, Ledger, Line};
use super::roles::{ROLES, any};
use super::{Relation, Term};
use crate::check::{Localized, Verdict};
use crate::report::lexicon::WordList;
use crate::report::{Direction, FigureKind, Quantity};

/// A value before, a value after, and the change between them as it is printed.
#[derive(Clone, Copy, Debug)]
struct Change<'a> {
    before: Range,
    after: Range,
    printed: &'a Entry<'a>,
}

/// How a printed change is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    /// In the unit of the values, or in percentage points.
    Difference,
    /// In percent of the value before.
    Share,
}

/// Stated changes that are not those of their values.
pub(super) fn changes<'a>(ledger: &'a Ledger<'a>) -> Vec<Relation<'a>> {
    let mut relations = Vec::new();
    for line in &ledger.lines {
        for at in 0..line.entries.len() {
            relations.extend(from_to(line, at).and_then(|(terms, change)| change.relation(terms)));
            relations
                .extend(from_base(line, at).and_then(|(terms, change)| change.relation(terms)));
            relations.extend(by_both(line, at).and_then(|(terms, change)| change.relation(terms)));
        }
    }
    relations
}

/// Changes of rates that are printed in percent and are the difference in percentage points.
pub(super) fn points<'a>(ledger: &'a Ledger<'a>) -> Vec<Relation<'a>> {
    let mut relations = Vec::new();
    for line in &ledger.lines {
        for at in 0..line.entries.len() {
            relations.extend(from_to(line, at).and_then(|(terms, change)| change.points(terms)));
        }
    }
    relations
}

/// `由A提高到B,提高C`.
fn from_to<'a>(line: &'a Line<'a>, at: usize) -> Option<(Vec<Term<'a>>, Change<'a>)> {
    let [first, second, printed] = line.entries.get(at..at + 3)? else {
        return None;
    };
    let leads = first.gap.rfind(['由', '从'])?;
    let between = first.gap.get(leads..).unwrap_or("");
    let arrives = ROLES
        .arrives
        .iter()
        .any(|word| second.gap.trim().ends_with(word.as_str()));
    let one_clause =
        !between.contains([',', ';', '。', ')']) && !second.gap.contains([';', '。', '、']);
    let plain = first.direction.is_none() && first.same_unit(second);
    if !(arrives && one_clause && plain && is_bare_change(printed)) {
        return None;
    }
    let terms = vec![
        Term::new("first", first),
        Term::new("second", second),
        Term::new("change", printed),
    ];
    let change = Change {
        before: first.range,
        after: second.range,
        printed,
    };
    Some((terms, change))
}

/// `达到98件,较上年的120件减少22件`.
fn from_base<'a>(line: &'a Line<'a>, at: usize) -> Option<(Vec<Term<'a>>, Change<'a>)> {
    let [value, base, printed] = line.entries.get(at..at + 3)? else {
        return None;
    };
    let leads = base.gap.trim_start().trim_start_matches(',');
    let since = leads.starts_with(['较', '比']) && !leads.contains([',', ';', '。', '、', ')']);
    let one_thing = base.same_unit(value) && base.direction.is_none();
    let behind = printed.gap.trim().trim_start_matches(')');
    let bare = !behind.starts_with(',') && is_bare_change(printed);
    let difference = printed.figure.unit == base.figure.unit || printed.figure.unit == "百分点";
    if !(since && one_thing && bare && difference) {
        return None;
    }
    let terms = vec![
        Term::new("first", base),
        Term::new("second", value),
        Term::new("change", printed),
    ];
    let change = Change {
        before: base.range,
        after: value.range,
        printed,
    };
    Some((terms, change))
}

/// `98件,同比减少22件,下降18.3%`.
fn by_both<'a>(line: &'a Line<'a>, at: usize) -> Option<(Vec<Term<'a>>, Change<'a>)> {
    let [value, difference, printed] = line.entries.get(at..at + 3)? else {
        return None;
    };
    // Growth of money is told at the prices of another year.
    let counted = value.figure.kind == FigureKind::Count;
    let level = counted && value.direction.is_none() && value.same_unit(difference);
    let way = difference.direction?;
    let follows = |entry: &Entry| {
        let gap = entry.gap.trim();
        let commas = gap.matches(',').count();
        commas <= 1 && !gap.contains([';', '。', '、', '其', '中'])
    };
    let since = any(difference.gap, &ROLES.since) && follows(difference);
    let is_share =
        printed.is_rate() && printed.figure.unit == "%" && printed.direction == Some(way);
    if !(level && since && is_share && is_bare_change(printed)) {
        return None;
    }
    let before = match way {
        Direction::Up => value.range.minus(difference.range),
        Direction::Down => value.range.plus(difference.range),
    };
    let terms = vec![
        Term::new("base", value),
        Term::new("change", difference),
        Term::new("change", printed),
    ];
    let change = Change {
        before,
        after: value.range,
        printed,
    };
    Some((terms, change))
}

/// Nothing but a verb of change stands before the number: any other word may name another thing or another base.
fn is_bare_change(entry: &Entry) -> bool {
    let words = entry.gap.trim().trim_start_matches([',', '(', ')']);
    let words = words.trim_end_matches('了');
    let mut verbs = [&ROLES.up, &ROLES.down, &ROLES.shifts]
        .into_iter()
        .flat_map(WordList::iter);
    entry.direction.is_some() && verbs.any(|verb| words == verb)
}

impl<'a> Change<'a> {
    /// The readings that the unit of the printed change allows.
    fn readings(&self, terms: &[Term]) -> &'static [Reading] {
        let rates = terms.first().is_some_and(|term| term.entry.is_rate());
        let unit: &str = &self.printed.figure.unit;
        match (rates, unit) {
            (true, "百分点") => &[Reading::Difference],
            (true, "%") => &[Reading::Difference, Reading::Share],
            (false, "%") => &[Reading::Share],
            (false, _) if terms.iter().all(|term| term.entry.figure.unit == unit) => {
                &[Reading::Difference]
            }
            (true | false, _) => &[],
        }
    }

    /// The change in a reading, as a range; up is positive.
    fn range(&self, reading: Reading) -> Option<Range> {
        let (low, high) = (self.before.low?, self.before.high?);
        let (from, to) = (self.after.low?, self.after.high?);
        let range = match reading {
            Reading::Difference => (from - high, to - low),
            Reading::Share => (percent(from - high, high)?, percent(to - low, low)?),
        };
        Some(Range {
            low: Some(range.0),
            high: Some(range.1),
        })
    }

    /// What is printed, as a range that rounding and cutting off allow.
    fn allowed(&self) -> Option<Range> {
        let Quantity::Number { value, step, .. } = self.printed.figure.quantity else {
            return None;
        };
        let signed = match self.printed.direction? {
            Direction::Up => value,
            Direction::Down => -value,
        };
        Some(Range {
            low: Some(signed - step),
            high: Some(signed + step),
        })
    }

    fn fits(&self, reading: Reading) -> Option<bool> {
        Some(self.range(reading)?.meets(self.allowed()?))
    }

    fn relation(self, terms: Vec<Term<'a>>) -> Option<Relation<'a>> {
        if !self.printed.is_exact() {
            return None;
        }
        let readings = self.readings(&terms);
        let first = readings.first()?;
        let mut verdict = Verdict::Unmet;
        let mut shown = *first;
        for reading in readings {
            if self.fits(*reading)? {
                (verdict, shown) = (Verdict::Met, *reading);
                break;
            }
        }
        // Of two readings neither fits: the values may be of different things.
        if verdict == Verdict::Unmet && readings.len() > 1 {
            verdict = Verdict::Unclear;
        }
        let formula = self.formula(&terms, shown, verdict == Verdict::Met)?;
        Some(Relation::new(verdict, terms, Localized::same(formula)))
    }

    /// A difference of percentages that is printed as percent.
    fn points(self, terms: Vec<Term<'a>>) -> Option<Relation<'a>> {
        let rates = terms.first().is_some_and(|term| term.entry.is_rate());
        if !rates || !self.printed.is_rate() {
            return None;
        }
        let mixed = self.printed.figure.unit == "%"
            && self.fits(Reading::Difference)?
            && !self.fits(Reading::Share)?;
        let verdict = match mixed {
            true => Verdict::Unclear,
            false => Verdict::Met,
        };
        let formula = self.formula(&terms, Reading::Difference, !mixed)?;
        Some(Relation::new(verdict, terms, Localized::same(formula)))
    }

    /// The arithmetic where both values are exact, and the three numbers where they are not.
    fn formula(&self, terms: &[Term], reading: Reading, fits: bool) -> Option<String> {
        let printed = self.printed.number.trim_end_matches('%');
        let Some((old, new)) = self.before.value().zip(self.after.value()) else {
            let sign = if fits { "≈" } else { "≠" };
            return self.printed_formula(terms, reading, sign);
        };
        let shown = self.range(reading)?.value()?.abs().round_dp(2).normalize();
        let sign = match (fits, self.printed.figure.value() == Some(shown)) {
            (true, true) => "=",
            (true, false) => "≈",
            (false, true | false) => "≠",
        };
        let (old, new) = (old.normalize(), new.normalize());
        let difference = match self.printed.direction? {
            Direction::Up => format!("{new}-{old}"),
            Direction::Down => format!("{old}-{new}"),
        };
        Some(match reading {
            Reading::Difference => format!("{difference} = {shown} {sign} {printed}"),
            Reading::Share => format!("({difference})÷{old} = {shown}% {sign} {printed}%"),
        })
    }

    /// The same with the numbers as they are printed: `9.5亿-8.2亿 ≈ 1.3亿`, `22÷(98+22) ≈ 18%`.
    fn printed_formula(&self, terms: &[Term], reading: Reading, sign: &str) -> Option<String> {
        let [one, two, change] = terms else {
            return None;
        };
        let (first, second) = (one.entry.number, two.entry.number);
        let printed = change.entry.number;
        let way = self.printed.direction?;
        if one.role == "base" {
            let back = match way {
                Direction::Up => "-",
                Direction::Down => "+",
            };
            return Some(format!("{second}÷({first}{back}{second}) {sign} {printed}"));
        }
        let difference = match way {
            Direction::Up => format!("{second}-{first}"),
            Direction::Down => format!("{first}-{second}"),
        };
        Some(match reading {
            Reading::Difference => format!("{difference} {sign} {printed}"),
            Reading::Share => format!("({difference})÷{first} {sign} {printed}"),
        })
    }
}
