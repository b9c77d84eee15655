//! The key table: data, read once, from which the bottom line, help, `ducha keys` and the README are made.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::locale::Lang;
use crate::store::KeySetting;

use super::action::{Action, Scene};
use super::key::Key;

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

/// Keys pressed one after the other, and how the table writes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sequence {
    pub steps: Vec<Step>,
    pub name: String,
}

/// One key of a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Exactly(Key),
    /// `{a-z}`: any small letter, which is the name of a mark.
    Letter,
    /// `{1-9}`: any digit but zero, which is the number of a row.
    Digit,
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: String,
    bindings: Vec<FileBinding>,
    bars: BTreeMap<Scene, Vec<Action>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileBinding {
    action: Action,
    #[serde(rename = "in")]
    scenes: Vec<Scene>,
    keys: Vec<String>,
}

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

impl Keymap {
    /// The table that is part of the program.
    pub fn bundled() -> Keymap {
        // Whether it is free of clashes is a test's to find out, and not that of every start.
        static TABLE: LazyLock<Keymap> =
            LazyLock::new(|| Keymap::parse(BUNDLED).expect("the bundled key table can be read"));
        TABLE.clone()
    }

    /// Reads a table and checks that every key has one meaning in every place.
    pub fn read(json: &str) -> Result<Keymap, Fault> {
        let keymap = Keymap::parse(json)?;
        keymap.validate()?;
        Ok(keymap)
    }

    fn parse(json: &str) -> Result<Keymap, Fault> {
        let file: File =
            serde_json::from_str(json).map_err(|error| Fault::Json(error.to_string()))?;
        if file.schema != "ducha.keymap.v1" {
            return Err(Fault::Schema(file.schema));
        }
        let mut bindings = Vec::new();
        for FileBinding {
            action,
            scenes,
            keys,
        } in file.bindings
        {
            let keys = keys
                .into_iter()
                .map(|name| Sequence::parse(&name).ok_or(Fault::Key { action, name }))
                .collect::<Result<_, _>>()?;
            bindings.push(Binding {
                action,
                scenes,
                keys,
            });
        }
        Ok(Keymap {
            bindings,
            bars: file.bars,
        })
    }

    /// The table with other keys for some actions. A setting that cannot be used is left out and told with its line.
    pub fn with(mut self, settings: &[KeySetting]) -> (Keymap, Vec<(usize, Fault)>) {
        let mut faults = Vec::new();
        for setting in settings {
            let changed = self.changed(setting).and_then(|keymap| {
                keymap.validate()?;
                Ok(keymap)
            });
            match changed {
                Ok(keymap) => self = keymap,
                Err(fault) => faults.push((setting.line, fault)),
            }
        }
        (self, faults)
    }

    fn changed(&self, setting: &KeySetting) -> Result<Keymap, Fault> {
        let unknown = |name: &String| Fault::Unknown(name.clone());
        let action = Action::ALL
            .iter()
            .find(|action| action.name() == setting.action);
        let action = *action.ok_or_else(|| unknown(&setting.action))?;
        let bound = |scene: &Scene| self.keys(*scene, action).next().is_some();
        let scenes: Vec<Scene> = match &setting.scenes {
            None => Scene::ALL.iter().copied().filter(bound).collect(),
            Some(names) => names
                .iter()
                .map(|name| {
                    let known = Scene::ALL.iter().find(|scene| scene.name() == *name);
                    let scene = known.copied().filter(bound);
                    scene.ok_or_else(|| unknown(name))
                })
                .collect::<Result<_, _>>()?,
        };
        let keys = setting.keys.iter().map(|name| {
            let sequence = Sequence::parse(name);
            sequence.ok_or_else(|| Fault::Key {
                action,
                name: name.clone(),
            })
        });
        let keys: Vec<Sequence> = keys.collect::<Result<_, _>>()?;
        let mut keymap = self.clone();
        for binding in keymap
            .bindings
            .iter_mut()
            .filter(|one| one.action == action)
        {
            binding.scenes.retain(|scene| !scenes.contains(scene));
        }
        if keys.is_empty() {
            for scene in &scenes {
                if let Some(bar) = keymap.bars.get_mut(scene) {
                    bar.retain(|offered| *offered != action);
                }
            }
        }
        keymap.bindings.push(Binding {
            action,
            scenes,
            keys,
        });
        Ok(keymap)
    }

    fn validate(&self) -> Result<(), Fault> {
        for &scene in Scene::ALL {
            let mut seen: Vec<(&Sequence, Action)> = Vec::new();
            for (action, sequence) in self.sequences(scene) {
                if let Some(&(_, other)) = seen.iter().find(|(old, _)| old.clashes(sequence)) {
                    return Err(Fault::Conflict {
                        scene,
                        name: sequence.name.clone(),
                        actions: [other, action],
                    });
                }
                seen.push((sequence, action));
            }
            for &action in self.bar(scene) {
                if self.keys(scene, action).next().is_none() {
                    return Err(Fault::Bar { scene, action });
                }
            }
        }
        Ok(())
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

enum Match {
    Whole(Option<char>),
    Beginning,
    Not,
}

impl Step {
    /// Whether the key fits, and the character that it types.
    fn takes(self, key: Key) -> Option<Option<char>> {
        let typed = key.typed();
        let fits = match self {
            Step::Exactly(wanted) => wanted == key,
            Step::Letter => typed.is_some_and(|typed| typed.is_ascii_lowercase()),
            Step::Digit => typed.is_some_and(|typed| ('1'..='9').contains(&typed)),
        };
        fits.then_some(typed)
    }
}

impl Sequence {
    fn parse(name: &str) -> Option<Sequence> {
        let steps: Vec<Step> = name
            .split(' ')
            .map(|part| match part {
                "{a-z}" => Some(Step::Letter),
                "{1-9}" => Some(Step::Digit),
                part => Key::parse(part).map(Step::Exactly),
            })
            .collect::<Option<_>>()?;
        Some(Sequence {
            steps,
            name: name.to_owned(),
        })
    }

    /// As the bottom line and help write it: `gg`, `Ctrl-e`, `m{a-z}`.
    pub fn shown(&self) -> String {
        self.name.replace(' ', "")
    }

    fn matches(&self, pressed: &[Key]) -> Match {
        if pressed.is_empty() || pressed.len() > self.steps.len() {
            return Match::Not;
        }
        let mut letter = None;
        for (step, key) in self.steps.iter().zip(pressed) {
            match (step, step.takes(*key)) {
                (_, None) => return Match::Not,
                (Step::Exactly(_), Some(_)) => {}
                (Step::Letter | Step::Digit, Some(typed)) => letter = typed,
            }
        }
        if pressed.len() == self.steps.len() {
            Match::Whole(letter)
        } else {
            Match::Beginning
        }
    }

    /// Whether some keys pressed could mean both.
    fn clashes(&self, other: &Sequence) -> bool {
        self.steps.iter().zip(&other.steps).all(|pair| match pair {
            (Step::Exactly(one), Step::Exactly(two)) => one == two,
            (Step::Letter, Step::Letter) | (Step::Digit, Step::Digit) => true,
            (Step::Letter, Step::Digit) | (Step::Digit, Step::Letter) => false,
            (step, Step::Exactly(key)) | (Step::Exactly(key), step) => step.takes(*key).is_some(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(names: &str) -> Vec<Key> {
        names
            .split(' ')
            .map(|name| Key::parse(name).expect(name))
            .collect()
    }

    #[test]
    fn every_key_has_one_meaning_in_every_place() {
        assert!(
            Keymap::read(BUNDLED).is_ok(),
            "{:?}",
            Keymap::read(BUNDLED).err()
        );
    }

    #[test]
    fn a_clash_is_found_whatever_its_form() {
        let check = |first: &str, second: &str| {
            let json = format!(
                r#"{{"schema":"ducha.keymap.v1","bars":{{}},"bindings":[
                {{"action":"down","in":["report"],"keys":["{first}"]}},{{"action":"up","in":["report"],"keys":["{second}"]}}]}}"#
            );
            matches!(Keymap::read(&json), Err(Fault::Conflict { .. }))
        };
        assert!(check("j", "j"));
        assert!(check("g", "g g"));
        assert!(check("m {a-z}", "m q"));
        assert!(!check("m {a-z}", "m Q"));
        assert!(!check("g t", "g g"));
        assert!(!check("j", "Ctrl-j"));
    }

    #[test]
    fn settings_change_keys_and_a_clash_leaves_the_others_in_force() {
        let setting = |line, action: &str, scenes: Option<&str>, keys: &[&str]| KeySetting {
            line,
            action: action.to_owned(),
            scenes: scenes.map(|scene| vec![scene.to_owned()]),
            keys: keys.iter().map(|key| (*key).to_owned()).collect(),
        };
        let (keymap, faults) = Keymap::bundled().with(&[
            setting(1, "down", Some("report"), &["J"]),
            setting(2, "up", None, &["q"]),
            setting(3, "sort", None, &[]),
            setting(4, "fly", None, &["z"]),
            setting(5, "top", Some("moon"), &["z"]),
            setting(6, "top", None, &["Hyper-z"]),
        ]);
        let lines: Vec<usize> = faults.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [2, 4, 5, 6]);
        assert!(
            faults
                .iter()
                .all(|(_, fault)| !fault.message(Lang::Zh).is_empty())
        );
        let check = |scene, keys: &str, expected| {
            assert_eq!(keymap.resolve(scene, &press(keys)), expected, "{keys}");
        };
        check(Scene::Report, "J", Resolved::Action(Action::Down, None));
        check(Scene::Report, "j", Resolved::Nothing);
        check(Scene::Library, "j", Resolved::Action(Action::Down, None));
        check(Scene::Library, "k", Resolved::Action(Action::Up, None));
        check(Scene::Library, "s", Resolved::Nothing);
    }

    #[test]
    fn keys_pressed_one_after_the_other_are_one_action() {
        let keymap = Keymap::bundled();
        let check = |scene, keys: &str, expected| {
            assert_eq!(keymap.resolve(scene, &press(keys)), expected, "{keys}");
        };
        check(Scene::Report, "j", Resolved::Action(Action::Down, None));
        check(Scene::Report, "g", Resolved::Begun);
        check(Scene::Report, "g g", Resolved::Action(Action::Top, None));
        check(Scene::Report, "m", Resolved::Begun);
        check(
            Scene::Report,
            "m b",
            Resolved::Action(Action::SetMark, Some('b')),
        );
        check(Scene::Report, "m B", Resolved::Nothing);
        check(Scene::Report, "？", Resolved::Action(Action::Help, None));
        check(Scene::Editor, "？", Resolved::Nothing);
        check(
            Scene::Editor,
            "Ctrl-j",
            Resolved::Action(Action::NewLine, None),
        );
    }

    #[test]
    fn every_action_has_a_key_and_a_text() {
        let keymap = Keymap::bundled();
        for &action in Action::ALL {
            assert!(
                Scene::ALL
                    .iter()
                    .any(|&scene| keymap.keys(scene, action).next().is_some()),
                "{action:?}"
            );
            for lang in [Lang::Zh, Lang::En] {
                assert_ne!(lang.text(&format!("key.{}", action.name())), "?");
                assert_ne!(lang.text(&format!("help.{}", action.name())), "?");
            }
        }
        assert!(keymap.table(Lang::Zh).contains("| gg Home |"));
    }
}
