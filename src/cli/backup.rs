//! `ducha backup` and `ducha restore`: a library as one file, and back.

use std::path::Path;

use super::library;
use super::{CliError, Output, Shared, Status};
use crate::shown::Shown;
use crate::store::{Places, backup, library_of, restore};

/// Copies the library into a new file.
pub fn save(out: &Path, shared: &Shared, output: &mut Output) -> Result<Status, CliError> {
    let library = library::open(shared)?;
    let contents = backup(&library, out)?;
    let bytes: u64 = contents.files.iter().map(|file| file.bytes).sum();
    let path = out.to_string_lossy();
    let counts: [(&str, &dyn std::fmt::Display); 3] = [
        ("path", &Shown::new(&path)),
        ("files", &contents.files.len()),
        ("kilobytes", &bytes.div_ceil(1024)),
    ];
    output.line(&shared.lang.fill("backup.saved", &counts))?;
    Ok(Status::Clean)
}

/// Adds to the library what a backup has and it has not.
pub fn bring_back(file: &Path, shared: &Shared, output: &mut Output) -> Result<Status, CliError> {
    let places = Places::of_system(shared.library.as_deref())?;
    let path = match shared.sample {
        true => &places.samples,
        false => &places.library,
    };
    let library = library_of(file, path)?.with_state(&places.state);
    let restored = restore(&library, file)?;
    for error in &restored.damaged {
        output.say(&error.message(shared.lang));
    }
    if restored.foreign {
        output.say(shared.lang.text("backup.foreign"));
    }
    let counts: [(&str, &dyn std::fmt::Display); 4] = [
        ("editions", &restored.editions),
        ("journals", &restored.journals),
        ("known", &restored.known),
        ("damaged", &restored.damaged.len()),
    ];
    output.line(&shared.lang.fill("backup.restored", &counts))?;
    Ok(match restored.damaged.is_empty() {
        true => Status::Clean,
        false => Status::Failed,
    })
}
