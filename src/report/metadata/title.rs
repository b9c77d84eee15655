//! The title of a report.

use std::ops::Range;

use super::Hints;
use super::evidence::{Certainty, Found, Origin};
use super::letter::without_note;
use super::page::{Line, Page, labelled};
use super::words::WORDS;
use crate::report::lexicon::{begins, contains, ends};
use crate::report::{BlockKind, Span, mark};

/// A title as one line, and where each piece of it stands.
#[derive(Clone, Debug)]
pub(super) struct Title {
    pub text: String,
    /// Offset in `text` and in the normal text of each line; empty when it is not in the text.
    lines: Vec<(usize, usize)>,
    pub origin: Origin,
    pub certainty: Certainty,
    /// In the source text.
    pub span: Option<Span>,
}

impl Title {
    /// The source span of a piece of the title.
    pub fn source(&self, page: &Page, range: Range<usize>) -> Option<Span> {
        let start = self.place(range.start)?;
        let end = self.place(range.end.checked_sub(1)?)? + 1;
        Some(page.normal.to_source(Span::new(start, end)))
    }

    fn place(&self, offset: usize) -> Option<usize> {
        let line = self.lines.iter().rev().find(|(at, _)| *at <= offset)?;
        Some(line.1 + offset - line.0)
    }

    /// What a reviewer says that the title is.
    pub fn given(text: String) -> Title {
        Title {
            text,
            lines: Vec::new(),
            origin: Origin::Correction,
            certainty: Certainty::Sure,
            span: None,
        }
    }

    pub fn found(&self) -> Found<String> {
        Found::new(self.text.clone(), self.origin, self.certainty, self.span)
    }

    /// Lines of the text that make up the title.
    fn of(page: &Page, lines: &[Line], certainty: Certainty) -> Option<Title> {
        let mut text = String::new();
        let mut places = Vec::new();
        let shown = lines.iter().any(|line| line.kind == BlockKind::Title);
        let is_part = |line: &&Line| !shown || line.kind == BlockKind::Title;
        for line in lines.iter().filter(is_part) {
            places.push((text.len(), line.start));
            text.push_str(line.text);
        }
        let first = lines.first()?;
        let last = lines.last()?;
        let span = Span::new(first.start, last.start + last.text.len());
        (!text.is_empty()).then(|| Title {
            text,
            lines: places,
            origin: Origin::Title,
            certainty,
            span: Some(page.normal.to_source(span)),
        })
    }

    /// A part of one line.
    fn within(page: &Page, line: &Line, range: Range<usize>, origin: Origin) -> Option<Title> {
        Some(Title {
            text: line.text.get(range.clone())?.to_owned(),
            lines: vec![(0, line.start + range.start)],
            origin,
            certainty: Certainty::Likely,
            span: Some(page.source(line.start, range)),
        })
    }
}

/// The lines of the title joined; where the text has none, what the page calls it.
pub(super) fn title(page: &Page, hints: &Hints) -> Option<Title> {
    let printed = Title::of(page, page.title(), Certainty::Sure);
    let about = printed
        .as_ref()
        .is_some_and(|title| contains(&title.text, &WORDS.title_subjects));
    if about {
        return printed;
    }
    glued(page)
        .or_else(|| cut_short(page))
        .or_else(|| labelled_title(page).filter(|title| says_more(title, printed.as_ref())))
        .or(printed)
        .or_else(|| of_page(hints))
}

/// A label of the page names the title better than a line that is about nothing.
fn says_more(labelled: &Title, printed: Option<&Title>) -> bool {
    printed.is_none() || contains(&labelled.text, &WORDS.title_subjects)
}

fn labelled_title(page: &Page) -> Option<Title> {
    WORDS.title_labels.iter().find_map(|label| {
        page.around().find_map(|line| {
            let range = labelled(line.text, label)?;
            Title::within(page, line, range, Origin::Page)
        })
    })
}

/// The furthest that a title may reach into a paragraph.
const LONGEST: usize = 180;

/// A title that the first paragraph is glued to: 青禾县2024年法治政府建设年度报告根据….
fn glued(page: &Page) -> Option<Title> {
    let line = page.head.get(page.body)?;
    let begins = line.text.char_indices().map(|(at, _)| at);
    let end = begins
        .take_while(|at| *at <= LONGEST)
        .skip(8)
        .find(|at| is_glued_end(line.text, *at))?;
    Title::within(page, line, 0..end, Origin::Title)
}

fn is_glued_end(text: &str, at: usize) -> bool {
    let (Some(before), Some(behind)) = (text.get(..at), text.get(at..)) else {
        return false;
    };
    ends(without_note(before), &WORDS.title_ends)
        && contains(before, &WORDS.report_subjects)
        && !mark::has_stop(before)
        && !before.contains([',', ':', '《'])
        && !contains(before, &WORDS.announcers)
        && (begins(behind, &WORDS.title_stops) || behind.starts_with("20"))
}

/// A line before the text that is about the subject but lost its end, 青禾县2024年法治政府建设情况的, or has that of news:
/// 全县法治政府建设推进会召开.
fn cut_short(page: &Page) -> Option<Title> {
    let mut lines = page.before().map(|(_, line)| line);
    let line = lines.find(|line| {
        let chars = line.text.chars().take(61).count();
        (8..=60).contains(&chars)
            && contains(line.text, &WORDS.report_subjects)
            && (line.text.contains('年') || contains(line.text, &WORDS.headline_words))
            && !mark::has_stop(line.text)
            && !line.text.contains([':', '>', ',', '|', '»'])
    })?;
    let mut title = Title::within(page, line, 0..line.text.len(), Origin::Title)?;
    title.certainty = Certainty::Guess;
    Some(title)
}

/// What the page itself calls the text, without the name of the site.
fn of_page(hints: &Hints) -> Option<Title> {
    let name = hints.page_title.as_deref()?.trim();
    let cuts = WORDS.page_title_cuts.iter();
    let pieces = cuts.fold(vec![name], |pieces, cut| {
        pieces
            .into_iter()
            .flat_map(|piece| piece.split(cut.as_str()))
            .collect()
    });
    let named = pieces
        .iter()
        .find(|piece| contains(piece, &WORDS.title_subjects))
        .or(pieces.first())?;
    let text: String = named.split_whitespace().collect();
    (text.chars().count() >= 5).then(|| Title {
        text,
        lines: Vec::new(),
        origin: Origin::Page,
        certainty: Certainty::Likely,
        span: None,
    })
}
