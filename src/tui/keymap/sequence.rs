//! Keys pressed one after the other.

use crate::tui::key::Key;

/// Keys pressed one after the other, and how the table writes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sequence {
    pub steps: Vec<Step>,
    pub name: String,
}

/// One key of a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Exactly(Key),
    /// `{a-z}`: any small letter, which is the name of a mark.
    Letter,
    /// `{1-9}`: any digit but zero, which is the number of a row.
    Digit,
}

pub(super) enum Match {
    Whole(Option<char>),
    Beginning,
    Not,
}

impl Sequence {
    pub(super) fn parse(name: &str) -> Option<Sequence> {
        let steps: Vec<Step> = name
            .split(' ')
            .map(|part| match part {
                "{a-z}" => Some(Step::Letter),
                "{1-9}" => Some(Step::Digit),
                part => Key::parse(part).map(Step::Exactly),
            })
            .collect::<Option<_>>()?;
        Some(Sequence {
            steps,
            name: name.to_owned(),
        })
    }

    /// As the bottom line and help write it: `gg`, `Ctrl-e`, `m{a-z}`.
    pub fn shown(&self) -> String {
        self.name.replace(' ', "")
    }

    pub(super) fn matches(&self, pressed: &[Key]) -> Match {
        if pressed.is_empty() || pressed.len() > self.steps.len() {
            return Match::Not;
        }
        let mut letter = None;
        for (step, key) in self.steps.iter().zip(pressed) {
            match (step, step.takes(*key)) {
                (_, None) => return Match::Not,
                (Step::Exactly(_), Some(_)) => {}
                (Step::Letter | Step::Digit, Some(typed)) => letter = typed,
            }
        }
        if pressed.len() == self.steps.len() {
            Match::Whole(letter)
        } else {
            Match::Beginning
        }
    }

    /// Whether some keys pressed could mean both.
    pub(super) fn clashes(&self, other: &Sequence) -> bool {
        self.steps.iter().zip(&other.steps).all(|pair| match pair {
            (Step::Exactly(one), Step::Exactly(two)) => one == two,
            (Step::Letter, Step::Letter) | (Step::Digit, Step::Digit) => true,
            (Step::Letter, Step::Digit) | (Step::Digit, Step::Letter) => false,
            (step, Step::Exactly(key)) | (Step::Exactly(key), step) => step.takes(*key).is_some(),
        })
    }
}

impl Step {
    /// Whether the key fits, and the character that it types.
    fn takes(self, key: Key) -> Option<Option<char>> {
        let typed = key.typed();
        let fits = match self {
            Step::Exactly(wanted) => wanted == key,
            Step::Letter => typed.is_some_and(|typed| typed.is_ascii_lowercase()),
            Step::Digit => typed.is_some_and(|typed| ('1'..='9').contains(&typed)),
        };
        fits.then_some(typed)
    }
}
