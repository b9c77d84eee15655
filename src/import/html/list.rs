//! The numbers that a browser prints before the items of a list.

use super::element::declaration;
use super::tree::{NodeId, Tree};

/// A list that is being read.
#[derive(Debug)]
pub(super) struct List {
    style: Style,
    next: i64,
    step: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Decimal,
    LowerLetter,
    UpperLetter,
    LowerRoman,
    UpperRoman,
    Chinese,
    None,
}

impl List {
    /// A list without numbers.
    pub fn plain() -> List {
        List {
            style: Style::None,
            next: 1,
            step: 1,
        }
    }

    pub fn numbered(tree: &Tree, id: NodeId) -> List {
        let reversed = tree.attribute(id, "reversed").is_some();
        let items = || tree.children(id).filter(|child| tree.name(*child) == "li");
        let first = if reversed { items().count() as i64 } else { 1 };
        List {
            style: style(tree, id).unwrap_or(Style::Decimal),
            next: tree.number(id, "start").unwrap_or(first),
            step: if reversed { -1 } else { 1 },
        }
    }

    /// What stands before the next item.
    pub fn label(&mut self, tree: &Tree, item: NodeId) -> Option<String> {
        let number = tree.number(item, "value").unwrap_or(self.next);
        self.next = number.saturating_add(self.step);
        label(style(tree, item).unwrap_or(self.style), number)
    }
}

fn style(tree: &Tree, id: NodeId) -> Option<Style> {
    let css = tree.attribute(id, "style").and_then(|style| {
        let value =
            declaration(style, "list-style-type").or_else(|| declaration(style, "list-style"));
        value?.split_ascii_whitespace().find_map(named)
    });
    css.or_else(|| match tree.attribute(id, "type")? {
        "1" => Some(Style::Decimal),
        "a" => Some(Style::LowerLetter),
        "A" => Some(Style::UpperLetter),
        "i" => Some(Style::LowerRoman),
        "I" => Some(Style::UpperRoman),
        other => named(other),
    })
}

fn named(name: &str) -> Option<Style> {
    match name {
        "decimal" | "decimal-leading-zero" => Some(Style::Decimal),
        "lower-alpha" | "lower-latin" => Some(Style::LowerLetter),
        "upper-alpha" | "upper-latin" => Some(Style::UpperLetter),
        "lower-roman" => Some(Style::LowerRoman),
        "upper-roman" => Some(Style::UpperRoman),
        "cjk-ideographic" | "cjk-decimal" | "simp-chinese-informal" | "trad-chinese-informal" => {
            Some(Style::Chinese)
        }
        "none" | "disc" | "circle" | "square" => Some(Style::None),
        _ => None,
    }
}

fn label(style: Style, number: i64) -> Option<String> {
    let letters = |first: u8| {
        let place = u8::try_from(number - 1).ok().filter(|place| *place < 26)?;
        Some(char::from(first + place).to_string())
    };
    let text = match style {
        Style::None => return None,
        Style::Decimal => None,
        Style::LowerLetter => letters(b'a'),
        Style::UpperLetter => letters(b'A'),
        Style::LowerRoman => roman(number),
        Style::UpperRoman => roman(number).map(|text| text.to_ascii_uppercase()),
        Style::Chinese => return chinese(number).map(|text| format!("{text}、")),
    };
    let text = text.unwrap_or_else(|| number.to_string());
    Some(format!("{text}. "))
}

fn roman(number: i64) -> Option<String> {
    const TENS: [&str; 10] = ["", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc"];
    const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    let number = usize::try_from(number).ok().filter(|number| *number > 0)?;
    Some(format!(
        "{}{}",
        TENS.get(number / 10)?,
        ONES.get(number % 10)?
    ))
}

fn chinese(number: i64) -> Option<String> {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let number = usize::try_from(number).ok().filter(|number| *number > 0)?;
    let ones = DIGITS.get(number % 10)?;
    match number / 10 {
        0 => Some((*ones).to_owned()),
        1 => Some(format!("十{ones}")),
        tens => Some(format!("{}十{ones}", DIGITS.get(tens)?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_what_a_browser_prints() {
        for (style, number, expected) in [
            (Style::Decimal, 3, Some("3. ")),
            (Style::LowerLetter, 26, Some("z. ")),
            (Style::UpperLetter, 27, Some("27. ")),
            (Style::LowerRoman, 49, Some("xlix. ")),
            (Style::UpperRoman, 0, Some("0. ")),
            (Style::Chinese, 21, Some("二十一、")),
            (Style::Chinese, 10, Some("十、")),
            (Style::None, 1, None),
        ] {
            assert_eq!(
                label(style, number).as_deref(),
                expected,
                "{style:?} {number}"
            );
        }
    }
}
