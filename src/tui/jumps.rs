//! Where the reader was before each jump: back and forward, across reports and comparisons.

use super::model::EditionId;

/// A place that one can come back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    pub kind: SpotKind,
    pub edition: EditionId,
    /// Byte of the text.
    pub at: usize,
}

/// What shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpotKind {
    Report,
    Comparison,
}

/// The places before jumps, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Jumps {
    places: Vec<Spot>,
    /// How many lie behind. Private: never more than there are.
    behind: usize,
}

/// Which way through the places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Back,
    Forward,
}

/// Older ones are forgotten.
const MOST: usize = 100;

impl Spot {
    /// Whether one screen shows both.
    pub fn is_beside(&self, other: &Spot) -> bool {
        self.kind == other.kind && self.edition == other.edition
    }
}

impl Jumps {
    /// Remembers the place that a jump led away from; what lay ahead is forgotten.
    pub fn left(&mut self, place: Spot) {
        self.places.truncate(self.behind);
        self.places.retain(|known| *known != place);
        self.places.push(place);
        let many = self.places.len().saturating_sub(MOST);
        self.places.drain(..many);
        self.behind = self.places.len();
    }

    /// The next place that way; from the present, that is kept to come forward to.
    pub fn go(&mut self, way: Way, here: Option<&Spot>) -> Option<Spot> {
        match way {
            Way::Back => {
                if let Some(here) = here.filter(|_| self.behind == self.places.len()) {
                    self.places.retain(|known| known != here);
                    self.behind = self.places.len();
                    self.places.push(here.clone());
                }
                self.behind = self.behind.checked_sub(1)?;
            }
            Way::Forward => {
                if self.behind + 1 >= self.places.len() {
                    return None;
                }
                self.behind += 1;
            }
        }
        self.places.get(self.behind).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_comes_back_the_way_one_went_and_forward_again() {
        let place = |at| Spot {
            kind: SpotKind::Report,
            edition: "yun".to_owned(),
            at,
        };
        let at = |found: Option<Spot>| found.map(|place| place.at);
        let mut jumps = Jumps::default();
        assert_eq!(at(jumps.go(Way::Back, Some(&place(1)))), None);
        assert_eq!(at(jumps.go(Way::Forward, Some(&place(1)))), None);
        jumps.left(place(1));
        jumps.left(place(2));
        assert_eq!(at(jumps.go(Way::Back, Some(&place(3)))), Some(2));
        assert_eq!(at(jumps.go(Way::Back, Some(&place(2)))), Some(1));
        assert_eq!(at(jumps.go(Way::Back, Some(&place(1)))), None);
        assert_eq!(at(jumps.go(Way::Forward, Some(&place(1)))), Some(2));
        assert_eq!(at(jumps.go(Way::Forward, Some(&place(2)))), Some(3));
        assert_eq!(at(jumps.go(Way::Forward, Some(&place(3)))), None);
        assert_eq!(at(jumps.go(Way::Back, Some(&place(3)))), Some(2));
        // Another jump from there: what lay ahead is gone.
        jumps.left(place(2));
        assert_eq!(at(jumps.go(Way::Forward, Some(&place(9)))), None);
        assert_eq!(at(jumps.go(Way::Back, Some(&place(9)))), Some(2));
        // Where nothing can be come back to, one still comes back.
        assert_eq!(at(jumps.go(Way::Back, None)), Some(1));
    }

    #[test]
    fn the_oldest_places_are_forgotten() {
        let mut jumps = Jumps::default();
        for at in 0..3 * MOST {
            jumps.left(Spot {
                kind: SpotKind::Comparison,
                edition: "yun".to_owned(),
                at,
            });
        }
        assert_eq!((jumps.places.len(), jumps.behind), (MOST, MOST));
    }
}
