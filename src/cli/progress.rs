//! How far a long command has come: one line on standard error, only at a terminal, only after a second.

use std::path::Path;
use std::time::{Duration, Instant};

use super::text::clipped;
use super::{CliError, Output};
use crate::locale::Lang;

/// Nothing is shown before.
const PATIENCE: Duration = Duration::from_secs(1);

/// Faster than this nobody reads.
const PACE: Duration = Duration::from_millis(100);

/// Characters of a file name; a line must not be wider than the narrowest terminal.
const NAME: usize = 24;

pub(super) struct Progress {
    /// Whether somebody looks at a terminal.
    watched: bool,
    /// The locale key of the line.
    text: &'static str,
    started: Instant,
    drawn: Option<Instant>,
    visible: bool,
}

impl Progress {
    pub(super) fn new(watched: bool, text: &'static str) -> Progress {
        Progress {
            watched,
            text,
            started: Instant::now(),
            drawn: None,
            visible: false,
        }
    }

    pub(super) fn show(
        &mut self,
        output: &mut Output,
        lang: Lang,
        done: usize,
        total: usize,
        path: Option<&Path>,
    ) {
        let fresh = self.drawn.is_some_and(|drawn| drawn.elapsed() < PACE);
        if !self.watched || fresh || self.started.elapsed() < PATIENCE {
            return;
        }
        let name = path.and_then(Path::file_name).unwrap_or_default();
        let name = clipped(&name.to_string_lossy(), NAME);
        let values: [(&str, &dyn std::fmt::Display); 3] =
            [("done", &done), ("total", &total), ("name", &name)];
        output.redraw(&lang.fill(self.text, &values));
        self.drawn = Some(Instant::now());
        self.visible = true;
    }

    /// Makes room for a line of the result.
    pub(super) fn clear(&mut self, output: &mut Output) {
        if std::mem::take(&mut self.visible) {
            output.redraw("");
        }
    }

    /// Lets the result out at once where it shares the terminal with the progress.
    pub(super) fn let_through(&self, output: &mut Output) -> Result<(), CliError> {
        if self.watched { output.flush() } else { Ok(()) }
    }
}
