//! Tables: which hold data and which only place things on a page, and the rows of those that hold data.

use super::measure::Measures;
use super::tree::{NodeId, Tree};

/// The cells of a table, row by row.
pub(super) struct Table {
    rows: Vec<Vec<NodeId>>,
    /// Has a head or a caption.
    titled: bool,
}

/// A cell with more characters is a page, not a cell, when it also holds most of the table.
const LONG_CELL: usize = 300;
/// Cells of a table of data are at most so long when other tables stand in them.
const SHORT_CELL: usize = 120;
/// More cells than that, after spans are written out, no report has.
const MOST_SPARE_CELLS: usize = 20_000;

impl Table {
    pub fn of(tree: &Tree, table: NodeId) -> Table {
        let mut rows = Vec::new();
        let mut titled = false;
        for child in tree.children(table) {
            match tree.name(child) {
                "caption" => titled = true,
                "tr" => rows.push(cells(tree, child)),
                "thead" | "tbody" | "tfoot" => {
                    let inner = tree.children(child).filter(|row| tree.name(*row) == "tr");
                    rows.extend(inner.map(|row| cells(tree, row)));
                }
                _ => {}
            }
        }
        titled = titled || rows.iter().flatten().any(|cell| tree.name(*cell) == "th");
        Table { rows, titled }
    }

    /// Whether rows and columns mean something.
    pub fn holds_data(&self, tree: &Tree, measures: &Measures, table: NodeId) -> bool {
        if matches!(tree.attribute(table, "role"), Some("presentation" | "none")) {
            return false;
        }
        let whole = measures.get(table);
        let filled = |cell: &&NodeId| measures.get(**cell).characters > 0;
        let several = self
            .rows
            .iter()
            .filter(|row| row.iter().filter(filled).count() > 1)
            .count();
        if several < 2 || whole.linked * 2 > whole.characters {
            return false;
        }
        let longest = self
            .rows
            .iter()
            .flatten()
            .map(|cell| measures.get(*cell))
            .max_by_key(|cell| cell.characters)
            .unwrap_or_default();
        if whole.tables > 0 && !(self.titled && longest.characters <= SHORT_CELL) {
            return false;
        }
        let is_page = longest.characters > LONG_CELL || longest.paragraphs > 8;
        !(is_page && longest.characters * 5 > whole.characters * 3)
    }

    /// The texts of the cells, with empty cells where a span covers the place of a cell.
    pub fn grid(&self, tree: &Tree, text: impl Fn(NodeId) -> String) -> Vec<Vec<String>> {
        let mut covered: Vec<usize> = Vec::new();
        let mut spare = MOST_SPARE_CELLS;
        let mut grid = Vec::new();
        let width = self.width(tree);
        for (idx, row) in self.rows.iter().enumerate() {
            let mut texts = Vec::new();
            let mut spans_all = false;
            for cell in row {
                fill_covered(&mut texts, &mut covered);
                let mut across = span(tree, *cell, "colspan", width);
                let mut down = span(tree, *cell, "rowspan", self.rows.len() - idx);
                if across * down > spare {
                    (across, down) = (1, 1);
                }
                spare = spare.saturating_sub(across * down - 1);
                spans_all = row.len() == 1 && across == width;
                let from = texts.len();
                texts.push(text(*cell));
                texts.resize(from + across, String::new());
                covered.resize(covered.len().max(texts.len()), 0);
                for column in covered.iter_mut().skip(from).take(across) {
                    *column = down - 1;
                }
            }
            fill_covered(&mut texts, &mut covered);
            if spans_all {
                texts.truncate(1);
            }
            grid.push(texts);
        }
        grid.retain(|row| row.iter().any(|text| !text.is_empty()));
        grid
    }

    /// Columns of the widest row; a span wider than that covers nothing.
    fn width(&self, tree: &Tree) -> usize {
        let rows = self.rows.iter().map(|row| {
            row.iter()
                .map(|cell| span(tree, *cell, "colspan", MOST_COLUMNS))
                .fold(0, usize::saturating_add)
        });
        rows.max().unwrap_or(0).min(MOST_COLUMNS)
    }
}

/// The most columns that a browser gives one cell.
const MOST_COLUMNS: usize = 1000;

fn cells(tree: &Tree, row: NodeId) -> Vec<NodeId> {
    tree.children(row)
        .filter(|cell| matches!(tree.name(*cell), "td" | "th"))
        .collect()
}

fn span(tree: &Tree, cell: NodeId, name: &str, most: usize) -> usize {
    let Some(said) = tree.number(cell, name) else {
        return 1;
    };
    // Nought rows means all that follow.
    let said = if said == 0 && name == "rowspan" {
        i64::MAX
    } else {
        said
    };
    usize::try_from(said).unwrap_or(1).clamp(1, most.max(1))
}

/// Adds empty cells under the cells of earlier rows that reach down to here.
fn fill_covered(texts: &mut Vec<String>, covered: &mut [usize]) {
    while let Some(left) = covered.get_mut(texts.len()).filter(|left| **left > 0) {
        *left -= 1;
        texts.push(String::new());
    }
}
