//! Paths, of which only straight lines along the edges of the page are kept: the rules of tables.

use crate::import::pdf::matrix::{Matrix, Point};

use super::{Ink, Rule};

/// A bar that is no thicker than this is a line.
const THICKEST: f32 = 3.0;

/// A line that is shorter than this is an ornament.
const SHORTEST: f32 = 5.0;

/// More lines than any table of a report has on a page.
const MOST_RULES: usize = 20_000;

/// The path under construction, on the page.
#[derive(Debug, Default)]
pub(super) struct Path {
    segments: Vec<(Point, Point)>,
    /// Bounds of the parts: lowest and highest corner.
    parts: Vec<(Point, Point)>,
    start: Point,
    pen: Point,
    is_curved: bool,
}

impl Path {
    pub fn go_to(&mut self, point: Point) {
        self.start = point;
        self.pen = point;
        self.parts.push((point, point));
    }

    pub fn line_to(&mut self, point: Point) {
        if self.segments.len() < MOST_RULES {
            self.segments.push((self.pen, point));
        }
        self.reach(point);
    }

    pub fn curve_to(&mut self, point: Point) {
        self.is_curved = true;
        self.reach(point);
    }

    fn reach(&mut self, point: Point) {
        if let Some((low, high)) = self.parts.last_mut() {
            low.x = low.x.min(point.x);
            low.y = low.y.min(point.y);
            high.x = high.x.max(point.x);
            high.y = high.y.max(point.y);
        }
        self.pen = point;
    }

    pub fn close(&mut self) {
        self.line_to(self.start);
    }

    pub fn rectangle(&mut self, map: Matrix, [x, y, width, height]: [f32; 4]) {
        self.go_to(map.apply(x, y));
        self.line_to(map.apply(x + width, y));
        self.line_to(map.apply(x + width, y + height));
        self.line_to(map.apply(x, y + height));
        self.close();
    }

    /// Draws the outline.
    pub fn stroke(&self, ink: &mut Ink) {
        for (from, to) in &self.segments {
            keep(ink, *from, *to);
        }
    }

    /// Fills the inside: a bar as thin as a line is one.
    pub fn fill(&self, ink: &mut Ink) {
        if self.is_curved {
            ink.shapes += 1;
        }
        for (low, high) in &self.parts {
            let middle = Point {
                x: (low.x + high.x) / 2.0,
                y: (low.y + high.y) / 2.0,
            };
            if high.y - low.y <= THICKEST {
                let at = |x| Point { x, y: middle.y };
                keep(ink, at(low.x), at(high.x));
            } else if high.x - low.x <= THICKEST {
                let at = |y| Point { x: middle.x, y };
                keep(ink, at(low.y), at(high.y));
            }
        }
    }
}

fn keep(ink: &mut Ink, from: Point, to: Point) {
    let (width, height) = ((to.x - from.x).abs(), (to.y - from.y).abs());
    let is_straight = width.min(height) <= 0.5;
    if is_straight && width.max(height) >= SHORTEST && ink.rules.len() < MOST_RULES {
        ink.rules.push(Rule { from, to });
    }
}
