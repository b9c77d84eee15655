//! `ducha.compare.v1`: two years side by side.

use serde::Serialize;

use super::{Document, Place, ValueJson};
use crate::cli::compare::Others;
use crate::compare::{
    Again, Basis, Candidate, Comparison, Indicator, LookAlikes, Promise, Row, SectionLink,
    SharedWith, Shortcoming, Suspicion, Unpaired, is_target, look_alikes,
};
use crate::report::Span;
use crate::shown::code;

/// The whole document.
#[derive(Serialize)]
pub struct CompareJson<'a> {
    schema: &'static str,
    sections: Vec<SectionJson<'a>>,
    rows: Vec<RowJson>,
    figures: Vec<IndicatorJson<'a>>,
    appeared: Vec<UnpairedJson<'a>>,
    dropped: Vec<UnpairedJson<'a>>,
    promises: Vec<PromiseJson>,
    shortcomings: Vec<ShortcomingJson>,
    reuse: ReuseJson<'a>,
}

#[derive(Serialize)]
struct SectionJson<'a> {
    old: Option<HeadingJson<'a>>,
    new: Option<HeadingJson<'a>>,
    change: &'static str,
    moved: bool,
    renamed: bool,
}

#[derive(Serialize)]
struct HeadingJson<'a> {
    start: usize,
    title: &'a str,
}

#[derive(Serialize)]
struct RowJson {
    old: Option<Place>,
    new: Option<Place>,
    change: &'static str,
    moved: bool,
    spans: MarksJson,
    /// What of the changes cannot be seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    look_alikes: Option<LookAlikesJson>,
}

#[derive(Serialize)]
struct LookAlikesJson {
    /// Nothing else changed.
    all: bool,
    pairs: Vec<LookAlikeJson>,
}

/// One side is null where the other is an invisible character.
#[derive(Serialize)]
struct LookAlikeJson {
    old: Option<CharacterJson>,
    new: Option<CharacterJson>,
}

#[derive(Serialize)]
struct CharacterJson {
    text: char,
    code: String,
}

#[derive(Serialize)]
struct MarksJson {
    old: Vec<(usize, usize)>,
    new: Vec<(usize, usize)>,
}

#[derive(Serialize)]
struct IndicatorJson<'a> {
    subject: &'a str,
    unit: &'a str,
    old: ValueJson,
    new: ValueJson,
    delta: String,
    percent: Option<String>,
    metric: Option<&'static str>,
    target: bool,
    suspicions: Vec<SuspicionJson>,
}

#[derive(Serialize)]
struct SuspicionJson {
    reason: &'static str,
    /// Of a stated growth that does not fit: where it stands, and what the values make.
    #[serde(skip_serializing_if = "Option::is_none")]
    stated: Option<Place>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actual: Option<String>,
}

#[derive(Serialize)]
struct UnpairedJson<'a> {
    subject: &'a str,
    metric: Option<&'static str>,
    target: bool,
    #[serde(flatten)]
    value: ValueJson,
}

#[derive(Serialize)]
struct ShortcomingJson {
    old: Place,
    again: &'static str,
    /// Where this year's report names it again.
    new: Option<Place>,
    candidates: Vec<CandidateJson>,
}

#[derive(Serialize)]
struct PromiseJson {
    old: Place,
    checkable: bool,
    /// What makes it so: a figure, a document, a thing.
    basis: Option<&'static str>,
    candidates: Vec<CandidateJson>,
}

#[derive(Serialize)]
struct CandidateJson {
    #[serde(flatten)]
    place: Place,
    score: f64,
}

#[derive(Serialize)]
struct ReuseJson<'a> {
    verbatim_share: f64,
    nearly_share: f64,
    sections: Vec<SectionReuseJson<'a>>,
    /// What other units' reports have too, when it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    others: Option<OthersJson<'a>>,
}

#[derive(Serialize)]
struct OthersJson<'a> {
    percent: usize,
    reports: Vec<SharedWithJson<'a>>,
}

#[derive(Serialize)]
struct SharedWithJson<'a> {
    source: &'a str,
    issuer: &'a str,
    year: Option<i16>,
    percent: usize,
    passages: Vec<PassageJson<'a>>,
}

#[derive(Serialize)]
struct PassageJson<'a> {
    new: Place,
    /// Where it stands in the other report.
    other: Option<OtherPlaceJson<'a>>,
    letters: usize,
}

#[derive(Serialize)]
struct OtherPlaceJson<'a> {
    #[serde(flatten)]
    place: Place,
    /// The heading above it; none before the first one.
    section: Option<HeadingJson<'a>>,
    /// Which paragraph of the report it begins in, and which sentence of that; from 1.
    paragraph: Option<usize>,
    sentence: Option<usize>,
    quote: &'a str,
}

#[derive(Serialize)]
struct SectionReuseJson<'a> {
    new: HeadingJson<'a>,
    share: f64,
    nearly: f64,
}

/// Everything that `ducha compare --format json` prints.
pub fn document<'a>(
    old: &Document<'a>,
    new: &Document<'a>,
    comparison: &'a Comparison,
    others: Option<&'a Others>,
) -> CompareJson<'a> {
    let reuse = &comparison.reuse;
    CompareJson {
        schema: "ducha.compare.v1",
        sections: comparison
            .sections
            .iter()
            .map(|link| section_json(old, new, link))
            .collect(),
        rows: comparison
            .rows
            .iter()
            .map(|row| row_json(old, new, row))
            .collect(),
        figures: comparison
            .indicators
            .iter()
            .filter_map(|pair| indicator_json(old, new, pair))
            .collect(),
        appeared: unpaired(new, &comparison.appeared),
        dropped: unpaired(old, &comparison.dropped),
        shortcomings: comparison
            .shortcomings
            .iter()
            .map(|shortcoming| shortcoming_json(old, new, shortcoming))
            .collect(),
        promises: comparison
            .promises
            .iter()
            .map(|promise| promise_json(old, new, promise))
            .collect(),
        reuse: ReuseJson {
            verbatim_share: rounded(reuse.verbatim_share),
            nearly_share: rounded(reuse.nearly_share),
            sections: reuse
                .sections
                .iter()
                .filter_map(|section| {
                    Some(SectionReuseJson {
                        new: heading(new, section.new)?,
                        share: rounded(section.share),
                        nearly: rounded(section.nearly),
                    })
                })
                .collect(),
            others: others.map(|others| others_json(new, others)),
        },
    }
}

fn others_json<'a>(new: &Document, others: &'a Others) -> OthersJson<'a> {
    let sharing = &others.sharing;
    let reports = sharing.lenders.iter().map(|shared| SharedWithJson {
        source: &shared.id,
        issuer: &shared.issuer,
        year: shared.year,
        percent: shared.percent,
        passages: passages(new, shared, others),
    });
    OthersJson {
        percent: sharing.percent,
        reports: reports.collect(),
    }
}

fn passages<'a>(new: &Document, shared: &SharedWith, others: &'a Others) -> Vec<PassageJson<'a>> {
    let theirs = others.reports.get(&shared.id);
    let theirs = theirs.map(|report| Document::new(report));
    let passages = shared.passages.iter();
    let passages = passages.map(|lent| PassageJson {
        new: new.place(lent.here),
        other: theirs
            .as_ref()
            .map(|theirs| other_place(theirs, lent.there)),
        letters: lent.letters,
    });
    passages.collect()
}

fn other_place<'a>(theirs: &Document<'a>, span: Span) -> OtherPlaceJson<'a> {
    let report = theirs.report;
    let section = report.section_at(span.start);
    let sentence = report.sentence_at(span.start);
    let block = sentence
        .and_then(|idx| report.sentences.get(idx))
        .map(|sentence| sentence.block);
    let before = report
        .sentences
        .iter()
        .take(sentence.map_or(0, |idx| idx + 1));
    let in_block = before
        .filter(|sentence| Some(sentence.block) == block)
        .count();
    OtherPlaceJson {
        place: theirs.place(span),
        section: section.and_then(|idx| heading(theirs, idx)),
        paragraph: block.map(|block| block + 1),
        sentence: block.map(|_| in_block),
        quote: theirs.quote(span),
    }
}

fn section_json<'a>(old: &Document<'a>, new: &Document<'a>, link: &SectionLink) -> SectionJson<'a> {
    SectionJson {
        old: link.old.and_then(|idx| heading(old, idx)),
        new: link.new.and_then(|idx| heading(new, idx)),
        change: link.change.name(),
        moved: link.moved,
        renamed: link.renamed,
    }
}

fn heading<'a>(document: &Document<'a>, idx: usize) -> Option<HeadingJson<'a>> {
    let section = document.report.sections.get(idx)?;
    Some(HeadingJson {
        start: document.place(section.heading).start,
        title: &section.title,
    })
}

fn row_json(old: &Document, new: &Document, row: &Row) -> RowJson {
    let sentence = |document: &Document, idx: usize| {
        Some(document.place(document.report.sentences.get(idx)?.span))
    };
    RowJson {
        old: row.old.and_then(|idx| sentence(old, idx)),
        new: row.new.and_then(|idx| sentence(new, idx)),
        change: row.change.name(),
        moved: row.moved,
        spans: MarksJson {
            old: marks(old, &row.old_marks),
            new: marks(new, &row.new_marks),
        },
        look_alikes: look_alikes(row, old.report, new.report).map(look_alikes_json),
    }
}

fn look_alikes_json(found: LookAlikes) -> LookAlikesJson {
    let pairs = found.pairs.into_iter().map(|pair| {
        let (old, new) = pair.sides();
        LookAlikeJson {
            old: old.map(character_json),
            new: new.map(character_json),
        }
    });
    LookAlikesJson {
        all: found.is_all,
        pairs: pairs.collect(),
    }
}

fn character_json(character: char) -> CharacterJson {
    CharacterJson {
        text: character,
        code: code(character),
    }
}

fn marks(document: &Document, spans: &[Span]) -> Vec<(usize, usize)> {
    spans
        .iter()
        .map(|&span| document.place(span))
        .map(|place| (place.start, place.end))
        .collect()
}

fn indicator_json<'a>(
    old: &Document,
    new: &Document,
    pair: &'a Indicator,
) -> Option<IndicatorJson<'a>> {
    Some(IndicatorJson {
        subject: &pair.subject,
        unit: &pair.unit,
        old: old.value(old.report.figures.get(pair.old)?)?,
        new: new.value(new.report.figures.get(pair.new)?)?,
        delta: pair.delta.normalize().to_string(),
        percent: pair.percent.map(|percent| percent.normalize().to_string()),
        metric: pair.metric,
        target: is_target(new.report, pair.new),
        suspicions: pair
            .suspicions
            .iter()
            .map(|&suspicion| suspicion_json(new, suspicion))
            .collect(),
    })
}

fn suspicion_json(new: &Document, suspicion: Suspicion) -> SuspicionJson {
    let (stated, actual) = match suspicion {
        Suspicion::StatedGrowth { stated, actual } => {
            let stated = new.report.figures.get(stated);
            let place = stated.map(|figure| new.place(figure.span));
            (place, Some(actual.normalize().to_string()))
        }
        Suspicion::Jump | Suspicion::Unit | Suspicion::Scope | Suspicion::Standstill => {
            (None, None)
        }
    };
    SuspicionJson {
        reason: suspicion.name(),
        stated,
        actual,
    }
}

fn unpaired<'a>(document: &Document, all: &'a [Unpaired]) -> Vec<UnpairedJson<'a>> {
    let found = all.iter().filter_map(|one| {
        Some(UnpairedJson {
            subject: &one.subject,
            metric: one.metric,
            target: one.is_target,
            value: document.value(document.report.figures.get(one.figure)?)?,
        })
    });
    found.collect()
}

fn shortcoming_json(old: &Document, new: &Document, shortcoming: &Shortcoming) -> ShortcomingJson {
    ShortcomingJson {
        old: old.place(shortcoming.old),
        again: shortcoming.again.name(),
        new: match shortcoming.again {
            Again::Verbatim(span) | Again::Reworded(span) => Some(new.place(span)),
            Again::NotNamed => None,
        },
        candidates: candidates(new, &shortcoming.candidates),
    }
}

fn promise_json(old: &Document, new: &Document, promise: &Promise) -> PromiseJson {
    PromiseJson {
        old: old.place(promise.old),
        checkable: promise.basis.is_some(),
        basis: promise.basis.map(Basis::name),
        candidates: candidates(new, &promise.candidates),
    }
}

fn candidates(new: &Document, candidates: &[Candidate]) -> Vec<CandidateJson> {
    let found = candidates.iter().map(|candidate| CandidateJson {
        place: new.place(candidate.span),
        score: rounded(candidate.score),
    });
    found.collect()
}

/// Three decimals: more would be noise, and would change with every rebuild of the scores.
pub(super) fn rounded(share: f64) -> f64 {
    (share * 1000.0).round() / 1000.0
}
