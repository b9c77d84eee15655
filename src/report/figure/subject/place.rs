//! A figure, the text around it, and what that says of it.

use std::borrow::Cow;
use std::sync::Arc;

use super::clause::{clause_start, earlier_clause, undated};
use super::dealt::{JOINTS, dealt};
use super::{Line, Said, shared};
use crate::report::figure::approximate::behind_bound;
use crate::report::figure::glance::{after, around_last_de};
use crate::report::figure::lead::Lead;
use crate::report::figure::lexicon::CLAUSE_WORDS;
use crate::report::figure::phrase::{
    LONGEST, Phrase, cleaned, noun_head, part, shortened, split, verb_head, without_leads,
    without_rate,
};
use crate::report::figure::rate::DOUBLINGS;
use crate::report::figure::scan::Reading;
use crate::report::{Direction, FigureKind};

/// A figure and the text around it.
pub(super) struct Place<'a> {
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
    pub(super) bracketed: bool,
    /// The figure is said to be part of another: 其中, 含.
    among: bool,
    /// A semicolon stands between the figure before and this one.
    after_stop: bool,
}

impl<'a> Place<'a> {
    pub(super) fn of(text: &'a str, line: &Line, reading: &'a Reading, next: usize) -> Place<'a> {
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
        let rest = behind_bound(rest.get(..reach).unwrap_or(rest));
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
    pub(super) fn say(&self, line: &mut Line) -> (Said, bool) {
        let mut said = match dealt(&self.lead, self.adjacent, line) {
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
            said.context = line.whole(part).unwrap_or_default();
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
