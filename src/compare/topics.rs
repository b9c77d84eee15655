//! What a section is about, by counting the words of a fixed list of topics: headings are rewritten, topics stay.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::by_first::ByFirst;
use super::tokens::is_letter;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lexicon {
    #[serde(rename = "schema")]
    _schema: String,
    topics: BTreeMap<String, Vec<String>>,
}

/// The words of all topics, each with the number of its topic.
static TOPICS: LazyLock<ByFirst<u8>> = LazyLock::new(|| {
    let lexicon: Lexicon = serde_json::from_str(crate::bundled!("lexicon/topics.json"))
        .expect("the bundled words of topics are valid JSON");
    let numbered = (0..).zip(lexicon.topics.values());
    let words = numbered.flat_map(|(topic, words)| words.iter().map(move |word| (word, topic)));
    words
        .map(|(word, topic)| (word.chars().filter(|&c| is_letter(c)).collect(), topic))
        .collect()
});

/// The topics that the letters speak of, word by word; a word of two topics speaks of both.
pub(super) fn topics_in(letters: &[char]) -> Vec<u8> {
    TOPICS.spoken(letters).copied().collect()
}

/// How often each topic is spoken of.
#[derive(Clone, Debug, Default)]
pub(super) struct Spoken {
    times: Vec<u32>,
}

/// The same, ready to be compared: the root of each, so that a topic named ten times is not ten times the evidence.
#[derive(Clone, Debug, Default)]
pub(super) struct Voices {
    roots: Vec<f64>,
    /// How often any topic is spoken of.
    total: f64,
}

impl Spoken {
    /// Adds what a piece of the text speaks of.
    pub fn add(&mut self, topics: &[u8], weight: u32) {
        for topic in topics.iter().copied().map(usize::from) {
            if self.times.len() <= topic {
                self.times.resize(topic + 1, 0);
            }
            if let Some(times) = self.times.get_mut(topic) {
                *times = times.saturating_add(weight);
            }
        }
    }

    pub fn voices(&self) -> Voices {
        let times = || self.times.iter().copied().map(f64::from);
        Voices {
            roots: times().map(f64::sqrt).collect(),
            total: times().sum(),
        }
    }
}

impl Voices {
    /// How alike the topics of two texts are, from 0 to 1; none where one of them speaks of no topic.
    pub fn likeness(&self, other: &Voices) -> Option<f64> {
        let shared = self.roots.iter().zip(&other.roots);
        let product: f64 = shared.map(|(one, two)| one * two).sum();
        let (one, two) = (self.total, other.total);
        (one > 0.0 && two > 0.0).then(|| product / (one * two).sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_on_one_topic_are_alike_whatever_their_words() {
        let spoken = |text: &str| {
            let mut spoken = Spoken::default();
            spoken.add(&topics_in(&text.chars().collect::<Vec<_>>()), 1);
            spoken.voices()
        };
        let homes = spoken("筹集住房,新建学校和医院");
        let schools = spoken("增加学位,改善医疗和养老");
        let court = spoken("行政机关负责人出庭应诉,办理行政复议");
        assert!(homes.likeness(&schools).is_some_and(|alike| alike > 0.9));
        assert!(homes.likeness(&court).is_some_and(|alike| alike < 0.1));
        assert_eq!(homes.likeness(&spoken("甲乙丙")), None);
    }
}
