//! Styles: which paragraphs are headings, titles or entries of a table of contents, and which numbers they inherit.

use std::collections::HashMap;

use super::lexicon::LEXICON;
use super::properties::{self, NumberingProperties, ParagraphProperties, RunProperties};
use super::xml::{Element, Xml};
use crate::import::ExtractError;

/// Styles that a style is based on; a chain that is longer, or a ring, is cut.
const CHAIN: usize = 16;

/// Styles of one document; the word processor itself stops at some four thousand.
const STYLES: usize = 20_000;

/// What a style makes of a paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Role {
    #[default]
    Body,
    Title,
    /// The second line of a title.
    Subtitle,
    /// With its level from 1.
    Heading(u8),
    /// An entry of a table of contents.
    Contents,
    ContentsHeading,
}

/// A style with everything that it inherits.
#[derive(Clone, Debug, Default)]
pub(super) struct ParagraphStyle {
    pub role: Role,
    pub numbering: NumberingProperties,
    pub hidden: bool,
}

/// A style as it is written down.
#[derive(Debug, Default)]
struct Style {
    /// In lower case, without blanks.
    name: String,
    based_on: Option<String>,
    paragraph: ParagraphProperties,
    run: RunProperties,
}

/// All styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    paragraphs: HashMap<String, Style>,
    characters: HashMap<String, Style>,
    /// Styles of lists, which only give a name to a numbering.
    lists: HashMap<String, i64>,
    default: Option<String>,
}

impl Styles {
    pub fn read(text: &str, part: &str) -> Result<Styles, ExtractError> {
        let mut xml = Xml::new(text, part);
        xml.root()?;
        let mut styles = Styles::default();
        let mut count = 0;
        while let Some(element) = xml.child()? {
            if element.word() == "style" {
                count += 1;
                if count > STYLES {
                    return Err(ExtractError::TooComplex);
                }
                styles.add(&mut xml, &element)?;
            } else {
                xml.skip()?;
            }
        }
        Ok(styles)
    }

    fn add(&mut self, xml: &mut Xml, element: &Element) -> Result<(), ExtractError> {
        let id = element
            .attribute("styleId")
            .unwrap_or_default()
            .into_owned();
        let is_default = element
            .attribute("default")
            .is_some_and(|value| matches!(value.as_ref(), "1" | "true" | "on"));
        let style = read(xml)?;
        match element.attribute("type").as_deref() {
            Some("paragraph") | None => {
                if is_default {
                    self.default = Some(id.clone());
                }
                self.paragraphs.insert(id, style);
            }
            Some("character") => {
                self.characters.insert(id, style);
            }
            Some("numbering") => {
                self.lists
                    .extend(style.paragraph.numbering.number.map(|number| (id, number)));
            }
            Some(_) => {}
        }
        Ok(())
    }

    /// The style of a paragraph, by its id; the default style where there is none.
    pub fn paragraph(&self, id: Option<&str>) -> ParagraphStyle {
        let id = id
            .filter(|id| self.paragraphs.contains_key(*id))
            .or(self.default.as_deref());
        let chain = || chain(&self.paragraphs, id);
        let numbering = NumberingProperties {
            number: chain().find_map(|style| style.paragraph.numbering.number),
            level: chain().find_map(|style| style.paragraph.numbering.level),
        };
        ParagraphStyle {
            role: chain().find_map(Style::role).unwrap_or_default(),
            numbering,
            hidden: chain().find_map(|style| style.run.hidden).unwrap_or(false),
        }
    }

    /// What the style of a run says of its characters.
    pub fn run(&self, id: &str) -> RunProperties {
        let chain = || chain(&self.characters, Some(id));
        RunProperties {
            style: None,
            hidden: chain().find_map(|style| style.run.hidden),
            raised: chain().find_map(|style| style.run.raised),
            font: chain().find_map(|style| style.run.font.clone()),
        }
    }

    /// The numbering that a style of lists stands for.
    pub fn list(&self, id: &str) -> Option<i64> {
        self.lists.get(id).copied()
    }
}

/// A style and those it is based on, nearest first.
fn chain<'a>(
    styles: &'a HashMap<String, Style>,
    id: Option<&str>,
) -> impl Iterator<Item = &'a Style> {
    let first = id.and_then(|id| styles.get(id));
    std::iter::successors(first, |style| styles.get(style.based_on.as_deref()?)).take(CHAIN)
}

impl Style {
    /// What this style alone says; an outline level in so many words goes before a name.
    fn role(&self) -> Option<Role> {
        let lexicon = &*LEXICON;
        let is = |names: &[String]| names.contains(&self.name);
        let level = |names: &[String]| numbered(&self.name, names);
        if let Some(outline) = self.paragraph.outline {
            return Some(heading(outline));
        }
        if let Some(level) = level(&lexicon.heading) {
            Some(Role::Heading(level))
        } else if level(&lexicon.contents).is_some() {
            Some(Role::Contents)
        } else if is(&lexicon.contents_heading) {
            Some(Role::ContentsHeading)
        } else if is(&lexicon.title) {
            Some(Role::Title)
        } else if is(&lexicon.subtitle) {
            Some(Role::Subtitle)
        } else {
            None
        }
    }
}

/// What an outline level from 0 makes of a paragraph.
pub(super) fn heading(outline: u8) -> Role {
    if outline < 9 {
        Role::Heading(outline + 1)
    } else {
        Role::Body
    }
}

/// The number from 1 to 9 behind one of the names.
fn numbered(name: &str, names: &[String]) -> Option<u8> {
    let rest = names
        .iter()
        .find_map(|known| name.strip_prefix(known.as_str()))?;
    rest.parse().ok().filter(|level| (1..=9).contains(level))
}

fn read(xml: &mut Xml) -> Result<Style, ExtractError> {
    let mut style = Style::default();
    while let Some(element) = xml.child()? {
        match element.word() {
            "name" => {
                let name = element.value().unwrap_or_default();
                style.name = name
                    .chars()
                    .filter(|character| !character.is_whitespace())
                    .flat_map(char::to_lowercase)
                    .collect();
            }
            "basedOn" => style.based_on = element.value().map(|id| id.into_owned()),
            "pPr" => {
                style.paragraph = properties::paragraph(xml)?;
                continue;
            }
            "rPr" => {
                style.run = properties::run(xml)?;
                continue;
            }
            _ => {}
        }
        xml.skip()?;
    }
    Ok(style)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLES: &str = r#"<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
        <w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
        <w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Title"/></w:style>
        <w:style w:type="paragraph" w:styleId="a4"><w:name w:val="我的标题"/><w:basedOn w:val="2"/></w:style>
        <w:style w:type="paragraph" w:styleId="a5"><w:name w:val="标题 3"/></w:style>
        <w:style w:type="paragraph" w:styleId="a6"><w:name w:val="正文一级"/><w:basedOn w:val="1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="10"><w:name w:val="toc 1"/></w:style>
        <w:style w:type="paragraph" w:styleId="x"><w:name w:val="x"/><w:basedOn w:val="y"/></w:style>
        <w:style w:type="paragraph" w:styleId="y"><w:name w:val="y"/><w:basedOn w:val="x"/></w:style>
        <w:style w:type="character" w:styleId="20"><w:name w:val="标题 2 字符"/></w:style>
        </w:styles>"#;

    #[test]
    fn a_style_is_what_its_name_its_level_and_its_ancestors_say() {
        let styles = Styles::read(STYLES, "styles").expect("styles");
        let cases = [
            (None, Role::Body, None, None),
            (Some("1"), Role::Heading(1), Some(3), None),
            (Some("2"), Role::Heading(2), Some(3), Some(1)),
            (Some("a3"), Role::Title, None, None),
            (Some("a4"), Role::Heading(2), Some(3), Some(1)),
            (Some("a5"), Role::Heading(3), None, None),
            (Some("a6"), Role::Body, Some(3), None),
            (Some("10"), Role::Contents, None, None),
            (Some("x"), Role::Body, None, None),
            (Some("20"), Role::Body, None, None),
            (Some("unknown"), Role::Body, None, None),
        ];
        for (id, role, number, level) in cases {
            let style = styles.paragraph(id);
            let numbering = NumberingProperties { number, level };
            assert_eq!((style.role, style.numbering), (role, numbering), "{id:?}");
        }
    }
}
