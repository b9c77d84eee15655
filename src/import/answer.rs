//! What a child process says to its parent: one JSON document in a frame that tells its length.
//!
//! The child has read a file from outside and may have been taken over by it, so nothing in the answer is believed that
//! can be looked at: the length, the spans, the numbers.

use std::io::{self, Write};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::extracted::{ExtractError, Extracted, Page};
use crate::report::{Mark, MarkKind, Remark, RemarkKind, Span};

/// The longest answer that a parent takes.
pub(super) const LONGEST: usize = 64 << 20;

/// More marks than the headings and tables of any report.
const MOST_MARKS: usize = 20_000;

const OPENING: &str = "ducha-extract/1 ";

/// The text of a file, and the encoding that gave it where the format has one.
pub(super) type Outcome = Result<(Extracted, Option<String>), ExtractError>;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Text(Text),
    Error(ExtractError),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    encoding: Option<String>,
    text: String,
    /// Name, level of a heading or 0, start and end in bytes.
    marks: Vec<(String, u8, usize, usize)>,
    remarks: Vec<(String, usize)>,
    title: Option<String>,
    source: Option<String>,
    published: Option<Date>,
}

/// Writes the frame of an outcome.
pub(super) fn write(outcome: Outcome, out: &mut impl Write) -> io::Result<()> {
    let json = serde_json::to_vec(&Answer::of(outcome))?;
    write!(out, "{OPENING}{}\n", json.len())?;
    out.write_all(&json)?;
    out.flush()
}

/// Reads the frame; none when it is not whole or says what cannot be.
pub(super) fn read(bytes: &[u8]) -> Option<Outcome> {
    let rest = bytes.strip_prefix(OPENING.as_bytes())?;
    let line_end = rest.iter().take(20).position(|byte| *byte == b'\n')?;
    let length: usize = std::str::from_utf8(rest.get(..line_end)?)
        .ok()?
        .parse()
        .ok()?;
    let json = rest
        .get(line_end + 1..)
        .filter(|json| json.len() == length)?;
    serde_json::from_slice::<Answer>(json).ok()?.outcome()
}

impl Answer {
    fn of(outcome: Outcome) -> Answer {
        match outcome {
            Ok((extracted, _)) if extracted.marks.len() > MOST_MARKS => {
                Answer::Error(ExtractError::TooComplex)
            }
            Ok((extracted, encoding)) => Answer::Text(Text::of(extracted, encoding)),
            Err(error) => Answer::Error(error),
        }
    }

    fn outcome(self) -> Option<Outcome> {
        match self {
            Answer::Text(text) => text.extracted().map(Ok),
            Answer::Error(error) => Some(Err(error)),
        }
    }
}

impl Text {
    fn of(extracted: Extracted, encoding: Option<String>) -> Text {
        let mark = |mark: &Mark| {
            let level = mark.kind.level().unwrap_or_default();
            let name = mark.kind.name().to_owned();
            (name, level, mark.span.start, mark.span.end)
        };
        let remark = |remark: &Remark| (remark.kind.name().to_owned(), remark.count);
        Text {
            encoding,
            marks: extracted.marks.iter().map(mark).collect(),
            remarks: extracted.remarks.iter().map(remark).collect(),
            text: extracted.text,
            title: extracted.page.title,
            source: extracted.page.source,
            published: extracted.page.published,
        }
    }

    /// None when a mark lies outside the text or in the middle of a character.
    fn extracted(self) -> Option<(Extracted, Option<String>)> {
        if self.marks.len() > MOST_MARKS {
            return None;
        }
        let mark = |(name, level, start, end): (String, u8, usize, usize)| {
            self.text.get(start..end)?;
            Some(Mark {
                kind: MarkKind::named(&name, level)?,
                span: Span::new(start, end),
            })
        };
        let remark = |(name, count): (String, usize)| {
            let kind = RemarkKind::named(&name)?;
            Some(Remark { kind, count })
        };
        let extracted = Extracted {
            marks: self.marks.into_iter().map(mark).collect::<Option<_>>()?,
            remarks: self
                .remarks
                .into_iter()
                .map(remark)
                .collect::<Option<_>>()?,
            page: Page {
                title: self.title,
                source: self.source,
                published: self.published,
            },
            text: self.text,
        };
        Some((extracted, self.encoding))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole() -> Outcome {
        let text = "甲县报告\n一、举措\n".to_owned();
        let span = Span::new(0, "甲县报告".len());
        Ok((
            Extracted {
                marks: vec![
                    Mark {
                        kind: MarkKind::Title,
                        span,
                    },
                    Mark {
                        kind: MarkKind::Heading(2),
                        span: Span::new(span.end + 1, text.len() - 1),
                    },
                ],
                remarks: vec![Remark {
                    kind: RemarkKind::PicturesIgnored,
                    count: 3,
                }],
                page: Page {
                    title: Some("甲县".to_owned()),
                    source: None,
                    published: Some(jiff::civil::date(2025, 1, 6)),
                },
                text,
            },
            Some("gb18030".to_owned()),
        ))
    }

    fn framed(outcome: Outcome) -> Vec<u8> {
        let mut bytes = Vec::new();
        write(outcome, &mut bytes).expect("memory takes everything");
        bytes
    }

    #[test]
    fn what_is_written_is_read() {
        let errors = [
            ExtractError::Scanned,
            ExtractError::Encrypted,
            ExtractError::Damaged("第3个对象".to_owned()),
            ExtractError::TooComplex,
            ExtractError::NoCharacters,
            ExtractError::Undecodable { line: 4 },
        ];
        for outcome in errors.into_iter().map(Err).chain([whole()]) {
            assert_eq!(read(&framed(outcome.clone())), Some(outcome));
        }
    }

    #[test]
    fn an_answer_that_is_not_whole_is_none() {
        let bytes = framed(whole());
        for end in 0..bytes.len() {
            assert_eq!(read(&bytes[..end]), None, "{end}");
        }
        assert_eq!(read(&[bytes, b" ".to_vec()].concat()), None);
    }

    #[test]
    fn a_mark_outside_the_text_spoils_the_answer() {
        for span in [Span::new(0, 1), Span::new(0, 999)] {
            let mut outcome = whole();
            if let Ok((extracted, _)) = &mut outcome {
                extracted.marks[0].span = span;
            }
            assert_eq!(read(&framed(outcome)), None, "{span:?}");
        }
    }
}
