//! Documents for people: the problem list (问题清单) and the review opinion (审查意见), as a template says and as values.

mod docx;
mod fill;
mod markdown;
mod template;

use crate::locale::Lang;

pub use docx::docx;
pub use fill::fill;
pub use markdown::markdown;
pub use template::{Template, TemplateError, opinion, problems};

/// One document, before it has looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub lang: Lang,
    /// A line end where it is to be broken.
    pub title: String,
    pub addressee: Option<String>,
    pub opening: Vec<String>,
    pub chapters: Vec<Chapter>,
    pub closing: Vec<String>,
    /// Who signs and when, on the right.
    pub signature: Vec<String>,
}

/// Items under one heading, with its number: 一、…
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chapter {
    pub heading: String,
    pub points: Vec<Point>,
}

/// One numbered item: （一）…, and what is said of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Point {
    pub heading: String,
    pub fields: Vec<(String, String)>,
}
