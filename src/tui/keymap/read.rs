//! The key table as it is written, and the keys that a user sets otherwise.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Binding, Fault, Keymap, Sequence};
use crate::store::KeySetting;
use crate::tui::action::{Action, Scene};

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

impl Keymap {
    /// Reads a table and checks that every key has one meaning in every place.
    pub fn read(json: &str) -> Result<Keymap, Fault> {
        let keymap = Keymap::parse(json)?;
        keymap.validate()?;
        Ok(keymap)
    }

    pub(super) fn parse(json: &str) -> Result<Keymap, Fault> {
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
}
