//! `收到、受理、审结案件分别为40件、35件、30件`: names in front, values behind, paired by position.

/// Words between 分别 and the first value.
const LINKS: [&str; 19] = [
    "增加到",
    "减少到",
    "提高到",
    "提升到",
    "下降到",
    "增至",
    "提高至",
    "提升至",
    "减至",
    "降至",
    "降到",
    "达到",
    "达",
    "为",
    "是",
    "有",
    "占",
    "至",
    "到",
];

/// Marks and words between two values of such a list.
const JOINTS: [&str; 7] = ["、", ",", "和", "与", "及", "以及", "、和"];

/// Words between the last two names.
const LAST_JOINTS: [&str; 4] = ["以及", "和", "与", "及"];

/// The names of so many values, where the words before the first value list exactly as many of them.
pub fn names(words: &str, values: usize) -> Option<Vec<&str>> {
    split(listed(words)?, values)
}

fn split(listed: &str, values: usize) -> Option<Vec<&str>> {
    let mut names: Vec<&str> = listed.split('、').map(str::trim).collect();
    if names.len() + 1 == values {
        let last = names.pop()?;
        let (one, other) = LAST_JOINTS
            .iter()
            .find_map(|joint| last.split_once(joint))?;
        names.extend([one.trim(), other.trim()]);
    }
    let named = names.iter().all(|name| !name.is_empty());
    (values > 1 && names.len() == values && named).then_some(names)
}

/// What a list names a value: as it is printed, and with what is printed once for all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedName {
    pub printed: String,
    pub full: String,
}

/// The same, also where a verb or a noun follows 分别; what the last name has beyond short ones of one length belongs to
/// all: `交通、水利、市政项目`.
pub fn full_names(words: &str, values: usize) -> Option<Vec<ListedName>> {
    let (listed, common) = words.rsplit_once("分别")?;
    let common = common.trim();
    let is_link = common.is_empty() || LINKS.contains(&common);
    let short = common.chars().count() <= LONGEST_COMMON && common.chars().all(char::is_alphabetic);
    if !is_link && (!short || listed.contains(|letter: char| letter.is_ascii_digit())) {
        return None;
    }
    let names = split(listed.trim_end(), values)?;
    let tail = tail(&names).unwrap_or("");
    let is_change = CHANGES.iter().any(|change| common.starts_with(change));
    let shared = if is_link || is_change { "" } else { common };
    let last = names.len().saturating_sub(1);
    let named = names.iter().enumerate();
    let full = named.map(|(at, name)| ListedName {
        printed: format!("{name}{shared}"),
        full: format!("{name}{}{shared}", if at < last { tail } else { "" }),
    });
    Some(full.collect())
}

/// Letters between 分别 and the first value that still go for all values.
const LONGEST_COMMON: usize = 8;

/// Words of change, which name nothing.
const CHANGES: [&str; 9] = [
    "同比", "增长", "增加", "提高", "提升", "上升", "下降", "减少", "降低",
];

/// What is left of the last name behind as many letters as those between it and the first have, where these are two.
fn tail<'a>(names: &[&'a str]) -> Option<&'a str> {
    let (last, others) = names.split_last()?;
    // The first name may begin with words that lead to the list: 全年交通.
    let (_, others) = others.split_first()?;
    let short = others.iter().all(|name| name.chars().count() == SHORT);
    let (at, _) = last.char_indices().nth(SHORT)?;
    (!others.is_empty() && short).then(|| last.get(at..))?
}

/// Letters of a name that may lack its tail.
const SHORT: usize = 2;

/// Whether the words lead to such values at all.
pub fn leads(words: &str) -> bool {
    listed(words).is_some()
}

/// Whether a value follows the one before it in such a list.
pub fn joins(gap: &str) -> bool {
    JOINTS.contains(&gap.trim())
}

/// What stands before 分别.
fn listed(words: &str) -> Option<&str> {
    let words = words.trim_end();
    let bare = LINKS.iter().find_map(|link| words.strip_suffix(link));
    bare.unwrap_or(words).trim_end().strip_suffix("分别")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_paired_only_where_there_are_as_many() {
        let check = |words: &str, values: usize, expected: Option<&[&str]>| {
            assert_eq!(names(words, values).as_deref(), expected, "{words}");
        };
        check(
            "收到、受理、审结案件分别为",
            3,
            Some(&["收到", "受理", "审结案件"]),
        );
        check(
            "代表建议和政协提案分别达",
            2,
            Some(&["代表建议", "政协提案"]),
        );
        check(
            "县、乡、村和社区分别有",
            4,
            Some(&["县", "乡", "村", "社区"]),
        );
        check("县级和乡级平台分别建成", 2, None);
        check("收到、受理案件分别为", 3, None);
        check("案件为", 2, None);
    }

    #[test]
    fn what_only_the_last_name_has_belongs_to_all() {
        let check = |words: &str, values: usize, expected: &[&str]| {
            let found = full_names(words, values).unwrap_or_default();
            let found: Vec<&str> = found.iter().map(|name| name.full.as_str()).collect();
            assert_eq!(found, expected, "{words}");
        };
        let funds = ["普法经费", "调解经费", "援助经费"];
        check("普法、调解、援助经费分别为", 3, &funds);
        check("人民调解、普法经费分别为", 2, &["人民调解", "普法经费"]);
        check(
            "县司法局、镇司法所分别调解纠纷",
            2,
            &["县司法局调解纠纷", "镇司法所调解纠纷"],
        );
        check(
            "刑事警情、治安警情分别同比下降",
            2,
            &["刑事警情", "治安警情"],
        );
        check("起数、人数比2023年分别下降", 2, &[]);
    }

    #[test]
    fn values_are_joined_by_marks_of_a_list() {
        assert!(joins("、") && joins("和"));
        assert!(!joins(",办结"));
    }
}
