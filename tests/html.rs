//! The reader of web pages, on pages of every make: the article is whole, the chrome is gone, the facts are right.

#[path = "support/spent.rs"]
mod spent;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ducha::import::html::{declared_encoding, extract};
use ducha::import::{ExtractError, Extracted};
use ducha::report::{MarkKind, RemarkKind};
use encoding_rs::UTF_8;
use proptest::prelude::*;
use spent::spent;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/html")
        .join(name)
}

fn page(name: &str) -> String {
    let bytes = fs::read(fixture(name)).expect("a page");
    let encoding = declared_encoding(&bytes).unwrap_or(UTF_8);
    let (text, _, damaged) = encoding.decode(&bytes);
    assert!(!damaged, "{name} is not in {}", encoding.name());
    text.into_owned()
}

fn read(name: &str) -> Extracted {
    extract(&page(name)).unwrap_or_else(|error| panic!("{name}: {error:?}"))
}

/// Runs of twelve letters, marks and blanks aside.
fn grams(text: &str) -> BTreeSet<String> {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    letters
        .windows(12)
        .map(|window| window.iter().collect())
        .collect()
}

/// What a page must give besides its text.
struct Expected {
    title: &'static str,
    source: Option<&'static str>,
    published: Option<&'static str>,
    title_lines: &'static str,
}

fn check(name: &str, expected: &Expected) {
    let extracted = read(name);
    let wanted = fs::read_to_string(fixture(name).with_extension("txt")).expect("its text");
    let found = grams(&extracted.text);
    let lost: Vec<String> = grams(&wanted)
        .into_iter()
        .filter(|gram| !found.contains(gram))
        .collect();
    assert!(lost.is_empty(), "{name} lost {lost:?}\n{}", extracted.text);
    assert_eq!(extracted.text, wanted, "{name}");
    let page = &extracted.page;
    assert_eq!(page.title.as_deref(), Some(expected.title), "{name}");
    assert_eq!(page.source.as_deref(), expected.source, "{name}");
    let published = page.published.map(|date| date.to_string());
    assert_eq!(published.as_deref(), expected.published, "{name}");
    let titles = quotes(&extracted, |kind| kind == MarkKind::Title);
    assert_eq!(titles, [expected.title_lines], "{name}");
}

fn quotes(extracted: &Extracted, wanted: impl Fn(MarkKind) -> bool) -> Vec<&str> {
    let marks = extracted.marks.iter().filter(|mark| wanted(mark.kind));
    marks.map(|mark| mark.span.of(&extracted.text)).collect()
}

#[test]
fn pages_of_every_make_give_their_article_and_nothing_else() {
    let report = "澄溪县2030年法治政府建设年度报告";
    let rural = "霜林县二〇二九年推进依法行政工作情况报告";
    let town = "石坪镇2030年度法治政府建设工作报告";
    let city = "桂岭市2030年法治政府建设情况统计报告";
    let bay = "白沙湾区2030年法治政府建设年度报告";
    let village = "临崖乡2030年法治政府建设工作总结";
    let pages = [
        (
            "ucap.html",
            report,
            Some("县司法局"),
            Some("2031-01-20"),
            report,
        ),
        (
            "tables-layout-gb2312.html",
            rural,
            Some("县政府法制办"),
            Some("2030-02-08"),
            rural,
        ),
        (
            "wechat.html",
            "芦汀区2030年法治政府建设情况报告",
            Some("芦汀司法"),
            Some("2031-02-11"),
            "芦汀区2030年法治政府建设情况报告",
        ),
        (
            "stale-date-br.html",
            town,
            Some("石坪镇人民政府"),
            Some("2031-01-04"),
            town,
        ),
        (
            "tables.html",
            city,
            Some("市司法局"),
            Some("2031-03-02"),
            city,
        ),
        ("prefixed.xhtml", bay, None, Some("2031-02-03"), bay),
        (
            "siblings-word.html",
            "云浦市应急管理局2030年法治政府建设情况报告",
            Some("云浦市应急管理局"),
            Some("2031-01-25"),
            "云浦市应急管理局\n2030年法治政府建设情况报告",
        ),
        (
            "title-in-head-pre.html",
            village,
            None,
            Some("2031-01-08"),
            village,
        ),
        ("pandoc.html", report, None, None, report),
        ("libreoffice.html", report, None, None, report),
    ];
    for (name, title, source, published, title_lines) in pages {
        let expected = Expected {
            title,
            source,
            published,
            title_lines,
        };
        check(name, &expected);
    }
}

#[test]
fn pages_without_an_article_say_so() {
    for name in [
        "script-shell.html",
        "captcha.html",
        "navigation-only.html",
        "frameset.html",
    ] {
        assert_eq!(extract(&page(name)), Err(ExtractError::NoArticle), "{name}");
    }
    for text in ["", "<", "<html></html>", "\0", "&", "<!-- 只有注释。 -->"] {
        assert_eq!(extract(text), Err(ExtractError::NoArticle), "{text}");
    }
}

#[test]
fn headings_and_tables_are_marked() {
    let extracted = read("tables.html");
    let headings = quotes(&extracted, |kind| kind == MarkKind::Heading(2));
    assert_eq!(headings, ["一、行政复议", "二、行政执法", "三、工作安排"]);
    let tables = quotes(&extracted, |kind| kind == MarkKind::Table);
    assert_eq!(tables.len(), 2);
    assert!(tables[0].starts_with("地区\t受理\t\t办结\n\t申请\t立案\t\n东城区"));
    assert!(tables[1].ends_with("行政强制\t86\t"));
}

#[test]
fn what_was_left_out_is_counted() {
    let extracted = read("ucap.html");
    let chrome = extracted
        .remarks
        .iter()
        .find(|remark| remark.kind == RemarkKind::PageChromeDropped);
    assert!(
        chrome.is_some_and(|remark| remark.count > 10),
        "{:?}",
        extracted.remarks
    );
}

/// One rule, one page: what stands in `<body>` and the lines that it gives.
fn check_lines(body: &str, expected: &[&str]) {
    let lead = "全年共办理各类案件一百二十件，办结一百一十八件。";
    let page =
        format!("<html><body><div id=zoom><p>{lead}</p>{body}<p>{lead}</p></div></body></html>");
    let extracted = extract(&page).unwrap_or_else(|error| panic!("{body}: {error:?}"));
    let lines: Vec<&str> = extracted.text.lines().collect();
    assert_eq!(lines.first(), Some(&lead), "{body}");
    assert_eq!(lines.get(1..lines.len() - 1), Some(expected), "{body}");
}

#[test]
fn lines_break_where_a_browser_breaks_them() {
    for (body, expected) in [
        ("<p>甲<span>乙</span>丙<b>丁</b></p>", &["甲乙丙丁"][..]),
        ("<p>甲乙\n  丙丁</p>", &["甲乙丙丁"]),
        ("<p>rule\nof law</p>", &["rule of law"]),
        ("<p>甲<br>乙<br/><br>丙</p>", &["甲", "乙", "丙"]),
        ("<div>甲<p>乙</p>丙</div>", &["甲", "乙", "丙"]),
        ("甲<div>乙</div>丙", &["甲", "乙", "丙"]),
        ("<p>&nbsp;&emsp;　　甲&nbsp;&nbsp;乙　</p>", &["甲 乙"]),
        (
            "<p>甲<script>乙</script><style>乙</style><!--乙--><i hidden>乙</i>丙</p>",
            &["甲丙"],
        ),
        (
            "<p style='DISPLAY : none'>甲</p><p style='visibility:hidden'>乙</p>",
            &[],
        ),
        (
            "<span style='display:block'>甲</span><span>乙</span>",
            &["甲", "乙"],
        ),
        ("<pre>甲\n  乙\n\n丙</pre>", &["甲", "乙", "丙"]),
        (
            "<ruby>领<rp>(</rp><rt>lǐng</rt><rp>)</rp></ruby>导",
            &["领导"],
        ),
        (
            "<p>10<sup>4</sup>亩、CO<sub>2</sub>、注<sup>[3]</sup></p>",
            &["10⁴亩、CO₂、注[3]"],
        ),
        (
            "<p>&lt;甲&gt; &#20057;&#x4E19; &amp;&copy</p>",
            &["<甲> 乙丙 &©"],
        ),
        ("<dl><dt>甲</dt><dd>乙</dd></dl>", &["甲", "乙"]),
        ("<p>甲<img src=a.png>乙<wbr>丙</p>", &["甲乙丙"]),
        ("<center><font size=3>甲</font></center>", &["甲"]),
    ] {
        check_lines(body, expected);
    }
}

#[test]
fn lists_show_their_numbers() {
    for (body, expected) in [
        ("<ol><li>甲<li>乙</ol>", &["1. 甲", "2. 乙"][..]),
        (
            "<ol start=3><li>甲</li><li value=9>乙</li><li>丙</li></ol>",
            &["3. 甲", "9. 乙", "10. 丙"],
        ),
        (
            "<ol type=A><li>甲<ol type=i><li>乙</ol><li>丙</ol>",
            &["A. 甲", "i. 乙", "B. 丙"],
        ),
        ("<ol style='list-style: none'><li>甲</ol>", &["甲"]),
        ("<ol reversed><li>甲<li>乙</ol>", &["2. 甲", "1. 乙"]),
        ("<ul><li>甲<li><p>乙</p></ul>", &["甲", "乙"]),
    ] {
        check_lines(body, expected);
    }
}

#[test]
fn tables_of_data_are_rows_and_tables_of_layout_are_lines() {
    for (body, expected) in [
        (
            "<table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>",
            &["甲\t1", "乙\t2"][..],
        ),
        (
            "<table><tr><td>甲</td></tr><tr><td>乙</td></tr></table>",
            &["甲", "乙"],
        ),
        (
            "<table><tr><td>甲</td><td>乙</td></tr></table>",
            &["甲", "乙"],
        ),
        (
            "<table role=presentation><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>",
            &["甲", "1", "乙", "2"],
        ),
        (
            "<table><tr><td><table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table></td><td>丙</td></tr>\
             <tr><td>丁</td><td>戊</td></tr></table>",
            &["甲\t1", "乙\t2", "丙", "丁", "戊"],
        ),
        (
            "<table><tr><th>甲<th rowspan=3>乙</tr><tr><td>1</tr><tr><td>2</tr><tr><td>3<td>4</tr></table>",
            &["甲\t乙", "1\t", "2\t", "3\t4"],
        ),
        (
            "<table><tr><th rowspan=0>甲<th colspan=2>乙</tr><tr><td>1<td>2</tr></table>",
            &["甲\t乙\t", "\t1\t2"],
        ),
    ] {
        check_lines(body, expected);
    }
}

#[test]
fn a_container_that_is_nearly_empty_is_not_the_article() {
    let text = "受理投诉举报线索三百余条，全部按期办结并反馈。";
    let page = format!(
        "<div class=TRS_Editor>本页由县司法局提供，供参考。</div><div class=x><p>{text}</p><p>{text}</p><p>一、{text}</p></div>"
    );
    let extracted = extract(&page).expect("an article");
    assert!(
        extracted
            .text
            .ends_with(&format!("{text}\n{text}\n一、{text}\n"))
    );
}

#[test]
fn an_article_that_a_script_would_show_is_read() {
    let page = "<body><div>首页</div><div style='display:none'><p>一、全年受理投诉举报线索三百余条，全部按期办结。</p></div></body>";
    let extracted = extract(page).expect("an article");
    assert_eq!(
        extracted.text,
        "一、全年受理投诉举报线索三百余条，全部按期办结。\n"
    );
}

#[test]
fn hostile_pages_end_soon() {
    let many_attributes: String = (0..100_000).map(|number| format!(" a{number}=1")).collect();
    let distinct_fonts: String = (0..20_000)
        .map(|number| format!("<font size={number}><p>甲"))
        .collect();
    let pages = [
        ("nested", "<div>".repeat(25_000)),
        ("nested spans", "<b><i><span>".repeat(25_000)),
        ("tables", "<table><tr><td>".repeat(12_500)),
        ("only opened", "<".repeat(1_250_000)),
        (
            "never closed",
            format!("<a href=\"{}", "x ".repeat(500_000)),
        ),
        ("one long tag", format!("<p{many_attributes}>甲</p>")),
        ("slashes", format!("<p {}>", "a/".repeat(750_000))),
        (
            "a long value",
            format!("<p title='{}'>甲</p>", "甲".repeat(375_000)),
        ),
        ("fonts", distinct_fonts),
        ("entities", "&amp;&#x4e00;&nosuch;&".repeat(75_000)),
        ("a comment", format!("<!--{}", "<p a b c ".repeat(125_000))),
        ("paragraphs", "<p>".repeat(750_000)),
        (
            "end tags",
            format!("{}{}", "<div>".repeat(400), "</b>".repeat(250_000)),
        ),
        (
            "spans of cells",
            "<tr><td colspan=1000 rowspan=65534>甲<td>乙".repeat(12_500),
        ),
        (
            "a table",
            format!(
                "<table>{}",
                "<tr><td colspan=1000 rowspan=65534>甲<td>乙".repeat(5_000)
            ),
        ),
        (
            "one line",
            format!("<p>{}</p>", "全年办理案件若干。".repeat(50_000)),
        ),
        ("raised", "<sup>".repeat(400) + &"1".repeat(750_000)),
        ("links", "<a href=x>甲".repeat(50_000)),
        ("lists", "<ol><li>".repeat(15_000)),
        (
            "a refresh",
            "<meta http-equiv=refresh content='0;url=x'>".repeat(25_000),
        ),
        ("templates", "<template>".repeat(25_000)),
        ("forms in tables", "<table><form><input>".repeat(12_500)),
        ("selects", "<select><option>甲".repeat(50_000)),
        (
            "plain text",
            format!("<plaintext>{}", "<p>".repeat(250_000)),
        ),
    ];
    for (name, page) in pages {
        let start = spent();
        let result = extract(&page);
        let took = spent() - start;
        assert!(took < Duration::from_secs(20), "{name} took {took:?}");
        if let Ok(extracted) = result {
            assert!(extracted.text.len() <= page.len() * 4, "{name} grew");
        }
    }
    let large = " ".repeat(21 * 1024 * 1024);
    assert_eq!(extract(&large), Err(ExtractError::TooComplex));
    assert_eq!(
        extract(&"<div>".repeat(100_000)),
        Err(ExtractError::TooComplex)
    );
}

proptest! {
    /// Whatever a page is made of: no crash, no empty line, marks on whole lines.
    #[test]
    fn any_soup_gives_whole_lines(parts in prop::collection::vec(prop::sample::select(SOUP), 0..120)) {
        let page: String = parts.concat();
        if let Ok(extracted) = extract(&page) {
            prop_assert!(extracted.text.ends_with('\n'));
            prop_assert!(extracted.text.lines().all(|line| !line.is_empty()));
            for mark in &extracted.marks {
                let quote = mark.span.of(&extracted.text);
                prop_assert!(!quote.is_empty() && !quote.starts_with('\n') && !quote.ends_with('\n'));
            }
        }
    }
}

const SOUP: &[&str] = &[
    "<div>",
    "</div>",
    "<p>",
    "</p>",
    "<table>",
    "<tr>",
    "<td rowspan=3>",
    "<td colspan=2>",
    "</table>",
    "<caption>",
    "<ol start=-3>",
    "<li>",
    "</ol>",
    "<a href=x>",
    "</a>",
    "<b>",
    "</b>",
    "<br>",
    "<h1>",
    "</h2>",
    "<pre>",
    "\n",
    "<sup>2</sup>",
    "<span style='display:none'>",
    "</span>",
    "<div id=zoom>",
    "<div class=TRS_Editor>",
    "<title>",
    "</title>",
    "<meta name=PubDate content=2031-13-01>",
    "<script>",
    "</script>",
    "<template>",
    "<svg>",
    "<math>",
    "<select>",
    "<form>",
    "<frameset>",
    "<?xml?>",
    "<!--",
    "-->",
    "<![CDATA[",
    "&#x3000;",
    "&nbsp;",
    "\u{200b}",
    "<p/>",
    "</",
    "<",
    "\"",
    "'",
    "\0",
    "一、全年办理案件三十件，办结三十件。",
    "来源：",
    "发布时间：2031-01-06",
    "打印 关闭",
    "县人民政府",
    "2031年1月6日",
    "附件：",
    "上一篇：",
    "相关链接",
    "霁川县2030年法治政府建设年度报告",
];

#[test]
fn large_honest_pages_are_read_whole() {
    let line = "<p style='text-indent:2em'><span>全年办理案件3件，</span>办结3件。</p>\n";
    let page = format!(
        "<html><body><div class=TRS_Editor>{}</div></body></html>",
        line.repeat(40_000)
    );
    let extracted = extract(&page).expect("an article");
    assert_eq!(extracted.text.lines().count(), 40_000);
}
