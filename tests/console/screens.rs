//! Every screen as it looks: at three sizes, in both languages, without colours. `DUCHA_BLESS=1` writes the files anew.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use ducha::locale::Lang;
use ducha::tui::theme::Theme;

use super::others;
use super::script::Session;

/// What others wrote before.
type Before = fn(&mut Session);

/// Every screen and every overlay: its name, the keys that lead there, what others wrote before.
const SCREENS: [(&str, &str, Before); 31] = [
    ("library", "", nothing),
    ("library-filter", "f text:cang", nothing),
    ("library-queue", "Enter r r q", nothing),
    ("report", "Enter ]", nothing),
    ("outline", "Enter o o h j", nothing),
    ("original", "Enter |", nothing),
    ("selection", "Enter ) v w w", nothing),
    ("editor", "Enter ) a text:口径不明", nothing),
    ("editor-section", "Enter } A Tab Tab", nothing),
    ("search", "Enter / text:案卷", nothing),
    ("search-all", "/ text:案 Enter j", nothing),
    ("help", "Enter ? text:批注", nothing),
    ("command", ": text:jc", nothing),
    ("checks", "c", nothing),
    ("sheet", "c g s", nothing),
    ("same-rule", "c j R V", nothing),
    ("confirm", "c j R V 3", nothing),
    ("reason", "c 2", nothing),
    ("reason-narrowed", "c 2 / text:kj", nothing),
    ("correct", "Enter F", nothing),
    ("gaps", "t", others::gaps_of_last_year),
    ("note", "t l", others::gaps_of_last_year),
    ("conflict", "t =", others::crossed_versions),
    ("follow-up", "g f", others::gaps_of_last_year),
    ("tray", "g o", others::doubtful_places),
    ("difference", "g d", others::two_reviewers),
    ("compare", "d ]", nothing),
    ("indicators", "d g i", nothing),
    ("promises", "d g p j", nothing),
    ("reuse", "d g r", nothing),
    ("years-and-history", "d g y j g h j", nothing),
];

fn nothing(_: &mut Session) {}

/// How each is looked at.
const LOOKS: [(&str, (u16, u16), Lang, Theme); 5] = [
    ("80x24 zh", (80, 24), Lang::Zh, Theme::Colour),
    ("120x40 zh", (120, 40), Lang::Zh, Theme::Colour),
    ("40x10 zh", (40, 10), Lang::Zh, Theme::Colour),
    ("80x24 en", (80, 24), Lang::En, Theme::Colour),
    ("80x24 zh mono", (80, 24), Lang::Zh, Theme::Mono),
];

#[test]
fn every_screen_looks_as_it_did() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/screens");
    let bless = std::env::var_os("DUCHA_BLESS").is_some();
    let mut wrong = Vec::new();
    for (name, keys, before) in SCREENS {
        let shown = looks(keys, before);
        let path = folder.join(format!("{name}.txt"));
        if bless {
            fs::create_dir_all(&folder).expect("a folder");
            fs::write(&path, shown).expect("a file");
            continue;
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if shown != expected {
            wrong.push(differences(name, &expected, &shown));
        }
    }
    let files = fs::read_dir(&folder).expect("a folder").count();
    assert_eq!(files, SCREENS.len(), "a file for each screen and no other");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// All looks of a screen, one after the other. Without colours only the rows are kept that look otherwise than with them.
fn looks(keys: &str, before: Before) -> String {
    let mut file = format!("keys {keys}\n");
    let mut first: Vec<String> = Vec::new();
    for (look, size, lang, theme) in LOOKS {
        let mut session = Session::new(size, lang, theme);
        before(&mut session);
        session.keys(keys);
        let rows: Vec<String> = session.screen().lines().map(str::to_owned).collect();
        writeln!(file, "=== {look}").expect("a string");
        match theme {
            Theme::Mono => other_rows(&mut file, &first, &rows),
            Theme::Colour | Theme::Light | Theme::Distinct => all_rows(&mut file, &rows),
        }
        if first.is_empty() {
            first = rows;
        }
    }
    file
}

/// Empty rows that follow each other are one line with their number.
fn all_rows(file: &mut String, rows: &[String]) {
    for run in rows.chunk_by(|one, other| one.is_empty() && other.is_empty()) {
        match run {
            [_, _, ..] => writeln!(file, "~ {} empty rows", run.len()),
            [row] => writeln!(file, "{row}"),
            [] => Ok(()),
        }
        .expect("a string");
    }
}

fn other_rows(file: &mut String, usual: &[String], rows: &[String]) {
    let pairs = rows.iter().zip(usual).enumerate();
    for (number, (row, _)) in pairs.filter(|(_, (row, usual))| row != usual) {
        writeln!(file, "{:>2}: {row}", number + 1).expect("a string");
    }
}

/// The lines of a file that are not as they were.
fn differences(name: &str, expected: &str, shown: &str) -> String {
    let mut told = format!("{name}:");
    let mut look = "";
    let (mut expected, mut shown) = (expected.lines(), shown.lines());
    for _ in 0..400 {
        match (expected.next(), shown.next()) {
            (None, None) => break,
            (was, is) if was == is => look = is.filter(|is| is.starts_with("===")).unwrap_or(look),
            (was, is) => {
                let (was, is) = (was.unwrap_or("(nothing)"), is.unwrap_or("(nothing)"));
                told.push_str(&format!("\n{look}\n- {was}\n+ {is}"));
            }
        }
    }
    told
}
