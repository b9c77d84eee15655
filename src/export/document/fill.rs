//! A template and the gaps to documents.

use std::fmt::Display;

use jiff::civil::Date;

use super::template::{Field, Groups, Template};
use super::{Chapter, Document, Point};
use crate::check::Localized;
use crate::export::{Item, Subject, inert};
use crate::locale::Lang;
use crate::review::Grade;

type Slots<'s> = Vec<(&'s str, String)>;

/// The documents of a template: one for all reports, or one a report, as the template groups them. `reports` are the
/// reports that were asked for, those without a gap included, in order and with the gaps of each.
pub fn fill(
    template: &Template,
    reports: &[(Subject, Vec<Item>)],
    today: Date,
    lang: Lang,
) -> Vec<Document> {
    let filler = Filler {
        template,
        date: day(today, lang),
        lang,
    };
    match template.groups {
        Groups::Report => vec![filler.of_all(reports)],
        Groups::Grade => {
            let reports = reports.iter();
            reports
                .map(|(subject, items)| filler.of_one(subject, items))
                .collect()
        }
    }
}

struct Filler<'t> {
    template: &'t Template,
    date: String,
    lang: Lang,
}

impl Filler<'_> {
    fn of_all(&self, reports: &[(Subject, Vec<Item>)]) -> Document {
        let subject = match reports {
            [(subject, _)] => name(subject, self.lang),
            _ => self.lang.text("document.reports").to_owned(),
        };
        let items: Vec<&Item> = reports.iter().flat_map(|(_, items)| items).collect();
        let mut slots = self.about(&items);
        slots.push(("subject", subject));
        let chapters = reports.iter().filter(|(_, items)| !items.is_empty());
        let chapters = chapters.enumerate().map(|(idx, (subject, items))| {
            let slots = vec![
                ("report", short_name(subject, self.lang)),
                ("count", items.len().to_string()),
            ];
            let items: Vec<&Item> = items.iter().collect();
            self.chapter(idx, &self.template.report, &slots, &items)
        });
        self.document(&slots, chapters.collect())
    }

    fn of_one(&self, subject: &Subject, items: &[Item]) -> Document {
        let items: Vec<&Item> = items.iter().collect();
        let mut slots = self.about(&items);
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        slots.extend([
            ("subject", name(subject, self.lang)),
            ("issuer", text(subject.issuer)),
            ("title", text(subject.title)),
            (
                "year",
                subject
                    .year
                    .map_or_else(String::new, |year| year.to_string()),
            ),
        ]);
        let groups = by_grade(&items);
        let chapters = groups.iter().enumerate().map(|(idx, (grade, items))| {
            let slots = vec![
                ("grade", self.grade(*grade)),
                ("count", items.len().to_string()),
            ];
            self.chapter(idx, &self.template.grade, &slots, items)
        });
        self.document(&slots, chapters.collect())
    }

    /// What a document says of all its items.
    fn about(&self, items: &[&Item]) -> Slots<'static> {
        let grades = by_grade(items);
        let grades = grades.iter().map(|(grade, items)| {
            let values: [(&str, &dyn Display); 2] =
                [("grade", &self.grade(*grade)), ("count", &items.len())];
            self.lang.fill("document.grade", &values)
        });
        let grades: Vec<String> = grades.collect();
        vec![
            ("count", items.len().to_string()),
            ("grades", grades.join(self.lang.text("document.comma"))),
            ("date", self.date.clone()),
        ]
    }

    fn document(&self, slots: &Slots, chapters: Vec<Chapter>) -> Document {
        let template = self.template;
        let all = |texts: &[Localized]| -> Vec<String> {
            texts.iter().map(|text| self.filled(text, slots)).collect()
        };
        let opening = match chapters.is_empty() {
            true => vec![self.filled(&template.none, slots)],
            false => all(&template.opening),
        };
        Document {
            lang: self.lang,
            title: broken(
                &self.filled(&template.title, slots),
                self.lang.text("document.break_before"),
            ),
            addressee: template
                .addressee
                .as_ref()
                .map(|text| self.filled(text, slots)),
            opening,
            closing: match chapters.is_empty() {
                true => Vec::new(),
                false => all(&template.closing),
            },
            chapters,
            signature: all(&template.signature),
        }
    }

    fn chapter(&self, idx: usize, heading: &Localized, slots: &Slots, items: &[&Item]) -> Chapter {
        let number = ordinal(idx + 1);
        let points = items.iter().enumerate();
        Chapter {
            heading: match self.lang {
                Lang::Zh => format!("{number}、{}", self.filled(heading, slots)),
                Lang::En => format!("{}. {}", idx + 1, self.filled(heading, slots)),
            },
            points: points.map(|(idx, item)| self.point(idx, item)).collect(),
        }
    }

    fn point(&self, idx: usize, item: &Item) -> Point {
        let lang = self.lang;
        let slots: Slots = vec![
            ("category", item.category(lang)),
            ("heading", self.heading(item)),
            ("grade", item.grade(lang).to_owned()),
            ("quote", item.quote()),
            ("section", item.section()),
            ("problem", String::from(&item.annotation.problem)),
            ("compared", item.compared(lang)),
            ("basis", item.basis()),
            ("suggestion", String::from(&item.annotation.suggestion)),
            ("number", item.number.to_string()),
            ("issuer", item.issuer.unwrap_or_default().to_owned()),
            ("title", item.title.unwrap_or_default().to_owned()),
        ];
        let heading = self.filled(&self.template.item, &slots);
        let there = |field: &&Field| {
            let mut slots = slots.iter();
            slots.any(|(name, text)| *name == field.needs && !text.trim().is_empty())
        };
        let fields = self.template.fields.iter().filter(there).map(|field| {
            let label = self.filled(&field.label, &slots);
            (label, self.filled(&field.text, &slots))
        });
        Point {
            heading: match lang {
                Lang::Zh => format!("（{}）{heading}", ordinal(idx + 1)),
                Lang::En => format!("({}) {heading}", idx + 1),
            },
            fields: fields.collect(),
        }
    }

    /// What an item is called: its rule, or the beginning of what the reviewer wrote.
    fn heading(&self, item: &Item) -> String {
        const LONGEST: usize = 24;
        if item.annotation.rule.is_some() {
            return item.category(self.lang);
        }
        let problem = inert::clean(&item.annotation.problem);
        let clause = problem
            .trim()
            .split(['，', '。', '；', '\n', ',', ';'])
            .next();
        let clause = clause.unwrap_or_default().trim();
        match clause.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("{}…", clause.get(..end).unwrap_or(clause)),
            None if clause.is_empty() => item.category(self.lang),
            None => clause.to_owned(),
        }
    }

    fn grade(&self, grade: Option<Grade>) -> String {
        let key = grade.map_or_else(
            || "document.ungraded".to_owned(),
            |grade| format!("grade.{}", grade.name()),
        );
        self.lang.text(&key).to_owned()
    }

    /// One pass from left to right: what a text brings along in braces stays as it is.
    fn filled(&self, text: &Localized, slots: &Slots) -> String {
        let mut rest = self.lang.choose(text);
        let mut filled = String::new();
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                break;
            };
            let slot = slots.iter().find(|(known, _)| *known == name);
            filled.push_str(slot.map_or("", |(_, text)| text));
            rest = after;
        }
        filled.push_str(rest);
        inert::clean(&filled)
            .trim()
            .replace("（）", "")
            .replace(" ()", "")
    }
}

/// The gravest first; those without a grade last.
fn by_grade<'i, 'a>(items: &[&'i Item<'a>]) -> Vec<(Option<Grade>, Vec<&'i Item<'a>>)> {
    let grades = [
        Some(Grade::MajorNonconformity),
        Some(Grade::MinorNonconformity),
        Some(Grade::ObservationItem),
        Some(Grade::Improvement),
        Some(Grade::Highlight),
        None,
    ];
    let groups = grades.into_iter().map(|grade| {
        let items = items.iter().copied();
        (
            grade,
            items
                .filter(|item| item.annotation.grade == grade)
                .collect(),
        )
    });
    groups
        .filter(|(_, items): &(_, Vec<_>)| !items.is_empty())
        .collect()
}

/// Issuer and year in the words of a document.
fn name(subject: &Subject, lang: Lang) -> String {
    let issuer = subject.issuer.or(subject.title).unwrap_or_default();
    match subject.year {
        Some(year) => {
            let values: [(&str, &dyn Display); 2] = [("issuer", &issuer), ("year", &year)];
            lang.fill("document.report", &values)
        }
        None => lang.fill("document.report_without_year", &[("issuer", &issuer)]),
    }
}

/// The same under a title that says what kind of report it is, so that it stands on one line.
fn short_name(subject: &Subject, lang: Lang) -> String {
    match (subject.issuer, subject.year) {
        (Some(issuer), Some(year)) => {
            let values: [(&str, &dyn Display); 2] = [("issuer", &issuer), ("year", &year)];
            lang.fill("document.report_in_list", &values)
        }
        (_, _) => name(subject, lang),
    }
}

/// A title that is longer than a line goes on in the next where its sense allows it, as in official documents.
fn broken(title: &str, before: &str) -> String {
    const LINE: usize = 20;
    match title.find(before) {
        Some(at) if at > 0 && title.chars().count() > LINE => {
            let (first, second) = title.split_at(at);
            format!("{}\n{second}", first.trim_end())
        }
        _ => title.to_owned(),
    }
}

fn day(date: Date, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        Lang::En => date.to_string(),
    }
}

/// 一, 十二, 一百零五: numbers as headings have them.
fn ordinal(number: usize) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if number >= 10_000 {
        return number.to_string();
    }
    let mut text = String::new();
    let mut zero = false;
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = number / unit % 10;
        if digit == 0 {
            zero = !text.is_empty();
            continue;
        }
        if std::mem::take(&mut zero) {
            text.push('零');
        }
        text.push_str(DIGITS.get(digit).copied().unwrap_or_default());
        text.push_str(name);
    }
    match text.strip_prefix("一十") {
        Some(rest) => format!("十{rest}"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_title_is_broken_where_its_sense_allows_it() {
        let check = |title: &str, shown: &str| assert_eq!(broken(title, "法治政府建设"), shown);
        check(
            "法治政府建设年度报告问题清单",
            "法治政府建设年度报告问题清单",
        );
        check("石桥镇法治政府建设报告", "石桥镇法治政府建设报告");
        check(
            "关于云岭县人民政府2024年法治政府建设年度报告的审查意见",
            "关于云岭县人民政府2024年\n法治政府建设年度报告的审查意见",
        );
    }

    #[test]
    fn headings_are_numbered_as_official_documents_are() {
        for (number, text) in [
            (1, "一"),
            (10, "十"),
            (12, "十二"),
            (20, "二十"),
            (101, "一百零一"),
            (110, "一百一十"),
            (1005, "一千零五"),
            (12_345, "12345"),
        ] {
            assert_eq!(ordinal(number), text);
        }
    }
}
