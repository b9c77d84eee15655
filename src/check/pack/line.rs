//! Where in the text of a pack a rule or key stands, so that an error can name the line.

/// A value that the text holds: the way to it, and the line of its key.
struct Entry {
    path: String,
    line: usize,
    /// Of a string, its text as written.
    text: String,
}

/// The keys of a pack with their lines.
pub(super) struct Lines(Vec<Entry>);

impl Lines {
    pub fn of(json: &str) -> Lines {
        Lines(entries(json))
    }

    /// The line, from 1, of a key (`message.unmet.en`) of a rule, or of the pack when no rule is named.
    ///
    /// Where the key is missing it is the line of what would hold it.
    pub fn find(&self, rule: Option<&str>, key: Option<&str>) -> Option<usize> {
        line_of(&self.0, rule, key)
    }
}

fn line_of(entries: &[Entry], rule: Option<&str>, key: Option<&str>) -> Option<usize> {
    let head = match rule {
        Some(rule) => {
            let named = entries
                .iter()
                .rev()
                .find(|entry| entry.text == rule && is_rule_id(&entry.path));
            named?.path.trim_end_matches("id").to_owned()
        }
        None => String::new(),
    };
    let inside = entries
        .iter()
        .filter_map(|entry| Some((entry, entry.path.strip_prefix(head.as_str())?)));
    let wanted = key.unwrap_or_default();
    let agreed = |path: &str| {
        let bare: String = path.chars().filter(|c| !c.is_ascii_digit()).collect();
        let bare = bare.replace("[]", "");
        let agrees = wanted == bare || wanted.starts_with(&format!("{bare}."));
        agrees.then_some(bare.len())
    };
    let found = inside
        .filter_map(|(entry, path)| Some((agreed(path)?, entry.line)))
        .max_by_key(|(agreed, line)| (*agreed, std::cmp::Reverse(*line)));
    let above = || {
        let whole = entries
            .iter()
            .find(|entry| entry.path == format!("{head}id"));
        whole.map(|entry| entry.line)
    };
    found.map(|(_, line)| line).or_else(above)
}

fn is_rule_id(path: &str) -> bool {
    let listed = path.starts_with("rules[") || path.starts_with("overrides[");
    listed && path.ends_with("].id") && path.matches('.').count() == 1
}

/// An object or list that is open: the key or index that is next.
enum Open {
    Object(String),
    List(usize),
}

/// The keys of all objects of a well-formed JSON text, in order.
fn entries(json: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let (mut line, mut expects_key) = (1, false);
    let mut rest = json.char_indices();
    while let Some((at, character)) = rest.next() {
        match character {
            '\n' => line += 1,
            '{' => {
                open.push(Open::Object(String::new()));
                expects_key = true;
            }
            '[' => open.push(Open::List(0)),
            '}' | ']' => {
                open.pop();
                expects_key = false;
            }
            ',' => match open.last_mut() {
                Some(Open::List(idx)) => *idx += 1,
                Some(Open::Object(_)) => expects_key = true,
                None => {}
            },
            '"' => {
                let text = string(json.get(at + 1..).unwrap_or(""));
                // The closing quote goes with the text.
                let end = at + 1 + text.len();
                while rest.next().is_some_and(|(at, _)| at < end) {}
                if let Some(Open::Object(key)) = open.last_mut().filter(|_| expects_key) {
                    text.clone_into(key);
                    expects_key = false;
                    entries.push(Entry {
                        path: path(&open),
                        line,
                        text: String::new(),
                    });
                } else if let Some(entry) = entries.last_mut().filter(|e| e.path == path(&open)) {
                    text.clone_into(&mut entry.text);
                }
            }
            _ => {}
        }
    }
    entries
}

/// The characters up to the closing quote, escapes as they stand.
fn string(text: &str) -> &str {
    let mut escaped = false;
    let end = text.find(|character| {
        let closes = character == '"' && !escaped;
        escaped = character == '\\' && !escaped;
        closes
    });
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

fn path(open: &[Open]) -> String {
    let mut path = String::new();
    for each in open {
        match each {
            Open::Object(key) if path.is_empty() => path.push_str(key),
            Open::Object(key) => path.push_str(&format!(".{key}")),
            Open::List(idx) => path.push_str(&format!("[{idx}]")),
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_in_its_rule_and_a_missing_one_where_it_would_stand() {
        let json = "{\n \"id\": \"p\",\n \"rules\": [\n  {\"message\": {\n    \"met\": {\"zh\": \"甲\\\"\"}},\n   \"id\": \"a-one\"},\n  {\"id\": \"b-two\",\n   \"basis\": [\n    {\"document\": \"b-two\"}]}\n ]\n}";
        let check = |rule: Option<&str>, key: &str, line: Option<usize>| {
            let found = Lines::of(json).find(rule, Some(key));
            assert_eq!(found, line, "{rule:?} {key}");
        };
        check(None, "id", Some(2));
        check(Some("a-one"), "message.met.zh", Some(5));
        check(Some("a-one"), "message.unmet", Some(4));
        check(Some("b-two"), "basis.document", Some(9));
        check(Some("b-two"), "severity", Some(7));
        check(Some("c-three"), "id", None);
    }
}
