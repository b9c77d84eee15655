//! Which lines of a page are the article.
//!
//! The elements that page makers are known to put articles in come first, then the deepest element that holds most of
//! the running text; either is then extended over the lines beside it that read like the same article.

use std::ops::Range;

use super::chrome::{Sort, ends_article, sort};
use super::element::is_marked;
use super::line::{Line, Lines};
use super::tree::{NodeId, ROOT, Tree};
use super::words::words;
use crate::report::han::is_of_label;

/// A page with what is known about each of its lines.
pub(super) struct Page {
    pub lines: Lines,
    pub sorts: Vec<Sort>,
    /// By line: characters of running text on the lines before it.
    before: Vec<usize>,
    /// Whether the names that the page gives to its parts can be believed.
    regions: bool,
}

/// The lines of the article, with the chrome that stands between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Article {
    pub range: Range<usize>,
    /// The first and last line of the text proper: no title before it, no signature behind it.
    pub body: Range<usize>,
}

impl Page {
    pub fn new(lines: Lines) -> Page {
        let sorts: Vec<Sort> = lines.lines.iter().map(sort).collect();
        let mut page = Page {
            lines,
            sorts,
            before: Vec::new(),
            regions: false,
        };
        let all: usize = page.weights().sum();
        page.regions = true;
        let outside: usize = page.weights().sum();
        // A page that names everything its menu names nothing.
        page.regions = outside * 2 >= all;
        page.before = page
            .weights()
            .chain([0])
            .scan(0, |sum, weight| Some(std::mem::replace(sum, *sum + weight)))
            .collect();
        page
    }

    fn weights(&self) -> impl Iterator<Item = usize> {
        (0..self.sorts.len()).map(|idx| self.weight(idx))
    }

    /// Characters of running text on a line.
    fn weight(&self, idx: usize) -> usize {
        match self.lines.get(idx) {
            Some(line) if !self.is_around(idx) && reads_like_text(line) => line.len(),
            Some(_) | None => 0,
        }
    }

    fn weight_of(&self, range: &Range<usize>) -> usize {
        let at = |idx| self.before.get(idx).copied().unwrap_or(0);
        at(range.end) - at(range.start)
    }

    /// Whether a line is of the page, by its words, its links or its place.
    pub fn is_around(&self, idx: usize) -> bool {
        let Some(line) = self.lines.get(idx) else {
            return true;
        };
        let chrome = match self.sorts.get(idx) {
            Some(Sort::Tools | Sort::Chrome) | None => true,
            Some(Sort::Text) => false,
        };
        chrome || line.is_linked() || self.regions && line.region
    }

    fn extent(&self, id: NodeId) -> Range<usize> {
        let (start, end) = self.lines.extent(id);
        start..end
    }

    /// The deepest element that holds most of the running text of each element around it.
    fn densest(&self, tree: &Tree) -> NodeId {
        let mut node = ROOT;
        loop {
            let weight = self.weight_of(&self.extent(node));
            let heaviest = tree
                .children(node)
                .map(|child| (self.weight_of(&self.extent(child)), child))
                .max_by_key(|(weight, _)| *weight);
            match heaviest {
                Some((part, child)) if part > 0 && part * 3 >= weight * 2 => node = child,
                Some(_) | None => return node,
            }
        }
    }

    /// The innermost known container that holds about as much as the fullest one.
    fn known(&self, tree: &Tree) -> Option<NodeId> {
        let known: Vec<(usize, NodeId)> = tree
            .all()
            .filter(|id| is_marked(tree, *id, &words().containers))
            .map(|id| (self.weight_of(&self.extent(id)), id))
            .collect();
        let most = known.iter().map(|(weight, _)| *weight).max()?;
        known
            .into_iter()
            .filter(|(weight, _)| *weight > 0 && *weight * 5 >= most * 4)
            .min_by_key(|(_, id)| self.extent(*id).len())
            .map(|(_, id)| id)
    }

    /// The article, if the page has one.
    pub fn article(&self, tree: &Tree) -> Option<Article> {
        let densest = self.densest(tree);
        let weight = self.weight_of(&self.extent(densest));
        let known = self
            .known(tree)
            .filter(|id| self.weight_of(&self.extent(*id)) * 2 >= weight);
        let (node, levels) = match known {
            Some(known) => (known, 3),
            None => (densest, 6),
        };
        let near = std::iter::successors(Some(node), |node| tree.parent(*node))
            .take(levels + 1)
            .last()
            .map_or(0..0, |node| self.extent(node));
        let range = self.extended(self.with_siblings(tree, node), &near);
        let body = self.body(&range)?;
        Some(Article { range, body })
    }

    /// The lines of an element and of those beside it that the page maker named the same.
    fn with_siblings(&self, tree: &Tree, node: NodeId) -> Range<usize> {
        let own = self.extent(node);
        let class = tree
            .attribute(node, "class")
            .filter(|class| !class.is_empty());
        let (Some(class), Some(parent)) = (class, tree.parent(node)) else {
            return own;
        };
        let alike = tree.children(parent).filter(|child| {
            tree.name(*child) == tree.name(node)
                && tree.attribute(*child, "class") == Some(class)
                && !self.extent(*child).is_empty()
        });
        alike.fold(own, |range, child| {
            let more = self.extent(child);
            range.start.min(more.start)..range.end.max(more.end)
        })
    }

    /// Adds the lines on both sides that read like the same text.
    fn extended(&self, range: Range<usize>, near: &Range<usize>) -> Range<usize> {
        let mut start = range.start;
        let mut odd = 0;
        for idx in (near.start..range.start).rev() {
            if self.stops(idx) || self.lines.get(idx).is_some_and(|line| line.headline) {
                break;
            }
            odd += 1;
            if self.weight(idx) > 0 {
                (start, odd) = (idx, 0);
            } else if odd > MOST_ODD_LINES {
                break;
            }
        }
        let mut end = range.end;
        let mut odd = 0;
        for idx in range.end..near.end {
            let attached = idx == end && self.lines.get(idx).is_some_and(names_attachment);
            if self.stops(idx) && !attached {
                break;
            }
            let signs = attached || idx == end && self.lines.get(idx).is_some_and(signs);
            odd += 1;
            if self.weight(idx) > 0 || signs {
                (end, odd) = (idx + 1, 0);
            } else if odd > MOST_ODD_LINES {
                break;
            }
        }
        start..end
    }

    fn stops(&self, idx: usize) -> bool {
        self.is_around(idx) || self.lines.get(idx).is_some_and(ends_article)
    }

    /// From the first to the last line that only a text has.
    fn body(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let mut proper = range.clone().filter(|idx| {
            !self.is_around(*idx) && self.lines.get(*idx).is_some_and(is_text_proper)
        });
        let first = proper.next()?;
        let last = proper.next_back().unwrap_or(first);
        Some(first..last + 1)
    }
}

/// Headings and the like between two stretches of running text.
const MOST_ODD_LINES: usize = 2;

/// Whether a line is long or has the marks of a sentence.
fn reads_like_text(line: &Line) -> bool {
    const LONG: usize = 25;
    const SENTENCE: usize = 10;
    let length = line.len();
    line.is_row()
        || length >= LONG
        || length >= SENTENCE
            && line
                .text
                .contains(['。', '；', '，', '、', '：', '！', '？'])
        || is_numbered(&line.text)
}

/// Whether a line is of the text itself and neither title nor signature.
fn is_text_proper(line: &Line) -> bool {
    const TOO_LONG_FOR_A_TITLE: usize = 80;
    line.is_row()
        || line.len() >= TOO_LONG_FOR_A_TITLE
        || line.text.contains(['。', '；', '！', '？'])
        || line.text.ends_with(['：', ':', '，'])
        || is_numbered(&line.text)
}

/// 一、 (一) 1. 第一章
pub(super) fn is_numbered(text: &str) -> bool {
    let opened = text.strip_prefix(['(', '（', '第']);
    let inner = opened.unwrap_or(text);
    let after = inner.trim_start_matches(is_of_label);
    let digits = inner.len() - after.len();
    let closed = match opened {
        Some(_) => after.starts_with([')', '）', '章', '节', '条']) || after.starts_with("部分"),
        None => {
            after.starts_with('、')
                || after.starts_with(['.', '．'])
                    && !after
                        .get(1..)
                        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        }
    };
    digits > 0 && digits <= 9 && closed
}

/// Whether a line signs what stands above it: an office, a date, a note in brackets.
fn signs(line: &Line) -> bool {
    const LONGEST: usize = 30;
    if line.len() > LONGEST {
        return false;
    }
    let text = line.text.as_str();
    let is_date = text
        .chars()
        .all(|c| c.is_numeric() || is_of_label(c) || "年月日 -/.".contains(c));
    let is_note = text.starts_with(['（', '(']) && text.ends_with(['）', ')']);
    let ends = &words().signature_ends;
    is_date || is_note || ends.iter().any(|end| text.ends_with(end.as_str()))
}

/// 附件: what a report comes with is named even where it is a link.
pub(super) fn names_attachment(line: &Line) -> bool {
    line.text.strip_prefix("附件").is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit() || "：:一二三四五".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_headings_are_known() {
        for text in [
            "一、总述",
            "（十二）其他",
            "(一)执法",
            "1.窗口",
            "第三部分",
            "第一章 总则",
            "3、案卷",
        ] {
            assert!(is_numbered(text), "{text}");
        }
        for text in [
            "",
            "1.5万件",
            "十分重视",
            "第一",
            "2025年",
            "一是",
            "（此件公开发布）",
        ] {
            assert!(!is_numbered(text), "{text}");
        }
    }
}
