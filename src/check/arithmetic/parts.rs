//! Totals and their parts, as the words list them: `共9件,其中A 5件,B 4件` · `办结9件(维持5件,撤销4件)` · `A 5件、B 4件,共计9件`.

use std::collections::BTreeSet;

use super::exact::Range;
use super::ledger::{Entry, Ledger, Line};
use super::roles::{ROLES, any, core, last};
use crate::report::FigureKind;

/// A total with the figures listed as its parts.
#[derive(Debug)]
pub(super) struct Group<'a> {
    pub total: &'a Entry<'a>,
    pub parts: Vec<&'a Entry<'a>>,
    /// Nothing follows the list in its clause group.
    pub closed: bool,
    /// The words say that only some parts are given.
    pub open: bool,
    /// The parts come first and the total last.
    pub reversed: bool,
    /// No word opens the list: `共81件,自然人80件、企业1件`.
    pub bare: bool,
}

/// How far back a total may stand, in figures.
const REACH: usize = 8;

/// How long a list may be, in figures.
const LONGEST: usize = 64;

/// Where the parts of all lists stand, in the normal text.
pub(super) fn listed(ledger: &Ledger) -> BTreeSet<usize> {
    places(&groups(ledger))
}

/// Where the parts of these lists stand.
pub(super) fn places(groups: &[Group]) -> BTreeSet<usize> {
    let parts = groups.iter().flat_map(|group| &group.parts);
    parts.map(|part| part.at.start).collect()
}

/// All totals with parts, complete or not.
pub(super) fn groups<'a>(ledger: &'a Ledger<'a>) -> Vec<Group<'a>> {
    let kept = ledger.lists.get_or_init(|| {
        let found = find(ledger);
        found.iter().map(Kept::of).collect()
    });
    kept.iter().filter_map(|kept| kept.group(ledger)).collect()
}

/// A group by the figures in it, so that several rules can share the search for it.
#[derive(Debug)]
pub(super) struct Kept {
    total: usize,
    parts: Vec<usize>,
    closed: bool,
    open: bool,
    reversed: bool,
    bare: bool,
}

impl Kept {
    fn of(group: &Group) -> Kept {
        Kept {
            total: group.total.index,
            parts: group.parts.iter().map(|part| part.index).collect(),
            closed: group.closed,
            open: group.open,
            reversed: group.reversed,
            bare: group.bare,
        }
    }

    fn group<'a>(&self, ledger: &'a Ledger<'a>) -> Option<Group<'a>> {
        let parts = self.parts.iter().map(|part| ledger.entry(*part));
        Some(Group {
            total: ledger.entry(self.total)?,
            parts: parts.collect::<Option<_>>()?,
            closed: self.closed,
            open: self.open,
            reversed: self.reversed,
            bare: self.bare,
        })
    }
}

fn find<'a>(ledger: &'a Ledger<'a>) -> Vec<Group<'a>> {
    let mut groups = Vec::new();
    for (idx, line) in ledger.lines.iter().enumerate() {
        let above = idx
            .checked_sub(1)
            .and_then(|above| ledger.lines.get(above))
            .filter(|above| above.block == line.block && above.sentence + 1 == line.sentence);
        after_word(line, above, &mut groups);
        bracketed(line, &mut groups);
        summed_up(line, &mut groups);
        unopened(line, &mut groups);
    }
    groups
}

/// `…9件,其中A 5件,B 4件`.
fn after_word<'a>(line: &'a Line<'a>, above: Option<&'a Line<'a>>, groups: &mut Vec<Group<'a>>) {
    for (at, first) in line.entries.iter().enumerate() {
        let Some((from, to)) = last(first.gap, &ROLES.list) else {
            continue;
        };
        let own = without_brackets(first.gap.get(to..).unwrap_or(""));
        let closes = first.gap.get(to..).is_some_and(|own| nesting(own) < 0);
        if closes || own.matches([',', ';', '。']).count() > 1 {
            continue;
        }
        let leads = first.gap.get(..from).unwrap_or("");
        let before = line.entries.get(..at).unwrap_or(&[]);
        let opens = before.is_empty() && leads.trim().is_empty();
        let above = above
            .filter(|_| opens)
            .map_or(&[][..], |line| &line.entries);
        let candidates = before.iter().rev().chain(above.iter().rev()).take(REACH);
        let mut totals = candidates
            .filter(|entry| entry.depth <= first.depth)
            .filter(|entry| entry.same_unit(first) && is_total(entry));
        let nearest = totals.next();
        let named = nearest
            .into_iter()
            .chain(totals)
            .find(|entry| is_named(entry, &own));
        let total = named.or(nearest);
        let Some(total) = total.filter(|_| is_counted(first)) else {
            continue;
        };
        let tight = leads.trim_end().ends_with('、');
        groups.push(collect(line, at, total, tight, false));
    }
}

/// Whether the words of a part name what the total counts: `建议111件、提案175件,其中建议已解决71件`.
fn is_named(total: &Entry, part: &str) -> bool {
    let noun = core(total.before);
    let noun = noun.trim();
    let end = noun.char_indices().rev().nth(NAME - 1).map(|(at, _)| at);
    end.and_then(|at| noun.get(at..))
        .is_some_and(|name| part.contains(name))
}

/// How many characters at the end of a noun name it.
const NAME: usize = 4;

/// `…9件(A 5件,B 4件)`.
fn bracketed<'a>(line: &'a Line<'a>, groups: &mut Vec<Group<'a>>) {
    for (at, pair) in line.entries.windows(2).enumerate() {
        let [total, first] = pair else { continue };
        let opens = first.gap.trim_start().starts_with('(') && first.depth == total.depth + 1;
        if !opens || !total.same_unit(first) || !is_counted(total) || is_carried(first) {
            continue;
        }
        if last(first.gap, &ROLES.list).is_some() {
            continue;
        }
        let some = any(first.gap, &ROLES.some);
        groups.push(collect(line, at + 1, total, false, some));
    }
}

/// How many there are in all, rather than how many more than before or how many each.
fn is_total(entry: &Entry) -> bool {
    is_counted(entry) && entry.direction.is_none() && !any(entry.clause, &ROLES.per)
}

/// A count, or an amount that stands for itself: `产值超10亿元企业9家` has one of each kind.
fn is_counted(entry: &Entry) -> bool {
    match entry.figure.kind {
        FigureKind::Count => true,
        FigureKind::Amount => !entry.after.starts_with(char::is_alphabetic),
        FigureKind::Rate
        | FigureKind::Date
        | FigureKind::Duration
        | FigureKind::Ordinal
        | FigureKind::Rank
        | FigureKind::Score => false,
    }
}

/// The figures from `at` on that go on with the list. A `tight` list hangs in another one: `铁路9公里、其中高铁3公里,`.
fn collect<'a>(
    line: &'a Line<'a>,
    at: usize,
    total: &'a Entry<'a>,
    tight: bool,
    some: bool,
) -> Group<'a> {
    let mut parts: Vec<&Entry> = Vec::new();
    let mut joints = Joints {
        tight,
        semicolons: false,
    };
    for (offset, entry) in line.entries.iter().skip(at).take(LONGEST).enumerate() {
        let Some(first) = parts.first() else {
            parts.push(entry);
            continue;
        };
        if entry.depth < first.depth || joints.end(entry.gap, parts.len()) {
            break;
        }
        if entry.depth > first.depth || entry.is_rate() {
            continue;
        }
        let next = line.entries.get(at + offset + 1);
        if next.is_some_and(|next| describes(entry, next) && next.same_unit(first)) {
            continue;
        }
        let enumerated = entry.gap.starts_with('、');
        if !entry.same_unit(first) || (is_stage(entry) && !is_stage(first) && !enumerated) {
            break;
        }
        parts.push(entry);
    }
    let open = some || parts.iter().any(|part| is_open(part));
    let end = parts.last().copied().unwrap_or(total);
    Group {
        total,
        closed: closes(line, end),
        parts,
        open,
        reversed: false,
        bare: false,
    }
}

/// Whether the words of a part leave the list open; the word that opened the list does not.
fn is_open(part: &Entry) -> bool {
    let from = last(part.before, &ROLES.list).map_or(0, |(_, end)| end);
    let own = part.before.get(from..).unwrap_or("");
    any(own, &ROLES.open_list) || any(part.after, &ROLES.open_list) || is_carried(part)
}

/// A numeral inside the name of what the next number counts: `市区两级大厅热点79个`.
fn describes(entry: &Entry, next: &Entry) -> bool {
    let words = |gap: &str| !gap.is_empty() && gap.chars().all(char::is_alphabetic);
    !entry.same_unit(next) && entry.depth == next.depth && words(next.gap)
}

/// A next step of the whole, such as `成功调解8件` behind the kinds of `调解9件`, is no further part.
fn is_stage(entry: &Entry) -> bool {
    let mut stages = ROLES.stages.iter();
    stages.any(|stage| any(entry.before, &stage.later)) && !entry.says(&ROLES.outcomes)
}

/// How the items of a list have been joined so far.
#[derive(Debug)]
struct Joints {
    /// By enumeration commas: a comma ends the list.
    tight: bool,
    semicolons: bool,
}

impl Joints {
    /// Whether the text between two figures ends the list.
    fn end(&mut self, gap: &str, parts: usize) -> bool {
        let gap = gap.trim_end_matches([',', ';', '、']);
        if gap.contains('。') || any(gap, &ROLES.ends_list) || last(gap, &ROLES.list).is_some() {
            return true;
        }
        let bare = without_brackets(gap);
        let commas = bare.matches([',', ';', ':']).count();
        if commas > 1 || (commas > 0 && self.tight) {
            return true;
        }
        if bare.contains(';') {
            if parts > 1 && !self.semicolons {
                return true;
            }
            self.semicolons = true;
        }
        self.tight |= parts == 1 && commas == 0 && bare.starts_with('、');
        false
    }
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0usize;
    text.chars()
        .filter(|character| match character {
            '(' => {
                depth += 1;
                false
            }
            ')' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

/// How many more brackets a text opens than it closes.
fn nesting(text: &str) -> i32 {
    text.chars().fold(0, |depth, character| match character {
        '(' => depth + 1,
        ')' => depth - 1,
        _ => depth,
    })
}

/// Whether a figure is the last of its clause group.
fn closes(line: &Line, entry: &Entry) -> bool {
    let rest = line.tail(entry);
    let rest = rest.get(entry.after.len()..).unwrap_or("").trim_start();
    rest.is_empty() || rest.starts_with(['。', ';', ')', '!'])
}

/// `A 5件、B 4件,共计9件`.
fn summed_up<'a>(line: &'a Line<'a>, groups: &mut Vec<Group<'a>>) {
    for (at, total) in line.entries.iter().enumerate() {
        let lead = total.before.trim();
        let word = ROLES.total.iter().any(|word| lead == word.as_str());
        if !word || !is_counted(total) {
            continue;
        }
        let before = line.entries.get(..at).unwrap_or(&[]);
        let enumerated = joined_before(before, total, 0);
        let listed = match enumerated.len() {
            ..2 => fewest_that_sum(joined_before(before, total, 1), total),
            2.. => Some(enumerated),
        };
        groups.extend(listed.map(|parts| Group {
            total,
            closed: parts.len() == before.len(),
            parts,
            open: false,
            reversed: true,
            bare: false,
        }));
    }
}

/// The figures right before a total, in its unit, with so many marks between two of them at most.
fn joined_before<'a>(
    before: &'a [Entry<'a>],
    total: &'a Entry<'a>,
    marks: usize,
) -> Vec<&'a Entry<'a>> {
    let mut parts: Vec<&Entry> = Vec::new();
    let mut next = total;
    for entry in before.iter().rev().take(LONGEST) {
        let bare = without_brackets(next.gap);
        let most = marks.max(usize::from(parts.is_empty()));
        let joined = bare.matches([',', ';', '。', ':']).count() <= most;
        if !joined || !entry.same_unit(total) || entry.depth != total.depth {
            break;
        }
        parts.push(entry);
        next = entry;
    }
    parts.reverse();
    parts
}

/// Clauses say more than an enumeration: how many of them belong to the sum shows only where it is right, or where
/// they are all that the sentence counts before it.
fn fewest_that_sum<'a>(parts: Vec<&'a Entry<'a>>, total: &Entry) -> Option<Vec<&'a Entry<'a>>> {
    let fits = |parts: &[&Entry]| {
        let sum = Range::sum(parts.iter().map(|part| part.range));
        sum.is_point() && sum == total.range
    };
    let starts = (0..parts.len().saturating_sub(1)).rev();
    let start = starts
        .into_iter()
        .find(|at| parts.get(*at..).is_some_and(fits));
    let parts = match start {
        Some(at) => parts.get(at..)?.to_vec(),
        None => parts,
    };
    let steps = parts.iter().any(|part| is_step(part));
    (parts.len() > 1 && !steps).then_some(parts)
}

/// `共81件,自然人80件、企业1件。` · `118项完成116项,其余2项`: a total and all that follows in its unit.
fn unopened<'a>(line: &'a Line<'a>, groups: &mut Vec<Group<'a>>) {
    // What would complete a list stands somewhere in the sentence, or there is nothing to look for.
    let leaves = any(line.text, &ROLES.rest) || line.text.contains(['未', '不']);
    for (at, total) in line.entries.iter().enumerate() {
        let counted = says_total(total);
        if !counted && !leaves {
            continue;
        }
        let Some(first) = line.entries.get(at + 1) else {
            continue;
        };
        let plain = first.depth == total.depth && first.same_unit(total) && is_total(total);
        if !plain || last(first.gap, &ROLES.list).is_some() || first.gap.contains(['、', ';', '。'])
        {
            continue;
        }
        let mut group = collect(line, at + 1, total, false, false);
        if group.parts.len() < 2 {
            continue;
        }
        let rest = group.names_the_rest();
        let kinds = counted && group.closed && !group.parts.iter().any(|part| is_step(part));
        if rest || kinds {
            group.bare = true;
            groups.push(group);
        }
    }
}

/// `共` that is not half of 公共.
fn says_total(entry: &Entry) -> bool {
    any(&entry.before.replace("公共", ""), &ROLES.total)
}

/// What was done with the whole rather than a kind of it: 受理, 办结, 整改.
fn is_step(entry: &Entry) -> bool {
    let stages = ROLES.stages.iter();
    let mut words = stages
        .flat_map(|stage| [&stage.later, &stage.earlier])
        .chain([&ROLES.closed, &ROLES.accepted, &ROLES.received]);
    words.any(|words| any(entry.before, words)) || entry.direction.is_some()
}

/// Cases left from the year before are no part of the new ones.
fn is_carried(entry: &Entry) -> bool {
    entry.says(&ROLES.carried)
}
