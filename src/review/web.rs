//! Places and motivations in the words of the W3C Web Annotation Data Model, and back.
//!
//! An anchor is three selectors for one place: the position, the sentence as a quote, and the section. The phrase inside the
//! sentence refines the last two, so that a reader who only knows the standard finds the same text. What the standard has no
//! word for is prefixed `x:`; without it a valid selector remains.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Anchor, Annotation, Motivation, Passage, Text};

/// One way to say where a text stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Selector {
    #[serde(rename = "TextPositionSelector")]
    Position {
        /// Code points of the source text, half-open.
        start: usize,
        end: usize,
    },
    #[serde(rename = "TextQuoteSelector")]
    Quote {
        exact: Text,
        #[serde(default, skip_serializing_if = "Text::is_empty")]
        prefix: Text,
        #[serde(default, skip_serializing_if = "Text::is_empty")]
        suffix: Text,
        /// Which of the occurrences inside what is refined, from 0.
        #[serde(rename = "x:nth", default, skip_serializing_if = "is_first")]
        nth: usize,
        #[serde(rename = "refinedBy", default, skip_serializing_if = "Option::is_none")]
        refined_by: Option<Box<Selector>>,
    },
    #[serde(rename = "FragmentSelector")]
    Fragment {
        value: String,
        #[serde(rename = "refinedBy", default, skip_serializing_if = "Option::is_none")]
        refined_by: Option<Box<Selector>>,
    },
}

fn is_first(nth: &usize) -> bool {
    *nth == 0
}

/// Before the titles of a section path.
const SECTION: &str = "section=";

impl Anchor {
    /// The selectors of the place: position, quote, section.
    pub fn selectors(&self) -> Vec<Selector> {
        let phrase = || {
            let exact = self.phrase.clone()?;
            Some(Box::new(Selector::Quote {
                exact,
                prefix: Text::default(),
                suffix: Text::default(),
                nth: self.nth,
                refined_by: None,
            }))
        };
        let mut selectors = vec![
            Selector::Position {
                start: self.start,
                end: self.end,
            },
            Selector::Quote {
                exact: self.sentence.clone(),
                prefix: self.prefix.clone(),
                suffix: self.suffix.clone(),
                nth: 0,
                refined_by: phrase(),
            },
        ];
        if !self.path.is_empty() {
            let titles: Vec<String> = self.path.iter().map(|title| escaped(title)).collect();
            selectors.push(Selector::Fragment {
                value: format!("{SECTION}{}", titles.join("/")),
                refined_by: phrase(),
            });
        }
        selectors
    }

    /// The anchor that selectors describe in a text with this digest; `None` without a quote and a position.
    pub fn of_selectors(
        selectors: &[Selector],
        digest: &str,
        figures: Vec<Text>,
    ) -> Option<Anchor> {
        let mut passage = Passage {
            digest: Text::from(digest),
            figures,
            ..Passage::default()
        };
        let (mut phrase, mut nth) = (None, 0);
        let (mut quoted, mut placed) = (false, None);
        for selector in selectors {
            match selector {
                Selector::Position { start, end } => {
                    placed = Some((*start, *end));
                }
                Selector::Quote {
                    exact,
                    prefix,
                    suffix,
                    refined_by,
                    ..
                } => {
                    passage.sentence.clone_from(exact);
                    passage.prefix.clone_from(prefix);
                    passage.suffix.clone_from(suffix);
                    if let Some(Selector::Quote { exact, nth: of, .. }) = refined_by.as_deref() {
                        phrase = Some(exact.clone());
                        nth = *of;
                    }
                    quoted = true;
                }
                Selector::Fragment { value, .. } => {
                    if let Some(titles) = value.strip_prefix(SECTION) {
                        passage.path = titles
                            .split('/')
                            .map(|title| Text::from(plain(title)))
                            .collect();
                    }
                }
            }
        }
        let (start, end) = placed.filter(|_| quoted)?;
        Some(Anchor {
            passage: Arc::new(passage),
            phrase,
            nth,
            start,
            end,
        })
    }
}

impl Annotation {
    /// The motivation in the vocabulary of the standard.
    pub fn web_motivation(&self) -> &'static str {
        if self.is_adjudication() {
            return "linking";
        }
        match self.motivation {
            Motivation::Gap => "assessing",
            Motivation::Observation => "commenting",
            Motivation::Question => "questioning",
            Motivation::Commendation => "highlighting",
        }
    }
}

fn escaped(title: &str) -> String {
    title.replace('%', "%25").replace('/', "%2F")
}

fn plain(title: &str) -> String {
    title.replace("%2F", "/").replace("%25", "%")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Hints, SourceText, Span, parse_structure};

    const TEXT: &str = "某镇年度报告\n一、主要举措/成效100%\n办理案件3件。办理案件3件,均已办结。\n";

    #[test]
    fn an_anchor_goes_to_the_standard_and_back() {
        let report = parse_structure(SourceText::new(TEXT), &Hints::default());
        let check = |quote: &str, selectors: usize| {
            let start = TEXT.rfind(quote).expect("the quote");
            let anchor = Anchor::of(&report, "d", Span::new(start, start + quote.len()));
            let json = serde_json::to_string(&anchor.selectors()).expect("JSON");
            let read: Vec<Selector> = serde_json::from_str(&json).expect("selectors");
            assert_eq!(read.len(), selectors, "{json}");
            let back = Anchor::of_selectors(&read, "d", anchor.figures.clone());
            assert_eq!(back, Some(anchor), "{json}");
        };
        check("办理案件3件,均已办结。", 3);
        check("3件", 3);
        check("某镇年度报告", 2);
    }

    #[test]
    fn a_selector_reads_as_the_standard_writes_it() {
        let quote = Selector::Quote {
            exact: Text::from("全句"),
            prefix: Text::from("前"),
            suffix: Text::default(),
            nth: 0,
            refined_by: Some(Box::new(Selector::Quote {
                exact: Text::from("句"),
                prefix: Text::default(),
                suffix: Text::default(),
                nth: 0,
                refined_by: None,
            })),
        };
        let json = serde_json::to_value(&quote).expect("JSON");
        let wanted = serde_json::json!({
            "type": "TextQuoteSelector", "exact": "全句", "prefix": "前",
            "refinedBy": {"type": "TextQuoteSelector", "exact": "句"},
        });
        assert_eq!(json, wanted);
        assert_eq!(Anchor::of_selectors(&[quote], "d", Vec::new()), None);
    }
}
