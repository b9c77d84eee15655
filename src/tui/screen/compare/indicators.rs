//! The figures of both years: what rose, what fell, by how much.

use ratatui::layout::Rect;
use rust_decimal::Decimal;

use crate::compare::Indicator;
use crate::report::Report;
use crate::tui::app::Shared;
use crate::tui::canvas::{Canvas, Piece, column, column_right};
use crate::tui::model::{Document, Previous};
use crate::tui::theme::Ink;
use crate::tui::wrapping;

use super::CompareScreen;

/// A change in percent as lists show it.
pub fn percent(indicator: &Indicator) -> String {
    match indicator.percent {
        Some(percent) => format!("{}{}%", plus(percent), percent.round_dp(1).normalize()),
        None => change(indicator.delta),
    }
}

/// A difference with its sign, in 亿 or 万 where it is large: values are compared with these expanded.
fn change(delta: Decimal) -> String {
    const TEN_THOUSAND: Decimal = Decimal::from_parts(10_000, 0, 0, false, 0);
    const HUNDRED_MILLION: Decimal = Decimal::from_parts(100_000_000, 0, 0, false, 0);
    let (value, scale) = if delta.abs() >= HUNDRED_MILLION {
        (delta / HUNDRED_MILLION, "亿")
    } else if delta.abs() >= TEN_THOUSAND {
        (delta / TEN_THOUSAND, "万")
    } else {
        (delta, "")
    };
    format!("{}{}{scale}", plus(delta), value.round_dp(4).normalize())
}

fn plus(value: Decimal) -> &'static str {
    if value.is_sign_negative() || value.is_zero() {
        ""
    } else {
        "+"
    }
}

fn quote(report: &Report, figure: usize) -> &str {
    report
        .figures
        .get(figure)
        .map_or("", |figure| report.quote(figure.span))
}

/// One indicator as a line of words: `复议申请 35件 → 45件 +28.6%`.
pub fn line(previous: &Previous, report: &Report, indicator: &Indicator) -> String {
    format!(
        "{} {} → {} {}",
        indicator.subject,
        quote(&previous.report, indicator.old),
        quote(report, indicator.new),
        percent(indicator),
    )
}

impl CompareScreen {
    /// The indicators in the order that is shown.
    pub(super) fn indicator_order(&self, previous: &Previous) -> Vec<usize> {
        let indicators = &previous.comparison.indicators;
        let mut order: Vec<usize> = (0..indicators.len()).collect();
        if self.by_size {
            order.sort_by_key(|&idx| {
                let percent = indicators.get(idx).and_then(|indicator| indicator.percent);
                std::cmp::Reverse(percent.map(|percent| percent.abs()))
            });
        }
        order
    }

    pub(super) fn view_indicators(
        &self,
        shared: &Shared,
        canvas: &mut Canvas,
        body: Rect,
        document: &Document,
        previous: &Previous,
    ) {
        let order = self.indicator_order(previous);
        if order.is_empty() {
            wrapping::draw(
                canvas,
                body,
                1,
                &[Piece::plain(format!(
                    "   {}",
                    shared.text("ui.no-indicators")
                ))],
                3,
            );
            return;
        }
        let (list, detail) = super::view::split(body);
        let subject = usize::from(body.width)
            .saturating_sub(3 + 4 * 12)
            .clamp(8, 44);
        if list.y > body.y {
            let header = format!(
                "   {}{}{}{}{}",
                column(shared.text("ui.column-subject"), subject),
                column_right(&year(previous.entry.year), 12),
                column_right(&year(document.entry.year), 12),
                column_right(shared.text("ui.column-delta"), 12),
                column_right("%", 12),
            );
            canvas.line(body, 0, &[Piece::dim(header)]);
        }
        for (line, (row, &idx)) in
            (0..list.height).zip(order.iter().enumerate().skip(self.list.top))
        {
            let Some(indicator) = previous.comparison.indicators.get(idx) else {
                continue;
            };
            let chosen = row == self.list.row;
            let ink = if chosen { Ink::Strong } else { Ink::Plain };
            let delta = change(indicator.delta);
            let change = indicator.percent.map_or_else(String::new, |percent| {
                format!("{}{}%", plus(percent), percent.round_dp(1))
            });
            let loud = indicator
                .percent
                .is_some_and(|percent| percent.abs() >= Decimal::ONE_HUNDRED)
                || indicator.delta.is_zero();
            canvas.line(
                list,
                line,
                &[
                    Piece::new(if chosen { " ▸ " } else { "   " }, Ink::Accent),
                    Piece::new(column(&indicator.subject, subject), ink),
                    Piece::new(
                        column_right(quote(&previous.report, indicator.old), 12),
                        Ink::Dim,
                    ),
                    Piece::new(
                        column_right(quote(&document.report, indicator.new), 12),
                        ink,
                    ),
                    Piece::new(column_right(&delta, 12), ink),
                    Piece::new(
                        column_right(&change, 12),
                        if loud { Ink::Doubt } else { ink },
                    ),
                ],
            );
        }
        let chosen = order
            .get(self.list.row)
            .and_then(|&idx| previous.comparison.indicators.get(idx));
        if let (Some(area), Some(indicator)) = (detail, chosen) {
            canvas.rule(area, 0);
            let old = sentence_of(&previous.report, indicator.old);
            let new = sentence_of(&document.report, indicator.new);
            let row = wrapping::draw(
                canvas,
                area,
                1,
                &[
                    Piece::dim(format!(" {} ", year(previous.entry.year))),
                    Piece::plain(old),
                ],
                6,
            );
            wrapping::draw(
                canvas,
                area,
                row,
                &[
                    Piece::dim(format!(" {} ", year(document.entry.year))),
                    Piece::plain(new),
                ],
                6,
            );
        }
    }
}

fn year(year: Option<i16>) -> String {
    year.map(|year| year.to_string()).unwrap_or_default()
}

/// The clause in which a figure stands.
fn sentence_of(report: &Report, figure: usize) -> String {
    let span = report
        .figures
        .get(figure)
        .map(|figure| figure.span)
        .unwrap_or_default();
    let sentence = crate::tui::screen::report::cursor::sentence(report, span.start);
    report
        .quote(sentence.hull(span))
        .split_whitespace()
        .collect()
}
