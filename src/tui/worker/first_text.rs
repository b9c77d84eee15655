//! The text of a report goes to the screen before it is understood; of a very long one the beginning goes first.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::check::Outcome;
use crate::report::{self, Hints, SourceText};
use crate::store::Corrected;
use crate::tui::message::Msg;
use crate::tui::model::{Document, Entry};

use super::Worker;

impl Worker {
    /// The text can be read before it is checked and compared, and even before the library is listed: findings follow with the
    /// whole document.
    pub(super) fn show_text(&mut self, id: &str) {
        let shown = self.shown.take().is_some_and(|shown| shown == id);
        if shown || self.reports.get(id).is_some() {
            return;
        }
        // Why one cannot be read is said when it is to be understood.
        let _ = catch_unwind(AssertUnwindSafe(|| self.show_text_of(id)));
    }

    fn show_text_of(&self, id: &str) -> Option<()> {
        let (source, record) = self.library.load(id).ok()?;
        let own = match self.entries.entry(id) {
            Some(_) => None,
            None => Some(Corrected::of(
                std::slice::from_ref(&record),
                &self.settings.corrections,
            )),
        };
        let corrected = own.as_ref().unwrap_or(&self.corrected);
        let entry = Entry::of(&corrected.record(&record));
        let corrections = corrected.corrections(id);
        let show = |source: SourceText| {
            let hints = Hints {
                corrections: corrections.clone(),
                ..record.hints(&source)
            };
            let report = Arc::new(report::parse_text(source, &hints));
            let digest = record.text.sha256.clone();
            let document = Document::new(entry.clone(), digest, report, Outcome::default(), None);
            (self.report)(Msg::Text(id.to_owned(), Arc::new(document)));
        };
        if let Some(beginning) = beginning(&source) {
            show(beginning);
        }
        show(source);
        Some(())
    }
}

/// The beginning of a text that is so long that its reader would wait for it.
fn beginning(source: &SourceText) -> Option<SourceText> {
    /// Bytes; ten times a long report.
    const LONG: usize = 200_000;
    /// More than any screen holds.
    const ENOUGH: usize = 20_000;
    let text = source.text.as_str();
    if text.len() < LONG {
        return None;
    }
    let cut = (0..=ENOUGH).rev().find(|at| text.is_char_boundary(*at))?;
    let beginning = text.get(..cut)?;
    // A number or a word that is cut off would be read as another one.
    let end = beginning.rfind(['\n', '。']).unwrap_or(beginning.len());
    Some(SourceText::new(beginning.get(..end)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_long_text_the_beginning_is_shown_first_up_to_a_sentence() {
        let check = |text: &str, expected: Option<usize>| {
            let beginning = beginning(&SourceText::new(text));
            assert_eq!(beginning.map(|beginning| beginning.text.len()), expected);
        };
        let sentence = "全年受理案件三十九件。";
        check(&sentence.repeat(100), None);
        let whole = 20_000 / sentence.len() * sentence.len();
        check(&sentence.repeat(10_000), Some(whole - "。".len()));
        check(&"件".repeat(100_000), Some(19_998));
    }
}
