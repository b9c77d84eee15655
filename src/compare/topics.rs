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
    let lexicon: Lexicon = serde_json::from_str(include_str!("../../data/lexicon/topics.json"))
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
    times: BTreeMap<u8, u32>,
}

impl Spoken {
    /// Adds what a piece of the text speaks of.
    pub fn add(&mut self, topics: &[u8], weight: u32) {
        for topic in topics {
            let times = self.times.entry(*topic).or_default();
            *times = times.saturating_add(weight);
        }
    }

    /// How alike the topics of two texts are, from 0 to 1; none where one of them speaks of no topic.
    pub fn likeness(&self, other: &Spoken) -> Option<f64> {
        let square = |spoken: &Spoken| spoken.times.values().map(|times| f64::from(*times)).sum();
        let (one, two): (f64, f64) = (square(self), square(other));
        let shared = self.times.iter().filter_map(|(topic, times)| {
            let with = other.times.get(topic)?;
            Some((f64::from(*times) * f64::from(*with)).sqrt())
        });
        let product: f64 = shared.sum();
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
            spoken
        };
        let homes = spoken("筹集住房,新建学校和医院");
        let schools = spoken("增加学位,改善医疗和养老");
        let court = spoken("行政机关负责人出庭应诉,办理行政复议");
        assert!(homes.likeness(&schools).is_some_and(|alike| alike > 0.9));
        assert!(homes.likeness(&court).is_some_and(|alike| alike < 0.1));
        assert_eq!(homes.likeness(&spoken("甲乙丙")), None);
    }
}
