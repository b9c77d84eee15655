//! What a screen answers to an action: where it leads, and what is to be done outside.

use crate::tui::message::Effect;
use crate::tui::overlay::Overlay;
use crate::tui::screen::Screen;

/// What a screen answers to an action.
pub struct Reply {
    pub effects: Vec<Effect>,
    pub go: Go,
}

/// Where a key leads.
pub enum Go {
    Stay,
    /// Deeper, onto the stack.
    To(Box<dyn Screen>),
    /// The same, and there something is asked at once.
    Ask(Box<dyn Screen>, Box<Overlay>),
    /// Onto the library, whatever lay on it.
    Over(Box<dyn Screen>),
    /// In place of the screen that is there.
    Instead(Box<dyn Screen>),
    Back,
    Open(Box<Overlay>),
    Leave,
}

impl Reply {
    pub fn stay() -> Reply {
        Reply {
            effects: Vec::new(),
            go: Go::Stay,
        }
    }

    pub fn go(go: Go) -> Reply {
        Reply {
            effects: Vec::new(),
            go,
        }
    }

    pub fn to(screen: impl Screen + 'static) -> Reply {
        Reply::go(Go::To(Box::new(screen)))
    }

    pub fn open(overlay: Overlay) -> Reply {
        Reply::go(Go::Open(Box::new(overlay)))
    }

    pub fn effects(effects: Vec<Effect>) -> Reply {
        Reply {
            effects,
            go: Go::Stay,
        }
    }

    pub fn with(mut self, effects: Vec<Effect>) -> Reply {
        self.effects.extend(effects);
        self
    }
}
