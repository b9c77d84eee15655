//! The law of places: whatever is edited around a sentence, it is found where it went, and never somewhere else.

use ducha::report::{Hints, Report, SourceText, Span, parse};
use ducha::review::{Anchor, Place, digest};
use proptest::prelude::*;

/// What somebody does to a text between two imports.
#[derive(Clone, Debug)]
enum Edit {
    Insert(usize, String),
    Remove(usize),
    Move(usize, usize),
    /// Full-width digits and commas, and blanks between letters.
    Widen,
    /// Each sentence on a line of its own.
    Break,
}

/// Sentences of which no two are alike.
fn sentence() -> impl Strategy<Value = String> {
    ("[一-龥]{9,14}", 1_u32..9000).prop_map(|(words, count)| format!("{words},办结{count}件。"))
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        (0_usize..20, sentence()).prop_map(|(at, words)| Edit::Insert(at, words)),
        (0_usize..20).prop_map(Edit::Remove),
        (0_usize..20, 0_usize..20).prop_map(|(from, to)| Edit::Move(from, to)),
        Just(Edit::Widen),
        Just(Edit::Break),
    ]
}

/// The text after the edits; the sentence `kept` is moved at most.
fn edited(sentences: &[String], kept: &str, edits: &[Edit]) -> String {
    let mut sentences = sentences.to_vec();
    let (mut wide, mut end) = (false, "");
    for edit in edits {
        match edit {
            Edit::Insert(at, words) => sentences.insert(at % (sentences.len() + 1), words.clone()),
            Edit::Remove(at) => {
                let at = at % sentences.len();
                if sentences[at] != kept {
                    sentences.remove(at);
                }
            }
            Edit::Move(from, to) => {
                let moved = sentences.remove(from % sentences.len());
                sentences.insert(to % (sentences.len() + 1), moved);
            }
            Edit::Widen => wide = true,
            Edit::Break => end = "\n",
        }
    }
    let text: String = sentences
        .iter()
        .map(|sentence| format!("{sentence}{end}"))
        .collect();
    match wide {
        true => widened(&text),
        false => text,
    }
}

fn widened(text: &str) -> String {
    let wide = |char: char| match char {
        '0'..='9' | ',' => char::from_u32(u32::from(char) + 0xfee0).unwrap_or(char),
        _ => char,
    };
    text.chars().map(wide).collect()
}

fn read(text: &str) -> Report {
    parse(SourceText::new(text), &Hints::default())
}

/// Where the anchor of a sentence of one text stands in another.
fn located(old: &str, sentence: &str, new: &str) -> (Place, Option<String>) {
    let report = read(old);
    let start = old.find(sentence).expect("it is there");
    let span = Span::new(start, start + sentence.len());
    let anchor = Anchor::of(&report, &digest(old.as_bytes()), span);
    let report = read(new);
    let located = anchor.locate(&report, &digest(new.as_bytes()));
    (
        located.place,
        located.span.map(|span| report.quote(span).to_owned()),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_sentence_is_found_whatever_is_edited_around_it(
        sentences in prop::collection::vec(sentence(), 2..12),
        which in 0_usize..12,
        edits in prop::collection::vec(edit(), 0..8),
    ) {
        let old = sentences.concat();
        let kept = &sentences[which % sentences.len()];
        let new = edited(&sentences, kept, &edits);
        let (place, quote) = located(&old, kept, &new);
        let quote = quote.unwrap_or_default();
        prop_assert!(!place.is_lost(), "{kept} is {place:?} in {new}");
        prop_assert_eq!(widened(&quote), widened(kept), "{} in {}", place.name(), new);
    }

    #[test]
    fn a_sentence_that_is_gone_is_found_nowhere(
        sentences in prop::collection::vec(sentence(), 2..12),
        which in 0_usize..12,
    ) {
        let old = sentences.concat();
        let gone = &sentences[which % sentences.len()];
        let rest: String = sentences.iter().filter(|sentence| *sentence != gone).map(String::as_str).collect();
        let (place, quote) = located(&old, gone, &rest);
        prop_assert!(place.is_lost(), "{gone} is {place:?}: {quote:?}");
    }
}
