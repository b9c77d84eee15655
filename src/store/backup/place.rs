//! Where an entry of a backup belongs. What is none of these is not taken out: an archive names no paths of ours.

use crate::store::archive::ARCHIVE;
use crate::store::edition::{self, is_edition_id};
use crate::store::feed::is_journal;
use crate::store::library::{EDITIONS, MANIFEST, REVIEWS};
use crate::store::quarantine::QUARANTINE;

/// A file of a library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Manifest,
    Edition {
        id: String,
        name: &'static str,
    },
    Journal {
        reviewer: String,
        archived: bool,
        name: String,
    },
    Quarantine {
        name: String,
    },
}

impl Place {
    pub fn of(path: &str) -> Option<Place> {
        let parts: Vec<&str> = path.split('/').collect();
        match parts.as_slice() {
            [name] if *name == MANIFEST => Some(Place::Manifest),
            [folder, id, name] if *folder == EDITIONS && is_edition_id(id) => {
                let ours = [edition::SOURCE, edition::TEXT, edition::RECORD];
                let name = ours.into_iter().find(|ours| ours == name)?;
                let id = (*id).to_owned();
                Some(Place::Edition { id, name })
            }
            [folder, reviewer, name] if *folder == REVIEWS => journal(reviewer, false, name),
            [folder, reviewer, archive, name] if *folder == REVIEWS && *archive == ARCHIVE => {
                journal(reviewer, true, name)
            }
            [folder, name] if *folder == QUARANTINE && is_plain(name) => {
                let name = (*name).to_owned();
                Some(Place::Quarantine { name })
            }
            _ => None,
        }
    }
}

fn journal(reviewer: &str, archived: bool, name: &str) -> Option<Place> {
    (is_plain(reviewer) && is_plain(name) && is_journal(name)).then(|| Place::Journal {
        reviewer: reviewer.to_owned(),
        archived,
        name: name.to_owned(),
    })
}

/// A name as this program makes them: no separators, no dots in front, nothing that a terminal or a shell takes for more.
fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 255
        && !name.starts_with('.')
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._-%".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_a_library_have_a_place() {
        let id = "0123456789abcdef".repeat(4);
        let good = [
            "library.json".to_owned(),
            format!("editions/{id}/text.txt"),
            "reviews/%e6%9e%97/host-01.1.jsonl".to_owned(),
            "reviews/lin/archive/host-01.1.jsonl".to_owned(),
            "quarantine/0123456789abcdef.why".to_owned(),
        ];
        for path in good {
            assert!(Place::of(&path).is_some(), "{path}");
        }
        let bad = [
            "../../.ssh/authorized_keys",
            "/etc/passwd",
            "reviews/../x.jsonl",
            "reviews/lin/../../x.jsonl",
            "reviews/lin/.hidden.jsonl",
            "reviews/lin/annotations.json",
            "reviews/lin/a\u{1b}[2J.jsonl",
            "editions/short/text.txt",
            "quarantine/",
            "",
        ];
        for path in bad {
            assert_eq!(Place::of(path), None, "{path}");
        }
    }
}
