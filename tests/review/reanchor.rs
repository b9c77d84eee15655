//! Every annotated sentence and clause of real length, found again after an edit of the text: no wrong place, hardly a lost one.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use ducha::report::{Hints, Report, SourceText, Span, parse, parse_structure};
use ducha::review::{Anchor, Locator, digest};

/// What a run of edits did to the annotations of some texts.
#[derive(Debug, Default)]
struct Count {
    asked: usize,
    right: usize,
    /// Said to be somewhere it is not.
    wrong: Vec<String>,
    /// Left to a person.
    lost: usize,
}

/// Who knows what about the text before.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Knowing {
    /// The edition before is in the library, as at every re-import.
    Old,
    Nothing,
}

/// Clauses and sentences of a text that hold a figure.
struct Unit {
    sentence: Span,
    place: Span,
}

fn units(report: &Report) -> Vec<Unit> {
    let text = &report.source.text;
    let mut units = Vec::new();
    for sentence in &report.sentences {
        let quote = sentence.span.of(text);
        if !quote.contains(|letter: char| letter.is_ascii_digit()) {
            continue;
        }
        units.push(Unit {
            sentence: sentence.span,
            place: sentence.span,
        });
        let mut start = sentence.span.start;
        for clause in quote.split_inclusive(['，', ',', '；', ';']) {
            let place = Span::new(start, start + clause.len());
            start = place.end;
            if place != sentence.span && clause.contains(|letter: char| letter.is_ascii_digit()) {
                units.push(Unit {
                    sentence: sentence.span,
                    place,
                });
            }
        }
    }
    units
}

/// Fifty-one characters that stand in no text.
const INSERTED: &str = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥乾坎艮震巽离坤兑甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉。";

impl Count {
    fn check(
        &mut self,
        before: &Report,
        text: &str,
        after: &Report,
        units: &[Unit],
        knowing: Knowing,
        right: impl Fn(&Unit) -> Option<Span>,
    ) {
        let was = digest(before.source.text.as_bytes());
        let is = digest(text.as_bytes());
        let locator = Locator::new(after, &is);
        let locator = match knowing {
            Knowing::Old => locator.since(before),
            Knowing::Nothing => locator,
        };
        for unit in units {
            let anchor = Anchor::of(before, &was, unit.place);
            let located = locator.locate(&anchor);
            self.asked += 1;
            let wanted = right(unit).map(|span| span.of(text).trim());
            let found = located.span.map(|span| span.of(text).trim());
            match (wanted, found, right(unit), located.span) {
                (None, None, ..) => self.right += 1,
                (Some(_), None, ..) => self.lost += 1,
                (Some(one), Some(other), Some(place), Some(span))
                    if one == other && place.overlap(span) > 0 =>
                {
                    self.right += 1
                }
                _ => self.wrong.push(format!(
                    "{} -> {found:?} {:?}",
                    unit.place.of(&before.source.text),
                    located.place
                )),
            }
        }
    }

    fn print(&self, what: &str) {
        let share = 100.0 * self.right as f64 / self.asked.max(1) as f64;
        println!(
            "{what}: {} asked, {} right ({share:.1} %), {} left to a person, {} wrong",
            self.asked,
            self.right,
            self.lost,
            self.wrong.len()
        );
        for wrong in &self.wrong {
            println!("    {wrong}");
        }
    }
}

fn structure(text: &str) -> Report {
    parse_structure(SourceText::new(text), &Hints::default())
}

/// A text, and whether it is a sample of many sentences of one shape.
fn texts() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    for folder in [root.join("data/samples"), root.join("../shared/eval/texts")] {
        let Ok(entries) = fs::read_dir(&folder) else {
            println!("skipped: no texts in {}", folder.display());
            continue;
        };
        let mut paths: Vec<PathBuf> = entries
            .map(|entry| entry.expect("an entry").path())
            .collect();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
        paths.sort();
        for path in paths {
            let name = path
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            texts.push((
                name,
                fs::read_to_string(&path)
                    .expect("a text")
                    .replace("\r\n", "\n"),
            ));
        }
    }
    texts
}

/// Deletes the sentence: there is nothing left to find.
fn deleted(text: &str, before: &Report, units: &[Unit], count: &mut Count, knowing: Knowing) {
    let sentences: BTreeSet<Span> = units.iter().map(|unit| unit.sentence).collect();
    for sentence in sentences {
        let mut edited = text.to_owned();
        edited.replace_range(sentence.start..sentence.end, "");
        let after = structure(&edited);
        let inside = inside(units, sentence);
        // The same sentence elsewhere is a place of its own; which of two equal ones went nobody can tell.
        if text.matches(sentence.of(text)).count() > 1 {
            continue;
        }
        count.check(before, &edited, &after, &inside, knowing, |_| None);
    }
}

/// Corrects one digit of the sentence and inserts a line of 51 characters well before it.
fn corrected(text: &str, before: &Report, units: &[Unit], count: &mut Count, knowing: Knowing) {
    let sentences: BTreeSet<Span> = units.iter().map(|unit| unit.sentence).collect();
    for sentence in sentences {
        let Some(at) = sentence
            .of(text)
            .rfind(|letter: char| letter.is_ascii_digit())
        else {
            continue;
        };
        let at = sentence.start + at;
        let digit = text.as_bytes()[at];
        let other = if digit == b'9' { "1" } else { "9" };
        let mut edited = text.to_owned();
        edited.replace_range(at..=at, other);
        let before_half = edited
            .match_indices('\n')
            .map(|(at, _)| at + 1)
            .take_while(|at| *at <= sentence.start / 2);
        let line = before_half.last().unwrap_or(0);
        edited.insert_str(line, &format!("{INSERTED}\n"));
        let by = INSERTED.len() + 1;
        let after = structure(&edited);
        let moved = |span: Span| {
            if span.start >= line {
                Span::new(span.start + by, span.end + by)
            } else {
                span
            }
        };
        count.check(
            before,
            &edited,
            &after,
            &inside(units, sentence),
            knowing,
            |unit| Some(moved(unit.place)),
        );
    }
}

/// Swaps each section of the first level with the next.
fn swapped(text: &str, before: &Report, units: &[Unit], count: &mut Count, knowing: Knowing) {
    let top: Vec<Span> = before
        .sections
        .iter()
        .filter(|section| section.parent.is_none() && !section.item)
        .map(|section| section.extent)
        .collect();
    for pair in top.windows(2) {
        let [one, two] = pair else { continue };
        let (first, between, second) = (one.of(text), &text[one.end..two.start], two.of(text));
        let edited = format!(
            "{}{second}{}{between}{first}{}{}",
            &text[..one.start],
            if second.ends_with('\n') { "" } else { "\n" },
            if first.ends_with('\n') { "" } else { "\n" },
            &text[two.end..],
        );
        let extra = usize::from(!second.ends_with('\n'));
        let after = structure(&edited);
        let moved = |span: Span| {
            let by = |at: usize| {
                if one.contains(at) {
                    at + second.len() + extra + between.len()
                } else if two.contains(at) {
                    at - first.len() - between.len()
                } else {
                    at + (edited.len() - text.len()) * usize::from(at >= two.end)
                }
            };
            let start = by(span.start);
            Span::new(start, start + span.len())
        };
        count.check(before, &edited, &after, units, knowing, |unit| {
            Some(moved(unit.place))
        });
    }
}

fn inside(units: &[Unit], sentence: Span) -> Vec<Unit> {
    units
        .iter()
        .filter(|unit| unit.sentence == sentence)
        .map(|unit| Unit {
            sentence: unit.sentence,
            place: unit.place,
        })
        .collect()
}

#[test]
fn no_annotation_lands_in_a_wrong_place_and_hardly_one_is_lost() {
    let texts = texts();
    assert!(!texts.is_empty(), "the samples are always there");
    for knowing in [Knowing::Old, Knowing::Nothing] {
        let (mut gone, mut digits, mut order) =
            (Count::default(), Count::default(), Count::default());
        for (_, text) in &texts {
            let before = parse(SourceText::new(text.as_str()), &Hints::default());
            let text = before.source.text.clone();
            let mut units = units(&before);
            // Without the old text at hand is the harder case, and the rarer: a third of the places stand for it.
            if knowing == Knowing::Nothing {
                units = units.into_iter().step_by(3).collect();
            }
            deleted(&text, &before, &units, &mut gone, knowing);
            corrected(&text, &before, &units, &mut digits, knowing);
            swapped(&text, &before, &units, &mut order, knowing);
        }
        println!(
            "with {knowing:?} known of the text before, {} texts",
            texts.len()
        );
        gone.print("  sentence deleted");
        digits.print("  digit corrected, 51 characters inserted");
        order.print("  two sections swapped");
        for count in [&gone, &digits, &order] {
            assert!(count.asked > 0);
            assert!(count.wrong.is_empty(), "wrong places");
            if knowing == Knowing::Old {
                assert!(
                    count.right * 100 >= count.asked * 99,
                    "{} of {}",
                    count.right,
                    count.asked
                );
            }
        }
    }
}
