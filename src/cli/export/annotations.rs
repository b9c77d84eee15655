//! The annotations themselves, for other programs: our own members, or those of the W3C model.

use serde::Serialize;

use crate::cli::file::Delivery;
use crate::cli::{CliError, Output};
use crate::export::{Form, Item, json_ld};
use crate::review::Annotation;
use crate::shown;

#[derive(Serialize)]
struct AnnotationsJson<'a> {
    schema: &'static str,
    annotations: Vec<NumberedJson<'a>>,
}

/// An annotation with the number by which a ledger knows it.
#[derive(Serialize)]
pub struct NumberedJson<'a> {
    number: &'a str,
    #[serde(flatten)]
    annotation: &'a Annotation,
}

impl<'a> NumberedJson<'a> {
    pub fn of(item: &'a Item) -> NumberedJson<'a> {
        NumberedJson {
            number: item.number.as_str(),
            annotation: item.annotation,
        }
    }
}

pub(super) fn write(
    form: Form,
    items: &[Item],
    delivery: &mut Delivery,
    output: &mut Output,
) -> Result<(), CliError> {
    let written = match form {
        Form::JsonLd => serde_json::to_string_pretty(&json_ld::collection(items)),
        Form::Xlsx
        | Form::Csv
        | Form::Docx
        | Form::Markdown
        | Form::Json
        | Form::Sarif
        | Form::Ndjson
        | Form::Html => serde_json::to_string_pretty(&AnnotationsJson {
            schema: "ducha.annotation-list.v1",
            annotations: items.iter().map(NumberedJson::of).collect(),
        }),
    };
    let written = written.map_err(|error| CliError::Output(error.into()))?;
    let json = shown::in_json(written) + "\n";
    delivery.write(json.as_bytes(), output)
}
