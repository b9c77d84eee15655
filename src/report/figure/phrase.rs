//! Who does what to which thing: cuts a Chinese clause at its verb, and finds the noun phrase behind a number.
//!
//! There is no grammar here, only word lists and two observations: the last verb before a number is the one that governs it,
//! unless what follows it makes a noun of it (办结率, 调解案件); and verbs that are nouns as often (调解, 培训) are verbs only at
//! the head of a clause or behind who acts.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use super::glance::last_chars;
use super::lexicon::{CLAUSE_WORDS, longer};
use crate::report::charset::CharSet;

/// Longest subject in characters: more is a clause.
pub(super) const LONGEST: usize = 28;

/// A clause as who, does, what; each may be empty.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Phrase<'a> {
    pub(super) actor: Cow<'a, str>,
    pub(super) verb: &'a str,
    pub(super) noun: Cow<'a, str>,
}

/// Cuts a clause at its last verb that is no part of a noun.
pub(super) fn split(clause: &str) -> Phrase<'_> {
    let words = &*CLAUSE_WORDS;
    let text = without_leads(clause);
    let bare =
        words.outcomes.holds(text) || words.verbs.holds(text) || words.weak_verbs.holds(text);
    if bare {
        return Phrase {
            verb: text,
            ..Phrase::default()
        };
    }
    match last_verb(text) {
        Some((at, end)) if words.outcomes.holds(text.get(end..).unwrap_or("")) => Phrase {
            verb: text.get(at..).unwrap_or(""),
            ..Phrase::default()
        },
        Some((at, end)) if end < text.len() => Phrase {
            actor: cleaned(text.get(..at).unwrap_or("")),
            verb: text.get(at..end).unwrap_or(""),
            noun: cleaned(text.get(end..).unwrap_or("")),
        },
        Some((at, _)) => ending_in_verb(text.get(..at).unwrap_or(""), text.get(at..).unwrap_or("")),
        None => Phrase {
            verb: verb_at(text, true).unwrap_or(""),
            noun: cleaned(text),
            actor: Cow::default(),
        },
    }
}

/// A clause that ends in its verb: 县司法局｜办结 has an actor, 研发投入 is a noun, 税收｜完成 is a noun with a verb of reaching.
fn ending_in_verb<'a>(head: &'a str, verb: &'a str) -> Phrase<'a> {
    let words = &*CLAUSE_WORDS;
    let before = cleaned(head);
    let acts = before.is_empty() || words.organs.at_end(&before).is_some();
    let (actor, noun) = if words.reaching.holds(verb) {
        (Cow::default(), before)
    } else if acts {
        (before, Cow::default())
    } else {
        (Cow::default(), before + verb)
    };
    Phrase { actor, verb, noun }
}

/// Characters that a verb may begin with, and quotes.
static VERB_PLACES: LazyLock<CharSet> = LazyLock::new(|| {
    let words = &*CLAUSE_WORDS;
    let verbs = words.verbs.openings().chain(words.weak_verbs.openings());
    CharSet::of(verbs).with(QUOTES)
});

/// Characters that a noun phrase may end before, and quotes.
static NOUN_ENDS: LazyLock<CharSet> = LazyLock::new(|| {
    let words = &*CLAUSE_WORDS;
    let stops = words.verbs.openings().chain(words.stops.openings());
    CharSet::of(stops).with(QUOTES).with("、")
});

const QUOTES: &str = "“《”》";

/// Whether a text that begins with a quotation mark is quoted from there on.
fn opens_quote(text: &str) -> Option<bool> {
    match text.chars().next() {
        Some('“' | '《') => Some(true),
        Some('”' | '》') => Some(false),
        _ => None,
    }
}

/// Where the verb that governs the end of a clause stands; several in a row are one: 转移安置.
fn last_verb(text: &str) -> Option<(usize, usize)> {
    let words = &*CLAUSE_WORDS;
    let mut cut: Option<(usize, usize)> = None;
    let mut quoted = false;
    let mut free = 0;
    for at in VERB_PLACES.places(text) {
        let rest = text.get(at..).unwrap_or("");
        quoted = opens_quote(rest).unwrap_or(quoted);
        if quoted || at < free {
            continue;
        }
        let Some(verb) = verb_within(rest, || heads_clause(text, at)) else {
            continue;
        };
        free = at + verb.len();
        let behind = without_leads(rest.get(verb.len()..).unwrap_or(""));
        let chained = cut.filter(|&(_, end)| end == at);
        cut = match chained {
            Some((start, _)) if !behind.is_empty() => Some((start, free)),
            _ if words.generic.holds(behind) => cut,
            // A verb at the very end counts only where no other governs it: 开展随机抽查.
            _ if behind.is_empty() && (cut.is_some() || words.weak_verbs.holds(verb)) => cut,
            _ => Some((at, if behind.is_empty() { text.len() } else { free })),
        };
    }
    cut
}

/// Whether a verb may begin the clause here: at its start, or behind an adverb or who acts.
fn heads_clause(text: &str, at: usize) -> bool {
    const ADVERBS: [&str; 9] = [
        "共", "已", "累计", "先后", "全年", "依法", "年度", "专题", "均",
    ];
    let head = text.get(..at).unwrap_or("");
    head.is_empty()
        || ADVERBS.iter().any(|adverb| head.ends_with(adverb))
        || CLAUSE_WORDS.organs.at_end(head).is_some()
}

/// The verb at the start of a text, unless what follows makes a noun of it. A weak verb needs to head its clause.
fn verb_at(rest: &str, heads: bool) -> Option<&str> {
    verb_within(rest, || heads)
}

/// The same, where it takes a look to know whether the verb heads its clause.
fn verb_within(rest: &str, heads: impl Fn() -> bool) -> Option<&str> {
    let words = &*CLAUSE_WORDS;
    let strong = words.verbs.at_start(rest);
    let weak = words.weak_verbs.at_start(rest);
    if strong.is_none() && weak.is_none() {
        return None;
    }
    let heads = heads();
    let verb = longer(strong, weak.filter(|_| heads))?;
    let word = words.not_stops.at_start(rest);
    if word.is_some_and(|word| word.len() > verb.len()) {
        return None;
    }
    let behind = rest.get(verb.len()..).unwrap_or("");
    let noun = words
        .noun_followers
        .at_start(behind)
        .is_some_and(|follower| {
            let short = follower.chars().count() == 1;
            short || !heads || strong.is_none()
        });
    (!noun).then(|| rest.get(..verb.len())).flatten()
}

/// The verb or outcome that a text starts with: 8件主动撤回.
pub(super) fn verb_head(rest: &str) -> &str {
    let words = &*CLAUSE_WORDS;
    let rest = without_leads(rest);
    let verb = longer(
        words.outcomes.at_start(rest),
        longer(words.verbs.at_start(rest), words.weak_verbs.at_start(rest)),
    );
    verb.unwrap_or("")
}

/// The noun phrase that a text starts with; empty where it starts with anything else.
pub(super) fn noun_head(rest: &str) -> Cow<'_, str> {
    let rest = rest.strip_prefix('的').unwrap_or(rest);
    let mut quoted = false;
    let ends = |at: &usize| {
        let here = rest.get(*at..).unwrap_or("");
        quoted = opens_quote(here).unwrap_or(quoted);
        !quoted && (here.starts_with('、') || stops_noun(rest, *at))
    };
    // What may stand inside a noun phrase need not be able to begin one.
    let starts = !rest.starts_with(['“', '《']);
    let end = if starts && stops_noun(rest, 0) {
        0
    } else {
        NOUN_ENDS.places(rest).find(ends).unwrap_or(rest.len())
    };
    cleaned(rest.get(..end).unwrap_or(""))
}

/// Whether a noun phrase ends before a place: at a verb or a stop that is no part of a longer word.
fn stops_noun(rest: &str, at: usize) -> bool {
    let words = &*CLAUSE_WORDS;
    let here = rest.get(at..).unwrap_or("");
    let first = at == 0;
    let verb = verb_at(here, first).map_or(0, str::len);
    let stop = words.stops.at_start(here).filter(|&stop| {
        // 建设 stops 8个乡镇建设文化站 but not 建设资金.
        let is_verb = words.verbs.holds(stop) || words.weak_verbs.holds(stop);
        first
            || !is_verb
            || verb > 0
            || verb_at(here, true).is_some_and(|verb| verb.len() == stop.len())
    });
    let not_head = words.not_heads.at_start(here).filter(|_| first);
    let longest = longer(stop, not_head).map_or(0, str::len).max(verb);
    let kept = longer(
        words.not_stops.at_start(here),
        words.noun_followers.at_start(here),
    );
    longest > kept.map_or(0, str::len) && !inside_kept(rest, at)
}

/// Whether a kept word reaches over a place: the 共 of 公共.
fn inside_kept(rest: &str, at: usize) -> bool {
    let back = rest.get(..at).unwrap_or("").char_indices().rev().take(3);
    back.filter_map(|(from, _)| {
        let kept = CLAUSE_WORDS.not_stops.at_start(rest.get(from..)?)?;
        Some(from + kept.len())
    })
    .any(|end| end > at)
}

/// The thing whose rate a noun names: 行政应诉案件｜调解率.
pub(super) fn without_rate(noun: Cow<'_, str>) -> Cow<'_, str> {
    if !noun.ends_with('率') {
        return noun;
    }
    let head = noun.char_indices().find_map(|(at, _)| {
        let generic = CLAUSE_WORDS.generic.at_start(noun.get(at..)?)?;
        Some(at + generic.len())
    });
    let end = head.unwrap_or(noun.len());
    part(noun, 0..end)
}

/// A part of a text, copied only where the text was.
pub(super) fn part(text: Cow<'_, str>, range: Range<usize>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(range).unwrap_or(text)),
        Cow::Owned(text) => Cow::Owned(text.get(range).unwrap_or(&text).to_string()),
    }
}

/// A text without the words that may be dropped at its head.
pub(super) fn without_leads(text: &str) -> &str {
    let words = &*CLAUSE_WORDS;
    let mut text = text;
    while let Some(word) = words.leads.at_start(text) {
        let rest = text.get(word.len()..).unwrap_or("");
        let verb = longer(words.verbs.at_start(text), words.weak_verbs.at_start(text));
        let verb = longer(verb, words.outcomes.at_start(text));
        let longer_verb = verb.is_some_and(|verb| verb.len() > word.len());
        let longer_word = words
            .not_stops
            .at_start(text)
            .is_some_and(|kept| kept.len() > word.len());
        let before_verb = verb_at(rest, true).is_some();
        let kept = words.kept_leads.holds(word) && !before_verb;
        if kept || longer_verb || longer_word {
            break;
        }
        text = rest;
    }
    text
}

/// A noun without leads, quotes, brackets and loose ends.
pub(super) fn cleaned(text: &str) -> Cow<'_, str> {
    const LOOSE: [char; 13] = [
        '的', '、', '和', '及', '与', '等', '了', ',', ':', '(', '为', '共', '在',
    ];
    if text.is_empty() {
        return Cow::default();
    }
    let text = without_leads(text);
    let end = text.trim_end_matches(LOOSE);
    let whole = end.len() < text.len() && CLAUSE_WORDS.not_stops.at_end(text).is_some();
    let text = if whole { text } else { end };
    // Lead byte 0xE2 is that of quotes, never of a Chinese character.
    let marked = |b: u8| matches!(b, b'(' | b')' | b' ' | b'"' | 0xE2);
    // Without an early end, so that many bytes are looked at in one step.
    if !text.bytes().fold(false, |any, b| any | marked(b)) {
        return Cow::Borrowed(text);
    }
    let mut depth = 0_usize;
    text.chars()
        .filter(|&c| {
            if c == '(' {
                depth += 1;
            }
            let outside = depth == 0;
            if c == ')' {
                depth = depth.saturating_sub(1);
            }
            outside && !matches!(c, '“' | '”' | '"' | '‘' | '’' | ' ' | ')')
        })
        .collect()
}

/// A noun of at most [`LONGEST`] characters: the tail of a longer one, from a 的 or 、 on where there is one.
pub(super) fn shortened(noun: Cow<'_, str>) -> Cow<'_, str> {
    if noun.len() <= LONGEST || noun.chars().count() <= LONGEST {
        return noun;
    }
    match noun {
        Cow::Borrowed(noun) => tail(noun),
        Cow::Owned(noun) => Cow::Owned(tail(&noun).into_owned()),
    }
}

fn tail(noun: &str) -> Cow<'_, str> {
    let tail = last_chars(noun, LONGEST);
    let cut = tail.find(['的', '、', '和', '及']);
    let cut = cut.and_then(|at| tail.get(at..)).map(cleaned);
    cut.filter(|cut| cut.chars().count() >= 4)
        .unwrap_or(Cow::Borrowed(tail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_are_cut_at_the_verb_that_governs_the_number() {
        for (clause, actor, verb, noun) in [
            ("全年共收到行政复议申请", "", "收到", "行政复议申请"),
            ("行政复议答复案件", "", "", "行政复议答复案件"),
            ("县长信箱答复咨询建议", "县长信箱", "答复", "咨询建议"),
            ("法院推送案件", "", "", "法院推送案件"),
            ("转移安置群众", "", "转移安置", "群众"),
            (
                "各村调解委员会共调解矛盾纠纷",
                "村调解委员会",
                "调解",
                "矛盾纠纷",
            ),
            ("按期办结率", "", "", "按期办结率"),
            ("开展随机抽查", "", "开展", "随机抽查"),
            ("依法受理", "", "受理", ""),
            ("县司法局办结", "县司法局", "办结", ""),
            ("全社会研发投入", "", "投入", "全社会研发投入"),
            ("辖区税收完成", "", "完成", "辖区税收"),
            ("工业增加值", "", "", "工业增加值"),
            ("及时反馈各类检察建议", "", "反馈", "检察建议"),
            ("及格率和参考率", "", "", "及格率和参考率"),
        ] {
            let expected = Phrase {
                actor: actor.into(),
                verb,
                noun: noun.into(),
            };
            assert_eq!(split(clause), expected, "{clause}");
        }
    }

    #[test]
    fn the_noun_behind_a_number_ends_before_the_verb() {
        for (rest, noun) in [
            ("农民工追回劳动报酬", "农民工"),
            ("的行政处罚案卷", "行政处罚案卷"),
            ("公共法律服务中心", "公共法律服务中心"),
            ("“跨省通办”事项", "跨省通办事项"),
            ("行业实行分类监管", "行业"),
            ("老旧小区改造项目", "老旧小区改造项目"),
            ("同比增长", ""),
            ("左右", ""),
        ] {
            assert_eq!(noun_head(rest), noun, "{rest}");
        }
    }
}
