//! Small pieces that the text output of several commands shares.

use crate::locale::Lang;
use crate::report::{Notice, NoticeKind, Report, Section, Span};
use crate::shown::{self, Shown};
use crate::store::EditionRecord;

/// Text from a report on one line: line breaks inside it go, everything that could steer a terminal is marked.
pub fn flat(text: &str) -> String {
    let mut line = String::new();
    push_flat(&mut line, text);
    line
}

/// Adds [`flat`] text to a line.
pub fn push_flat(line: &mut String, text: &str) {
    if shown::is_plain_text(text) {
        line.push_str(text.trim());
    } else if text.contains(['\n', '\r']) {
        let joined: String = text.split(['\n', '\r']).map(str::trim).collect();
        line.push_str(Shown::new(&joined).as_str());
    } else {
        line.push_str(Shown::new(text.trim()).as_str());
    }
}

/// The first `limit` characters, with … where there were more.
pub fn clipped(text: &str, limit: usize) -> String {
    let mut line = String::new();
    push_clipped(&mut line, text, limit);
    line
}

/// Adds [`clipped`] text to a line.
pub fn push_clipped(line: &mut String, text: &str, limit: usize) {
    let more = text.len() > limit;
    match text.char_indices().nth(limit).filter(|_| more) {
        Some((end, _)) => {
            push_flat(line, text.get(..end).unwrap_or(text));
            line.push('…');
        }
        None => push_flat(line, text),
    }
}

/// Label and title of a section.
pub fn heading(section: &Section) -> String {
    let mut line = String::new();
    push_heading(&mut line, section);
    line
}

/// Adds [`heading`] to a line.
pub fn push_heading(line: &mut String, section: &Section) {
    let (label, title) = (&section.label, &section.title);
    if label.is_empty() {
        push_flat(line, title);
    } else if shown::is_plain_text(label) && shown::is_plain_text(title) {
        // A label has no blanks.
        line.push_str(label);
        line.push_str(title.trim_end());
    } else {
        push_flat(line, &format!("{label}{title}"));
    }
}

/// Where a place stands: its sections, outermost first.
pub fn path(report: &Report, span: Span) -> String {
    let mut names = Vec::new();
    let mut at = report.section_at(span.start);
    while let Some(section) = at.and_then(|idx| report.sections.get(idx)) {
        names.push(clipped(&format!("{}{}", section.label, section.title), 16));
        at = section.parent;
    }
    names.reverse();
    names.join(" › ")
}

/// A part of a line: the same, but blanks at its ends stay.
pub fn part_of_line(text: &str) -> String {
    let lines: Vec<&str> = text.split(['\n', '\r']).collect();
    let last = lines.len().saturating_sub(1);
    let joined: String = lines
        .into_iter()
        .enumerate()
        .map(|(at, line)| match (at == 0, at == last) {
            (true, true) => line,
            (true, false) => line.trim_end(),
            (false, true) => line.trim_start(),
            (false, false) => line.trim(),
        })
        .collect();
    Shown::new(&joined).into_text().into_owned()
}

/// What a notice says, and for how many places.
pub fn notice(notice: &Notice, lang: Lang) -> String {
    let key = format!("notice.{}", notice.kind.name());
    let message = lang.fill(&key, &[("count", &notice.count)]);
    let says_count = matches!(notice.kind, NoticeKind::Remark(_));
    if says_count || notice.count < 2 {
        return message;
    }
    lang.fill(
        "notice.places",
        &[("message", &message), ("count", &notice.count)],
    )
}

/// Title, or what stands for it.
pub fn name(report: &Report, lang: Lang) -> String {
    let metadata = &report.metadata;
    let title = metadata
        .title
        .as_ref()
        .or(metadata.issuer.as_ref())
        .map(|located| located.value.as_str());
    flat(title.unwrap_or_else(|| lang.text("show.untitled")))
}

/// Issuer and year, or whatever else tells a report from others.
pub fn record_name(record: &EditionRecord, lang: Lang) -> String {
    let metadata = &record.metadata;
    let known = metadata
        .issuer
        .as_ref()
        .or(metadata.region.as_ref())
        .or(metadata.title.as_ref());
    let name = known
        .or(record.file_name.as_ref())
        .map_or(lang.text("show.untitled"), String::as_str);
    match metadata.year {
        Some(year) => format!("{} {year}", flat(name)),
        None => flat(name),
    }
}

/// Enough of an id to type.
pub fn short_id(id: &str) -> &str {
    id.get(..12).unwrap_or(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_joined_and_blanks_inside_them_stay() {
        assert_eq!(flat("办理复议\n45件。 "), "办理复议45件。");
        assert_eq!(part_of_line(" of 45 \n cases "), " of 45cases ");
        assert_eq!(part_of_line("甲\u{1b}乙"), "甲‹ESC›乙");
    }

    #[test]
    fn long_text_is_clipped_by_characters() {
        assert_eq!(clipped("一二三四", 2), "一二…");
        assert_eq!(clipped("一二", 2), "一二");
    }
}
