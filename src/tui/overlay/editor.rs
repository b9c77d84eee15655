//! The annotation editor: below the text it is about, with the quote above it; what is typed is kept on disk as a draft.

use ratatui::layout::{Position, Rect};
use ratatui_textarea::{CursorMove, TextArea};
use uuid::Uuid;

use crate::report::Span;
use crate::review::{
    Anchor, Annotation, Changes, Grade, Motivation, Operation, Related, Scope, Target,
};
use crate::shown::in_one_line;
use crate::store::Change;
use crate::tui::action::Action;
use crate::tui::app::Shared;
use crate::tui::canvas::{Canvas, Piece, clipped};
use crate::tui::describe;
use crate::tui::input::Line;
use crate::tui::key::{Code, Key};
use crate::tui::message::{Beside, Draft};
use crate::tui::model::{Document, Previous};
use crate::tui::note_text::NoteText;
use crate::tui::theme::Ink;
use crate::tui::wrapping;

/// A note being written.
pub struct Editor {
    draft: Draft,
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
}

const FIELDS: [Field; 5] = [
    Field::Problem,
    Field::Suggestion,
    Field::Motivation,
    Field::Grade,
    Field::Rule,
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
            quote,
            beside: None,
            finding: None,
            motivation: Motivation::Gap,
            grade: Some(Grade::MinorNonconformity),
            rule: String::new(),
            problem: String::new(),
            suggestion: String::new(),
        })
    }

    /// A note that is there already.
    pub fn of(annotation: &Annotation) -> Editor {
        let anchor = annotation.target.anchors.first();
        let quote = anchor.map(|anchor| anchor.phrase.as_ref().unwrap_or(&anchor.sentence).clone());
        Editor::resume(Draft {
            id: annotation.id,
            edition: annotation.target.edition.clone(),
            issuer: annotation.target.issuer.clone(),
            year: annotation.target.year,
            annotation: Some(annotation.id),
            base: annotation.heads.clone(),
            scope: annotation.target.scope,
            start: 0,
            end: 0,
            quote: quote.unwrap_or_default(),
            beside: None,
            finding: annotation.finding.clone(),
            motivation: annotation.motivation,
            grade: annotation.grade,
            rule: annotation.rule.clone().unwrap_or_default(),
            problem: annotation.problem.clone(),
            suggestion: annotation.suggestion.clone(),
        })
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
            draft,
        }
    }

    /// Fills in fields before the reader sees them.
    pub fn fill(&mut self, change: impl FnOnce(&mut Draft)) {
        let mut draft = self.draft();
        change(&mut draft);
        *self = Editor::resume(draft);
    }

    /// Attaches what last year's report says at a place.
    pub fn set_beside(&mut self, previous: &Previous, span: Span) {
        self.draft.beside = Some(Beside {
            edition: previous.entry.id.clone(),
            issuer: previous.entry.issuer.clone(),
            year: previous.entry.year,
            start: span.start,
            end: span.end,
            quote: previous.report.quote(span).split_whitespace().collect(),
        });
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

    /// What saves the note; `None` while the report it is about is not open.
    pub fn change(&self, document: Option<&Document>) -> Option<Change> {
        let draft = self.draft();
        let rule = (!draft.rule.is_empty()).then(|| draft.rule.clone());
        if let Some(annotation) = draft.annotation {
            let changes = Changes {
                motivation: Some(draft.motivation),
                grade: Some(draft.grade),
                rule: Some(rule),
                problem: Some(draft.problem),
                suggestion: Some(draft.suggestion),
                ..Changes::default()
            };
            return Some(Change {
                base: Some(draft.base),
                ..Change::from(Operation::Edit {
                    annotation,
                    changes,
                })
            });
        }
        let document = document?;
        Some(Change::from(Operation::Annotate {
            annotation: draft.id,
            target: Target {
                edition: draft.edition.clone(),
                issuer: draft.issuer.clone(),
                year: draft.year,
                scope: draft.scope,
                anchors: anchors(document, &draft),
                related: related(document, &draft),
            },
            motivation: draft.motivation,
            grade: draft.grade,
            rule,
            finding: draft.finding,
            problem: draft.problem,
            suggestion: draft.suggestion,
            private: false,
        }))
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
                matches!(self.field, Field::Motivation | Field::Grade)
            }
            Action::NewLine => matches!(self.field, Field::Problem | Field::Suggestion),
            _ => true,
        }
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
            Field::Problem | Field::Suggestion | Field::Rule => return,
        }
        self.touch();
    }

    /// Takes a key as text; every key is taken, none is a shortcut here.
    pub fn typed(&mut self, key: Key) -> bool {
        match (self.field, key.code) {
            (Field::Motivation | Field::Grade, Code::Right | Code::Down | Code::Char(' ')) => {
                self.next_value(true)
            }
            (Field::Motivation | Field::Grade, Code::Left | Code::Up) => self.next_value(false),
            (Field::Motivation | Field::Grade, _) => return true,
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
            Field::Motivation | Field::Grade => return,
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
            Field::Motivation | Field::Grade | Field::Rule => None,
        }
    }

    /// Half of the screen, no more than it needs.
    pub fn rows(&self, height: u16) -> u16 {
        match height {
            0..=5 => height,
            6..=11 => (height - 2).min(5),
            _ => (height / 2).clamp(7, 14),
        }
    }

    /// Quote, choices, problem, suggestion; the choices go first where there is no room.
    pub fn view(&self, shared: &Shared, canvas: &mut Canvas, area: Rect) -> Option<Position> {
        let height = area.height;
        let mut row = 0;
        if height >= 4 {
            self.view_quote(shared, canvas, area);
            row += 1;
        }
        let mut caret = None;
        if height >= 5 {
            let line = Rect {
                y: area.y + row,
                height: 1,
                ..area
            };
            caret = self.view_choices(shared, canvas, line);
            row += 1;
        }
        let rest = Rect {
            y: area.y + row,
            height: height.saturating_sub(row),
            ..area
        };
        let suggestion_rows = match rest.height {
            0..=2 => 0,
            3..=5 => 1,
            _ => rest.height / 3,
        };
        let (problem, suggestion) = if suggestion_rows == 0 && self.field == Field::Suggestion {
            (Rect { height: 0, ..rest }, rest)
        } else {
            let problem = Rect {
                height: rest.height - suggestion_rows,
                ..rest
            };
            (
                problem,
                Rect {
                    y: rest.y + problem.height,
                    height: suggestion_rows,
                    ..rest
                },
            )
        };
        let in_problem = self.view_text(shared, canvas, problem, Field::Problem);
        let in_suggestion = self.view_text(shared, canvas, suggestion, Field::Suggestion);
        caret.or(in_problem).or(in_suggestion)
    }

    fn view_quote(&self, shared: &Shared, canvas: &mut Canvas, area: Rect) {
        canvas.rule(area, 0);
        let about = match self.draft.scope {
            Scope::Absence => shared.text("ui.scope-absence").to_owned(),
            Scope::Section => format!("{} {}", shared.text("ui.scope-section"), self.draft.quote),
            Scope::Sentence | Scope::Phrase => self.draft.quote.clone(),
        };
        let room = usize::from(area.width).saturating_sub(20);
        let beside = self.draft.beside.as_ref().filter(|_| room >= 40);
        let (about, beside) = match beside {
            Some(beside) if beside.quote != self.draft.quote => {
                let year = beside.year.map(|year| year.to_string());
                let quote = wrapping::shortened(&beside.quote, room / 2 - 8);
                let said = format!(" ⇄ {} {quote} ", year.unwrap_or_default());
                (wrapping::shortened(&about, room - room / 2), said)
            }
            Some(_) | None => (wrapping::shortened(&about, room), " ".to_owned()),
        };
        canvas.line(
            area,
            0,
            &[
                Piece::dim("── "),
                Piece::new("● ", Ink::Note),
                Piece::plain(about),
                Piece::dim(beside),
            ],
        );
    }

    fn view_choices(&self, shared: &Shared, canvas: &mut Canvas, area: Rect) -> Option<Position> {
        let lang = shared.lang;
        let label = |field: Field, key: &str| {
            let ink = if self.field == field {
                Ink::Accent
            } else {
                Ink::Dim
            };
            Piece::new(format!("{} ", shared.text(key)), ink)
        };
        let value = |field: Field, text: &str| {
            let ink = if self.field == field {
                Ink::Selected
            } else {
                Ink::Plain
            };
            Piece::new(text, ink)
        };
        let grade = self
            .draft
            .grade
            .map_or(shared.text("ui.grade-none"), |grade| {
                describe::grade(lang, grade)
            });
        let pieces = [
            label(Field::Motivation, "ui.motivation"),
            value(
                Field::Motivation,
                describe::motivation(lang, self.draft.motivation),
            ),
            Piece::plain("  "),
            label(Field::Grade, "ui.grade"),
            value(Field::Grade, grade),
            Piece::plain("  "),
            label(Field::Rule, "ui.rule"),
        ];
        let x = canvas.line(area, 0, &pieces);
        let after = canvas.text(area, x, area.y, self.rule.before(), Ink::Plain);
        let rest = self
            .rule
            .text()
            .get(self.rule.before().len()..)
            .unwrap_or("");
        canvas.text(area, after, area.y, rest, Ink::Plain);
        let column = match self.field {
            Field::Rule => after,
            Field::Motivation | Field::Grade => area.x,
            Field::Problem | Field::Suggestion => return None,
        };
        Some(Position::new(
            column.min(area.right().saturating_sub(1)),
            area.y,
        ))
    }

    fn view_text(
        &self,
        shared: &Shared,
        canvas: &mut Canvas,
        area: Rect,
        field: Field,
    ) -> Option<Position> {
        let (key, text) = match field {
            Field::Suggestion => ("ui.suggestion", &self.suggestion),
            Field::Problem | Field::Motivation | Field::Grade | Field::Rule => {
                ("ui.problem", &self.problem)
            }
        };
        if area.height == 0 {
            return None;
        }
        let ink = if self.field == field {
            Ink::Accent
        } else {
            Ink::Dim
        };
        let x = canvas.text(
            area,
            area.x,
            area.y,
            &clipped(shared.text(key), usize::from(area.width)),
            ink,
        ) + 1;
        let inner = Rect {
            x,
            width: area.right().saturating_sub(x),
            ..area
        };
        let caret = text.view(canvas, inner);
        (self.field == field).then_some(caret)
    }
}

/// Where the note stands: every place of its finding, or the span it was made on.
/// The place of the other year, while that report is open beside this one.
fn related(document: &Document, draft: &Draft) -> Vec<Related> {
    let other = draft.beside.as_ref().zip(document.previous.as_ref());
    let related = other.filter(|(beside, previous)| previous.entry.id == beside.edition);
    let related = related.map(|(beside, previous)| {
        let digest = crate::report::digest(previous.report.source.text.as_bytes());
        let span = Span::new(beside.start, beside.end);
        Related {
            role: "previous".to_owned(),
            edition: beside.edition.clone(),
            issuer: beside.issuer.clone(),
            year: beside.year,
            anchors: vec![Anchor::of(&previous.report, &digest, span)],
        }
    });
    related.into_iter().collect()
}

fn anchors(document: &Document, draft: &Draft) -> Vec<Anchor> {
    let report = &document.report;
    let finding = draft.finding.as_ref().and_then(|id| {
        document
            .outcome
            .findings
            .iter()
            .find(|finding| finding.id == *id)
    });
    let spans: Vec<Span> = match finding {
        Some(finding) => finding
            .evidence
            .iter()
            .filter(|evidence| !evidence.previous)
            .map(|evidence| evidence.span)
            .collect(),
        None if draft.end > draft.start => vec![Span::new(draft.start, draft.end)],
        None => Vec::new(),
    };
    spans
        .into_iter()
        .map(|span| Anchor::of(report, &document.digest, span))
        .collect()
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
