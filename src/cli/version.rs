//! The version, and what it was built from.

/// `0.1.0 (0f3c9a51b2d4 2026-11-22, x86_64-unknown-linux-musl)`: the build script adds commit, day and target.
pub const VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    " (",
    env!("DUCHA_BUILT_FROM"),
    ")"
);
