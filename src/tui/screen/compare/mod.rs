//! Two years side by side: as text, as figures, as promises, as reuse; and all years of the issuer.

mod act;
mod history;
mod indicators;
mod merge;
mod places;
mod pointing;
mod promises;
mod reuse;
mod rows;
mod sections;
mod text;
mod view;
mod years;

use std::collections::BTreeSet;
use std::sync::Arc;

use ratatui::layout::Rect;

use crate::report::{Report, Span};
use crate::search::Query;
use crate::tui::action::{Action, Scene};
use crate::tui::app::{Reply, Shared};
use crate::tui::canvas::Canvas;
use crate::tui::describe;
use crate::tui::jumps::{Spot, SpotKind};
use crate::tui::list::{ListCursor, Listed};
use crate::tui::message::Effect;
use crate::tui::model::{Document, EditionId, Previous};
use crate::tui::pointer::Pointer;

use super::Screen;
use history::HistoryList;
use indicators::FigureList;
use promises::PromiseList;
use rows::{Item, Line};
use years::YearsList;

/// The state of the comparison screen.
pub struct CompareScreen {
    pub edition: EditionId,
    document: Option<Arc<Document>>,
    view: View,
    show: Show,
    layout: Layout,
    /// What is listed, and the same wrapped for a width.
    items: Vec<Item>,
    lines: Vec<Line>,
    /// Width and layout that the lines were made for.
    made_for: Option<(u16, bool)>,
    /// Position in the items.
    cursor: usize,
    /// First line on the screen.
    top: usize,
    /// First rows of runs of unchanged sentences that the reader opened.
    unfolded: BTreeSet<usize>,
    query: Query,
    figures: FigureList,
    promises: PromiseList,
    /// Of the reuse view.
    list: ListCursor,
    years: YearsList,
    history: HistoryList,
    /// All years were asked for.
    follows: bool,
    pane: Pane,
    /// Where in this year's report to begin, until the comparison is there.
    start: Option<usize>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    #[default]
    Text,
    Indicators,
    Promises,
    Reuse,
    Years,
    History,
}

/// Which rows are shown; the others are folded with their count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// Everything; long unchanged runs are folded.
    #[default]
    All,
    Figures,
    Wording,
    New,
    Gone,
    Moved,
    /// Reuse: what was not changed.
    Unchanged,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Layout {
    /// Side by side where there is room.
    #[default]
    ByWidth,
    Inline,
    SideBySide,
}

/// Whether the section list is shown where there is room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Pane {
    #[default]
    Shown,
    Hidden,
}

/// From this width on the years stand side by side.
const SIDE_BY_SIDE: u16 = 120;
/// From this width on the section list is shown.
const WIDE: u16 = 100;
/// Bar, sign, blank.
const GUTTER: u16 = 4;

impl CompareScreen {
    /// `start` is the place in this year's report to begin at.
    pub fn new(edition: EditionId, start: Option<usize>) -> CompareScreen {
        CompareScreen {
            edition,
            document: None,
            view: View::default(),
            show: Show::default(),
            layout: Layout::default(),
            items: Vec::new(),
            lines: Vec::new(),
            made_for: None,
            cursor: 0,
            top: 0,
            unfolded: BTreeSet::new(),
            query: Query::default(),
            figures: FigureList::default(),
            promises: PromiseList::default(),
            list: ListCursor::default(),
            years: YearsList::default(),
            history: HistoryList::default(),
            follows: false,
            pane: Pane::default(),
            start,
        }
    }

    /// Takes the comparison as it is known by now: coarse at first, then with marks, then with its figures and promises. Rows
    /// keep their numbers, so the cursor stays where it is; of another text it goes to the same sentence if it is there.
    fn take_document(&mut self, shared: &Shared) {
        let Some(found) = shared.compared(&self.edition) else {
            return;
        };
        let known = self.document.as_ref();
        if known.is_some_and(|known| Arc::ptr_eq(known, found)) {
            return;
        }
        let another = known.is_some_and(|known| known.digest != found.digest);
        self.document = Some(Arc::clone(found));
        self.made_for = None;
        if another {
            self.unfolded.clear();
        }
        if let Some(start) = self.start.take() {
            self.go_to_offset(shared, start);
        }
    }

    /// To the sentence of this year's report that holds an offset.
    fn go_to_offset(&mut self, shared: &Shared, offset: usize) {
        self.rebuild(shared);
        let Some((document, previous)) = self.both() else {
            return;
        };
        let sentences = &document.report.sentences;
        let holds = |row: &crate::compare::Row| {
            let sentence = row.new.and_then(|idx| sentences.get(idx));
            sentence.is_some_and(|sentence| sentence.span.end > offset)
        };
        let rows = &previous.comparison.rows;
        let nearest = rows
            .iter()
            .enumerate()
            .filter(|(_, row)| holds(row))
            .min_by_key(|(_, row)| row.new);
        if let Some((row, _)) = nearest {
            let after = self.items.partition_point(|item| item.first_row() <= row);
            self.cursor = after.saturating_sub(1);
            self.show_cursor(shared);
        }
    }

    /// This year's report with the comparison, when it is there.
    fn both(&self) -> Option<(Arc<Document>, &Previous)> {
        let document = self.document.as_ref()?;
        Some((Arc::clone(document), document.previous.as_ref()?))
    }

    /// Lists what the view shows anew: decisions, pins and years may have come.
    fn refresh_view(&mut self, shared: &Shared) {
        let Some(document) = self.document.clone() else {
            return;
        };
        let Some(previous) = &document.previous else {
            return;
        };
        let height = view::list_height(shared);
        match self.view {
            View::Indicators => {
                self.figures.rebuild(shared, &document, previous);
                self.figures.cursor.fit(self.figures.rows.len(), height);
            }
            View::Promises => {
                self.promises.rebuild(shared, &self.edition, previous);
                self.promises.cursor.fit(self.promises.lines.len(), height);
            }
            View::History => self.history.arrive(shared, &self.edition),
            View::Text | View::Reuse | View::Years => {}
        }
    }

    fn text_width(&self, shared: &Shared) -> u16 {
        self.panes(shared).text.width.saturating_sub(GUTTER)
    }

    /// Makes items and lines anew and keeps the reader where he was.
    fn rebuild(&mut self, shared: &Shared) {
        let Some(document) = self.document.clone() else {
            return;
        };
        let Some(previous) = &document.previous else {
            return;
        };
        let row = self.items.get(self.cursor).map(Item::first_row);
        let width = self.text_width(shared);
        let side = self.is_side_by_side(shared);
        self.items = rows::items(previous, &document.report, self.show, &self.unfolded);
        self.lines = rows::lines(
            shared,
            (previous, &document.report),
            &self.items,
            self.show,
            width,
            side,
        );
        self.made_for = Some((width, side));
        if let Some(row) = row {
            self.cursor = self
                .items
                .partition_point(|item| item.first_row() <= row)
                .saturating_sub(1);
        }
        self.show_cursor(shared);
    }

    fn is_side_by_side(&self, shared: &Shared) -> bool {
        match self.layout {
            Layout::ByWidth => shared.size.width >= SIDE_BY_SIDE,
            Layout::Inline => false,
            Layout::SideBySide => true,
        }
    }

    fn panes(&self, shared: &Shared) -> Panes {
        panes(super::body_now(shared), self.pane)
    }

    fn height(&self, shared: &Shared) -> usize {
        super::height(self.panes(shared).text)
    }

    /// Scrolls so that the item at the cursor is on the screen, its beginning at least.
    fn show_cursor(&mut self, shared: &Shared) {
        let height = self.height(shared);
        let first = self.lines.partition_point(|line| line.item < self.cursor);
        let after = self.lines.partition_point(|line| line.item <= self.cursor);
        if first < self.top {
            self.top = first;
        } else if after > self.top + height {
            self.top = (after - height).min(first);
        }
    }

    /// To the next item whose text contains what was searched for.
    fn go_to_hit_beside(&mut self, shared: &mut Shared, forward: bool) {
        let Some(document) = self.document.clone() else {
            return;
        };
        let Some(previous) = &document.previous else {
            return;
        };
        let is_hit = |item: &Item| match item {
            Item::Row(row) => texts(previous, &document.report, *row)
                .into_iter()
                .any(|text| !self.query.hits(text).is_empty()),
            Item::Fold { .. } => false,
        };
        let count = self.items.len();
        let hits = |at: &usize| self.items.get(*at).is_some_and(is_hit);
        let found = if forward {
            (self.cursor + 1..count)
                .chain(0..=self.cursor.min(count.saturating_sub(1)))
                .find(hits)
        } else {
            (0..self.cursor)
                .rev()
                .chain((self.cursor..count).rev())
                .find(hits)
        };
        match found {
            Some(at) => {
                self.cursor = at;
                self.show_cursor(shared);
            }
            None => {
                let text = shared
                    .lang
                    .fill("ui.not-found", &[("query", &self.query.typed())]);
                shared.message = Some(crate::tui::message::Message::quiet(text));
            }
        }
    }
}

impl Screen for CompareScreen {
    fn edition(&self) -> Option<&str> {
        Some(&self.edition)
    }

    fn scene(&self) -> Scene {
        match self.view {
            View::Text => Scene::Compare,
            View::Indicators => Scene::Indicators,
            View::Promises => Scene::Promises,
            View::Reuse => Scene::Reuse,
            View::Years => Scene::Years,
            View::History => Scene::History,
        }
    }

    fn refresh(&mut self, shared: &Shared) {
        self.take_document(shared);
        let width = self.text_width(shared);
        let side = self.is_side_by_side(shared);
        if self.made_for != Some((width, side)) {
            self.rebuild(shared);
        }
        self.refresh_view(shared);
    }

    /// Keeps what is being annotated above the rows that an editor takes.
    fn cover(&mut self, shared: &Shared, rows: u16, _about: Option<Span>) {
        let first = self.lines.partition_point(|line| line.item < self.cursor);
        let after = self.lines.partition_point(|line| line.item <= self.cursor);
        let body = super::body_now(shared);
        let height = usize::from(body.height.saturating_sub(rows)).max(1);
        if rows > 0 && self.view == View::Text && after > self.top + height {
            self.top = (after - height.min(after)).min(first);
        }
    }

    fn look_for(&mut self, _shared: &mut Shared, query: &Query) -> Vec<Effect> {
        self.query = query.clone();
        Vec::new()
    }

    fn offers(&self, _shared: &Shared, action: Action) -> bool {
        let looks_for_hit = matches!(action, Action::NextHit | Action::PreviousHit);
        action != self.view.action() && !(looks_for_hit && self.query.is_empty())
    }

    fn path(&self, shared: &Shared) -> Vec<String> {
        let Some(entry) = shared.entry(&self.edition) else {
            return Vec::new();
        };
        let over_years = matches!(self.view, View::Years | View::History);
        let name = match shared
            .previous(&self.edition)
            .filter(|_| !over_years)
            .and_then(|previous| previous.year)
        {
            Some(year) => {
                let issuer = describe::name(
                    &crate::tui::model::Entry {
                        year: None,
                        ..entry.clone()
                    },
                    shared.lang,
                );
                format!("{issuer} {year} ⇄ {}", entry.year.unwrap_or(year + 1))
            }
            None if over_years => self.span_of_years(shared, entry),
            None => describe::name(entry, shared.lang),
        };
        let (view, shown) = match self.view {
            View::Text => ("key.view-text", self.show.key()),
            View::Indicators => ("key.view-indicators", self.figures.listed.key()),
            View::Promises => ("ui.scene-promises", Some(self.promises.listed.key())),
            View::Reuse => ("ui.scene-reuse", None),
            View::Years => ("ui.scene-years", self.years.listed.key()),
            View::History => ("ui.scene-history", None),
        };
        let mut last = shared.text(view).to_owned();
        if let Some(key) = shown {
            last.push_str(&format!(" · {}", shared.text(key)));
        }
        vec![name, last]
    }

    fn view(&self, shared: &Shared, canvas: &mut Canvas, screen: Rect) {
        self.draw(shared, canvas, screen);
    }

    fn act(&mut self, shared: &mut Shared, action: Action, _letter: Option<char>) -> Reply {
        self.press(shared, action)
    }

    fn go_to_hit(&mut self, shared: &mut Shared) {
        self.go_to_hit_beside(shared, true);
    }

    fn progress(&self, shared: &Shared) -> String {
        self.counts(shared)
    }

    fn is_comparison(&self) -> bool {
        true
    }

    fn listed(&mut self, shared: &Shared) -> Option<Listed<'_>> {
        self.list_shown(shared)
    }

    fn point(&mut self, shared: &mut Shared, pointer: Pointer) {
        self.take_pointer(shared, pointer);
    }

    fn spot(&self) -> Option<Spot> {
        let (document, previous) = self.both()?;
        let row = previous
            .comparison
            .rows
            .get(self.items.get(self.cursor)?.first_row())?;
        let sentence = document.report.sentences.get(row.new?)?;
        let spot = Spot {
            kind: SpotKind::Comparison,
            edition: self.edition.clone(),
            at: sentence.span.start,
        };
        (self.view == View::Text).then_some(spot)
    }

    fn go_to(&mut self, shared: &Shared, at: usize) {
        self.view = View::Text;
        match self.document {
            Some(_) => self.go_to_offset(shared, at),
            None => self.start = Some(at),
        }
    }
}

impl CompareScreen {
    /// The issuer with its first and last year, as far as they are known.
    fn span_of_years(&self, shared: &Shared, entry: &crate::tui::model::Entry) -> String {
        let years = shared.years.get(&self.edition);
        let first = years.and_then(|years| years.entries.first()?.year);
        let issuer = crate::tui::model::Entry {
            year: None,
            ..entry.clone()
        };
        let issuer = describe::name(&issuer, shared.lang);
        match (first, entry.year) {
            (Some(first), Some(last)) => format!("{issuer} {first}–{last}"),
            (_, Some(last)) => format!("{issuer} –{last}"),
            (_, None) => issuer,
        }
    }
}

impl View {
    /// The action that turns to it.
    fn action(self) -> Action {
        match self {
            View::Text => Action::ViewText,
            View::Indicators => Action::ViewIndicators,
            View::Promises => Action::ViewPromises,
            View::Reuse => Action::ViewReuse,
            View::Years => Action::ViewYears,
            View::History => Action::ViewHistory,
        }
    }
}

impl Show {
    /// The locale key that says what is shown, when it is not everything.
    fn key(self) -> Option<&'static str> {
        match self {
            Show::All => None,
            Show::Figures => Some("ui.show-figures"),
            Show::Wording => Some("ui.show-wording"),
            Show::New => Some("ui.show-new"),
            Show::Gone => Some("ui.show-gone"),
            Show::Moved => Some("ui.show-moved"),
            Show::Unchanged => Some("ui.show-unchanged"),
        }
    }
}

/// The sentences of a row, this year's first.
fn texts<'a>(previous: &'a Previous, report: &'a Report, row: usize) -> Vec<&'a str> {
    let Some(row) = previous.comparison.rows.get(row) else {
        return Vec::new();
    };
    let new = row
        .new
        .and_then(|idx| report.sentences.get(idx))
        .map(|sentence| report.quote(sentence.span));
    let old = row
        .old
        .and_then(|idx| previous.report.sentences.get(idx))
        .map(|sentence| previous.report.quote(sentence.span));
    new.into_iter().chain(old).collect()
}

/// Where the panes are.
struct Panes {
    sections: Option<Rect>,
    text: Rect,
    detail: Option<Rect>,
}

fn panes(body: Rect, pane: Pane) -> Panes {
    let (sections, rest) = if body.width >= WIDE && pane == Pane::Shown {
        let width = (body.width / 4).min(30);
        let left = Rect { width, ..body };
        let right = Rect {
            x: body.x + width + 1,
            width: body.width - width - 1,
            ..body
        };
        (Some(left), right)
    } else {
        (None, body)
    };
    let detail = match body.height {
        0..=13 => 0,
        14..=27 => 3,
        _ => 4,
    };
    let text = Rect {
        height: rest.height - detail,
        ..rest
    };
    let below = Rect {
        y: text.bottom(),
        height: detail,
        ..rest
    };
    Panes {
        sections,
        text,
        detail: (detail > 0).then_some(below),
    }
}
