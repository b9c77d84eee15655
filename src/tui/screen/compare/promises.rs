//! What last year's report promised, and where this year's may answer.

use ratatui::layout::Rect;

use crate::compare::Promise;
use crate::review::{Motivation, Operation, Scope};
use crate::tui::action::Action;
use crate::tui::app::{Reply, Shared};
use crate::tui::canvas::{Canvas, Piece, clipped, column};
use crate::tui::model::{self, Document, Previous};
use crate::tui::overlay::Overlay;
use crate::tui::overlay::editor::Editor;
use crate::tui::reviewing;
use crate::tui::theme::Ink;
use crate::tui::wrapping;

use super::CompareScreen;

/// The name on disk of the decision that an action asks for.
pub fn decision(action: Action) -> Option<&'static str> {
    match action {
        Action::PromiseDone => Some("done"),
        Action::PromiseOnTrack => Some("on-track"),
        Action::PromiseBehind => Some("behind"),
        Action::PromiseUnanswered => Some("unanswered"),
        Action::PromiseUnverifiable => Some("unverifiable"),
        _ => None,
    }
}

fn decision_text(shared: &Shared, decision: &str) -> String {
    match decision {
        "done" | "on-track" | "behind" | "unanswered" | "unverifiable" => {
            shared.text(&format!("key.promise-{decision}")).to_owned()
        }
        other => other.to_owned(),
    }
}

/// What a promise is known by: its words.
pub fn key(previous: &Previous, promise: &Promise) -> String {
    previous
        .report
        .quote(promise.old)
        .split_whitespace()
        .collect()
}

impl CompareScreen {
    pub(super) fn decide_promise(
        &mut self,
        shared: &mut Shared,
        document: &Document,
        decision: &str,
    ) -> Reply {
        let Some(previous) = &document.previous else {
            return Reply::stay();
        };
        let Some(promise) = previous.comparison.promises.get(self.list.row) else {
            return Reply::stay();
        };
        let operation = Operation::Promise {
            edition: self.edition.clone(),
            promise: key(previous, promise),
            decision: Some(decision.to_owned()),
            note: None,
        };
        let effect = shared.record(operation);
        self.next_promise(shared, previous, true);
        Reply::effects(vec![effect])
    }

    /// To the next promise that can be checked and is not decided.
    pub(super) fn next_promise(&mut self, shared: &Shared, previous: &Previous, forward: bool) {
        let promises = &previous.comparison.promises;
        let here = self.list.row;
        let is_open = |row: &usize| {
            promises.get(*row).is_some_and(|promise| {
                reviewing::promise(shared.review(), &self.edition, &key(previous, promise))
                    .is_none()
            })
        };
        let found = if forward {
            (here + 1..promises.len()).find(is_open)
        } else {
            (0..here).rev().find(is_open)
        };
        if let Some(row) = found {
            self.list.row = row;
        }
    }

    /// A gap about a promise that this year's report does not answer.
    pub(super) fn gap_from_promise(&self, shared: &mut Shared, document: &Document) -> Reply {
        let Some(previous) = &document.previous else {
            return Reply::stay();
        };
        let Some(promise) = previous.comparison.promises.get(self.list.row) else {
            return Reply::stay();
        };
        let quote = key(previous, promise);
        let year = previous
            .entry
            .year
            .map(|year| year.to_string())
            .unwrap_or_default();
        let text = shared
            .lang
            .fill("ui.promise-gap", &[("year", &year), ("quote", &quote)]);
        let mut editor = Editor::new(
            shared,
            document,
            Scope::Absence,
            crate::report::Span::default(),
        );
        editor.fill(|draft| {
            draft.motivation = Motivation::Gap;
            draft.problem = text;
            draft.quote = quote;
        });
        Reply::open(Overlay::Editor(Box::new(editor)))
    }

    pub(super) fn promises_progress(&self, shared: &Shared, previous: &Previous) -> String {
        let promises = &previous.comparison.promises;
        let checkable = promises.iter().filter(|promise| promise.checkable).count();
        let open = promises
            .iter()
            .filter(|promise| {
                reviewing::promise(shared.review(), &self.edition, &key(previous, promise))
                    .is_none()
            })
            .count();
        shared.lang.fill(
            "ui.promises-progress",
            &[
                ("all", &promises.len()),
                ("checkable", &checkable),
                ("open", &open),
            ],
        )
    }

    pub(super) fn view_promises(
        &self,
        shared: &Shared,
        canvas: &mut Canvas,
        body: Rect,
        document: &Document,
        previous: &Previous,
    ) {
        let promises = &previous.comparison.promises;
        if promises.is_empty() {
            wrapping::draw(
                canvas,
                body,
                1,
                &[Piece::plain(format!(
                    "   {}",
                    shared.text("ui.no-promises")
                ))],
                3,
            );
            return;
        }
        let (list, detail) = super::view::split(body);
        let half = usize::from(body.width) / 2;
        if list.y > body.y {
            let header = format!(
                "     {}{}",
                column(shared.text("ui.column-promise"), half.saturating_sub(5)),
                shared.text("ui.column-candidates")
            );
            canvas.line(body, 0, &[Piece::dim(header)]);
        }
        for (line, (row, promise)) in
            (0..list.height).zip(promises.iter().enumerate().skip(self.list.top))
        {
            let pieces = self.promise_row(shared, document, previous, promise, row, half);
            canvas.line(list, line, &pieces);
        }
        if let (Some(area), Some(promise)) = (detail, promises.get(self.list.row)) {
            view_detail(shared, canvas, area, document, previous, promise);
        }
    }

    fn promise_row(
        &self,
        shared: &Shared,
        document: &Document,
        previous: &Previous,
        promise: &Promise,
        row: usize,
        half: usize,
    ) -> Vec<Piece> {
        let chosen = row == self.list.row;
        let quote = key(previous, promise);
        let decided = reviewing::promise(shared.review(), &self.edition, &quote);
        let ink = match (chosen, decided.is_some() || !promise.checkable) {
            (true, _) => Ink::Strong,
            (false, true) => Ink::Dim,
            (false, false) => Ink::Plain,
        };
        let answer = match (decided, promise.candidates.first()) {
            (Some(decision), _) => {
                Piece::new(format!("[{}]", decision_text(shared, decision)), Ink::Good)
            }
            (None, Some(best)) => {
                let text: String = document
                    .report
                    .quote(best.span)
                    .split_whitespace()
                    .collect();
                Piece::plain(format!("{:.2} {text}", best.score))
            }
            (None, None) if promise.checkable => {
                Piece::new(shared.text("ui.no-candidate"), Ink::Doubt)
            }
            (None, None) => Piece::dim(shared.text("ui.vague")),
        };
        let answer = Piece::new(clipped(&answer.text, half.saturating_sub(2)), answer.ink);
        vec![
            Piece::new(if chosen { " ▸ " } else { "   " }, Ink::Accent),
            Piece::new(column(&quote, half.saturating_sub(5)), ink),
            Piece::plain("  "),
            answer,
        ]
    }
}

/// The promise in full, and the passages that may account for it.
fn view_detail(
    shared: &Shared,
    canvas: &mut Canvas,
    area: Rect,
    document: &Document,
    previous: &Previous,
    promise: &Promise,
) {
    canvas.rule(area, 0);
    let area = Rect {
        x: area.x + 1.min(area.width),
        width: area.width.saturating_sub(2),
        ..area
    };
    let quote = key(previous, promise);
    let mut row = wrapping::draw(canvas, area, 1, &[Piece::new(quote, Ink::Strong)], 2);
    for (number, candidate) in promise.candidates.iter().enumerate() {
        let text: String = document
            .report
            .quote(candidate.span)
            .split_whitespace()
            .collect();
        let section = model::heading_at(&document.report, candidate.span.start)
            .and_then(|idx| document.report.sections.get(idx))
            .map(|section| section.label.clone())
            .unwrap_or_default();
        let pieces = [
            Piece::dim(format!("{} {:.2} {section} ", number + 1, candidate.score)),
            Piece::plain(text),
        ];
        row = wrapping::draw(canvas, area, row, &pieces, 2);
    }
    if promise.candidates.is_empty() {
        let key = if promise.checkable {
            "ui.no-candidate"
        } else {
            "ui.vague"
        };
        wrapping::draw(canvas, area, row, &[Piece::dim(shared.text(key))], 2);
    }
}
