//! One annotation with everything about it: places, states, links, replies, and all that happened.

use ratatui::layout::Rect;
use uuid::Uuid;

use crate::review::Annotation;
use crate::tui::action::{Action, Motion, Scene};
use crate::tui::app::{Reply, Shared};
use crate::tui::canvas::{Canvas, Piece};
use crate::tui::deciding;
use crate::tui::describe::{self, Paragraph};
use crate::tui::handling;
use crate::tui::message::Effect;
use crate::tui::model::Entry;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::prompt::{Prompt, Purpose, Question};
use crate::tui::telling;
use crate::tui::theme::Ink;
use crate::tui::wrapping;

use super::Screen;
use super::conflict::ConflictScreen;

/// The state of the screen.
pub struct NoteScreen {
    pub id: Uuid,
    top: usize,
}

impl NoteScreen {
    pub fn new(id: Uuid) -> NoteScreen {
        NoteScreen { id, top: 0 }
    }

    fn extent(&self, shared: &Shared) -> (usize, usize) {
        let body = super::body_now(shared);
        let rows = self.rows(shared, body.width).len();
        (rows, super::height(body))
    }

    fn annotation<'a>(&self, shared: &'a Shared) -> Option<&'a Annotation> {
        shared.review().annotation(self.id)
    }

    fn handle(&mut self, shared: &mut Shared, action: Action) -> Reply {
        let Some(annotation) = self.annotation(shared).cloned() else {
            return super::back();
        };
        match action {
            Action::Back => super::back(),
            Action::Enter => super::to_place(shared, &annotation),
            Action::Edit => deciding::change_note(shared, self.id, action),
            Action::Delete => {
                let deleted = deciding::change_note(shared, self.id, action);
                super::back().with(deleted.effects)
            }
            Action::Rectify => handling::rectify(shared, vec![self.id]),
            Action::Reply => {
                let prompt = Prompt::new(Purpose::Asked(Question::Reply(self.id)), "");
                Reply::open(Overlay::Prompt(prompt))
            }
            Action::Settle => ConflictScreen::open(&annotation),
            Action::Copy => Reply::effects(vec![Effect::Copy(String::from(&annotation.problem))]),
            judged => deciding::decide_all(shared, handling::judging([&annotation]), judged),
        }
    }

    fn rows(&self, shared: &Shared, width: u16) -> Vec<Vec<Piece>> {
        let Some(annotation) = self.annotation(shared) else {
            return vec![vec![Piece::dim(shared.text("note.gone"))]];
        };
        let room = usize::from(width.saturating_sub(2)).max(1);
        let paragraphs = [
            places(shared, annotation),
            describe::annotation(shared, annotation),
            states(shared, annotation),
            links(shared, annotation),
            replies(shared, annotation),
            history(shared, annotation),
        ];
        let mut rows = Vec::new();
        for group in paragraphs.into_iter().filter(|group| !group.is_empty()) {
            if !rows.is_empty() {
                rows.push(Vec::new());
            }
            for paragraph in group {
                rows.extend(wrapping::pieces(&paragraph, room, 2));
            }
        }
        rows
    }
}

impl Screen for NoteScreen {
    fn scene(&self) -> Scene {
        Scene::Note
    }

    fn refresh(&mut self, shared: &Shared) {
        let (rows, height) = self.extent(shared);
        self.top = self.top.min(rows.saturating_sub(height));
    }

    fn act(&mut self, shared: &mut Shared, action: Action, _letter: Option<char>) -> Reply {
        let Some(motion) = action.motion() else {
            return self.handle(shared, action);
        };
        let (rows, height) = self.extent(shared);
        let last = rows.saturating_sub(height);
        let to = match motion {
            Motion::Down | Motion::ScrollDown => self.top + 1,
            Motion::Up | Motion::ScrollUp => self.top.saturating_sub(1),
            Motion::PageDown => self.top + height,
            Motion::PageUp => self.top.saturating_sub(height),
            Motion::HalfDown => self.top + height / 2,
            Motion::HalfUp => self.top.saturating_sub(height / 2),
            Motion::Top => 0,
            Motion::Bottom => last,
        };
        self.top = to.min(last);
        Reply::stay()
    }

    fn offers(&self, shared: &Shared, action: Action) -> bool {
        action != Action::Settle
            || self
                .annotation(shared)
                .is_some_and(Annotation::is_contested)
    }

    fn path(&self, shared: &Shared) -> Vec<String> {
        let report = self.annotation(shared).map(|annotation| {
            let entry = Entry {
                issuer: annotation.target.issuer.as_ref().map(String::from),
                year: annotation.target.year,
                ..Entry::default()
            };
            describe::name(&entry, shared.lang)
        });
        let scene = shared.text("ui.scene-note").to_owned();
        report.into_iter().chain([scene]).collect()
    }

    fn view(&self, shared: &Shared, canvas: &mut Canvas, screen: Rect) {
        let body = super::body(screen);
        let rows = self.rows(shared, body.width);
        let shown = rows.iter().skip(self.top);
        for (line, row) in (0..body.height).zip(shown) {
            let inner = Rect {
                x: body.x + 1.min(body.width),
                width: body.width.saturating_sub(2),
                ..body
            };
            canvas.line(inner, line, row);
        }
    }
}

/// What it is about, as it was when it was written.
fn places(shared: &Shared, annotation: &Annotation) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let related = annotation.target.related.iter();
    let related = related.flat_map(|related| {
        let year = related.year.map(|year| year.to_string());
        let label = year.unwrap_or_else(|| shared.text("ui.last-year").to_owned());
        related
            .anchors
            .iter()
            .map(move |anchor| (label.clone(), anchor))
    });
    let own = annotation.target.anchors.iter();
    let own = own.map(|anchor| {
        (
            anchor.path.last().map(String::from).unwrap_or_default(),
            anchor,
        )
    });
    for (label, anchor) in own.chain(related) {
        let quote = anchor.quote();
        let quote: String = quote.split_whitespace().collect();
        paragraphs.push(vec![Piece::dim(format!("{label}  ")), Piece::plain(quote)]);
    }
    if annotation.target.anchors.is_empty() {
        paragraphs.push(vec![Piece::dim(shared.text("ui.scope-absence"))]);
    }
    paragraphs
}

/// The three axes, and what was said about each.
pub fn states(shared: &Shared, annotation: &Annotation) -> Vec<Paragraph> {
    let lang = shared.lang;
    let mut line = vec![
        Piece::dim(format!("{} ", lang.text("note.judgement"))),
        Piece::plain(describe::judgement(lang, annotation.judgement)),
    ];
    if let Some(reason) = &annotation.judgement_reason {
        line.push(Piece::plain(format!(
            "：{}",
            describe::reason(lang, reason)
        )));
    }
    let rectification = format!("rectification.{}", annotation.rectification.name());
    line.push(Piece::dim(format!(
        "  {} ",
        lang.text("note.rectification")
    )));
    line.push(Piece::plain(lang.text(&rectification)));
    if annotation.is_overdue(shared.today) {
        line.push(Piece::new(
            format!(" {}", lang.text("note.overdue")),
            Ink::Bad,
        ));
    }
    let continuity = format!("continuity.{}", annotation.continuity.name());
    line.push(Piece::dim(format!("  {} ", lang.text("note.continuity"))));
    line.push(Piece::plain(lang.text(&continuity)));
    let mut paragraphs = vec![line];
    let details = telling::rectifying(lang, &annotation.rectifying);
    if !details.is_empty() {
        paragraphs.push(vec![Piece::plain(details)]);
    }
    if let Some(closing) = &annotation.closing {
        let key = match closing.alone {
            true => "note.closed-alone",
            false => "note.closed-by",
        };
        let said = lang.fill(key, &[("reviewer", &closing.reviewer)]);
        paragraphs.push(vec![Piece::dim(said)]);
    }
    if annotation.is_contested() {
        let said = lang.text("note.contested");
        paragraphs.push(vec![Piece::new(said, Ink::Doubt)]);
    }
    paragraphs
}

/// What it is linked to, both ways.
fn links(shared: &Shared, annotation: &Annotation) -> Vec<Paragraph> {
    let review = shared.review();
    let line = |role: &str, id: &Uuid, key: &str| {
        let other = review.annotation(*id)?;
        let role = shared.text(&format!("{key}.{role}"));
        let problem = other.problem.replace('\n', " ");
        Some(vec![
            Piece::dim(format!("{role} ")),
            Piece::plain(problem),
            Piece::dim(format!("  {}", other.author)),
        ])
    };
    let to = annotation.links.iter();
    let to = to.filter_map(|link| line(&link.role, &link.annotation, "link"));
    let others = review.annotations.values();
    let from = others.filter(|other| !other.deleted).flat_map(|other| {
        let back = other.links.iter();
        let back = back.filter(|link| link.annotation == annotation.id);
        back.filter_map(|link| line(&link.role, &other.id, "linked"))
    });
    to.chain(from).collect()
}

fn replies(shared: &Shared, annotation: &Annotation) -> Vec<Paragraph> {
    let lines = annotation.replies.iter().map(|reply| {
        vec![
            Piece::dim(format!(
                "{} {}  {} ",
                shared.text("note.reply"),
                telling::moment(reply.time),
                reply.author
            )),
            Piece::plain(reply.text.clone()),
        ]
    });
    lines.collect()
}

/// Who did what when, oldest first.
fn history(shared: &Shared, annotation: &Annotation) -> Vec<Paragraph> {
    let events = shared.history_of(annotation.id);
    let lines = events.iter().map(|event| {
        let (who, what) = telling::event(shared, event);
        vec![Piece::dim(format!("{who}  ")), Piece::plain(what)]
    });
    lines.collect()
}

/// The screen on the stack.
pub fn open(id: Uuid) -> Reply {
    Reply::to(NoteScreen::new(id))
}
