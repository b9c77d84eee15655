//! How things look: what a piece of text is, and in which colours. Colour carries nothing alone.

use ratatui::style::{Color, Modifier, Style};

use crate::check::Verdict;
use crate::review::Judgement;
use crate::store::ThemeChoice;

use super::model::Tie;
use super::term::Ground;

/// What a piece of text is, as far as its looks go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ink {
    #[default]
    Plain,
    /// What is fine, or only chrome.
    Dim,
    Strong,
    /// The one accent: where the reader is.
    Accent,
    Good,
    Bad,
    Doubt,
    Note,
    Changed,
    New,
    Gone,
    Selected,
    Hit,
    /// The clause, sentence or figure that the cursor is on.
    Focus,
}

/// Whether colours are used at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// On a dark ground, which is also what is taken when the terminal does not say.
    #[default]
    Colour,
    /// On a light ground.
    Light,
    /// Blue and yellow in place of green and red, which not everybody tells apart.
    Distinct,
    /// `NO_COLOR`, or a terminal without colours: signs get a letter beside them.
    Mono,
}

impl Theme {
    /// The theme that was set, or the one that fits the ground that the terminal names in `COLORFGBG`.
    pub fn chosen(choice: ThemeChoice, ground: Option<&str>) -> Theme {
        let light = || {
            let last = ground.and_then(|value| value.rsplit(';').next());
            matches!(last, Some("7" | "15"))
        };
        match choice {
            ThemeChoice::Auto if light() => Theme::Light,
            ThemeChoice::Auto | ThemeChoice::Dark => Theme::Colour,
            ThemeChoice::Light => Theme::Light,
            ThemeChoice::Distinct => Theme::Distinct,
            ThemeChoice::Mono => Theme::Mono,
        }
    }

    /// The theme for the ground that the terminal tells after the start.
    pub fn on(self, ground: Ground) -> Theme {
        match (self, ground) {
            (Theme::Colour, Ground::Light) => Theme::Light,
            (Theme::Light, Ground::Dark) => Theme::Colour,
            (Theme::Colour, Ground::Dark) | (Theme::Light, Ground::Light) => self,
            (Theme::Distinct | Theme::Mono, Ground::Dark | Ground::Light) => self,
        }
    }

    pub fn style(self, ink: Ink) -> Style {
        match self {
            Theme::Colour => coloured(ink),
            Theme::Light => on_light(ink),
            Theme::Distinct => distinct(ink),
            Theme::Mono => mono(ink),
        }
    }
}

fn coloured(ink: Ink) -> Style {
    let style = Style::new();
    match ink {
        Ink::Plain => style,
        Ink::Dim => style.fg(Color::DarkGray),
        Ink::Strong => style.add_modifier(Modifier::BOLD),
        Ink::Accent => style.fg(Color::Cyan),
        Ink::Good => style.fg(Color::Green),
        Ink::Bad => style.fg(Color::Red),
        Ink::Doubt => style.fg(Color::Yellow),
        Ink::Note => style.fg(Color::Magenta),
        Ink::Changed => style.fg(Color::Yellow),
        Ink::New => style.fg(Color::Green),
        Ink::Gone => style.fg(Color::Red),
        Ink::Selected => style.add_modifier(Modifier::REVERSED),
        Ink::Hit => style.fg(Color::Black).bg(Color::Yellow),
        Ink::Focus => style.add_modifier(Modifier::UNDERLINED),
    }
}

/// Yellow and cyan cannot be read on white.
fn on_light(ink: Ink) -> Style {
    let style = Style::new();
    match ink {
        Ink::Accent => style.fg(Color::Blue),
        Ink::Doubt | Ink::Changed => style.fg(Color::Magenta),
        Ink::Note => style.fg(Color::Blue).add_modifier(Modifier::BOLD),
        Ink::Plain
        | Ink::Dim
        | Ink::Strong
        | Ink::Good
        | Ink::Bad
        | Ink::New
        | Ink::Gone
        | Ink::Selected
        | Ink::Hit
        | Ink::Focus => coloured(ink),
    }
}

fn distinct(ink: Ink) -> Style {
    let style = Style::new();
    match ink {
        Ink::Good | Ink::New => style.fg(Color::LightBlue),
        Ink::Bad | Ink::Gone => style.fg(Color::Yellow).add_modifier(Modifier::BOLD),
        Ink::Doubt | Ink::Changed => style.fg(Color::LightMagenta),
        Ink::Plain
        | Ink::Dim
        | Ink::Strong
        | Ink::Accent
        | Ink::Note
        | Ink::Selected
        | Ink::Hit
        | Ink::Focus => coloured(ink),
    }
}

fn mono(ink: Ink) -> Style {
    let style = Style::new();
    match ink {
        Ink::Plain | Ink::Good | Ink::Dim | Ink::Note => style,
        Ink::Strong | Ink::Accent | Ink::Bad | Ink::Doubt => style.add_modifier(Modifier::BOLD),
        Ink::Changed | Ink::New | Ink::Gone => style.add_modifier(Modifier::BOLD),
        Ink::Focus => style.add_modifier(Modifier::UNDERLINED),
        Ink::Selected | Ink::Hit => style.add_modifier(Modifier::REVERSED),
    }
}

/// A sign in the gutter or in a list, with the letter that stands beside it where there are no colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sign {
    pub mark: &'static str,
    pub letter: &'static str,
    pub ink: Ink,
}

impl Sign {
    pub const fn new(mark: &'static str, letter: &'static str, ink: Ink) -> Sign {
        Sign { mark, letter, ink }
    }

    pub const NONE: Sign = Sign::new(" ", " ", Ink::Plain);
    pub const TIED: Sign = Sign::new("✓", "v", Ink::Good);
    pub const CONFLICT: Sign = Sign::new("✗", "x", Ink::Bad);
    pub const ROUNDED: Sign = Sign::new("≈", "r", Ink::Good);
    pub const UNCLEAR: Sign = Sign::new("?", "u", Ink::Doubt);
    pub const NOTE: Sign = Sign::new("●", "g", Ink::Note);
    pub const DECIDED: Sign = Sign::new("·", "d", Ink::Dim);

    /// By what the rule says, and what a person decided.
    pub fn of_finding(verdict: Verdict, judgement: Option<Judgement>) -> Sign {
        match (judgement, verdict) {
            (Some(Judgement::Rejected | Judgement::NotApplicable), _) => Sign::DECIDED,
            (Some(Judgement::NeedsEvidence), _) => Sign::UNCLEAR,
            (_, Verdict::Unmet) => Sign::CONFLICT,
            (_, Verdict::Unclear) => Sign::UNCLEAR,
            (_, Verdict::NotAssessable) => Sign::DECIDED,
            (_, Verdict::Met) => Sign::TIED,
        }
    }

    /// By what a figure was compared with.
    pub fn of_figure(tie: Tie) -> Sign {
        match tie {
            Tie::Loose => Sign::NONE,
            Tie::Tied => Sign::TIED,
            Tie::Rounded => Sign::ROUNDED,
            Tie::Unclear => Sign::UNCLEAR,
            Tie::Conflict => Sign::CONFLICT,
        }
    }
}
