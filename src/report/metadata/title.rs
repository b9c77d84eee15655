//! The title of a report, and the lines of the page that speak about it.

use super::Located;
use crate::report::{Block, BlockKind, NormalText, Span, date};
use jiff::civil::Date;

/// The lines of the title joined; where the text has none, what the page calls it.
pub(super) fn title(
    normal: &NormalText,
    blocks: &[Block],
    page: &[PageLine],
) -> Option<Located<String>> {
    let mut value = String::new();
    let mut span: Option<Span> = None;
    for block in blocks.iter().filter(|block| block.kind == BlockKind::Title) {
        value.push_str(normal.to_normal(block.text).of(&normal.text));
        span = Some(span.map_or(block.text, |span| span.hull(block.text)));
    }
    match span {
        Some(_) => Some(Located { value, span }),
        None => labelled(normal, page, &["标题:", "文章标题:", "名称:", "信息名称:"]),
    }
}

/// The value behind a label of the page.
pub(super) fn labelled(
    normal: &NormalText,
    page: &[PageLine],
    labels: &[&str],
) -> Option<Located<String>> {
    labels.iter().find_map(|label| {
        page.iter().find_map(|(range, text)| {
            let value = value_of(text, label)?;
            let start = range.start + text.find(value)?;
            Some(Located {
                value: value.to_owned(),
                span: Some(normal.to_source(Span::new(start, start + value.len()))),
            })
        })
    })
}

/// The text behind a label with its colon, up to the next label on the line.
fn value_of<'a>(text: &'a str, label: &str) -> Option<&'a str> {
    let at = text.find(label)?;
    let behind = text.get(at + label.len()..)?;
    let end = behind
        .find([':', '|', '[', '【'])
        .map_or(behind, |colon| cut_label(behind, colon));
    let value = end.trim_matches([' ', '[', ']', '-', '|', '【', '】']);
    (!value.is_empty()).then_some(value)
}

/// Takes the name of the next label off the value before it.
fn cut_label(text: &str, colon: usize) -> &str {
    let value = text.get(..colon).unwrap_or(text);
    let labels = [
        "发布时间",
        "发布日期",
        "成文日期",
        "发布机构",
        "分类",
        "文号",
        "索引号",
        "来源",
        "主题词",
        "有效性",
        "浏览次数",
        "时间",
        "日期",
    ];
    labels
        .iter()
        .find_map(|label| value.strip_suffix(label))
        .unwrap_or(value)
}

/// A line of the page around the report: its range in the normal text, and what it says.
pub(super) type PageLine<'a> = (Span, &'a str);

/// The lines of the page, in order.
pub(super) fn page_lines<'a>(normal: &'a NormalText, blocks: &[Block]) -> Vec<PageLine<'a>> {
    blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Chrome)
        .map(|block| {
            let range = normal.to_normal(block.text);
            (range, range.of(&normal.text))
        })
        .collect()
}

/// A date on a line of the page, behind one of the labels.
pub(super) fn labelled_date(
    normal: &NormalText,
    page: &[PageLine],
    labels: &[&str],
) -> Option<Located<Date>> {
    labels.iter().find_map(|label| {
        page.iter().find_map(|(range, text)| {
            let at = text.find(label)? + label.len();
            let behind = text.get(at..)?;
            let rest = behind.trim_start_matches([':', ']', ' ', '】']);
            let (place, date) = date::find(rest).filter(|(place, _)| place.start <= 2)?;
            let start = range.start + text.len() - rest.len();
            Some(Located {
                value: date,
                span: Some(normal.to_source(Span::new(start + place.start, start + place.end))),
            })
        })
    })
}
