//! From letters with places to lines in reading order.

mod align;
mod clean;
mod column;
mod fragment;
mod grid;
mod row;

use super::content::Ink;
use super::font::{Font, Weight};
use std::rc::Rc;

use crate::order;

pub(super) use clean::{is_wide, join};

/// A page read in order.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Runs of lines that share their margins: a column, or what stands above and below columns.
    pub blocks: Vec<Block>,
    /// Bottom and top of the sheet, in the direction of the text.
    pub bottom: f32,
    pub top: f32,
    /// Slanted texts, such as watermarks, which are left out.
    pub slanted: usize,
}

#[derive(Debug, Default)]
pub(super) struct Block {
    pub items: Vec<Item>,
}

#[derive(Debug)]
pub(super) enum Item {
    Line(Line),
    Table(Table),
}

/// A line of text.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub text: String,
    pub left: f32,
    pub right: f32,
    /// Baseline, growing upwards.
    pub y: f32,
    /// Size of most of its letters.
    pub size: f32,
    pub weight: Weight,
    /// The font of most of its letters, as an index into those of the document.
    pub font: usize,
    /// Where the text behind a leading label or bullet begins, if a gap sets it off.
    pub hanging: Option<f32>,
    /// Runs across the text instead of along it, such as a label on the margin.
    pub is_aside: bool,
}

/// A table: its rows, each with its cells apart by one tab.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pub rows: Vec<String>,
    pub top: f32,
    pub left: f32,
    pub right: f32,
}

impl Item {
    /// Where it begins, from above.
    pub fn top(&self) -> f32 {
        match self {
            Item::Line(line) => line.y,
            Item::Table(table) => table.top,
        }
    }
}

/// Reads a page.
pub(super) fn page(ink: &Ink, fonts: &[Rc<Font>]) -> Page {
    let course = fragment::main_course(ink);
    let turned = fragment::fragments(ink, course, fonts);
    let rules = grid::lines(ink, course);
    let (tables, fragments) = grid::tables(&rules, turned.along);
    let mut rows = row::rows(fragments);
    rows.extend(tables.into_iter().map(row::Row::of_table));
    order::sort_by(&mut rows, |one, other| other.top().total_cmp(&one.top()));
    let mut blocks: Vec<Block> = column::split(rows)
        .into_iter()
        .map(|rows| Block {
            items: align::items(rows),
        })
        .collect();
    blocks.extend(row::asides(turned.across));
    let (bottom, top) = fragment::extent(ink, course);
    Page {
        blocks,
        bottom,
        top,
        slanted: turned.slanted,
    }
}
