//! The single undertakings of a plan, and which of them can be checked.

use std::collections::BTreeMap;

use super::clauses::{CLAUSE_MARKS, Clause, particular, said, span, split};
use super::commonplace::{COMMONPLACES, UNDERTAKINGS, contains_any};
use super::evidence::{Asked, Passages};
use super::named::{Named, of_figure};
use super::prepared::Prepared;
use super::tokens::{Token, TokenKind};
use super::{Basis, Promise, budget::Budget};
use crate::report::lexicon::contains;
use crate::report::{FigureKind, Report, Span};

/// An undertaking shorter than this in particular letters belongs to the clause before it.
const LEAST: usize = 4;
/// No undertaking is longer: what follows is another one.
const LONGEST: usize = 200;
/// Letters before 是 that may be what is spoken of.
const LEAST_SUBJECT: usize = 3;
/// With these before it, 是 says nothing of what is.
const NOT_COPULA: [&str; 8] = ["特别", "尤其", "一", "二", "三", "四", "五", "但"];
/// Items of a list are undertakings of their own from this many tokens each.
const LONG_ITEM: usize = 8;

/// The undertakings of the old report's plan, each with the passages of the new report that may account for it.
pub(super) fn promises(
    old: &Prepared,
    figures: &[Named],
    deeds: &mut Passages,
    budget: &mut Budget,
) -> Vec<Promise> {
    let quoted = quoted_names(&old.report.source.text);
    let headings = old.headings();
    let plan = old.is_planned();
    let calls = |idx: &usize| {
        let sentence = old.report.sentences.get(*idx);
        sentence.is_some_and(|sentence| {
            contains(old.report.quote(sentence.span), &UNDERTAKINGS.exhortations)
        })
    };
    let planned = (0..old.sentences.len())
        .filter(|idx| plan.get(*idx) == Some(&true) && !headings.contains(idx) && !calls(idx));
    let promised = planned.flat_map(|idx| undertakings(old, idx));
    promised
        .filter_map(|undertaking| {
            let targets = undertaking.targets(figures);
            let basis = basis(old.report, &undertaking, &targets, &quoted);
            if basis.is_none()
                && contains_any(old.report.quote(undertaking.span), &UNDERTAKINGS.slogans)
            {
                return None;
            }
            let asked = Asked {
                letters: &undertaking.letters,
                titles: &undertaking.titles(),
                targets: &targets,
            };
            Some(Promise {
                old: undertaking.span,
                basis,
                candidates: deeds.that_answer(&asked, budget),
            })
        })
        .collect()
}

/// A clause, or several that make sense only together.
struct Undertaking<'a> {
    span: Span,
    tokens: Vec<&'a [Token]>,
    letters: Vec<char>,
}

/// The undertakings of one sentence: its clauses, those that only say by what means joined to the next.
fn undertakings<'a>(old: &'a Prepared, sentence: usize) -> Vec<Undertaking<'a>> {
    let mut found: Vec<Undertaking> = Vec::new();
    let mut means: Vec<Clause> = Vec::new();
    for clause in split(old.words(sentence), CLAUSE_MARKS)
        .into_iter()
        .flat_map(items)
    {
        let Some(place) = span(clause) else { continue };
        let text = old.report.quote(place);
        if contains_any(text, &UNDERTAKINGS.not_undertakings)
            || says_what_is(text)
            || says_what_was(text)
            || says_under_what(text)
        {
            means.clear();
            continue;
        }
        let text = without_subject(text);
        if UNDERTAKINGS
            .means
            .iter()
            .any(|word| text.starts_with(word.as_str()))
            && means.is_empty()
        {
            means.push(clause);
            continue;
        }
        let letters = particular(clause, &COMMONPLACES);
        match found.last_mut() {
            Some(last) if said(&letters) < LEAST && means.is_empty() => {
                last.add(clause, place, letters)
            }
            _ if said(&letters) < LEAST && means.is_empty() && !sets_figure(clause, &letters) => {}
            _ => found.push(Undertaking::of(std::mem::take(&mut means), clause)),
        }
    }
    found.extend(
        means
            .into_iter()
            .map(|clause| Undertaking::of(Vec::new(), clause)),
    );
    found.retain(|undertaking| !undertaking.span.is_empty());
    found
}

/// Whether a clause says what something is instead of what will be done: 守住底线是做好一切工作的前提.
fn says_what_is(text: &str) -> bool {
    if text.starts_with('是') || text.starts_with("也是") || text.ends_with('是') {
        return true;
    }
    let mut said = text.match_indices('是');
    said.any(|(at, copula)| {
        let (before, after) = (text.get(..at), text.get(at + copula.len()..));
        let (before, after) = (before.unwrap_or(""), after.unwrap_or(""));
        let own = before.chars().count() >= LEAST_SUBJECT
            && !NOT_COPULA.iter().any(|word| before.ends_with(word))
            && !is_quoted(before);
        own && after.contains('的') && !after.starts_with(['否', '非'])
    })
}

/// Whether a clause says what was done, or on what condition something will be: 走出了一条路子, 只要同心协力.
fn says_what_was(text: &str) -> bool {
    let past = |(at, done): (usize, &str)| {
        let words = UNDERTAKINGS.not_past.iter();
        let inside = |word: &String| {
            word.find(done)
                .and_then(|before| text.get(at.checked_sub(before)?..))
                .is_some_and(|from| from.starts_with(word.as_str()))
        };
        !words.into_iter().any(inside) && !is_quoted(text.get(..at).unwrap_or(""))
    };
    let mut conditions = UNDERTAKINGS.conditions.iter();
    conditions.any(|word| text.starts_with(word.as_str())) || text.match_indices('了').any(past)
}

/// Whether a clause only says under what something will be done: 在县委领导下.
fn says_under_what(text: &str) -> bool {
    text.starts_with('在')
        && ["下", "同时", "基础上"]
            .iter()
            .any(|end| text.ends_with(end))
}

/// Whether what follows stands inside quotation marks or a title.
fn is_quoted(before: &str) -> bool {
    let open = |mark: char, end: char| {
        let (opened, closed) = (before.matches(mark).count(), before.matches(end).count());
        opened > closed
    };
    open('“', '”') || open('《', '》')
}

/// Whether a clause of few words says enough, because it says of what a figure is to be reached: 持证率达到90%.
fn sets_figure(clause: Clause, letters: &[char]) -> bool {
    let figure = |token: &Token| matches!(token.kind, TokenKind::Figure(_));
    said(letters) + 1 >= LEAST && clause.iter().any(figure)
}

/// The clause without the words that say who will act: 我县将.
fn without_subject(text: &str) -> &str {
    let rest = UNDERTAKINGS
        .who
        .iter()
        .find_map(|who| text.strip_prefix(who.as_str()));
    rest.unwrap_or(text)
}

impl<'a> Undertaking<'a> {
    fn of(means: Vec<Clause<'a>>, clause: Clause<'a>) -> Undertaking<'a> {
        let mut undertaking = Undertaking {
            span: span(clause).unwrap_or_default(),
            tokens: vec![clause],
            letters: particular(clause, &COMMONPLACES),
        };
        for before in means {
            let whole = span(before).map_or(undertaking.span, |place| place.hull(undertaking.span));
            if whole.len() <= LONGEST * 3 {
                undertaking.span = whole;
                undertaking.tokens.push(before);
            }
        }
        undertaking
    }

    /// The documents it names.
    fn titles(&self) -> Vec<Vec<char>> {
        let tokens = self.tokens.iter().copied().flatten();
        tokens
            .filter(|token| token.kind == TokenKind::Title)
            .map(|title| particular(std::slice::from_ref(title), &COMMONPLACES))
            .collect()
    }

    /// The figures it names.
    fn targets<'b>(&self, figures: &'b [Named]) -> Vec<&'b Named> {
        let tokens = self.tokens.iter().copied().flatten();
        tokens
            .filter_map(|token| match token.kind {
                TokenKind::Figure(idx) => Some(idx),
                TokenKind::Number
                | TokenKind::Title
                | TokenKind::Latin
                | TokenKind::Character
                | TokenKind::Mark => None,
            })
            .filter_map(|idx| of_figure(figures, idx))
            .collect()
    }

    fn add(&mut self, clause: Clause<'a>, place: Span, letters: Vec<char>) {
        let whole = self.span.hull(place);
        if whole.len() <= LONGEST * 3 {
            self.span = whole;
            self.tokens.push(clause);
            self.letters.push(super::bigrams::BREAK);
            self.letters.extend(letters);
        }
    }
}

/// The items of a list whose every item says what is done with it; else the clause as it is.
fn items(clause: Clause) -> Vec<Clause> {
    let items = split(clause, "、");
    let own = |item: &Clause| {
        let text: String = item.iter().flat_map(|token| token.key.letters()).collect();
        let finishing = &UNDERTAKINGS.finishing;
        item.len() >= LONG_ITEM
            && finishing
                .iter()
                .any(|word| text.starts_with(word.as_str()) || text.ends_with(word.as_str()))
    };
    if items.len() > 1 && items.iter().all(own) {
        items
    } else {
        vec![clause]
    }
}

/// What it names that will be there or not.
fn basis(
    report: &Report,
    undertaking: &Undertaking,
    targets: &[&Named],
    quoted: &BTreeMap<&str, usize>,
) -> Option<Basis> {
    let tokens = || undertaking.tokens.iter().copied().flatten();
    let dates = tokens().any(|token| match token.kind {
        TokenKind::Figure(idx) => is_date(report, idx),
        TokenKind::Number
        | TokenKind::Title
        | TokenKind::Latin
        | TokenKind::Character
        | TokenKind::Mark => false,
    });
    if dates || !targets.is_empty() {
        return Some(Basis::Figure);
    }
    if tokens().any(|token| token.kind == TokenKind::Title) {
        return Some(Basis::Document);
    }
    let text = report.quote(undertaking.span);
    let finished = || {
        contains_any(text, &UNDERTAKINGS.finishing) && contains_any(text, &UNDERTAKINGS.concrete)
    };
    let counts = || tokens().any(|token| matches!(token.kind, TokenKind::Figure(_)));
    (names_something(text, quoted) || finished() || counts()).then_some(Basis::Thing)
}

fn is_date(report: &Report, figure: usize) -> bool {
    let figure = report.figures.get(figure);
    figure.is_some_and(|figure| figure.kind == FigureKind::Date)
}

/// What stands in quotation marks, with how often: a name that is said again and again is a slogan.
fn quoted_names(text: &str) -> BTreeMap<&str, usize> {
    let mut names = BTreeMap::new();
    for name in quotes(text) {
        *names.entry(name).or_default() += 1;
    }
    names
}

/// Pieces in quotation marks, each within its line.
fn quotes(text: &str) -> impl Iterator<Item = &str> {
    let opened = text.split('“').skip(1);
    opened
        .filter_map(|rest| rest.split_once('”'))
        .map(|(name, _)| name)
        .filter(|name| !name.contains('\n'))
}

/// A name that stands in the report more often than this is what everything is done for.
const MOST_NAMED: usize = 4;

/// Whether something has a name in quotation marks; a word alone, a whole saying or a slogan between them is only emphasis.
fn names_something(text: &str, quoted: &BTreeMap<&str, usize>) -> bool {
    quotes(text).any(|name| {
        name.chars().count() > 2
            && !name.contains(['，', ',', '、', '；'])
            && !contains_any(name, &UNDERTAKINGS.slogans)
            && quoted.get(name).is_none_or(|times| *times <= MOST_NAMED)
    })
}
