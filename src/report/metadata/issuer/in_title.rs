//! The body that a title names, or that stands alone above the text.

use std::ops::Range;

use super::in_text::is_name;
use super::of_line;
use crate::order;
use crate::report::han;
use crate::report::lexicon::{begins, ends};
use crate::report::metadata::body::{Body, Role};
use crate::report::metadata::evidence::{Certainty, Found, Origin};
use crate::report::metadata::level::LEVELS;
use crate::report::metadata::page::{LONG_LINE, Line, Page};
use crate::report::metadata::place;
use crate::report::metadata::title::Title;
use crate::report::metadata::words::WORDS;

/// The last lines before a text without a title in which its name may stand.
const ABOVE_TEXT: usize = 2;

/// The words before 关于, the year or the subject of a title.
pub(super) fn in_title(page: &Page, title: &Title) -> Option<Body> {
    let text = title.text.as_str();
    let bracket = in_bracket(text);
    let range = before_subject(text).or(bracket)?;
    let words = Found::new(
        text.get(range.clone())?.to_owned(),
        title.origin,
        title.certainty,
        title.source(page, range),
    );
    let body = Body::of(words);
    (body.role != Role::Unknown).then_some(body)
}

/// The place that a title begins with, though no body reports: 青禾镇党委书记2024年度述法报告.
pub(in crate::report::metadata) fn place(page: &Page, title: &Title) -> Option<Found<String>> {
    let text = title.text.strip_prefix("关于").unwrap_or(&title.text);
    let text = without_year(text);
    let start = title.text.len() - text.len();
    let name = text.get(..place::place(text)?.len)?;
    is_name(name).then(|| {
        let span = title.source(page, start..start + name.len());
        let certainty = title.certainty.min(Certainty::Likely);
        Found::new(name.to_owned(), title.origin, certainty, span)
    })
}

fn before_subject(text: &str) -> Option<Range<usize>> {
    let after = text.strip_prefix("关于").unwrap_or(text);
    let start = text.len() - without_year(after).len();
    let rest = text.get(start..)?;
    let stops = WORDS.issuer_stops.iter();
    let mut ends: Vec<usize> = stops
        .flat_map(|stop| rest.match_indices(stop.as_str()))
        .map(|(at, _)| at)
        .collect();
    ends.extend(rest.find(|digit: char| digit.is_ascii_digit() || digit == '〇'));
    order::sort(&mut ends);
    let is_body = |end: &usize| {
        let name = rest.get(..*end).unwrap_or("");
        name.chars().count() >= 2 && Body::of(words(name)).role != Role::Unknown
    };
    // 依法 and 建设 may stand in the name of a department: what stands before 关于 or the year counts first.
    let year = rest.find(|digit: char| digit.is_ascii_digit() || digit == '〇');
    let is_department = |end: &usize| {
        let name = rest.get(..*end).unwrap_or("");
        Body::of(words(name)).role == Role::Department
    };
    let about = rest
        .find("关于")
        .filter(is_body)
        .or_else(|| government(rest))
        .or(year.filter(is_department));
    let end = about.or_else(|| ends.into_iter().find(is_body))?;
    Some(start..start + end)
}

/// 青禾县人民政府 where a verb follows: not 青禾县人民政府办公室.
fn government(rest: &str) -> Option<usize> {
    let place = place::place(rest)?;
    let tail = rest.get(place.len..)?;
    let end = [
        "人民政府",
        "行政公署",
        "街道办事处",
        "办事处",
        "管委会",
        "管理委员会",
    ]
    .into_iter()
    .find(|end| tail.starts_with(end))?;
    let behind = tail.get(end.len()..)?;
    let goes_on = behind.is_empty() || begins(behind, &LEVELS.government_goes_on);
    (!goes_on).then_some(place.len + end.len())
}

pub(super) fn words(name: &str) -> Found<String> {
    Found::new(name.to_owned(), Origin::Title, Certainty::Sure, None)
}

/// 2024年法治政府建设年度报告(青禾县司法局): the name in the bracket at the end, or behind a dash.
fn in_bracket(text: &str) -> Option<Range<usize>> {
    let end = text.trim_end_matches([')', '】']).len();
    let inner = text.get(..end)?;
    let open = inner.rfind(['(', '【', '—', '-', '_'])?;
    let start = open + inner.get(open..)?.chars().next()?.len_utf8();
    let name = inner.get(start..)?;
    let body = Body::of(words(name));
    (name.chars().count() >= 3 && body.is_named()).then_some(start..end)
}

/// A title may begin with the year: 2024年青禾县….
fn without_year(title: &str) -> &str {
    let title = title.trim_start_matches(['《', '“']);
    let digits = title.bytes().take_while(u8::is_ascii_digit).count();
    let han = title
        .chars()
        .take_while(|digit| han::digit_of_year(*digit).is_some());
    let han: usize = han.map(char::len_utf8).sum();
    let len = if digits == 4 { digits } else { han };
    let rest = title.get(len..).filter(|_| len >= 4);
    let rest = rest.and_then(|rest| rest.strip_prefix('年'));
    rest.map_or(title, |rest| rest.strip_prefix('度').unwrap_or(rest))
}

/// A name alone above the title or the text.
pub(super) fn alone(page: &Page) -> Option<Body> {
    above_title(page).or_else(|| above_text(page))
}

/// A name alone on the line above a title that begins with 关于 or with the year.
pub(super) fn above_title(page: &Page) -> Option<Body> {
    let first = page.front.title.start;
    let line = page.head.get(first.checked_sub(1)?)?;
    let alone = line.text.len() <= LONG_LINE && ends(line.text, &LEVELS.body_ends);
    let body = alone.then(|| Body::of(of_line(page, line, Origin::Title, Certainty::Likely)))?;
    (body.is_named() && body.place.is_some()).then_some(body)
}

/// A name alone right above a text whose title is missing.
fn above_text(page: &Page) -> Option<Body> {
    if !page.title().is_empty() {
        return None;
    }
    let lines: Vec<&Line> = page.before().map(|(_, line)| line).collect();
    let mut lines = lines.into_iter().rev().take(ABOVE_TEXT);
    lines.find_map(|line| {
        let alone = line.text.len() <= LONG_LINE && ends(line.text, &LEVELS.body_ends);
        let body =
            alone.then(|| Body::of(of_line(page, line, Origin::Title, Certainty::Likely)))?;
        (body.is_named() && body.place.is_some()).then_some(body)
    })
}
