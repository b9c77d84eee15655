//! How far two reviewers agree: plain percentages, and Cohen's κ over the items of the checklist.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Annotation, Judgement, Motivation, Review};

/// What a reviewer says of one item of the checklist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    NotApplicable,
    Satisfied,
    /// The strongest: one upheld finding is enough.
    NotSatisfied,
}

/// The answers of two reviewers to the same items.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    /// How often the first said the one and the second the other.
    pub table: BTreeMap<(Answer, Answer), u64>,
}

/// What every reviewer answered, by item.
pub type Answers = BTreeMap<String, Answer>;

/// The item of the checklist that a finding answers, by the id of the finding: its rule.
pub type Items = BTreeMap<String, String>;

impl Answer {
    pub const ALL: [Answer; 3] = [
        Answer::Satisfied,
        Answer::NotSatisfied,
        Answer::NotApplicable,
    ];

    /// The name in JSON and the last part of the locale key `item.*`.
    pub fn name(self) -> &'static str {
        match self {
            Answer::Satisfied => "satisfied",
            Answer::NotSatisfied => "not-satisfied",
            Answer::NotApplicable => "not-applicable",
        }
    }

    /// What a judgement on a finding says of its rule; nothing while evidence is wanted.
    fn of(judgement: Judgement) -> Option<Answer> {
        match judgement {
            Judgement::Upheld => Some(Answer::NotSatisfied),
            Judgement::Rejected => Some(Answer::Satisfied),
            Judgement::NotApplicable => Some(Answer::NotApplicable),
            Judgement::Pending | Judgement::NeedsEvidence => None,
        }
    }
}

/// What one reviewer answered in one report, of which these are the editions. An item is a rule, whatever the number of
/// places where it was asked; a finding that no rule of today gives is one of its own. A gap that was made from a finding
/// answers as well; of several answers the strongest counts.
pub fn answers<'a>(
    review: &Review,
    editions: &[&str],
    annotations: impl IntoIterator<Item = &'a Annotation>,
    reviewer: &str,
    items: &Items,
) -> Answers {
    let mut answers = Answers::new();
    let mut answer = |finding: &str, said: Answer| {
        let item = items.get(finding).map_or(finding, String::as_str);
        let known = answers.entry(item.to_owned()).or_insert(said);
        *known = said.max(*known);
    };
    for edition in editions {
        let from = ((*edition).to_owned(), String::new());
        let voices = review.voices.range(from..);
        for ((_, finding), voices) in voices.take_while(|((of, _), _)| of == edition) {
            let voice = voices.get(reviewer);
            if let Some(said) = voice.and_then(|voice| Answer::of(voice.judgement)) {
                answer(finding, said);
            }
        }
    }
    for annotation in annotations {
        let own = annotation.author == reviewer && !annotation.is_adjudication();
        let states = annotation.motivation == Motivation::Gap && !annotation.deleted;
        if let (true, Some(finding)) = (own && states, &annotation.finding) {
            answer(finding, Answer::NotSatisfied);
        }
    }
    answers
}

impl Agreement {
    /// Adds the items that both answered in one report.
    pub fn add(&mut self, first: &Answers, second: &Answers) {
        for (item, one) in first {
            if let Some(other) = second.get(item) {
                *self.table.entry((*one, *other)).or_insert(0) += 1;
            }
        }
    }

    /// How many items both answered.
    pub fn items(&self) -> u64 {
        self.table.values().sum()
    }

    /// How many of them alike.
    pub fn agreed(&self) -> u64 {
        let alike = self.table.iter().filter(|((one, other), _)| one == other);
        alike.map(|(_, count)| count).sum()
    }

    /// Cohen's κ to three places; `None` without items, and where both said the same one thing of all: then chance alone
    /// explains everything and nothing can be said.
    pub fn kappa(&self) -> Option<Decimal> {
        let items = i128::from(self.items());
        let agreed = i128::from(self.agreed());
        let margin = |answer: Answer, side: fn(&(Answer, Answer)) -> Answer| -> i128 {
            let said = self.table.iter().filter(|(pair, _)| side(pair) == answer);
            said.map(|(_, count)| i128::from(*count)).sum()
        };
        // With n items: (agreed/n − Σ/n²) / (1 − Σ/n²), multiplied by n².
        let chance: i128 = Answer::ALL
            .into_iter()
            .map(|answer| margin(answer, |pair| pair.0) * margin(answer, |pair| pair.1))
            .sum();
        let rest = items * items - chance;
        if rest == 0 {
            return None;
        }
        let above = Decimal::try_from_i128_with_scale(items * agreed - chance, 0).ok()?;
        let rest = Decimal::try_from_i128_with_scale(rest, 0).ok()?;
        let mut kappa = above / rest;
        kappa.rescale(3);
        Some(kappa)
    }
}

/// A part of a whole in percent, one place; `None` of nothing.
pub fn percent(part: u64, whole: u64) -> Option<Decimal> {
    if whole == 0 {
        return None;
    }
    let mut share = Decimal::from(part) * Decimal::ONE_HUNDRED / Decimal::from(whole);
    share.rescale(1);
    Some(share)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(counts: [[u64; 3]; 3]) -> Agreement {
        let mut agreement = Agreement::default();
        for (one, row) in Answer::ALL.into_iter().zip(counts) {
            for (other, count) in Answer::ALL.into_iter().zip(row) {
                agreement.table.insert((one, other), count);
            }
        }
        agreement
    }

    #[test]
    fn kappa_is_agreement_beyond_chance() {
        let check = |counts, kappa: Option<&str>| {
            let wanted = kappa.map(|text| text.parse::<Decimal>().expect("a number"));
            assert_eq!(table(counts).kappa(), wanted, "{counts:?}");
        };
        // The textbook case: 20 + 15 of 50 alike, 0.70 seen, 0.50 by chance.
        check([[20, 5, 0], [10, 15, 0], [0, 0, 0]], Some("0.4"));
        check([[7, 0, 0], [0, 3, 0], [0, 0, 2]], Some("1"));
        check([[5, 5, 0], [5, 5, 0], [0, 0, 0]], Some("0"));
        check([[0, 4, 0], [4, 0, 0], [0, 0, 0]], Some("-1"));
        check([[9, 0, 0], [0, 0, 0], [0, 0, 0]], None);
        check([[0, 0, 0], [0, 0, 0], [0, 0, 0]], None);
    }

    #[test]
    fn a_percentage_of_nothing_is_none() {
        assert_eq!(
            percent(2, 3).map(|share| share.to_string()),
            Some("66.7".to_owned())
        );
        assert_eq!(percent(0, 0), None);
    }
}
