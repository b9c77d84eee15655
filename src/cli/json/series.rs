//! `ducha.series.v1`: one issuer's reports over the years.

use serde::Serialize;

use super::{Document, ValueJson};
use crate::compare::{Comparison, Thread, Track, Years};
use crate::report::Report;

/// The whole document.
#[derive(Serialize)]
pub struct SeriesJson<'a> {
    schema: &'static str,
    /// Oldest first; the lists below have one entry for each.
    reports: Vec<ReportJson<'a>>,
    indicators: Vec<TrackJson<'a>>,
    sections: Vec<ThreadJson<'a>>,
}

#[derive(Serialize)]
struct ReportJson<'a> {
    title: Option<&'a str>,
    issuer: Option<&'a str>,
    year: Option<i16>,
}

#[derive(Serialize)]
struct TrackJson<'a> {
    name: &'a str,
    unit: &'a str,
    target: bool,
    values: Vec<Option<ValueJson>>,
}

#[derive(Serialize)]
struct ThreadJson<'a> {
    years: Vec<Option<SectionJson<'a>>>,
}

#[derive(Serialize)]
struct SectionJson<'a> {
    start: usize,
    title: &'a str,
    /// Code points, blanks aside.
    length: usize,
    figures: usize,
    /// Share that stood in the year before, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    share: Option<f64>,
}

/// Everything that `ducha series --format json` prints.
pub fn document<'a>(
    reports: &[&'a Report],
    comparisons: &[&Comparison],
    years: &'a Years,
) -> SeriesJson<'a> {
    let documents: Vec<Document<'a>> = reports.iter().map(|report| Document::new(report)).collect();
    SeriesJson {
        schema: "ducha.series.v1",
        reports: reports.iter().map(|report| report_json(report)).collect(),
        indicators: years
            .indicators
            .iter()
            .map(|track| track_json(&documents, track))
            .collect(),
        sections: years
            .sections
            .iter()
            .map(|thread| thread_json(&documents, comparisons, thread))
            .collect(),
    }
}

fn report_json(report: &Report) -> ReportJson<'_> {
    let metadata = &report.metadata;
    ReportJson {
        title: metadata.title.as_ref().map(|title| title.value.as_str()),
        issuer: metadata.issuer.as_ref().map(|issuer| issuer.value.as_str()),
        year: metadata.year,
    }
}

fn track_json<'a>(documents: &[Document], track: &'a Track) -> TrackJson<'a> {
    let values = track.figures.iter().zip(documents);
    TrackJson {
        name: &track.name,
        unit: &track.unit,
        target: track.target,
        values: values
            .map(|(figure, document)| {
                let figure = document.report.figures.get((*figure)?)?;
                document.value(figure)
            })
            .collect(),
    }
}

fn thread_json<'a>(
    documents: &[Document<'a>],
    comparisons: &[&Comparison],
    thread: &Thread,
) -> ThreadJson<'a> {
    let years = thread.sections.iter().zip(documents).enumerate();
    ThreadJson {
        years: years
            .map(|(at, (idx, document))| {
                let idx = (*idx)?;
                let section = document.report.sections.get(idx)?;
                let text = document.report.quote(section.extent).chars();
                let before = at.checked_sub(1).and_then(|at| comparisons.get(at));
                let share = before.and_then(|comparison| {
                    let mut sections = comparison.reuse.sections.iter();
                    sections.find(|reuse| reuse.new == idx)
                });
                Some(SectionJson {
                    start: document.place(section.heading).start,
                    title: &section.title,
                    length: text.filter(|c| !c.is_whitespace()).count(),
                    figures: document.report.figures_in(section.extent).count(),
                    share: share.map(|reuse| super::compare::rounded(reuse.share)),
                })
            })
            .collect(),
    }
}
