//! The bundled samples are what their README says they are, and the program finds in them what it claims to find.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// `data/samples/defects.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    schema: String,
    issuers: Vec<Issuer>,
    defects: Vec<Defect>,
    traps: Vec<Trap>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Issuer {
    name: String,
    level: String,
    files: Vec<Listed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    file: String,
    year: i16,
}

/// Something that is wrong on purpose; without a quote it is an absence.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Defect {
    id: String,
    file: String,
    quote: Option<String>,
    previous: Option<String>,
    previous_quote: Option<String>,
    shown_by: ShownBy,
    claimed: bool,
    en: String,
    zh: String,
}

#[derive(Deserialize)]
#[serde(tag = "by", rename_all = "kebab-case", deny_unknown_fields)]
enum ShownBy {
    /// `any` is any verdict that asks for the reviewer's eye.
    Finding {
        rule: String,
        verdict: String,
    },
    PromiseUnanswered,
    Section {
        moved: bool,
        renamed: bool,
        renumbered: bool,
    },
}

/// Something that is right although it looks wrong.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Trap {
    id: String,
    file: String,
    quote: String,
    rule: String,
    must_not: Vec<String>,
    en: String,
    zh: String,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/samples")
}

fn read(file: &str) -> String {
    fs::read_to_string(folder().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn manifest() -> Manifest {
    serde_json::from_str(&read("defects.json")).expect("defects.json has the form of Manifest")
}

/// Characters without white space, as the README counts them.
fn characters(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

/// Numbers with a measure word or a per cent sign behind them, dates and document years aside: a floor for the figures of a text.
fn numbers_with_unit(text: &str) -> usize {
    let number = regex::Regex::new(r"\d+(?:\.\d+)?[余多万亿]*(?P<unit>[%\p{Han}])").unwrap();
    number
        .captures_iter(text)
        .filter(|found| !["年", "月", "日"].contains(&&found["unit"]))
        .count()
}

#[test]
fn sizes_are_those_of_real_reports() {
    for issuer in manifest().issuers {
        let (least, most, figures) = match issuer.level.as_str() {
            "county" => (3500, 5000, 60),
            "township" => (2000, 3500, 20),
            other => panic!("{}: level {other}", issuer.name),
        };
        let years: Vec<i16> = issuer.files.iter().map(|listed| listed.year).collect();
        assert_eq!(years, [2022, 2023, 2024], "{}", issuer.name);
        for listed in &issuer.files {
            let text = read(&listed.file);
            let file = &listed.file;
            assert_eq!(file, &format!("{}-{}.txt", issuer.name, listed.year));
            let size = characters(&text);
            assert!((least..=most).contains(&size), "{file}: {size} characters");
            let count = numbers_with_unit(&text);
            assert!(count >= figures, "{file}: {count} numbers with a unit");
        }
    }
}

#[test]
fn every_report_has_title_headings_and_shortcomings() {
    for listed in manifest().issuers.iter().flat_map(|issuer| &issuer.files) {
        let text = read(&listed.file);
        let head: String = text.lines().take(4).collect();
        assert!(head.contains("法治政府建设"), "{}: title", listed.file);
        assert!(text.contains(&format!("{}年", listed.year)));
        for label in ["一、", "二、", "三、"] {
            let has = text.lines().any(|line| line.trim().starts_with(label));
            assert!(has, "{}: no heading {label}", listed.file);
        }
        let second = ["(一)", "（一）"];
        assert!(
            text.lines()
                .any(|line| second.iter().any(|label| line.trim().starts_with(label))),
            "{}: no second level",
            listed.file
        );
        let shortcomings = ["存在的不足", "存在的问题"];
        assert!(shortcomings.iter().any(|words| text.contains(words)));
    }
}

/// The texts name no real place: no province or well-known city, and every county or township is one of the invented ones.
#[test]
fn the_places_are_invented() {
    let real = "北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 \
                青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 广州 深圳 南京 杭州 武汉 成都 西安 枫桥";
    let named =
        regex::Regex::new(r"(?P<name>\p{Han}{2})(?:县|镇|乡)(?:人民政府|\d{4}年|20)").unwrap();
    for listed in manifest().issuers.iter().flat_map(|issuer| &issuer.files) {
        let text = read(&listed.file);
        for place in real.split_whitespace() {
            assert!(!text.contains(place), "{}: {place}", listed.file);
        }
        for found in named.captures_iter(&text) {
            let name = &found["name"];
            assert!(
                ["霁川", "槐汀", "朔棠"].contains(&name),
                "{}: {name}",
                listed.file
            );
        }
    }
}

fn occurs_once(file: &str, quote: &str, id: &str) {
    assert_eq!(read(file).matches(quote).count(), 1, "{id}: {quote}");
}

#[test]
fn every_quote_occurs_exactly_once() {
    let manifest = manifest();
    assert_eq!(manifest.schema, "ducha.samples.v1");
    for defect in &manifest.defects {
        if let Some(quote) = &defect.quote {
            occurs_once(&defect.file, quote, &defect.id);
        }
        assert_eq!(defect.previous.is_some(), defect.previous_quote.is_some());
        if let (Some(file), Some(quote)) = (&defect.previous, &defect.previous_quote) {
            occurs_once(file, quote, &defect.id);
        }
    }
    for trap in &manifest.traps {
        occurs_once(&trap.file, &trap.quote, &trap.id);
    }
}

/// The cell "shown by" of the README.
fn shown_in_readme(shown_by: &ShownBy) -> String {
    match shown_by {
        ShownBy::Finding { rule, verdict } if verdict == "any" => format!("`{rule}`"),
        ShownBy::Finding { rule, verdict } => format!("`{rule}` {verdict}"),
        ShownBy::PromiseUnanswered => "compare: promise without candidates".to_owned(),
        ShownBy::Section {
            moved,
            renamed,
            renumbered,
        } => {
            let flags = [
                (moved, "moved"),
                (renamed, "renamed"),
                (renumbered, "renumbered"),
            ];
            let words: Vec<&str> = flags
                .iter()
                .filter(|(flag, _)| **flag)
                .map(|(_, word)| *word)
                .collect();
            format!("compare: section {}", words.join(", "))
        }
    }
}

#[test]
fn the_readme_lists_what_the_manifest_lists() {
    let manifest = manifest();
    let readme = read("README.md");
    let row = |id: &str| {
        readme
            .lines()
            .find(|line| line.starts_with(&format!("| {id} |")))
            .unwrap_or_else(|| panic!("{id} is not in the README"))
    };
    let shows = |id: &str, words: &[&str]| {
        for word in words {
            let word = word.replace('\n', "⏎");
            assert!(row(id).contains(&word), "{id}: {word}");
        }
    };
    let mut ids = BTreeSet::new();
    for defect in &manifest.defects {
        assert!(ids.insert(&defect.id), "{} twice", defect.id);
        let claimed = if defect.claimed {
            "| yes |"
        } else {
            "| not yet |"
        };
        let quote = defect.quote.as_deref().unwrap_or("(absent)");
        shows(
            &defect.id,
            &[&defect.file, quote, &defect.en, &defect.zh, claimed],
        );
        shows(
            &defect.id,
            &[defect.previous_quote.as_deref().unwrap_or("")],
        );
        shows(
            &defect.id,
            &[&format!("| {} |", shown_in_readme(&defect.shown_by))],
        );
    }
    for trap in &manifest.traps {
        assert!(ids.insert(&trap.id), "{} twice", trap.id);
        shows(
            &trap.id,
            &[&trap.file, &trap.quote, &trap.rule, &trap.en, &trap.zh],
        );
        assert!(!trap.must_not.is_empty());
    }
    let rows = readme
        .lines()
        .filter(|line| line.starts_with("| D") || line.starts_with("| T"));
    assert_eq!(rows.count(), ids.len(), "rows of the README");
}
