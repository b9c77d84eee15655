//! What is told of a hostile text besides its words: which encoding it was in, which places were read otherwise than they stand,
//! and that it is found as a reader would look for it.

use serde_json::{Value, json};

use super::corpus::{TEXTS, report};
use super::place::Place;
use crate::schema::{faults, schema};

/// What is told of the text of that name.
struct Told {
    name: &'static str,
    /// The encoding that the library keeps; nothing of one that is UTF-8.
    encoding: &'static str,
    /// Notices: their kind, and the place that they point at.
    notices: &'static [(&'static str, &'static str)],
    /// What is looked for, and what stands between the marks of a hit.
    finds: &'static [(&'static str, &'static str)],
}

const fn told(
    name: &'static str,
    encoding: &'static str,
    notices: &'static [(&'static str, &'static str)],
    finds: &'static [(&'static str, &'static str)],
) -> Told {
    Told {
        name,
        encoding,
        notices,
        finds,
    }
}

const TOLD: &[Told] = &[
    told("01", "UTF-8", &[("control-character", "\u{1b}")], &[]),
    // Both are there, whichever a terminal would have shown.
    told(
        "12",
        "UTF-8",
        &[("joined-line", "\r")],
        &[("真实", "真实"), ("虚假", "虚假"), ("真实虚假", "真实虚假")],
    ),
    told("15", "UTF-8", &[("control-character", "\u{202e}")], &[]),
    told(
        "17",
        "UTF-8",
        &[("control-character", "\u{200c}")],
        &[
            ("100万", "1‹U+200C›00万"),
            ("投入100万元", "投入1‹U+200C›00万元"),
        ],
    ),
    told(
        "18",
        "UTF-8",
        &[("look-alike", "⼀"), ("foreign-letter", "а")],
        &[("一、", "⼀、"), ("45件", "４５件"), ("а45", "а４５")],
    ),
    told(
        "22",
        "UTF-8",
        &[("control-character", "\u{e0041}")],
        &[(
            "执法力量甲不足",
            "执法力量甲‹U+E0041›‹U+E0042›‹U+E007F›不足",
        )],
    ),
    told("23", "UTF-8", &[("undecodable", "\u{fffd}")], &[]),
    told("24", "gb18030", &[], &[]),
    told("25", "UTF-16LE", &[], &[]),
    told("26", "Big5", &[("traditional", "縣")], &[]),
    told("27", "UTF-8", &[], &[]),
    // Both halves whole, and which is which.
    told(
        "28",
        "UTF-8+gb18030",
        &[("other-encoding", "青禾县人民政府2024年")],
        &[],
    ),
    told("29", "UTF-8", &[("undecodable", "\u{fffd}")], &[]),
];

#[test]
fn what_was_read_otherwise_than_it_stands_is_told_with_its_place() {
    let mut wrong = Vec::new();
    for told in TOLD {
        let place = Place::new();
        let hostile = TEXTS.iter().find(|text| text.name.starts_with(told.name));
        let hostile = hostile.expect(told.name);
        place.file(hostile.name, (hostile.bytes)());
        place.run(&["import", hostile.name]).has(0, &["已导入"]);
        let (edition, text) = edition(&place);
        if edition["encoding"] != told.encoding {
            wrong.push(format!("{}: {}", hostile.name, edition["encoding"]));
        }
        let noticed = noticed(&place, hostile.name, &text);
        for (kind, start) in told.notices {
            let is_said = noticed
                .iter()
                .any(|(said, at)| said == kind && at.starts_with(start));
            if !is_said {
                wrong.push(format!("{} lacks {kind} in {noticed:?}", hostile.name));
            }
        }
        for (query, hit) in told.finds {
            let shown = place.run(&["search", query, hostile.name]);
            if !shown.text().contains(&format!("【{hit}】")) {
                wrong.push(format!("{} {query}: {}", hostile.name, shown.text()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The record of the only edition in the library, and its text.
fn edition(place: &Place) -> (Value, String) {
    let editions = std::fs::read_dir(place.library().join("editions")).expect("editions");
    let mut folders = editions.flatten().map(|entry| entry.path());
    let folder = folders.find(|path| path.is_dir()).expect("an edition");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect(name);
    let record = serde_json::from_str(&read("edition.json")).expect("JSON");
    (record, read("text.txt"))
}

/// The notices of a report with the words that they point at.
fn noticed(place: &Place, name: &str, text: &str) -> Vec<(String, String)> {
    let (_, shown, _) = place.fed(&["show", "--format", "json", name], "");
    let report: Value = serde_json::from_str(shown.trim()).expect("JSON");
    let text: Vec<char> = text.chars().collect();
    let notices = report["notices"].as_array().into_iter().flatten();
    notices
        .map(|notice| {
            let at = |name: &str| notice[name].as_u64().map_or(0, |at| at as usize);
            let words = text.get(at("start")..at("end")).unwrap_or_default();
            let kind = notice["kind"].as_str().unwrap_or_default();
            (kind.to_owned(), words.iter().collect())
        })
        .collect()
}

/// Many damaged bytes are no text in any encoding: the first line of them is named. A few lines of another encoding are read,
/// however short, where others prove that it is one.
#[test]
fn bytes_of_no_encoding_are_refused_with_their_line() {
    let place = Place::new();
    let surrogates = report("甲").replace("甲", "\u{1}\u{1}\u{1}").into_bytes();
    let surrogates: Vec<u8> = surrogates
        .split(|byte| *byte == 1)
        .flat_map(|piece| [piece, b"\xed\xa0\x80\xed\xbf\xbf"].concat())
        .collect();
    place.file("surrogates.txt", surrogates);
    place
        .run(&["show", "surrogates.txt"])
        .has(3, &["第 1 行", "--encoding"]);
}

/// Last year's sentence, this year's, and what a comparison says of the two, without the marks of a format.
const ONE_LOOK: [(&str, &str, &str); 5] = [
    (
        "提速ABC项",
        "提速АВС项",
        "看似相同：A（U+0041）→А（U+0410）、B（U+0042）→В（U+0412）、C（U+0043）→С（U+0421）",
    ),
    (
        "先抓一项",
        "先抓⼀项",
        "看似相同：一（U+4E00）→⼀（U+2F00）",
    ),
    (
        "自二○年起",
        "自二〇年起",
        "看似相同：○（U+25CB）→〇（U+3007）",
    ),
    (
        "各镇同意",
        "各镇\u{202e}同意",
        "看似相同：多出看不见的 U+202E",
    ),
    (
        "提速A项45件",
        "提速А项47件",
        "其中看似相同：A（U+0041）→А（U+0410）",
    ),
];

/// Two texts that only look the same are not the same: the difference is marked, the row says by which characters, and each
/// text says what is in it.
#[test]
fn what_only_looks_the_same_is_told_apart() {
    let place = Place::new();
    for (old, new, said) in ONE_LOOK {
        place.file("旧.txt", report(old));
        place.file("新.txt", report(new));
        for format in ["text", "markdown", "html"] {
            let shown = place.run(&["compare", "旧.txt", "新.txt", "--format", format]);
            assert_eq!(shown.code, 1);
            let text = shown.text().replace(['\n', '\\'], "");
            assert!(text.contains(said), "{format} {said}: {text}");
        }
    }
    place
        .run(&["compare", "旧.txt", "新.txt"])
        .has(1, &["[45件]", "{47件}"]);
    place.run(&["show", "新.txt"]).has(0, &["看似相同"]);
    // Widths are no difference of the text.
    place.file("宽.txt", report("提速Ａ项４５件"));
    place
        .run(&["compare", "旧.txt", "宽.txt"])
        .has(0, &["未变"]);
}

/// The same in JSON, where programs find both characters.
#[test]
fn what_only_looks_the_same_is_told_to_programs() {
    let place = Place::new();
    place.file("旧.txt", report("提速A项，同意"));
    place.file("新.txt", report("提速А项，同\u{202e}意"));
    let words = ["compare", "旧.txt", "新.txt", "--format", "json"];
    let (code, printed, _) = place.fed(&words, "");
    assert_eq!(code, Some(1));
    let comparison: Value = serde_json::from_str(printed.trim()).expect("JSON");
    let rows = comparison["rows"].as_array().expect("rows");
    let found: Vec<&Value> = rows
        .iter()
        .filter_map(|row| row.get("look_alikes"))
        .collect();
    let expected = json!({"all": true, "pairs": [
        {"old": {"text": "A", "code": "U+0041"}, "new": {"text": "А", "code": "U+0410"}},
        {"old": null, "new": {"text": "\u{202e}", "code": "U+202E"}},
    ]});
    assert!(
        !found.is_empty() && found.iter().all(|found| **found == expected),
        "{found:?}"
    );
    let schema = schema("compare");
    let mut wrong = Vec::new();
    faults(&schema, &schema, &comparison, "compare", &mut wrong);
    assert!(wrong.is_empty(), "{wrong:?}");
}
