//! What the keys do in a comparison, in whichever view.

use crate::review::Scope;
use crate::shown::in_one_line;
use crate::tui::action::Action;
use crate::tui::app::{Reply, Shared};
use crate::tui::message::{Effect, Message};
use crate::tui::model::{self, Document, Previous};
use crate::tui::overlay::Overlay;
use crate::tui::overlay::editor::Editor;
use crate::tui::screen;
use crate::tui::screen::to_report;

use super::places::Year;
use super::{CompareScreen, View};

impl CompareScreen {
    pub(super) fn press(&mut self, shared: &mut Shared, action: Action) -> Reply {
        let Some(document) = self
            .document
            .clone()
            .filter(|document| document.previous.is_some())
        else {
            return screen::common(shared, &self.edition, action);
        };
        let Some(previous) = &document.previous else {
            return Reply::stay();
        };
        match action {
            Action::ViewText => self.turn(shared, View::Text),
            Action::ViewIndicators => self.turn(shared, View::Indicators),
            Action::ViewPromises => self.turn(shared, View::Promises),
            Action::ViewReuse => self.turn(shared, View::Reuse),
            Action::ViewYears => self.turn(shared, View::Years),
            Action::ViewHistory => self.turn(shared, View::History),
            Action::Compare => Reply::stay(),
            Action::OpenOld => self.open(shared, &document, previous, Year::Last),
            Action::OpenNew => self.open(shared, &document, previous, Year::This),
            Action::Annotate | Action::AnnotateSection => {
                self.annotate(shared, &document, previous, action)
            }
            Action::Back => self.leave(shared),
            other => match self.view {
                View::Text => self.act_on_text(shared, previous, other),
                View::Indicators => self.act_on_indicators(shared, &document, previous, other),
                View::Promises => self.act_on_promises(shared, &document, previous, other),
                View::Reuse => self.act_on_reuse(shared, &document, previous, other),
                View::Years => self.act_on_years(shared, other),
                View::History => self.act_on_history(shared, other),
            },
        }
    }

    /// Another view of the same comparison; each keeps its own place.
    fn turn(&mut self, shared: &mut Shared, view: View) -> Reply {
        let section = self.section_here();
        self.view = view;
        self.refresh_view(shared);
        match view {
            View::Years => self.follow(shared),
            View::History => {
                self.history.begin_at(section);
                self.follow(shared)
            }
            View::Text | View::Indicators | View::Promises | View::Reuse => Reply::stay(),
        }
    }

    /// Asks for all years of the issuer, once.
    fn follow(&mut self, shared: &mut Shared) -> Reply {
        if shared.years.contains_key(&self.edition) || self.follows {
            return Reply::stay();
        }
        self.follows = true;
        Reply::effects(vec![Effect::Follow(self.edition.clone())])
    }

    /// Nobody waits for the years any more.
    fn leave(&mut self, shared: &mut Shared) -> Reply {
        let waits = self.follows && !shared.years.contains_key(&self.edition);
        let stop = waits.then_some(Effect::StopFollowing);
        screen::common(shared, &self.edition, Action::Back).with(stop.into_iter().collect())
    }

    /// To what Enter leads to: this year's report, or last year's where it alone has the place.
    pub(super) fn enter(
        &mut self,
        shared: &mut Shared,
        document: &Document,
        previous: &Previous,
    ) -> Reply {
        let year = match self.places(document, previous).new {
            Some(_) => Year::This,
            None => Year::Last,
        };
        self.open(shared, document, previous, year)
    }

    fn open(
        &mut self,
        shared: &mut Shared,
        document: &Document,
        previous: &Previous,
        year: Year,
    ) -> Reply {
        let lender = (self.view == View::Reuse && year == Year::Last)
            .then(|| self.place_of_lender(document, previous))
            .flatten();
        if let Some((edition, span)) = lender {
            return to_report(shared, &edition, span);
        }
        let Some(span) = self.nearest_place(document, previous, year) else {
            let text = shared.text("ui.no-such-place");
            shared.message = Some(Message::quiet(text));
            return Reply::stay();
        };
        let edition = match year {
            Year::Last => previous.entry.id.clone(),
            Year::This => self.edition.clone(),
        };
        to_report(shared, &edition, span)
    }

    /// A note on the sentence of this year, or on what is gone; the other year's words go with it.
    fn annotate(
        &mut self,
        shared: &mut Shared,
        document: &Document,
        previous: &Previous,
        action: Action,
    ) -> Reply {
        let places = self.places(document, previous);
        let old = places
            .old
            .filter(|_| self.view != View::Text || action == Action::Annotate);
        let Some(new) = places.new.filter(|_| self.view != View::Promises) else {
            return match old {
                Some(old) => self.annotate_gone(shared, document, previous, old),
                None => Reply::stay(),
            };
        };
        let heading = model::heading_at(&document.report, new.start);
        let section = heading.and_then(|idx| document.report.sections.get(idx));
        let mut editor = match (action, section) {
            (Action::AnnotateSection, Some(section)) => {
                Editor::new(shared, document, Scope::Section, section.heading)
            }
            (_, Some(_) | None) if self.view == View::Indicators => {
                Editor::new(shared, document, Scope::Phrase, new)
            }
            (_, Some(_) | None) => Editor::new(shared, document, Scope::Sentence, new),
        };
        if let Some(old) = old {
            editor.fill(|draft| draft.beside.push((old.start, old.end)));
        }
        Reply::open(Overlay::Editor(Box::new(editor)))
    }

    /// What last year's report says and this year's does not.
    fn annotate_gone(
        &self,
        shared: &mut Shared,
        document: &Document,
        previous: &Previous,
        old: crate::report::Span,
    ) -> Reply {
        let quote = in_one_line(previous.report.quote(old));
        let nowhere = crate::report::Span::default();
        let mut editor = Editor::new(shared, document, Scope::Absence, nowhere);
        let year = previous.entry.year;
        let year = year.map(|year| year.to_string()).unwrap_or_default();
        let text = shared
            .lang
            .fill("ui.gone-gap", &[("year", &year), ("quote", &quote)]);
        editor.fill(|draft| {
            draft.problem = text;
            draft.quote = quote;
            draft.beside.push((old.start, old.end));
        });
        Reply::open(Overlay::Editor(Box::new(editor)))
    }
}
