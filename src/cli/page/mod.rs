//! A result as a page: what a command says, once, and its looks as text, Markdown and HTML.
//!
//! Every string of a page is safe to show: it went through [`crate::cli::text::flat`] or is ours. Markdown and HTML escape it
//! again for themselves, so nothing that came out of a report is markup anywhere.

mod chart;
mod fit;
pub(super) mod html;
mod markdown;
mod table;
mod text;

use std::path::PathBuf;

pub use self::chart::Drawing;
use super::{CliError, Output, Shared, file, output};

/// What is printed, from top to bottom.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub title: String,
    /// One line a fact, under the title.
    pub lead: Vec<String>,
    pub chapters: Vec<Chapter>,
}

/// One part of a page.
#[derive(Clone, Debug, Default)]
pub struct Chapter {
    /// Where a link inside the page leads; letters of ASCII.
    pub id: &'static str,
    pub title: String,
    pub blocks: Vec<Block>,
}

#[derive(Clone, Debug)]
pub enum Block {
    /// A line of prose.
    Note(String),
    /// A heading inside the chapter, with its sign where it has one.
    Heading(Option<Sign>, Vec<Run>),
    /// One row of an outline, so many levels in.
    Branch {
        depth: usize,
        sign: Sign,
        runs: Vec<Run>,
    },
    /// A passage of either year; one side is absent where there is none.
    Pair {
        sign: Sign,
        tag: String,
        old: Option<Vec<Run>>,
        new: Option<Vec<Run>>,
    },
    /// A point of a list and what belongs to it.
    Point {
        sign: Sign,
        runs: Vec<Run>,
        below: Vec<Vec<Run>>,
    },
    Table(Table),
    /// What is there and not worth the room: a line that says so, and the rest behind it where a page can be opened.
    Folded {
        summary: String,
        lines: Vec<Vec<Run>>,
        fold: Fold,
    },
}

/// How much of a folded block a text shows, which cannot be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    Summary,
    Whole,
}

#[derive(Clone, Debug, Default)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Vec<Run>>>,
}

#[derive(Clone, Debug)]
pub struct Column {
    pub title: String,
    pub side: Side,
}

/// Words stand left, numbers right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
}

/// A stretch of text of one look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub text: String,
    pub look: Look,
    /// What stands in place of the text where drawings can be shown.
    pub drawing: Option<Drawing>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    Plain,
    /// Of the old report only.
    Gone,
    /// Of the new report only.
    New,
    /// The same inside a sentence that both reports have, where brackets show its ends.
    Cut,
    Added,
    Strong,
    Quiet,
    /// Asks for a look.
    Doubt,
}

/// What became of a thing, with a mark that says so without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Same,
    Changed,
    Moved,
    Renamed,
    New,
    Gone,
    Doubt,
    None,
}

impl Sign {
    pub fn mark(self) -> &'static str {
        match self {
            Sign::Same => "=",
            Sign::Changed => "~",
            Sign::Moved => "→",
            Sign::Renamed => "R",
            Sign::New => "+",
            Sign::Gone => "-",
            Sign::Doubt => "?",
            Sign::None => " ",
        }
    }

    fn look(self) -> Look {
        match self {
            Sign::Same => Look::Quiet,
            Sign::Changed | Sign::Moved | Sign::Renamed | Sign::Doubt => Look::Doubt,
            Sign::New => Look::New,
            Sign::Gone => Look::Gone,
            Sign::None => Look::Plain,
        }
    }
}

impl Run {
    pub fn new(text: impl Into<String>, look: Look) -> Run {
        Run {
            text: text.into(),
            look,
            drawing: None,
        }
    }

    /// A drawing with the signs that stand for it in a text.
    pub fn drawn(text: impl Into<String>, drawing: Drawing) -> Run {
        Run {
            drawing: Some(drawing),
            ..Run::quiet(text)
        }
    }

    pub fn plain(text: impl Into<String>) -> Run {
        Run::new(text, Look::Plain)
    }

    pub fn quiet(text: impl Into<String>) -> Run {
        Run::new(text, Look::Quiet)
    }
}

impl Column {
    pub fn left(title: impl Into<String>) -> Column {
        Column {
            title: title.into(),
            side: Side::Left,
        }
    }

    pub fn right(title: impl Into<String>) -> Column {
        Column {
            title: title.into(),
            side: Side::Right,
        }
    }
}

/// How a page is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageFormat {
    #[default]
    Text,
    Json,
    Markdown,
    Html,
}

impl PageFormat {
    /// As typed after `--format`.
    pub const NAMES: [&'static str; 4] = ["text", "json", "markdown", "html"];

    pub fn named(name: &str) -> PageFormat {
        match name {
            "json" => PageFormat::Json,
            "markdown" => PageFormat::Markdown,
            "html" => PageFormat::Html,
            _ => PageFormat::Text,
        }
    }
}

/// What is printed, and where it goes.
#[derive(Clone, Debug, Default)]
pub struct Printing {
    pub format: PageFormat,
    /// A file in place of standard output.
    pub out: Option<PathBuf>,
}

impl Printing {
    /// Prints a page, or the document that says the same for programs.
    pub fn print<D: serde::Serialize>(
        &self,
        page: impl FnOnce() -> Page,
        document: impl FnOnce() -> D,
        shared: &Shared,
        output: &mut Output,
    ) -> Result<(), CliError> {
        let colour = self.out.is_none() && shared.colour;
        let room = shared.room.filter(|_| self.out.is_none());
        let printed = match self.format {
            PageFormat::Text => text::print(&page(), colour, room),
            PageFormat::Markdown => markdown::print(&page()),
            PageFormat::Html => html::print(&page(), shared.lang),
            PageFormat::Json => output::json(&document())?,
        };
        let printed = printed.trim_end();
        match &self.out {
            Some(path) => file::write(path, &format!("{printed}\n")),
            None => output.line(printed),
        }
    }
}
