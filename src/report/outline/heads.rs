//! Where headings and items begin: at the start of a block, or inside one behind a stop.

use memchr::memmem;

use super::title::run_in_title;
use crate::report::block::HEADINGS;
use crate::report::lexicon;
use crate::report::mark;
use crate::report::numbering::{self, Label, Style};
use crate::report::{Block, BlockKind, NormalText, Span, part, spread};

/// A place where a section may begin; positions are those of the normal text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    pub at: usize,
    pub kind: HeadKind,
    /// `None` for a heading without one.
    pub label: Option<Label>,
    pub title: Span,
    /// The body follows on the line.
    pub run_in: bool,
    /// It stands at the start of its block; inside one it is weaker evidence.
    pub leads: bool,
    /// The level that the format of the file gave it.
    pub given: Option<u8>,
    /// Index of the block it stands in.
    pub block: usize,
    /// What the block says goes on in the next ones: it ends with a colon.
    pub goes_on: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HeadKind {
    /// A label, or a heading with the line to itself.
    Printed,
    /// A sentence that turns from results to shortcomings without a heading.
    Turn,
    /// A paragraph that turns to the coming year without a heading.
    Plan,
}

impl Head {
    pub fn style(&self) -> Option<Style> {
        self.label.map(|label| label.style)
    }

    pub fn is_item(&self) -> bool {
        self.label.is_some_and(|label| label.style.is_item())
    }
}

/// All heads of a text, in order.
pub(super) fn heads(normal: &NormalText, blocks: &[Block]) -> Vec<Head> {
    let ranges = spread::ranges(blocks.len(), normal.text.len());
    let heads = spread::read(&ranges, |range| {
        let mut heads = Vec::new();
        for idx in range.clone() {
            let block = blocks.get(idx);
            heads.extend(
                block
                    .map(|block| of_block(normal, idx, block))
                    .unwrap_or_default(),
            );
        }
        heads
    });
    without_strays(&heads)
}

fn of_block(normal: &NormalText, idx: usize, block: &Block) -> Vec<Head> {
    let range = normal.to_normal(block.text);
    let finder = Finder {
        text: range.of(&normal.text),
        base: range.start,
        block: idx,
    };
    match block.kind {
        BlockKind::Heading => {
            let given = block.level;
            let line = finder.line().map(|head| Head { given, ..head });
            line.into_iter().collect()
        }
        BlockKind::Paragraph => finder.inside(),
        BlockKind::Title
        | BlockKind::Table
        | BlockKind::Note
        | BlockKind::Salutation
        | BlockKind::SignOff
        | BlockKind::Chrome
        | BlockKind::Blank => Vec::new(),
    }
}

/// How many heads away the neighbour of an enumeration is looked for.
const NEAR: usize = 12;

/// 第一, alone is no enumeration: weak labels need a neighbour with the next or the last number.
fn without_strays(heads: &[Head]) -> Vec<Head> {
    let is_neighbour = |label: Label, other: &Head| {
        other.label.is_some_and(|other| {
            let apart = other.number.zip(label.number).map(|(a, b)| a.abs_diff(b));
            // 三是 may follow 一是: reports lose one.
            let most = if label.style.is_item() { 2 } else { 1 };
            other.style == label.style && apart.is_some_and(|apart| (1..=most).contains(&apart))
        })
    };
    heads
        .iter()
        .enumerate()
        .filter(|(idx, head)| match head.label {
            Some(label) if is_weak(head, label) => {
                let behind = heads.iter().skip(idx + 1).take(NEAR);
                let before = heads.iter().take(*idx).rev().take(NEAR);
                behind.chain(before).any(|other| is_neighbour(label, other))
            }
            _ => true,
        })
        .map(|(_, head)| *head)
        .collect()
}

fn is_weak(head: &Head, label: Label) -> bool {
    match label.style {
        Style::First => true,
        Style::Arabic | Style::ArabicBracket | Style::Circled | Style::HanBracket => !head.leads,
        Style::Is | Style::Must => !head.leads && label.number != Some(1),
        Style::Chapter | Style::Han | Style::Dash => false,
    }
}

/// How many characters around a comma the other items of a list are looked for.
const LIST_WINDOW: usize = 120;

/// One block of normal text.
struct Finder<'a> {
    text: &'a str,
    base: usize,
    /// Its index.
    block: usize,
}

impl Finder<'_> {
    /// The head of a block that is a heading.
    fn line(&self) -> Option<Head> {
        let label = numbering::label(self.text);
        let len = label.map_or(0, |label| label.len);
        let title = self
            .text
            .get(len..)?
            .trim_end_matches(|last| mark::is_stop(last) || ":,".contains(last));
        let title = Span::new(len, len + title.len());
        self.head(0, HeadKind::Printed, label, title, false)
    }

    /// The heads inside a paragraph.
    fn inside(&self) -> Vec<Head> {
        let mut heads = Vec::new();
        let mut free_from = 0;
        for (at, before) in self.begins() {
            if at >= free_from
                && let Some(head) = self
                    .labelled(at, before)
                    .or_else(|| self.unlabelled(at, before))
            {
                free_from = head.title.start.saturating_sub(self.base);
                self.end_title(&mut heads, head.at);
                heads.push(head);
            }
        }
        heads
    }

    /// The title of the last head ends where the next one begins; a label with nothing but marks behind it, as in
    /// `三是;二是加强培训`, is no head.
    fn end_title(&self, heads: &mut Vec<Head>, next: usize) {
        let Some(last) = heads.last_mut().filter(|last| last.title.end > next) else {
            return;
        };
        let (start, end) = (last.title.start - self.base, next - self.base);
        let title = self.text.get(start..end).unwrap_or("");
        let title = title.trim_end_matches(|letter: char| !letter.is_alphanumeric());
        last.title.end = last.title.start + title.len();
        if title.is_empty() {
            heads.pop();
        }
    }

    /// Where a head may begin: at the start, and behind a mark, which is given, and what it closes.
    fn begins(&self) -> impl Iterator<Item = (usize, Option<char>)> + '_ {
        let behind = mark::pauses(self.text).filter_map(|at| {
            let mut rest = self.text.get(at..)?.chars();
            let mark = rest.next()?;
            let next = rest.as_str().trim_start_matches(mark::is_closer);
            Some((self.text.len() - next.len(), Some(mark)))
        });
        std::iter::once((0, None)).chain(behind)
    }

    fn labelled(&self, at: usize, before: Option<char>) -> Option<Head> {
        let rest = self.text.get(at..)?;
        let label = numbering::label(rest)?;
        let fits = match label.style {
            Style::Chapter | Style::Han => at == 0,
            Style::Dash => at == 0 && has_dash_title(rest, label),
            Style::HanBracket | Style::Arabic | Style::ArabicBracket | Style::Circled => {
                before != Some(',') && label.number.is_some()
            }
            Style::First => before != Some(','),
            Style::Is | Style::Must => before != Some(',') || self.is_listed(at, label),
        };
        if !fits || (at > 0 && mark::is_enclosed(self.text, at)) {
            return None;
        }
        let title = run_in_title(rest.get(label.len..)?);
        let start = at + label.len;
        let title = Span::new(start + title.start, start + title.end);
        self.head(at, HeadKind::Printed, Some(label), title, true)
    }

    /// 一是…,二是…: behind a comma the next number must follow, or the last one must stand before.
    fn is_listed(&self, at: usize, label: Label) -> bool {
        let Some(number) = label.number else {
            return false;
        };
        let sign = if label.style == Style::Is {
            '是'
        } else {
            '要'
        };
        let window = first_characters(self.text.get(at..).unwrap_or(""), LIST_WINDOW);
        let back = last_characters(self.text.get(..at).unwrap_or(""), LIST_WINDOW);
        let holds =
            |text: &str, item: String| memmem::find(text.as_bytes(), item.as_bytes()).is_some();
        let next = numbering::han_name(number + 1).map(|name| format!("{name}{sign}"));
        let last =
            numbering::han_name(number.saturating_sub(1)).map(|name| format!("{name}{sign}"));
        next.is_some_and(|next| holds(window, next)) || last.is_some_and(|last| holds(back, last))
    }

    fn unlabelled(&self, at: usize, before: Option<char>) -> Option<Head> {
        if before == Some(',') || before == Some(':') {
            return None;
        }
        let rest = self.text.get(at..)?;
        let turn = lexicon::begins(rest, &HEADINGS.turns) || turns_soon(rest);
        let turn = turn || (at == 0 && part::states_shortcomings(first_sentence(rest)));
        let plan = at == 0 && (lexicon::begins(rest, &HEADINGS.plans) || plans_a_year(rest));
        let kind = match (turn, plan) {
            (true, _) => HeadKind::Turn,
            (false, true) => HeadKind::Plan,
            (false, false) => return None,
        };
        let end = rest
            .find(|mark: char| mark::is_stop(mark) || mark == ':')
            .unwrap_or(rest.len());
        self.head(at, kind, None, Span::new(at, at + end), true)
    }

    fn head(
        &self,
        at: usize,
        kind: HeadKind,
        label: Option<Label>,
        title: Span,
        run_in: bool,
    ) -> Option<Head> {
        if title.is_empty() {
            return None;
        }
        let end = self.text.trim_end_matches(mark::is_stop).len();
        Some(Head {
            at: self.base + at,
            kind,
            label,
            title: Span::new(self.base + title.start, self.base + title.end),
            run_in: run_in && (kind != HeadKind::Printed || title.end < end),
            leads: at == 0,
            given: None,
            block: self.block,
            goes_on: self.text.ends_with(':'),
        })
    }
}

fn first_sentence(text: &str) -> &str {
    text.split(mark::is_stop).next().unwrap_or(text)
}

/// `2025年,我镇将着重抓好…`
fn plans_a_year(text: &str) -> bool {
    begins_with_year(text) && lexicon::contains(first_sentence(text), &HEADINGS.intends)
}

fn begins_with_year(text: &str) -> bool {
    text.starts_with("20")
        && text.get(4..).is_some_and(|rest| {
            rest.strip_prefix("年度")
                .or_else(|| rest.strip_prefix('年'))
                .is_some_and(|rest| rest.starts_with([',', '我', '全', '本']))
        })
}

/// How far into a sentence the words stand that turn it, in characters.
const TURN_WITHIN: usize = 24;

fn turns_soon(text: &str) -> bool {
    let begin = first_sentence(first_characters(text, TURN_WITHIN));
    lexicon::contains(begin, &HEADINGS.turn_words)
}

fn first_characters(text: &str, count: usize) -> &str {
    let end = text
        .char_indices()
        .nth(count)
        .map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or(text)
}

fn last_characters(text: &str, count: usize) -> &str {
    let start = text
        .char_indices()
        .nth_back(count.saturating_sub(1))
        .map_or(0, |(at, _)| at);
    text.get(start..).unwrap_or(text)
}

/// `——经济运行稳中有进。` with its text behind; a target in figures is no title.
fn has_dash_title(text: &str, label: Label) -> bool {
    let rest = text.get(label.len..).unwrap_or("");
    let Some(end) = rest.find(mark::is_stop) else {
        return false;
    };
    let title = rest.get(..end).unwrap_or("");
    let more = rest
        .get(end..)
        .is_some_and(|rest| rest.starts_with('。') && rest.len() > '。'.len_utf8());
    more && title.chars().take(31).count() <= 30
        && !title.contains(|digit: char| digit.is_ascii_digit())
}
