//! Topics: whether the report speaks of something at all, and whether it names all members of a known list.

use super::observation::{Observation, Reason};
use super::pack::{Within, Words};
use super::spans::Spans;
use super::view::View;
use super::{Evidence, Localized, render};
use crate::order;
use crate::report::{FigureKind, Span};

/// What a topic is known by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Topic<'a> {
    pub about: Option<&'a Words>,
    pub show: &'a [Vec<Words>],
    pub within: Within,
    pub figure: bool,
    pub except: Option<&'a Words>,
}

/// The report speaks of the topic: some stretch has a word of every group of one list.
pub(super) fn topic(view: &View, topic: &Topic) -> Vec<Observation> {
    let except = Spans::of(topic.except.iter().flat_map(|words| view.words(words)));
    let search = Search { view, except };
    let about = match topic.about {
        Some(words) => match search.first(words) {
            Some(place) => Some(place),
            None => return vec![Observation::not_assessable(Reason::Nothing)],
        },
        None => None,
    };
    let shows = |stretch: Span| !topic.figure || has_figure(view, stretch);
    let mut lists = topic.show.iter();
    let shown = lists.find_map(|groups| search.stretch(groups, topic.within, shows));
    vec![match shown {
        Some(stretch) => quoted(view, Observation::met, view.opening(stretch)),
        None if view.is_cut_off() => Observation::not_assessable(Reason::Truncated),
        None => match about {
            Some(place) => quoted(view, Observation::unmet, place).labelled("absent"),
            None => Observation::unmet(Vec::new()),
        },
    }]
}

/// So many members of a list alone are not yet the list.
const MENTION: usize = 1;

/// Where the report speaks of `about`, all terms are named, or hardly any.
pub(super) fn listed(view: &View, about: &Words, terms: &[Words]) -> Vec<Observation> {
    let search = Search {
        view,
        except: Spans::default(),
    };
    let mut places: Vec<Span> = search.all(about, Within::Paragraph).collect();
    order::sort(&mut places);
    places.dedup();
    let Some(first) = places.first() else {
        return vec![Observation::not_assessable(Reason::Nothing)];
    };
    let is_named = |term: &Words| places.iter().any(|place| term.is_in(view.normal(*place)));
    let absent: Vec<&Words> = terms.iter().filter(|term| !is_named(term)).collect();
    if absent.len() + MENTION >= terms.len() {
        return vec![Observation::not_assessable(Reason::Nothing)];
    }
    let named = places
        .iter()
        .find(|place| terms.iter().any(|term| term.is_in(view.normal(**place))));
    let opening = view.opening(*named.unwrap_or(first));
    let observation = match absent.is_empty() {
        true => quoted(view, Observation::met, opening),
        false => quoted(view, Observation::unmet, opening).labelled("listed"),
    };
    let names: Vec<&str> = absent
        .iter()
        .filter_map(|term| term.iter().next())
        .collect();
    vec![
        observation
            .with("absent", Localized::new(names.join("、"), names.join(", ")))
            .with(
                "named",
                Localized::same((terms.len() - absent.len()).to_string()),
            ),
    ]
}

/// A search for words in the sentences of a report, the page around them aside.
struct Search<'v, 'a> {
    view: &'v View<'a>,
    /// Stretches of the normal text in which a word means something else.
    except: Spans,
}

impl Search<'_, '_> {
    /// The first sentence with one of the words.
    fn first(&self, words: &Words) -> Option<Span> {
        self.all(words, Within::Sentence).next()
    }

    /// The stretches with one of the words, in the order of the words.
    fn all<'s>(&'s self, words: &'s Words, within: Within) -> impl Iterator<Item = Span> + 's {
        let places = self.view.words(words);
        let places = places.filter(|place| !self.except.touch(*place));
        places.filter_map(move |place| self.view.stretch(place, within))
    }

    /// A stretch that has a word of every group and shows what else it must.
    fn stretch(
        &self,
        groups: &[Words],
        within: Within,
        shows: impl Fn(Span) -> bool,
    ) -> Option<Span> {
        let (first, rest) = groups.split_first()?;
        let has = |stretch: Span, words: &Words| {
            let place = self.view.report.normal.to_normal(stretch);
            let text = place.of(&self.view.report.normal.text);
            let mut found = words.places(text);
            found.any(|found| {
                let found = Span::new(place.start + found.start, place.start + found.end);
                !self.except.touch(found)
            })
        };
        match within {
            Within::Report => {
                let all = rest.iter().all(|words| self.first(words).is_some());
                let mut found = self.all(first, Within::Sentence);
                found.find(|stretch| all && shows(*stretch))
            }
            Within::Sentence | Within::Paragraph => {
                // A word may stand many times in one stretch.
                let mut before = None;
                let stretches = self.all(first, within);
                stretches
                    .filter(|stretch| before.replace(*stretch) != Some(*stretch))
                    .find(|stretch| {
                        rest.iter().all(|words| has(*stretch, words)) && shows(*stretch)
                    })
            }
        }
    }
}

/// A count, a rate or an amount.
fn has_figure(view: &View, stretch: Span) -> bool {
    view.report
        .figures_in(stretch)
        .any(|(_, figure)| match figure.kind {
            FigureKind::Count | FigureKind::Rate | FigureKind::Amount => true,
            FigureKind::Date
            | FigureKind::Duration
            | FigureKind::Ordinal
            | FigureKind::Rank
            | FigureKind::Score => false,
        })
}

fn quoted(view: &View, verdict: fn(Vec<Evidence>) -> Observation, span: Span) -> Observation {
    let quote = render::excerpt(view.report.quote(span));
    verdict(vec![Evidence::here("place", span)]).with("quote", Localized::same(quote))
}
