//! Backups, and what comes back from them.

use std::fs;

use ducha::store::{ErrorKind, backup, library_of, restore, verify};

use crate::desk::{Desk, files, problems};

#[test]
fn backup_destroy_restore_is_the_same_state() {
    let desk = Desk::new();
    desk.import();
    desk.three_saved();
    let other = desk.session("王敏");
    other.save("丁");
    other.close();
    let (before, _) = desk.read();
    let file = desk.elsewhere().with_extension("zip");
    let contents = backup(&desk.library, &file).expect("a backup");
    assert!(contents.files.len() >= 6);
    let twice = backup(&desk.library, &file).map_err(|error| error.kind);
    assert_eq!(twice, Err(ErrorKind::Exists));
    fs::remove_dir_all(desk.path()).expect("destroyed");
    let again = library_of(&file, &desk.path()).expect("a library");
    assert_eq!(again.id(), desk.library.id());
    let restored = restore(&again, &file).expect("restored");
    assert_eq!((restored.editions, restored.journals), (1, 2));
    let again = std::sync::Arc::new(again);
    assert_eq!(crate::desk::read(&again).0, before);
    assert_eq!(verify(&again).expect("a check").damage, []);
    let restored = restore(&again, &file).expect("again");
    assert_eq!((restored.editions, restored.journals), (0, 0));
}

#[test]
fn restoring_is_a_union_and_changes_nothing_that_is_there() {
    let desk = Desk::new();
    let journal = desk.three_saved();
    let file = desk.elsewhere().with_extension("zip");
    backup(&desk.library, &file).expect("a backup");
    let session = desk.session("lin");
    session.save("新写");
    session.close();
    let name = journal
        .file_name()
        .and_then(|name| name.to_str())
        .expect("a name");
    let journal = files(&desk.path(), name).remove(0);
    let text = fs::read_to_string(&journal).expect("the journal");
    let damaged = text.replacen('乙', "戊", 1);
    fs::write(&journal, &damaged).expect("damaged");
    let restored = restore(&desk.library, &file).expect("restored");
    assert_eq!(restored.journals, 1);
    assert_eq!(fs::read_to_string(&journal).expect("there"), damaged);
    let (review, _) = desk.read();
    assert_eq!(problems(&review), ["甲", "乙", "丙", "新写"]);
    let found = verify(&desk.library).expect("a check").damage;
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn a_damaged_backup_says_what_cannot_be_used_and_gives_the_rest() {
    let desk = Desk::new();
    desk.import();
    desk.three_saved();
    let file = desk.elsewhere().with_extension("zip");
    backup(&desk.library, &file).expect("a backup");
    let whole = fs::read(&file).expect("the backup");
    let mut usable = 0;
    for at in (0..whole.len()).step_by(whole.len() / 60) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x10;
        fs::write(&file, &damaged).expect("damaged");
        let target = desk.elsewhere().join(format!("at-{at}"));
        let Ok(library) = library_of(&file, &target) else {
            continue;
        };
        let Ok(restored) = restore(&library, &file) else {
            continue;
        };
        usable += 1;
        let whole = restored.damaged.is_empty();
        let found = verify(&std::sync::Arc::new(library)).expect("a check");
        assert!(found.damage.is_empty(), "byte {at}: {:?}", found.damage);
        assert!(!whole || found.events == 3, "byte {at} was not noticed");
    }
    assert!(usable > 20, "{usable}");
    fs::write(&file, "not a backup").expect("a file");
    let refused = library_of(&file, &desk.elsewhere().join("x")).map(|_| ());
    assert_eq!(
        refused.map_err(|error| error.kind),
        Err(ErrorKind::NotABackup)
    );
}
