//! A page as plain text; the brackets and signs say what colours would.

use super::fit::{BETWEEN, Band, bands, lines};
use super::table::{blanks, width};
use super::{Block, Fold, Look, Page, Run, Side, Sign, Table};

/// Colours of any terminal, or none at all.
struct Pen {
    colour: bool,
    /// Cells of the screen, where it is one.
    room: Option<usize>,
    text: String,
}

pub(super) fn print(page: &Page, colour: bool, room: Option<usize>) -> String {
    let mut pen = Pen {
        colour,
        room,
        text: String::new(),
    };
    pen.run(&Run::new(&page.title, Look::Strong));
    pen.end();
    for line in &page.lead {
        pen.text.push_str(line);
        pen.end();
    }
    for chapter in &page.chapters {
        pen.end();
        pen.run(&Run::new(&chapter.title, Look::Strong));
        pen.end();
        for block in &chapter.blocks {
            pen.block(block);
        }
    }
    pen.text
}

impl Pen {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Note(text) => {
                self.line("  ", &[Run::quiet(text)]);
            }
            Block::Heading(sign, runs) => {
                self.end();
                let strong: Vec<Run> = runs.iter().map(strong).collect();
                self.signed(1, sign.unwrap_or(Sign::None), &strong);
            }
            Block::Branch { depth, sign, runs } => self.signed(2 + 2 * depth, *sign, runs),
            Block::Pair {
                sign,
                tag,
                old,
                new,
            } => {
                if let (Some(only), None) | (None, Some(only)) = (old, new) {
                    self.signed(2, *sign, only);
                    return;
                }
                self.signed(2, *sign, &[Run::quiet(tag)]);
                for (sign, side) in [(Sign::Gone, old), (Sign::New, new)] {
                    if let Some(runs) = side {
                        self.signed(4, sign, runs);
                    }
                }
            }
            Block::Point { sign, runs, below } => {
                self.signed(2, *sign, runs);
                for runs in below {
                    self.line("      ", runs);
                }
            }
            Block::Table(table) => self.table(table),
            Block::Folded {
                summary,
                lines,
                fold,
            } => {
                self.line("  ⋯ ", &[Run::quiet(summary)]);
                if *fold == Fold::Whole {
                    for line in lines {
                        self.line("    ", line);
                    }
                }
            }
        }
    }

    fn table(&mut self, table: &Table) {
        let titles: Vec<Vec<Run>> = table
            .columns
            .iter()
            .map(|column| vec![Run::quiet(&column.title)])
            .collect();
        for band in bands(table, self.room.map(|room| room.saturating_sub(1))) {
            for row in std::iter::once(&titles).chain(&table.rows) {
                self.row(table, row, &band);
            }
        }
    }

    /// A row of a table, as many lines as its longest cell.
    fn row(&mut self, table: &Table, row: &[Vec<Run>], band: &Band) {
        let cells = band.columns.iter().filter_map(|&(idx, room)| {
            let (cell, column) = (row.get(idx)?, table.columns.get(idx)?);
            let lines = match column.side {
                Side::Left => lines(cell, room),
                Side::Right => vec![cell.clone()],
            };
            Some((lines, column.side, room))
        });
        let cells: Vec<(Vec<Vec<Run>>, Side, usize)> = cells.collect();
        let height = cells.iter().map(|(lines, ..)| lines.len()).max();
        for line in 0..height.unwrap_or(0) {
            self.text.push(' ');
            for (lines, side, room) in &cells {
                let runs = lines.get(line).map_or(&[][..], Vec::as_slice);
                let (before, after) = blanks(*side, width(runs), *room);
                self.text.push_str(&" ".repeat(BETWEEN));
                self.text.push_str(&before);
                runs.iter().for_each(|run| self.run(run));
                self.text.push_str(&after);
            }
            let end = self.text.trim_end_matches(' ').len();
            self.text.truncate(end);
            self.end();
        }
    }

    fn signed(&mut self, indent: usize, sign: Sign, runs: &[Run]) {
        self.text.push_str(&" ".repeat(indent));
        self.run(&Run::new(sign.mark(), sign.look()));
        self.text.push(' ');
        runs.iter().for_each(|run| self.run(run));
        self.end();
    }

    fn line(&mut self, indent: &str, runs: &[Run]) {
        self.text.push_str(indent);
        runs.iter().for_each(|run| self.run(run));
        self.end();
    }

    fn run(&mut self, run: &Run) {
        let (open, close) = brackets(run.look);
        let code = match run.look {
            Look::Plain => "",
            Look::Gone | Look::Cut => "31",
            Look::New | Look::Added => "32",
            Look::Strong => "1",
            Look::Quiet => "90",
            Look::Doubt => "33",
        };
        if self.colour && !code.is_empty() && !run.text.is_empty() {
            let text = &run.text;
            self.text
                .push_str(&format!("\x1b[{code}m{open}{text}{close}\x1b[0m"));
        } else {
            self.text.push_str(open);
            self.text.push_str(&run.text);
            self.text.push_str(close);
        }
    }

    fn end(&mut self) {
        self.text.push('\n');
    }
}

/// What stands around a change inside a sentence, so that no colour is needed.
pub(super) fn brackets(look: Look) -> (&'static str, &'static str) {
    match look {
        Look::Cut => ("[", "]"),
        Look::Added => ("{", "}"),
        Look::Plain | Look::Gone | Look::New | Look::Strong | Look::Quiet | Look::Doubt => ("", ""),
    }
}

/// Headings stand out where nothing else does.
fn strong(run: &Run) -> Run {
    match run.look {
        Look::Plain => Run::new(&run.text, Look::Strong),
        Look::Gone
        | Look::New
        | Look::Cut
        | Look::Added
        | Look::Strong
        | Look::Quiet
        | Look::Doubt => run.clone(),
    }
}
