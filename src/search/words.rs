//! One word in a text: its rarest character is looked for in the raw bytes, and what stands around it compared.

use memchr::memmem::Finder;

use super::letter::{forms, is_unseen, letter};
use super::{Folding, scope};
use crate::report::Span;

/// What may stand between two characters of a word at most: one line break, and so many characters in all.
const LONGEST_GAP: usize = 24;

/// The commonest characters of these reports, which make poor anchors.
const COMMON: &str =
    "法政治行府执设建工作化人的全实施管理度制定规范区县市会务服公强加推进开展落大中一二三十、";

/// A word, ready to be looked for.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// For each character all that it may be printed as.
    letters: Vec<Vec<char>>,
    /// The character that is looked for first. Private, because it must be one of the letters.
    anchor: usize,
    finders: Vec<Finder<'static>>,
}

impl Word {
    pub fn new(typed: &str, folding: Folding) -> Option<Word> {
        let seen = typed.chars().filter(|character| !is_unseen(*character));
        let letters: Vec<Vec<char>> = match folding {
            Folding::All => seen.map(|character| forms(letter(character))).collect(),
            Folding::None => seen.map(|character| vec![character]).collect(),
        };
        let anchor = (0..letters.len()).min_by_key(|at| letters.get(*at).map(|all| cost(all)))?;
        let finders = letters.get(anchor)?.iter();
        let finders = finders
            .map(|form| Finder::new(form.encode_utf8(&mut [0; 4]).as_bytes()).into_owned())
            .collect();
        Some(Word {
            letters,
            anchor,
            finders,
        })
    }

    /// All its places in order, without overlap.
    pub fn hits(&self, text: &str) -> Vec<Span> {
        let mut hits: Vec<Span> = Vec::new();
        for finder in &self.finders {
            let found = finder.find_iter(text.as_bytes());
            hits.extend(found.filter_map(|at| self.around(text, at)));
        }
        apart(hits)
    }

    /// The whole word, when its anchor stands at a byte.
    fn around(&self, text: &str, at: usize) -> Option<Span> {
        let (before, rest) = text.split_at_checked(at)?;
        let mut start = at;
        let mut back = before.char_indices().rev();
        for letter in self.letters.get(..self.anchor)?.iter().rev() {
            start = next_of(letter, &mut back)?;
        }
        let mut end = at;
        let mut onwards = rest.char_indices();
        for letter in self.letters.get(self.anchor..)? {
            let offset = next_of(letter, &mut onwards)?;
            let length = rest.get(offset..)?.chars().next()?.len_utf8();
            end = at + offset + length;
        }
        Some(Span::new(start, end))
    }
}

/// The place of the next character that is seen, when it is one of these.
fn next_of(letter: &[char], characters: &mut impl Iterator<Item = (usize, char)>) -> Option<usize> {
    let mut breaks = 0;
    for (at, character) in characters.take(LONGEST_GAP) {
        if letter.contains(&character) {
            return Some(at);
        }
        breaks += usize::from(character == '\n');
        if breaks > 1 || !is_unseen(character) {
            return None;
        }
    }
    None
}

/// How dear it is to look for a character first: by its forms, then by how often it stands in a report.
fn cost(forms: &[char]) -> (usize, usize) {
    let common = |form: &char| form.is_ascii_digit() || COMMON.contains(*form);
    (
        forms.len(),
        forms.iter().filter(|form| common(form)).count(),
    )
}

/// The places of all words in the sentences that have every one of them.
pub(super) fn together(words: &[Word], text: &str) -> Vec<Span> {
    let mut found: Vec<Vec<Span>> = Vec::with_capacity(words.len());
    for word in words {
        let hits = word.hits(text);
        if hits.is_empty() {
            return Vec::new();
        }
        found.push(hits);
    }
    if let [only] = found.as_mut_slice() {
        return std::mem::take(only);
    }
    let Some(rarest) = found.iter().min_by_key(|hits| hits.len()) else {
        return Vec::new();
    };
    let mut hits = Vec::new();
    let mut last = Span::default();
    for hit in rarest {
        if last.covers(*hit) && !last.is_empty() {
            continue;
        }
        let sentence = scope::around(text, *hit);
        let inside: Vec<&[Span]> = found.iter().map(|all| within(all, sentence)).collect();
        if inside.iter().all(|hits| !hits.is_empty()) {
            hits.extend(inside.into_iter().flatten().copied());
        }
        last = sentence;
    }
    apart(hits)
}

/// In order and without overlap.
fn apart(mut hits: Vec<Span>) -> Vec<Span> {
    hits.sort_unstable();
    let mut end = 0;
    hits.retain(|hit| {
        let apart = hit.start >= end;
        if apart {
            end = hit.end;
        }
        apart
    });
    hits
}

/// The hits inside a sentence.
fn within(hits: &[Span], sentence: Span) -> &[Span] {
    let from = hits.partition_point(|hit| hit.start < sentence.start);
    let to = hits.partition_point(|hit| hit.end <= sentence.end);
    hits.get(from..to).unwrap_or_default()
}
