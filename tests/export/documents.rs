//! Documents for people: what they say, and that they are whole.

use std::io::Read;

use crate::office::convert;
use crate::program::Home;
use crate::reviewed::{Gap, NORTH, gaps, review};

fn part(path: &std::path::Path, name: &str) -> String {
    let file = std::fs::File::open(path).expect("a file");
    let mut zip = zip::ZipArchive::new(file).expect("an archive");
    let mut text = String::new();
    let mut part = zip.by_name(name).expect("a part");
    part.read_to_string(&mut text).expect("text");
    text
}

#[test]
fn the_problem_list_has_title_numbers_quote_place_basis_and_suggestion() {
    let home = Home::new();
    review(&home.path(""), &gaps());
    let run = home.run(&["export", "problems", "--format", "markdown"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    for said in [
        "# 法治政府建设年度报告问题清单",
        "共梳理问题3项：重大不符合1项，一般不符合1项，观察项1项",
        "## 一、云岭县人民政府2024年度报告（2项）",
        "### （一）",
        "（重大不符合）",
        "- **原文**：“",
        "- **位置**：主要举措和成效",
        "- **问题**：各项合计39件，与审结38件不符。",
        "- **建议**：核对后更正。",
        "## 二、石桥镇人民政府2023年度报告（1项）",
    ] {
        assert!(run.out.contains(said), "{said}: {}", run.out);
    }
    assert!(!run.out.contains("内部"), "a private remark");
}

#[test]
fn the_opinion_is_addressed_to_one_issuer_a_document() {
    let home = Home::new();
    review(&home.path(""), &gaps());
    let run = home.run(&[
        "export",
        "opinion",
        "--format",
        "md",
        "--issuer",
        "云岭县人民政府",
    ]);
    for said in [
        "# 关于云岭县人民政府2024年法治政府建设年度报告的审查意见",
        "云岭县人民政府：",
        "## 一、重大不符合（1项）",
        "## 二、一般不符合（1项）",
        "（审阅单位）",
    ] {
        assert!(run.out.contains(said), "{said}: {}", run.out);
    }
    assert!(!run.out.contains("石桥镇"));
}

#[test]
fn a_template_of_the_office_is_used_or_said_to_be_wrong() {
    let home = Home::new();
    review(&home.path(""), &gaps());
    let json = include_str!("../../data/templates/problems.json");
    let path = home.write(
        "own.json",
        json.replace("{subject}问题清单", "{subject}存在问题汇总"),
    );
    let run = home.run(&["export", "problems", "--format", "md", "--template", &path]);
    assert!(
        run.out.starts_with("# 法治政府建设年度报告存在问题汇总"),
        "{}",
        run.out
    );
    let path = home.write("bad.json", json.replace("{problem}", "{mood}"));
    let run = home.run(&["export", "problems", "--template", &path, "-o", "/dev/null"]);
    assert_eq!(run.code, Some(3));
    assert!(run.err.contains("没有“mood”这个空位"), "{}", run.err);
}

#[test]
fn a_document_is_opened_by_an_office_program_and_says_the_same() {
    let mut gaps = gaps();
    gaps.push(Gap::new(
        NORTH,
        "执法力量不足",
        "<w:t>&甲\u{7}\u{202e}乙{quote}",
    ));
    let home = Home::new();
    review(&home.path(""), &gaps);
    let path = home.path("问题清单.docx");
    let run = home.run(&["export", "problems", "-o", &path.to_string_lossy()]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let main = part(&path, "word/document.xml");
    assert!(main.contains("&lt;w:t&gt;&amp;甲乙{quote}"), "{main}");
    let run = home.run(&["show", &path.to_string_lossy()]);
    assert!(
        run.out.contains("法治政府建设年度报告问题清单"),
        "{}",
        run.out
    );
    let Some(text) = convert(&home.path(""), &path, "txt:Text (encoded):UTF8") else {
        return;
    };
    let text = std::fs::read_to_string(text).expect("text");
    for said in [
        "法治政府建设年度报告问题清单",
        "（一）",
        "<w:t>&甲乙{quote}",
        "问题：各项合计39件",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn one_page_shows_gaps_ticks_and_years_without_a_script() {
    let home = Home::new();
    let gap = Gap {
        problem: "<script>alert(1)</script>".to_owned(),
        ..gaps()[0].clone()
    };
    review(&home.path(""), &[gap]);
    let run = home.run(&["export", "page", "--year", "2024"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    for said in [
        "&lt;script&gt;alert(1)",
        "default-src 'none'",
        "审结38件",
        "id=\"ticks\"",
        "prefers-color-scheme: dark",
        "@media print",
    ] {
        assert!(run.out.contains(said), "{said}");
    }
    assert!(!run.out.contains("<script"), "a script");
}
