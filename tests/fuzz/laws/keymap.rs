//! Any key table and any setting is taken or has a fault with words; a table that was taken has one meaning a key.

use ducha::locale::Lang;
use ducha::store::KeySetting;
use ducha::tui::key::Key;
use ducha::tui::keymap::Keymap;

/// `{` begins a table; otherwise lines of settings, `action scene,scene key key`.
pub fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if text.starts_with('{') {
        if let Err(fault) = Keymap::read(&text) {
            let _ = fault.message(Lang::Zh);
        }
        return;
    }
    let settings: Vec<KeySetting> = text
        .lines()
        .take(32)
        .enumerate()
        .filter_map(setting)
        .collect();
    let (_, faults) = Keymap::bundled().with(&settings);
    for (line, fault) in faults {
        assert!(settings.iter().any(|setting| setting.line == line));
        assert!(!fault.message(Lang::Zh).is_empty() && !fault.message(Lang::En).is_empty());
    }
    for name in text.split_whitespace() {
        if let Some(key) = Key::parse(name) {
            assert_eq!(Key::parse(&key.to_string()), Some(key), "{name}");
        }
    }
}

fn setting((idx, line): (usize, &str)) -> Option<KeySetting> {
    let mut words = line.split(' ');
    let action = words.next()?.to_owned();
    let scenes = words.next().filter(|names| *names != "*");
    Some(KeySetting {
        line: idx + 1,
        action,
        scenes: scenes.map(|names| names.split(',').map(str::to_owned).collect()),
        keys: words.map(str::to_owned).collect(),
    })
}
