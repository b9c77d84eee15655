//! The annotation editor: below the text it is about, with the quote above it; what is typed is kept on disk as a draft.

mod pointing;
mod saving;
mod view;

pub use saving::Saved;

use ratatui_textarea::{CursorMove, TextArea};
use uuid::Uuid;

use crate::report::Span;
use crate::review::{Annotation, Grade, Motivation, Scope};
use crate::shown::in_one_line;
use crate::tui::action::Action;
use crate::tui::app::Shared;
use crate::tui::input::Line;
use crate::tui::key::{Code, Key};
use crate::tui::message::Draft;
use crate::tui::model::Document;
use crate::tui::note_text::NoteText;

/// A note being written.
pub struct Editor {
    draft: Draft,
    /// What it was when it was opened, where that is known: only what was changed is an edit.
    opened: Option<Draft>,
    field: Field,
    rule: Line,
    problem: NoteText,
    suggestion: NoteText,
    /// Whether the draft on disk is what is on the screen.
    pub kept: Kept,
    touched: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Nothing typed that is not on disk.
    Yes,
    Not,
}

/// Where the caret is; Tab goes round in this order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Field {
    #[default]
    Problem,
    Suggestion,
    Motivation,
    Grade,
    Rule,
    /// Whether it may leave in an export.
    Visibility,
}

const FIELDS: [Field; 6] = [
    Field::Problem,
    Field::Suggestion,
    Field::Motivation,
    Field::Grade,
    Field::Rule,
    Field::Visibility,
];
const MOTIVATIONS: [Motivation; 4] = [
    Motivation::Gap,
    Motivation::Observation,
    Motivation::Question,
    Motivation::Commendation,
];
const GRADES: [Option<Grade>; 6] = [
    None,
    Some(Grade::MajorNonconformity),
    Some(Grade::MinorNonconformity),
    Some(Grade::ObservationItem),
    Some(Grade::Improvement),
    Some(Grade::Highlight),
];

impl Editor {
    /// A new note about a span of a report.
    pub fn new(shared: &mut Shared, document: &Document, scope: Scope, span: Span) -> Editor {
        let quote = in_one_line(document.report.quote(span));
        Editor::resume(Draft {
            id: shared.new_id(),
            edition: document.entry.id.clone(),
            issuer: document.entry.issuer.clone(),
            year: document.entry.year,
            annotation: None,
            base: Vec::new(),
            scope,
            start: span.start,
            end: span.end,
            others: Vec::new(),
            beside: Vec::new(),
            quote,
            finding: None,
            motivation: Motivation::Gap,
            grade: Some(Grade::MinorNonconformity),
            rule: String::new(),
            problem: String::new(),
            suggestion: String::new(),
            private: false,
        })
    }

    /// A note that is there already.
    pub fn of(annotation: &Annotation) -> Editor {
        let anchor = annotation.target.anchors.first();
        let quote = anchor.map(|anchor| anchor.quote().to_owned());
        let editor = Editor::resume(Draft {
            id: annotation.id,
            edition: String::from(&annotation.target.edition),
            issuer: annotation.target.issuer.as_ref().map(String::from),
            year: annotation.target.year,
            annotation: Some(annotation.id),
            base: annotation.heads.clone(),
            scope: annotation.target.scope,
            start: 0,
            end: 0,
            others: Vec::new(),
            beside: Vec::new(),
            quote: quote.unwrap_or_default(),
            finding: annotation.finding.as_ref().map(String::from),
            motivation: annotation.motivation,
            grade: annotation.grade,
            rule: annotation.rule.as_deref().unwrap_or_default().to_owned(),
            problem: String::from(&annotation.problem),
            suggestion: String::from(&annotation.suggestion),
            private: annotation.private,
        });
        Editor {
            opened: Some(editor.draft()),
            ..editor
        }
    }

    /// A draft as it was left.
    pub fn resume(draft: Draft) -> Editor {
        Editor {
            rule: Line::new(&draft.rule),
            problem: NoteText::new(&draft.problem),
            suggestion: NoteText::new(&draft.suggestion),
            field: Field::default(),
            kept: Kept::Yes,
            touched: false,
            opened: None,
            draft,
        }
    }

    /// Fills in fields before the reader sees them.
    pub fn fill(&mut self, change: impl FnOnce(&mut Draft)) {
        let mut draft = self.draft();
        change(&mut draft);
        *self = Editor::resume(draft);
    }

    /// What is on the screen now.
    pub fn draft(&self) -> Draft {
        Draft {
            rule: self.rule.text().trim().to_owned(),
            problem: self.problem.text(),
            suggestion: self.suggestion.text(),
            ..self.draft.clone()
        }
    }

    pub fn id(&self) -> Uuid {
        self.draft.id
    }

    pub fn edition(&self) -> &str {
        &self.draft.edition
    }

    /// Where the text stands that the note is about, for the screen above.
    pub fn span(&self) -> Option<Span> {
        (self.draft.end > self.draft.start).then(|| Span::new(self.draft.start, self.draft.end))
    }

    /// Whether anything was typed.
    pub fn was_touched(&self) -> bool {
        self.touched
    }

    /// Whether there is anything worth keeping.
    pub fn is_empty(&self) -> bool {
        self.problem.is_empty() && self.suggestion.is_empty()
    }

    pub fn next_field(&mut self, forward: bool) {
        let at = FIELDS
            .iter()
            .position(|field| *field == self.field)
            .unwrap_or(0);
        let by = if forward { 1 } else { FIELDS.len() - 1 };
        self.field = FIELDS
            .get((at + by) % FIELDS.len())
            .copied()
            .unwrap_or_default();
    }

    /// Whether the key table's action means something in this field.
    pub fn offers(&self, action: Action) -> bool {
        match action {
            Action::NextValue | Action::PreviousValue => {
                matches!(
                    self.field,
                    Field::Motivation | Field::Grade | Field::Visibility
                )
            }
            Action::NewLine => matches!(self.field, Field::Problem | Field::Suggestion),
            _ => true,
        }
    }

    /// The text that another program may have: the one with the caret, or the problem.
    pub fn text(&self) -> String {
        match self.field {
            Field::Suggestion => self.suggestion.text(),
            Field::Problem | Field::Motivation | Field::Grade | Field::Rule | Field::Visibility => {
                self.problem.text()
            }
        }
    }

    /// Takes what another program made of [`Self::text`]; tabs and control characters go as when it is pasted.
    pub fn replace(&mut self, text: &str) {
        let mut replaced = NoteText::new("");
        replaced.paste(text);
        match self.field {
            Field::Suggestion => self.suggestion = replaced,
            Field::Problem | Field::Motivation | Field::Grade | Field::Rule | Field::Visibility => {
                self.problem = replaced
            }
        }
        self.touch();
    }

    pub fn new_line(&mut self) {
        if let Some(text) = self.text_field() {
            text.edit(|area| {
                area.insert_newline();
            });
            self.touch();
        }
    }

    pub fn next_value(&mut self, forward: bool) {
        match self.field {
            Field::Motivation => {
                self.draft.motivation = beside(&MOTIVATIONS, self.draft.motivation, forward)
            }
            Field::Grade => self.draft.grade = beside(&GRADES, self.draft.grade, forward),
            Field::Visibility => self.draft.private = !self.draft.private,
            Field::Problem | Field::Suggestion | Field::Rule => return,
        }
        self.touch();
    }

    /// Takes a key as text; every key is taken, none is a shortcut here.
    pub fn typed(&mut self, key: Key) -> bool {
        match (self.field, key.code) {
            (
                Field::Motivation | Field::Grade | Field::Visibility,
                Code::Right | Code::Down | Code::Char(' '),
            ) => self.next_value(true),
            (Field::Motivation | Field::Grade | Field::Visibility, Code::Left | Code::Up) => {
                self.next_value(false)
            }
            (Field::Motivation | Field::Grade | Field::Visibility, _) => return true,
            (Field::Rule, _) => {
                self.rule.press(key);
                self.touch();
            }
            (Field::Problem | Field::Suggestion, _) => {
                if self.text_field().is_some_and(|text| text.press(key)) {
                    self.touch();
                }
            }
        }
        true
    }

    pub fn pasted(&mut self, text: &str) {
        match self.field {
            Field::Rule => self.rule.insert(text),
            Field::Problem | Field::Suggestion => {
                if let Some(field) = self.text_field() {
                    field.paste(text);
                }
            }
            Field::Motivation | Field::Grade | Field::Visibility => return,
        }
        self.touch();
    }

    fn touch(&mut self) {
        self.kept = Kept::Not;
        self.touched = true;
    }

    fn text_field(&mut self) -> Option<&mut NoteText> {
        match self.field {
            Field::Problem => Some(&mut self.problem),
            Field::Suggestion => Some(&mut self.suggestion),
            Field::Motivation | Field::Grade | Field::Rule | Field::Visibility => None,
        }
    }
}

fn beside<T: Copy + PartialEq>(all: &[T], current: T, forward: bool) -> T {
    let at = all.iter().position(|value| *value == current).unwrap_or(0);
    let by = if forward {
        1
    } else {
        all.len().saturating_sub(1)
    };
    all.get((at + by) % all.len().max(1))
        .copied()
        .unwrap_or(current)
}

/// Puts the caret of a text area at a place given in lines and characters.
pub(crate) fn jump(area: &mut TextArea<'static>, line: usize, column: usize) {
    let clamp = |value: usize| u16::try_from(value).unwrap_or(u16::MAX);
    area.move_cursor(CursorMove::Jump(clamp(line), clamp(column)));
}
