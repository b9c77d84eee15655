//! The units that two years are compared in: a figure with its unit, a 《title》 and a Latin word are one token each.

use crate::report::{Figure, FigureKind, Report, Span};

/// One unit of comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub span: Span,
    pub kind: TokenKind,
    pub key: Key,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// Index into the figures of the report.
    Figure(usize),
    /// Digits that are no figure, such as those of “1+3+N”.
    Number,
    /// 《…》 with its marks.
    Title,
    Latin,
    Character,
    Mark,
}

/// What two tokens must share to be equal: the text with widths folded.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Key {
    One(char),
    Many(Box<str>),
}

impl Key {
    pub fn letters(&self) -> impl Iterator<Item = char> + '_ {
        let (one, many) = match self {
            Key::One(letter) => (Some(*letter), ""),
            Key::Many(text) => (None, text.as_ref()),
        };
        one.into_iter().chain(many.chars())
    }
}

/// Titles longer than this are read character by character: an opening mark without its closing one must not swallow a report.
const LONGEST_TITLE: usize = 80;

/// The tokens of a piece of text, white space and invisible characters left out.
pub(super) fn tokens(report: &Report, span: Span) -> Vec<Token> {
    let text = report.quote(span);
    let mut figures = report.figures_in(span);
    let mut next = figures.next();
    let mut found = Vec::with_capacity(text.len() / 3);
    let mut at = 0;
    while let Some(first) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let place = span.start + at;
        while next.is_some_and(|(_, figure)| figure.span.start < place) {
            next = figures.next();
        }
        let figure = next.filter(|(_, figure)| figure.span.start == place);
        if figure.is_none() && is_han(first) {
            at += first.len_utf8();
            found.push(Token {
                span: Span::new(place, span.start + at),
                kind: TokenKind::Character,
                key: Key::One(first),
            });
            continue;
        }
        let (kind, length) = match figure {
            Some((idx, figure)) => (Some(TokenKind::Figure(idx)), figure.span.len()),
            None => next_piece(text.get(at..).unwrap_or(""), first),
        };
        let length = length.max(first.len_utf8());
        if let Some(kind) = kind {
            let span = Span::new(place, place + length);
            found.push(Token {
                span,
                kind,
                key: key(report.quote(span)),
            });
        }
        at += length;
    }
    found
}

/// The kind and length in bytes of the token that `rest` begins with; no kind for what does not count.
fn next_piece(rest: &str, first: char) -> (Option<TokenKind>, usize) {
    let Some(folded) = fold(first) else {
        return (None, first.len_utf8());
    };
    if folded.is_ascii_digit() {
        return (Some(TokenKind::Number), number_length(rest));
    }
    if folded.is_ascii_alphabetic() {
        let length = run_length(rest, |letter| letter.is_ascii_alphabetic());
        return (Some(TokenKind::Latin), length);
    }
    if first == '《'
        && let Some((end, mark)) = rest
            .char_indices()
            .take(LONGEST_TITLE)
            .find(|&(_, letter)| letter == '》')
    {
        return (Some(TokenKind::Title), end + mark.len_utf8());
    }
    let kind = match !is_cjk_mark(first) && folded.is_alphanumeric() {
        true => TokenKind::Character,
        false => TokenKind::Mark,
    };
    (Some(kind), first.len_utf8())
}

/// Digits with points and separators between them.
fn number_length(rest: &str) -> usize {
    let inside = run_length(rest, |letter| {
        letter.is_ascii_digit() || letter == '.' || letter == ','
    });
    let number = rest.get(..inside).unwrap_or("");
    let kept =
        number.trim_end_matches(|letter| fold(letter) == Some('.') || fold(letter) == Some(','));
    kept.len()
}

fn run_length(rest: &str, belongs: impl Fn(char) -> bool) -> usize {
    rest.char_indices()
        .find(|&(_, letter)| !fold(letter).is_some_and(&belongs))
        .map_or(rest.len(), |(at, _)| at)
}

fn key(quote: &str) -> Key {
    let mut letters = quote.chars().filter_map(fold);
    match (letters.next(), letters.next()) {
        (Some(only), None) => Key::One(only),
        _ => Key::Many(quote.chars().filter_map(fold).collect()),
    }
}

/// The character as it counts: full width as ASCII, nothing for white space and what cannot be seen.
pub(super) fn fold(letter: char) -> Option<char> {
    match letter {
        _ if is_han(letter) => Some(letter),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0),
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => None,
        _ if letter.is_whitespace() || letter.is_control() => None,
        _ => Some(letter),
    }
}

/// The characters that nearly all of a report is written in: they need no closer look.
fn is_han(letter: char) -> bool {
    matches!(letter, '\u{4e00}'..='\u{9fff}')
}

/// 、。《》「」 and their like: most of the marks of a report.
fn is_cjk_mark(letter: char) -> bool {
    matches!(letter, '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3020}')
}

/// Whether the character is no mark.
pub(super) fn is_letter(letter: char) -> bool {
    is_han(letter) || letter.is_alphanumeric()
}

/// The letters by which two texts are judged alike: years as `Y`, other dates as `D`, figures as `#` and unit; no marks.
pub(super) fn masked(report: &Report, tokens: &[Token]) -> Vec<char> {
    let mut letters = Vec::with_capacity(tokens.len());
    for token in tokens {
        match token.kind {
            TokenKind::Figure(idx) => {
                if let Some(figure) = report.figures.get(idx) {
                    letters.push(sign(figure));
                    letters.extend(unit_letters(report, figure));
                }
            }
            TokenKind::Number => letters.push('#'),
            TokenKind::Title | TokenKind::Latin | TokenKind::Character => match &token.key {
                Key::One(letter) if is_letter(*letter) => letters.push(*letter),
                Key::One(_) => {}
                Key::Many(text) => letters.extend(text.chars().filter(|&letter| is_letter(letter))),
            },
            TokenKind::Mark => {}
        }
    }
    letters
}

/// The letter that stands for a quantity; the unit follows it, except for dates.
fn sign(figure: &Figure) -> char {
    if is_date(figure) { 'D' } else { '#' }
}

fn is_date(figure: &Figure) -> bool {
    figure.kind == FigureKind::Date
}

fn unit_letters<'a>(report: &'a Report, figure: &Figure) -> impl Iterator<Item = char> + 'a {
    let unit = match is_date(figure) {
        true => Span::default(),
        false => Span::new(figure.number.end, figure.span.end),
    };
    report.quote(unit).chars().filter_map(fold)
}
