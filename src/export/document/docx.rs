//! Documents in the layout of official ones (GB/T 9704): title, headings and text in their faces and sizes, A4, numbered pages.

use super::Document;
use crate::export::ooxml::{HEAD, OFFICE, Part, package};
use crate::export::xml::{escaped, push};
use crate::locale::Lang;

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const STYLES: &str = include_str!("styles.xml");

/// One file for all; each document begins on a page of its own.
pub fn docx(documents: &[Document]) -> Vec<u8> {
    let mut body = String::new();
    for (idx, document) in documents.iter().enumerate() {
        write(document, idx > 0, &mut body);
    }
    let main = format!(
        r#"{HEAD}<w:document xmlns:w="{WORD}" xmlns:r="{OFFICE}"><w:body>{body}<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588" w:header="851" w:footer="1400" w:gutter="0"/></w:sectPr></w:body></w:document>"#
    );
    // Words of Latin letters that fill a line up to its end leave holes.
    let filled_up = "<w:jc w:val=\"both\"/>";
    let styles = match documents.first().map(|document| document.lang) {
        Some(Lang::En) => STYLES.replace(filled_up, ""),
        Some(Lang::Zh) | None => STYLES.to_owned(),
    };
    package(
        "word",
        "wordprocessingml",
        Part::new("officeDocument", "document.xml", "document.main", main),
        vec![
            Part::new("styles", "styles.xml", "styles", styles),
            Part::new("footer", "footer1.xml", "footer", footer()),
        ],
    )
}

fn write(document: &Document, on_new_page: bool, body: &mut String) {
    let before = match on_new_page {
        true => "<w:pageBreakBefore/>",
        false => "",
    };
    let title = escaped(&document.title).replace('\n', "</w:t><w:br/><w:t>");
    push(
        body,
        format_args!(
            r#"<w:p><w:pPr><w:pStyle w:val="Title"/>{before}</w:pPr><w:r><w:t>{title}</w:t></w:r></w:p>"#
        ),
    );
    if let Some(addressee) = &document.addressee {
        paragraph("Addressee", addressee, body);
    }
    for text in &document.opening {
        paragraph("BodyText", text, body);
    }
    for chapter in &document.chapters {
        paragraph("Heading1", &chapter.heading, body);
        for point in &chapter.points {
            paragraph("Heading2", &point.heading, body);
            for (label, text) in &point.fields {
                field(label, document.lang.text("document.colon"), text, body);
            }
        }
    }
    for text in &document.closing {
        paragraph("BodyText", text, body);
    }
    for text in &document.signature {
        paragraph("Signature", text, body);
    }
}

fn paragraph(style: &str, text: &str, body: &mut String) {
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let line = escaped(line.trim());
        push(
            body,
            format_args!(
                r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">{line}</w:t></w:r></w:p>"#
            ),
        );
    }
}

/// Its label in bold; further lines of the text are paragraphs of their own.
fn field(label: &str, colon: &str, text: &str, body: &mut String) {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let first = escaped(lines.next().unwrap_or_default().trim());
    let label = escaped(label);
    push(
        body,
        format_args!(
            r#"<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{label}{colon}</w:t></w:r><w:r><w:t xml:space="preserve">{first}</w:t></w:r></w:p>"#
        ),
    );
    for line in lines {
        paragraph("BodyText", line, body);
    }
}

/// — 1 —
fn footer() -> String {
    let run = |inner: &str| format!("<w:r>{inner}</w:r>");
    let parts = [
        run("<w:t xml:space=\"preserve\">— </w:t>"),
        run("<w:fldChar w:fldCharType=\"begin\"/>"),
        run("<w:instrText xml:space=\"preserve\"> PAGE </w:instrText>"),
        run("<w:fldChar w:fldCharType=\"separate\"/>"),
        run("<w:t>1</w:t>"),
        run("<w:fldChar w:fldCharType=\"end\"/>"),
        run("<w:t xml:space=\"preserve\"> —</w:t>"),
    ]
    .concat();
    format!(
        r#"{HEAD}<w:ftr xmlns:w="{WORD}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{parts}</w:p></w:ftr>"#
    )
}
