//! Definitions of lists as they are written down.

use super::{Definition, Level, List, Suffix};
use crate::import::ExtractError;
use crate::import::docx::numeral::NumberFormat;
use crate::import::docx::properties;
use crate::import::docx::xml::{Element, Xml};

pub(super) fn definition(xml: &mut Xml) -> Result<Definition, ExtractError> {
    let mut found = Definition::default();
    while let Some(element) = xml.child()? {
        match element.word() {
            "lvl" => {
                let (at, level) = level(xml, &element)?;
                if let Some(slot) = found.levels.get_mut(usize::from(at)) {
                    *slot = Some(level);
                }
                continue;
            }
            "numStyleLink" => found.link = element.value().map(|id| id.into_owned()),
            _ => {}
        }
        xml.skip()?;
    }
    Ok(found)
}

pub(super) fn list(xml: &mut Xml) -> Result<List, ExtractError> {
    let mut found = List::default();
    while let Some(element) = xml.child()? {
        match element.word() {
            "abstractNumId" => found.definition = element.number("val").unwrap_or(-1),
            "lvlOverride" => {
                over_ride(xml, &element, &mut found)?;
                continue;
            }
            _ => {}
        }
        xml.skip()?;
    }
    Ok(found)
}

fn over_ride(xml: &mut Xml, element: &Element, list: &mut List) -> Result<(), ExtractError> {
    let at = place(element);
    while let Some(element) = xml.child()? {
        match element.word() {
            "startOverride" => {
                let start = element
                    .number("val")
                    .and_then(|value| u32::try_from(value).ok());
                list.starts.extend(start.map(|start| (at, start)));
            }
            "lvl" => {
                let (_, level) = level(xml, &element)?;
                list.levels.insert(at, level);
                continue;
            }
            _ => {}
        }
        xml.skip()?;
    }
    Ok(())
}

/// `w:ilvl`; what is no level is put where no paragraph looks.
fn place(element: &Element) -> u8 {
    let at = element.number("ilvl").unwrap_or(0);
    u8::try_from(at).unwrap_or(u8::MAX)
}

fn level(xml: &mut Xml, element: &Element) -> Result<(u8, Level), ExtractError> {
    let at = place(element);
    let mut found = Level::default();
    read_level(xml, &mut found)?;
    Ok((at, found))
}

fn read_level(xml: &mut Xml, level: &mut Level) -> Result<(), ExtractError> {
    while let Some(element) = xml.child()? {
        match element.word() {
            "start" => {
                level.start = element
                    .number("val")
                    .and_then(|start| u32::try_from(start).ok())
                    .unwrap_or(0)
            }
            "numFmt" => {
                let name = element.value().unwrap_or_default();
                level.format = NumberFormat::named(&name, element.attribute("format").as_deref());
            }
            "lvlText" => level.text = element.value().unwrap_or_default().into_owned(),
            "lvlRestart" => {
                level.restart = element
                    .number("val")
                    .and_then(|after| u8::try_from(after).ok())
            }
            "isLgl" => level.is_legal = element.is_on(),
            "suff" => {
                level.suffix = match element.value().as_deref() {
                    Some("nothing") => Suffix::Nothing,
                    Some("space") => Suffix::Space,
                    Some(_) | None => Suffix::Tab,
                }
            }
            "pStyle" => level.style = element.value().map(|id| id.into_owned()),
            "rPr" => {
                level.font = properties::run(xml)?.font;
                continue;
            }
            // A picture for a bullet.
            "lvlPicBulletId" => level.text = "•".to_owned(),
            // The first choice is the one with the richer format; both say the same.
            _ if element.name() == "AlternateContent" || element.name() == "Choice" => {
                read_level(xml, level)?;
                continue;
            }
            _ => {}
        }
        xml.skip()?;
    }
    Ok(())
}
