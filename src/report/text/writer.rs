//! Normal text as it is written: stretch by stretch, from the source or from an earlier draft.

use super::fold::{Fold, folded};
use super::runs::{Make, Runs};
use super::{Edit, NormalText};
use crate::report::{Span, release};

/// Writes normal text, one `\n` between two stretches.
pub(in crate::report) struct Writer<'a> {
    source: &'a str,
    text: String,
    runs: Runs,
    /// Where the last stretch that holds anything visible ends in the source.
    end: Option<usize>,
}

/// Where a stretch has come to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::report) struct Written {
    /// In the normal text.
    pub normal: Span,
    /// From the first to the last visible character, in the source; empty when there is none.
    pub visible: Span,
}

impl<'a> Writer<'a> {
    pub fn new(source: &'a str) -> Writer<'a> {
        Writer::of_stretch(source, source.len())
    }

    /// A writer of so many bytes of the source.
    pub fn of_stretch(source: &'a str, len: usize) -> Writer<'a> {
        Writer {
            source,
            text: String::with_capacity(len),
            runs: Runs::default(),
            end: None,
        }
    }

    /// Adds a stretch of the source as it stands; stretches must come in order.
    pub fn add(&mut self, stretch: Span) -> Written {
        let (gap, end) = (self.runs.len(), self.end);
        let written = self.stretch(stretch, |writer| writer.fold(stretch));
        if !written.normal.is_empty() {
            // The blanks around what is seen belong to the line break.
            if let Some(end) = end {
                self.runs
                    .widen_gap(gap, Span::new(end, written.visible.start));
            }
            self.end = Some(written.visible.end);
        }
        written
    }

    /// Adds a stretch with those of the edits that lie in it; the edits must be in order, and none begin before it.
    pub fn add_edited(&mut self, stretch: Span, edits: &[Edit]) {
        self.stretch(stretch, |writer| {
            let mut from = stretch.start;
            let inside = |edit: &&Edit| edit.span.end <= stretch.end;
            for edit in edits.iter().take_while(inside) {
                writer.fold(Span::new(from, edit.span.start));
                if !edit.put.is_empty() {
                    writer.push(edit.put, edit.span, Make::Gap);
                }
                from = edit.span.end;
            }
            writer.fold(Span::new(from, stretch.end));
        });
    }

    /// Adds a stretch that is part of a stretch of a draft, which need not be read again.
    pub fn add_drafted(&mut self, stretch: Span, draft: &NormalText) {
        let range = draft.to_normal(stretch);
        let text = range.of(&draft.text);
        // A blank was kept between two words; at the end of a stretch it is none.
        let start = range.start + text.len() - text.trim_start_matches(' ').len();
        let range = Span::new(start, start + text.trim_matches(' ').len());
        self.stretch(stretch, |writer| {
            let at = writer.text.len();
            writer.text.push_str(range.of(&draft.text));
            writer.runs.extend_from(&draft.runs, range, at);
        });
    }

    /// Adds what was written of the next stretch of the source; returns where it has come to stand.
    pub fn append(&mut self, next: Writer) -> usize {
        let begin = next.runs.hull_from(0).start;
        if let Some(end) = self.end.filter(|_| !next.text.is_empty()) {
            self.push("\n", Span::new(end, begin), Make::Gap);
        }
        let moved = self.text.len();
        self.text.push_str(&next.text);
        self.runs.append(next.runs, moved);
        self.end = next.end.or(self.end);
        release::free(next.text.into_bytes());
        moved
    }

    pub fn finish(mut self) -> NormalText {
        self.runs.finish();
        NormalText {
            text: self.text,
            runs: self.runs,
        }
    }

    /// What `write` adds, on a line of its own if it adds anything.
    fn stretch(&mut self, stretch: Span, write: impl FnOnce(&mut Writer<'a>)) -> Written {
        let (len, runs) = (self.text.len(), self.runs.len());
        if let Some(end) = self.end {
            self.push("\n", Span::new(end, stretch.start), Make::Gap);
        }
        let (start, first) = (self.text.len(), self.runs.len());
        write(self);
        if self.text.len() == start {
            // Nothing visible in it: the line break goes as well.
            self.runs.truncate(runs);
            self.text.truncate(len);
            return Written {
                normal: Span::new(len, len),
                visible: Span::new(stretch.start, stretch.start),
            };
        }
        self.end = Some(stretch.end);
        Written {
            normal: Span::new(start, self.text.len()),
            visible: self.runs.hull_from(first),
        }
    }

    fn fold(&mut self, stretch: Span) {
        for (fold, span) in folded(stretch.of(self.source), stretch.start) {
            match fold {
                Fold::Same => self.push(span.of(self.source), span, Make::Same),
                Fold::Narrow(byte) => {
                    self.push(char::from(byte).encode_utf8(&mut [0]), span, Make::Narrowed);
                }
                Fold::Usual(usual) => {
                    self.push(usual.encode_utf8(&mut [0; 4]), span, Make::Same);
                }
                Fold::Blank => self.push(" ", span, Make::Gap),
            }
        }
    }

    fn push(&mut self, text: &str, source: Span, make: Make) {
        self.runs.push(self.text.len(), source, make);
        self.text.push_str(text);
    }
}
