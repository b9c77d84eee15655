//! Hostile input: texts, names, files, notes and folders that want to steer a terminal, read a secret, fill a disk or stop
//! the program. Each says what must happen; what reaches a terminal is looked at byte by byte.

#[path = "support/docx.rs"]
#[allow(dead_code)]
mod docx;
#[path = "support/emulator.rs"]
mod emulator;
#[path = "fuzz/laws/lib.rs"]
mod laws;
#[path = "support/pty.rs"]
mod pty;
#[path = "support/schema.rs"]
mod schema;

mod hostile {
    mod commands;
    mod console;
    mod corpus;
    mod editor;
    mod files;
    mod folder;
    mod notes;
    mod place;
    mod seeds;
    mod stream;
    mod told;
    mod trace;
}
