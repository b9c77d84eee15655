//! Dates: deadlines of the reporting duty, and dates that lack a part.

use jiff::civil::{Date, date};

use super::observation::{Observation, Reason};
use super::pack::DateField;
use super::view::View;
use super::{Evidence, Localized, render};
use crate::report::{FigureKind, Quantity};

/// The report was published, or signed, before a day of the year after the report year.
///
/// The day itself is a question, since “before” is read both ways. A missing date is never late.
pub(super) fn deadline(view: &View, field: DateField, month: i8, day: i8) -> Vec<Observation> {
    let metadata = &view.report.metadata;
    let found = match field {
        DateField::Published => &metadata.published,
        DateField::Signed => &metadata.signed,
    };
    let Some(found) = found else {
        return vec![Observation::not_assessable(Reason::NoDate)];
    };
    let Some(limit) = metadata.year.and_then(|year| day_after(year, month, day)) else {
        return vec![Observation::not_assessable(Reason::YearUnknown)];
    };
    let place = found.span.map(|span| Evidence::here("place", span));
    let evidence: Vec<Evidence> = place.into_iter().collect();
    let observation = match found.value.cmp(&limit) {
        std::cmp::Ordering::Less => Observation::met(evidence),
        std::cmp::Ordering::Equal => Observation::unclear(evidence),
        std::cmp::Ordering::Greater => Observation::unmet(evidence),
    };
    vec![Observation {
        expected: Some(limit.to_string()),
        found: Some(found.value.to_string()),
        label: "deadline".to_owned(),
        ..observation
            .with("date", Localized::same(found.value.to_string()))
            .with("deadline", Localized::same(limit.to_string()))
    }]
}

/// A day of the year after the report year; a pack may name a day that its year does not have.
fn day_after(year: i16, month: i8, day: i8) -> Option<Date> {
    let year = year.checked_add(1)?;
    Date::new(year, month, day)
        .ok()
        .filter(|limit| *limit > date(1949, 10, 1))
}

/// Every date has the parts that it announces: `9月号` lacks its day.
pub(super) fn incomplete(view: &View) -> Vec<Observation> {
    let dates = view
        .report
        .figures
        .iter()
        .filter(|figure| figure.kind == FigureKind::Date);
    let mut seen = false;
    let mut found = Vec::new();
    for figure in dates {
        seen = true;
        let Quantity::Date(text) = &figure.quantity else {
            continue;
        };
        if text.contains("-??") {
            let quote = render::excerpt(view.report.quote(figure.span));
            let observation = Observation::unclear(vec![Evidence::here("place", figure.span)]);
            found.push(observation.with("quote", Localized::same(quote)));
        }
    }
    match (found.is_empty(), seen) {
        (false, _) => found,
        (true, true) => vec![Observation::met(Vec::new())],
        (true, false) => vec![Observation::not_assessable(Reason::Nothing)],
    }
}
