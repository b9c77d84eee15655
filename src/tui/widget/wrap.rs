//! One paragraph broken into rows by the rules of Chinese typesetting, with a map between bytes and cells.
//!
//! A row may end between any two ideographs, but no row begins with 。 or ends with 《, and numbers, words and labels stay whole.
//! Characters that must not reach a terminal take the cells of their mark (see [`crate::shown`]).

use crate::shown::{Lines, Look, Looks};
use crate::tui::widget::breaks::{Break, Breaks};
use crate::tui::widget::fill::Builder;
use crate::tui::widget::width::{self, Ambiguous};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Options {
    pub ambiguous: Ambiguous,
    pub newlines: Newlines,
    /// Blank cells before the second and later rows; none where they would leave too little.
    pub hanging: u16,
}

/// What a line end inside a paragraph does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Newlines {
    /// Ends the row, as in a note.
    #[default]
    Break,
    /// Takes no room: the lines of a paragraph that was broken by hand read on.
    Join,
}

/// A paragraph laid out for one width.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    rows: Vec<Row>,
    /// In text order, none empty. Private: must fit the rows.
    glyphs: Vec<Glyph>,
}

/// One row: bytes of the paragraph and the cells they take. Rows follow each other without a gap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub start: usize,
    pub end: usize,
    /// Blank cells on the left.
    pub indent: u16,
    /// Cells of the row with its indent.
    pub cells: u16,
}

/// One character with what combines with it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    pub start: u32,
    /// From the left edge.
    pub cell: u16,
    pub cells: u8,
    pub kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// Drawn as blank, or not at all where it takes no cells.
    Blank,
    /// Drawn as its mark.
    Mark,
    LineEnd,
}

impl Layout {
    /// Breaks a paragraph into rows of at most `width` cells; a width of 0 counts as 1.
    pub fn new(text: &str, width: u16, options: &Options) -> Layout {
        let mut builder = Builder::new(text.len(), width, options);
        let mut looks = Looks::new(Lines::Many);
        let mut breaks = Breaks::default();
        let mut chars = text.char_indices().peekable();
        while let Some((start, char)) = chars.next() {
            let look = looks.look(char, chars.peek().map(|(_, next)| *next));
            let glyph = match &look {
                Look::Plain => {
                    let cells = width::char_cells(char, options.ambiguous);
                    if cells == 0 && builder.combine(text, start + char.len_utf8()) {
                        continue;
                    }
                    (Kind::Text, cells)
                }
                Look::Blank => (Kind::Blank, 1),
                Look::LineEnd => (Kind::LineEnd, 0),
                Look::Mark(mark) => (Kind::Mark, width::cells(mark, options.ambiguous)),
            };
            let place = match glyph.0 {
                Kind::LineEnd => Break::Never,
                Kind::Text | Kind::Blank | Kind::Mark => breaks.before(char),
            };
            builder.push(start, char, glyph, place);
            if char == '\n' && options.newlines == Newlines::Break {
                builder.end_line(start + 1);
                breaks = Breaks::default();
            }
        }
        let (rows, glyphs) = builder.finish(text.len());
        Layout { rows, glyphs }
    }

    /// At least one, also of an empty text.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The row in which a byte stands; the end of the text stands in the last.
    pub fn row_of(&self, byte: usize) -> usize {
        self.rows
            .partition_point(|row| row.start <= byte)
            .saturating_sub(1)
    }

    /// The cell of its row at which a byte stands, from the left edge.
    pub fn cell_of(&self, byte: usize) -> u16 {
        let row = self
            .rows
            .get(self.row_of(byte))
            .copied()
            .unwrap_or_default();
        if byte >= row.end && row.end > row.start {
            return row.cells;
        }
        let after = self
            .glyphs
            .partition_point(|glyph| glyph.start as usize <= byte);
        match after.checked_sub(1).and_then(|at| self.glyphs.get(at)) {
            Some(glyph) if glyph.start as usize >= row.start => glyph.cell,
            _ => row.indent,
        }
    }

    /// The byte of the character under a cell; left of the row its first, right of it its last.
    pub fn byte_at(&self, row: usize, cell: u16) -> usize {
        let glyphs = self.glyphs_of(row);
        let after = glyphs.partition_point(|glyph| glyph.cell <= cell);
        let found = glyphs.get(after.saturating_sub(1)).or(glyphs.first());
        match found {
            Some(glyph) => glyph.start as usize,
            None => self.rows.get(row).map_or(0, |row| row.start),
        }
    }

    /// The glyphs of one row.
    pub(super) fn glyphs_of(&self, row: usize) -> &[Glyph] {
        let Some(row) = self.rows.get(row) else {
            return &[];
        };
        let first = self
            .glyphs
            .partition_point(|glyph| (glyph.start as usize) < row.start);
        let after = self
            .glyphs
            .partition_point(|glyph| (glyph.start as usize) < row.end);
        self.glyphs.get(first..after).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::tui::widget::breaks;

    fn rows(text: &str, width: u16, options: &Options) -> Vec<String> {
        let layout = Layout::new(text, width, options);
        let shown = |row: &Row| {
            let bytes = text.get(row.start..row.end).unwrap_or("");
            " ".repeat(usize::from(row.indent)) + bytes.trim_end_matches('\n')
        };
        layout.rows().iter().map(shown).collect()
    }

    fn check(text: &str, width: u16, expected: &[&str]) {
        assert_eq!(rows(text, width, &Options::default()), expected);
    }

    #[test]
    fn rows_end_where_a_typesetter_ends_them() {
        check("", 10, &[""]);
        check("全面依法治国", 8, &["全面依法", "治国"]);
        check("甲乙丙丁,戊己", 8, &["甲乙丙", "丁,戊己"]);
        check("甲乙丙《丁戊》己", 8, &["甲乙丙", "《丁戊》", "己"]);
        check("受理案件1,873件", 12, &["受理案件", "1,873件"]);
        check("优良率达到99.7%以上", 14, &["优良率达到", "99.7%以上"]);
        check(
            "(一) international-cooperation",
            12,
            &["(一) interna", "tional-coope", "ration"],
        );
        check("甲乙丙  丁", 6, &["甲乙丙  ", "丁"]);
        check("一行\n二行\n", 20, &["一行", "二行", ""]);
        check("  甲乙", 4, &["  甲", "乙"]);
    }

    #[test]
    fn lines_broken_by_hand_can_read_on() {
        let options = Options {
            newlines: Newlines::Join,
            ..Options::default()
        };
        let layout = Layout::new("培训785\n人次", 20, &options);
        assert_eq!(layout.rows().len(), 1);
        assert_eq!(layout.cell_of("培训785\n".len()), 7);
    }

    #[test]
    fn later_rows_hang_where_there_is_room() {
        let options = Options {
            hanging: 2,
            ..Options::default()
        };
        assert_eq!(
            rows("一是开展执法案卷评查", 10, &options),
            ["一是开展执", "  法案卷评", "  查"]
        );
        assert_eq!(rows("一是开展", 4, &options), ["一是", "开展"]);
    }

    #[test]
    fn a_mark_takes_its_cells_and_one_ambiguous_character_two_where_asked() {
        let layout = Layout::new("甲\u{1b}乙", 20, &Options::default());
        assert_eq!(layout.cell_of("甲\u{1b}".len()), 7);
        let options = Options {
            ambiguous: Ambiguous::Wide,
            ..Options::default()
        };
        assert_eq!(Layout::new("“甲”", 20, &options).cell_of("“甲".len()), 4);
    }

    #[test]
    fn bytes_and_cells_go_there_and_back() {
        let text = "甲a乙丙e\u{301}";
        let layout = Layout::new(text, 5, &Options::default());
        let places: Vec<(usize, u16)> = text
            .char_indices()
            .map(|(at, _)| (layout.row_of(at), layout.cell_of(at)))
            .collect();
        assert_eq!(places, [(0, 0), (0, 2), (0, 3), (1, 0), (1, 2), (1, 2)]);
        assert_eq!(
            (layout.row_of(text.len()), layout.cell_of(text.len())),
            (1, 3)
        );
        assert_eq!(layout.byte_at(0, 1), 0);
        assert_eq!(layout.byte_at(0, 99), 4);
        assert_eq!(layout.byte_at(9, 0), 0);
    }

    #[test]
    fn a_million_characters_without_a_break_take_no_time_to_speak_of() {
        for text in [
            "法".repeat(1_000_000),
            "。".repeat(1_000_000),
            "a".repeat(1_000_000),
            " ".repeat(1_000_000),
            "\u{301}".repeat(1_000_000),
        ] {
            let started = std::time::Instant::now();
            let layout = Layout::new(&text, 80, &Options::default());
            assert!(started.elapsed() < std::time::Duration::from_secs(5));
            assert_eq!(layout.rows().last().map(|row| row.end), Some(text.len()));
        }
    }

    /// Text as reports have it: short words and numbers, brackets in pairs, one stop at a time.
    fn prose() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            4 => "[依法行政建设全县开展推进工作人员]{1,8}",
            2 => "[共约计达][0-9]{1,3}(\\.[0-9])?[件人次个万亿%]{0,1}",
            1 => "和《[依法行政案卷]{1,4}》",
            1 => "以\\([依法行政案卷]{1,4}\\)",
            1 => "的“[依法行政案卷]{1,4}”",
            1 => "按 [a-z]{1,6}",
        ];
        let stop = prop_oneof![
            Just(""),
            Just(","),
            Just("\u{ff0c}"),
            Just("。"),
            Just("、"),
            Just(";"),
            Just("……")
        ];
        let label = prop_oneof![
            Just(""),
            Just("(一) 是全面"),
            Just("一、是全面"),
            Just("1.是全面"),
            Just("\u{ff08}二\u{ff09}是全面")
        ];
        (label, prop::collection::vec((piece, stop), 1..40)).prop_map(|(label, pieces)| {
            let pieces: String = pieces
                .iter()
                .map(|(piece, stop)| format!("{piece}{stop}"))
                .collect();
            format!("{label}{pieces}")
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn rows_hold_all_of_any_text_within_the_width(text in "(\\PC|\\pC|[依法,。()0-9a ]){0,60}", width in 0u16..30, hanging in 0u16..6, wide: bool, join: bool) {
            let options = Options {
                ambiguous: if wide { Ambiguous::Wide } else { Ambiguous::Narrow },
                newlines: if join { Newlines::Join } else { Newlines::Break },
                hanging,
            };
            let layout = Layout::new(&text, width, &options);
            let mut end = 0;
            for (at, row) in layout.rows().iter().enumerate() {
                prop_assert_eq!(row.start, end);
                prop_assert!(text.is_char_boundary(row.end));
                prop_assert!(row.cells <= width.max(1));
                end = row.end;
                let last = layout.glyphs_of(at).last();
                prop_assert_eq!(last.map_or(row.indent, |glyph| glyph.cell + u16::from(glyph.cells)), row.cells);
                for glyph in layout.glyphs_of(at).iter().filter(|glyph| glyph.cells > 0) {
                    let byte = glyph.start as usize;
                    prop_assert_eq!(layout.row_of(byte), at);
                    prop_assert_eq!(layout.byte_at(at, layout.cell_of(byte)), byte);
                }
            }
            prop_assert_eq!(end, text.len());
        }

        #[test]
        fn no_row_begins_or_ends_badly(text in prose(), width in 8u16..60) {
            let rows = rows(&text, width, &Options::default());
            for (above, below) in rows.iter().zip(rows.iter().skip(1)) {
                let last = above.trim_end().chars().next_back().unwrap_or(' ');
                let first = below.chars().next().unwrap_or(' ');
                prop_assert!(breaks::may_end(last) && breaks::may_start(first), "{above}|{below}");
                prop_assert!(!(last.is_ascii_alphanumeric() && first.is_ascii_alphanumeric() && !above.ends_with(' ')), "{above}|{below}");
                prop_assert!(!matches!(above.trim(), "(一)" | "一、" | "1." | "\u{ff08}二\u{ff09}"), "{above}|{below}");
            }
        }
    }
}
