//! The sections of both years: what became of each, and how much in it is news.

use std::collections::BTreeMap;

use ratatui::layout::{Position, Rect};

use crate::compare::{RowChange, SectionChange, SectionLink};
use crate::report::{Report, Section};
use crate::tui::app::Shared;
use crate::tui::canvas::{Canvas, Piece, width};
use crate::tui::list::ListCursor;
use crate::tui::model::{self, Document, Previous};
use crate::tui::theme::{Ink, Sign};

use super::CompareScreen;
use super::rows::Item;

/// The sign of a section: `=` same, `~` changed, `→` moved, `+` new, `-` gone, `R` renamed.
fn sign(link: &SectionLink) -> Sign {
    match (link.change, link.moved, link.renamed) {
        (SectionChange::Added, ..) => Sign::new("+", " ", Ink::New),
        (SectionChange::Removed, ..) => Sign::new("-", " ", Ink::Gone),
        (
            SectionChange::Same
            | SectionChange::Changed
            | SectionChange::Split
            | SectionChange::Merged,
            true,
            _,
        ) => Sign::new("→", " ", Ink::Changed),
        (
            SectionChange::Same
            | SectionChange::Changed
            | SectionChange::Split
            | SectionChange::Merged,
            false,
            true,
        ) => Sign::new("R", " ", Ink::Changed),
        (SectionChange::Same, false, false) => Sign::new("=", " ", Ink::Dim),
        (SectionChange::Changed | SectionChange::Split | SectionChange::Merged, false, false) => {
            Sign::new("~", " ", Ink::Changed)
        }
    }
}

fn section(report: &Report, idx: Option<usize>) -> Option<&Section> {
    report.sections.get(idx?)
}

/// A section of either report: last year's or this year's, and its index.
type Key = (bool, usize);

/// How many sentences of a section changed, came, or went.
#[derive(Clone, Copy, Debug, Default)]
struct News {
    changed: usize,
    new: usize,
    gone: usize,
}

impl News {
    /// `~3+2-1`; what is nothing is left out.
    fn said(self) -> String {
        let parts = [("~", self.changed), ("+", self.new), ("-", self.gone)];
        let told = parts.into_iter().filter(|(_, count)| *count > 0);
        told.map(|(sign, count)| format!("{sign}{count}")).collect()
    }
}

/// The news of every section, counted where the outline shows it.
fn news(document: &Document, previous: &Previous) -> BTreeMap<Key, News> {
    let heading = |report: &Report, sentence: Option<usize>| {
        let sentence = report.sentences.get(sentence?)?;
        model::heading_at(report, sentence.span.start)
    };
    let mut found: BTreeMap<Key, News> = BTreeMap::new();
    for row in &previous.comparison.rows {
        let new = heading(&document.report, row.new).map(|idx| (false, idx));
        let old = heading(&previous.report, row.old).map(|idx| (true, idx));
        let Some(key) = new.or(old) else { continue };
        let news = found.entry(key).or_default();
        match row.change {
            RowChange::Same => {}
            RowChange::Figures | RowChange::Wording | RowChange::Both => news.changed += 1,
            RowChange::Added => news.new += 1,
            RowChange::Removed => news.gone += 1,
        }
    }
    found
}

impl CompareScreen {
    /// Draws the list; the section that the cursor is in stands out.
    pub(super) fn view_sections(
        &self,
        canvas: &mut Canvas,
        area: Rect,
        document: &Document,
        previous: &Previous,
    ) {
        let links = links(document, previous);
        let position = self.link_here(&links, document, previous);
        let cursor = scrolled(position, links.len(), area);
        let news = news(document, previous);
        for (line, (number, link)) in
            (0..area.height).zip(links.iter().enumerate().skip(cursor.top))
        {
            let key = link.new.map(|idx| (false, idx));
            let key = key.or(link.old.map(|idx| (true, idx)));
            // A merged section has a row for each of its sources; its news are told once.
            let before = number.checked_sub(1).and_then(|at| links.get(at));
            let again = before.is_some_and(|before| link.new.is_some() && before.new == link.new);
            let told = key.filter(|_| !again).and_then(|key| news.get(&key));
            let told = told.map(|news| news.said()).unwrap_or_default();
            let row = Rect {
                y: area.y + line,
                height: 1,
                ..area
            };
            draw_link(
                canvas,
                row,
                (document, previous),
                link,
                &told,
                position == Some(number),
            );
        }
    }

    /// Goes to the first sentence that is shown of the section on the row that was pressed.
    pub(super) fn press_section(&mut self, shared: &Shared, area: Rect, at: Position) {
        let Some(document) = self.document.clone() else {
            return;
        };
        let Some(previous) = &document.previous else {
            return;
        };
        let links = links(&document, previous);
        let position = self.link_here(&links, &document, previous);
        let top = scrolled(position, links.len(), area).top;
        let Some(link) = links.get(top + usize::from(at.y - area.y)) else {
            return;
        };
        let stands_in = |item: &usize| {
            let row = self.items.get(*item).map(Item::first_row);
            let key = row.and_then(|row| either_section(row, &document, previous));
            key.is_some_and(|key| is_of(link, key))
        };
        if let Some(item) = (0..self.items.len()).find(stands_in) {
            self.move_to(shared, item);
        }
    }

    /// The position of the section that the cursor is in.
    fn link_here(
        &self,
        links: &[&SectionLink],
        document: &Document,
        previous: &Previous,
    ) -> Option<usize> {
        let here = either_section(self.row_here()?, document, previous)?;
        links.iter().position(|link| is_of(link, here))
    }
}

/// The sections of the list: those with a heading.
fn links<'a>(document: &Document, previous: &'a Previous) -> Vec<&'a SectionLink> {
    let has_heading = |link: &&SectionLink| {
        let new = section(&document.report, link.new);
        let shown = new.or_else(|| section(&previous.report, link.old));
        shown.is_some_and(model::is_heading)
    };
    let links = previous.comparison.sections.iter();
    links.filter(has_heading).collect()
}

fn is_of(link: &SectionLink, (is_old, idx): Key) -> bool {
    let side = if is_old { link.old } else { link.new };
    side == Some(idx)
}

/// The list as it is scrolled: the section of the cursor is in sight.
fn scrolled(position: Option<usize>, length: usize, area: Rect) -> ListCursor {
    let mut cursor = ListCursor {
        row: position.unwrap_or(0),
        top: 0,
    };
    cursor.fit(length, usize::from(area.height));
    cursor
}

/// The section of a row of the comparison, and whether it is last year's.
fn either_section(row: usize, document: &Document, previous: &Previous) -> Option<Key> {
    let row = previous.comparison.rows.get(row)?;
    let heading = |report: &Report, sentence: Option<usize>| {
        let sentence = report.sentences.get(sentence?)?;
        model::heading_at(report, sentence.span.start)
    };
    heading(&document.report, row.new)
        .map(|idx| (false, idx))
        .or_else(|| heading(&previous.report, row.old).map(|idx| (true, idx)))
}

fn draw_link(
    canvas: &mut Canvas,
    row: Rect,
    (document, previous): (&Document, &Previous),
    link: &SectionLink,
    told: &str,
    chosen: bool,
) {
    let (old, new) = (
        section(&previous.report, link.old),
        section(&document.report, link.new),
    );
    let Some(shown) = new.or(old) else { return };
    let x = canvas.text(
        row,
        row.x,
        row.y,
        if chosen { "▸" } else { " " },
        Ink::Accent,
    );
    let x = canvas.sign(row, x, row.y, sign(link));
    let indent = " ".repeat(usize::from(shown.level.saturating_sub(1)) * 2 + 1);
    let from = old.filter(|old| link.moved && !old.label.is_empty() && old.label != shown.label);
    let from = from.map_or_else(String::new, |old| format!("←{}", old.label));
    let title = format!("{indent}{}{from}{}", shown.label, shown.title);
    let ink = if chosen { Ink::Strong } else { Ink::Plain };
    let room = u16::try_from(width(told) + 1).unwrap_or(0);
    let rest = Rect {
        x,
        width: row.right().saturating_sub(x).saturating_sub(room),
        ..row
    };
    canvas.line(rest, 0, &[Piece::new(title, ink)]);
    canvas.right(row, 0, told, Ink::Dim);
}
