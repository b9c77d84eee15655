//! Annotations in the W3C Web Annotation Data Model, for programs that know it; what is ours is under `x:`.

use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::Item;
use crate::review::{Anchor, Motivation, Related};

/// Names of our own members.
const OURS: &str = "urn:ducha:terms#";

/// One collection of one page; its annotations are made one after the other, while it is written.
#[derive(Serialize)]
pub struct Collection<'c, 'a> {
    #[serde(rename = "@context")]
    context: Value,
    id: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    total: usize,
    first: Page<'c, 'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Page<'c, 'a> {
    id: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    start_index: usize,
    items: Each<'c, 'a>,
}

struct Each<'c, 'a>(&'c [Item<'a>]);

impl Serialize for Each<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(annotation))
    }
}

pub fn collection<'c, 'a>(items: &'c [Item<'a>]) -> Collection<'c, 'a> {
    Collection {
        context: json!(["http://www.w3.org/ns/anno.jsonld", { "x": OURS }]),
        id: "urn:ducha:annotations",
        kind: "AnnotationCollection",
        total: items.len(),
        first: Page {
            id: "urn:ducha:annotations:1",
            kind: "AnnotationPage",
            start_index: 0,
            items: Each(items),
        },
    }
}

fn annotation(item: &Item) -> Value {
    let annotation = item.annotation;
    let mut value = json!({
        "id": format!("urn:uuid:{}", annotation.id),
        "type": "Annotation",
        "motivation": motivation(annotation.motivation),
        "creator": { "type": "Person", "name": annotation.author },
        "created": annotation.created.to_string(),
        "modified": annotation.modified.to_string(),
        "target": targets(item),
        "body": bodies(item),
        "x:number": item.number.as_str(),
        "x:kind": annotation.motivation.name(),
        "x:judgement": annotation.judgement.name(),
        "x:rectification": annotation.rectification.name(),
        "x:continuity": annotation.continuity.name(),
    });
    let optional = [
        ("x:issuer", item.issuer.map(Value::from)),
        ("x:year", item.year.map(Value::from)),
        ("x:grade", annotation.grade.map(|grade| grade.name().into())),
        (
            "x:reason",
            annotation.judgement_reason.clone().map(Value::from),
        ),
        ("x:finding", annotation.finding.as_deref().map(Value::from)),
        ("x:rectifying", rectifying(item)),
        ("x:related", related(&annotation.target.related)),
        ("x:replies", replies(item)),
    ];
    if let Some(members) = value.as_object_mut() {
        set(members, optional);
    }
    value
}

fn set<const N: usize>(members: &mut Map<String, Value>, optional: [(&str, Option<Value>); N]) {
    for (name, value) in optional {
        if let Some(value) = value {
            members.insert(name.to_owned(), value);
        }
    }
}

/// The nearest word of the model; what was meant exactly is `x:kind`.
fn motivation(motivation: Motivation) -> &'static str {
    match motivation {
        Motivation::Gap | Motivation::Commendation => "assessing",
        Motivation::Observation => "commenting",
        Motivation::Question => "questioning",
    }
}

fn bodies(item: &Item) -> Vec<Value> {
    let annotation = item.annotation;
    let text = |purpose: &str, text: &str| json!({ "type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": text });
    let mut bodies = vec![text("describing", &annotation.problem)];
    if !annotation.suggestion.is_empty() {
        bodies.push(text("editing", &annotation.suggestion));
    }
    if let Some(rule) = &annotation.rule {
        bodies.push(json!({
            "type": "SpecificResource", "purpose": "classifying",
            "source": format!("urn:ducha:rule:{rule}"),
        }));
    }
    bodies
}

/// One target a place; the text as a whole where something is missing from it.
fn targets(item: &Item) -> Value {
    let target = &item.annotation.target;
    let source = format!("urn:ducha:edition:{}", target.edition);
    let mut places = target.anchors.iter().map(|anchor| place(&source, anchor));
    let scope = target.scope.name();
    match (places.next(), target.anchors.len()) {
        (None, _) => json!({ "type": "SpecificResource", "source": source, "x:scope": scope }),
        (Some(mut only), 1) => {
            only["x:scope"] = scope.into();
            only
        }
        (Some(first), _) => Value::Array(std::iter::once(first).chain(places).collect()),
    }
}

/// The place by position and by words, each on its own enough to find it: the sentence, and the phrase inside it.
fn place(source: &str, anchor: &Anchor) -> Value {
    let mut quote = json!({
        "type": "TextQuoteSelector",
        "exact": anchor.sentence, "prefix": anchor.prefix, "suffix": anchor.suffix,
    });
    if let Some(phrase) = &anchor.phrase {
        quote["refinedBy"] = json!({
            "type": "TextQuoteSelector", "exact": phrase, "x:nth": anchor.nth,
        });
    }
    json!({
        "type": "SpecificResource",
        "source": source,
        "selector": [
            { "type": "TextPositionSelector", "start": anchor.start, "end": anchor.end },
            quote,
        ],
        "x:text": format!("sha256:{}", anchor.digest),
        "x:path": anchor.path,
        "x:figures": anchor.figures,
    })
}

fn related(related: &[Related]) -> Option<Value> {
    let places = related.iter().map(|related| {
        let source = format!("urn:ducha:edition:{}", related.edition);
        let anchors: Vec<Value> = related
            .anchors
            .iter()
            .map(|anchor| place(&source, anchor))
            .collect();
        json!({ "x:role": related.role, "x:year": related.year, "target": anchors })
    });
    (!related.is_empty()).then(|| places.collect())
}

fn rectifying(item: &Item) -> Option<Value> {
    let value = serde_json::to_value(&item.annotation.rectifying).ok()?;
    value
        .as_object()
        .is_some_and(|members| !members.is_empty())
        .then_some(value)
}

fn replies(item: &Item) -> Option<Value> {
    let replies = &item.annotation.replies;
    let all = replies.iter().map(|reply| {
        json!({
            "id": format!("urn:uuid:{}", reply.id),
            "type": "Annotation",
            "motivation": "replying",
            "creator": { "type": "Person", "name": reply.author },
            "created": reply.time.to_string(),
            "target": format!("urn:uuid:{}", item.annotation.id),
            "body": { "type": "TextualBody", "format": "text/plain", "value": reply.text },
        })
    });
    (!replies.is_empty()).then(|| all.collect())
}
