//! What on a page belongs to the site and not to the report.

use super::words::CHROME;
use crate::report::lexicon;

/// Longer lines are never chrome, whatever they begin with.
const LONGEST: usize = 160;

/// Whether a line, as normal text, belongs to the page.
pub(super) fn is_chrome(text: &str) -> bool {
    let chars = text.chars().take(LONGEST + 1).count();
    if chars > LONGEST || chars == 0 {
        return false;
    }
    let bare = text
        .trim_matches(|mark: char| mark.is_ascii_punctuation() || "【】｜·•>»。、".contains(mark));
    bare.is_empty()
        || CHROME.whole.contains(bare)
        || is_label_list(bare)
        || CHROME.begins.rests(text).next().is_some()
        || lexicon::contains(text, &CHROME.contains)
        || is_time_stamp(bare)
        || is_caption(text)
}

/// A line that everything behind belongs to the page with.
pub(super) fn ends_report(text: &str) -> bool {
    text.chars().count() <= 60 && lexicon::begins(text, &CHROME.after)
}

/// The value behind one of the labels of a page line: `发布时间:2025-01-06 来源:…`.
pub(super) fn is_label_list(text: &str) -> bool {
    let text = text.trim_start_matches(['[', '-', '·', ' ']);
    CHROME.labels.rests(text).any(|rest| {
        rest.is_empty()
            || rest.starts_with([':', ']', '】', '|', '\t'])
            || rest.starts_with("日期:")
    })
}

/// `2026-02-03 09:02:33` alone on a line near the head; a date in words is a signature.
fn is_time_stamp(text: &str) -> bool {
    text.contains(':')
        && text.bytes().filter(u8::is_ascii_digit).count() >= 8
        && text
            .chars()
            .all(|character| character.is_ascii_digit() || "-/:. 年月日时分秒".contains(character))
}

/// `记者 某某 摄` under a photograph.
pub(super) fn is_caption(text: &str) -> bool {
    lexicon::ends(text.trim_end_matches(['。', ')']), &CHROME.photo)
        && lexicon::contains(text, &CHROME.photographers)
}
