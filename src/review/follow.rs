//! Annotations in another edition of their text: where each place stands there, and what an import would win and lose.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{Anchor, Annotation, Located, Locator, Place};

/// One place of an annotation, before an import and after it.
#[derive(Clone, Debug, PartialEq)]
pub struct Followed {
    pub annotation: Uuid,
    /// Index into `target.anchors`.
    pub index: usize,
    pub before: Place,
    pub after: Located,
}

/// What becomes of the places of annotations when another edition of their text comes in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Account {
    /// In the order of the annotations.
    pub places: Vec<Followed>,
}

/// An edition in which places are looked for.
#[derive(Clone, Copy)]
pub struct Sought<'a> {
    pub edition: &'a str,
    pub locator: &'a Locator<'a>,
    /// Other editions of the same report: what was placed by hand in one of them leads the way here.
    pub twins: &'a [String],
}

impl Sought<'_> {
    /// Where one place of an annotation about this report stands; `None` when it has no such place.
    pub fn place(&self, annotation: &Annotation, index: usize) -> Option<Located> {
        let by_hand = |edition: &str| annotation.placed.get(edition)?.get(&index);
        if let Some(anchor) = by_hand(self.edition) {
            let located = self.locator.locate(anchor);
            return Some(Located {
                place: match located.span {
                    Some(_) => Place::Confirmed,
                    None => located.place,
                },
                ..located
            });
        }
        let elsewhere = || self.twins.iter().find_map(|twin| by_hand(twin));
        let anchor: &Anchor = elsewhere().or_else(|| annotation.target.anchors.get(index))?;
        Some(self.locator.locate(anchor))
    }
}

impl Account {
    /// Follows annotations of one report from the edition that is there to the one that comes.
    pub fn of<'a>(
        annotations: impl IntoIterator<Item = &'a Annotation>,
        before: Sought,
        after: Sought,
    ) -> Account {
        let places = annotations.into_iter().flat_map(|annotation| {
            (0..annotation.target.anchors.len()).filter_map(move |index| {
                Some(Followed {
                    annotation: annotation.id,
                    index,
                    before: before.place(annotation, index)?.place,
                    after: after.place(annotation, index)?,
                })
            })
        });
        Account {
            places: places.collect(),
        }
    }

    /// How many places stand how.
    pub fn counts(&self) -> BTreeMap<Place, usize> {
        let mut counts = BTreeMap::new();
        for followed in &self.places {
            *counts.entry(followed.after.place).or_insert(0) += 1;
        }
        counts
    }

    /// Places that were found and are found no more.
    pub fn lost(&self) -> impl Iterator<Item = &Followed> {
        let lost = |followed: &&Followed| !followed.before.is_lost() && followed.is_lost();
        self.places.iter().filter(lost)
    }

    /// Places that waited for a person and are found again.
    pub fn gained(&self) -> impl Iterator<Item = &Followed> {
        let gained = |followed: &&Followed| followed.before.is_lost() && !followed.is_lost();
        self.places.iter().filter(gained)
    }

    /// Places that a person should look at: their words differ, or there is no one place.
    pub fn doubtful(&self) -> impl Iterator<Item = &Followed> {
        self.places.iter().filter(|followed| followed.is_doubtful())
    }
}

impl Followed {
    fn is_lost(&self) -> bool {
        self.after.place.is_lost()
    }

    /// Whether its words differ, or there is no one place.
    pub fn is_doubtful(&self) -> bool {
        match self.after.place {
            Place::Edited | Place::Ambiguous | Place::Orphan => true,
            Place::Confirmed | Place::Exact | Place::Moved | Place::Carried => false,
        }
    }
}
