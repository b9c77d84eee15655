//! Packs over packs: which rule stands for which report, how a pack is tried, and how a rule is explained.

#[path = "support/program.rs"]
mod program;

use ducha::check::pack::{self, Pack, SCHEMA};
use ducha::check::{Context, Finding, Severity, Verdict, check};
use ducha::report::{Hints, SourceText, parse};
use program::Home;
use serde_json::{Value, json};

const TEXT: &str = "云岭县人民政府2024年法治政府建设年度报告\n2024年,云岭县推进法治政府建设。现将情况报告如下:\n一、主要举措和成效\n推进旧词工作。\n\
二、存在的不足\n执法力量不足。\n三、2025年工作安排\n继续推进。\n云岭县人民政府\n2025年2月20日";

/// A pack of the province with one rule, to be changed by nearer ones.
fn province() -> Value {
    json!({
        "schema": SCHEMA, "id": "province", "tier": "province", "title": {"zh": "省规则", "en": "Province"},
        "rules": [{
            "id": "doc-word", "title": {"zh": "用词", "en": "Word"}, "severity": "S4",
            "severity_at": {"county": "S3"},
            "basis": [{"document": "通例", "strength": "B6"}],
            "test": {"kind": "passage", "find": ["旧词"]},
            "message": {"met": {"zh": "无", "en": "none"}, "unmet": {"zh": "见“{quote}”", "en": "see “{quote}”"}},
            "examples": {"bad": ["推进旧词工作。"], "ok": ["推进新词工作。"]}
        }]
    })
}

/// A pack of the city that changes it.
fn city(change: Value) -> Value {
    json!({
        "schema": SCHEMA, "id": "city", "tier": "city", "title": {"zh": "市规则", "en": "City"},
        "overrides": [change], "rules": []
    })
}

fn read(values: &[&Value]) -> Vec<Pack> {
    let mut packs = Vec::new();
    for value in values {
        let pack = Pack::read_over(&value.to_string(), "pack.json", &packs);
        packs.push(pack.unwrap_or_else(|errors| panic!("{errors:?}")));
    }
    packs
}

fn judge(packs: &[Pack], above: &[String]) -> Vec<Finding> {
    let report = parse(SourceText::new(TEXT), &Hints::default());
    let context = Context {
        above,
        ..Context::default()
    };
    check(&report, &context, packs).findings
}

#[test]
fn a_nearer_pack_changes_what_it_says_and_nothing_else() {
    let check = |change: Value, severity: Severity, verdict: Verdict, message: &str| {
        let mut change = change;
        change["id"] = json!("doc-word");
        // The order of the files does not matter, the tier does.
        let mut packs = read(&[&province(), &city(change.clone())]);
        packs.reverse();
        let findings = judge(&packs, &[]);
        let [found] = findings.as_slice() else {
            panic!("{findings:?}");
        };
        let seen = (found.severity, found.verdict, found.message.zh.as_str());
        assert_eq!(seen, (severity, verdict, message), "{change}");
    };
    let quoted = "见“旧词”";
    check(json!({"limit": 1}), Severity::S3, Verdict::Unmet, quoted);
    check(
        json!({"severity": "S1"}),
        Severity::S1,
        Verdict::Unmet,
        quoted,
    );
    check(
        json!({"severity_at": {"county": "S2"}}),
        Severity::S2,
        Verdict::Unmet,
        quoted,
    );
    check(
        json!({"levels": ["township"]}),
        Severity::S3,
        Verdict::NotAssessable,
        "本规则不适用于该级机关",
    );
    check(
        json!({"years": {"from": 2025}}),
        Severity::S3,
        Verdict::NotAssessable,
        "该报告年度不适用本规则",
    );
    check(
        json!({"message": {"unmet": {"zh": "请核对“{quote}”", "en": "check “{quote}”"}}}),
        Severity::S3,
        Verdict::Unmet,
        "请核对“旧词”",
    );
    check(
        json!({"hit": "unclear", "message": {"unclear": {"zh": "请看", "en": "look"}}}),
        Severity::S3,
        Verdict::Unclear,
        "请看",
    );
    check(
        json!({"off": {"zh": "本市不用", "en": "not here"}}),
        Severity::S3,
        Verdict::NotAssessable,
        "规则包“市规则”停用了本规则：本市不用",
    );
}

#[test]
fn a_pack_is_only_for_its_places_levels_and_years() {
    let check = |applies: Value, above: &[&str], verdict: Verdict| {
        let mut value = province();
        value["applies"] = applies.clone();
        let above: Vec<String> = above.iter().map(|&place| place.to_owned()).collect();
        let findings = judge(&read(&[&value]), &above);
        assert_eq!(findings.len(), 1, "every rule answers");
        assert_eq!(findings[0].verdict, verdict, "{applies} {above:?}");
    };
    check(json!({}), &[], Verdict::Unmet);
    check(json!({"regions": ["云岭县"]}), &[], Verdict::Unmet);
    check(json!({"regions": ["青禾市"]}), &[], Verdict::NotAssessable);
    check(json!({"regions": ["青禾市"]}), &["青禾市"], Verdict::Unmet);
    check(json!({"levels": ["township"]}), &[], Verdict::NotAssessable);
    check(
        json!({"years": {"from": 2026, "to": 2030}}),
        &[],
        Verdict::NotAssessable,
    );
}

#[test]
fn a_pack_for_elsewhere_leaves_the_rule_of_the_province_in_force() {
    let mut other = province();
    other["id"] = json!("other");
    other["tier"] = json!("city");
    other["applies"] = json!({"regions": ["青禾市"]});
    other["rules"][0]["severity"] = json!("S1");
    let findings = judge(&read(&[&province(), &other]), &[]);
    assert_eq!((findings.len(), findings[0].severity), (1, Severity::S3));
}

#[test]
fn a_change_must_fit_the_rule_that_it_changes() {
    let check = |change: Value, key: &str, fault: &str| {
        let below = read(&[&province()]);
        let text = serde_json::to_string_pretty(&city(change)).expect("JSON");
        let errors = Pack::read_over(&text, "city.json", &below).expect_err("a faulty change");
        let [error] = errors.as_slice() else {
            panic!("{errors:?}");
        };
        assert_eq!(
            (error.key.as_deref(), error.fault.name()),
            (Some(key), fault)
        );
        let line = error.line.expect("a line");
        assert!(text.lines().nth(line - 1).is_some(), "{error}");
    };
    let with = |key: &str, value: Value| json!({"id": "doc-word", key: value});
    check(
        json!({"id": "doc-none", "severity": "S1"}),
        "id",
        "no-such-rule",
    );
    check(json!({"id": "doc-word"}), "id", "empty");
    check(with("off", json!({"zh": "", "en": "x"})), "off.zh", "empty");
    check(with("limit", json!(0)), "limit", "invalid");
    check(with("hit", json!("unclear")), "message.unclear", "missing");
    check(
        with("message", json!({"unclear": {"zh": "请看", "en": "look"}})),
        "message.unclear",
        "unknown",
    );
    check(
        with("message", json!({"unmet": {"zh": "违规", "en": "x"}})),
        "message.unmet.zh",
        "accusation",
    );
    check(
        with("message", json!({"unmet": {"zh": "{x}", "en": "x"}})),
        "message.unmet.zh",
        "slot",
    );
    check(with("sevrity", json!("S1")), "sevrity", "unknown");
}

#[test]
fn only_binding_duties_may_accuse_in_the_bundled_packs() {
    for rule in pack::bundled().iter().flat_map(|pack| &pack.rules) {
        let binding = rule
            .basis
            .iter()
            .any(|basis| matches!(basis.strength.as_str(), "B1" | "B2"));
        let texts = rule.messages.values().chain([&rule.title]);
        for text in texts {
            let accuses = text.zh.contains("违反") || text.zh.contains("违规");
            assert!(binding || !accuses, "{}: {}", rule.id, text.zh);
        }
    }
}

#[test]
fn the_slot_for_the_next_outline_is_there_and_empty() {
    let packs = pack::bundled();
    let slot = packs
        .iter()
        .find(|pack| pack.id == "outline-2026-2030")
        .expect("the slot");
    assert!(slot.rules.is_empty() && slot.note.is_some());
    assert_eq!(slot.applies.years.hold(Some(2025)), Some(false));
    assert_eq!(slot.applies.years.hold(Some(2026)), Some(true));
}

#[test]
fn a_pack_is_tried_before_it_is_used() {
    let home = Home::new();
    let good = home.write("good.json", province().to_string());
    home.write("reports/2024.txt", TEXT);
    let reports = home.path("reports").to_string_lossy().into_owned();
    let tried = home.run(&[
        "packs", "check", &good, "--on", &reports, "--format", "json",
    ]);
    assert_eq!(tried.code, Some(0), "{}", tried.err);
    let seen = &tried.json()[0];
    assert_eq!(seen["examples"], 2);
    assert_eq!(seen["on"]["gained"][0]["rule"], "doc-word");
    assert_eq!(seen["on"]["lost"], json!([]));

    let off = json!({"id": "item2-causes-missing", "off": {"zh": "不用", "en": "off"}});
    let off = home.write("off.json", city(off).to_string());
    let tried = home.run(&["packs", "check", &off, "--on", &reports]);
    assert!(
        tried.out.contains("- S2 item2-causes-missing"),
        "{}",
        tried.out
    );

    let mut wrong = province();
    wrong["rules"][0]["examples"]["ok"] = json!(["推进旧词工作。"]);
    let wrong = home.write("wrong.json", wrong.to_string());
    let tried = home.run(&["packs", "check", &wrong]);
    assert_eq!(tried.code, Some(1), "{}", tried.out);

    let mut broken = province();
    broken["rules"][0]["severity"] = json!("S9");
    let text = serde_json::to_string_pretty(&broken).expect("JSON");
    let line = 1 + text
        .lines()
        .position(|line| line.contains("S9"))
        .expect("the line");
    let broken = home.write("broken.json", text);
    let tried = home.run(&["packs", "check", &broken]);
    assert_eq!(tried.code, Some(3));
    let place = format!("broken.json:{line} › doc-word › severity");
    assert!(
        tried.err.contains(&place) && tried.err.contains("请"),
        "{}",
        tried.err
    );
}

#[test]
fn packs_of_the_office_count_everywhere_and_a_faulty_one_stops_the_command() {
    let home = Home::new();
    let report = home.write("2024.txt", TEXT);
    home.write(".config/ducha/packs/own.json", province().to_string());
    assert!(home.run(&["packs", "list"]).out.contains("own.json"));
    assert!(home.run(&["check", &report]).out.contains("doc-word"));
    let mut near = city(json!({"id": "doc-word", "severity": "S1"}));
    near["applies"] = json!({"regions": ["青禾市"]});
    let near = home.write("near.json", near.to_string());
    let words = ["check", &report, "--pack", &near];
    assert!(home.run(&words).out.contains("✗ S3 用词"));
    home.write(
        ".config/ducha/config.json",
        r#"{"schema": "ducha.config.v1", "regions": ["青禾市"]}"#,
    );
    assert!(home.run(&words).out.contains("✗ S1 用词"));
    home.write(".config/ducha/packs/own.json", "{");
    let broken = home.run(&["check", &report]);
    assert_eq!(broken.code, Some(3));
    assert!(broken.err.contains("own.json:1"), "{}", broken.err);
}

#[test]
fn every_rule_can_be_explained_in_both_languages() {
    let home = Home::new();
    let known = home.run(&["explain", "filed-late-0301"]);
    assert_eq!(known.code, Some(0), "{}", known.err);
    for said in ["条文号待核", "B2", "中办", "易误报", "一般"] {
        assert!(known.out.contains(said), "{said}: {}", known.out);
    }
    let english = home.run(&["--lang", "en", "explain", "arith-parts-sum"]);
    assert!(english.out.contains("hard error"), "{}", english.out);
    let json = home
        .run(&["explain", "arith-parts-sum", "--format", "json"])
        .json();
    assert_eq!(json[0]["severity"], "S1");
    let unknown = home.run(&["explain", "arith-none"]);
    assert_eq!(unknown.code, Some(3));
    assert!(unknown.err.contains("arith-parts-sum"), "{}", unknown.err);
}
