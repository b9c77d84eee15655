//! What the operators of a page draw: letters with their places, ruling lines, pictures.

mod marked;
mod path;
mod run;
mod state;
mod text;
mod walk;

use std::ops::Range;

use super::matrix::Point;

pub(super) use walk::Walker;

/// Everything on a page that matters to its text.
#[derive(Debug, Default)]
pub(super) struct Ink {
    pub glyphs: Vec<Glyph>,
    /// The letters of all glyphs.
    pub text: String,
    pub rules: Vec<Rule>,
    /// Pictures that are too large for a bullet or a line.
    pub pictures: usize,
    /// Letters whose meaning the file does not tell.
    pub unknown: usize,
    /// Whether shapes were filled that may be letters turned into outlines.
    pub shapes: usize,
    pub sheet: Sheet,
}

/// The visible part of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Sheet {
    pub left: f32,
    pub bottom: f32,
    pub right: f32,
    pub top: f32,
}

/// One letter, or several that are drawn as one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Glyph {
    /// Where the pen stood.
    pub start: Point,
    /// Where the glyph ends on its baseline.
    pub end: Point,
    /// Height of the font on the page.
    pub size: f32,
    pub course: Course,
    /// Index into the fonts of the document.
    pub font: usize,
    /// Its letters in the text of the page.
    pub text: Range<usize>,
}

/// Which way a text runs on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Course {
    Right,
    Up,
    Left,
    Down,
    Slanted,
}

/// A straight line along an edge of the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rule {
    pub from: Point,
    pub to: Point,
}

impl Course {
    /// The course of a direction that need not be of any length.
    pub fn of(x: f32, y: f32) -> Course {
        if y.abs() <= x.abs() * 0.08 {
            if x >= 0.0 {
                Course::Right
            } else {
                Course::Left
            }
        } else if x.abs() <= y.abs() * 0.08 {
            if y >= 0.0 { Course::Up } else { Course::Down }
        } else {
            Course::Slanted
        }
    }
}

impl Sheet {
    pub fn new([left, bottom, right, top]: [f32; 4]) -> Sheet {
        Sheet {
            left: left.min(right),
            bottom: bottom.min(top),
            right: left.max(right),
            top: bottom.max(top),
        }
    }

    /// The part that lies on both; the first where they have nothing in common.
    pub fn cut(self, other: Sheet) -> Sheet {
        let both = Sheet {
            left: self.left.max(other.left),
            bottom: self.bottom.max(other.bottom),
            right: self.right.min(other.right),
            top: self.top.min(other.top),
        };
        if both.left < both.right && both.bottom < both.top {
            both
        } else {
            self
        }
    }

    /// Whether the point lies on the sheet or within the margin around it.
    pub fn holds(self, point: Point, margin: f32) -> bool {
        point.x >= self.left - margin
            && point.x <= self.right + margin
            && point.y >= self.bottom - margin
            && point.y <= self.top + margin
    }
}
