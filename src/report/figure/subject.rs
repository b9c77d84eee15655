//! What a figure counts.
//!
//! Chinese puts the counted thing on either side of the number, or leaves it out where it was just said. For each figure:
//!
//! 1. The *lead* is the clause before the number, without the figure before it, a date, words of amount (共, 达) and words
//!    of change (同比增长); the *follow* is the noun phrase right behind the unit, up to a verb or stop.
//! 2. A follow wins: 涉及28个部门 counts 部门. A rate takes it only without a noun in its lead: 抽取60%的执法人员.
//! 3. Otherwise the lead is cut at its verb: 全年收到｜行政复议申请, and what stands before the verb is the actor:
//!    县长信箱｜答复｜咨询建议. A noun that says too little keeps its verb: 法院推送案件.
//! 4. A lead that is only a verb takes over the subject of the last figure of the sentence with the same unit: 办结34件; a
//!    figure right behind another shares its subject: 4期189人次; 分别 deals out its nouns in order.
//! 5. Failing all, the noun of the clause before, or the verb itself: 开庭67件, 集中评查2次.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use super::glance::{after, around_last_de, before, behind_last};
use super::lead::Lead;
use super::lexicon::CLAUSE_WORDS;
use super::phrase::{
    LONGEST, Phrase, cleaned, noun_head, part, shortened, split, verb_head, without_leads,
    without_rate,
};
use super::rate::DOUBLINGS;
use super::scan::Reading;
use super::{Direction, FigureKind};

/// What the clause says of a figure. Its words are shared: figures of one sentence often say the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) subject: Arc<str>,
    pub(super) verb: Arc<str>,
    pub(super) actor: Arc<str>,
    pub(super) context: Arc<str>,
    pub(super) direction: Option<Direction>,
}

/// Words to be shared; nothing is kept of empty ones.
fn shared(words: &str) -> Arc<str> {
    if words.is_empty() {
        Arc::default()
    } else {
        Arc::from(words)
    }
}

impl Said {
    /// What the heads of a table say of a number in it.
    pub(super) fn of_cell(subject: Arc<str>) -> Said {
        Said {
            subject,
            ..Said::default()
        }
    }
}

/// What ends a clause.
const CLAUSE_ENDS: [char; 12] = [
    ',', ';', '。', ':', '!', '?', '(', ')', '\n', '\t', '…', '—',
];
/// What joins two nouns.
const JOINTS: [char; 4] = ['、', '和', '及', '与'];
/// What a noun that names a measure of its own ends in.
const MEASURED: [char; 7] = ['数', '率', '量', '额', '值', '度', '比'];
/// How many figures of a sentence are looked back at for a subject.
const LOOK_BACK: usize = 8;

/// Tells what readings count, one after the other.
pub(super) struct Subjects<'a> {
    text: &'a str,
    line: Line,
    /// Where the last reading ended.
    end: usize,
}

impl<'a> Subjects<'a> {
    pub(super) fn of(text: &'a str) -> Subjects<'a> {
        Subjects {
            text,
            line: Line::default(),
            end: 0,
        }
    }

    /// What the next reading counts; dates count nothing. `next` is where the one behind it begins.
    pub(super) fn next(&mut self, reading: &Reading, next: usize) -> Said {
        let line = &mut self.line;
        if reading.begins.sentence > self.end {
            line.begin(reading.begins.sentence);
        }
        self.end = reading.quote.end;
        if reading.kind == FigureKind::Date {
            if !reading.in_name {
                line.date = Some(reading.quote.clone());
            }
            return Said::default();
        }
        let place = Place::of(self.text, line, reading, next);
        let (said, part) = place.say(line);
        let earlier = Earlier {
            end: reading.quote.end,
            unit: reading.unit.clone(),
            kind: reading.kind,
            said: said.clone(),
            bracketed: place.bracketed,
            part,
        };
        if line.figures.len() == LOOK_BACK {
            line.figures.pop_front();
        }
        line.figures.push_back(earlier);
        said
    }
}

/// The sentence so far.
#[derive(Default)]
struct Line {
    /// Where the sentence begins.
    start: usize,
    /// Its last figures.
    figures: VecDeque<Earlier>,
    /// The last date outside a name.
    date: Option<Range<usize>>,
    /// Subjects that 分别 deals out to the figures that follow, the next one last.
    dealt: Vec<Arc<str>>,
}

impl Line {
    fn begin(&mut self, start: usize) {
        self.start = start;
        self.figures.clear();
        self.date = None;
        self.dealt.clear();
    }
}

/// A figure of the sentence before another.
struct Earlier {
    end: usize,
    unit: Cow<'static, str>,
    kind: FigureKind,
    said: Said,
    bracketed: bool,
    /// Part of a figure before it.
    part: bool,
}

/// A figure and the text around it.
struct Place<'a> {
    reading: &'a Reading,
    lead: Lead<'a>,
    /// The text behind the unit up to the end of the clause or the next figure.
    rest: &'a str,
    text: &'a str,
    /// Where the lead begins, and where the figure before ends.
    earlier: (usize, usize),
    /// Nothing but a joint stands between the figure before and this one.
    adjacent: bool,
    /// The figure stands in brackets behind another.
    bracketed: bool,
    /// The figure is said to be part of another: 其中, 含.
    among: bool,
    /// A semicolon stands between the figure before and this one.
    after_stop: bool,
}

impl<'a> Place<'a> {
    fn of(text: &'a str, line: &Line, reading: &'a Reading, next: usize) -> Place<'a> {
        let start = reading.quote.start;
        let begins = reading.begins;
        let last = line.figures.back();
        let last_end = last.map_or(line.start, |last| last.end);
        let clause = clause_start(text, reading).max(last_end);
        let (head, lead) = undated(text, clause, start, line.date.as_ref());
        let gap = text.get(last_end..start).unwrap_or("");
        let rest = after(text, reading.quote.end);
        let reach = next.min(reading.clause_end);
        let reach = reach.saturating_sub(reading.quote.end).min(rest.len());
        let rest = rest.get(..reach).unwrap_or(rest);
        let opened = last.is_some_and(|last| last.bracketed) || begins.opening > last_end;
        // 其中 stands in the clause, or alone before it: 其中,人民调解60件.
        let alone = || {
            let behind = text.get(begins.among..).unwrap_or("");
            begins.among > last_end && behind.starts_with([',', ':'])
        };
        Place {
            reading,
            text,
            lead: Lead::of(lead),
            rest,
            earlier: (head, last_end),
            adjacent: last.is_some() && gap.len() <= 3 && gap.chars().all(|c| JOINTS.contains(&c)),
            bracketed: last.is_some() && opened && begins.closing <= last_end,
            after_stop: begins.semicolon > last_end,
            among: begins.among > head || lead.starts_with('含') || alone(),
        }
    }

    /// What the clause says, and whether the figure is part of one before it.
    fn say(&self, line: &mut Line) -> (Said, bool) {
        let mut said = match self.dealt(line) {
            Some(dealt) => dealt,
            None => Said {
                direction: self.lead.direction,
                ..self.own(line)
            },
        };
        if !self.lead.change.is_empty() {
            said.verb = shared(self.lead.change);
        }
        if self.reading.unit == DOUBLINGS {
            said.direction = Some(Direction::Up);
        }
        let part = self.among || self.bracketed || self.goes_on(line);
        if part || self.reading.kind == FigureKind::Rate {
            said.context = whole(line, part).unwrap_or_default();
        }
        (said, part)
    }

    /// 其中 reaches over a list: the next noun with the same unit is a part as well.
    fn goes_on(&self, line: &Line) -> bool {
        line.figures.back().is_some_and(|last| {
            let listed = last.part && !last.bracketed && last.unit == self.reading.unit;
            listed && !self.after_stop && !split(self.lead.text).noun.is_empty()
        })
    }

    fn own(&self, line: &Line) -> Said {
        let phrase = split(self.lead.text.trim_start_matches('、'));
        let follow = self.follow(&phrase);
        let subject = if !follow.is_empty() {
            self.described(follow)
        } else if self.reading.unit_is_noun {
            Cow::Borrowed(&*self.reading.unit)
        } else if !phrase.noun.is_empty() {
            self.of_last(line, phrase.noun)
        } else {
            return self.taken_over(line, &phrase);
        };
        Said {
            subject: shared(&subject),
            verb: self.verb(phrase.verb),
            actor: shared(&phrase.actor),
            ..Said::default()
        }
    }

    /// The verb of the clause, unless a word of change stands for it.
    fn verb(&self, verb: &str) -> Arc<str> {
        if self.lead.change.is_empty() {
            shared(verb)
        } else {
            Arc::default()
        }
    }

    /// The next noun that 分别 deals out, with the change that is said once for all.
    fn dealt(&self, line: &mut Line) -> Option<Said> {
        if self.lead.dealt {
            let nouns = split(self.lead.text).noun;
            let parts: Vec<&str> = nouns
                .split(JOINTS)
                .filter(|part| !part.is_empty())
                .collect();
            let head = shared_head(&parts);
            let subject = |part: &&str| {
                let whole = part.ends_with(head) || part.ends_with(MEASURED);
                shared(&(cleaned(part) + if whole { "" } else { head }))
            };
            line.dealt = parts.iter().rev().map(subject).collect();
            if line.dealt.len() < 2 {
                line.dealt.clear();
            }
        } else if !self.adjacent {
            line.dealt.clear();
        }
        if line.dealt.is_empty() {
            return None;
        }
        let last = line.figures.back().filter(|_| !self.lead.dealt);
        let (verb, direction) = match last {
            Some(last) => (last.said.verb.clone(), last.said.direction),
            None => (Arc::default(), self.lead.direction),
        };
        Some(Said {
            subject: line.dealt.pop()?,
            verb,
            direction,
            ..Said::default()
        })
    }

    /// The noun phrase behind the unit, where it is what is counted.
    fn follow(&self, phrase: &Phrase) -> Cow<'a, str> {
        let wanted = match self.reading.kind {
            FigureKind::Count | FigureKind::Amount | FigureKind::Ordinal => true,
            FigureKind::Rate => phrase.noun.is_empty() && self.lead.change.is_empty(),
            FigureKind::Duration => self.rest.starts_with('的'),
            FigureKind::Rank | FigureKind::Score | FigureKind::Date => false,
        };
        if !wanted {
            return Cow::default();
        }
        let mut noun = noun_head(self.rest);
        if noun.is_empty() && phrase.noun.is_empty() {
            // 注销2个无人维护的账号: the noun stands behind its modifier.
            noun = around_last_de(self.rest)
                .map(|(_, noun)| noun_head(noun))
                .unwrap_or_default();
        }
        match self.reading.kind {
            // 21件行政应诉案件调解率 counts 行政应诉案件: what is counted is no rate.
            FigureKind::Count => shortened(without_rate(noun)),
            _ => shortened(noun),
        }
    }

    /// A bare noun with the modifier that 的 left before the number: 不合格的11件案件.
    fn described(&self, noun: Cow<'a, str>) -> Cow<'a, str> {
        if !self.lead.describes || !CLAUSE_WORDS.generic.holds(&noun) {
            return noun;
        }
        let modifier = split(self.lead.text).noun;
        let short = (1..=10).contains(&modifier.chars().count());
        if short {
            Cow::Owned(format!("{modifier}{noun}"))
        } else {
            noun
        }
    }

    /// 总量, 总额 and the like are those of the figure before: 新增企业30家,总量200家.
    fn of_last<'b>(&self, line: &Line, noun: Cow<'b, str>) -> Cow<'b, str> {
        let total = CLAUSE_WORDS.totals.holds(&noun);
        match self.earlier(line, false).filter(|_| total) {
            Some(last) if !last.subject.ends_with(&*noun) => {
                shortened(Cow::Owned(format!("{}{noun}", last.subject)))
            }
            _ => shortened(self.unmodified(noun)),
        }
    }

    /// What is counted without a clause that describes it: 网络提交的各类｜信息公开申请. A rate keeps all: 支出占收入的比重.
    fn unmodified<'b>(&self, noun: Cow<'b, str>) -> Cow<'b, str> {
        const LONG_MODIFIER: usize = 6;
        const SHORT_NOUN: usize = 4;
        if self.reading.kind != FigureKind::Count || noun.len() <= LONG_MODIFIER + SHORT_NOUN {
            return noun;
        }
        let tail = around_last_de(&noun).and_then(|(modifier, tail)| {
            let tail = without_leads(tail);
            let long = modifier.chars().count() >= LONG_MODIFIER;
            (long && tail.chars().count() >= SHORT_NOUN).then_some(tail.len())
        });
        let from = tail.map_or(0, |len| noun.len() - len);
        let to = noun.len();
        part(noun, from..to)
    }

    /// The last figure of the sentence that has a subject; inside brackets, or outside them, as this one.
    fn earlier<'b>(&self, line: &'b Line, same_unit: bool) -> Option<&'b Said> {
        line.figures
            .iter()
            .rev()
            .filter(|earlier| self.bracketed || !earlier.bracketed)
            .filter(|earlier| !same_unit || earlier.unit == self.reading.unit)
            .map(|earlier| &earlier.said)
            .find(|said| !said.subject.is_empty())
    }

    /// A figure whose clause names no noun.
    fn taken_over(&self, line: &Line, phrase: &Phrase) -> Said {
        if phrase.verb.is_empty()
            && self.adjacent
            && let Some(last) = self.earlier(line, false)
        {
            return Said {
                context: Arc::default(),
                direction: None,
                ..last.clone()
            };
        }
        let verb = if phrase.verb.is_empty() {
            verb_head(self.rest)
        } else {
            phrase.verb
        };
        let subject = match self.reading.kind {
            FigureKind::Duration => Arc::default(),
            FigureKind::Rate | FigureKind::Rank | FigureKind::Score => {
                self.inherited(line, false, verb)
            }
            FigureKind::Count | FigureKind::Amount | FigureKind::Ordinal | FigureKind::Date => {
                let any = !self.lead.change.is_empty();
                let deed = (self.is_event() || self.is_person()) && !verb.is_empty();
                if deed && (self.is_event() || self.earlier(line, true).is_none()) {
                    self.deed(verb)
                } else {
                    self.inherited(line, !any, verb)
                }
            }
        };
        Said {
            subject,
            verb: self.verb(verb),
            actor: shared(&phrase.actor),
            ..Said::default()
        }
    }

    /// The subject of the figure before, the noun of the clause before, or the verb.
    fn inherited(&self, line: &Line, same_unit: bool, verb: &str) -> Arc<str> {
        if let Some(last) = self.earlier(line, same_unit) {
            return last.subject.clone();
        }
        let (head, last_end) = self.earlier;
        let clause = earlier_clause(self.text, head, last_end);
        let topic = shortened(split(Lead::of(clause).text).noun);
        shared(if topic.is_empty() { verb } else { &topic })
    }

    /// 组织1234人参加考试 counts who takes part; 集中评查2次 counts what is done.
    fn deed(&self, verb: &str) -> Arc<str> {
        let rest = cleaned(self.rest);
        let told = self.is_person() && (1..=LONGEST).contains(&rest.chars().count());
        shared(if told { &rest } else { verb })
    }

    fn is_event(&self) -> bool {
        CLAUSE_WORDS.event_units.holds(&self.reading.unit)
    }

    fn is_person(&self) -> bool {
        matches!(&*self.reading.unit, "人" | "名" | "人次" | "位")
    }
}

/// The measured thing that a list of nouns names only once: 汽车、家电｜零售额.
fn shared_head<'a>(parts: &[&'a str]) -> &'a str {
    let heads = &CLAUSE_WORDS.shared_heads;
    let last = parts
        .last()
        .and_then(|last| Some((last, heads.at_end(last)?)));
    match last {
        Some((last, head)) if parts.iter().filter(|part| part.ends_with(head)).count() == 1 => {
            last.get(last.len() - head.len()..).unwrap_or("")
        }
        _ => "",
    }
}

/// The subject of the last count or amount of the sentence; for a part, of the last that is none itself.
fn whole(line: &Line, of_part: bool) -> Option<Arc<str>> {
    let counts = |earlier: &&Earlier| {
        let count = matches!(earlier.kind, FigureKind::Count | FigureKind::Amount);
        count && !(of_part && earlier.part)
    };
    let last = line.figures.iter().rev().find(counts)?;
    Some(last.said.subject.clone())
}

/// Where the clause before a number begins; brackets that close right before the number belong to it.
fn clause_start(text: &str, reading: &Reading) -> usize {
    let start = reading.quote.start;
    let seen = start - before(text, start).len();
    let from = reading.begins.clause.max(seen);
    let head = text.get(seen..from).unwrap_or("");
    let clause = text.get(from..start).unwrap_or("");
    if !head.ends_with(')') || !Lead::of(clause).text.is_empty() {
        return from;
    }
    match head.rfind('(').and_then(|open| head.get(..open)) {
        Some(outside) => {
            let clause = behind_last(outside, |c| CLAUSE_ENDS.contains(&c));
            seen + outside.len() - clause.len()
        }
        None => from,
    }
}

/// The clause from its start to the number, without a date: behind it, or before it where nothing stands behind it.
fn undated<'a>(
    text: &'a str,
    clause: usize,
    start: usize,
    date: Option<&Range<usize>>,
) -> (usize, &'a str) {
    let all = text.get(clause..start).unwrap_or("");
    let Some(date) = date.filter(|date| date.end > clause) else {
        return (clause, all);
    };
    let behind = text.get(date.end..start).unwrap_or("");
    if behind.contains(')') {
        (clause, all)
    } else if Lead::of(behind).text.is_empty() {
        (clause, text.get(clause..date.start).unwrap_or(""))
    } else {
        (clause, behind)
    }
}

/// The clause before an offset, in the same sentence and behind the last figure.
fn earlier_clause(text: &str, at: usize, last_end: usize) -> &str {
    let seen = before(text, at);
    let from = (at - seen.len()).max(last_end.min(at));
    let seen = text.get(from..at).unwrap_or("");
    let seen = seen.strip_suffix([',', ':', '(']).unwrap_or("");
    behind_last(seen, |c| CLAUSE_ENDS.contains(&c))
}
