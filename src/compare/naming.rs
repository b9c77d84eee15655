//! What an indicator is called in a list: what is counted, what was done to it, and whether it is only aimed at.

use rust_decimal::Decimal;

use super::clauses::said;
use super::named::leader;
use super::sense::{telling, words};
use crate::report::{Figure, Part, Report, Span};

const TEN_THOUSAND: Decimal = Decimal::from_parts(10_000, 0, 0, false, 0);
const HUNDRED_MILLION: Decimal = Decimal::from_parts(100_000_000, 0, 0, false, 0);

/// Subject and verb of a figure, `行政复议申请·受理`: rows of one subject differ in what was done to it. A share is named
/// with what has it, and where the subject says nothing by itself the words beside the number stand in for it.
pub fn indicator_name(report: &Report, idx: usize) -> String {
    let Some(figure) = report.figures.get(idx) else {
        return String::new();
    };
    let (subject, verb) = (&*figure.subject, &*figure.verb);
    if subject.starts_with('占')
        && let Some(holder) = leader(report, idx, figure)
    {
        return format!("{holder}{subject}");
    }
    // A long subject is no word of size or share alone.
    if subject.chars().count() <= SHORT && said(&telling(&words(subject))) < SAYS_ENOUGH {
        return beside(report, figure).unwrap_or_else(|| format!("{subject}{verb}"));
    }
    match verb.is_empty() || subject.contains(verb) {
        true => subject.to_owned(),
        false => format!("{subject}·{verb}"),
    }
}

/// Letters of a subject that says what is counted.
const SAYS_ENOUGH: usize = 2;
/// Letters of a subject that may be nothing but words of size and share.
const SHORT: usize = 4;
/// Letters of the words beside a number that are shown.
const MOST_BESIDE: usize = 14;

/// The words in front of a number up to the mark before it, or those behind it where these say nothing.
fn beside(report: &Report, figure: &Figure) -> Option<String> {
    let sentence = report.sentences.get(figure.sentence?)?.span;
    let marks = |letter: char| "，,；;。：:、！!？?（(）)\n".contains(letter);
    let before = report.quote(Span::new(sentence.start, figure.span.start));
    let before = before.rsplit(marks).next().unwrap_or("").trim();
    let skipped = before.chars().count().saturating_sub(MOST_BESIDE);
    let before: String = before.chars().skip(skipped).collect();
    let after = report.quote(Span::new(figure.span.end, sentence.end));
    let after = after.split(marks).next().unwrap_or("").trim();
    let after: String = after.chars().take(MOST_BESIDE).collect();
    let says = |text: &str| said(&telling(&words(text))) >= SAYS_ENOUGH;
    [before, after].into_iter().find(|text| says(text))
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
    fn what_names_nothing_is_named_by_the_words_beside_it() {
        let check = |text: &str, unit: &str, name: &str| {
            let text = format!("一、主要举措和成效\n{text}");
            let report = parse(SourceText::new(text), &Hints::default());
            let mut figures = 0..report.figures.len();
            let at = figures.find(|&idx| report.figures[idx].unit == unit);
            assert_eq!(indicator_name(&report, at.expect("a figure")), name);
        };
        check("收到行政复议申请45件。", "件", "行政复议申请·收到");
        check("普法经费投入比重达到3.3%。", "%", "普法经费投入比重达到");
    }

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
