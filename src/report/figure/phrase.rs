//! Who does what to which thing: cuts a Chinese clause at its verb, and finds the noun phrase behind a number.
//!
//! There is no grammar here, only word lists and two observations: the last verb before a number is the one that governs it,
//! unless what follows it makes a noun of it (办结率, 调解案件); and verbs that are nouns as often (调解, 培训) are verbs only at
//! the head of a clause or behind who acts.

use super::lexicon::{CLAUSE_WORDS, longer};

/// Longest subject in characters: more is a clause.
pub(super) const LONGEST: usize = 28;

/// A clause as who, does, what; each may be empty.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Phrase {
    pub(super) actor: String,
    pub(super) verb: String,
    pub(super) noun: String,
}

/// Cuts a clause at its last verb that is no part of a noun.
pub(super) fn split(clause: &str) -> Phrase {
    let words = &*CLAUSE_WORDS;
    let text = without_leads(clause);
    let bare =
        words.outcomes.holds(text) || words.verbs.holds(text) || words.weak_verbs.holds(text);
    if bare {
        return Phrase {
            verb: text.to_string(),
            ..Phrase::default()
        };
    }
    match last_verb(text) {
        Some((at, end)) if words.outcomes.holds(text.get(end..).unwrap_or("")) => Phrase {
            verb: text.get(at..).unwrap_or("").to_string(),
            ..Phrase::default()
        },
        Some((at, end)) if end < text.len() => Phrase {
            actor: cleaned(text.get(..at).unwrap_or("")),
            verb: text.get(at..end).unwrap_or("").to_string(),
            noun: cleaned(text.get(end..).unwrap_or("")),
        },
        Some((at, _)) => ending_in_verb(text.get(..at).unwrap_or(""), text.get(at..).unwrap_or("")),
        None => Phrase {
            verb: verb_at(text, true).unwrap_or("").to_string(),
            noun: cleaned(text),
            actor: String::new(),
        },
    }
}

/// A clause that ends in its verb: 县司法局｜办结 has an actor, 研发投入 is a noun, 税收｜完成 is a noun with a verb of reaching.
fn ending_in_verb(head: &str, verb: &str) -> Phrase {
    let words = &*CLAUSE_WORDS;
    let actor = cleaned(head);
    if words.reaching.holds(verb) {
        return Phrase {
            actor: String::new(),
            verb: verb.to_string(),
            noun: actor,
        };
    }
    let acts = actor.is_empty() || words.organs.at_end(&actor).is_some();
    Phrase {
        noun: if acts {
            String::new()
        } else {
            format!("{actor}{verb}")
        },
        verb: verb.to_string(),
        actor: if acts { actor } else { String::new() },
    }
}

/// Where the verb that governs the end of a clause stands; several in a row are one: 转移安置.
fn last_verb(text: &str) -> Option<(usize, usize)> {
    let words = &*CLAUSE_WORDS;
    let mut cut: Option<(usize, usize)> = None;
    let mut quoted = false;
    let mut free = 0;
    for (at, c) in text.char_indices() {
        quoted = (quoted || matches!(c, '“' | '《')) && !matches!(c, '”' | '》');
        let opens = words.verbs.may_start(c) || words.weak_verbs.may_start(c);
        if quoted || at < free || !opens {
            continue;
        }
        let rest = text.get(at..).unwrap_or("");
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
pub(super) fn verb_head(rest: &str) -> String {
    let words = &*CLAUSE_WORDS;
    let rest = without_leads(rest);
    let verb = longer(
        words.outcomes.at_start(rest),
        longer(words.verbs.at_start(rest), words.weak_verbs.at_start(rest)),
    );
    verb.unwrap_or("").to_string()
}

/// The noun phrase that a text starts with; empty where it starts with anything else.
pub(super) fn noun_head(rest: &str) -> String {
    let rest = rest.strip_prefix('的').unwrap_or(rest);
    let mut quoted = false;
    let mut end = rest.len();
    for (at, c) in rest.char_indices() {
        quoted = (quoted || matches!(c, '“' | '《')) && !matches!(c, '”' | '》');
        if !quoted && (c == '、' || may_stop(c, at == 0) && stops_noun(rest, at)) {
            end = at;
            break;
        }
    }
    cleaned(rest.get(..end).unwrap_or(""))
}

/// Whether a noun phrase may end before a character; no is certain.
fn may_stop(c: char, first: bool) -> bool {
    let words = &*CLAUSE_WORDS;
    words.stops.may_start(c)
        || words.verbs.may_start(c)
        || first && (words.weak_verbs.may_start(c) || words.not_heads.may_start(c))
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
pub(super) fn without_rate(noun: &str) -> &str {
    if !noun.ends_with('率') {
        return noun;
    }
    let head = noun.char_indices().find_map(|(at, _)| {
        let generic = CLAUSE_WORDS.generic.at_start(noun.get(at..)?)?;
        noun.get(..at + generic.len())
    });
    head.unwrap_or(noun)
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
pub(super) fn cleaned(text: &str) -> String {
    const LOOSE: [char; 13] = [
        '的', '、', '和', '及', '与', '等', '了', ',', ':', '(', '为', '共', '在',
    ];
    let text = without_leads(text);
    let end = text.trim_end_matches(LOOSE);
    let whole = CLAUSE_WORDS.not_stops.at_end(text).is_some();
    let text = if whole { text } else { end };
    // Lead byte 0xE2 is that of quotes, never of a Chinese character.
    let plain = |b: u8| !matches!(b, b'(' | b')' | b' ' | b'"' | 0xE2);
    if text.bytes().all(plain) {
        return text.to_string();
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
pub(super) fn shortened(noun: &str) -> String {
    let count = noun.chars().count();
    if count <= LONGEST {
        return noun.to_string();
    }
    let tail: String = noun.chars().skip(count - LONGEST).collect();
    let cut = tail.find(['的', '、', '和', '及']);
    let cut = cut.and_then(|at| tail.get(at..)).map(cleaned);
    cut.filter(|cut| cut.chars().count() >= 4).unwrap_or(tail)
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
                verb: verb.into(),
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
