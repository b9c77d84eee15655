//! White space as a browser collapses it, but for line breaks of the source between Chinese characters.

/// Gathers the characters of one line.
#[derive(Debug, Default)]
pub(super) struct Writer {
    text: String,
    gap: Gap,
}

/// White space that waits for the next character.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Blank,
    /// A line end of the source: nothing between Chinese characters, a blank elsewhere.
    Break,
    /// A blank that the author insisted on.
    Fixed,
}

/// A blank that does not break, and how it is written.
const FIXED_BLANKS: [char; 4] = ['\u{a0}', '\u{2002}', '\u{2003}', '\u{2009}'];

impl Writer {
    /// Adds source text; a run of blanks of any kind becomes one blank or none.
    pub fn push(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                ' ' | '\t' => self.gap = self.gap.max(Gap::Blank),
                '\n' | '\r' | '\u{c}' => self.gap = self.gap.max(Gap::Break),
                fixed if FIXED_BLANKS.contains(&fixed) => self.gap = Gap::Fixed,
                character => self.push_visible(character),
            }
        }
    }

    fn push_visible(&mut self, character: char) {
        let gap = std::mem::take(&mut self.gap);
        let last = self.text.chars().next_back();
        match last {
            // Indents are layout: every paragraph begins with its first character.
            None if character == '\u{3000}' => return,
            None => {}
            Some(last) => {
                let blank = match gap {
                    Gap::None => false,
                    Gap::Blank | Gap::Fixed => true,
                    Gap::Break => !(is_wide(last) && is_wide(character)),
                };
                if blank {
                    self.text.push(' ');
                }
            }
        }
        self.text.push(character);
    }

    /// The line, and an empty writer.
    pub fn take(&mut self) -> Option<String> {
        self.gap = Gap::None;
        let mut text = std::mem::take(&mut self.text);
        text.truncate(text.trim_end_matches([' ', '\u{3000}']).len());
        text.chars()
            .any(|character| !is_invisible(character))
            .then_some(text)
    }
}

fn is_invisible(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
        )
}

/// Characters of Chinese text, which stand side by side without blanks.
pub(super) fn is_wide(character: char) -> bool {
    matches!(character,
        '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}'
        | '“' | '”' | '‘' | '’' | '…' | '—' | '―' | '·' | '×')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_collapse_and_source_lines_join() {
        for (source, expected) in [
            ("  全县\n\t 办理  ", Some("全县办理")),
            ("全年办理\n  45件", Some("全年办理 45件")),
            ("rule of\n   law", Some("rule of law")),
            ("李 \t 明", Some("李 明")),
            (
                "\u{a0}\u{3000}\u{3000}一、\u{a0}\u{a0}总述\u{3000}",
                Some("一、 总述"),
            ),
            ("县\u{a0}\n长", Some("县 长")),
            ("2025 年", Some("2025 年")),
            (" \n\u{a0}\u{200b}", None),
        ] {
            let mut writer = Writer::default();
            writer.push(source);
            assert_eq!(writer.take().as_deref(), expected, "{source:?}");
            assert_eq!(writer.take(), None);
        }
    }
}
