//! The readable copies: whole, and saying what the journals say.

use std::sync::Arc;

use super::Check;
use crate::store::daily;
use crate::store::error::{Error, ErrorKind};
use crate::store::feed::{Damage, Fault};
use crate::store::folder::Folder;
use crate::store::library::Library;
use crate::store::outbox;
use crate::store::readable::{self, GENERATIONS, Standing};

/// Looks at every reviewer's.
pub(super) fn check(
    check: &mut Check,
    library: &Arc<Library>,
    reviews: &Folder,
) -> Result<(), Error> {
    // A copy that was written before the damage says more than the journals do now.
    let is_line = |damage: &Damage| matches!(damage.fault, Fault::Line(_) | Fault::Lost { .. });
    let is_comparable = !check.found.damage.iter().any(is_line) && outbox::waiting(library) == 0;
    for reviewer in reviews.names()? {
        let Ok(folder) = reviews.folder(&reviewer) else {
            continue;
        };
        let names = folder.names()?;
        let newest = GENERATIONS.iter().map(|copy| (*copy).to_owned());
        let newest: Vec<String> = newest.filter(|copy| names.contains(copy)).collect();
        let daily = daily::copies(&folder);
        for (folder, copies) in std::iter::once((folder, newest)).chain(daily) {
            for copy in copies {
                one(check, library, &folder, &copy, is_comparable);
            }
        }
    }
    Ok(())
}

fn one(
    check: &mut Check,
    library: &Arc<Library>,
    folder: &Folder,
    copy: &str,
    is_comparable: bool,
) {
    let Some(bytes) = check.read(folder, copy, library.access().file_mode()) else {
        return;
    };
    let fault = match readable::standing(library, &bytes) {
        Standing::Damaged => Fault::File(ErrorKind::Damaged),
        Standing::Changed => Fault::Seal,
        // What waits on this machine may be in the copy already, or not yet.
        Standing::Different if is_comparable => Fault::Stale,
        Standing::Different | Standing::Right => return,
    };
    check.wrong(&folder.at(copy), fault);
}
