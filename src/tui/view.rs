//! Draws the state and changes nothing: a line at the top, the screen, an overlay, a line at the bottom.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::action::Action;
use super::app::{App, Shared};
use super::canvas::{Canvas, Piece, clipped, width};
use super::message::{Progress, Tone};
use super::overlay::Overlay;
use super::overlay::prompt::{Prompt, Purpose};
use super::screen;
use super::theme::Ink;
use crate::locale;

/// Draws everything; the position of the caret while text is typed.
pub fn view(app: &App, area: Rect, buf: &mut Buffer) -> Option<Position> {
    let area = area.intersection(buf.area);
    let mut canvas = Canvas {
        buf,
        theme: app.shared.theme,
    };
    if area.is_empty() {
        return None;
    }
    if let Some(screen) = app.screen() {
        screen.view(&app.shared, &mut canvas, area);
    }
    if area.height >= 12 {
        view_top(app, &mut canvas, area);
    }
    let on_last_row = matches!(app.overlay, Some(Overlay::Prompt(_) | Overlay::Confirm(_)));
    if area.height >= 2 && !on_last_row {
        view_bottom(app, &mut canvas, area);
    }
    let caret = match &app.overlay {
        Some(overlay) => overlay.view(&app.shared, &mut canvas, area),
        None => None,
    };
    if let Some(Overlay::Prompt(prompt)) = &app.overlay {
        view_found(app, prompt, &mut canvas, area, caret);
    }
    caret
}

/// How much a search finds while it is typed, or why it cannot be looked for.
fn view_found(
    app: &App,
    prompt: &Prompt,
    canvas: &mut Canvas,
    area: Rect,
    caret: Option<Position>,
) {
    if !matches!(prompt.purpose, Purpose::Search(_)) || prompt.line.text().is_empty() {
        return;
    }
    let found = || app.screen().and_then(|screen| screen.found(&app.shared));
    let (text, ink) = match &prompt.refused {
        Some(reason) => (Some(reason.clone()), Ink::Bad),
        None => (found(), Ink::Accent),
    };
    let room = caret.map_or(0, |at| usize::from(area.right().saturating_sub(at.x + 4)));
    if let Some(text) = text.filter(|_| room > 0) {
        let text = clipped(&text, room);
        canvas.right(area, area.height - 1, &format!("{text} "), ink);
    }
}

/// Where am I, and how far.
fn view_top(app: &App, canvas: &mut Canvas, area: Rect) {
    let shared = &app.shared;
    let Some(screen) = app.screen() else {
        return;
    };
    let progress = screen.progress(shared);
    let room = usize::from(area.width).saturating_sub(width(&progress) + 2);
    let mut path = screen.path(shared);
    let last = path.pop().unwrap_or_default();
    let mut before = format!(" {} › ", shared.text("app.name"));
    for name in path {
        before.push_str(&name);
        before.push_str(" › ");
    }
    let before = clipped(&before, room);
    let last = clipped(&last, room.saturating_sub(width(&before)));
    canvas.line(
        area,
        0,
        &[Piece::dim(before), Piece::new(last, Ink::Strong)],
    );
    if usize::from(area.width) > width(&progress) + 12 {
        canvas.right(area, 0, &format!("{progress} "), Ink::Dim);
    }
}

/// The keys that work here now; messages, and what is not saved, on the right.
fn view_bottom(app: &App, canvas: &mut Canvas, area: Rect) {
    let row = area.height - 1;
    let slot = slot(app);
    let taken = u16::try_from(slot_width(app)).unwrap_or(0);
    let keys = Rect {
        width: area.width.saturating_sub(taken),
        ..area
    };
    let pieces = if app.pressed.is_empty() {
        bar(app, usize::from(keys.width))
    } else {
        begun(app)
    };
    canvas.line(keys, row, &pieces);
    if let Some(piece) = slot {
        canvas.right(
            area,
            row,
            &format!(
                "{} ",
                clipped(&piece.text, usize::from(area.width).saturating_sub(1))
            ),
            piece.ink,
        );
    }
}

/// Cells that a message takes from the keys.
fn slot_width(app: &App) -> usize {
    let needed = slot(app).map_or(0, |piece| width(&piece.text) + 2);
    needed.min(usize::from(app.shared.size.width))
}

/// What there is to say: a message, else what the disk has not taken yet.
fn slot(app: &App) -> Option<Piece> {
    let shared = &app.shared;
    if let Some(message) = &shared.message {
        let ink = match message.tone {
            Tone::Quiet => Ink::Accent,
            Tone::Good => Ink::Good,
            Tone::Bad => Ink::Bad,
        };
        return Some(Piece::new(&message.text, ink));
    }
    if let Some(progress) = shared.work {
        return Some(working(shared, progress));
    }
    let pending = shared.saving.pending();
    match (&shared.saving.refused, pending) {
        (_, 0) => None,
        (Some(reason), count) => Some(Piece::new(
            shared
                .lang
                .fill("ui.unsaved-why", &[("count", &count), ("reason", reason)]),
            Ink::Bad,
        )),
        (None, count) => Some(Piece::new(
            shared.lang.fill("ui.unsaved", &[("count", &count)]),
            Ink::Doubt,
        )),
    }
}

/// How far what takes long is, and how it ends.
fn working(shared: &Shared, progress: Progress) -> Piece {
    /// A report takes less, so the disk is to blame.
    const LONG: u64 = 5;
    let said = match progress {
        Progress::Waiting { seconds } => {
            let key = if seconds < LONG {
                "ui.waiting"
            } else {
                "ui.waiting-long"
            };
            shared.lang.fill(key, &[("seconds", &seconds)])
        }
        Progress::Importing { done, all } => {
            let values: [(&str, &dyn std::fmt::Display); 2] = [("done", &done), ("all", &all)];
            shared.lang.fill("ui.importing-so-far", &values)
        }
        Progress::Exporting { seconds } => {
            let values: [(&str, &dyn std::fmt::Display); 1] = [("seconds", &seconds)];
            shared.lang.fill("exporting.so-far", &values)
        }
    };
    Piece::new(said, Ink::Doubt)
}

/// The most useful keys that do something now, as many as fit; help is always among them, and where there is some room the
/// way back. Where not all fit, labels that have a short form are in that.
fn offered(app: &App, room: usize) -> Vec<Offer> {
    let shared = &app.shared;
    let (scene, offers): (_, Box<dyn Fn(Action) -> bool + '_>) = match (&app.overlay, app.screen())
    {
        (Some(overlay), _) => (overlay.scene(), Box::new(|action| overlay.offers(action))),
        (None, Some(screen)) => (
            screen.scene(),
            Box::new(move |action| screen::offers(screen, shared, action)),
        ),
        (None, None) => return Vec::new(),
    };
    let last = app.screen().filter(|_| app.overlay.is_none());
    let leaves = last.is_some_and(|screen| screen.is_last(shared));
    let wanted = shared.keymap.bar(scene).iter().copied();
    let wanted = wanted.filter(|action| offers(*action));
    let mut all: Vec<Offer> = wanted
        .filter_map(|action| {
            let key = shared.keymap.keys(scene, action).next()?.shown();
            let named = match action {
                Action::Back if leaves => Action::Quit,
                other => other,
            };
            let label = shared.text(&format!("key.{}", named.name()));
            Some(Offer { action, key, label })
        })
        .collect();
    let taken: usize = all.iter().map(|offer| offer.cells() + 2).sum();
    if taken > room + 1 {
        for offer in &mut all {
            let short = format!("bar.{}", offer.action.name());
            if locale::has(&short) {
                offer.label = shared.text(&short);
            }
        }
    }
    fitting(all, room)
}

/// Those that fit into the room, in their order.
fn fitting(mut offers: Vec<Offer>, room: usize) -> Vec<Offer> {
    /// With less, a key that decides is worth more than the one that leaves, which is the same everywhere.
    const NARROW: usize = 60;
    let always = |offer: &Offer| match offer.action {
        Action::Help => true,
        Action::Back => room >= NARROW,
        _ => false,
    };
    let kept = offers.iter().filter(|offer| always(offer));
    let kept: usize = kept.map(|offer| offer.cells() + 2).sum();
    // One blank stands before the first, and none need stand behind the last.
    let mut left = (room + 1).saturating_sub(kept);
    offers.retain(|offer| {
        let needed = offer.cells() + 2;
        let fits = always(offer) || needed <= left;
        if fits && !always(offer) {
            left -= needed;
        }
        fits
    });
    offers
}

/// A key on the bottom line.
struct Offer {
    action: Action,
    key: String,
    label: &'static str,
}

impl Offer {
    fn cells(&self) -> usize {
        width(&self.key) + 1 + width(self.label)
    }
}

fn bar(app: &App, room: usize) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for Offer { key, label, .. } in offered(app, room) {
        pieces.push(Piece::plain(if pieces.is_empty() { " " } else { "  " }));
        pieces.push(Piece::new(key, Ink::Accent));
        pieces.push(Piece::dim(format!(" {label}")));
    }
    pieces
}

/// The action that the bottom line offers at a place.
pub(super) fn action_at(app: &App, at: Position) -> Option<Action> {
    let size = app.shared.size;
    let covered = matches!(app.overlay, Some(Overlay::Prompt(_) | Overlay::Confirm(_)));
    if at.y + 1 != size.height || size.height < 2 || covered || !app.pressed.is_empty() {
        return None;
    }
    let room = usize::from(size.width) - slot_width(app);
    let mut from = 1;
    offered(app, room).into_iter().find_map(|offer| {
        let here = (from..from + offer.cells()).contains(&usize::from(at.x));
        from += offer.cells() + 2;
        here.then_some(offer.action)
    })
}

/// The keys of a sequence so far, and how it can go on.
fn begun(app: &App) -> Vec<Piece> {
    let shared = &app.shared;
    let Some(screen) = app.screen() else {
        return Vec::new();
    };
    let begun: String = app
        .pressed
        .iter()
        .map(|key| key.folded().to_string())
        .collect();
    let mut pieces = vec![Piece::new(format!(" {begun}…  "), Ink::Accent)];
    for (action, sequence) in shared.keymap.sequences(screen.scene()) {
        let shown = sequence.shown();
        if shown.starts_with(&begun) && sequence.steps.len() > app.pressed.len() {
            pieces.push(Piece::new(shown, Ink::Accent));
            pieces.push(Piece::dim(format!(
                " {}  ",
                shared.text(&format!("key.{}", action.name()))
            )));
        }
    }
    pieces
}
