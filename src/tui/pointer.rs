//! The mouse, as far as the console knows it.

use ratatui::layout::Position;

/// What the mouse did, and in which cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pointer {
    pub at: Position,
    pub gesture: Gesture,
}

/// The left button and the wheel; whatever is done with shift held is the terminal's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gesture {
    Press,
    /// Moved while the button is down.
    Drag,
    Release,
    WheelUp,
    WheelDown,
}

impl Pointer {
    /// What a report of the form `Esc [ < buttons ; column ; row M` means; `m` at the end is a release.
    pub fn reported(buttons: u32, column: u32, row: u32, released: bool) -> Option<Pointer> {
        const SHIFT: u32 = 4;
        const MOVED: u32 = 32;
        const WHEEL: u32 = 64;
        /// Buttons of other kinds, which mean nothing here.
        const OTHERS: u32 = 128;
        let button = buttons & 3;
        let gesture = match (buttons & WHEEL != 0, button) {
            (true, 0) => Gesture::WheelUp,
            (true, 1) => Gesture::WheelDown,
            (false, 0) if released => Gesture::Release,
            (false, 0) if buttons & MOVED != 0 => Gesture::Drag,
            (false, 0) => Gesture::Press,
            (true | false, _) => return None,
        };
        if buttons & (SHIFT | OTHERS) != 0 {
            return None;
        }
        let cell = |from_one: u32| u16::try_from(from_one.checked_sub(1)?).ok();
        Some(Pointer {
            at: Position::new(cell(column)?, cell(row)?),
            gesture,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_of_the_left_button_and_the_wheel_are_understood() {
        let check = |buttons, released, expected| {
            let told = Pointer::reported(buttons, 3, 4, released);
            assert_eq!(told.map(|pointer| pointer.gesture), expected, "{buttons}");
            if let Some(pointer) = told {
                assert_eq!(pointer.at, Position::new(2, 3));
            }
        };
        check(0, false, Some(Gesture::Press));
        check(16, false, Some(Gesture::Press));
        check(0, true, Some(Gesture::Release));
        check(32, false, Some(Gesture::Drag));
        check(64, false, Some(Gesture::WheelUp));
        check(65, false, Some(Gesture::WheelDown));
        check(4, false, None);
        check(1, false, None);
        check(35, false, None);
        check(66, false, None);
        check(128, false, None);
        assert_eq!(Pointer::reported(0, 0, 1, false), None);
        assert_eq!(Pointer::reported(0, 70_000, 1, false), None);
    }
}
