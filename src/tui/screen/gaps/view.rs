//! Drawing the ledger: a row for each annotation, and below what was written.

use ratatui::layout::Rect;

use crate::review::{Anchor, Annotation, Text};
use crate::tui::app::Shared;
use crate::tui::canvas::{Canvas, Piece, column};
use crate::tui::describe;
use crate::tui::model::Entry;
use crate::tui::screen::{self, note};
use crate::tui::theme::Ink;
use crate::tui::wrapping;

use super::{GapsScreen, LAYOUT};

impl GapsScreen {
    pub(super) fn draw(&self, shared: &Shared, canvas: &mut Canvas, area: Rect) {
        let body = screen::body(area);
        let (list, detail) = LAYOUT.panes(body);
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
            canvas.line(body, 0, &[Piece::dim(header(shared, body.width))]);
        }
        let shown = self.rows.iter().enumerate().skip(self.cursor.top);
        for (line, (number, id)) in (0..list.height).zip(shown) {
            if let Some(annotation) = shared.review().annotations.get(id) {
                let state = State {
                    chosen: number == self.cursor.row,
                    ticked: self.ticked.contains(id),
                };
                canvas.line(list, line, &row(shared, annotation, list.width, state));
            }
        }
        if let (Some(area), Some(annotation)) = (detail, self.chosen(shared)) {
            view_detail(shared, canvas, area, annotation);
        }
    }
}

const MOTIVATION: usize = 6;
const GRADE: usize = 12;
const JUDGEMENT: usize = 8;
const STATE: usize = 16;
/// From this width on the list has room for how an annotation stands.
const WIDE: u16 = 110;

fn place_width(screen: u16) -> usize {
    usize::from(screen / 4).clamp(10, 30)
}

fn header(shared: &Shared, width: u16) -> String {
    let mut standing = String::new();
    if width >= WIDE {
        standing.push_str(&column(shared.text("note.judgement"), JUDGEMENT));
        standing.push_str(&column(shared.text("note.rectification"), STATE));
    }
    format!(
        "   {}{}{}{standing}{}",
        column(shared.text("ui.motivation"), MOTIVATION),
        column(shared.text("ui.grade"), GRADE),
        column(shared.text("ui.column-place"), place_width(width)),
        shared.text("ui.problem"),
    )
}

/// How a row stands in the list.
#[derive(Clone, Copy)]
struct State {
    chosen: bool,
    ticked: bool,
}

fn row(shared: &Shared, annotation: &Annotation, width: u16, state: State) -> Vec<Piece> {
    let lang = shared.lang;
    let ink = match state.chosen {
        true => Ink::Strong,
        false => Ink::Plain,
    };
    let bar = match (state.chosen, state.ticked) {
        (true, true) => " ▸✓",
        (true, false) => " ▸ ",
        (false, true) => "  ✓",
        (false, false) => "   ",
    };
    let motivation = describe::motivation(lang, annotation.motivation);
    let grade = annotation.grade;
    let grade = grade.map_or("", |grade| describe::grade(lang, grade));
    let report = Entry {
        issuer: annotation.target.issuer.as_ref().map(String::from),
        year: annotation.target.year,
        ..Entry::default()
    };
    let report = describe::name(&report, lang);
    let mut pieces = vec![
        Piece::new(bar, Ink::Accent),
        Piece::new(column(motivation, MOTIVATION), Ink::Note),
        Piece::new(column(grade, GRADE), ink),
        Piece::new(column(&report, place_width(width)), Ink::Dim),
    ];
    if width >= WIDE {
        pieces.extend(standing(shared, annotation));
    }
    pieces.extend(marks(shared, annotation));
    pieces.push(Piece::new(annotation.problem.replace('\n', " "), ink));
    pieces
}

/// What was decided of it, and how far it is put right.
fn standing(shared: &Shared, annotation: &Annotation) -> [Piece; 2] {
    let judgement = describe::judgement(shared.lang, annotation.judgement);
    let rectification = format!("rectification.{}", annotation.rectification.name());
    let late = match annotation.is_overdue(shared.today) {
        true => Ink::Bad,
        false => Ink::Dim,
    };
    [
        Piece::dim(column(judgement, JUDGEMENT)),
        Piece::new(column(shared.text(&rectification), STATE), late),
    ]
}

/// What a reviewer should not overlook in it.
fn marks(shared: &Shared, annotation: &Annotation) -> impl Iterator<Item = Piece> {
    let (private, adjudication) = (
        shared.text("note.private-mark"),
        shared.text("note.adjudication-mark"),
    );
    let marks = [
        (annotation.is_contested(), "! ", Ink::Doubt),
        (annotation.private, private, Ink::Dim),
        (annotation.is_adjudication(), adjudication, Ink::Good),
    ];
    let marks = marks.into_iter().filter(|(is_so, ..)| *is_so);
    marks.map(|(_, mark, ink)| Piece::new(mark, ink))
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
        .map(Anchor::quote)
        .collect();
    if let Some(anchor) = annotation.target.anchors.first() {
        let path = anchor.path.last().map_or("", Text::as_str);
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
    let paragraphs = describe::annotation(shared, annotation).into_iter();
    for paragraph in paragraphs.chain(note::states(shared, annotation)) {
        at = wrapping::draw(canvas, inner, at, &paragraph, 2);
    }
}
