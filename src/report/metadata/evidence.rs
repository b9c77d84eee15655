//! Where each piece of metadata comes from, and how sure it is.

use super::Located;
use crate::report::Span;

/// One thing that is known about a report as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    Title,
    Issuer,
    Region,
    Level,
    DepartmentOf,
    Kind,
    Year,
    Published,
    Signed,
}

/// Why a field has its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    pub field: Field,
    pub origin: Origin,
    pub certainty: Certainty,
    /// The words that say so; `None` when they are not in the text.
    pub span: Option<Span>,
}

/// Where the value of a field was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A reviewer corrected it.
    Correction,
    Title,
    /// The first sentences.
    Opening,
    /// Under the text.
    Signature,
    /// The covering letter before the report.
    Letter,
    /// 来源, 发布机构, 发布时间 and the like around the text, or the tags of the page.
    Page,
    /// Anywhere else in the text, such as 全县 or the headings.
    Body,
    FileName,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Certainty {
    /// Put together from hints; ask.
    Guess,
    /// One clear sign.
    Likely,
    /// Said in so many words.
    Sure,
}

impl Field {
    /// All fields, in the order in which they are shown.
    pub const ALL: [Field; 9] = [
        Field::Title,
        Field::Issuer,
        Field::Region,
        Field::Level,
        Field::DepartmentOf,
        Field::Kind,
        Field::Year,
        Field::Published,
        Field::Signed,
    ];

    /// The field of that name.
    pub fn named(name: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|field| field.name() == name)
    }

    /// The name in JSON and in events, and the last part of the locale key `field.*`.
    pub fn name(self) -> &'static str {
        match self {
            Field::Title => "title",
            Field::Issuer => "issuer",
            Field::Region => "region",
            Field::Level => "level",
            Field::DepartmentOf => "department_of",
            Field::Kind => "kind",
            Field::Year => "year",
            Field::Published => "published",
            Field::Signed => "signed",
        }
    }
}

impl Origin {
    /// The name in JSON and the last part of the locale key `origin.*`.
    pub fn name(self) -> &'static str {
        match self {
            Origin::Correction => "correction",
            Origin::Title => "title",
            Origin::Opening => "opening",
            Origin::Signature => "signature",
            Origin::Letter => "letter",
            Origin::Page => "page",
            Origin::Body => "body",
            Origin::FileName => "file-name",
        }
    }
}

impl Certainty {
    /// The name in JSON and the last part of the locale key `certainty.*`.
    pub fn name(self) -> &'static str {
        match self {
            Certainty::Guess => "guess",
            Certainty::Likely => "likely",
            Certainty::Sure => "sure",
        }
    }
}

/// A value on its way into the metadata, with the reason for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found<T> {
    pub value: T,
    pub origin: Origin,
    pub certainty: Certainty,
    /// The words that say so, in the source text.
    pub span: Option<Span>,
}

impl<T> Found<T> {
    pub fn new(value: T, origin: Origin, certainty: Certainty, span: Option<Span>) -> Found<T> {
        Found {
            value,
            origin,
            certainty,
            span,
        }
    }

    /// What somebody said outside the text.
    pub fn given(value: T, origin: Origin) -> Found<T> {
        Found::new(value, origin, Certainty::Sure, None)
    }

    /// Another value for the same reason.
    pub fn with<U>(&self, value: U) -> Found<U> {
        Found::new(value, self.origin, self.certainty, self.span)
    }

    /// The same with no more certainty than `most`.
    pub fn at_most(mut self, most: Certainty) -> Found<T> {
        self.certainty = self.certainty.min(most);
        self
    }

    pub fn evidence(&self, field: Field) -> Evidence {
        Evidence {
            field,
            origin: self.origin,
            certainty: self.certainty,
            span: self.span,
        }
    }

    /// The value, and its place when the text prints it.
    pub fn located(self) -> Located<T> {
        Located {
            value: self.value,
            span: self.span,
        }
    }
}
