//! The rectification ledger: out as a workbook or CSV, and back as people fill it in.

use std::fs;
use std::path::PathBuf;

use ducha::review::Judgement;

use crate::office::convert;
use crate::program::{Home, Run};
use crate::reviewed::{Gap, NORTH, SOUTH, gaps, review};

fn reviewed(gaps: &[Gap]) -> Home {
    let home = Home::new();
    review(&home.path(""), gaps);
    home
}

/// A ledger as CSV without its mark: the header and the rows.
fn csv(home: &Home, words: &[&str]) -> (String, Vec<String>) {
    let run = home.run(&[&["export", "ledger", "--format", "csv"], words].concat());
    assert_eq!(run.code, Some(0), "{}", run.err);
    let text = run.out.strip_prefix('\u{feff}').expect("the mark of UTF-8");
    let mut rows = text.split_terminator("\r\n").map(str::to_owned);
    (rows.next().expect("a header"), rows.collect())
}

/// A filled ledger of these columns, and what the program makes of it.
fn import(home: &Home, table: &str, words: &[&str]) -> Run {
    let path = home.write("filled.csv", table);
    home.run(&[&["ledger", "import", &path], words].concat())
}

fn numbers(home: &Home) -> Vec<String> {
    let run = home.run(&["gaps", "--format", "json", "--private"]);
    let gaps = run.json();
    let numbers = gaps
        .iter()
        .map(|gap| gap["number"].as_str().expect("a number"));
    numbers.map(str::to_owned).collect()
}

#[test]
fn only_what_holds_goes_out_and_private_remarks_when_asked() {
    let home = reviewed(&gaps());
    for (words, rows) in [
        (&[][..], 3),
        (&["--year", "2023"], 1),
        (&["--issuer", "云岭县人民政府"], 2),
        (&["--grade", "重大不符合"], 1),
        (&["--grade", "observation-item"], 1),
        (&["--status", "正在整改"], 1),
        (&["--judgement", "待核"], 1),
        (&["--judgement", "待核", "--judgement", "成立"], 4),
        (&["--private"], 4),
        (&["--year", "2023", "--year", "2024"], 3),
        (&["--motivation", "疑问"], 0),
        (&["--rule", "arith-parts-sum"], 1),
    ] {
        assert_eq!(csv(&home, words).1.len(), rows, "{words:?}");
    }
    let run = home.run(&["export", "--format", "csv"]);
    assert!(run.err.contains("另有 1 条待核没有列入"), "{}", run.err);
    let run = home.run(&["export", "--grade", "很差"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("重大不符合"), "{}", run.err);
}

#[test]
fn an_export_says_how_much_it_wrote_and_what_to_do_when_it_was_nothing() {
    let said = |home: &Home, words: &str, expected: &[&str]| {
        let out = home.path("out").to_string_lossy().into_owned();
        let words: Vec<&str> = words.split(' ').collect();
        let run = home.run(&[&["export"], &words[..], &["--out", &out]].concat());
        assert!(run.code <= Some(1), "{words:?}: {}", run.err);
        for part in expected {
            assert!(run.err.contains(part), "{words:?}: {}", run.err);
        }
        assert_eq!(run.err.lines().count(), expected.len(), "{}", run.err);
    };
    let waiting = "另有 1 条待核没有列入";
    let home = reviewed(&gaps());
    for (words, expected) in [
        ("ledger --format xlsx", &["缺口 3 条", waiting][..]),
        ("ledger --format csv", &["缺口 3 条", waiting]),
        ("problems --format docx", &["缺口 3 条", waiting]),
        (
            "opinion --format markdown --year 2023",
            &["缺口 1 条", waiting],
        ),
        ("annotations --private", &["批注 5 条"]),
        ("page --year 2023", &["批注 2 条"]),
        ("ledger --grade 亮点", &["没有符合所选条件的内容"]),
    ] {
        said(&home, words, expected);
    }
    for form in ["sarif", "csv", "ndjson"] {
        let lines = home.run(&["export", "findings", "--format", "ndjson"]).out;
        let count = format!("检查结果 {} 条", lines.lines().count());
        said(&home, &format!("findings --format {form}"), &[&count]);
    }
    let mut pending = Gap::new(NORTH, "执法力量不足", "力量如何不足没有写明。");
    pending.judgement = Judgement::Pending;
    let home = reviewed(&[pending]);
    let none = "没有已认定成立的缺口";
    said(&home, "ledger --format csv", &[none, waiting]);
    said(&home, "problems --format docx", &[none, waiting]);
    let home = reviewed(&[]);
    said(
        &home,
        "ledger --format xlsx",
        &["没有缺口（阅读时按 a 记下"],
    );
    said(&home, "annotations", &["没有批注（阅读时按 a 批注"]);
    // A pipe is told nothing but that there is nothing.
    let piped = reviewed(&gaps()).run(&["export", "annotations"]);
    assert_eq!(piped.err, "");
    let piped = home.run(&["export", "annotations"]);
    assert!(piped.err.contains("没有批注"), "{}", piped.err);
}

#[test]
fn a_row_says_where_and_what_and_on_what_basis() {
    let home = reviewed(&gaps());
    let (header, rows) = csv(&home, &["--grade", "重大不符合"]);
    assert!(header.starts_with("序号,问题编号,报告单位,报告年度,章节,原文摘录"));
    assert!(header.ends_with("复核人,是否销号,备注"));
    let row = &rows[0];
    for said in [
        "云岭县人民政府,2024,",
        "主要举措和成效",
        "审结38件，其中维持22件",
        "各项合计39件，与审结38件不符。,重大不符合",
        "未启动",
    ] {
        assert!(row.contains(said), "{row}");
    }
}

#[test]
fn no_cell_is_live_whatever_a_text_says() {
    let bad = [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "＝1+1",
        "－1",
        "\t=1",
        "\u{202e}=1",
        "a\u{7}\"b\",c\n=d",
    ];
    let gaps: Vec<Gap> = bad
        .iter()
        .map(|text| Gap::new(NORTH, "执法力量不足", text))
        .collect();
    let home = reviewed(&gaps);
    let run = home.run(&["export", "--format", "csv"]);
    for cell in [
        "'=1+1,",
        "'+1,",
        "'-1,",
        "'@SUM(A1),",
        "'＝1+1,",
        "'－1,",
        "\"ab\"\"c",
    ] {
        let plain = cell.trim_start_matches('\'');
        let live = format!(",{plain}");
        assert!(!run.out.contains(&live) || cell.starts_with('"'), "{cell}");
    }
    assert!(run.out.contains("\"a\"\"b\"\",c\n=d\""), "{}", run.out);
    // What went out comes back as nothing new.
    let run = import(&home, &run.out, &[]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{}", run.out);
    assert!(run.out.contains("将改动 0 条，9 条没有变化"), "{}", run.out);
}

#[test]
fn a_filled_ledger_changes_rectification_and_nothing_else() {
    let home = reviewed(&gaps());
    let numbers = numbers(&home);
    let table = format!(
        "整改状态,问题编号,问题描述,整改措施,整改时限,责任单位,整改类型\n\
已完成待复核,{},别的话,重新统计,2025年6月底,司法局,立行立改\n,{},,,-,,\n",
        numbers[0], numbers[1]
    );
    let run = import(&home, &table, &[]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    for said in [
        "未启动 → 已完成待复核",
        "（空） → 重新统计",
        "→ 2025-06-30",
        "2025-06-30 → （空）",
        "没有写入",
    ] {
        assert!(
            format!("{}{}", run.out, run.err).contains(said),
            "{said}: {}",
            run.out
        );
    }
    assert!(
        home.run(&["gaps", "--status", "已完成待复核"])
            .out
            .is_empty()
    );
    let run = import(&home, &table, &["--yes"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let gap = &home
        .run(&["gaps", "--status", "已完成待复核", "--format", "json"])
        .json()[0];
    assert_eq!(gap["problem"], "各项合计39件，与审结38件不符。");
    assert_eq!(gap["rectifying"]["measure"], "重新统计");
    assert_eq!(gap["rectifying"]["due"], "2025-06-30");
    assert_eq!(gap["rectifying"]["approach"], "at-once");
    let run = import(&home, &table, &["--yes"]);
    assert_eq!(run.code, Some(0));
    assert!(run.out.contains("将改动 0 条，2 条没有变化"), "{}", run.out);
}

#[test]
fn rows_that_do_not_fit_are_refused_with_row_column_and_reason() {
    let home = reviewed(&gaps());
    let number = &numbers(&home)[0];
    for (row, said) in [
        ("2024-00000000,司法局,,,".to_owned(), "没有这个编号"),
        (",司法局,,,".to_owned(), "没有问题编号"),
        ("12,司法局,,,".to_owned(), "“12”不是问题编号"),
        (
            format!("{number},司法局,改好了,,"),
            "整改状态  “改好了”不在下拉列表中",
        ),
        (format!("{number},司法局,已销号,,"), "销号由审阅方"),
        (
            format!("{number},司法局,,尽快,"),
            "整改时限  “尽快”不是日期",
        ),
        (
            format!("{number},司法局,,2025-02-30,"),
            "“2025-02-30”不是日期",
        ),
        (
            format!("{number},司法局,,,\n{number},教育局,,,"),
            "第 3、4 行的编号相同",
        ),
    ] {
        let table = format!("说明,,,,\n问题编号,责任单位,整改状态,整改时限,备注\n{row}\n");
        let run = import(&home, &table, &["--yes"]);
        assert_eq!(run.code, Some(3), "{row}: {}", run.err);
        assert!(run.out.contains(said), "{row}: {}", run.out);
        assert!(run.out.contains("第3行"), "{row}: {}", run.out);
    }
    for (table, said) in [
        ("编号,责任单位\n", "没有找到“问题编号”"),
        ("问题编号,问题描述\n", "没有责任单位填写的列"),
        ("问题编号,责任单位,责任单位\n", "两列“责任单位”"),
        ("问题编号,责任单位\n\"a", "第 2 行起的引号"),
    ] {
        let run = import(&home, table, &["--yes"]);
        assert_eq!(run.code, Some(3), "{table}");
        assert!(run.err.contains(said), "{table}: {}", run.err);
    }
    // Rows sorted apart from their numbers.
    let table = format!("问题编号,原文摘录,问题描述,责任单位\n{number},别处的话,别的问题,司法局\n");
    let run = import(&home, &table, &["--yes"]);
    assert!(run.out.contains("只排序了一部分列"), "{}", run.out);
    assert!(
        home.run(&["gaps", "--format", "json"])
            .out
            .contains("\"rectifying\":{}")
    );
}

#[test]
fn a_row_that_fits_is_taken_beside_one_that_does_not() {
    let home = reviewed(&gaps());
    let numbers = numbers(&home);
    let table = format!(
        "问题编号,责任人\n{},甲\n2024-00000000,乙\n\n填表人：丙,\n",
        numbers[0]
    );
    let run = import(&home, &table, &["--yes", "--format", "json"]);
    assert_eq!(run.code, Some(3));
    let plan = &run.json()[0];
    assert_eq!(plan["applied"], true);
    assert_eq!(plan["changes"][0]["fields"][0]["new"], "甲");
    assert_eq!(plan["refused"][0]["faults"][0]["fault"], "unknown-number");
    assert_eq!(plan["refused"].as_array().expect("a list").len(), 1);
}

#[test]
fn a_million_rows_are_read_or_refused_and_never_kept() {
    let home = reviewed(&gaps()[..1]);
    let mut table = format!("问题编号,责任人\n{},甲\n", numbers(&home)[0]);
    table.push_str(&",\n".repeat(1_000_000));
    let run = import(&home, &table, &[]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    let table = format!("问题编号,责任人\n{}", "x,y\n".repeat(200_000));
    let run = import(&home, &table, &[]);
    assert_eq!(run.code, Some(3));
    assert!(run.err.contains("有内容的行太多"), "{}", run.err);
}

#[test]
fn an_export_is_whole_or_absent() {
    let home = reviewed(&gaps());
    let path = home.write("out/台账.xlsx", "as it was");
    let full = home.run(&["export", "-o", "/dev/full"]);
    assert_eq!(full.code, Some(3), "{}", full.err);
    let missing = home.run(&["export", "-o", "/nowhere/a.xlsx"]);
    assert_eq!(missing.code, Some(3));
    assert!(missing.err.contains("/nowhere/a.xlsx"), "{}", missing.err);
    let folder = home.path("out").to_string_lossy().into_owned();
    assert_eq!(home.run(&["export", "-o", &folder]).code, Some(3));
    let wrong = home.run(&["export", "-o", &path, "--grade", "很差"]);
    assert_eq!(wrong.code, Some(2));
    assert_eq!(fs::read_to_string(&path).expect("a file"), "as it was");
    assert_eq!(home.run(&["export", "-o", &path]).code, Some(0));
    assert!(fs::read(&path).expect("a file").starts_with(b"PK"));
    assert_eq!(fs::read_dir(home.path("out")).expect("a folder").count(), 1);
}

/// Exported, opened and saved by an office program, filled in as flat XML, saved again as a workbook, and read back.
#[test]
fn a_ledger_comes_back_from_an_office_program_as_it_was_filled_in() {
    let mut gaps = gaps();
    gaps.push(Gap::new(
        SOUTH,
        "调解纠纷120件",
        "=HYPERLINK(\"http://x\",\"y\")",
    ));
    let home = reviewed(&gaps);
    let out = home.path("台账.xlsx");
    let run = home.run(&["export", "-o", &out.to_string_lossy()]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let Some(flat) = convert(&home.path(""), &out, "fods") else {
        return;
    };
    let text = fs::read_to_string(&flat).expect("flat XML");
    assert!(!text.contains("table:formula"), "a cell became a formula");
    let saved = |path: &PathBuf| {
        let path = convert(&home.path(""), path, "xlsx").expect("a workbook");
        home.run(&["ledger", "import", &path.to_string_lossy()])
    };
    let run = saved(&flat);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    assert!(
        run.out.contains("将改动 0 条，4 条没有变化，0 条不予读回"),
        "{}",
        run.out
    );

    assert!(text.contains("<text:p>正在整改</text:p>"));
    let text = text
        .replace("<text:p>正在整改</text:p>", "<text:p>已完成待复核</text:p>")
        .replace("<text:p>司法局</text:p>", "<text:p>县司法局</text:p>")
        .replace(
            "office:date-value=\"2025-06-30\"",
            "office:date-value=\"2025-09-30\"",
        );
    let filled = home.path("filled.fods");
    fs::write(&filled, text).expect("a file");
    let run = saved(&filled);
    assert_eq!(run.code, Some(1), "{}{}", run.out, run.err);
    let changes: Vec<&str> = run.out.lines().filter(|line| line.contains('→')).collect();
    assert_eq!(
        changes,
        [
            "    责任单位  司法局 → 县司法局",
            "    整改时限  2025-06-30 → 2025-09-30",
            "    整改状态  正在整改 → 已完成待复核",
        ]
    );
}
