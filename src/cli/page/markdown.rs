//! A page as Markdown: changes in brackets, which read the same before and after rendering.

use super::text::brackets;
use super::{Block, Look, Page, Run, Side, Sign, Table};

pub(super) fn print(page: &Page) -> String {
    let mut text = format!("# {}\n\n", escaped(&page.title));
    for line in &page.lead {
        text.push_str(&format!("{}  \n", escaped(line)));
    }
    for chapter in &page.chapters {
        text.push_str(&format!("\n## {}\n\n", escaped(&chapter.title)));
        for block in &chapter.blocks {
            print_block(block, &mut text);
        }
    }
    text
}

fn print_block(block: &Block, text: &mut String) {
    match block {
        Block::Note(note) => text.push_str(&format!("{}\n\n", escaped(note))),
        Block::Heading(sign, runs) => {
            let sign = sign.map_or_else(String::new, |sign| format!("`{}` ", sign.mark()));
            text.push_str(&format!("\n### {sign}{}\n\n", inline(runs)));
        }
        Block::Branch { depth, sign, runs } => {
            let indent = "  ".repeat(*depth);
            text.push_str(&format!("{indent}- {}{}\n", code(*sign), inline(runs)));
        }
        Block::Pair {
            sign,
            tag,
            old,
            new,
        } => {
            text.push_str(&format!("- {}*{}*\n", code(*sign), escaped(tag)));
            for (sign, side) in [(Sign::Gone, old), (Sign::New, new)] {
                if let Some(runs) = side {
                    text.push_str(&format!("  - {}{}\n", code(sign), inline(runs)));
                }
            }
        }
        Block::Point { sign, runs, below } => {
            text.push_str(&format!("- {}{}\n", code(*sign), inline(runs)));
            for runs in below {
                text.push_str(&format!("  - {}\n", inline(runs)));
            }
        }
        Block::Table(table) => print_table(table, text),
        Block::Folded { summary, lines, .. } => {
            text.push_str(&format!("- ⋯ {}\n", escaped(summary)));
            for line in lines {
                text.push_str(&format!("  - {}\n", inline(line)));
            }
        }
    }
}

fn print_table(table: &Table, text: &mut String) {
    let mut row = |cells: Vec<String>| text.push_str(&format!("| {} |\n", cells.join(" | ")));
    row(table
        .columns
        .iter()
        .map(|column| escaped(&column.title))
        .collect());
    row(table
        .columns
        .iter()
        .map(|column| match column.side {
            Side::Left => ":---".to_owned(),
            Side::Right => "---:".to_owned(),
        })
        .collect());
    for cells in &table.rows {
        row(cells.iter().map(|cell| inline(cell)).collect());
    }
    text.push('\n');
}

fn code(sign: Sign) -> String {
    match sign {
        Sign::None => String::new(),
        sign => format!("`{}` ", sign.mark()),
    }
}

/// Emphasis is not used inside a text: between Chinese characters and brackets it does not always open and close.
fn inline(runs: &[Run]) -> String {
    let mut text = String::new();
    for run in runs {
        let (open, close) = brackets(run.look);
        text.push_str(&escaped(open));
        match run.look {
            Look::Doubt => text.push_str(&format!("⚠{}", escaped(&run.text))),
            Look::Plain
            | Look::Gone
            | Look::New
            | Look::Cut
            | Look::Added
            | Look::Strong
            | Look::Quiet => text.push_str(&escaped(&run.text)),
        }
        text.push_str(&escaped(close));
    }
    text
}

/// Nothing of a text is markup. A number before a full stop at the beginning of a line would begin a list; everything
/// here stands after a sign or a heading mark, so only characters that mean something inside a line are left.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '(' | ')' | '!' | '#' | '|' | '~' | '$' | ':'
            | '@' => {
                safe.push('\\');
                safe.push(character);
            }
            '\n' | '\r' => safe.push(' '),
            other => safe.push(other),
        }
    }
    safe
}
