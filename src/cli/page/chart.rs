//! Small drawings inside a row: the course of a figure over the years, a bar beside others. The figures stand beside them,
//! so a text that cannot draw shows blocks, and a reader that reads aloud passes over them.

use rust_decimal::Decimal;

/// What is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Drawing {
    /// A value a year; none where the year does not tell it.
    Course(Vec<Option<Decimal>>),
    /// A share of the longest bar, from 0 to 1.
    Bar(Decimal),
}

/// Units between two years, the height of the drawing, and what is left free around it.
const STEP: i64 = 12;
const HEIGHT: i64 = 20;
const MARGIN: i64 = 3;
/// The length of the longest bar.
const LONGEST: i64 = 100;

impl Drawing {
    /// As SVG inside HTML; it takes its colour from the text around it.
    pub fn svg(&self) -> String {
        match self {
            Drawing::Course(values) => course(values),
            Drawing::Bar(share) => bar(*share),
        }
    }
}

fn bar(share: Decimal) -> String {
    let length = share.clamp(Decimal::ZERO, Decimal::ONE) * Decimal::from(LONGEST);
    let length = length.round_dp(1).normalize();
    format!(
        "<svg class=\"bar\" viewBox=\"0 0 {LONGEST} 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
<rect width=\"{length}\" height=\"8\"/></svg>"
    )
}

/// A line through the years that follow each other, a point for one alone, and a point at the last.
fn course(values: &[Option<Decimal>]) -> String {
    let points = points(values);
    let width = i64::try_from(values.len().saturating_sub(1)).unwrap_or(0) * STEP + 2 * MARGIN;
    let mut drawn = String::new();
    for line in points.split(|point| point.is_none()) {
        let line: Vec<String> = line
            .iter()
            .flatten()
            .map(|(x, y)| format!("{x},{y}"))
            .collect();
        if line.len() > 1 {
            drawn.push_str(&format!("<polyline points=\"{}\"/>", line.join(" ")));
        } else if let Some(point) = line.first() {
            drawn.push_str(&dot(point));
        }
    }
    if let Some((x, y)) = points.iter().flatten().next_back() {
        drawn.push_str(&dot(&format!("{x},{y}")));
    }
    format!(
        "<svg class=\"course\" viewBox=\"0 0 {width} {HEIGHT}\" aria-hidden=\"true\">{drawn}</svg>"
    )
}

fn dot(point: &str) -> String {
    let (x, y) = point.split_once(',').unwrap_or((point, "0"));
    format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"2\"/>")
}

/// Where each year's value stands, the greatest on top; all in the middle where they are the same.
fn points(values: &[Option<Decimal>]) -> Vec<Option<(i64, Decimal)>> {
    let known = || values.iter().flatten().copied();
    let (Some(low), Some(high)) = (known().min(), known().max()) else {
        return vec![None; values.len()];
    };
    let room = Decimal::from(HEIGHT - 2 * MARGIN);
    let height = |value: Decimal| -> Option<Decimal> {
        let range = high.checked_sub(low).filter(|range| !range.is_zero());
        let share = match range {
            Some(range) => value.checked_sub(low)?.checked_div(range)?,
            None => Decimal::new(5, 1),
        };
        Some(Decimal::from(HEIGHT - MARGIN) - share * room)
    };
    let years = (0..).map(|year: i64| MARGIN + year * STEP);
    values
        .iter()
        .zip(years)
        .map(|(value, x)| Some((x, height((*value)?)?.round_dp(1).normalize())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_silent_year_breaks_the_line() {
        let check = |values: &[Option<i64>], wants: &[&str], lacks: &str| {
            let values = values.iter().map(|value| value.map(Decimal::from));
            let svg = Drawing::Course(values.collect()).svg();
            assert!(wants.iter().all(|want| svg.contains(want)), "{svg}");
            assert!(!svg.contains(lacks), "{svg}");
        };
        check(&[Some(1), Some(3)], &["3,17 15,3", "cx=\"15\""], "NaN");
        let broken = [
            "<polyline points=\"3,17 15,10\"/>",
            "<circle cx=\"39\" cy=\"3\"",
        ];
        check(&[Some(1), Some(2), None, Some(3)], &broken, "27,");
        check(&[Some(5), Some(5)], &["3,10 15,10"], "NaN");
        check(&[None, None], &["<svg"], "circle");
    }

    #[test]
    fn no_bar_is_longer_than_the_longest() {
        let check = |share: Decimal, want: &str| {
            let svg = Drawing::Bar(share).svg();
            assert!(svg.contains(&format!("width=\"{want}\"")), "{svg}");
        };
        check(Decimal::new(5, 1), "50");
        check(Decimal::from(7), "100");
        check(Decimal::from(-1), "0");
    }
}
