//! The README says what the program says: the key table is printed from the key map. `DUCHA_BLESS=1` rewrites it.

use std::fs;
use std::path::Path;

use ducha::locale::Lang;
use ducha::tui::keymap::Keymap;

const OPEN: &str = "<!-- keys -->\n";
const CLOSE: &str = "<!-- /keys -->";

#[test]
fn the_key_table_is_the_key_map() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).expect("a README");
    let (before, rest) = readme.split_once(OPEN).expect("a place for the keys");
    let (found, after) = rest.split_once(CLOSE).expect("an end of the keys");
    let table = Keymap::bundled().table(Lang::Zh);
    let wanted = format!("\n{}\n\n", table.trim_end());
    if std::env::var_os("DUCHA_BLESS").is_some() {
        fs::write(&path, format!("{before}{OPEN}{wanted}{CLOSE}{after}")).expect("written");
        return;
    }
    assert_eq!(found, wanted, "run this test once with DUCHA_BLESS=1");
}

#[test]
fn the_two_commands_stand_at_the_top() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).expect("a README");
    let top: Vec<&str> = readme.lines().take(12).collect();
    for command in ["    cargo run --release", "    cargo test"] {
        assert!(
            top.iter().any(|line| line.starts_with(command)),
            "{command}"
        );
    }
}
