//! Titles and quotes: what stands in them is a name, and a number in a name counts nothing.
//!
//! What is quoted is a name unless the measure word follows the quotes, which then belong to another number.

/// Characters that a title may have.
pub(super) const TITLE_REACH: usize = 80;
/// Characters that a quoted name may have; a longer quote is speech.
const QUOTE_REACH: usize = 30;

/// The end of the title or quote that an opening mark begins, closing mark included; none where it is not closed before its
/// reach ends, the paragraph does, or another opening mark shows that it was forgotten.
pub(super) fn enclosed_end(text: &str, at: usize, open: char) -> Option<usize> {
    let (close, reach) = closing(open)?;
    let title = close == '》';
    let from = at + open.len_utf8();
    for (inside, c) in text.get(from..)?.char_indices().take(reach) {
        if c == close {
            return Some(from + inside + c.len_utf8());
        }
        let speech = !title && (matches!(c, '。' | ';' | '!' | '?') || closing(c).is_some());
        if c == '\n' || speech {
            return None;
        }
    }
    None
}

/// The mark that closes an opening mark, and how many characters further at most.
fn closing(open: char) -> Option<(char, usize)> {
    match open {
        '《' => Some(('》', TITLE_REACH)),
        '“' => Some(('”', QUOTE_REACH)),
        '‘' => Some(('’', QUOTE_REACH)),
        '「' => Some(('」', QUOTE_REACH)),
        '『' => Some(('』', QUOTE_REACH)),
        '"' => Some(('"', QUOTE_REACH)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let mut found = Vec::new();
        let mut free = 0;
        for (at, c) in text.char_indices().filter(|&(_, c)| closing(c).is_some()) {
            if at < free {
                continue;
            }
            if let Some(end) = enclosed_end(text, at, c) {
                found.push(text.get(at..end).unwrap_or(""));
                free = end;
            }
        }
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn quotes_and_titles_are_names() {
        check("落实“四张清单”制度", &["“四张清单”"]);
        check("印发《清河县2023年要点》的通知", &["《清河县2023年要点》"]);
        check(
            "印发《关于“八五”普法的意见》",
            &["《关于“八五”普法的意见》"],
        );
        check("推行“一业一查,落实“四张清单”制度", &["“四张清单”"]);
        check("他说:“今年办了30件。明年还要办。”", &[]);
        check("推行\"三色码\"管理", &["\"三色码\""]);
    }
}
