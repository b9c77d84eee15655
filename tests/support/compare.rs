//! The emulated screen beside the buffer that it should show, cell by cell.

use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

use crate::emulator::Emulator;

/// Says where the screen differs from a buffer and a cursor, looking at every cell.
pub fn difference(
    emulator: &Emulator,
    buffer: &Buffer,
    cursor: Option<Position>,
) -> Option<String> {
    if let Some(stray) = emulator.strays().first() {
        return Some(format!("stray {stray}"));
    }
    for y in 0..buffer.area.height {
        if let Some(found) = row_difference(emulator, buffer, y) {
            return Some(found);
        }
    }
    let there = emulator.screen().cursor_position();
    match cursor {
        Some(at) if emulator.screen().hide_cursor() || there != (at.y, at.x) => Some(format!(
            "cursor at {there:?}, hidden {}, not {at}",
            emulator.screen().hide_cursor()
        )),
        None if !emulator.screen().hide_cursor() => Some("cursor visible".to_owned()),
        _ => None,
    }
}

fn row_difference(emulator: &Emulator, buffer: &Buffer, y: u16) -> Option<String> {
    let mut x = 0;
    while x < buffer.area.width {
        let wanted = &buffer[(x, y)];
        let width = wanted.cell_width().max(1);
        let covered = (x + 1..x + width).map(|x| buffer.cell((x, y)));
        let cut = covered
            .clone()
            .any(|cell| cell.is_none_or(|cell| cell.symbol() != " "));
        let found = emulator.screen().cell(y, x)?;
        let text = if cut { " " } else { wanted.symbol() };
        let shown = if found.has_contents() {
            found.contents()
        } else {
            " "
        };
        let halves_fit = cut || width == 1 || found.is_wide();
        if shown != text
            || !halves_fit
            || found.is_wide_continuation()
            || style(wanted, text) != seen_style(found, wanted, text)
        {
            return Some(format!(
                "({x},{y}) shows {found:?}, not {text:?} of {wanted:?}\n{}",
                emulator.text().join("\n")
            ));
        }
        x += if cut { 1 } else { width };
    }
    None
}

/// What shows of a style: of a blank only background, reverse and underline.
type Style = (vt100::Color, vt100::Color, [bool; 5]);

fn style(cell: &Cell, text: &str) -> Style {
    let has = |modifier| cell.modifier.contains(modifier);
    let flags = [
        Modifier::BOLD,
        Modifier::DIM,
        Modifier::ITALIC,
        Modifier::UNDERLINED,
        Modifier::REVERSED,
    ]
    .map(has);
    visible(color(cell.fg), color(cell.bg), flags, text)
}

/// The emulator knows either bold or dim, whichever came last.
fn seen_style(cell: &vt100::Cell, wanted: &Cell, text: &str) -> Style {
    let both =
        wanted.modifier.contains(Modifier::BOLD | Modifier::DIM) && (cell.bold() || cell.dim());
    let flags = [
        cell.bold() || both,
        cell.dim() || both,
        cell.italic(),
        cell.underline(),
        cell.inverse(),
    ];
    visible(cell.fgcolor(), cell.bgcolor(), flags, text)
}

fn visible(
    fg: vt100::Color,
    bg: vt100::Color,
    [bold, dim, italic, underline, reverse]: [bool; 5],
    text: &str,
) -> Style {
    if text != " " {
        return (fg, bg, [bold, dim, italic, underline, reverse]);
    }
    let fg = if underline || reverse {
        fg
    } else {
        vt100::Color::Default
    };
    (fg, bg, [false, false, false, underline, reverse])
}

fn color(color: Color) -> vt100::Color {
    match color {
        Color::Reset => vt100::Color::Default,
        Color::Red => vt100::Color::Idx(1),
        Color::Blue => vt100::Color::Idx(4),
        Color::Gray => vt100::Color::Idx(7),
        Color::DarkGray => vt100::Color::Idx(8),
        Color::LightGreen => vt100::Color::Idx(10),
        Color::Indexed(index) => vt100::Color::Idx(index),
        Color::Rgb(red, green, blue) => vt100::Color::Rgb(red, green, blue),
        other => unreachable!("{other} is not drawn by these tests"),
    }
}
