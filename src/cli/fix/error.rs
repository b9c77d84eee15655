//! Why a report could not be corrected, and how it is said.

use crate::cli::Status;
use crate::locale::Lang;
use crate::report::correction::FieldFault;
use crate::report::{Field, Kind, Level, Part};
use crate::shown::Shown;

/// What was typed that means nothing, or not one thing.
#[derive(Debug)]
pub enum FixError {
    /// Not of the form `FIELD=VALUE`.
    Setting(String),
    Field(String),
    Value {
        field: Field,
        value: String,
        fault: FieldFault,
    },
    Level(String),
    Part(String),
    NoHeading(String),
    Headings {
        words: String,
        found: Vec<String>,
    },
    /// The words of a sentence that is to be a part, but no heading.
    PartWithoutHeading(String),
    /// A heading, and nothing about it.
    NothingSaid,
    /// A file that is not in the library.
    NotImported(String),
}

impl FixError {
    pub fn status(&self) -> Status {
        match self {
            FixError::NotImported(_) | FixError::NoHeading(_) | FixError::Headings { .. } => {
                Status::Failed
            }
            FixError::Setting(_)
            | FixError::Field(_)
            | FixError::Value { .. }
            | FixError::Level(_)
            | FixError::Part(_)
            | FixError::PartWithoutHeading(_)
            | FixError::NothingSaid => Status::Usage,
        }
    }

    /// What is wrong, and what would be right.
    pub fn render(&self, lang: Lang) -> String {
        let fill = |key: &str, word: &str, known: &str| {
            lang.fill(key, &[("word", &Shown::new(word)), ("known", &known)])
        };
        match self {
            FixError::Setting(word) => fill("fix.setting", word, ""),
            FixError::Field(word) => {
                let names = Field::ALL.map(Field::name);
                fill("fix.field", word, &known(lang, "field", &names))
            }
            FixError::Value {
                field,
                value,
                fault,
            } => {
                let why = lang.fill(
                    &format!("fix_fault.{}", fault.name()),
                    &[("known", &values(*field, lang))],
                );
                let name = lang.text(&format!("field.{}", field.name()));
                lang.fill(
                    "fix.value",
                    &[
                        ("field", &name),
                        ("word", &Shown::new(value)),
                        ("why", &why),
                    ],
                )
            }
            FixError::Level(word) => fill("fix.level", word, ""),
            FixError::Part(word) => {
                let names = Part::ALL.map(Part::name);
                fill("fix.part", word, &known(lang, "part", &names))
            }
            FixError::NoHeading(word) => fill("fix.no_heading", word, ""),
            FixError::Headings { words, found } => {
                let found = found.join("\n  ");
                fill("fix.headings", words, &Shown::lines(&found).to_string())
            }
            FixError::PartWithoutHeading(word) => fill("fix.part_without_heading", word, ""),
            FixError::NothingSaid => lang.text("fix.nothing_said").to_owned(),
            FixError::NotImported(word) => fill("fix.not_imported", word, ""),
        }
    }
}

/// The names that could have been typed, with what they mean.
fn known(lang: Lang, section: &str, names: &[&str]) -> String {
    let named = names
        .iter()
        .map(|name| format!("{name} {}", lang.text(&format!("{section}.{name}"))));
    let named: Vec<String> = named.collect();
    named.join(lang.text("fix.separator"))
}

fn values(field: Field, lang: Lang) -> String {
    match field {
        Field::Level => known(lang, "level", &Level::ALL.map(Level::name)),
        Field::DepartmentOf => {
            let governments = [
                Level::National,
                Level::Province,
                Level::Prefecture,
                Level::County,
            ];
            known(lang, "level", &governments.map(Level::name))
        }
        Field::Kind => known(lang, "kind", &Kind::ALL.map(Kind::name)),
        Field::Title
        | Field::Issuer
        | Field::Region
        | Field::Year
        | Field::Published
        | Field::Signed => String::new(),
    }
}
