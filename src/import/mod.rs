//! Bytes to source text, with limits.
