//! Overlays: packs that hold for a region, some levels or some years, and change, switch off or add rules there.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Pack, Rule, Years};
use crate::check::{Basis, Localized, Severity, Verdict};
use crate::order;
use crate::report::{Level, Metadata};

/// Whose pack it is. A nearer one goes before a farther one, whatever the order of the files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tier {
    #[default]
    National,
    Province,
    City,
    County,
    /// The reviewing office's own.
    Office,
}

/// The reports that a pack is about; empty lists for all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applies {
    /// Names of places; the issuer's own, or one above it.
    pub regions: Vec<String>,
    pub levels: Vec<Level>,
    pub years: Years,
}

/// What a pack changes in a rule that another pack brings; what is not said stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Override {
    pub id: String,
    /// Switches the rule off, and says why.
    pub off: Option<Localized>,
    pub severity: Option<Severity>,
    pub severity_at: BTreeMap<&'static str, Severity>,
    pub hit: Option<Verdict>,
    pub levels: Option<Vec<Level>>,
    pub years: Option<Years>,
    pub limit: Option<usize>,
    pub title: Option<Localized>,
    pub messages: BTreeMap<Verdict, Localized>,
    pub basis: Option<Vec<Basis>>,
}

/// A rule as it stands for one report, all packs taken together.
#[derive(Clone, Debug)]
pub struct Effective<'p> {
    pub rule: Cow<'p, Rule>,
    pub state: State<'p>,
}

/// Whether a rule is in force for a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State<'p> {
    On,
    /// A pack switched it off.
    Off {
        pack: &'p Localized,
        reason: &'p Localized,
    },
    /// It comes only from a pack that is about other reports.
    Elsewhere,
}

impl Tier {
    /// The name in packs and the last part of the locale key `tier.*`.
    pub fn name(self) -> &'static str {
        match self {
            Tier::National => "national",
            Tier::Province => "province",
            Tier::City => "city",
            Tier::County => "county",
            Tier::Office => "office",
        }
    }
}

impl Pack {
    /// Whether the pack is about a report; `above` are the places that its issuer lies in, as far as known.
    pub fn applies_to(&self, metadata: &Metadata, above: &[String]) -> bool {
        let applies = &self.applies;
        let level = applies.levels.is_empty() || applies.levels.contains(&metadata.level);
        let year = applies.years.hold(metadata.year) == Some(true);
        level && year && (applies.regions.is_empty() || self.holds_place(metadata, above))
    }

    fn holds_place(&self, metadata: &Metadata, above: &[String]) -> bool {
        let issuer = metadata.issuer.as_ref().map(|issuer| &issuer.value);
        let mut named = issuer.into_iter().chain(&metadata.region).chain(above);
        named.any(|place| {
            let regions = &self.applies.regions;
            regions.iter().any(|region| place.contains(region.as_str()))
        })
    }
}

impl Override {
    /// The rule with the changes in it.
    pub fn over(&self, rule: &Rule) -> Rule {
        let mut changed = rule.clone();
        changed.severity = self.severity.unwrap_or(rule.severity);
        // A severity for all goes before what the rule said for single levels.
        if self.severity.is_some() {
            changed.severity_at.clear();
        }
        changed.severity_at.extend(&self.severity_at);
        changed.hit = self.hit.unwrap_or(rule.hit);
        changed.limit = self.limit.unwrap_or(rule.limit);
        changed.years = self.years.unwrap_or(rule.years);
        set(&mut changed.levels, &self.levels);
        set(&mut changed.title, &self.title);
        set(&mut changed.basis, &self.basis);
        changed.messages.extend(self.messages.clone());
        let given = changed.verdicts();
        changed
            .messages
            .retain(|verdict, _| given.contains(verdict));
        changed
    }

    /// Whether nothing is changed.
    pub fn is_empty(&self) -> bool {
        let id = self.id.clone();
        *self
            == Override {
                id,
                ..Override::default()
            }
    }
}

fn set<T: Clone>(field: &mut T, value: &Option<T>) {
    if let Some(value) = value {
        field.clone_from(value);
    }
}

/// The packs from the farthest to the nearest; those of one tier in the order in which they were given.
pub fn in_order(packs: &[Pack]) -> Vec<&Pack> {
    let mut ordered: Vec<&Pack> = packs.iter().collect();
    order::sort_by_key(&mut ordered, |pack| pack.tier);
    ordered
}

/// Every rule of every pack, once, as it stands for a report: of two with one id the nearer pack's wins where it stood.
pub fn effective<'p>(
    packs: &'p [Pack],
    metadata: &Metadata,
    above: &[String],
) -> Vec<Effective<'p>> {
    let mut rules: Vec<Effective> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for pack in in_order(packs) {
        let applies = pack.applies_to(metadata, above);
        for rule in &pack.rules {
            let known = places.get(rule.id.as_str()).copied();
            let effective = Effective {
                rule: Cow::Borrowed(rule),
                state: if applies { State::On } else { State::Elsewhere },
            };
            match known.and_then(|at| rules.get_mut(at)) {
                Some(place) if applies || place.state == State::Elsewhere => *place = effective,
                Some(_) => {}
                None => {
                    places.insert(&rule.id, rules.len());
                    rules.push(effective);
                }
            }
        }
        for change in pack.overrides.iter().filter(|_| applies) {
            let known = places.get(change.id.as_str()).copied();
            if let Some(place) = known.and_then(|at| rules.get_mut(at)) {
                place.change(pack, change);
            }
        }
    }
    rules
}

impl<'p> Effective<'p> {
    /// A rule that is switched off comes on again when a nearer pack changes it without switching it off.
    fn change(&mut self, pack: &'p Pack, change: &'p Override) {
        if self.state == State::Elsewhere {
            return;
        }
        self.rule = Cow::Owned(change.over(&self.rule));
        self.state = match &change.off {
            Some(reason) => State::Off {
                pack: &pack.title,
                reason,
            },
            None => State::On,
        };
    }
}
