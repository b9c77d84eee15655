//! What keys mean, as the bundled table and small ones say it.

use super::*;
use crate::store::KeySetting;

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
