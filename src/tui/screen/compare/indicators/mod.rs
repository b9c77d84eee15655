//! The figures of both years: what rose, what fell, by how much; what is new and what is no longer told.

mod view;

use crate::compare::{Indicator, difference, indicator_name, is_target, percentage};
use crate::order;
use crate::report::Report;
use crate::review::Operation;
use crate::tui::action::Action;
use crate::tui::app::{Pinned, Reply, Shared};
use crate::tui::canvas::{clipped, column, width};
use crate::tui::list::ListCursor;
use crate::tui::message::Message;
use crate::tui::model::{Document, Previous};
use crate::tui::screen;

use super::CompareScreen;
use super::places::Places;

/// Which figures are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Listed {
    /// What both years tell.
    #[default]
    Both,
    /// What both years reached.
    Results,
    /// What both years aimed at.
    Targets,
    New,
    Gone,
}

/// In which order; pinned ones stand first in each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Order {
    /// What most deserves a look first.
    #[default]
    Suspicion,
    Text,
    Size,
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FigureRow {
    pub name: String,
    /// Index into the figures of last year's report.
    pub old: Option<usize>,
    /// Index into the figures of this year's report.
    pub new: Option<usize>,
    /// Index into the indicators, where both years tell it.
    pub indicator: Option<usize>,
    pub target: bool,
    pub pinned: Option<Pinned>,
}

#[derive(Debug, Default)]
pub(super) struct FigureList {
    pub rows: Vec<FigureRow>,
    pub cursor: ListCursor,
    pub listed: Listed,
    order: Order,
}

impl Listed {
    fn next(self) -> Listed {
        match self {
            Listed::Both => Listed::Results,
            Listed::Results => Listed::Targets,
            Listed::Targets => Listed::New,
            Listed::New => Listed::Gone,
            Listed::Gone => Listed::Both,
        }
    }

    /// The locale key that says what is listed, when it is not everything.
    pub fn key(self) -> Option<&'static str> {
        match self {
            Listed::Both => None,
            Listed::Results => Some("ui.show-results"),
            Listed::Targets => Some("ui.show-targets"),
            Listed::New => Some("ui.show-appeared"),
            Listed::Gone => Some("ui.show-dropped"),
        }
    }
}

impl FigureList {
    pub fn chosen(&self) -> Option<&FigureRow> {
        self.rows.get(self.cursor.row)
    }

    pub fn places(&self, document: &Document, previous: &Previous) -> Places {
        let span = |report: &Report, figure: Option<usize>| Some(report.figures.get(figure?)?.span);
        self.chosen().map_or_else(Places::default, |row| Places {
            old: span(&previous.report, row.old),
            new: span(&document.report, row.new),
        })
    }

    /// Lists anew and stays on the same figure where it is still listed.
    pub fn rebuild(&mut self, shared: &Shared, document: &Document, previous: &Previous) {
        let here = self.chosen().map(|row| (row.old, row.new));
        self.rows = self.list(shared, document, previous);
        let same = |row: &FigureRow| Some((row.old, row.new)) == here;
        if let Some(at) = self.rows.iter().position(same) {
            self.cursor.row = at;
        }
        self.cursor.row = self.cursor.row.min(self.rows.len().saturating_sub(1));
    }

    fn list(&self, shared: &Shared, document: &Document, previous: &Previous) -> Vec<FigureRow> {
        let (old, new) = (&previous.report, &document.report);
        let comparison = &previous.comparison;
        let row = |was: Option<usize>, is: Option<usize>, indicator| {
            let (report, figure) = match (is, was) {
                (Some(figure), _) => (new, figure),
                (None, figure) => (old, figure.unwrap_or(usize::MAX)),
            };
            let name = indicator_name(report, figure);
            FigureRow {
                pinned: shared.pin_of(&name),
                target: is_target(report, figure),
                old: was,
                new: is,
                indicator,
                name,
            }
        };
        let pairs = comparison.indicators.iter().enumerate();
        let pairs = pairs.map(|(idx, pair)| row(Some(pair.old), Some(pair.new), Some(idx)));
        let mut rows: Vec<FigureRow> = match self.listed {
            Listed::Both => pairs.collect(),
            Listed::Results => pairs.filter(|row| !row.target).collect(),
            Listed::Targets => pairs.filter(|row| row.target).collect(),
            Listed::New => {
                let alone = comparison.appeared.iter();
                alone.map(|one| row(None, Some(one.figure), None)).collect()
            }
            Listed::Gone => {
                let alone = comparison.dropped.iter();
                alone.map(|one| row(Some(one.figure), None, None)).collect()
            }
        };
        match self.order {
            Order::Suspicion => {}
            Order::Text => order::sort_by_key(&mut rows, |row| (row.new, row.old)),
            Order::Size => order::sort_by_key(&mut rows, |row| {
                let indicator = row.indicator.and_then(|idx| comparison.indicators.get(idx));
                let percent = indicator.and_then(|indicator| indicator.percent);
                std::cmp::Reverse(percent.map(|percent| percent.abs()))
            }),
        }
        order::sort_by_key(&mut rows, |row| row.pinned.is_none());
        rows
    }
}

impl CompareScreen {
    pub(super) fn act_on_indicators(
        &mut self,
        shared: &mut Shared,
        document: &Document,
        previous: &Previous,
        action: Action,
    ) -> Reply {
        let action = match action {
            Action::NextPlace => Action::Down,
            Action::PreviousPlace => Action::Up,
            other => other,
        };
        let height = super::view::list_height(shared);
        let list = &mut self.figures;
        if list.cursor.act(action, list.rows.len(), height) {
            return Reply::stay();
        }
        match action {
            Action::Sort => {
                let (order, key) = match list.order {
                    Order::Suspicion => (Order::Text, "ui.sorted-text"),
                    Order::Text => (Order::Size, "ui.sorted-size"),
                    Order::Size => (Order::Suspicion, "ui.sorted-suspicion"),
                };
                list.order = order;
                list.cursor = ListCursor::default();
                list.rows.clear();
                list.rebuild(shared, document, previous);
                shared.message = Some(Message::quiet(shared.text(key)));
                Reply::stay()
            }
            Action::Filter => {
                list.listed = list.listed.next();
                list.cursor = ListCursor::default();
                list.rows.clear();
                list.rebuild(shared, document, previous);
                let key = list.listed.key().unwrap_or("ui.show-both");
                shared.message = Some(Message::quiet(shared.text(key)));
                Reply::stay()
            }
            Action::Pin => match self.figures.chosen().cloned() {
                Some(row) => pin(shared, &row.name, row.pinned),
                None => Reply::stay(),
            },
            Action::Enter => self.enter(shared, document, previous),
            other => screen::common(shared, &self.edition, other),
        }
    }
}

/// Puts an indicator first, or lets it go; what the configuration pins is let go there.
pub(super) fn pin(shared: &mut Shared, name: &str, pinned: Option<Pinned>) -> Reply {
    let (pin, key) = match pinned {
        Some(Pinned::ByConfiguration) => {
            let text = shared.text("ui.pinned-by-configuration");
            shared.message = Some(Message::quiet(text));
            return Reply::stay();
        }
        Some(Pinned::ByReviewer) => (false, "ui.unpinned"),
        None => (true, "ui.pinned"),
    };
    shared.message = Some(Message::quiet(shared.lang.fill(key, &[("name", &name)])));
    let operation = Operation::Pin {
        indicator: name.to_owned(),
        pinned: pin,
    };
    Reply::effects(vec![shared.record(operation)])
}

/// A name in a column: where it does not fit, the verb is kept, since it tells rows of one subject apart.
pub(super) fn name_column(name: &str, room: usize) -> String {
    let Some((subject, verb)) = name.rsplit_once('·').filter(|_| width(name) > room) else {
        return column(name, room);
    };
    match room.checked_sub(width(verb) + 2) {
        Some(left) if left >= 6 => column(&format!("{}·{verb}", clipped(subject, left)), room),
        Some(_) | None => column(name, room),
    }
}

pub(super) fn quote(report: &Report, figure: Option<usize>) -> &str {
    let figure = figure.and_then(|figure| report.figures.get(figure));
    figure.map_or("", |figure| report.quote(figure.span))
}

/// A change as one word: in percent, or as a difference where percent would say something else.
pub(super) fn change(indicator: &Indicator) -> String {
    match indicator.percent {
        Some(percent) => percentage(percent),
        None => difference(indicator.delta),
    }
}

/// One indicator as a line of words: `复议申请 35件 → 45件 +28.6%`.
pub(super) fn line(previous: &Previous, report: &Report, indicator: &Indicator) -> String {
    format!(
        "{} {} → {} {}",
        indicator_name(report, indicator.new),
        quote(&previous.report, Some(indicator.old)),
        quote(report, Some(indicator.new)),
        change(indicator),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_does_not_fit_keeps_its_verb() {
        let check = |name: &str, room: usize, shown: &str| {
            assert_eq!(name_column(name, room), shown, "{name} in {room}");
        };
        check("行政复议申请·受理", 17, "行政复议申请·受理");
        check("行政复议申请·受理", 15, "行政复议…·受理 ");
        check("行政复议申请·受理", 9, "行政复议…");
        check("行政复议申请", 8, "行政复… ");
    }
}
