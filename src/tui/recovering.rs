//! What becomes of a draft that an earlier session left: restored, compared with what is saved, left for later, or thrown
//! away, which takes a second key.

use crate::review::Annotation;

use super::app::Shared;
use super::message::Draft;

/// What can be done with a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Restore,
    /// Only where the annotation is saved in another wording.
    Compare,
    Later,
    Discard,
}

impl Way {
    /// What can be done with this one, in the order of the list.
    pub fn all(shared: &Shared, draft: &Draft) -> Vec<Way> {
        let mut ways = vec![Way::Restore, Way::Later, Way::Discard];
        if saved(shared, draft).is_some() {
            ways.insert(1, Way::Compare);
        }
        ways
    }

    pub fn text(self, shared: &Shared) -> &'static str {
        shared.text(match self {
            Way::Restore => "ui.draft-restore",
            Way::Compare => "ui.draft-compare",
            Way::Later => "ui.draft-later",
            Way::Discard => "ui.draft-discard",
        })
    }
}

/// The annotation that the draft is an edit of, or that was saved from it after all.
fn saved<'a>(shared: &'a Shared, draft: &Draft) -> Option<&'a Annotation> {
    let id = draft.annotation.unwrap_or(draft.id);
    shared.review().annotation(id)
}

/// One line for a list.
pub fn row(draft: &Draft) -> String {
    format!("{}  {}", draft.quote, draft.problem.replace('\n', " "))
}

/// What is saved and what the draft says, beneath each other, where they differ.
pub fn compared(shared: &Shared, draft: &Draft) -> Vec<String> {
    let Some(saved) = saved(shared, draft) else {
        return Vec::new();
    };
    let fields = [
        ("ui.problem", saved.problem.as_str(), draft.problem.as_str()),
        ("ui.suggestion", &saved.suggestion, &draft.suggestion),
    ];
    let mut rows = Vec::new();
    for (name, saved, typed) in fields {
        let name = shared.text(name);
        if saved == typed {
            let slots: &[(&str, &dyn std::fmt::Display)] = &[("field", &name)];
            rows.push(shared.lang.fill("ui.draft-same", slots));
            continue;
        }
        for (key, text) in [
            ("ui.draft-saved-text", saved),
            ("ui.draft-typed-text", typed),
        ] {
            let text = text.replace('\n', " ");
            let slots: &[(&str, &dyn std::fmt::Display)] = &[("field", &name), ("text", &text)];
            rows.push(shared.lang.fill(key, slots));
        }
    }
    rows
}
