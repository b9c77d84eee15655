//! `ducha explain`: one rule in words: what it says, what it rests on, what only looks like a hit, and its examples.

use super::json::rule as json;
use super::text::flat;
use super::{CliError, Format, Output, Rules, Shared, Status};
use crate::check::pack::{Example, Override, Pack, Rule, in_order};
use crate::check::{Basis, Verdict};
use crate::locale::Lang;

pub fn run(
    id: &str,
    format: Format,
    shared: &Shared,
    output: &mut Output,
) -> Result<Status, CliError> {
    let rules = Rules::read(shared)?;
    let Some((pack, rule)) = find(&rules.packs, id) else {
        return Err(CliError::NoSuchRule(id.to_owned(), near(&rules.packs, id)));
    };
    let changes = changes(&rules.packs, &rule.id);
    match format {
        Format::Json => output.json(&json::document(pack, rule, &changes))?,
        Format::Text => {
            let lang = shared.lang;
            head(pack, rule, lang, output)?;
            reach(rule, lang, output)?;
            messages(rule, lang, output)?;
            for (pack, change) in &changes {
                output.line(&changed(pack, change, lang))?;
            }
            examples(rule, lang, output)?;
        }
    }
    Ok(Status::Clean)
}

/// The rule as the nearest pack brings it.
pub(super) fn find<'p>(packs: &'p [Pack], id: &str) -> Option<(&'p Pack, &'p Rule)> {
    let packs = in_order(packs).into_iter().rev();
    let mut rules = packs.flat_map(|pack| pack.rules.iter().rev().map(move |rule| (pack, rule)));
    rules.find(|(_, rule)| rule.id == id)
}

fn changes<'p>(packs: &'p [Pack], id: &str) -> Vec<(&'p Pack, &'p Override)> {
    let packs = in_order(packs).into_iter();
    let all = packs.flat_map(|pack| pack.overrides.iter().map(move |change| (pack, change)));
    all.filter(|(_, change)| change.id == id).collect()
}

/// Ids that have the typed words in them, or are of the same family.
fn near(packs: &[Pack], id: &str) -> Vec<String> {
    const MOST: usize = 12;
    let ids = || {
        packs
            .iter()
            .flat_map(|pack| &pack.rules)
            .map(|rule| &rule.id)
    };
    let containing: Vec<String> = ids().filter(|known| known.contains(id)).cloned().collect();
    if !containing.is_empty() {
        return containing.into_iter().take(MOST).collect();
    }
    let family = id.split('-').next().unwrap_or(id);
    let same = ids().filter(|known| known.split('-').next() == Some(family));
    same.take(MOST).cloned().collect()
}

fn head(pack: &Pack, rule: &Rule, lang: Lang, output: &mut Output) -> Result<(), CliError> {
    output.line(&format!("{}  {}", rule.id, lang.choose(&rule.title)))?;
    let severity = lang.text(&format!("severity.{}", rule.severity.name()));
    output.line(&lang.fill(
        "explain.head",
        &[
            ("pack", &lang.choose(&pack.title)),
            ("code", &rule.severity.name()),
            ("severity", &severity),
        ],
    ))?;
    for basis in &rule.basis {
        output.line(&basis_lines(basis, lang))?;
    }
    Ok(())
}

/// Document and article, how binding that is, and how sure the number.
fn basis_lines(basis: &Basis, lang: Lang) -> String {
    let strength = lang.text(&format!("strength.{}", basis.strength));
    let certainty = match (basis.article.is_empty(), basis.verified) {
        (true, _) => "explain.no_article",
        (false, true) => "explain.verified",
        (false, false) => "explain.unverified",
    };
    lang.fill(
        "explain.basis",
        &[
            ("document", &basis.document),
            ("article", &basis.article),
            ("code", &basis.strength),
            ("strength", &strength),
            ("certainty", &lang.text(certainty)),
        ],
    )
}

/// Whom the rule is about: levels, kinds of document, years.
fn reach(rule: &Rule, lang: Lang, output: &mut Output) -> Result<(), CliError> {
    let all = || lang.text("explain.all").to_owned();
    let names = |section: &str, names: Vec<&str>| match names.is_empty() {
        true => all(),
        false => {
            let shown = names
                .iter()
                .map(|name| lang.text(&format!("{section}.{name}")));
            shown.collect::<Vec<_>>().join(lang.text("explain.comma"))
        }
    };
    let levels = names(
        "level",
        rule.levels.iter().map(|level| level.name()).collect(),
    );
    let kinds = names("kind", rule.kinds.iter().map(|kind| kind.name()).collect());
    let year = |year: Option<i16>| year.map_or_else(String::new, |year| year.to_string());
    let years = match (rule.years.from, rule.years.to) {
        (None, None) => all(),
        (from, to) => format!("{}–{}", year(from), year(to)),
    };
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("levels", &levels), ("kinds", &kinds), ("years", &years)];
    output.line(&lang.fill("explain.reach", &values))
}

fn messages(rule: &Rule, lang: Lang, output: &mut Output) -> Result<(), CliError> {
    for verdict in [Verdict::Unmet, Verdict::Unclear, Verdict::Met] {
        if let Some(message) = rule.messages.get(&verdict) {
            let name = lang.text(&format!("verdict.{}", verdict.name()));
            output.line(&format!("{name}  {}", lang.choose(message)))?;
        }
    }
    let name = lang.text("verdict.not-assessable");
    output.line(&format!("{name}  {}", lang.text("explain.not_assessable")))
}

/// What an overlay does to the rule.
fn changed(pack: &Pack, change: &Override, lang: Lang) -> String {
    let pack = lang.choose(&pack.title);
    if let Some(reason) = &change.off {
        let reason = lang.choose(reason);
        return lang.fill("explain.off", &[("pack", &pack), ("reason", &reason)]);
    }
    let mut what = Vec::new();
    if let Some(severity) = change.severity {
        what.push(severity.name().to_owned());
    }
    if let Some(limit) = change.limit {
        what.push(lang.fill("explain.limit", &[("limit", &limit)]));
    }
    for basis in change.basis.iter().flatten() {
        what.push(format!("{} {}", basis.document, basis.strength));
    }
    what.extend(
        change
            .title
            .iter()
            .map(|title| lang.choose(title).to_owned()),
    );
    let messages = change.messages.values();
    what.extend(messages.map(|message| lang.choose(message).to_owned()));
    let what = what.join(lang.text("explain.comma"));
    lang.fill("explain.changed", &[("pack", &pack), ("what", &what)])
}

fn examples(rule: &Rule, lang: Lang, output: &mut Output) -> Result<(), CliError> {
    for trap in &rule.traps {
        output.line(&format!("{}  {trap}", lang.text("explain.trap")))?;
    }
    let mut show = |key: &str, examples: &[Example]| -> Result<(), CliError> {
        for example in examples {
            let frame = match &example.frame {
                Some(_) => "…",
                None => "",
            };
            let text = flat(&example.text);
            output.line(&format!("{}  {frame}{text}{frame}", lang.text(key)))?;
        }
        Ok(())
    };
    show("explain.bad", rule.examples.bad())?;
    show("explain.ok", rule.examples.ok())
}
