//! What the console shows: one row of the library, one opened report, and what was read out of them.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::check::{Finding, Localized, Outcome, Severity, Verdict};
use crate::compare::{Across, Comparison, SectionReuse, Sharing, Years};
use crate::report::{Metric, Report, Span, metric};
use crate::review::{self, Locator, Wording};
use crate::search::{self, Excerpt};
pub use crate::store::Entry;

/// Id of an edition in the library.
pub type EditionId = String;

/// What the library row needs to know about the text of a report; computed when nothing else is waiting.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    pub characters: usize,
    pub figures: usize,
    pub tied: usize,
    pub conflicting: usize,
    /// Findings that ask something.
    pub findings: Vec<Head>,
    /// Keys of the sections that a reviewer ticks off.
    pub sections: Vec<String>,
    /// Share carried over from last year, 0 to 1, where there is a last year.
    pub reuse: Option<f64>,
}

/// As much of a finding as counting and deciding it among others needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub id: String,
    pub rule: String,
    pub severity: Severity,
    pub verdict: Verdict,
    pub message: Localized,
    /// Digest of the quoted evidence, so that it can be decided without opening the report.
    pub quote: String,
}

/// What a search of all reports has come to since the last time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The search that was asked for.
    pub ticket: u64,
    pub rows: Vec<FoundRow>,
    /// Hits, and reports that have some, since the last time; rows may be left out of them.
    pub hits: usize,
    pub reports: usize,
    /// Reports read so far.
    pub read: usize,
    pub done: bool,
}

/// A sentence of a report with hits in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundRow {
    pub edition: EditionId,
    /// The first hit, in the source text.
    pub span: Span,
    /// The headings above it, outermost first.
    pub sections: Vec<String>,
    pub excerpt: Excerpt,
}

impl FoundRow {
    /// The first rows of the hits in a report, which are in text order.
    pub fn of(edition: &str, report: &Report, hits: &[Span], most: usize) -> Vec<FoundRow> {
        let places = search::places(report, hits);
        let rows = places.iter().take(most).map(|place| FoundRow {
            edition: edition.to_owned(),
            span: place.hits.first().copied().unwrap_or(place.span),
            sections: place
                .section
                .map(|section| search::section_path(report, section))
                .unwrap_or_default(),
            excerpt: search::excerpt(&report.source.text, place),
        });
        rows.collect()
    }
}

/// A report that was opened: text, findings, and last year's report beside it.
#[derive(Debug)]
pub struct Document {
    pub entry: Entry,
    /// Digest of the source text, as anchors keep it.
    pub digest: String,
    pub report: Arc<Report>,
    pub outcome: Outcome,
    pub previous: Option<Previous>,
    /// What other units' reports have too; none before they were read.
    pub sharing: Option<Sharing>,
    /// One for each figure of the report.
    pub ties: Vec<Tie>,
    /// The indicator that each figure is a value of.
    pub metrics: Vec<Option<&'static Metric>>,
    /// One for each section, under which events keep that it was read.
    pub section_keys: Vec<String>,
    /// The sections that a reviewer ticks off.
    pub readable: Vec<usize>,
    /// What stood in other editions of this report, by digest: annotations made on them are found the better.
    pub wordings: Vec<(String, Arc<Wording>)>,
}

/// The same issuer's report of the year before.
#[derive(Clone, Debug)]
pub struct Previous {
    pub entry: Entry,
    pub report: Arc<Report>,
    pub comparison: Comparison,
}

/// All years of one issuer that the library has, oldest first.
#[derive(Debug)]
pub struct YearsDocument {
    pub entries: Vec<Entry>,
    pub reports: Vec<Arc<Report>>,
    pub years: Years,
    /// What each year carried over from the one before it; empty of the first.
    pub carried: Vec<Vec<SectionReuse>>,
    /// The issuer and others whose reports of the latest year are in the library; the issuer alone until they were read.
    pub units: Vec<String>,
    /// Metrics as these tell them in that year.
    pub across: Vec<Across>,
}

/// How a figure stands to the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tie {
    /// No rule could use it.
    #[default]
    Loose,
    Tied,
    /// Agrees within the rounding of the printed digits.
    Rounded,
    Unclear,
    Conflict,
}

impl Document {
    pub fn new(
        entry: Entry,
        digest: String,
        report: Arc<Report>,
        outcome: Outcome,
        previous: Option<Previous>,
    ) -> Document {
        let ties = ties(&report, &outcome.findings);
        let metrics = metric::metrics(&report);
        let section_keys = review::section_keys(&report);
        let readable = readable_sections(&report);
        Document {
            entry,
            digest,
            report,
            outcome,
            previous,
            sharing: None,
            ties,
            metrics,
            section_keys,
            readable,
            wordings: Vec::new(),
        }
    }

    /// Finds annotations in this text.
    pub fn locator(&self) -> Locator<'_> {
        Locator::new(&self.report, &self.digest).knowing(self.wordings.iter().cloned())
    }

    /// The findings that ask something, with their index.
    pub fn asking(&self) -> impl Iterator<Item = (usize, &Finding)> {
        self.outcome
            .findings
            .iter()
            .enumerate()
            .filter(|(_, finding)| finding.verdict.asks())
    }

    /// Digest of what a finding quotes, so that a change under a decision shows.
    pub fn quoted(&self, finding: &Finding) -> String {
        let quotes: Vec<&str> = finding
            .evidence
            .iter()
            .map(|evidence| self.evidence(evidence.span, evidence.previous))
            .collect();
        review::digest(quotes.join("\u{1f}").as_bytes())
    }

    /// The text that a piece of evidence points at, in this report or in last year's.
    pub fn evidence(&self, span: Span, previous: bool) -> &str {
        match (&self.previous, previous) {
            (Some(old), true) => old.report.quote(span),
            (None, true) => "",
            (Some(_) | None, false) => self.report.quote(span),
        }
    }

    pub fn summary(&self) -> Summary {
        let coverage = self.outcome.coverage;
        Summary {
            characters: self
                .report
                .source
                .text
                .chars()
                .filter(|c| !c.is_whitespace())
                .count(),
            figures: coverage.figures,
            tied: coverage.tied,
            conflicting: coverage.conflicting,
            findings: self
                .asking()
                .map(|(_, finding)| Head {
                    id: finding.id.clone(),
                    rule: finding.rule.clone(),
                    severity: finding.severity,
                    verdict: finding.verdict,
                    message: finding.message.clone(),
                    quote: self.quoted(finding),
                })
                .collect(),
            sections: self
                .readable
                .iter()
                .filter_map(|&section| self.section_keys.get(section).cloned())
                .collect(),
            reuse: self
                .previous
                .as_ref()
                .map(|previous| previous.comparison.reuse.verbatim_share),
        }
    }
}

/// The sections that a reviewer ticks off: headings without headings below them, items aside.
fn readable_sections(report: &Report) -> Vec<usize> {
    let mut has_child = vec![false; report.sections.len()];
    for section in report.sections.iter().filter(|section| is_heading(section)) {
        if let Some(parent) = section.parent.and_then(|idx| has_child.get_mut(idx)) {
            *parent = true;
        }
    }
    report
        .sections
        .iter()
        .zip(has_child)
        .enumerate()
        .filter(|(_, (section, has_child))| is_heading(section) && !has_child)
        .map(|(idx, _)| idx)
        .collect()
}

/// Whether the outline shows it: the first two levels, items aside.
pub fn is_heading(section: &crate::report::Section) -> bool {
    !section.item && section.level <= 2
}

/// The innermost section of the outline that holds the offset.
pub fn heading_at(report: &Report, offset: usize) -> Option<usize> {
    let mut at = report.section_at(offset);
    while let Some(idx) = at {
        let section = report.sections.get(idx)?;
        if is_heading(section) {
            return Some(idx);
        }
        at = section.parent.filter(|&parent| parent < idx);
    }
    None
}

/// The titles from the outermost section down, joined.
pub fn section_path(report: &Report, section: usize) -> String {
    let mut titles = Vec::new();
    let mut at = Some(section);
    while let Some(found) = at.and_then(|idx| report.sections.get(idx).map(|s| (idx, s))) {
        let (idx, section) = found;
        titles.push(section.title.as_str());
        at = section.parent.filter(|&parent| parent < idx);
    }
    titles.reverse();
    titles.join(" › ")
}

/// Whether a rate is right only when it was cut or rounded up: more than half a unit of its last digit away.
fn is_cut(finding: &Finding) -> bool {
    let number = |text: &Option<String>| {
        let text = text.as_deref()?;
        Decimal::from_str_exact(text.trim_end_matches('%')).ok()
    };
    let is_rate = finding
        .evidence
        .iter()
        .any(|evidence| evidence.role == "rate");
    let values = number(&finding.expected).zip(number(&finding.found));
    values.is_some_and(|(expected, found)| {
        let half = Decimal::new(5, found.scale() + 1);
        is_rate && (expected - found).abs() > half
    })
}

/// The worst that any rule about figures says of each figure.
fn ties(report: &Report, findings: &[Finding]) -> Vec<Tie> {
    let mut ties = vec![Tie::Loose; report.figures.len()];
    let about_figures = findings
        .iter()
        .filter(|finding| finding.rule.starts_with("arith-") || finding.rule.starts_with("logic-"));
    for finding in about_figures {
        let tie = match finding.verdict {
            Verdict::Unmet => Tie::Conflict,
            Verdict::Unclear => Tie::Unclear,
            // A rate that merely lies between 0 and 100 is tied to nothing.
            Verdict::Met if finding.evidence.len() < 2 => continue,
            Verdict::Met if is_cut(finding) => Tie::Rounded,
            Verdict::Met => Tie::Tied,
            Verdict::NotAssessable => continue,
        };
        for evidence in finding
            .evidence
            .iter()
            .filter(|evidence| !evidence.previous)
        {
            for (idx, _) in report.figures_in(evidence.span) {
                if let Some(known) = ties.get_mut(idx) {
                    *known = tie.max(*known);
                }
            }
        }
    }
    ties
}
