//! When a report was published and signed.

use jiff::civil::Date;

use super::Located;
use super::title::{PageLine, labelled_date};
use crate::report::{Block, BlockKind, NormalText, Span, date};

/// The date of publication on the page; never a date that a page shows of the day it was visited.
pub(super) fn published(
    normal: &NormalText,
    blocks: &[Block],
    page: &[PageLine],
) -> Option<Located<Date>> {
    let labels = [
        "发布时间",
        "发布日期",
        "公开日期",
        "公开时间",
        "发表时间",
        "发文日期",
        "录入时间",
        "生成日期",
        "时间",
        "日期",
        "更新时间",
        "更新日期",
    ];
    let lasting: Vec<PageLine> = page
        .iter()
        .filter(|(_, text)| !is_today(text))
        .copied()
        .collect();
    let body = blocks
        .iter()
        .find(|block| block.kind.is_body())
        .map(|block| normal.to_normal(block.text).start);
    labelled_date(normal, &lasting, &labels).or_else(|| stamped(normal, &lasting, body?))
}

fn is_today(text: &str) -> bool {
    ["今天", "今日", "现在是", "星期", "农历", "成文日期"]
        .iter()
        .any(|word| text.contains(word))
        && !text.contains("发布")
}

/// A date without a label on the page line that names the source, or alone with its time.
fn stamped(normal: &NormalText, page: &[PageLine], body: usize) -> Option<Located<Date>> {
    let before = page.iter().take_while(|(range, _)| range.start < body);
    before.into_iter().find_map(|(range, text)| {
        let (place, date) = date::find(text)?;
        let rest = text.len() - place.len();
        let named = text.contains("来源") || text.contains("www.");
        (named || rest <= "09:02:33 ".len()).then(|| Located {
            value: date,
            span: Some(normal.to_source(Span::new(
                range.start + place.start,
                range.start + place.end,
            ))),
        })
    })
}

/// The date under the text, or above it in a letter.
pub(super) fn signed(
    normal: &NormalText,
    blocks: &[Block],
    page: &[PageLine],
) -> Option<Located<Date>> {
    let signature = blocks
        .iter()
        .rev()
        .filter(|block| block.kind == BlockKind::SignOff)
        .find_map(|block| {
            let range = normal.to_normal(block.text);
            let text = range.of(&normal.text);
            let (place, date) = date::find(text)?;
            let last = place.end >= text.trim_end_matches(')').len();
            last.then(|| Located {
                value: date,
                span: Some(normal.to_source(Span::new(
                    range.start + place.start,
                    range.start + place.end,
                ))),
            })
        });
    signature.or_else(|| labelled_date(normal, page, &["成文日期", "成文时间", "印发日期"]))
}
