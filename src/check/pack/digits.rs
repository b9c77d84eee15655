//! How many digits in a row every match of an expression has: few reports have eleven anywhere.

/// The digits of the texts that a piece of an expression matches, of each number the least of all texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Digits {
    first: usize,
    last: usize,
    /// The longest row.
    pub most: usize,
    /// The texts are digits and nothing else.
    only: bool,
}

impl Digits {
    /// The digits of one text.
    pub fn of(text: &str) -> Digits {
        let is_digit = |c: &char| c.is_ascii_digit();
        let only = text.bytes().all(|byte| byte.is_ascii_digit());
        Digits {
            first: text.chars().take_while(is_digit).count(),
            last: text.chars().rev().take_while(is_digit).count(),
            most: longest(text),
            only,
        }
    }

    /// Of texts with others behind them.
    pub fn then(self, next: Digits) -> Digits {
        let most = self.most.max(next.most).max(self.last + next.first);
        Digits {
            first: self.first + if self.only { next.first } else { 0 },
            last: next.last + if next.only { self.last } else { 0 },
            most,
            only: self.only && next.only,
        }
    }

    /// Of the ones or the others.
    pub fn or(self, other: Digits) -> Digits {
        Digits {
            first: self.first.min(other.first),
            last: self.last.min(other.last),
            most: self.most.min(other.most),
            only: self.only && other.only,
        }
    }

    /// Of texts that stand at least so many times behind each other.
    pub fn repeated(self, least: usize) -> Digits {
        match (least, self.only) {
            (0, _) => Digits::default(),
            (_, true) => Digits {
                first: self.first.saturating_mul(least),
                last: self.last.saturating_mul(least),
                most: self.most.saturating_mul(least),
                only: true,
            },
            (1, false) => self,
            (_, false) => self.then(self),
        }
    }
}

/// The longest row of digits of a text.
pub(super) fn longest(text: &str) -> usize {
    let rows = text.as_bytes().chunk_by(|a, b| {
        let digits = (a.is_ascii_digit(), b.is_ascii_digit());
        digits.0 == digits.1
    });
    let digits = rows.filter(|row| row.first().is_some_and(u8::is_ascii_digit));
    digits.map(<[u8]>::len).max().unwrap_or(0)
}
