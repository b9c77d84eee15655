//! Units that tables print apart from their numbers: 数量（件）, 金额(万元), 单位:万元.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::FigureKind;
use super::chinese::place;
use super::numeral::Script;
use super::unit::unit_at;

/// A unit that a head prints for the numbers under it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct CellUnit {
    /// Without 万 or 亿.
    pub(super) word: Cow<'static, str>,
    pub(super) kind: FigureKind,
    /// What 万 or 亿 before the unit multiplies by.
    pub(super) factor: Decimal,
}

impl CellUnit {
    /// A word that is a unit and nothing else: 件, 万元, %.
    pub(super) fn of(word: &str) -> Option<CellUnit> {
        let mut factor = Decimal::ONE;
        let mut rest = word.trim();
        while let Some((by, behind)) = rest
            .chars()
            .next()
            .and_then(|c| Some((place(c)?, rest.strip_prefix(c)?)))
        {
            factor = factor.checked_mul(by)?;
            rest = behind;
        }
        let unit = unit_at(rest, 0, Script::Digits)?;
        (unit.range.end == rest.len()).then_some(CellUnit {
            word: unit.word,
            kind: unit.kind,
            factor,
        })
    }
}

/// The unit in the last brackets of a head, or the one that it ends in: 占比(%), 办结率%.
pub(super) fn unit_in(head: &str) -> Option<CellUnit> {
    if let Some(inside) = bracketed(head) {
        return CellUnit::of(inside.strip_prefix("单位:").unwrap_or(inside));
    }
    let sign = head.ends_with('%') || head.ends_with('率') || head.ends_with("占比");
    sign.then(|| CellUnit::of("%")).flatten()
}

/// A head without its unit.
pub(super) fn without_unit(head: &str) -> &str {
    let bare = match bracketed(head) {
        Some(_) if unit_in(head).is_some() => head.rfind('(').and_then(|at| head.get(..at)),
        _ => head.strip_suffix('%'),
    };
    bare.unwrap_or(head).trim()
}

fn bracketed(head: &str) -> Option<&str> {
    let head = head.strip_suffix(')')?;
    head.get(head.rfind('(')? + 1..)
}

/// The unit of the line above a table: 单位:万元.
pub(super) fn unit_of_caption(line: &str) -> Option<CellUnit> {
    const LONGEST_UNIT: usize = 8;
    let (_, behind) = line.split_once("单位:")?;
    let end = behind
        .find([')', '\t', ' ', ',', '、', '。', ';'])
        .unwrap_or(behind.len());
    let word = behind.get(..end)?;
    CellUnit::of(word).filter(|_| word.chars().count() <= LONGEST_UNIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_print_units() {
        for (head, word, factor, bare) in [
            ("数量(件)", "件", 1, "数量"),
            ("金额(万元)", "元", 10_000, "金额"),
            ("罚没款(单位:亿元)", "元", 100_000_000, "罚没款"),
            ("占比(%)", "%", 1, "占比"),
            ("增速%", "%", 1, "增速"),
            ("办结率", "%", 1, "办结率"),
        ] {
            let unit = unit_in(head).unwrap_or_else(|| panic!("{head}: no unit"));
            assert_eq!(
                (&*unit.word, unit.factor),
                (word, Decimal::from(factor)),
                "{head}"
            );
            assert_eq!(without_unit(head), bare, "{head}");
        }
        for head in ["数量", "许可(含变更)", "单位", ""] {
            assert_eq!(unit_in(head), None, "{head}");
            assert_eq!(without_unit(head), head, "{head}");
        }
        let caption = unit_of_caption("2024年收费情况表(单位:万元)");
        assert_eq!(caption.map(|unit| unit.factor), Some(Decimal::from(10_000)));
        assert_eq!(unit_of_caption("责任单位:县司法局"), None);
    }
}
