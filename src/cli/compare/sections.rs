//! The sections of both years with a sign for each.

use super::Pair;
use crate::cli::page::{Block, Chapter, Run, Sign};
use crate::cli::text::heading;
use crate::compare::{SectionChange, SectionLink};

impl Pair<'_> {
    pub(super) fn sections(&self) -> Chapter {
        let mut chapter = self.chapter("sections", "compare.sections");
        let links = self.comparison.sections.iter();
        chapter.blocks = links.map(|link| self.section(link)).collect();
        chapter
    }

    fn section(&self, link: &SectionLink) -> Block {
        let old = link.old.and_then(|idx| self.old.sections.get(idx));
        let new = link.new.and_then(|idx| self.new.sections.get(idx));
        let level = new.or(old).map_or(1, |section| section.level.min(12));
        let mut runs = vec![Run::plain(new.or(old).map(heading).unwrap_or_default())];
        if let (Some(old), Some(new)) = (old, new)
            && heading(old) != heading(new)
        {
            runs.push(Run::quiet(format!("  ← {}", heading(old))));
        }
        let also = match link.change {
            SectionChange::Split | SectionChange::Merged => Some(link.change.name()),
            SectionChange::Same
            | SectionChange::Changed
            | SectionChange::Added
            | SectionChange::Removed => None,
        };
        if let Some(name) = also {
            let said = self.text(&format!("section_change.{name}"));
            runs.push(Run::quiet(format!("  {said}")));
        }
        Block::Branch {
            depth: usize::from(level.saturating_sub(1)),
            sign: sign(link),
            runs,
        }
    }
}

/// `=` same, `~` changed, `→` moved, `+` new, `-` gone, `R` renamed.
fn sign(link: &SectionLink) -> Sign {
    match link.change {
        SectionChange::Added => Sign::New,
        SectionChange::Removed => Sign::Gone,
        SectionChange::Same
        | SectionChange::Changed
        | SectionChange::Split
        | SectionChange::Merged
            if link.moved =>
        {
            Sign::Moved
        }
        SectionChange::Same
        | SectionChange::Changed
        | SectionChange::Split
        | SectionChange::Merged
            if link.renamed =>
        {
            Sign::Renamed
        }
        SectionChange::Same => Sign::Same,
        SectionChange::Changed | SectionChange::Split | SectionChange::Merged => Sign::Changed,
    }
}
