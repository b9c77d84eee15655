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
    let listed = listed(words)?;
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
    fn values_are_joined_by_marks_of_a_list() {
        assert!(joins("、") && joins("和"));
        assert!(!joins(",办结"));
    }
}
