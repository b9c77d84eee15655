//! The commands that keep a library, as a script calls them.

use std::fs;

use crate::program::{Home, Run};

const TEXT: &str = "白露县人民政府2024年法治政府建设年度报告\n一、主要举措\n全年办结复议案件34件。全年办结复议案件34件。\n二、存在的不足\n个别单位执法记录不够规范。\n";

/// A home with a library of one report, and the id of the report.
fn home() -> (Home, String) {
    let home = Home::new();
    let report = home.write("报告.txt", TEXT);
    assert_eq!(home.run(&["import", &report]).code, Some(0));
    let id = home.run(&["list"]).out;
    (home, id.split('\t').next().unwrap_or_default().to_owned())
}

fn counts(run: &Run) -> (Option<i32>, usize) {
    (run.code, run.out.lines().count())
}

#[test]
fn every_line_of_input_is_answered_with_an_id_or_a_dash() {
    let (home, id) = home();
    let lines = [
        (
            r#"{"quote":"执法记录不够规范","problem":"未说明改进措施"}"#,
            true,
        ),
        (
            r#"{"section":"存在的不足","problem":"过短","grade":"一般不符合"}"#,
            true,
        ),
        (
            r#"{"absence":true,"problem":"没有安排","private":true}"#,
            true,
        ),
        (r#"{"quote":"复议案件34件","nth":2,"problem":"重复"}"#, true),
        (r#"{"quote":"复议案件34件","problem":"有两处"}"#, false),
        (r#"{"quote":"报告里没有的话","problem":"甲"}"#, false),
        (r#"{"section":"没有的标题","problem":"甲"}"#, false),
        (r#"{"problem":"没有说何处"}"#, false),
        (r#"{"absence":true,"problem":"  "}"#, false),
        (r#"{"absence":true,"problem":"甲","grade":"特级"}"#, false),
        (r#"{"absence":true,"problem":"甲","colour":"red"}"#, false),
        ("不是 JSON", false),
    ];
    let input: String = lines.iter().map(|(line, _)| format!("{line}\n")).collect();
    let run = home.run_with(&["annotate", &id], &input);
    assert_eq!(run.code, Some(3), "{}", run.err);
    let answers: Vec<bool> = run.out.lines().map(|line| line != "-").collect();
    let wanted: Vec<bool> = lines.iter().map(|(_, good)| *good).collect();
    assert_eq!(answers, wanted, "{}", run.err);
    for number in 5..=12 {
        assert!(run.err.contains(&format!("第 {number} 行")), "{}", run.err);
    }
    // The private one is in no list.
    assert_eq!(counts(&home.run(&["gaps"])), (Some(0), 3));
    assert_eq!(home.run(&["verify"]).code, Some(0));
}

#[test]
fn one_annotation_by_options() {
    let (home, id) = home();
    let said = [
        "--quote",
        "执法记录",
        "--problem",
        "未说明改进措施",
        "--suggestion",
        "补充",
    ];
    let run = home.run(&[&["annotate", id.as_str()], said.as_slice()].concat());
    assert_eq!(counts(&run), (Some(0), 1), "{}", run.err);
    let listed = &home.run(&["gaps", "--format", "json"]).json()[0];
    assert_eq!(listed["id"], run.out.trim());
    assert_eq!(listed["target"]["scope"], "phrase");
    for wrong in [
        vec!["annotate", "--problem", "甲"],
        vec!["annotate", &id, "--quote", "执法记录"],
        vec!["annotate", &id, "--problem", "甲", "--nth", "x"],
    ] {
        assert_eq!(home.run(&wrong).code, Some(2), "{wrong:?}");
    }
    let nowhere = home.run(&["annotate", &id, "--problem", "甲"]);
    assert_eq!(nowhere.code, Some(3));
}

#[test]
fn backup_destroy_restore() {
    let (home, id) = home();
    home.run(&["annotate", &id, "--absence", "--problem", "没有安排"]);
    let before = home.run(&["gaps", "--format", "json"]).out;
    let file = home.path("备份.zip").to_string_lossy().into_owned();
    assert_eq!(home.run(&["backup", &file]).code, Some(0));
    assert_eq!(
        home.run(&["backup", &file]).code,
        Some(3),
        "nothing is overwritten"
    );
    fs::remove_dir_all(home.path(".local/share/ducha/library")).expect("destroyed");
    assert_eq!(home.run(&["restore", &file]).code, Some(0));
    assert_eq!(home.run(&["gaps", "--format", "json"]).out, before);
    assert_eq!(home.run(&["verify"]).code, Some(0));
    let again = home.run(&["restore", &file]);
    assert!(
        again.out.contains("补回报告 0 份、日志 0 个"),
        "{}",
        again.out
    );
    let none = home.run(&["restore", &home.write("x.zip", "不是备份")]);
    assert_eq!(none.code, Some(3));
}

#[test]
fn verify_names_the_bytes_plans_and_repairs_by_adding() {
    let (home, id) = home();
    home.run(&["annotate", &id, "--absence", "--problem", "没有安排"]);
    let reviews = home.path(".local/share/ducha/library/reviews");
    let journal = super::desk::files(&reviews, ".jsonl").remove(0);
    let text = fs::read_to_string(&journal).expect("the journal");
    fs::write(&journal, text.replace("没有安排", "没有按排")).expect("damaged");
    let run = home.run(&["verify", "--format", "json"]);
    assert_eq!(run.code, Some(1));
    let damage = &run.json()[0]["damage"][0];
    let second = text.find('\n').expect("a line") + 1;
    assert_eq!(damage["fault"], "checksum");
    assert_eq!(damage["start"], second);
    assert_eq!(damage["end"], text.len());
    let plan = home.run(&["verify", "--repair"]);
    assert_eq!(plan.code, Some(1));
    assert!(plan.err.contains("--apply"), "{}", plan.err);
    assert!(!home.path(".local/share/ducha/library/quarantine").exists());
    assert_eq!(home.run(&["verify", "--repair", "--apply"]).code, Some(0));
    assert_eq!(home.run(&["verify"]).code, Some(0));
    assert_eq!(home.run(&["verify", "--apply"]).code, Some(2));
}

#[test]
fn doctor_says_what_it_looked_at_and_no_content() {
    let (home, id) = home();
    home.run(&["annotate", &id, "--absence", "--problem", "机密内容"]);
    let run = home.run(&["doctor", "--json"]);
    let report = &run.json()[0];
    assert_eq!(report["schema"], "ducha.doctor.v1");
    let names: Vec<&str> = report["checks"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|check| check["name"].as_str())
        .collect();
    for name in [
        "terminal",
        "library",
        "disk",
        "sync",
        "space",
        "own-folder",
        "clock",
        "locks",
        "drafts",
        "outbox",
        "quarantine",
    ] {
        assert!(names.contains(&name), "{name}: {names:?}");
    }
    assert!(!run.out.contains("机密") && !run.out.contains("白露县"));
    fs::remove_file(home.path(".local/share/ducha/library/library.json")).expect("gone");
    let library = home
        .path(".local/share/ducha/library")
        .to_string_lossy()
        .into_owned();
    assert_eq!(home.run(&["doctor", "--library", &library]).code, Some(3));
    let english = home.run(&["doctor", "--library", &library, "--lang", "en"]);
    assert!(english.out.contains("is not a library"), "{}", english.out);
}
