//! What a key can mean, and where.

use serde::Deserialize;

/// Where the keyboard is: a screen, a pane of it, or an overlay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scene {
    Library,
    Report,
    /// The outline beside the report.
    Outline,
    /// A comparison as text.
    Compare,
    Indicators,
    Promises,
    Reuse,
    /// The indicators of all years.
    Years,
    /// The sections of all years.
    History,
    Checks,
    /// One rule over many reports.
    SameRule,
    Gaps,
    /// One annotation with everything about it.
    Note,
    /// Versions of an annotation that stand side by side.
    Conflict,
    /// Last year's gaps as this year's list.
    FollowUp,
    /// Annotations whose place is in doubt.
    Tray,
    /// What two reviewers raised.
    Difference,
    /// Words looked for in all reports.
    Search,
    Help,
    Editor,
    Picker,
    /// Command line, search, filter, path: one line of text.
    Prompt,
    Confirm,
}

/// Everything that a key can ask for; names are those of the keymap and of the locale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    Down,
    Up,
    ScrollDown,
    ScrollUp,
    PageDown,
    PageUp,
    HalfDown,
    HalfUp,
    Top,
    Bottom,
    PaneLeft,
    PaneRight,
    NextClause,
    PreviousClause,
    NextSentence,
    PreviousSentence,
    NextSection,
    PreviousSection,
    NextPlace,
    PreviousPlace,
    Enter,
    Back,
    Search,
    SearchAll,
    NextHit,
    PreviousHit,
    Filter,
    Sort,
    Select,
    SelectAll,
    Annotate,
    AnnotateSection,
    ToGap,
    Suppress,
    SameRule,
    Edit,
    Delete,
    Undo,
    Redo,
    Copy,
    Correct,
    ReviewSection,
    Compare,
    Checks,
    Gaps,
    Outline,
    Import,
    Export,
    SetMark,
    GoToMark,
    /// To where one was before a jump.
    JumpBack,
    JumpForward,
    /// To the next section that is not read, in this report or in another.
    NextUnread,
    Layout,
    ViewText,
    ViewIndicators,
    ViewPromises,
    ViewReuse,
    ViewYears,
    ViewHistory,
    /// To the same place in last year's report.
    OpenOld,
    /// To the same place in this year's report.
    OpenNew,
    Pin,
    ViewSheet,
    CommandLine,
    Help,
    Quit,
    Suspend,
    Uphold,
    Reject,
    NeedsEvidence,
    NotApplicable,
    PromiseDone,
    PromiseOnTrack,
    PromiseBehind,
    PromiseUnanswered,
    PromiseUnverifiable,
    /// Last year's gaps as this year's list.
    FollowUp,
    /// A gap of last year was put right.
    FollowRectified,
    FollowContinuing,
    FollowChanged,
    FollowRecurring,
    FollowNotSeen,
    /// Annotations whose place is in doubt.
    Tray,
    /// What two reviewers raised.
    Difference,
    /// Everything about an annotation.
    Details,
    Reply,
    Rectify,
    Link,
    /// Chooses between versions that crossed.
    Settle,
    /// One more place of the note that is about to be written.
    AddPlace,
    /// Another two of several reviewers.
    NextPair,
    Save,
    NewLine,
    NextField,
    PreviousField,
    NextValue,
    PreviousValue,
    KeepDraft,
    /// The text of the note in the reader's own editor.
    EditOutside,
    Choose,
    /// The row of a short list by its number.
    ChooseNumber,
    Cancel,
    Complete,
    /// Words or a regular expression.
    Pattern,
    Yes,
    No,
}

/// A way through rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    Down,
    Up,
    ScrollDown,
    ScrollUp,
    PageDown,
    PageUp,
    HalfDown,
    HalfUp,
    Top,
    Bottom,
}

const MOTIONS: [(Action, Motion); 10] = [
    (Action::Down, Motion::Down),
    (Action::Up, Motion::Up),
    (Action::ScrollDown, Motion::ScrollDown),
    (Action::ScrollUp, Motion::ScrollUp),
    (Action::PageDown, Motion::PageDown),
    (Action::PageUp, Motion::PageUp),
    (Action::HalfDown, Motion::HalfDown),
    (Action::HalfUp, Motion::HalfUp),
    (Action::Top, Motion::Top),
    (Action::Bottom, Motion::Bottom),
];

impl Action {
    /// The way through rows that it is, if it is one.
    pub fn motion(self) -> Option<Motion> {
        let mut motions = MOTIONS.iter();
        let (_, motion) = motions.find(|(action, _)| *action == self)?;
        Some(*motion)
    }
}

macro_rules! names {
    ($kind:ident { $($variant:ident = $name:literal),* $(,)? }) => {
        impl $kind {
            /// All of them, in the order of the key table.
            pub const ALL: &'static [$kind] = &[$($kind::$variant),*];

            /// The name in the keymap and the last part of the locale key.
            pub fn name(self) -> &'static str {
                match self {
                    $($kind::$variant => $name),*
                }
            }
        }
    };
}

names!(Scene {
    Library = "library",
    Report = "report",
    Outline = "outline",
    Compare = "compare",
    Indicators = "indicators",
    Promises = "promises",
    Reuse = "reuse",
    Years = "years",
    History = "history",
    Checks = "checks",
    SameRule = "same-rule",
    Gaps = "gaps",
    Note = "note",
    Conflict = "conflict",
    FollowUp = "follow-up",
    Tray = "tray",
    Difference = "difference",
    Search = "search",
    Help = "help",
    Editor = "editor",
    Picker = "picker",
    Prompt = "prompt",
    Confirm = "confirm",
});

names!(Action {
    Down = "down",
    Up = "up",
    ScrollDown = "scroll-down",
    ScrollUp = "scroll-up",
    PageDown = "page-down",
    PageUp = "page-up",
    HalfDown = "half-down",
    HalfUp = "half-up",
    Top = "top",
    Bottom = "bottom",
    PaneLeft = "pane-left",
    PaneRight = "pane-right",
    NextClause = "next-clause",
    PreviousClause = "previous-clause",
    NextSentence = "next-sentence",
    PreviousSentence = "previous-sentence",
    NextSection = "next-section",
    PreviousSection = "previous-section",
    NextPlace = "next-place",
    PreviousPlace = "previous-place",
    Enter = "enter",
    Back = "back",
    Search = "search",
    SearchAll = "search-all",
    NextHit = "next-hit",
    PreviousHit = "previous-hit",
    Filter = "filter",
    Sort = "sort",
    Select = "select",
    SelectAll = "select-all",
    Annotate = "annotate",
    AnnotateSection = "annotate-section",
    ToGap = "to-gap",
    Suppress = "suppress",
    SameRule = "same-rule",
    Edit = "edit",
    Delete = "delete",
    Undo = "undo",
    Redo = "redo",
    Copy = "copy",
    Correct = "correct",
    ReviewSection = "review-section",
    Compare = "compare",
    Checks = "checks",
    Gaps = "gaps",
    Outline = "outline",
    Import = "import",
    Export = "export",
    SetMark = "set-mark",
    GoToMark = "go-to-mark",
    JumpBack = "jump-back",
    JumpForward = "jump-forward",
    NextUnread = "next-unread",
    Layout = "layout",
    ViewText = "view-text",
    ViewIndicators = "view-indicators",
    ViewPromises = "view-promises",
    ViewReuse = "view-reuse",
    ViewYears = "view-years",
    ViewHistory = "view-history",
    OpenOld = "open-old",
    OpenNew = "open-new",
    Pin = "pin",
    ViewSheet = "view-sheet",
    CommandLine = "command-line",
    Help = "help",
    Quit = "quit",
    Suspend = "suspend",
    Uphold = "uphold",
    Reject = "reject",
    NeedsEvidence = "needs-evidence",
    NotApplicable = "not-applicable",
    PromiseDone = "promise-done",
    PromiseOnTrack = "promise-on-track",
    PromiseBehind = "promise-behind",
    PromiseUnanswered = "promise-unanswered",
    PromiseUnverifiable = "promise-unverifiable",
    FollowUp = "follow-up",
    FollowRectified = "follow-rectified",
    FollowContinuing = "follow-continuing",
    FollowChanged = "follow-changed",
    FollowRecurring = "follow-recurring",
    FollowNotSeen = "follow-not-seen",
    Tray = "tray",
    Difference = "difference",
    Details = "details",
    Reply = "reply",
    Rectify = "rectify",
    Link = "link",
    Settle = "settle",
    AddPlace = "add-place",
    NextPair = "next-pair",
    Save = "save",
    NewLine = "new-line",
    NextField = "next-field",
    PreviousField = "previous-field",
    NextValue = "next-value",
    PreviousValue = "previous-value",
    KeepDraft = "keep-draft",
    EditOutside = "edit-outside",
    Choose = "choose",
    ChooseNumber = "choose-number",
    Cancel = "cancel",
    Complete = "complete",
    Pattern = "pattern",
    Yes = "yes",
    No = "no",
});

impl Scene {
    /// Where keys type text: every key that is not bound here goes into the text.
    pub fn is_text_entry(self) -> bool {
        match self {
            Scene::Help | Scene::Editor | Scene::Prompt => true,
            Scene::Library
            | Scene::Report
            | Scene::Outline
            | Scene::Compare
            | Scene::Indicators
            | Scene::Promises
            | Scene::Reuse
            | Scene::Years
            | Scene::History
            | Scene::Checks
            | Scene::SameRule
            | Scene::Gaps
            | Scene::Note
            | Scene::Conflict
            | Scene::FollowUp
            | Scene::Tray
            | Scene::Difference
            | Scene::Search
            | Scene::Picker
            | Scene::Confirm => false,
        }
    }
}
