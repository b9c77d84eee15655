//! The tokens of content streams and character maps: flat, so that no nesting can exhaust the stack.

/// One token. Arrays and dictionaries are left as their brackets.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token<'a> {
    Number(f32),
    Name(Vec<u8>),
    Text(Vec<u8>),
    ArrayStart,
    ArrayEnd,
    DictionaryStart,
    DictionaryEnd,
    Operator(&'a [u8]),
}

/// Reads tokens one after another; damaged bytes are stepped over.
pub(super) struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// A string that is never closed ends here, so that what follows is not swallowed time and again.
const LONGEST_TEXT: usize = 1 << 20;

impl<'a> Lexer<'a> {
    pub fn new(bytes: &'a [u8]) -> Lexer<'a> {
        Lexer { bytes, at: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn ahead(&self) -> Option<u8> {
        self.bytes.get(self.at + 1).copied()
    }

    /// The bytes from here on for which the test holds.
    fn take_while(&mut self, test: impl Fn(u8) -> bool) -> &'a [u8] {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest
            .iter()
            .position(|&byte| !test(byte))
            .unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    /// Steps over an inline image, from behind `ID` to behind `EI`.
    pub fn skip_image(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let end = rest.windows(4).position(|window| {
            let [before, b'E', b'I', after] = *window else {
                return false;
            };
            is_blank(before) && is_blank(after)
        });
        self.at = match end {
            Some(end) => self.at + end + 3,
            None => self.bytes.len(),
        };
    }

    fn comment(&mut self) {
        self.take_while(|byte| byte != b'\n' && byte != b'\r');
    }

    fn name(&mut self) -> Vec<u8> {
        let raw = self.take_while(is_regular);
        let mut name = Vec::with_capacity(raw.len());
        let mut idx = 0;
        while let Some(&byte) = raw.get(idx) {
            let escaped = match (byte, raw.get(idx + 1), raw.get(idx + 2)) {
                (b'#', Some(&high), Some(&low)) => hex(high).zip(hex(low)),
                _ => None,
            };
            match escaped {
                Some((high, low)) => name.push(high << 4 | low),
                None => name.push(byte),
            }
            idx += if escaped.is_some() { 3 } else { 1 };
        }
        name
    }

    /// Behind the opening parenthesis, to behind the one that closes it.
    fn literal(&mut self) -> Vec<u8> {
        let mut text = Vec::new();
        let mut depth = 0usize;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\\' => self.escape(&mut text),
                b')' if depth == 0 => break,
                b')' => {
                    depth -= 1;
                    text.push(byte);
                }
                b'(' => {
                    depth += 1;
                    text.push(byte);
                }
                b'\r' => {
                    if self.peek() == Some(b'\n') {
                        self.at += 1;
                    }
                    text.push(b'\n');
                }
                _ => text.push(byte),
            }
            if text.len() > LONGEST_TEXT {
                break;
            }
        }
        text
    }

    fn escape(&mut self, text: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        match byte {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' => text.push(8),
            b'f' => text.push(12),
            b'\n' => {}
            b'\r' => {
                if self.peek() == Some(b'\n') {
                    self.at += 1;
                }
            }
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else {
                        break;
                    };
                    code = code * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                text.push((code & 0xFF) as u8);
            }
            _ => text.push(byte),
        }
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        let raw = self.take_while(|byte| byte != b'>');
        self.at += 1;
        let mut digits = raw.iter().filter_map(|&byte| hex(byte));
        let mut text = Vec::with_capacity(raw.len() / 2);
        while let Some(high) = digits.next() {
            text.push(high << 4 | digits.next().unwrap_or(0));
        }
        text
    }

    /// A number, or the operator that a run of regular bytes is.
    fn word(&mut self) -> Token<'a> {
        let word = self.take_while(is_regular);
        match word.first() {
            Some(b'0'..=b'9' | b'+' | b'-' | b'.') => {
                number(word).map_or(Token::Operator(word), Token::Number)
            }
            _ => Token::Operator(word),
        }
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            self.take_while(is_blank);
            let byte = self.peek()?;
            let (step, token) = match (byte, self.ahead()) {
                (b'%', _) => {
                    self.comment();
                    continue;
                }
                (b'/', _) => {
                    self.at += 1;
                    return Some(Token::Name(self.name()));
                }
                (b'(', _) => {
                    self.at += 1;
                    return Some(Token::Text(self.literal()));
                }
                (b'<', Some(b'<')) => (2, Token::DictionaryStart),
                (b'>', Some(b'>')) => (2, Token::DictionaryEnd),
                (b'<', _) => {
                    self.at += 1;
                    return Some(Token::Text(self.hexadecimal()));
                }
                (b'[', _) => (1, Token::ArrayStart),
                (b']', _) => (1, Token::ArrayEnd),
                (b')' | b'>' | b'{' | b'}', _) => {
                    self.at += 1;
                    continue;
                }
                _ => return Some(self.word()),
            };
            self.at += step;
            return Some(token);
        }
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_blank(byte)
        && !matches!(
            byte,
            b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
        )
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

/// A number as other readers take it: a second sign ends it, as in `0.00-35` or `12-`.
fn number(word: &[u8]) -> Option<f32> {
    let text = std::str::from_utf8(word).ok()?;
    let text = text.strip_prefix("--").unwrap_or(text);
    let end = text
        .char_indices()
        .skip(1)
        .find(|(_, letter)| !(letter.is_ascii_digit() || *letter == '.'))
        .map_or(text.len(), |(at, _)| at);
    let number = text.get(..end)?;
    match number {
        "." | "-" | "+" | "-." | "+." => Some(0.0),
        _ => number.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> Token<'static> {
        Token::Text(bytes.to_vec())
    }

    fn check(bytes: &[u8], tokens: &[Token]) {
        assert_eq!(Lexer::new(bytes).collect::<Vec<_>>(), tokens);
    }

    #[test]
    fn tokens_are_read_as_pdf_writes_them() {
        check(
            b"/F1 -12.5 Tf%x\n[(a)-20<4e0>]TJ",
            &[
                Token::Name(b"F1".to_vec()),
                Token::Number(-12.5),
                Token::Operator(b"Tf"),
                Token::ArrayStart,
                text(b"a"),
                Token::Number(-20.0),
                text(b"N\0"),
                Token::ArrayEnd,
                Token::Operator(b"TJ"),
            ],
        );
        check(
            b"(a\\(b\\051(c)\\\r\nd\\n)T*",
            &[text(b"a(b)(c)d\n"), Token::Operator(b"T*")],
        );
        check(
            b"/A#20B<</C(d)>>.5 --3",
            &[
                Token::Name(b"A B".to_vec()),
                Token::DictionaryStart,
                Token::Name(b"C".to_vec()),
                text(b"d"),
                Token::DictionaryEnd,
                Token::Number(0.5),
                Token::Number(3.0),
            ],
        );
    }

    #[test]
    fn damaged_bytes_are_stepped_over() {
        check(b")}>", &[]);
        check(b"(never closed", &[text(b"never closed")]);
        check(b"<4", &[text(b"@")]);
        check(b"0.00-35", &[Token::Number(0.0)]);
    }

    #[test]
    fn an_inline_image_is_stepped_over() {
        let mut lexer = Lexer::new(b"ID \xFFEIx\n EI Q");
        assert_eq!(lexer.next(), Some(Token::Operator(b"ID")));
        lexer.skip_image();
        assert_eq!(lexer.next(), Some(Token::Operator(b"Q")));
    }
}
