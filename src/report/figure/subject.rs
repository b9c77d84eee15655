//! What a figure counts.
//!
//! Chinese puts the counted thing on either side of the number, or leaves it out where it was just said. For each figure:
//!
//! 1. The *lead* is the clause before the number, without the figure before it, a date, words of amount (共, 达) and words
//!    of change (同比增长); the *follow* is the noun phrase right behind the unit, up to a verb or stop.
//! 2. A follow wins: 涉及28个部门 counts 部门. A rate takes it only without a noun in its lead: 抽取60%的执法人员.
//! 3. Otherwise the lead is cut at its last verb that is no part of a noun: 全年收到｜行政复议申请, and what stands before the
//!    verb is the actor: 县长信箱｜答复｜咨询建议. A noun that says too little keeps its verb: 法院推送案件.
//! 4. A lead that is only a verb takes over the subject of the last figure of the sentence with the same unit: 办结34件; a
//!    figure right behind another shares its subject: 4期189人次; 分别 deals out its nouns in order.
//! 5. Failing all, the noun of the clause before, or the verb itself: 开庭67件, 集中评查2次.

use super::glance::{after, before, behind_last};
use super::lexicon::{APPROXIMATORS, CLAUSE_WORDS};
use super::scan::Reading;
use super::{Direction, FigureKind};

/// What the clause says of a figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) subject: String,
    pub(super) verb: String,
    pub(super) actor: String,
    pub(super) context: String,
    pub(super) direction: Option<Direction>,
}

/// What ends a clause.
const CLAUSE_ENDS: [char; 11] = [',', ';', '。', ':', '!', '?', '(', ')', '\n', '…', '—'];
/// What joins two nouns.
const JOINTS: [char; 4] = ['、', '和', '及', '与'];
/// What ends a sentence: nothing is taken over from before it.
const SENTENCE_ENDS: [char; 4] = ['。', '!', '?', '\n'];
/// How many figures of a sentence are looked back at for a subject.
const LOOK_BACK: usize = 8;
/// Longest subject in characters: more is a clause.
const LONGEST: usize = 28;

/// What each reading counts; dates count nothing.
pub(super) fn subjects(text: &str, readings: &[Reading]) -> Vec<Said> {
    let mut told: Vec<Said> = Vec::with_capacity(readings.len());
    let mut line = Line::default();
    let mut end = 0;
    for (idx, reading) in readings.iter().enumerate() {
        let between = text.get(end..reading.quote.start).unwrap_or("");
        if between.contains(SENTENCE_ENDS) {
            line = Line::default();
        }
        end = reading.quote.end;
        if reading.kind == FigureKind::Date {
            if !reading.in_name {
                line.date = Some(idx);
            }
            told.push(Said::default());
            continue;
        }
        let place = Place::of(text, readings, &line, (idx, reading));
        let said = place.say(&mut line, &told, readings);
        line.figures.push(idx);
        told.push(said);
    }
    told
}

/// The figures of a sentence so far.
#[derive(Default)]
struct Line {
    figures: Vec<usize>,
    /// The last date outside a name.
    date: Option<usize>,
    /// Subjects that 分别 deals out to the figures that follow.
    dealt: Vec<String>,
}

/// A figure and the text around it.
struct Place<'a> {
    reading: &'a Reading,
    lead: Lead<'a>,
    /// The text behind the unit up to the end of the clause or the next figure.
    rest: &'a str,
    /// The clause before the lead, in the same sentence.
    earlier: &'a str,
    /// Nothing but a separator stands between the figure before and this one.
    adjacent: bool,
    /// The figure stands in brackets behind another.
    bracketed: bool,
}

/// The clause before a number, without its trimmings.
#[derive(Clone, Copy, Default)]
struct Lead<'a> {
    text: &'a str,
    direction: Option<Direction>,
    /// The word of change: 同比增长, 减少到.
    change: &'a str,
    among: bool,
}

impl<'a> Place<'a> {
    fn of(
        text: &'a str,
        readings: &'a [Reading],
        line: &Line,
        (idx, reading): (usize, &'a Reading),
    ) -> Place<'a> {
        let start = reading.quote.start;
        let seen = before(text, start);
        let from = start - seen.len();
        let last = line.figures.last().and_then(|&last| readings.get(last));
        let last_end = last.map_or(0, |last| last.quote.end);
        let clause = clause_start(seen)
            .map_or(from, |at| from + at)
            .max(last_end);
        let mut head = clause;
        let mut lead = text.get(clause..start).unwrap_or("");
        let date = line.date.and_then(|date| readings.get(date));
        if let Some(date) = date.filter(|date| date.quote.start >= clause) {
            let behind = text.get(date.quote.end..start).unwrap_or("");
            if trimmed(behind).text.is_empty() {
                lead = text.get(clause..date.quote.start).unwrap_or("");
            } else {
                lead = behind;
                head = date.quote.end;
            }
        }
        let gap = text.get(last_end..start).unwrap_or("");
        let next = readings
            .get(idx + 1)
            .map_or(text.len(), |next| next.quote.start);
        let rest = after(text, reading.quote.end);
        let rest = rest
            .get(..next.saturating_sub(reading.quote.end).min(rest.len()))
            .unwrap_or(rest);
        let rest = rest
            .find(CLAUSE_ENDS)
            .map_or(rest, |at| rest.get(..at).unwrap_or(rest));
        Place {
            reading,
            lead: trimmed(lead),
            rest,
            earlier: earlier_clause(text, head.min(clause), last_end),
            adjacent: last.is_some()
                && gap.chars().all(|c| "、和及与".contains(c))
                && gap.len() <= 3,
            bracketed: last.is_some() && gap.contains('(') && !gap.contains(')'),
        }
    }

    fn say(&self, line: &mut Line, told: &[Said], readings: &[Reading]) -> Said {
        let mut said = self.own(line, told, readings);
        said.direction = self.lead.direction;
        if !self.lead.change.is_empty() {
            said.verb = self.lead.change.to_string();
        }
        let part = self.lead.among || self.bracketed || self.reading.kind == FigureKind::Rate;
        if part && let Some(whole) = whole(line, told, readings) {
            said.context = whole.to_string();
        }
        said
    }

    fn own(&self, line: &mut Line, told: &[Said], readings: &[Reading]) -> Said {
        if let Some(subject) = self.dealt(line) {
            return Said {
                subject,
                ..Said::default()
            };
        }
        let phrase = split(self.lead.text.trim_start_matches(JOINTS));
        let follow = self.follow(&phrase);
        if !follow.is_empty() {
            return Said {
                subject: enriched(&follow, self.lead.text),
                ..phrase.said()
            };
        }
        if self.reading.unit_is_noun {
            return Said {
                subject: self.reading.unit.clone(),
                ..phrase.said()
            };
        }
        if !phrase.noun.is_empty() {
            return phrase.said();
        }
        self.taken_over(line, told, readings, &phrase)
    }

    /// The next noun that 分别 deals out.
    fn dealt(&self, line: &mut Line) -> Option<String> {
        if let Some((nouns, tail)) = self.lead.text.rsplit_once("分别") {
            if trimmed(tail).text.is_empty() {
                let nouns = split(nouns).noun;
                line.dealt = nouns
                    .split(['、', '和', '及', '与'])
                    .rev()
                    .map(cleaned)
                    .filter(|noun| !noun.is_empty())
                    .collect();
            }
        } else if !self.adjacent {
            line.dealt.clear();
        }
        if line.dealt.len() > 1 || self.adjacent {
            line.dealt.pop()
        } else {
            None
        }
    }

    /// The noun phrase behind the unit, where it is what is counted.
    fn follow(&self, phrase: &Phrase) -> String {
        let wanted = match self.reading.kind {
            FigureKind::Count | FigureKind::Amount | FigureKind::Ordinal => true,
            FigureKind::Rate => phrase.noun.is_empty() && self.lead.direction.is_none(),
            FigureKind::Duration => self.rest.starts_with('的'),
            FigureKind::Rank | FigureKind::Score | FigureKind::Date => false,
        };
        if wanted {
            noun_head(self.rest)
        } else {
            String::new()
        }
    }

    fn taken_over(
        &self,
        line: &Line,
        told: &[Said],
        readings: &[Reading],
        phrase: &Phrase,
    ) -> Said {
        let earlier = |same: bool| {
            line.figures
                .iter()
                .rev()
                .take(LOOK_BACK)
                .filter(|&&idx| {
                    !same
                        || readings
                            .get(idx)
                            .is_some_and(|reading| reading.unit == self.reading.unit)
                })
                .find_map(|&idx| told.get(idx).filter(|said| !said.subject.is_empty()))
        };
        let rate = self.reading.kind == FigureKind::Rate;
        let verb = if phrase.verb.is_empty() {
            verb_head(self.rest)
        } else {
            phrase.verb.clone()
        };
        if phrase.verb.is_empty()
            && self.adjacent
            && let Some(last) = earlier(false)
        {
            return Said {
                context: String::new(),
                direction: None,
                ..last.clone()
            };
        }
        let rate = rate || self.reading.kind == FigureKind::Rank;
        let changed = !self.lead.change.is_empty() || phrase.verb == "占";
        if self.reading.kind == FigureKind::Duration {
            return phrase.said();
        }
        let subject = match earlier(!(rate || changed)) {
            Some(last) if !self.is_event() || verb.is_empty() => last.subject.clone(),
            _ if !verb.is_empty() && (self.is_event() || self.is_person()) => self.deed(&verb),
            _ => {
                let topic = shortened(&split(trimmed(self.earlier).text).noun);
                if topic.is_empty() {
                    verb.clone()
                } else {
                    topic
                }
            }
        };
        Said {
            subject,
            verb,
            actor: phrase.actor.clone(),
            ..Said::default()
        }
    }

    /// 组织1234人参加考试 counts who takes part; 集中评查2次 counts what is done.
    fn deed(&self, verb: &str) -> String {
        let rest = cleaned(self.rest);
        if self.is_person() && !rest.is_empty() && rest.chars().count() <= LONGEST {
            rest
        } else {
            verb.to_string()
        }
    }

    fn is_event(&self) -> bool {
        matches!(
            self.reading.unit.as_str(),
            "次" | "场"
                | "场次"
                | "期"
                | "轮"
                | "轮次"
                | "批次"
                | "场(次)"
                | "期次"
                | "班次"
                | "课"
        )
    }

    fn is_person(&self) -> bool {
        matches!(self.reading.unit.as_str(), "人" | "名" | "人次" | "位")
    }
}

/// The subject of the last count of the sentence.
fn whole<'a>(line: &Line, told: &'a [Said], readings: &[Reading]) -> Option<&'a str> {
    let idx = line.figures.iter().rev().take(LOOK_BACK).find(|&&idx| {
        readings
            .get(idx)
            .is_some_and(|reading| reading.kind == FigureKind::Count)
    })?;
    told.get(*idx).map(|said| said.subject.as_str())
}

/// Where the last clause of a text begins; brackets that close right at its end belong to it.
fn clause_start(seen: &str) -> Option<usize> {
    let inner = seen
        .strip_suffix(')')
        .and_then(|inner| inner.rfind('('))
        .unwrap_or(seen.len());
    let at = seen.get(..inner)?.rfind(CLAUSE_ENDS)?;
    let mark = seen.get(at..)?.chars().next()?;
    Some(at + mark.len_utf8())
}

/// The clause before an offset, in the same sentence and behind the last figure.
fn earlier_clause(text: &str, at: usize, last_end: usize) -> &str {
    let seen = before(text, at);
    let from = (at - seen.len()).max(last_end.min(at));
    let seen = text.get(from..at).unwrap_or("");
    let Some(seen) = seen.strip_suffix([',', ':', '(']) else {
        return "";
    };
    behind_last(seen, |c| CLAUSE_ENDS.contains(&c))
}

/// A lead without words of amount, looseness and change at its end.
fn trimmed(lead: &str) -> Lead<'_> {
    let words = &*CLAUSE_WORDS;
    let mut trimmed = Lead {
        text: lead,
        ..Lead::default()
    };
    loop {
        let text = trimmed.text;
        let loose = APPROXIMATORS
            .before
            .at_end(text)
            .filter(|_| APPROXIMATORS.not_before.at_end(text).is_none());
        if let Some(change) = change_len(text).filter(|_| trimmed.change.is_empty()) {
            let (rest, word) = text.split_at(text.len() - change);
            trimmed.change = word;
            trimmed.direction = direction(word);
            trimmed.text = rest;
        } else if let Some(word) = longer(
            loose,
            longer(words.tails.at_end(text), filler(text, &trimmed)),
        ) {
            trimmed.text = text.get(..text.len() - word.len()).unwrap_or("");
        } else {
            break;
        }
    }
    trimmed.among = lead.contains("其中") || lead.starts_with('含');
    trimmed
}

/// 同比 and the like, once a word of change was found.
fn filler<'a>(text: &str, lead: &Lead) -> Option<&'a str> {
    CLAUSE_WORDS
        .change_fillers
        .at_end(text)
        .filter(|_| !lead.change.is_empty())
}

fn longer<'a>(one: Option<&'a str>, other: Option<&'a str>) -> Option<&'a str> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if one.len() >= other.len() { one } else { other }),
        (one, other) => one.or(other),
    }
}

/// The length of a word of change at the end, with 到 or 至 that makes the number a level.
fn change_len(text: &str) -> Option<usize> {
    let words = &*CLAUSE_WORDS;
    let level = words.to_level.at_end(text).unwrap_or("");
    let bare = text.strip_suffix(level)?;
    let bare_len = bare.strip_suffix('了').map_or(bare.len(), str::len);
    let bare = bare.get(..bare_len)?;
    let word = longer(words.up.at_end(bare), words.down.at_end(bare)).or_else(|| {
        ["调整", "扩大", "扩展", "增", "升", "降", "压缩"]
            .into_iter()
            .find(|word| !level.is_empty() && bare.ends_with(word))
    })?;
    (word.len() < text.len() || !word.is_empty()).then(|| text.len() - bare.len() + word.len())
}

/// Which way a word of change goes; none where it gives a level.
fn direction(word: &str) -> Option<Direction> {
    let words = &*CLAUSE_WORDS;
    let bare = word.trim_end_matches('了');
    let level = ["到", "至", "为"].iter().any(|level| bare.ends_with(level));
    if level {
        None
    } else if words.up.at_end(bare.trim_end_matches('达')).is_some() {
        Some(Direction::Up)
    } else {
        words
            .down
            .at_end(bare.trim_end_matches('达'))
            .map(|_| Direction::Down)
    }
}

/// A clause as who, does, what.
#[derive(Default)]
struct Phrase {
    actor: String,
    verb: String,
    noun: String,
}

impl Phrase {
    fn said(&self) -> Said {
        Said {
            subject: shortened(&self.noun),
            verb: self.verb.clone(),
            actor: self.actor.clone(),
            ..Said::default()
        }
    }
}

/// Cuts a lead at its last verb that is no part of a noun.
fn split(lead: &str) -> Phrase {
    let words = &*CLAUSE_WORDS;
    let text = without_leads(lead);
    if words.outcomes.holds(text)
        || words.verbs.holds(text)
        || words.weak_verbs.holds(text)
        || text == "占"
    {
        return Phrase {
            verb: text.to_string(),
            ..Phrase::default()
        };
    }
    let mut cut: Option<(usize, usize)> = None;
    let mut quoted = false;
    let mut free = 0;
    for (at, c) in text.char_indices() {
        quoted = (quoted || matches!(c, '“' | '《')) && !matches!(c, '”' | '》');
        if quoted || at < free {
            continue;
        }
        let rest = text.get(at..).unwrap_or("");
        let Some(verb) = verb_at(rest, at == 0) else {
            continue;
        };
        free = at + verb.len();
        let behind = without_leads(rest.get(verb.len()..).unwrap_or(""));
        if behind.is_empty() && !words.generic.holds(behind) && at > 0 {
            // A lead that ends in its verb: 由县司法局办结.
            if cut.is_none() {
                return Phrase {
                    actor: cleaned(text.get(..at).unwrap_or("")),
                    verb: verb.to_string(),
                    noun: String::new(),
                };
            }
        } else if let Some((start, end)) = cut
            && end == at
        {
            cut = Some((start, free));
        } else if !words.generic.holds(behind) {
            cut = Some((at, free));
        }
    }
    match cut {
        Some((at, end)) => Phrase {
            actor: cleaned(text.get(..at).unwrap_or("")),
            verb: text.get(at..end).unwrap_or("").to_string(),
            noun: cleaned(text.get(end..).unwrap_or("")),
        },
        None => Phrase {
            verb: verb_at(text, true).unwrap_or("").to_string(),
            noun: cleaned(text),
            actor: String::new(),
        },
    }
}

/// The verb at the start of a text, unless what follows makes a noun of it.
fn verb_at(rest: &str, first: bool) -> Option<&str> {
    let words = &*CLAUSE_WORDS;
    let strong = words.verbs.at_start(rest);
    let weak = words.weak_verbs.at_start(rest).filter(|_| first);
    let verb = longer(strong, weak)?;
    let behind = rest.get(verb.len()..).unwrap_or("");
    let noun = words
        .noun_followers
        .at_start(behind)
        .is_some_and(|follower| {
            let short = follower.chars().count() == 1;
            short || !first || strong.is_none()
        });
    (!noun).then(|| rest.get(..verb.len())).flatten()
}

/// The verb or outcome that a text starts with: 8件主动撤回.
fn verb_head(rest: &str) -> String {
    let words = &*CLAUSE_WORDS;
    let rest = without_leads(rest);
    let verb = longer(
        words.outcomes.at_start(rest),
        longer(words.verbs.at_start(rest), words.weak_verbs.at_start(rest)),
    );
    verb.unwrap_or("").to_string()
}

/// The noun phrase that a text starts with; empty where it starts with anything else.
fn noun_head(rest: &str) -> String {
    let words = &*CLAUSE_WORDS;
    let rest = rest.strip_prefix('的').unwrap_or(rest);
    let mut quoted = false;
    let mut end = rest.len();
    for (at, c) in rest.char_indices() {
        quoted = (quoted || matches!(c, '“' | '《')) && !matches!(c, '”' | '》');
        let here = rest.get(at..).unwrap_or("");
        if quoted {
            continue;
        }
        let kept = words.not_stops.at_start(here).map_or(0, str::len);
        let noun = words.noun_followers.at_start(here).map_or(0, str::len);
        let mut stop = words.stops.at_start(here).map_or(0, str::len);
        if at == 0 {
            stop = stop.max(words.not_heads.at_start(here).map_or(0, str::len));
        }
        let verb = verb_at(here, at == 0).map_or(0, str::len);
        let cut = (stop > kept && stop > noun) || (verb > kept && verb > noun);
        if c == '、' || (cut && at >= last_kept(rest, at)) {
            end = at;
            break;
        }
    }
    shortened(&cleaned(rest.get(..end).unwrap_or("")))
}

/// The end of a kept word that reaches over an offset, or the offset itself.
fn last_kept(rest: &str, at: usize) -> usize {
    let back = rest.get(..at).unwrap_or("").char_indices().rev().take(3);
    back.filter_map(|(from, _)| {
        let kept = CLAUSE_WORDS.not_stops.at_start(rest.get(from..)?)?;
        Some(from + kept.len())
    })
    .max()
    .unwrap_or(at)
}

/// A bare noun with the modifier that 的 left before the number: 不合格的11件案件.
fn enriched(noun: &str, lead: &str) -> String {
    let modifier = lead
        .strip_suffix('的')
        .filter(|_| CLAUSE_WORDS.generic.holds(noun));
    match modifier.map(|modifier| split(modifier).noun) {
        Some(modifier) if !modifier.is_empty() && modifier.chars().count() <= 10 => {
            format!("{modifier}{noun}")
        }
        _ => noun.to_string(),
    }
}

/// A text without the words that may be dropped at its head.
fn without_leads(text: &str) -> &str {
    let words = &*CLAUSE_WORDS;
    let mut text = text;
    while let Some(word) = words.leads.at_start(text) {
        let rest = text.get(word.len()..).unwrap_or("");
        let verb = longer(words.verbs.at_start(text), words.weak_verbs.at_start(text));
        let kept = words.kept_leads.holds(word) && !rest.is_empty();
        if kept
            || verb.is_some_and(|verb| verb.len() > word.len())
            || words.not_stops.at_start(text).is_some()
        {
            break;
        }
        text = rest;
    }
    text
}

/// A noun without leads, quotes and loose ends.
fn cleaned(text: &str) -> String {
    const LOOSE: [char; 14] = [
        '的', '、', '和', '及', '与', '等', '了', ',', ':', '(', '为', '“', '”', '中',
    ];
    let text = without_leads(text.trim_start_matches(['、', '和', '及', '与', '的']));
    let text = text.trim_end_matches(|c| LOOSE.contains(&c) && c != '中');
    text.chars()
        .filter(|c| !matches!(c, '“' | '”' | '"' | '‘' | '’' | ' '))
        .collect()
}

/// A noun of at most [`LONGEST`] characters: the tail of a longer one, from a 的 or 、 on where there is one.
fn shortened(noun: &str) -> String {
    let count = noun.chars().count();
    if count <= LONGEST {
        return noun.to_string();
    }
    let tail: String = noun.chars().skip(count - LONGEST).collect();
    let cut = tail.find(['的', '、', '和', '及']);
    let cut = cut.and_then(|at| tail.get(at..)).map(cleaned);
    cut.filter(|cut| cut.chars().count() >= 4).unwrap_or(tail)
}
