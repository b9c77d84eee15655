//! The title and the headings, where their type says so.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::paragraph::Paragraph;
use crate::import::pdf::font::{Font, Weight};
use crate::order;
use crate::report::MarkKind;

/// The title is larger than the text by this.
const TITLE: f32 = 1.15;

/// A heading is larger than the text by this, or set in a heavier font.
const LARGER: f32 = 1.08;

/// The title stands among the first paragraphs.
const OPENING: usize = 12;

/// A title is no longer than this, all lines together.
const LONGEST_TITLE: usize = 120;

/// A heading is no longer than this.
const LONGEST_HEADING: usize = 50;

/// Type: size in quarters, how the font stands out, its name.
type Style<'a> = (i32, Weight, &'a str);

pub(super) fn mark(paragraphs: &mut [Paragraph], fonts: &[Rc<Font>]) {
    let Some(body) = body(paragraphs) else {
        return;
    };
    mark_title(paragraphs, body);
    mark_headings(paragraphs, fonts, body);
}

/// Size and weight of most of the text.
fn body(paragraphs: &[Paragraph]) -> Option<(f32, Weight)> {
    let mut letters: BTreeMap<(i32, Weight), (usize, f32)> = BTreeMap::new();
    for paragraph in paragraphs
        .iter()
        .filter(|paragraph| paragraph.kind.is_none())
    {
        let style = ((paragraph.size * 4.0).round() as i32, paragraph.weight);
        let entry = letters.entry(style).or_insert((0, paragraph.size));
        entry.0 += paragraph.text.len();
    }
    letters
        .into_iter()
        .max_by_key(|(_, (count, _))| *count)
        .map(|((_, weight), (_, size))| (size, weight))
}

/// The largest lines at the top of the first page; the red head of an official document is larger, but no title.
fn mark_title(paragraphs: &mut [Paragraph], (size, weight): (f32, Weight)) {
    let Some(page) = paragraphs.first().map(|first| first.page) else {
        return;
    };
    let opening = paragraphs
        .iter()
        .take(OPENING)
        .take_while(|paragraph| paragraph.page == page)
        .enumerate()
        .filter(|(_, paragraph)| paragraph.kind.is_none());
    let largest = opening
        .clone()
        .filter(|(_, paragraph)| is_title(paragraph, size * TITLE))
        .max_by(|(here, one), (there, other)| {
            one.size.total_cmp(&other.size).then(there.cmp(here))
        });
    let bold = || {
        opening.clone().take(4).find(|(_, paragraph)| {
            paragraph.is_centred && paragraph.weight > weight && is_title(paragraph, size)
        })
    };
    let Some((first, _)) = largest.or_else(bold) else {
        return;
    };
    let Some((style, letters)) = paragraphs.get(first).map(|paragraph| {
        (
            (paragraph.size, paragraph.weight),
            paragraph.text.chars().count(),
        )
    }) else {
        return;
    };
    let mut left = LONGEST_TITLE.saturating_sub(letters);
    for (idx, paragraph) in paragraphs.iter_mut().skip(first).enumerate() {
        let letters = paragraph.text.chars().count();
        let is_alike = (paragraph.size - style.0).abs() < style.0 * 0.05
            && paragraph.weight == style.1
            && (idx == 0 || (paragraph.is_centred && letters <= left));
        if paragraph.kind.is_some() || !is_alike {
            break;
        }
        if idx > 0 {
            left -= letters;
        }
        paragraph.kind = Some(MarkKind::Title);
    }
}

fn is_title(paragraph: &Paragraph, size: f32) -> bool {
    let letters = paragraph.text.chars().count();
    paragraph.size >= size
        && (2..=LONGEST_TITLE).contains(&letters)
        && !paragraph.text.ends_with("文件")
        && !paragraph.text.ends_with('。')
}

/// Levels by size, and among headings of one size in the order in which they first appear.
fn mark_headings(paragraphs: &mut [Paragraph], fonts: &[Rc<Font>], body: (f32, Weight)) {
    let name = |font: usize| fonts.get(font).map_or("", |font| font.name.as_str());
    let style = |paragraph: &Paragraph| -> Option<Style> {
        let size = (paragraph.size * 4.0).round() as i32;
        is_heading(paragraph, body).then(|| (-size, paragraph.weight, name(paragraph.font)))
    };
    let mut styles: BTreeMap<Style, (usize, usize)> = BTreeMap::new();
    for (idx, found) in paragraphs.iter().map(style).enumerate() {
        if let Some(found) = found {
            styles.entry(found).or_insert((idx, 0)).1 += 1;
        }
    }
    // One odd line is no heading.
    styles.retain(|_, (_, count)| *count > 1);
    let mut order: Vec<(i32, usize, Style)> = styles
        .iter()
        .map(|(style, (first, _))| (style.0, *first, *style))
        .collect();
    order::sort(&mut order);
    let levels: BTreeMap<Style, u8> = order
        .into_iter()
        .map(|(_, _, style)| style)
        .zip(1..=6)
        .collect();
    let found: Vec<Option<u8>> = paragraphs
        .iter()
        .map(|paragraph| levels.get(&style(paragraph)?).copied())
        .collect();
    for (paragraph, level) in paragraphs.iter_mut().zip(found) {
        if let Some(level) = level {
            paragraph.kind = Some(MarkKind::Heading(level));
        }
    }
}

fn is_heading(paragraph: &Paragraph, (size, weight): (f32, Weight)) -> bool {
    let letters = paragraph.text.chars().count();
    let stands_out = paragraph.size > size * LARGER
        || (paragraph.weight > weight && paragraph.size > size * 0.95);
    paragraph.kind.is_none()
        && stands_out
        && paragraph.lines <= 2
        && (2..=LONGEST_HEADING).contains(&letters)
        && !paragraph.text.ends_with(['。', ';', '；', ',', '，', '、'])
}
