//! What can be done about damage. Everything is added, nothing is changed or removed.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use super::Verification;
use crate::locale::Lang;
use crate::shown::Shown;
use crate::store::error::Error;
use crate::store::feed::{Damage, Feed};
use crate::store::library::{Library, REVIEWS};
use crate::store::places::folder_name;
use crate::store::readable::{self, NAME};
use crate::store::{outbox, quarantine};

/// What would be done, in this order.
#[derive(Clone, Debug, Default)]
pub struct Repair {
    pub steps: Vec<Step>,
}

/// One thing to add.
#[derive(Clone, Debug)]
pub enum Step {
    /// A copy of damaged bytes, with the reason.
    Quarantine(Damage),
    /// What waits on this machine goes into the library: so many files.
    Merge(usize),
    /// A new readable copy of this reviewer's annotations; the one before stays beside it.
    Rewrite { reviewer: String, path: PathBuf },
}

/// What can be done about what was found.
pub fn plan(library: &Arc<Library>, found: &Verification) -> Result<Repair, Error> {
    let mut steps: Vec<Step> = found
        .damage
        .iter()
        .filter(|damage| damage.fault.is_about_bytes())
        .cloned()
        .map(Step::Quarantine)
        .collect();
    match outbox::waiting(library) {
        0 => {}
        waiting => steps.push(Step::Merge(waiting)),
    }
    if let Some(root) = library.reading() {
        let reviews = root.folder(REVIEWS)?;
        for reviewer in reviewers(library)? {
            let Ok(folder) = reviews.folder(&folder_name(&reviewer)) else {
                continue;
            };
            let is_ours = folder.owner()? == rustix::process::geteuid().as_raw();
            let copy = folder.read(NAME, readable::LARGEST).ok();
            let is_whole = copy.is_some_and(|bytes| readable::read(&bytes).is_some());
            let path = folder.at(NAME);
            let is_wrong = found.damage.iter().any(|damage| damage.path == path);
            if is_ours && (!is_whole || is_wrong) {
                steps.push(Step::Rewrite { reviewer, path });
            }
        }
    }
    Ok(Repair { steps })
}

/// Everyone who wrote something, by name.
fn reviewers(library: &Arc<Library>) -> Result<BTreeSet<String>, Error> {
    let news = Feed::by_journals(Arc::clone(library)).changes()?;
    Ok(news
        .events
        .into_iter()
        .map(|event| String::from(event.reviewer))
        .collect())
}

/// Does one step.
pub fn apply(library: &Arc<Library>, step: &Step) -> Result<(), Error> {
    match step {
        Step::Quarantine(damage) => quarantine::keep(library, damage).map(|_| ()),
        Step::Merge(_) => outbox::merge(library, None).map(|_| ()),
        Step::Rewrite { reviewer, .. } => readable::write(library, reviewer),
    }
}

impl Step {
    /// What will be done, in the user's language.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Step::Quarantine(damage) => {
                let what = damage.message(lang);
                lang.fill("verify.step_quarantine", &[("what", &what)])
            }
            Step::Merge(count) => lang.fill("verify.step_merge", &[("count", count)]),
            Step::Rewrite { path, .. } => {
                let path = path.to_string_lossy();
                lang.fill("verify.step_rewrite", &[("path", &Shown::new(&path))])
            }
        }
    }
}
