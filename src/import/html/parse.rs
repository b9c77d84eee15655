//! Text to tree, in small pieces, so that a hostile page is refused before it costs anything.
//!
//! The parser of browsers is linear on honest pages. It is not where every tag looks through a deep stack of open
//! elements, or where one tag has thousands of attributes; both are counted while the page is fed, and a page that
//! costs more than any report is [`TooComplex`].

use std::cell::{Cell, RefCell};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{LocalName, ns};

use super::plant::{Handle, Planter};
use super::tree::Tree;

/// The page is larger, deeper or more tangled than any report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooComplex;

/// Bytes of a page.
const MOST_BYTES: usize = 20 * 1024 * 1024;
/// Elements inside each other; browsers stop there as well.
const DEEPEST: usize = 512;
/// Elements, texts and comments.
const MOST_NODES: usize = 1_000_000;
/// Steps of the parser, each about a nanosecond.
const MOST_STEPS: usize = 250_000_000;
/// Bytes between two looks at the limits.
const PIECE: usize = 4096;

/// Reads a page; in one that says that it is XML, any element may close itself.
pub(super) fn parse(text: &str) -> Result<Tree, TooComplex> {
    if text.len() > MOST_BYTES {
        return Err(TooComplex);
    }
    let sink = Watched {
        builder: TreeBuilder::new(Planter::new(), TreeBuilderOpts::default()),
        tokens: Cell::new(0),
        xml: is_xml(text),
        prefix: RefCell::new(None),
    };
    let tokenizer = Tokenizer::new(sink, Default::default());
    let queue = BufferQueue::default();
    let mut budget = Budget::default();
    for piece in pieces(text) {
        let tokens = tokenizer.sink.tokens.get();
        queue.push_back(StrTendril::from_slice(piece));
        // The sink answers every script and every encoding with "go on", so that one call takes the whole piece.
        let _ = tokenizer.feed(&queue);
        let silent = tokenizer.sink.tokens.get() == tokens;
        budget.take(piece, silent, &tokenizer.sink.builder.sink)?;
    }
    tokenizer.end();
    Ok(tokenizer.sink.builder.sink.into_tree())
}

fn is_xml(text: &str) -> bool {
    text.trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with("<?xml")
}

/// The text cut before everything that looks like a tag and after every few kilobytes; pictures written out in
/// letters are left out.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let len = piece_len(rest);
        let piece = rest.get(..len).filter(|piece| !piece.is_empty())?;
        rest = rest.get(len..)?;
        let payload = piece
            .find(PAYLOAD)
            .map(|at| at + PAYLOAD.len())
            .filter(|at| payload_len(piece, *at) == piece.len() - at);
        if let Some(at) = payload {
            rest = rest.get(payload_len(rest, 0)..)?;
            return piece.get(..at);
        }
        Some(piece)
    })
}

fn piece_len(text: &str) -> usize {
    let bytes = text.as_bytes().iter().take(PIECE);
    let mut pairs = bytes.clone().zip(bytes.skip(1)).enumerate().skip(1);
    let tag = pairs.find(|(_, (first, second))| {
        **first == b'<' && (second.is_ascii_alphabetic() || b"/!?".contains(second))
    });
    match tag {
        Some((at, _)) => at,
        None => (0..=PIECE.min(text.len()))
            .rev()
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(0),
    }
}

/// What a picture inside an attribute begins with.
const PAYLOAD: &str = ";base64,";

fn payload_len(text: &str, from: usize) -> usize {
    text.bytes()
        .skip(from)
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(byte))
        .count()
}

/// What the page has cost so far.
#[derive(Default)]
struct Budget {
    steps: usize,
    open: Open,
}

/// What the last piece left open.
#[derive(Clone, Copy, Default)]
enum Open {
    #[default]
    Nothing,
    /// A tag, with the number of places where an attribute may have begun.
    Tag(usize),
    Comment,
}

impl Budget {
    fn take(&mut self, piece: &str, silent: bool, planter: &Planter) -> Result<(), TooComplex> {
        let depth = planter.depth();
        self.steps += piece.len() * depth.max(8) / 4;
        self.attributes(piece, silent);
        let fits = depth <= DEEPEST && planter.count() <= MOST_NODES && self.steps <= MOST_STEPS;
        if fits { Ok(()) } else { Err(TooComplex) }
    }

    /// Each attribute of a tag is held against all before it. A piece that gave no token leaves a tag or a comment open.
    fn attributes(&mut self, piece: &str, silent: bool) {
        let before = match self.open {
            Open::Tag(before) => before,
            Open::Nothing if !piece.starts_with("<!") && !piece.starts_with("<?") => 0,
            Open::Nothing | Open::Comment => {
                self.open = if silent { Open::Comment } else { Open::Nothing };
                return;
            }
        };
        let tag = if silent {
            piece
        } else {
            piece.rsplit_once('>').map_or("", |(tag, _)| tag)
        };
        let separators = tag
            .bytes()
            .filter(|byte| byte.is_ascii_whitespace() || b"/\"'".contains(byte))
            .count();
        self.steps += separators * (before + separators / 2);
        self.open = if silent {
            Open::Tag(before + separators)
        } else {
            Open::Nothing
        };
    }
}

/// Passes tokens on to the tree builder and counts them.
struct Watched {
    builder: TreeBuilder<Handle, Planter>,
    tokens: Cell<usize>,
    /// In XML any element may close itself.
    xml: bool,
    /// The prefix that stands for the namespace of HTML.
    prefix: RefCell<Option<String>>,
}

/// What a `<title>` with a prefix becomes.
pub(super) const PREFIXED_TITLE: &str = "page-title";

const XHTML: &str = "http://www.w3.org/1999/xhtml";

impl Watched {
    fn pass(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        match self.builder.process_token(token, line) {
            TokenSinkResult::RawData(kind) => TokenSinkResult::RawData(kind),
            TokenSinkResult::Plaintext => TokenSinkResult::Plaintext,
            TokenSinkResult::Continue
            | TokenSinkResult::Script(_)
            | TokenSinkResult::EncodingIndicator(_) => TokenSinkResult::Continue,
        }
    }

    fn well_formed(&self, mut tag: Tag, line: u64) -> TokenSinkResult<Handle> {
        self.learn_prefix(&tag);
        self.drop_prefix(&mut tag);
        let closes = tag.self_closing
            && tag.kind == TagKind::StartTag
            && !self
                .builder
                .adjusted_current_node_present_but_not_in_html_namespace();
        // An end tag of its own would be a second line break.
        if !closes || &*tag.name == "br" {
            return self.pass(Token::TagToken(tag), line);
        }
        let end = Tag {
            kind: TagKind::EndTag,
            name: tag.name.clone(),
            self_closing: false,
            attrs: Vec::new(),
            had_duplicate_attributes: false,
        };
        let _ = self.pass(Token::TagToken(tag), line);
        let _ = self.pass(Token::TagToken(end), line);
        TokenSinkResult::Continue
    }

    fn learn_prefix(&self, tag: &Tag) {
        let mut prefix = self.prefix.borrow_mut();
        if prefix.is_none() {
            *prefix = tag.attrs.iter().find_map(|attribute| {
                let prefix = attribute.name.local.strip_prefix("xmlns:")?;
                (attribute.name.ns == ns!() && &*attribute.value == XHTML)
                    .then(|| format!("{prefix}:"))
            });
        }
    }

    fn drop_prefix(&self, tag: &mut Tag) {
        let prefix = self.prefix.borrow();
        let bare = prefix
            .as_deref()
            .and_then(|prefix| tag.name.strip_prefix(prefix))
            .map(LocalName::from);
        if let Some(bare) = bare {
            // The tokenizer would look for the end of raw text without the prefix.
            tag.name = match &*bare {
                "script" | "style" | "iframe" | "noembed" | "noframes" | "noscript"
                | "textarea" | "xmp" | "plaintext" => LocalName::from("canvas"),
                "title" => LocalName::from(PREFIXED_TITLE),
                _ => bare,
            };
        }
    }
}

impl TokenSink for Watched {
    type Handle = Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        match token {
            Token::ParseError(_) => TokenSinkResult::Continue,
            Token::TagToken(tag) if self.xml => {
                self.tokens.set(self.tokens.get() + 1);
                self.well_formed(tag, line)
            }
            token => {
                self.tokens.set(self.tokens.get() + 1);
                self.pass(token, line)
            }
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.xml
            || self
                .builder
                .adjusted_current_node_present_but_not_in_html_namespace()
    }
}
