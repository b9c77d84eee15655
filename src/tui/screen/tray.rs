//! Annotations whose place in the text is in doubt: their old words above, where they may stand below, and a key to place them.

use ratatui::layout::Rect;
use uuid::Uuid;

use crate::order;
use crate::report::Span;
use crate::review::{Anchor, Located, Operation, Place, Sought};
use crate::store::Change;
use crate::tui::action::{Action, Scene};
use crate::tui::app::{Reply, Shared};
use crate::tui::canvas::{Canvas, Piece, column};
use crate::tui::describe;
use crate::tui::lacking::attempt;
use crate::tui::list::{ListCursor, Listed};
use crate::tui::model::{Document, EditionId};
use crate::tui::theme::Ink;
use crate::tui::wrapping;

use super::report::{Placing, ReportScreen};
use super::{Detail, Held, ListLayout, Screen};

const LAYOUT: ListLayout = ListLayout::without_head(Detail::Half);

/// The state of the screen.
pub struct TrayScreen {
    pub edition: EditionId,
    held: Held,
    cursor: ListCursor,
    rows: Vec<Row>,
}

/// One place that a person should look at.
struct Row {
    annotation: Uuid,
    index: usize,
    located: Located,
}

impl TrayScreen {
    pub fn new(edition: EditionId) -> TrayScreen {
        TrayScreen {
            edition,
            held: Held::default(),
            cursor: ListCursor::default(),
            rows: Vec::new(),
        }
    }

    /// What was found nowhere first, then what may stand in several places, then what reads otherwise.
    fn list(&self, shared: &Shared) -> Vec<Row> {
        let Some(document) = &self.held.document else {
            return Vec::new();
        };
        let twins = shared.twins(&self.edition);
        let locator = document.locator();
        let sought = Sought {
            edition: &self.edition,
            locator: &locator,
            twins: &twins,
        };
        let places = shared.notes_of(&self.edition).flat_map(|annotation| {
            let all = 0..annotation.target.anchors.len();
            all.filter_map(move |index| {
                let located = sought.place(annotation, index)?;
                let doubtful = located.place == Place::Edited || located.place.is_lost();
                doubtful.then_some(Row {
                    annotation: annotation.id,
                    index,
                    located,
                })
            })
        });
        let mut rows: Vec<Row> = places.collect();
        order::sort_by_key(&mut rows, |row| std::cmp::Reverse(row.located.place));
        rows
    }

    fn chosen(&self) -> Option<&Row> {
        self.rows.get(self.cursor.row)
    }

    /// Confirms the place of this number.
    fn place(&mut self, shared: &mut Shared, letter: Option<char>) -> Reply {
        let (Some(row), Some(document)) = (self.chosen(), &self.held.document) else {
            return Reply::stay();
        };
        let number = letter
            .and_then(|letter| letter.to_digit(10))
            .and_then(|digit| usize::try_from(digit).ok())
            .and_then(|digit| digit.checked_sub(1));
        let span = number.and_then(|number| row.spans().get(number).copied());
        let Some(span) = span else {
            return Reply::stay();
        };
        let operation = confirmed(document, row.annotation, row.index, span);
        attempt(shared, vec![Change::from(operation)], None)
    }

    /// To the text, to choose the place there.
    fn by_hand(&self, shared: &mut Shared) -> Reply {
        let Some(row) = self.chosen() else {
            return Reply::stay();
        };
        let mut screen = ReportScreen::new(self.edition.clone(), row.spans().first().copied());
        screen.placing = Some(Placing {
            annotation: row.annotation,
            index: row.index,
        });
        super::to_screen_of(shared, &self.edition, screen)
    }

    /// The old sentence with its headings; then, numbered, where it may stand now.
    fn view_detail(&self, shared: &Shared, canvas: &mut Canvas, area: Rect, row: &Row) {
        canvas.rule(area, 0);
        let annotation = shared.review().annotation(row.annotation);
        let anchor = annotation.and_then(|annotation| annotation.target.anchors.get(row.index));
        let (Some(anchor), Some(document)) = (anchor, &self.held.document) else {
            return;
        };
        let inner = Rect {
            x: area.x + 1.min(area.width),
            width: area.width.saturating_sub(2),
            ..area
        };
        let path = anchor.path.join(" › ");
        let mut at = wrapping::draw(canvas, inner, 1, &[Piece::dim(path)], 2);
        let phrase = anchor.phrase.as_deref().unwrap_or("");
        let sentence = [
            Piece::dim(format!("{} ", shared.text("tray.was"))),
            Piece::plain(&anchor.sentence),
            Piece::new(format!("  {phrase}"), Ink::Note),
        ];
        at = wrapping::draw(canvas, inner, at, &sentence, 2);
        for (number, span) in row.spans().iter().enumerate() {
            let quote = document.report.quote(*span);
            let candidate = [
                Piece::new(format!("{} ", number + 1), Ink::Accent),
                Piece::plain(quote),
            ];
            at = wrapping::draw(canvas, inner, at, &candidate, 2);
        }
        if row.spans().is_empty() {
            wrapping::draw(
                canvas,
                inner,
                at,
                &[Piece::dim(shared.text("tray.by-hand"))],
                2,
            );
        }
    }
}

impl Screen for TrayScreen {
    fn scene(&self) -> Scene {
        Scene::Tray
    }

    fn edition(&self) -> Option<&str> {
        Some(&self.edition)
    }

    fn refresh(&mut self, shared: &Shared) {
        let newest = shared.readable(&self.edition);
        if self.held.take(newest, shared.revision) {
            self.rows = self.list(shared);
        }
        self.cursor.fit(self.rows.len(), LAYOUT.height(shared));
    }

    fn act(&mut self, shared: &mut Shared, action: Action, letter: Option<char>) -> Reply {
        if self.moves(shared, action) {
            return Reply::stay();
        }
        match action {
            Action::NextPlace => self.act(shared, Action::Down, None),
            Action::PreviousPlace => self.act(shared, Action::Up, None),
            Action::ChooseNumber => self.place(shared, letter),
            Action::Enter => self.by_hand(shared),
            Action::Details => match self.chosen() {
                Some(row) => super::note::open(row.annotation),
                None => Reply::stay(),
            },
            other => super::common(shared, &self.edition.clone(), other),
        }
    }

    fn offers(&self, _shared: &Shared, action: Action) -> bool {
        match action {
            Action::Enter | Action::Details => !self.rows.is_empty(),
            Action::ChooseNumber => self.chosen().is_some_and(|row| !row.spans().is_empty()),
            _ => true,
        }
    }

    fn path(&self, shared: &Shared) -> Vec<String> {
        let entry = shared.entry(&self.edition);
        let name = entry.map(|entry| describe::name(entry, shared.lang));
        let scene = shared.text("ui.scene-tray").to_owned();
        name.into_iter().chain([scene]).collect()
    }

    fn progress(&self, shared: &Shared) -> String {
        let lost = self.rows.iter().filter(|row| row.located.place.is_lost());
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("all", &self.rows.len()), ("lost", &lost.count())];
        shared.lang.fill("tray.progress", &values)
    }

    fn view(&self, shared: &Shared, canvas: &mut Canvas, screen: Rect) {
        let body = super::body(screen);
        let (list, detail) = LAYOUT.panes(body);
        if self.rows.is_empty() {
            let key = match self.held.document {
                Some(_) => "tray.none",
                None => "ui.opening",
            };
            let text = format!("   {}", shared.text(key));
            wrapping::draw(canvas, list, 1, &[Piece::plain(text)], 3);
            return;
        }
        let rows = self.rows.iter().enumerate().skip(self.cursor.top);
        for (line, (number, row)) in (0..list.height).zip(rows) {
            let chosen = number == self.cursor.row;
            let place = shared.text(&format!("place.{}", row.located.place.name()));
            let annotation = shared.review().annotation(row.annotation);
            let problem = annotation.map_or("", |annotation| annotation.problem.as_str());
            let ink = if chosen { Ink::Strong } else { Ink::Plain };
            let pieces = [
                Piece::new(if chosen { " ▸ " } else { "   " }, Ink::Accent),
                Piece::new(column(place, PLACE), Ink::Doubt),
                Piece::new(problem.replace('\n', " "), ink),
            ];
            canvas.line(list, line, &pieces);
        }
        if let (Some(area), Some(row)) = (detail, self.chosen()) {
            self.view_detail(shared, canvas, area, row);
        }
    }

    fn listed(&mut self, shared: &Shared) -> Option<Listed<'_>> {
        Some(LAYOUT.listed(shared, self.rows.len(), &mut self.cursor))
    }
}

impl Row {
    /// Where it may stand, best first.
    fn spans(&self) -> Vec<Span> {
        let found = self.located.span.iter();
        found.chain(&self.located.candidates).copied().collect()
    }
}

/// What puts a place of an annotation where a person says.
pub fn confirmed(document: &Document, annotation: Uuid, index: usize, span: Span) -> Operation {
    Operation::Place {
        annotation,
        edition: document.entry.id.clone(),
        index,
        anchor: Some(Anchor::of(&document.report, &document.digest, span)),
        reason: None,
    }
}

const PLACE: usize = 14;
