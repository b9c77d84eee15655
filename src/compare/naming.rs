//! What an indicator is called in a list: what is counted, what was done to it, and whether it is only aimed at.

use rust_decimal::Decimal;

use crate::report::{Part, Report};

const TEN_THOUSAND: Decimal = Decimal::from_parts(10_000, 0, 0, false, 0);
const HUNDRED_MILLION: Decimal = Decimal::from_parts(100_000_000, 0, 0, false, 0);

/// Subject and verb of a figure, `行政复议申请·受理`: rows of one subject differ in what was done to it.
pub fn indicator_name(report: &Report, figure: usize) -> String {
    let Some(figure) = report.figures.get(figure) else {
        return String::new();
    };
    let (subject, verb) = (&*figure.subject, &*figure.verb);
    match (subject.is_empty(), verb.is_empty()) {
        (true, _) => verb.to_owned(),
        (false, true) => subject.to_owned(),
        (false, false) if subject.contains(verb) => subject.to_owned(),
        (false, false) => format!("{subject}·{verb}"),
    }
}

/// Whether a figure stands in the plan for the next year: a target, not a result.
pub fn is_target(report: &Report, figure: usize) -> bool {
    let Some(figure) = report.figures.get(figure) else {
        return false;
    };
    let mut plans = report
        .parts
        .iter()
        .filter(|place| place.part == Part::NextYearPlan);
    plans.any(|place| place.span.covers(figure.span))
}

/// A difference with its sign, in 亿 or 万 where it is large, since values are compared with these expanded.
pub fn difference(delta: Decimal) -> String {
    let (value, scale) = if delta.abs() >= HUNDRED_MILLION {
        (delta / HUNDRED_MILLION, "亿")
    } else if delta.abs() >= TEN_THOUSAND {
        (delta / TEN_THOUSAND, "万")
    } else {
        (delta, "")
    };
    format!("{}{}{scale}", plus(delta), value.round_dp(4).normalize())
}

/// A share in percent with its sign and one decimal.
pub fn percentage(percent: Decimal) -> String {
    format!("{}{}%", plus(percent), percent.round_dp(1))
}

fn plus(value: Decimal) -> &'static str {
    match value.is_sign_negative() || value.is_zero() {
        true => "",
        false => "+",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Hints, SourceText, parse};

    #[test]
    fn rows_of_one_subject_are_told_apart_by_the_verb() {
        let text = "一、主要举措和成效\n收到行政复议申请45件，受理41件。\n二、2025年工作安排\n新增公职律师12名。";
        let report = parse(SourceText::new(text), &Hints::default());
        let named: Vec<(String, bool)> = (0..report.figures.len())
            .filter(|&idx| {
                report
                    .quote(report.figures[idx].span)
                    .ends_with(['件', '名'])
            })
            .map(|idx| (indicator_name(&report, idx), is_target(&report, idx)))
            .collect();
        assert_eq!(named.len(), 3, "{named:?}");
        assert_ne!(named[0].0, named[1].0, "{named:?}");
        assert_eq!(
            named.iter().map(|(_, target)| *target).collect::<Vec<_>>(),
            [false, false, true]
        );
    }

    #[test]
    fn large_differences_are_said_in_larger_units() {
        let check = |delta: i64, said: &str| {
            assert_eq!(difference(Decimal::from(delta)), said);
        };
        check(0, "0");
        check(17, "+17");
        check(-14, "-14");
        check(35_000, "+3.5万");
        check(-20_000_000_000, "-200亿");
        assert_eq!(percentage(Decimal::new(41_463, 3)), "+41.5%");
        assert_eq!(percentage(Decimal::ZERO), "0%");
    }
}
