//! What a terminal says of the colour that it writes on.

/// The ground of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    Dark,
    Light,
}

/// Asks for the colour of the ground. A terminal that does not know the question answers nothing.
pub(super) const QUESTION: &str = "\x1b]11;?\x07";

impl Ground {
    /// The ground of a colour such as `rgb:ffff/ffff/ffff`.
    pub fn of(colour: &str) -> Option<Ground> {
        let parts = colour
            .strip_prefix("rgb:")
            .or_else(|| colour.strip_prefix("rgba:"))?;
        let mut parts = parts.split('/').map(brightness);
        let (red, green, blue) = (parts.next()??, parts.next()??, parts.next()??);
        let seen = red * 299 + green * 587 + blue * 114;
        Some(match seen > 500 * 1000 {
            true => Ground::Light,
            false => Ground::Dark,
        })
    }
}

/// A part in thousandths, whether it is written with one digit or with four.
fn brightness(digits: &str) -> Option<u32> {
    let most = 16_u32.checked_pow(u32::try_from(digits.len()).ok()?)? - 1;
    let value = u32::from_str_radix(digits, 16).ok()?;
    Some(value.checked_mul(1000)? / most.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_light_or_dark() {
        let check = |colour: &str, expected| assert_eq!(Ground::of(colour), expected, "{colour}");
        check("rgb:ffff/ffff/ffff", Some(Ground::Light));
        check("rgb:ff/ff/d7", Some(Ground::Light));
        check("rgba:f/f/f/f", Some(Ground::Light));
        check("rgb:0000/2b2b/3636", Some(Ground::Dark));
        check("rgb:80/00/80", Some(Ground::Dark));
        for odd in [
            "",
            "rgb:",
            "rgb:ff/ff",
            "rgb:xx/00/00",
            "#ffffff",
            "rgb:fffffffff/0/0",
        ] {
            check(odd, None);
        }
    }
}
