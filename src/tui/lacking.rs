//! What still has to be typed before something is recorded: a reason, a proof.

use crate::review::Lack;
use crate::store::Change;

use super::app::{Reply, Shared};
use super::message::Draft;
use super::overlay::Overlay;
use super::overlay::prompt::{Prompt, Purpose, Question};

/// Changes of one action that wait for a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Lacking {
    changes: Vec<Change>,
    /// Which of them lacks it.
    at: usize,
    pub lack: Lack,
    /// The note that is being saved, so that giving up loses nothing of it.
    pub draft: Option<Draft>,
}

/// Records the changes of one action, or asks first for what they lack.
pub fn attempt(shared: &mut Shared, changes: Vec<Change>, draft: Option<Draft>) -> Reply {
    let lacking = changes
        .iter()
        .enumerate()
        .find_map(|(at, change)| Some((at, shared.lacks(&change.operation)?)));
    if let Some((at, lack)) = lacking {
        let lacking = Lacking {
            changes,
            at,
            lack,
            draft,
        };
        let purpose = Purpose::Asked(Question::Lacking(Box::new(lacking)));
        return Reply::open(Overlay::Prompt(Prompt::new(purpose, "")));
    }
    if let Some(draft) = draft {
        shared.drafts.retain(|known| known.id != draft.id);
        shared.finished.push(draft);
    }
    Reply::effects(vec![shared.record_changes(changes)])
}

impl Lacking {
    /// Goes on with what was typed.
    pub fn typed(mut self, shared: &mut Shared, text: &str) -> Reply {
        if let Some(change) = self.changes.get_mut(self.at) {
            change.operation.supply(self.lack, text);
        }
        attempt(shared, self.changes, self.draft)
    }
}
