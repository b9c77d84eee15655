//! Which of the lines before the body are the title.

use super::words::HEADINGS;
use crate::report::lexicon;
use crate::report::{han, mark, numbering};

const LONGEST: usize = 90;

/// How much a line looks like a title; `None` when it is none.
pub(in crate::report) fn title_line(text: &str) -> Option<usize> {
    let chars = text.chars().take(LONGEST + 1).count();
    if !(5..=LONGEST).contains(&chars) || mark::has_stop(text) || text.ends_with([':', ',']) {
        return None;
    }
    if numbering::label(text).is_some() {
        return None;
    }
    let bare = without_note(text);
    lexicon::ends(bare, &HEADINGS.title_ends).then(|| {
        let about = HEADINGS
            .title_words
            .iter()
            .filter(|word| bare.contains(word.as_str()))
            .count();
        1 + about.min(2) + usize::from(has_year(bare))
    })
}

/// The line without a bracket at its end: (征求意见稿), (2024年度).
fn without_note(text: &str) -> &str {
    text.strip_suffix([')', '】', '》'])
        .and_then(|inner| inner.rfind(['(', '【', '《']).and_then(|at| text.get(..at)))
        .filter(|rest| !rest.is_empty())
        .unwrap_or(text)
}

fn has_year(text: &str) -> bool {
    text.find('年').is_some_and(|at| {
        text.get(..at).is_some_and(|before| {
            before
                .ends_with(|last: char| last.is_ascii_digit() || han::digit_of_year(last).is_some())
        })
    })
}

/// The lines of the title among the lines before the body; `lines` are their indices and texts, chrome left out.
///
/// The best line wins, the last one of equals, because a page repeats the title in its path. Then the lines
/// that it was split into are found around it.
pub(super) fn title(lines: &[(usize, &str)]) -> Vec<usize> {
    let best = lines
        .iter()
        .enumerate()
        .filter_map(|(place, (_, text))| title_line(text).map(|score| (score, place)))
        .max();
    let (mut first, place) = match best {
        Some((_, place)) => (place, place),
        None => match torn(lines) {
            Some(above) => (above, above + 1),
            None => return Vec::new(),
        },
    };
    while let Some((before, here)) = pair(lines, first.checked_sub(1)) {
        if !continues(before, here) {
            break;
        }
        first -= 1;
    }
    let mut last = place;
    while let Some((here, next)) = pair(lines, Some(last)) {
        if !continues(here, next) || title_line(next).is_none() && !next.starts_with('(') {
            break;
        }
        last += 1;
    }
    lines
        .iter()
        .skip(first)
        .take(last + 1 - first)
        .map(|(idx, _)| *idx)
        .collect()
}

/// The first line of a title torn inside a word, 政府工作报 / 告, or before its last one: 法治政府建设 / 情况报告.
fn torn(lines: &[(usize, &str)]) -> Option<usize> {
    lines.windows(2).position(|pair| match pair {
        [(_, above), (_, below)] => {
            let below_len = below.chars().take(LONGEST_REST + 1).count();
            let goes_on = lexicon::begins(below, &HEADINGS.title_goes_on);
            let short = below_len <= 2 || (below_len <= LONGEST_REST && goes_on);
            short
                && above.chars().count() <= LONGEST
                && title_line(&format!("{above}{below}")).is_some()
        }
        _ => false,
    })
}

/// The longest end of a title that is no title by itself.
const LONGEST_REST: usize = 4;

fn pair<'a>(lines: &[(usize, &'a str)], at: Option<usize>) -> Option<(&'a str, &'a str)> {
    let at = at?;
    let (above, below) = (lines.get(at)?, lines.get(at + 1)?);
    // A blank line between the two parts of a title is rare, but pages have them.
    (below.0 - above.0 <= 2).then_some((above.1, below.1))
}

/// Whether the second line goes on where the first broke off.
fn continues(first: &str, second: &str) -> bool {
    let chars = first.chars().count();
    if !(3..=60).contains(&chars) || mark::ends_sentence(first) {
        return false;
    }
    let whole = title_line(first).is_some();
    let joined_by_word =
        lexicon::begins(second, &HEADINGS.title_goes_on) || second.starts_with('(');
    let unfinished = first.ends_with("关于") || (!whole && has_year(first));
    let mut dated = ["20", "二〇", "二○", "二零"].iter();
    let year_first = !whole && is_body(first) && dated.any(|year| second.starts_with(year));
    (joined_by_word && (!whole || !second.starts_with("法治"))) || unfinished || year_first
}

/// The name of a body alone: 某县人民政府, 某局.
fn is_body(text: &str) -> bool {
    text.chars().count() <= 30
        && text.ends_with([
            '府', '局', '会', '委', '厅', '县', '区', '镇', '乡', '市', '处',
        ])
}
