//! The editor that the environment names: what it is given, and what it may leave behind.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use super::console::leave;
use super::corpus::report;
use super::place::Place;
use crate::pty::Pty;

/// What the editor does with the file that it is given, and what the console says or shows then.
const EDITORS: &[(&str, &str)] = &[
    ("printf '甲乙\\033[2J丙' > \"$1\"", "甲乙[2J丙"),
    ("head -c 40000000 /dev/zero > \"$1\"", "未采用"),
    ("printf '\\355\\240\\200' > \"$1\"", "未采用"),
    ("ln -sf /etc/passwd \"$1\"", "没有成功"),
    ("rm \"$1\"; mkdir \"$1\"", "没有成功"),
    ("exit 3", "报告出错"),
    ("printf '\\033[?1049l\\033[2J'; kill -9 $$", "报告出错"),
];

/// Whatever it does, the console takes its screen back, says what happened and goes on; nothing of the system is read.
#[test]
fn an_editor_may_do_what_it_likes_with_its_file() {
    for (does, said) in EDITORS {
        let place = Place::new();
        let report = place.file("报告.txt", report(""));
        let seen = place.at("seen");
        // A word that would start something else if a shell read it once more.
        let script = format!(
            "#!/bin/sh\nstat -c '%a %F' \"$1\" \"$(dirname \"$1\")\" > '{}'\necho $# >> '{0}'\n{does}\n",
            seen.display()
        );
        let script = place.file("编辑 器", script);
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).expect("a mode");
        let mut command = place.command(&[report]);
        command.env("PATH", "/usr/bin:/bin");
        command.env("EDITOR", format!("'{}'", script.display()));
        let mut pty = Pty::spawn(command, 100, 30);
        pty.wait_for("青禾县");
        pty.send("a");
        pty.settle(Duration::from_millis(200));
        pty.send("口径");
        pty.settle(Duration::from_millis(100));
        pty.send("\x18");
        pty.wait_for(said);
        let text = pty.look(|emulator| emulator.text().join("\n"));
        assert!(!text.contains("root:"), "{does}: {text}");
        let seen = fs::read_to_string(seen).expect("the editor ran");
        assert_eq!(seen, "600 regular file\n700 directory\n1\n", "{does}");
        // It still answers.
        pty.send("\x1b");
        pty.settle(Duration::from_millis(200));
        if !does.contains("1049l") {
            leave(&mut pty, 0, does);
        }
    }
}
