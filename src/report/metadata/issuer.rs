//! Who reports: the body in the title, under the text, on the page or in its first sentence.

pub(super) mod in_text;
pub(super) mod in_title;
mod on_page;

use super::body::{Body, Role};
use super::evidence::{Certainty, Found, Origin};
use super::level::Rank;
use super::page::{Line, Page};
use super::signature;
use super::title::Title;
use super::words::WORDS;
use super::{Hints, Kind, Level};

/// The issuer of a report as far as the text or the page tells.
pub(super) fn issuer(
    page: &Page,
    title: Option<&Title>,
    kind: Kind,
    hints: &Hints,
) -> Option<Body> {
    if kind == Kind::Speech {
        return None;
    }
    let titled = title.and_then(|title| in_title::in_title(page, title));
    titled
        .clone()
        .filter(Body::is_named)
        .or_else(|| {
            let full = titled.clone().or_else(|| in_text::in_opening(page));
            signature::body(page, kind).map(|body| placed(body, full.as_ref()))
        })
        .or_else(|| notifying(page, kind, titled.as_ref()))
        .or_else(|| fuller(page, titled.as_ref()?))
        .or(titled)
        .or_else(|| in_title::alone(page))
        .or_else(|| signature::letter_body(page))
        .or_else(|| in_text::in_opening(page))
        .or_else(|| in_text::at_occasion(page))
        .or_else(|| on_page::on_page(page, hints))
        .or_else(|| in_text::represented(page))
        .or_else(|| in_text::mentioned(page))
}

/// The name to show, or the government of the place when only the place is named.
pub(super) fn named(body: &Body, rank: &Rank) -> Option<Found<String>> {
    if body.is_named() {
        return Some(body.words.clone());
    }
    let place = body.place.as_deref()?;
    let level = rank
        .level
        .as_ref()
        .map_or(Level::Unknown, |level| level.value);
    // What governs a zone is not always a committee.
    let government = match (body.role, level) {
        (Role::Zone, _) => "",
        (_, Level::Subdistrict) => "办事处",
        (_, Level::Township | Level::County | Level::Prefecture | Level::Province) => "人民政府",
        (_, Level::National | Level::Department | Level::Unknown) => return None,
    };
    // Nobody wrote this name.
    let mut name = body.words.with(format!("{place}{government}"));
    if !government.is_empty() {
        name.span = None;
    }
    let guessed = body.words.origin == Origin::Body;
    (!guessed).then(|| name.at_most(Certainty::Likely))
}

/// The body that signed a notice issued what the notice hands on: an office for its government.
fn notifying(page: &Page, kind: Kind, titled: Option<&Body>) -> Option<Body> {
    let place = titled?.place.as_deref()?;
    let body = signature::letter_body(page).filter(|_| !kind.needs_text())?;
    let is_same = body
        .place
        .as_deref()
        .is_some_and(|other| other.ends_with(place));
    (is_same && body.role == Role::Department).then_some(body)
}

/// The place in full where the title names it so: 青禾县柳叶镇 over a report that 柳叶镇人民政府 signed.
fn placed(mut body: Body, titled: Option<&Body>) -> Body {
    let full = titled.and_then(|titled| titled.place.as_deref());
    let short = body.place.as_deref();
    if let Some((full, _)) = full
        .zip(short)
        .filter(|(full, short)| full.ends_with(short))
    {
        body.place = Some(full.to_owned());
    }
    body
}

/// A title names only the place: the page or the text may name its government, or the place in full.
fn fuller(page: &Page, titled: &Body) -> Option<Body> {
    let place = titled.place.as_deref()?;
    let is_same = |body: &Body| {
        let other = body.place.as_deref().unwrap_or("");
        other.ends_with(place)
            && match body.role {
                Role::Government => true,
                Role::Place | Role::Zone => other.len() > place.len() && titled.role == Role::Zone,
                Role::Department | Role::National | Role::Unknown => false,
            }
    };
    on_page::labelled_body(page, &WORDS.issuer_labels, Certainty::Sure)
        .filter(is_same)
        .or_else(|| in_title::above_title(page).filter(is_same))
        .or_else(|| in_text::in_opening(page).filter(is_same))
}

fn of_line(page: &Page, line: &Line, origin: Origin, certainty: Certainty) -> Found<String> {
    let span = page.source(line.start, 0..line.text.len());
    Found::new(line.text.to_owned(), origin, certainty, Some(span))
}
