//! What part each stretch of a page plays: title, heading, running text, sign-off, page.

use super::chrome::{self, is_chrome};
use super::contents;
use super::look::Look;
use super::title;
use super::words::HEADINGS;
use crate::report::lexicon;
use crate::report::mark;
use crate::report::numbering::{self, Label, Style};
use crate::report::{BlockKind, date, spread};

/// A heading without a label is shorter than this.
const LONGEST_UNLABELLED: usize = 30;
/// A heading that ends with a stop is shorter than this; longer ones are sentences.
const LONGEST_STOPPED: usize = 32;
/// Longer lines are running text even when nothing in them says so.
const LONGEST_HEADING: usize = 90;

/// The kinds of all stretches of a text, which are given as normal text and as what they look like.
pub(super) fn kinds(texts: &[&str], looks: &[Look]) -> Vec<BlockKind> {
    let contents = contents::lines(texts);
    let chrome: Vec<bool> = each(texts, looks, |idx, text, look| {
        look == Look::PageNumber || contents.contains(&idx) || is_chrome(text)
    });
    let body = body_start(texts, looks, &chrome);
    let tail = tail_start(texts, looks, &chrome, body);
    let front_titles = title_lines(texts, looks, &chrome, body);
    let enclosed = enclosed_title(texts, &chrome, body);
    let titles = if enclosed.is_empty() {
        &front_titles
    } else {
        &enclosed
    };
    let end = report_end(texts, looks, body);
    let kind = |idx: usize, text: &str, look: Look| {
        let chrome = chrome.get(idx) == Some(&true);
        if text.is_empty() {
            BlockKind::Blank
        } else if titles.contains(&idx) {
            BlockKind::Title
        } else if front_titles.contains(&idx) {
            // The title of the letter that the report is enclosed in.
            BlockKind::SignOff
        } else if look == Look::PageNumber || contents.contains(&idx) {
            BlockKind::Chrome
        } else if look == Look::Note {
            BlockKind::Note
        } else if idx >= end {
            BlockKind::Chrome
        } else if idx < body {
            front(texts, idx, look, chrome, titles.last().copied())
        } else if look == Look::Row {
            row(text)
        } else if is_marked_heading(text, look) {
            BlockKind::Heading
        } else if idx >= tail {
            back(texts, idx, chrome)
        } else {
            middle(texts, idx)
        }
    };
    each(texts, looks, kind)
}

/// What is said of each stretch by its index, its text and its look.
fn each<R: Send>(
    texts: &[&str],
    looks: &[Look],
    say: impl Fn(usize, &str, Look) -> R + Sync,
) -> Vec<R> {
    let len = texts.iter().map(|text| text.len()).sum();
    spread::read(&spread::ranges(texts.len(), len), |range| {
        let said = |idx: usize| Some(say(idx, texts.get(idx)?, *looks.get(idx)?));
        range.clone().filter_map(said).collect()
    })
}

/// The line under the head of a Markdown table says nothing.
fn row(text: &str) -> BlockKind {
    let is_rule = |character: char| "-:=+ \t".contains(character);
    if text.chars().all(is_rule) {
        BlockKind::Chrome
    } else {
        BlockKind::Table
    }
}

/// A format marks whole paragraphs as headings now and then.
fn is_marked_heading(text: &str, look: Look) -> bool {
    let inner = text.trim_end_matches(|last| mark::is_stop(last) || last == ':');
    matches!(look, Look::Heading(_))
        && !inner.is_empty()
        && !mark::has_stop(inner)
        && text.chars().take(LONGEST_HEADING + 1).count() <= LONGEST_HEADING
}

/// The first stretch that is neither page nor title; of a text that is all table, the table.
fn body_start(texts: &[&str], looks: &[Look], chrome: &[bool]) -> usize {
    let lines = || texts.iter().zip(looks).zip(chrome);
    lines()
        .position(|((text, look), chrome)| match look {
            Look::Plain | Look::Heading(_) => !chrome && begins_body(text),
            Look::Title | Look::Row | Look::Note | Look::PageNumber => false,
        })
        .or_else(|| lines().position(|((_, look), chrome)| *look == Look::Row && !chrome))
        .unwrap_or(texts.len())
}

fn begins_body(text: &str) -> bool {
    if is_salutation(text) {
        return true;
    }
    if title::title_line(text).is_some() {
        return false;
    }
    let long = text.chars().take(20).count() == 20;
    let labelled = numbering::label(text).is_some_and(|label| label.number.is_some());
    labelled || (long && mark::has_stop(text)) || (long && text.ends_with(':'))
}

/// Behind the last stretch of running text.
fn tail_start(texts: &[&str], looks: &[Look], chrome: &[bool], body: usize) -> usize {
    texts
        .iter()
        .zip(looks)
        .zip(chrome)
        .rposition(|((text, look), chrome)| match look {
            Look::Row => true,
            Look::Plain | Look::Heading(_) | Look::Title => {
                !chrome && (begins_body(text) || mark::ends_sentence(text))
            }
            Look::Note | Look::PageNumber => false,
        })
        .map_or(texts.len(), |last| last + 1)
        .max(body)
}

/// Where a list of links or the foot of the page begins: no chapter comes behind it.
fn report_end(texts: &[&str], looks: &[Look], body: usize) -> usize {
    let total: usize = texts.iter().map(|text| text.len()).sum();
    let mut behind = 0;
    let mut end = texts.len();
    for (idx, (text, look)) in texts.iter().zip(looks).enumerate().skip(body).rev() {
        behind += text.len();
        if behind * 4 > total || *look == Look::Row || is_chapter(text) {
            break;
        }
        if chrome::ends_report(text) {
            end = idx;
        }
    }
    end
}

fn is_chapter(text: &str) -> bool {
    numbering::label(text).is_some_and(|label| {
        matches!(label.style, Style::Han | Style::HanBracket) && label.number.is_some()
    })
}

/// The lines that the format calls the title, else those that look like one.
fn title_lines(texts: &[&str], looks: &[Look], chrome: &[bool], body: usize) -> Vec<usize> {
    let marked: Vec<usize> = texts
        .iter()
        .zip(looks)
        .enumerate()
        .filter(|(_, (text, look))| **look == Look::Title && !text.is_empty())
        .map(|(idx, _)| idx)
        .collect();
    if !marked.is_empty() {
        return marked;
    }
    let lines: Vec<(usize, &str)> = texts
        .iter()
        .copied()
        .enumerate()
        .zip(chrome)
        .zip(looks)
        .take(body)
        .filter(|(((_, text), chrome), look)| {
            !text.is_empty() && !**chrome && !matches!(look, Look::Row | Look::Note)
        })
        .map(|((line, _), _)| line)
        .collect();
    title::title(&lines)
}

fn front(texts: &[&str], idx: usize, look: Look, chrome: bool, title: Option<usize>) -> BlockKind {
    let text = texts.get(idx).copied().unwrap_or("");
    if is_salutation(text) {
        BlockKind::Salutation
    } else if chrome || look == Look::Row {
        BlockKind::Chrome
    } else if is_marked_heading(text, look) && title.is_none_or(|title| idx > title) {
        BlockKind::Heading
    } else if title.is_some_and(|title| idx > title) && is_byline(text) {
        BlockKind::SignOff
    } else if is_known_heading(text) && title.is_none_or(|title| idx > title) {
        BlockKind::Heading
    } else if date::whole(text).is_some() {
        BlockKind::SignOff
    } else if mark::has_stop(text) {
        BlockKind::Paragraph
    } else {
        BlockKind::Chrome
    }
}

/// The title of a report behind the letter that it was sent with: below the date of the letter, above most of the text.
fn enclosed_title(texts: &[&str], chrome: &[bool], body: usize) -> Vec<usize> {
    let total: usize = texts.iter().map(|text| text.len()).sum();
    let mut before = 0;
    for (idx, text) in texts.iter().enumerate() {
        if before * 2 > total {
            break;
        }
        before += text.len();
        if idx <= body || text.is_empty() || text.len() > 60 || date::whole(text).is_none() {
            continue;
        }
        let lines: Vec<(usize, &str)> = texts
            .iter()
            .copied()
            .enumerate()
            .zip(chrome)
            .skip(idx + 1)
            .take(8)
            .filter(|((_, text), chrome)| !text.is_empty() && !**chrome)
            .map(|(line, _)| line)
            .take_while(|(_, text)| !begins_body(text))
            .collect();
        let names_report = |(_, text): &(usize, &str)| title::title_line(text) > Some(2);
        if lines.iter().any(names_report) {
            return title::title(&lines);
        }
    }
    Vec::new()
}

fn middle(texts: &[&str], idx: usize) -> BlockKind {
    let text = texts.get(idx).copied().unwrap_or("");
    if text.starts_with("<!--") || text.starts_with("-->") || chrome::is_caption(text) {
        BlockKind::Chrome
    } else if is_salutation(text) {
        BlockKind::Salutation
    } else if is_heading(texts, idx) {
        BlockKind::Heading
    } else if date::whole(text).is_some() || signs_above_date(texts, idx) {
        BlockKind::SignOff
    } else {
        BlockKind::Paragraph
    }
}

/// The name of a body with a date below it ends a letter.
fn signs_above_date(texts: &[&str], idx: usize) -> bool {
    let text = texts.get(idx).copied().unwrap_or("");
    text.len() <= 90
        && is_body_name(text)
        && next_text(texts, idx).is_some_and(|next| date::whole(next).is_some())
}

fn back(texts: &[&str], idx: usize, chrome: bool) -> BlockKind {
    let text = texts.get(idx).copied().unwrap_or("");
    if chrome {
        BlockKind::Chrome
    } else if signs(text) && (date::find(text).is_some() || signs_alone(texts, idx)) {
        BlockKind::SignOff
    } else if is_heading(texts, idx) {
        BlockKind::Heading
    } else {
        BlockKind::Paragraph
    }
}

/// A name alone signs before a date, or as the last word.
fn signs_alone(texts: &[&str], idx: usize) -> bool {
    let dated = next_text(texts, idx).is_some_and(|next| date::find(next).is_some() && signs(next));
    let long = texts
        .get(idx)
        .is_some_and(|text| text.chars().take(6).count() == 6);
    let last = next_text(texts, idx).is_none_or(|next| is_chrome(next) || signs(next));
    (dated || (long && last))
        && previous_text(texts, idx)
            .is_some_and(|before| mark::ends_sentence(before) || signs(before))
}

/// 同志们: 各位代表! 县委、县政府:
fn is_salutation(text: &str) -> bool {
    let short = text.chars().take(61).count() <= 60;
    let greets = text.chars().take(31).count() <= 30
        && lexicon::begins(text, &HEADINGS.salutations)
        && text.ends_with([':', '!', ',']);
    let to = text.trim_end_matches(':');
    let addresses = to.len() < text.len()
        && to.starts_with(['省', '市', '县', '区', '州', '旗', '镇', '乡', '各', '中'])
        && to.ends_with(['府', '会', '室', '委', '办', '局', '厅', '位']);
    short && (greets || addresses) && text.matches([':', '!', '。']).count() == 1
}

/// The occasion or the speaker under a title.
fn is_byline(text: &str) -> bool {
    let text = text.trim_start_matches(['(', '—', '―', '-']);
    let chars = text.chars().take(71).count();
    chars <= 70 && !mark::has_stop(text) && !is_known_heading(text)
}

/// The name of a body, a date, or both.
fn signs(text: &str) -> bool {
    let chars = text.chars().take(61).count();
    if chars > 60 || mark::has_stop(text) {
        return false;
    }
    let rest = match date::find(text) {
        Some((span, _)) if span.end >= text.trim_end_matches(')').len() => {
            text.get(..span.start).unwrap_or("")
        }
        _ => text,
    };
    let rest = rest.trim_end_matches(['(', ' ', ',']);
    rest.is_empty() || is_body_name(rest)
}

fn is_body_name(text: &str) -> bool {
    let ends = [
        '府', '局', '会', '委', '厅', '处', '室', '部', '院', '组', '心', '队', '所',
    ];
    text.ends_with(ends) && !text.contains([',', ':', '“'])
}

fn is_heading(texts: &[&str], idx: usize) -> bool {
    let text = texts.get(idx).copied().unwrap_or("");
    match numbering::label(text) {
        Some(label) if label.style.is_item() => is_item_heading(texts, idx, label),
        Some(label) => has_line_to_itself(text, label),
        None => is_known_heading(text) && !is_last(texts, idx) || is_bare_heading(texts, idx),
    }
}

/// `一、主要成效`, or the same with a stop; a whole sentence behind the label is an item with its text.
fn has_line_to_itself(text: &str, label: Label) -> bool {
    let title = text.get(label.len..).unwrap_or("");
    let chars = title.chars().take(LONGEST_HEADING + 1).count();
    let inner = title.trim_end_matches(|last| mark::is_stop(last) || last == ':');
    let stopped = inner.len() < title.len();
    !inner.is_empty()
        && !mark::has_stop(inner)
        && !title.ends_with(';')
        && chars
            <= if stopped {
                LONGEST_STOPPED
            } else {
                LONGEST_HEADING
            }
}

/// `一是抓学习。` alone on its line, with its text on the next.
fn is_item_heading(texts: &[&str], idx: usize, label: Label) -> bool {
    let text = texts.get(idx).copied().unwrap_or("");
    let title = text.get(label.len..).unwrap_or("");
    let inner = title.trim_end_matches('。');
    let next = next_text(texts, idx);
    !mark::has_stop(inner)
        && !inner.is_empty()
        && title.chars().take(LONGEST_STOPPED + 1).count() <= LONGEST_STOPPED
        && next.is_some_and(|next| {
            numbering::label(next).is_none() && mark::has_stop(next) && date::whole(next).is_none()
        })
}

/// A line such as 存在的问题 or 2025年工作安排.
fn is_known_heading(text: &str) -> bool {
    let chars = text.chars().take(LONGEST_UNLABELLED + 1).count();
    let bare = text.trim_end_matches(':');
    (3..=LONGEST_UNLABELLED).contains(&chars)
        && !bare.contains([',', '。', ';', '!', ':'])
        && (lexicon::ends(bare, &HEADINGS.unlabelled)
            || lexicon::begins(bare, &HEADINGS.unlabelled_starts))
}

/// A short line without any stop between two paragraphs.
fn is_bare_heading(texts: &[&str], idx: usize) -> bool {
    let text = texts.get(idx).copied().unwrap_or("");
    let chars = text.chars().take(LONGEST_UNLABELLED + 1).count();
    let plain = (4..=LONGEST_UNLABELLED).contains(&chars)
        && !text.contains(['。', ';', '!', '?', ':', '\t'])
        && !text.ends_with([',', '、'])
        && !text.starts_with(|first: char| first.is_ascii_digit() || "—-(".contains(first))
        && !is_body_name(text);
    plain
        && previous_text(texts, idx).is_some_and(mark::ends_sentence)
        && next_text(texts, idx)
            .is_some_and(|next| next.chars().take(40).count() == 40 && mark::has_stop(next))
}

fn next_text<'a>(texts: &[&'a str], idx: usize) -> Option<&'a str> {
    texts
        .iter()
        .skip(idx + 1)
        .take(8)
        .copied()
        .find(|text| !text.is_empty())
}

fn previous_text<'a>(texts: &[&'a str], idx: usize) -> Option<&'a str> {
    texts
        .iter()
        .take(idx)
        .rev()
        .take(8)
        .copied()
        .find(|text| !text.is_empty())
}

fn is_last(texts: &[&str], idx: usize) -> bool {
    next_text(texts, idx).is_none()
}
