//! Many reports at once: records, folders, the library, suppression, the register, other units' wording, the score sheet.

#[path = "support/program.rs"]
mod program;

use program::Home;
use serde_json::{Value, json};

/// A report of a unit with one sum that is off by two.
fn report(unit: &str, year: i16, passage: &str) -> String {
    let next = year + 1;
    format!(
        "{unit}人民政府{year}年法治政府建设年度报告\n{year}年,{unit}推进法治政府建设。现将情况报告如下:\n\
一、主要举措和成效\n{passage}办理案件96件,其中从轻处罚41件、减轻处罚38件、不予处罚19件。\n\
二、存在的不足和原因\n执法力量不足,主要原因是编制紧缺;宣传形式单一。\n三、{next}年工作安排\n在6月底前组织轮训2期。\n\
{unit}人民政府\n{next}年2月20日\n"
    )
}

/// The findings of a rule in a check document.
fn of<'a>(document: &'a Value, rule: &str) -> Vec<&'a Value> {
    let findings = document["findings"].as_array().expect("findings");
    findings
        .iter()
        .filter(|finding| finding["rule"] == rule)
        .collect()
}

fn arithmetic(document: &Value) -> &Value {
    of(document, "arith-parts-sum")
        .first()
        .copied()
        .expect("a verdict")
}

#[test]
fn records_are_answered_one_by_one_and_a_bad_one_does_not_stop_the_rest() {
    let home = Home::new();
    let text = report("云岭县", 2024, "");
    let lines = [
        json!({"id": "a", "text": text}).to_string(),
        "{\"id\": 7, \"texts\": 1}".to_owned(),
        String::new(),
        "nonsense".to_owned(),
        json!({"id": {"n": 1}, "text": text, "previous": report("云岭县", 2023, ""), "more": 1})
            .to_string(),
    ];
    let run = home.run_with(&["check", "--records"], &lines.join("\n"));
    assert_eq!(run.code, Some(3), "{}", run.err);
    let seen = run.json();
    let ids: Vec<&Value> = seen.iter().map(|answer| &answer["id"]).collect();
    assert_eq!(
        ids,
        [&json!("a"), &json!(7), &Value::Null, &json!({"n": 1})]
    );
    assert!(seen[1]["error"].is_string() && seen[2]["error"].is_string());
    assert_eq!(arithmetic(&seen[0])["verdict"], "unmet");
    assert_eq!(
        of(&seen[0], "xy-text-recycled")[0]["verdict"],
        "not-assessable"
    );
    assert_ne!(
        of(&seen[3], "xy-text-recycled")[0]["verdict"],
        "not-assessable"
    );
    let clean = home.run_with(&["check", "--records"], "");
    assert_eq!((clean.code, clean.out.as_str()), (Some(0), ""));
}

#[test]
fn a_folder_joins_its_years_and_names_what_it_could_not_read() {
    let home = Home::new();
    home.write("reports/2023.txt", report("云岭县", 2023, ""));
    home.write("reports/2024.txt", report("云岭县", 2024, ""));
    home.write("reports/bad.txt", b"\x7fELF\x02\x01\0\0\xff\xfe\xfd\0");
    let folder = home.path("reports").to_string_lossy().into_owned();
    let run = home.run(&["check", &folder, "--format", "json"]);
    assert_eq!(run.code, Some(3));
    assert!(run.err.contains("bad.txt"), "{}", run.err);
    let seen = run.json();
    assert_eq!(seen.len(), 2);
    let source = seen[1]["report"]["source"].as_str().expect("a file");
    assert!(source.ends_with("2024.txt"));
    assert_eq!(
        of(&seen[0], "xy-text-recycled")[0]["verdict"],
        "not-assessable"
    );
    assert_eq!(of(&seen[1], "xy-text-recycled")[0]["verdict"], "unclear");
    let text = home.run(&["check", &folder]);
    assert!(
        text.out
            .contains("共 2 份，有待处理发现的 2 份，读不了的 1 份"),
        "{}",
        text.out
    );
}

/// The id of the only report of a year in the library.
fn id(home: &Home, year: i16) -> String {
    let listed = home.run(&["list", "--format", "json"]).json();
    let found = listed
        .iter()
        .find(|entry| entry["year"] == year)
        .expect("a report");
    found["id"].as_str().expect("an id").to_owned()
}

#[test]
fn what_is_suppressed_is_counted_and_never_left_out() {
    let home = Home::new();
    for year in [2023, 2024] {
        let file = home.write(&format!("{year}.txt"), report("云岭县", year, ""));
        assert_eq!(home.run(&["import", &file]).code, Some(0));
    }
    let (old, new) = (id(&home, 2023), id(&home, 2024));
    let check = |id: &str| {
        home.run(&["check", id, "--format", "json"])
            .json()
            .remove(0)
    };
    let rule = "arith-parts-sum";
    let suppress = |words: &[&str]| home.run(&[&["suppress", rule], words].concat());

    assert_eq!(
        suppress(&["--everywhere"]).code,
        Some(2),
        "a reason is needed"
    );
    assert_eq!(
        suppress(&["--reason", "口径"]).code,
        Some(2),
        "a scope is needed"
    );
    let late = ["--everywhere", "--reason", "口径", "--until", "明年"];
    assert_eq!(suppress(&late).code, Some(2), "a date is a date");
    assert_eq!(
        home.run(&["suppress", "arith-none", "--everywhere", "--reason", "x"])
            .code,
        Some(3)
    );

    let done = suppress(&["--report", &new, "--reason", "另有口径说明"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    let (seen, other) = (check(&new), check(&old));
    assert_eq!(
        (&seen["suppressed"], &other["suppressed"]),
        (&json!(1), &json!(0))
    );
    assert_eq!(arithmetic(&seen)["suppressed"]["reason"], "另有口径说明");
    assert_eq!(arithmetic(&seen)["verdict"], "unmet");
    assert!(home.run(&["check", &new]).out.contains("已屏蔽 1 处"));

    let expired = [
        "--issuer",
        "云岭县人民政府",
        "--reason",
        "试行",
        "--until",
        "2020-01-01",
    ];
    assert_eq!(suppress(&expired).code, Some(0));
    assert_eq!(check(&old)["suppressed"], 0);
    let listed = home.run(&["suppress", "--format", "json"]).json();
    assert_eq!(
        listed.iter().filter(|each| each["expired"] == true).count(),
        1
    );

    suppress(&["--everywhere", "--reason", "全部"]);
    assert_eq!(check(&old)["suppressed"], 1);
    suppress(&["--everywhere", "--lift"]);
    assert_eq!(check(&old)["suppressed"], 0);
}

#[test]
fn the_register_says_who_has_not_filed_and_a_report_says_what_came_before_it_did_not() {
    let home = Home::new();
    let file = home.write("2024.txt", report("云岭县", 2024, ""));
    home.run(&["import", &file]);
    let table = "单位,层级,上级,年度\n云岭县,县,青禾市,2023-2024\n石桥镇,乡镇,云岭县,2024\n";
    // The table as a spreadsheet of the office saves it.
    let (bytes, _, _) = encoding_rs::GB18030.encode(table);
    let register = home.write("名册.csv", &bytes);
    let done = home.run(&["register", "import", &register]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert!(done.out.contains("新增或改动 2 个"), "{}", done.out);
    assert!(
        home.run(&["register", "import", &register])
            .out
            .contains("新增或改动 0 个")
    );
    let listed = home.run(&["register", "list", "--format", "json"]).json();
    let seen: Vec<(i64, &str, &str)> = listed
        .iter()
        .map(|owed| {
            let text = |key: &str| owed[key].as_str().expect("a text");
            (
                owed["year"].as_i64().expect("a year"),
                text("unit"),
                text("filing"),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            (2024, "石桥镇", "not-filed"),
            (2024, "云岭县", "not-published"),
            (2023, "云岭县", "not-filed"),
        ]
    );
    let csv = home
        .run(&["register", "list", "--format", "csv", "--year", "2024"])
        .out;
    assert!(
        csv.starts_with('\u{feff}') && csv.lines().count() == 3,
        "{csv}"
    );
    let check = home
        .run(&["check", &id(&home, 2024), "--format", "json"])
        .json();
    assert_eq!(of(&check[0], "pub-missing")[0]["verdict"], "unclear");
    home.write("名册.csv", "单位,年度\n云岭县,2024\n");
    assert!(
        home.run(&["register", "import", &register, "--replace"])
            .out
            .contains("除去 1 个")
    );
    let check = home
        .run(&["check", &id(&home, 2024), "--format", "json"])
        .json();
    assert_eq!(of(&check[0], "pub-missing")[0]["verdict"], "met");
    let bad = home.write("bad.csv", "单位,年度\n云岭县,去年\n");
    let bad = home.run(&["register", "import", &bad]);
    assert_eq!(bad.code, Some(3));
    assert!(bad.err.contains("第 2 行"), "{}", bad.err);
}

/// Text that no formula covers, for one unit.
fn story(place: &str, n: usize) -> String {
    let scenes = [
        "在渔港码头设立石榴籽议事亭,请三位退休船工轮流值守,化解缆绳缠绕和泊位争执",
        "把祠堂西厢改成普法书场,每逢赶集日由说书人讲一段宅基地官司",
        "给山路上的收奶车装上提示铃,司机路过村口时播放合同须知",
        "请果农把采摘园租约画成连环画,贴在冷库门口供游客翻看",
        "在水文站旁边竖起河长对账牌,巡查员当场签下整改日期",
        "让中学生给祖父母写法律家书,由邮递员代读并带回疑问",
    ];
    let told = scenes.iter().cycle().skip(n).take(4);
    told.map(|scene| format!("{place}{scene}。")).collect()
}

#[test]
fn another_units_wording_is_found_under_another_name_and_a_frame_for_all_is_not() {
    let home = Home::new();
    let verdicts = |folder: &str| -> Vec<(String, String)> {
        let folder = home.path(folder).to_string_lossy().into_owned();
        let run = home.run(&["check", &folder, "--format", "json"]);
        let seen = run.json();
        let verdict = |document: &Value| {
            let found = of(document, "xu-near-duplicate")[0];
            let text = |value: &Value| value.as_str().expect("a text").to_owned();
            (text(&found["verdict"]), text(&found["message"]))
        };
        seen.iter().map(verdict).collect()
    };
    let write = |folder: &str, unit: &str, passage: &str| {
        home.write(&format!("{folder}/{unit}.txt"), report(unit, 2024, passage));
    };
    let own = |place: &str| "各村按自己的办法推进,另见附件".repeat(3) + place;
    write("copied", "石桥镇", &story("石桥镇", 0));
    write("copied", "临湖镇", &story("临湖镇", 0));
    write("copied", "云岭县", &own("云岭县"));
    let copied = verdicts("copied");
    let named = |name: &str| {
        copied
            .iter()
            .filter(|(verdict, message)| verdict == "unclear" && message.contains(name))
            .count()
    };
    assert_eq!((named("石桥镇"), named("临湖镇")), (1, 1), "{copied:?}");

    // The same passages in six units' reports are the county's frame.
    for unit in ["石桥镇", "临湖镇", "东山镇", "南坪镇", "西河镇", "北岭镇"] {
        write("frame", unit, &story(unit, 0));
    }
    let frame = verdicts("frame");
    assert!(
        frame.iter().all(|(verdict, _)| verdict != "unclear"),
        "{frame:?}"
    );

    // Two years of one unit are not two units.
    home.write(
        "years/2023.txt",
        report("石桥镇", 2023, &story("石桥镇", 0)),
    );
    home.write(
        "years/2024.txt",
        report("石桥镇", 2024, &story("石桥镇", 0)),
    );
    let years = verdicts("years");
    assert!(
        years.iter().all(|(verdict, _)| verdict == "not-assessable"),
        "{years:?}"
    );
}

#[test]
fn the_score_sheet_follows_the_cut_offs_of_the_office() {
    let home = Home::new();
    let file = home.write("2024.txt", report("云岭县", 2024, ""));
    let rating = || -> Value {
        let run = home.run(&["score", &file, "--format", "json"]);
        assert_eq!(run.code, Some(0), "{}", run.err);
        run.json()[0]["aspects"]["figures"]["rating"].clone()
    };
    assert_eq!(rating(), "fair");
    let most = |n: usize| json!({"S1": n, "S2": n, "S3": n});
    let config = |excellent: usize, good: usize| {
        let cutoffs = json!({"excellent": most(excellent), "good": most(good), "fair": most(9)});
        let grades = json!({"aspect": cutoffs, "whole": cutoffs});
        let config = json!({"schema": "ducha.config.v1", "grades": grades}).to_string();
        home.write(".config/ducha/config.json", config);
    };
    config(1, 3);
    assert_eq!(rating(), "excellent");
    config(0, 3);
    assert_eq!(rating(), "good");
    // Without reports it is the whole library, beside the year before and the other units.
    for (name, unit, year) in [("a.txt", "云岭县", 2023), ("b.txt", "云岭县", 2024)] {
        let file = home.write(name, report(unit, year, ""));
        assert_eq!(home.run(&["import", &file]).code, Some(0));
    }
    let sheets = home.run(&["score", "--format", "json"]).json();
    assert_eq!(sheets.len(), 2);
    let open = |sheet: &Value| sheet["aspects"]["continuity"]["open"].as_u64();
    assert_eq!(open(&sheets[0]), Some(0));
    assert!(open(&sheets[1]) > Some(0), "{}", sheets[1]);
    config(5, 3);
    let crossed = home.run(&["score", &file]);
    assert_eq!(crossed.code, Some(3));
    assert!(crossed.err.contains("grades"), "{}", crossed.err);
}

/// A folder of many reports in which two cannot be read, and one is long.
fn crowd(home: &Home) -> String {
    for unit in 0..20 {
        let unit_name = format!(
            "云{}县",
            char::from_u32(0x4E8C + unit).expect("a character")
        );
        for year in [2023, 2024] {
            let passage = format!("共办理事项{}件。\n", 100 + unit);
            let passage = passage.repeat(if unit == 3 {
                400
            } else {
                1 + unit as usize % 4
            });
            let name = format!("crowd/{unit:02}-{year}.txt");
            home.write(&name, report(&unit_name, year, &passage));
        }
    }
    for name in ["crowd/07-2022.txt", "crowd/12-2025.txt"] {
        home.write(name, b"\x7fELF\x02\x01\0\0\xff\xfe\xfd\0");
    }
    home.path("crowd").to_string_lossy().into_owned()
}

/// Runs the program on one core, where it starts no threads.
#[cfg(target_os = "linux")]
fn on_one_core(home: &Home, words: &[&str]) -> program::Run {
    use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

    std::thread::scope(|scope| {
        let run = scope.spawn(|| {
            let allowed = sched_getaffinity(None).expect("the cores");
            let first = (0..CpuSet::MAX_CPU).find(|core| allowed.is_set(*core));
            let mut one = CpuSet::new();
            one.set(first.expect("a core"));
            // Of this thread alone, and of what it starts.
            sched_setaffinity(None, &one).expect("one core");
            home.run(words)
        });
        run.join().expect("a run")
    })
}

#[cfg(target_os = "linux")]
#[test]
fn several_cores_say_what_one_says() {
    let home = Home::new();
    let folder = crowd(&home);
    home.run(&["import", &folder]);
    for words in [
        &["check", &folder][..],
        &["check", &folder, "--format", "json"],
        &["check"],
        &["check", "--format", "json"],
        &["export", "findings", "--format", "csv"],
    ] {
        let (one, several) = (on_one_core(&home, words), home.run(words));
        assert_eq!(one.code, several.code, "{words:?}: {}", several.err);
        assert_eq!(one.out, several.out, "{words:?}");
        assert_eq!(one.err, several.err, "{words:?}");
        assert!(several.out.len() > 1000, "{words:?}: {}", several.err);
    }
}

#[test]
fn many_reports_come_in_order_and_those_that_cannot_be_read_at_the_end() {
    let home = Home::new();
    let folder = crowd(&home);
    let run = home.run(&["check", &folder, "--format", "json"]);
    assert_eq!(run.code, Some(3));
    let seen = run.json();
    let sources: Vec<&str> = seen
        .iter()
        .map(|document| document["report"]["source"].as_str().expect("a file"))
        .collect();
    assert_eq!(sources.len(), 40);
    assert!(sources.is_sorted(), "{sources:?}");
    let compared = seen
        .iter()
        .filter(|document| of(document, "xy-text-recycled")[0]["verdict"] != "not-assessable");
    assert_eq!(compared.count(), 20, "each unit has a year before");
    let refused: Vec<&str> = run.err.lines().collect();
    let at = |name: &str| refused.iter().position(|line| line.contains(name));
    assert!(at("07-2022.txt") < at("12-2025.txt"), "{}", run.err);
    assert!(at("07-2022.txt").is_some(), "{}", run.err);
}

#[test]
fn nobody_waits_for_what_a_signal_or_a_closed_pipe_has_ended() {
    use std::io::Read;
    use std::process::{Command, Stdio};

    let home = Home::new();
    let folder = crowd(&home);
    let start = |times: usize| {
        Command::new(env!("CARGO_BIN_EXE_ducha"))
            .arg("check")
            .args(std::iter::repeat_n(&folder, times))
            .env_clear()
            .env("HOME", home.path(""))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts")
    };
    // Far more than a pipe holds: it cannot be done before the signal comes.
    let mut child = start(60);
    let mut first = [0; 1];
    let mut out = child.stdout.take().expect("standard output");
    out.read_exact(&mut first).expect("a result");
    let number = rustix::process::Pid::from_child(&child);
    // Not INT, which whoever runs the tests in the background has it ignore.
    rustix::process::kill_process(number, rustix::process::Signal::TERM).expect("a signal");
    // The rest of the pipe ends with the program.
    let mut rest = Vec::new();
    out.read_to_end(&mut rest).expect("an end");
    let ended = child.wait().expect("an end");
    assert_eq!(ended.code(), None, "ended by the signal");

    let mut child = start(4);
    drop(child.stdout.take());
    let ended = child.wait().expect("an end");
    assert_eq!(
        ended.code(),
        Some(3),
        "two files could not be read, which is all"
    );
}
