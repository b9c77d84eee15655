//! The rectification ledger (整改台账): one row a gap, the left half filled by the reviewer, the right half by the unit.

pub mod returned;
mod value;
mod xlsx;

pub use value::{Value, values};
pub use xlsx::xlsx;

use super::{Item, csv};
use crate::locale::{self, Lang};
use crate::review::{Approach, Grade, Rectification};

/// The columns of a ledger, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    Order,
    Number,
    Issuer,
    Year,
    Section,
    Quote,
    Category,
    Problem,
    Grade,
    Basis,
    Compared,
    Recurrence,
    Approach,
    Goal,
    Measure,
    Leader,
    Unit,
    Person,
    Due,
    Status,
    Progress,
    Proof,
    Done,
    Checker,
    Closed,
    Remark,
}

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Whole,
    Text,
    Date,
    Choice(List),
}

/// The closed lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    Grade,
    /// The states that a unit may report; closing is the reviewer's.
    State,
    Approach,
}

/// Name in the locale, width in characters, what it holds, and whether the unit fills it in.
struct About(Column, &'static str, u8, Shape, bool);

const COLUMNS: [About; 26] = {
    use Shape::{Choice, Date, Text, Whole};
    [
        About(Column::Order, "order", 6, Whole, false),
        About(Column::Number, "number", 16, Text, false),
        About(Column::Issuer, "issuer", 14, Text, false),
        About(Column::Year, "year", 9, Whole, false),
        About(Column::Section, "section", 20, Text, false),
        About(Column::Quote, "quote", 36, Text, false),
        About(Column::Category, "category", 16, Text, false),
        About(Column::Problem, "problem", 36, Text, false),
        About(Column::Grade, "grade", 12, Choice(List::Grade), false),
        About(Column::Basis, "basis", 26, Text, false),
        About(Column::Compared, "compared", 26, Text, false),
        About(Column::Recurrence, "recurrence", 16, Text, false),
        About(
            Column::Approach,
            "approach",
            12,
            Choice(List::Approach),
            true,
        ),
        About(Column::Goal, "goal", 22, Text, true),
        About(Column::Measure, "measure", 30, Text, true),
        About(Column::Leader, "leader", 12, Text, true),
        About(Column::Unit, "unit", 16, Text, true),
        About(Column::Person, "person", 12, Text, true),
        About(Column::Due, "due", 13, Date, true),
        About(Column::Status, "status", 14, Choice(List::State), true),
        About(Column::Progress, "progress", 30, Text, true),
        About(Column::Proof, "proof", 24, Text, true),
        About(Column::Done, "done", 13, Date, true),
        About(Column::Checker, "checker", 12, Text, false),
        About(Column::Closed, "closed", 10, Text, false),
        About(Column::Remark, "remark", 20, Text, true),
    ]
};

const STATES: [Rectification; 5] = [
    Rectification::NotStarted,
    Rectification::InProgress,
    Rectification::StageDone,
    Rectification::LongTerm,
    Rectification::DoneAwaitingCheck,
];

const APPROACHES: [Approach; 3] = [Approach::AtOnce, Approach::InStages, Approach::Continuous];

impl Column {
    pub fn all() -> impl Iterator<Item = Column> {
        COLUMNS.iter().map(|about| about.0)
    }

    fn about(self) -> &'static About {
        // The order of the table is that of the variants; a test holds it so.
        COLUMNS.get(self as usize).unwrap_or(&COLUMNS[0])
    }

    /// The name over the column.
    pub fn name(self, lang: Lang) -> &'static str {
        lang.text(&format!("ledger.{}", self.key()))
    }

    /// The name in JSON and the last part of the locale key `ledger.*`.
    pub fn key(self) -> &'static str {
        self.about().1
    }

    fn width(self) -> u8 {
        self.about().2
    }

    pub fn shape(self) -> Shape {
        self.about().3
    }

    /// Whether the unit fills it in; everything else that comes back changed is left alone.
    pub fn is_filled_in(self) -> bool {
        self.about().4
    }

    /// The column of a name in either language, whatever blanks, brackets and line breaks were put into it.
    pub fn named(name: &str) -> Option<Column> {
        let plain = |name: &str| -> String {
            let head = name.split(['(', '（']).next().unwrap_or(name);
            let letters = head.chars().filter(|c| !c.is_whitespace() && *c != '*');
            letters.flat_map(char::to_lowercase).collect()
        };
        let name = plain(name);
        Column::all().find(|column| {
            [Lang::Zh, Lang::En]
                .into_iter()
                .any(|lang| plain(column.name(lang)) == name)
        })
    }
}

impl List {
    /// Its words.
    fn words(self, lang: Lang) -> Vec<&'static str> {
        let texts = |section: &str, names: &[&str]| {
            let texts = names.iter();
            texts
                .map(|name| lang.text(&format!("{section}.{name}")))
                .collect()
        };
        match self {
            List::Grade => texts("grade", &Grade::ALL.map(Grade::name)),
            List::State => texts("rectification", &STATES.map(Rectification::name)),
            List::Approach => texts("approach", &APPROACHES.map(Approach::name)),
        }
    }
}

/// The state that a word of either language names.
fn state_of(word: &str) -> Option<Rectification> {
    let key = locale::key_of("rectification", word)?;
    let all = STATES.into_iter().chain([Rectification::Closed]);
    all.into_iter().find(|state| state.name() == key)
}

fn approach_of(word: &str) -> Option<Approach> {
    let key = locale::key_of("approach", word)?;
    APPROACHES
        .into_iter()
        .find(|approach| approach.name() == key)
}

/// The first row of the ledger as CSV.
pub fn csv_head(lang: Lang) -> String {
    let names = Column::all().map(|column| column.name(lang));
    format!("{}{}", csv::MARK, csv::row(names))
}

/// A row of the ledger as CSV.
pub fn csv_row(order: usize, item: &Item, lang: Lang) -> String {
    let values = values(order, item, lang);
    let texts: Vec<String> = values.iter().map(Value::text).collect();
    csv::row(texts.iter().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_stands_where_its_variant_stands() {
        for (idx, column) in Column::all().enumerate() {
            assert_eq!(column as usize, idx);
        }
    }

    #[test]
    fn names_over_columns_are_known_however_they_are_broken() {
        for name in [
            "问题编号",
            " 问题\n编号 ",
            "问题编号（勿改）",
            "*问题编号",
            "Number",
            "NUMBER",
        ] {
            assert_eq!(Column::named(name), Some(Column::Number), "{name}");
        }
        for column in Column::all() {
            assert_eq!(Column::named(column.name(Lang::Zh)), Some(column));
            assert_eq!(Column::named(column.name(Lang::En)), Some(column));
        }
        assert_eq!(Column::named("说明"), None);
    }
}
