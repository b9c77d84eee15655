//! The words of a document, as data.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::check::Localized;

/// `data/templates/*.json`, or one of the office's own.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    schema: String,
    pub(super) title: Localized,
    pub(super) addressee: Option<Localized>,
    pub(super) opening: Vec<Localized>,
    pub(super) none: Localized,
    pub(super) groups: Groups,
    pub(super) report: Localized,
    pub(super) grade: Localized,
    pub(super) item: Localized,
    pub(super) fields: Vec<Field>,
    pub(super) closing: Vec<Localized>,
    pub(super) signature: Vec<Localized>,
}

/// What the chapters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Groups {
    /// One a report, in one document.
    Report,
    /// One a grade, in one document a report.
    Grade,
}

/// One line of an item.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Field {
    pub label: Localized,
    pub text: Localized,
    /// The slot without which the line is left out.
    pub needs: String,
}

/// Why a template is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateError {
    /// What the parser says.
    Json(String),
    Schema(String),
    /// A slot that nothing fills.
    Slot(String),
}

const SCHEMA: &str = "ducha.template.v1";

/// What may stand in braces.
const SLOTS: [&str; 18] = [
    "subject",
    "count",
    "grades",
    "issuer",
    "title",
    "year",
    "report",
    "grade",
    "heading",
    "category",
    "quote",
    "section",
    "problem",
    "compared",
    "basis",
    "suggestion",
    "number",
    "date",
];

static PROBLEMS: LazyLock<Template> =
    LazyLock::new(|| bundled(crate::bundled!("templates/problems.json")));
static OPINION: LazyLock<Template> =
    LazyLock::new(|| bundled(crate::bundled!("templates/opinion.json")));

fn bundled(json: &str) -> Template {
    Template::read(json).expect("the bundled template is valid")
}

/// 问题清单
pub fn problems() -> &'static Template {
    &PROBLEMS
}

/// 审查意见
pub fn opinion() -> &'static Template {
    &OPINION
}

impl Template {
    pub fn read(json: &str) -> Result<Template, TemplateError> {
        let template: Template =
            serde_json::from_str(json).map_err(|error| TemplateError::Json(error.to_string()))?;
        if template.schema != SCHEMA {
            return Err(TemplateError::Schema(template.schema));
        }
        match template.unknown_slot() {
            Some(slot) => Err(TemplateError::Slot(slot)),
            None => Ok(template),
        }
    }

    fn unknown_slot(&self) -> Option<String> {
        let lines = [
            &self.title,
            &self.none,
            &self.report,
            &self.grade,
            &self.item,
        ];
        let lists = [&self.opening, &self.closing, &self.signature];
        let fields = self
            .fields
            .iter()
            .flat_map(|field| [&field.label, &field.text]);
        let texts = lines
            .into_iter()
            .chain(lists.into_iter().flatten())
            .chain(&self.addressee)
            .chain(fields)
            .flat_map(|text| [&text.zh, &text.en]);
        let needs = self.fields.iter().map(|field| field.needs.as_str());
        let slots = texts.flat_map(|text| slots(text)).chain(needs);
        let mut unknown = slots.filter(|slot| !SLOTS.contains(slot));
        unknown.next().map(str::to_owned)
    }
}

fn slots(text: &str) -> impl Iterator<Item = &str> {
    let pieces = text.split('{').skip(1);
    pieces.map(|piece| piece.split('}').next().unwrap_or(piece))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bundled_templates_are_valid_and_others_say_what_is_wrong() {
        assert_eq!(problems().groups, Groups::Report);
        assert_eq!(opinion().groups, Groups::Grade);
        let json = crate::bundled!("templates/problems.json");
        let slot = json.replace("{problem}", "{mood}");
        assert_eq!(
            Template::read(&slot).map(|_| ()),
            Err(TemplateError::Slot("mood".to_owned()))
        );
        let schema = json.replace("template.v1", "template.v9");
        assert!(matches!(
            Template::read(&schema),
            Err(TemplateError::Schema(_))
        ));
        assert!(matches!(Template::read("{}"), Err(TemplateError::Json(_))));
    }
}
