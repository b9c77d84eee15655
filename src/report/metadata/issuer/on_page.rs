//! The body that the page or the name of the file names.

use super::of_line;
use crate::report::lexicon::{WordList, contains};
use crate::report::metadata::body::{Body, Role};
use crate::report::metadata::evidence::{Certainty, Found, Origin};
use crate::report::metadata::page::{LONG_LINE, Page, labelled};
use crate::report::metadata::words::WORDS;
use crate::report::metadata::{Hints, Level};
use crate::report::{BlockKind, date};

/// In how many lines at the head of a page its name is looked for.
const SITE_LINES: usize = 5;

/// What the page says, else the name of the file.
pub(super) fn on_page(page: &Page, hints: &Hints) -> Option<Body> {
    labelled_body(page, &WORDS.issuer_labels, Certainty::Likely)
        .or_else(|| site(page))
        .or_else(|| labelled_body(page, &WORDS.source_labels, Certainty::Guess).filter(is_source))
        .or_else(|| source_place(page))
        .or_else(|| given_source(hints))
        .or_else(|| in_file_name(hints))
}

/// What stands behind one of the labels of the page.
pub(super) fn labelled_body(page: &Page, labels: &WordList, certainty: Certainty) -> Option<Body> {
    labels.iter().find_map(|label| {
        page.around().find_map(|line| {
            let range = labelled(line.text, label)?;
            let name = line.text.get(range.clone())?.to_owned();
            let span = page.source(line.start, range);
            let body = Body::of(Found::new(name, Origin::Page, certainty, Some(span)));
            (body.is_named() && date::find(&body.words.value).is_none()).then_some(body)
        })
    })
}

/// A source may be a newspaper or the site itself.
fn is_source(body: &Body) -> bool {
    !contains(&body.words.value, &WORDS.not_sources)
        && (body.place.is_some() || body.level != Level::Unknown)
}

/// A town as the source of a page: 来源:柳叶镇.
fn source_place(page: &Page) -> Option<Body> {
    WORDS.source_labels.iter().find_map(|label| {
        page.around().find_map(|line| {
            let range = labelled(line.text, label)?;
            let name = line.text.get(range.clone())?.to_owned();
            let span = page.source(line.start, range);
            let body = Body::of(Found::new(name, Origin::Page, Certainty::Guess, Some(span)));
            (body.role == Role::Place && body.level >= Level::County).then_some(body)
        })
    })
}

/// The name of the site at the head of the page.
fn site(page: &Page) -> Option<Body> {
    let mut lines = page.before().map(|(_, line)| line).take(SITE_LINES);
    lines.find_map(|line| {
        let alone = line.kind == BlockKind::Chrome && line.text.len() <= LONG_LINE;
        let body = alone.then(|| Body::of(of_line(page, line, Origin::Page, Certainty::Guess)))?;
        (body.is_named() && body.place.is_some()).then_some(body)
    })
}

fn given_source(hints: &Hints) -> Option<Body> {
    let name = hints.page_source.clone()?;
    let body = Body::of(Found::new(name, Origin::Page, Certainty::Guess, None));
    (body.is_named() && is_source(&body)).then_some(body)
}

/// The place or the body that the name of the file begins with, where the text is silent: 青禾县-2024.txt.
fn in_file_name(hints: &Hints) -> Option<Body> {
    let file = hints.file_name.as_deref()?;
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let end = stem.find(|c: char| c.is_ascii_digit() || "-_ （(关".contains(c));
    let name = stem.get(..end.unwrap_or(stem.len()))?;
    if name.chars().count() < 2 {
        return None;
    }
    let words = Found::new(name.to_owned(), Origin::FileName, Certainty::Guess, None);
    let body = Body::of(words);
    (body.place.is_some() && body.role != Role::Unknown).then_some(body)
}
