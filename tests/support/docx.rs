//! Small documents, zipped by the test itself.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub const WORD: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:x="urn:invented""#;

const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A document as its parts, by name.
#[derive(Clone, Default)]
pub struct Docx {
    pub parts: Vec<(String, Vec<u8>)>,
    related: Vec<(String, String)>,
}

impl Docx {
    /// A document whose body is this XML.
    pub fn new(body: &str) -> Docx {
        let document = format!("<w:document {WORD}><w:body>{body}</w:body></w:document>");
        Docx::default()
            .part(
                "_rels/.rels",
                &relationships(&[("officeDocument", "word/document.xml")]),
            )
            .part("word/document.xml", &document)
    }

    pub fn part(mut self, name: &str, xml: &str) -> Docx {
        self.parts.push((name.to_owned(), xml.as_bytes().to_vec()));
        self
    }

    /// A part that the main part refers to.
    pub fn related(mut self, kind: &str, xml: &str) -> Docx {
        self.related.push((kind.to_owned(), format!("{kind}.xml")));
        self.part(&format!("word/{kind}.xml"), xml)
    }

    pub fn styles(self, styles: &str) -> Docx {
        self.related("styles", &format!("<w:styles {WORD}>{styles}</w:styles>"))
    }

    pub fn numbering(self, numbering: &str) -> Docx {
        self.related(
            "numbering",
            &format!("<w:numbering {WORD}>{numbering}</w:numbering>"),
        )
    }

    pub fn bytes(&self) -> Vec<u8> {
        let related: Vec<(&str, &str)> = self
            .related
            .iter()
            .map(|(kind, name)| (kind.as_str(), name.as_str()))
            .collect();
        let mut parts = self.parts.clone();
        parts.push((
            "word/_rels/document.xml.rels".to_owned(),
            relationships(&related).into_bytes(),
        ));
        zipped(&parts)
    }
}

pub fn relationships(related: &[(&str, &str)]) -> String {
    let entries: String = related
        .iter()
        .map(|(kind, target)| {
            format!(r#"<Relationship Id="{kind}" Type="{TYPES}/{kind}" Target="{target}"/>"#)
        })
        .collect();
    format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}</Relationships>"#
    )
}

pub fn zipped(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer
            .start_file(name, SimpleFileOptions::default())
            .expect("an entry");
        writer.write_all(bytes).expect("its bytes");
    }
    writer.finish().expect("an archive").into_inner()
}

/// A paragraph.
pub fn p(text: &str) -> String {
    format!("<w:p>{}</w:p>", r(text))
}

/// A paragraph with properties.
pub fn pp(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr>{}</w:p>", r(text))
}

/// A run.
pub fn r(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    format!(r#"<w:r><w:t xml:space="preserve">{text}</w:t></w:r>"#)
}

/// A numbered paragraph.
pub fn n(list: u32, level: u32, text: &str) -> String {
    pp(
        &format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr>"#),
        text,
    )
}

/// A level of a list.
pub fn level(at: u32, format: &str, text: &str, more: &str) -> String {
    format!(
        r#"<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>"#
    )
}

/// A definition of lists.
pub fn definition(id: i32, levels: &str) -> String {
    format!(r#"<w:abstractNum w:abstractNumId="{id}">{levels}</w:abstractNum>"#)
}

/// A list.
pub fn list(id: i32, definition: i32, more: &str) -> String {
    format!(r#"<w:num w:numId="{id}"><w:abstractNumId w:val="{definition}"/>{more}</w:num>"#)
}

/// A definition with three levels as Chinese documents have them.
pub fn chinese() -> String {
    let levels = [
        level(0, "chineseCounting", "%1、", ""),
        level(1, "chineseCountingThousand", "（%2）", ""),
        level(2, "decimal", "%3.", ""),
    ];
    definition(0, &levels.concat())
}

pub const HEADINGS: &str = r#"
    <w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
    <w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Title"/></w:style>
    <w:style w:type="paragraph" w:styleId="a4"><w:name w:val="Subtitle"/></w:style>
    <w:style w:type="paragraph" w:styleId="10"><w:name w:val="toc 1"/></w:style>
    <w:style w:type="character" w:styleId="hid"><w:name w:val="hidden"/><w:rPr><w:vanish/></w:rPr></w:style>
    <w:style w:type="numbering" w:styleId="List1"><w:name w:val="List1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>"#;

pub fn styled(style: &str, text: &str) -> String {
    pp(&format!(r#"<w:pStyle w:val="{style}"/>"#), text)
}

pub fn tc(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text))
}

pub fn tr(cells: &[String]) -> String {
    format!("<w:tr>{}</w:tr>", cells.concat())
}

pub fn tbl(rows: &[String]) -> String {
    format!("<w:tbl><w:tblPr/><w:tblGrid/>{}</w:tbl>", rows.concat())
}

/// What a change says of itself.
pub const ANNA: &str = r#"w:id="1" w:author="甲" w:date="2024-01-01T00:00:00Z""#;

pub fn field(instruction: &str, result: &str) -> String {
    format!(
        r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>"#
    )
}
