//! The XML of one part, element by element, with limits: no DTD, no entities, no depth beyond what documents need.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use crate::import::ExtractError;

/// Elements inside each other; everything that walks the tree may recurse so deep.
const DEPTH: usize = 256;

/// Prefixes that mean something to us and are in force at one place.
const SCOPES: usize = 256;

/// What is refused wherever it stands, because of what it may declare.
const DECLARATION: &str = "a document type declaration";

/// The vocabularies that carry text, or say where text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum Vocabulary {
    /// `w:`, of the first edition or the strict one.
    Word,
    /// Additions of later versions of the word processor: `w14:`, `wps:` and so on.
    Extension,
    /// `mc:`, alternatives for readers of different age.
    Compatibility,
    /// `m:`, equations.
    Math,
    /// `v:`, the old drawings.
    Vml,
    /// `a:` and below: `pic:`, `c:`, `dgm:`.
    Drawing,
    /// Anything else, the parts of the package itself included.
    Other,
}

impl Vocabulary {
    fn of(namespace: &str) -> Vocabulary {
        const STRICT: &str = "http://purl.oclc.org/ooxml/";
        const TRANSITIONAL: &str = "http://schemas.openxmlformats.org/";
        const MICROSOFT: &str = "http://schemas.microsoft.com/office/";
        if let Some(rest) = namespace.strip_prefix(STRICT) {
            return Vocabulary::of_standard(rest);
        }
        if let Some(rest) = namespace.strip_prefix(TRANSITIONAL) {
            return if rest.starts_with("markup-compatibility/") {
                Vocabulary::Compatibility
            } else {
                Vocabulary::of_standard(rest)
            };
        }
        match namespace.strip_prefix(MICROSOFT) {
            Some(rest) if rest.starts_with("word/") => Vocabulary::Extension,
            Some(rest) if rest.starts_with("drawing/") => Vocabulary::Drawing,
            _ if namespace == "urn:schemas-microsoft-com:vml" => Vocabulary::Vml,
            _ => Vocabulary::Other,
        }
    }

    fn of_standard(rest: &str) -> Vocabulary {
        if rest.starts_with("wordprocessingml/") {
            Vocabulary::Word
        } else if rest.starts_with("officeDocument/") && rest.ends_with("/math") {
            Vocabulary::Math
        } else if rest.starts_with("drawingml/") {
            Vocabulary::Drawing
        } else {
            Vocabulary::Other
        }
    }
}

/// The start of an element. Whoever takes one from [`Xml::child`] reads on to its end: by `child`, `text` or `skip`.
pub(in crate::import) struct Element<'a> {
    pub vocabulary: Vocabulary,
    start: BytesStart<'a>,
}

impl Element<'_> {
    /// The name without prefix.
    pub fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// The name, when it is of the main vocabulary; else nothing, which no pattern matches.
    pub fn word(&self) -> &str {
        match self.vocabulary {
            Vocabulary::Word => self.name(),
            Vocabulary::Extension
            | Vocabulary::Compatibility
            | Vocabulary::Math
            | Vocabulary::Vml
            | Vocabulary::Drawing
            | Vocabulary::Other => "",
        }
    }

    /// The value of the first attribute of that name, whatever its prefix: some producers leave the prefix out.
    pub fn attribute(&self, name: &str) -> Option<Cow<'_, str>> {
        let mut attributes = self.start.attributes();
        attributes
            .with_checks(false)
            .filter_map(Result::ok)
            .find(|attribute| attribute.key.local_name().into_inner() == name)
            .map(|attribute| match attribute.value {
                Cow::Borrowed(raw) => unescaped(raw),
                Cow::Owned(raw) => Cow::Owned(unescaped(&raw).into_owned()),
            })
    }

    /// `w:val`.
    pub fn value(&self) -> Option<Cow<'_, str>> {
        self.attribute("val")
    }

    /// An attribute that holds a whole number.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// A property that is on unless its value says off.
    pub fn is_on(&self) -> bool {
        !self
            .value()
            .is_some_and(|value| matches!(value.as_ref(), "0" | "false" | "off"))
    }
}

fn unescaped(raw: &str) -> Cow<'_, str> {
    quick_xml::escape::unescape(raw).unwrap_or(Cow::Borrowed(raw))
}

/// A prefix that is in force.
struct Scope<'a> {
    prefix: Cow<'a, str>,
    vocabulary: Vocabulary,
    depth: usize,
}

/// A cursor in the XML of one part.
pub(in crate::import) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    /// The name of the part, for messages.
    part: &'a str,
    depth: usize,
    /// The last element had no content; its end is still to be told.
    empty: bool,
    scopes: Vec<Scope<'a>>,
}

/// What the cursor met.
enum Token<'a> {
    Start(Element<'a>),
    End,
    Text(Cow<'a, str>),
    Eof,
}

impl<'a> Xml<'a> {
    pub fn new(text: &'a str, part: &'a str) -> Xml<'a> {
        Xml {
            reader: Reader::from_str(text),
            part,
            depth: 0,
            empty: false,
            scopes: Vec::new(),
        }
    }

    /// The outermost element.
    pub fn root(&mut self) -> Result<Element<'a>, ExtractError> {
        loop {
            match self.token()? {
                Token::Start(element) => return Ok(element),
                Token::Text(_) | Token::End => {}
                Token::Eof => return Err(self.damaged("no element")),
            }
        }
    }

    /// The next element inside the one being read, or nothing at its end.
    pub fn child(&mut self) -> Result<Option<Element<'a>>, ExtractError> {
        loop {
            match self.token()? {
                Token::Start(element) => return Ok(Some(element)),
                Token::End => return Ok(None),
                Token::Text(_) => {}
                Token::Eof => return Err(self.damaged("ends early")),
            }
        }
    }

    /// Passes over the rest of the element, of which nothing is looked at but where it ends.
    pub fn skip(&mut self) -> Result<(), ExtractError> {
        let outside = self.depth.saturating_sub(1);
        if std::mem::take(&mut self.empty) {
            self.leave();
        }
        while self.depth > outside {
            match self.event()? {
                Event::Start(_) => self.deeper()?,
                Event::End(_) => self.leave(),
                Event::Eof => return Err(self.damaged("ends early")),
                Event::DocType(_) => return Err(self.damaged(DECLARATION)),
                Event::Empty(_)
                | Event::Text(_)
                | Event::CData(_)
                | Event::GeneralRef(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_) => {}
            }
        }
        Ok(())
    }

    /// All characters to the end of the element.
    pub fn text(&mut self) -> Result<Cow<'a, str>, ExtractError> {
        let outside = self.depth.saturating_sub(1);
        let mut text = Cow::Borrowed("");
        while self.depth > outside {
            match self.token()? {
                Token::Text(more) if text.is_empty() => text = more,
                Token::Text(more) => text.to_mut().push_str(&more),
                Token::Start(_) | Token::End => {}
                Token::Eof => return Err(self.damaged("ends early")),
            }
        }
        Ok(text)
    }

    /// The vocabulary that a prefix stands for here.
    pub fn vocabulary(&self, prefix: &str) -> Vocabulary {
        self.scopes
            .iter()
            .rev()
            .find(|scope| scope.prefix == prefix)
            .map_or(Vocabulary::Other, |scope| scope.vocabulary)
    }

    pub fn damaged(&self, what: &str) -> ExtractError {
        let at = self.reader.buffer_position();
        ExtractError::Damaged(format!("{} at byte {at}: {what}", self.part))
    }

    fn event(&mut self) -> Result<Event<'a>, ExtractError> {
        self.reader
            .read_event()
            .map_err(|error| self.damaged(&error.to_string()))
    }

    fn token(&mut self) -> Result<Token<'a>, ExtractError> {
        if std::mem::take(&mut self.empty) {
            self.leave();
            return Ok(Token::End);
        }
        loop {
            return Ok(match self.event()? {
                Event::Start(start) => Token::Start(self.enter(start)?),
                Event::Empty(start) => {
                    self.empty = true;
                    Token::Start(self.enter(start)?)
                }
                Event::End(_) => {
                    self.leave();
                    Token::End
                }
                Event::Text(text) => Token::Text(text.xml10_content()),
                Event::CData(text) => Token::Text(text.xml10_content()),
                Event::GeneralRef(reference) => Token::Text(self.character(&reference)?),
                Event::DocType(_) => return Err(self.damaged(DECLARATION)),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
                Event::Eof => Token::Eof,
            });
        }
    }

    fn character(
        &self,
        reference: &quick_xml::events::BytesRef,
    ) -> Result<Cow<'a, str>, ExtractError> {
        match reference.resolve_char_ref() {
            Ok(Some(character)) => Ok(Cow::Owned(character.to_string())),
            Ok(None) => resolve_predefined_entity(reference)
                .map(Cow::Borrowed)
                .ok_or_else(|| self.damaged("an entity")),
            Err(error) => Err(self.damaged(&error.to_string())),
        }
    }

    fn enter(&mut self, start: BytesStart<'a>) -> Result<Element<'a>, ExtractError> {
        self.deeper()?;
        if start.attributes_raw().contains("xmlns") {
            self.declare(&start)?;
        }
        let prefix = start
            .name()
            .prefix()
            .map_or("", |prefix| prefix.into_inner());
        Ok(Element {
            vocabulary: self.vocabulary(prefix),
            start,
        })
    }

    fn declare(&mut self, start: &BytesStart<'a>) -> Result<(), ExtractError> {
        let mut attributes = start.attributes();
        for attribute in attributes.with_checks(false).filter_map(Result::ok) {
            let name = attribute.key.as_ref();
            let prefix = match name.strip_prefix("xmlns") {
                Some("") => "",
                Some(rest) => match rest.strip_prefix(':') {
                    Some(prefix) => prefix,
                    None => continue,
                },
                None => continue,
            };
            let vocabulary = Vocabulary::of(&unescaped(&attribute.value));
            // What means nothing to us is noted only where it hides something that does.
            if vocabulary != self.vocabulary(prefix) {
                self.scopes.push(Scope {
                    prefix: Cow::Owned(prefix.to_owned()),
                    vocabulary,
                    depth: self.depth,
                });
            }
            if self.scopes.len() > SCOPES {
                return Err(ExtractError::TooComplex);
            }
        }
        Ok(())
    }

    fn deeper(&mut self) -> Result<(), ExtractError> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(ExtractError::TooComplex);
        }
        Ok(())
    }

    fn leave(&mut self) {
        let depth = self.depth;
        while self.scopes.last().is_some_and(|scope| scope.depth >= depth) {
            self.scopes.pop();
        }
        self.depth = self.depth.saturating_sub(1);
    }
}
