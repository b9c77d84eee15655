//! From the words around a figure to its metric.

use std::collections::BTreeMap;

use super::topic::{Topic, topics};
use super::{Family, Metric, Spoken, VOCABULARY, groups_of};
use crate::report::{Figure, Report, Span, respective};

/// Marks that end the clause of a figure.
const STOPS: [char; 9] = [',', ';', '。', ':', '!', '?', '(', ')', '\n'];

/// How many topics before a figure are tried, nearest first.
const TOPICS: usize = 3;

/// How far before a figure its topic may stand, in bytes.
const REACH: usize = 900;

/// Letters that a clause may have beside the name of a metric whose topic stands outside it: `受理案件` in a
/// paragraph on 复议 is one, `受理消费者投诉举报` is another matter.
const OTHER_LETTERS: usize = 10;

/// What each figure of a report measures, as far as its words say; one answer a figure, in order.
pub fn metrics(report: &Report) -> Vec<Option<&'static Metric>> {
    let mut reader = Reader {
        report,
        block: None,
        topics: Vec::new(),
        paired: BTreeMap::new(),
    };
    let figures = report.figures.iter().enumerate();
    figures
        .map(|(idx, figure)| reader.metric(idx, figure))
        .collect()
}

/// Reads figure after figure, and the topics of each block once.
struct Reader<'a> {
    report: &'a Report,
    block: Option<usize>,
    /// Topics of the block in normal text, behind those of the heading above it.
    topics: Vec<Topic>,
    /// The words of figures behind 分别, by index.
    paired: BTreeMap<usize, String>,
}

/// Where the words of a figure stand in the normal text.
struct Words {
    /// Its clause, from the figure before.
    clause: Span,
    /// What follows up to the next figure or mark.
    after: Span,
    /// What goes on behind an enumeration comma, where no figure stands before the next mark.
    joined: Span,
    sentence: Span,
}

impl Words {
    /// What the sentence says up to the figure, as far as a topic reaches.
    fn leads<'a>(&self, text: &'a str) -> &'a str {
        let near = self.clause.end.saturating_sub(REACH);
        let from = (near..self.clause.end).find(|at| text.is_char_boundary(*at));
        let from = from.unwrap_or(self.clause.end).max(self.sentence.start);
        Span::new(from.min(self.clause.end), self.clause.end).of(text)
    }
}

impl Reader<'_> {
    fn metric(&mut self, idx: usize, figure: &Figure) -> Option<&'static Metric> {
        let words = self.words(idx, figure)?;
        let text = self.report.normal.text.as_str();
        let (clause, after) = (words.clause.of(text), words.after.of(text));
        self.pair(idx, clause);
        let groups = groups_of(&figure.unit);
        if groups.is_empty() || figure.direction.is_some() {
            return None;
        }
        let own = match self.paired.remove(&idx) {
            Some(name) => name,
            None => format!("{clause} {after}"),
        };
        let joined = words.joined.of(text);
        let all = (!joined.is_empty()).then(|| format!("{own}{joined}"));
        self.read_block(figure);
        let leads = words.leads(text);
        let candidates = self.families(&words);
        let spoken = Spoken::of(&own);
        let together = all.as_deref().map(Spoken::of);
        candidates.into_iter().find_map(|(family, inside)| {
            let rather = |word: &String| leads.contains(word.as_str());
            if family.yields_to.iter().any(rather) {
                return None;
            }
            let metrics = family.metrics.iter();
            let takes = metrics.filter(|metric| metric.takes(figure, groups));
            let (metric, name) = takes
                .filter_map(|metric| {
                    let words = together.as_ref().filter(|_| metric.joint);
                    Some((metric, metric.name_in(words.unwrap_or(&spoken))?))
                })
                .next()?;
            (inside || letters(&own) <= letters(name) + OTHER_LETTERS).then_some(metric)
        })
    }

    fn words(&self, idx: usize, figure: &Figure) -> Option<Words> {
        let normal = &self.report.normal;
        let sentence = self.report.sentences.get(figure.sentence?)?;
        let sentence = normal.to_normal(sentence.span);
        let at = normal.to_normal(figure.span);
        let neighbour = |idx: Option<usize>| {
            let other = idx.and_then(|idx| self.report.figures.get(idx))?;
            (other.sentence == figure.sentence).then(|| normal.to_normal(other.span))
        };
        let before = neighbour(idx.checked_sub(1)).map(|before| before.end);
        let from = before.unwrap_or(sentence.start).min(at.start);
        let to = neighbour(Some(idx + 1)).map_or(sentence.end, |next| next.start);
        let gap = Span::new(from, at.start).of(&normal.text);
        let listed = |mark: char| mark == '、' && before.is_some();
        let cut = gap.rfind(|mark| STOPS.contains(&mark) || listed(mark));
        let rest = Span::new(at.end, to.max(at.end));
        let stop = rest
            .of(&normal.text)
            .find(|mark| STOPS.contains(&mark) || mark == '、');
        let after = Span::new(at.end, stop.map_or(rest.end, |stop| at.end + stop));
        let behind = Span::new(after.end, rest.end).of(&normal.text);
        let goes_on = !after.is_empty() && behind.starts_with('、');
        let end = behind.find(STOPS).filter(|_| goes_on).unwrap_or(0);
        Some(Words {
            clause: Span::new(from + cut.unwrap_or(0), at.start),
            after,
            joined: Span::new(after.end, after.end + end),
            sentence,
        })
    }

    /// Gives each figure behind 分别 the name of its place in the list before it.
    fn pair(&mut self, idx: usize, clause: &str) {
        if !respective::leads(clause) {
            return;
        }
        let normal = &self.report.normal;
        let pairs = self.report.figures.iter().skip(idx);
        let pairs = pairs.clone().zip(pairs.skip(1));
        let joined = pairs.take_while(|(one, next)| {
            let (one, next) = (normal.to_normal(one.span), normal.to_normal(next.span));
            let gap = Span::new(one.end, next.start.max(one.end));
            respective::joins(gap.of(&normal.text))
        });
        let names = respective::names(clause, 1 + joined.count());
        let names = names.into_iter().flatten().map(str::to_owned);
        self.paired.extend((idx..).zip(names));
    }

    fn read_block(&mut self, figure: &Figure) {
        let sentence = figure
            .sentence
            .and_then(|idx| self.report.sentences.get(idx));
        let Some(sentence) = sentence.filter(|sentence| self.block != Some(sentence.block)) else {
            return;
        };
        self.block = Some(sentence.block);
        let Some(block) = self.report.blocks.get(sentence.block) else {
            return;
        };
        let above = self.report.section_at(block.text.start);
        let heading = above.and_then(|idx| self.report.sections.get(idx));
        let heading = heading.map_or_else(Vec::new, |section| topics(&section.title));
        let span = self.report.normal.to_normal(block.text);
        self.topics = heading
            .into_iter()
            .map(|topic| Topic {
                at: span.start,
                ..topic
            })
            .collect();
        let inside = topics(span.of(&self.report.normal.text)).into_iter();
        self.topics.extend(inside.map(|topic| Topic {
            at: span.start + topic.at,
            ..topic
        }));
    }

    /// The families whose topics a figure may stand under, likeliest first, and whether its own clause names them.
    fn families(&self, words: &Words) -> Vec<(&'static Family, bool)> {
        let end = self
            .topics
            .partition_point(|topic| topic.at < words.after.end);
        let before = self.topics.iter().take(end).rev();
        let near = before.take_while(|topic| topic.at + REACH >= words.clause.start);
        let mut tried: Vec<usize> = Vec::new();
        let mut families = Vec::new();
        for topic in near {
            if tried.contains(&topic.family) {
                continue;
            }
            if tried.len() == TOPICS {
                break;
            }
            tried.push(topic.family);
            let inside = topic.at >= words.clause.start;
            families.extend(
                VOCABULARY
                    .families
                    .get(topic.family)
                    .map(|family| (family, inside)),
            );
        }
        families
    }
}

fn letters(text: &str) -> usize {
    text.chars().filter(|letter| letter.is_alphabetic()).count()
}

#[cfg(test)]
mod tests {
    use crate::report::{Hints, SourceText, parse};

    fn check(passage: &str, expected: &[&str]) {
        let text = format!("云岭县人民政府2024年法治政府建设年度报告\n一、主要工作\n{passage}");
        let report = parse(SourceText::new(text), &Hints::default());
        let found = super::metrics(&report);
        let figures = report.figures.iter().zip(found);
        let inside = figures.filter(|(figure, _)| passage.contains(report.quote(figure.span)));
        let counted = inside.filter(|(figure, _)| figure.kind.name() != "date");
        let ids: Vec<&str> = counted
            .map(|(_, metric)| metric.map_or("-", |metric| metric.id.as_str()))
            .collect();
        assert_eq!(ids, expected, "{passage}");
    }

    #[test]
    fn the_clause_names_the_metric_and_the_sentence_its_topic() {
        check(
            "行政复议方面,收到申请40件,受理35件,审结30件,其中维持15件、撤销2件,纠错率6.7%。",
            &[
                "rc-received",
                "rc-accepted",
                "rc-closed",
                "rc-upheld",
                "rc-revoked",
                "rc-corr-direct",
            ],
        );
        check(
            "办理人大代表建议、政协委员提案120件。办理30件代表建议、政协提案。办理人大代表建议50件、政协提案70件。",
            &["all-prop", "all-prop", "npc-prop", "cppcc-prop"],
        );
        check(
            "行政应诉案件21件,开庭18件,负责人出庭应诉17件,出庭应诉率94.4%,败诉1件。",
            &[
                "lt-new",
                "lt-hearings",
                "lt-appeared",
                "lt-appear-rate",
                "lt-lost",
            ],
        );
        check(
            "制定行政规范性文件7件,备案7件,报备率100%。",
            &["nd-made", "nd-filed", "nd-filing-rate"],
        );
        check(
            "排查矛盾纠纷320件,成功化解318件,化解率99.4%。",
            &["md-handled", "md-success", "md-rate"],
        );
    }

    #[test]
    fn the_nearest_topic_counts() {
        check(
            "办理行政复议案件30件、行政应诉案件12件,法律援助案件150件。",
            &["rc-cases", "lt-new", "la-cases"],
        );
        check("全年种植油茶9万亩。行政复议工作不断加强。", &["-"]);
    }

    #[test]
    fn values_behind_a_list_take_its_names_in_order() {
        check(
            "行政复议收到、受理、审结案件分别为40件、35件、30件。",
            &["rc-received", "rc-accepted", "rc-closed"],
        );
    }

    #[test]
    fn a_change_and_a_number_of_something_else_are_no_metric() {
        check("行政复议案件同比增长20%。", &["-"]);
        check(
            "加强行政复议。受理消费者投诉举报和市场监管投诉案件50件。",
            &["-"],
        );
    }
}
