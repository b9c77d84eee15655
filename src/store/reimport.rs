//! What becomes of annotations when a report is imported again: told before anything is written.

use std::sync::Arc;

use crate::locale::Lang;
use crate::report::{Report, digest, parse_structure};
use crate::review::{Account, Annotation, Followed, Locator, Place, Sought, Wording};
use crate::shown::Shown;

use super::edition::EditionRecord;
use super::error::Error;
use super::intake::{Intake, Prepared};

/// A file that is another edition of an annotated report, with what an import would do to the annotations.
#[derive(Clone, Debug)]
pub struct Reimport {
    /// The latest edition that is here.
    pub before: String,
    pub account: Account,
    /// For each place of the account: what the annotation quotes, what stands there now, and what was written.
    passages: Vec<Passage>,
}

#[derive(Clone, Debug)]
struct Passage {
    quote: String,
    found: Option<String>,
    problem: String,
}

/// Places that are listed one by one; the rest are counted.
const LISTED: usize = 20;

impl Reimport {
    /// `None` for a report that nobody has annotated.
    pub fn of(
        intake: &Intake,
        prepared: &Prepared,
        annotations: &[Arc<Annotation>],
    ) -> Result<Option<Reimport>, Error> {
        let editions = intake.editions(prepared);
        let Some(latest) = editions.first() else {
            return Ok(None);
        };
        let ids: Vec<String> = editions.iter().map(|record| record.id.clone()).collect();
        let about = annotations.iter().map(Arc::as_ref);
        let about: Vec<&Annotation> = about
            .filter(|annotation| !annotation.deleted && is_about(annotation, latest, &ids))
            .collect();
        if about.is_empty() {
            return Ok(None);
        }
        let mut old = Vec::new();
        for id in &ids {
            let (text, record) = intake.library().load(id)?;
            let hints = record.hints(&text);
            old.push(parse_structure(text, &hints));
        }
        let Some(current) = old.first() else {
            return Ok(None);
        };
        let digest_of = |report: &Report| digest(report.source.text.as_bytes());
        let wordings = old
            .iter()
            .map(|report| (digest_of(report), Arc::new(Wording::of(report))));
        let wordings: Vec<(String, Arc<Wording>)> = wordings.collect();
        let (was, is) = (digest_of(current), digest_of(&prepared.report));
        let before = Locator::new(current, &was).knowing(wordings.iter().cloned());
        let after = Locator::new(&prepared.report, &is).knowing(wordings.iter().cloned());
        let sought = |edition, locator| Sought {
            edition,
            locator,
            twins: &ids,
        };
        let account = Account::of(
            about.iter().copied(),
            sought(latest.id.as_str(), &before),
            sought("", &after),
        );
        let places = account.places.iter();
        let passages = places.map(|followed| passage(followed, &about, prepared));
        Ok(Some(Reimport {
            before: latest.id.clone(),
            passages: passages.collect(),
            account,
        }))
    }

    /// Whether a person should look before it is written.
    pub fn needs_consent(&self) -> bool {
        self.account.doubtful().next().is_some()
    }

    /// How many places stand how, in one line.
    pub fn summary(&self, lang: Lang) -> String {
        let counts = self.account.counts();
        let shown = Place::ALL.into_iter().filter_map(|place| {
            let count = counts.get(&place)?;
            Some(format!("{} {count}", place_name(place, lang)))
        });
        let (lost, gained) = (self.account.lost().count(), self.account.gained().count());
        let mut line = shown.collect::<Vec<_>>().join(" · ");
        for (key, count) in [("reimport.lost", lost), ("reimport.gained", gained)] {
            if count > 0 {
                line.push_str(&format!(" · {}", lang.fill(key, &[("count", &count)])));
            }
        }
        line
    }

    /// The places to look at, one a line: how it stands, the old words, the new ones.
    pub fn lines(&self, lang: Lang) -> Vec<String> {
        let places = self.account.places.iter().zip(&self.passages);
        let worth = |followed: &Followed| followed.is_doubtful() || followed.before.is_lost();
        let mut lines: Vec<String> = places
            .filter(|(followed, _)| worth(followed))
            .map(|(followed, passage)| {
                let state = place_name(followed.after.place, lang);
                let found = match &passage.found {
                    Some(found) => format!(" → {}", clipped(found)),
                    None => String::new(),
                };
                let (quote, problem) = (clipped(&passage.quote), clipped(&passage.problem));
                format!("  {state}  {quote}{found}  （{problem}）")
            })
            .collect();
        let rest = lines.len().saturating_sub(LISTED);
        if rest > 0 {
            lines.truncate(LISTED);
            lines.push(format!(
                "  {}",
                lang.fill("reimport.more", &[("count", &rest)])
            ));
        }
        lines
    }
}

/// By issuer and year, or because it was made on one of these editions.
fn is_about(annotation: &Annotation, latest: &EditionRecord, editions: &[String]) -> bool {
    let target = &annotation.target;
    let issuer = target.issuer.as_deref();
    let same_report = issuer.is_some()
        && issuer == latest.metadata.issuer.as_deref()
        && target.year == latest.metadata.year;
    same_report || editions.iter().any(|id| target.edition == *id)
}

fn passage(followed: &Followed, about: &[&Annotation], prepared: &Prepared) -> Passage {
    let mut all = about.iter();
    let annotation = all.find(|annotation| annotation.id == followed.annotation);
    let anchor = annotation.and_then(|found| found.target.anchors.get(followed.index));
    let quote = anchor.map(|anchor| anchor.quote().to_owned());
    let span = followed.after.span;
    Passage {
        quote: quote.unwrap_or_default(),
        found: span.map(|span| prepared.report.quote(span).to_owned()),
        problem: annotation.map_or_else(String::new, |found| String::from(&found.problem)),
    }
}

fn place_name(place: Place, lang: Lang) -> &'static str {
    lang.text(&format!("place.{}", place.name()))
}

/// Enough to know a passage by, on one line and safe for a terminal.
fn clipped(text: &str) -> String {
    const ENOUGH: usize = 36;
    let one_line: String = text.split_whitespace().collect();
    let mut short: String = one_line.chars().take(ENOUGH).collect();
    if one_line.chars().count() > ENOUGH {
        short.push('…');
    }
    Shown::new(&short).as_str().to_owned()
}
