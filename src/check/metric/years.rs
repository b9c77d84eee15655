//! Metrics of this report beside those of last year's: what was carried over, what is gone, what leapt.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::is_one_of;
use crate::check::observation::{Observation, Reason};
use crate::check::pack::MetricName;
use crate::check::view::View;
use crate::check::{Evidence, Localized, render};
use crate::report::{Figure, Form, Measure, Metric, Period, Report, Span, metric};

/// Cases left at the end of last year's report and cases that this one takes over: pairs of such metrics.
pub(in crate::check) fn carried(
    view: &View,
    carried: &[MetricName],
    open: &[MetricName],
) -> Vec<Observation> {
    let Some((previous, _)) = view.context.previous else {
        return vec![Observation::not_assessable(Reason::NoPrevious)];
    };
    let (now, then) = (
        own_metrics(view.report, view.metrics()),
        of_report(previous),
    );
    let mut found = Vec::new();
    for (new, old) in carried.iter().zip(open) {
        let one = |all: &BTreeMap<&str, Vec<Value>>, name: &MetricName| match all
            .get(name.0.id.as_str())?
            .as_slice()
        {
            [value] => Some(*value),
            _ => None,
        };
        let Some((new, old)) = one(&now, new).zip(one(&then, old)) else {
            continue;
        };
        let evidence = pair(new.span, old.span);
        let (sign, observation) = match new.value == old.value {
            true => ("=", Observation::met(evidence)),
            false => ("≠", Observation::unmet(evidence)),
        };
        let formula = format!("{} {sign} {}", new.value, old.value);
        found.push(
            observation
                .labelled(new.metric.id.as_str())
                .with("formula", Localized::same(formula)),
        );
    }
    or_nothing(found)
}

/// Metrics of last year's report that this one does not state in any words.
pub(in crate::check) fn dropped(view: &View, metrics: &[MetricName]) -> Vec<Observation> {
    let Some((previous, _)) = view.context.previous else {
        return vec![Observation::not_assessable(Reason::NoPrevious)];
    };
    let then = of_report(previous);
    let now: Vec<&Metric> = view.metrics().iter().copied().flatten().collect();
    let mut found = Vec::new();
    for name in metrics {
        let Some(old) = then
            .get(name.0.id.as_str())
            .and_then(|values| values.first())
        else {
            continue;
        };
        let kept = now.iter().any(|metric| metric.id == name.0.id);
        let observation = match kept {
            true => Observation::met(Vec::new()),
            false => Observation::unmet(vec![Evidence::before("previous", old.span)]),
        };
        let quote = render::excerpt(previous.quote(old.span));
        found.push(
            observation
                .labelled(name.0.id.as_str())
                .with("metric", Localized::new(&name.0.zh, &name.0.en))
                .with("quote", Localized::same(quote)),
        );
    }
    or_nothing(found)
}

/// How far a metric must leap to be asked about.
#[derive(Clone, Copy, Debug)]
pub(in crate::check) struct Leap {
    pub times: Decimal,
    pub units: Decimal,
    pub points: Decimal,
}

/// Metrics that the comparison pairs and that are several times what they were, or many points off.
pub(in crate::check) fn jumps(view: &View, leap: Leap, except: &[MetricName]) -> Vec<Observation> {
    let Some((previous, comparison)) = view.context.previous else {
        return vec![Observation::not_assessable(Reason::NoPrevious)];
    };
    let mut found = Vec::new();
    for indicator in &comparison.indicators {
        let metric = view.metric(indicator.new);
        let Some(metric) = metric.filter(|metric| !is_one_of(metric, except)) else {
            continue;
        };
        let new = view.report.figures.get(indicator.new);
        let Some((new, old)) = new.zip(previous.figures.get(indicator.old)) else {
            continue;
        };
        let Some((value, base)) = new.value().zip(old.value()) else {
            continue;
        };
        let evidence = pair(new.span, old.span);
        let observation = match leaps(metric, value, base, leap) {
            true => Observation::unmet(evidence),
            false => Observation::met(evidence),
        };
        let formula = format!(
            "{} → {}",
            previous.quote(old.span),
            view.report.quote(new.span)
        );
        found.push(
            observation
                .labelled(metric.id.as_str())
                .with("metric", Localized::new(&metric.zh, &metric.en))
                .with("formula", Localized::same(formula)),
        );
    }
    or_nothing(found)
}

fn leaps(metric: &Metric, value: Decimal, base: Decimal, leap: Leap) -> bool {
    let change = (value - base).abs();
    match metric.measure {
        Measure::Rate => change > leap.points,
        Measure::Count | Measure::Money | Measure::Hours | Measure::Score => {
            let (less, more) = (value.min(base), value.max(base));
            change > leap.units && more > less.saturating_mul(leap.times)
        }
    }
}

/// A value that a report states of its own year.
#[derive(Clone, Copy, Debug)]
struct Value {
    metric: &'static Metric,
    value: Decimal,
    span: Span,
}

fn of_report(report: &Report) -> BTreeMap<&'static str, Vec<Value>> {
    own_metrics(report, &metric::metrics(report))
}

/// Exact values by metric, each once.
fn own_metrics(
    report: &Report,
    metrics: &[Option<&'static Metric>],
) -> BTreeMap<&'static str, Vec<Value>> {
    let mut all: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for (figure, metric) in report.figures.iter().zip(metrics) {
        let Some(metric) = metric.filter(|_| is_own(figure, report)) else {
            continue;
        };
        let Some(value) = figure.value() else {
            continue;
        };
        let values = all.entry(metric.id.as_str()).or_default();
        if values.iter().all(|known| known.value != value) {
            values.push(Value {
                metric,
                value,
                span: figure.span,
            });
        }
    }
    all
}

fn is_own(figure: &Figure, report: &Report) -> bool {
    let year = match figure.period {
        Period::Unsaid | Period::AsOf => true,
        Period::Year(year) => report.metadata.year.is_none_or(|own| own == year),
        Period::Part(..) | Period::Cumulative | Period::Target => false,
    };
    year && figure.form == Form::Exact
}

fn pair(new: Span, old: Span) -> Vec<Evidence> {
    vec![
        Evidence::here("first", new),
        Evidence::before("previous", old),
    ]
}

fn or_nothing(found: Vec<Observation>) -> Vec<Observation> {
    match found.is_empty() {
        true => vec![Observation::not_assessable(Reason::Nothing)],
        false => found,
    }
}
