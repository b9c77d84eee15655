//! One content stream: its operators change the state, move the pen, and draw.

use lopdf::Dictionary;

use super::Ink;
use super::marked::{Marks, actual_text};
use super::path::Path;
use super::state::{State, States};
use super::text::Pen;
use crate::import::pdf::lexer::Token;
use crate::import::pdf::matrix::Matrix;
use crate::import::pdf::source::Source;

/// One content stream on the way.
pub(super) struct Run<'a> {
    pub resources: Option<&'a Dictionary>,
    pub states: States,
    pub pen: Pen,
    pub path: Path,
    pub marks: Marks,
    pub depth: usize,
}

impl<'a> Run<'a> {
    pub fn new(resources: Option<&'a Dictionary>, state: State, depth: usize) -> Run<'a> {
        Run {
            resources,
            states: States::new(state),
            pen: Pen::new(),
            path: Path::default(),
            marks: Marks::default(),
            depth,
        }
    }

    /// Runs an operator that needs nothing but the stream that it stands in.
    pub fn step(&mut self, operator: &[u8], operands: &[Token], source: &Source, ink: &mut Ink) {
        match operator {
            b"q" => self.states.keep(),
            b"Q" => self.states.bring_back(),
            b"cm" => {
                if let Some(map) = numbers(operands).map(Matrix) {
                    let map = map.then(self.states.current.map);
                    self.states.current.map = map;
                }
            }
            b"BDC" => {
                let text = actual_text(operands).or_else(|| self.listed_text(operands, source));
                self.marks.open(ink, text);
            }
            b"BMC" => self.marks.open(ink, None),
            b"EMC" => self.marks.close(ink),
            _ => {
                if !self.text_step(operator, operands, ink) {
                    self.path_step(operator, operands, ink);
                }
            }
        }
    }

    /// `ActualText` in a property list of the resources.
    fn listed_text(&self, operands: &[Token], source: &Source) -> Option<String> {
        let [.., Token::Name(name)] = operands else {
            return None;
        };
        let lists = source.dictionary(self.resources?, b"Properties")?;
        let list = source.dictionary(lists, name)?;
        lopdf::decode_text_string(source.get(list, b"ActualText")?).ok()
    }

    fn text_step(&mut self, operator: &[u8], operands: &[Token], ink: &mut Ink) -> bool {
        let state = &mut self.states.current;
        let number = numbers::<1>(operands).map(|[number]| number);
        match operator {
            b"BT" => self.pen = Pen::new(),
            b"Tc" => state.letter_space = number.unwrap_or(0.0),
            b"Tw" => state.word_space = number.unwrap_or(0.0),
            b"Tz" => state.stretch = number.unwrap_or(100.0) / 100.0,
            b"TL" => state.leading = number.unwrap_or(0.0),
            b"Ts" => state.rise = number.unwrap_or(0.0),
            b"Tm" => {
                if let Some(map) = numbers(operands) {
                    self.pen.set(Matrix(map));
                }
            }
            b"Td" | b"TD" => {
                if let Some([x, y]) = numbers(operands) {
                    if operator == b"TD" {
                        state.leading = -y;
                    }
                    self.pen.next_line(x, y);
                }
            }
            b"T*" => self.pen.next_line(0.0, -state.leading),
            b"Tj" | b"TJ" => self.pen.show_all(state, operands, ink),
            b"'" | b"\"" => {
                if let (b"\"", [Token::Number(word), Token::Number(letter), _]) =
                    (operator, operands)
                {
                    state.word_space = *word;
                    state.letter_space = *letter;
                }
                self.pen.next_line(0.0, -state.leading);
                if let Some(Token::Text(bytes)) = operands.last() {
                    self.pen.show(state, bytes, ink);
                }
            }
            _ => return false,
        }
        true
    }

    fn path_step(&mut self, operator: &[u8], operands: &[Token], ink: &mut Ink) {
        let map = self.states.current.map;
        let point = numbers(operands).map(|[x, y]| map.apply(x, y));
        match (operator, point) {
            (b"m", Some(point)) => self.path.go_to(point),
            (b"l", Some(point)) => self.path.line_to(point),
            (b"c" | b"v" | b"y", Some(point)) => self.path.curve_to(point),
            (b"h", _) => self.path.close(),
            (b"re", _) => {
                if let Some(rectangle) = numbers(operands) {
                    self.path.rectangle(map, rectangle);
                }
            }
            (b"S" | b"s", _) => self.path.stroke(ink),
            (b"f" | b"F" | b"f*", _) => self.path.fill(ink),
            (b"B" | b"B*" | b"b" | b"b*", _) => {
                self.path.fill(ink);
                self.path.stroke(ink);
            }
            _ => {}
        }
        if matches!(
            operator,
            b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"n"
        ) {
            self.path = Path::default();
        }
    }
}

/// The last operands as numbers.
fn numbers<const COUNT: usize>(operands: &[Token]) -> Option<[f32; COUNT]> {
    let last = operands.get(operands.len().checked_sub(COUNT)?..)?;
    let mut numbers = [0.0; COUNT];
    for (number, token) in numbers.iter_mut().zip(last) {
        match token {
            Token::Number(value) => *number = *value,
            _ => return None,
        }
    }
    Some(numbers)
}
