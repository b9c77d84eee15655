//! The words of an expression: one of them stands in every match, and often the expression is nothing but its words.
//!
//! To see that words are not in a report costs far less than to compile an expression and to run it over the report.

use std::iter::Peekable;
use std::str::Chars;

use super::digits::Digits;

/// Words of one set.
const MOST: usize = 128;

/// Groups inside groups that are looked into.
const DEEPEST: usize = 24;

/// What is known of the matches of an expression without compiling it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Needs {
    /// Every match has one of them; none where that cannot be told.
    pub words: Vec<String>,
    /// A match is one of the words and nothing else, an earlier word rather than a later one.
    pub whole: bool,
    /// Every match has so many digits in a row.
    pub digits: usize,
}

/// Reads the words off an expression; one that cannot be read has none.
pub(super) fn needs(expression: &str) -> Needs {
    let mut reader = Reader {
        rest: expression.chars().peekable(),
    };
    let read = reader.branches(DEEPEST);
    let Some(shape) = read.filter(|_| reader.rest.peek().is_none()) else {
        return Needs::default();
    };
    Needs {
        whole: shape.exact && shape.run.iter().all(|word| !word.is_empty()),
        digits: shape.digits.most,
        words: shape.needed(),
    }
}

/// What is known of the texts that a piece of an expression matches.
#[derive(Clone)]
struct Shape {
    /// The ways in which such a text ends, as far as they are known letter by letter.
    run: Vec<String>,
    /// Whether the runs are the whole texts.
    exact: bool,
    /// The most telling words seen so far; none of them may be empty.
    best: Vec<String>,
    digits: Digits,
}

impl Shape {
    /// A text of which nothing is known.
    fn any() -> Shape {
        Shape {
            run: vec![String::new()],
            exact: false,
            best: Vec::new(),
            digits: Digits::default(),
        }
    }

    fn words(run: Vec<String>) -> Shape {
        let digits = run.iter().map(|word| Digits::of(word));
        Shape {
            digits: digits.reduce(Digits::or).unwrap_or_default(),
            run,
            exact: true,
            best: Vec::new(),
        }
    }

    fn needed(self) -> Vec<String> {
        better(self.best, self.run)
    }

    /// The texts of this shape with those of another behind them.
    fn then(mut self, next: Shape) -> Shape {
        let digits = self.digits.then(next.digits);
        if let [tail] = next.run.as_slice()
            && next.exact
        {
            self.run.iter_mut().for_each(|head| head.push_str(tail));
            return Shape { digits, ..self };
        }
        if next.exact && self.run.len() * next.run.len() <= MOST {
            let joined = |head: &String| {
                let tails = next.run.iter();
                tails
                    .map(|tail| format!("{head}{tail}"))
                    .collect::<Vec<_>>()
            };
            return Shape {
                run: self.run.iter().flat_map(joined).collect(),
                digits,
                ..self
            };
        }
        Shape {
            best: better(better(self.best, self.run), next.best),
            run: next.run,
            exact: false,
            digits,
        }
    }

    /// Either the texts of this shape or those of another.
    fn or(mut self, mut other: Shape) -> Shape {
        let digits = self.digits.or(other.digits);
        let few = self.run.len() + other.run.len() <= MOST;
        if self.exact && other.exact && few {
            self.run.append(&mut other.run);
            return Shape { digits, ..self };
        }
        let (mut one, two) = (self.needed(), other.needed());
        let known = !one.is_empty() && !two.is_empty();
        one.extend(two);
        if one.len() > MOST {
            shorten(&mut one);
        }
        Shape {
            best: if known { one } else { Vec::new() },
            digits,
            ..Shape::any()
        }
    }

    /// The texts of this shape so often, one behind the other.
    fn repeated(self, times: &Times) -> Shape {
        let digits = self.digits.repeated(times.least);
        match (times.least, times.most) {
            (1, Some(1)) => self,
            (0, Some(1)) if self.exact && !times.lazy && self.run.len() < MOST => {
                let mut run = self.run;
                run.push(String::new());
                Shape::words(run)
            }
            (0, _) => Shape::any(),
            (2, Some(2)) if self.exact => self.clone().then(self),
            (1.., _) => Shape {
                best: self.needed(),
                digits,
                ..Shape::any()
            },
        }
    }
}

/// How often a piece stands.
struct Times {
    least: usize,
    most: Option<usize>,
    /// It prefers less, so that the order of the words would be wrong.
    lazy: bool,
}

/// Cuts words to their first two letters, so that those with one beginning are one.
fn shorten(words: &mut Vec<String>) {
    for word in words.iter_mut() {
        let end = word.char_indices().nth(2).map(|(at, _)| at);
        word.truncate(end.unwrap_or(word.len()));
    }
    words.sort_unstable();
    words.dedup();
    if words.len() > MOST {
        words.clear();
    }
}

/// Of two sets the one whose words are seen less often: longer words, then fewer.
fn better(one: Vec<String>, other: Vec<String>) -> Vec<String> {
    let worth = |words: &[String]| {
        let shortest = words.iter().map(|word| word.chars().count()).min();
        (
            shortest.unwrap_or(0).min(3),
            MOST.saturating_sub(words.len()),
        )
    };
    let useless = |words: &[String]| worth(words).0 == 0;
    match (useless(&one), useless(&other)) {
        (true, true) => Vec::new(),
        (true, false) => other,
        (false, true) => one,
        (false, false) if worth(&other) > worth(&one) => other,
        (false, false) => one,
    }
}

/// Reads an expression as far as words go; whatever it does not know ends it with nothing known.
struct Reader<'e> {
    rest: Peekable<Chars<'e>>,
}

impl Reader<'_> {
    fn branches(&mut self, depth: usize) -> Option<Shape> {
        let mut shape = self.sequence(depth)?;
        while self.rest.next_if_eq(&'|').is_some() {
            shape = shape.or(self.sequence(depth)?);
        }
        Some(shape)
    }

    fn sequence(&mut self, depth: usize) -> Option<Shape> {
        let mut shape = Shape::words(vec![String::new()]);
        while let Some(&next) = self.rest.peek() {
            if matches!(next, '|' | ')') {
                break;
            }
            let piece = self.piece(depth)?;
            let times = self.times()?;
            shape = shape.then(piece.repeated(&times));
        }
        Some(shape)
    }

    fn piece(&mut self, depth: usize) -> Option<Shape> {
        match self.rest.next()? {
            '(' => self.group(depth.checked_sub(1)?),
            '[' => self.class(),
            '\\' => Some(escaped(self.rest.next()?)),
            '.' | '^' | '$' => Some(Shape::any()),
            letter => Some(Shape::words(vec![letter.to_string()])),
        }
    }

    fn group(&mut self, depth: usize) -> Option<Shape> {
        if self.rest.next_if_eq(&'?').is_some() {
            match self.rest.next()? {
                ':' => {}
                'P' => self.rest.by_ref().find(|letter| *letter == '>').map(drop)?,
                _ => return None,
            }
        }
        let shape = self.branches(depth)?;
        self.rest.next_if_eq(&')')?;
        Some(shape)
    }

    /// A class of a few letters is as good as that many words.
    fn class(&mut self) -> Option<Shape> {
        let negated = self.rest.next_if_eq(&'^').is_some();
        let mut letters: Vec<char> = Vec::new();
        let mut few = !negated;
        loop {
            match self.rest.next()? {
                ']' => break,
                '[' | '&' => return None,
                '\\' => match self.rest.next()? {
                    'd' => letters.extend('0'..='9'),
                    letter if letter.is_ascii_alphanumeric() => few = false,
                    letter => letters.push(letter),
                },
                '-' if !letters.is_empty() && self.rest.peek() != Some(&']') => {
                    let last = self.rest.next()?;
                    let first = letters.pop()?;
                    letters.extend((first..=last).take(MOST));
                }
                letter => letters.push(letter),
            }
        }
        few &= (1..MOST).contains(&letters.len());
        let words = letters.iter().map(char::to_string);
        Some(match few {
            true => Shape::words(words.collect()),
            false => Shape::any(),
        })
    }

    /// How often the piece before stands: `?`, `*`, `+`, `{2}`, `{2,}`, `{2,4}`, each perhaps lazy.
    fn times(&mut self) -> Option<Times> {
        let (least, most) = match self.rest.peek() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('{') => {
                let inside: String = self
                    .rest
                    .by_ref()
                    .skip(1)
                    .take_while(|c| *c != '}')
                    .collect();
                let (least, most) = match inside.split_once(',') {
                    Some((least, "")) => (least.parse().ok()?, None),
                    Some((least, most)) => (least.parse().ok()?, Some(most.parse().ok()?)),
                    None => (inside.parse().ok()?, Some(inside.parse().ok()?)),
                };
                let lazy = self.rest.next_if_eq(&'?').is_some();
                return Some(Times { least, most, lazy });
            }
            _ => (1, Some(1)),
        };
        let stands = (least, most) != (1, Some(1));
        if stands {
            self.rest.next();
        }
        let lazy = stands && self.rest.next_if_eq(&'?').is_some();
        Some(Times { least, most, lazy })
    }
}

/// What stands behind a backslash: a digit, another class or a place, or a letter that means itself.
fn escaped(letter: char) -> Shape {
    match letter {
        'd' => Shape::words(('0'..='9').map(String::from).collect()),
        letter if letter.is_ascii_alphanumeric() => Shape::any(),
        letter => Shape::words(vec![letter.to_string()]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_in_a_row_are_counted() {
        let check = |expression: &str, digits: usize| {
            assert_eq!(needs(expression).digits, digits, "{expression}");
        };
        check(r"\b1[3-9]\d{9}\b", 11);
        check(r"[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])\d{3}[\dXx]", 15);
        check(r"卡号(?:为|:)?\d{12,19}", 12);
        check(r"\d*件", 0);
        check(r"\d+年|\d{2}月", 1);
        check(r"(?:\d\d){3}", 6);
    }

    #[test]
    fn too_many_words_are_cut() {
        let many: Vec<String> = ('一'..).take(80).map(|c| format!("甲乙{c}")).collect();
        let both = format!("(?:{})|(?:{})件.", many.join("|"), many.join("|"));
        assert_eq!(needs(&both).words, ["甲乙"]);
    }

    #[test]
    fn words_are_read_off_expressions() {
        let check = |expression: &str, words: &str, whole: bool| {
            let read = needs(expression);
            assert_eq!(read.words.join("|"), words, "{expression}");
            assert_eq!(read.whole, whole, "{expression}");
        };
        check("领城", "领城", true);
        check("(县|区)长", "县长|区长", true);
        check("件次?", "件次|件", true);
        check("[市县]长", "市长|县长", true);
        check("a[3-5]", "a3|a4|a5", true);
        check("规范性文.", "规范性文", false);
        check("^秘密$", "秘密", false);
        check("受[^,。]{1,14}(?:影响|制约)", "影响|制约", false);
        check("[一二]+(?:项|次)", "一|二", false);
        check("[一二]+(?:项目|次)", "一|二", false);
        check("[一二]+(?:项目|次数)", "项目|次数", false);
        check("月\\.号", "月.号", true);
        check("(?P<year>20)?年1月", "20年1月|年1月", true);
        check("执法|[^甲]局", "执法|局", false);
        check("(?:甲|乙)*", "", false);
        check("甲?", "", false);
        check("(?i)abc", "", false);
        check("甲??乙", "乙", false);
        check("甲[^乙]*?丙丁", "丙丁", false);
        check("(甲", "", false);
        check(&"(".repeat(100), "", false);
    }
}
