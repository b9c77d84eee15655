//! Which section of either year plays the same role: one to one where they fit best, pieces to what holds most of them.

use std::collections::{BTreeMap, BTreeSet};

use super::bigrams::{Bag, Index};
use super::bodies::Bodies;
use super::budget::Budget;
use super::chain::{Link, heaviest};
use super::fast::FastMap;
use super::side::{Side, same_shape, topical};
use super::{SectionChange, SectionLink};
use crate::order;
use crate::report::Report;

/// Score from which two sections play the same role: bodies of different roles share about 0.05.
const SAME_ROLE: f64 = 0.08;
/// Score from which they do although both would rather have another partner, which is taken.
const CLEAR: f64 = 0.2;
/// Likeness of bodies from which a section without partner is a piece of one that has a partner.
const PIECE: f64 = 0.11;
/// What the words of the headings count beside those of the bodies, which decide where headings are rewritten.
const HEADING: f64 = 0.3;
/// What it counts that two sections speak of the same topics, or of others.
const TOPIC: f64 = 0.2;
/// What speaks for two sections or against them beside their words.
const SAME_PART: f64 = 0.25;
const OTHER_PART: f64 = -0.4;
const OTHER_PARENT: f64 = -0.1;
const OTHER_LABEL: f64 = -0.1;
/// Partners that are weighed for one section.
const PARTNERS: usize = 16;

/// The links found so far.
#[derive(Default)]
pub(super) struct Roles {
    of_old: BTreeMap<usize, usize>,
    pub of_new: BTreeMap<usize, usize>,
    /// Old section and new section that is a piece of it.
    splits: BTreeSet<(usize, usize)>,
    /// Old section that went into a new one, and the new one.
    merges: BTreeSet<(usize, usize)>,
}

impl Roles {
    /// Links the sections of one level one to one, those that fit best first.
    pub fn link_level(&mut self, sides: &(Side, Side), level: &[Alike]) {
        let mut pairs: Vec<(f64, usize, usize)> = level
            .iter()
            .map(|pair| (self.score(sides, pair), pair.old, pair.new))
            .filter(|(score, _, _)| *score >= SAME_ROLE)
            .collect();
        order::sort_by(&mut pairs, |one, two| {
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

    fn score(&self, sides: &(Side, Side), pair: &Alike) -> f64 {
        let &Alike { old, new, alike } = pair;
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
        let topic = topical(sides, old, new).map_or(0.0, |alike| TOPIC * (alike - 0.5));
        alike + HEADING * heading + topic + part + parent + label
    }

    /// Links what is left to the section that holds most of it.
    pub fn link_pieces(&mut self, sides: &(Side, Side), level: &[Alike]) {
        let mut best_new: FastMap<usize, (f64, usize)> = FastMap::default();
        let mut best_old: FastMap<usize, (f64, usize)> = FastMap::default();
        for &Alike { old, new, alike } in level {
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

    /// What an old section became: its partner, or what it went into.
    fn target(&self, old: usize) -> Option<usize> {
        let merged = || {
            let into = self.merges.range((old, 0)..);
            let mut into = into.take_while(|(from, _)| *from == old);
            into.next().map(|(_, new)| *new)
        };
        self.of_old.get(&old).copied().or_else(merged)
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

    pub fn links(&self, sides: &(Side, Side), bodies: &Bodies) -> Vec<SectionLink> {
        let kept = self.in_order(sides, bodies);
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
    fn in_order(&self, sides: &(Side, Side), bodies: &Bodies) -> BTreeSet<usize> {
        let mut families: BTreeMap<Option<usize>, Vec<Link>> = BTreeMap::new();
        for (&old, &new) in &self.of_old {
            if self.parents_linked(sides, old, new) {
                let parent = sides.1.section(new).and_then(|section| section.parent);
                let weight = bodies.new.get(new).map_or(0, |body| body.total) as f64 + 1.0;
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

fn raise(best: &mut FastMap<usize, (f64, usize)>, idx: usize, found: (f64, usize)) {
    let top = best.entry(idx).or_insert(found);
    if found.0 > top.0 {
        *top = found;
    }
}

/// Removed sections, by the new section after which they are listed.
struct Gone {
    after: BTreeMap<Option<usize>, Vec<usize>>,
}

impl Gone {
    /// A removed section stands after the sibling before it, or under its parent, wherever that went; one whose parent is
    /// gone too stands behind it.
    fn of(roles: &Roles, sides: &(Side, Side), kept: &BTreeSet<usize>) -> Gone {
        let mut gone = Gone {
            after: BTreeMap::new(),
        };
        // The place after the last child so far of every old section that a removed one may have for its parent.
        let mut after_child: BTreeMap<Option<usize>, Option<usize>> = BTreeMap::new();
        for (old, section) in sides.0.report.sections.iter().enumerate() {
            let target = roles.target(old);
            let here = after_child.get(&section.parent).copied();
            let here = here.unwrap_or_else(|| section.parent.and_then(|old| roles.target(old)));
            match target {
                // A sibling that went elsewhere says nothing of where this one would stand.
                Some(new) if kept.contains(&new) => {
                    let end = last_inside(sides.1.report, new);
                    after_child.insert(section.parent, Some(end));
                }
                Some(_) => {}
                None => {
                    after_child.insert(Some(old), here);
                    gone.after.entry(here).or_default().push(old);
                }
            }
        }
        gone
    }

    fn after(&mut self, new: Option<usize>) -> Vec<SectionLink> {
        let gone = self.after.remove(&new).unwrap_or_default();
        gone.into_iter()
            .map(|old| single(Some(old), None))
            .collect()
    }
}

/// The last section that stands inside another one, or that one itself: sections are in text order.
fn last_inside(report: &Report, section: usize) -> usize {
    let Some(extent) = report.sections.get(section).map(|section| section.extent) else {
        return section;
    };
    let after = report
        .sections
        .partition_point(|other| other.heading.start < extent.end);
    after.saturating_sub(1).max(section)
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

/// Two sections of one level and how alike their texts are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Alike {
    old: usize,
    new: usize,
    alike: f64,
}

/// Pairs of sections of one level that may play the same role.
pub(super) fn likely(
    sides: &(Side, Side),
    bodies: &Bodies,
    level: u8,
    budget: &mut Budget,
) -> Vec<Alike> {
    let olds = sides.0.at_level(level);
    let news = sides.1.at_level(level);
    let pair = |((old, new), alike)| Alike { old, new, alike };
    if olds.len() * news.len() <= PARTNERS * PARTNERS * 16 {
        let places = olds
            .iter()
            .flat_map(|&old| news.iter().map(move |&new| (old, new)));
        let alike = bodies.likeness(&olds, &news);
        return places.zip(alike).map(pair).collect();
    }
    let old_bags: Vec<Bag> = olds.iter().map(|&old| sides.0.body(old)).collect();
    let mut index = Index::of(&old_bags);
    let mut found = Vec::new();
    for &new in &news {
        let nearest = index.nearest(&sides.1.body(new), PARTNERS, budget);
        let near: Vec<usize> = nearest
            .iter()
            .filter_map(|near| olds.get(near.text).copied())
            .collect();
        let alike = bodies.likeness_to(&near, new);
        let places = near.into_iter().map(|old| (old, new));
        found.extend(places.zip(alike).map(pair));
    }
    found
}
