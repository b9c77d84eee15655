//! Names of kinds and parts in packs: the same as in the JSON contract.

use serde::{Deserialize, Deserializer, de};

use crate::report::{Kind, Metric, Part, metric};

/// For `deserialize_with`: a part by its name.
pub(super) fn read_part<'de, D: Deserializer<'de>>(from: D) -> Result<Part, D::Error> {
    let name = String::deserialize(from)?;
    Part::named(&name).ok_or_else(|| de::Error::custom(format!("no part `{name}`")))
}

/// For `deserialize_with`: kinds by their names.
pub(super) fn read_kinds<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Kind>, D::Error> {
    let names = Vec::<String>::deserialize(from)?;
    let kinds = names.iter().map(|name| {
        Kind::named(name).ok_or_else(|| de::Error::custom(format!("no kind of document `{name}`")))
    });
    kinds.collect()
}

/// A metric of the vocabulary by its id.
#[derive(Clone, Copy, Debug)]
pub struct MetricName(pub &'static Metric);

impl<'de> Deserialize<'de> for MetricName {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<MetricName, D::Error> {
        let id = String::deserialize(from)?;
        let metric = metric::named(&id);
        let metric = metric.ok_or_else(|| de::Error::custom(format!("no metric `{id}`")))?;
        Ok(MetricName(metric))
    }
}
