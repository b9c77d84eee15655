//! What goes out and what comes back, as scripts and offices see it.

#[path = "export/documents.rs"]
mod documents;
#[path = "export/hostile.rs"]
mod hostile;
#[path = "export/interchange.rs"]
mod interchange;
#[path = "export/ledger.rs"]
mod ledger;
#[path = "export/lists.rs"]
mod lists;
#[path = "export/office.rs"]
mod office;
#[path = "export/peculiar.rs"]
mod peculiar;
#[path = "support/program.rs"]
mod program;
#[path = "support/reviewed.rs"]
mod reviewed;
#[path = "support/schema.rs"]
mod schema;
#[path = "export/schemas.rs"]
mod schemas;
#[path = "export/scripts.rs"]
mod scripts;
#[path = "export/stream.rs"]
mod stream;
#[path = "export/workbook.rs"]
mod workbook;
