//! What a figure counts and in which sense, read from the words around it.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::bigrams::{BREAK, Bag, Rarity, Weighed};
use super::clauses::said;
use super::indicators::is_followed;
use super::listed::respective_names;
use super::prepared::Prepared;
use super::sections::MOST_DEPTH;
use super::sense::{
    Around, Sense, Years, named_by, scopes, speaks_of_years, telling, words, years_at_beginning,
};
use super::tokens::{Token, TokenKind, masked};
use crate::report::metric::Metric;
use crate::report::respective::ListedName;
use crate::report::{Figure, FigureKind, Interval, Level, Report, glossaries};

/// Letters of a name that says by itself what is counted.
const SAYS_ENOUGH: usize = 2;
/// Letters of a name so short that the clause before must agree.
const SHORT: usize = 4;

/// Likeness from which a figure of the result answers one of the plan.
const ANSWERED: f64 = 0.7;
/// Likeness from which two figures of one report name the same thing.
const TWICE: f64 = 0.9;

/// What it counts that both are values of one metric of the fixed vocabulary.
const ONE_METRIC: f64 = 0.15;

const OTHER_VERB: f64 = 0.08;
/// Where the things counted end in other words: 义务教育学位, 义务教育学校.
const OTHER_HEAD: f64 = 0.12;
const OTHER_ACTOR: f64 = 0.08;
/// Where what is counted is a value or an income of another: 文化产业实现增加值, 金融业实现增加值.
const OTHER_HOLDER: f64 = 0.35;
/// Where one counts what came and the other does not say.
const MAYBE_STOCK: f64 = 0.1;
/// Where the numbers are so far apart that they hardly count the same; growth may be anything.
const FAR_APART: f64 = 0.35;
/// Likeness below which nobody asks what speaks against a pair.
const HARDLY: f64 = 0.3;
/// How many times one number must be the other.
const FAR: Decimal = Decimal::from_parts(4, 0, 0, false, 0);

/// A figure with what decides whether another one is the same indicator.
pub(super) struct Named {
    pub figure: usize,
    pub sentence: usize,
    /// What it counts, as a list shows it; never empty.
    pub label: String,
    /// What it measures in the fixed vocabulary.
    pub metric: Option<&'static Metric>,
    /// Words that narrow what is counted; none where the words are shared out over a list.
    pub scope: Option<BTreeSet<String>>,
    /// The words of its own clause; where they say nothing (总数达102家), with those of what was counted before.
    name: Bag,
    /// How many letters the own words have.
    letters: usize,
    /// The subject that the reader of figures found.
    subject: Bag,
    /// The last two letters of the subject, which in Chinese say what kind of thing it is.
    head: Bag,
    /// What was done to it, and by whom, where the clause says so.
    verb: Bag,
    actor: Bag,
    /// The clause before, which often holds the noun: 筹集住房12套,供应8套.
    before: Bag,
    sense: Sense,
    values: Option<Interval>,
    weights: Weights,
}

/// The words of a figure, each pair of letters by how rare it is among the names of both reports.
#[derive(Default)]
struct Weights {
    name: Weighed,
    subject: Weighed,
    before: Weighed,
}

/// The figures of two years that can be followed.
pub(super) struct Figures {
    pub old: Vec<Named>,
    pub new: Vec<Named>,
    /// Of the names of both.
    pub rarity: Rarity,
}

impl Figures {
    pub fn of(old: &Prepared, new: &Prepared) -> Figures {
        let (mut old, mut new) = (named(old), named(new));
        let rarity = Rarity::among(old.iter().chain(&new).map(|named| &named.name));
        for named in old.iter_mut().chain(&mut new) {
            named.weights = Weights {
                name: Weighed::of(&named.name, &rarity),
                subject: Weighed::of(&named.subject, &rarity),
                before: Weighed::of(&named.before, &rarity),
            };
        }
        Figures { old, new, rarity }
    }
}

impl Named {
    /// The same under the name that a list gives it, in place of the words of all its items.
    fn called(self, name: ListedName) -> Named {
        let own = words(&name.full);
        Named {
            label: name.printed,
            name: Bag::of(&own),
            letters: said(&own),
            head: Bag::of(own.get(own.len().saturating_sub(2)..).unwrap_or(&[])),
            subject: Bag::default(),
            before: Bag::default(),
            scope: None,
            ..self
        }
    }

    /// Whether both are of one kind and one unit.
    pub fn is_counted_like(&self, other: &Named) -> bool {
        self.sense.is_counted_like(&other.sense)
    }

    /// Whether nothing forbids that both are the same indicator.
    pub fn may_be(&self, other: &Named) -> bool {
        let metrics = self.metric.zip(other.metric);
        let other_metric = metrics.is_some_and(|(one, two)| one.id != two.id);
        // Far apart, what came is not what there is, and another measure word counts another thing.
        let far = || {
            let stretched =
                self.sense.may_be_stock(&other.sense) || !self.sense.has_unit_of(&other.sense);
            stretched && far_apart(self.values, other.values)
        };
        self.sense.may_be(&other.sense) && !other_metric && !far()
    }

    /// What it counts, for an index.
    pub fn name(&self) -> &Bag {
        &self.name
    }

    /// Whether it says what there will be.
    pub fn is_target(&self) -> bool {
        self.sense.is_target()
    }

    /// Whether the other, a result, is what this one, a target, was set for; also a stock that a flow was to reach.
    pub fn is_answered_by(&self, other: &Named) -> bool {
        if !self.sense.may_answer(&other.sense) {
            return false;
        }
        let same_name = self.weights.name.cosine(&other.weights.name) >= TWICE
            && self.sense.has_unit_of(&other.sense);
        let same_kind = self.head.total() > 0 && self.head == other.head && self.verb == other.verb;
        let same_number = self.values.is_some() && self.values == other.values;
        let far = || far_apart(self.values, other.values);
        same_kind && same_number || same_name && !far() || self.likeness(other) >= ANSWERED
    }

    /// Whether both are the same thing said twice in one report: 突破5000亿元 and, more closely, 约5300亿元.
    pub fn repeats(&self, other: &Named) -> bool {
        self.may_be(other)
            && self.values.is_some()
            && self.likeness(other) >= TWICE
            && overlaps(self.values, other.values)
    }

    /// How closely the number is given: a bound says less than a value.
    pub fn is_bound(&self) -> bool {
        self.values
            .is_some_and(|values| values.low.is_none() || values.high.is_none())
    }

    /// How alike the things counted are, from 0 to 1; what speaks against them is taken off from [`HARDLY`] on.
    pub fn likeness(&self, other: &Named) -> f64 {
        let (one, two) = (&self.weights, &other.weights);
        let name = one.name.cosine(&two.name);
        let before = one.before.cosine(&two.before);
        let letters = self.letters.min(other.letters);
        let own = match letters {
            ..SAYS_ENOUGH => name,
            SAYS_ENOUGH..=SHORT => 0.6 * name + 0.4 * before,
            _ => (name + 0.1 * before).min(1.0),
        };
        let subject = match self.subject.total().min(other.subject.total()) {
            ..SHORT => 0.0,
            _ => 0.9 * one.subject.cosine(&two.subject),
        };
        let metric = match (self.metric, other.metric) {
            (Some(one), Some(two)) if one.id == two.id => ONE_METRIC,
            (Some(_) | None, Some(_) | None) => 0.0,
        };
        match own.max(subject) + metric {
            hardly if hardly < HARDLY => hardly,
            alike => alike - self.unlike(other),
        }
    }

    /// What speaks against a pair whose names agree: another deed or another doer.
    fn unlike(&self, other: &Named) -> f64 {
        let differ =
            |one: &Bag, two: &Bag| one.total() > 0 && two.total() > 0 && one.is_apart_from(two);
        let verb = if differ(&self.verb, &other.verb) {
            OTHER_VERB
        } else {
            0.0
        };
        let generic = self.subject.total().max(other.subject.total()) <= SAYS_ENOUGH;
        let actor = match (differ(&self.actor, &other.actor), generic) {
            (true, true) => OTHER_HOLDER,
            (true, false) => OTHER_ACTOR,
            (false, true | false) => 0.0,
        };
        let head = if differ(&self.head, &other.head)
            && self.name.is_apart_from(&other.head)
            && other.name.is_apart_from(&self.head)
        {
            OTHER_HEAD
        } else {
            0.0
        };
        let held = match self.sense.may_be_stock(&other.sense) {
            true => MAYBE_STOCK,
            false => 0.0,
        };
        let size = if !self.sense.is_growth() && far_apart(self.values, other.values) {
            FAR_APART
        } else {
            0.0
        };
        verb + actor + head + held + size
    }
}

/// Whether one number is several times the other, which a change of scope makes far more often than a year's work.
fn far_apart(one: Option<Interval>, two: Option<Interval>) -> bool {
    let number = |values: Option<Interval>| values.and_then(|values| values.low.or(values.high));
    let (Some(one), Some(two)) = (number(one), number(two)) else {
        return false;
    };
    let (less, more) = if one < two { (one, two) } else { (two, one) };
    let counts = !less.is_sign_negative() && !less.is_zero() && more >= Decimal::TEN;
    counts && less.checked_mul(FAR).is_some_and(|bound| bound <= more)
}

/// Whether some value lies in both.
fn overlaps(one: Option<Interval>, two: Option<Interval>) -> bool {
    let (Some(one), Some(two)) = (one, two) else {
        return false;
    };
    let below = |low: Option<Decimal>, high: Option<Decimal>| match (low, high) {
        (Some(low), Some(high)) => low <= high,
        (None, _) | (_, None) => true,
    };
    below(one.low, two.high) && below(two.low, one.high)
}

/// All figures that can be followed over years and of which the text says what they count.
fn named(prepared: &Prepared) -> Vec<Named> {
    let report = prepared.report;
    let plan = prepared.is_planned();
    let metrics = crate::report::metric::metrics(report);
    let years = of_years(report);
    let is_national = report.metadata.level == Level::National;
    let whole = whole_of(report);
    let glossaries = glossaries(report);
    let mut found = Vec::new();
    for (idx, sentence) in report.sentences.iter().enumerate() {
        if glossaries.iter().any(|place| place.covers(sentence.span)) {
            continue;
        }
        let tokens = without_names(report, prepared.words(idx));
        let mut listed = respective_names(report, &tokens);
        let place = Place {
            sentence: idx,
            planned: plan.get(idx) == Some(&true),
            of_years: years.get(idx) == Some(&true),
        };
        for (at, token) in tokens.iter().enumerate() {
            if let TokenKind::Figure(figure_idx) = token.kind
                && let Some(figure) = report
                    .figures
                    .get(figure_idx)
                    .filter(|figure| is_followed(report, figure))
            {
                let metric = metrics.get(figure_idx).copied().flatten();
                let around = Around::of(&tokens, at);
                if !is_national && around.counts_all_there_are() {
                    continue;
                }
                let mut name = name(report, figure_idx, figure, metric, &around, place);
                let scope = name.as_mut().and_then(|name| name.scope.as_mut());
                if let (Some(scope), Some(whole)) = (scope, &whole) {
                    scope.remove(whole);
                }
                found.extend(match (name, listed.remove(&figure_idx)) {
                    (Some(name), Some(own)) => Some(name.called(own)),
                    (name, _) => name,
                });
            }
        }
    }
    found
}

/// What the whole place of the report is called: 全县 in the report of a county says no more than nothing.
fn whole_of(report: &Report) -> Option<String> {
    let place = report.metadata.region.as_ref()?.chars().next_back()?;
    Some(format!("全{place}"))
}

/// Where a figure stands.
#[derive(Clone, Copy)]
struct Place {
    sentence: usize,
    planned: bool,
    of_years: bool,
}

/// None for a number that a change starts from, and for one of which nothing says what it counts.
fn name(
    report: &Report,
    idx: usize,
    figure: &Figure,
    metric: Option<&'static Metric>,
    around: &Around,
    place: Place,
) -> Option<Named> {
    if around.is_base() {
        return None;
    }
    let before = named_by(report, &[around.before]);
    let mut own = named_by(report, &[around.holder(figure), around.right]);
    let letters = said(&own);
    let subject = words(&figure.subject);
    // A borrowed name does not end in what is counted here.
    let mut head = subject
        .get(subject.len().saturating_sub(2)..)
        .unwrap_or(&[]);
    let mut label = figure.subject.to_string();
    let mut scope = scopes(&masked(report, around.left));
    scope.extend(scopes(&subject));
    if said(&telling(&own)) < SAYS_ENOUGH && said(&named_by(report, &[around.right])) == 0 {
        let leader = leader(report, idx, figure);
        let leader = leader.as_deref();
        scope.extend(scopes(&words(leader.unwrap_or(""))));
        head = &[];
        own.push(BREAK);
        own.extend(match leader {
            Some(leader) => words(leader),
            None => before.clone(),
        });
        if said(&telling(&own)) < SAYS_ENOUGH {
            return None;
        }
        label = joined(leader.unwrap_or(""), &label);
    }
    if label.is_empty() {
        label = spoken(report, around);
    }
    Some(Named {
        figure: idx,
        sentence: place.sentence,
        label,
        metric,
        scope: Some(scope),
        name: Bag::of(&own),
        letters,
        subject: around.own_subject(report, figure),
        head: Bag::of(head),
        verb: Bag::of(&words(&figure.verb)),
        actor: Bag::of(&words(&figure.actor)),
        before: Bag::of(&before),
        sense: around.sense(figure, place.planned, place.of_years),
        values: figure.interval(),
        weights: Weights::default(),
    })
}

/// What a share or a total is of: the subject found for it, or what was counted before in the same sentence, as in
/// 进出口总额9亿元、占全县三成. A short one is named with whose it is: 金融业实现增加值9亿元、占三成.
pub(super) fn leader(report: &Report, idx: usize, figure: &Figure) -> Option<String> {
    let earlier = report.figures.get(..idx)?.iter().rev();
    let same = earlier.take_while(|other| other.sentence == figure.sentence);
    let own = [figure.subject.as_ref(), figure.context.as_ref()];
    let mut subjects = own
        .into_iter()
        .chain(same.clone().map(|other| other.subject.as_ref()));
    let subject = subjects.find(|subject| {
        said(&telling(&words(subject))) >= SAYS_ENOUGH && !subject.starts_with('占')
    })?;
    let holder = (subject.chars().count() <= SHORT)
        .then(|| same.clone().find(|other| *other.subject == *subject))
        .flatten();
    let actor = holder.map_or("", |holder| &*holder.actor);
    Some(format!("{actor}{subject}"))
}

/// A leader and what is said of it, unless one holds the other.
fn joined(leader: &str, label: &str) -> String {
    if leader.contains(label) {
        leader.to_owned()
    } else if label.contains(leader) {
        label.to_owned()
    } else {
        format!("{leader}{label}")
    }
}

/// The words in front of a number, or behind it where none stand there.
fn spoken(report: &Report, around: &Around) -> String {
    let text = |tokens: &[Token]| -> String {
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
            return String::new();
        };
        report.quote(first.span.hull(last.span)).trim().to_owned()
    };
    match text(around.left) {
        before if before.is_empty() => text(around.right),
        before => before,
    }
}

/// For each sentence whether it speaks of several years together: because it says so, or its paragraph before it, or its
/// heading, or a paragraph further up that no heading and no paragraph on a single year stands between. A paragraph that
/// turns to a single year ends what the heading says.
pub(crate) fn of_years(report: &Report) -> Vec<bool> {
    let mut block = None;
    let mut top = None;
    let mut within = None;
    let mut lasting = false;
    let mut single = false;
    let mut said = false;
    let mut found = Vec::with_capacity(report.sentences.len());
    for sentence in &report.sentences {
        let text = report.quote(sentence.span);
        if block != Some(sentence.block) {
            block = Some(sentence.block);
            let section = sentence.section.and_then(|idx| report.sections.get(idx));
            let around = sentence.section.map(|idx| topmost(report, idx));
            // 2025年和“十四五”时期工作回顾 speaks of both.
            let titled = section
                .is_some_and(|section| years_at_beginning(&section.title) == Some(Years::Several));
            if around != top {
                top = around;
                lasting = titled;
            }
            if sentence.section != within {
                within = sentence.section;
                single = false;
            }
            match years_at_beginning(text) {
                Some(Years::Several) => (lasting, single) = (true, false),
                Some(Years::One) => (lasting, single) = (false, true),
                None => {}
            }
            said = lasting || titled && !single;
        }
        said = said || speaks_of_years(text);
        found.push(said);
    }
    found
}

/// The outermost section around a section.
fn topmost(report: &Report, section: usize) -> usize {
    let parent = |idx: &usize| report.sections.get(*idx).and_then(|section| section.parent);
    let path = std::iter::successors(Some(section), parent).take(MOST_DEPTH);
    path.last().unwrap_or(section)
}

/// The name of a figure, if it can be followed; `all` are in text order, as [`named`] gives them.
pub(super) fn of_figure(all: &[Named], figure: usize) -> Option<&Named> {
    let at = all.partition_point(|named| named.figure < figure);
    all.get(at).filter(|named| named.figure == figure)
}

/// The tokens with figures that are part of a name (5G, 二、三类) read as words.
fn without_names(report: &Report, tokens: &[Token]) -> Vec<Token> {
    let mut tokens = tokens.to_vec();
    for token in &mut tokens {
        if let TokenKind::Figure(idx) = token.kind
            && let Some(figure) = report.figures.get(idx)
            && figure.kind != FigureKind::Date
            && !is_followed(report, figure)
        {
            token.kind = TokenKind::Latin;
        }
    }
    tokens
}
