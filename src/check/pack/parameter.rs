//! Values that parameters of tests take.

use serde::Deserialize;

/// How near to each other words have to stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Within {
    #[default]
    Sentence,
    Paragraph,
    Report,
}
