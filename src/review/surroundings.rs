//! How well what stands around a place fits what stood around the original.

use super::Text;
use super::fold::folded;
use super::likeness::ratio;

/// How well what stands around a place fits; `None` where the anchor knows nothing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Surroundings {
    pub prefix: Option<f64>,
    pub suffix: Option<f64>,
    pub path: f64,
    pub position: f64,
}

/// A neighbour this alike is the same neighbour.
const SAME: f64 = 0.9;

impl Surroundings {
    /// How well the place fits, for equal texts: neighbours first.
    pub fn fit(self) -> f64 {
        weighted(&[
            (35.0, self.prefix),
            (35.0, self.suffix),
            (20.0, Some(self.path)),
            (10.0, Some(self.position)),
        ])
    }

    /// How well the place fits, for texts that are alike.
    pub fn score(self, alike: f64) -> f64 {
        weighted(&[
            (56.0, Some(alike)),
            (14.0, self.prefix),
            (14.0, self.suffix),
            (6.0, Some(self.path)),
            (2.0, Some(self.position)),
        ])
    }

    pub fn is_between_the_same(self) -> bool {
        let same = |neighbour: Option<f64>| neighbour.is_none_or(|alike| alike >= SAME);
        same(self.prefix) && same(self.suffix) && (self.prefix.is_some() || self.suffix.is_some())
    }

    fn has_a_same_neighbour(self) -> bool {
        let same = |neighbour: Option<f64>| neighbour.is_some_and(|alike| alike >= SAME);
        same(self.prefix) || same(self.suffix)
    }

    pub fn is_familiar(self) -> bool {
        self.is_between_the_same() || self.has_a_same_neighbour()
    }

    pub fn is_same(self) -> bool {
        self.is_between_the_same() || (self.path >= 1.0 && self.has_a_same_neighbour())
    }
}

fn weighted(parts: &[(f64, Option<f64>)]) -> f64 {
    let known = parts
        .iter()
        .filter_map(|(weight, part)| Some((weight, (*part)?)));
    let (sum, weights) = known.fold((0.0, 0.0), |(sum, weights), (weight, part)| {
        (sum + weight * part, weights + weight)
    });
    if weights > 0.0 { sum / weights } else { 0.0 }
}

/// The share of titles that agree, from the outermost inwards; labels are no part of titles, so renumbering changes nothing.
pub(super) fn same_path(one: &[Text], other: &[Text]) -> f64 {
    let longest = one.len().max(other.len());
    if longest == 0 {
        return 1.0;
    }
    let same = one
        .iter()
        .zip(other)
        .take_while(|(one, other)| folded(one) == folded(other))
        .count();
    ratio(same, longest)
}
