//! The layer of rules: packs are read strictly, rules do what their examples say, findings are stable.

use ducha::check::pack::{self, Pack, PackFault, SCHEMA};
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
    let error = Pack::read(&value.to_string(), "town.json").expect_err("a broken pack");
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
    check(&|p| p["note"] = json!("x"), None, "note", "unknown");
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
        p["rules"][0]["message"]
            .as_object_mut()
            .map(|m| m.remove(key));
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
            p["rules"].as_array_mut().map(|rules| rules.push(twin));
        },
        rule,
        "id",
        "duplicate",
    );
}

#[test]
fn what_is_not_json_says_where() {
    let error = Pack::read("{\n  \"schema\": ", "town.json").expect_err("no JSON");
    assert_eq!(error.fault.name(), "syntax");
    assert!(error.fault.detail().starts_with("2:"));
}
