//! The values of one row.

use jiff::civil::Date;

use super::Column;
use crate::export::{Item, inert};
use crate::locale::Lang;
use crate::review::Rectification;

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Empty,
    Whole(i64),
    Text(String),
    Date(Date),
}

impl Value {
    fn of(text: &str) -> Value {
        match inert::cell(text) {
            text if text.is_empty() => Value::Empty,
            text => Value::Text(text.into_owned()),
        }
    }

    /// A date where it is one; what a reviewer wrote instead stays as it is.
    fn date(text: Option<&str>) -> Value {
        let text = text.unwrap_or_default();
        text.parse().map_or_else(|_| Value::of(text), Value::Date)
    }

    /// As it stands in a table without types.
    pub fn text(&self) -> String {
        match self {
            Value::Empty => String::new(),
            Value::Whole(number) => number.to_string(),
            Value::Text(text) => text.clone(),
            Value::Date(date) => date.to_string(),
        }
    }
}

/// The cells of a row, in the order of the columns; `order` is its place in the ledger, from 1.
pub fn values(order: usize, item: &Item, lang: Lang) -> Vec<Value> {
    Column::all()
        .map(|column| match column {
            Column::Order => i64::try_from(order).map_or(Value::Empty, Value::Whole),
            column => value(column, item, lang),
        })
        .collect()
}

/// What a column says of a gap.
pub(super) fn value(column: Column, item: &Item, lang: Lang) -> Value {
    let annotation = item.annotation;
    let details = &annotation.rectifying;
    let said = |text: &Option<String>| Value::of(text.as_deref().unwrap_or_default());
    match column {
        Column::Order => Value::Empty,
        Column::Number => Value::of(item.number.as_str()),
        Column::Issuer => Value::of(item.issuer.unwrap_or_default()),
        Column::Year => item
            .year
            .map_or(Value::Empty, |year| Value::Whole(year.into())),
        Column::Section => Value::of(&item.section()),
        Column::Quote => Value::of(&item.quote()),
        Column::Category => Value::of(&item.category(lang)),
        Column::Problem => Value::of(&annotation.problem),
        Column::Grade => Value::of(item.grade(lang)),
        Column::Basis => Value::of(&item.basis()),
        Column::Compared => Value::of(&item.compared(lang)),
        Column::Recurrence => Value::of(&item.recurrence(lang)),
        Column::Approach => details.approach.map_or(Value::Empty, |approach| {
            Value::of(lang.text(&format!("approach.{}", approach.name())))
        }),
        Column::Goal => said(&details.goal),
        Column::Measure => said(&details.measure),
        Column::Leader => said(&details.leader),
        Column::Unit => said(&details.unit),
        Column::Person => said(&details.person),
        Column::Due => Value::date(details.due.as_deref()),
        Column::Status => {
            let name = annotation.rectification.name();
            Value::of(lang.text(&format!("rectification.{name}")))
        }
        Column::Progress => said(&details.progress),
        Column::Proof => said(&details.proof),
        Column::Done => Value::date(details.done.as_deref()),
        Column::Checker => annotation
            .closing
            .as_ref()
            .map_or(Value::Empty, |closing| Value::of(&closing.reviewer)),
        Column::Closed => Value::of(lang.text(match annotation.rectification {
            Rectification::Closed => "ledger.yes",
            Rectification::NotStarted
            | Rectification::InProgress
            | Rectification::StageDone
            | Rectification::LongTerm
            | Rectification::DoneAwaitingCheck => "ledger.no",
        })),
        Column::Remark => said(&details.remark),
    }
}
