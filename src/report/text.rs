//! Source text, and the normal text that rules and readers of figures work on, with a map between the two.

mod fold;
mod runs;
mod variant;
mod writer;

use super::span::Span;
use super::{block, release};
use runs::Runs;

pub(super) use fold::folded_text;
pub use fold::is_invisible;
pub use variant::{is_foreign_letter, seen_as, usual};
pub(super) use writer::{Writer, Written};

/// The decoded text of one edition, without byte order mark, line ends as they were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceText {
    pub text: String,
}

/// The source text with widths folded, invisible characters dropped and broken lines joined.
///
/// Punctuation that real reports print both ways (`，,`, `（(`, `：:`, `；;`, `％%`, `！!`, `？?`), full-width digits and
/// letters become ASCII; `。 、 “ ” 《 》` stay. Radicals and compatibility forms that look like a character become it.
/// Blanks are dropped but for one between two ASCII words or numbers. The dash that `20212025年` has lost is put back.
/// One `\n` stands between blocks and nowhere else, one `\t` between the cells of a table row and nowhere else.
#[derive(Clone, Debug, Default)]
pub struct NormalText {
    pub text: String,
    /// Private, because they must fit `text`.
    runs: Runs,
}

/// A stretch of source text that becomes something else altogether: a page number goes, a lost dash comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    /// Empty where something is only put in.
    pub span: Span,
    /// One ASCII character, or nothing.
    pub put: &'static str,
}

impl SourceText {
    pub fn new(text: impl Into<String>) -> SourceText {
        SourceText { text: text.into() }
    }
}

impl NormalText {
    /// Frees a draft.
    pub(super) fn release(self) {
        release::free(self.text.into_bytes());
        self.runs.release();
    }

    /// The normal text of a source text, by its own blocks.
    pub fn of(source: &SourceText) -> NormalText {
        block::read(&source.text, &[]).normal
    }

    /// The source span of a normal range: from the first source byte of its first character to the last of its last.
    pub fn to_source(&self, normal: Span) -> Span {
        if normal.is_empty() {
            let at = self.source_start(normal.start);
            return Span::new(at, at);
        }
        Span::new(
            self.source_start(normal.start),
            self.source_end(normal.end.min(self.text.len())),
        )
    }

    /// The normal range of a source span; characters that were dropped count to the range that follows.
    pub fn to_normal(&self, source: Span) -> Span {
        Span::new(self.normal_start(source.start), self.normal_end(source.end))
    }

    fn source_start(&self, normal: usize) -> usize {
        if normal >= self.text.len() {
            return self.runs.source_end();
        }
        self.runs.source_start_of(normal)
    }

    fn source_end(&self, normal: usize) -> usize {
        self.runs.source_end_of(normal)
    }

    fn normal_start(&self, source: usize) -> usize {
        self.runs.normal_start_of(source).unwrap_or(self.text.len())
    }

    fn normal_end(&self, source: usize) -> usize {
        self.runs.normal_end_of(source).unwrap_or(self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(source: &str, expected: &str) {
        let source = SourceText::new(source);
        assert_eq!(NormalText::of(&source).text, expected, "{source:?}");
    }

    #[test]
    fn folds_widths_and_drops_what_is_not_seen() {
        for (source, expected) in [
            ("办结１２３件，（其中３件）。", "办结123件,(其中3件)。"),
            ("率达９９．５％；", "率达99.5%;"),
            ("\u{3000}\u{3000}全县共166 件。", "全县共166件。"),
            ("（一） 加强\u{a0}领导", "(一)加强领导"),
            ("全\u{200b}县\u{feff}。", "全县。"),
            ("2025- 02- 12 16: 05", "2025-02-12 16:05"),
            ("“四个一”、《条例》。", "“四个一”、《条例》。"),
            ("<U+00A0><U+00A0>各位代表：", "各位代表:"),
            ("AI Agent 平台", "AI Agent平台"),
            ("⼀、⽅案。", "一、方案。"),
            ("纲要（20212025年）。", "纲要(2021-2025年)。"),
            ("编号20252021年。", "编号20252021年。"),
            ("## 一、主要成效", "一、主要成效"),
            ("**（一）抓学习**", "(一)抓学习"),
        ] {
            check(source, expected);
        }
    }

    #[test]
    fn joins_broken_lines_and_keeps_paragraphs_apart() {
        for (source, expected) in [
            (
                "一是加强培训。组织全县执法人员785\n人参加了考试。",
                "一是加强培训。组织全县执法人员785人参加了考试。",
            ),
            (
                "本年建章立制。县司法局在行政复议办\n公室加挂了牌子。",
                "本年建章立制。县司法局在行政复议办公室加挂了牌子。",
            ),
            (
                "具体有三。一\n是抓学习。二是抓考核。",
                "具体有三。一是抓学习。二是抓考核。",
            ),
            (
                "一、主要成效\n全县共办理30件。",
                "一、主要成效\n全县共办理30件。",
            ),
            (
                "全县共办理30件。\r\n\r\n下一步,继续。",
                "全县共办理30件。\n下一步,继续。",
            ),
            (
                "一、\n加强领导\n全县召开会议。",
                "一、加强领导\n全县召开会议。",
            ),
        ] {
            check(source, expected);
        }
    }

    #[test]
    fn cells_stand_apart_and_page_numbers_go() {
        for (source, expected) in [
            (
                "案件\t数量\n复议\t34\n诉讼\t\t5",
                "案件\t数量\n复议\t34\n诉讼\t5",
            ),
            (
                "| 案件 | 数量 |\n|---|---|\n| 复议 | 34 |",
                "案件\t数量\n---\t---\n复议\t34",
            ),
            ("1.\t抓学习。\n2.\t抓执法。", "1.抓学习。\n2.抓执法。"),
            (
                "全县共组织执法人员785\n\n— 3 —\n\n人参加了考试。",
                "全县共组织执法人员785人参加了考试。",
            ),
        ] {
            check(source, expected);
        }
    }

    fn texts() -> impl Strategy<Value = String> {
        prop_oneof![
            any::<String>(),
            "[一二三是要、。，；：（）()１２1-9%％县镇的 \u{a0}\u{3000}\n\r\u{200b}“”<U+A0>]{0,80}",
        ]
    }

    proptest! {
        #[test]
        fn every_normal_range_comes_back(text in texts(), from in 0usize..90, len in 0usize..20) {
            let source = SourceText::new(text);
            let normal = NormalText::of(&source);
            let bounds: Vec<usize> = normal.text.char_indices().map(|(at, _)| at).chain([normal.text.len()]).collect();
            let from = from.min(bounds.len() - 1);
            let range = Span::new(bounds[from], bounds[(from + len).min(bounds.len() - 1)]);
            let back = normal.to_source(range);
            prop_assert!(source.text.get(back.range()).is_some(), "not on character boundaries");
            // A line break between two blocks of one line stands for nothing in the source.
            let quote = range.of(&normal.text);
            if !range.is_empty() && !quote.starts_with('\n') && !quote.ends_with('\n') {
                prop_assert_eq!(normal.to_normal(back), range);
            }
        }

        #[test]
        fn what_was_edited_comes_back_as_well(text in "[19202年(|\t\n\u{2f00}县] {0,2}[19202年(|\t\n、\u{2f00}县]{0,40}") {
            let source = SourceText::new(text);
            let normal = NormalText::of(&source);
            let bounds: Vec<usize> = normal.text.char_indices().map(|(at, _)| at).chain([normal.text.len()]).collect();
            for pair in bounds.windows(2) {
                let range = Span::new(pair[0], pair[1]);
                let back = normal.to_source(range);
                prop_assert!(source.text.get(back.range()).is_some(), "not on character boundaries");
                if !"\n\t-".contains(range.of(&normal.text)) {
                    prop_assert_eq!(normal.to_normal(back), range);
                }
            }
        }

        #[test]
        fn every_source_range_has_a_normal_range(text in texts(), from in 0usize..90, len in 0usize..20) {
            let source = SourceText::new(text);
            let normal = NormalText::of(&source);
            let bounds: Vec<usize> = source.text.char_indices().map(|(at, _)| at).chain([source.text.len()]).collect();
            let from = from.min(bounds.len() - 1);
            let range = Span::new(bounds[from], bounds[(from + len).min(bounds.len() - 1)]);
            let there = normal.to_normal(range);
            prop_assert!(normal.text.get(there.range()).is_some(), "not on character boundaries");
        }

        #[test]
        fn a_line_break_stands_only_between_blocks(text in texts()) {
            let normal = NormalText::of(&SourceText::new(text));
            prop_assert!(!normal.text.contains("\n\n"));
            prop_assert!(!normal.text.starts_with('\n') && !normal.text.ends_with('\n'));
            prop_assert!(!normal.text.contains('\r') && !normal.text.contains("  "));
        }
    }
}
