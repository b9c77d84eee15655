//! Every rule says something about any report, and what it points at is there.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use ducha::check::{Context, Pack, check, pack};
use ducha::compare::compare;
use jiff::civil::date;

use super::{spans, words};

static PACKS: LazyLock<Vec<Pack>> = LazyLock::new(pack::bundled);

pub fn run(bytes: &[u8]) {
    let (text, old) = words::two(bytes);
    let (report, old) = (spans::read(&text), spans::read(&old));
    let comparison = compare(&old, &report);
    let has_old = !old.source.text.is_empty();
    let context = Context {
        previous: has_old.then_some((&old, &comparison)),
        today: Some(date(2025, 6, 1)),
        ..Context::default()
    };
    let outcome = check(&report, &context, &PACKS);
    let mut ids = BTreeSet::new();
    for finding in &outcome.findings {
        assert!(ids.insert(&finding.id), "{} twice", finding.id);
        for evidence in &finding.evidence {
            let of = if evidence.previous { &old } else { &report };
            spans::inside(&of.source.text, evidence.span);
        }
    }
    let coverage = outcome.coverage;
    assert!(coverage.tied + coverage.conflicting + coverage.not_checkable <= coverage.figures);
}
