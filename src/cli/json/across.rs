//! `ducha.across.v1`: one metric as several issuers tell it.

use serde::Serialize;

use crate::compare::Across;
use crate::locale::Lang;

/// The whole document.
#[derive(Serialize)]
pub struct AcrossJson<'a> {
    schema: &'static str,
    year: Option<i16>,
    issuers: &'a [String],
    metrics: Vec<MetricJson<'a>>,
}

#[derive(Serialize)]
struct MetricJson<'a> {
    metric: &'a str,
    name: &'a str,
    /// The greatest first.
    values: Vec<ValueJson<'a>>,
}

#[derive(Serialize)]
struct ValueJson<'a> {
    /// Index into `issuers`.
    issuer: usize,
    value: String,
    text: &'a str,
}

/// Everything that `ducha series --across --format json` prints.
pub fn document<'a>(
    issuers: &'a [String],
    found: &'a [Across],
    year: Option<i16>,
    lang: Lang,
) -> AcrossJson<'a> {
    let metrics = found.iter().map(|across| MetricJson {
        metric: &across.metric.id,
        name: match lang {
            Lang::Zh => &across.metric.zh,
            Lang::En => &across.metric.en,
        },
        values: across
            .rows
            .iter()
            .map(|(issuer, told)| ValueJson {
                issuer: *issuer,
                value: told.value.normalize().to_string(),
                text: &told.quote,
            })
            .collect(),
    });
    AcrossJson {
        schema: "ducha.across.v1",
        year,
        issuers,
        metrics: metrics.collect(),
    }
}
