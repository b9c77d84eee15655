//! Suppressing a rule: for which reports, why, and until when; again on what is suppressed, it is shown again.

use jiff::civil::Date;

use crate::check::Finding;
use crate::review::{EVERYWHERE, Operation};

use super::app::{Reply, Shared};
use super::describe;
use super::message::Message;
use super::model::Document;
use super::overlay::Overlay;
use super::overlay::picker::{Choosing, Picker};

/// A suppression that is being made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silencing {
    rule: String,
    /// The scopes to choose from, with what they are called.
    scopes: Vec<(String, String)>,
    chosen: usize,
    reason: String,
}

/// Asks for the scope; on a finding that is suppressed, takes the suppression back.
pub fn suppress(shared: &mut Shared, document: &Document, finding: &Finding) -> Reply {
    let edition = &document.entry.id;
    let standing = shared.standing(edition, &finding.rule, &finding.id);
    if let Some((scope, _)) = standing.suppressed {
        let lifted = Operation::Suppress {
            rule: finding.rule.clone(),
            scope: scope.to_owned(),
            reason: String::new(),
            until: None,
            lifted: true,
        };
        shared.message = Some(Message::quiet(shared.text("ui.suppression-lifted")));
        return Reply::effects(vec![shared.record(lifted)]);
    }
    let silencing = Silencing::new(shared, document, finding);
    Reply::open(Overlay::Picker(Picker::scopes(shared, silencing)))
}

impl Silencing {
    fn new(shared: &Shared, document: &Document, finding: &Finding) -> Silencing {
        let entry = &document.entry;
        let report = describe::name(entry, shared.lang);
        let named = |key: &str, name: &str| shared.lang.fill(key, &[("name", &name)]);
        let mut scopes = vec![(entry.id.clone(), named("ui.scope-report", &report))];
        if let Some(issuer) = &entry.issuer {
            scopes.push((issuer.clone(), named("ui.scope-issuer", issuer)));
        }
        let everywhere = shared.text("ui.scope-everywhere").to_owned();
        scopes.push((EVERYWHERE.to_owned(), everywhere));
        Silencing {
            rule: finding.rule.clone(),
            scopes,
            chosen: 0,
            reason: String::new(),
        }
    }

    /// The rule and the scopes as the picker shows them.
    pub fn rule(&self) -> &str {
        &self.rule
    }

    pub fn scopes(&self) -> Vec<String> {
        self.scopes.iter().map(|(_, name)| name.clone()).collect()
    }

    /// With the scope of a row; none where there is no such row.
    pub fn with_scope(mut self, row: usize) -> Option<Silencing> {
        self.chosen = row;
        (row < self.scopes.len()).then_some(self)
    }

    /// With a reason; none without one, since nothing is silenced without saying why.
    pub fn with_reason(mut self, reason: &str) -> Option<Silencing> {
        reason.clone_into(&mut self.reason);
        (!reason.is_empty()).then_some(self)
    }

    /// The operation, until a day or for good; none when what was typed is no date.
    pub fn until(&self, typed: &str) -> Option<Operation> {
        let (scope, _) = self.scopes.get(self.chosen)?;
        let until = match typed {
            "" => None,
            typed => Some(typed.parse::<Date>().ok()?.to_string()),
        };
        Some(Operation::Suppress {
            rule: self.rule.clone(),
            scope: scope.clone(),
            reason: self.reason.clone(),
            until,
            lifted: false,
        })
    }
}

impl Picker {
    fn scopes(shared: &Shared, silencing: Silencing) -> Picker {
        let title = shared
            .lang
            .fill("ui.suppress-title", &[("rule", &silencing.rule())]);
        Picker::new(title, silencing.scopes(), Choosing::Scope(silencing))
    }
}
