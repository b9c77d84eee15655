//! Names of sections for events, the same as long as the outline is.

use std::collections::HashMap;

use crate::report::{Report, digest};

/// Longer paths begin with a digest of their outer part, so that deep nesting stays cheap.
const LONGEST_PATH: usize = 400;

/// One key a section, in the order of `report.sections`: the titles from the outermost inwards, joined by ` › `.
///
/// A title that repeats under one parent is numbered (`总结 #2`), so keys of one report differ.
pub fn section_keys(report: &Report) -> Vec<String> {
    let mut keys: Vec<String> = Vec::with_capacity(report.sections.len());
    let mut repeats: HashMap<String, usize> = HashMap::new();
    for section in &report.sections {
        let above = section.parent.and_then(|parent| keys.get(parent));
        let path = match above {
            Some(above) if above.len() > LONGEST_PATH => {
                let short: String = digest(above.as_bytes()).chars().take(16).collect();
                format!("{short} › {}", section.title)
            }
            Some(above) => format!("{above} › {}", section.title),
            None => section.title.clone(),
        };
        let count = repeats.entry(path.clone()).or_insert(0);
        *count += 1;
        keys.push(match *count {
            1 => path,
            count => format!("{path} #{count}"),
        });
    }
    keys
}
