//! Glyphs that were drawn in one go, turned so that the text of the page runs to the right.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::clean::is_blank;
use crate::import::pdf::content::{Course, Glyph, Ink};
use crate::import::pdf::font::{Font, Weight};
use crate::import::pdf::matrix::Point;

/// Glyphs next to each other on one baseline.
#[derive(Clone, Debug, Default)]
pub(super) struct Fragment {
    /// May begin with blanks, which do not count for `left`.
    pub text: String,
    pub left: f32,
    pub right: f32,
    pub y: f32,
    pub size: f32,
    pub weight: Weight,
    /// Index into the fonts of the document.
    pub font: usize,
}

/// The fragments of a page.
#[derive(Debug, Default)]
pub(super) struct Turned {
    pub along: Vec<Fragment>,
    /// Those at a right angle to the others.
    pub across: Vec<Fragment>,
    /// How many glyphs lie askew.
    pub slanted: usize,
}

/// The way most of the text runs.
pub(super) fn main_course(ink: &Ink) -> Course {
    let mut counts: BTreeMap<Course, usize> = BTreeMap::new();
    for glyph in &ink.glyphs {
        *counts.entry(glyph.course).or_default() += 1;
    }
    counts.remove(&Course::Slanted);
    counts
        .into_iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map_or(Course::Right, |(course, _)| course)
}

/// Turns the page so that the course runs to the right.
pub(super) fn turn(point: Point, course: Course) -> Point {
    let Point { x, y } = point;
    match course {
        Course::Right | Course::Slanted => point,
        Course::Up => Point { x: y, y: -x },
        Course::Left => Point { x: -x, y: -y },
        Course::Down => Point { x: -y, y: x },
    }
}

/// Lower and upper edge of the turned sheet.
pub(super) fn extent(ink: &Ink, course: Course) -> (f32, f32) {
    let corner = |x, y| turn(Point { x, y }, course).y;
    let one = corner(ink.sheet.left, ink.sheet.bottom);
    let other = corner(ink.sheet.right, ink.sheet.top);
    (one.min(other), one.max(other))
}

/// A fragment under construction, and the blanks behind its last letter.
#[derive(Default)]
struct Open {
    fragment: Fragment,
    course: Option<Course>,
    blanks: String,
    /// Where the last glyph ended, blanks included.
    pen: f32,
}

pub(super) fn fragments(ink: &Ink, course: Course, fonts: &[Rc<Font>]) -> Turned {
    let mut turned = Turned::default();
    let mut open = Open::default();
    for glyph in &ink.glyphs {
        let text = ink.text.get(glyph.text.clone()).unwrap_or_default();
        if glyph.course == Course::Slanted {
            turned.slanted += usize::from(!text.chars().all(is_blank));
            continue;
        }
        if !open.goes_on(glyph) {
            open.finish(&mut turned, course);
            open.begin(glyph, fonts);
        }
        open.take(glyph, text);
    }
    open.finish(&mut turned, course);
    turned
}

impl Open {
    /// Whether the glyph stands right behind the last one.
    fn goes_on(&self, glyph: &Glyph) -> bool {
        if self.course != Some(glyph.course) || self.fragment.font != glyph.font {
            return false;
        }
        let start = turn(glyph.start, glyph.course);
        let size = self.fragment.size;
        let gap = start.x - self.pen;
        (glyph.size - size).abs() <= size * 0.02
            && (start.y - self.fragment.y).abs() <= size * 0.05
            && (-size * 0.3..=size * 0.25).contains(&gap)
            && (self.blanks.is_empty() || start.x - self.fragment.right < size * 1.6)
    }

    fn begin(&mut self, glyph: &Glyph, fonts: &[Rc<Font>]) {
        let start = turn(glyph.start, glyph.course);
        self.fragment.y = start.y;
        self.fragment.size = glyph.size;
        self.fragment.weight = fonts
            .get(glyph.font)
            .map(|font| font.weight)
            .unwrap_or_default();
        self.fragment.font = glyph.font;
        self.course = Some(glyph.course);
    }

    fn take(&mut self, glyph: &Glyph, text: &str) {
        let start = turn(glyph.start, glyph.course).x;
        let end = turn(glyph.end, glyph.course).x;
        self.pen = start.max(end);
        if text.chars().all(is_blank) {
            self.blanks.push_str(text);
            return;
        }
        let fragment = &mut self.fragment;
        if fragment.text.is_empty() {
            fragment.left = start.min(end);
        }
        fragment.right = self.pen;
        fragment.text.push_str(&self.blanks);
        fragment.text.push_str(text);
        self.blanks.clear();
    }

    fn finish(&mut self, turned: &mut Turned, main: Course) {
        let open = std::mem::take(self);
        let Some(course) = open.course else { return };
        if open.fragment.text.is_empty() {
            return;
        }
        let mut fragment = open.fragment;
        fragment.text.push_str(&open.blanks);
        if course == main {
            turned.along.push(fragment);
        } else {
            turned.across.push(fragment);
        }
    }
}
