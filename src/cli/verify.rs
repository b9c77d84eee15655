//! `ducha verify`: is everything in the library as it was written? Changes nothing.

use super::library;
use super::{CliError, Output, Shared, Status};
use crate::store::verify;

pub fn run(shared: &Shared, output: &mut Output) -> Result<Status, CliError> {
    let library = library::open(shared)?;
    let found = verify(&library)?;
    for damage in &found.damage {
        output.line(&damage.message(shared.lang))?;
    }
    let counts: [(&str, &dyn std::fmt::Display); 4] = [
        ("editions", &found.editions),
        ("journals", &found.journals),
        ("events", &found.events),
        ("damage", &found.damage.len()),
    ];
    output.line(&shared.lang.fill("verify.summary", &counts))?;
    if found.newer > 0 {
        output.line(&shared.lang.fill("verify.newer", &[("count", &found.newer)]))?;
    }
    Ok(if found.damage.is_empty() {
        Status::Clean
    } else {
        Status::Found
    })
}
