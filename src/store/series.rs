//! Which reports are years of one series.

use std::collections::BTreeSet;

use crate::check::register::Received;
use crate::report::{Level, is_same_issuer};

use super::edition::EditionRecord;
use super::entry::Entry;

/// What two years of one issuer have in common, and what tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Series<'a> {
    pub issuer: Option<&'a str>,
    pub level: Level,
    pub year: Option<i16>,
    /// The name that the issuer reported under before it had this one.
    pub former: Option<&'a str>,
}

impl EditionRecord {
    pub fn series(&self) -> Series<'_> {
        Series {
            issuer: self.metadata.issuer.as_deref(),
            level: self.metadata.level(),
            year: self.metadata.year,
            former: self.former_issuer.as_deref(),
        }
    }

    /// As the register of units sees it; what is no annual report owes nothing and pays nothing.
    pub fn received(&self) -> Option<Received> {
        Entry::of(self).received()
    }
}

impl Entry {
    pub fn series(&self) -> Series<'_> {
        Series {
            issuer: self.issuer.as_deref(),
            level: self.level,
            year: self.year,
            former: self.former.as_deref(),
        }
    }
}

/// The same issuer's report of the year before, the first of several editions.
///
/// A place is named with the places above it in one year and without in another: another name of the same body, or one
/// that ends the other, will do when only one fits; two that fit are none. An issuer that was renamed goes on under the name
/// that a reviewer said it had.
pub fn year_before<'a, T>(
    reports: &'a [T],
    this: Series,
    series: impl Fn(&T) -> Series,
) -> Option<&'a T> {
    of_year(reports, this, this.year?.checked_sub(1)?, series)
}

/// The same issuer's reports of this year and all before it that are there, newest first; the first of several editions.
pub fn years_back<'a, T>(
    reports: &'a [T],
    this: Series,
    series: impl Fn(&T) -> Series,
) -> Vec<&'a T> {
    let years: BTreeSet<i16> = reports.iter().filter_map(|one| series(one).year).collect();
    let earlier = years.into_iter().rev();
    earlier
        .filter(|year| this.year.is_some_and(|last| *year <= last))
        .filter_map(|year| of_year(reports, this, year, &series))
        .collect()
}

fn of_year<'a, T>(
    reports: &'a [T],
    this: Series,
    year: i16,
    series: impl Fn(&T) -> Series,
) -> Option<&'a T> {
    let issuer = this.issuer.filter(|name| !name.is_empty())?;
    let before = || {
        reports.iter().filter(|other| {
            let other = series(other);
            other.year == Some(year) && other.level == this.level
        })
    };
    let exact = before().find(|other| series(other).issuer == Some(issuer));
    let found = exact.or_else(|| {
        let mut similar = before().filter(|other| {
            let name = series(other).issuer.unwrap_or("");
            !name.is_empty()
                && (is_same_issuer(name, issuer)
                    || name.ends_with(issuer)
                    || issuer.ends_with(name))
        });
        similar.next().filter(|_| similar.next().is_none())
    });
    let renamed = || {
        let former = this.former?;
        before().find(|other| series(other).issuer == Some(former))
    };
    found.or_else(renamed)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which of the reports is that of the year before, for one of 2024.
    fn check(reports: &[(&str, i16)], issuer: &str, expected: Option<usize>) {
        let of = |(name, year)| Series {
            issuer: Some(name),
            level: Level::County,
            year: Some(year),
            former: None,
        };
        let found = year_before(reports, of((issuer, 2024)), |report| of(*report));
        let found = found.and_then(|found| reports.iter().position(|one| one == found));
        assert_eq!(found, expected, "{issuer} {reports:?}");
    }

    #[test]
    fn a_series_goes_on_under_another_form_of_the_name() {
        let (short, long) = ("东湖区人民政府", "广州市东湖区人民政府");
        check(&[(short, 2023)], long, Some(0));
        check(&[("广州东湖区人民政府", 2023), (long, 2022)], long, Some(0));
        check(&[(short, 2023), (long, 2023)], long, Some(1));
        check(&[(short, 2023), ("广州东湖区人民政府", 2023)], long, None);
        check(&[("武汉市东湖区人民政府", 2023)], long, None);
        check(&[(short, 2022)], long, None);
    }

    #[test]
    fn a_renamed_issuer_goes_on_under_its_former_name() {
        fn of<'a>((name, year): &'a (&'static str, i16)) -> Series<'a> {
            Series {
                issuer: Some(name),
                level: Level::County,
                year: Some(*year),
                former: (*name == "云岭区人民政府").then_some("云岭县人民政府"),
            }
        }
        let reports = [
            ("云岭区人民政府", 2024),
            ("云岭县人民政府", 2023),
            ("石桥县人民政府", 2023),
            ("云岭县人民政府", 2021),
        ];
        let found = year_before(&reports, of(&reports[0]), of);
        assert_eq!(found, Some(&reports[1]));
        let back: Vec<i16> = years_back(&reports, of(&reports[0]), of)
            .into_iter()
            .map(|report| report.1)
            .collect();
        assert_eq!(back, [2024, 2023, 2021]);
    }
}
