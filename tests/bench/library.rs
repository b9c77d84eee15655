//! Libraries of any size, of invented reports: written without a sync, because nothing in them needs to outlive the run.

use std::fs;
use std::io;
use std::path::Path;

use ducha::report::{Hints, Metadata, SourceText, parse_structure};
use ducha::store::{Access, EditionRecord, Incoming, Library, MetadataRecord};
use jiff::Timestamp;

/// The samples that all reports are variations of.
const SAMPLES: [(&str, i16); 6] = [
    ("霁川县", 2022),
    ("霁川县", 2023),
    ("霁川县", 2024),
    ("槐汀镇", 2022),
    ("槐汀镇", 2023),
    ("槐汀镇", 2024),
];

/// Years that each unit reports.
const YEARS: [i16; 5] = [2020, 2021, 2022, 2023, 2024];

/// Characters that names of units begin with: none of them stands for a place.
const NAMES: [&str; 3] = [
    "青白玄朱黛绯碧墨素锦瑶琼珏瑾璞瑛琳琅璎珞",
    "溪泉涧潭洲浦湾渚汀澜沚浔漪泽湄滨沣淇洛汶",
    "岚峰岭峦屿巍崧嵩峻屹峡崖岱岑嶂峤坪垣埠塬",
];

/// Of every so many reports one says the word that searches look for.
pub const RARE: usize = 1_000;
/// The word.
pub const WORD: &str = "石榴籽议事亭";

/// A sample with what the program reads in it.
struct Sample {
    unit: &'static str,
    year: i16,
    text: String,
    record: EditionRecord,
}

/// Makes a library of so many reports; the same reports every time.
pub fn write(folder: &Path, count: usize) -> io::Result<()> {
    Library::create(folder, Access::Private).map_err(io::Error::other)?;
    let samples = SAMPLES.map(sample);
    for number in 0..count {
        let (name, year) = unit(number);
        let sample = samples.get(number / YEARS.len() % samples.len());
        let sample = sample.map_or_else(
            || Err(io::Error::other("none")),
            |one| one.as_ref().map_err(copied),
        )?;
        let name = format!("{name}{}", last(sample.unit));
        let renamed = |text: &str| {
            let text = text.replace(sample.unit, &name);
            text.replace(&sample.year.to_string(), &year.to_string())
        };
        let mut text = vary(&renamed(&sample.text), number);
        if number % RARE == RARE - 1 {
            text.push_str(&format!("　　在渔港码头设立{WORD}1处。\n"));
        }
        let mut metadata = sample.record.metadata.clone();
        for field in [
            &mut metadata.title,
            &mut metadata.issuer,
            &mut metadata.region,
        ] {
            *field = field.as_deref().map(renamed);
        }
        metadata.year = Some(year);
        publish(&folder.join("editions"), &text, metadata)?;
    }
    Ok(())
}

fn copied(error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), error.to_string())
}

fn sample((unit, year): (&'static str, i16)) -> io::Result<Sample> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/samples");
    let text = fs::read_to_string(folder.join(format!("{unit}-{year}.txt")))?;
    let report = parse_structure(SourceText::new(text.as_str()), &Hints::default());
    let record = record(&text, &report.metadata);
    Ok(Sample {
        unit,
        year,
        text,
        record,
    })
}

fn record(text: &str, metadata: &Metadata) -> EditionRecord {
    let incoming = Incoming {
        bytes: text.as_bytes(),
        text,
        extractor: "plain/1",
        encoding: "UTF-8",
        file_name: None,
        hints: &Hints::default(),
        metadata,
        importer: "generator",
    };
    EditionRecord::of(&incoming, Timestamp::UNIX_EPOCH)
}

/// Three characters make 8,000 names; a fourth makes as many as are wanted.
fn unit(number: usize) -> (String, i16) {
    let year = YEARS.get(number % YEARS.len()).copied().unwrap_or(2024);
    let mut rest = number / YEARS.len();
    let mut name = String::new();
    for letters in NAMES {
        let all: Vec<char> = letters.chars().collect();
        name.extend(all.get(rest % all.len()));
        rest /= all.len();
    }
    name.extend(
        (rest > 0)
            .then(|| char::from_u32(0x82b1 + rest as u32))
            .flatten(),
    );
    (name, year)
}

/// 县 of 霁川县.
fn last(unit: &str) -> char {
    unit.chars().last().unwrap_or('县')
}

/// Turns the digits of every figure a little, so that no two texts are the same.
fn vary(text: &str, number: usize) -> String {
    let mut state = number as u64 + 1;
    let mut before = ' ';
    text.chars()
        .map(|character| {
            // Not the first digit, and nothing in years.
            let inside = before.is_ascii_digit() && before != '2' && before != '0';
            before = character;
            if !(inside && character.is_ascii_digit()) {
                return character;
            }
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            char::from_digit(((state >> 33) % 10) as u32, 10).unwrap_or(character)
        })
        .collect()
}

fn publish(editions: &Path, text: &str, metadata: MetadataRecord) -> io::Result<()> {
    let record = EditionRecord {
        metadata,
        ..record(text, &Metadata::default())
    };
    let folder = editions.join(&record.id);
    fs::create_dir(&folder)?;
    fs::write(folder.join("source.bin"), text)?;
    fs::write(folder.join("text.txt"), text)?;
    fs::write(folder.join("edition.json"), record.sealed())
}
