//! Heads to a tree: a level is a depth, and the style of a label is only a hint at it.

use std::collections::BTreeMap;

use super::heads::{Head, HeadKind};
use crate::report::numbering::Style;

/// A section as a node of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Node {
    /// Index into the heads.
    pub head: usize,
    /// From 1.
    pub level: usize,
    /// Index into the nodes.
    pub parent: Option<usize>,
    /// Where its scope ends in the normal text; `None` for the end of the text.
    pub end: Option<usize>,
}

#[derive(Debug, Default)]
pub(super) struct Tree {
    pub nodes: Vec<Node>,
    /// Nodes whose number does not follow.
    pub odd: Vec<usize>,
}

/// What a section says about the parts of a report, as far as the tree needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    /// Results of all kinds, with shortcomings possibly behind them.
    Results,
    Shortcomings,
    Plan,
    /// Notes and annexes behind the report.
    Annex,
    /// One field of work.
    Theme,
}

/// The tree of heads, of each of which the topic is known.
pub(super) fn tree(heads: &[Head], topics: &[Topic]) -> Tree {
    let mut builder = Builder {
        heads,
        topics,
        stack: Vec::new(),
        last: BTreeMap::new(),
        tree: Tree::default(),
    };
    for idx in 0..heads.len() {
        builder.take(idx);
    }
    builder.tree
}

/// A section that is not closed yet.
#[derive(Clone, Copy, Debug)]
struct Open {
    head: usize,
    node: usize,
    style: Option<Style>,
    number: u16,
    level: usize,
    /// The level that the format of the file gave it.
    given: Option<u8>,
}

struct Builder<'a> {
    heads: &'a [Head],
    topics: &'a [Topic],
    stack: Vec<Open>,
    /// The last number of each style and its level, also of closed sections.
    last: BTreeMap<Style, (u16, usize)>,
    tree: Tree,
}

/// No reader draws a deeper tree; without a bound a hostile text could.
const DEEPEST: usize = 12;
/// The most bytes between a heading on its line and the text below it: a stop and a line end.
const LONGEST_END: usize = 6;
/// How far ahead the next number of a list is looked for.
const AHEAD: usize = 40;

impl Builder<'_> {
    fn take(&mut self, idx: usize) {
        let Some(head) = self.heads.get(idx).copied() else {
            return;
        };
        match (head.kind, head.style()) {
            (HeadKind::Turn | HeadKind::Plan, _) => self.turn(idx, head),
            (HeadKind::Printed, None) => self.unlabelled(idx, head),
            (HeadKind::Printed, Some(style)) if head.is_item() => self.item(idx, head, style),
            (HeadKind::Printed, Some(style)) => self.heading(idx, head, style),
        }
    }

    /// A heading without a label: a role such as 存在的问题 is of the first level, a theme goes under the last label.
    fn unlabelled(&mut self, idx: usize, head: Head) {
        let keep = match self.topics.get(idx) {
            _ if self.is_leveled(head) => self.under_level(head.given),
            Some(Topic::Theme) | None => self
                .stack
                .iter()
                .rposition(|open| {
                    open.style.is_some_and(|style| !style.is_item()) || self.is_role(open)
                })
                .map_or(0, |at| at + 1),
            Some(Topic::Results | Topic::Shortcomings | Topic::Plan | Topic::Annex) => 0,
        };
        self.close(keep, head.at);
        self.open(idx, 0);
    }

    /// Whether the format says where the heading stands among those above it.
    fn is_leveled(&self, head: Head) -> bool {
        head.given.is_some() && self.stack.iter().any(|open| open.given.is_some())
    }

    /// Under the last heading that the format gave a higher level.
    fn under_level(&self, given: Option<u8>) -> usize {
        self.stack
            .iter()
            .rposition(|open| open.given.is_some() && open.given < given)
            .map_or(0, |at| at + 1)
    }

    fn is_role(&self, open: &Open) -> bool {
        open.style.is_none()
            && self
                .topics
                .get(open.head)
                .is_some_and(|topic| *topic != Topic::Theme)
    }

    fn item(&mut self, idx: usize, head: Head, style: Style) {
        let number = self.number(head, style);
        let sibling = self.stack.iter().rposition(|open| {
            open.style == Some(style)
                && (style == Style::Dash || (open.number < number && number > 1))
        });
        let keep = match sibling {
            Some(at) => at,
            None => self.under_heading(idx, style),
        };
        self.close(keep, head.at);
        self.open(idx, number);
    }

    /// A new list goes under the last heading, or under an item whose own list goes on later.
    fn under_heading(&self, idx: usize, style: Style) -> usize {
        let mut keep = self.stack.len();
        while let Some(open) = keep.checked_sub(1).and_then(|top| self.stack.get(top)) {
            let is_item = open.style.is_some_and(Style::is_item);
            if !is_item || (open.style != Some(style) && self.goes_on(idx, open, style)) {
                break;
            }
            keep -= 1;
        }
        keep
    }

    fn heading(&mut self, idx: usize, head: Head, style: Style) {
        let number = self.number(head, style);
        let keep = self.next_of(style, number).unwrap_or_else(|| {
            if number == 1 {
                self.first_of(idx, style)
            } else {
                self.stray(style, number)
            }
        });
        if self.is_odd(keep, style, number) {
            self.tree.odd.push(self.tree.nodes.len());
        }
        self.close(keep, head.at);
        self.open(idx, number);
    }

    /// The number of a label; a lost one is the next.
    fn number(&self, head: Head, style: Style) -> u16 {
        let lost = || {
            self.stack
                .iter()
                .rev()
                .find(|open| open.style == Some(style))
                .map_or(1, |open| open.number.saturating_add(1))
        };
        head.label
            .and_then(|label| label.number)
            .unwrap_or_else(lost)
    }

    /// The open section that this one is the next of.
    fn next_of(&self, style: Style, number: u16) -> Option<usize> {
        self.stack
            .iter()
            .rposition(|open| open.style == Some(style) && open.number + 1 == number)
    }

    /// Where a list that begins with 1 belongs.
    fn first_of(&self, idx: usize, style: Style) -> usize {
        let keep = self.under_heading(idx, style);
        let top = keep.checked_sub(1).and_then(|top| self.stack.get(top));
        let same = self
            .stack
            .iter()
            .take(keep)
            .rposition(|open| open.style == Some(style));
        match (top, same) {
            (Some(top), Some(same)) if top.style != Some(style) => {
                if self.is_just_before(idx, top) || self.goes_on(idx, top, style) {
                    keep
                } else {
                    same
                }
            }
            (_, Some(same)) => same,
            (_, None) => self.under_rank(idx, keep, style),
        }
    }

    /// Under the last heading whose style ranks higher, or which surely holds the list.
    fn under_rank(&self, idx: usize, from: usize, style: Style) -> usize {
        let mut keep = from;
        while let Some(open) = keep.checked_sub(1).and_then(|top| self.stack.get(top)) {
            let higher = open.style.is_none_or(|open| open < style);
            if higher || self.is_just_before(idx, open) || self.goes_on(idx, open, style) {
                break;
            }
            keep -= 1;
        }
        keep
    }

    /// A number that follows from nothing that is open: numbering that skips, repeats or runs on across sections.
    fn stray(&self, style: Style, number: u16) -> usize {
        let same = self
            .stack
            .iter()
            .rposition(|open| open.style == Some(style));
        if let Some(same) = same {
            return same;
        }
        match self.last.get(&style) {
            Some((last, level)) if last + 1 == number => self
                .stack
                .iter()
                .position(|open| open.level >= *level)
                .unwrap_or(self.stack.len()),
            _ => self
                .stack
                .iter()
                .rposition(|open| open.style.is_none_or(|open| open < style))
                .map_or(0, |at| at + 1),
        }
    }

    fn is_odd(&self, keep: usize, style: Style, number: u16) -> bool {
        match self
            .stack
            .get(keep)
            .filter(|open| open.style == Some(style))
        {
            Some(sibling) => sibling.number + 1 != number,
            None => {
                let inverted = keep
                    .checked_sub(1)
                    .and_then(|above| self.stack.get(above))
                    .and_then(|above| above.style)
                    .is_some_and(|above| above > style);
                number != 1 || inverted
            }
        }
    }

    /// Whether the list of an open section goes on behind the head, before a heading of a higher rank.
    fn goes_on(&self, idx: usize, open: &Open, style: Style) -> bool {
        let Some(own) = open.style else { return false };
        self.heads
            .iter()
            .skip(idx + 1)
            .take(AHEAD)
            .take_while(|head| head.style().is_none_or(|next| next >= own.min(style)))
            .filter(|head| head.style() == Some(own))
            .take(1)
            .any(|head| {
                head.label
                    .and_then(|label| label.number)
                    .is_some_and(|number| number == open.number + 1)
            })
    }

    /// A heading on its line directly before the head can only be its parent.
    fn is_just_before(&self, idx: usize, open: &Open) -> bool {
        open.head + 1 == idx && self.heads.get(open.head).is_some_and(|head| !head.run_in)
    }

    /// A turn closes the last theme; with items behind it, it is a section without a heading.
    fn turn(&mut self, idx: usize, head: Head) {
        let Some(keep) = self.turned(idx, head) else {
            return;
        };
        self.close(keep, head.at);
        let lists = self.heads.get(idx + 1).is_some_and(|next| {
            next.label.is_some_and(|label| label.number == Some(1))
                && next.is_item()
                && (next.block == head.block || head.goes_on)
        });
        if lists {
            self.open(idx, 0);
        }
    }

    /// How many open sections stay open behind a turn; `None` when it turns nothing.
    fn turned(&self, idx: usize, head: Head) -> Option<usize> {
        let headings = self
            .stack
            .iter()
            .rposition(|open| !open.style.is_some_and(Style::is_item))
            .map_or(0, |at| at + 1);
        let Some(innermost) = headings.checked_sub(1).and_then(|at| self.stack.get(at)) else {
            // Everything ended with an earlier turn; before the first heading there is nothing to turn.
            return (!self.tree.nodes.is_empty()).then_some(0);
        };
        let (own, container) = match head.kind {
            HeadKind::Plan => (Topic::Plan, Topic::Plan),
            HeadKind::Turn | HeadKind::Printed => (Topic::Shortcomings, Topic::Results),
        };
        let topic = |open: &Open| self.topics.get(open.head).copied().unwrap_or(Topic::Theme);
        let holds = topic(innermost) == container
            || (head.kind == HeadKind::Plan && topic(innermost) == Topic::Shortcomings);
        let inside = holds && head.kind == HeadKind::Turn;
        if topic(innermost) == own
            || self.opens_section(innermost, head)
            || (!inside && self.list_goes_on(idx, headings))
        {
            return None;
        }
        if head.kind == HeadKind::Plan && holds && innermost.level > 1 {
            return None;
        }
        // A section on results as a whole holds the turn; a theme ends before it.
        Some(if inside { headings } else { headings - 1 })
    }

    /// The first words below a heading belong to it.
    fn opens_section(&self, open: &Open, head: Head) -> bool {
        self.heads
            .get(open.head)
            .is_some_and(|above| head.at <= above.title.end + LONGEST_END)
    }

    /// Whether one of the open lists of headings goes on behind the turn, so that the turn is part of a theme.
    fn list_goes_on(&self, idx: usize, headings: usize) -> bool {
        self.stack
            .get(headings.saturating_sub(1))
            .is_some_and(|open| self.goes_on(idx, open, open.style.unwrap_or(Style::Chapter)))
    }

    fn close(&mut self, keep: usize, at: usize) {
        let keep = keep.min(self.stack.len()).min(DEEPEST - 1);
        for open in self.stack.drain(keep..) {
            if let Some(node) = self.tree.nodes.get_mut(open.node) {
                node.end = Some(at);
            }
        }
    }

    fn open(&mut self, idx: usize, number: u16) {
        let level = self.stack.len() + 1;
        let node = self.tree.nodes.len();
        let style = self.heads.get(idx).and_then(Head::style);
        self.tree.nodes.push(Node {
            head: idx,
            level,
            parent: self.stack.last().map(|open| open.node),
            end: None,
        });
        if let Some(style) = style {
            self.last.insert(style, (number, level));
        }
        self.stack.push(Open {
            head: idx,
            node,
            style,
            number,
            level,
            given: self.heads.get(idx).and_then(|head| head.given),
        });
    }
}
