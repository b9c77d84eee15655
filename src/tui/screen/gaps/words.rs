//! The words that an annotation is found by: everything that its row and its pane say.

use crate::review::Annotation;
use crate::search::Filter;
use crate::tui::app::Shared;
use crate::tui::describe;

pub(super) fn fit(shared: &Shared, annotation: &Annotation, wanted: &Filter) -> bool {
    if wanted.is_empty() {
        return true;
    }
    let lang = shared.lang;
    let standing = [
        format!("judgement.{}", annotation.judgement.name()),
        format!("rectification.{}", annotation.rectification.name()),
        format!("continuity.{}", annotation.continuity.name()),
    ];
    let standing = standing.map(|key| lang.text(&key)).join(" ");
    let flags = [
        ("note.overdue", annotation.is_overdue(shared.today)),
        ("note.private", annotation.private),
        ("note.contested-short", annotation.is_contested()),
    ];
    let flags = flags.into_iter().filter(|(_, is_so)| *is_so);
    let flags: Vec<&str> = flags.map(|(key, _)| lang.text(key)).collect();
    let all = format!(
        "{} {} {} {} {} {} {} {} {standing} {}",
        annotation.problem,
        annotation.suggestion,
        annotation.rule.as_deref().unwrap_or(""),
        annotation.author,
        annotation.target.issuer.as_deref().unwrap_or(""),
        annotation
            .target
            .year
            .map(|year| year.to_string())
            .unwrap_or_default(),
        describe::motivation(lang, annotation.motivation),
        annotation
            .grade
            .map_or("", |grade| describe::grade(lang, grade)),
        flags.join(" "),
    );
    wanted.fits(&all)
}
