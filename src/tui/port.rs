//! The only door to the world, and the loop that goes through it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::app::App;
use super::message::{Effect, Msg};
use super::update::update;
use super::view::view;

/// A terminal with a worker behind it, or a script of keys.
pub trait Port {
    /// Waits until something happens and hands over everything that is waiting; nothing when the world has ended.
    fn wait(&mut self) -> Vec<Msg>;
    /// Does something, or begins to: what comes of it is a message.
    fn perform(&mut self, effect: Effect);
    /// Shows a finished frame.
    fn show(&mut self, frame: &Buffer, cursor: Option<Position>);
}

/// Runs the console until it is left: every message first, then one frame.
pub fn run(app: &mut App, port: &mut impl Port) {
    loop {
        let size = app.shared.size;
        let area = Rect::new(0, 0, size.width, size.height);
        let mut frame = Buffer::empty(area);
        let cursor = view(app, area, &mut frame);
        port.show(&frame, cursor);
        let messages = port.wait();
        if messages.is_empty() {
            return;
        }
        for msg in messages {
            for effect in update(app, msg) {
                port.perform(effect);
            }
            if app.leaving {
                return;
            }
        }
    }
}
