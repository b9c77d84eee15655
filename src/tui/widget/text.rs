//! Painting rows of laid-out text, with the styles of the passages in it.

use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::report::Span;
use crate::shown;
use crate::tui::widget::width::{self, Ambiguous};
use crate::tui::widget::wrap::{Glyph, Kind, Layout};

/// A laid-out paragraph with its text, to be painted row by row.
#[derive(Clone, Copy, Debug)]
pub struct Painted<'a> {
    pub text: &'a str,
    pub layout: &'a Layout,
    pub ambiguous: Ambiguous,
}

impl Painted<'_> {
    /// Paints one row at the left of `area`. `runs` are passages of the paragraph with what they add to `base`, later ones
    /// over earlier ones. What a terminal must not see is its mark in reverse video.
    pub fn row(
        &self,
        row: usize,
        area: Rect,
        buf: &mut Buffer,
        base: Style,
        runs: &[(Span, Style)],
    ) {
        let Some(bounds) = self.layout.rows().get(row) else {
            return;
        };
        let bounds = Span::new(bounds.start, bounds.end);
        let runs: Vec<&(Span, Style)> = runs
            .iter()
            .filter(|(span, _)| span.overlap(bounds) > 0)
            .collect();
        let glyphs = self.layout.glyphs_of(row);
        for (at, glyph) in glyphs.iter().enumerate() {
            let start = glyph.start as usize;
            let end = glyphs
                .get(at + 1)
                .map_or(bounds.end, |next| next.start as usize);
            let style = runs
                .iter()
                .filter(|(span, _)| span.contains(start))
                .fold(base, |style, (_, added)| style.patch(*added));
            let symbol = Span::new(start, end).of(self.text);
            paint_glyph(symbol, glyph, area, buf, style, self.ambiguous);
        }
    }
}

fn paint_glyph(
    symbol: &str,
    glyph: &Glyph,
    area: Rect,
    buf: &mut Buffer,
    style: Style,
    ambiguous: Ambiguous,
) {
    let room = area.intersection(buf.area);
    let x = area.x.saturating_add(glyph.cell);
    let cells = u16::from(glyph.cells);
    if room.is_empty() || cells == 0 || x.saturating_add(cells) > room.right() {
        return;
    }
    match glyph.kind {
        Kind::Text => put(buf, x, room.y, symbol, cells, style, ambiguous),
        Kind::Blank | Kind::LineEnd => {
            (0..cells).for_each(|cell| put(buf, x + cell, room.y, " ", 1, style, ambiguous));
        }
        Kind::Mark => {
            let style = style.add_modifier(Modifier::REVERSED);
            let mark = symbol.chars().next().map(shown::mark).unwrap_or_default();
            put_text(buf, Rect::new(x, room.y, cells, 1), &mark, style, ambiguous);
        }
    }
}

/// Writes a short text that is already safe, cut where the area ends; gives back the column after it.
pub fn put_text(
    buf: &mut Buffer,
    area: Rect,
    text: &str,
    style: Style,
    ambiguous: Ambiguous,
) -> u16 {
    let layout_room = area.intersection(buf.area);
    let mut x = layout_room.x;
    let mut chars = text.char_indices().peekable();
    while let Some((start, char)) = chars.next() {
        let mut end = start + char.len_utf8();
        while let Some((next, follower)) = chars.peek().copied() {
            if width::char_cells(follower, ambiguous) > 0 {
                break;
            }
            end = next + follower.len_utf8();
            chars.next();
        }
        let symbol = text.get(start..end).unwrap_or("");
        let cells = width::cells(symbol, ambiguous);
        if x.saturating_add(cells) > layout_room.right() || layout_room.is_empty() {
            break;
        }
        if cells > 0 {
            put(buf, x, layout_room.y, symbol, cells, style, ambiguous);
        }
        x += cells;
    }
    x
}

/// Puts one character into its cells.
fn put(
    buf: &mut Buffer,
    x: u16,
    y: u16,
    symbol: &str,
    cells: u16,
    style: Style,
    ambiguous: Ambiguous,
) {
    for follower in 1..cells {
        if let Some(cell) = buf.cell_mut((x + follower, y)) {
            cell.reset();
            cell.set_style(style);
        }
    }
    let Some(cell) = buf.cell_mut((x, y)) else {
        return;
    };
    cell.set_symbol(symbol)
        .set_style(style)
        .set_diff_option(CellDiffOption::None);
    let forced = ambiguous == Ambiguous::Wide && width::cells(symbol, Ambiguous::Narrow) != cells;
    if let Some(cells) = std::num::NonZeroU16::new(cells).filter(|_| forced) {
        cell.set_diff_option(CellDiffOption::ForcedWidth(cells));
    }
}
