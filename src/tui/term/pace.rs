//! How much is on its way to the terminal, so that a slow line gets the newest frame and not every one before it.
//!
//! A line that is slow further on takes everything at this end: an SSH server alone keeps two megabytes, minutes of a bad
//! connection. So the terminal is asked now and then, behind what is written, whether it is there, which every terminal
//! answers in its turn; until the answer has come only little more is sent.

use std::time::{Duration, Instant};

/// Is the terminal there?
const QUESTION: &[u8] = b"\x1b[5n";
/// After so many bytes it is asked.
const ASK: usize = 4 << 10;
/// So many bytes may be on their way behind a question: a few frames, or a second of a very slow line.
const AHEAD: usize = 8 << 10;
/// An answer that takes longer does not come: somebody else has read it.
const PATIENCE: Duration = Duration::from_secs(10);

/// Knows what the terminal has not confirmed.
#[derive(Debug, Default)]
pub(super) struct Pace {
    /// Bytes since the last question.
    sent: usize,
    asked: Option<Instant>,
    terminal: Terminal,
}

#[derive(Debug, Default, PartialEq, Eq)]
enum Terminal {
    /// It has not answered yet and may never do.
    #[default]
    Silent,
    Answers,
}

impl Pace {
    /// It has answered: everything before the question has been drawn.
    pub fn answered(&mut self) {
        self.terminal = Terminal::Answers;
        self.asked = None;
    }

    /// Somebody else has had the terminal, and perhaps read an answer.
    pub fn forget(&mut self) {
        self.asked = None;
        self.sent = 0;
    }

    /// Whether a frame would get there soon.
    pub fn may_write(&self, now: Instant) -> bool {
        self.sent < AHEAD || !self.is_waiting(now)
    }

    /// Takes note of bytes that are about to be written, and says what to write behind them.
    pub fn question(&mut self, bytes: usize, now: Instant) -> &'static [u8] {
        self.sent = self.sent.saturating_add(bytes);
        if self.terminal == Terminal::Silent || self.sent < ASK || self.is_waiting(now) {
            return b"";
        }
        self.asked = Some(now);
        self.sent = 0;
        QUESTION
    }

    /// What the terminal is asked at the start, when nothing else is.
    pub fn first_question() -> &'static [u8] {
        QUESTION
    }

    fn is_waiting(&self, now: Instant) -> bool {
        let asked = self.asked;
        asked.is_some_and(|asked| now.saturating_duration_since(asked) < PATIENCE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What happens to a pace, and what it must say then.
    enum Step {
        Write(usize, Asks),
        Answer,
        Pass(u64),
        May(bool),
    }

    #[derive(Debug, PartialEq, Eq)]
    enum Asks {
        Yes,
        No,
    }

    fn check(steps: &[Step]) {
        let mut pace = Pace::default();
        let mut now = Instant::now();
        for (at, step) in steps.iter().enumerate() {
            match step {
                Step::Write(bytes, expected) => {
                    let asks = match pace.question(*bytes, now) {
                        b"" => Asks::No,
                        _ => Asks::Yes,
                    };
                    assert_eq!(asks, *expected, "step {at}");
                }
                Step::Answer => pace.answered(),
                Step::Pass(seconds) => now += Duration::from_secs(*seconds),
                Step::May(expected) => assert_eq!(pace.may_write(now), *expected, "step {at}"),
            }
        }
    }

    #[test]
    fn what_is_on_its_way_is_bounded_until_the_terminal_answers() {
        use Step::{Answer, May, Pass, Write};
        // A terminal that has never answered is never waited for.
        check(&[
            Write(1 << 20, Asks::No),
            May(true),
            Write(1 << 20, Asks::No),
            May(true),
        ]);
        // One that answers is asked after some bytes, and waited for.
        check(&[
            Answer,
            Write(2_000, Asks::No),
            Write(2_000, Asks::No),
            Write(2_000, Asks::Yes),
            May(true),
            Write(6_000, Asks::No),
            May(true),
            Write(6_000, Asks::No),
            May(false),
            Answer,
            May(true),
            Write(10, Asks::Yes),
        ]);
        // An answer that does not come holds nothing up for ever.
        check(&[
            Answer,
            Write(5_000, Asks::Yes),
            Write(9_000, Asks::No),
            May(false),
            Pass(11),
            May(true),
            Write(10, Asks::Yes),
        ]);
    }

    #[test]
    fn after_another_program_nothing_is_waited_for() {
        let now = Instant::now();
        let mut pace = Pace::default();
        pace.answered();
        assert!(!pace.question(5_000, now).is_empty());
        assert!(pace.question(9_000, now).is_empty());
        assert!(!pace.may_write(now));
        pace.forget();
        assert!(pace.may_write(now));
    }
}
