//! The indicators of all years of an issuer: a line each, with its course.

use ratatui::layout::Rect;
use rust_decimal::Decimal;

use crate::compare::{Across, Track, bar, sparkline};
use crate::order;
use crate::report::Report;
use crate::report::metric::metrics;
use crate::shown::in_one_line;
use crate::tui::action::Action;
use crate::tui::app::{Reply, Shared};
use crate::tui::canvas::{Canvas, Piece, column, column_right, width};
use crate::tui::list::ListCursor;
use crate::tui::message::Message;
use crate::tui::model::YearsDocument;
use crate::tui::screen;
use crate::tui::screen::to_report;
use crate::tui::theme::Ink;
use crate::tui::wrapping;

use super::indicators::{name_column, pin, quote};
use super::{CompareScreen, view};

/// Which indicators are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Listed {
    #[default]
    All,
    Results,
    Targets,
}

#[derive(Debug, Default)]
pub(super) struct YearsList {
    pub cursor: ListCursor,
    pub listed: Listed,
    /// By name in place of by how many years tell it.
    by_name: bool,
}

impl Listed {
    fn next(self) -> Listed {
        match self {
            Listed::All => Listed::Results,
            Listed::Results => Listed::Targets,
            Listed::Targets => Listed::All,
        }
    }

    pub fn key(self) -> Option<&'static str> {
        match self {
            Listed::All => None,
            Listed::Results => Some("ui.show-results"),
            Listed::Targets => Some("ui.show-targets"),
        }
    }
}

impl YearsList {
    /// The tracks as listed: pinned ones first.
    pub(super) fn tracks<'a>(&self, shared: &Shared, years: &'a YearsDocument) -> Vec<&'a Track> {
        let all = years.years.indicators.iter();
        let mut tracks: Vec<&Track> = all
            .filter(|track| match self.listed {
                Listed::All => true,
                Listed::Results => !track.target,
                Listed::Targets => track.target,
            })
            .collect();
        if self.by_name {
            order::sort_by(&mut tracks, |one, two| one.name.cmp(&two.name));
        }
        order::sort_by_key(&mut tracks, |track| shared.pin_of(&track.name).is_none());
        tracks
    }
}

impl CompareScreen {
    pub(super) fn act_on_years(&mut self, shared: &mut Shared, action: Action) -> Reply {
        let Some(years) = shared.years.get(&self.edition).cloned() else {
            return screen::common(shared, &self.edition, action);
        };
        let tracks = self.years.tracks(shared, &years);
        let height = view::list_height(shared);
        if self.years.cursor.act(action, tracks.len(), height) {
            return Reply::stay();
        }
        let chosen = tracks.get(self.years.cursor.row).copied();
        match action {
            Action::Filter => {
                self.years.listed = self.years.listed.next();
                self.years.cursor = ListCursor::default();
                let key = self.years.listed.key().unwrap_or("ui.show-all");
                shared.message = Some(Message::quiet(shared.text(key)));
                Reply::stay()
            }
            Action::Sort => {
                self.years.by_name = !self.years.by_name;
                self.years.cursor = ListCursor::default();
                let key = match self.years.by_name {
                    true => "ui.sorted-name",
                    false => "ui.sorted-years",
                };
                shared.message = Some(Message::quiet(shared.text(key)));
                Reply::stay()
            }
            Action::Pin => match chosen {
                Some(track) => pin(shared, &track.name, shared.pin_of(&track.name)),
                None => Reply::stay(),
            },
            Action::Enter => match chosen.and_then(|track| latest(&years, track)) {
                Some((edition, span)) => to_report(shared, &edition, span),
                None => Reply::stay(),
            },
            other => screen::common(shared, &self.edition, other),
        }
    }

    pub(super) fn view_years(&self, shared: &Shared, canvas: &mut Canvas, body: Rect) {
        let Some(years) = shared.years.get(&self.edition) else {
            canvas.line(
                body,
                1,
                &[Piece::dim(format!("   {}", shared.text("ui.following")))],
            );
            return;
        };
        let tracks = self.years.tracks(shared, years);
        if tracks.is_empty() {
            let key = match years.reports.len() {
                0 | 1 => "ui.one-year",
                _ => "ui.none-here",
            };
            let text = format!("   {}", shared.text(key));
            wrapping::draw(canvas, body, 1, &[Piece::plain(text)], 3);
            return;
        }
        let (list, detail) = view::split(body);
        let shown: Vec<&Track> = tracks
            .iter()
            .copied()
            .skip(self.years.cursor.top)
            .take(usize::from(list.height))
            .collect();
        let columns = Columns::fit(years, &shown, usize::from(body.width));
        if list.y > body.y {
            canvas.line(body, 0, &[Piece::dim(columns.header(shared, years))]);
        }
        for (line, (at, track)) in (0..list.height).zip(shown.iter().enumerate()) {
            let chosen = self.years.cursor.top + at == self.years.cursor.row;
            let pieces = columns.row(shared, years, track, chosen);
            canvas.line(list, line, &pieces);
        }
        if let (Some(area), Some(track)) = (detail, tracks.get(self.years.cursor.row)) {
            view_detail(shared, canvas, area, years, track);
        }
    }
}

/// The newest report that tells it, and where.
fn latest(years: &YearsDocument, track: &Track) -> Option<(String, crate::report::Span)> {
    let at = track.figures.iter().rposition(Option::is_some)?;
    let figure = track.figures.get(at).copied().flatten()?;
    let span = years.reports.get(at)?.figures.get(figure)?.span;
    Some((years.entries.get(at)?.id.clone(), span))
}

/// Cells of the columns: as many of the latest years as there is room for.
struct Columns {
    name: usize,
    /// First year that is shown, and the width of each from there on.
    first: usize,
    values: Vec<usize>,
}

const CHOSEN: usize = 5;

/// One cell a year, and a blank after them; its title wants some room.
fn course_width(years: &YearsDocument) -> usize {
    years.reports.len().max(6) + 1
}

impl Columns {
    fn fit(years: &YearsDocument, shown: &[&Track], room: usize) -> Columns {
        let widest = |at: usize, report: &Report| {
            let cells = shown.iter().map(|track| {
                let figure = track.figures.get(at).copied().flatten();
                width(quote(report, figure))
            });
            cells.max().unwrap_or(0).clamp(4, 14) + 1
        };
        let widths: Vec<usize> = years
            .reports
            .iter()
            .enumerate()
            .map(|(at, report)| widest(at, report))
            .collect();
        let course = course_width(years);
        let name = (room / 4).clamp(12, 40);
        let mut rest = room.saturating_sub(CHOSEN + name + course);
        let mut first = widths.len();
        for (at, width) in widths.iter().enumerate().rev() {
            let Some(left) = rest.checked_sub(*width) else {
                break;
            };
            (rest, first) = (left, at);
        }
        Columns {
            name,
            first,
            values: widths.get(first..).unwrap_or_default().to_vec(),
        }
    }

    fn header(&self, shared: &Shared, years: &YearsDocument) -> String {
        let mut header = " ".repeat(CHOSEN);
        header.push_str(&column(shared.text("ui.column-subject"), self.name));
        let course = column(shared.text("ui.column-course"), course_width(years));
        header.push_str(&course);
        let shown = years.entries.iter().skip(self.first);
        for (entry, width) in shown.zip(&self.values) {
            let year = entry.year.map(|year| year.to_string());
            header.push_str(&column_right(&year.unwrap_or_default(), *width));
        }
        header
    }

    fn row(
        &self,
        shared: &Shared,
        years: &YearsDocument,
        track: &Track,
        chosen: bool,
    ) -> Vec<Piece> {
        let ink = if chosen { Ink::Strong } else { Ink::Plain };
        let pinned = match shared.pin_of(&track.name) {
            Some(_) => "* ",
            None => "  ",
        };
        let target = if track.target {
            shared.text("ui.target-short")
        } else {
            ""
        };
        let name = format!("{target}{}", track.name);
        let reports: Vec<&Report> = years.reports.iter().map(|report| &**report).collect();
        let course = sparkline(&track.values(&reports));
        let mut pieces = vec![
            Piece::new(if chosen { " ▸ " } else { "   " }, Ink::Accent),
            Piece::new(pinned, Ink::Accent),
            Piece::new(name_column(&name, self.name), ink),
            Piece::new(column(&course, course_width(years)), Ink::Accent),
        ];
        let told = track.figures.iter().zip(&years.reports).skip(self.first);
        for ((figure, report), width) in told.zip(&self.values) {
            let text = in_one_line(quote(report, *figure));
            let text = if figure.is_none() { "·" } else { &text };
            pieces.push(Piece::new(
                format!(" {}", column_right(text, width.saturating_sub(1))),
                ink,
            ));
        }
        pieces
    }
}

/// Every year's value in full.
fn view_detail(
    shared: &Shared,
    canvas: &mut Canvas,
    area: Rect,
    years: &YearsDocument,
    track: &Track,
) {
    canvas.rule(area, 0);
    let mut pieces = vec![Piece::new(format!(" {}", track.name), Ink::Strong)];
    if track.target {
        pieces.push(Piece::dim(format!("  {}", shared.text("ui.target"))));
    }
    let told = track.figures.iter().zip(&years.reports).zip(&years.entries);
    for ((figure, report), entry) in told {
        let Some(_) = figure else { continue };
        let year = entry.year.map(|year| year.to_string()).unwrap_or_default();
        let value = in_one_line(quote(report, *figure));
        pieces.push(Piece::dim(format!("  {year} ")));
        pieces.push(Piece::plain(value));
    }
    let row = wrapping::draw(canvas, area, 1, &pieces, 3);
    let rows = match across(years, track) {
        Some(across) => bars_of_issuers(years, across),
        None => bars_of_years(years, track),
    };
    let room = usize::from(area.height.saturating_sub(row));
    // The issuer's own row is shown though others stand above it.
    let own = rows.iter().position(|bar| bar.own).unwrap_or(0);
    let top = (own + 1).saturating_sub(room);
    for (line, bar) in (row..area.height).zip(rows.iter().skip(top)) {
        canvas.line(area, line, &bar.pieces());
    }
}

/// One bar with its name and value.
struct BarRow {
    name: String,
    value: String,
    share: Decimal,
    /// Of the issuer, or of the year, that is looked at.
    own: bool,
}

/// Cells of the name, of the value, and of the longest bar.
const NAME: usize = 24;
const VALUE: usize = 12;
const BAR: usize = 24;

impl BarRow {
    fn pieces(&self) -> Vec<Piece> {
        let ink = if self.own { Ink::Strong } else { Ink::Plain };
        vec![
            Piece::new(if self.own { " ▸ " } else { "   " }, Ink::Accent),
            Piece::new(column(&self.name, NAME), ink),
            Piece::new(column_right(&self.value, VALUE), ink),
            Piece::new(format!("  {}", bar(self.share, BAR)), Ink::Accent),
        ]
    }
}

/// What the issuers of the library tell of the track's metric in the latest year, where it has one and they do.
fn across<'a>(years: &'a YearsDocument, track: &Track) -> Option<&'a Across> {
    let report = years.reports.last()?;
    let figure = track.figures.last().copied().flatten()?;
    let metric = metrics(report).get(figure).copied().flatten()?;
    let mut across = years.across.iter();
    across.find(|across| across.metric.id == metric.id && !track.target)
}

fn bars_of_issuers(years: &YearsDocument, across: &Across) -> Vec<BarRow> {
    let rows = across.rows.iter().filter_map(|(unit, told)| {
        Some(BarRow {
            name: years.units.get(*unit)?.clone(),
            value: in_one_line(&told.quote),
            share: across.share(told.value),
            own: *unit == 0,
        })
    });
    rows.collect()
}

fn bars_of_years(years: &YearsDocument, track: &Track) -> Vec<BarRow> {
    let reports: Vec<&Report> = years.reports.iter().map(|report| &**report).collect();
    let values = track.values(&reports);
    let longest = values.iter().flatten().max().copied().unwrap_or_default();
    let told = values.iter().zip(&track.figures).zip(&years.entries);
    let rows = told
        .zip(&reports)
        .filter_map(|(((value, figure), entry), report)| {
            let value = (*value)?;
            let year = entry.year.map(|year| year.to_string());
            Some(BarRow {
                name: year.unwrap_or_default(),
                value: in_one_line(quote(report, *figure)),
                share: value.checked_div(longest).unwrap_or_default(),
                own: false,
            })
        });
    rows.collect()
}
