//! What is written to the terminal: the screen writer against an emulator, wrapping, marks.

#[path = "support/compare.rs"]
mod compare;
#[path = "support/emulator.rs"]
mod emulator;

use compare::difference;
use ducha::report::Span;
use ducha::shown;
use ducha::tui::term::{Colors, Scrolling, Synchronized, Writer};
use ducha::tui::widget::{Ambiguous, Flow, Options, overlay, text};
use emulator::Emulator;
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};
use regex::Regex;

const REPORT: &str = "云岭县人民政府2024年度法治政府建设情况报告\n\
    一、履行推进法治建设第一责任人职责情况\n\
    (一)深入学习贯彻。全年组织县政府常务会议专题学法12次,举办领导干部法治讲座8期、1,260人次;“八五”普法中期评估优良率99.7%。\n\
    (二)持续提升行政执法质效。一是开展执法案卷评查,随机抽查行政处罚案卷58宗、行政许可案卷12宗,反馈意见建议21条——评查结果全县通报……二是规范行政执法人员管理,全县持证执法人员612人。\n\
    二、存在的不足\n\
    一些乡镇法治力量薄弱,执法人员年龄偏大,《云岭县行政裁量权基准》尚未全面落实;个别部门对行政复议工作重视不够,GB/T 15834-2011 等标准执行不严。\n";

fn report(width: u16) -> (String, Flow) {
    let source = REPORT.repeat(12);
    let mut spans = Vec::new();
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        spans.push((Span::new(start, start + line.trim_end().len()), 0));
        start += line.len();
    }
    let flow = Flow::new(&source, spans, width, Options::default());
    (source, flow)
}

fn writer() -> Writer {
    Writer::new(Colors::Full, Scrolling::Hardware, Synchronized::Large)
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u16) -> u16 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u16::try_from((self.0 >> 16) % u64::from(below.max(1))).expect("below a u16")
    }

    fn style(&mut self) -> Style {
        let colors = [
            Color::Reset,
            Color::Red,
            Color::DarkGray,
            Color::LightGreen,
            Color::Indexed(208),
            Color::Rgb(1, 2, 3),
        ];
        let modifiers = [
            Modifier::empty(),
            Modifier::BOLD,
            Modifier::REVERSED,
            Modifier::UNDERLINED,
            Modifier::DIM | Modifier::ITALIC,
        ];
        let style = Style::new().fg(colors[usize::from(self.roll(6))]);
        match self.roll(4) {
            0 => Style::new(),
            1 => style.bg(colors[usize::from(self.roll(6))]),
            2 => style,
            _ => Style::new().add_modifier(modifiers[usize::from(self.roll(5))]),
        }
    }

    fn text(&mut self) -> &'static str {
        const TEXTS: [&str; 10] = [
            "督察",
            "a",
            "“八五”普法",
            "案卷58宗",
            "   ",
            "──────────",
            "👍 e\u{301}❤\u{fe0f}",
            "×…—·①",
            "行",
            "abc def",
        ];
        TEXTS[usize::from(self.roll(10))]
    }

    fn rect(&mut self, area: Rect) -> Rect {
        let (x, y) = (self.roll(area.width), self.roll(area.height));
        Rect::new(
            x,
            y,
            1 + self.roll(area.width - x),
            1 + self.roll(area.height - y),
        )
    }
}

/// A screen with a text that scrolls beside a pane that stands still, and whatever has been drawn over it.
struct Stage {
    buffer: Buffer,
    source: String,
    flow: Flow,
    first: usize,
    pane: u16,
}

impl Stage {
    fn new(width: u16, height: u16, pane: u16) -> Stage {
        let pane = pane.min(width / 2);
        let (source, flow) = report(width - pane);
        let mut stage = Stage {
            buffer: Buffer::empty(Rect::new(0, 0, width, height)),
            source,
            flow,
            first: 0,
            pane,
        };
        stage.paint();
        stage
    }

    fn paint(&mut self) {
        self.buffer.reset();
        let area = self.buffer.area;
        for y in 0..area.height {
            self.buffer.set_stringn(
                0,
                y,
                "▸ (一)行政权力监督 ✗1",
                usize::from(self.pane),
                Style::new().dim_if(y % 2 == 0),
            );
        }
        let room = Rect::new(
            self.pane,
            1,
            area.width - self.pane,
            area.height.saturating_sub(2),
        );
        let marked = (Span::new(300, 900), Style::new().fg(Color::Red));
        self.flow.paint(
            &self.source,
            self.first,
            room,
            &mut self.buffer,
            Style::new(),
            &[marked],
        );
        if area.height > 1 {
            let row = format!("{} Enter 阅读  d 对比", self.first);
            self.buffer.set_stringn(
                0,
                area.height - 1,
                row,
                usize::from(area.width),
                Style::new(),
            );
        }
    }

    fn step(&mut self, dice: &mut Dice) {
        let area = self.buffer.area;
        match dice.roll(11) {
            0..=3 => {
                let most = if dice.roll(3) == 0 { 20 } else { 3 };
                let far = usize::from(dice.roll(most));
                self.first = if dice.roll(2) == 0 {
                    self.first.saturating_sub(far)
                } else {
                    (self.first + far).min(60)
                };
                self.paint();
            }
            4 => {
                let (x, y) = (dice.roll(area.width), dice.roll(area.height));
                let style = dice.style();
                self.buffer
                    .set_stringn(x, y, dice.text(), usize::from(area.width - x), style);
            }
            5 => self.buffer.set_style(dice.rect(area), dice.style()),
            6 => {
                let popup = dice.rect(area);
                overlay::clear(popup, &mut self.buffer);
                let style = dice.style();
                for y in popup.top()..popup.bottom() {
                    self.buffer.set_stringn(
                        popup.x,
                        y,
                        "│ 确定离开吗 │",
                        usize::from(popup.width),
                        style,
                    );
                }
            }
            7 => self.roll_rows(dice),
            8 => self.paint(),
            9 => {
                // Half a character where nothing has made room for it.
                let (x, y) = (dice.roll(area.width), dice.roll(area.height));
                self.buffer[(x, y)].set_symbol("法");
            }
            _ => {}
        }
    }

    /// Moves some rows over others, as a list between two panes does.
    fn roll_rows(&mut self, dice: &mut Dice) {
        let area = self.buffer.area;
        let region = dice.rect(area);
        let by = 1 + dice.roll(4);
        let old = self.buffer.clone();
        for y in region.top()..region.bottom() {
            for x in 0..area.width {
                let from = if dice.0.is_multiple_of(2) {
                    y + by
                } else {
                    y.wrapping_sub(by)
                };
                let cell = old
                    .cell((x, from))
                    .filter(|_| (region.top()..region.bottom()).contains(&from));
                self.buffer[(x, y)] = cell.cloned().unwrap_or_default();
            }
        }
    }
}

trait DimIf {
    fn dim_if(self, condition: bool) -> Style;
}

impl DimIf for Style {
    fn dim_if(self, condition: bool) -> Style {
        if condition {
            self.add_modifier(Modifier::DIM)
        } else {
            self
        }
    }
}

/// After every frame the terminal shows the buffer. `DUCHA_STEPS` asks for more than the usual number of frames.
#[test]
fn the_screen_equals_the_buffer_after_every_frame() {
    let steps: u64 = std::env::var("DUCHA_STEPS")
        .ok()
        .and_then(|steps| steps.parse().ok())
        .unwrap_or(10_000);
    for seed in 1..=steps.div_ceil(100) {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let (width, height) = (1 + dice.roll(60), 1 + dice.roll(24));
        let pane = if seed % 3 == 0 { 12 } else { 0 };
        let mut stage = Stage::new(width, height, pane);
        let mut emulator = Emulator::new(width, height);
        let mut writer = writer();
        for step in 0..100 {
            if dice.roll(40) == 0 {
                let (width, height) = (1 + dice.roll(60), 1 + dice.roll(24));
                emulator.resize(width, height);
                stage = Stage::new(width, height, pane);
            }
            stage.step(&mut dice);
            let at = Position::new(
                dice.roll(stage.buffer.area.width),
                dice.roll(stage.buffer.area.height),
            );
            let cursor = Some(at).filter(|_| dice.roll(2) == 0);
            emulator.feed(&writer.frame(&stage.buffer, cursor));
            if let Some(found) = difference(&emulator, &stage.buffer, cursor) {
                panic!("seed {seed} step {step}: {found}");
            }
            assert_eq!(
                writer.frame(&stage.buffer, cursor),
                b"",
                "seed {seed} step {step}: idle"
            );
        }
    }
}

/// The bytes of the first frame, and of each of 20 that follow while a report scrolls by one row, down or up.
fn scroll_bytes(width: u16, height: u16, up: bool) -> (usize, Vec<usize>) {
    let mut stage = Stage::new(width, height, 0);
    let mut writer = writer();
    let mut emulator = Emulator::new(width, height);
    let mut bytes: Vec<usize> = (0..21)
        .map(|step| {
            stage.first = if up { 20 - step } else { step };
            stage.paint();
            let frame = writer.frame(&stage.buffer, None);
            emulator.feed(&frame);
            assert_eq!(difference(&emulator, &stage.buffer, None), None);
            frame.len()
        })
        .collect();
    let full = bytes.remove(0);
    bytes.sort_unstable();
    (full, bytes)
}

#[test]
fn bytes_stay_within_the_budget() {
    for (width, height, most_full, most_row) in [(80, 24, 6_000, 300), (200, 50, 14_000, 600)] {
        for up in [false, true] {
            let (full, rows) = scroll_bytes(width, height, up);
            println!(
                "{width}x{height}: full {full}, row {} to {}, median {}",
                rows[0], rows[19], rows[10]
            );
            assert!(
                full <= most_full,
                "a full frame of {width}x{height} took {full}"
            );
            assert!(
                rows[19] <= most_row,
                "a scrolled row of {width}x{height} took {}",
                rows[19]
            );
        }
    }
}

/// The bytes from one one-row screen to another.
fn told(writer: &mut Writer, text: &str, style: Style, cursor: Option<Position>) -> String {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 4));
    for (y, row) in (0..).zip(text.split('\n')) {
        buffer.set_string(0, y, row, style);
    }
    String::from_utf8(writer.frame(&buffer, cursor)).expect("UTF-8")
}

// What the emulator cannot show, because terminals differ in it, is asserted of the bytes.

#[test]
fn rows_that_come_in_take_no_colour_along() {
    let mut writer = writer();
    let page = |from: usize| {
        [
            "依法行政依",
            "全面推进法",
            "政务公开政",
            "行政执法行",
            "普法宣传普",
        ][from..from + 4]
            .join("\n")
    };
    told(&mut writer, &page(0), Style::new().on_red(), None);
    let scrolled = told(&mut writer, &page(1), Style::new().on_red(), None);
    assert!(scrolled.starts_with("\u{1b}[m\u{1b}[S"), "{scrolled:?}");
}

#[test]
fn after_the_last_column_the_cursor_is_nowhere() {
    let mut writer = writer();
    let at = |x, y| Some(Position::new(x, y));
    told(&mut writer, "", Style::new(), None);
    assert_eq!(
        told(&mut writer, "依法行政依", Style::new(), at(8, 0)),
        "依法行政依\u{1b}[9G\u{1b}[?25h"
    );
    assert_eq!(
        told(&mut writer, "依法行政法", Style::new(), at(0, 1)),
        "法\r\n"
    );
}

#[test]
fn after_something_else_wrote_the_cursor_is_shown_again() {
    let mut writer = writer();
    let at = Some(Position::new(0, 0));
    told(&mut writer, "", Style::new(), at);
    writer.forget();
    assert!(told(&mut writer, "", Style::new(), at).contains("\u{1b}[?25h"));
}

#[test]
fn a_typed_character_costs_its_own_bytes() {
    let mut writer = writer();
    let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
    buffer.set_string(0, 3, "问题", Style::new());
    writer.frame(&buffer, Some(Position::new(4, 3)));
    buffer.set_string(0, 3, "问题是", Style::new());
    assert_eq!(
        writer.frame(&buffer, Some(Position::new(6, 3))),
        "是".as_bytes()
    );
    buffer.set_string(0, 3, "问题  ", Style::new());
    assert_eq!(
        writer.frame(&buffer, Some(Position::new(4, 3))),
        b"\x08\x08  \x08\x08"
    );
}

#[test]
fn an_ambiguous_character_is_followed_by_a_move_and_its_neighbour() {
    let mut writer = writer();
    told(&mut writer, "", Style::new(), None);
    assert_eq!(
        told(&mut writer, "“法”治", Style::new(), None),
        "“\u{1b}[2G法”\u{1b}[5G治"
    );
    assert_eq!(
        told(&mut writer, "“法—治", Style::new(), None),
        "\u{8}\u{8}\u{8}—\u{1b}[5G治"
    );
}

#[test]
fn control_characters_in_a_cell_never_reach_the_terminal() {
    for symbol in ["\u{1b}", "\u{9b}31m", "a\u{7}", "\u{202e}", "\r", "\u{301}"] {
        let mut writer = writer();
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
        writer.frame(&buffer, None);
        buffer[(2, 0)].set_symbol(symbol);
        let told = String::from_utf8(writer.frame(&buffer, None)).expect("UTF-8");
        let text: String = told.chars().filter(|char| !char.is_ascii()).collect();
        assert_eq!(text, "\u{fffd}", "{symbol:?} gave {told:?}");
        assert!(!told.contains('\u{7}'), "{told:?}");
    }
}

#[test]
fn where_the_terminal_draws_quotes_wide_each_gets_its_two_cells() {
    let mut writer = writer();
    let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 1));
    writer.frame(&buffer, None);
    let area = buffer.area;
    text::put_text(&mut buffer, area, "“引”", Style::new(), Ambiguous::Wide);
    let told = String::from_utf8(writer.frame(&buffer, None)).expect("UTF-8");
    assert_eq!(told, "\u{1b}[2X“\u{1b}[3G引\u{1b}[2X”");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever a text holds, only sequences of our own reach the terminal, and no character that it would obey.
    #[test]
    fn no_text_gets_through_to_the_terminal(
        source in "(\\PC|\\pC|[\u{1b}\u{9b}\u{7}\u{202e}\u{200d}\u{301}\\]\\[0-9;mcn法]){0,80}",
        width in 1u16..30,
    ) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, 6));
        let flow = Flow::new(&source, [(Span::new(0, source.len()), 2)], width, Options::default());
        let area = buffer.area;
        flow.paint(&source, 0, area, &mut buffer, Style::new(), &[]);
        text::put_text(&mut buffer, Rect::new(0, 5, width, 1), &source, Style::new(), Ambiguous::Narrow);
        let frame = writer().frame(&buffer, None);
        let mut emulator = Emulator::new(width, 6);
        emulator.feed(&frame);
        prop_assert!(emulator.strays().is_empty(), "{:?}", emulator.strays());
        let told = String::from_utf8(frame).expect("UTF-8");
        let ours = Regex::new(r"\x1b\[\??[0-9;]*[A-Za-z]|[\r\n\x08]").expect("a pattern");
        let rest = ours.replace_all(&told, "");
        prop_assert!(!rest.chars().any(shown::is_dangerous), "{rest:?}");
    }
}

#[test]
fn mono_sends_no_colour_but_keeps_what_is_not_one() {
    let mut writer = Writer::new(Colors::Mono, Scrolling::Repaint, Synchronized::Never);
    let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
    writer.frame(&buffer, None);
    buffer.set_string(
        0,
        0,
        "冲突",
        Style::new()
            .fg(Color::Red)
            .bg(Color::Indexed(4))
            .add_modifier(Modifier::BOLD | Modifier::REVERSED),
    );
    let told = String::from_utf8(writer.frame(&buffer, None)).expect("UTF-8");
    assert_eq!(told, "\u{1b}[1;7m冲突");
}
