//! Starting the console: what it needs, and how it ends.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::Sender;

use uuid::Uuid;

use crate::check::Pack;
use crate::import::Importer;
use crate::locale::Lang;
use crate::review::{Event, Operation, Role, Union};
use crate::shown::Shown;
use crate::store::{
    Ambiguous, Config, ConsoleConfig, ConsoleFault, DraftKeeper, Drafts, Feed, Kept, Library,
    Memory, MemoryKeeper, Mouse, Origin, Outline, Recorder, Reviewer, ThemeChoice,
};

use super::app::{App, Start};
use super::keymap::{self, Keymap};
use super::message::{self, Effect, Message};
use super::model::EditionId;
use super::port::{self, Port};
use super::screen::report::Show;
use super::searcher::Searcher;
use super::sending::{Exporter, Exports};
use super::terminal::{self, Arrived, Helpers, TerminalPort, Work};
use super::theme::Theme;
use super::worker::{self, Job, Settings};
use super::{drafting, term};

/// What the console is started with.
pub struct Options {
    pub library: Library,
    /// Editions to open at once.
    pub open: Vec<EditionId>,
    pub lang: Lang,
    pub reviewer: String,
    /// As what the reviewer works here.
    pub role: Option<Role>,
    /// How files are read that are imported from the console.
    pub importer: Importer,
    /// How what is exported from the console is made.
    pub exporter: Exporter,
    /// The packs to check with; the bundled ones when not given.
    pub packs: Option<Vec<Pack>>,
    /// What the office has set.
    pub config: Config,
}

/// How the console ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    Clean,
    /// Something could not be saved: what to tell the user.
    Unsaved(String),
}

/// Why the console could not start.
#[derive(Debug)]
pub enum Failure {
    Terminal(term::TermError),
    Store(crate::store::Error),
    Io(io::Error),
}

impl Failure {
    /// What happened and what to do.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Failure::Terminal(term::TermError::NotATerminal) => {
                lang.text("term.not_a_terminal").to_owned()
            }
            Failure::Terminal(term::TermError::Dumb) => lang.text("term.dumb").to_owned(),
            Failure::Terminal(term::TermError::Io(error)) | Failure::Io(error) => {
                lang.fill("term.io", &[("reason", error)])
            }
            Failure::Store(error) => error.message(lang),
        }
    }
}

/// Runs the console until it is left.
pub fn run(options: Options) -> Result<Ending, Failure> {
    let Options {
        library,
        open,
        lang,
        reviewer,
        role,
        importer,
        exporter,
        packs,
        config,
    } = options;
    let library = Arc::new(library);
    let mut feed = Feed::new(Arc::clone(&library));
    let news = feed.changes().map_err(Failure::Store)?;
    let mut union = Union::default();
    union.absorb(news.events);
    let (arrivals, inbox) = terminal::channels();
    let today = Some(jiff::Zoned::now().date());
    let settings = Settings {
        stop: Arc::new(AtomicBool::new(false)),
        stop_import: Arc::new(AtomicBool::new(false)),
        lang,
        today,
        reviewer: reviewer.clone(),
        importer,
        packs,
        regions: config.regions,
        corrections: union.review().only_corrections(),
    };
    // The worker reads while everything else is being set up.
    let work = begin_work(&library, settings, &open, &arrivals);
    let console = config.console;
    let (term_options, theme) = terminal_options(&console);
    let session = term::Session::enter(term_options).map_err(Failure::Terminal)?;
    let (keymap, clashes) = Keymap::bundled().with(&console.keys);
    let keeper = start_keeper(&library, &arrivals);
    let (drafts, sessions) = left_behind(keeper.as_ref());
    let who = Reviewer {
        name: reviewer.clone(),
        role,
    };
    let recorder = Recorder::start(feed, who, tell(&arrivals, Arrived::Recorder));
    stand_guard(keeper.as_ref(), &recorder, &arrivals).map_err(Failure::Io)?;
    let mut app = App::new(Start {
        lang,
        theme,
        keymap,
        size: session.size(),
        session: Uuid::now_v7(),
        reviewer,
        role,
        union,
        drafts,
        open,
        sample: library.origin() == Origin::Samples,
        today,
        grading: config.grades,
        pinned: config.pinned,
        memory: Memory::read(&library),
    });
    app.shared.outline = outline(console.outline);
    app.shared.message = match library.read_only() {
        Some(error) => Some(Message::bad(error.message(lang))),
        None => slip(&console.faults, &clashes, lang),
    };
    let helpers = Helpers {
        work,
        searcher: Searcher::new(Arc::clone(&library), tell(&arrivals, Arrived::Msg)),
        recorder,
        keeper,
        scratch: library.state().map(Path::to_owned),
        memory: MemoryKeeper::start(Arc::clone(&library)),
        exports: Exports::new(exporter, tell(&arrivals, Arrived::Msg)),
    };
    let mut port = TerminalPort::new(session, inbox, helpers, lang);
    if !app.shared.opening.is_empty() {
        port.hold();
    }
    take_over(&app, &mut port, sessions);
    port::run(&mut app, &mut port);
    Ok(ending(lang, port))
}

fn outline(configured: Outline) -> Show {
    match configured {
        Outline::Auto => Show::ByWidth,
        Outline::Shown => Show::Yes,
        Outline::Hidden => Show::No,
    }
}

/// Has the worker read what the reader waits for: the text of the last report that was named, the list, then all of them.
fn begin_work(
    library: &Arc<Library>,
    settings: Settings,
    open: &[EditionId],
    arrivals: &Sender<Arrived>,
) -> Work {
    let (stop, stop_import) = (
        Arc::clone(&settings.stop),
        Arc::clone(&settings.stop_import),
    );
    let report = tell(arrivals, Arrived::Msg);
    let jobs = worker::start(Arc::clone(library), settings, report);
    let shown = open.last().cloned().map(Job::Show);
    let opened = open.iter().cloned().map(Job::Open);
    for job in shown.into_iter().chain([Job::List]).chain(opened) {
        // It ends only after the console.
        let _ = jobs.send(job);
    }
    Work {
        jobs,
        stop,
        stop_import,
    }
}

/// What the terminal is to do, by the configuration and the environment; what is not settled there the terminal is asked.
fn terminal_options(console: &ConsoleConfig) -> (term::Options, Theme) {
    let environment = |name: &str| std::env::var(name).ok();
    let mut options = term::Options::from_environment(environment);
    options.glyphs = match console.ambiguous {
        Ambiguous::Ask => options.glyphs,
        Ambiguous::Narrow => Some(term::Glyphs::Narrow),
        Ambiguous::Wide => Some(term::Glyphs::Ascii),
    };
    let ground = environment("COLORFGBG");
    let theme = match options.colors {
        term::Colors::Mono => Theme::Mono,
        term::Colors::Full => Theme::chosen(console.theme, ground.as_deref()),
    };
    if theme == Theme::Mono {
        options.colors = term::Colors::Mono;
    }
    let asks = console.theme == ThemeChoice::Auto && ground.is_none();
    if theme == Theme::Mono || !asks {
        options.ground = Some(term::Ground::Dark);
    }
    options.mouse = match console.mouse {
        Mouse::On => term::Mouse::Reported,
        Mouse::Off => term::Mouse::LeftToTerminal,
    };
    (options, theme)
}

/// From here on whatever ends the program saves what is being typed; keys are read from here on, too.
fn stand_guard(
    keeper: Option<&DraftKeeper>,
    recorder: &Recorder,
    arrivals: &Sender<Arrived>,
) -> io::Result<()> {
    let draft = keeper.map(DraftKeeper::guard);
    let pending = recorder.guard();
    let save = move || {
        if let Some(draft) = &draft {
            draft.save_now();
        }
        pending.save_now();
    };
    term::guard::install(save, terminal::sink(arrivals))?;
    term::input::start(terminal::sink(arrivals))
}

/// The first setting that could not be used, and how many there are.
fn slip(
    faults: &[ConsoleFault],
    clashes: &[(usize, keymap::Fault)],
    lang: Lang,
) -> Option<Message> {
    let clash = clashes
        .first()
        .map(|(line, fault)| (*line, fault.message(lang)));
    let fault = faults.first().map(|fault| {
        let reason = format!("{}: {}", fault.name, fault.reason);
        (fault.line, reason)
    });
    let (line, reason) = fault.or(clash)?;
    let count = faults.len() + clashes.len();
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("line", &line), ("reason", &reason), ("count", &count)];
    Some(Message::bad(lang.fill("keymap.slip", &values)))
}

/// Drafts need a place on the local disk; without one the console still works and says so when a note is typed.
fn start_keeper(library: &Library, arrivals: &Sender<Arrived>) -> Option<DraftKeeper> {
    match Drafts::open(library) {
        Ok(drafts) => Some(DraftKeeper::start(drafts, tell(arrivals, Arrived::Draft))),
        Err(error) => {
            let _ = arrivals.send(Arrived::Draft(Err(error)));
            None
        }
    }
}

fn tell<T: Send + 'static>(
    arrivals: &Sender<Arrived>,
    wrap: fn(T) -> Arrived,
) -> impl Fn(T) + Send + Sync + 'static {
    let arrivals = arrivals.clone();
    move |value| {
        let _ = arrivals.send(wrap(value));
    }
}

/// Drafts of sessions that are gone.
fn left_behind(keeper: Option<&DraftKeeper>) -> (Vec<message::Draft>, Vec<String>) {
    let waiting = keeper
        .and_then(|keeper| keeper.waiting().ok())
        .unwrap_or_default();
    let mut drafts = Vec::new();
    let mut sessions = Vec::new();
    for left in waiting {
        drafts.extend(drafting::restored(&left.draft));
        sessions.push(left.session);
    }
    (drafts, sessions)
}

/// Makes what was left behind this session's own before anything else can happen to it.
fn take_over(app: &App, port: &mut TerminalPort, sessions: Vec<String>) {
    if !sessions.is_empty() {
        port.take_over(sessions);
        port.perform(Effect::KeepDrafts(app.drafts()));
    }
}

/// What could not be saved is on this machine's disk, or else it is printed: nothing ends in silence.
fn ending(lang: Lang, port: TerminalPort) -> Ending {
    let Some(unsaved) = port.close() else {
        return Ending::Clean;
    };
    let reason = unsaved.error.message(lang);
    let slots: &[(&str, &dyn std::fmt::Display)] =
        &[("count", &unsaved.count), ("reason", &reason)];
    Ending::Unsaved(match unsaved.kept {
        Kept::Aside => lang.fill("ui.left-unsaved", slots),
        Kept::Nowhere => {
            let texts = unsaved.events.iter().filter_map(words);
            std::iter::once(lang.fill("ui.left-lost", slots))
                .chain(texts)
                .collect::<Vec<_>>()
                .join("\n")
        }
    })
}

/// What somebody typed, as it can be typed again.
fn words(event: &Event) -> Option<String> {
    let text = match &event.operation {
        Operation::Annotate { statement, .. } => {
            format!("{} {}", statement.problem, statement.suggestion)
        }
        Operation::Reply { text, .. } => text.clone(),
        operation => serde_json::to_string(operation).ok()?,
    };
    let text = text.trim();
    (!text.is_empty()).then(|| format!("  {}", Shown::new(text).as_str()))
}
