//! Hostile texts: one line each, what it holds, and what a reader must see of it.

use std::iter::repeat_n;

/// A text that is hostile in one way.
pub struct Hostile {
    pub name: &'static str,
    pub bytes: fn() -> Vec<u8>,
    pub fate: Fate,
}

/// What becomes of it.
pub enum Fate {
    /// It is read; `ducha show` has these words, and `ducha search 执法` shows the shortcoming with its marks.
    Read(&'static [&'static str]),
    /// It is refused, and the message has these words besides the name of the file.
    Refused(&'static [&'static str]),
}

/// A report with the same piece in its title, a heading, a sentence with figures, a shortcoming and an undertaking.
pub fn report(piece: &str) -> String {
    format!(
        "青禾县人民政府{piece}2024年法治政府建设年度报告\n一、主要举措和成效{piece}\n（一）行政复议{piece}。\
全年收到行政复议申请45件，受理41件{piece}，审结38件，其中维持22件、驳回7件、终止6件、撤销4件。\n\
（二）行政执法监督。抽查行政处罚案卷58宗，组织业务培训4期，培训执法人员260人次，出台规范性文件审查办法。\n\
（三）普法宣传。举办法治讲座32场，编印宣传册5000份，调解各类纠纷1873件，法律援助窗口全年接待来访群众。\n\
二、存在的不足\n执法力量{piece}不足。\n三、2025年工作安排\n推进综合{piece}执法改革，调解纠纷120件。\n2025年2月20日\n"
    )
}

fn with(piece: &str) -> Vec<u8> {
    report(piece).into_bytes()
}

fn encoded(encoding: &'static encoding_rs::Encoding) -> Vec<u8> {
    encoding.encode(&report("")).0.into_owned()
}

use Fate::{Read, Refused};

pub const TEXTS: &[Hostile] = &[
    Hostile {
        name: "01-esc-sgr.txt",
        bytes: || with("a\u{1b}[31mRED"),
        fate: Read(&["‹ESC›[31mRED"]),
    },
    Hostile {
        name: "02-osc52-set.txt",
        bytes: || with("\u{1b}]52;c;aGk=\u{7}"),
        fate: Read(&["‹ESC›]52;c;aGk=‹BEL›"]),
    },
    Hostile {
        name: "03-osc52-query.txt",
        bytes: || with("\u{1b}]52;c;?\u{7}"),
        fate: Read(&["‹ESC›]52;c;?", "‹BEL›【执法】"]),
    },
    Hostile {
        name: "04-osc0-title.txt",
        bytes: || with("\u{1b}]0;x\u{7}"),
        fate: Read(&["‹ESC›]0;x‹BEL›"]),
    },
    Hostile {
        name: "05-osc8-link.txt",
        bytes: || with("\u{1b}]8;;http://x.invalid\u{1b}\\点此\u{1b}]8;;\u{1b}\\"),
        fate: Read(&["‹ESC›]8;;http://x.invalid‹ESC›\\点此"]),
    },
    Hostile {
        name: "06-osc-unterminated.txt",
        bytes: || with("").into_iter().chain(*b"\x1b]0;abc").collect(),
        fate: Read(&["【执法】力量"]),
    },
    Hostile {
        name: "07-c1-csi.txt",
        bytes: || with("\u{9b}31m"),
        fate: Read(&["‹U+009B›31m"]),
    },
    Hostile {
        name: "07-c1-raw.txt",
        bytes: || with("").into_iter().chain(*b"\x9b31m").collect(),
        fate: Read(&["【执法】力量"]),
    },
    Hostile {
        name: "08-dcs-tmux.txt",
        bytes: || with("\u{1b}Ptmux;\u{1b}\u{1b}]52;c;aGk=\u{7}\u{1b}\\"),
        fate: Read(&["‹ESC›Ptmux;‹ESC›‹ESC›]52"]),
    },
    Hostile {
        name: "09-answer-back.txt",
        bytes: || with("\u{1b}[c\u{1b}[6n\u{1b}Z\u{1b}P$qm\u{1b}\\"),
        fate: Read(&["‹ESC›[c‹ESC›[6n‹ESC›Z"]),
    },
    Hostile {
        name: "10-ris-alt.txt",
        bytes: || with("\u{1b}c\u{1b}[?1049l\u{1b}[2J"),
        fate: Read(&["‹ESC›c‹ESC›[?", "1049l‹ESC›[2J【执法】"]),
    },
    Hostile {
        name: "11-bel-flood.txt",
        bytes: || repeat_n(7, 1 << 20).collect(),
        fate: Refused(&["二进制"]),
    },
    Hostile {
        name: "12-cr-overwrite.txt",
        bytes: || with("真实\r虚假"),
        // A line end of old machines: both are seen.
        fate: Read(&["真实虚假"]),
    },
    Hostile {
        name: "13-backspace.txt",
        bytes: || with("abc\u{8}\u{8}\u{8}xyz"),
        fate: Read(&["abc‹BS›‹BS›‹BS›xyz"]),
    },
    Hostile {
        name: "14-nul.txt",
        bytes: || with("甲\0乙"),
        fate: Read(&["甲‹NUL›乙"]),
    },
    Hostile {
        name: "15-rlo.txt",
        bytes: || with("同意\u{202e}意同不"),
        fate: Read(&["同意‹U+202E›意同不"]),
    },
    Hostile {
        name: "16-isolates.txt",
        bytes: || with(&"\u{2066}\u{2067}\u{2068}".repeat(200)),
        fate: Read(&["‹U+2066›‹U+2067›‹U+2068›"]),
    },
    Hostile {
        name: "17-zwsp-in-number.txt",
        bytes: || with("投入1\u{200c}00万元"),
        fate: Read(&["投入1‹U+200C›00万元"]),
    },
    Hostile {
        name: "18-homoglyph.txt",
        bytes: || with("⼀、а４５件"),
        fate: Read(&["⼀、а４５件"]),
    },
    Hostile {
        name: "19-zalgo.txt",
        bytes: || with(&format!("字{}", "\u{301}".repeat(500))),
        fate: Read(&["‹U+0301›"]),
    },
    Hostile {
        name: "20-zwj-chain.txt",
        bytes: || {
            with("")
                .into_iter()
                .chain("👩\u{200d}".repeat(10_000).into_bytes())
                .collect()
        },
        fate: Read(&["【执法】力量"]),
    },
    Hostile {
        name: "21-vs16.txt",
        bytes: || with("❤\u{fe0f}1\u{fe0f}\u{20e3}"),
        fate: Read(&["❤"]),
    },
    Hostile {
        name: "22-tags.txt",
        bytes: || with("甲\u{e0041}\u{e0042}\u{e007f}"),
        fate: Read(&["‹U+E0041›‹U+E0042›‹U+E007F›"]),
    },
    Hostile {
        name: "23-lone-surrogate.txt",
        bytes: || with("").into_iter().chain(*b"\xed\xa0\x80").collect(),
        fate: Read(&["【执法】力量"]),
    },
    Hostile {
        name: "24-gb18030.txt",
        bytes: || encoded(encoding_rs::GB18030),
        fate: Read(&["【执法】力量"]),
    },
    Hostile {
        name: "25-utf16le-bom.txt",
        bytes: || {
            let units = report("")
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect::<Vec<_>>();
            [b"\xff\xfe".as_slice(), &units].concat()
        },
        fate: Read(&["【执法】力量"]),
    },
    Hostile {
        name: "26-big5.txt",
        bytes: || {
            let text =
                "青禾縣人民政府依法行政報告，行政執法檢查三十八次，受理訴願四十五件。\n".repeat(20);
            encoding_rs::BIG5.encode(&text).0.into_owned()
        },
        fate: Read(&["【執法】"]),
    },
    Hostile {
        name: "27-utf8-bom-crlf.txt",
        bytes: || format!("\u{feff}{}", report("").replace('\n', "\r\n")).into_bytes(),
        fate: Read(&["【执法】力量"]),
    },
    Hostile {
        name: "28-mixed-utf8-gbk.txt",
        bytes: || [with(""), encoded(encoding_rs::GBK)].concat(),
        fate: Read(&["【执法】力量"]),
    },
    Hostile {
        name: "29-truncated-utf8.txt",
        bytes: || {
            let mut bytes = with("");
            bytes.extend(&"末".as_bytes()[..2]);
            bytes
        },
        fate: Read(&["【执法】力量"]),
    },
    Hostile {
        name: "33-empty.txt",
        bytes: Vec::new,
        fate: Refused(&["没有文字"]),
    },
    Hostile {
        name: "34-only-newlines-1M.txt",
        bytes: || repeat_n(b'\n', 1 << 20).collect(),
        fate: Refused(&["没有文字"]),
    },
    Hostile {
        name: "35-deep-outline.txt",
        bytes: || {
            with("")
                .into_iter()
                .chain("一、(一)1.(1)①一是".repeat(10_000).into_bytes())
                .collect()
        },
        fate: Read(&["【执法】力量"]),
    },
];

/// Texts that are only large: what they cost is looked at elsewhere.
pub const LARGE: &[Hostile] = &[
    Hostile {
        name: "30-oneline-1M.txt",
        bytes: || {
            "全年办理行政复议案件45件,行政执法检查38次。"
                .repeat(1_000_000 / 23)
                .into_bytes()
        },
        fate: Read(&["【执法】"]),
    },
    Hostile {
        name: "31-5MB.txt",
        bytes: || {
            "全年办理行政复议案件45件,行政执法检查38次。\n"
                .repeat((5 << 20) / 61)
                .into_bytes()
        },
        fate: Read(&["【执法】"]),
    },
];
