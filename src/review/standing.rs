//! How a finding stands: what was decided on it, what was decided on its like a year before, whether it is suppressed.

use jiff::civil::Date;

use super::{Decision, Judgement, Kinship, Review, Suppression};
use crate::check::Finding;

/// The scope of a suppression that is meant for every report.
pub const EVERYWHERE: &str = "*";

/// What a review says of one finding in one edition.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Standing<'r> {
    pub decision: Option<&'r Decision>,
    /// The last decision on a finding of the same fingerprint in an earlier year, and that year. It decides nothing here.
    pub earlier: Option<(i16, &'r Decision)>,
    pub suppressed: Option<(&'r str, &'r Suppression)>,
}

impl Standing<'_> {
    /// Whether a person said that there is nothing to it, or that it is not to be shown.
    pub fn is_dismissed(&self) -> bool {
        let judgement = self.decision.map(|decision| decision.judgement);
        let dismissed = match judgement {
            Some(Judgement::Rejected | Judgement::NotApplicable) => true,
            Some(Judgement::Pending | Judgement::Upheld | Judgement::NeedsEvidence) | None => false,
        };
        dismissed || self.suppressed.is_some()
    }

    /// Whether it still waits for someone.
    pub fn is_open(&self) -> bool {
        self.decision.is_none() && self.suppressed.is_none()
    }
}

impl Review {
    /// How a finding of an edition stands on a day; without a day no suppression has expired.
    pub fn standing<'r>(
        &'r self,
        edition: &str,
        finding: &Finding,
        kinship: &Kinship,
        today: Option<Date>,
    ) -> Standing<'r> {
        self.standing_of(edition, &finding.id, &finding.rule, kinship, today)
    }

    /// The same for a finding of which only its ids are at hand.
    pub fn standing_of<'r>(
        &'r self,
        edition: &str,
        fingerprint: &str,
        rule: &str,
        kinship: &Kinship,
        today: Option<Date>,
    ) -> Standing<'r> {
        Standing {
            decision: self.decided(edition, fingerprint, kinship),
            earlier: self.decided_before(edition, fingerprint, kinship),
            suppressed: self.suppression(edition, fingerprint, rule, kinship, today),
        }
    }

    /// The decision on this edition's finding, or the latest one on another edition of the same report: an import of a
    /// changed file is no reason to decide again.
    fn decided(&self, edition: &str, fingerprint: &str, kinship: &Kinship) -> Option<&Decision> {
        let made = |edition: &str| {
            self.decision(edition, fingerprint)
                .filter(|found| is_made(found))
        };
        made(edition).or_else(|| {
            let twins = kinship.twins(edition).filter_map(made);
            twins.max_by_key(|decision| decision.time)
        })
    }

    fn decided_before(
        &self,
        edition: &str,
        fingerprint: &str,
        kinship: &Kinship,
    ) -> Option<(i16, &Decision)> {
        let earlier = kinship.earlier(edition);
        earlier.into_iter().find_map(|(year, earlier)| {
            let decision = self.decision(earlier, fingerprint)?;
            is_made(decision).then_some((year, decision))
        })
    }

    fn suppression(
        &self,
        edition: &str,
        fingerprint: &str,
        rule: &str,
        kinship: &Kinship,
        today: Option<Date>,
    ) -> Option<(&str, &Suppression)> {
        let issuer = kinship.issuer(edition);
        let nearest = [fingerprint, edition].into_iter();
        let scopes = nearest.chain(kinship.twins(edition)).chain(issuer);
        let mut scopes = scopes.chain([EVERYWHERE]);
        scopes.find_map(|scope| {
            let key = (rule.to_owned(), scope.to_owned());
            let ((_, scope), found) = self.suppressions.get_key_value(&key)?;
            (!found.is_expired(today)).then_some((scope.as_str(), found))
        })
    }
}

impl Suppression {
    /// Whether its last day has passed. A date that cannot be read never passes: what was meant is not guessed.
    pub fn is_expired(&self, today: Option<Date>) -> bool {
        let until = self
            .until
            .as_ref()
            .and_then(|until| until.parse::<Date>().ok());
        until.zip(today).is_some_and(|(until, today)| until < today)
    }
}

fn is_made(decision: &Decision) -> bool {
    decision.judgement != Judgement::Pending
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::Timestamp;
    use jiff::civil::date;

    use super::*;
    use crate::report::Level;
    use crate::review::Kin;

    fn kinship() -> Kinship {
        let kin = |edition, issuer, year| Kin {
            edition,
            issuer,
            former: None,
            level: Level::Township,
            year: Some(year),
        };
        let town = Some("青禾镇");
        Kinship::of([
            kin("old", town, 2023),
            Kin {
                former: Some("禾口乡"),
                ..kin("new", town, 2024)
            },
            kin("again", town, 2024),
            kin("other", Some("石桥镇"), 2024),
            kin("nameless", None, 2024),
            kin("before", Some("禾口乡"), 2022),
            kin("long before", Some("禾口乡"), 2021),
        ])
    }

    #[test]
    fn the_years_under_a_former_name_are_years_of_the_issuer() {
        let kinship = kinship();
        let earlier = [(2023, "old"), (2022, "before"), (2021, "long before")];
        assert_eq!(kinship.earlier("new"), earlier);
        assert_eq!(kinship.earlier("before"), [(2021, "long before")]);
    }

    fn decision(judgement: Judgement) -> Decision {
        Decision {
            judgement,
            reason: None,
            quote: None,
            reviewer: "a".to_owned(),
            time: Timestamp::UNIX_EPOCH,
            rivals: Vec::new(),
        }
    }

    #[test]
    fn a_decision_holds_for_all_editions_of_a_report_and_is_only_shown_a_year_later() {
        let mut review = Review::default();
        let key = |edition: &str| (edition.to_owned(), "f1".to_owned());
        review
            .decisions
            .insert(key("old"), decision(Judgement::Rejected));
        let check = |review: &Review, edition: &str, decided: bool, earlier: bool| {
            let standing = review.standing_of(edition, "f1", "a-b", &kinship(), None);
            assert_eq!(standing.decision.is_some(), decided, "{edition}");
            assert_eq!(standing.earlier.is_some(), earlier, "{edition}");
        };
        check(&review, "old", true, false);
        check(&review, "new", false, true);
        check(&review, "other", false, false);
        review
            .decisions
            .insert(key("new"), decision(Judgement::Upheld));
        check(&review, "again", true, true);
        check(&review, "nameless", false, false);
    }

    #[test]
    fn a_suppression_reaches_as_far_as_its_scope_and_no_longer_than_its_last_day() {
        let check = |scope: &str, edition: &str, day: Date, held: bool| {
            let suppression = Suppression {
                reason: "r".to_owned(),
                until: Some("2025-06-30".to_owned()),
                reviewer: "a".to_owned(),
                time: Timestamp::UNIX_EPOCH,
            };
            let key = ("a-b".to_owned(), scope.to_owned());
            let review = Review {
                suppressions: BTreeMap::from([(key, suppression)]),
                ..Review::default()
            };
            let standing = review.standing_of(edition, "f1", "a-b", &kinship(), Some(day));
            assert_eq!(
                standing.suppressed.is_some(),
                held,
                "{scope} {edition} {day}"
            );
            let other = review.standing_of(edition, "f1", "a-c", &kinship(), Some(day));
            assert_eq!(other.suppressed, None);
        };
        let (last, after) = (date(2025, 6, 30), date(2025, 7, 1));
        for edition in ["new", "again"] {
            check("new", edition, last, true);
            check("new", edition, after, false);
        }
        check("new", "old", last, false);
        check("青禾镇", "old", last, true);
        check("青禾镇", "other", last, false);
        check(EVERYWHERE, "nameless", last, true);
        check("f1", "other", last, true);
    }
}
