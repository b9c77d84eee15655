//! The laws of the fuzz targets over their seeds: what an engine finds in hours stays found in seconds.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use crate::laws;

#[test]
fn every_law_holds_for_every_seed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/seeds");
    type Law = (&'static str, fn(&[u8]));
    let laws: [Law; 13] = [
        ("check", laws::check::run),
        ("compare", laws::compare::run),
        ("decode", laws::decode::run),
        ("docx", laws::docx::run),
        ("figures", laws::figures::run),
        ("html", laws::html::run),
        ("journal", laws::journal::run),
        ("keymap", laws::keymap::run),
        ("keys", laws::keys::run),
        ("packs", laws::packs::run),
        ("parse", laws::parse::run),
        ("pdf", laws::pdf::run),
        ("sheet", laws::sheet::run),
    ];
    for (name, law) in laws {
        let seeds: Vec<_> = fs::read_dir(folder.join(name))
            .expect(name)
            .flatten()
            .collect();
        assert!(!seeds.is_empty(), "{name} has no seeds");
        for seed in seeds {
            println!("{}", seed.path().display());
            law(&fs::read(seed.path()).expect("a seed"));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Bytes without any engine: most of the laws turn them into words, and into reports.
    #[test]
    fn every_law_holds_for_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for law in [
            laws::compare::run,
            laws::decode::run,
            laws::docx::run,
            laws::figures::run,
            laws::html::run,
            laws::journal::run,
            laws::keymap::run,
            laws::packs::run,
            laws::parse::run,
            laws::pdf::run,
            laws::sheet::run,
        ] {
            law(&bytes);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_keys_pastes_or_sizes_bring_the_console_down(keys in prop::collection::vec(any::<u8>(), 0..80)) {
        laws::keys::run(&keys);
    }

    #[test]
    fn any_words_are_judged(words in prop::collection::vec(any::<u8>(), 0..300)) {
        laws::check::run(&words);
    }
}
