//! Who reports: the body in the title, under the text or in its first sentence, and the place it governs.

use super::level::{LEVELS, place_len};
use super::title::{PageLine, labelled};
use super::{Hints, Kind, Level, Located, Opening};
use crate::report::lexicon::{begins, contains, ends};
use crate::report::{Block, BlockKind, NormalText, Span};

/// A body as far as the text names it.
#[derive(Clone, Debug, Default)]
pub(super) struct Body {
    /// The full name, such as 青山县司法局, and where it stands.
    pub name: Option<Located<String>>,
    /// The place, such as 青山县.
    pub place: Option<String>,
}

impl Body {
    /// The name, or the government of the place when only the place is named.
    pub fn named(&self, level: Level) -> Option<Located<String>> {
        if self.name.is_some() {
            return self.name.clone();
        }
        let place = self.place.as_deref()?;
        if ends(place, &LEVELS.committees) {
            return Some(inferred(place, "管理委员会"));
        }
        let government = match level {
            Level::Subdistrict => "办事处",
            Level::Township | Level::County | Level::Prefecture | Level::Province => "人民政府",
            Level::National | Level::Department | Level::Unknown => return None,
        };
        Some(inferred(place, government))
    }
}

/// A name that the text does not print.
fn inferred(place: &str, government: &str) -> Located<String> {
    Located {
        value: format!("{place}{government}"),
        span: None,
    }
}

/// The issuer of a report.
pub(super) fn issuer(
    normal: &NormalText,
    blocks: &[Block],
    page: &[PageLine],
    title: Option<&Located<String>>,
    kind: Kind,
    opening: &Opening,
) -> Option<Body> {
    if kind == Kind::Speech {
        return None;
    }
    let titled = title.and_then(|title| in_title(normal, title));
    let signed = under_text(normal, blocks);
    let labelled = labelled(
        normal,
        page,
        &[
            "发布机构:",
            "发布单位:",
            "发文机关:",
            "发文机构:",
            "发文单位:",
        ],
    );
    let opened = in_opening(opening).or_else(|| at_occasion(normal, blocks));
    let best = titled
        .clone()
        .filter(|body| body.name.is_some())
        .or(signed)
        .or(titled)
        .or(opened)
        .or_else(|| labelled.map(of_name))?;
    Some(best)
}

/// The place or the body that the name of the file begins with, where the text is silent: 青山县-2024.txt.
pub(super) fn in_file_name(hints: &Hints) -> Option<Body> {
    let file = hints.file_name.as_deref()?;
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let end = stem.find(|c: char| c.is_ascii_digit() || "-_ （(关".contains(c));
    let name = stem.get(..end.unwrap_or(stem.len()))?;
    if name.chars().count() < 2 {
        return None;
    }
    let is_place = place_len(name) == name.len();
    let is_body =
        name.ends_with(['局', '委', '院', '厅', '部']) || ends(name, &LEVELS.government_ends);
    let body = Body {
        name: is_body.then(|| inferred(name, "")),
        place: is_place.then(|| name.to_owned()),
    };
    (is_place || is_body).then_some(body)
}

/// The words before 关于, the year or the subject of a title.
fn in_title(normal: &NormalText, title: &Located<String>) -> Option<Body> {
    let text = title.value.as_str();
    let skipped = text.len() - without_year(text).len();
    let rest = text.get(skipped..)?;
    let end = [
        "关于",
        "法治",
        "依法",
        "政府信息公开",
        "政府工作报告",
        "推进",
        "贯彻",
        "落实",
        "述法",
        "述职",
        "信息公开",
        "政务公开",
        "工作",
    ]
    .iter()
    .filter_map(|word| rest.find(word))
    .chain(rest.find(|digit: char| digit.is_ascii_digit() || digit == '〇'))
    .min()?;
    let name = rest.get(..end)?.trim_end_matches(['二', '在']);
    if name.chars().count() < 2 {
        return None;
    }
    let source = title.span.map(|span| {
        let start = normal.to_normal(span).start + skipped;
        normal.to_source(Span::new(start, start + name.len()))
    });
    Some(of_name(Located {
        value: name.to_owned(),
        span: source,
    }))
}

/// A title may begin with the year: 2024年青山县….
fn without_year(title: &str) -> &str {
    let digits = title.bytes().take_while(u8::is_ascii_digit).count();
    title
        .get(digits..)
        .filter(|_| digits == 4)
        .and_then(|rest| rest.strip_prefix('年'))
        .map_or(title, |rest| rest.strip_prefix('度').unwrap_or(rest))
}

/// A name is a body when it ends like one, else a place.
fn of_name(name: Located<String>) -> Body {
    let text = name.value.as_str();
    let len = place_len(text);
    let place = text
        .get(..len)
        .filter(|place| !place.is_empty())
        .map(without_party);
    if let Some(province) = LEVELS
        .provinces
        .iter()
        .find(|province| province.short == text)
    {
        return Body {
            name: None,
            place: Some(province.full.clone()),
        };
    }
    if len == text.len() && !text.is_empty() {
        return Body { name: None, place };
    }
    let is_body = ends(text, &LEVELS.body_ends);
    Body {
        name: is_body.then_some(name),
        place,
    }
}

fn without_party(place: &str) -> String {
    place.strip_prefix("中共").unwrap_or(place).to_owned()
}

/// The body that signed.
fn under_text(normal: &NormalText, blocks: &[Block]) -> Option<Body> {
    let last = blocks.iter().rposition(|block| block.kind.is_body())?;
    blocks
        .iter()
        .skip(last)
        .filter(|block| block.kind == BlockKind::SignOff)
        .find_map(|block| {
            let range = normal.to_normal(block.text);
            let text = range.of(&normal.text);
            let end = text
                .find(|digit: char| digit.is_ascii_digit() || digit == '〇')
                .unwrap_or(text.len());
            let name = text.get(..end)?.trim_end_matches(['(', ' ', '二']);
            ends(name, &LEVELS.body_ends).then(|| {
                of_name(Located {
                    value: name.to_owned(),
                    span: Some(normal.to_source(Span::new(range.start, range.start + name.len()))),
                })
            })
        })
}

/// The longest name that is looked for in running text.
const LONGEST_NAME: usize = 24;

/// 现将青山县2024年…, else 2024年,青山县坚持….
fn in_opening(opening: &Opening) -> Option<Body> {
    let announced = ["现将", "我代表", "受"]
        .iter()
        .flat_map(|word| opening.text.match_indices(word))
        .map(|(at, word)| at + word.len())
        .find_map(|from| name_at(opening.text, from));
    let name = announced.or_else(|| {
        let starts = std::iter::once(0).chain(
            opening
                .text
                .char_indices()
                .filter(|(_, mark)| ",。:\n年度".contains(*mark))
                .map(|(at, mark)| at + mark.len_utf8()),
        );
        starts
            .take(40)
            .filter_map(|from| Some((from, name_at(opening.text, from)?)))
            .find(|(from, name)| {
                *from <= "2024年度,".len() || opening.whole.matches(name.as_str()).count() >= 2
            })
            .map(|(_, name)| name)
    })?;
    let mut body = of_name(Located {
        value: name,
        span: None,
    });
    body.name = body.name.take().map(|name| Located {
        span: None,
        value: name.value,
    });
    Some(body)
}

/// 在青山省第十四届人民代表大会…会议上 under a title names the place.
fn at_occasion(normal: &NormalText, blocks: &[Block]) -> Option<Body> {
    let lines = blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::SignOff | BlockKind::Title));
    let name = lines
        .map(|block| normal.to_normal(block.text).of(&normal.text))
        .filter(|line| line.contains("人民代表大会") || line.contains("人大"))
        .find_map(|line| {
            let from = line.find('在')? + '在'.len_utf8();
            let rest = line.get(from..)?;
            let name = rest.get(..place_len(rest))?;
            if rest.starts_with("第") || rest.starts_with("全国") {
                return Some("国务院".to_owned());
            }
            (!name.is_empty()).then(|| name.to_owned())
        })?;
    Some(of_name(Located {
        value: name,
        span: None,
    }))
}

/// A place or a body that begins at the offset and is followed by what such names are followed by.
fn name_at(text: &str, from: usize) -> Option<String> {
    let rest = text.get(from..)?;
    let mut found = None;
    for (count, (at, character)) in rest.char_indices().enumerate() {
        if count >= LONGEST_NAME || ",。:;“《(".contains(character) {
            break;
        }
        let end = at + character.len_utf8();
        let name = rest.get(..end)?;
        let behind = rest.get(end..)?;
        let ends_name = place_len(name) == name.len() || ends(name, &LEVELS.body_ends);
        if count >= 1 && ends_name && begins(behind, &LEVELS.followers) {
            found = Some(name);
        }
    }
    found
        .filter(|name| place_len(name) > 0 || begins(name, &LEVELS.national))
        .filter(|name| !contains(place_or_all(name), &LEVELS.not_in_names))
        .map(str::to_owned)
}

/// The place in a name: 委 and 和 may stand in the name of a department behind it.
fn place_or_all(name: &str) -> &str {
    let len = place_len(name);
    if len == 0 {
        name
    } else {
        name.get(..len).unwrap_or(name)
    }
}
