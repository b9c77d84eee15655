//! One command a file; text and JSON output.
//!
//! Standard output is the result, standard error the talk. Exit status: 0 nothing found, 1 findings or differences,
//! 2 usage, 3 data or input and output; of several inputs the highest.

mod agreement;
mod annotate;
mod args;
mod backup;
mod batch;
mod check;
mod collection;
mod compare;
mod completions;
mod consent;
mod decide;
mod doctor;
mod error;
mod explain;
mod export;
mod file;
mod fix;
mod follow_up;
mod gaps;
mod import;
mod interrupt;
pub mod json;
mod ledger;
mod library;
mod list;
mod man;
mod output;
mod packs;
mod page;
mod progress;
mod recent;
mod records;
mod register;
mod reports;
mod reviewed;
mod rules;
mod score;
mod search;
mod selecting;
mod series;
mod show;
mod source;
mod suppress;
mod text;
mod verify;
mod version;
mod workers;

use std::ffi::OsString;

pub use args::{Arguments, Command, Fixing, Format, HeadingFix, Shared, parse};
pub use error::CliError;
pub use import::for_console;
pub use library::reviewer_name;
pub use output::{Output, Stream};
pub use reports::Reports;
pub use rules::Rules;
pub use version::VERSION;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Status {
    #[default]
    Clean,
    /// Findings, differences, damage.
    Found,
    Usage,
    /// Data, input or output.
    Failed,
    /// Ended by a signal of this number.
    Interrupted(u8),
}

impl Status {
    /// The exit code, as in the contract.
    pub fn code(self) -> u8 {
        match self {
            Status::Clean => 0,
            Status::Found => 1,
            Status::Usage => 2,
            Status::Failed => 3,
            Status::Interrupted(signal) => 128_u8.saturating_add(signal),
        }
    }
}

/// Runs one command; everything but the console is one.
pub fn run(command: &Command, shared: &Shared, output: &mut Output) -> Status {
    match done(command, shared, output) {
        Ok(status) => status,
        Err(error) => output.fail(&error, shared.lang),
    }
}

fn done(command: &Command, shared: &Shared, output: &mut Output) -> Result<Status, CliError> {
    match command {
        Command::Import { files, yes } => import::run(&files.all()?, *yes, shared, output),
        Command::List { format } => list::run(*format, shared, output),
        Command::Annotate(annotating) => annotate::run(annotating, shared, output),
        Command::ShowRecords => show::records(shared, output),
        Command::CompareRecords => compare::records(shared, output),
        Command::Decide(deciding) => decide::run(deciding, shared, output),
        Command::Reviewed(marking) => reviewed::run(marking, shared, output),
        Command::Completions(shell) => completions::run(*shell, shared, output),
        Command::Man => man::run(shared, output),
        Command::Export(exporting) => export::run(exporting, shared, output),
        Command::LedgerImport(returning) => ledger::run(returning, shared, output),
        Command::Gaps { selecting, format } => gaps::run(selecting, *format, shared, output),
        Command::Backup { out } => backup::save(out, shared, output),
        Command::Restore { file } => backup::bring_back(file, shared, output),
        Command::Doctor { format } => doctor::run(*format, shared, output),
        Command::Verify(verifying) => verify::run(*verifying, shared, output),
        Command::Agreement { reports, format } => {
            agreement::run(&reports.all()?, *format, shared, output)
        }
        Command::FollowUp { report, format } => follow_up::run(report, *format, shared, output),
        Command::Show { reports, format } => show::run(&reports.all()?, *format, shared, output),
        Command::Check(checking) => check::run(checking, shared, output),
        Command::Score { reports, format } => score::run(&reports.all()?, *format, shared, output),
        Command::Suppress(suppressing) => suppress::run(suppressing, shared, output),
        Command::RegisterImport { file, replace } => {
            register::import(file, *replace, shared, output)
        }
        Command::RegisterList { year, format } => register::list(*year, *format, shared, output),
        Command::Explain { rule, format } => explain::run(rule, *format, shared, output),
        Command::Packs { format } => packs::list(*format, shared, output),
        Command::PacksCheck { file, on, format } => {
            packs::check(file, on.as_ref(), *format, shared, output)
        }
        Command::Search(looking) => search::run(looking, shared, output),
        Command::Fix(fixing) => fix::run(fixing, shared, output),
        Command::Compare(comparing) => compare::run(comparing, shared, output),
        Command::Series(following) => series::run(following, shared, output),
    }
}

/// A path or an id as typed.
pub type Typed = OsString;
