//! How long the reader has been waiting for the worker: said after a second, and every second from then on.

use std::time::{Duration, Instant};

use super::message::{Msg, Progress};
use super::worker::Job;

/// What was asked for and has not come.
#[derive(Debug, Default)]
pub(super) struct Awaited {
    since: Option<Instant>,
    /// Seconds that were told.
    told: u64,
}

impl Awaited {
    /// Begins with what the reader asks for, and not with what is done while nobody waits.
    pub fn asked(&mut self, job: &Job) {
        match job {
            Job::Open(_) | Job::Import(_) | Job::Follow(_) | Job::List => {
                if self.since.is_none() {
                    self.since = Some(Instant::now());
                    self.told = 0;
                }
            }
            Job::Show(_)
            | Job::StopFollowing
            | Job::Close(_)
            | Job::Summarise(_)
            | Job::Correct(_) => {}
        }
    }

    /// Ends with what can be read, and with every sign of life of an import.
    pub fn answered(&mut self, msg: &Msg) {
        let answers = matches!(
            msg,
            Msg::Text(..)
                | Msg::Opened(..)
                | Msg::NotOpened(..)
                | Msg::Years(..)
                | Msg::Imported { .. }
                | Msg::Library(_)
        );
        match msg {
            Msg::Working(_) => self.since = Some(Instant::now()),
            _ if answers => self.done(),
            _ => {}
        }
    }

    pub fn done(&mut self) {
        self.since = None;
    }

    /// How long until there is something to tell.
    pub fn patience(&self) -> Option<Duration> {
        let since = self.since?;
        let next = since + Duration::from_secs(self.told + 1);
        Some(next.saturating_duration_since(Instant::now()))
    }

    /// What there is to tell now.
    pub fn told(&mut self) -> Option<Progress> {
        let seconds = self.since?.elapsed().as_secs();
        if seconds <= self.told {
            return None;
        }
        self.told = seconds;
        Some(Progress::Waiting { seconds })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_told_every_second_until_the_answer_comes() {
        let ago = |seconds, told| Awaited {
            since: Instant::now().checked_sub(Duration::from_millis(seconds)),
            told,
        };
        assert_eq!(Awaited::default().patience(), None);
        assert_eq!(ago(300, 0).told(), None);
        assert!(ago(300, 0).patience() <= Some(Duration::from_millis(700)));
        let mut waited = ago(3200, 2);
        assert_eq!(waited.told(), Some(Progress::Waiting { seconds: 3 }));
        assert_eq!(waited.told(), None);
        waited.answered(&Msg::DraftKept);
        assert!(waited.patience().is_some());
        waited.answered(&Msg::NotOpened("yun".to_owned(), String::new()));
        assert_eq!(waited.patience(), None);
        waited.asked(&Job::Summarise(Vec::new()));
        assert_eq!(waited.patience(), None);
        waited.asked(&Job::Open("yun".to_owned()));
        assert!(waited.patience().is_some());
    }
}
