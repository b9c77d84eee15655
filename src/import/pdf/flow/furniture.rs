//! Page heads, page feet and page numbers: what stands at the same place of many pages, and says the same but for digits.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex_lite::Regex;

use crate::import::pdf::layout::{Item, Page};
use crate::order;
use crate::report::han::OF_LABELS;

/// So many lines at each edge of a page may be furniture.
const DEEPEST: usize = 4;

/// Heights that differ by no more than this are the same.
const SAME_HEIGHT: f32 = 6.0;

static PAGE_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    const LINE: &str = r"[-\u{2010}-\u{2015}\u{2500}\u{FF0D}·•・~_.|]";
    const SLASH: &str = r"[,/|\u{FF0C}\u{FF0F}、]?";
    let number = format!("(?:[0-9\u{FF10}-\u{FF19}]{{1,4}}|[{OF_LABELS}]{{1,5}}|[ivxIVX]{{1,6}})");
    let pattern = format!(
        "(?i)^(?:{LINE}*(?:[0-9\u{FF10}-\u{FF19}]{{1,4}}|[ivx]{{1,6}})(?:[/\u{FF0F}]{number})?{LINE}*\
         |{LINE}+{number}{LINE}+\
         |第{number}[页頁]{SLASH}(?:[共总總]{number}[页頁])?\
         |[共总總]{number}[页頁]{SLASH}(?:第{number}[页頁])?\
         |page{number}(?:(?:of|/){number})?)$"
    );
    Regex::new(&pattern).expect("a fixed pattern")
});

/// A line or table at the edge of a page.
struct Edge {
    block: usize,
    item: usize,
    /// From the edge of the sheet.
    distance: f32,
    /// The text with its digits masked; nothing for a table.
    key: Option<String>,
    is_number: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Side {
    Top,
    Bottom,
}

/// Takes the furniture out of the pages and says how much it was.
pub(super) fn drop(pages: &mut [Page]) -> usize {
    let edges: Vec<[(Side, Vec<Edge>); 2]> = pages.iter().map(edges).collect();
    let repeated = heights(&edges);
    let fewest = (pages.len() / 2 + 1).clamp(2, 3);
    let mut dropped = pages.iter().filter(|page| page.slanted > 0).count();
    for (page, sides) in pages.iter_mut().zip(&edges) {
        let mut gone: Vec<(usize, usize)> = Vec::new();
        for (side, edges) in sides {
            let is_furniture =
                |edge: &&Edge| edge.is_number || is_repeated(&repeated, *side, edge, fewest);
            let furniture = edges.iter().take_while(is_furniture);
            gone.extend(furniture.map(|edge| (edge.block, edge.item)));
        }
        order::sort(&mut gone);
        gone.dedup();
        dropped += gone.len();
        for (block, item) in gone.into_iter().rev() {
            if let Some(block) = page.blocks.get_mut(block) {
                block.items.remove(item);
            }
        }
    }
    dropped
}

fn edges(page: &Page) -> [(Side, Vec<Edge>); 2] {
    let mut items: Vec<(usize, usize, &Item)> = page
        .blocks
        .iter()
        .enumerate()
        .flat_map(|(block, items)| {
            let items = items.items.iter().enumerate();
            items.map(move |(item, found)| (block, item, found))
        })
        .filter(|(_, _, item)| !matches!(item, Item::Line(line) if line.is_aside))
        .collect();
    order::sort_by(&mut items, |one, other| {
        other.2.top().total_cmp(&one.2.top())
    });
    let edge = |distance: f32, (block, item, found): &(usize, usize, &Item)| {
        let text = match found {
            Item::Line(line) => Some(line.text.as_str()),
            Item::Table(_) => None,
        };
        Edge {
            block: *block,
            item: *item,
            distance,
            key: text.map(masked),
            is_number: text.is_some_and(is_page_number),
        }
    };
    let top = items
        .iter()
        .take(DEEPEST)
        .map(|item| edge(page.top - item.2.top(), item));
    let bottom = items
        .iter()
        .rev()
        .take(DEEPEST)
        .map(|item| edge(item.2.top() - page.bottom, item));
    [(Side::Top, top.collect()), (Side::Bottom, bottom.collect())]
}

/// Without blanks, and every run of digits as one.
fn masked(text: &str) -> String {
    let mut masked = String::new();
    for letter in text.chars().filter(|letter| !letter.is_whitespace()) {
        if !letter.is_numeric() {
            masked.push(letter);
        } else if !masked.ends_with('0') {
            masked.push('0');
        }
    }
    masked
}

fn is_page_number(text: &str) -> bool {
    if text.len() > 60 {
        return false;
    }
    let text: String = text
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect();
    PAGE_NUMBER.is_match(&text)
}

/// For every text at an edge, the heights at which pages have it, sorted.
fn heights(pages: &[[(Side, Vec<Edge>); 2]]) -> HashMap<(Side, &str), Vec<f32>> {
    let mut heights: HashMap<(Side, &str), Vec<f32>> = HashMap::new();
    for (side, edges) in pages.iter().flatten() {
        for edge in edges {
            if let Some(key) = &edge.key {
                heights
                    .entry((*side, key.as_str()))
                    .or_default()
                    .push(edge.distance);
            }
        }
    }
    for heights in heights.values_mut() {
        order::sort_by(heights, f32::total_cmp);
    }
    heights
}

fn is_repeated(
    repeated: &HashMap<(Side, &str), Vec<f32>>,
    side: Side,
    edge: &Edge,
    fewest: usize,
) -> bool {
    let Some(heights) = edge
        .key
        .as_deref()
        .and_then(|key| repeated.get(&(side, key)))
    else {
        return false;
    };
    let below = heights.partition_point(|height| *height < edge.distance - SAME_HEIGHT);
    let upto = heights.partition_point(|height| *height <= edge.distance + SAME_HEIGHT);
    upto - below >= fewest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_known_by_their_form() {
        for text in [
            "1",
            "— 12 —",
            "- 3 -",
            "–4–",
            "第1页 共5页",
            "第 1 页",
            "第一页",
            "共5页 第1页",
            "1/12",
            "1 / 12",
            "·7·",
            "Page 1 of 5",
            "iv",
            "－5－",
            "第1页/共5页",
        ] {
            assert!(is_page_number(text), "{text}");
        }
        for text in [
            "2024年1月5日",
            "一、总体情况",
            "(一)",
            "1.加强领导",
            "第一,",
            "共12件",
            "12%",
            "第一章",
            "x月",
        ] {
            assert!(!is_page_number(text), "{text}");
        }
    }

    #[test]
    fn digits_are_masked() {
        assert_eq!(masked("第 12 期 共3页"), masked("第 3 期 共10页"));
        assert_ne!(masked("一、总体"), masked("二、问题"));
    }
}
