//! The annotation record, as folded from events.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Anchor;

/// What a reviewer wrote about a place, and how it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Annotation {
    pub id: Uuid,
    pub target: Target,
    pub motivation: Motivation,
    pub grade: Option<Grade>,
    /// Rule id.
    pub rule: Option<String>,
    /// Fingerprint of the finding it was made from.
    pub finding: Option<String>,
    pub problem: String,
    pub suggestion: String,
    /// Leaves in no export unless asked.
    pub private: bool,
    pub judgement: Judgement,
    /// Required for `Rejected`.
    pub judgement_reason: Option<String>,
    pub rectification: Rectification,
    pub continuity: Continuity,
    pub author: String,
    pub created: Timestamp,
    pub modified: Timestamp,
    pub replies: Vec<Reply>,
    pub deleted: bool,
}

/// What an annotation is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// Id of the edition whose text was read.
    pub edition: String,
    pub issuer: Option<String>,
    pub year: Option<i16>,
    pub scope: Scope,
    /// Where it stands; of an absence the section where it would be expected, or none at all.
    pub anchors: Vec<Anchor>,
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
    pub author: String,
    pub time: Timestamp,
    pub text: String,
}
