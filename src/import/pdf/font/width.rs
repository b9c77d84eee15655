//! How far a glyph moves the pen, in thousandths of the font size.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object};

use crate::import::pdf::source::Source;

/// Advances by glyph number, or by code in a simple font.
#[derive(Debug, Default)]
pub(super) struct Widths {
    /// First of a range: its last, and the width of all.
    ranges: BTreeMap<u32, (u32, f32)>,
    default: Option<f32>,
}

/// More entries than any font has glyphs.
const MOST_ENTRIES: usize = 70_000;

impl Widths {
    /// `FirstChar` and `Widths` of a simple font.
    pub fn of_simple(font: &Dictionary, source: &Source) -> Widths {
        let mut widths = Widths::default();
        let first = source.number(font, b"FirstChar").unwrap_or(0.0).max(0.0) as u32;
        let listed = source.array(font, b"Widths").unwrap_or_default();
        for (code, width) in (first..256).zip(listed) {
            if let Some(width) = float(source, width) {
                widths.ranges.insert(code, (code, width));
            }
        }
        widths.default = source
            .dictionary(font, b"FontDescriptor")
            .and_then(|descriptor| source.number(descriptor, b"MissingWidth"))
            .filter(|width| *width > 0.0);
        widths
    }

    /// `W` and `DW` of a font of many glyphs.
    pub fn of_many(font: &Dictionary, source: &Source) -> Widths {
        let mut widths = Widths {
            default: Some(source.number(font, b"DW").unwrap_or(1000.0)),
            ..Widths::default()
        };
        let mut rest = source.array(font, b"W").unwrap_or_default().iter();
        while let (Some(first), Some(second)) = (rest.next(), rest.next()) {
            let Some(first) = float(source, first) else {
                continue;
            };
            let first = first.max(0.0) as u32;
            match source.resolve(second) {
                Some(Object::Array(listed)) => {
                    for (glyph, width) in (first..=u32::MAX).zip(listed) {
                        if let Some(width) = float(source, width) {
                            widths.ranges.insert(glyph, (glyph, width));
                        }
                    }
                }
                Some(last) => {
                    let width = rest.next().and_then(|width| float(source, width));
                    if let (Ok(last), Some(width)) = (last.as_float(), width) {
                        widths.ranges.insert(first, (last.max(0.0) as u32, width));
                    }
                }
                None => {}
            }
            if widths.ranges.len() > MOST_ENTRIES {
                break;
            }
        }
        widths
    }

    /// The width that is listed for a glyph.
    pub fn listed(&self, glyph: u32) -> Option<f32> {
        let (_, (last, width)) = self.ranges.range(..=glyph).next_back()?;
        (glyph <= *last).then_some(*width)
    }

    /// The width of what is not listed, when the font says it.
    pub fn usual(&self) -> Option<f32> {
        self.default
    }
}

fn float(source: &Source, object: &Object) -> Option<f32> {
    let width = source.resolve(object)?.as_float().ok()?;
    width.is_finite().then_some(width)
}
