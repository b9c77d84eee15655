//! A text that is read far more often than it is made, and may be a piece of a larger one that many share.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A text that costs next to nothing to copy: the sentences, titles and digests that thousands of anchors repeat.
#[derive(Clone, Default)]
pub struct Text {
    /// Nothing where it is empty. Private, like the rest: `start` and `length` must be a piece of it on character boundaries.
    whole: Option<Arc<str>>,
    start: u32,
    length: u32,
}

impl Text {
    /// A piece of a larger text, which lives on with it; `None` where that has no such piece.
    pub fn piece(whole: &Arc<str>, start: usize, length: usize) -> Option<Text> {
        whole.get(start..start.checked_add(length)?)?;
        Some(Text {
            whole: (length > 0).then(|| Arc::clone(whole)),
            start: u32::try_from(start).ok()?,
            length: u32::try_from(length).ok()?,
        })
    }

    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    pub fn as_str(&self) -> &str {
        let whole = self.whole.as_deref().unwrap_or_default();
        let start = self.start as usize;
        // The piece was there when it was made, and a shared text never changes.
        whole
            .get(start..start + self.length as usize)
            .unwrap_or_default()
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        // A text of four gigabytes is none that anybody wrote.
        Text::piece(&Arc::from(text), 0, text.len()).unwrap_or_default()
    }
}

impl From<String> for Text {
    fn from(text: String) -> Text {
        Text::from(text.as_str())
    }
}

impl From<&Text> for String {
    fn from(text: &Text) -> String {
        text.as_str().to_owned()
    }
}

impl From<Text> for String {
    fn from(text: Text) -> String {
        text.as_str().to_owned()
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Text) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Text {}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Text) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Text) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl PartialEq<String> for Text {
    fn eq(&self, other: &String) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<Text> for String {
    fn eq(&self, other: &Text) -> bool {
        self == other.as_str()
    }
}

impl PartialEq<Text> for &str {
    fn eq(&self, other: &Text) -> bool {
        *self == other.as_str()
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        self.as_str().fmt(formatter)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        self.as_str().fmt(formatter)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Text, D::Error> {
        struct Reader;

        impl Visitor<'_> for Reader {
            type Value = Text;

            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str("a text")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Text, E> {
                Ok(Text::from(text))
            }
        }

        deserializer.deserialize_str(Reader)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_what_stands_there_and_nothing_else() {
        let whole: Arc<str> = Arc::from("白露县2024年");
        let piece = |start, length| Text::piece(&whole, start, length);
        assert_eq!(piece(9, 4).as_deref(), Some("2024"));
        assert_eq!(piece(0, 16), Some(Text::from("白露县2024年")));
        assert_eq!(piece(3, 0), Some(Text::default()));
        // Not on a boundary, behind the end, and past every number.
        assert_eq!(piece(1, 3), None);
        assert_eq!(piece(9, 40), None);
        assert_eq!(piece(9, usize::MAX), None);
    }
}
