//! The year that a report describes.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::evidence::{Certainty, Found, Origin};
use super::page::Page;
use super::title::Title;
use super::words::WORDS;
use super::{Hints, Kind, years};
use crate::report::lexicon::{WordList, begins, contains};
use crate::report::{Section, date};

/// By the title, else by what the text says of itself, else by its chapters, else by the years it speaks of.
pub(super) fn year(page: &Page, title: Option<&Title>, kind: Kind) -> Option<Found<i16>> {
    let from_title = || title.and_then(|title| titled(page, title, kind));
    match kind {
        // The report of this year looks back at the last one.
        Kind::GovernmentWorkReport | Kind::Speech => looked_back(page)
            .or_else(|| from_title().map(the_year_before))
            .or_else(|| occasion(page))
            .or_else(|| spoken_of(page, None)),
        Kind::AnnualReport
        | Kind::WorkSummaryAndPlan
        | Kind::Interpretation
        | Kind::WorkPlan
        | Kind::DisclosureReport
        | Kind::ShufaReport
        | Kind::NpcReport
        | Kind::FiveYearSummary
        | Kind::Template
        | Kind::Other => from_title()
            .or_else(|| introduced(page))
            .or_else(|| looked_back(page)),
    }
}

/// Where neither title nor text names the year: by the years it speaks of, and by its date.
pub(super) fn supposed(page: &Page, kind: Kind, dated: Option<&Found<Date>>) -> Option<Found<i16>> {
    // Only a report looks back: the date of a plan says nothing.
    let signed = dated.filter(|_| kind.needs_text()).map(|dated| {
        let year = reported_at(dated.value);
        dated.with(year).at_most(Certainty::Guess)
    });
    // 上年度 with a date is as good as a year.
    let last = contains(page.opening, &WORDS.last_year);
    match signed {
        Some(found) if last => Some(found),
        signed => spoken_of(page, dated.map(|dated| dated.value)).or(signed),
    }
}

/// A report of the last months of a year is about that year, an earlier one about the year before.
fn reported_at(date: Date) -> i16 {
    if date.month() >= 11 {
        date.year()
    } else {
        date.year() - 1
    }
}

fn the_year_before(found: Found<i16>) -> Found<i16> {
    let year = found.value - 1;
    found.with(year).at_most(Certainty::Likely)
}

/// A year in the name of the file, where the text is silent.
pub(super) fn in_file_name(hints: &Hints) -> Option<Found<i16>> {
    let name = hints.file_name.as_deref()?;
    let digits = name.split(|character: char| !character.is_ascii_digit());
    let year = digits
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .find(|year| (1990..2100).contains(year))?;
    Some(Found::new(year, Origin::FileName, Certainty::Guess, None))
}

fn titled(page: &Page, title: &Title, kind: Kind) -> Option<Found<i16>> {
    let text = title.text.as_str();
    let years = years::in_title(text);
    let named = |year: &years::Year, value, certainty: Certainty| {
        let span = title.source(page, year.place.clone());
        Found::new(value, title.origin, certainty.min(title.certainty), span)
    };
    if kind == Kind::FiveYearSummary {
        let last = years.iter().max_by_key(|year| year.value)?;
        return Some(named(last, last.value, Certainty::Sure));
    }
    // A name of a document in the title has years of its own.
    let outside = |year: &&years::Year| {
        let before = text.get(..year.place.start).unwrap_or("");
        before.matches('《').count() <= before.matches('》').count()
    };
    // 实施方案(2021-2025年) names no year that is reported.
    let stretch = years::five_years(text).unwrap_or_default();
    let mut single = years
        .iter()
        .filter(|year| !stretch.contains(&year.place.start));
    let first = single.clone().find(outside).or(single.next())?;
    let behind = text.get(first.place.end..)?.trim_start_matches('年');
    let only_plan = years.len() == 1
        && kind == Kind::WorkSummaryAndPlan
        && begins(behind, &WORDS.plans_behind_year);
    Some(if only_plan {
        named(first, first.value - 1, Certainty::Likely)
    } else {
        named(first, first.value, Certainty::Sure)
    })
}

/// 现将2024年…报告如下, else the year that the text begins with.
fn introduced(page: &Page) -> Option<Found<i16>> {
    let text = page.opening;
    let mut start = 0;
    let mut announcing = None;
    for sentence in text.split_inclusive(['。', ';', '\n']) {
        let said = contains(sentence, &WORDS.announced) && contains(sentence, &WORDS.announcing);
        if said {
            let from = WORDS
                .announcers
                .iter()
                .find_map(|word| sentence.find(word.as_str()));
            let from = from.unwrap_or(0);
            announcing = years::all(sentence.get(from..).unwrap_or(""))
                .next()
                .map(|year| (start + from, year, Certainty::Sure));
            if announcing.is_some() {
                break;
            }
        }
        start += sentence.len();
    }
    let begins = || {
        let year = years::all(text).next()?;
        (year.place.start <= "截至".len() * 2).then_some((0, year, Certainty::Likely))
    };
    let (from, year, certainty) = announcing.or_else(begins)?;
    let place = from + year.place.start..from + year.place.end;
    let span = page.source(page.opening_start, place);
    Some(Found::new(
        year.value,
        Origin::Opening,
        certainty,
        Some(span),
    ))
}

/// 2024年工作回顾 names the year, 2025年工作安排 the one behind it.
fn looked_back(page: &Page) -> Option<Found<i16>> {
    let found = |(section, year): (&Section, i16), certainty| {
        Found::new(year, Origin::Body, certainty, Some(section.heading))
    };
    let dated = |words: &'static WordList| {
        page.chapters().filter_map(move |section| {
            let year = years::all(&section.title).next()?.value;
            contains(&section.title, words).then_some((section, year))
        })
    };
    let ahead = dated(&WORDS.looking_ahead)
        .filter(|(section, _)| !contains(&section.title, &WORDS.looking_back))
        .max_by_key(|(_, year)| *year);
    if let Some(back) = dated(&WORDS.looking_back).next() {
        return Some(found(back, Certainty::Sure));
    }
    ahead.map(|(section, year)| found((section, year - 1), Certainty::Likely))
}

/// ——2025年1月18日在…会议上: a report to a congress is about the year before.
fn occasion(page: &Page) -> Option<Found<i16>> {
    let mut lines = page.head.iter().take(page.body);
    lines.find_map(|line| {
        let year = years::all(line.text).next()?;
        let held = line.text.contains("会议");
        let span = page.source(line.start, year.place.clone());
        held.then(|| {
            Found::new(
                year.value - 1,
                Origin::Opening,
                Certainty::Likely,
                Some(span),
            )
        })
    })
}

/// The full date that begins at the offset.
fn date_at(text: &str, at: usize) -> Option<Date> {
    let end = text
        .get(at..)?
        .find('日')
        .map(|end| at + end + '日'.len_utf8())?;
    date::whole(text.get(at..end)?)
}

/// The year that most clauses begin with; names of documents do not count.
fn spoken_of(page: &Page, dated: Option<Date>) -> Option<Found<i16>> {
    let latest = dated.map_or(i16::MAX, Date::year);
    let mut weights: BTreeMap<i16, usize> = BTreeMap::new();
    for text in page.sample() {
        let spoken = years::all(text)
            .filter(|year| year.value <= latest && !years::is_in_name(text, year.place.start));
        for year in spoken {
            let before = text.get(..year.place.start);
            let weight = match before.and_then(|before| before.chars().next_back()) {
                None | Some('。' | ',' | ';' | ':' | '\n') => 3,
                Some('《' | '“') => 0,
                Some(_) => 1,
            };
            let signs = dated.is_some() && date_at(text, year.place.start) == dated;
            *weights.entry(year.value).or_default() += if signs { 0 } else { weight };
        }
    }
    let best = weights
        .into_iter()
        .filter(|(_, weight)| *weight > 0)
        .max_by_key(|(year, weight)| (*weight, *year));
    best.map(|(year, _)| Found::new(year, Origin::Body, Certainty::Guess, None))
}
