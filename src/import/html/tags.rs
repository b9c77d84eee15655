//! What a page says about itself in its head: title, publisher, date.

use jiff::civil::Date;

use super::day;
use super::element::is_marked;
use super::parse::PREFIXED_TITLE;
use super::tree::{NodeId, Tree};
use super::words::{Words, words};

/// The tags of a page that tell about the article.
#[derive(Debug, Default)]
pub(super) struct Tags {
    /// Titles without the name of the site, best first.
    pub titles: Vec<String>,
    pub published: Option<Date>,
    pub source: Option<String>,
    pub site: Option<String>,
}

/// The values of `<meta>` tags by name, in the order of the page.
struct Metas(Vec<(String, String)>);

impl Tags {
    pub fn of(tree: &Tree) -> Tags {
        let words = words();
        let metas = Metas::of(tree);
        let site = metas.values(&words.site_tags).next();
        let columns: Vec<String> = metas.values(&words.column_tags).collect();
        let names = Names {
            words,
            site: site.as_deref(),
            columns: &columns,
        };
        let tagged = metas.values(&words.title_tags);
        let mut titles: Vec<String> = Vec::new();
        for title in tagged.take(MOST_TITLES).chain(page_title(tree)) {
            let title = names.without_site(&title).to_owned();
            if !names.is_of_site(&title) && !titles.contains(&title) {
                titles.push(title);
            }
        }
        Tags {
            titles,
            published: metas
                .values(&words.date_tags)
                .find_map(|value| day::at_start(&value)),
            source: metas
                .values(&words.source_tags)
                .find(|value| names_somebody(words, value)),
            site: site.filter(|site| names_somebody(words, site)),
        }
    }
}

/// Whether a source is a name and not a way to leave it open.
pub(super) fn names_somebody(words: &Words, value: &str) -> bool {
    const LONGEST: usize = 40;
    let letters = value.chars().filter(|c| c.is_alphabetic()).count();
    let length = value.chars().count();
    letters > 1 && length <= LONGEST && !words.empty_values.iter().any(|empty| empty == value)
}

/// The publisher that the page names in an element of its own.
pub(super) fn publisher(tree: &Tree) -> Option<String> {
    let words = words();
    tree.all()
        .filter(|id| is_marked(tree, *id, &words.publisher_marks))
        .take(MOST_PUBLISHERS)
        .map(|id| one_line(&tree.raw_text(id)))
        .find(|name| names_somebody(words, name))
}

fn page_title(tree: &Tree) -> Option<String> {
    let title = tree
        .all()
        .find(|id| matches!(tree.name(*id), "title" | PREFIXED_TITLE))?;
    Some(one_line(&tree.raw_text(title))).filter(|title| !title.is_empty())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Metas {
    fn of(tree: &Tree) -> Metas {
        let metas = tree.all().filter(|id| tree.name(*id) == "meta");
        Metas(metas.filter_map(|id| Metas::one(tree, id)).collect())
    }

    fn one(tree: &Tree, id: NodeId) -> Option<(String, String)> {
        let names = ["name", "property", "itemprop"];
        let name = names.iter().find_map(|name| tree.attribute(id, name))?;
        let value = one_line(tree.attribute(id, "content")?);
        (!value.is_empty()).then(|| (name.trim().to_ascii_lowercase(), value))
    }

    /// The values of the first of the names, then those of the next.
    fn values<'a>(&'a self, names: &'a [String]) -> impl Iterator<Item = String> + 'a {
        names.iter().flat_map(|name| {
            let of_name = self.0.iter().filter(move |(known, _)| known == name);
            of_name.map(|(_, value)| value.clone())
        })
    }
}

/// How the site and its columns are called.
struct Names<'a> {
    words: &'a Words,
    site: Option<&'a str>,
    columns: &'a [String],
}

impl Names<'_> {
    /// 标题_某县人民政府, 某县人民政府 - 标题, 标题 | 栏目 | 网站: the title.
    fn without_site<'a>(&self, title: &'a str) -> &'a str {
        let mut title = title.trim();
        while let Some((head, tail)) = split_last(title) {
            let (head, tail) = (head.trim(), tail.trim());
            if !head.is_empty() && (tail.is_empty() || self.is_of_site(tail)) {
                title = head;
            } else if !tail.is_empty() && (head.is_empty() || self.is_of_site(head)) {
                title = tail;
            } else {
                break;
            }
        }
        let first = title.split(['_', '|', '｜']).next().unwrap_or(title).trim();
        if first.chars().count() >= SHORTEST_TITLE {
            first
        } else {
            title
        }
    }

    /// Whether a text is the name of a site or column rather than of a document.
    fn is_of_site(&self, text: &str) -> bool {
        let words = self.words;
        let ends = |ends: &[String]| ends.iter().any(|end| text.ends_with(end.as_str()));
        let known = self.site == Some(text) || self.columns.iter().any(|column| column == text);
        known && !text.contains(|c: char| c.is_ascii_digit())
            || text.chars().count() < SHORTEST_TITLE
            || ends(&words.site_ends) && !ends(&words.title_ends)
    }
}

/// Tags that are asked for the title.
const MOST_TITLES: usize = 8;
/// Elements that are asked for the publisher.
const MOST_PUBLISHERS: usize = 8;
/// Shorter texts are no titles.
const SHORTEST_TITLE: usize = 5;

/// Splits at the last mark that page makers put between a title and a site.
fn split_last(title: &str) -> Option<(&str, &str)> {
    let (at, mark) = title.char_indices().rev().find(|(_, character)| {
        matches!(character, '_' | '|' | '｜' | '-' | '–' | '—' | '>' | '»')
    })?;
    Some((title.get(..at)?, title.get(at + mark.len_utf8()..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_site_is_no_part_of_the_title() {
        let columns = ["法治政府建设年度报告".to_owned()];
        let names = Names {
            words: words(),
            site: Some("霁川在线"),
            columns: &columns,
        };
        let title = "霁川县2030年法治政府建设年度报告";
        for page_title in [
            title.to_owned(),
            format!("{title}_霁川县人民政府"),
            format!("{title} - 政府信息公开 - 霁川县政府门户网站"),
            format!("霁川县人民政府门户网站-{title}"),
            format!("{title}-霁川在线"),
            format!("{title}_法治政府建设年度报告_霁川县"),
            format!("霁川县政府网 {title}").replace("霁川县政府网 ", "霁川县政府网 | "),
        ] {
            assert_eq!(names.without_site(&page_title), title, "{page_title}");
        }
        let years = "霁川县2026-2030年法治政府建设情况报告";
        assert_eq!(names.without_site(years), years);
        for name in [
            "霁川县人民政府门户网站",
            "政务公开",
            "首页",
            "法治政府建设年度报告",
            "霁川在线",
        ] {
            assert!(names.is_of_site(name), "{name}");
        }
        assert!(!names.is_of_site(title));
    }
}
