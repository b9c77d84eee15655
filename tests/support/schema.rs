//! Published schemas, and what of a document is not as they say.
// Each test binary uses a part of it.
#![allow(dead_code)]

use std::fs;
use std::path::Path;

use serde_json::Value;

pub fn schema(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/schema");
    let text = fs::read_to_string(path.join(format!("{name}.schema.json"))).expect("a schema");
    serde_json::from_str(&text).expect("JSON")
}

/// What in the value is not as the schema says; members that the schema does not name are faults too.
pub fn faults(root: &Value, schema: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        let target = &root["$defs"][name.rsplit('/').next().expect("a name")];
        assert!(target.is_object(), "{name}");
        return faults(root, target, value, path, found);
    }
    for choice in ["anyOf", "oneOf"] {
        if let Some(schemas) = schema[choice].as_array() {
            let fits = schemas.iter().filter(|schema| {
                let mut found = Vec::new();
                faults(root, schema, value, path, &mut found);
                found.is_empty()
            });
            if fits.count() == 0 {
                found.push(format!("{path}: {choice}"));
            }
        }
    }
    let allowed = |value: &Value| {
        schema["enum"]
            .as_array()
            .is_none_or(|all| all.contains(value))
    };
    let constant = schema.get("const").is_none_or(|only| only == value);
    if !allowed(value) || !constant || !is_of(&schema["type"], value) {
        found.push(format!("{path}: {value}"));
    }
    for (idx, item) in value.as_array().into_iter().flatten().enumerate() {
        faults(
            root,
            &schema["items"],
            item,
            &format!("{path}[{idx}]"),
            found,
        );
    }
    let required = schema["required"].as_array();
    for name in required.into_iter().flatten().filter(|_| value.is_object()) {
        if value.get(name.as_str().expect("a name")).is_none() {
            found.push(format!("{path}: without {name}"));
        }
    }
    let described = schema.get("properties").is_some() || schema.get("type").is_some();
    for (name, item) in value.as_object().into_iter().flatten() {
        let path = format!("{path}.{name}");
        match (
            schema["properties"].get(name),
            schema.get("additionalProperties"),
        ) {
            (Some(schema), _) | (None, Some(schema)) => faults(root, schema, item, &path, found),
            (None, None) if schema["required"].is_array() && described => {
                found.push(format!("{path}: not in the schema"));
            }
            (None, None) => {}
        }
    }
}

fn is_of(kind: &Value, value: &Value) -> bool {
    let fits = |kind: &str| match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("{other} is not checked here"),
    };
    match kind {
        Value::Null => true,
        Value::String(kind) => fits(kind),
        kinds => kinds
            .as_array()
            .expect("kinds")
            .iter()
            .any(|kind| fits(kind.as_str().expect("a kind"))),
    }
}

pub fn check(name: &str, value: &Value) {
    let schema = schema(name);
    let mut found = Vec::new();
    faults(&schema, &schema, value, name, &mut found);
    // The first say what is wrong; a list has the same fault a thousand times.
    let all = found.len();
    found.truncate(12);
    assert!(found.is_empty(), "{all} faults, among them {found:#?}");
}
