//! Lines that belong to the page and not to the article: labels with values, buttons, notes of the site.

use super::line::Line;
use super::words::{Words, words};

/// What a line is to an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// Nothing but buttons; no report has such a line anywhere.
    Tools,
    /// Of the page, if it stands before or behind the article.
    Chrome,
    /// Nothing against it.
    Text,
}

/// Chrome is short; a longer line that begins like it is a paragraph.
const LONGEST: usize = 300;

pub(super) fn sort(line: &Line) -> Sort {
    let words = words();
    let text = line.text.trim_matches([' ', '\t', '|', '>', '·', '•']);
    let length = text.chars().count();
    if length > LONGEST {
        return Sort::Text;
    }
    let tally = tally(words, text);
    if tally.rest == 0 && tally.tools > 1 && !line.is_row() {
        return Sort::Tools;
    }
    let begins = words.begins.rest(text).is_some();
    let contains = words
        .contains
        .iter()
        .any(|word| text.contains(word.as_str()));
    // Beside several labels, or a label and buttons, the name of the site may stand as well.
    let signs = tally.labels + usize::from(tally.tools > 1);
    let share = if signs > 1 { 2 } else { 5 };
    let filled = (tally.tools + tally.labels > 0) && tally.rest * share <= tally.all;
    if begins || contains || filled {
        Sort::Chrome
    } else {
        Sort::Text
    }
}

/// Whether the article is over where this line begins.
pub(super) fn ends_article(line: &Line) -> bool {
    const LONGEST_END: usize = 40;
    let text = line
        .text
        .trim_start_matches(['【', '[', '●', '■', '>', ' ']);
    words().ends.rest(text).is_some() && (line.len() <= LONGEST_END || line.is_linked())
}

/// What a line is made of, in characters.
#[derive(Default)]
struct Tally {
    tools: usize,
    labels: usize,
    /// What is neither button, label, value, number nor mark.
    rest: usize,
    all: usize,
}

fn tally(words: &Words, text: &str) -> Tally {
    let mut tally = Tally::default();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let before = rest.len();
        if let Some(value) = labelled(words, rest) {
            tally.labels += 1;
            rest = value.get(value_len(words, value)..).unwrap_or("");
        } else if let Some(after) = words.tools.rest(rest) {
            tally.tools += rest.chars().count() - after.chars().count();
            rest = after;
        } else {
            tally.rest += usize::from(!is_neutral(first));
            rest = rest.get(first.len_utf8()..).unwrap_or("");
        }
        let passed = text.len() - before;
        let eaten = text.get(passed..text.len() - rest.len()).unwrap_or("");
        tally.all += eaten.chars().filter(|c| !c.is_whitespace()).count();
    }
    tally
}

/// What stands behind a label and its colon, or behind the cell of a label.
pub(super) fn labelled<'a>(words: &Words, text: &'a str) -> Option<&'a str> {
    let rest = words.labels().rest(text)?.trim_start_matches(' ');
    rest.strip_prefix(['：', ':', '\t'])
}

/// How long the value at the beginning is: up to a blank, a mark between values or the next label.
pub(super) fn value_len(words: &Words, text: &str) -> usize {
    const LONGEST_VALUE: usize = 60;
    let blanks = text.len() - text.trim_start_matches(' ').len();
    let value = text.get(blanks..).unwrap_or("");
    let mut ends = value.char_indices().skip_while(|(at, character)| {
        let rest = value.get(*at..).unwrap_or("");
        let is_end = matches!(character, '|' | '｜' | ']' | '】' | '[' | '【');
        !is_end && !character.is_whitespace() && labelled(words, rest).is_none()
    });
    let end = ends.next().map_or(value.len(), |(at, _)| at);
    let most = value
        .char_indices()
        .nth(LONGEST_VALUE)
        .map_or(value.len(), |(at, _)| at);
    blanks + end.min(most)
}

fn is_neutral(character: char) -> bool {
    !character.is_alphanumeric()
        || character.is_ascii_digit()
        || "年月日时分秒上下午一二三四五六星期".contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::html::line::LineKind;

    fn check(text: &str, expected: Sort) {
        let line = Line {
            text: text.to_owned(),
            kind: LineKind::Text,
            linked: 0,
            region: false,
            headline: false,
        };
        assert_eq!(sort(&line), expected, "{text}");
    }

    #[test]
    fn lines_of_the_page_are_told_from_lines_of_a_report() {
        for text in [
            "当前位置：首页 > 政务公开 > 法治政府建设年度报告",
            "发布时间：2031-01-06 09:18 来源：霁川县司法局 浏览次数：",
            "来源：霁川县司法局发布时间：2031-01-06",
            "索引号\t00112-2031\t发布机构\t霁川县人民政府办公室",
            "上一篇：关于调整窗口服务时间的公告",
            "主办：霁川县人民政府 承办：县数据局 地址：霁川县中街1号",
            "某ICP备00000000号-1",
            "今天是：2019年3月2日 星期六",
        ] {
            check(text, Sort::Chrome);
        }
        for text in [
            "【字体：大 中 小】 打印 关闭",
            "打印本页 关闭窗口",
            "大 中 小",
        ] {
            check(text, Sort::Tools);
        }
        for text in [
            "霁川县2030年法治政府建设年度报告",
            "一、打印证照“零跑腿”",
            "全年发布时间敏感信息12条。",
            "来源广泛、渠道畅通的意见征集机制基本建成。",
            "大力推进行政执法公示。",
            "霁川县人民政府",
            "2031年1月6日",
        ] {
            check(text, Sort::Text);
        }
    }
}
