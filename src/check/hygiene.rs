//! What the document says about itself, and the care taken with its text.

use super::observation::{Observation, Reason};
use super::pack::{Given, Mark, Misprint, Pattern};
use super::spans::Spans;
use super::view::View;
use super::{Evidence, Localized, render};
use crate::order;
use crate::report::{Kind, Located, NoticeKind, Span, han};

/// The kind of document is one of `accept`; of `ask` it is a question.
pub(super) fn document_kind(view: &View, accept: &[Kind], ask: &[Kind]) -> Vec<Observation> {
    let metadata = &view.report.metadata;
    let title = metadata.title.as_ref().and_then(|title| title.span);
    let opening = title.unwrap_or_else(|| view.opening(view.whole()));
    let evidence = vec![Evidence::here("place", opening)];
    let observation = if accept.contains(&metadata.kind) {
        Observation::met(evidence)
    } else if ask.contains(&metadata.kind) {
        Observation::unclear(evidence)
    } else {
        Observation::unmet(evidence)
    };
    vec![quoted(observation, view, opening)]
}

/// The title matches.
pub(super) fn title(view: &View, pattern: &Pattern) -> Vec<Observation> {
    let Some(title) = &view.report.metadata.title else {
        return vec![Observation::not_assessable(Reason::NoTitle)];
    };
    let words: String = title.value.split_whitespace().collect::<Vec<_>>().concat();
    let evidence = places(title.span);
    let observation = match pattern.is_match(&words) {
        true => Observation::met(evidence),
        false => Observation::unmet(evidence),
    };
    vec![observation.with("quote", Localized::same(words))]
}

/// The text names its title, issuer, year or date.
pub(super) fn given(view: &View, field: Given) -> Vec<Observation> {
    let metadata = &view.report.metadata;
    let found = match field {
        Given::Title => metadata.title.as_ref().map(|t| (t.value.clone(), t.span)),
        Given::Issuer => metadata.issuer.as_ref().map(|i| (i.value.clone(), i.span)),
        Given::Year => metadata.year.map(|year| (year.to_string(), None)),
        Given::Date => {
            let date = |date: &Located<_>| (String::from(&date_text(date.value)), date.span);
            metadata
                .published
                .as_ref()
                .or(metadata.signed.as_ref())
                .map(date)
        }
    };
    let observation = match found {
        Some((value, span)) => Observation::met(places(span)).with("quote", Localized::same(value)),
        None if view.is_cut_off() => Observation::not_assessable(Reason::Truncated),
        None => Observation::unmet(Vec::new()),
    };
    vec![observation]
}

fn date_text(date: jiff::civil::Date) -> String {
    date.to_string()
}

fn places(span: Option<Span>) -> Vec<Evidence> {
    span.map(|span| Evidence::here("place", span))
        .into_iter()
        .collect()
}

/// The text is whole.
pub(super) fn truncated(view: &View) -> Vec<Observation> {
    let cut = noticed(view, NoticeKind::Truncated).next();
    vec![match cut {
        Some(span) => place(view, Observation::unmet, span),
        None => Observation::met(Vec::new()),
    }]
}

/// Heading labels follow each other.
pub(super) fn numbering(view: &View) -> Vec<Observation> {
    let odd = noticed(view, NoticeKind::OddNumbering);
    let found: Vec<Observation> = odd
        .map(|span| place(view, Observation::unmet, span))
        .collect();
    if found.is_empty() && view.report.sections.is_empty() {
        return vec![Observation::not_assessable(Reason::Nothing)];
    }
    or_met(found)
}

fn noticed(view: &View, kind: NoticeKind) -> impl Iterator<Item = Span> {
    view.report
        .notices
        .iter()
        .filter(move |notice| notice.kind == kind)
        .map(|notice| notice.span)
}

/// No heading of the upper two levels matches.
pub(super) fn heading(view: &View, find: &Pattern, except: Option<&Pattern>) -> Vec<Observation> {
    let sections = view.report.sections.iter();
    let upper = sections.filter(|section| section.level <= 2 && !section.item);
    let matching = upper.filter(|section| {
        let title = view.normal(section.heading);
        find.is_match(title) && !except.is_some_and(|except| except.is_match(title))
    });
    let found: Vec<Observation> = matching
        .map(|section| place(view, Observation::unmet, section.heading))
        .collect();
    if found.is_empty() && view.report.sections.is_empty() {
        return vec![Observation::not_assessable(Reason::Nothing)];
    }
    or_met(found)
}

/// Nothing in the report matches, nor on the page around it where `page` is asked for.
pub(super) fn passages(
    view: &View,
    find: &[Pattern],
    except: &[Pattern],
    page: bool,
) -> Vec<Observation> {
    let mut found = Vec::new();
    let may_match = |pattern: &&Pattern| view.may_match(pattern);
    let find: Vec<&Pattern> = find.iter().filter(may_match).collect();
    let except: Vec<&Pattern> = except.iter().filter(may_match).collect();
    let around = view.chrome().filter(|_| page && !find.is_empty());
    let blocks = view.blocks().filter(|_| !find.is_empty());
    for block in blocks.chain(around) {
        let text = view.normal(block);
        let hits = find.iter().flat_map(|pattern| {
            let year = view.report.metadata.year;
            let hits = pattern.places(text).into_iter();
            hits.filter(move |hit| names_year(pattern, hit.of(text), year))
        });
        let hits: Vec<Span> = hits.collect();
        if hits.is_empty() {
            continue;
        }
        let allowed = Spans::of(except.iter().flat_map(|pattern| pattern.places(text)));
        let hits = hits.into_iter().filter(|hit| !allowed.touch(*hit));
        found.extend(hits.map(|hit| place(view, Observation::unmet, source(view, block, hit))));
    }
    or_met(in_order(found))
}

/// No known misprint stands in the text.
pub(super) fn misprints(view: &View, words: &[Misprint]) -> Vec<Observation> {
    let mut found = Vec::new();
    let near = words.iter().filter(|word| view.may_match(&word.wrong));
    let near: Vec<&Misprint> = near.collect();
    for block in view.blocks().filter(|_| !near.is_empty()) {
        let text = view.normal(block);
        for word in &near {
            for hit in word.wrong.places(text) {
                let mut allowed = word.except.iter().flat_map(|except| except.places(text));
                if allowed.any(|allowed| allowed.overlap(hit) > 0) {
                    continue;
                }
                let right = word.wrong.replace(hit.of(text), word.right.as_str());
                let mut misprint = place(view, Observation::unmet, source(view, block, hit));
                misprint.expected = Some(right.to_string());
                misprint.found = Some(hit.of(text).to_owned());
                found.push(misprint.with("right", Localized::same(right)));
            }
        }
    }
    or_met(in_order(found))
}

/// A group `year` of a pattern, where it takes part, has to be the report's year.
fn names_year(pattern: &Pattern, hit: &str, year: Option<i16>) -> bool {
    let named = pattern.group("year", hit);
    named.is_none_or(|named| year.is_some_and(|year| named == year.to_string()))
}

/// Every opening mark has its closing one in the same paragraph.
pub(super) fn unbalanced(view: &View, marks: &[Mark]) -> Vec<Observation> {
    let mut found = Vec::new();
    let ours = |c: char| marks.iter().any(|mark| c == mark.open || c == mark.close);
    for paragraph in paragraphs(view) {
        let text = paragraph.of(&view.report.normal.text);
        // Letters by far outnumber marks: they are passed over once, not once for every pair.
        let standing = text
            .char_indices()
            .filter(|(_, c)| !is_letter(*c) && ours(*c));
        let standing: Vec<(usize, char)> = standing.collect();
        for mark in marks {
            for at in lone_marks(text, &standing, *mark) {
                let hit = around(text, at);
                let normal = Span::new(paragraph.start + hit.start, paragraph.start + hit.end);
                let span = view.report.normal.to_source(normal);
                found.push(place(view, Observation::unmet, span));
            }
        }
    }
    or_met(in_order(found))
}

/// Runs of blocks in the normal text up to the end of a sentence: a broken line or a table cell is no paragraph.
fn paragraphs(view: &View) -> Vec<Span> {
    let mut paragraphs: Vec<Span> = Vec::new();
    let mut open = false;
    for block in view.blocks() {
        let normal = view.report.normal.to_normal(block);
        let text = normal.of(&view.report.normal.text);
        match paragraphs.last_mut().filter(|_| open) {
            Some(paragraph) => *paragraph = paragraph.hull(normal),
            None => paragraphs.push(normal),
        }
        open = !text.trim_end().ends_with(['。', ';', '!', '?', ':', '”']);
    }
    paragraphs
}

fn is_letter(character: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&character)
}

/// Bytes at which a mark stands without its partner; `standing` are the marks of all pairs in the text.
fn lone_marks(text: &str, standing: &[(usize, char)], mark: Mark) -> Vec<usize> {
    let mut open: Vec<usize> = Vec::new();
    let mut lone = Vec::new();
    for &(at, character) in standing {
        if character == mark.open {
            if !mark.nests {
                lone.append(&mut open);
            }
            open.push(at);
        } else if character == mark.close && open.pop().is_none() && !closes_label(text, at) {
            lone.push(at);
        }
    }
    lone.append(&mut open);
    order::sort(&mut lone);
    without_arrows(&lone, mark)
}

/// `》》点击进入《《`: a mark that stands alone twice in a row is drawn, not written.
fn without_arrows(lone: &[usize], mark: Mark) -> Vec<usize> {
    let lengths = [mark.open.len_utf8(), mark.close.len_utf8()];
    let beside = |at: usize| {
        let next_to = |length: usize| {
            let before = at.checked_sub(length);
            before.is_some_and(|before| lone.contains(&before)) || lone.contains(&(at + length))
        };
        lengths.into_iter().any(next_to)
    };
    lone.iter().copied().filter(|at| !beside(*at)).collect()
}

/// `1)` and `一)` are labels of items, not lone brackets.
fn closes_label(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("").chars().rev();
    let label: Vec<char> = before
        .take_while(|c| han::is_of_label(*c))
        .take(4)
        .collect();
    if label.is_empty() || label.len() > 3 {
        return false;
    }
    let ahead = text.get(..at).unwrap_or("").chars().rev().nth(label.len());
    ahead.is_none_or(|c| "。;;::\n ,".contains(c) || c.is_whitespace())
}

/// A mark with a few characters on the side of its text, so that the quote can be recognised.
fn around(text: &str, at: usize) -> Span {
    const CHARACTERS: usize = 12;
    let after = text.get(at..).unwrap_or("");
    let end = after
        .char_indices()
        .nth(CHARACTERS)
        .map_or(text.len(), |(offset, _)| at + offset);
    Span::new(at, end)
}

fn place(view: &View, verdict: fn(Vec<Evidence>) -> Observation, span: Span) -> Observation {
    let observation = verdict(vec![Evidence::here("place", span)]);
    quoted(observation, view, span)
}

fn quoted(observation: Observation, view: &View, span: Span) -> Observation {
    let quote = render::excerpt(view.report.quote(span));
    observation.with("quote", Localized::same(quote))
}

/// A place in the normal text of a block as a place in the source.
fn source(view: &View, block: Span, place: Span) -> Span {
    let start = view.report.normal.to_normal(block).start;
    let normal = Span::new(start + place.start, start + place.end);
    view.report.normal.to_source(normal)
}

fn in_order(mut found: Vec<Observation>) -> Vec<Observation> {
    let start = |observation: &Observation| {
        let first = observation.evidence.first();
        first.map_or(0, |evidence| evidence.span.start)
    };
    order::sort_by_key(&mut found, start);
    found
}

/// A text without a hit is a pass.
fn or_met(found: Vec<Observation>) -> Vec<Observation> {
    if found.is_empty() {
        return vec![Observation::met(Vec::new())];
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(open: char, close: char, nests: bool, text: &str, lone: usize) {
        let mark = Mark { open, close, nests };
        let standing: Vec<(usize, char)> = text.char_indices().collect();
        assert_eq!(lone_marks(text, &standing, mark).len(), lone, "{text}");
    }

    #[test]
    fn lone_marks_are_found_where_a_reader_would() {
        check('“', '”', false, "推行“一网通办”和“一次办”。", 0);
        check('“', '”', false, "推行“一网通办,落实“一次办”。", 1);
        check('“', '”', false, "推行一网通办”。", 1);
        check('(', ')', true, "受理9件(含旧存),审结8件。", 0);
        check('(', ')', true, "受理9件,(其中复议3件,审结8件(维持5件)。", 1);
        check('(', ')', true, "1)加强领导。2)狠抓落实。", 0);
        check('(', ')', true, "一)加强领导", 0);
        check('《', '》', true, "《关于印发《办法》的通知》", 0);
        check('《', '》', true, "》》点此查看解读《《", 0);
        check('《', '》', true, "印发《《工作办法》,修订《规则》", 1);
    }
}
