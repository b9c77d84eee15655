//! The columns of the library: their widths, and what stands in them.

use crate::check::Verdict;
use crate::check::register::Owed;
use crate::report::Kind;
use crate::tui::app::Shared;
use crate::tui::canvas::{Piece, column, column_right, width};
use crate::tui::describe;
use crate::tui::model::{Entry, Head, Summary};
use crate::tui::theme::Ink;

/// Widths of the columns; the narrow screen loses the least important ones.
pub(super) struct Columns {
    issuer: usize,
    kind: usize,
    published: usize,
    hint: usize,
}

const YEAR: usize = 6;
const COUNT: usize = 5;
const READ: usize = 9;

/// The cells that names of issuers take; with a million of them in sight, those of every name would be counted for a long
/// time, and none is cut short by much.
pub(super) fn widest<'a>(names: impl Iterator<Item = &'a str>) -> usize {
    let longest = names.max_by_key(|name| name.len());
    longest.map_or(8, width).max(6)
}

impl Columns {
    pub fn new(shared: &Shared, widest: usize, screen: u16) -> Columns {
        let screen = usize::from(screen);
        let fixed = 3 + YEAR + 2 * (COUNT + 2) + READ;
        let rest = screen.saturating_sub(fixed);
        let published = if screen >= 72 { 12 } else { 0 };
        let kinds = shared.entries.kinds().iter();
        let kinds = kinds.map(|kind| width(shared.text(&format!("kind.{}", kind.name()))));
        let kind = if screen >= 60 {
            kinds.max().unwrap_or(0).clamp(6, 18) + 2
        } else {
            0
        };
        let issuer = (widest + 2)
            .min(rest.saturating_sub(published + kind))
            .clamp(6, 34);
        let hint = rest.saturating_sub(published + kind + issuer);
        Columns {
            issuer,
            kind,
            published,
            hint,
        }
    }

    pub fn header(&self, shared: &Shared) -> String {
        let text = |key: &str| shared.text(key);
        let mut line = format!(
            "   {}{}",
            column(text("ui.column-issuer"), self.issuer),
            column(text("ui.column-year"), YEAR)
        );
        line.push_str(&column(text("ui.column-kind"), self.kind));
        line.push_str(&column(text("ui.column-published"), self.published));
        line.push_str(&column_right(text("ui.column-open"), COUNT));
        line.push_str(&format!(
            "  {}",
            column_right(text("ui.column-gaps"), COUNT)
        ));
        line.push_str(&format!("  {}", column(text("ui.column-read"), READ)));
        line.push_str(&column(text("ui.column-hint"), self.hint));
        line.trim_end().to_owned()
    }

    /// What the register waits for: a unit and year without a report.
    pub fn owed(&self, shared: &Shared, owed: &Owed, chosen: bool) -> Vec<Piece> {
        let ink = if chosen { Ink::Strong } else { Ink::Plain };
        vec![
            Piece::new(if chosen { " ▸ " } else { "   " }, Ink::Accent),
            Piece::new(column(&owed.unit, self.issuer), ink),
            Piece::new(column(&owed.year.to_string(), YEAR), ink),
            Piece::new(shared.text("ui.owed"), Ink::Doubt),
        ]
    }

    pub fn row(&self, shared: &Shared, entry: &Entry, chosen: bool) -> Vec<Piece> {
        let ink = if chosen { Ink::Strong } else { Ink::Plain };
        let none = shared.text("ui.none");
        let summary = shared.tallies.summary(&entry.id);
        let open = shared.undecided(&entry.id);
        let gaps = shared.gaps(&entry.id);
        let (read, all) = shared.reviewed(&entry.id);
        let issuer = entry
            .issuer
            .as_deref()
            .unwrap_or_else(|| shared.text("ui.no-issuer"));
        let year = entry
            .year
            .map_or_else(|| none.to_owned(), |year| year.to_string());
        let judged = entry.kind.is_judged_by_parts();
        let published = match (entry.published, judged) {
            (Some(date), _) => date.to_string(),
            (None, true) => shared.text("ui.not-dated").to_owned(),
            (None, false) => none.to_owned(),
        };
        let count = |count: usize| {
            if count == 0 {
                "·".to_owned()
            } else {
                count.to_string()
            }
        };
        let open_text = open.map_or_else(|| "…".to_owned(), count);
        let read_text = match (summary, read, all) {
            (None, ..) => String::new(),
            (Some(_), _, 0) => none.to_owned(),
            (Some(_), read, all) if read == all => format!("{read}/{all} ✓"),
            (Some(_), read, all) => format!("{read}/{all}"),
        };
        let mut pieces = vec![
            Piece::new(if chosen { " ▸ " } else { "   " }, Ink::Accent),
            Piece::new(column(issuer, self.issuer), ink),
            Piece::new(column(&year, YEAR), ink),
            Piece::new(
                column(
                    shared.text(&format!("kind.{}", entry.kind.name())),
                    self.kind,
                ),
                if entry.kind == Kind::AnnualReport {
                    Ink::Dim
                } else {
                    Ink::Plain
                },
            ),
            Piece::new(column(&published, self.published), Ink::Dim),
            Piece::new(
                column_right(&open_text, COUNT),
                if open.is_some_and(|open| open > 0) {
                    Ink::Doubt
                } else {
                    Ink::Dim
                },
            ),
            Piece::new(
                format!("  {}", column_right(&count(gaps), COUNT)),
                Ink::Note,
            ),
            Piece::new(format!("  {}", column(&read_text, READ)), Ink::Dim),
        ];
        if self.hint >= 6 {
            let hint = hints(shared, entry, summary).join(" ");
            pieces.push(Piece::plain(crate::tui::canvas::clipped(&hint, self.hint)));
        }
        pieces
    }
}

/// What stands out about a report, in a few words.
fn hints(shared: &Shared, entry: &Entry, summary: Option<&Summary>) -> Vec<String> {
    let mut hints = Vec::new();
    // Of two editions nothing else may differ in the row.
    if let Some((number, _)) = shared.edition_number(entry) {
        let values: [(&str, &dyn std::fmt::Display); 1] = [("number", &number)];
        hints.push(shared.lang.fill("ui.hint-edition", &values));
    }
    let Some(summary) = summary else {
        return hints;
    };
    let conflicts = summary
        .findings
        .iter()
        .filter(|head| head.verdict == Verdict::Unmet && head.rule.starts_with("arith-"))
        .filter(|head| shared.standing(&entry.id, &head.rule, &head.id).is_open())
        .count();
    if conflicts > 0 {
        hints.push(format!("✗{conflicts}"));
    }
    // A deadline is about the report whether anyone has decided on it or not.
    let is_late = |head: &Head| {
        let deadline = head.rule.starts_with("pub-") || head.rule.starts_with("filed-");
        deadline && head.verdict == Verdict::Unmet
    };
    if summary.findings.iter().any(is_late) {
        hints.push(shared.text("ui.hint-late").to_owned());
    }
    if !entry.kind.is_judged_by_parts() {
        hints.push(shared.text("ui.hint-other-kind").to_owned());
    }
    if let Some(share) = summary.reuse.filter(|share| *share >= 0.1) {
        hints.push(
            shared
                .lang
                .fill("ui.hint-reuse", &[("percent", &describe::percent(share))]),
        );
    }
    hints
}
