//! Tables with what was deleted taken out and what was merged put in its column.

use super::{Place, Step, Walk};
use crate::import::ExtractError;
use crate::import::docx::block::{Block, Flow, Row};
use crate::import::docx::properties::Change;
use crate::import::docx::xml::{Element, Xml};

/// Tables inside each other.
const TABLES: usize = 24;

impl Walk<'_> {
    pub(super) fn table(&mut self, xml: &mut Xml, flow: &mut Flow) -> Step {
        self.tables += 1;
        if self.tables > TABLES {
            return Err(ExtractError::TooComplex);
        }
        let mut rows = Vec::new();
        self.inside(xml, &mut Place::Rows(&mut rows))?;
        self.tables -= 1;
        if flow.is_held() {
            flow.end_line();
        }
        self.in_contents = false;
        flow.blocks.push(Block::Table(rows));
        Ok(())
    }

    pub(super) fn row(&mut self, xml: &mut Xml, rows: &mut Vec<Row>) -> Step {
        let mut row = Row::default();
        let mut facts = RowFacts::default();
        while let Some(element) = xml.child()? {
            if element.word() == "trPr" {
                facts = row_facts(xml)?;
                row.pad(facts.before);
            } else if facts.is_gone {
                xml.skip()?;
            } else {
                self.element(xml, &element, &mut Place::Cells(&mut row))?;
            }
        }
        facts
            .change
            .into_iter()
            .for_each(|change| self.note(change));
        if !facts.is_gone && !row.cells.is_empty() {
            self.count_piece()?;
            row.pad(facts.after);
            rows.push(row);
        }
        Ok(())
    }

    pub(super) fn cell(&mut self, xml: &mut Xml, row: &mut Row) -> Step {
        self.count_piece()?;
        let mut flow = Flow::default();
        let mut facts = CellFacts::default();
        while let Some(element) = xml.child()? {
            if element.word() == "tcPr" {
                facts = cell_facts(xml)?;
            } else {
                self.element(xml, &element, &mut Place::Flow(&mut flow))?;
            }
        }
        let is_gone = facts.change.as_ref().is_some_and(Change::removes);
        facts
            .change
            .into_iter()
            .for_each(|change| self.note(change));
        if is_gone {
            return Ok(());
        }
        let blocks = if facts.continues {
            Vec::new()
        } else {
            flow.finish()
        };
        row.push(blocks, facts.span);
        Ok(())
    }
}

/// `w:trPr`.
#[derive(Debug, Default)]
struct RowFacts {
    change: Option<Change>,
    /// Deleted or hidden.
    is_gone: bool,
    /// Columns without a cell.
    before: usize,
    after: usize,
}

fn row_facts(xml: &mut Xml) -> Result<RowFacts, ExtractError> {
    let mut facts = RowFacts::default();
    let columns = |element: &Element| {
        let columns = element.number("val").unwrap_or(0);
        usize::try_from(columns).unwrap_or(0)
    };
    while let Some(element) = xml.child()? {
        match element.word() {
            "gridBefore" => facts.before = columns(&element),
            "gridAfter" => facts.after = columns(&element),
            "hidden" => facts.is_gone |= element.is_on(),
            _ => {
                if let Some(change) = Change::of(&element) {
                    facts.is_gone |= change.removes();
                    facts.change = Some(change);
                }
            }
        }
        xml.skip()?;
    }
    Ok(facts)
}

/// `w:tcPr`.
#[derive(Debug)]
struct CellFacts {
    change: Option<Change>,
    span: usize,
    /// Belongs to the cell above or before it.
    continues: bool,
}

impl Default for CellFacts {
    fn default() -> CellFacts {
        CellFacts {
            change: None,
            span: 1,
            continues: false,
        }
    }
}

fn cell_facts(xml: &mut Xml) -> Result<CellFacts, ExtractError> {
    let mut facts = CellFacts::default();
    while let Some(element) = xml.child()? {
        match element.word() {
            "gridSpan" => {
                let span = element.number("val").unwrap_or(1);
                facts.span = usize::try_from(span).unwrap_or(1).max(1);
            }
            "vMerge" | "hMerge" => facts.continues |= element.value().as_deref() != Some("restart"),
            _ => facts.change = Change::of(&element).or(facts.change),
        }
        xml.skip()?;
    }
    Ok(facts)
}
