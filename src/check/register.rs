//! The register of units (名册): who reports, below whom, for which years; and what came in of it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};

use super::observation::{Observation, Reason};
use super::view::View;
use super::{Evidence, Localized};
use crate::report::{Level, Metadata};

/// The day by which reports are to be public, of the year after the report year (督察工作规定 第二十四条).
const PUBLIC_BY: (i8, i8) = (4, 1);

/// The last year that a year without end reaches.
const LAST_YEAR: i16 = 2100;

/// Units above each other; a register in which they form a ring must not hang anybody.
const DEEPEST: usize = 16;

/// Endings that a unit is named with or without.
const ENDINGS: [&str; 2] = ["人民政府", "办事处"];

/// What the register says of a unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    pub level: Level,
    /// The unit above; empty where there is none.
    pub parent: String,
    pub years: Expected,
}

/// The report years of which a unit owes a report: spans with both ends, the last one perhaps open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expected(Vec<(i16, Option<i16>)>);

/// All units by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Register {
    pub units: BTreeMap<String, Unit>,
}

/// A report that came in, as far as the register needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// Id of the edition or name of the file.
    pub id: String,
    pub issuer: Option<String>,
    pub region: Option<String>,
    pub level: Level,
    pub year: Option<i16>,
    pub published: Option<Date>,
}

/// How a unit stands for a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Filing {
    /// No report came in, and the last day has passed.
    NotFiled,
    /// A report came in that does not say when it was published.
    NotPublished,
    Late(Date),
    InTime(Date),
    /// No report came in, and there is time left.
    NotDue,
}

/// One unit and year of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    pub unit: String,
    pub year: i16,
    pub filing: Filing,
    /// The report that came in.
    pub report: Option<String>,
}

/// A register with what came in.
#[derive(Clone, Debug, Default)]
pub struct Filed {
    pub register: Register,
    /// Unit and year of every report that came in.
    seen: BTreeSet<(String, i16)>,
}

impl Expected {
    /// Reads `2021-2024`, `2022、2024`, `2023-`; nothing is every year since the duty began.
    pub fn parse(text: &str) -> Option<Expected> {
        let mut spans = Vec::new();
        let apart = |c: char| matches!(c, ',' | '，' | '、' | ';' | '；' | ' ' | '/');
        for piece in text.split(apart).map(|piece| piece.replace('年', "")) {
            let ends: Vec<&str> = piece.split(['-', '—', '–', '~', '～', '至']).collect();
            let year = |text: &str| {
                text.parse::<i16>()
                    .ok()
                    .filter(|year| (1949..=LAST_YEAR).contains(year))
            };
            match ends.as_slice() {
                [""] => {}
                [one] => spans.push((year(one)?, Some(year(one)?))),
                [from, ""] => spans.push((year(from)?, None)),
                [from, to] if year(from)? <= year(to)? => {
                    spans.push((year(from)?, Some(year(to)?)))
                }
                _ => return None,
            }
        }
        Some(Expected(spans))
    }

    pub fn holds(&self, year: i16) -> bool {
        let spans = self.0.iter();
        let mut holding =
            spans.filter(|(from, to)| *from <= year && to.is_none_or(|to| year <= to));
        holding.next().is_some()
    }

    /// The years up to one.
    fn up_to(&self, last: i16) -> BTreeSet<i16> {
        let spans = self.0.iter();
        let years = spans.flat_map(|(from, to)| *from..=to.unwrap_or(last).min(last));
        years.collect()
    }
}

impl std::fmt::Display for Expected {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        let spans = self.0.iter().map(|(from, to)| match to {
            Some(to) if from == to => from.to_string(),
            Some(to) => format!("{from}-{to}"),
            None => format!("{from}-"),
        });
        formatter.write_str(&spans.collect::<Vec<_>>().join(","))
    }
}

impl Register {
    /// The unit that issued a report.
    ///
    /// A township is listed with its county's name before it or without, a government with 人民政府 or without.
    pub fn unit_of(
        &self,
        issuer: Option<&str>,
        region: Option<&str>,
        level: Level,
    ) -> Option<&str> {
        let governs = match level {
            Level::Department | Level::Unknown => false,
            Level::National
            | Level::Province
            | Level::Prefecture
            | Level::County
            | Level::Township
            | Level::Subdistrict => true,
        };
        let region = region.filter(|_| governs);
        let names: Vec<&str> = issuer.into_iter().chain(region).map(bare).collect();
        let fits = |unit: &str, entry: &Unit| {
            let name = bare(unit);
            let above = bare(&entry.parent);
            names.iter().any(|known| {
                let inside = |long: &str, short: &str| {
                    let head = long.strip_suffix(short);
                    head.is_some_and(|head| {
                        !head.is_empty() && (head == above || above.ends_with(head))
                    })
                };
                *known == name || inside(known, name) || inside(name, known)
            })
        };
        let mut found = self.units.iter().filter(|(unit, entry)| fits(unit, entry));
        let first = found.next().map(|(unit, _)| unit.as_str());
        // Two units that may be meant are none.
        first.filter(|_| found.next().is_none())
    }

    /// The units above one, nearest first.
    pub fn above(&self, unit: &str) -> Vec<String> {
        let mut above = Vec::new();
        let mut at = self.units.get(unit);
        while let Some(entry) = at.filter(|entry| !entry.parent.is_empty() && above.len() < DEEPEST)
        {
            above.push(entry.parent.clone());
            at = self.units.get(&entry.parent);
        }
        above
    }

    /// Every unit and year that is owed, the latest year first within a unit.
    pub fn owed(&self, received: &[Received], today: Date) -> Vec<Owed> {
        let mut reports: BTreeMap<(&str, i16), Vec<&Received>> = BTreeMap::new();
        for report in received {
            let unit = self.unit_of(
                report.issuer.as_deref(),
                report.region.as_deref(),
                report.level,
            );
            if let Some(place) = unit.zip(report.year) {
                reports.entry(place).or_default().push(report);
            }
        }
        let mut owed = Vec::new();
        for (unit, entry) in &self.units {
            for year in entry.years.up_to(today.year() - 1).into_iter().rev() {
                let found = reports
                    .get(&(unit.as_str(), year))
                    .map_or(&[][..], Vec::as_slice);
                // Of several editions the one that was public first counts.
                let first = found
                    .iter()
                    .min_by_key(|report| report.published.unwrap_or(Date::MAX));
                owed.push(Owed {
                    unit: unit.clone(),
                    year,
                    filing: filing(first.copied(), year, today),
                    report: first.map(|report| report.id.clone()),
                });
            }
        }
        owed
    }
}

fn filing(report: Option<&Received>, year: i16, today: Date) -> Filing {
    let last = date(
        year.saturating_add(1).min(LAST_YEAR),
        PUBLIC_BY.0,
        PUBLIC_BY.1,
    );
    match report.map(|report| report.published) {
        None if today <= last => Filing::NotDue,
        None => Filing::NotFiled,
        Some(None) => Filing::NotPublished,
        Some(Some(day)) if day <= last => Filing::InTime(day),
        Some(Some(day)) => Filing::Late(day),
    }
}

/// A name without the ending that is as often left out: 云岭县 for 云岭县人民政府.
pub fn bare(name: &str) -> &str {
    let name = name.trim();
    let shorter = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending));
    shorter
        .filter(|shorter| !shorter.is_empty())
        .unwrap_or(name)
}

impl Filing {
    /// The name in JSON and the last part of the locale key `filing.*`.
    pub fn name(self) -> &'static str {
        match self {
            Filing::NotFiled => "not-filed",
            Filing::NotPublished => "not-published",
            Filing::Late(_) => "late",
            Filing::InTime(_) => "in-time",
            Filing::NotDue => "not-due",
        }
    }

    pub fn date(self) -> Option<Date> {
        match self {
            Filing::Late(date) | Filing::InTime(date) => Some(date),
            Filing::NotFiled | Filing::NotPublished | Filing::NotDue => None,
        }
    }

    /// Whether someone has to be asked about it.
    pub fn asks(self) -> bool {
        match self {
            Filing::NotFiled | Filing::NotPublished | Filing::Late(_) => true,
            Filing::InTime(_) | Filing::NotDue => false,
        }
    }
}

impl Filed {
    pub fn new(register: Register, received: &[Received]) -> Filed {
        let seen = received.iter().filter_map(|report| {
            let unit = register.unit_of(
                report.issuer.as_deref(),
                report.region.as_deref(),
                report.level,
            )?;
            Some((unit.to_owned(), report.year?))
        });
        let seen = seen.collect();
        Filed { register, seen }
    }

    /// The places above the issuer of a report.
    pub fn above(&self, metadata: &Metadata) -> Vec<String> {
        let unit = self.unit(metadata);
        unit.map(|unit| self.register.above(unit))
            .unwrap_or_default()
    }

    fn unit(&self, metadata: &Metadata) -> Option<&str> {
        let issuer = metadata.issuer.as_ref().map(|issuer| issuer.value.as_str());
        self.register
            .unit_of(issuer, metadata.region.as_deref(), metadata.level)
    }
}

/// The unit's report of the year before is owed and did not come in.
///
/// Of a unit without any report there is nothing to check: the list of the register names it.
pub(super) fn filed(view: &View) -> Vec<Observation> {
    let not = |reason| vec![Observation::not_assessable(reason)];
    let Some(filed) = view
        .context
        .filed
        .filter(|filed| !filed.register.units.is_empty())
    else {
        return not(Reason::NoRegister);
    };
    let metadata = &view.report.metadata;
    let unit = filed.unit(metadata);
    let Some((unit, entry)) = unit.and_then(|unit| filed.register.units.get_key_value(unit)) else {
        return not(Reason::NotRegistered);
    };
    let Some(before) = metadata.year.and_then(|year| year.checked_sub(1)) else {
        return not(Reason::YearUnknown);
    };
    let owed = entry.years.holds(before);
    let came = filed.seen.contains(&(unit.clone(), before));
    let observation = match owed && !came {
        true => Observation::unmet(Vec::<Evidence>::new()),
        false => Observation::met(Vec::new()),
    };
    vec![
        observation
            .labelled("register")
            .with("unit", Localized::same(unit.as_str()))
            .with("year", Localized::same(before.to_string())),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn register(rows: &[(&str, Level, &str, &str)]) -> Register {
        let units = rows.iter().map(|(name, level, parent, years)| {
            let unit = Unit {
                level: *level,
                parent: (*parent).to_owned(),
                years: Expected::parse(years).expect("years"),
            };
            ((*name).to_owned(), unit)
        });
        Register {
            units: units.collect(),
        }
    }

    #[test]
    fn years_are_read_as_people_write_them() {
        let check = |text: &str, held: &[i16], not: &[i16]| {
            let expected = Expected::parse(text).expect("years");
            assert!(held.iter().all(|year| expected.holds(*year)), "{text}");
            assert!(!not.iter().any(|year| expected.holds(*year)), "{text}");
            assert_eq!(Expected::parse(&expected.to_string()), Some(expected));
        };
        check("2021-2023", &[2021, 2023], &[2020, 2024]);
        check("2021年、2023年", &[2021, 2023], &[2022]);
        check("2022—", &[2022, 2031], &[2021]);
        check("2019至2020；2024", &[2019, 2020, 2024], &[2021]);
        for wrong in ["2023-2021", "二〇二四", "24", "2021-2022-2023"] {
            assert_eq!(Expected::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_report_belongs_to_the_unit_that_is_named_with_or_without_its_county() {
        let register = register(&[
            ("云岭县", Level::County, "青禾市", "2023-"),
            ("石桥镇", Level::Township, "云岭县", "2023-"),
            ("云岭县司法局", Level::Department, "云岭县", "2023-"),
            ("临湖镇", Level::Township, "云岭县", "2023-"),
            ("东山县临湖镇", Level::Township, "东山县", "2023-"),
        ]);
        let check = |issuer: &str, level: Level, unit: Option<&str>| {
            assert_eq!(
                register.unit_of(Some(issuer), None, level),
                unit,
                "{issuer}"
            );
        };
        check("云岭县人民政府", Level::County, Some("云岭县"));
        check("云岭县石桥镇人民政府", Level::Township, Some("石桥镇"));
        check("云岭县司法局", Level::Department, Some("云岭县司法局"));
        check("云岭县财政局", Level::Department, None);
        check("云岭县临湖镇", Level::Township, Some("临湖镇"));
        check("东山县临湖镇", Level::Township, Some("东山县临湖镇"));
        check("南坪县石桥镇", Level::Township, None);
        assert_eq!(register.above("石桥镇"), ["云岭县", "青禾市"]);
    }

    #[test]
    fn a_missing_date_is_never_late_and_what_is_not_due_is_not_missing() {
        let register = register(&[("云岭县", Level::County, "", "2022-")]);
        let received = |year: i16, published: Option<Date>| Received {
            id: year.to_string(),
            issuer: Some("云岭县人民政府".to_owned()),
            region: None,
            level: Level::County,
            year: Some(year),
            published,
        };
        let reports = [
            received(2022, Some(date(2023, 4, 1))),
            received(2023, Some(date(2024, 4, 2))),
            received(2024, None),
        ];
        let owed = register.owed(&reports, date(2026, 3, 1));
        let seen: Vec<(i16, Filing)> = owed.iter().map(|owed| (owed.year, owed.filing)).collect();
        let wanted = [
            (2025, Filing::NotDue),
            (2024, Filing::NotPublished),
            (2023, Filing::Late(date(2024, 4, 2))),
            (2022, Filing::InTime(date(2023, 4, 1))),
        ];
        assert_eq!(seen, wanted);
        let later = register.owed(&reports, date(2026, 4, 2));
        assert_eq!(
            later.first().map(|owed| owed.filing),
            Some(Filing::NotFiled)
        );
    }

    #[test]
    fn a_ring_of_parents_ends() {
        let register = register(&[
            ("甲县", Level::County, "乙市", ""),
            ("乙市", Level::Prefecture, "甲县", ""),
        ]);
        assert!(register.above("甲县").len() <= DEEPEST);
    }
}
