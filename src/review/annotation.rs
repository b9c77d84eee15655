//! The annotation record, as folded from events.

use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Anchor, Changes, Role, Statement, Text};

/// What a reviewer wrote about a place, and how it stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Annotation {
    pub id: Uuid,
    /// What it says; its fields read as those of the annotation.
    #[serde(flatten)]
    pub statement: Box<Statement>,
    pub judgement: Judgement,
    /// Required for `Rejected`.
    pub judgement_reason: Option<String>,
    pub rectification: Rectification,
    /// Who has to act, by when, with which proof.
    #[serde(default)]
    pub rectifying: Rectifying,
    /// Who last recorded how far it was put right, short of closing it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_by: Option<String>,
    /// Set while it is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing: Option<Closing>,
    /// The latest follow-up; each edition's own is in `followed`.
    pub continuity: Continuity,
    /// Follow-up by edition id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub followed: BTreeMap<String, Continuity>,
    /// Places set by hand: edition id, then index into `target.anchors`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub placed: BTreeMap<String, BTreeMap<usize, Anchor>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    pub author: Text,
    /// In which role it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author_role: Option<Role>,
    pub created: Timestamp,
    pub modified: Timestamp,
    pub replies: Vec<Reply>,
    pub deleted: bool,
    /// Not empty only where people edited the same field without seeing each other's edit; what is shown above comes first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<Version>,
    /// Not empty only where people judged differently without seeing each other; what is shown above comes first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opinions: Vec<Opinion>,
    /// Someone deleted it without having seen all that others did to it, so it stayed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub delete_overruled: bool,
    /// The events that the next operation on it is based on: pass them as `base` when an editor was opened on this state.
    #[serde(default)]
    pub heads: Vec<Uuid>,
}

/// What an annotation is about. Several anchors are several places of one text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// Id of the edition whose text was read.
    pub edition: Text,
    pub issuer: Option<Text>,
    pub year: Option<i16>,
    pub scope: Scope,
    /// Where it stands; of an absence the section where it would be expected, or none at all.
    pub anchors: Vec<Anchor>,
    /// Places that belong to it, in this text or another year's: the parts of a sum, last year's sentence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Related>,
}

/// A place that an annotation rests on besides its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Related {
    /// As in `check::Evidence`: `total`, `part`, `previous` …
    pub role: String,
    pub edition: String,
    #[serde(default)]
    pub issuer: Option<String>,
    #[serde(default)]
    pub year: Option<i16>,
    pub anchors: Vec<Anchor>,
}

/// A tie to another annotation: `continues`, `duplicates`, `adjudicates`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub role: String,
    pub annotation: Uuid,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    Sentence,
    Phrase,
    Section,
    Absence,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Motivation {
    Gap,
    Observation,
    Question,
    Commendation,
}

/// 重大不符合 · 一般不符合 · 观察项 · 改进建议 · 亮点
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    MajorNonconformity,
    MinorNonconformity,
    ObservationItem,
    Improvement,
    Highlight,
}

/// 待核 · 成立 · 不成立 · 待补证 · 不适用
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Judgement {
    #[default]
    Pending,
    Upheld,
    Rejected,
    NeedsEvidence,
    NotApplicable,
}

/// 未启动 · 正在整改 · 阶段完成 · 长期整改 · 已完成待复核 · 已销号
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rectification {
    #[default]
    NotStarted,
    InProgress,
    StageDone,
    LongTerm,
    DoneAwaitingCheck,
    Closed,
}

/// What an office records about putting a gap right; dates as ISO text. Absent fields of an operation stay as they were.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rectifying {
    /// 整改类型
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approach: Option<Approach>,
    /// 整改目标
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<String>,
    /// 牵头领导
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leader: Option<String>,
    /// 责任单位
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// 责任人
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// 整改措施
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    /// 完成时限
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// 整改进展
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress: Option<String>,
    /// 完成日期
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<String>,
    /// 整改佐证
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<String>,
    /// 备注
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    /// Why it was closed alone, or left as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// 销号
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    pub reviewer: String,
    pub time: Timestamp,
    /// Nobody but the closer had recorded how far it was put right: the office has one reviewer, and says so.
    pub alone: bool,
}

/// 立行立改 · 分阶段整改 · 持续整改
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Approach {
    /// Takes back what was said.
    #[default]
    Undecided,
    AtOnce,
    InStages,
    Continuous,
}

/// 新发现 · 延续 · 变化 · 本期未见 · 重复发生
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Continuity {
    #[default]
    New,
    Continuing,
    Changed,
    NotSeen,
    Recurring,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    pub id: Uuid,
    pub author: String,
    pub time: Timestamp,
    pub text: String,
}

/// One side of an edit conflict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// The event that wrote it.
    pub event: Uuid,
    pub reviewer: String,
    pub time: Timestamp,
    /// Only the fields on which the sides differ.
    pub changes: Changes,
}

/// One side of a disagreement about a judgement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Opinion {
    pub judgement: Judgement,
    pub reason: Option<String>,
    pub reviewer: String,
    pub time: Timestamp,
}

impl Deref for Annotation {
    type Target = Statement;

    fn deref(&self) -> &Statement {
        &self.statement
    }
}

impl DerefMut for Annotation {
    fn deref_mut(&mut self) -> &mut Statement {
        &mut self.statement
    }
}

impl Annotation {
    /// Whether people edited or judged it without seeing each other, and nobody has chosen since.
    pub fn is_contested(&self) -> bool {
        !self.versions.is_empty() || !self.opinions.is_empty()
    }

    /// Whether the day by which it was to be put right has passed. A date that cannot be read never passes.
    pub fn is_overdue(&self, today: Option<Date>) -> bool {
        let open = match self.rectification {
            Rectification::DoneAwaitingCheck | Rectification::Closed => false,
            Rectification::NotStarted
            | Rectification::InProgress
            | Rectification::StageDone
            | Rectification::LongTerm => true,
        };
        let due = self.rectifying.due.as_ref();
        let due = due.and_then(|due| due.parse::<Date>().ok());
        open && due.zip(today).is_some_and(|(due, today)| due < today)
    }
}

impl Scope {
    pub const ALL: [Scope; 4] = [
        Scope::Sentence,
        Scope::Phrase,
        Scope::Section,
        Scope::Absence,
    ];

    /// The name in JSON and the last part of the locale key `scope.*`.
    pub fn name(self) -> &'static str {
        match self {
            Scope::Sentence => "sentence",
            Scope::Phrase => "phrase",
            Scope::Section => "section",
            Scope::Absence => "absence",
        }
    }
}

impl Motivation {
    pub const ALL: [Motivation; 4] = [
        Motivation::Gap,
        Motivation::Observation,
        Motivation::Question,
        Motivation::Commendation,
    ];

    /// The name in JSON and the last part of the locale key `motivation.*`.
    pub fn name(self) -> &'static str {
        match self {
            Motivation::Gap => "gap",
            Motivation::Observation => "observation",
            Motivation::Question => "question",
            Motivation::Commendation => "commendation",
        }
    }
}

impl Grade {
    pub const ALL: [Grade; 5] = [
        Grade::MajorNonconformity,
        Grade::MinorNonconformity,
        Grade::ObservationItem,
        Grade::Improvement,
        Grade::Highlight,
    ];

    /// The name in JSON and the last part of the locale key `grade.*`.
    pub fn name(self) -> &'static str {
        match self {
            Grade::MajorNonconformity => "major-nonconformity",
            Grade::MinorNonconformity => "minor-nonconformity",
            Grade::ObservationItem => "observation-item",
            Grade::Improvement => "improvement",
            Grade::Highlight => "highlight",
        }
    }
}

impl Judgement {
    pub const ALL: [Judgement; 5] = [
        Judgement::Pending,
        Judgement::Upheld,
        Judgement::Rejected,
        Judgement::NeedsEvidence,
        Judgement::NotApplicable,
    ];

    /// The name in JSON and the last part of the locale key `judgement.*`.
    pub fn name(self) -> &'static str {
        match self {
            Judgement::Pending => "pending",
            Judgement::Upheld => "upheld",
            Judgement::Rejected => "rejected",
            Judgement::NeedsEvidence => "needs-evidence",
            Judgement::NotApplicable => "not-applicable",
        }
    }
}

impl Rectification {
    pub const ALL: [Rectification; 6] = [
        Rectification::NotStarted,
        Rectification::InProgress,
        Rectification::StageDone,
        Rectification::LongTerm,
        Rectification::DoneAwaitingCheck,
        Rectification::Closed,
    ];

    /// The name in JSON and the last part of the locale key `rectification.*`.
    pub fn name(self) -> &'static str {
        match self {
            Rectification::NotStarted => "not-started",
            Rectification::InProgress => "in-progress",
            Rectification::StageDone => "stage-done",
            Rectification::LongTerm => "long-term",
            Rectification::DoneAwaitingCheck => "done-awaiting-check",
            Rectification::Closed => "closed",
        }
    }
}

impl Approach {
    /// The name in JSON and the last part of the locale key `approach.*`.
    pub fn name(self) -> &'static str {
        match self {
            Approach::Undecided => "undecided",
            Approach::AtOnce => "at-once",
            Approach::InStages => "in-stages",
            Approach::Continuous => "continuous",
        }
    }
}

impl Continuity {
    /// The name in JSON and the last part of the locale key `continuity.*`.
    pub fn name(self) -> &'static str {
        match self {
            Continuity::New => "new",
            Continuity::Continuing => "continuing",
            Continuity::Changed => "changed",
            Continuity::NotSeen => "not-seen",
            Continuity::Recurring => "recurring",
        }
    }
}
