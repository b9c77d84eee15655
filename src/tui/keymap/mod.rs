//! The key table: data, read once, from which the bottom line, help, `ducha keys` and the README are made.

mod fault;
mod read;
mod sequence;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::locale::Lang;

use super::action::{Action, Scene};
use super::key::Key;

pub use fault::Fault;
use sequence::Match;
pub use sequence::{Sequence, Step};

const BUNDLED: &str = crate::bundled!("keymap.json");

/// Which keys mean what, where.
#[derive(Clone, Debug)]
pub struct Keymap {
    /// In the order of the file, which is the order of help.
    bindings: Vec<Binding>,
    bars: BTreeMap<Scene, Vec<Action>>,
}

/// One action and the key sequences that ask for it in some scenes.
#[derive(Clone, Debug)]
pub struct Binding {
    pub action: Action,
    pub scenes: Vec<Scene>,
    pub keys: Vec<Sequence>,
}

/// What the keys pressed so far amount to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// An action, and the letter that went with it.
    Action(Action, Option<char>),
    /// The beginning of a longer sequence.
    Begun,
    Nothing,
}

impl Keymap {
    /// The table that is part of the program.
    pub fn bundled() -> Keymap {
        // Whether it is free of clashes is a test's to find out, and not that of every start.
        static TABLE: LazyLock<Keymap> =
            LazyLock::new(|| Keymap::parse(BUNDLED).expect("the bundled key table can be read"));
        TABLE.clone()
    }

    /// All sequences that mean something in a scene.
    pub fn sequences(&self, scene: Scene) -> impl Iterator<Item = (Action, &Sequence)> {
        self.bindings
            .iter()
            .filter(move |binding| binding.scenes.contains(&scene))
            .flat_map(|binding| binding.keys.iter().map(|keys| (binding.action, keys)))
    }

    /// The sequences of one action in a scene.
    pub fn keys(&self, scene: Scene, action: Action) -> impl Iterator<Item = &Sequence> {
        self.sequences(scene)
            .filter(move |(found, _)| *found == action)
            .map(|(_, keys)| keys)
    }

    /// What the bottom line offers in a scene, most useful first.
    pub fn bar(&self, scene: Scene) -> &[Action] {
        self.bars.get(&scene).map_or(&[], Vec::as_slice)
    }

    /// The actions of a scene in the order of the table, each once with all its keys.
    pub fn actions(&self, scene: Scene) -> Vec<(Action, String)> {
        let mut rows: Vec<(Action, String)> = Vec::new();
        for (action, sequence) in self.sequences(scene) {
            match rows.iter_mut().find(|(known, _)| *known == action) {
                Some((_, names)) => {
                    names.push(' ');
                    names.push_str(&sequence.shown());
                }
                None => rows.push((action, sequence.shown())),
            }
        }
        rows
    }

    /// What the keys pressed so far mean in a scene; full-width twins count as their keys where no text is typed.
    pub fn resolve(&self, scene: Scene, pressed: &[Key]) -> Resolved {
        let folded: Vec<Key> = if scene.is_text_entry() {
            pressed.to_vec()
        } else {
            pressed.iter().map(|key| key.folded()).collect()
        };
        let mut begun = false;
        for (action, sequence) in self.sequences(scene) {
            match sequence.matches(&folded) {
                Match::Whole(letter) => return Resolved::Action(action, letter),
                Match::Beginning => begun = true,
                Match::Not => {}
            }
        }
        if begun {
            Resolved::Begun
        } else {
            Resolved::Nothing
        }
    }

    /// The table as Markdown, for `ducha keys` and the README.
    pub fn table(&self, lang: Lang) -> String {
        let mut text = String::new();
        for &scene in Scene::ALL {
            text.push_str(&format!(
                "### {}\n\n",
                lang.text(&format!("ui.scene-{}", scene.name()))
            ));
            text.push_str(&format!(
                "| {} | {} |\n|---|---|\n",
                lang.text("ui.table-key"),
                lang.text("ui.table-action")
            ));
            for (action, keys) in self.actions(scene) {
                let keys = keys.replace('|', "\\|");
                text.push_str(&format!(
                    "| {keys} | {} |\n",
                    lang.text(&format!("help.{}", action.name()))
                ));
            }
            text.push('\n');
        }
        text
    }
}

#[cfg(test)]
mod tests;
