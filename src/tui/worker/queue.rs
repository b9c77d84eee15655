//! What the worker was asked for and has not begun.

use std::collections::VecDeque;

use crate::tui::catalogue::MANY;
use crate::tui::model::EditionId;

use super::Job;

#[derive(Default)]
pub(super) struct Queue {
    urgent: VecDeque<Job>,
    /// To be summarised when nobody waits.
    idle: VecDeque<EditionId>,
}

impl Queue {
    pub fn add(&mut self, job: Job) {
        match job {
            // What was asked for last is what the reader has before him now.
            Job::Summarise(ids) => {
                self.idle.retain(|id| !ids.contains(id));
                for id in ids.into_iter().rev() {
                    self.idle.push_front(id);
                }
                self.idle.truncate(MANY);
            }
            Job::Close(id) => {
                self.urgent
                    .retain(|job| !matches!(job, Job::Open(wanted) if *wanted == id));
                self.urgent.push_back(Job::Close(id));
            }
            Job::List
            | Job::Show(_)
            | Job::Open(_)
            | Job::Follow(_)
            | Job::StopFollowing
            | Job::Import(_)
            | Job::Correct(_) => self.urgent.push_back(job),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.urgent.is_empty() && self.idle.is_empty()
    }

    /// What somebody waits for.
    pub fn urgent(&mut self) -> Option<Job> {
        self.urgent.pop_front()
    }

    /// The next report to be summarised.
    pub fn idle(&mut self) -> Option<EditionId> {
        self.idle.pop_front()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_reader_saw_last_is_summarised_first_and_what_he_left_is_not_opened() {
        let mut queue = Queue::default();
        for job in [
            Job::Summarise(vec!["a".to_owned(), "b".to_owned()]),
            Job::Open("a".to_owned()),
            Job::Summarise(vec!["c".to_owned(), "a".to_owned()]),
            Job::Close("a".to_owned()),
        ] {
            queue.add(job);
        }
        assert!(matches!(queue.urgent(), Some(Job::Close(id)) if id == "a"));
        assert!(queue.urgent().is_none());
        let idle: Vec<EditionId> = std::iter::from_fn(|| queue.idle()).collect();
        assert_eq!(idle, ["c", "a", "b"]);
        assert!(queue.is_empty());
    }
}
