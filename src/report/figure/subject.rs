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

use super::glance::{after, before, behind_last};
use super::lead::Lead;
use super::lexicon::CLAUSE_WORDS;
use super::phrase::{
    LONGEST, Phrase, cleaned, noun_head, shortened, split, verb_head, without_leads, without_rate,
};
use super::rate::DOUBLINGS;
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

impl Said {
    /// What the heads of a table say of a number in it.
    pub(super) fn of_cell(subject: String) -> Said {
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

/// What each reading counts; dates count nothing.
pub(super) fn subjects(text: &str, readings: &[Reading]) -> Vec<Said> {
    let mut line = Line {
        told: Vec::with_capacity(readings.len()),
        ..Line::default()
    };
    let mut end = 0;
    for (idx, reading) in readings.iter().enumerate() {
        if reading.begins.sentence > end {
            line.begin(reading.begins.sentence);
        }
        end = reading.quote.end;
        if reading.kind == FigureKind::Date {
            if !reading.in_name {
                line.date = Some(reading);
            }
            line.told.push(Said::default());
            continue;
        }
        let next = readings
            .get(idx + 1)
            .map_or(text.len(), |next| next.quote.start);
        let place = Place::of(text, &line, reading, next);
        let (said, part) = place.say(&mut line);
        line.figures.push(Earlier {
            reading,
            said: line.told.len(),
            bracketed: place.bracketed,
            part,
        });
        line.told.push(said);
    }
    line.told
}

/// The figures of a sentence so far.
#[derive(Default)]
struct Line<'a> {
    /// What was found of every reading before, also of other sentences.
    told: Vec<Said>,
    /// Where the sentence begins.
    start: usize,
    figures: Vec<Earlier<'a>>,
    /// The last date outside a name.
    date: Option<&'a Reading>,
    /// Subjects that 分别 deals out to the figures that follow, the next one last.
    dealt: Vec<String>,
}

impl Line<'_> {
    fn begin(&mut self, start: usize) {
        self.start = start;
        self.figures.clear();
        self.date = None;
        self.dealt.clear();
    }

    fn said(&self, earlier: &Earlier) -> Option<&Said> {
        self.told.get(earlier.said)
    }
}

struct Earlier<'a> {
    reading: &'a Reading,
    /// Its place in what was told.
    said: usize,
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
    fn of(text: &'a str, line: &Line<'a>, reading: &'a Reading, next: usize) -> Place<'a> {
        let start = reading.quote.start;
        let last = line.figures.last();
        let last_end = last.map_or(line.start, |last| last.reading.quote.end);
        let clause = clause_start(text, reading).max(last_end);
        let (head, lead) = undated(text, clause, start, line.date);
        let gap = text.get(last_end..start).unwrap_or("");
        let rest = after(text, reading.quote.end);
        let reach = next.min(reading.clause_end);
        let reach = reach.saturating_sub(reading.quote.end).min(rest.len());
        let rest = rest.get(..reach).unwrap_or(rest);
        // Brackets, semicolons and 其中 with a mark behind it stand only where a clause ended.
        let marked = reading.begins.clause > last_end;
        let marks = if marked { gap } else { "" };
        Place {
            reading,
            text,
            lead: Lead::of(lead),
            rest,
            earlier: (head, last_end),
            adjacent: last.is_some() && gap.len() <= 3 && gap.chars().all(|c| JOINTS.contains(&c)),
            bracketed: last.is_some_and(|last| last.bracketed || marks.contains('('))
                && !marks.contains(')'),
            after_stop: marks.contains(';'),
            among: lead.contains("其中") || lead.starts_with('含') || says_among(marks),
        }
    }

    /// What the clause says, and whether the figure is part of one before it.
    fn say(&self, line: &mut Line) -> (Said, bool) {
        let dealt = self.dealt(line);
        let mut said = dealt.unwrap_or_else(|| Said {
            direction: self.lead.direction,
            ..self.own(line)
        });
        if !self.lead.change.is_empty() {
            said.verb = self.lead.change.to_string();
        }
        if self.reading.unit == DOUBLINGS {
            said.direction = Some(Direction::Up);
        }
        let part = self.among || self.bracketed || self.goes_on(line);
        if part || self.reading.kind == FigureKind::Rate {
            said.context = whole(line, part).unwrap_or("").to_string();
        }
        (said, part)
    }

    /// 其中 reaches over a list: the next noun with the same unit is a part as well.
    fn goes_on(&self, line: &Line) -> bool {
        line.figures.last().is_some_and(|last| {
            let listed = last.part && !last.bracketed && last.reading.unit == self.reading.unit;
            listed && !self.after_stop && !split(self.lead.text).noun.is_empty()
        })
    }

    fn own(&self, line: &Line) -> Said {
        let phrase = split(self.lead.text.trim_start_matches('、'));
        let follow = self.follow(&phrase);
        let subject = if !follow.is_empty() {
            self.described(follow)
        } else if self.reading.unit_is_noun {
            self.reading.unit.clone()
        } else if !phrase.noun.is_empty() {
            self.of_last(line, &phrase.noun)
        } else {
            return self.taken_over(line, phrase);
        };
        Said {
            subject,
            verb: phrase.verb,
            actor: phrase.actor,
            ..Said::default()
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
            let shared = shared_head(&parts);
            line.dealt = parts
                .iter()
                .rev()
                .map(|part| {
                    let whole = part.ends_with(shared) || part.ends_with(MEASURED);
                    cleaned(part) + if whole { "" } else { shared }
                })
                .collect();
            if line.dealt.len() < 2 {
                line.dealt.clear();
            }
        } else if !self.adjacent {
            line.dealt.clear();
        }
        if line.dealt.is_empty() {
            return None;
        }
        let last = line.figures.last().filter(|_| !self.lead.dealt);
        let change = last.and_then(|last| line.said(last)).cloned();
        let (verb, direction) = match change {
            Some(change) => (change.verb, change.direction),
            None => (String::new(), self.lead.direction),
        };
        Some(Said {
            subject: line.dealt.pop()?,
            verb,
            direction,
            ..Said::default()
        })
    }

    /// The noun phrase behind the unit, where it is what is counted.
    fn follow(&self, phrase: &Phrase) -> String {
        let wanted = match self.reading.kind {
            FigureKind::Count | FigureKind::Amount | FigureKind::Ordinal => true,
            FigureKind::Rate => phrase.noun.is_empty() && self.lead.change.is_empty(),
            FigureKind::Duration => self.rest.starts_with('的'),
            FigureKind::Rank | FigureKind::Score | FigureKind::Date => false,
        };
        if !wanted {
            return String::new();
        }
        let mut noun = noun_head(self.rest);
        if noun.is_empty() && phrase.noun.is_empty() {
            // 注销2个无人维护的账号: the noun stands behind its modifier.
            noun = self
                .rest
                .rsplit_once('的')
                .map(|(_, noun)| noun_head(noun))
                .unwrap_or_default();
        }
        match self.reading.kind {
            // 21件行政应诉案件调解率 counts 行政应诉案件: what is counted is no rate.
            FigureKind::Count => shortened(without_rate(&noun)),
            _ => shortened(&noun),
        }
    }

    /// A bare noun with the modifier that 的 left before the number: 不合格的11件案件.
    fn described(&self, noun: String) -> String {
        if !self.lead.describes || !CLAUSE_WORDS.generic.holds(&noun) {
            return noun;
        }
        let modifier = split(self.lead.text).noun;
        let short = (1..=10).contains(&modifier.chars().count());
        if short { modifier + &noun } else { noun }
    }

    /// 总量, 总额 and the like are those of the figure before: 新增企业30家,总量200家.
    fn of_last(&self, line: &Line, noun: &str) -> String {
        let total = CLAUSE_WORDS.totals.holds(noun);
        match self.earlier(line, false).filter(|_| total) {
            Some(last) if !last.subject.ends_with(noun) => {
                shortened(&format!("{}{noun}", last.subject))
            }
            _ => shortened(self.unmodified(noun)),
        }
    }

    /// What is counted without a clause that describes it: 网络提交的各类｜信息公开申请. A rate keeps all: 支出占收入的比重.
    fn unmodified<'b>(&self, noun: &'b str) -> &'b str {
        const LONG_MODIFIER: usize = 6;
        const SHORT_NOUN: usize = 4;
        match noun.rsplit_once('的') {
            Some((modifier, tail))
                if self.reading.kind == FigureKind::Count
                    && modifier.chars().count() >= LONG_MODIFIER
                    && without_leads(tail).chars().count() >= SHORT_NOUN =>
            {
                without_leads(tail)
            }
            _ => noun,
        }
    }

    /// The last figure of the sentence that has a subject; inside brackets, or outside them, as this one.
    fn earlier<'b>(&self, line: &'b Line, same_unit: bool) -> Option<&'b Said> {
        line.figures
            .iter()
            .rev()
            .take(LOOK_BACK)
            .filter(|earlier| self.bracketed || !earlier.bracketed)
            .filter(|earlier| !same_unit || earlier.reading.unit == self.reading.unit)
            .filter_map(|earlier| line.said(earlier))
            .find(|said| !said.subject.is_empty())
    }

    /// A figure whose clause names no noun.
    fn taken_over(&self, line: &Line, phrase: Phrase) -> Said {
        if phrase.verb.is_empty()
            && self.adjacent
            && let Some(last) = self.earlier(line, false)
        {
            return Said {
                context: String::new(),
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
            FigureKind::Duration => String::new(),
            FigureKind::Rate | FigureKind::Rank | FigureKind::Score => {
                self.inherited(line, false, &verb)
            }
            FigureKind::Count | FigureKind::Amount | FigureKind::Ordinal | FigureKind::Date => {
                let any = !self.lead.change.is_empty();
                let deed = (self.is_event() || self.is_person()) && !verb.is_empty();
                if deed && (self.is_event() || self.earlier(line, true).is_none()) {
                    self.deed(&verb)
                } else {
                    self.inherited(line, !any, &verb)
                }
            }
        };
        Said {
            subject,
            verb,
            actor: phrase.actor,
            ..Said::default()
        }
    }

    /// The subject of the figure before, the noun of the clause before, or the verb.
    fn inherited(&self, line: &Line, same_unit: bool, verb: &str) -> String {
        if let Some(last) = self.earlier(line, same_unit) {
            return last.subject.clone();
        }
        let (head, last_end) = self.earlier;
        let clause = earlier_clause(self.text, head, last_end);
        let topic = shortened(&split(Lead::of(clause).text).noun);
        if topic.is_empty() {
            verb.to_string()
        } else {
            topic
        }
    }

    /// 组织1234人参加考试 counts who takes part; 集中评查2次 counts what is done.
    fn deed(&self, verb: &str) -> String {
        let rest = cleaned(self.rest);
        let told = self.is_person() && (1..=LONGEST).contains(&rest.chars().count());
        if told { rest } else { verb.to_string() }
    }

    fn is_event(&self) -> bool {
        CLAUSE_WORDS.event_units.holds(&self.reading.unit)
    }

    fn is_person(&self) -> bool {
        matches!(self.reading.unit.as_str(), "人" | "名" | "人次" | "位")
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
fn whole<'b>(line: &'b Line, of_part: bool) -> Option<&'b str> {
    let counts = |earlier: &&Earlier| {
        let count = matches!(earlier.reading.kind, FigureKind::Count | FigureKind::Amount);
        count && !(of_part && earlier.part)
    };
    let last = line.figures.iter().rev().take(LOOK_BACK).find(counts)?;
    line.said(last).map(|said| said.subject.as_str())
}

/// Whether 其中 stands alone in a text: 其中,人民调解60件.
fn says_among(gap: &str) -> bool {
    gap.split("其中")
        .skip(1)
        .any(|behind| behind.starts_with([',', ':']))
}

/// Where the clause before a number begins; brackets that close right before the number belong to it.
fn clause_start(text: &str, reading: &Reading) -> usize {
    let start = reading.quote.start;
    let seen = before(text, start);
    let from = reading.begins.clause.max(start - seen.len());
    let clause = text.get(from..start).unwrap_or("");
    let head = seen.strip_suffix(clause).unwrap_or("");
    let bracket = head.ends_with(')') && Lead::of(clause).text.is_empty();
    let open = head.rfind('(').filter(|_| bracket);
    let clause_len = match open.and_then(|open| head.get(..open)) {
        Some(outside) => {
            seen.len() - outside.len() + behind_last(outside, |c| CLAUSE_ENDS.contains(&c)).len()
        }
        None => clause.len(),
    };
    start - clause_len
}

/// The clause from its start to the number, without a date: behind it, or before it where nothing stands behind it.
fn undated<'a>(
    text: &'a str,
    clause: usize,
    start: usize,
    date: Option<&Reading>,
) -> (usize, &'a str) {
    let all = text.get(clause..start).unwrap_or("");
    let Some(date) = date.filter(|date| date.quote.end > clause) else {
        return (clause, all);
    };
    let behind = text.get(date.quote.end..start).unwrap_or("");
    if behind.contains(')') {
        (clause, all)
    } else if Lead::of(behind).text.is_empty() {
        (clause, text.get(clause..date.quote.start).unwrap_or(""))
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
