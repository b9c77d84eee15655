//! Parts without a heading: a paragraph or a sentence that states shortcomings, a cause, a plan, a duty.

use super::find::Page;
use super::words::WORDS;
use super::{Part, PartSpan};
use crate::report::lexicon::{self, WordList, begins, contains};
use crate::report::{Kind, Sentence, Span, numbering};

/// Shortcomings stand in the last part of a report: before this share of it the words mean something else,
const SHORTCOMINGS_FROM: usize = 40;
/// unless the writer turns to them expressly, or they are the last words before the plan: a long plan pushes them forward.
const RECOGNIZED_FROM: usize = 10;
const PLAN_FROM: usize = 60;

/// A passage on shortcomings, where no section is about them.
pub(super) fn add_shortcomings(page: &Page, parts: &mut Vec<PartSpan>) {
    if has(parts, Part::Shortcomings) {
        return;
    }
    let before_plan = |sentence: &Sentence| {
        !is_in(parts, Part::NextYearPlan, sentence.span) || opens_part(parts, sentence.span)
    };
    let from = |percent: usize| {
        let start = share(page.body(), percent);
        let sentences = page.sentences.iter().enumerate();
        sentences.filter(move |(_, sentence)| sentence.span.start >= start && !sentence.heading)
    };
    let states = |sentence: &Sentence| {
        states_shortcomings(page.text(sentence.span)) && before_plan(sentence)
    };
    let recognized = from(RECOGNIZED_FROM)
        .find(|(idx, sentence)| recognizes_shortcomings(page, *idx) && before_plan(sentence));
    let plan = parts.iter().find(|found| found.part == Part::NextYearPlan);
    let last = || {
        from(RECOGNIZED_FROM)
            .find(|(idx, sentence)| is_last_word(page, plan, *idx) && states(sentence))
    };
    let stated = || from(SHORTCOMINGS_FROM).find(|(_, sentence)| states(sentence));
    let Some((first, _)) = recognized.or_else(last).or_else(stated) else {
        return;
    };
    let first = introduced_at(page, first);
    if let Some(span) = hull(page, first, passage_end(page, first)) {
        parts.push(PartSpan {
            part: Part::Shortcomings,
            span,
        });
    }
}

/// When the words stand in an item, the passage begins with the sentence that introduces the list.
fn introduced_at(page: &Page, found: usize) -> usize {
    let is_item = |idx: usize| {
        page.sentences
            .get(idx)
            .is_some_and(|sentence| begins_item(page.text(sentence.span)))
    };
    let mut first = found;
    while first > 0
        && is_item(first)
        && !page
            .sentences
            .get(first - 1)
            .is_none_or(|before| before.heading)
    {
        first -= 1;
    }
    first
}

fn begins_item(text: &str) -> bool {
    numbering::label(text).is_some_and(|label| label.style.is_item())
}

/// A sentence that begins the last paragraph before the plan.
fn is_last_word(page: &Page, plan: Option<&PartSpan>, idx: usize) -> bool {
    let Some(sentence) = page.sentences.get(idx) else {
        return false;
    };
    let begins = page
        .blocks
        .get(sentence.block)
        .is_some_and(|block| block.text.start == sentence.span.start);
    if !begins {
        return false;
    }
    let behind = page.sentences.iter().skip(idx + 1);
    let next = behind
        .skip_while(|next| next.block == sentence.block)
        .find(|next| !next.heading);
    let planned = |next: &Sentence| plan.is_some_and(|plan| next.span.start >= plan.span.start);
    next.is_some_and(planned)
}

/// The writer sees clearly what is missing, in this sentence or in the next one of the paragraph.
fn recognizes_shortcomings(page: &Page, idx: usize) -> bool {
    let Some(sentence) = page.sentences.get(idx) else {
        return false;
    };
    let names = |sentence: &Sentence| {
        let text = page.text(sentence.span);
        contains(text, &WORDS.shortcoming_sentences)
    };
    let goes_on = |next: &&Sentence| next.block == sentence.block;
    contains(page.text(sentence.span), &WORDS.shortcoming_recognitions)
        && (names(sentence)
            || page
                .sentences
                .get(idx + 1)
                .filter(goes_on)
                .is_some_and(names))
}

/// Something is missing, and a word turns to it from what was achieved.
pub(in crate::report) fn states_shortcomings(text: &str) -> bool {
    contains(text, &WORDS.shortcoming_sentences)
        && contains(text, &WORDS.shortcoming_turns)
        && contains(text, &WORDS.shortcoming_marks)
        && !contains(text, &WORDS.not_shortcomings)
}

/// Behind the last sentence of a passage: it ends with its paragraph, unless items or causes follow, and before a plan.
fn passage_end(page: &Page, first: usize) -> usize {
    let mut block = page.sentences.get(first).map(|first| first.block);
    let behind = page.sentences.iter().enumerate().skip(first + 1);
    for (idx, sentence) in behind {
        let text = page.text(sentence.span);
        let same = block == Some(sentence.block);
        let goes_on = same
            || begins_item(text)
            || contains(text, &WORDS.cause_sentences)
            || recognizes_shortcomings(page, idx);
        if sentence.heading || opens_plan(page, text) || !goes_on {
            return idx;
        }
        block = Some(sentence.block);
    }
    page.sentences.len()
}

/// A chapter called a plan may begin with what it answers: its first sentence is about shortcomings.
fn opens_part(parts: &[PartSpan], span: Span) -> bool {
    parts.iter().any(|found| found.span.start == span.start)
}

/// A passage on the coming year, where no section is about it.
pub(super) fn add_plan(page: &Page, parts: &mut Vec<PartSpan>) {
    if has(parts, Part::NextYearPlan) {
        return;
    }
    let behind = parts
        .iter()
        .filter(|found| found.part == Part::Shortcomings)
        .map(|found| found.span.start)
        .max();
    let from = behind.unwrap_or_else(|| share(page.body(), PLAN_FROM));
    let first = page.sentences.iter().position(|sentence| {
        sentence.span.start >= from
            && !sentence.heading
            && opens_plan(page, page.text(sentence.span))
    });
    let Some(first) = first else { return };
    let end = page
        .sentences
        .iter()
        .skip(first)
        .position(|sentence| {
            sentence.heading
                || page.text(sentence.span).starts_with("特此")
                || !in_body(page, sentence)
        })
        .map_or(page.sentences.len(), |count| first + count);
    let Some(span) = hull(page, first, end) else {
        return;
    };
    for found in parts.iter_mut() {
        if found.part == Part::Shortcomings && found.span.contains(span.start) {
            found.span.end = span.start;
        }
    }
    parts.retain(|found| !found.span.is_empty());
    parts.push(PartSpan {
        part: Part::NextYearPlan,
        span,
    });
}

fn opens_plan(page: &Page, text: &str) -> bool {
    let coming = page
        .year
        .is_some_and(|year| text.starts_with(&format!("{}年", year.saturating_add(1))));
    begins(text, &WORDS.plan_halves)
        || ((begins(text, &WORDS.plan_sentences) || coming) && contains(text, &WORDS.will))
}

/// Single sentences on the first person responsible and on causes.
pub(super) fn add_sentences(page: &Page, parts: &mut Vec<PartSpan>) {
    let speaks_of_duty = !has(parts, Part::FirstResponsiblePerson) && page.kind != Kind::Speech;
    let duties = speaks_of_duty.then(|| with_words(page, page.body(), &WORDS.first_responsible));
    let duties = duties.into_iter().flatten().filter(|span| {
        !is_in(parts, Part::NextYearPlan, *span) && !is_in(parts, Part::Shortcomings, *span)
    });
    let shortcomings = parts
        .iter()
        .filter(|found| found.part == Part::Shortcomings)
        .map(|found| found.span);
    let causes = shortcomings.flat_map(|within| with_words(page, within, &WORDS.cause_sentences));
    let mut found: Vec<PartSpan> = duties
        .map(|span| (Part::FirstResponsiblePerson, span))
        .chain(causes.map(|span| (Part::Causes, span)))
        .map(|(part, span)| PartSpan { part, span })
        .collect();
    found.dedup();
    parts.extend(found);
}

/// The sentences within a stretch, but for headings, that one of the words stands in.
fn with_words<'a>(
    page: &'a Page,
    within: Span,
    words: &'a WordList,
) -> impl Iterator<Item = Span> + 'a {
    let range = page.normal.to_normal(within);
    let mut next = 0;
    lexicon::places(range.of(&page.normal.text), words).filter_map(move |at| {
        let at = range.start + at;
        let at = page.normal.to_source(Span::new(at, at)).start;
        let idx = page
            .sentences
            .partition_point(|sentence| sentence.span.end <= at);
        let sentence = page.sentences.get(idx)?;
        let new = idx >= next && within.covers(sentence.span) && !sentence.heading;
        next = next.max(idx + 1);
        (new && sentence.span.contains(at)).then_some(sentence.span)
    })
}

fn has(parts: &[PartSpan], part: Part) -> bool {
    parts.iter().any(|found| found.part == part)
}

fn is_in(parts: &[PartSpan], part: Part, span: Span) -> bool {
    parts
        .iter()
        .any(|found| found.part == part && found.span.covers(span))
}

fn in_body(page: &Page, sentence: &Sentence) -> bool {
    page.blocks
        .get(sentence.block)
        .is_some_and(|block| block.kind.is_body())
}

/// The offset at so many percent of a span.
fn share(span: Span, percent: usize) -> usize {
    span.start + span.len() / 100 * percent
}

fn hull(page: &Page, first: usize, end: usize) -> Option<Span> {
    let last = page.sentences.get(end.checked_sub(1)?)?;
    let first = page.sentences.get(first)?;
    (first.span.start < last.span.end).then(|| first.span.hull(last.span))
}
