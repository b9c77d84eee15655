//! Which format a file is in: told by its content first, by its name second.

mod archive;
mod compound;

use encoding_rs::Encoding;

/// A file format that is told apart, read or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    Plain,
    Markdown,
    Html,
    Docx,
    Pdf,
    /// Word 97 to 2003, and old WPS.
    Doc,
    Xls,
    Ppt,
    /// An Office document that asks for a password.
    Encrypted,
    /// A compound file of another program.
    Ole,
    Xlsx,
    Pptx,
    /// GB/T 33190, the layout format of official documents.
    Ofd,
    Odt,
    /// GB/T 20916, the Chinese office format.
    Uof,
    Epub,
    /// Word 2003 as one XML file.
    WordXml,
    /// A web page with its pictures in one mail file.
    Mhtml,
    Rtf,
    Image,
    /// Files packed together.
    Archive,
}

/// How the text of a format is taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handling {
    /// Decoded where we are: nothing in it can do harm.
    Here,
    /// By a child process with limits: the format is rich enough to hang or crash its reader.
    Child,
    /// Not read; a message says how to convert it.
    Refused,
}

/// How many bytes at the start show what a text file is.
const HEAD: usize = 4096;

impl Format {
    const ALL: [Format; 21] = [
        Format::Plain,
        Format::Markdown,
        Format::Html,
        Format::Docx,
        Format::Pdf,
        Format::Doc,
        Format::Xls,
        Format::Ppt,
        Format::Encrypted,
        Format::Ole,
        Format::Xlsx,
        Format::Pptx,
        Format::Ofd,
        Format::Odt,
        Format::Uof,
        Format::Epub,
        Format::WordXml,
        Format::Mhtml,
        Format::Rtf,
        Format::Image,
        Format::Archive,
    ];

    /// The format of a whole file.
    pub fn of(bytes: &[u8], file_name: &str) -> Format {
        binary(bytes, file_name)
            .or_else(|| text(bytes))
            .or_else(|| named(bytes, file_name))
            .unwrap_or(Format::Plain)
    }

    /// The format of that name.
    pub fn with_name(name: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.name() == name)
    }

    /// The name on the command line of the child, and the last part of the locale keys `format.*` and `remedy.*`.
    pub fn name(self) -> &'static str {
        match self {
            Format::Plain => "plain",
            Format::Markdown => "markdown",
            Format::Html => "html",
            Format::Docx => "docx",
            Format::Pdf => "pdf",
            Format::Doc => "doc",
            Format::Xls => "xls",
            Format::Ppt => "ppt",
            Format::Encrypted => "encrypted",
            Format::Ole => "ole",
            Format::Xlsx => "xlsx",
            Format::Pptx => "pptx",
            Format::Ofd => "ofd",
            Format::Odt => "odt",
            Format::Uof => "uof",
            Format::Epub => "epub",
            Format::WordXml => "word-xml",
            Format::Mhtml => "mhtml",
            Format::Rtf => "rtf",
            Format::Image => "image",
            Format::Archive => "archive",
        }
    }

    pub fn handling(self) -> Handling {
        match self {
            Format::Plain | Format::Markdown => Handling::Here,
            Format::Html | Format::Docx | Format::Pdf => Handling::Child,
            Format::Doc if cfg!(feature = "legacy-doc") => Handling::Child,
            Format::Doc
            | Format::Xls
            | Format::Ppt
            | Format::Encrypted
            | Format::Ole
            | Format::Xlsx
            | Format::Pptx
            | Format::Ofd
            | Format::Odt
            | Format::Uof
            | Format::Epub
            | Format::WordXml
            | Format::Mhtml
            | Format::Rtf
            | Format::Image
            | Format::Archive => Handling::Refused,
        }
    }

    /// Whether a file of a format that is not read may be a report nevertheless.
    pub fn may_hold_a_report(self) -> bool {
        match self {
            Format::Plain
            | Format::Markdown
            | Format::Html
            | Format::Docx
            | Format::Pdf
            | Format::Doc
            | Format::Encrypted
            | Format::Ole
            | Format::Ofd
            | Format::Odt
            | Format::Uof
            | Format::WordXml
            | Format::Mhtml
            | Format::Rtf => true,
            Format::Xls
            | Format::Ppt
            | Format::Xlsx
            | Format::Pptx
            | Format::Epub
            | Format::Image
            | Format::Archive => false,
        }
    }

    /// What takes the text out of this format, with its version; a part of the edition's id, raised whenever the
    /// same bytes give another text.
    pub fn extractor(self) -> &'static str {
        match self {
            Format::Markdown => "markdown/1",
            Format::Html => "html/1",
            Format::Docx => "docx/1",
            Format::Pdf => "pdf/1",
            Format::Doc => "doc/1",
            Format::Plain
            | Format::Xls
            | Format::Ppt
            | Format::Encrypted
            | Format::Ole
            | Format::Xlsx
            | Format::Pptx
            | Format::Ofd
            | Format::Odt
            | Format::Uof
            | Format::Epub
            | Format::WordXml
            | Format::Mhtml
            | Format::Rtf
            | Format::Image
            | Format::Archive => "plain/1",
        }
    }
}

/// Formats that no text can be mistaken for.
fn binary(bytes: &[u8], file_name: &str) -> Option<Format> {
    let magic: [(&[u8], Format); 12] = [
        (b"{\\rtf", Format::Rtf),
        (b"\xFF\xD8\xFF", Format::Image),
        (b"\x89PNG", Format::Image),
        (b"GIF87a", Format::Image),
        (b"GIF89a", Format::Image),
        (b"II*\0", Format::Image),
        (b"MM\0*", Format::Image),
        (b"7z\xBC\xAF\x27\x1C", Format::Archive),
        (b"Rar!\x1A\x07", Format::Archive),
        (b"\x1F\x8B\x08", Format::Archive),
        (b"BZh91AY", Format::Archive),
        (b"\xFD7zXZ\0", Format::Archive),
    ];
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Some(archive::format(bytes, file_name));
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Some(compound::format(bytes, file_name));
    }
    if is_pdf(bytes, file_name) {
        return Some(Format::Pdf);
    }
    if is_picture_with_short_mark(bytes) {
        return Some(Format::Image);
    }
    magic
        .iter()
        .find(|(start, _)| bytes.starts_with(start))
        .map(|(_, format)| *format)
}

/// Some producers write a few bytes of their own before the mark, which readers allow in the first 1,024. A text that
/// speaks of the mark has neither zeros nor the name of a PDF file.
fn is_pdf(bytes: &[u8], file_name: &str) -> bool {
    let head = bytes.get(..1024).unwrap_or(bytes);
    let mark = b"%PDF-";
    let is_called_so = || file_name.to_ascii_lowercase().ends_with(".pdf");
    head.starts_with(mark)
        || head.windows(mark.len()).any(|window| window == mark)
            && (head.contains(&0) || is_called_so())
}

/// Two letters may open a text as well: BMP has zeros after its length, WebP its name.
fn is_picture_with_short_mark(bytes: &[u8]) -> bool {
    let bitmap = bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4]);
    let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    bitmap || webp
}

/// Formats that are text with a grammar, told by how they begin.
fn text(bytes: &[u8]) -> Option<Format> {
    let head = head(bytes);
    let start = after_prologue(&head);
    if start.starts_with("mime-version:") && head.contains("multipart/related") {
        return Some(Format::Mhtml);
    }
    if !start.starts_with('<') {
        return None;
    }
    if head.contains("progid=\"word.document\"") || head.contains("<w:worddocument") {
        return Some(Format::WordXml);
    }
    if head.contains("<uof:uof") {
        return Some(Format::Uof);
    }
    let tags = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<meta",
        "<title>",
        "<div",
        "<table",
        "<p>",
        "<p ",
        "<script",
        "<style",
    ];
    tags.iter()
        .any(|tag| start.starts_with(tag))
        .then_some(Format::Html)
}

/// The first characters in lower case, in whatever encoding that writes ASCII as ASCII or as UTF-16.
fn head(bytes: &[u8]) -> String {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let mut text = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(head).0.into_owned(),
        None => head
            .iter()
            .filter(|byte| **byte != 0)
            .map(|byte| char::from(*byte))
            .collect(),
    };
    // All that is looked for is ASCII, and the tables of all scripts are slow.
    text.make_ascii_lowercase();
    text
}

/// What follows white space, comments, and the declaration of XML.
fn after_prologue(head: &str) -> &str {
    let mut rest = head.trim_start();
    loop {
        let end = if rest.starts_with("<!--") {
            rest.find("-->").map(|at| at + 3)
        } else if rest.starts_with("<?xml") {
            rest.find("?>").map(|at| at + 2)
        } else {
            None
        };
        match end.and_then(|end| rest.get(end..)) {
            Some(after) => rest = after.trim_start(),
            None => return rest,
        }
    }
}

/// What only the name tells. A name that promises a binary format says nothing about bytes that are text.
fn named(bytes: &[u8], file_name: &str) -> Option<Format> {
    let (_, ending) = file_name.rsplit_once('.')?;
    match ending.to_ascii_lowercase().as_str() {
        "md" | "markdown" => Some(Format::Markdown),
        "html" | "htm" | "shtml" | "xhtml" => bytes.contains(&b'<').then_some(Format::Html),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
