//! Fields: text that the word processor computes, such as page numbers, tables of contents and circled characters.

use super::lexicon;
use super::numeral;

/// Instructions are short; what is longer is cut.
const INSTRUCTION: usize = 4096;

/// What becomes of the result of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Shown,
    /// A table of contents: the headings come again.
    Contents,
    /// A page number.
    Furniture,
}

impl Fate {
    /// By the name of the field, the first word of its instruction.
    pub fn of(instruction: &str) -> Fate {
        let name = instruction.split_whitespace().next().unwrap_or_default();
        match name.to_ascii_uppercase().as_str() {
            "TOC" => Fate::Contents,
            "PAGE" | "NUMPAGES" | "SECTIONPAGES" => Fate::Furniture,
            _ => Fate::Shown,
        }
    }
}

/// A field that has begun and not ended.
#[derive(Debug, Default)]
struct Field {
    instruction: String,
    /// Known once the instruction is complete.
    fate: Option<Fate>,
}

impl Field {
    fn hides(&self) -> bool {
        self.fate != Some(Fate::Shown)
    }

    fn is_contents(&self) -> bool {
        self.fate == Some(Fate::Contents)
    }
}

/// The fields around the place that is being read.
#[derive(Debug, Default)]
pub(super) struct Fields {
    open: Vec<Field>,
    hiding: usize,
    contents: usize,
}

impl Fields {
    pub fn begin(&mut self) {
        self.open.push(Field::default());
        self.hiding += 1;
    }

    pub fn instruct(&mut self, text: &str) {
        if let Some(field) = self.open.last_mut()
            && field.fate.is_none()
            && field.instruction.len() + text.len() <= INSTRUCTION
        {
            field.instruction.push_str(text);
        }
    }

    /// The instruction is complete and its result begins.
    pub fn separate(&mut self) -> Option<Fate> {
        let field = self.open.last_mut().filter(|field| field.fate.is_none())?;
        let fate = Fate::of(&field.instruction);
        field.fate = Some(fate);
        self.hiding -= usize::from(!field.hides());
        self.contents += usize::from(field.is_contents());
        Some(fate)
    }

    /// Ends the innermost field; gives the text of one that has no result but can be drawn.
    pub fn end(&mut self) -> Option<String> {
        let field = self.open.pop()?;
        self.hiding -= usize::from(field.hides());
        self.contents -= usize::from(field.is_contents());
        match field.fate {
            Some(_) => None,
            None => drawn(&field.instruction),
        }
    }

    /// Whether text here is on the page and worth reading.
    pub fn shows(&self) -> bool {
        self.hiding == 0
    }

    pub fn in_contents(&self) -> bool {
        self.contents > 0
    }

    /// Whether a field has begun without end.
    pub fn is_open(&self) -> bool {
        !self.open.is_empty()
    }
}

/// The text of a field that is drawn from its instruction.
fn drawn(instruction: &str) -> Option<String> {
    let instruction = instruction.trim();
    let (name, rest) = instruction.split_once(char::is_whitespace)?;
    match name.to_ascii_uppercase().as_str() {
        "EQ" => equation(rest),
        "SYMBOL" => symbol(rest),
        _ => None,
    }
}

/// `SYMBOL 252 \f "Wingdings"`
fn symbol(rest: &str) -> Option<String> {
    let code = rest.split_whitespace().next()?;
    let code = match code.strip_prefix("0x") {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => code.parse().ok()?,
    };
    let font = rest.split_once("\\f").map_or("", |(_, font)| font.trim());
    let font = match font.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next().unwrap_or_default(),
        None => font.split_whitespace().next().unwrap_or_default(),
    };
    Some(
        lexicon::symbol(font, code)
            .unwrap_or(char::REPLACEMENT_CHARACTER)
            .to_string(),
    )
}

/// Characters over each other, as editors of Chinese draw ⑪ `\o\ac(○,11)` and readings over a word
/// `\o\ad(\s\up 9(读音),字)`; and fractions `\f(1,2)`. The last one is the text itself.
fn equation(rest: &str) -> Option<String> {
    let (switches, arguments) = rest.split_once('(')?;
    let arguments = arguments.trim_end().strip_suffix(')')?;
    let parts = parts(arguments);
    let (first, last) = (*parts.first()?, *parts.last()?);
    let switches = switches.to_ascii_lowercase();
    if switches.contains("\\f") {
        return Some(format!("{first}/{last}"));
    }
    if !switches.contains("\\o") {
        return None;
    }
    let ring = matches!(bare(first), "○" | "〇" | "◯" | "O");
    let number = last.parse().ok().filter(|_| ring && parts.len() == 2);
    let sign = number.and_then(|number| numeral::circled(number, 50));
    Some(sign.map_or_else(|| bare(last).to_owned(), String::from))
}

/// The arguments between the commas that stand in no brackets of their own.
fn parts(arguments: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    let is_comma = |character: char| {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        matches!(character, ',' | ';') && depth == 0
    };
    arguments.split(is_comma).map(str::trim).collect()
}

/// An argument without the switches around it: `\s\up 9(字)` is 字.
fn bare(argument: &str) -> &str {
    let mut text = argument;
    while text.starts_with('\\') {
        let inner = text
            .split_once('(')
            .and_then(|(_, inner)| inner.strip_suffix(')'));
        match inner {
            Some(inner) => text = inner.trim(),
            None => break,
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_fields_are_drawn_from_their_instruction() {
        let cases = [
            (r" eq \o\ac(○,11) ", Some("⑪")),
            (r"EQ \o\ac(○,3)", Some("③")),
            (r"eq \o\ac(□,密)", Some("密")),
            (
                r#"EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(hé),禾)"#,
                Some("禾"),
            ),
            (r"eq \f(1,2)", Some("1/2")),
            (r"EQ \r(3,x)", None),
            ("SYMBOL 252 \\f \"Wingdings\" \\s 10", Some("✔")),
            ("SYMBOL 9633", Some("□")),
            ("XE \"词\"", None),
            ("EQ ((((", None),
            ("", None),
        ];
        for (instruction, text) in cases {
            assert_eq!(drawn(instruction).as_deref(), text, "{instruction}");
        }
    }

    #[test]
    fn a_field_hides_its_instruction_and_what_repeats() {
        let mut fields = Fields::default();
        assert_eq!(fields.end(), None);
        fields.begin();
        fields.instruct(" TOC \\o \"1-3\" ");
        assert!(!fields.shows());
        assert_eq!(fields.separate(), Some(Fate::Contents));
        assert!(!fields.shows() && fields.in_contents());
        fields.begin();
        fields.instruct("HYPERLINK \\l x");
        fields.separate();
        assert!(!fields.shows());
        fields.end();
        fields.end();
        assert!(fields.shows() && !fields.in_contents() && !fields.is_open());
    }
}
