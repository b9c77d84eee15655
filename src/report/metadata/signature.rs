//! Who signed, and when: under the text, under a covering letter, or below the title.

use jiff::civil::Date;

use super::Kind;
use super::body::Body;
use super::evidence::{Certainty, Found, Origin};
use super::level::LEVELS;
use super::page::{LONG_LINE, Line, Page, labelled};
use super::words::WORDS;
use crate::report::lexicon::{contains, ends};
use crate::report::{BlockKind, Span, date, mark};

/// The date under the text, else under the covering letter, else below the title, else behind its label.
pub(super) fn signed(page: &Page, kind: Kind) -> Option<Found<Date>> {
    under_text(page)
        .iter()
        .find_map(|line| dated(page, line, Origin::Signature, Certainty::Sure))
        .or_else(|| glued(page))
        .or_else(|| {
            let mut lines = page.letter().iter();
            lines.find_map(|line| dated(page, line, Origin::Letter, Certainty::Likely))
        })
        .or_else(|| below_title(page, kind))
        .or_else(|| labelled_signature(page))
}

/// The body that signed under the text, or with a date below the title.
pub(super) fn body(page: &Page, kind: Kind) -> Option<Body> {
    let lines = under_text(page);
    named(page, &lines, Origin::Signature, Certainty::Sure).or_else(|| {
        below_title(page, kind)?;
        let below = page.before().filter(|(behind, _)| *behind);
        let lines: Vec<Line> = below.map(|(_, line)| *line).collect();
        named(page, &lines, Origin::Signature, Certainty::Likely)
    })
}

/// The body that signed the covering letter.
pub(super) fn letter_body(page: &Page) -> Option<Body> {
    named(page, page.letter(), Origin::Letter, Certainty::Likely)
}

/// The lines behind the last sentence that may sign.
fn under_text<'a>(page: &Page<'a>) -> Vec<Line<'a>> {
    let mut lines: Vec<Line> = Vec::new();
    for line in page.foot.iter().rev() {
        if matches!(line.kind, BlockKind::Chrome | BlockKind::Note) {
            continue;
        }
        if !signs(line) {
            if is_note(line) {
                continue;
            }
            break;
        }
        lines.push(*line);
    }
    lines.reverse();
    lines
}

/// A short line with a date at its end, or the name of a body.
fn signs(line: &Line) -> bool {
    let short = line.text.len() <= LONG_LINE && !mark::has_stop(line.text);
    let plain =
        short && line.kind != BlockKind::Title && !contains(line.text, &WORDS.not_signatures);
    plain && (line.kind == BlockKind::SignOff || closing_date(line.text).is_some())
}

/// (此件公开发布), 附件: and the like may stand under a signature.
fn is_note(line: &Line) -> bool {
    let text = line.text;
    text.len() <= LONG_LINE
        && (text.starts_with(['(', '附']) || contains(text, &WORDS.not_signatures))
        && !mark::has_stop(text)
}

/// A full date that a line ends with, in the form of a signature.
fn closing_date(text: &str) -> Option<(Span, Date)> {
    let (place, date) = date::find(text)?;
    let last = place.end >= text.trim_end_matches([')', ' ']).len();
    last.then_some((place, date))
}

fn dated(page: &Page, line: &Line, origin: Origin, certainty: Certainty) -> Option<Found<Date>> {
    if line.text.len() > LONG_LINE || contains(line.text, &WORDS.not_signatures) {
        return None;
    }
    let (place, date) = closing_date(line.text)?;
    let span = page.source(line.start, place.range());
    Some(Found::new(date, origin, certainty, Some(span)))
}

/// 特此报告。青禾县人民政府2025年1月20日: the signature behind the last sentence on its line.
fn glued(page: &Page) -> Option<Found<Date>> {
    let line = page.foot.iter().rev().find(|line| line.kind.is_body())?;
    let stop = line.text.rfind(mark::is_stop)?;
    let start = line.text.get(stop..)?.chars().next()?.len_utf8() + stop;
    let rest = Line {
        start: line.start + start,
        text: line.text.get(start..)?,
        ..*line
    };
    let (place, _) = closing_date(rest.text)?;
    let before = rest.text.get(..place.start)?;
    (before.is_empty() || ends(before, &LEVELS.body_ends))
        .then(|| dated(page, &rest, Origin::Signature, Certainty::Likely))
        .flatten()
}

/// (2025年1月20日) between title and text; a date with zeros or dashes is one of the page, as is any over news.
fn below_title(page: &Page, kind: Kind) -> Option<Found<Date>> {
    if !kind.is_signed_above() {
        return None;
    }
    let mut lines = page.before().filter(|(behind, _)| *behind);
    lines.find_map(|(_, line)| {
        date::whole(line.text)?;
        is_written(line.text)
            .then(|| dated(page, line, Origin::Signature, Certainty::Likely))
            .flatten()
    })
}

impl Kind {
    /// Whether a written date between title and text is the author's.
    pub(super) fn is_signed_above(self) -> bool {
        !matches!(self, Kind::Other | Kind::Interpretation)
    }
}

/// 2025年1月20日 and 二〇二五年一月二十日, not 2025年01月20日 or 2025-01-20.
pub(super) fn is_written(text: &str) -> bool {
    text.contains('年') && !text.contains("年0") && !text.contains("月0")
}

fn labelled_signature(page: &Page) -> Option<Found<Date>> {
    WORDS.signed_labels.iter().find_map(|label| {
        page.around().find_map(|line| {
            let range = labelled(line.text, label)?;
            let (place, date) = date::find(line.text.get(range.clone())?)?;
            let start = range.start + place.start;
            let span = page.source(line.start, start..start + place.len());
            Some(Found::new(date, Origin::Page, Certainty::Sure, Some(span)))
        })
    })
}

/// The names before the date; a party and a government that sign together are both named.
fn named(page: &Page, lines: &[Line], origin: Origin, certainty: Certainty) -> Option<Body> {
    let mut words: Option<(String, Span)> = None;
    for line in lines {
        if line.text.len() > LONG_LINE || mark::has_stop(line.text) {
            continue;
        }
        let end = closing_date(line.text).map_or(line.text.len(), |(place, _)| place.start);
        let name = line.text.get(..end)?.trim_end_matches(['(', ' ', ',']);
        if name.ends_with(':') || !ends(name, &LEVELS.body_ends) {
            continue;
        }
        let place = Span::new(line.start, line.start + name.len());
        words = Some(match words {
            None => (name.to_owned(), place),
            Some((first, span)) => (format!("{first} {name}"), span.hull(place)),
        });
    }
    let (name, place) = words?;
    let span = page.normal.to_source(place);
    let body = Body::of(Found::new(name, origin, certainty, Some(span)));
    body.is_named().then_some(body)
}
