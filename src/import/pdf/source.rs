//! The parsed file: its pages and objects, with a limit on what unpacking may cost.

use std::cell::Cell;
use std::collections::HashSet;

use lopdf::{DecompressError, Dictionary, Document, Error, LoadOptions, Object, ObjectId, Stream};

use crate::import::ExtractError;

/// The most bytes that one stream may unpack to.
const STREAM_LIMIT: usize = 64 << 20;

/// The most bytes that are unpacked of one document.
const TOTAL_LIMIT: usize = 200 << 20;

/// More pages than any report has.
const PAGE_LIMIT: usize = 5000;

/// How far up the tree of pages a property may be inherited from.
const TREE_DEPTH: usize = 64;

/// A document, and what may still be unpacked of it.
pub(super) struct Source {
    document: Document,
    left: Cell<usize>,
}

impl Source {
    /// Parses a file; a password that is empty opens what is encrypted only against changes.
    pub fn open(bytes: &[u8]) -> Result<Source, ExtractError> {
        let options = LoadOptions::with_max_decompressed_size(STREAM_LIMIT);
        let document = Document::load_mem_with_options(bytes, options).map_err(reason)?;
        if document.is_encrypted() {
            return Err(ExtractError::Encrypted);
        }
        Ok(Source {
            document,
            left: Cell::new(TOTAL_LIMIT),
        })
    }

    /// The pages in order, each once; where their tree is lost, in the order of their numbers.
    pub fn pages(&self) -> Result<Vec<ObjectId>, ExtractError> {
        let mut seen = HashSet::new();
        let mut pages: Vec<ObjectId> = self
            .document
            .page_iter()
            .filter(|id| seen.insert(*id))
            .take(PAGE_LIMIT + 1)
            .collect();
        if pages.is_empty() {
            pages = self
                .document
                .objects
                .iter()
                .filter(|(_, object)| object.type_name().is_ok_and(|name| name == b"Page"))
                .map(|(id, _)| *id)
                .take(PAGE_LIMIT + 1)
                .collect();
        }
        match pages.len() {
            0 => Err(ExtractError::Damaged("no pages".to_owned())),
            count if count > PAGE_LIMIT => Err(ExtractError::TooComplex),
            _ => Ok(pages),
        }
    }

    /// The object itself, behind any references.
    pub fn resolve<'a>(&'a self, object: &'a Object) -> Option<&'a Object> {
        self.document
            .dereference(object)
            .ok()
            .map(|(_, object)| object)
    }

    pub fn object(&self, id: ObjectId) -> Option<&Object> {
        self.document.get_object(id).ok()
    }

    pub fn get<'a>(&'a self, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
        self.resolve(dictionary.get(key).ok()?)
    }

    pub fn dictionary<'a>(
        &'a self,
        dictionary: &'a Dictionary,
        key: &[u8],
    ) -> Option<&'a Dictionary> {
        match self.get(dictionary, key)? {
            Object::Dictionary(found) => Some(found),
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        }
    }

    pub fn stream<'a>(&'a self, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Stream> {
        self.get(dictionary, key)?.as_stream().ok()
    }

    pub fn array<'a>(&'a self, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a [Object]> {
        Some(self.get(dictionary, key)?.as_array().ok()?)
    }

    pub fn name<'a>(&'a self, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a [u8]> {
        self.get(dictionary, key)?.as_name().ok()
    }

    pub fn number(&self, dictionary: &Dictionary, key: &[u8]) -> Option<f32> {
        self.get(dictionary, key)?.as_float().ok()
    }

    /// Numbers of an array, such as a box or a matrix.
    pub fn numbers<const COUNT: usize>(
        &self,
        dictionary: &Dictionary,
        key: &[u8],
    ) -> Option<[f32; COUNT]> {
        let numbers: Vec<f32> = self
            .array(dictionary, key)?
            .iter()
            .take(COUNT)
            .filter_map(|number| self.resolve(number)?.as_float().ok())
            .collect();
        numbers.try_into().ok()
    }

    /// A property of a page, or of the nearest branch above that has it.
    pub fn inherited<'a>(&'a self, page: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
        let mut node = page;
        for _ in 0..TREE_DEPTH {
            if let Some(found) = self.get(node, key) {
                return Some(found);
            }
            node = self.dictionary(node, b"Parent")?;
        }
        None
    }

    /// What a stream holds, unpacked; empty when it cannot be.
    pub fn unpack(&self, stream: &Stream) -> Result<Vec<u8>, ExtractError> {
        let limit = self.left.get().min(STREAM_LIMIT);
        match stream.decompressed_content_with_limit(limit) {
            Ok(content) => {
                self.left.set(self.left.get().saturating_sub(content.len()));
                Ok(content)
            }
            Err(Error::Decompress(
                DecompressError::MemoryLimitExceeded { .. }
                | DecompressError::TooManyFilters { .. },
            )) => Err(ExtractError::TooComplex),
            Err(_) => Ok(Vec::new()),
        }
    }

    /// The operators of a page. A token may end in one stream and go on in the next only at white space.
    pub fn content(&self, page: &Dictionary) -> Result<Vec<u8>, ExtractError> {
        let mut content = Vec::new();
        let streams = match self.get(page, b"Contents") {
            Some(Object::Array(streams)) => streams.as_slice(),
            Some(single) => std::slice::from_ref(single),
            None => &[],
        };
        for stream in streams {
            if let Some(Object::Stream(stream)) = self.resolve(stream) {
                content.extend(self.unpack(stream)?);
                content.push(b'\n');
            }
        }
        Ok(content)
    }

    /// The title among the properties of the document.
    pub fn title(&self) -> Option<String> {
        let properties = self.dictionary(&self.document.trailer, b"Info")?;
        let title = lopdf::decode_text_string(self.get(properties, b"Title")?).ok()?;
        told(&title)
    }
}

/// A title without what the printing program adds to it; a name without an ideograph, such as `untitled`, is none.
fn told(title: &str) -> Option<String> {
    let title = title.trim();
    let title = title.strip_prefix("Microsoft Word - ").unwrap_or(title);
    let title = [".docx", ".doc", ".wps"]
        .iter()
        .find_map(|ending| title.strip_suffix(ending))
        .unwrap_or(title);
    let is_chinese = title
        .chars()
        .any(|letter| matches!(letter, '\u{4E00}'..='\u{9FFF}'));
    is_chinese.then(|| title.to_owned())
}

fn reason(error: Error) -> ExtractError {
    match error {
        Error::InvalidPassword | Error::Decryption(_) | Error::UnsupportedSecurityHandler(_) => {
            ExtractError::Encrypted
        }
        Error::Decompress(DecompressError::MemoryLimitExceeded { .. }) => ExtractError::TooComplex,
        error => ExtractError::Damaged(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_what_somebody_wrote() {
        for (title, expected) in [
            ("青禾县年度报告", Some("青禾县年度报告")),
            (
                "Microsoft Word - 青禾县年度报告.doc",
                Some("青禾县年度报告"),
            ),
            (" 报告.wps ", Some("报告")),
            ("untitled", None),
            ("Microsoft Word - 1.doc", None),
            ("", None),
        ] {
            assert_eq!(told(title).as_deref(), expected, "{title}");
        }
    }
}
