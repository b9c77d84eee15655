//! What can be wrong with a key table.

use crate::locale::Lang;
use crate::tui::action::{Action, Scene};

/// What is wrong with a key table, by the name of the binding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    Json(String),
    Schema(String),
    Key {
        action: Action,
        name: String,
    },
    /// One key with two meanings in one place, or one that begins another.
    Conflict {
        scene: Scene,
        name: String,
        actions: [Action; 2],
    },
    /// No action of this name, or no place where it can have a key.
    Unknown(String),
    /// The bottom line names an action that has no key there.
    Bar {
        scene: Scene,
        action: Action,
    },
}

impl Fault {
    /// What is wrong, for the person who wrote it.
    pub fn message(&self, lang: Lang) -> String {
        let help = |action: Action| lang.text(&format!("help.{}", action.name()));
        match self {
            Fault::Json(words) => words.clone(),
            Fault::Schema(found) => found.clone(),
            Fault::Key { name, .. } => lang.fill("keymap.no-key", &[("name", name)]),
            Fault::Unknown(name) => lang.fill("keymap.unknown", &[("name", name)]),
            Fault::Conflict {
                scene,
                name,
                actions: [one, other],
            } => {
                let scene = lang.text(&format!("ui.scene-{}", scene.name()));
                lang.fill(
                    "keymap.conflict",
                    &[
                        ("scene", &scene),
                        ("name", name),
                        ("one", &help(*one)),
                        ("other", &help(*other)),
                    ],
                )
            }
            Fault::Bar { action, .. } => lang.fill("keymap.unknown", &[("name", &action.name())]),
        }
    }
}
