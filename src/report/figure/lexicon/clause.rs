//! Words of running text and of tables that say what a number counts.

use serde::Deserialize;

use super::words::Words;

/// Words of the clause around a number: actions, leads, stops, times.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClauseWords {
    pub verbs: Words,
    /// Verbs that are nouns as often, so that only the head of a phrase makes them verbs: 调解, 培训.
    pub weak_verbs: Words,
    /// What makes a noun of the verb before it: 办结率, 调解案件.
    pub noun_followers: Words,
    /// Nouns that say too little alone.
    pub generic: Words,
    /// Totals that belong to the figure before: 总量.
    pub totals: Words,
    /// What is measured of several things at once: 零售额, 满意率.
    pub shared_heads: Words,
    /// Measure words of events, which are counted by what is done: 集中评查2次.
    pub event_units: Words,
    /// What may act: 县司法局, 法院, 委员会, by its last word.
    pub organs: Words,
    /// Verbs of reaching, whose noun stands before them: 税收完成.
    pub reaching: Words,
    /// States that things end in: 维持, 驳回.
    pub outcomes: Words,
    /// What may be dropped at the head of a noun phrase.
    pub leads: Words,
    /// Leads that belong to a subject where they stand right before its noun: 重点提案.
    pub kept_leads: Words,
    /// What may be dropped before a number.
    pub tails: Words,
    /// What ends a noun phrase after a number.
    pub stops: Words,
    /// What a noun phrase after a number does not begin with.
    pub not_heads: Words,
    /// Words that have a stop in them and are none: 中心, 国有.
    pub not_stops: Words,
    pub up: Words,
    pub down: Words,
    /// After a word of change, these make the number a level: 减少到.
    pub to_level: Words,
    pub change_fillers: Words,
    pub ranking: Words,
    pub places: Words,
    /// Before 一, these make it a number: 仅一家.
    pub count_leads: Words,
    /// Before 一, these make it an article: 每一件.
    pub article_leads: Words,
    /// Measure words with which 一 at the end of a clause is a number: 开展演练一次.
    pub one_units: Words,
}

/// Heads of columns that say something about the numbers under them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableWords {
    /// Heads that add nothing to what is counted: 数量.
    pub plain_columns: Words,
    /// Heads of numbers that count nothing: 序号.
    pub identifying_columns: Words,
    pub unit_columns: Words,
    pub year_columns: Words,
}
