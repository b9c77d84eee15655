//! Which kind of document a text is.

mod chapters;
mod words;

use super::Kind;
use super::evidence::{Certainty, Found, Origin};
use super::page::Page;
use super::title::Title;
use super::years;
use crate::report::lexicon::contains;
use words::WORDS;

/// By the title, else by the first paragraphs, else by the chapters.
pub(super) fn kind(page: &Page, title: Option<&Title>) -> Found<Kind> {
    let said = title.and_then(|title| in_title(page, title));
    match said {
        Some(found) if !found.value.needs_text() || has_text(page) => confirmed(page, found),
        Some(found) => found.with(Kind::Other).at_most(Certainty::Guess),
        None => in_opening(page)
            .or_else(|| chapters::by_chapters(page))
            .unwrap_or(Found::new(
                Kind::Other,
                Origin::Body,
                Certainty::Guess,
                None,
            )),
    }
}

impl Kind {
    /// A page that announces a report and does not hold it is none.
    pub(super) fn needs_text(self) -> bool {
        match self {
            Kind::AnnualReport
            | Kind::WorkSummaryAndPlan
            | Kind::GovernmentWorkReport
            | Kind::NpcReport
            | Kind::ShufaReport
            | Kind::FiveYearSummary
            | Kind::DisclosureReport => true,
            Kind::Speech | Kind::Interpretation | Kind::WorkPlan | Kind::Template | Kind::Other => {
                false
            }
        }
    }
}

fn has_text(page: &Page) -> bool {
    page.body < page.head.len()
}

/// Members of a standing committee are greeted only in a report to it, whatever its title says; and what is for sale
/// reports on no year.
fn confirmed(page: &Page, found: Found<Kind>) -> Found<Kind> {
    if found.value.needs_text() && found.value != Kind::ShufaReport && is_for_sale(page) {
        return found.with(Kind::Template).at_most(Certainty::Likely);
    }
    if !found.value.is_judged_by_parts() {
        return found;
    }
    match in_opening(page) {
        Some(other)
            if matches!(
                other.value,
                Kind::NpcReport | Kind::Speech | Kind::ShufaReport
            ) =>
        {
            other
        }
        Some(_) | None => found,
    }
}

/// A site of model texts says so around the text, or names are masked in it.
fn is_for_sale(page: &Page) -> bool {
    let mut lines = page.before().map(|(_, line)| line.text);
    lines.any(|text| contains(text, &WORDS.model_texts))
        || contains(page.opening, &WORDS.model_texts)
        || chapters::placeholders(page) >= MASKED
}

/// How many masked names are no accident.
const MASKED: usize = 2;

fn in_title(page: &Page, title: &Title) -> Option<Found<Kind>> {
    let text = title.text.trim_end_matches(['。', '》', '”']);
    if let Some(found) = over_years(page, title, text) {
        return Some(found);
    }
    let text = strip_note(text);
    let cue = WORDS.title.iter().find(|cue| cue.fits(text))?;
    let span = cue.place(text).and_then(|range| title.source(page, range));
    let certainty = if title.span.is_some() {
        title.certainty
    } else {
        Certainty::Likely
    };
    Some(Found::new(
        Kind::named(&cue.kind)?,
        title.origin,
        certainty,
        span,
    ))
}

/// (征求意见稿), (2024年度), (公开稿) at the end say nothing about the kind.
fn strip_note(text: &str) -> &str {
    let note = text
        .strip_suffix(')')
        .and_then(|inner| Some((inner.rfind('(')?, inner)));
    match note {
        Some((at, inner)) if !says_kind(inner.get(at..).unwrap_or("")) => inner
            .get(..at)
            .filter(|rest| !rest.is_empty())
            .unwrap_or(text),
        Some(_) | None => text,
    }
}

/// (范文), (解读): a note may be what matters.
fn says_kind(note: &str) -> bool {
    WORDS.title.iter().any(|cue| {
        let kind = Kind::named(&cue.kind);
        let decides = matches!(kind, Some(Kind::Template | Kind::Interpretation));
        decides && contains(note, &cue.any)
    })
}

/// A summary of several years: 五年, “十三五”, 2016-2020年; a single year beside them makes it an annual report.
fn over_years(page: &Page, title: &Title, text: &str) -> Option<Found<Kind>> {
    let range = years::five_years(text)?;
    let sums_up = contains(text, &WORDS.summing_up);
    let about = contains(text, &WORDS.law);
    let single = years::outside_names(text);
    (sums_up && about && !single).then(|| {
        Found::new(
            Kind::FiveYearSummary,
            title.origin,
            title.certainty,
            title.source(page, range),
        )
    })
}

fn in_opening(page: &Page) -> Option<Found<Kind>> {
    let cue = WORDS.opening.iter().find(|cue| cue.fits(page.opening))?;
    let span = cue
        .place(page.opening)
        .map(|range| page.source(page.opening_start, range));
    let kind = Kind::named(&cue.kind)?;
    let certainty = if kind == Kind::Other {
        Certainty::Guess
    } else {
        Certainty::Likely
    };
    Some(Found::new(kind, Origin::Opening, certainty, span))
}
