//! The register as people keep it: a table saved as CSV, its columns in any order and under any usual name.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::check::register::Expected;
use crate::import::sheet;
use crate::locale::Lang;
use crate::report::Level;
use crate::review::Enrolment;
use crate::shown::Shown;

/// The years of a unit for which none are given: since the duty is in force.
const SINCE_THE_DUTY: &str = "2019-";

/// What is wrong with the table, and where.
#[derive(Debug, PartialEq, Eq)]
pub struct RegisterError {
    pub file: String,
    /// From 1, as a spreadsheet counts; none where it is about the table as a whole.
    pub row: Option<usize>,
    pub fault: RegisterFault,
}

#[derive(Debug, PartialEq, Eq)]
pub enum RegisterFault {
    /// No column has the name of the unit.
    NoUnits,
    Level(String),
    Years(String),
    Duplicate(String),
    /// A quoted cell does not end.
    Quote,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    #[serde(rename = "schema")]
    _schema: String,
    columns: BTreeMap<Column, Vec<String>>,
    levels: BTreeMap<String, Vec<String>>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Column {
    Unit,
    Level,
    Parent,
    Years,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    serde_json::from_str(crate::bundled!("lexicon/register.json"))
        .expect("the bundled words of registers are valid JSON")
});

/// Reads the units of a table.
pub(super) fn read(text: &str, file: &str) -> Result<BTreeMap<String, Enrolment>, RegisterError> {
    let wrong = |row, fault| RegisterError {
        file: file.to_owned(),
        row,
        fault,
    };
    let rows = sheet::rows(text).map_err(|row| wrong(Some(row), RegisterFault::Quote))?;
    let mut rows = rows
        .into_iter()
        .filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()));
    let (_, head) = rows
        .next()
        .ok_or_else(|| wrong(None, RegisterFault::NoUnits))?;
    let columns: Vec<Option<Column>> = head.iter().map(|name| column(name)).collect();
    if !columns.contains(&Some(Column::Unit)) {
        return Err(wrong(None, RegisterFault::NoUnits));
    }
    let mut units = BTreeMap::new();
    for (row, cells) in rows {
        let value = |wanted| {
            let at = columns.iter().position(|column| *column == Some(wanted));
            at.and_then(|at| cells.get(at)).map_or("", String::as_str)
        };
        let unit = value(Column::Unit);
        if unit.is_empty() {
            continue;
        }
        let fail = |fault| Err(wrong(Some(row), fault));
        let Some(level) = level(value(Column::Level)) else {
            return fail(RegisterFault::Level(value(Column::Level).to_owned()));
        };
        let typed = Some(value(Column::Years)).filter(|years| !years.is_empty());
        let Some(years) = Expected::parse(typed.unwrap_or(SINCE_THE_DUTY)) else {
            return fail(RegisterFault::Years(value(Column::Years).to_owned()));
        };
        let entry = Enrolment {
            level: level.name().to_owned(),
            parent: value(Column::Parent).to_owned(),
            years: years.to_string(),
        };
        if units.insert(unit.to_owned(), entry).is_some() {
            return fail(RegisterFault::Duplicate(unit.to_owned()));
        }
    }
    Ok(units)
}

fn column(name: &str) -> Option<Column> {
    let name = name.to_lowercase();
    let mut columns = WORDS.columns.iter();
    let found = columns.find(|(_, names)| names.contains(&name));
    found.map(|(column, _)| *column)
}

/// A level by its name in packs or as people write it; nothing is unknown.
fn level(typed: &str) -> Option<Level> {
    if typed.is_empty() {
        return Some(Level::Unknown);
    }
    let typed = typed.replace('（', "(").replace('）', ")");
    let mut levels = WORDS.levels.iter();
    let found = levels.find(|(_, names)| names.contains(&typed));
    Level::named(found.map_or(typed.as_str(), |(name, _)| name.as_str()))
}

impl RegisterError {
    /// What is wrong, where, and what to do.
    pub fn render(&self, lang: Lang) -> String {
        let (key, text) = match &self.fault {
            RegisterFault::NoUnits => ("register.no_units", ""),
            RegisterFault::Level(text) => ("register.bad_level", text.as_str()),
            RegisterFault::Years(text) => ("register.bad_years", text.as_str()),
            RegisterFault::Duplicate(text) => ("register.duplicate", text.as_str()),
            RegisterFault::Quote => ("register.quote", ""),
        };
        let what = lang.fill(key, &[("text", &Shown::new(text))]);
        let file = Shown::new(&self.file);
        match self.row {
            Some(row) => {
                let values: [(&str, &dyn std::fmt::Display); 3] =
                    [("file", &file), ("row", &row), ("what", &what)];
                lang.fill("register.in_row", &values)
            }
            None => format!("{file}: {what}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Row = (String, [String; 3]);

    fn units(text: &str) -> Result<Vec<Row>, (Option<usize>, RegisterFault)> {
        let read = read(text, "r.csv").map_err(|error| (error.row, error.fault))?;
        let rows = read.into_iter();
        let flat = rows.map(|(unit, entry)| (unit, [entry.level, entry.parent, entry.years]));
        Ok(flat.collect())
    }

    #[test]
    fn columns_may_stand_in_any_order_and_the_rest_is_left_alone() {
        let row = |unit: &str, level: &str, parent: &str, years: &str| -> Row {
            (unit.to_owned(), [level, parent, years].map(str::to_owned))
        };
        let wanted = vec![
            row("云岭县", "county", "", "2022-"),
            row("石桥镇", "township", "云岭县", "2023-2024"),
        ];
        for table in [
            "单位,层级,上级,应报年度\n云岭县,县级,,2022-\n石桥镇,乡镇,云岭县,2023至2024\n",
            "备注\t年度\t上级\t单位名称\t层级\r\n\t2022-\t\t云岭县\t县\r\n\t2023-2024\t云岭县\t石桥镇\t镇\r\n\t\t\t\t\r\n",
            "\"单位\";\"层级\";\"上级\";\"年度\"\n\"云岭县\";county;;2022—\n\n\"石桥镇\";township;\"云岭县\";\"2023-2024\"",
        ] {
            assert_eq!(units(table), Ok(wanted.clone()), "{table}");
        }
        let silent = units("单位\n云岭县").expect("a register");
        assert_eq!(silent, [row("云岭县", "unknown", "", SINCE_THE_DUTY)]);
    }

    #[test]
    fn an_error_names_the_row() {
        let check = |table: &str, row: Option<usize>, fault: RegisterFault| {
            assert_eq!(units(table), Err((row, fault)), "{table}");
        };
        check("名字,层级\n甲,县", None, RegisterFault::NoUnits);
        check("", None, RegisterFault::NoUnits);
        check(
            "单位,层级\n甲县,县\n乙村,村",
            Some(3),
            RegisterFault::Level("村".to_owned()),
        );
        check(
            "单位,年度\n甲县,去年",
            Some(2),
            RegisterFault::Years("去年".to_owned()),
        );
        check(
            "单位\n甲县\n\n甲县",
            Some(4),
            RegisterFault::Duplicate("甲县".to_owned()),
        );
        check("单位\n\"甲县\n乙县", Some(2), RegisterFault::Quote);
    }
}
