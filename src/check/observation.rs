//! What a test saw, before a rule puts it into words.

use super::{Evidence, Localized, Severity, Verdict};
use crate::report::Span;

/// One verdict of a test with what it rests on.
#[derive(Clone, Debug)]
pub(super) struct Observation {
    pub verdict: Verdict,
    /// Where the test itself grades, such as a sum above its total against one below it.
    pub severity: Option<Severity>,
    pub evidence: Vec<Evidence>,
    pub slots: Slots,
    pub expected: Option<String>,
    pub found: Option<String>,
    /// Words that stay the same when only the figures change; the fingerprint is made of them.
    pub label: String,
    /// Set where the verdict is not-assessable.
    pub reason: Option<Reason>,
}

/// Values for the `{slots}` of a rule's messages.
pub(super) type Slots = Vec<(&'static str, Localized)>;

/// Why a rule could not decide. The texts are in `data/lexicon/check.json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// Documents of this kind are not judged by the rule.
    Kind,
    /// The rule does not hold for issuers of this level.
    Level,
    LevelUnknown,
    /// The rule was not, or is no longer, in force for this report year.
    Year,
    YearUnknown,
    NoDate,
    NoTitle,
    /// The part that the rule is about is missing; another rule says so.
    NoPart,
    /// The text is cut off: what is missing may have stood behind the cut.
    Truncated,
    NoPrevious,
    /// The text has nothing of the kind that the rule compares.
    Nothing,
    /// The rule belongs to a pack for other regions, levels or years.
    Elsewhere,
    IssuerUnknown,
    /// No reports of other units are at hand.
    NoPeers,
    /// The library has no register of units.
    NoRegister,
    /// The register does not name the issuer.
    NotRegistered,
    /// A nearer pack switched the rule off; its reason fills the text.
    SwitchedOff,
}

impl Reason {
    /// The key of the text.
    pub fn name(self) -> &'static str {
        match self {
            Reason::Kind => "kind",
            Reason::Level => "level",
            Reason::LevelUnknown => "level-unknown",
            Reason::Year => "year",
            Reason::YearUnknown => "year-unknown",
            Reason::NoDate => "no-date",
            Reason::NoTitle => "no-title",
            Reason::NoPart => "no-part",
            Reason::Truncated => "truncated",
            Reason::NoPrevious => "no-previous",
            Reason::Nothing => "nothing",
            Reason::Elsewhere => "elsewhere",
            Reason::IssuerUnknown => "issuer-unknown",
            Reason::NoPeers => "no-peers",
            Reason::NoRegister => "no-register",
            Reason::NotRegistered => "not-registered",
            Reason::SwitchedOff => "switched-off",
        }
    }

    #[cfg(test)]
    pub const ALL: [Reason; 17] = [
        Reason::Kind,
        Reason::Level,
        Reason::LevelUnknown,
        Reason::Year,
        Reason::YearUnknown,
        Reason::NoDate,
        Reason::NoTitle,
        Reason::NoPart,
        Reason::Truncated,
        Reason::NoPrevious,
        Reason::Nothing,
        Reason::Elsewhere,
        Reason::SwitchedOff,
        Reason::IssuerUnknown,
        Reason::NoPeers,
        Reason::NoRegister,
        Reason::NotRegistered,
    ];
}

impl Observation {
    pub fn new(verdict: Verdict, evidence: Vec<Evidence>) -> Observation {
        Observation {
            verdict,
            severity: None,
            evidence,
            slots: Vec::new(),
            expected: None,
            found: None,
            label: String::new(),
            reason: None,
        }
    }

    pub fn met(evidence: Vec<Evidence>) -> Observation {
        Observation::new(Verdict::Met, evidence)
    }

    pub fn unmet(evidence: Vec<Evidence>) -> Observation {
        Observation::new(Verdict::Unmet, evidence)
    }

    pub fn unclear(evidence: Vec<Evidence>) -> Observation {
        Observation::new(Verdict::Unclear, evidence)
    }

    pub fn not_assessable(reason: Reason) -> Observation {
        Observation {
            reason: Some(reason),
            ..Observation::new(Verdict::NotAssessable, Vec::new())
        }
    }

    /// Gives a value for `{name}` in the messages of the rule.
    pub fn with(mut self, name: &'static str, value: Localized) -> Observation {
        self.slots.push((name, value));
        self
    }

    pub fn labelled(mut self, label: impl Into<String>) -> Observation {
        self.label = label.into();
        self
    }
}

impl Evidence {
    /// A place in the report itself.
    pub(super) fn here(role: &'static str, span: Span) -> Evidence {
        Evidence {
            role,
            span,
            previous: false,
        }
    }

    /// A place in last year's report.
    pub(super) fn before(role: &'static str, span: Span) -> Evidence {
        Evidence {
            role,
            span,
            previous: true,
        }
    }
}
