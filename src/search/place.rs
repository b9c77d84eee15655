//! Hits as rows of a list: one for each sentence, with the section it stands in.

use super::scope;
use crate::report::{Report, Span};

/// A sentence with hits in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The sentence, or the line where there is none: titles, headings, page chrome.
    pub span: Span,
    pub hits: Vec<Span>,
    /// The innermost section; none before the first heading.
    pub section: Option<usize>,
}

/// The places of hits, which are in text order.
pub fn places(report: &Report, hits: &[Span]) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for hit in hits {
        match places.last_mut() {
            Some(place) if place.span.contains(hit.start) => place.hits.push(*hit),
            Some(_) | None => places.push(Place {
                span: line(report, *hit),
                hits: vec![*hit],
                section: report.section_at(hit.start),
            }),
        }
    }
    places
}

/// The same of a text that is not understood: sentences are told by their marks, and there are no sections.
pub fn sentences(text: &str, hits: &[Span]) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for hit in hits {
        match places.last_mut() {
            Some(place) if place.span.contains(hit.start) => place.hits.push(*hit),
            Some(_) | None => places.push(Place {
                span: scope::around(text, *hit),
                hits: vec![*hit],
                section: None,
            }),
        }
    }
    places
}

fn line(report: &Report, hit: Span) -> Span {
    let sentence = report.sentence_at(hit.start);
    if let Some(sentence) = sentence.and_then(|idx| report.sentences.get(idx)) {
        return sentence.span;
    }
    let after = report
        .blocks
        .partition_point(|block| block.span.start <= hit.start);
    let block = after.checked_sub(1).and_then(|idx| report.blocks.get(idx));
    block.map_or(hit, |block| block.text.hull(hit))
}

/// A sentence on one line, with its hits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// Without line breaks; `…` where the sentence goes on.
    pub text: String,
    /// Bytes of this text.
    pub marks: Vec<Span>,
}

/// Characters before the first hit, and all of them.
const BEFORE: usize = 60;
const LONGEST: usize = 240;

/// What a list shows of a place.
pub fn excerpt(text: &str, place: &Place) -> Excerpt {
    let first = place.hits.first().map_or(place.span.start, |hit| hit.start);
    let lead = Span::new(place.span.start, first).of(text);
    let start = lead
        .char_indices()
        .rev()
        .nth(BEFORE)
        .map_or(place.span.start, |(at, character)| {
            place.span.start + at + character.len_utf8()
        });
    let mut shown = Excerpt::default();
    if start > place.span.start {
        shown.text.push('…');
    }
    let rest = Span::new(start, place.span.end).of(text);
    let mut marks = place.hits.iter().peekable();
    let mut began = None;
    for (count, (at, character)) in rest.char_indices().enumerate() {
        let at = start + at;
        if let (Some(from), Some(hit)) = (began, marks.peek())
            && at >= hit.end
        {
            shown.marks.push(Span::new(from, shown.text.len()));
            began = None;
            marks.next();
        }
        if count == LONGEST {
            shown.text.push('…');
            break;
        }
        if marks.peek().is_some_and(|hit| hit.start == at) {
            began = Some(shown.text.len());
        }
        match character {
            '\n' | '\r' => {}
            '\t' => shown.text.push(' '),
            other => shown.text.push(other),
        }
    }
    if let Some(from) = began {
        shown.marks.push(Span::new(from, shown.text.len()));
    }
    shown
}

/// Label and title of a section and those around it, outermost first.
pub fn section_path(report: &Report, section: usize) -> Vec<String> {
    let mut names = Vec::new();
    let mut at = Some(section);
    while let Some((idx, section)) = at.and_then(|idx| report.sections.get(idx).map(|s| (idx, s))) {
        names.push(format!("{}{}", section.label, section.title));
        at = section.parent.filter(|&parent| parent < idx);
    }
    names.reverse();
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Hints, SourceText, parse_structure};
    use crate::search::{Folding, Query};

    #[test]
    fn hits_of_one_sentence_are_one_place_in_its_section() {
        let text = "云岭县人民政府2024年法治政府建设年度报告\n一、渔政工作\n（一）渔政巡查\n渔政出船3次，渔政罚款2起。渔政无争议。";
        let report = parse_structure(SourceText::new(text), &Hints::default());
        let hits = Query::words("渔政", Folding::All).hits(&report.source.text);
        let places = places(&report, &hits);
        let shown: Vec<(&str, usize, Vec<String>)> = places
            .iter()
            .map(|place| {
                let path = place.section.map(|at| section_path(&report, at));
                (
                    report.quote(place.span),
                    place.hits.len(),
                    path.unwrap_or_default(),
                )
            })
            .collect();
        let one = vec!["一、渔政工作".to_owned()];
        let two = vec!["一、渔政工作".to_owned(), "（一）渔政巡查".to_owned()];
        assert_eq!(
            shown,
            [
                ("一、渔政工作", 1, one),
                ("（一）渔政巡查", 1, two.clone()),
                ("渔政出船3次，渔政罚款2起。", 2, two.clone()),
                ("渔政无争议。", 1, two),
            ]
        );
    }
}
