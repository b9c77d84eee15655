//! What two reviewers raised in one report, side by side: an adjudicator decides where they differ, and nothing else.

mod view;

use std::collections::BTreeMap;

use ratatui::layout::Rect;
use uuid::Uuid;

use crate::report::Span;
use crate::review::difference::{Difference, Placed, Raised, Row, adjudication};
use crate::review::{Judgement, Operation, Role, Sought};
use crate::store::Change;
use crate::tui::action::{Action, Scene};
use crate::tui::app::{Reply, Shared};
use crate::tui::canvas::Canvas;
use crate::tui::deciding;
use crate::tui::describe;
use crate::tui::lacking::attempt;
use crate::tui::list::{ListCursor, Listed};
use crate::tui::message::Message;
use crate::tui::model::{Document, EditionId};

use super::{Detail, Held, ListLayout, Screen};

const LAYOUT: ListLayout = ListLayout::without_head(Detail::Half);

/// The state of the screen.
pub struct DifferenceScreen {
    pub edition: EditionId,
    held: Held,
    /// Who annotated or judged here, the first reviewer before the second.
    reviewers: Vec<String>,
    /// Which two of them are set side by side.
    pair: usize,
    difference: Difference,
    items: Vec<Item>,
    cursor: ListCursor,
    /// Whose words a decision repeats.
    side: Side,
    show: Show,
}

/// One thing to decide on.
enum Item {
    /// Index into the rows of the difference.
    Raised(usize),
    /// A finding that the two judged differently.
    Finding {
        id: String,
        first: Judgement,
        second: Judgement,
        decided: Option<Judgement>,
    },
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Side {
    #[default]
    First,
    Second,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Show {
    /// Where they differ.
    #[default]
    Differing,
    All,
}

impl DifferenceScreen {
    pub fn new(edition: EditionId) -> DifferenceScreen {
        DifferenceScreen {
            edition,
            held: Held::default(),
            reviewers: Vec::new(),
            pair: 0,
            difference: Difference::default(),
            items: Vec::new(),
            cursor: ListCursor::default(),
            side: Side::default(),
            show: Show::default(),
        }
    }

    fn list(&mut self, shared: &Shared) {
        self.items.clear();
        let Some(document) = self.held.document.clone() else {
            return;
        };
        let notes = shared.notes_of(&self.edition);
        self.reviewers = shared.review().reviewers(notes, &[&self.edition]);
        let Some((first, second)) = self.two() else {
            self.difference = Difference::default();
            return;
        };
        let places = places(shared, &document, &self.edition);
        let placed: Vec<Placed> = shared
            .notes_of(&self.edition)
            .map(|annotation| Placed {
                annotation,
                spans: places.get(&annotation.id).map_or(&[], Vec::as_slice),
            })
            .collect();
        self.difference = Difference::of(&placed, &first, &second, shared.review());
        let rows = self.difference.rows.iter().enumerate();
        let shown = rows.filter(|(_, row)| self.show == Show::All || row.raised.differs());
        self.items = shown.map(|(idx, _)| Item::Raised(idx)).collect();
        self.items
            .extend(disputes(shared, &document, &first, &second));
    }

    /// The two that are set side by side.
    fn two(&self) -> Option<(String, String)> {
        let names = &self.reviewers;
        let pairs =
            (0..names.len()).flat_map(|one| (one + 1..names.len()).map(move |two| (one, two)));
        let pairs: Vec<(usize, usize)> = pairs.collect();
        let (one, two) = *pairs.get(self.pair % pairs.len().max(1))?;
        Some((names.get(one)?.clone(), names.get(two)?.clone()))
    }

    fn row(&self) -> Option<&Row> {
        match self.items.get(self.cursor.row)? {
            Item::Raised(idx) => self.difference.rows.get(*idx),
            Item::Finding { .. } => None,
        }
    }

    /// The annotation of the chosen side; of something that only one raised, that one's.
    fn meant(&self) -> Option<Uuid> {
        let raised = self.row()?.raised;
        Some(match (raised, self.side) {
            (Raised::Both { first, .. } | Raised::Otherwise { first, .. }, Side::First) => first,
            (Raised::Both { second, .. } | Raised::Otherwise { second, .. }, Side::Second) => {
                second
            }
            (Raised::First(only) | Raised::Second(only), _) => only,
        })
    }

    fn go_on(&mut self, shared: &mut Shared, forward: bool) {
        let open = |row: &usize| self.items.get(*row).is_some_and(|item| self.is_open(item));
        let at = self.cursor.row;
        let found = match forward {
            true => (at + 1..self.items.len()).find(open),
            false => (0..at).rev().find(open),
        };
        match found {
            Some(row) => self.cursor.row = row,
            None => shared.message = Some(Message::quiet(shared.text("difference.no-more"))),
        }
    }

    fn is_open(&self, item: &Item) -> bool {
        match item {
            Item::Raised(idx) => self
                .difference
                .rows
                .get(*idx)
                .is_some_and(|row| row.raised.differs() && row.decided.is_none()),
            Item::Finding { decided, .. } => decided.is_none(),
        }
    }

    /// Writes the decision as a record of its own, or decides the finding; the originals stay.
    fn adjudicate(&mut self, shared: &mut Shared, judgement: Judgement) -> Reply {
        match shared.role {
            Some(Role::FirstReviewer | Role::SecondReviewer) => {
                shared.message = Some(Message::bad(shared.text("difference.not-yours")));
                return Reply::stay();
            }
            Some(Role::Adjudicator) | None => {}
        }
        let operations = match self.items.get(self.cursor.row) {
            Some(Item::Finding { id, .. }) => {
                let document = self.held.document.as_ref();
                let mut findings = document
                    .into_iter()
                    .flat_map(|document| &document.outcome.findings);
                let finding = findings.find(|finding| finding.id == *id);
                let quote = document
                    .zip(finding)
                    .map(|(document, finding)| document.quoted(finding));
                vec![Operation::Judge {
                    subject: id.clone(),
                    edition: self.edition.clone(),
                    judgement,
                    reason: None,
                    quote,
                }]
            }
            Some(Item::Raised(_)) => self.record(shared, judgement),
            None => Vec::new(),
        };
        if operations.is_empty() {
            return Reply::stay();
        }
        let changes = operations.into_iter().map(Change::from);
        let reply = attempt(shared, changes.collect(), None);
        self.go_on(shared, true);
        reply
    }

    fn record(&self, shared: &mut Shared, judgement: Judgement) -> Vec<Operation> {
        let Some(row) = self.row().filter(|row| row.raised.differs()) else {
            shared.message = Some(Message::quiet(shared.text("difference.agreed")));
            return Vec::new();
        };
        // A second thought judges the record that is there.
        if let Some(record) = row.decided {
            return vec![Operation::Judge {
                subject: record.to_string(),
                edition: self.edition.clone(),
                judgement,
                reason: None,
                quote: None,
            }];
        }
        let id = shared.new_id();
        let base = self.meant().and_then(|id| shared.review().annotation(id));
        base.map(|base| adjudication(id, base, row.raised, judgement, None))
            .unwrap_or_default()
    }
}

impl Screen for DifferenceScreen {
    fn scene(&self) -> Scene {
        Scene::Difference
    }

    fn edition(&self) -> Option<&str> {
        Some(&self.edition)
    }

    fn refresh(&mut self, shared: &Shared) {
        let newest = shared.document(&self.edition);
        if self.held.take(newest, shared.revision) {
            self.list(shared);
        }
        self.cursor.fit(self.items.len(), LAYOUT.height(shared));
    }

    fn act(&mut self, shared: &mut Shared, action: Action, _letter: Option<char>) -> Reply {
        if self.moves(shared, action) {
            return Reply::stay();
        }
        if let Some(judgement) = deciding::judgement(action) {
            return self.adjudicate(shared, judgement);
        }
        match action {
            Action::PaneLeft => self.side = Side::First,
            Action::PaneRight => self.side = Side::Second,
            Action::NextPlace => self.go_on(shared, true),
            Action::PreviousPlace => self.go_on(shared, false),
            Action::Filter => {
                self.show = match self.show {
                    Show::Differing => Show::All,
                    Show::All => Show::Differing,
                };
                self.list(shared);
            }
            Action::NextPair => {
                self.pair += 1;
                self.list(shared);
            }
            Action::Details => {
                return match self.meant() {
                    Some(id) => super::note::open(id),
                    None => Reply::stay(),
                };
            }
            Action::Enter => {
                let annotation = self.meant().and_then(|id| shared.review().annotation(id));
                return match annotation.cloned() {
                    Some(annotation) => super::to_place(shared, &annotation),
                    None => Reply::stay(),
                };
            }
            other => return super::common(shared, &self.edition.clone(), other),
        }
        self.cursor.fit(self.items.len(), LAYOUT.height(shared));
        Reply::stay()
    }

    fn offers(&self, _shared: &Shared, action: Action) -> bool {
        match action {
            Action::NextPair => self.reviewers.len() > 2,
            Action::Enter | Action::Details => self.meant().is_some(),
            _ => deciding::judgement(action).is_none() || !self.items.is_empty(),
        }
    }

    fn path(&self, shared: &Shared) -> Vec<String> {
        let entry = shared.entry(&self.edition);
        let name = entry.map(|entry| describe::name(entry, shared.lang));
        let scene = shared.text("ui.scene-difference").to_owned();
        name.into_iter().chain([scene]).collect()
    }

    fn progress(&self, shared: &Shared) -> String {
        let (both, first, second) = self.difference.counts();
        let open = self.items.iter().filter(|item| self.is_open(item)).count();
        let values: [(&str, &dyn std::fmt::Display); 6] = [
            ("both", &both),
            ("first", &first),
            ("second", &second),
            ("open", &open),
            ("a", &self.difference.first),
            ("b", &self.difference.second),
        ];
        shared.lang.fill("difference.progress", &values)
    }

    fn view(&self, shared: &Shared, canvas: &mut Canvas, screen: Rect) {
        self.draw(shared, canvas, screen);
    }

    fn listed(&mut self, shared: &Shared) -> Option<Listed<'_>> {
        Some(LAYOUT.listed(shared, self.items.len(), &mut self.cursor))
    }
}

fn places(shared: &Shared, document: &Document, edition: &str) -> BTreeMap<Uuid, Vec<Span>> {
    let twins = shared.twins(edition);
    let locator = document.locator();
    let sought = Sought {
        edition,
        locator: &locator,
        twins: &twins,
    };
    let notes = shared.notes_of(edition);
    notes
        .map(|annotation| {
            let all = 0..annotation.target.anchors.len();
            let spans = all.filter_map(|index| sought.place(annotation, index)?.span);
            (annotation.id, spans.collect())
        })
        .collect()
}

/// Findings that two people judged differently, with what an adjudicator said.
fn disputes(shared: &Shared, document: &Document, first: &str, second: &str) -> Vec<Item> {
    let findings = document.outcome.findings.iter();
    let items = findings.filter_map(|finding| {
        let key = (document.entry.id.clone(), finding.id.clone());
        let voices = shared.review().voices.get(&key)?;
        let (one, two) = (voices.get(first)?, voices.get(second)?);
        let mut adjudicators = voices
            .values()
            .filter(|voice| voice.role == Some(Role::Adjudicator));
        (one.judgement != two.judgement).then(|| Item::Finding {
            id: finding.id.clone(),
            first: one.judgement,
            second: two.judgement,
            decided: adjudicators.next().map(|voice| voice.judgement),
        })
    });
    items.collect()
}
