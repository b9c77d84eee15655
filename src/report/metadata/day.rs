//! When a report was published.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::Kind;
use super::body::Body;
use super::evidence::{Certainty, Found, Origin};
use super::page::{LONG_LINE, Line, Page, labelled};
use super::signature::is_written;
use super::words::WORDS;
use crate::report::lexicon::contains;
use crate::report::{Span, date};

/// The date of publication on the page; never a date that a page shows of the day it was visited.
///
/// A report comes out in the year behind the one reported: a later date may be that of a page which has moved.
pub(super) fn published(page: &Page, year: Option<i16>, kind: Kind) -> Option<Found<Date>> {
    let found = labelled_date(page).or_else(|| stamped(page, year, kind))?;
    let late = year.is_some_and(|year| found.value.year() > year + 1);
    Some(if late {
        found.at_most(Certainty::Guess)
    } else {
        found
    })
}

/// A date behind one of the labels of the page, the best label first.
fn labelled_date(page: &Page) -> Option<Found<Date>> {
    WORDS.published_labels.iter().find_map(|label| {
        page.around()
            .filter(|line| !is_today(line.text) || line.text.contains("发布"))
            .find_map(|line| {
                let range = labelled(line.text, label)?;
                let (place, date) = at_start(line.text.get(range.clone())?)?;
                let start = range.start + place.start;
                let span = page.source(line.start, start..start + place.len());
                Some(Found::new(date, Origin::Page, Certainty::Sure, Some(span)))
            })
    })
}

/// A date that a value begins with, also 25.02.2016.
fn at_start(value: &str) -> Option<(Span, Date)> {
    date::find(value)
        .filter(|(place, _)| place.start <= '('.len_utf8() + 1)
        .or_else(|| day_first(value))
}

/// 25.02.2016 or 25/02/2016.
fn day_first(value: &str) -> Option<(Span, Date)> {
    let end = value
        .find(|character: char| !character.is_ascii_digit() && !"./-".contains(character))
        .unwrap_or(value.len());
    let text = value.get(..end)?;
    let mut numbers = text.split(['.', '/', '-']);
    let day = numbers.next().filter(|day| day.len() <= 2)?.parse().ok()?;
    let month = numbers
        .next()
        .filter(|month| month.len() <= 2)?
        .parse()
        .ok()?;
    let year = numbers
        .next()
        .filter(|year| year.len() == 4)?
        .parse()
        .ok()?;
    if numbers.next().is_some() {
        return None;
    }
    let date = Date::new(year, month, day).ok()?;
    Some((Span::new(0, text.len()), date))
}

fn is_today(text: &str) -> bool {
    contains(text, &WORDS.today)
}

/// A date without a label: below the title, beside the source, or with its time; never older than the year reported.
fn stamped(page: &Page, year: Option<i16>, kind: Kind) -> Option<Found<Date>> {
    let dates: Vec<(bool, Found<Date>)> = page
        .before()
        .filter(|(_, line)| !is_today(line.text) && line.text.len() <= LONG_LINE)
        .filter_map(|(behind, line)| Some((behind, stamp(page, line, behind, kind)?)))
        .filter(|(_, found)| year.is_none_or(|year| found.value.year() >= year))
        .collect();
    let below = dates.iter().find(|(behind, _)| *behind);
    below.or(dates.first()).map(|(_, found)| found.clone())
}

fn stamp(page: &Page, line: &Line, behind: bool, kind: Kind) -> Option<Found<Date>> {
    let (place, date) = date::find(line.text).or_else(|| day_first(line.text))?;
    let rest = line.text.len() - place.len();
    let timed = TIME.contains(&rest) && line.text.contains([':', '时']);
    let written = is_written(line.text) && kind.is_signed_above();
    let named = contains(line.text, &WORDS.source_marks) || (!written && follows_name(line, place));
    let alone = rest <= "()".len() && !written;
    let certainty = match behind {
        true if timed || named || alone => Certainty::Likely,
        false if timed || named => Certainty::Guess,
        true | false => return None,
    };
    let span = page.source(line.start, place.range());
    Some(Found::new(date, Origin::Page, certainty, Some(span)))
}

/// Bytes of the time of day beside a date: 9:02, 09时02分33秒.
const TIME: RangeInclusive<usize> = 4..=18;

/// 青禾县人民政府 2025年01月08日
fn follows_name(line: &Line, date: Span) -> bool {
    let name = line.text.get(..date.start).unwrap_or("").to_owned();
    Body::of(Found::new(name, Origin::Page, Certainty::Guess, None)).is_named()
}
