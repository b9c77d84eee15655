//! Headings that are glued to the text before them or behind them, as in a report that is one line long.

use std::collections::BTreeMap;

use super::Piece;
use super::chrome;
use super::look::Look;
use super::title;
use super::words::HEADINGS;
use crate::report::lexicon;
use crate::report::mark;
use crate::report::numbering::{self, Label, Style};
use crate::report::{NormalText, Span, spread};

/// A paragraph of more bytes than this with headings in it was glued together.
const DENSE: usize = 1500;
/// How far behind its label a glued heading may end.
const LONGEST_HEADING: usize = 60;
/// How far into a text its title may reach.
const LONGEST_TITLE: usize = 90;

/// 不统一、 and 之一、 end a word, not a sentence.
const WORDS_WITH_ONE: &str = "统唯惟专单同之逐";

/// Cuts paragraphs where a heading begins or ends inside them.
pub(super) fn pieces(paragraphs: &[Piece], normal: &NormalText) -> Vec<Piece> {
    // Behind the first line that is none of the page there is no title to look for.
    let says_something = |paragraph: &Piece| {
        may_be_glued(paragraph) && !chrome::is_chrome(Glued::of(paragraph, normal).text)
    };
    let head = paragraphs.iter().position(says_something);
    let head = head.unwrap_or(paragraphs.len());
    let ranges = spread::ranges(paragraphs.len(), normal.text.len());
    spread::read(&ranges, |range| {
        let mut pieces = Vec::with_capacity(range.len());
        for idx in range.clone() {
            match paragraphs.get(idx) {
                Some(paragraph) if may_be_glued(paragraph) => {
                    let glued = Glued::of(paragraph, normal);
                    let mut offsets = glued.cuts(idx <= head);
                    offsets.sort_unstable();
                    offsets.dedup();
                    cut(*paragraph, &offsets, &glued, &mut pieces);
                }
                paragraph => pieces.extend(paragraph),
            }
        }
        pieces
    })
}

fn may_be_glued(paragraph: &Piece) -> bool {
    !paragraph.text.is_empty() && paragraph.look == Look::Plain
}

/// Several paragraphs run together where a chapter begins inside one.
fn holds_chapter(labels: &[(usize, Label)]) -> bool {
    labels
        .iter()
        .any(|(at, label)| *at > 0 && label.style == Style::Han)
}

fn cut(paragraph: Piece, offsets: &[usize], glued: &Glued, pieces: &mut Vec<Piece>) {
    let mut rest = paragraph;
    for offset in offsets {
        let at = glued.base + offset;
        let end = glued
            .normal
            .to_source(Span::new(rest_start(glued, rest), at))
            .end;
        let start = glued.normal.to_source(Span::new(at, at)).start;
        if end <= rest.text.start || start >= rest.text.end {
            continue;
        }
        pieces.push(Piece {
            span: Span::new(rest.span.start, start),
            text: Span::new(rest.text.start, end),
            look: Look::Plain,
            joined: paragraph.joined,
        });
        rest = Piece {
            span: Span::new(start, rest.span.end),
            text: Span::new(start, rest.text.end),
            look: Look::Plain,
            joined: paragraph.joined,
        };
    }
    pieces.push(rest);
}

fn rest_start(glued: &Glued, rest: Piece) -> usize {
    glued.normal.to_normal(rest.text).start
}

/// One paragraph of the draft.
struct Glued<'a> {
    text: &'a str,
    /// Where it stands in the normal text.
    base: usize,
    normal: &'a NormalText,
}

impl<'a> Glued<'a> {
    fn of(paragraph: &Piece, normal: &'a NormalText) -> Glued<'a> {
        let range = normal.to_normal(paragraph.text);
        Glued {
            text: range.of(&normal.text),
            base: range.start,
            normal,
        }
    }

    /// Where to cut, in bytes of the paragraph.
    fn cuts(&self, first: bool) -> Vec<usize> {
        let mut cuts = Vec::new();
        // Of a short paragraph the labels say whether it is dense, and mostly they are all there is to find.
        let short = (self.text.len() <= DENSE).then(|| self.labels(0, false));
        let dense = short.as_ref().is_none_or(|labels| holds_chapter(labels));
        let from = if first {
            self.head(dense, &mut cuts)
        } else {
            0
        };
        if dense {
            self.foot(&mut cuts);
        }
        let labels = match short {
            Some(labels) if !dense && from == 0 => labels,
            _ => self.labels(from, dense),
        };
        for (idx, (at, label)) in labels.iter().enumerate() {
            if *at > 0 {
                cuts.push(*at);
            }
            if dense {
                let next = labels.get(idx + 1).map(|(at, _)| *at);
                cuts.extend(self.heading_end(*at + label.len, next));
            }
        }
        cuts
    }

    /// The title and the lines of the page that the text is glued to; returns where the text begins.
    fn head(&self, dense: bool, cuts: &mut Vec<usize>) -> usize {
        if dense && chrome::is_chrome(self.before_stop()) {
            return self.page_words(cuts);
        }
        if dense && let Some(body) = self.glued_title() {
            cuts.push(body);
            return body;
        }
        for salutation in HEADINGS.salutations.iter() {
            let Some(at) = self.text.find(salutation.as_str()) else {
                continue;
            };
            let before = self.text.get(..at).unwrap_or("");
            if before.chars().count() <= LONGEST_TITLE && title::title_line(before).is_some() {
                cuts.push(at);
                let greeting = self.text.get(at..).and_then(|rest| rest.find([':', '!']));
                let body = greeting.map_or(at, |colon| at + colon + 1);
                if body > at && body < self.text.len() {
                    cuts.push(body);
                }
                return body;
            }
        }
        0
    }

    /// Where the text begins behind a title that it is glued to: `…情况报告2024年,…`.
    fn glued_title(&self) -> Option<usize> {
        let places = self.text.char_indices().take(LONGEST_TITLE).skip(8);
        places.map(|(at, _)| at).find(|at| {
            let (before, behind) = self.text.split_at(*at);
            let begins = begins_with_year(behind)
                || lexicon::begins(behind, &HEADINGS.heading_openers)
                || behind.starts_with("一、");
            begins && title::title_line(before).is_some_and(|score| score > 2)
        })
    }

    fn before_stop(&self) -> &str {
        let end = self
            .text
            .char_indices()
            .find(|(at, character)| *at > 240 || mark::is_stop(*character) || *character == ',')
            .map_or(self.text.len(), |(at, _)| at);
        self.text.get(..end).unwrap_or("")
    }

    /// Words of a page stand apart by blanks: cut at each until running text begins.
    fn page_words(&self, cuts: &mut Vec<usize>) -> usize {
        let end = self.before_stop().len();
        let mut last = 0;
        for (at, _) in self.before_stop().char_indices().skip(1) {
            if at < end && self.has_gap(at) {
                cuts.push(at);
                last = at;
            }
        }
        last
    }

    /// Words of the page at the end of the text, also apart by blanks.
    fn foot(&self, cuts: &mut Vec<usize>) {
        let mut end = self.text.len();
        for (at, _) in self.text.char_indices().rev().take(LONGEST_TITLE) {
            if !self.has_gap(at) {
                continue;
            }
            if !chrome::is_chrome(self.text.get(at..end).unwrap_or("")) {
                break;
            }
            cuts.push(at);
            end = at;
        }
    }

    /// Whether the source has a blank before the character at the offset.
    fn has_gap(&self, at: usize) -> bool {
        let at = self.base + at;
        let before = self.normal.to_source(Span::new(at.saturating_sub(1), at));
        let here = self.normal.to_source(Span::new(at, at));
        before.end < here.start
    }

    /// Labels of headings inside the paragraph.
    fn labels(&self, from: usize, dense: bool) -> Vec<(usize, Label)> {
        let mut found: Vec<(usize, Label)> = Vec::new();
        let mut last: BTreeMap<Style, u16> = BTreeMap::new();
        let mut free_from = from;
        for at in self.label_places(from, dense) {
            if at < free_from {
                continue;
            }
            let label = self.text.get(at..).and_then(numbering::label);
            let Some(label) = label.filter(|label| is_structural(label.style)) else {
                continue;
            };
            let earlier = last.get(&label.style).copied();
            if at == 0 || self.stands(at, label, earlier, dense) {
                free_from = at + label.len;
                found.push((at, label));
                last.insert(label.style, label.number.unwrap_or(0));
            }
        }
        found
    }

    /// Where a label may begin: behind a stop or a colon or what these close, in a dense paragraph anywhere.
    fn label_places(&self, from: usize, dense: bool) -> Box<dyn Iterator<Item = usize> + '_> {
        let rest = self.text.get(from..).unwrap_or("");
        let places = std::iter::once(0);
        if dense {
            let mut before = None;
            let anywhere = rest.char_indices().filter(move |(_, character)| {
                let in_number = before.is_some_and(|before: char| before.is_ascii_digit())
                    && character.is_ascii_digit();
                before = Some(*character);
                !in_number && begins_label(*character)
            });
            let anywhere = anywhere.map(|(at, _)| at).filter(|at| *at > 0);
            Box::new(places.chain(anywhere).map(move |at| from + at))
        } else {
            let first = |at: usize| rest.get(at..).and_then(|rest| rest.chars().next());
            let begins = move |at: &usize| first(*at).is_some_and(begins_label);
            let places = places.chain(mark::openings(rest)).filter(begins);
            Box::new(places.map(move |at| from + at))
        }
    }

    /// Whether a heading may begin here, in the middle of a paragraph.
    fn stands(&self, at: usize, label: Label, earlier: Option<u16>, dense: bool) -> bool {
        let Some(before) = mark::before(self.text, at) else {
            return true;
        };
        let number = label.number.unwrap_or(0);
        let next = earlier.is_some_and(|earlier| number == earlier + 1);
        let begins = number == 1 || next;
        // A list of chapters does not begin anew in the middle of a line.
        let glued =
            next || (number == 1 && (label.style == Style::HanBracket || earlier.is_none()));
        let behind = self.text.get(at + label.len..).unwrap_or("");
        if mark::is_enclosed(self.text, at) || numbering::is_list_of_numbers(behind) || number == 0
        {
            return false;
        }
        match before {
            '。' | '!' | '?' => label.style != Style::Arabic || begins,
            ':' => begins,
            _ => {
                dense
                    && glued
                    && matches!(label.style, Style::Han | Style::HanBracket)
                    && !self.is_clause_number(at, behind, label.style)
                    && !(label.style == Style::Han && WORDS_WITH_ONE.contains(before))
                    && !is_table_row(behind)
            }
        }
    }

    /// 第五条第(一)项 names a clause.
    fn is_clause_number(&self, at: usize, behind: &str, style: Style) -> bool {
        let before = self.text.get(..at).unwrap_or("");
        before.ends_with([
            '第', '条', '款', '章', '、', ',', ';', '附', '件', '表', '和', '至', '或',
        ]) || (style == Style::HanBracket && before.ends_with(|last: char| last.is_ascii_digit()))
            || behind.starts_with(['项', '款', '目', '类', '档', '条', '期', '级', '、'])
    }

    /// Where a glued heading ends, when no stop says so.
    fn heading_end(&self, from: usize, next: Option<usize>) -> Option<usize> {
        let rest = self.text.get(from..)?;
        let limit = next
            .map_or(rest.len(), |next| next.saturating_sub(from))
            .min(rest.len());
        let mut inside = "";
        for (count, (at, character)) in rest.char_indices().enumerate() {
            if at >= limit
                || count > LONGEST_HEADING
                || mark::is_stop(character)
                || character == ':'
            {
                return None;
            }
            if count >= 4 && self.heading_ends_here(inside, rest, at, from) {
                return Some(from + at);
            }
            inside = rest.get(..at + character.len_utf8())?;
        }
        None
    }

    fn heading_ends_here(&self, inside: &str, rest: &str, at: usize, from: usize) -> bool {
        let behind = rest.get(at..).unwrap_or("");
        let opener =
            lexicon::begins(behind, &HEADINGS.heading_openers) && !inside.ends_with(['、', ',']);
        let item = || {
            numbering::label(behind)
                .is_some_and(|label| label.style == Style::Is && label.number == Some(1))
                && !ends_with_word(inside)
        };
        let closed = || {
            (lexicon::ends(inside, &HEADINGS.heading_closers) || ends_known_heading(inside, behind))
                && !behind.starts_with([
                    '的', '、', ',', '。', '和', '及', '与', '暨', '统', '报', '汇', '如',
                ])
        };
        let year = || begins_with_year(behind) && !inside.ends_with(['至', '于', '到', '和', '(']);
        let gap = || !inside.ends_with(',') && self.has_gap(from + at);
        opener || item() || closed() || year() || gap()
    }
}

/// 下一步工作 ends here, unless 下一步工作计划 does a little later.
fn ends_known_heading(inside: &str, behind: &str) -> bool {
    if !lexicon::ends(inside, &HEADINGS.unlabelled) {
        return false;
    }
    let mut longer = inside.to_owned();
    !behind.chars().take(4).any(|character| {
        longer.push(character);
        lexicon::ends(&longer, &HEADINGS.unlabelled)
    })
}

/// 统一 and 唯一 are words: the 一 belongs to them.
fn ends_with_word(text: &str) -> bool {
    lexicon::ends(text, &HEADINGS.not_before_item)
}

fn begins_with_year(text: &str) -> bool {
    text.starts_with("20")
        && text
            .get(4..)
            .is_some_and(|rest| rest.starts_with("年,") || rest.starts_with("年度,"))
}

/// A table whose cells ran together: 本年新收申请数量801000081.
fn is_table_row(behind: &str) -> bool {
    let mut digits = 0;
    for character in behind.chars().take(60) {
        if mark::is_stop(character) || character == ',' {
            return false;
        }
        digits = if character.is_ascii_digit() {
            digits + 1
        } else {
            0
        };
        if digits > 5 {
            return true;
        }
    }
    false
}

fn begins_label(character: char) -> bool {
    matches!(
        character,
        '(' | '第' | '0'
            ..='9' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十'
    )
}

fn is_structural(style: Style) -> bool {
    match style {
        Style::Chapter | Style::Han | Style::HanBracket | Style::Arabic => true,
        Style::ArabicBracket
        | Style::Circled
        | Style::Dash
        | Style::Is
        | Style::Must
        | Style::First => false,
    }
}
