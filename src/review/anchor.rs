//! Where an annotation stands in a text.

use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::report::{CodePoints, FigureKind, Report, Span};

use super::Text;

/// A place in words, robust against re-import. Positions are code points of the source text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Flat", into = "Flat")]
pub struct Anchor {
    /// What the place has in common with all others in the same sentence; its fields read as those of the anchor.
    pub passage: Arc<Passage>,
    /// The phrase inside it, when it is not the whole.
    pub phrase: Option<Text>,
    /// Which of the phrase's occurrences inside the sentence, from 0.
    pub nth: usize,
    /// Code points of the phrase, or of the sentence when there is no phrase, half-open.
    pub start: usize,
    pub end: usize,
}

/// A sentence of a text and what stands around it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Passage {
    /// The whole sentence, or the heading of a section; several sentences when the place runs over their ends.
    pub sentence: Text,
    /// Up to 32 code points before the sentence; empty at the start of the text.
    pub prefix: Text,
    /// Up to 32 code points after the sentence.
    pub suffix: Text,
    /// Titles of the sections above, outermost first.
    pub path: Vec<Text>,
    /// SHA-256 of the source text that was read, hexadecimal.
    pub digest: Text,
    /// The figures inside the sentence as printed; 100% and years do not count.
    pub figures: Vec<Text>,
}

/// An anchor as it stands in JSON.
#[derive(Serialize, Deserialize)]
struct Flat {
    sentence: Text,
    #[serde(default)]
    phrase: Option<Text>,
    #[serde(default)]
    nth: usize,
    #[serde(default)]
    prefix: Text,
    #[serde(default)]
    suffix: Text,
    #[serde(default)]
    path: Vec<Text>,
    start: usize,
    end: usize,
    digest: Text,
    #[serde(default)]
    figures: Vec<Text>,
}

impl Deref for Anchor {
    type Target = Passage;

    fn deref(&self) -> &Passage {
        &self.passage
    }
}

impl From<Flat> for Anchor {
    fn from(flat: Flat) -> Anchor {
        Anchor {
            passage: Arc::new(Passage {
                sentence: flat.sentence,
                prefix: flat.prefix,
                suffix: flat.suffix,
                path: flat.path,
                digest: flat.digest,
                figures: flat.figures,
            }),
            phrase: flat.phrase,
            nth: flat.nth,
            start: flat.start,
            end: flat.end,
        }
    }
}

impl From<Anchor> for Flat {
    fn from(anchor: Anchor) -> Flat {
        let passage = Arc::unwrap_or_clone(anchor.passage);
        Flat {
            sentence: passage.sentence,
            phrase: anchor.phrase,
            nth: anchor.nth,
            prefix: passage.prefix,
            suffix: passage.suffix,
            path: passage.path,
            start: anchor.start,
            end: anchor.end,
            digest: passage.digest,
            figures: passage.figures,
        }
    }
}

/// Where an anchor was found in a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Located {
    pub place: Place,
    /// The phrase or sentence; `None` for `Ambiguous` and `Orphan`.
    pub span: Option<Span>,
    /// 0 to 1.
    pub score: f64,
    /// The places that fit about equally well, best first; only for `Ambiguous`.
    pub candidates: Vec<Span>,
}

/// How sure a place is, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// A person put it there.
    Confirmed,
    /// Same text in the same surroundings, however much the text before it has grown or shrunk.
    Exact,
    /// Same text elsewhere.
    Moved,
    /// Score at least 0.75, text differs.
    Edited,
    /// Another year's sentence that answers to it: never the same place, only where to look.
    Carried,
    /// Two places fit about equally well.
    Ambiguous,
    /// To be placed by hand.
    Orphan,
}

/// Code points kept on either side.
const CONTEXT: usize = 32;
/// A longer passage is kept around the place only: a text without stops must not end up in every anchor.
const LONGEST: usize = 2000;
const AROUND: usize = 200;

impl Place {
    pub const ALL: [Place; 7] = [
        Place::Confirmed,
        Place::Exact,
        Place::Moved,
        Place::Edited,
        Place::Carried,
        Place::Ambiguous,
        Place::Orphan,
    ];

    /// Whether there is no one place: it waits for a person.
    pub fn is_lost(self) -> bool {
        match self {
            Place::Ambiguous | Place::Orphan => true,
            Place::Confirmed | Place::Exact | Place::Moved | Place::Edited | Place::Carried => {
                false
            }
        }
    }
    /// The last part of the locale key `place.*`.
    pub fn name(self) -> &'static str {
        match self {
            Place::Confirmed => "confirmed",
            Place::Carried => "carried",
            Place::Exact => "exact",
            Place::Moved => "moved",
            Place::Edited => "edited",
            Place::Ambiguous => "ambiguous",
            Place::Orphan => "orphan",
        }
    }
}

impl Located {
    /// Found nowhere.
    pub fn orphan(score: f64) -> Located {
        Located {
            place: Place::Orphan,
            span: None,
            score,
            candidates: Vec::new(),
        }
    }
}

impl Anchor {
    /// The anchor of a span: its sentence, and the phrase inside when the span is less than the sentence.
    ///
    /// `digest` is that of the source text. A span that runs over several sentences is anchored by all of them.
    pub fn of(report: &Report, digest: &str, span: Span) -> Anchor {
        let text = report.source.text.as_str();
        let points = CodePoints::of(text);
        let span = trimmed(text, span);
        let sentence = bounded(text, &points, passage(report, span), span);
        let whole = span.is_empty() || span == sentence;
        let place = if whole { sentence } else { span };
        let (start, end) = points.span(text, place);
        let before = Span::new(sentence.start, place.start).of(text);
        let (from, to) = points.span(text, sentence);
        let context = |from: usize, to: usize| {
            let context = Span::new(points.offset(text, from), points.offset(text, to));
            Text::from(context.of(text))
        };
        Anchor {
            passage: Arc::new(Passage {
                sentence: Text::from(sentence.of(text)),
                prefix: context(from.saturating_sub(CONTEXT), from),
                suffix: context(to, to + CONTEXT),
                path: path(report, sentence.start),
                digest: Text::from(digest),
                figures: figures(report, sentence),
            }),
            phrase: (!whole).then(|| Text::from(place.of(text))),
            nth: if whole {
                0
            } else {
                before.matches(place.of(text)).count()
            },
            start,
            end,
        }
    }

    /// The words that it is about: the phrase, or the whole sentence.
    pub fn quote(&self) -> &str {
        self.phrase.as_ref().unwrap_or(&self.sentence)
    }

    /// Finds the place in a report, never guessing: doubt is a state of its own. For many anchors, or with the old text at
    /// hand, make a [`super::Locator`].
    pub fn locate(&self, report: &Report, digest: &str) -> Located {
        super::Locator::new(report, digest).locate(self)
    }
}

/// Titles of the sections around a byte offset, outermost first.
pub(super) fn path(report: &Report, offset: usize) -> Vec<Text> {
    let mut titles = Vec::new();
    let mut next = report.section_at(offset);
    // A parent stands before its section, so this ends.
    while let Some((idx, section)) = next.and_then(|idx| Some((idx, report.sections.get(idx)?))) {
        titles.push(Text::from(section.title.as_str()));
        next = section.parent.filter(|parent| *parent < idx);
    }
    titles.reverse();
    titles
}

fn trimmed(text: &str, span: Span) -> Span {
    let quote = span.of(text);
    let start = span.start + (quote.len() - quote.trim_start().len());
    Span::new(start, start + quote.trim().len())
}

/// The sentences that the span touches, or the block where there are none.
fn passage(report: &Report, span: Span) -> Span {
    let last = if span.is_empty() {
        span.start
    } else {
        span.end - 1
    };
    let sentence = |offset| {
        report
            .sentence_at(offset)
            .and_then(|idx| report.sentences.get(idx))
            .map(|sentence| sentence.span)
    };
    let block = || {
        report
            .blocks
            .iter()
            .find(|block| block.span.contains(span.start))
            .map(|block| block.text)
            .filter(|text| text.covers(span))
    };
    match (sentence(span.start), sentence(last)) {
        (Some(first), Some(last)) => first.hull(last),
        (Some(only), None) | (None, Some(only)) => only.hull(span),
        (None, None) => block().unwrap_or(span),
    }
}

/// The passage, or of a very long one what stands around the place.
fn bounded(text: &str, points: &CodePoints, passage: Span, place: Span) -> Span {
    let (start, end) = points.span(text, passage);
    if end - start <= LONGEST {
        return passage;
    }
    let (from, to) = points.span(text, place);
    let first = from.saturating_sub(AROUND).max(start);
    let last = (to + AROUND).min(first + LONGEST).min(end);
    Span::new(
        points.offset(text, first),
        points.offset(text, last.max(from + 1)),
    )
}

fn figures(report: &Report, sentence: Span) -> Vec<Text> {
    report
        .figures_in(sentence)
        .filter(|(_, figure)| !is_year(figure.kind, report.quote(figure.span)))
        .map(|(_, figure)| report.quote(figure.span))
        .filter(|quote| *quote != "100%" && *quote != "100\u{ff05}")
        .map(Text::from)
        .collect()
}

fn is_year(kind: FigureKind, quote: &str) -> bool {
    kind == FigureKind::Date && (quote.ends_with('年') || quote.ends_with("年度"))
}
