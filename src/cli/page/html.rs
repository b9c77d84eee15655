//! A page as one HTML file: no script, nothing from elsewhere; a sign and a line stand where colours do.

use super::{Block, Look, Page, Run, Side, Sign, Table};
use crate::locale::Lang;

const STYLE: &str = include_str!("page.css");

/// Nothing but the style below may be loaded or run, whatever a text says.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

pub fn print(page: &Page, lang: Lang) -> String {
    let code = match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    };
    let title = escaped(&page.title);
    let mut text = format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
<meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
<style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>\n"
    );
    for line in &page.lead {
        text.push_str(&format!("<p>{}</p>\n", escaped(line)));
    }
    text.push_str("<nav>");
    for chapter in &page.chapters {
        let title = escaped(&chapter.title);
        text.push_str(&format!("<a href=\"#{}\">{title}</a>", chapter.id));
    }
    text.push_str("</nav>\n</header>\n<main>\n");
    for chapter in &page.chapters {
        let title = escaped(&chapter.title);
        text.push_str(&format!(
            "<section id=\"{}\">\n<h2>{title}</h2>\n",
            chapter.id
        ));
        for block in &chapter.blocks {
            print_block(block, &mut text);
        }
        text.push_str("</section>\n");
    }
    text.push_str("</main>\n</body>\n</html>\n");
    text
}

fn print_block(block: &Block, text: &mut String) {
    let html = match block {
        Block::Note(note) => format!("<p class=\"quiet\">{}</p>", escaped(note)),
        Block::Heading(mark, runs) => {
            let mark = mark.map(sign).unwrap_or_default();
            format!("<h3>{mark}{}</h3>", inline(runs))
        }
        // Deeper than a page is wide nothing is pushed any further.
        Block::Branch {
            depth,
            sign: mark,
            runs,
        } => format!(
            "<p class=\"branch\" style=\"--depth:{}\">{}{}</p>",
            (*depth).min(8),
            sign(*mark),
            inline(runs)
        ),
        Block::Pair {
            sign: mark,
            tag,
            old,
            new,
        } => format!(
            "<div class=\"pair\"><p class=\"tag\">{}{}</p>{}{}</div>",
            sign(*mark),
            escaped(tag),
            side("left", old.as_deref()),
            side("right", new.as_deref())
        ),
        Block::Point {
            sign: mark,
            runs,
            below,
        } => {
            let below: String = below
                .iter()
                .map(|runs| format!("<p>{}</p>", inline(runs)))
                .collect();
            // A point without a sign begins where the sign of another would stand.
            let mark = if *mark == Sign::None {
                String::new()
            } else {
                sign(*mark)
            };
            let runs = inline(runs);
            format!("<div class=\"point\"><p>{mark}{runs}</p><div>{below}</div></div>")
        }
        Block::Table(table) => print_table(table),
        Block::Folded { summary, lines, .. } => {
            let lines: String = lines
                .iter()
                .map(|runs| format!("<p>{}</p>", inline(runs)))
                .collect();
            let summary = escaped(summary);
            format!("<details><summary>⋯ {summary}</summary>{lines}</details>")
        }
    };
    text.push_str(&html);
    text.push('\n');
}

fn side(class: &str, runs: Option<&[Run]>) -> String {
    match runs {
        Some(runs) => format!("<p class=\"{class}\">{}</p>", inline(runs)),
        None => format!("<p class=\"{class} none\"></p>"),
    }
}

fn print_table(table: &Table) -> String {
    let class = |side: Side| match side {
        Side::Left => "",
        Side::Right => " class=\"number\"",
    };
    let mut html = String::from("<div class=\"wide\"><table>\n<thead><tr>");
    for column in &table.columns {
        let (class, title) = (class(column.side), escaped(&column.title));
        html.push_str(&format!("<th scope=\"col\"{class}>{title}</th>"));
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        html.push_str("<tr>");
        for (cell, column) in row.iter().zip(&table.columns) {
            let (class, cell) = (class(column.side), inline(cell));
            html.push_str(&format!("<td{class}>{cell}</td>"));
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody></table></div>");
    html
}

fn sign(sign: Sign) -> String {
    let class = match sign.look() {
        Look::Gone => "gone",
        Look::New => "new",
        Look::Doubt => "doubt",
        Look::Plain | Look::Cut | Look::Added | Look::Strong | Look::Quiet => "quiet",
    };
    format!("<b class=\"sign {class}\">{}</b>", escaped(sign.mark()))
}

fn inline(runs: &[Run]) -> String {
    let mut html = String::new();
    for run in runs {
        if let Some(drawing) = &run.drawing {
            html.push_str(&drawing.svg());
            continue;
        }
        let text = escaped(&run.text);
        match run.look {
            Look::Plain => html.push_str(&text),
            Look::Gone => html.push_str(&format!("<span class=\"gone\">{text}</span>")),
            Look::New => html.push_str(&format!("<span class=\"new\">{text}</span>")),
            Look::Cut => html.push_str(&format!("<del>{text}</del>")),
            Look::Added => html.push_str(&format!("<ins>{text}</ins>")),
            Look::Strong => html.push_str(&format!("<strong>{text}</strong>")),
            Look::Quiet => html.push_str(&format!("<span class=\"quiet\">{text}</span>")),
            Look::Doubt => html.push_str(&format!("<em>{text}</em>")),
        }
    }
    html
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}
