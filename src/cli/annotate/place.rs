//! Where a note belongs in a report: its words, a section, or where something is missing.

use crate::report::correction::{Heading, HeadingFault};
use crate::report::{Report, Span};
use crate::review::Scope;

use super::note::{Note, NoteError};

/// What a note is about: the words, a section, or what is missing (in a section, or anywhere).
pub(super) fn place(report: &Report, note: &Note) -> Result<(Scope, Vec<Span>), NoteError> {
    if let Some(quote) = note
        .quote
        .as_deref()
        .filter(|quote| !quote.trim().is_empty())
    {
        let span = quoted(report, quote, note.nth)?;
        let whole = report
            .sentences
            .iter()
            .any(|sentence| sentence.span == span);
        let scope = if whole {
            Scope::Sentence
        } else {
            Scope::Phrase
        };
        return Ok((scope, vec![span]));
    }
    let section = note.section.as_deref().map(|words| heading(report, words));
    match (section.transpose()?, note.absence) {
        (section, true) => Ok((Scope::Absence, section.into_iter().collect())),
        (Some(section), false) => Ok((Scope::Section, vec![section])),
        (None, false) => Err(NoteError::NoPlace),
    }
}

fn heading(report: &Report, words: &str) -> Result<Span, NoteError> {
    match Heading::find(report, words) {
        Ok(heading) => heading
            .section
            .and_then(|idx| Some(report.sections.get(idx)?.heading))
            .ok_or_else(|| NoteError::NoSuchSection(words.to_owned())),
        Err(HeadingFault::Missing) => Err(NoteError::NoSuchSection(words.to_owned())),
        Err(HeadingFault::Several(found)) => Err(NoteError::SeveralSections(
            words.to_owned(),
            found.into_iter().map(|heading| heading.text).collect(),
        )),
    }
}

/// Where the words stand; line ends and blanks in the text or the words do not matter.
fn quoted(report: &Report, quote: &str, nth: Option<usize>) -> Result<Span, NoteError> {
    let text = report.source.text.as_str();
    let (packed, starts) = packed(text);
    let wanted: String = quote.chars().filter(|c| !c.is_whitespace()).collect();
    let mut found = packed.match_indices(&wanted).filter_map(|(at, words)| {
        let first = starts.binary_search_by_key(&at, |start| start.0).ok()?;
        let last = starts.partition_point(|start| start.0 < at + words.len());
        let (_, start) = starts.get(first)?;
        let (_, last) = starts.get(last.checked_sub(1)?)?;
        let end = last + text.get(*last..)?.chars().next()?.len_utf8();
        Some(Span::new(*start, end))
    });
    match nth {
        Some(nth) => found.nth(nth.saturating_sub(1)),
        None => {
            let first = found.next();
            match (first, found.count()) {
                (first, 0) => first,
                (_, more) => return Err(NoteError::SeveralPlaces(quote.to_owned(), more + 1)),
            }
        }
    }
    .ok_or_else(|| NoteError::NoSuchQuote(quote.to_owned()))
}

/// The text without blanks and line ends, and where each of its characters stands: here and there.
fn packed(text: &str) -> (String, Vec<(usize, usize)>) {
    let mut packed = String::with_capacity(text.len());
    let mut starts = Vec::new();
    for (at, character) in text.char_indices() {
        if !character.is_whitespace() {
            starts.push((packed.len(), at));
            packed.push(character);
        }
    }
    (packed, starts)
}
