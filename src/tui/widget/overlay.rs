//! Room for a popup over text, without halves of ideographs at its edges.

use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::Rect;

/// Blanks an area, and the ideographs that its left and right edges cut in two.
pub fn clear(area: Rect, buf: &mut Buffer) {
    let area = area.intersection(buf.area);
    for y in area.top()..area.bottom() {
        blank_cut(area.left(), y, buf);
        blank_cut(area.right(), y, buf);
        for x in area.left()..area.right() {
            if let Some(cell) = buf.cell_mut((x, y)) {
                cell.reset();
            }
        }
    }
}

/// Blanks the character that stands on both sides of the left edge of column `x`; its cells keep their style.
fn blank_cut(x: u16, y: u16, buf: &mut Buffer) {
    let Some(before) = x.checked_sub(1).filter(|before| *before >= buf.area.left()) else {
        return;
    };
    let cut = buf
        .cell((before, y))
        .is_some_and(|cell| cell.cell_width() > 1);
    if let Some(cell) = buf.cell_mut((before, y)).filter(|_| cut) {
        cell.set_symbol(" ")
            .set_diff_option(ratatui::buffer::CellDiffOption::None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, from: u16, to: u16, expected: &str) {
        let mut buf = Buffer::empty(Rect::new(0, 0, 8, 1));
        buf.set_string(0, 0, text, ratatui::style::Style::default());
        clear(Rect::new(from, 0, to - from, 1), &mut buf);
        assert_eq!(buf, {
            let mut wanted = Buffer::empty(Rect::new(0, 0, 8, 1));
            wanted.set_string(0, 0, expected, ratatui::style::Style::default());
            wanted
        });
    }

    #[test]
    fn no_half_ideograph_stays_at_either_edge() {
        check("甲乙丙丁", 2, 4, "甲  丙丁");
        check("甲乙丙丁", 3, 5, "甲    丁");
        check("甲乙丙丁", 0, 8, "        ");
        check("abcdefgh", 3, 5, "abc  fgh");
        check("甲乙丙丁", 1, 12, "        ");
    }
}
