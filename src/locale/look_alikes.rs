//! What of a change cannot be seen, in words: the one sentence that console, commands and pages have for it.

use super::Lang;
use crate::compare::{LookAlike, LookAlikes};
use crate::shown::code;

/// More characters are not spelled out in a sentence.
const MOST_SAID: usize = 6;

impl Lang {
    /// Which characters of a row only look the same, each with its code.
    pub fn look_alikes(self, found: &LookAlikes) -> String {
        let said = found.pairs.iter().take(MOST_SAID);
        let said: Vec<String> = said.map(|pair| self.look_alike(*pair)).collect();
        let mut pairs = said.join(self.text("look_alike.separator"));
        let count = found.pairs.len();
        if count > MOST_SAID {
            pairs = self.fill("look_alike.more", &[("pairs", &pairs), ("count", &count)]);
        }
        let key = match found.is_all {
            true => "look_alike.all",
            false => "look_alike.some",
        };
        self.fill(key, &[("pairs", &pairs)])
    }

    fn look_alike(self, pair: LookAlike) -> String {
        match pair {
            LookAlike::Turned { old, new } => {
                let codes = [code(old), code(new)];
                let [old_code, new_code] = &codes;
                self.fill(
                    "look_alike.turned",
                    &[
                        ("old", &old),
                        ("old_code", old_code),
                        ("new", &new),
                        ("new_code", new_code),
                    ],
                )
            }
            LookAlike::Gone(gone) => self.fill("look_alike.gone", &[("code", &code(gone))]),
            LookAlike::Come(come) => self.fill("look_alike.come", &[("code", &code(come))]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pairs: &[LookAlike], is_all: bool, zh: &str, en: &str) {
        let pairs = pairs.to_vec();
        let found = LookAlikes { pairs, is_all };
        assert_eq!(Lang::Zh.look_alikes(&found), zh);
        assert_eq!(Lang::En.look_alikes(&found), en);
    }

    #[test]
    fn each_character_has_its_code() {
        let turned = LookAlike::Turned {
            old: 'A', new: 'А'
        };
        check(
            &[turned, LookAlike::Come('\u{202e}')],
            true,
            "看似相同：A（U+0041）→А（U+0410）、多出看不见的 U+202E",
            "looks the same: A (U+0041) → А (U+0410), invisible U+202E added",
        );
        check(
            &[LookAlike::Gone('\u{e0041}')],
            false,
            "其中看似相同：少了看不见的 U+E0041",
            "in part it looks the same: invisible U+E0041 removed",
        );
    }

    #[test]
    fn of_many_the_first_are_spelled_out() {
        let pairs = vec![LookAlike::Gone('\u{202e}'); 8];
        let said = Lang::Zh.look_alikes(&LookAlikes {
            pairs,
            is_all: true,
        });
        assert_eq!(said.matches("U+202E").count(), MOST_SAID);
        assert!(said.ends_with(" 等 8 个字符"), "{said}");
    }
}
