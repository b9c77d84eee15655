//! What the office formats have in common: the archive of parts, how they refer to each other, and of which kind they are.

use super::archive::Archive;
use super::xml::push;

/// The first line of every part.
pub(super) const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
/// The namespace of references, and the beginning of the names of their kinds.
pub(super) const OFFICE: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const KINDS: &str = "application/vnd.openxmlformats-officedocument";

/// One part of a document.
pub(super) struct Part {
    /// The kind of the reference to it.
    reference: &'static str,
    /// Its place in the folder of the main part.
    name: &'static str,
    /// The last words of its content type.
    content: &'static str,
    text: String,
}

impl Part {
    pub fn new(
        reference: &'static str,
        name: &'static str,
        content: &'static str,
        text: String,
    ) -> Part {
        Part {
            reference,
            name,
            content,
            text,
        }
    }
}

/// The whole file: `folder` and `family` are those of the main part (`word`, `wordprocessingml`), which stands first and
/// refers to the others as `rId1` and on, in their order.
pub(super) fn package(folder: &str, family: &str, main: Part, others: Vec<Part>) -> Vec<u8> {
    let mut types = String::new();
    for part in std::iter::once(&main).chain(&others) {
        let (name, content) = (part.name, part.content);
        push(
            &mut types,
            format_args!(
                r#"<Override PartName="/{folder}/{name}" ContentType="{KINDS}.{family}.{content}+xml"/>"#
            ),
        );
    }
    let types = format!(
        r#"{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{types}</Types>"#
    );
    let path = format!("{folder}/{}", main.name);
    let root = relationships([(main.reference, path.as_str())].into_iter());
    let own = relationships(others.iter().map(|part| (part.reference, part.name)));
    let mut archive = Archive::default();
    archive.part("[Content_Types].xml", types.as_bytes());
    archive.part("_rels/.rels", root.as_bytes());
    archive.part(&path, main.text.as_bytes());
    archive.part(
        &format!("{folder}/_rels/{}.rels", main.name),
        own.as_bytes(),
    );
    for part in &others {
        let path = format!("{folder}/{}", part.name);
        archive.part(&path, part.text.as_bytes());
    }
    archive.finish()
}

fn relationships<'t>(targets: impl Iterator<Item = (&'t str, &'t str)>) -> String {
    let mut list = String::new();
    for (idx, (kind, target)) in targets.enumerate() {
        let id = idx + 1;
        push(
            &mut list,
            format_args!(
                r#"<Relationship Id="rId{id}" Type="{OFFICE}/{kind}" Target="{target}"/>"#
            ),
        );
    }
    format!(r#"{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{list}</Relationships>"#)
}
