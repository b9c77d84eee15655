//! Definitions of lists, and the labels that their paragraphs get as they are counted in order.
//!
//! All lists made from one definition count together. A list that has a start of its own takes it once, for the first
//! paragraph on a level that has one. A level that was passed over counts as used: after 1.1 without a 1 comes 2. The
//! word processor does the same on all three counts, whatever the standard says.

mod read;

use std::collections::{BTreeMap, HashMap, HashSet};

use super::lexicon;
use super::numeral::NumberFormat;
use super::properties::NumberingProperties;
use super::style::Styles;
use super::xml::Xml;
use crate::import::ExtractError;

const LEVELS: usize = 9;

/// Definitions and lists of one document; the word processor itself stops at some two thousand lists.
const LISTS: usize = 20_000;

/// Definitions that refer to each other through styles.
const LINKS: usize = 8;

/// One level of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Level {
    start: u32,
    format: NumberFormat,
    /// `%1.%2` and so on.
    text: String,
    restart: Option<u8>,
    /// All numbers of the label in Arabic digits.
    is_legal: bool,
    suffix: Suffix,
    /// The style that stands for this level.
    style: Option<String>,
    font: Option<String>,
}

/// What stands between a label and the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Suffix {
    #[default]
    Tab,
    Space,
    Nothing,
}

/// `w:abstractNum`.
#[derive(Debug, Default)]
struct Definition {
    levels: [Option<Level>; LEVELS],
    /// The list style that holds the levels instead.
    link: Option<String>,
}

/// `w:num`.
#[derive(Debug, Default)]
struct List {
    definition: i64,
    /// Starts of its own by level.
    starts: BTreeMap<u8, u32>,
    levels: BTreeMap<u8, Level>,
}

/// All lists of a document.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: HashMap<i64, Definition>,
    lists: HashMap<i64, List>,
}

/// Where the counting stands.
#[derive(Debug, Default)]
pub(super) struct Counters {
    by_definition: HashMap<i64, [Option<u32>; LEVELS]>,
    /// Lists that have taken a start of their own.
    begun: HashSet<i64>,
}

impl Numbering {
    pub fn read(text: &str, part: &str) -> Result<Numbering, ExtractError> {
        let mut xml = Xml::new(text, part);
        xml.root()?;
        let mut numbering = Numbering::default();
        while let Some(element) = xml.child()? {
            if numbering.definitions.len() + numbering.lists.len() > LISTS {
                return Err(ExtractError::TooComplex);
            }
            let id = |name| element.number(name);
            match element.word() {
                "abstractNum" => {
                    let id = id("abstractNumId");
                    let definition = read::definition(&mut xml)?;
                    numbering.definitions.extend(id.map(|id| (id, definition)));
                }
                "num" => {
                    let id = id("numId");
                    let list = read::list(&mut xml)?;
                    numbering.lists.extend(id.map(|id| (id, list)));
                }
                _ => xml.skip()?,
            }
        }
        Ok(numbering)
    }

    /// The label of the next paragraph, with what parts it from the text; empty where the paragraph has none.
    pub fn label(
        &self,
        counters: &mut Counters,
        styles: &Styles,
        style: Option<&str>,
        own: NumberingProperties,
    ) -> String {
        let inherited = styles.paragraph(style).numbering;
        let Some(number) = own
            .number
            .or(inherited.number)
            .filter(|number| *number != 0)
        else {
            return String::new();
        };
        let Some((list, id, definition)) = self.list(styles, number) else {
            return String::new();
        };
        let by_style = || {
            let found = definition.levels.iter().position(|level| {
                level
                    .as_ref()
                    .is_some_and(|level| style.is_some() && level.style.as_deref() == style)
            });
            found.and_then(|idx| u8::try_from(idx).ok())
        };
        let at = own
            .level
            .or_else(|| own.number.is_none().then(by_style).flatten())
            .or(inherited.level)
            .unwrap_or(0);
        let shape = Shape { list, definition };
        let Some(level) = shape.level(at) else {
            return String::new();
        };
        let values = counters.advance(number, id, at, &shape);
        shape.write(level, at, &values)
    }

    /// A list with its definition, through the list styles that stand between them.
    fn list(&self, styles: &Styles, number: i64) -> Option<(&List, i64, &Definition)> {
        let list = self.lists.get(&number)?;
        let mut id = list.definition;
        let mut definition = self.definitions.get(&id)?;
        for _ in 0..LINKS {
            let Some(link) = &definition.link else { break };
            let Some(next) = styles.list(link).and_then(|number| self.lists.get(&number)) else {
                break;
            };
            id = next.definition;
            definition = self.definitions.get(&id)?;
        }
        Some((list, id, definition))
    }
}

/// The levels as one list sees them.
struct Shape<'a> {
    list: &'a List,
    definition: &'a Definition,
}

impl Shape<'_> {
    fn level(&self, at: u8) -> Option<&Level> {
        self.list
            .levels
            .get(&at)
            .or_else(|| self.definition.levels.get(usize::from(at))?.as_ref())
    }

    fn start(&self, at: u8) -> u32 {
        self.level(at).map_or(1, |level| level.start)
    }

    /// Whether a level begins again after a paragraph of the level `used` above it.
    fn restarts(&self, at: u8, used: u8) -> bool {
        match self.level(at).and_then(|level| level.restart) {
            Some(0) => false,
            Some(after) if after <= at => used < after,
            Some(_) | None => true,
        }
    }

    fn write(&self, level: &Level, at: u8, values: &[Option<u32>; LEVELS]) -> String {
        let mut label = if level.format == NumberFormat::Bullet {
            level.bullet()
        } else {
            self.fill(level, at, values)
        };
        // A tab after 一、 is an indent; after 1. it keeps the number apart from a figure.
        let parted = label
            .chars()
            .next_back()
            .is_some_and(|last| match level.suffix {
                Suffix::Nothing => false,
                Suffix::Space | Suffix::Tab => {
                    last.is_ascii()
                        || last.is_alphanumeric()
                        || level.format == NumberFormat::Bullet
                }
            });
        if parted {
            label.push(' ');
        }
        label
    }

    fn fill(&self, level: &Level, at: u8, values: &[Option<u32>; LEVELS]) -> String {
        let mut label = String::new();
        let mut text = level.text.chars().peekable();
        while let Some(character) = text.next() {
            let digit = text.peek().and_then(|next| next.to_digit(10));
            let (true, Some(digit @ 1..)) = (character == '%', digit) else {
                label.push(visible(character));
                continue;
            };
            text.next();
            let Some(of) = u8::try_from(digit - 1).ok().filter(|of| *of <= at) else {
                // A number of a level below its own makes the whole label void.
                return String::new();
            };
            let format = if level.is_legal {
                NumberFormat::Arabic
            } else {
                self.level(of)
                    .map_or(NumberFormat::None, |level| level.format)
            };
            let value = values.get(usize::from(of)).copied().flatten();
            label.push_str(&format.write(value.unwrap_or_else(|| self.start(of))));
        }
        label
    }
}

impl Level {
    /// The sign before the paragraphs of a list without numbers.
    fn bullet(&self) -> String {
        let font = self.font.as_deref().unwrap_or_default();
        let sign = |character: char| {
            let known = lexicon::symbol(font, u32::from(character));
            known
                .or((!lexicon::is_private(character)).then_some(character))
                .unwrap_or('•')
        };
        self.text.chars().map(visible).map(sign).collect()
    }
}

/// White space in the text of a level is a blank.
fn visible(character: char) -> char {
    if character.is_whitespace() && character != '\u{3000}' {
        ' '
    } else {
        character
    }
}

impl Counters {
    fn advance(
        &mut self,
        list: i64,
        definition: i64,
        at: u8,
        shape: &Shape,
    ) -> [Option<u32>; LEVELS] {
        let values = self.by_definition.entry(definition).or_default();
        let own = shape.list.starts.get(&at);
        let anew = own.filter(|_| self.begun.insert(list));
        for (idx, value) in (0u8..).zip(values.iter_mut()) {
            if idx < at {
                value.get_or_insert_with(|| shape.start(idx));
            } else if idx == at {
                let next = value.map_or_else(|| shape.start(at), |value| value.saturating_add(1));
                *value = Some(anew.copied().unwrap_or(next));
            } else if shape.restarts(idx, at) {
                *value = None;
            }
        }
        *values
    }
}
