//! Numerals that are names: 进一步, 两个维护, 二十届三中全会, 三年行动, 一案一策, 第二十五条.
//!
//! Words come from the name lexicon and are looked up by the numeral that they hold; the shapes that no list can hold (a
//! session of an assembly, a campaign named by its length, a slogan) are read here, those of digits in `identifier`.

use super::chinese::digit;
use super::glance::{after, before, char_at};
use super::identifier::identifier_end;
use super::lexicon::NAMES;
use super::numeral::{Script, run_end};

/// The end of the name that the numeral in `at..end` belongs to; none where it may count.
pub(super) fn name_end(text: &str, at: usize, end: usize, script: Script) -> Option<usize> {
    let names = &*NAMES;
    let shaped = match script {
        Script::Digits => identifier_end(text, at, end),
        Script::Chinese => names
            .words
            .end_at(text, at)
            .or_else(|| session_end(text, at, end))
            .or_else(|| congress_end(text, at, end))
            .or_else(|| slogan_end(text, at)),
    };
    let followers = match script {
        Script::Digits => &names.after_digits,
        Script::Chinese => &names.after_chinese,
    };
    shaped
        .or_else(|| campaign_end(text, at, end, script))
        .or_else(|| Some(end + followers.at_start(after(text, end))?.len()))
}

/// The end of the name that begins with the 第 at a place: 第三次全国代表大会, 第二十五条第一款, 第二人民医院.
pub(super) fn ordinal_name_end(text: &str, at: usize) -> Option<usize> {
    let from = at + '第'.len_utf8();
    let end = run_end(text, from);
    NAMES
        .words
        .end_at(text, at)
        .or_else(|| session_end(text, at, end))
        .or_else(|| article_end(text, end))
        .or_else(|| Some(end + NAMES.after_chinese.at_start(after(text, end))?.len()))
}

/// 二十届三中全会, 十七届人大, 五次、六次全会, 人大七次会议. `at` is where the numeral or its 第 begins.
fn session_end(text: &str, at: usize, end: usize) -> Option<usize> {
    let sessions = &NAMES.sessions;
    let rest = after(text, end);
    if let Some(behind) = rest.strip_prefix('届') {
        let numbered = behind.starts_with(|c| digit(c).is_some() || c == '十');
        let scope = sessions.scopes.at_start(behind).unwrap_or("");
        let body = behind.strip_prefix(scope).unwrap_or(behind);
        let held = sessions.bodies.at_start(body).is_some();
        return (numbered || held).then_some(end + '届'.len_utf8());
    }
    let mut behind = rest.strip_prefix('次')?;
    // 五次、六次全会: the numbers before the last stand for meetings as well.
    while let Some(next) = behind.strip_prefix('、') {
        let numeral = next.find(|c| digit(c).is_none() && c != '十')?;
        behind = next.get(numeral..)?.strip_prefix('次')?;
    }
    let lead = before(text, at);
    let assembly = behind.starts_with("会") && sessions.assemblies.at_end(lead).is_some();
    (assembly || sessions.meetings.at_start(behind).is_some())
        .then_some(end + (rest.len() - behind.len()))
}

/// 党的二十大; 十二大类 counts.
fn congress_end(text: &str, at: usize, end: usize) -> Option<usize> {
    let run = text.get(at..end)?;
    let held = run == "二十"
        || run == "二十一"
        || run.len() == "十二".len() && run.starts_with('十') && !run.ends_with(['十', '一']);
    let mut rest = after(text, end).chars();
    let counts = rest.next() != Some('大') || rest.next().is_some_and(|c| "类个项".contains(c));
    (held && !counts).then_some(end + '大'.len_utf8())
}

/// 一案一策, 一村一法律顾问, 一罚两修.
fn slogan_end(text: &str, at: usize) -> Option<usize> {
    let mut chars = text.get(at..)?.char_indices();
    let word = |c: char| ('一'..='龥').contains(&c);
    chars.next().filter(|&(_, c)| c == '一')?;
    chars
        .next()
        .filter(|&(_, c)| word(c) && !"是要方".contains(c))?;
    let (_, third) = chars.next().filter(|&(_, c)| word(c))?;
    if !"一多两双".contains(third) {
        chars.next().filter(|&(_, c)| "一多两双".contains(c))?;
    }
    let (last, c) = chars.next().filter(|&(_, c)| word(c))?;
    Some(at + last + c.len_utf8())
}

/// 三年提升行动, 五年规划: a campaign named by its length.
fn campaign_end(text: &str, at: usize, end: usize, script: Script) -> Option<usize> {
    const BETWEEN: usize = 6;
    let long = match script {
        Script::Digits => end - at > 2,
        Script::Chinese => false,
    };
    let rest = after(text, end).strip_prefix('年').filter(|_| !long)?;
    let from = end + '年'.len_utf8();
    for (inside, c) in rest.char_indices().take(BETWEEN + 1) {
        if let Some(word) = NAMES.campaigns.at_start(rest.get(inside..)?) {
            return Some(from + inside + word.len());
        }
        if !('一'..='龥').contains(&c) || "开来内以间共的".contains(c) {
            return None;
        }
    }
    None
}

/// 第二十五条第一款第(三)项、第四项: `end` is where the first numeral ends.
fn article_end(text: &str, end: usize) -> Option<usize> {
    const MOST_PARTS: usize = 8;
    let mut end = part_end(text, end, "条款章编目")?;
    for _ in 0..MOST_PARTS {
        let joint = char_at(text, end).filter(|&c| matches!(c, '、' | '第'));
        let Some(joint) = joint else {
            break;
        };
        let mut from = end + joint.len_utf8();
        for sign in ['第', '('] {
            if char_at(text, from) == Some(sign) {
                from += sign.len_utf8();
            }
        }
        let numbered = char_at(text, from).is_some_and(super::numeral::is_numeral_char);
        let part = numbered.then(|| part_end(text, run_end(text, from), "条款项目"));
        let Some(next) = part.flatten() else {
            break;
        };
        end = next;
    }
    Some(end)
}

/// The end of the word for a part of a law that stands behind a numeral, bracket or not.
fn part_end(text: &str, end: usize, words: &str) -> Option<usize> {
    let end = match char_at(text, end) {
        Some(')') => end + 1,
        _ => end,
    };
    let word = char_at(text, end).filter(|&c| words.contains(c))?;
    Some(end + word.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figure::numeral::is_numeral_char;

    /// The names of a text whose numerals are read from left to right.
    fn names(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        let mut free = 0;
        for (at, c) in text.char_indices() {
            if at < free || !(is_numeral_char(c) || c == '第') {
                continue;
            }
            let end = run_end(text, at);
            let script = if c.is_ascii_digit() {
                Script::Digits
            } else {
                Script::Chinese
            };
            let name = match c {
                '第' => ordinal_name_end(text, at),
                _ => name_end(text, at, end, script),
            };
            free = name.unwrap_or(end);
            if let Some(end) = name {
                found.push(text.get(at..end).unwrap_or(""));
            }
        }
        found
    }

    #[test]
    fn shapes_of_names_are_known() {
        for (text, expected) in [
            ("二十届三中全会", &["二十届"][..]),
            ("五次、六次全会", &["五次、六次"]),
            ("县人大七次会议", &["七次"]),
            ("召开七次会议", &[]),
            ("党的二十大精神", &["二十大"]),
            ("十二大类", &[]),
            ("第十四届全国人大", &["第十四届"]),
            ("第十四届运动会", &[]),
            ("一案一策、一村一法律顾问", &["一案一策", "一村一法"]),
            ("三年提升行动", &["三年提升行动"]),
            ("2024年专项行动", &[]),
            ("三年来实施行动", &[]),
            (
                "第二十五条第一款第(三)项、第四项规定",
                &["第二十五条第一款第(三)项、第四项"],
            ),
            ("第二人民医院", &["第二人民医院"]),
            ("进一步统一", &["一"]),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }

    #[test]
    fn every_word_of_the_lexicon_is_a_name() {
        for word in NAMES.words.iter() {
            assert!(!names(word).is_empty(), "{word}");
        }
    }
}
