//! Painting rows of laid-out text, with the styles of the passages in it.

use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::report::Span;
use crate::shown::{self, Lines, Look, Looks};
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

/// Writes one line of text, cut where the area ends, and gives back the column after it. What a terminal must not see is
/// its mark in reverse video, so the text may come from anywhere.
pub fn put_text(
    buf: &mut Buffer,
    area: Rect,
    text: &str,
    style: Style,
    ambiguous: Ambiguous,
) -> u16 {
    let area = area.intersection(buf.area);
    if area.is_empty() {
        return area.x;
    }
    let mut looks = Looks::new(Lines::One);
    let mut x = area.x;
    let mut chars = text.char_indices().peekable();
    while let Some((start, char)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        if let Look::Mark(mark) = looks.look(char, next) {
            let room = Rect {
                x,
                width: area.right() - x,
                ..area
            };
            x = put_text(
                buf,
                room,
                &mark,
                style.add_modifier(Modifier::REVERSED),
                ambiguous,
            );
            continue;
        }
        let mut end = start + char.len_utf8();
        while let Some((at, follower)) = chars.peek().copied() {
            if width::char_cells(follower, ambiguous) > 0
                || looks.clone().look(follower, None) != Look::Plain
            {
                break;
            }
            looks.look(follower, None);
            end = at + follower.len_utf8();
            chars.next();
        }
        let symbol = text.get(start..end).unwrap_or("");
        let cells = width::cells(symbol, ambiguous);
        if x.saturating_add(cells) > area.right() {
            break;
        }
        put(buf, x, area.y, symbol, cells, style, ambiguous);
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
    let fits = width::cells(symbol, ambiguous) <= cells;
    cell.set_symbol(if fits { symbol } else { " " })
        .set_style(style)
        .set_diff_option(CellDiffOption::None);
    let forced = ambiguous == Ambiguous::Wide && width::cells(symbol, Ambiguous::Narrow) != cells;
    if let Some(cells) = std::num::NonZeroU16::new(cells).filter(|_| forced) {
        cell.set_diff_option(CellDiffOption::ForcedWidth(cells));
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Color;

    use super::*;
    use crate::tui::widget::wrap::Options;

    fn buffer() -> Buffer {
        Buffer::empty(Rect::new(0, 0, 12, 1))
    }

    #[test]
    fn text_from_anywhere_is_cut_and_made_visible() {
        let check = |text: &str, expected: &str, end: u16| {
            let mut buf = buffer();
            let area = Rect::new(1, 0, 9, 1);
            assert_eq!(
                put_text(&mut buf, area, text, Style::new(), Ambiguous::Narrow),
                end,
                "{text}"
            );
            let shown: String = buf
                .content
                .iter()
                .map(ratatui::buffer::Cell::symbol)
                .collect();
            assert_eq!(shown.trim_end(), expected, "{text}");
        };
        check("督察 ok", " 督 察  ok", 8);
        check("一二三四五", " 一 二 三 四", 9);
        check("a\u{1b}[m", " a‹ESC›[m", 9);
        check("甲\n乙", " 甲 ‹LF›乙", 9);
        check("e\u{301}x", " e\u{301}x", 3);
    }

    #[test]
    fn a_row_carries_the_styles_of_its_passages() {
        let text = "共96件,其中\u{1b}";
        let layout = Layout::new(text, 12, &Options::default());
        let painted = Painted {
            text,
            layout: &layout,
            ambiguous: Ambiguous::Narrow,
        };
        let mut buf = buffer();
        let (bold, red) = (Style::new().bold(), Style::new().red());
        let runs = [(Span::new(3, 8), bold), (Span::new(5, 9), red)];
        painted.row(0, buf.area, &mut buf, Style::new().dim(), &runs);
        let seen = [0, 2, 4, 6].map(|x| {
            (
                buf[(x, 0)].fg,
                buf[(x, 0)].modifier.contains(Modifier::BOLD),
            )
        });
        let (none, red) = (Color::Reset, Color::Red);
        assert_eq!(
            seen,
            [(none, false), (none, true), (red, true), (red, false)]
        );
        assert!(buf[(0, 0)].modifier.contains(Modifier::DIM));
        painted.row(1, buf.area, &mut buf, Style::new(), &[]);
        assert!(buf[(0, 0)].symbol() == "‹" && buf[(4, 0)].symbol() == "›");
        assert!(buf[(0, 0)].modifier.contains(Modifier::REVERSED));
    }
}
