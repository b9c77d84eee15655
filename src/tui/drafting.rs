//! Notes that are not annotations yet, as the draft file of a session keeps them.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::review::{Target, Text};
use crate::store;

use super::message::Draft;

/// The field that holds all drafts as the console knows them.
const ALL: &str = "drafts";

/// The drafts of a session as one record: the first in readable fields, all of them in one.
pub fn stored(drafts: &[Draft]) -> Option<store::Draft> {
    let first = drafts.first()?;
    let all = serde_json::to_string(drafts).ok()?;
    let fields = [
        ("problem", first.problem.clone()),
        ("suggestion", first.suggestion.clone()),
        ("rule", first.rule.clone()),
        ("quote", first.quote.clone()),
        (ALL, all),
    ];
    Some(store::Draft {
        target: Target {
            edition: Text::from(first.edition.as_str()),
            issuer: first.issuer.as_deref().map(Text::from),
            year: first.year,
            scope: first.scope,
            anchors: Vec::new(),
            related: Vec::new(),
        },
        annotation: first.annotation,
        base: first.base.clone(),
        fields: fields
            .into_iter()
            .map(|(name, text)| (name.to_owned(), text))
            .collect::<BTreeMap<_, _>>(),
        focus: "problem".to_owned(),
        caret: first.problem.chars().count(),
        time: Timestamp::now(),
    })
}

/// The drafts in a record.
pub fn restored(stored: &store::Draft) -> Vec<Draft> {
    stored
        .fields
        .get(ALL)
        .and_then(|json| serde_json::from_str(json).ok())
        .unwrap_or_default()
}
