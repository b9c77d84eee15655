//! The bundled samples are what their README says they are, and the program finds in them what it claims to find.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use ducha::check::{Context, Finding, Verdict, check, pack};
use ducha::compare::{Comparison, compare};
use ducha::report::{Hints, Kind, Report, SourceText, Span, parse};

/// `data/samples/defects.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    schema: String,
    issuers: Vec<Issuer>,
    defects: Vec<Defect>,
    traps: Vec<Trap>,
    kept: Vec<Kept>,
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

/// A promise of the year before that the report accounts for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    id: String,
    previous: String,
    previous_quote: String,
    file: String,
    quote: String,
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
        for name in &trap.must_not {
            assert!(["unmet", "unclear"].contains(&name.as_str()), "{}", trap.id);
        }
    }
    for kept in &manifest.kept {
        occurs_once(&kept.file, &kept.quote, &kept.id);
        occurs_once(&kept.previous, &kept.previous_quote, &kept.id);
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
    for kept in &manifest.kept {
        assert!(ids.insert(&kept.id), "{} twice", kept.id);
        shows(
            &kept.id,
            &[
                &kept.previous,
                &kept.previous_quote,
                &kept.file,
                &kept.quote,
            ],
        );
    }
    let kinds = ["| D", "| T", "| K"];
    let rows = readme
        .lines()
        .filter(|line| kinds.iter().any(|kind| line.starts_with(kind)));
    assert_eq!(rows.count(), ids.len(), "rows of the README");
}

/// The samples as the program reads them.
struct Library {
    reports: BTreeMap<String, Report>,
    /// The file of the year before, by file.
    earlier: BTreeMap<String, String>,
}

impl Library {
    fn open(manifest: &Manifest) -> Library {
        let mut library = Library {
            reports: BTreeMap::new(),
            earlier: BTreeMap::new(),
        };
        for issuer in &manifest.issuers {
            for listed in &issuer.files {
                let report = parse(SourceText::new(read(&listed.file)), &Hints::default());
                library.reports.insert(listed.file.clone(), report);
            }
            for pair in issuer.files.windows(2) {
                if let [old, new] = pair {
                    library.earlier.insert(new.file.clone(), old.file.clone());
                }
            }
        }
        library
    }

    fn report(&self, file: &str) -> &Report {
        &self.reports[file]
    }

    fn previous(&self, file: &str) -> Option<(&Report, Comparison)> {
        let old = self.report(self.earlier.get(file)?);
        Some((old, compare(old, self.report(file))))
    }

    /// All findings on a report, with the year before at hand where there is one.
    fn findings(&self, file: &str) -> Vec<Finding> {
        let previous = self.previous(file);
        let context = Context {
            previous: previous
                .as_ref()
                .map(|(old, comparison)| (*old, comparison)),
            ..Context::default()
        };
        check(self.report(file), &context, &pack::bundled()).findings
    }

    fn place(&self, file: &str, quote: &str) -> Span {
        let start = self.report(file).source.text.find(quote).expect("a quote");
        Span::new(start, start + quote.len())
    }
}

fn touches(finding: &Finding, place: Span) -> bool {
    finding
        .evidence
        .iter()
        .any(|evidence| !evidence.previous && evidence.span.overlap(place) > 0)
}

fn is_shown(library: &Library, defect: &Defect) -> bool {
    let place = defect
        .quote
        .as_ref()
        .map(|quote| library.place(&defect.file, quote));
    let old_place = match (&defect.previous, &defect.previous_quote) {
        (Some(file), Some(quote)) => Some(library.place(file, quote)),
        _ => None,
    };
    match &defect.shown_by {
        ShownBy::Finding { rule, verdict } => {
            library.findings(&defect.file).iter().any(|finding| {
                &finding.rule == rule
                    && finding.verdict.asks()
                    && (verdict == "any" || verdict == finding.verdict.name())
                    && place.is_none_or(|place| touches(finding, place))
            })
        }
        ShownBy::PromiseUnanswered => {
            let (_, comparison) = library.previous(&defect.file).expect("a year before");
            let promised: Vec<_> = comparison
                .promises
                .iter()
                .filter(|promise| old_place.is_some_and(|place| promise.old.overlap(place) > 0))
                .collect();
            !promised.is_empty()
                && promised
                    .iter()
                    .all(|promise| promise.basis.is_some() && promise.candidates.is_empty())
        }
        ShownBy::Section {
            moved,
            renamed,
            renumbered,
        } => {
            let (old, comparison) = library.previous(&defect.file).expect("a year before");
            let new = library.report(&defect.file);
            comparison.sections.iter().any(|link| {
                let (Some(from), Some(to)) = (
                    link.old.and_then(|idx| old.sections.get(idx)),
                    link.new.and_then(|idx| new.sections.get(idx)),
                ) else {
                    return false;
                };
                old_place.is_some_and(|place| place.overlap(from.heading) > 0)
                    && place.is_some_and(|place| place.overlap(to.heading) > 0)
                    && (link.moved, link.renamed) == (*moved, *renamed)
                    && (folded(&from.label) != folded(&to.label)) == *renumbered
            })
        }
    }
}

/// A label without regard to the width of its brackets.
fn folded(label: &str) -> String {
    label.replace('（', "(").replace('）', ")")
}

/// What the program gets wrong on the samples today, asserted so that a repair shows: take it out of the list then.
/// By id, with what goes wrong.
const FAULTS: &[(&str, &str)] = &[
    ("K07", "a reader finds the account"),
    ("K14", "a reader finds the account"),
    ("K16", "a reader finds the account"),
    ("K17", "a reader finds the account"),
];

/// Sets the faults of one kind (`D`, `T`, `K`) against those that are known.
fn check_faults(kind: char, found: &BTreeMap<String, String>) {
    let known: BTreeSet<&str> = FAULTS
        .iter()
        .map(|(id, _)| *id)
        .filter(|id| id.starts_with(kind))
        .collect();
    let unknown: Vec<String> = found
        .iter()
        .filter(|(id, _)| !known.contains(id.as_str()))
        .map(|(id, what)| format!("{id} {what}"))
        .collect();
    let repaired: Vec<&&str> = known
        .iter()
        .filter(|id| !found.contains_key(**id))
        .collect();
    assert!(unknown.is_empty(), "new faults:\n{}", unknown.join("\n"));
    assert!(
        repaired.is_empty(),
        "repaired, take out of FAULTS: {repaired:?}"
    );
}

#[test]
fn the_program_finds_what_it_claims() {
    let manifest = manifest();
    let library = Library::open(&manifest);
    let missed = manifest
        .defects
        .iter()
        .filter(|defect| defect.claimed && !is_shown(&library, defect))
        .map(|defect| (defect.id.clone(), format!("{}: {}", defect.file, defect.en)))
        .collect();
    check_faults('D', &missed);
}

/// A claim that is not made although it could be would hide what the program can do.
#[test]
fn what_is_not_claimed_is_not_found_yet() {
    let manifest = manifest();
    let library = Library::open(&manifest);
    for defect in manifest.defects.iter().filter(|defect| !defect.claimed) {
        assert!(
            !is_shown(&library, defect),
            "{} is found: claim it",
            defect.id
        );
    }
}

fn fires(finding: &Finding, trap: &Trap, place: Span) -> bool {
    let hit = finding.evidence.is_empty() || touches(finding, place);
    finding.rule == trap.rule
        && hit
        && trap
            .must_not
            .iter()
            .any(|name| name == finding.verdict.name())
}

#[test]
fn no_trap_fires() {
    let manifest = manifest();
    let library = Library::open(&manifest);
    let mut fired = BTreeMap::new();
    for trap in &manifest.traps {
        let place = library.place(&trap.file, &trap.quote);
        for finding in library.findings(&trap.file) {
            if fires(&finding, trap, place) {
                fired.insert(
                    trap.id.clone(),
                    format!("{}: {}", trap.file, finding.message.zh),
                );
            }
        }
    }
    check_faults('T', &fired);
}

/// Every figure of the samples that is not planted is right; an alarm that a known fault raises is counted there.
#[test]
fn no_other_arithmetic_alarm() {
    let manifest = manifest();
    let library = Library::open(&manifest);
    let mut alarms = Vec::new();
    for file in library.reports.keys() {
        for finding in library.findings(file) {
            let figures = finding.rule.starts_with("arith-") || finding.rule.starts_with("logic-");
            let planted = manifest
                .defects
                .iter()
                .any(|defect| is_planted(&library, defect, file, &finding));
            let known = manifest.traps.iter().any(|trap| {
                FAULTS.iter().any(|(id, _)| *id == trap.id)
                    && &trap.file == file
                    && fires(&finding, trap, library.place(file, &trap.quote))
            });
            if figures && finding.verdict == Verdict::Unmet && !planted && !known {
                alarms.push(format!("{file} {}: {}", finding.rule, finding.message.zh));
            }
        }
    }
    assert!(alarms.is_empty(), "alarms:\n{}", alarms.join("\n"));
}

fn is_planted(library: &Library, defect: &Defect, file: &str, finding: &Finding) -> bool {
    let ShownBy::Finding { rule, .. } = &defect.shown_by else {
        return false;
    };
    let place = defect
        .quote
        .as_ref()
        .map(|quote| library.place(&defect.file, quote));
    defect.file == file
        && *rule == finding.rule
        && place.is_some_and(|place| touches(finding, place))
}

#[test]
fn kept_promises_are_accounted_for() {
    let manifest = manifest();
    let library = Library::open(&manifest);
    let mut missed = BTreeMap::new();
    for kept in &manifest.kept {
        let (_, comparison) = library.previous(&kept.file).expect("a year before");
        let old = library.place(&kept.previous, &kept.previous_quote);
        let new = library.place(&kept.file, &kept.quote);
        let accounted = comparison.promises.iter().any(|promise| {
            let mut first = promise.candidates.iter().take(3);
            promise.old.overlap(old) > 0 && first.any(|candidate| candidate.span.overlap(new) > 0)
        });
        if !accounted {
            missed.insert(kept.id.clone(), kept.previous_quote.clone());
        }
    }
    check_faults('K', &missed);
}

#[test]
fn the_samples_are_understood() {
    let manifest = manifest();
    let library = Library::open(&manifest);
    for issuer in &manifest.issuers {
        let figures = if issuer.level == "county" { 60 } else { 20 };
        for listed in &issuer.files {
            let report = library.report(&listed.file);
            assert_eq!(report.metadata.year, Some(listed.year), "{}", listed.file);
            assert_eq!(
                report.metadata.level.name(),
                issuer.level,
                "{}",
                listed.file
            );
            assert_eq!(report.metadata.kind, Kind::AnnualReport, "{}", listed.file);
            let name = report
                .metadata
                .issuer
                .as_ref()
                .map(|issuer| issuer.value.as_str());
            assert!(
                name.is_some_and(|name| name.contains(&issuer.name)),
                "{}: {name:?}",
                listed.file
            );
            assert!(
                report.figures.len() >= figures,
                "{}: {}",
                listed.file,
                report.figures.len()
            );
        }
    }
}
