//! PDF files: one report as many producers write it, files without readable text, and damaged and hostile files.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use ducha::import::pdf::extract;
use ducha::import::{ExtractError, Extracted};
use ducha::report::{MarkKind, RemarkKind};

/// All fixtures, readable or not.
const FILES: [&str; 11] = [
    "chromium",
    "encrypted",
    "gbk-euc",
    "libreoffice",
    "no-characters",
    "protected",
    "reportlab-truetype",
    "reportlab-unigb",
    "scanned",
    "two-columns",
    "weasyprint",
];

/// Those that hold the whole report, with a head and a page number on every page.
const PRODUCERS: [&str; 8] = [
    "chromium",
    "gbk-euc",
    "libreoffice",
    "protected",
    "reportlab-truetype",
    "reportlab-unigb",
    "two-columns",
    "weasyprint",
];

const HEAD: &str = "云汀县法治政府建设年度报告";

fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pdf");
    std::fs::read(path.join(name)).expect("a fixture")
}

fn pdf(name: &str) -> Vec<u8> {
    fixture(&format!("{name}.pdf"))
}

fn read(name: &str) -> Extracted {
    extract(&pdf(name)).unwrap_or_else(|error| panic!("{name}: {error:?}"))
}

/// The lines that the fixtures were made of, with a tab between the cells of a table.
fn report() -> Vec<String> {
    let source = String::from_utf8(fixture("report.txt")).expect("a text");
    let plain = |line: &str| match line.strip_prefix("| ") {
        Some(row) => row.trim_end_matches(" |").replace(" | ", "\t"),
        None => line.trim_start_matches(['#', '>', ' ']).to_owned(),
    };
    source.lines().map(plain).collect()
}

fn dense(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The part of the runs of twelve characters that the extracted text has too, in thousandths.
fn recall(expected: &str, found: &str) -> usize {
    let grams = |text: &str| -> BTreeSet<String> {
        let letters: Vec<char> = text.chars().collect();
        let run = |run: &[char]| run.iter().collect();
        letters.windows(12).map(run).collect()
    };
    let (expected, found) = (grams(&dense(expected)), grams(&dense(found)));
    1000 * expected.intersection(&found).count() / expected.len()
}

fn marked(extracted: &Extracted, kind: MarkKind) -> Vec<&str> {
    let marks = extracted.marks.iter().filter(|mark| mark.kind == kind);
    marks.map(|mark| mark.span.of(&extracted.text)).collect()
}

// Producers.

#[test]
fn every_producer_is_read_whole_and_in_order() {
    let expected = report();
    let mut table = String::from("producer              recall  lines  same\n");
    let mut is_good = true;
    for name in PRODUCERS {
        let extracted = read(name);
        let recall = recall(&expected.concat(), &extracted.text);
        let lines: Vec<&str> = extracted.text.lines().collect();
        let same = expected
            .iter()
            .filter(|line| lines.contains(&line.as_str()))
            .count();
        writeln!(table, "{name:20} {recall:5}‰ {:6} {same:5}", lines.len()).expect("memory");
        for line in &expected {
            if !lines.contains(&line.as_str()) {
                writeln!(table, "  missing {line}").expect("memory");
            }
        }
        for line in &lines {
            if !expected.iter().any(|known| known == line) {
                writeln!(table, "  beyond  {line}").expect("memory");
            }
        }
        is_good &= recall >= 990 && lines.len() == expected.len() && same == expected.len();
    }
    println!("{table}");
    assert!(is_good, "\n{table}");
}

#[test]
fn page_furniture_is_left_out_and_told() {
    for name in PRODUCERS {
        let extracted = read(name);
        assert!(!extracted.text.contains(HEAD), "{name}");
        let is_told = extracted
            .remarks
            .iter()
            .any(|remark| remark.kind == RemarkKind::PageFurnitureDropped && remark.count > 0);
        assert!(is_told, "{name}: {:?}", extracted.remarks);
    }
}

#[test]
fn title_and_table_are_marked() {
    let report = report();
    let rows: Vec<&str> = report
        .iter()
        .map(String::as_str)
        .filter(|line| line.contains('\t'))
        .collect();
    for name in PRODUCERS {
        let extracted = read(name);
        let title = marked(&extracted, MarkKind::Title);
        assert_eq!(title, [report[0].as_str()], "{name}");
        let tables = marked(&extracted, MarkKind::Table);
        assert_eq!(tables, [rows.join("\n")], "{name}");
    }
}

#[test]
fn the_title_among_the_properties_is_told() {
    for (name, expected) in [
        ("chromium", Some(HEAD)),
        ("weasyprint", Some(HEAD)),
        ("reportlab-unigb", None),
        ("gbk-euc", None),
    ] {
        assert_eq!(read(name).page.title.as_deref(), expected, "{name}");
    }
}

#[test]
fn marks_lie_in_the_text() {
    for name in PRODUCERS {
        let extracted = read(name);
        for mark in &extracted.marks {
            let span = mark.span;
            assert!(!span.is_empty(), "{name}: {mark:?}");
            assert!(
                extracted.text.get(span.start..span.end).is_some(),
                "{name}: {mark:?}"
            );
        }
    }
}

// Files without readable text.

#[test]
fn what_cannot_be_read_is_named() {
    for (name, expected) in [
        ("scanned", ExtractError::Scanned),
        ("encrypted", ExtractError::Encrypted),
        ("no-characters", ExtractError::NoCharacters),
    ] {
        assert_eq!(extract(&pdf(name)), Err(expected), "{name}");
    }
}

// Damaged files.

/// Ends by itself, with a text or with an error, long before anybody would lose patience.
fn ends(bytes: &[u8], what: &str) -> Result<Extracted, ExtractError> {
    let start = Instant::now();
    let outcome = extract(bytes);
    let time = start.elapsed();
    assert!(time < Duration::from_secs(20), "{what} takes {time:?}");
    outcome
}

#[test]
fn a_file_that_was_cut_off_ends_in_a_text_or_an_error() {
    for name in FILES {
        let bytes = pdf(name);
        for part in 0..12 {
            let end = bytes.len() * part / 12;
            let _ = ends(&bytes[..end], &format!("{name} up to {end}"));
        }
    }
}

#[test]
fn a_file_with_wrong_bytes_ends_in_a_text_or_an_error() {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).expect("a small number")
    };
    for name in FILES {
        let bytes = pdf(name);
        for round in 0..12 {
            let mut damaged = bytes.clone();
            for _ in 0..1 << (round % 6) {
                let at = random(damaged.len());
                damaged[at] = u8::try_from(random(256)).expect("a byte");
            }
            let _ = ends(&damaged, &format!("{name}, round {round}"));
        }
    }
}

// Hostile files.

/// A file of these objects, numbered from 1; the first is the catalog.
fn file(objects: &[String]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (idx, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", bytes.len()).expect("memory");
        bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", idx + 1).bytes());
    }
    let start = bytes.len();
    bytes.extend(table.bytes());
    let size = objects.len() + 1;
    bytes.extend(
        format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").bytes(),
    );
    bytes
}

fn stream(entries: &str, content: &str) -> String {
    format!(
        "<<{entries}/Length {}>>\nstream\n{content}\nendstream",
        content.len()
    )
}

/// One page with this content; the objects go on from number 5.
fn page(content: &str, resources: &str, more: &[String]) -> Vec<u8> {
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<{resources}>>/Contents 4 0 R>>"
        ),
        stream("", content),
    ];
    objects.extend_from_slice(more);
    file(&objects)
}

const SONG: &str = "/Font<</F<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/GBK-EUC-H\
    /DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/DW 1000>>]>>>>";

/// A line of twenty ideographs.
const LINE: &str =
    "<B7A8D6CEB7A8D6CEB7A8D6CEB7A8D6CEB7A8D6CEB7A8D6CEB7A8D6CEB7A8D6CEB7A8D6CEB7A8D6CE> Tj";

#[test]
fn a_page_written_by_hand_is_read() {
    let content = format!("BT /F 16 Tf 72 700 Td {LINE} ET");
    let text = extract(&page(&content, SONG, &[])).map(|extracted| extracted.text);
    assert_eq!(text, Ok("法治".repeat(10)));
}

/// The content reads as these lines. `法` is `<B7A8>`, `治` is `<D6CE>`.
fn check(content: &str, lines: &[&str]) {
    let extracted = extract(&page(content, SONG, &[])).expect("a readable page");
    assert_eq!(
        extracted.text.lines().collect::<Vec<_>>(),
        lines,
        "{content}"
    );
}

#[test]
fn letters_are_read_by_their_place() {
    // The second half of the line comes first in the file.
    check(
        "BT /F 16 Tf 1 0 0 1 104 700 Tm <D6CED6CE> Tj 1 0 0 1 72 700 Tm <B7A8B7A8> Tj ET",
        &["法法治治"],
    );
    // A page that lies on its side.
    check(
        "BT /F 16 Tf 0 1 -1 0 300 72 Tm <B7A8D6CE> Tj 0 1 -1 0 360 72 Tm <D6CED6CE> Tj ET",
        &["法治", "治治"],
    );
    // Bold by drawing twice.
    check(
        "BT /F 16 Tf 72 700 Td <B7A8D6CE> Tj ET BT /F 16 Tf 72.3 700 Td <B7A8D6CE> Tj ET",
        &["法治"],
    );
    // Letters apart, as in a justified line.
    check(
        "BT /F 16 Tf 72 700 Td [<B7A8> -180 <D6CE> -180 <3132>] TJ ET",
        &["法治12"],
    );
}

#[test]
fn a_watermark_is_left_out() {
    check(
        "BT /F 60 Tf 0.7 0.7 -0.7 0.7 100 100 Tm <D6CED6CE> Tj ET BT /F 16 Tf 72 700 Td <B7A8D6CE> Tj ET",
        &["法治"],
    );
}

#[test]
fn the_text_that_a_page_declares_goes_before_its_glyphs() {
    check(
        "/Span <</ActualText <FEFF653F5E9C>>> BDC BT /F 16 Tf 72 700 Td <B7A8D6CE> Tj ET EMC",
        &["政府"],
    );
}

#[test]
fn a_table_is_read_by_its_lines() {
    let mut content = String::new();
    for y in [700, 670, 640] {
        write!(content, "72 {y} m 372 {y} l S ").expect("memory");
    }
    for x in [72, 172, 272, 372] {
        write!(content, "{x} 640 m {x} 700 l S ").expect("memory");
    }
    for (x, y, text) in [
        (80, 680, "B7A8"),
        (180, 680, "D6CE"),
        (280, 680, "3132"),
        (80, 650, "D6CE"),
        (280, 650, "3334"),
    ] {
        write!(content, "BT /F 12 Tf {x} {y} Td <{text}> Tj ET ").expect("memory");
    }
    check(&content, &["法\t治\t12", "治\t\t34"]);
}

#[test]
fn loops_end() {
    let tree = |kids: &str, parent: &str| {
        file(&[
            "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
            format!("<</Type/Pages/Kids[{kids}]/Count 9/Parent {parent}>>"),
        ])
    };
    let form = stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>",
        &"/X Do ".repeat(40),
    );
    let font = "/Font<</F<</Type/Font/Subtype/Type0/Encoding/Identity-H/ToUnicode 5 0 R/DescendantFonts 6 0 R>>>>";
    let map = stream("/UseCMap 5 0 R", "/Self usecmap");
    for (what, bytes) in [
        ("startxref", b"startxref\n0 \n".to_vec()),
        ("startxref in a header", b"%PDF-1.4\nstartxref\n9\n%%EOF\n".to_vec()),
        (
            "tables",
            b"%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF\n".to_vec(),
        ),
        ("pages", tree("2 0 R 2 0 R", "2 0 R")),
        ("forms", page("/X Do", "/XObject<</X 5 0 R>>", &[form])),
        (
            "maps",
            page(
                "BT /F 9 Tf <0001> Tj ET",
                font,
                &[map, "6 0 R".to_owned()],
            ),
        ),
        (
            "references",
            page("", "/Font 5 0 R", &["6 0 R".to_owned(), "5 0 R".to_owned()]),
        ),
    ] {
        assert!(ends(&bytes, what).is_err(), "{what}");
    }
}

#[test]
fn nesting_ends() {
    let deep = "[".repeat(100_000);
    let operators = "q BT /P BMC ".repeat(100_000);
    for (what, bytes) in [
        ("an array", file(std::slice::from_ref(&deep))),
        ("a dictionary", file(&["<</A".repeat(100_000)])),
        ("a string", file(&["(".repeat(100_000)])),
        ("operands", page(&deep, "", &[])),
        ("operators", page(&operators, "", &[])),
        (
            "array objects",
            page("", "", &[format!("{deep}{}", "]".repeat(100_000))]),
        ),
    ] {
        assert!(ends(&bytes, what).is_err(), "{what}");
    }
}

#[test]
fn numbers_without_bounds_end() {
    let content = format!(
        "1e38 0 0 1e38 1e38 1e38 cm BT /F 99999999999 Tf 340282366920938463463374607431768211456 0 Td {LINE} ET"
    );
    assert!(ends(&page(&content, SONG, &[]), "a matrix").is_err());
    let widths = "/Font<</F<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/GBK-EUC-H\
        /DescendantFonts[<</Type/Font/Subtype/CIDFontType2/W[4294967295[1 2 3]-1[5]0 99999999999 -500]>>]>>>>";
    let content = format!("BT /F 16 Tf 72 700 Td {LINE} ET");
    assert!(ends(&page(&content, widths, &[]), "widths").is_ok());
    let map = stream(
        "",
        "1 beginbfrange <FFFFFFFF><FFFFFFFF>[<0041><0042>] <00000000><FFFFFFFF><0041> endbfrange",
    );
    let font =
        "/Font<</F<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/ToUnicode 5 0 R>>>>";
    assert_eq!(
        ends(&page(&content, font, &[map]), "a map"),
        Err(ExtractError::NoCharacters)
    );
}

#[test]
fn much_ink_ends() {
    let mut words = String::from("BT /F 2 Tf ");
    for idx in 0..60_000 {
        let (x, y) = (idx * 7 % 500, idx * 13 % 800);
        write!(words, "1 0 0 1 {x} {y} Tm <B7A8> Tj ").expect("memory");
    }
    let mut rules = format!("BT /F 16 Tf 72 700 Td {LINE} ET ");
    for idx in 0..20_000 {
        let (x, y) = (idx * 7 % 500, idx * 13 % 800);
        write!(
            rules,
            "{x} {y} m {x} {} l {x} {y} m {} {y} l S ",
            y + 50,
            x + 50
        )
        .expect("memory");
    }
    for (what, content) in [("letters", words), ("rules", rules)] {
        let _ = ends(&page(&content, SONG, &[]), what);
    }
}

/// A hundred megabytes of blanks, in a hundred kilobytes.
#[test]
fn a_bomb_is_refused() {
    use std::io::Write as _;
    let mut packed = Vec::new();
    {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(&mut packed));
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated);
        zip.start_file("a", options).expect("memory");
        for _ in 0..100 {
            zip.write_all(&vec![b' '; 1 << 20]).expect("memory");
        }
        zip.finish().expect("memory");
    }
    // One entry: its data begins behind a header of 30 bytes and the name.
    let zlib: String = packed[31..]
        .iter()
        .fold("789C".to_owned(), |mut hex, byte| {
            write!(hex, "{byte:02X}").expect("memory");
            hex
        });
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R>>".to_owned(),
    ];
    objects.push(stream(
        "/Filter[/ASCIIHexDecode/FlateDecode]",
        &format!("{zlib}>"),
    ));
    assert_eq!(
        ends(&file(&objects), "a bomb"),
        Err(ExtractError::TooComplex)
    );
}
