//! What was known from outside a text, as `edition.json` keeps it: enough to read the text again the same way.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::report::correction::Corrections;
use crate::report::{CodePoints, Hints, Level, Mark, MarkKind, Remark, RemarkKind, Span};

/// The hints of an edition; records of earlier versions have fewer members.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HintsRecord {
    pub issuer: Option<String>,
    pub level: Option<String>,
    pub year: Option<i16>,
    pub published: Option<Date>,
    #[serde(default)]
    pub page_title: Option<String>,
    #[serde(default)]
    pub page_source: Option<String>,
    #[serde(default)]
    pub marks: Vec<MarkRecord>,
    #[serde(default)]
    pub remarks: Vec<RemarkRecord>,
}

/// A stretch of text that the format marked up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkRecord {
    /// `MarkKind::name`
    pub kind: String,
    /// Of a heading.
    pub level: Option<u8>,
    /// In code points of the text.
    pub start: usize,
    pub end: usize,
}

/// What was left out or changed on the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemarkRecord {
    /// `RemarkKind::name`
    pub kind: String,
    pub count: usize,
}

impl HintsRecord {
    pub(super) fn of(hints: &Hints, text: &str) -> HintsRecord {
        let points = CodePoints::of(text);
        let mark = |mark: &Mark| {
            let (start, end) = points.span(text, mark.span);
            MarkRecord {
                kind: mark.kind.name().to_owned(),
                level: mark.kind.level(),
                start,
                end,
            }
        };
        let remark = |remark: &Remark| RemarkRecord {
            kind: remark.kind.name().to_owned(),
            count: remark.count,
        };
        HintsRecord {
            issuer: hints.issuer.clone(),
            level: hints.level.map(|level| level.name().to_owned()),
            year: hints.year,
            published: hints.published,
            page_title: hints.page_title.clone(),
            page_source: hints.page_source.clone(),
            marks: hints.marks.iter().map(mark).collect(),
            remarks: hints.remarks.iter().map(remark).collect(),
        }
    }

    /// The hints for `report::parse`. What a newer version wrote and this one does not know is left out.
    pub(super) fn hints(&self, text: &str, file_name: Option<&str>) -> Hints {
        let points = CodePoints::of(text);
        let mark = |mark: &MarkRecord| {
            let kind = MarkKind::named(&mark.kind, mark.level.unwrap_or(1))?;
            let offset = |point| points.offset(text, point);
            let span = Span::new(offset(mark.start), offset(mark.end));
            Some(Mark { kind, span })
        };
        let remark = |remark: &RemarkRecord| {
            let kind = RemarkKind::named(&remark.kind)?;
            let count = remark.count;
            Some(Remark { kind, count })
        };
        Hints {
            issuer: self.issuer.clone(),
            level: self.level.as_deref().map(level),
            year: self.year,
            published: self.published,
            file_name: file_name.map(str::to_owned),
            page_title: self.page_title.clone(),
            page_source: self.page_source.clone(),
            marks: self.marks.iter().filter_map(mark).collect(),
            remarks: self.remarks.iter().filter_map(remark).collect(),
            // They are events, which an edition does not hold.
            corrections: Corrections::default(),
        }
    }
}

/// The level of that name; unknown where a newer version wrote one that this one does not know.
pub(super) fn level(name: &str) -> Level {
    Level::named(name).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_come_back_as_they_were() {
        let text = "𠮷县2024年报告\n一、举措\n项目\t数量\n完。\n注\n";
        let span = |part: &str| {
            let start = text.find(part).expect("there");
            Span::new(start, start + part.len())
        };
        let marks = [
            (MarkKind::Title, "𠮷县2024年报告"),
            (MarkKind::Heading(3), "一、举措"),
            (MarkKind::Table, "项目\t数量"),
            (MarkKind::Note, "注"),
        ];
        let hints = Hints {
            level: Some(Level::County),
            page_title: Some("𠮷县".to_owned()),
            page_source: Some("县司法局".to_owned()),
            file_name: Some("a.docx".to_owned()),
            marks: marks
                .map(|(kind, part)| Mark {
                    kind,
                    span: span(part),
                })
                .to_vec(),
            remarks: vec![Remark {
                kind: RemarkKind::ChangesAccepted,
                count: 2,
            }],
            ..Hints::default()
        };
        let record = HintsRecord::of(&hints, text);
        assert_eq!(record.marks[1].start, 10);
        assert_eq!(record.hints(text, Some("a.docx")), hints);
    }

    #[test]
    fn records_of_earlier_versions_still_read() {
        let old = r#"{"issuer":null,"level":"county","year":2024,"published":null}"#;
        let record: HintsRecord = serde_json::from_str(old).expect("reads");
        assert_eq!(record.hints("文", None).level, Some(Level::County));
    }
}
