//! One command a file; text and JSON output.
