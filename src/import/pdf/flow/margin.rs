//! Where the lines of a page begin and end, and how far they stand apart.

use std::collections::BTreeMap;

use crate::import::pdf::layout::{Block, Item, Line, Page};
use crate::order;

/// Marks that word processors let hang over the margin.
const HANGING: [char; 8] = ['，', '。', '；', '：', '、', ',', '.', ';'];

/// Left and right margin of a run of lines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Margins {
    pub left: f32,
    pub right: f32,
}

/// Fewer lines do not show where their margins are.
const FEWEST_LINES: usize = 4;

/// Margins that differ by no more than this, in points, are those of one column.
const SAME_COLUMN: f32 = 8.0;

pub(super) fn lines(block: &Block) -> impl Iterator<Item = &Line> {
    block.items.iter().filter_map(|item| match item {
        Item::Line(line) if !line.is_aside => Some(line),
        Item::Line(_) | Item::Table(_) => None,
    })
}

/// The size in which most of the text is set.
pub(super) fn body_size(pages: &[Page]) -> f32 {
    let mut letters: BTreeMap<i32, usize> = BTreeMap::new();
    for line in pages.iter().flat_map(|page| &page.blocks).flat_map(lines) {
        *letters.entry((line.size * 4.0).round() as i32).or_default() += line.text.len();
    }
    letters
        .into_iter()
        .max_by_key(|(_, count)| *count)
        .map_or(0.0, |(size, _)| size as f32 / 4.0)
}

/// The distance of lines that follow each other, by their size in quarters.
pub(super) fn pitches(pages: &[Page]) -> BTreeMap<i32, f32> {
    let mut found: BTreeMap<i32, Vec<f32>> = BTreeMap::new();
    for block in pages.iter().flat_map(|page| &page.blocks) {
        for pair in block.items.windows(2) {
            if let [Item::Line(above), Item::Line(below)] = pair
                && (above.size - below.size).abs() < 0.5
                && above.y > below.y
            {
                let size = (below.size * 4.0).round() as i32;
                found.entry(size).or_default().push(above.y - below.y);
            }
        }
    }
    found
        .into_iter()
        .filter_map(|(size, mut pitches)| {
            order::sort_by(&mut pitches, f32::total_cmp);
            // Lines within a paragraph stand closer than paragraphs do.
            Some((size, *pitches.get(pitches.len() * 2 / 5)?))
        })
        .collect()
}

/// The margins of every block of every page.
pub(super) fn margins(pages: &[Page]) -> Vec<Vec<Margins>> {
    let whole: Vec<Margins> = pages.iter().filter_map(of_page).collect();
    let usual = Margins {
        left: middle(whole.iter().map(|margins| margins.left).collect()),
        right: middle(whole.iter().map(|margins| margins.right).collect()),
    };
    let columns: Vec<Margins> = pages
        .iter()
        .filter(|page| is_in_columns(page))
        .flat_map(|page| &page.blocks)
        .filter_map(|block| own(lines(block)))
        .collect();
    // The last page may fill one column only.
    let is_column = |own: Margins| {
        let is_near = |one: f32, other: f32| (one - other).abs() <= SAME_COLUMN;
        columns
            .iter()
            .any(|known| is_near(known.left, own.left) && is_near(known.right, own.right))
    };
    pages
        .iter()
        .map(|page| {
            let page_margins = of_page(page).map_or(usual, |own| near(own, usual, page));
            let in_columns = is_in_columns(page);
            page.blocks
                .iter()
                .map(|block| match own(lines(block)) {
                    Some(own) if in_columns || is_column(own) => own,
                    _ => page_margins,
                })
                .collect()
        })
        .collect()
}

/// A page of few or short lines has the margins of the others.
fn near(own: Margins, usual: Margins, page: &Page) -> Margins {
    let em = page
        .blocks
        .iter()
        .flat_map(lines)
        .map(|line| line.size)
        .fold(0.0, f32::max);
    Margins {
        left: if own.left > usual.left + em {
            usual.left
        } else {
            own.left
        },
        right: if own.right < usual.right - em {
            usual.right
        } else {
            own.right
        },
    }
}

fn of_page(page: &Page) -> Option<Margins> {
    own(page.blocks.iter().flat_map(lines))
}

/// Whether several runs of lines stand side by side or apart.
fn is_in_columns(page: &Page) -> bool {
    let runs = page.blocks.iter();
    runs.filter(|block| lines(block).count() >= FEWEST_LINES)
        .count()
        > 1
}

/// The outermost places where at least two lines begin and end.
fn own<'a>(lines: impl Iterator<Item = &'a Line>) -> Option<Margins> {
    let (mut left, mut right, mut size) = (Vec::new(), Vec::new(), 0.0f32);
    for line in lines {
        left.push(line.left);
        let hanging = if line.text.ends_with(HANGING) {
            line.size
        } else {
            0.0
        };
        right.push(hanging - line.right);
        size = size.max(line.size);
    }
    if left.len() < FEWEST_LINES {
        return None;
    }
    Some(Margins {
        left: outermost(left, size)?,
        right: -outermost(right, size)?,
    })
}

/// The lowest number that has another one near it; the lowest of all if none has.
fn outermost(mut places: Vec<f32>, size: f32) -> Option<f32> {
    order::sort_by(&mut places, f32::total_cmp);
    places
        .windows(2)
        .find_map(|pair| match pair {
            [one, other] if other - one <= size * 0.6 => Some(*one),
            _ => None,
        })
        .or_else(|| places.first().copied())
}

fn middle(mut numbers: Vec<f32>) -> f32 {
    order::sort_by(&mut numbers, f32::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(0.0)
}
