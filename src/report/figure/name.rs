//! Numerals that are names: 《titles》, “short quotes”, and the shapes of the name lexicon.
//!
//! What is quoted is a name unless the measure word follows the quotes, which then belong to another number.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::lexicon::NAME_SHAPES;

/// A stretch of text in which a numeral is part of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) range: Range<usize>,
    pub(super) dates: Dates,
}

/// Whether dates inside a name are read: the year of 《…2024年工作要点》 is one, for it must change from report to report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dates {
    Read,
    Passed,
}

/// Characters that a title may have.
const TITLE_REACH: usize = 80;
/// Bytes that a name may have: an address is the longest.
const NAME_REACH: usize = 600;
/// Characters that a quoted name may have; a longer quote is speech.
const QUOTE_REACH: usize = 30;

/// All shapes as one expression that matches at the start of what it is given. Tried at one character after another it is
/// several times cheaper than a search: nearly every character is refused at once, and no state is kept between them.
static SHAPES: LazyLock<Regex> = LazyLock::new(|| {
    let patterns: Vec<String> = NAME_SHAPES
        .iter()
        .map(|shape| format!("(?:{})", shape.pattern))
        .collect();
    let whole = format!("\\A(?:{})", patterns.join("|"));
    Regex::new(&whole).expect("the embedded name shapes are regular expressions")
});

/// All names of a text, by start.
pub(super) fn names(text: &str) -> Vec<Name> {
    let mut names: Vec<Name> = enclosed(text);
    names.extend(shapes(text));
    names.sort_by_key(|name| (name.range.start, name.range.end));
    names
}

fn shapes(text: &str) -> Vec<Name> {
    let mut names = Vec::new();
    let mut free = 0;
    let mut in_number = false;
    for (at, c) in text.char_indices() {
        // The 24年 of 2024年 is no name.
        let inside = std::mem::replace(&mut in_number, c.is_ascii_digit()) && c.is_ascii_digit();
        if at < free || inside {
            continue;
        }
        if let Some(found) = SHAPES.find(ahead(text, at)) {
            free = at + found.end();
            names.push(Name {
                range: at..free,
                dates: Dates::Passed,
            });
        }
    }
    names
}

/// The text from a place on, as far as any name goes.
fn ahead(text: &str, at: usize) -> &str {
    let mut end = at.saturating_add(NAME_REACH).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(at..end).unwrap_or("")
}

/// Titles and quotes, each closed before its reach ends and before the paragraph does.
fn enclosed(text: &str) -> Vec<Name> {
    let mut names = Vec::new();
    let mut open: Option<Opened> = None;
    for (at, c) in text.char_indices() {
        if let Some(opened) = &mut open {
            opened.chars += 1;
            if c == opened.close {
                names.push(Name {
                    range: opened.at..at + c.len_utf8(),
                    dates: Dates::Read,
                });
                open = None;
                continue;
            }
            let speech = opened.close != '》' && matches!(c, '。' | ';' | '!' | '?');
            if opened.chars > opened.reach || c == '\n' || speech {
                open = None;
            }
        }
        // A second opening mark means that the first was never closed.
        if let Some(opened) = Opened::by(at, c) {
            let inside_title = open.as_ref().is_some_and(|open| open.close == '》');
            if !inside_title {
                open = Some(opened);
            }
        }
    }
    names
}

struct Opened {
    at: usize,
    close: char,
    reach: usize,
    chars: usize,
}

impl Opened {
    fn by(at: usize, c: char) -> Option<Opened> {
        let (close, reach) = match c {
            '《' => ('》', TITLE_REACH),
            '“' => ('”', QUOTE_REACH),
            '‘' => ('’', QUOTE_REACH),
            '「' => ('」', QUOTE_REACH),
            '『' => ('』', QUOTE_REACH),
            '"' => ('"', QUOTE_REACH),
            _ => return None,
        };
        Some(Opened {
            at,
            close,
            reach,
            chars: 0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_matches_its_examples() {
        for shape in NAME_SHAPES.iter() {
            let pattern = Regex::new(&shape.pattern);
            let pattern = pattern.unwrap_or_else(|error| panic!("{}: {error}", shape.pattern));
            assert!(!shape.examples.is_empty(), "{}", shape.pattern);
            for example in &shape.examples {
                assert!(pattern.is_match(example), "{} {example}", shape.pattern);
            }
        }
    }

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = names(text)
            .into_iter()
            .map(|name| text.get(name.range).unwrap_or(""))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn quotes_and_titles_are_names() {
        check("落实“四张清单”制度", &["“四张清单”"]);
        check("印发《清河县2023年要点》的通知", &["《清河县2023年要点》"]);
        check(
            "推行“一业一查,落实“四张清单”制度",
            &["一业一查", "“四张清单”"],
        );
        check("他说:“今年办了30件。明年还要办。”", &[]);
        check("推行\"三色码\"管理", &["\"三色码\""]);
    }
}
