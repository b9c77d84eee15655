//! Markdown: what a reader of the rendered page sees, one paragraph a line, with headings and tables marked.

mod line;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::Extracted;
use crate::order;
use crate::report::{Mark, MarkKind, Remark, RemarkKind, Span};
use line::Line;

/// Takes the text out of a Markdown document.
pub(super) fn extract(markdown: &str) -> Extracted {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut page = Page::default();
    for event in Parser::new_ext(markdown, options) {
        page.take(event);
    }
    page.finish()
}

/// The page so far.
#[derive(Default)]
struct Page {
    body: Body,
    /// Footnotes, which go behind the text.
    notes: Body,
    headings: Vec<(HeadingLevel, Span)>,
    /// The paragraph that is being written.
    line: Line,
    /// The next numbers of the lists that are open; none for a list with bullets.
    lists: Vec<Option<u64>>,
    /// Where the table that is open begins.
    table: Option<usize>,
    aside: Aside,
    pictures: usize,
    title: Option<String>,
    /// A block of HTML, whose tags and comments may go over several lines.
    html: String,
}

/// Finished lines and their marks.
#[derive(Default)]
struct Body {
    text: String,
    marks: Vec<Mark>,
}

/// Where text stands that belongs to no paragraph.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Aside {
    #[default]
    None,
    /// What stands for a picture that cannot be shown.
    Picture,
    /// Keys and values above the text.
    Properties,
    Note,
}

impl Page {
    fn take(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.open(tag),
            Event::End(tag) => self.close(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(text) => self.line.push(&text),
            Event::SoftBreak => self.line.wrap(),
            Event::HardBreak | Event::Rule => drop(self.flush()),
            Event::Html(html) => self.html.push_str(&html),
            Event::InlineHtml(tag) if is_line_break(&tag) => drop(self.flush()),
            Event::InlineHtml(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
    }

    fn open(&mut self, tag: Tag) {
        match tag {
            Tag::List(first) => {
                self.flush();
                self.lists.push(first);
            }
            Tag::Item => {
                self.flush();
                if let Some(Some(number)) = self.lists.last_mut() {
                    self.line.push(&format!("{number}. "));
                    *number = number.saturating_add(1);
                }
            }
            Tag::Table(_) => {
                self.flush();
                self.table = Some(self.body.text.len());
            }
            Tag::Image { .. } => {
                self.pictures += 1;
                self.aside = Aside::Picture;
            }
            Tag::MetadataBlock(_) => self.aside = Aside::Properties,
            Tag::FootnoteDefinition(_) => {
                self.flush();
                self.aside = Aside::Note;
            }
            Tag::BlockQuote(_) | Tag::CodeBlock(_) | Tag::Heading { .. } => drop(self.flush()),
            // Everything else either stands in a line or begins one that is empty already.
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => {
                let heading = self.flush().map(|span| (level, span));
                self.headings.extend(heading);
            }
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::TableCell => self.line.tab(),
            TagEnd::Table => self.close_table(),
            TagEnd::Image | TagEnd::MetadataBlock(_) => self.aside = Aside::None,
            TagEnd::FootnoteDefinition => {
                self.flush();
                self.aside = Aside::None;
            }
            TagEnd::HtmlBlock => self.close_html(),
            TagEnd::Paragraph
            | TagEnd::Item
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::BlockQuote(_)
            | TagEnd::CodeBlock => drop(self.flush()),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        match self.aside {
            Aside::Picture => {}
            Aside::Properties => {
                let title = text.lines().find_map(|line| line.strip_prefix("title:"));
                self.title = title.map(|title| title.trim().trim_matches(['"', '\'']).to_owned());
            }
            Aside::None | Aside::Note => {
                // Only code has line ends in its text; drafts are indented without meaning code.
                for (idx, line) in text.split('\n').enumerate() {
                    if idx > 0 {
                        self.flush();
                    }
                    self.line.push(line);
                }
            }
        }
    }

    /// Ends the line that is being written, and says where it stands in the text.
    fn flush(&mut self) -> Option<Span> {
        let line = self.line.take();
        if line.is_empty() {
            return None;
        }
        let body = match self.aside {
            Aside::Note => &mut self.notes,
            Aside::None | Aside::Picture | Aside::Properties => &mut self.body,
        };
        let start = body.text.len();
        body.text.push_str(&line);
        let span = Span::new(start, body.text.len());
        body.text.push('\n');
        if self.aside == Aside::Note {
            let kind = MarkKind::Note;
            body.marks.push(Mark { kind, span });
            return None;
        }
        Some(span)
    }

    fn close_table(&mut self) {
        self.flush();
        if let Some(start) = self.table.take() {
            let end = self.body.text.trim_end_matches('\n').len();
            let span = Span::new(start, end);
            if !span.is_empty() {
                let kind = MarkKind::Table;
                self.body.marks.push(Mark { kind, span });
            }
        }
    }

    fn close_html(&mut self) {
        let html = std::mem::take(&mut self.html);
        for line in without_tags(&html).lines() {
            self.line.push(line);
            self.flush();
        }
    }

    fn finish(mut self) -> Extracted {
        self.flush();
        let mut marks = self.body.marks;
        marks.extend(headings(&self.headings));
        order::sort_by_key(&mut marks, |mark| mark.span.start);
        let behind = self.body.text.len();
        marks.extend(self.notes.marks.iter().map(|mark| Mark {
            kind: mark.kind,
            span: Span::new(mark.span.start + behind, mark.span.end + behind),
        }));
        let mut extracted = Extracted {
            text: self.body.text + &self.notes.text,
            marks,
            ..Extracted::default()
        };
        extracted.page.title = self.title.filter(|title| !title.is_empty());
        if self.pictures > 0 {
            extracted.remarks.push(Remark {
                kind: RemarkKind::PicturesIgnored,
                count: self.pictures,
            });
        }
        extracted
    }
}

/// A single heading of the first level that comes before all others is the title.
fn headings(headings: &[(HeadingLevel, Span)]) -> Vec<Mark> {
    let tops = headings
        .iter()
        .filter(|(level, _)| *level == HeadingLevel::H1);
    let first_is_title = tops.count() == 1;
    let mark = |(idx, (level, span)): (usize, &(HeadingLevel, Span))| {
        let is_title = first_is_title && idx == 0 && *level == HeadingLevel::H1;
        Mark {
            kind: if is_title {
                MarkKind::Title
            } else {
                MarkKind::Heading(number(*level))
            },
            span: *span,
        }
    };
    headings.iter().enumerate().map(mark).collect()
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn is_line_break(tag: &str) -> bool {
    tag.get(..3)
        .is_some_and(|start| start.eq_ignore_ascii_case("<br"))
}

/// What is left of HTML without its tags and comments.
fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let end = if after.starts_with("!--") { "-->" } else { ">" };
        rest = after.split_once(end).map_or("", |(_, rest)| rest);
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(markdown: &str, text: &str, marks: &[(MarkKind, &str)]) {
        let extracted = extract(markdown);
        assert_eq!(extracted.text, text, "{markdown}");
        let found: Vec<(MarkKind, &str)> = extracted
            .marks
            .iter()
            .map(|mark| (mark.kind, mark.span.of(&extracted.text)))
            .collect();
        assert_eq!(found, marks, "{markdown}");
    }

    #[test]
    fn headings_and_the_title_are_marked() {
        check(
            "# 甲县2024年度报告\n\n## 一、主要举措\n\n全年办理**45件**。\n\n### (一)健全机制\n",
            "甲县2024年度报告\n一、主要举措\n全年办理45件。\n(一)健全机制\n",
            &[
                (MarkKind::Title, "甲县2024年度报告"),
                (MarkKind::Heading(2), "一、主要举措"),
                (MarkKind::Heading(3), "(一)健全机制"),
            ],
        );
        check(
            "一、举措\n===\n\n二、不足\n===\n",
            "一、举措\n二、不足\n",
            &[
                (MarkKind::Heading(1), "一、举措"),
                (MarkKind::Heading(1), "二、不足"),
            ],
        );
    }

    #[test]
    fn wrapped_lines_are_joined_the_chinese_way() {
        check(
            "全年办理行政复议案件\n45件,推进 Open\nData 建设。\n",
            "全年办理行政复议案件45件,推进 Open Data 建设。\n",
            &[],
        );
    }

    #[test]
    fn lines_that_are_paragraphs_stay_apart() {
        check(
            "一、主要举措\n全年办理复议案件。\n二、存在不足\n（一）队伍不强\n需要加强。\n",
            "一、主要举措\n全年办理复议案件。\n二、存在不足\n（一）队伍不强\n需要加强。\n",
            &[],
        );
    }

    #[test]
    fn tables_have_a_row_a_line_and_a_tab_between_cells() {
        check(
            "概况。\n\n| 项目 | 数量 |\n|---|---|\n| 复议 | 45件 |\n| 应诉 | |\n\n完。\n",
            "概况。\n项目\t数量\n复议\t45件\n应诉\t\n完。\n",
            &[(MarkKind::Table, "项目\t数量\n复议\t45件\n应诉\t")],
        );
    }

    #[test]
    fn lists_keep_their_numbers() {
        check(
            "3. 健全机制\n3. 强化监督\n   - 开展检查\n\n* 其他\n",
            "3. 健全机制\n4. 强化监督\n开展检查\n其他\n",
            &[],
        );
    }

    #[test]
    fn what_is_not_shown_is_left_out() {
        check(
            "<!-- 待核 -->\n\n详见[办法](http://x.invalid)<!-- 改 -->和`代码`。\n\n![图](a.png)\n\n<div align=center>\n附件\n</div>\n",
            "详见办法和代码。\n附件\n",
            &[],
        );
        let extracted = extract("---\ntitle: \"甲县报告\"\n---\n\n正文。![图](a.png)\n");
        assert_eq!(extracted.page.title.as_deref(), Some("甲县报告"));
        assert_eq!(extracted.text, "正文。\n");
        assert_eq!(extracted.remarks.len(), 1);
    }

    #[test]
    fn emphasis_next_to_punctuation_is_emphasis() {
        check(
            "**一是健全机制。**全年办理45件。\n",
            "一是健全机制。全年办理45件。\n",
            &[],
        );
        check("**县联合执法。\n", "**县联合执法。\n", &[]);
    }

    #[test]
    fn notes_go_behind_the_text() {
        check(
            "复议[^1]案件45件。\n\n[^1]: 含涉外案件。\n\n完。\n",
            "复议案件45件。\n完。\n含涉外案件。\n",
            &[(MarkKind::Note, "含涉外案件。")],
        );
    }

    #[test]
    fn indented_drafts_are_text() {
        check(
            "    全年办理45件。\n    应诉3件。\n",
            "全年办理45件。\n应诉3件。\n",
            &[],
        );
    }

    #[test]
    fn hostile_nesting_and_size_take_no_time() {
        for text in [
            "> ".repeat(20_000),
            "[".repeat(100_000),
            "**甲".repeat(50_000),
            "|a".repeat(50_000),
        ] {
            extract(&text);
        }
    }
}
