//! Findings, figures and annotations in words, for every screen that shows them.

use rust_decimal::Decimal;

use crate::check::{Basis, Finding};
use crate::locale::Lang;
use crate::report::{Figure, Report, Span};
use crate::review::{Annotation, DISMISSALS, Decision, Grade, Judgement, Motivation, Standing};
use crate::shown::in_one_line;

use super::app::Shared;
use super::canvas::Piece;
use super::model::{Document, Entry, Tie};
use super::screen::report::Thing;
use super::theme::Ink;

/// A paragraph of a detail pane.
pub type Paragraph = Vec<Piece>;

/// Quotes that together have more bytes than this stand in rows of their own; about 60 Chinese characters.
const ONE_ROW: usize = 180;

/// Roles of evidence that have a name of their own.
const ROLES: [&str; 13] = [
    "total",
    "part",
    "numerator",
    "denominator",
    "rate",
    "first",
    "second",
    "base",
    "change",
    "place",
    "previous",
    "absent",
    "promise",
];

pub fn judgement(lang: Lang, judgement: Judgement) -> &'static str {
    lang.text(match judgement {
        Judgement::Pending => "ui.judgement-pending",
        Judgement::Upheld => "key.uphold",
        Judgement::Rejected => "key.reject",
        Judgement::NeedsEvidence => "key.needs-evidence",
        Judgement::NotApplicable => "key.not-applicable",
    })
}

pub fn motivation(lang: Lang, motivation: Motivation) -> &'static str {
    lang.text(match motivation {
        Motivation::Gap => "ui.motivation-gap",
        Motivation::Observation => "ui.motivation-observation",
        Motivation::Question => "ui.motivation-question",
        Motivation::Commendation => "ui.motivation-commendation",
    })
}

pub fn grade(lang: Lang, grade: Grade) -> &'static str {
    lang.text(match grade {
        Grade::MajorNonconformity => "ui.grade-major",
        Grade::MinorNonconformity => "ui.grade-minor",
        Grade::ObservationItem => "ui.grade-observation",
        Grade::Improvement => "ui.grade-improvement",
        Grade::Highlight => "ui.grade-highlight",
    })
}

/// Issuer and year as the top line says them.
pub fn name(entry: &Entry, lang: Lang) -> String {
    let issuer = entry
        .issuer
        .as_deref()
        .or(entry.title.as_deref())
        .unwrap_or_else(|| lang.text("ui.no-issuer"));
    match entry.year {
        Some(year) => format!("{issuer} {year}"),
        None => issuer.to_owned(),
    }
}

/// A reason as the picker offers it, or as it was typed.
pub fn reason(lang: Lang, reason: &str) -> String {
    if DISMISSALS.contains(&reason) {
        lang.text(&format!("ui.reason-{reason}")).to_owned()
    } else {
        reason.to_owned()
    }
}

/// What an evidence span says: subject and quantity where it is a figure, the quote otherwise.
pub fn quoted(report: &Report, span: Span) -> String {
    let quote = in_one_line(report.quote(span));
    let figure = report
        .figures_in(span)
        .find(|(_, figure)| figure.span == span);
    match figure {
        Some((_, figure)) if !figure.subject.is_empty() && !quote.contains(&*figure.subject) => {
            format!("{}{quote}", figure.subject)
        }
        Some(_) | None => quote,
    }
}

/// The quotes that a finding rests on, each with its role: in one row where they are short, each in its own where not.
pub fn evidence(document: &Document, finding: &Finding, lang: Lang) -> Vec<Paragraph> {
    let quotes = finding.evidence.iter();
    let length: usize = quotes.map(|quote| quote.span.len()).sum();
    let mut paragraphs = Vec::new();
    let mut pieces = Vec::new();
    let mut last_role = "";
    for evidence in &finding.evidence {
        if length > ONE_ROW && !pieces.is_empty() {
            paragraphs.push(std::mem::take(&mut pieces));
            last_role = "";
        }
        if evidence.role == last_role {
            pieces.push(Piece::dim(" · "));
        } else {
            if !pieces.is_empty() {
                pieces.push(Piece::plain("  "));
            }
            let known = ROLES.contains(&evidence.role);
            if known {
                pieces.push(Piece::dim(format!(
                    "{} ",
                    lang.text(&format!("ui.role-{}", evidence.role))
                )));
            }
        }
        let text = match (&document.previous, evidence.previous) {
            // The role says already that it is last year's.
            (Some(old), true) if evidence.role == "previous" => quoted(&old.report, evidence.span),
            (Some(old), true) => format!(
                "{}{}",
                lang.text("ui.last-year"),
                quoted(&old.report, evidence.span)
            ),
            (None, true) => String::new(),
            (Some(_) | None, false) => quoted(&document.report, evidence.span),
        };
        pieces.push(Piece::new(text, Ink::Plain));
        last_role = evidence.role;
    }
    if !pieces.is_empty() {
        paragraphs.push(pieces);
    }
    paragraphs
}

/// Severity, rule, and what the rule rests on, with how strongly.
pub fn basis(finding: &Finding, lang: Lang) -> Paragraph {
    let head = format!(
        "{} · {} {}",
        finding.severity.name(),
        lang.text("ui.rule"),
        finding.rule
    );
    let mut pieces = vec![Piece::dim(head)];
    for basis in &finding.basis {
        pieces.push(Piece::dim(format!(" · {}", one_basis(basis, lang))));
    }
    if finding.basis.is_empty() {
        pieces.push(Piece::dim(format!(" · {}", lang.text("ui.basis-text"))));
    }
    pieces
}

fn one_basis(basis: &Basis, lang: Lang) -> String {
    let mut text = format!("{}{}", basis.document, basis.article);
    if !basis.article.is_empty() && !basis.verified {
        text.push_str(lang.text("ui.article-unverified"));
    }
    lang.fill(
        "ui.basis",
        &[("document", &text), ("strength", &basis.strength)],
    )
}

/// What a finding says, without the title that stands beside it.
pub fn said(finding: &Finding, lang: Lang) -> &str {
    let message = lang.choose(&finding.message);
    let rest = message
        .strip_prefix(lang.choose(&finding.title))
        .unwrap_or(message);
    rest.trim_start_matches([':', '：', ' '])
}

/// The quotes of a finding with what they count, one after the other.
pub fn quotes(document: &Document, finding: &Finding) -> String {
    let mut quotes: Vec<String> = Vec::new();
    for evidence in &finding.evidence {
        let quote = match (&document.previous, evidence.previous) {
            (Some(old), true) => quoted(&old.report, evidence.span),
            (None, true) => continue,
            (Some(_) | None, false) => quoted(&document.report, evidence.span),
        };
        if !quotes.contains(&quote) {
            quotes.push(quote);
        }
    }
    quotes.join(" · ")
}

/// Everything about a finding, most important first.
pub fn finding(shared: &Shared, document: &Document, finding: &Finding) -> Vec<Paragraph> {
    let mut paragraphs = vec![head(shared, document, finding)];
    let quotes = evidence(document, finding, shared.lang);
    if quotes.is_empty() {
        paragraphs.push(vec![Piece::dim(shared.text("ui.evidence-none"))]);
    } else {
        paragraphs.extend(quotes);
    }
    paragraphs.push(basis(finding, shared.lang));
    paragraphs
}

/// What a finding says, and what was said of it.
fn head(shared: &Shared, document: &Document, finding: &Finding) -> Paragraph {
    let lang = shared.lang;
    let standing = shared.standing(&document.entry.id, &finding.rule, &finding.id);
    let judged = standing.decision.map(|decision| decision.judgement);
    let sign = super::screen::report::finding_sign(finding.verdict, judged);
    let title = lang.choose(&finding.title);
    let mut head = vec![
        Piece::new(format!("{} {title}  ", sign.mark), sign.ink),
        Piece::new(said(finding, lang), Ink::Strong),
    ];
    if let Some(decision) = standing.decision {
        head.push(Piece::new(
            format!("  [{}]", decided(decision, lang)),
            Ink::Good,
        ));
        let quote = decision.quote.as_ref();
        if quote.is_some_and(|quote| *quote != document.quoted(finding)) {
            let text = format!("  {}", lang.text("ui.quote-changed"));
            head.push(Piece::new(text, Ink::Doubt));
        }
    }
    head.extend(earlier(&standing, lang).map(Piece::dim));
    if let Some((_, suppression)) = standing.suppressed {
        let reason = &suppression.reason;
        let text = lang.fill("ui.suppressed-because", &[("reason", reason)]);
        head.push(Piece::new(format!("  {text}"), Ink::Doubt));
    }
    let noted = shared.note_of_finding(&document.entry.id, &finding.id);
    if noted.is_some() {
        let text = format!("  ● {}", lang.text("ui.in-ledger"));
        head.push(Piece::new(text, Ink::Note));
    }
    head
}

/// A judgement with its reason.
fn decided(decision: &Decision, lang: Lang) -> String {
    let said = judgement(lang, decision.judgement);
    match &decision.reason {
        Some(given) => format!("{said}：{}", reason(lang, given)),
        None => said.to_owned(),
    }
}

/// What was decided on the same finding in an earlier year; it decides nothing now.
fn earlier(standing: &Standing, lang: Lang) -> Option<String> {
    let (year, decision) = standing.earlier?;
    let said = decided(decision, lang);
    let values: [(&str, &dyn std::fmt::Display); 2] = [("year", &year), ("judgement", &said)];
    Some(format!("  {}", lang.fill("check.earlier", &values)))
}

/// How a figure was read, and what ties it to others.
pub fn figure(shared: &Shared, document: &Document, idx: usize) -> Vec<Paragraph> {
    let lang = shared.lang;
    let Some(figure) = document.report.figures.get(idx) else {
        return Vec::new();
    };
    let tie = document.ties.get(idx).copied().unwrap_or_default();
    let sign = super::screen::report::tie_sign(tie);
    let mut head = vec![
        Piece::new(format!("{} ", sign.mark), sign.ink),
        Piece::new(document.report.quote(figure.span), Ink::Strong),
        Piece::plain(format!("  {}", reading(figure, lang))),
    ];
    if let Some(metric) = document.metrics.get(idx).copied().flatten() {
        let name = match lang {
            Lang::Zh => &metric.zh,
            Lang::En => &metric.en,
        };
        head.push(Piece::dim(format!("  {}{name}", lang.text("ui.metric"))));
    }
    if tie == Tie::Loose {
        head.push(Piece::dim(format!("  {}", lang.text("ui.figure-loose"))));
    }
    let mut paragraphs = vec![head];
    let related = document.outcome.findings.iter().filter(|finding| {
        let own = finding
            .evidence
            .iter()
            .filter(|evidence| !evidence.previous);
        own.clone()
            .any(|evidence| evidence.span.covers(figure.span))
            && own.count() > 1
    });
    for finding in related.take(4) {
        let sign = super::screen::report::finding_sign(finding.verdict, None);
        let mut line = vec![
            Piece::new(format!("{} ", sign.mark), sign.ink),
            Piece::plain(format!("{}  ", said(finding, lang))),
        ];
        let mut quotes = evidence(document, finding, lang).into_iter();
        line.extend(quotes.next().unwrap_or_default());
        paragraphs.push(line);
        paragraphs.extend(quotes);
    }
    paragraphs
}

/// The reading of a figure: what is counted, as which interval, in which unit.
fn reading(figure: &Figure, lang: Lang) -> String {
    let mut parts = Vec::new();
    if !figure.subject.is_empty() {
        parts.push(figure.subject.to_string());
    }
    parts.push(
        lang.text(&format!("figure.{}", figure.kind.name()))
            .to_owned(),
    );
    if figure.form.name() != "exact" {
        parts.push(
            lang.text(&format!("form.{}", figure.form.name()))
                .to_owned(),
        );
    }
    match figure.interval() {
        Some(interval) if interval.low != interval.high => {
            parts.push(format!(
                "{}{}, {}{}",
                if interval.low_open { '(' } else { '[' },
                bound(interval.low),
                bound(interval.high),
                if interval.high_open { ')' } else { ']' },
            ));
        }
        Some(_) | None => {}
    }
    parts.join(" · ")
}

fn bound(value: Option<Decimal>) -> String {
    value.map_or_else(|| "∞".to_owned(), |value| value.normalize().to_string())
}

/// What a reviewer wrote.
pub fn annotation(shared: &Shared, annotation: &Annotation) -> Vec<Paragraph> {
    let lang = shared.lang;
    let mut head = vec![Piece::new(
        format!("● {}", motivation(lang, annotation.motivation)),
        Ink::Note,
    )];
    if let Some(found) = annotation.grade {
        head.push(Piece::plain(format!(" · {}", grade(lang, found))));
    }
    if let Some(rule) = &annotation.rule {
        head.push(Piece::dim(format!("  {} {rule}", lang.text("ui.rule"))));
    }
    head.push(Piece::dim(format!("  {}", annotation.author)));
    let mut paragraphs = vec![head, vec![Piece::plain(annotation.problem.clone())]];
    if !annotation.suggestion.is_empty() {
        paragraphs.push(vec![
            Piece::dim(format!("{} ", lang.text("ui.suggestion"))),
            Piece::plain(annotation.suggestion.clone()),
        ]);
    }
    paragraphs
}

/// What the reader is on, in a few lines.
pub fn thing(shared: &Shared, document: &Document, thing: Thing) -> Vec<Paragraph> {
    match thing {
        Thing::Finding(idx) => document
            .outcome
            .findings
            .get(idx)
            .map(|found| finding(shared, document, found))
            .unwrap_or_default(),
        Thing::Figure(idx) => figure(shared, document, idx),
        Thing::Note(id) => shared
            .review()
            .annotation(id)
            .map(|found| annotation(shared, found))
            .unwrap_or_default(),
    }
}

/// A share as whole percent.
pub fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}
