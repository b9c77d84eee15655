//! Documents as Markdown, to be pasted.

use super::Document;
use crate::locale::Lang;

/// Documents one after the other; nothing in a text is a mark.
pub fn markdown(documents: &[Document]) -> String {
    let pages: Vec<String> = documents.iter().map(page).collect();
    pages.join("\n---\n\n")
}

fn page(document: &Document) -> String {
    let colon = document.lang.text("document.colon");
    let title = document.title.replace(
        '\n',
        match document.lang {
            Lang::Zh => "",
            Lang::En => " ",
        },
    );
    let mut text = format!("# {}\n", escaped(&title));
    let mut line = |line: String| {
        text.push('\n');
        text.push_str(&line);
        text.push('\n');
    };
    for paragraph in document.addressee.iter().chain(&document.opening) {
        line(escaped(paragraph));
    }
    for chapter in &document.chapters {
        line(format!("## {}", escaped(&chapter.heading)));
        for point in &chapter.points {
            line(format!("### {}", escaped(&point.heading)));
            let fields = point
                .fields
                .iter()
                .map(|(label, text)| format!("- **{}**{colon}{}", escaped(label), escaped(text)));
            line(fields.collect::<Vec<_>>().join("\n"));
        }
    }
    for paragraph in document.closing.iter().chain(&document.signature) {
        line(escaped(paragraph));
    }
    text
}

/// One line in which nothing is a mark.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.trim().chars() {
        match character {
            '\n' => safe.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '$' | '&' => {
                safe.push('\\');
                safe.push(character);
            }
            // Only where a line begins are these marks, and every line begins with a text at some place.
            '#' | '+' | '-' | '=' | '!' if safe.is_empty() => {
                safe.push('\\');
                safe.push(character);
            }
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_in_a_text_is_a_mark() {
        for (text, shown) in [
            ("复议45件", "复议45件"),
            ("# 一", "\\# 一"),
            ("a*b_c`d", "a\\*b\\_c\\`d"),
            ("<script>", "\\<script\\>"),
            ("![a](b)", "\\!\\[a\\](b)"),
            ("上\n# 下", "上 # 下"),
        ] {
            assert_eq!(escaped(text), shown);
        }
    }
}
