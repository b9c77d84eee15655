//! The layer of rules: packs are read strictly, rules do what their examples say, findings are stable.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use ducha::check::pack::{self, Pack, PackFault, SCHEMA};
use ducha::check::{Context, Finding, Outcome, Standing, Verdict, check};
use ducha::compare::compare;
use ducha::report::{Hints, Report, SourceText, parse};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A pack of one rule, to be spoilt.
fn valid() -> Value {
    json!({
        "schema": SCHEMA, "id": "town", "title": {"zh": "镇规则", "en": "Town rules"},
        "rules": [{
            "id": "doc-word", "title": {"zh": "用词", "en": "Word"}, "severity": "S4",
            "basis": [{"document": "通例", "strength": "B6"}],
            "test": {"kind": "passage", "find": ["旧词"]},
            "message": {
                "met": {"zh": "无", "en": "none"},
                "unmet": {"zh": "见“{quote}”", "en": "see “{quote}”"}
            }
        }]
    })
}

/// Reads the pack after one change and says where it broke.
fn broken(change: impl Fn(&mut Value)) -> (Option<String>, Option<String>, PackFault) {
    let mut value = valid();
    change(&mut value);
    let mut errors = Pack::read(&value.to_string(), "town.json").expect_err("a broken pack");
    let error = errors.remove(0);
    assert!(error.to_string().starts_with("town.json"));
    (error.rule, error.key, error.fault)
}

#[test]
fn a_good_pack_is_read() {
    let pack = Pack::read(&valid().to_string(), "town.json").expect("a good pack");
    assert_eq!(pack.rules.len(), 1);
}

#[test]
fn an_error_names_the_rule_and_the_key() {
    let check = |change: &dyn Fn(&mut Value), rule: Option<&str>, key: &str, fault: &str| {
        let found = broken(change);
        assert_eq!(found.0.as_deref(), rule, "{key}");
        assert_eq!(found.1.as_deref(), Some(key));
        assert_eq!(found.2.name(), fault, "{key}");
    };
    let rule = Some("doc-word");
    check(&|p| p["schema"] = json!("v0"), None, "schema", "schema");
    check(&|p| p["remark"] = json!("x"), None, "remark", "unknown");
    check(
        &|p| p["title"]["en"] = json!(" "),
        None,
        "title.en",
        "empty",
    );
    check(&|p| p["rules"] = json!({}), None, "rules", "invalid");
    check(
        &|p| p["rules"][0]["sevrity"] = json!("S1"),
        rule,
        "sevrity",
        "unknown",
    );
    check(
        &|p| p["rules"][0]["severity"] = json!("S9"),
        rule,
        "severity",
        "invalid",
    );
    check(
        &|p| p["rules"][0]["levels"] = json!(["village"]),
        rule,
        "levels",
        "invalid",
    );
    check(
        &|p| p["rules"][0]["basis"] = json!([]),
        rule,
        "basis",
        "empty",
    );
    check(
        &|p| p["rules"][0]["basis"][0]["strength"] = json!("B9"),
        rule,
        "basis.strength",
        "invalid",
    );
    check(
        &|p| p["rules"][0]["test"]["find"] = json!(["("]),
        rule,
        "test",
        "invalid",
    );
    check(
        &|p| p["rules"][0]["test"]["kind"] = json!("magic"),
        rule,
        "test",
        "invalid",
    );
    check(
        &|p| p["rules"][0]["test"]["more"] = json!(1),
        rule,
        "test",
        "invalid",
    );
    check(
        &|p| p["rules"][0]["id"] = json!("Doc"),
        Some("Doc"),
        "id",
        "id",
    );
    check(
        &|p| p["rules"][0]["limit"] = json!(0),
        rule,
        "limit",
        "invalid",
    );
    let message = |p: &mut Value, zh: &str| p["rules"][0]["message"]["unmet"]["zh"] = json!(zh);
    check(
        &|p| message(p, "{nothing}"),
        rule,
        "message.unmet.zh",
        "slot",
    );
    check(
        &|p| message(p, "违反规定"),
        rule,
        "message.unmet.zh",
        "accusation",
    );
    let drop = |p: &mut Value, key: &str| {
        let message = p["rules"][0]["message"].as_object_mut();
        message.expect("messages").remove(key);
    };
    check(&|p| drop(p, "met"), rule, "message.met", "missing");
    check(
        &|p| p["rules"][0]["hit"] = json!("unclear"),
        rule,
        "message.unclear",
        "missing",
    );
    check(
        &|p| {
            let twin = p["rules"][0].clone();
            let rules = p["rules"].as_array_mut().expect("rules");
            rules.push(twin);
        },
        rule,
        "id",
        "duplicate",
    );
}

#[test]
fn what_is_not_json_says_where() {
    let errors = Pack::read("{\n  \"schema\": ", "town.json").expect_err("no JSON");
    let error = errors.first().expect("an error");
    assert_eq!(error.fault.name(), "syntax");
    assert!(error.fault.detail().starts_with("2:"));
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let faults = |change: &dyn Fn(&mut Value)| {
        let mut value = valid();
        let rule = value["rules"][0].clone();
        let rules = value["rules"].as_array_mut().expect("rules");
        rules.push(rule);
        rules[1]["id"] = json!("doc-other");
        change(&mut value);
        let text = serde_json::to_string_pretty(&value).expect("JSON");
        let errors = Pack::read(&text, "town.json").expect_err("a broken pack");
        assert!(errors.is_sorted_by_key(|error| error.line));
        errors
            .iter()
            .map(|error| {
                let rule = error.rule.as_deref().unwrap_or_default();
                let key = error.key.as_deref().unwrap_or_default();
                format!("{rule} {key} {}", error.fault.name())
            })
            .collect::<BTreeSet<_>>()
    };
    let form = faults(&|pack| {
        pack["rules"][0]["severity"] = json!("S9");
        pack["rules"][0]["levels"] = json!(["town", "village"]);
        pack["rules"][1]["remark"] = json!("x");
        pack["rules"][1]["test"] = json!({"kind": "guess"});
    });
    let expected = [
        "doc-other remark unknown",
        "doc-other test invalid",
        "doc-word levels invalid",
        "doc-word severity invalid",
    ];
    assert_eq!(form, expected.map(str::to_owned).into());
    let sense = faults(&|pack| {
        pack["rules"][0]["message"]["met"]["en"] = json!("");
        pack["rules"][0]["limit"] = json!(0);
        pack["rules"][1]["test"]["find"] = json!(["("]);
        pack["rules"][1]["examples"] = json!({"bad": [{"frame": "none", "text": "旧词"}]});
    });
    let expected = [
        "doc-other examples invalid",
        "doc-other test invalid",
        "doc-word limit invalid",
        "doc-word message.met.en empty",
    ];
    assert_eq!(sense, expected.map(str::to_owned).into());
}

#[test]
fn the_bundled_packs_do_what_their_examples_say() {
    let failures: Vec<String> = pack::BUNDLED
        .iter()
        .flat_map(|(name, json)| {
            let pack = Pack::read(json, name).expect("a valid bundled pack");
            pack.try_examples(name)
        })
        .map(|error| error.to_string())
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn the_example_of_an_overlay_does_what_it_says() {
    let (name, json) = (
        "demonstration-area.json",
        include_str!("../data/packs/examples/demonstration-area.json"),
    );
    let pack = Pack::read(json, name).expect("a valid example");
    let failures: Vec<String> = pack
        .try_examples(name)
        .iter()
        .map(|e| e.to_string())
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    let bundled = pack::bundled();
    let known = bundled.iter().flat_map(|pack| &pack.rules);
    let known: BTreeSet<&String> = known.map(|rule| &rule.id).collect();
    assert!(
        pack.overrides
            .iter()
            .all(|change| known.contains(&change.id))
    );
    assert!(pack.rules.iter().all(|rule| !known.contains(&rule.id)));
}

#[test]
fn no_rule_stands_in_two_bundled_packs() {
    let mut seen = BTreeSet::new();
    for rule in pack::bundled().into_iter().flat_map(|pack| pack.rules) {
        assert!(seen.insert(rule.id.clone()), "{}", rule.id);
    }
}

#[test]
fn the_schema_knows_what_the_bundled_pack_uses() {
    let schema: Value =
        serde_json::from_str(include_str!("../data/schema/pack.schema.json")).expect("the schema");
    let keys = |value: &Value| -> BTreeSet<String> {
        let object = value.as_object().expect("an object");
        object.keys().cloned().collect()
    };
    let pack_keys = keys(&schema["properties"]);
    let rule_keys = keys(&schema["$defs"]["rule"]["properties"]);
    let tests = schema["$defs"]["test"]["oneOf"].as_array().expect("tests");
    let packs = pack::BUNDLED.iter().map(|(name, json)| {
        let pack: Value = serde_json::from_str(json).expect("the pack");
        assert!(keys(&pack).is_subset(&pack_keys), "{name}");
        pack["rules"].as_array().expect("rules").clone()
    });
    for rule in &packs.flatten().collect::<Vec<Value>>() {
        assert!(keys(rule).is_subset(&rule_keys), "{}", rule["id"]);
        let test = &rule["test"];
        let known = tests
            .iter()
            .find(|each| each["properties"]["kind"]["const"] == test["kind"]);
        let known = known.unwrap_or_else(|| panic!("no test {} in the schema", test["kind"]));
        assert!(
            keys(test).is_subset(&keys(&known["properties"])),
            "{}",
            rule["id"]
        );
    }
}

fn read(text: &str) -> Report {
    parse(SourceText::new(text), &Hints::default())
}

static PACKS: LazyLock<Vec<Pack>> = LazyLock::new(pack::bundled);

fn outcome(text: &str) -> Outcome {
    check(&read(text), &Context::default(), &PACKS)
}

fn alarms(text: &str) -> Vec<Finding> {
    let findings = outcome(text).findings.into_iter();
    let figures = findings.filter(|finding| finding.rule.starts_with("arith-"));
    figures.filter(|finding| finding.verdict.asks()).collect()
}

fn report(passage: &str) -> String {
    format!(
        "云岭县人民政府2024年法治政府建设年度报告\n2024年,云岭县扎实推进法治政府建设。现将情况报告如下:\n一、主要举措和成效\n{passage}\n二、存在的不足和原因\n执法力量不足,主要原因是编制紧缺。\n三、2025年工作安排\n组织执法人员轮训2期。\n云岭县人民政府\n2025年2月20日"
    )
}

#[test]
fn every_rule_answers_on_every_report() {
    let rules: BTreeSet<String> = pack::bundled()
        .iter()
        .flat_map(|pack| &pack.rules)
        .map(|rule| rule.id.clone())
        .collect();
    let whole = report("全年收到行政复议申请40件,已办结34件。");
    let speech = "在全县会议上的讲话\n同志们:\n今天,我讲两点意见。";
    for text in ["", "。", "\n\n", "(((“", "X", whole.as_str(), speech] {
        let outcome = outcome(text);
        let answered: BTreeSet<String> = outcome.findings.iter().map(|f| f.rule.clone()).collect();
        assert_eq!(answered, rules, "{text}");
        for finding in &outcome.findings {
            assert!(!finding.message.zh.is_empty() && !finding.message.en.is_empty());
            assert!(
                !finding.message.zh.contains(['{', '}']),
                "{}",
                finding.message.zh
            );
        }
    }
}

#[test]
fn what_is_no_report_is_not_judged_by_parts_or_dates() {
    let text = "在全县法治政府建设工作会议上的讲话\n同志们:\n今天,我们召开会议。我讲两点意见。\n一、肯定成绩\n取得新成效。\n二、扎实工作\n认真抓好落实。";
    for finding in outcome(text).findings {
        let judged = ["item", "pub-", "filed-"]
            .iter()
            .any(|name| finding.rule.starts_with(name));
        assert!(
            !judged || finding.verdict == Verdict::NotAssessable,
            "{}",
            finding.rule
        );
    }
}

#[test]
fn a_later_pack_replaces_a_rule_of_the_same_id() {
    let mut own = valid();
    own["rules"][0]["id"] = json!("arith-parts-sum");
    let own = Pack::read(&own.to_string(), "own.json").expect("a pack");
    let mut packs = pack::bundled();
    let before = packs.iter().map(|pack| pack.rules.len()).sum::<usize>();
    packs.push(own);
    let text = report(
        "写进了旧词。调解案件2916件,其中人民调解案件2133件,行政调解案件372件,司法调解案件413件。",
    );
    let findings = check(&read(&text), &Context::default(), &packs).findings;
    let rules: BTreeSet<&str> = findings.iter().map(|f| f.rule.as_str()).collect();
    assert_eq!(rules.len(), before);
    let replaced: Vec<&Finding> = findings
        .iter()
        .filter(|f| f.rule == "arith-parts-sum")
        .collect();
    assert_eq!(replaced.len(), 1);
    assert_eq!(replaced[0].message.zh, "见“旧词”");
}

#[test]
fn a_finding_keeps_its_id_when_figures_and_other_text_change() {
    let ids = |passage: &str| -> Vec<String> {
        alarms(&report(passage))
            .into_iter()
            .map(|finding| finding.id)
            .collect()
    };
    let first = ids("调解案件2916件,其中人民调解案件2133件,行政调解案件372件,司法调解案件413件。");
    let later = ids(
        "全年普法80场次。调解案件5077件,其中人民调解案件4290件,行政调解案件372件,司法调解案件413件。",
    );
    assert_eq!(first.len(), 1);
    assert_eq!(first, later);
    let other = ids("评查案卷2916件,其中处罚案卷3280件,许可案卷436件,强制案卷363件。");
    assert_ne!(first, other);
}

#[test]
fn what_agrees_is_written_out_and_said_only_where_it_tells_something() {
    let check = |rule: &str, passage: &str, want: Option<&str>| {
        let findings = outcome(&report(passage)).findings.into_iter();
        let mut met = findings.filter(|one| one.rule == rule && one.verdict == Verdict::Met);
        let said = met.next().map(|finding| finding.message.zh);
        let right = match (&said, want) {
            (Some(said), Some(words)) => said.contains(words),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        assert!(right, "{passage}: {said:?}, not {want:?}");
    };
    let grown = "全县茶叶产值达到150.5亿元,较上年的100.2亿元增加50.3亿元。";
    check(
        "arith-stated-change",
        grown,
        Some("150.5亿-100.2亿 ≈ 50.3亿"),
    );
    let four = "打造四大中心:教育、医疗、物流和文化。";
    check("arith-counted-list", four, Some("4 = 四"));
    let rates = "受理率98%、办结率99.2%。";
    check("arith-rate-range", rates, Some("受理率98%"));
    // Bounds that are open need not add up, and what follows the list is no part of it.
    let bounds = "抽检超1.5万批次,其中药店超9000批次,乡镇超1500批次。";
    check("arith-parts-sum", bounds, None);
    let woods = "完成造林40亩以上、其中山上20亩,修复草地220亩、治理沟渠25亩。";
    check("arith-parts-sum", woods, None);
}

#[test]
fn two_like_findings_have_ids_of_their_own() {
    let one = "调解案件2916件,其中人民调解案件2133件,行政调解案件372件,司法调解案件413件。";
    let found = alarms(&report(&format!("{one}\n{one}")));
    let ids: BTreeSet<&String> = found.iter().map(|finding| &finding.id).collect();
    assert_eq!((found.len(), ids.len()), (2, 2));
}

#[test]
fn last_years_report_is_compared_where_there_is_one() {
    let old = report(
        "2024年,全县办理行政复议案件30件、应诉案件22件、法律援助案件150件、公证事项1200件。",
    )
    .replace("2025", "2024")
    .replace("2024年法治", "2023年法治");
    let old = old.replace("2024年,", "2023年,");
    let new = report(
        "2023年,全县办理行政复议案件30件、应诉案件22件、法律援助案件150件、公证事项1200件。",
    );
    let (old, new) = (read(&old), read(&new));
    let comparison = compare(&old, &new);
    let context = Context {
        previous: Some((&old, &comparison)),
        ..Context::default()
    };
    let findings = check(&new, &context, &pack::bundled()).findings;
    for rule in [
        "xy-year-token-stale",
        "xy-number-frozen",
        "xy-shortfalls-repeat",
        "xy-text-recycled",
    ] {
        let found = findings
            .iter()
            .find(|finding| finding.rule == rule)
            .expect("a verdict");
        assert_eq!(
            found.verdict,
            Verdict::Unclear,
            "{rule}: {}",
            found.message.zh
        );
        assert!(found.evidence.iter().any(|place| place.previous) || rule == "xy-text-recycled");
    }
}

#[test]
fn a_report_that_is_long_or_short_is_asked_about() {
    let asked = |sentences: usize| -> Vec<String> {
        let text = report(&"全县扎实推进法治政府建设各项工作取得新的成效。".repeat(sentences));
        let findings = outcome(&text).findings.into_iter();
        let asking = findings.filter(|f| f.verdict.asks() && f.rule.starts_with("doc-length"));
        asking.map(|finding| finding.rule).collect()
    };
    assert_eq!(asked(1), ["doc-length-under"]);
    assert!(asked(100).is_empty());
    assert_eq!(asked(250), ["doc-length-over"]);
}

#[test]
fn a_hostile_text_is_read_in_linear_time() {
    let nested = "受理1件(办结2件(".repeat(20_000);
    let listed = "共9件,其中“一办”事项5件、4件,办结率99%,".repeat(20_000);
    let marks = "因此“《(规章制度".repeat(40_000);
    let topics = "重大决策执法赋权规范性文件复议督察反馈".repeat(10_000);
    let places = "落实石家庄市委市政府《青岛市".repeat(10_000);
    for text in [nested, listed, marks, topics, places] {
        assert!(!outcome(&report(&text)).findings.is_empty());
    }
}

#[test]
fn what_agrees_is_tied_and_silent_and_one_changed_figure_is_seen() {
    let pairs = include_str!("fixtures/relations/relations.tsv");
    for line in pairs.lines() {
        let (right, wrong) = line.split_once('\t').expect("two sentences");
        let asked: Vec<String> = alarms(&report(right))
            .into_iter()
            .map(|finding| finding.message.zh)
            .collect();
        assert!(asked.is_empty(), "{right}: {asked:?}");
        assert!(outcome(&report(right)).coverage.tied > 1, "{right}");
        assert!(!alarms(&report(wrong)).is_empty(), "{wrong}");
    }
}

#[test]
fn every_tie_names_its_partners() {
    let text =
        report("调解案件2918件,其中人民调解案件2133件,行政调解案件372件,司法调解案件413件。");
    let report = read(&text);
    let outcome = check(&report, &Context::default(), &PACKS);
    let quoted = |span| report.quote(span).to_owned();
    let tie = outcome
        .ties
        .iter()
        .find(|tie| quoted(tie.figure) == "372件");
    let tie = tie.expect("a tied figure");
    assert_eq!(tie.standing, Standing::Tied);
    let partners: Vec<String> = tie
        .partners(&outcome.findings)
        .map(|partner| quoted(partner.span))
        .collect();
    assert_eq!(partners, ["2918件", "2133件", "413件"]);
}

#[test]
fn coverage_counts_every_figure_once() {
    let text = report(
        "调解案件2918件,其中人民调解案件2133件,行政调解案件372件,司法调解案件413件。办理援助案件150件。征求意见32条,采纳39条。",
    );
    let coverage = outcome(&text).coverage;
    assert_eq!((coverage.tied, coverage.conflicting), (4, 2));
    assert_eq!(
        coverage.figures,
        coverage.tied + coverage.conflicting + coverage.not_checkable
    );
}

proptest! {
    #[test]
    fn a_sum_alarms_only_when_it_is_off(parts in prop::collection::vec(10u32..4000, 3..5), off in -2i64..=2) {
        let kinds = ["人民", "行政", "司法", "行业"];
        let sum: u32 = parts.iter().sum();
        let listed: Vec<String> = kinds.iter().zip(&parts).map(|(kind, n)| format!("{kind}调解案件{n}件")).collect();
        let total = i64::from(sum) + off;
        let found = alarms(&report(&format!("全县调解案件{total}件,其中,{},未发生群体性事件。", listed.join(","))));
        let unmet = found.iter().any(|finding| finding.verdict == Verdict::Unmet);
        prop_assert_eq!(unmet, off != 0, "{:?}", found);
    }

    #[test]
    fn a_rate_rounded_or_cut_off_never_alarms(whole in 2u32..5000, share in 1u32..1000, cut in any::<bool>()) {
        let part = (whole * share / 1000).max(1);
        let exact = f64::from(part) * 100.0 / f64::from(whole);
        let tenth = if cut { (exact * 10.0).floor() } else { (exact * 10.0).round() } / 10.0;
        prop_assume!(tenth > 0.0 && tenth < 100.0);
        let found = alarms(&report(&format!("全年共调解纠纷{whole}件,成功调解{part}件,调解成功率{tenth:.1}%。")));
        prop_assert!(found.is_empty(), "{:?}", found);
    }

    #[test]
    fn any_text_is_judged_without_a_fault(text in "[一二其中共计件人次率%0-9,。;()“”《》\n年月日、 ]{0,200}") {
        outcome(&text);
    }
}
