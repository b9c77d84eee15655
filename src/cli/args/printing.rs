//! `--format` of what is a page, and `--out`.

use clap::{Arg, ArgMatches};

use super::pieces::{maybe_path_of, one_of, out, text_of, word};
use crate::cli::page::{PageFormat, Printing};
use crate::locale::Lang;

pub(super) fn printing(lang: Lang) -> [Arg; 2] {
    let format = word("format", "FORMAT", lang.text("cli.page_format"));
    let format = one_of(format, PageFormat::NAMES).default_value("text");
    [format, out(lang)]
}

pub(super) fn printing_of(typed: &ArgMatches) -> Printing {
    let format = text_of(typed, "format");
    Printing {
        format: format.map_or_else(PageFormat::default, |name| PageFormat::named(&name)),
        out: maybe_path_of(typed, "out"),
    }
}
