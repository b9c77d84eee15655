//! What reviewers corrected in the understanding of a report.
//!
//! A correction sets one [`Point`] of a report to a value. Both are short texts where they are kept and typed: the name of
//! a point (`issuer`, `heading-level@204`) never changes its meaning, since events keep it for ever. [`super::parse`] is
//! told the corrections, so that everything that is derived from a corrected point follows it.

mod field;
mod heading;
mod outline;

use std::collections::BTreeMap;

use super::{Field, Notice, NoticeKind, Span};

pub use field::{FieldFault, FieldValue};
pub use heading::{Heading, HeadingChange, HeadingCorrection, HeadingFault, heading_text};
pub(super) use outline::correct;

/// One thing about a report that can be corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Point {
    Field(Field),
    /// Whether a heading stands at the code point of the source text, and its level.
    HeadingLevel(usize),
    /// The statutory part that the section of the heading is.
    HeadingPart(usize),
}

/// The value that takes the program's own reading: it overrides a correction that was made in an earlier edition.
pub const AS_READ: &str = "=";

const LEVEL: &str = "heading-level@";
const PART: &str = "heading-part@";

impl Point {
    /// The name in events and on the command line.
    pub fn name(self) -> String {
        match self {
            Point::Field(field) => field.name().to_owned(),
            Point::HeadingLevel(at) => format!("{LEVEL}{at}"),
            Point::HeadingPart(at) => format!("{PART}{at}"),
        }
    }

    /// The point of that name; `None` for one that only a newer version knows.
    pub fn named(name: &str) -> Option<Point> {
        let at = |prefix| name.strip_prefix(prefix)?.parse().ok();
        at(LEVEL)
            .map(Point::HeadingLevel)
            .or_else(|| at(PART).map(Point::HeadingPart))
            .or_else(|| Field::named(name).map(Point::Field))
    }
}

/// The corrections that go for one report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corrections {
    pub fields: BTreeMap<Field, FieldValue>,
    pub headings: Vec<HeadingCorrection>,
}

impl Corrections {
    /// From points and their values as events keep them. What a newer version wrote and this one does not know is left out,
    /// and so is [`AS_READ`].
    pub fn of<'a>(kept: impl IntoIterator<Item = (Point, &'a str)>) -> Corrections {
        let mut corrections = Corrections::default();
        for (point, value) in kept {
            match point {
                Point::Field(_) if value == AS_READ => {}
                Point::Field(field) => {
                    if let Ok(value) = FieldValue::read(field, value) {
                        corrections.fields.insert(field, value);
                    }
                }
                Point::HeadingLevel(_) | Point::HeadingPart(_) => {
                    corrections
                        .headings
                        .extend(HeadingCorrection::read(point, value));
                }
            }
        }
        corrections
    }

    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.headings.is_empty()
    }
}

/// Says that something was corrected that this text does not show; the corrections themselves say what.
pub(super) fn notice(lost: usize) -> Option<Notice> {
    (lost > 0).then_some(Notice {
        kind: NoticeKind::LostCorrection,
        span: Span::default(),
        count: lost,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_points_come_back() {
        let points = Field::ALL.map(Point::Field);
        let headings = [Point::HeadingLevel(0), Point::HeadingPart(204)];
        for point in points.into_iter().chain(headings) {
            assert_eq!(Point::named(&point.name()), Some(point));
        }
        for name in [
            "",
            "colour",
            "heading-level@",
            "heading-level@-1",
            "heading@4",
        ] {
            assert_eq!(Point::named(name), None, "{name}");
        }
    }

    #[test]
    fn what_does_not_read_is_left_out() {
        let kept = [
            (Point::Field(Field::Year), "2024"),
            (Point::Field(Field::Level), "galaxy"),
            (Point::Field(Field::Issuer), AS_READ),
            (Point::HeadingLevel(4), "2 (一)学习"),
            (Point::HeadingLevel(9), "= (二)培训"),
            (Point::HeadingPart(4), "epilogue (一)学习"),
        ];
        let corrections = Corrections::of(kept);
        assert_eq!(corrections.fields.len(), 1);
        assert_eq!(corrections.headings.len(), 1);
    }
}
