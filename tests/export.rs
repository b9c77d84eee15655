//! What goes out and what comes back, as scripts and offices see it.

#[path = "export/ledger.rs"]
mod ledger;
#[path = "export/office.rs"]
mod office;
#[path = "support/program.rs"]
mod program;
#[path = "support/reviewed.rs"]
mod reviewed;
#[path = "export/workbook.rs"]
mod workbook;
