//! The graphics state as far as text depends on it.

use std::rc::Rc;

use crate::import::pdf::font::Font;
use crate::import::pdf::matrix::Matrix;

/// What `q` keeps and `Q` brings back.
#[derive(Clone)]
pub(super) struct State {
    /// From user space to the page.
    pub map: Matrix,
    pub font: Option<(usize, Rc<Font>)>,
    pub size: f32,
    pub letter_space: f32,
    pub word_space: f32,
    /// Horizontal scaling, 1 when none.
    pub stretch: f32,
    pub leading: f32,
    pub rise: f32,
}

/// More levels than any producer nests; those above share the last.
const DEEPEST: usize = 512;

/// The states of a content stream.
pub(super) struct States {
    pub current: State,
    kept: Vec<State>,
    /// How many were asked to be kept beyond the limit.
    beyond: usize,
}

impl State {
    pub fn new(map: Matrix) -> State {
        State {
            map,
            font: None,
            size: 0.0,
            letter_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        }
    }
}

impl States {
    pub fn new(current: State) -> States {
        States {
            current,
            kept: Vec::new(),
            beyond: 0,
        }
    }

    pub fn keep(&mut self) {
        if self.kept.len() < DEEPEST {
            self.kept.push(self.current.clone());
        } else {
            self.beyond += 1;
        }
    }

    pub fn bring_back(&mut self) {
        if self.beyond > 0 {
            self.beyond -= 1;
        } else if let Some(state) = self.kept.pop() {
            self.current = state;
        }
    }
}
