//! The other port: a script of keys in place of a terminal, a recorder and a worker.

use std::collections::VecDeque;

use ducha::locale::Lang;
use ducha::review::{Event, Grading, Operation, Union};
use ducha::store::Memory;
use ducha::tui::app::{App, Start};
use ducha::tui::key::{Code, Key};
use ducha::tui::keymap::Keymap;
use ducha::tui::message::{Effect, Msg};
use ducha::tui::model::{Found, FoundRow};
use ducha::tui::pointer::{Gesture, Pointer};
use ducha::tui::port::{self, Port};
use ducha::tui::theme::Theme;
use ducha::tui::view::view;
use jiff::Timestamp;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use uuid::Uuid;

use super::texts;

/// How the disk behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disk {
    Ready,
    /// Nothing is saved until the test says so.
    Slow,
}

/// A script with the size and language of its screen.
pub struct Script {
    size: (u16, u16),
    lang: Lang,
    theme: Theme,
    keys: String,
}

impl Script {
    /// Reads `size 80x24`, `lang en`, `theme mono`, `keys …` lines; a line with `#` says what the script is about.
    pub fn parse(head: &str) -> Script {
        let mut script = Script {
            size: (80, 24),
            lang: Lang::Zh,
            theme: Theme::Colour,
            keys: String::new(),
        };
        for line in head.lines() {
            match line.split_once(' ') {
                Some(("size", size)) => script.size = parse_size(size),
                Some(("lang", "en")) => script.lang = Lang::En,
                Some(("theme", "mono")) => script.theme = Theme::Mono,
                Some(("keys", keys)) => script.keys = keys.to_owned(),
                Some(("#", _)) | None => {}
                Some(other) => panic!("{other:?} is no line of a script"),
            }
        }
        script
    }

    pub fn run(&self) -> Session {
        let mut session = Session::new(self.size, self.lang, self.theme);
        session.keys(&self.keys);
        session
    }
}

fn parse_size(size: &str) -> (u16, u16) {
    let (width, height) = size.split_once('x').expect("a size is 80x24");
    (
        width.parse().expect("columns"),
        height.parse().expect("rows"),
    )
}

fn parse_pointer(token: &str) -> Option<Pointer> {
    let (name, at) = token.split_once(':')?;
    let gesture = match name {
        "press" => Gesture::Press,
        "drag" => Gesture::Drag,
        "release" => Gesture::Release,
        "wheel-up" => Gesture::WheelUp,
        "wheel-down" => Gesture::WheelDown,
        _ => return None,
    };
    let (x, y) = at.split_once(',').expect("a cell is 3,5");
    let at = Position::new(x.parse().expect("a column"), y.parse().expect("a row"));
    Some(Pointer { at, gesture })
}

/// A console and the world around it.
pub struct Session {
    app: App,
    world: World,
    /// Events that others wrote.
    told: u64,
}

/// What answers the effects.
struct World {
    waiting: VecDeque<Msg>,
    effects: Vec<Effect>,
    recorded: Vec<Operation>,
    /// Events of sessions before, which everything here is based on.
    before: Vec<Uuid>,
    disk: Disk,
    worker: Worker,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Worker {
    Awake,
    Asleep,
}

impl Session {
    pub fn new(size: (u16, u16), lang: Lang, theme: Theme) -> Session {
        Session::resumed(size, lang, theme, Vec::new())
    }

    /// A session after others, with what they left in the journals.
    pub fn resumed(size: (u16, u16), lang: Lang, theme: Theme, events: Vec<Event>) -> Session {
        Session::begun(size, lang, theme, events, Memory::default())
    }

    /// A session on a machine that remembers others.
    pub fn remembering(size: (u16, u16), memory: Memory) -> Session {
        Session::begun(size, Lang::Zh, Theme::Colour, Vec::new(), memory)
    }

    fn begun(
        size: (u16, u16),
        lang: Lang,
        theme: Theme,
        events: Vec<Event>,
        memory: Memory,
    ) -> Session {
        let before = events.iter().map(|event| event.id).collect();
        let mut union = Union::default();
        union.absorb(events);
        let app = App::new(Start {
            lang,
            theme,
            keymap: Keymap::bundled(),
            size: Size::new(size.0, size.1),
            session: Uuid::from_u128(1 << 64),
            reviewer: "审阅人".into(),
            role: None,
            union,
            drafts: Vec::new(),
            open: Vec::new(),
            sample: false,
            today: Some(jiff::civil::date(2025, 6, 1)),
            grading: Grading::default(),
            pinned: Vec::new(),
            memory,
        });
        let world = World {
            waiting: VecDeque::from([Msg::Library(texts::catalogue(texts::entries()))]),
            effects: Vec::new(),
            recorded: Vec::new(),
            before,
            disk: Disk::Ready,
            worker: Worker::Awake,
        };
        let mut session = Session {
            app,
            world,
            told: 0,
        };
        session.settle();
        session
    }

    /// A console whose worker never answers what is asked of it.
    pub fn asleep(size: (u16, u16)) -> Session {
        let mut session = Session::new(size, Lang::Zh, Theme::Colour);
        session.world.worker = Worker::Asleep;
        session
    }

    pub fn disk(&mut self, disk: Disk) {
        self.world.disk = disk;
    }

    /// Presses keys by their names; `text:…` types characters, `size:80x24` resizes the window, `press:3,5`, `drag:9,5`,
    /// `release:9,5`, `wheel-down:3,5` are the mouse in a cell counted from zero.
    pub fn keys(&mut self, keys: &str) {
        for token in keys.split_whitespace() {
            if let Some(text) = token.strip_prefix("text:") {
                for character in text.chars() {
                    self.take(Msg::Key(Key::plain(Code::Char(character))));
                }
            } else if let Some(size) = token.strip_prefix("size:") {
                let (width, height) = parse_size(size);
                self.take(Msg::Resize(width, height));
            } else if let Some(pointer) = parse_pointer(token) {
                self.take(Msg::Mouse(pointer));
            } else {
                let key = Key::parse(token).unwrap_or_else(|| panic!("{token} is no key"));
                self.take(Msg::Key(key));
            }
        }
    }

    /// Lets something happen, and everything that follows from it.
    pub fn take(&mut self, msg: Msg) {
        self.world.waiting.push_back(msg);
        self.settle();
    }

    /// What other reviewers wrote.
    pub fn news(&mut self, operations: impl IntoIterator<Item = Operation>) {
        let events = operations.into_iter().enumerate();
        let events = events.map(|(idx, operation)| {
            let number = 1000 + idx as u64;
            Event {
                writer: "同事/host-2".into(),
                id: Uuid::from_u128(u128::from(number) << 64),
                sequence: number,
                lamport: number,
                ..self.world.event(operation)
            }
        });
        let events = events.collect();
        self.take(Msg::News(events));
    }

    /// What another reviewer wrote, each having seen everything before; `seen` says otherwise for one event.
    pub fn news_of(&mut self, name: &str, operations: impl IntoIterator<Item = Operation>) {
        let mut events = Vec::new();
        for operation in operations {
            self.told += 1;
            let number = 10_000 + self.told;
            events.push(Event {
                writer: format!("{name}/host-9").into(),
                reviewer: name.into(),
                id: Uuid::from_u128(u128::from(number) << 64),
                sequence: self.told,
                lamport: number,
                ..self.world.event(operation)
            });
        }
        self.take(Msg::News(events));
    }

    fn settle(&mut self) {
        if !self.app.leaving {
            port::run(&mut self.app, &mut self.world);
        }
    }

    pub fn has_left(&self) -> bool {
        self.app.leaving
    }

    pub fn effects(&self) -> &[Effect] {
        &self.world.effects
    }

    pub fn recorded(&self) -> Vec<Operation> {
        self.world.recorded.clone()
    }

    /// The screen as text, without blanks at the ends of rows.
    pub fn screen(&self) -> String {
        let size = self.app.shared.size;
        let area = Rect::new(0, 0, size.width, size.height);
        let mut buffer = Buffer::empty(area);
        view(&self.app, area, &mut buffer);
        text_of(&buffer)
    }

    pub fn last_row(&self) -> String {
        self.screen().lines().last().unwrap_or("").to_owned()
    }
}

fn text_of(buffer: &Buffer) -> String {
    let mut text = String::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut row = String::new();
        let mut x = buffer.area.left();
        while x < buffer.area.right() {
            let symbol = buffer[(x, y)].symbol();
            row.push_str(symbol);
            x += u16::try_from(unicode_width::UnicodeWidthStr::width(symbol))
                .unwrap_or(1)
                .max(1);
        }
        text.push_str(row.trim_end());
        text.push('\n');
    }
    text
}

impl Port for World {
    fn wait(&mut self) -> Vec<Msg> {
        self.waiting.drain(..).collect()
    }

    fn perform(&mut self, effect: Effect) {
        match &effect {
            Effect::Open(_) if self.worker == Worker::Asleep => {}
            Effect::Open(id) => self
                .waiting
                .push_back(Msg::Opened(id.clone(), texts::document(id))),
            Effect::Summarise(ids) => {
                for id in ids {
                    let summary = texts::document(id).summary();
                    self.waiting
                        .push_back(Msg::Summary(id.clone(), Box::new(summary)));
                }
            }
            Effect::Record(changes) => {
                let mut events: Vec<Event> = Vec::new();
                for change in changes {
                    self.recorded.push(change.operation.clone());
                    let mut event = self.event(change.operation.clone());
                    event.undoes = change.undoes;
                    event.group = events.first().map(|first| first.id);
                    events.push(event);
                }
                let count = events.len() as u64;
                self.waiting.push_back(Msg::Recorded(events));
                if self.disk == Disk::Ready {
                    self.waiting.push_back(Msg::Saved(count));
                }
            }
            Effect::KeepDrafts(_) => self.waiting.push_back(Msg::DraftKept),
            Effect::Search(searching) => {
                for id in &searching.editions {
                    let document = texts::document(id);
                    let hits = searching.query.hits(&document.report.source.text);
                    let found = Found {
                        ticket: searching.ticket,
                        rows: FoundRow::of(id, &document.report, &hits, 100),
                        hits: hits.len(),
                        reports: usize::from(!hits.is_empty()),
                        read: searching.editions.len(),
                        done: Some(id) == searching.editions.last(),
                    };
                    self.waiting.push_back(Msg::Found(Box::new(found)));
                }
            }
            Effect::Follow(id) => self
                .waiting
                .push_back(Msg::Years(id.clone(), texts::years())),
            Effect::StopFollowing
            | Effect::Close(_)
            | Effect::Discard(_)
            | Effect::Import(_)
            | Effect::StopSearch
            | Effect::Correct(_)
            | Effect::Copy(_)
            | Effect::EditOutside(_)
            | Effect::Learn(_)
            | Effect::StopImport
            | Effect::Export(_)
            | Effect::StopExport
            | Effect::Rescan
            | Effect::Suspend
            | Effect::Leave => {}
        }
        self.effects.push(effect);
    }

    fn show(&mut self, _frame: &Buffer, _cursor: Option<Position>) {}
}

impl World {
    /// Every event knows all before it, as in a journal of one writer.
    fn event(&self, operation: Operation) -> Event {
        let number = self.recorded.len() as u64;
        let id = |number: u64| Uuid::from_u128(u128::from(number) + 1);
        Event {
            version: 1,
            writer: "审阅人/host-1".into(),
            sequence: number,
            lamport: number,
            id: id(number),
            time: Timestamp::UNIX_EPOCH,
            reviewer: "审阅人".into(),
            role: None,
            base: self
                .before
                .iter()
                .copied()
                .chain((1..number).map(id))
                .collect(),
            undoes: None,
            group: None,
            operation,
        }
    }
}
