//! What `ducha compare --against` and `ducha series` print, and that the JSON is as its schemas say.

use serde_json::Value;

use super::program::Home;
use super::schema::{faults, schema};

const PASSAGE: &str =
    "在渡口旁设立石榴籽议事亭，请退休船工轮流值守，化解缆绳缠绕和泊位争执，没有一起升级。";

fn text(unit: &str, year: i32, said: &str) -> String {
    format!(
        "{unit}人民政府{year}年法治政府建设年度报告\n一、主要举措和成效\n（一）化解矛盾纠纷\n{said}\n二、存在的不足\n力量不足。"
    )
}

/// Two years of one town, and other towns of whom one writes the same.
fn towns() -> (Home, [String; 3]) {
    let home = Home::new();
    let files = [
        home.write("a.txt", text("青禾镇", 2023, "收到行政复议申请30件。")),
        home.write(
            "b.txt",
            text("青禾镇", 2024, &format!("收到行政复议申请45件。{PASSAGE}")),
        ),
    ];
    home.write(
        "others/c.txt",
        text("石桥镇", 2024, &format!("收到行政复议申请90件。{PASSAGE}")),
    );
    home.write(
        "others/d.txt",
        text("临湖镇", 2024, "举办集市普法夜校，讲解宅基地流转的规矩。"),
    );
    let folder = home.path("others").to_string_lossy().into_owned();
    let [old, new] = files;
    (home, [old, new, folder])
}

fn json(home: &Home, name: &str, words: &[&str]) -> Value {
    let run = home.run(words);
    let value = serde_json::from_str(&run.out).expect("JSON");
    let mut found = Vec::new();
    let schema = schema(name);
    faults(&schema, &schema, &value, name, &mut found);
    assert!(found.is_empty(), "{found:?}");
    value
}

#[test]
fn what_another_unit_writes_too_is_shown_with_its_place() {
    let (home, [old, new, folder]) = towns();
    for format in ["text", "markdown", "html"] {
        let words = [
            "compare",
            &old,
            &new,
            "--against",
            &folder,
            "--format",
            format,
        ];
        let run = home.run(&words);
        assert_eq!(run.code, Some(1), "{}", run.err);
        let printed = run.out.replace('\\', "");
        assert!(
            printed.contains("石桥镇人民政府 2024"),
            "{format}: {printed}"
        );
        assert!(printed.contains("议事亭"), "{format}");
        assert!(
            printed.contains("对方在（一）化解矛盾纠纷"),
            "{format}: {printed}"
        );
        assert!(!printed.contains("临湖镇"), "{format}");
    }
    let words = [
        "compare",
        &old,
        &new,
        "--against",
        &folder,
        "--format",
        "json",
    ];
    let others = &json(&home, "compare", &words)["reuse"]["others"];
    let passage = &others["reports"][0]["passages"][0];
    let place = |side: &str| passage["new"][side].as_u64().expect("a place") as usize;
    let text = text("青禾镇", 2024, &format!("收到行政复议申请45件。{PASSAGE}"));
    let letters = text
        .chars()
        .skip(place("start"))
        .take(place("end") - place("start"));
    let other = &passage["other"];
    let there = |side: &str| other[side].as_u64().expect("a place") as usize;
    let theirs = std::fs::read_to_string(std::path::Path::new(&folder).join("c.txt"));
    let theirs = theirs.expect("the other report");
    let stands = theirs.chars().skip(there("start"));
    let stands: String = stands.take(there("end") - there("start")).collect();
    assert!(stands.ends_with(PASSAGE), "{stands}");
    assert_eq!(other["quote"], stands.as_str());
    assert_eq!(other["section"]["title"], "化解矛盾纠纷");
    assert_eq!(
        (&other["paragraph"], &other["sentence"]),
        (&4.into(), &1.into())
    );
    // The sentence before differs by its figure only, and belongs to what is shared.
    assert!(letters.collect::<String>().ends_with(PASSAGE));
    let alone = json(
        &home,
        "compare",
        &["compare", &old, &new, "--format", "json"],
    );
    assert!(alone["reuse"].get("others").is_none());
}

#[test]
fn one_metric_stands_across_issuers_with_a_bar_each() {
    let (home, [_, new, folder]) = towns();
    std::fs::copy(&new, home.path("others/b.txt")).expect("a copy");
    let run = home.run(&["series", "--across", &folder]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let row = |unit: &str| {
        let mut lines = run.out.lines();
        let line = lines.find(|line| line.contains(unit)).unwrap_or_default();
        (line.contains('件'), line.matches('▪').count())
    };
    assert_eq!(row("石桥镇"), (true, 24), "{}", run.out);
    assert_eq!(row("青禾镇"), (true, 12), "{}", run.out);
    let html = home
        .run(&["series", "--across", &folder, "--format", "html"])
        .out;
    assert!(html.contains("<rect width=\"50\""), "{html}");
    let words = [
        "series", "--across", "--year", "2024", &folder, "--format", "json",
    ];
    let found = json(&home, "across", &words);
    assert_eq!(found["metrics"][0]["values"][0]["text"], "90件");
    let none = home.run(&["series", "--across", "--year", "2023", &folder]);
    assert!(!none.out.contains("件"), "{}", none.out);
}

#[test]
fn the_course_of_a_figure_is_drawn_in_a_page() {
    let (home, [old, new, _]) = towns();
    let html = home.run(&["series", &old, &new, "--format", "html"]).out;
    assert!(html.contains("<polyline points=\"3,17 15,3\""), "{html}");
    assert!(!html.contains("<script"));
}
