//! Sections set side by side by role, heading and body, though renumbered, renamed, moved, split or merged.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::bigrams::{Bag, Index, Rarity};
use super::budget::Budget;
use super::chain::{Link, heaviest};
use super::prepared::Prepared;
use super::tokens::{fold, masked, tokens};
use super::{Row, RowChange, SectionChange, SectionLink};
use crate::report::{Part, Report, Section, Span};

/// Score from which two sections play the same role: bodies of different roles share about 0.05.
const SAME_ROLE: f64 = 0.08;
/// Score from which they do although both would rather have another partner, which is taken.
const CLEAR: f64 = 0.2;
/// Likeness of bodies from which a section without partner is a piece of one that has a partner.
const PIECE: f64 = 0.11;
/// What the words of the headings count beside those of the bodies, which decide where headings are rewritten.
const HEADING: f64 = 0.3;
/// What speaks for two sections or against them beside their words.
const SAME_PART: f64 = 0.25;
const OTHER_PART: f64 = -0.4;
const OTHER_PARENT: f64 = -0.1;
const OTHER_LABEL: f64 = -0.1;
/// Partners that are weighed for one section.
const PARTNERS: usize = 16;

/// Which sections of two reports belong together.
pub(super) struct Sections {
    pub links: Vec<SectionLink>,
    linked: BTreeSet<(usize, usize)>,
    /// Sections around each sentence, innermost first.
    around_old: Vec<Vec<usize>>,
    around_new: Vec<Vec<usize>>,
    /// Heading sentences of sections that are linked one to one, new to old.
    headings: BTreeMap<usize, usize>,
}

impl Sections {
    pub fn of(old: &Prepared, new: &Prepared, budget: &mut Budget) -> Sections {
        let sides = (Side::of(old, budget), Side::of(new, budget));
        let rarity = Rarity::among(
            old.sentences
                .iter()
                .chain(&new.sentences)
                .map(|words| &words.bag),
        );
        let mut roles = Roles::default();
        for level in levels(&sides) {
            roles.link_level(&sides, level, &rarity, budget);
        }
        for level in levels(&sides) {
            roles.link_pieces(&sides, level, &rarity, budget);
        }
        let links = roles.links(&sides);
        Sections {
            linked: links
                .iter()
                .filter_map(|link| link.old.zip(link.new))
                .collect(),
            headings: headings(&roles, &sides),
            around_old: around(old.report),
            around_new: around(new.report),
            links,
        }
    }

    /// Whether the two sentences stand in sections that belong together, or both in none.
    pub fn together(&self, old: usize, new: usize) -> bool {
        let (Some(olds), Some(news)) = (self.around_old.get(old), self.around_new.get(new)) else {
            return false;
        };
        if olds.is_empty() && news.is_empty() {
            return true;
        }
        news.iter()
            .any(|&new| olds.iter().any(|&old| self.linked.contains(&(old, new))))
    }

    /// The old sentence that is the heading of the section whose heading the new sentence is.
    pub fn heading_partner(&self, new: usize) -> Option<usize> {
        self.headings.get(&new).copied()
    }

    /// The links with those called the same in which every sentence is.
    pub fn judged(mut self, old: &Report, new: &Report, rows: &[Row]) -> Vec<SectionLink> {
        let same: BTreeMap<usize, usize> = rows
            .iter()
            .filter(|row| row.change == RowChange::Same)
            .filter_map(|row| row.old.zip(row.new))
            .collect();
        for link in &mut self.links {
            let (Some(old_idx), Some(new_idx)) = (link.old, link.new) else {
                continue;
            };
            if link.change == SectionChange::Changed
                && let (Some(from), Some(to)) =
                    (old.sections.get(old_idx), new.sections.get(new_idx))
                && says_the_same(
                    sentences_in(old, from.extent),
                    sentences_in(new, to.extent),
                    &same,
                )
            {
                link.change = SectionChange::Same;
            }
        }
        self.links
    }
}

/// Whether every sentence of one range is the same as one of the other, and none is left.
fn says_the_same(
    old: std::ops::Range<usize>,
    new: std::ops::Range<usize>,
    same: &BTreeMap<usize, usize>,
) -> bool {
    let partners = same
        .range(old.clone())
        .filter(|(_, partner)| new.contains(partner));
    old.len() == new.len() && partners.count() == old.len()
}

/// The sentences that begin inside the span.
pub(super) fn sentences_in(report: &Report, span: Span) -> std::ops::Range<usize> {
    let place = |offset| {
        report
            .sentences
            .partition_point(|sentence| sentence.span.start < offset)
    };
    let start = place(span.start);
    start..place(span.end).max(start)
}

/// The sections around every sentence, innermost first.
fn around(report: &Report) -> Vec<Vec<usize>> {
    report
        .sentences
        .iter()
        .map(|sentence| {
            let parent = |idx: &usize| report.sections.get(*idx).and_then(|section| section.parent);
            std::iter::successors(sentence.section, parent)
                .take(MOST_DEPTH)
                .collect()
        })
        .collect()
}

/// Deeper nesting than any report has; a bound for what a damaged outline may claim.
const MOST_DEPTH: usize = 12;

/// The sections of one report with what they are compared by.
struct Side<'a> {
    report: &'a Report,
    titles: Vec<Bag>,
    bodies: Vec<Bag>,
}

impl<'a> Side<'a> {
    fn of(prepared: &Prepared<'a>, budget: &mut Budget) -> Side<'a> {
        let report = prepared.report;
        let titles = report.sections.iter().map(|section| title(report, section));
        let bodies = report.sections.iter().map(|section| {
            let inside = sentences_in(report, section.extent);
            let bags = prepared.sentences.get(inside).unwrap_or(&[]);
            let size: usize = bags.iter().map(|words| words.bag.total()).sum();
            match budget.spend(size) {
                true => Bag::sum(bags.iter().map(|words| &words.bag)),
                false => Bag::default(),
            }
        });
        Side {
            report,
            titles: titles.collect(),
            bodies: bodies.collect(),
        }
    }

    fn at_level(&self, level: u8) -> Vec<usize> {
        let sections = self.report.sections.iter().enumerate();
        sections
            .filter(|(_, section)| section.level == level)
            .map(|(idx, _)| idx)
            .collect()
    }

    fn section(&self, idx: usize) -> Option<&'a Section> {
        self.report.sections.get(idx)
    }

    /// The part that the section or one around it is.
    fn part(&self, idx: usize) -> Option<Part> {
        let parent = |section: &&Section| section.parent.and_then(|parent| self.section(parent));
        std::iter::successors(self.section(idx), parent)
            .take(MOST_DEPTH)
            .find_map(|section| section.part)
    }

    fn size(&self, idx: usize) -> f64 {
        self.bodies.get(idx).map_or(0.0, |body| body.total() as f64)
    }
}

fn same_shape(sides: &(Side, Side), old: usize, new: usize) -> bool {
    let labels = sides.0.section(old).zip(sides.1.section(new));
    labels.is_some_and(|(one, two)| shape(&one.label) == shape(&two.label))
}

/// The style of a label, whatever its number: (三) and (十二) are of one style.
fn shape(label: &str) -> String {
    let is_numeral =
        |letter: &char| letter.is_ascii_digit() || "〇零一二三四五六七八九十百".contains(*letter);
    label
        .chars()
        .filter_map(fold)
        .filter(|letter| !is_numeral(letter))
        .collect()
}

/// The title without its label, years masked.
fn title(report: &Report, section: &Section) -> Bag {
    let labelled = report.quote(section.heading).starts_with(&section.label);
    let skip = if labelled { section.label.len() } else { 0 };
    let span = Span::new(section.heading.start + skip, section.heading.end);
    Bag::of(&masked(report, &tokens(report, span)))
}

fn levels(sides: &(Side, Side)) -> BTreeSet<u8> {
    let sections = sides
        .0
        .report
        .sections
        .iter()
        .chain(&sides.1.report.sections);
    sections.map(|section| section.level).collect()
}

/// The links found so far.
#[derive(Default)]
struct Roles {
    of_old: BTreeMap<usize, usize>,
    of_new: BTreeMap<usize, usize>,
    /// Old section and new section that is a piece of it.
    splits: BTreeSet<(usize, usize)>,
    /// Old section that went into a new one, and the new one.
    merges: BTreeSet<(usize, usize)>,
}

impl Roles {
    /// Links the sections of one level one to one, those that fit best first.
    fn link_level(
        &mut self,
        sides: &(Side, Side),
        level: u8,
        rarity: &Rarity,
        budget: &mut Budget,
    ) {
        let mut pairs: Vec<(f64, usize, usize)> = likely(sides, level, budget)
            .into_iter()
            .map(|(old, new)| (self.score(sides, old, new, rarity), old, new))
            .filter(|(score, _, _)| *score >= SAME_ROLE)
            .collect();
        pairs.sort_by(|one, two| {
            two.0
                .total_cmp(&one.0)
                .then((one.1, one.2).cmp(&(two.1, two.2)))
        });
        let (mut seen_old, mut seen_new) = (BTreeSet::new(), BTreeSet::new());
        for (score, old, new) in pairs {
            let first_choice = seen_old.insert(old) | seen_new.insert(new);
            if (first_choice || score >= CLEAR)
                && !self.of_old.contains_key(&old)
                && !self.of_new.contains_key(&new)
            {
                self.of_old.insert(old, new);
                self.of_new.insert(new, old);
            }
        }
    }

    fn score(&self, sides: &(Side, Side), old: usize, new: usize, rarity: &Rarity) -> f64 {
        let own = |side: &Side, idx: usize| side.section(idx).and_then(|section| section.part);
        let around = sides.0.part(old).zip(sides.1.part(new));
        let part = match around {
            Some((one, two)) if one != two => OTHER_PART,
            Some(_) if own(&sides.0, old).is_some() && own(&sides.1, new).is_some() => SAME_PART,
            Some(_) | None => 0.0,
        };
        let parent = match self.parents_linked(sides, old, new) {
            true => 0.0,
            false => OTHER_PARENT,
        };
        let label = match same_shape(sides, old, new) {
            true => 0.0,
            false => OTHER_LABEL,
        };
        let titles = sides.0.titles.get(old).zip(sides.1.titles.get(new));
        let heading = titles.map_or(0.0, |(one, two)| one.dice(two));
        likeness(sides, old, new, rarity) + HEADING * heading + part + parent + label
    }

    /// Links what is left to the section that holds most of it.
    fn link_pieces(
        &mut self,
        sides: &(Side, Side),
        level: u8,
        rarity: &Rarity,
        budget: &mut Budget,
    ) {
        let likely = likely(sides, level, budget);
        let mut best_new: HashMap<usize, (f64, usize)> = HashMap::new();
        let mut best_old: HashMap<usize, (f64, usize)> = HashMap::new();
        for (old, new) in likely {
            let alike = likeness(sides, old, new, rarity);
            if alike < PIECE
                || !self.parents_linked(sides, old, new)
                || !same_shape(sides, old, new)
            {
                continue;
            }
            if !self.of_new.contains_key(&new) && self.of_old.contains_key(&old) {
                raise(&mut best_new, new, (alike, old));
            }
            if !self.of_old.contains_key(&old) && self.of_new.contains_key(&new) {
                raise(&mut best_old, old, (alike, new));
            }
        }
        self.splits
            .extend(best_new.iter().map(|(&new, &(_, old))| (old, new)));
        self.merges
            .extend(best_old.iter().map(|(&old, &(_, new))| (old, new)));
    }

    fn parents_linked(&self, sides: &(Side, Side), old: usize, new: usize) -> bool {
        let parents = (
            sides.0.section(old).and_then(|section| section.parent),
            sides.1.section(new).and_then(|section| section.parent),
        );
        match parents {
            (Some(one), Some(two)) => {
                self.of_old.get(&one) == Some(&two)
                    || self.splits.contains(&(one, two))
                    || self.merges.contains(&(one, two))
            }
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }

    fn links(&self, sides: &(Side, Side)) -> Vec<SectionLink> {
        let kept = self.in_order(sides);
        let mut links = Vec::new();
        let mut gone = Gone::of(self, sides, &kept);
        links.extend(gone.after(None));
        for new in 0..sides.1.report.sections.len() {
            let partners = self.of_new.get(&new).into_iter().chain(
                self.splits
                    .iter()
                    .chain(&self.merges)
                    .filter(|(_, to)| *to == new)
                    .map(|(old, _)| old),
            );
            let mut here: Vec<SectionLink> = partners
                .map(|&old| self.link(sides, old, new, &kept))
                .collect();
            if here.is_empty() {
                here.push(single(None, Some(new)));
            }
            links.extend(here);
            links.extend(gone.after(Some(new)));
        }
        links
    }

    fn link(
        &self,
        sides: &(Side, Side),
        old: usize,
        new: usize,
        kept: &BTreeSet<usize>,
    ) -> SectionLink {
        let main = self.of_old.get(&old) == Some(&new);
        let is_split = self.splits.iter().any(|(from, _)| *from == old);
        let is_merged = self.merges.iter().any(|(_, to)| *to == new);
        let change = match (main, is_split, is_merged) {
            (true, true, _) => SectionChange::Split,
            (true, false, true) => SectionChange::Merged,
            (true, false, false) => SectionChange::Changed,
            (false, _, _) if self.merges.contains(&(old, new)) => SectionChange::Merged,
            (false, _, _) => SectionChange::Split,
        };
        SectionLink {
            old: Some(old),
            new: Some(new),
            change,
            moved: main && !kept.contains(&new),
            renamed: sides.0.titles.get(old) != sides.1.titles.get(new),
        }
    }

    /// The new sections that kept their place among the children of their parent.
    fn in_order(&self, sides: &(Side, Side)) -> BTreeSet<usize> {
        let mut families: BTreeMap<Option<usize>, Vec<Link>> = BTreeMap::new();
        for (&old, &new) in &self.of_old {
            if self.parents_linked(sides, old, new) {
                let parent = sides.1.section(new).and_then(|section| section.parent);
                let weight = sides.1.size(new) + 1.0;
                families
                    .entry(parent)
                    .or_default()
                    .push(Link { old, new, weight });
            }
        }
        families
            .values()
            .flat_map(|links| heaviest(links))
            .map(|link| link.new)
            .collect()
    }
}

fn raise(best: &mut HashMap<usize, (f64, usize)>, idx: usize, found: (f64, usize)) {
    let top = best.entry(idx).or_insert(found);
    if found.0 > top.0 {
        *top = found;
    }
}

/// Removed sections, by the new section after which they stood.
struct Gone {
    after: BTreeMap<Option<usize>, Vec<usize>>,
}

impl Gone {
    fn of(roles: &Roles, sides: &(Side, Side), kept: &BTreeSet<usize>) -> Gone {
        let mut after: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
        let mut last = None;
        for old in 0..sides.0.report.sections.len() {
            match roles.of_old.get(&old) {
                Some(new) if kept.contains(new) => last = Some(*new),
                Some(_) => {}
                None if roles.merges.iter().any(|(from, _)| *from == old) => {}
                None => after.entry(last).or_default().push(old),
            }
        }
        Gone { after }
    }

    fn after(&mut self, new: Option<usize>) -> Vec<SectionLink> {
        let gone = self.after.remove(&new).unwrap_or_default();
        gone.into_iter()
            .map(|old| single(Some(old), None))
            .collect()
    }
}

/// A section without partner.
fn single(old: Option<usize>, new: Option<usize>) -> SectionLink {
    SectionLink {
        old,
        new,
        change: match new {
            Some(_) => SectionChange::Added,
            None => SectionChange::Removed,
        },
        moved: false,
        renamed: false,
    }
}

/// How alike the texts under two headings are, from 0 to 1.
fn likeness(sides: &(Side, Side), old: usize, new: usize, rarity: &Rarity) -> f64 {
    let bodies = sides.0.bodies.get(old).zip(sides.1.bodies.get(new));
    bodies.map_or(0.0, |(one, two)| one.cosine(two, rarity))
}

/// Pairs of sections of one level that may play the same role.
fn likely(sides: &(Side, Side), level: u8, budget: &mut Budget) -> Vec<(usize, usize)> {
    let olds = sides.0.at_level(level);
    let news = sides.1.at_level(level);
    if olds.len() * news.len() <= PARTNERS * PARTNERS * 16 {
        return olds
            .iter()
            .flat_map(|&old| news.iter().map(move |&new| (old, new)))
            .collect();
    }
    let mut index = Index::of(olds.iter().filter_map(|&old| sides.0.bodies.get(old)));
    let mut pairs = Vec::new();
    for &new in &news {
        let Some(body) = sides.1.bodies.get(new) else {
            continue;
        };
        let nearest = index.nearest(body, PARTNERS, budget);
        pairs.extend(
            nearest
                .iter()
                .filter_map(|&at| olds.get(at))
                .map(|&old| (old, new)),
        );
    }
    pairs
}

/// The sentences that are nothing but headings, of sections that are linked one to one.
fn headings(roles: &Roles, sides: &(Side, Side)) -> BTreeMap<usize, usize> {
    roles
        .of_new
        .iter()
        .filter_map(|(&new, &old)| {
            let new = heading_sentence(sides.1.report, sides.1.section(new)?)?;
            let old = heading_sentence(sides.0.report, sides.0.section(old)?)?;
            Some((new, old))
        })
        .collect()
}

/// The sentence that the heading is, its closing mark aside.
pub(super) fn heading_sentence(report: &Report, section: &Section) -> Option<usize> {
    const CLOSING: usize = '。'.len_utf8();
    let idx = report.sentence_at(section.heading.start)?;
    let span = report.sentences.get(idx)?.span;
    (span.start == section.heading.start && span.end <= section.heading.end + CLOSING)
        .then_some(idx)
}
