//! Whether two names are of one body: a place is named with the places above it in one year and without them in another.

use super::place;

/// The name without the places above its own: 东湖区司法局 for 青山市东湖区司法局. Reports of one body stand together by it.
pub fn issuer_key(name: &str) -> &str {
    let (above, _) = split(name);
    name.get(above..).unwrap_or(name)
}

/// Whether two names may be of one body: 青山东湖区人民政府, 青山市东湖区人民政府 and 东湖区人民政府; not when they are
/// of places with other places above.
pub fn is_same_issuer(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let ((one_above, ones), (other_above, others)) = (split(one), split(other));
    let own = one.get(one_above..) == other.get(other_above..);
    own && ones
        .iter()
        .rev()
        .zip(others.iter().rev())
        .all(|(one, other)| is_same_place(one, other))
}

/// Bytes of the places above the last one that a name begins with, and these places.
fn split(name: &str) -> (usize, Vec<&str>) {
    let mut places = place::chain_of(name);
    places.pop();
    (places.iter().map(|place| place.len()).sum(), places)
}

/// 青山 and 青山市, 延边州 and 延边朝鲜族自治州.
fn is_same_place(one: &str, other: &str) -> bool {
    let (one, other) = (short(one), short(other));
    one.starts_with(other) || other.starts_with(one)
}

fn short(place: &str) -> &str {
    let ends = ["省", "市", "自治区", "自治州", "州", "地区", "盟"];
    let rest = ends.iter().find_map(|end| place.strip_suffix(end));
    rest.filter(|rest| rest.chars().nth(1).is_some())
        .unwrap_or(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_and_without_the_places_above_are_of_one_body() {
        for (one, other, expected) in [
            ("青山市东湖区人民政府", "东湖区人民政府", true),
            ("广州市东湖区人民政府", "广州东湖区人民政府", true),
            ("青禾县柳叶镇人民政府", "柳叶镇人民政府", true),
            ("青禾县司法局", "青禾县司法局", true),
            ("广州市东湖区人民政府", "武汉市东湖区人民政府", false),
            ("青禾县司法局", "东湖区司法局", false),
            ("青禾县司法局", "青禾县水务局", false),
            ("青禾县人民政府", "青禾县柳叶镇人民政府", false),
            ("", "青禾县人民政府", false),
        ] {
            assert_eq!(is_same_issuer(one, other), expected, "{one} {other}");
            assert_eq!(is_same_issuer(other, one), expected, "{other} {one}");
        }
    }

    #[test]
    fn reports_of_one_body_stand_together() {
        for (name, expected) in [
            ("广州市东湖区人民政府", "东湖区人民政府"),
            ("广州东湖区人民政府", "东湖区人民政府"),
            ("青禾县司法局", "青禾县司法局"),
            ("国务院", "国务院"),
            ("", ""),
        ] {
            assert_eq!(issuer_key(name), expected, "{name}");
        }
    }
}
