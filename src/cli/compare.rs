//! `ducha compare`: two years side by side.

use super::json::{Document, compare as json};
use super::text::{clipped, flat, heading, marked, name};
use super::{CliError, Format, Output, Shared, Status, Typed, source};
use crate::compare::{Comparison, Indicator, Row, RowChange, SectionLink, compare};
use crate::locale::Lang;
use crate::report::{Report, Section};

pub fn run(
    old: &Typed,
    new: &Typed,
    format: Format,
    shared: &Shared,
    output: &mut Output,
) -> Result<Status, CliError> {
    let (old, new) = (
        source::report(old, shared)?.report,
        source::report(new, shared)?.report,
    );
    let comparison = compare(&old, &new);
    match format {
        Format::Json => output.json(&json::document(
            &Document::new(&old),
            &Document::new(&new),
            &comparison,
        ))?,
        Format::Text => Page {
            old: &old,
            new: &new,
            comparison: &comparison,
            lang: shared.lang,
        }
        .print(output)?,
    }
    let same = comparison
        .rows
        .iter()
        .all(|row| row.change == RowChange::Same);
    Ok(if same { Status::Clean } else { Status::Found })
}

/// A comparison as text.
struct Page<'a> {
    old: &'a Report,
    new: &'a Report,
    comparison: &'a Comparison,
    lang: Lang,
}

impl Page<'_> {
    fn print(&self, output: &mut Output) -> Result<(), CliError> {
        output.line(&format!(
            "{} ⇄ {}",
            name(self.old, self.lang),
            name(self.new, self.lang)
        ))?;
        output.line(&self.summary())?;
        self.title("compare.sections", output)?;
        for link in &self.comparison.sections {
            output.line(&self.section(link))?;
        }
        self.title("compare.rows", output)?;
        for row in self
            .comparison
            .rows
            .iter()
            .filter(|row| row.change != RowChange::Same)
        {
            self.row(row, output)?;
        }
        self.title("compare.indicators", output)?;
        for line in self
            .comparison
            .indicators
            .iter()
            .filter_map(|pair| self.indicator(pair))
        {
            output.line(&line)?;
        }
        self.promises(output)
    }

    fn title(&self, key: &str, output: &mut Output) -> Result<(), CliError> {
        output.line(&format!("\n{}", self.lang.text(key)))
    }

    fn summary(&self) -> String {
        let rows = &self.comparison.rows;
        let count = |wanted: fn(&Row) -> bool| rows.iter().filter(|row| wanted(row)).count();
        let share = (self.comparison.reuse.verbatim_share * 100.0).round();
        self.lang.fill(
            "compare.summary",
            &[
                (
                    "changed",
                    &count(|row| {
                        row.old.is_some() && row.new.is_some() && row.change != RowChange::Same
                    }),
                ),
                ("figures", &self.comparison.indicators.len()),
                ("added", &count(|row| row.change == RowChange::Added)),
                ("removed", &count(|row| row.change == RowChange::Removed)),
                ("moved", &count(|row| row.moved)),
                ("share", &share),
            ],
        )
    }

    fn section(&self, link: &SectionLink) -> String {
        let old = link.old.and_then(|idx| self.old.sections.get(idx));
        let new = link.new.and_then(|idx| self.new.sections.get(idx));
        let level = new.or(old).map_or(0, |section| section.level.min(12));
        let indent = "  ".repeat(usize::from(level));
        let mut line = format!("{indent}{} ", sign(link));
        match (old, new) {
            (Some(old), Some(new)) if heading(old) != heading(new) => {
                line.push_str(&format!("{}  ← {}", heading(new), heading(old)));
            }
            (old, new) => line.push_str(&new.or(old).map(heading).unwrap_or_default()),
        }
        line
    }

    fn row(&self, row: &Row, output: &mut Output) -> Result<(), CliError> {
        let moved = if row.moved { "→" } else { "" };
        let change = self.lang.text(&format!("row_change.{}", row.change.name()));
        let place = self.place(row).map(heading).unwrap_or_default();
        output.line(&format!("  {moved}{change}  {}", clipped(&place, 30)))?;
        if let Some(old) = row.old.and_then(|idx| self.old.sentences.get(idx)) {
            output.line(&format!(
                "    - {}",
                marked(self.old, old.span, &row.old_marks, "[", "]")
            ))?;
        }
        if let Some(new) = row.new.and_then(|idx| self.new.sentences.get(idx)) {
            output.line(&format!(
                "    + {}",
                marked(self.new, new.span, &row.new_marks, "{", "}")
            ))?;
        }
        Ok(())
    }

    fn place(&self, row: &Row) -> Option<&Section> {
        let new = row.new.and_then(|idx| self.new.sentences.get(idx));
        match new {
            Some(sentence) => self.new.sections.get(sentence.section?),
            None => self
                .old
                .sections
                .get(self.old.sentences.get(row.old?)?.section?),
        }
    }

    fn indicator(&self, pair: &Indicator) -> Option<String> {
        let old = self.old.figures.get(pair.old)?;
        let new = self.new.figures.get(pair.new)?;
        let change = match pair.percent {
            Some(percent) => format!("{percent:+}%"),
            None => format!("{:+}", pair.delta.normalize()),
        };
        let (old, new) = (self.old.quote(old.span), self.new.quote(new.span));
        Some(format!(
            "  {}  {} → {}  {change}",
            flat(&pair.subject),
            flat(old),
            flat(new)
        ))
    }

    fn promises(&self, output: &mut Output) -> Result<(), CliError> {
        self.title("compare.promises", output)?;
        for (number, promise) in self.comparison.promises.iter().enumerate() {
            let kind = if promise.checkable {
                "compare.checkable"
            } else {
                "compare.generic"
            };
            let text = flat(self.old.quote(promise.old));
            output.line(&format!(
                "  {} {text}  {}",
                number + 1,
                self.lang.text(kind)
            ))?;
            for candidate in &promise.candidates {
                output.line(&format!(
                    "      {:.2} {}",
                    candidate.score,
                    flat(self.new.quote(candidate.span))
                ))?;
            }
            if promise.candidates.is_empty() {
                output.line(&format!("      {}", self.lang.text("compare.no_candidate")))?;
            }
        }
        Ok(())
    }
}

/// `=` same, `~` changed, `→` moved, `+` new, `-` gone, `R` renamed.
fn sign(link: &SectionLink) -> char {
    use crate::compare::SectionChange;
    match link.change {
        SectionChange::Added => '+',
        SectionChange::Removed => '-',
        _ if link.moved => '→',
        _ if link.renamed => 'R',
        SectionChange::Same => '=',
        SectionChange::Changed | SectionChange::Split | SectionChange::Merged => '~',
    }
}
