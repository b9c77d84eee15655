#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| ducha_fuzz::packs::run(bytes));
