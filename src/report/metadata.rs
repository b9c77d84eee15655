//! Who reports, on which year, in which kind of document, and when.

mod day;
mod issuer;
mod kind;
mod level;
mod title;
mod year;

use jiff::civil::Date;

use super::{Block, BlockKind, Mark, NormalText, Remark, Section, Span};

/// What is known about a report from outside its text: the page it came from, the file name, the reviewer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    pub issuer: Option<String>,
    pub level: Option<Level>,
    pub year: Option<i16>,
    pub published: Option<Date>,
    /// File name without folder; used only where the text is silent.
    pub file_name: Option<String>,
    /// Title of the web page or of the document's properties; used only where the text has none.
    pub page_title: Option<String>,
    /// 来源, 发布机构 of the web page.
    pub page_source: Option<String>,
    /// What the file format marked up; empty for plain text.
    pub marks: Vec<Mark>,
    pub remarks: Vec<Remark>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Lines of a split title joined; `None` when the text has no title.
    pub title: Option<Located<String>>,
    pub issuer: Option<Located<String>>,
    /// The place that the issuer governs, such as 青禾县; `None` when unknown.
    pub region: Option<String>,
    pub level: Level,
    /// The level of government that a department belongs to.
    pub department_of: Option<Level>,
    pub kind: Kind,
    /// The year described, not the year of publication.
    pub year: Option<i16>,
    /// Date on the page.
    pub published: Option<Located<Date>>,
    /// Date under the text.
    pub signed: Option<Located<Date>>,
    /// Where each of the above was taken from and how sure that is; at most one entry a field.
    pub evidence: Vec<Evidence>,
}

/// One thing that is known about a report as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    Title,
    Issuer,
    Region,
    Level,
    Kind,
    Year,
    Published,
    Signed,
}

/// Why a field has its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    pub field: Field,
    pub origin: Origin,
    pub certainty: Certainty,
    /// The words that say so; `None` when they are not in the text.
    pub span: Option<Span>,
}

/// Where the value of a field was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A reviewer corrected it.
    Correction,
    Title,
    /// The first sentences.
    Opening,
    /// Under the text.
    Signature,
    /// 来源, 发布机构, 发布时间 and the like around the text, or the tags of the page.
    Page,
    /// Anywhere else in the text, such as 全县 or the headings.
    Body,
    FileName,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Certainty {
    /// Put together from hints; ask.
    Guess,
    /// One clear sign.
    Likely,
    /// Said in so many words.
    Sure,
}

/// The text that metadata are looked for in, as normal text.
pub(super) struct Opening<'a> {
    /// The first paragraphs.
    pub text: &'a str,
    /// Everything.
    pub whole: &'a str,
}

/// Reads the metadata of a report; what is known from outside goes first, but for the name of the file.
pub(super) fn metadata(
    normal: &NormalText,
    blocks: &[Block],
    sections: &[Section],
    hints: &Hints,
) -> Metadata {
    let opening = opening(normal, blocks);
    let page = title::page_lines(normal, blocks);
    let title = title::title(normal, blocks, &page);
    let title_text = title.as_ref().map(|title| title.value.as_str());
    let kind = kind::kind(title_text, &opening);
    let published = given(hints.published).or_else(|| day::published(normal, blocks, &page));
    let signed = day::signed(normal, blocks, &page);
    let dated = signed
        .as_ref()
        .or(published.as_ref())
        .map(|date| date.value.year());
    let clues = year::Clues {
        title: title_text,
        kind,
        opening: opening.text,
        whole: opening.whole,
        sections,
        dated,
    };
    let year = hints
        .year
        .or_else(|| year::year(&clues))
        .or_else(|| year::in_file_name(hints));
    let body = issuer::issuer(normal, blocks, &page, title.as_ref(), kind, &opening)
        .or_else(|| issuer::in_file_name(hints));
    let rank = level::rank(body.as_ref(), &opening);
    Metadata {
        issuer: given(hints.issuer.clone())
            .or_else(|| body.as_ref().and_then(|body| body.named(rank.level))),
        region: body.and_then(|body| body.place),
        level: hints.level.unwrap_or(rank.level),
        department_of: rank.department_of,
        kind,
        year,
        published,
        signed,
        title,
        evidence: Vec::new(),
    }
}

fn given<T>(value: Option<T>) -> Option<Located<T>> {
    value.map(|value| Located { value, span: None })
}

/// How many paragraphs are read as the opening.
const OPENING: usize = 3;

fn opening<'a>(normal: &'a NormalText, blocks: &[Block]) -> Opening<'a> {
    let mut bodies = blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Salutation));
    let first = bodies.next().map_or(Span::default(), |block| block.text);
    let last = bodies.nth(OPENING - 2).map_or(first, |block| block.text);
    let range = normal.to_normal(first.hull(last));
    Opening {
        text: first_part(range.of(&normal.text)),
        whole: &normal.text,
    }
}

/// A paragraph may be the whole report: its opening is short.
fn first_part(text: &str) -> &str {
    text.char_indices()
        .nth(1200)
        .and_then(|(at, _)| text.get(..at))
        .unwrap_or(text)
}

/// A value and the place that says so; no place when it was inferred or given from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    pub value: T,
    pub span: Option<Span>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    National,
    Province,
    Prefecture,
    County,
    Township,
    Subdistrict,
    Department,
    #[default]
    Unknown,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    AnnualReport,
    WorkSummaryAndPlan,
    Speech,
    Interpretation,
    WorkPlan,
    DisclosureReport,
    GovernmentWorkReport,
    ShufaReport,
    NpcReport,
    FiveYearSummary,
    Template,
    #[default]
    Other,
}

impl Level {
    const ALL: [Level; 8] = [
        Level::National,
        Level::Province,
        Level::Prefecture,
        Level::County,
        Level::Township,
        Level::Subdistrict,
        Level::Department,
        Level::Unknown,
    ];

    /// The level of that name.
    pub fn named(name: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.name() == name)
    }

    /// The name in JSON and in rule packs, and the last part of the locale key `level.*`.
    pub fn name(self) -> &'static str {
        match self {
            Level::National => "national",
            Level::Province => "province",
            Level::Prefecture => "prefecture",
            Level::County => "county",
            Level::Township => "township",
            Level::Subdistrict => "subdistrict",
            Level::Department => "department",
            Level::Unknown => "unknown",
        }
    }
}

impl Kind {
    const ALL: [Kind; 12] = [
        Kind::AnnualReport,
        Kind::WorkSummaryAndPlan,
        Kind::Speech,
        Kind::Interpretation,
        Kind::WorkPlan,
        Kind::DisclosureReport,
        Kind::GovernmentWorkReport,
        Kind::ShufaReport,
        Kind::NpcReport,
        Kind::FiveYearSummary,
        Kind::Template,
        Kind::Other,
    ];

    /// The kind of that name.
    pub fn named(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The name in JSON and in rule packs, and the last part of the locale key `kind.*`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::AnnualReport => "annual-report",
            Kind::WorkSummaryAndPlan => "work-summary-and-plan",
            Kind::Speech => "speech",
            Kind::Interpretation => "interpretation",
            Kind::WorkPlan => "work-plan",
            Kind::DisclosureReport => "disclosure-report",
            Kind::GovernmentWorkReport => "government-work-report",
            Kind::ShufaReport => "shufa-report",
            Kind::NpcReport => "npc-report",
            Kind::FiveYearSummary => "five-year-summary",
            Kind::Template => "template",
            Kind::Other => "other",
        }
    }

    /// Only these are judged by the statutory parts (framework §8).
    pub fn is_judged_by_parts(self) -> bool {
        matches!(self, Kind::AnnualReport | Kind::WorkSummaryAndPlan)
    }
}
