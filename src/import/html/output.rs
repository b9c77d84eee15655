//! The lines of the article as one text, with marks for its title, headings and tables.

use std::ops::Range;

use super::article::{Article, Page, is_numbered, names_attachment};
use super::chrome::{Sort, ends_article};
use super::headline::Headline;
use super::line::{Line, LineKind};
use crate::import::{Extracted, Page as Facts};
use crate::report::{Mark, MarkKind, Remark, RemarkKind, Span};

/// Writes the article without the chrome that stands in it; the title comes first when the article has none.
pub(super) fn output(page: &Page, article: &Article, headline: &Headline) -> Extracted {
    let mut writer = Writer::default();
    let title = headline.lines.clone().unwrap_or(0..0);
    let above = title.end <= article.range.start;
    let mut shown = 0;
    if above {
        for line in title.clone().filter_map(|idx| page.lines.get(idx)) {
            writer.push(&line.text, Some(MarkKind::Title));
            shown += 1;
        }
    }
    if let Some(unseen) = headline.title.as_ref().filter(|_| headline.unseen) {
        writer.push(unseen, Some(MarkKind::Title));
    }
    let kept = kept(page, article, headline);
    for idx in &kept {
        let Some(line) = page.lines.get(*idx) else {
            continue;
        };
        let kind = match title.contains(idx) {
            true => Some(MarkKind::Title),
            false => mark(line),
        };
        let table = match line.kind {
            LineKind::Row(table) => Some(table),
            LineKind::Text | LineKind::Heading(_) => None,
        };
        writer.push_row(&line.text, kind, table);
    }
    let dropped = page.lines.lines.len() - kept.len() - shown;
    Extracted {
        text: writer.text,
        marks: writer.marks,
        remarks: remarks(page, article, dropped),
        page: Facts::default(),
    }
}

/// What of the page is not in the text, for whoever misses it.
fn remarks(page: &Page, article: &Article, dropped: usize) -> Vec<Remark> {
    let pictures = page.lines.pictures.iter();
    let pictures = pictures.filter(|line| article.body.contains(line)).count();
    let remarks = [
        (RemarkKind::PageChromeDropped, dropped),
        (RemarkKind::PicturesIgnored, pictures),
    ];
    remarks
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(kind, count)| Remark { kind, count })
        .collect()
}

/// The lines of the article that are kept.
fn kept(page: &Page, article: &Article, headline: &Headline) -> Vec<usize> {
    let end = end_of(page, article);
    let title = headline.lines.clone().unwrap_or(0..0);
    (article.range.start..end)
        .filter(|idx| {
            let Some(line) = page.lines.get(*idx) else {
                return false;
            };
            if title.contains(idx) {
                true
            } else if article.body.contains(idx) {
                page.sorts.get(*idx) != Some(&Sort::Tools)
            } else {
                !page.is_around(*idx) || names_attachment(line) || repeats(page, article, line)
            }
        })
        .collect()
}

/// Whether a line below the text begins like one in it: a list of 主办单位 ends with one as well.
fn repeats(page: &Page, article: &Article, line: &Line) -> bool {
    let start = line.text.split(['：', ':']).next().unwrap_or("");
    let is_label = start.len() < line.text.len() && !start.is_empty() && !line.is_linked();
    let mut body = article.body.clone().filter_map(|idx| page.lines.get(idx));
    is_label && body.any(|other| other != line && other.text.starts_with(start))
}

/// Where what follows the article begins, if the range holds some of it.
fn end_of(page: &Page, article: &Article) -> usize {
    const WHOLE_SENTENCE: usize = 40;
    let Range { start, end } = article.range.clone();
    let says_something = |idx: &usize| {
        !page.is_around(*idx)
            && page.lines.get(*idx).is_some_and(|line| {
                line.is_row() || line.len() >= WHOLE_SENTENCE || is_numbered(&line.text)
            })
    };
    let last = (start..end).rev().find(says_something).unwrap_or(start);
    (last + 1..end)
        .find(|idx| {
            let line = page.lines.get(*idx);
            line.is_some_and(|line| ends_article(line) && !repeats(page, article, line))
        })
        .unwrap_or(end)
}

fn mark(line: &Line) -> Option<MarkKind> {
    const LONGEST_HEADING: usize = 60;
    match line.kind {
        LineKind::Heading(level) if line.len() <= LONGEST_HEADING => Some(MarkKind::Heading(level)),
        LineKind::Row(_) => Some(MarkKind::Table),
        LineKind::Heading(_) | LineKind::Text => None,
    }
}

#[derive(Default)]
struct Writer {
    text: String,
    marks: Vec<Mark>,
    /// The table that the last line was a row of.
    table: Option<usize>,
}

impl Writer {
    fn push(&mut self, line: &str, kind: Option<MarkKind>) {
        self.push_row(line, kind, None);
    }

    /// Adds a line; lines of one title and rows of one table share a mark.
    fn push_row(&mut self, line: &str, kind: Option<MarkKind>, table: Option<usize>) {
        let start = self.text.len();
        self.text.push_str(line);
        let span = Span::new(start, self.text.len());
        self.text.push('\n');
        let same = match kind {
            Some(MarkKind::Table) => table == self.table,
            Some(MarkKind::Title) => true,
            Some(MarkKind::Heading(_) | MarkKind::Note | MarkKind::OtherEncoding) | None => false,
        };
        self.table = table;
        let Some(kind) = kind else {
            return;
        };
        match self.marks.last_mut() {
            Some(last) if same && last.kind == kind => last.span = last.span.hull(span),
            Some(_) | None => self.marks.push(Mark { kind, span }),
        }
    }
}
