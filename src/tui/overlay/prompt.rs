//! One line at the bottom: search, filter, command, path, a reason in own words.

use ratatui::layout::{Position, Rect};
use uuid::Uuid;

use crate::locale::Lang;
use crate::search::{Filter, Query, Syntax};
use crate::store::{LineKind, Memory};
use crate::tui::app::Shared;
use crate::tui::canvas::{Canvas, Piece, width};
use crate::tui::correcting::Setting;
use crate::tui::deciding::Judging;
use crate::tui::exporting::Exporting;
use crate::tui::handling::Detail;
use crate::tui::input::Line;
use crate::tui::lacking::Lacking;
use crate::tui::silencing::Silencing;
use crate::tui::theme::Ink;

/// A line that is being typed, and what for.
pub struct Prompt {
    pub line: Line,
    pub purpose: Purpose,
    /// What was there before, for when it is given up.
    pub before: String,
    /// The same of a search.
    pub query: Query,
    /// Why what is typed cannot be looked for.
    pub refused: Option<String>,
    recalled: Option<Recalled>,
}

/// A line of before that was brought back.
struct Recalled {
    /// Position among the lines that are remembered.
    at: usize,
    /// What had been typed; only lines that begin with it come back.
    typed: String,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Purpose {
    Search(Syntax),
    Filter,
    Command,
    /// One answer is waited for, and nothing happens before it.
    Asked(Question),
}

/// What is asked for in one line.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// Which files to import.
    Import,
    /// Which file to export to.
    Export(Box<Exporting>),
    /// Why something is judged so.
    Reason(Judging),
    /// Why a rule is suppressed.
    SilenceReason(Silencing),
    /// Until when.
    SilenceUntil(Silencing),
    /// The value of a field.
    Correct(Setting),
    /// A reason or a proof without which nothing is recorded.
    Lacking(Box<Lacking>),
    /// An answer to an annotation.
    Reply(Uuid),
    /// Something about putting gaps right.
    Detail(Vec<Uuid>, Detail),
}

/// What can be typed after the colon; each is the name of an action of some screen, or of one of these.
pub const COMMANDS: [Command; 19] = [
    Command::Checks,
    Command::Compare,
    Command::Differences,
    Command::Drafts,
    Command::Export,
    Command::FollowUp,
    Command::Gaps,
    Command::Help,
    Command::History,
    Command::Import,
    Command::Indicators,
    Command::Next,
    Command::Promises,
    Command::Quit,
    Command::Reuse,
    Command::Text,
    Command::Tray,
    Command::Undo,
    Command::Years,
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Checks,
    Compare,
    /// What two reviewers raised.
    Differences,
    Drafts,
    Export,
    /// Last year's gaps.
    FollowUp,
    Gaps,
    Help,
    History,
    Import,
    Indicators,
    /// The next report with something left to decide.
    Next,
    Promises,
    Quit,
    Reuse,
    Text,
    /// Annotations without a sure place.
    Tray,
    Undo,
    Years,
}

impl Command {
    pub fn name(self) -> &'static str {
        match self {
            Command::Checks => "checks",
            Command::Compare => "compare",
            Command::Differences => "differences",
            Command::Drafts => "drafts",
            Command::Export => "export",
            Command::FollowUp => "follow-up",
            Command::Gaps => "gaps",
            Command::Help => "help",
            Command::History => "history",
            Command::Import => "import",
            Command::Indicators => "indicators",
            Command::Next => "next",
            Command::Promises => "promises",
            Command::Quit => "quit",
            Command::Reuse => "reuse",
            Command::Text => "text",
            Command::Tray => "tray",
            Command::Undo => "undo",
            Command::Years => "years",
        }
    }

    /// The command that the text names or begins, when it is only one.
    pub fn parse(text: &str) -> Option<Command> {
        let exact = COMMANDS.into_iter().find(|command| command.name() == text);
        exact.or_else(|| match matching(text).as_slice() {
            [only] if !text.is_empty() => Some(*only),
            _ => None,
        })
    }
}

/// The commands that begin with the text; where there are none, those whose Chinese name it is part of, by characters or by
/// pinyin.
pub fn matching(text: &str) -> Vec<Command> {
    let named = |command: &Command| command.name().starts_with(text);
    let found: Vec<Command> = COMMANDS.into_iter().filter(named).collect();
    if !found.is_empty() {
        return found;
    }
    let wanted = Filter::new(text);
    let meant =
        |command: &Command| wanted.fits(Lang::Zh.text(&format!("ui.command-{}", command.name())));
    COMMANDS.into_iter().filter(meant).collect()
}

impl Prompt {
    pub fn new(purpose: Purpose, before: &str) -> Prompt {
        Prompt {
            line: Line::default(),
            purpose,
            before: before.to_owned(),
            query: Query::default(),
            refused: None,
            recalled: None,
        }
    }

    /// Asks what to look for; nothing typed looks again for what was looked for last.
    pub fn search(query: &Query) -> Prompt {
        Prompt {
            query: query.clone(),
            ..Prompt::new(Purpose::Search(query.syntax()), query.typed())
        }
    }

    /// Words become a regular expression, or the other way round.
    pub fn change_syntax(&mut self) {
        if let Purpose::Search(syntax) = &mut self.purpose {
            *syntax = match syntax {
                Syntax::Words => Syntax::Pattern,
                Syntax::Pattern => Syntax::Words,
            };
        }
    }

    /// Begins with the text that is there, to be changed.
    pub fn editing(purpose: Purpose, text: &str) -> Prompt {
        Prompt {
            line: Line::new(text),
            ..Prompt::new(purpose, text)
        }
    }

    /// The kind of lines that come back here.
    pub fn remembers(&self) -> Option<LineKind> {
        match self.purpose {
            Purpose::Command => Some(LineKind::Command),
            Purpose::Search(_) => Some(LineKind::Search),
            Purpose::Filter | Purpose::Asked(_) => None,
        }
    }

    /// Brings back the line before or after, of those that begin like what was typed; after the latest comes what was typed.
    pub fn recall(&mut self, memory: &Memory, earlier: bool) {
        let Some(kind) = self.remembers() else {
            return;
        };
        let lines = memory.lines(kind);
        let (at, typed) = match self.recalled.take() {
            Some(Recalled { at, typed }) => (at, typed),
            None => (lines.len(), self.line.text().to_owned()),
        };
        let fits = |at: &usize| lines.get(*at).is_some_and(|line| line.starts_with(&typed));
        let found = match earlier {
            true => (0..at).rev().find(fits),
            false => (at + 1..lines.len()).find(fits),
        };
        match (found, earlier) {
            (Some(at), _) => {
                self.line.set(lines.get(at).map_or("", String::as_str));
                self.recalled = Some(Recalled { at, typed });
            }
            (None, true) if at < lines.len() => self.recalled = Some(Recalled { at, typed }),
            (None, true | false) => self.line.set(&typed),
        }
    }

    /// Fills in what is common to all commands that begin like this.
    pub fn complete(&mut self) {
        if self.purpose != Purpose::Command {
            return;
        }
        let typed = self.line.text();
        let found = matching(typed);
        // What is meant by its Chinese name or by how that sounds is written out only when it is the only one.
        let by_name = found
            .iter()
            .all(|command| command.name().starts_with(typed));
        if !by_name && found.len() > 1 {
            return;
        }
        let Some(first) = found.first() else {
            return;
        };
        let common = found.iter().skip(1).fold(first.name(), |common, command| {
            let same = common
                .bytes()
                .zip(command.name().bytes())
                .take_while(|(a, b)| a == b)
                .count();
            common.get(..same).unwrap_or("")
        });
        self.line.set(common);
    }

    pub fn view(&self, shared: &Shared, canvas: &mut Canvas, area: Rect) -> Option<Position> {
        let label = match &self.purpose {
            Purpose::Search(Syntax::Words) => "/".to_owned(),
            Purpose::Search(Syntax::Pattern) => format!("{} /", shared.text("ui.prompt-pattern")),
            Purpose::Command => ":".to_owned(),
            Purpose::Filter => format!("{} ", shared.text("ui.prompt-filter")),
            Purpose::Asked(Question::Import) => format!("{} ", shared.text("ui.prompt-import")),
            Purpose::Asked(Question::Export(_)) => format!("{} ", shared.text("exporting.prompt")),
            Purpose::Asked(Question::Reason(_)) => format!("{} ", shared.text("ui.prompt-reason")),
            Purpose::Asked(Question::SilenceReason(_)) => {
                format!("{} ", shared.text("ui.prompt-silence-reason"))
            }
            Purpose::Asked(Question::SilenceUntil(_)) => {
                format!("{} ", shared.text("ui.prompt-silence-until"))
            }
            Purpose::Asked(Question::Lacking(lacking)) => {
                let key = format!("lack.{}", lacking.lack.name());
                format!("{}：", shared.text(&key))
            }
            Purpose::Asked(Question::Reply(_)) => format!("{} ", shared.text("note.prompt-reply")),
            Purpose::Asked(Question::Detail(_, detail)) => {
                format!("{} ", shared.text(detail.key()))
            }
            Purpose::Asked(Question::Correct(setting)) => {
                let field = setting.title(shared);
                shared.lang.fill("fix.prompt", &[("field", &field)]) + " "
            }
        };
        // A long line is shown from where the caret still fits.
        let room = usize::from(area.width).saturating_sub(width(&label) + 1);
        let before = tail(self.line.before(), room);
        let x = canvas.line(
            area,
            0,
            &[Piece::new(label, Ink::Accent), Piece::plain(before)],
        );
        let after = self.line.after();
        let end = canvas.text(area, x, area.y, after, Ink::Plain);
        let hint = self.hint(shared);
        if !hint.is_empty() {
            let rest = Rect {
                x: end.saturating_add(2).min(area.right()),
                width: area.right().saturating_sub(end.saturating_add(2)),
                ..area
            };
            canvas.line(rest, 0, &[Piece::dim(hint)]);
        }
        Some(Position::new(x.min(area.right().saturating_sub(1)), area.y))
    }

    fn hint(&self, shared: &Shared) -> String {
        match &self.purpose {
            Purpose::Command => matching(self.line.text())
                .iter()
                .map(|command| {
                    format!(
                        "{} {}",
                        command.name(),
                        shared.text(&format!("ui.command-{}", command.name()))
                    )
                })
                .collect::<Vec<_>>()
                .join("  "),
            Purpose::Search(_) if self.line.text().is_empty() && !self.before.is_empty() => {
                self.before.clone()
            }
            Purpose::Search(Syntax::Words) if self.line.text().is_empty() => {
                shared.text("ui.search-how").to_owned()
            }
            Purpose::Search(_) | Purpose::Filter | Purpose::Asked(_) => String::new(),
        }
    }
}

/// The end of a text that fits.
fn tail(text: &str, room: usize) -> &str {
    let mut used = 0;
    let mut from = text.len();
    for (at, character) in text.char_indices().rev() {
        used += width(character.encode_utf8(&mut [0; 4]));
        if used > room {
            break;
        }
        from = at;
    }
    text.get(from..).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_completed_as_far_as_they_agree() {
        let check = |typed: &str, completed: &str, command: Option<Command>| {
            assert_eq!(Command::parse(typed), command, "{typed}");
            let mut prompt = Prompt::new(Purpose::Command, "");
            prompt.line.set(typed);
            prompt.complete();
            assert_eq!(prompt.line.text(), completed, "{typed}");
        };
        check("ch", "checks", Some(Command::Checks));
        check("q", "quit", Some(Command::Quit));
        check("c", "c", None);
        check("im", "import", Some(Command::Import));
        check("i", "i", None);
        check("zz", "zz", None);
        check("检查", "checks", Some(Command::Checks));
        check("jc", "checks", Some(Command::Checks));
        check("tuichu", "quit", Some(Command::Quit));
        check("史", "史", None);
        check("历", "years", Some(Command::Years));
        check("数据", "数据", None);
        check("", "", None);
    }
}
