//! Commands for scripts: decisions, sections read, records, completions, manual.

use std::process::Command;

use crate::program::Home;
use crate::reviewed::{NORTH, gaps, review};

#[test]
fn decisions_of_scripts_are_those_of_the_console() {
    let home = Home::new();
    let ids = review(&home.path(""), &gaps());
    let pending = home.run(&["gaps", "--judgement", "待核"]);
    assert_eq!(pending.out.lines().count(), 1);
    let run = home.run_with(&["decide", "成立", "-"], &pending.out);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(home.run(&["gaps", "--judgement", "pending"]).out.is_empty());
    let id = ids[0].to_string();
    let run = home.run(&["decide", "不成立", &id]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("须写明理由"), "{}", run.err);
    let run = home.run(&[
        "decide",
        "不成立",
        &id,
        "2024-00000000",
        "--reason",
        "口径不同",
    ]);
    assert_eq!(run.code, Some(3));
    assert!(
        run.err.contains("没有编号为 2024-00000000 的批注"),
        "{}",
        run.err
    );
    let gap = &home
        .run(&["gaps", "--judgement", "rejected", "--format", "json"])
        .json()[0];
    assert_eq!(gap["judgement_reason"], "口径不同");
}

#[test]
fn a_finding_is_decided_by_its_id() {
    let home = Home::new();
    review(&home.path(""), &[]);
    let file = home.write("north.txt", NORTH);
    let edition = home.run(&["list", "--format", "json"]).json()[0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let finding = |home: &Home| {
        let check = home
            .run(&["check", &edition, "--format", "json"])
            .json()
            .remove(0);
        let findings = check["findings"].as_array().expect("findings").clone();
        let asks = findings
            .into_iter()
            .find(|finding| finding["verdict"] == "unmet");
        asks.expect("a finding that asks")
    };
    let id = finding(&home)["id"].as_str().expect("an id").to_owned();
    let run = home.run(&["decide", "upheld", &id]);
    assert_eq!(run.code, Some(3), "{}", run.out);
    let report = match home.run(&["decide", "upheld", &id, "--report", &file]).code {
        Some(0) => file,
        _ => edition.clone(),
    };
    let run = home.run(&["decide", "upheld", &id, "--report", &report]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert_eq!(finding(&home)["decision"]["judgement"], "upheld");
}

#[test]
fn sections_are_marked_as_read_and_unread() {
    let home = Home::new();
    review(&home.path(""), &[]);
    let file = home.write("north.txt", NORTH);
    let run = home.run(&["reviewed", &file, "存在的不足"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let read = |out: &str| out.lines().filter(|line| line.starts_with('✓')).count();
    assert_eq!(read(&run.out), 1, "{}", run.out);
    let run = home.run(&["reviewed", &file, "--all"]);
    assert_eq!(read(&run.out), run.out.lines().count());
    let run = home.run(&[
        "reviewed",
        &file,
        "存在的不足",
        "--undo",
        "--format",
        "json",
    ]);
    let unread = run
        .json()
        .into_iter()
        .filter(|line| line["readers"] == serde_json::json!([]));
    assert_eq!(unread.count(), 1);
    assert_eq!(home.run(&["reviewed", &file, "没有的标题"]).code, Some(3));
}

#[test]
fn every_line_of_records_gets_a_line_and_bad_ones_say_where() {
    let home = Home::new();
    let record = |id: &str, previous: Option<&str>| {
        serde_json::json!({"id": id, "text": NORTH, "previous": previous}).to_string()
    };
    let good = record("a", Some(NORTH));
    let input = format!("{good}\n\nnot json\n{{\"id\": 7}}\n{}\n", record("b", None));
    for (command, answers, schema) in [
        ("show", 2, "ducha.report.v1"),
        ("check", 2, "ducha.check.v1"),
        ("compare", 1, "ducha.compare.v1"),
    ] {
        let run = home.run_with(&[command, "--records"], &input);
        assert_eq!(run.code, Some(3), "{command}: {}", run.err);
        let lines = run.json();
        assert_eq!(lines.len(), 4, "{command}");
        let good = lines.iter().filter(|line| line["schema"] == schema);
        assert_eq!(good.count(), answers, "{command}");
        assert_eq!(lines[0]["id"], "a");
        assert_eq!(lines[1]["line"], 3);
        assert!(
            lines[1]["error"]
                .as_str()
                .expect("a reason")
                .contains("第 3 行不是 JSON")
        );
        assert_eq!(lines[2]["id"], 7);
    }
    let run = home.run_with(&["compare", "--records"], &good);
    assert_eq!(run.code, Some(0), "the same text twice");
}

/// What shells are told in a language, tried by the shell where it is installed.
fn completions(home: &Home, lang: &str) -> String {
    for (shell, said) in [
        ("bash", "complete -o bashdefault -o default -F _ducha ducha"),
        ("zsh", "#compdef ducha"),
        (
            "fish",
            "complete -c ducha -n '__fish_use_subcommand' -a export",
        ),
    ] {
        let run = home.run(&["--lang", lang, "completions", shell]);
        assert_eq!(run.code, Some(0), "{}", run.err);
        assert!(run.out.contains(said), "{shell}: {}", run.out);
        let is_chinese = |text: &str| text.chars().any(|c| ('一'..='龥').contains(&c));
        let wanted = shell != "bash" && lang == "zh";
        assert_eq!(is_chinese(&run.out), wanted, "{shell} {lang}: {}", run.out);
        let path = home.write(&format!("{lang}.{shell}"), &run.out);
        match Command::new(shell).arg("-n").arg(&path).output() {
            Ok(checked) => assert!(
                checked.status.success(),
                "{shell}: {}",
                String::from_utf8_lossy(&checked.stderr)
            ),
            Err(_) => {
                eprintln!("skipped: {shell} is not installed, so its completions were not tried")
            }
        }
    }
    format!("{}/{lang}.bash", home.path("").display())
}

#[test]
fn completions_are_scripts_that_the_shells_take() {
    let home = Home::new();
    for lang in ["zh", "en"] {
        let path = completions(&home, lang);
        let tried = [
            ("export led", "ledger"),
            ("ledger imp", "import"),
            ("list --format js", "json"),
            ("--sam", "--sample"),
            ("check --files", "--files-from"),
            ("--lang e", "en"),
        ];
        let mut script = format!("source {path}; ");
        for (typed, _) in tried {
            let last = typed.split(' ').count();
            script.push_str(&format!(
                "COMP_WORDS=(ducha {typed}); COMP_CWORD={last}; _ducha; echo \"${{COMPREPLY[*]}}\"; "
            ));
        }
        let Ok(done) = Command::new("bash").args(["-c", &script]).output() else {
            return;
        };
        let said = String::from_utf8_lossy(&done.stdout);
        let wanted: Vec<&str> = tried.iter().map(|(_, word)| *word).collect();
        assert_eq!(said.lines().collect::<Vec<_>>(), wanted, "{lang}");
    }
}

/// The names of the commands, as the help lists them.
fn commands(help: &str) -> Vec<&str> {
    let after = help.split_once("命令\n").or(help.split_once("Commands\n"));
    let after = after
        .or(help.split_once("命令:\n"))
        .or(help.split_once("Commands:\n"));
    let (_, list) = after.expect("a list of commands");
    let lines = list.lines().take_while(|line| line.starts_with("  "));
    let lines = lines.filter(|line| !line.starts_with("   "));
    lines
        .filter_map(|line| line.split_whitespace().next())
        .collect()
}

#[test]
fn the_manual_and_the_help_of_both_languages_tell_of_every_command() {
    let home = Home::new();
    for (lang, title) in [("zh", "退出码"), ("en", "EXIT STATUS")] {
        let manual = home.run(&["--lang", lang, "man"]).out;
        let help = home.run(&["--lang", lang, "--help"]).out;
        assert!(manual.starts_with(".TH DUCHA 1"), "{manual}");
        assert!(manual.to_uppercase().contains(title), "{manual}");
        let commands = commands(&help);
        assert!(commands.len() > 25, "{commands:?}");
        for command in commands {
            let escaped = command.replace('-', "\\-");
            assert!(
                manual.contains(&format!("\\fBducha {escaped}")),
                "{command}"
            );
            let help = home.run(&["--lang", lang, command, "--help"]);
            assert_eq!(help.code, Some(0), "{command}");
            let is_chinese = help.out.chars().any(|c| ('一'..='龥').contains(&c));
            // Examples may name Chinese things in English too.
            assert!(is_chinese || lang == "en", "{command}: {}", help.out);
        }
        let path = home.write("ducha.1", &manual);
        let linted = Command::new("mandoc")
            .args(["-T", "lint", "-W", "error", &path])
            .output();
        match linted {
            Ok(linted) => assert!(
                linted.status.success(),
                "{}",
                String::from_utf8_lossy(&linted.stdout)
            ),
            Err(_) => eprintln!("skipped: mandoc is not installed, so the manual was not tried"),
        }
    }
    assert!(home.run(&["man"]).out.contains("ledger import"));
}
