//! 分别: a list of nouns is dealt out to the figures that follow.

use std::sync::Arc;

use super::{Line, Said, shared};
use crate::report::figure::lead::Lead;
use crate::report::figure::lexicon::CLAUSE_WORDS;
use crate::report::figure::phrase::{cleaned, split};

/// What joins two nouns.
pub(super) const JOINTS: [char; 4] = ['、', '和', '及', '与'];
/// What a noun that names a measure of its own ends in.
const MEASURED: [char; 7] = ['数', '率', '量', '额', '值', '度', '比'];

/// The next noun that 分别 deals out, with the change that is said once for all.
pub(super) fn dealt(lead: &Lead, adjacent: bool, line: &mut Line) -> Option<Said> {
    if lead.dealt {
        let nouns = split(lead.text).noun;
        let parts: Vec<&str> = nouns
            .split(JOINTS)
            .filter(|part| !part.is_empty())
            .collect();
        let head = shared_head(&parts);
        let subject = |part: &&str| {
            let whole = part.ends_with(head) || part.ends_with(MEASURED);
            shared(&(cleaned(part) + if whole { "" } else { head }))
        };
        line.dealt = parts.iter().rev().map(subject).collect();
        if line.dealt.len() < 2 {
            line.dealt.clear();
        }
    } else if !adjacent {
        line.dealt.clear();
    }
    if line.dealt.is_empty() {
        return None;
    }
    let last = line.figures.back().filter(|_| !lead.dealt);
    let (verb, direction) = match last {
        Some(last) => (last.said.verb.clone(), last.said.direction),
        None => (Arc::default(), lead.direction),
    };
    Some(Said {
        subject: line.dealt.pop()?,
        verb,
        direction,
        ..Said::default()
    })
}

/// The measured thing that a list of nouns names only once: 汽车、家电｜零售额.
fn shared_head<'a>(parts: &[&'a str]) -> &'a str {
    let heads = &CLAUSE_WORDS.shared_heads;
    let last = parts
        .last()
        .and_then(|last| Some((last, heads.at_end(last)?)));
    match last {
        Some((last, head)) if parts.iter().filter(|part| part.ends_with(head)).count() == 1 => {
            last.get(last.len() - head.len()..).unwrap_or("")
        }
        _ => "",
    }
}
