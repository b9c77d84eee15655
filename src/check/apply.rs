//! One rule on one report: whether it applies, what its test saw, and the findings in words.

use super::fingerprint::Ordinals;
use super::observation::{Observation, Reason};
use super::pack::{Effective, Rule, State, Test};
use super::view::View;
use super::{
    Evidence, Finding, Localized, Verdict, answers, arithmetic, bound, cross_year, extent, foreign,
    hygiene, metric, peers, presence, rates, register, render, running, substance, timing, titles,
    topic, validity, years,
};
use crate::report::Level;

/// All findings of a rule; at least one.
pub(super) fn apply(effective: &Effective, view: &View) -> Vec<Finding> {
    let rule = &*effective.rule;
    let mut observations = match (effective.state, inapplicable(rule, view)) {
        (State::Elsewhere, _) => vec![Observation::not_assessable(Reason::Elsewhere)],
        (State::Off { pack, reason }, _) => {
            let off = Observation::not_assessable(Reason::SwitchedOff);
            let off = off.with("pack", pack.clone());
            vec![off.with("reason", reason.clone())]
        }
        (State::On, Some(reason)) => vec![Observation::not_assessable(reason)],
        (State::On, None) => observe(&rule.test, view),
    };
    for observation in &mut observations {
        if observation.verdict == Verdict::Unmet {
            observation.verdict = rule.hit;
        }
    }
    fold(&mut observations, rule.limit);
    let mut ordinals = Ordinals::default();
    observations
        .into_iter()
        .map(|observation| finding(rule, observation, view, &mut ordinals))
        .collect()
}

/// Why a rule does not apply to a report.
fn inapplicable(rule: &Rule, view: &View) -> Option<Reason> {
    let metadata = &view.report.metadata;
    if !rule.kinds.is_empty() && !rule.kinds.contains(&metadata.kind) {
        return Some(Reason::Kind);
    }
    if !rule.levels.is_empty() && !rule.levels.contains(&metadata.level) {
        return Some(match metadata.level {
            Level::Unknown => Reason::LevelUnknown,
            Level::National
            | Level::Province
            | Level::Prefecture
            | Level::County
            | Level::Township
            | Level::Subdistrict
            | Level::Department => Reason::Level,
        });
    }
    match rule.years.hold(metadata.year) {
        Some(true) => None,
        Some(false) => Some(Reason::Year),
        None => Some(Reason::YearUnknown),
    }
}

fn observe(test: &Test, view: &View) -> Vec<Observation> {
    match test {
        Test::DocumentKind { accept, ask } => hygiene::document_kind(view, accept, ask),
        Test::Title { pattern } => hygiene::title(view, pattern),
        Test::Given { field } => hygiene::given(view, *field),
        Test::Truncated {} => hygiene::truncated(view),
        Test::Passage { find, except, page } => hygiene::passages(view, find, except, *page),
        Test::Misprints { words } => hygiene::misprints(view, words),
        Test::UnbalancedMarks { marks } => hygiene::unbalanced(view, marks),
        Test::Numbering {} => hygiene::numbering(view),
        Test::Deadline { date, month, day } => timing::deadline(view, *date, *month, *day),
        Test::PartPresent { part, or } => presence::present(view, *part, or),
        Test::PartContains { part, find, except } => presence::contains(view, *part, find, except),
        Test::PartSize {
            part,
            percent,
            characters,
            points,
        } => presence::size(view, *part, (*percent).into(), *characters, *points),
        Test::PartYear { part, words } => presence::year(view, *part, words),
        Test::Sentence { about, show } => presence::sentence(view, about, show),
        Test::Topic {
            about,
            show,
            within,
            figure,
            except,
        } => topic::topic(
            view,
            &topic::Topic {
                about: about.as_ref(),
                show,
                within: *within,
                figure: *figure,
                except: except.as_ref(),
            },
        ),
        Test::Listed { about, terms } => topic::listed(view, about, terms),
        Test::PerfectRates {
            rates,
            percent,
            family,
        } => rates::perfect(view, *rates, (*percent).into(), *family),
        Test::NamedRate { name, at_least } => rates::named(view, name, (*at_least).into()),
        Test::ExclusiveRates { first, second } => rates::exclusive(view, first, second),
        Test::RateRange { names } => rates::range(view, names),
        Test::IncompleteDate {} => timing::incomplete(view),
        Test::PartsSum {} => arithmetic::parts_sum(view),
        Test::Subset {} => arithmetic::subset(view),
        Test::RateCounts {} => arithmetic::rate_counts(view),
        Test::TwoValues {} => arithmetic::two_values(view),
        Test::Balance { topic, closed } => arithmetic::balance(view, topic, closed),
        Test::Outcomes { topic } => arithmetic::outcomes(view, topic),
        Test::YearOnYear {} => arithmetic::year_on_year(view),
        Test::YearsInARow {} => running::years_in_a_row(view),
        Test::PartRepeats { part, percent } => cross_year::repeats(view, *part, (*percent).into()),
        Test::PartUnanswered {
            part,
            except,
            stock,
        } => {
            let part = *part;
            let points = answers::Points {
                part,
                except,
                stock,
            };
            answers::unanswered(view, &points)
        }
        Test::PartUnplanned {
            part,
            except,
            stock,
            percent,
            points: least,
        } => {
            let part = *part;
            let points = answers::Points {
                part,
                except,
                stock,
            };
            answers::unplanned(view, &points, (*percent).into(), *least)
        }
        Test::Heading { find, except } => hygiene::heading(view, find, except.as_ref()),
        Test::YearOfText { announce } => years::year_of_text(view, announce),
        Test::Length { at_most, at_least } => extent::length(view, *at_most, at_least),
        Test::ForeignPlace {
            behind,
            ahead,
            except,
        } => {
            let around = foreign::Around {
                behind,
                ahead,
                except,
            };
            foreign::foreign_place(view, &around)
        }
        Test::Validity { table } => validity::validity(view, table),
        Test::Titles(canon) => titles::titles(view, canon),
        Test::Bound(bound) => bound::bound(view, bound),
        Test::PartGeneric {
            part,
            stock,
            specific,
            percent,
            points,
        } => substance::generic(view, *part, stock, specific, (*percent).into(), *points),
        Test::PartVague {
            part,
            words,
            specific,
            per_thousand,
            paragraphs,
        } => substance::vague(view, *part, words, specific, *per_thousand, *paragraphs),
        Test::PartSides { part, joint, sides } => substance::sides(view, *part, joint, sides),
        Test::StatedChange {} => arithmetic::stated_changes(view),
        Test::PercentPoints {} => arithmetic::percent_points(view),
        Test::CountedList {} => arithmetic::counted_lists(view),
        Test::MetricBelow {
            metrics,
            below,
            worse,
        } => metric::below(view, metrics, (*below).into(), *worse),
        Test::Shares { shares, together } => metric::shares(view, shares, *together),
        Test::RateAlone { except } => metric::alone(view, except),
        Test::CarriedOver { carried, open } => metric::carried(view, carried, open),
        Test::MetricDropped { metrics } => metric::dropped(view, metrics),
        Test::MetricJump {
            times,
            units,
            points,
            except,
        } => {
            let leap = metric::Leap {
                times: (*times).into(),
                units: (*units).into(),
                points: (*points).into(),
            };
            metric::jumps(view, leap, except)
        }
        Test::PlanUnanswered {} => cross_year::promises(view),
        Test::FrozenFigures { figures } => cross_year::frozen(view, *figures),
        Test::ChangeSince {} => cross_year::change_since(view),
        Test::NearDuplicate { percent, common } => peers::near_duplicate(view, *percent, *common),
        Test::Registered {} => register::filed(view),
        Test::StaleYear {} => cross_year::stale_year(view),
        Test::Recycled { percent, severe } => {
            cross_year::recycled(view, (*percent).into(), (*severe).into())
        }
    }
}

/// Keeps at most `limit` alarms, the last of which takes evidence of the rest, and no endless list of passes.
fn fold(observations: &mut Vec<Observation>, limit: usize) {
    let (mut alarms, mut passes) = (0, 0);
    let mut rest: Vec<Evidence> = Vec::new();
    observations.retain_mut(|observation| {
        if !observation.verdict.asks() {
            passes += 1;
            return passes <= MOST_PASSES;
        }
        alarms += 1;
        if alarms > limit && rest.len() < MOST_EVIDENCE {
            rest.append(&mut observation.evidence);
        }
        alarms <= limit
    });
    let last = observations
        .iter_mut()
        .rev()
        .find(|observation| observation.verdict.asks());
    if let Some(last) = last.filter(|_| alarms > limit) {
        last.evidence.append(&mut rest);
        let more = (alarms - limit).to_string();
        last.slots.push((MORE, Localized::same(more)));
    }
}

/// Passes of one rule that are kept: far more than a report has figures, few enough for a hostile text.
const MOST_PASSES: usize = 2000;

/// Places that a folded alarm shows.
const MOST_EVIDENCE: usize = 40;

/// The slot that says how many alarms were folded into one.
const MORE: &str = "more";

fn finding(rule: &Rule, observation: Observation, view: &View, ordinals: &mut Ordinals) -> Finding {
    let level = view.report.metadata.level;
    Finding {
        id: ordinals.id(&rule.id, &observation, view),
        rule: rule.id.clone(),
        verdict: observation.verdict,
        severity: observation
            .severity
            .unwrap_or_else(|| rule.severity_for(level)),
        title: rule.title.clone(),
        message: message(rule, &observation),
        expected: observation.expected,
        found: observation.found,
        basis: rule.basis.clone(),
        evidence: observation.evidence,
    }
}

fn message(rule: &Rule, observation: &Observation) -> Localized {
    if let Some(reason) = observation.reason {
        return render::fill(&render::reason(reason), &observation.slots);
    }
    let template = rule.messages.get(&observation.verdict);
    let mut message = template
        .map(|template| render::fill(template, &observation.slots))
        .unwrap_or_default();
    if observation.slots.iter().any(|(name, _)| *name == MORE) {
        let more = render::phrase("more", &observation.slots);
        message.zh.push_str(&more.zh);
        message.en.push_str(&more.en);
    }
    message
}
