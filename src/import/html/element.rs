//! What the elements of a page do to its text.

use std::collections::BTreeSet;

use super::parse::PREFIXED_TITLE;
use super::tree::{NodeId, Tree};

/// How an element takes part in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Stands on lines of its own.
    Block,
    Heading(u8),
    Table,
    /// A list whose items are numbered.
    NumberedList,
    PlainList,
    Item,
    LineBreak,
    /// Line ends of the source are line ends of the text.
    Preformatted,
    Link,
    Raised,
    Lowered,
    Picture,
    Inline,
    /// Never shown.
    Silent,
}

/// The role of an element by its name alone.
pub(super) fn role(name: &str) -> Role {
    match name {
        "h1" => Role::Heading(1),
        "h2" => Role::Heading(2),
        "h3" => Role::Heading(3),
        "h4" => Role::Heading(4),
        "h5" => Role::Heading(5),
        "h6" => Role::Heading(6),
        "table" => Role::Table,
        "ol" => Role::NumberedList,
        "ul" | "menu" | "dir" => Role::PlainList,
        "li" => Role::Item,
        "br" => Role::LineBreak,
        "pre" | "xmp" | "listing" | "plaintext" => Role::Preformatted,
        "a" => Role::Link,
        "sup" => Role::Raised,
        "sub" => Role::Lowered,
        "img" => Role::Picture,
        "address" | "article" | "aside" | "blockquote" | "body" | "caption" | "center" | "dd"
        | "details" | "dialog" | "div" | "dl" | "dt" | "fieldset" | "figcaption" | "figure"
        | "footer" | "form" | "header" | "hgroup" | "hr" | "html" | "legend" | "main" | "nav"
        | "p" | "search" | "section" | "summary" | "tbody" | "td" | "tfoot" | "th" | "thead"
        | "tr" => Role::Block,
        "applet" | "audio" | "button" | "canvas" | "datalist" | "embed" | "frame" | "frameset"
        | "head" | "iframe" | "input" | "map" | "math" | "meta" | "meter" | "noembed"
        | "noframes" | "noscript" | "object" | "optgroup" | "option" | PREFIXED_TITLE
        | "progress" | "rp" | "rt" | "rtc" | "script" | "select" | "style" | "svg" | "template"
        | "textarea" | "title" | "video" | "xml" => Role::Silent,
        _ => Role::Inline,
    }
}

/// What the style of an element changes about its role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Display {
    Unchanged,
    Hidden,
    Block,
    Inline,
}

/// Reads `display` and `visibility` of the style attribute, and `hidden`.
pub(super) fn display(tree: &Tree, id: NodeId) -> Display {
    let closed = tree.name(id) == "dialog" && tree.attribute(id, "open").is_none();
    if closed || tree.attribute(id, "hidden").is_some() {
        return Display::Hidden;
    }
    let Some(style) = tree.attribute(id, "style") else {
        return Display::Unchanged;
    };
    let value = |property| declaration(style, property);
    if value("visibility").is_some_and(|value| is(value, "hidden") || is(value, "collapse")) {
        return Display::Hidden;
    }
    match value("display") {
        Some(value) if is(value, "none") => Display::Hidden,
        Some(value) if is(value, "inline") => Display::Inline,
        Some(value)
            if ["block", "flex", "grid", "list-item"]
                .iter()
                .any(|word| is(value, word)) =>
        {
            Display::Block
        }
        Some(_) | None => Display::Unchanged,
    }
}

fn is(value: &str, word: &str) -> bool {
    value.eq_ignore_ascii_case(word)
}

/// The value of one property in a style attribute; the last one counts.
pub(super) fn declaration<'a>(style: &'a str, property: &str) -> Option<&'a str> {
    style.rsplit(';').find_map(|declaration| {
        let (name, value) = declaration.split_once(':')?;
        let value = value.split('!').next().unwrap_or(value);
        is(name.trim(), property).then(|| value.trim())
    })
}

/// Whether the id or a class of an element is one of the names.
pub(super) fn is_marked(tree: &Tree, id: NodeId, names: &BTreeSet<String>) -> bool {
    ["class", "id"].into_iter().any(|attribute| {
        let marks = tree.attribute(id, attribute).unwrap_or("");
        marks
            .split_ascii_whitespace()
            .any(|mark| names.contains(&mark.to_ascii_lowercase()))
    })
}
