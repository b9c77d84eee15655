//! The ledger: all annotations of a report, of an issuer, or of the library.

use ratatui::layout::Rect;
use uuid::Uuid;

use crate::report::{Span, is_same_issuer};
use crate::review::Annotation;
use crate::search::Filter;
use crate::tui::action::Action;
use crate::tui::app::{Reply, Shared};
use crate::tui::canvas::{Canvas, Piece, column};
use crate::tui::deciding;
use crate::tui::describe;
use crate::tui::list::ListCursor;
use crate::tui::message::{Effect, Message};
use crate::tui::model::{EditionId, Entry};
use crate::tui::overlay::Overlay;
use crate::tui::overlay::prompt::{Prompt, Purpose};
use crate::tui::reviewing;
use crate::tui::theme::Ink;
use crate::tui::wrapping;

use super::Screen;
use super::report::ReportScreen;

/// The state of the ledger screen.
pub struct GapsScreen {
    scope: Scope,
    cursor: ListCursor,
    wanted: String,
    rows: Vec<Uuid>,
    first: Option<Uuid>,
    seen: Option<u64>,
}

/// Whose annotations are listed; `t` again widens it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Scope {
    Report(EditionId),
    Issuer(EditionId),
    Library,
}

impl GapsScreen {
    pub fn of_report(edition: EditionId, first: Option<Uuid>) -> GapsScreen {
        GapsScreen::new(Scope::Report(edition), first)
    }

    pub fn of_library() -> GapsScreen {
        GapsScreen::new(Scope::Library, None)
    }

    fn new(scope: Scope, first: Option<Uuid>) -> GapsScreen {
        GapsScreen {
            scope,
            cursor: ListCursor::default(),
            wanted: String::new(),
            rows: Vec::new(),
            first,
            seen: None,
        }
    }

    pub fn edition(&self) -> Option<&str> {
        match &self.scope {
            Scope::Report(edition) | Scope::Issuer(edition) => Some(edition),
            Scope::Library => None,
        }
    }

    pub fn refresh(&mut self, shared: &Shared) {
        if self.seen != Some(shared.revision) {
            self.list(shared);
            self.seen = Some(shared.revision);
        }
        if let Some(first) = self.first.take() {
            self.cursor.row = self.rows.iter().position(|id| *id == first).unwrap_or(0);
        }
        self.cursor.fit(self.rows.len(), self.height(shared));
    }

    fn list(&mut self, shared: &Shared) {
        let entry = self.edition().and_then(|edition| shared.entry(edition));
        let wanted = Filter::new(&self.wanted);
        let rows = reviewing::annotations(shared.review())
            .filter(|annotation| match (&self.scope, entry) {
                (Scope::Library, _) => true,
                (Scope::Report(edition), None) | (Scope::Issuer(edition), None) => {
                    annotation.target.edition == *edition
                }
                (Scope::Report(_), Some(entry)) => reviewing::is_about(annotation, entry),
                (Scope::Issuer(_), Some(entry)) => {
                    let issuers = annotation
                        .target
                        .issuer
                        .as_deref()
                        .zip(entry.issuer.as_deref());
                    issuers.is_some_and(|(one, other)| is_same_issuer(one, other))
                }
            })
            .filter(|annotation| matches(shared, annotation, &wanted))
            .map(|annotation| annotation.id);
        self.rows = rows.collect();
    }

    fn panes(&self, body: Rect) -> (Rect, Option<Rect>) {
        let detail = match body.height {
            0..=7 => 0,
            8..=15 => 5,
            height => (height / 3).max(7),
        };
        let head = u16::from(body.height >= 8);
        let list = Rect {
            y: body.y + head,
            height: body.height - head - detail,
            ..body
        };
        (
            list,
            (detail > 0).then_some(Rect {
                y: list.bottom(),
                height: detail,
                ..body
            }),
        )
    }

    fn height(&self, shared: &Shared) -> usize {
        let body = super::body(Rect::new(0, 0, shared.size.width, shared.size.height));
        usize::from(self.panes(body).0.height).max(1)
    }

    fn chosen<'a>(&self, shared: &'a Shared) -> Option<&'a Annotation> {
        shared
            .review()
            .annotations
            .get(self.rows.get(self.cursor.row)?)
    }

    pub fn filter(&mut self, shared: &Shared, text: &str) {
        self.wanted = text.trim().to_owned();
        self.list(shared);
        self.cursor.fit(self.rows.len(), self.height(shared));
    }

    pub fn act(&mut self, shared: &mut Shared, action: Action) -> Reply {
        if self
            .cursor
            .act(action, self.rows.len(), self.height(shared))
        {
            return Reply::stay();
        }
        match action {
            Action::Back if !self.wanted.is_empty() => {
                self.filter(shared, "");
                Reply::stay()
            }
            Action::Back => super::back(),
            Action::Filter => Reply::open(Overlay::Prompt(Prompt::editing(
                Purpose::Filter,
                &self.wanted,
            ))),
            Action::NextPlace => self.act(shared, Action::Down),
            Action::PreviousPlace => self.act(shared, Action::Up),
            Action::Gaps => self.widen(shared),
            Action::Edit | Action::Delete => {
                match self.chosen(shared).map(|annotation| annotation.id) {
                    Some(id) => deciding::change_note(shared, id, action),
                    None => Reply::stay(),
                }
            }
            Action::Copy => match self
                .chosen(shared)
                .map(|annotation| annotation.problem.clone())
            {
                Some(text) => {
                    shared.message = Some(Message::quiet(shared.text("ui.copied")));
                    Reply::effects(vec![Effect::Copy(text)])
                }
                None => Reply::stay(),
            },
            Action::Enter => self.follow(shared),
            _ => Reply::stay(),
        }
    }

    /// The report, the issuer, the library, and round again.
    fn widen(&mut self, shared: &mut Shared) -> Reply {
        let (scope, key) = match &self.scope {
            Scope::Report(edition) => (Scope::Issuer(edition.clone()), "ui.scope-issuer"),
            Scope::Issuer(_) => (Scope::Library, "ui.scope-library"),
            Scope::Library => (Scope::Library, "ui.scope-library"),
        };
        self.scope = scope;
        self.list(shared);
        self.cursor.fit(self.rows.len(), self.height(shared));
        shared.message = Some(Message::quiet(shared.text(key)));
        Reply::stay()
    }

    /// To the place in the text. An annotation of an edition that is gone leads to the issuer's report of that year.
    fn follow(&self, shared: &mut Shared) -> Reply {
        let Some(annotation) = self.chosen(shared).cloned() else {
            return Reply::stay();
        };
        let exact = shared.entry(&annotation.target.edition);
        let entry = exact.or_else(|| {
            shared
                .entries
                .iter()
                .find(|entry| reviewing::is_about(&annotation, entry))
        });
        let Some(id) = entry.map(|entry| entry.id.clone()) else {
            shared.message = Some(Message::bad(shared.text("ui.report-gone")));
            return Reply::stay();
        };
        let effects = shared.request(&id);
        let mut screen = ReportScreen::new(id, None);
        screen.wanted_note = Some(annotation.id);
        Reply::to(Screen::Report(Box::new(screen))).with(effects)
    }

    pub fn offers(&self, action: Action) -> bool {
        match action {
            Action::Enter | Action::Edit | Action::Delete => !self.rows.is_empty(),
            _ => true,
        }
    }

    pub fn path(&self, shared: &Shared) -> Vec<String> {
        let name = self
            .edition()
            .and_then(|edition| shared.entry(edition))
            .map(|entry| match &self.scope {
                Scope::Report(_) => describe::name(entry, shared.lang),
                Scope::Issuer(_) | Scope::Library => entry.issuer.clone().unwrap_or_default(),
            });
        name.into_iter()
            .chain([shared.text("ui.scene-gaps").to_owned()])
            .collect()
    }

    pub fn progress(&self, shared: &Shared) -> String {
        shared
            .lang
            .fill("ui.gaps-progress", &[("count", &self.rows.len())])
    }

    pub fn view(&self, shared: &Shared, canvas: &mut Canvas, screen: Rect) {
        let body = super::body(screen);
        let (list, detail) = self.panes(body);
        if self.rows.is_empty() {
            let key = if self.wanted.is_empty() {
                "ui.gaps-empty"
            } else {
                "ui.nothing-matches"
            };
            wrapping::draw(
                canvas,
                list,
                1,
                &[Piece::plain(format!("   {}", shared.text(key)))],
                3,
            );
            return;
        }
        if list.y > body.y {
            let header = format!(
                "   {}{}{}{}",
                column(shared.text("ui.motivation"), MOTIVATION),
                column(shared.text("ui.grade"), GRADE),
                column(shared.text("ui.column-place"), place_width(body.width)),
                shared.text("ui.problem"),
            );
            canvas.line(body, 0, &[Piece::dim(header)]);
        }
        for (line, (number, id)) in
            (0..list.height).zip(self.rows.iter().enumerate().skip(self.cursor.top))
        {
            if let Some(annotation) = shared.review().annotations.get(id) {
                canvas.line(
                    list,
                    line,
                    &row(shared, annotation, list.width, number == self.cursor.row),
                );
            }
        }
        if let (Some(area), Some(annotation)) = (detail, self.chosen(shared)) {
            view_detail(shared, canvas, area, annotation);
        }
    }
}

const MOTIVATION: usize = 6;
const GRADE: usize = 12;

fn place_width(screen: u16) -> usize {
    usize::from(screen / 4).clamp(10, 30)
}

fn row(shared: &Shared, annotation: &Annotation, width: u16, chosen: bool) -> Vec<Piece> {
    let lang = shared.lang;
    let ink = if chosen { Ink::Strong } else { Ink::Plain };
    let entry = Entry {
        issuer: annotation.target.issuer.clone(),
        year: annotation.target.year,
        ..Entry::default()
    };
    let grade = annotation
        .grade
        .map_or("", |grade| describe::grade(lang, grade));
    vec![
        Piece::new(if chosen { " ▸ " } else { "   " }, Ink::Accent),
        Piece::new(
            column(
                describe::motivation(lang, annotation.motivation),
                MOTIVATION,
            ),
            Ink::Note,
        ),
        Piece::new(column(grade, GRADE), ink),
        Piece::new(
            column(&describe::name(&entry, lang), place_width(width)),
            Ink::Dim,
        ),
        Piece::new(annotation.problem.replace('\n', " "), ink),
    ]
}

/// The quote, then what was written about it.
fn view_detail(shared: &Shared, canvas: &mut Canvas, area: Rect, annotation: &Annotation) {
    canvas.rule(area, 0);
    let inner = Rect {
        x: area.x + 1.min(area.width),
        width: area.width.saturating_sub(2),
        ..area
    };
    let mut at = 1;
    let quotes: Vec<&str> = annotation
        .target
        .anchors
        .iter()
        .map(|anchor| anchor.phrase.as_ref().unwrap_or(&anchor.sentence).as_str())
        .collect();
    if let Some(anchor) = annotation.target.anchors.first() {
        let path = anchor.path.last().map(String::as_str).unwrap_or("");
        let quotes = wrapping::shortened(&quotes.join("·"), usize::from(inner.width) * 2);
        at = wrapping::draw(
            canvas,
            inner,
            at,
            &[Piece::dim(format!("{path}  ")), Piece::plain(quotes)],
            2,
        );
    }
    if annotation.target.anchors.is_empty() {
        at = wrapping::draw(
            canvas,
            inner,
            at,
            &[Piece::dim(shared.text("ui.scope-absence"))],
            2,
        );
    }
    for paragraph in describe::annotation(shared, annotation) {
        at = wrapping::draw(canvas, inner, at, &paragraph, 2);
    }
}

fn matches(shared: &Shared, annotation: &Annotation, wanted: &Filter) -> bool {
    if wanted.is_empty() {
        return true;
    }
    let lang = shared.lang;
    let all = format!(
        "{} {} {} {} {} {} {} {}",
        annotation.problem,
        annotation.suggestion,
        annotation.rule.as_deref().unwrap_or(""),
        annotation.author,
        annotation.target.issuer.as_deref().unwrap_or(""),
        annotation
            .target
            .year
            .map(|year| year.to_string())
            .unwrap_or_default(),
        describe::motivation(lang, annotation.motivation),
        annotation
            .grade
            .map_or("", |grade| describe::grade(lang, grade)),
    );
    wanted.fits(&all)
}

/// Where an annotation stands in an opened report.
pub fn place_of(annotation: &Annotation, document: &crate::tui::model::Document) -> Option<Span> {
    annotation
        .target
        .anchors
        .iter()
        .find_map(|anchor| anchor.locate(&document.report, &document.digest).span)
}
