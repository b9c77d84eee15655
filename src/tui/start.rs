//! Starting the console: what it needs, and how it ends.

use std::io;
use std::sync::Arc;

use uuid::Uuid;

use crate::check::Pack;
use crate::import::Importer;
use crate::locale::Lang;
use crate::review::{Event, Union};
use crate::store::{
    Ambiguous, Config, ConsoleFault, DraftKeeper, Drafts, Feed, Library, Origin, Outline, Recorder,
    Reviewer,
};

use super::app::{App, Start};
use super::keymap::{self, Keymap};
use super::message::{self, Effect, Message};
use super::model::EditionId;
use super::port::{self, Port};
use super::screen::report::Show;
use super::searcher::Searcher;
use super::terminal::{self, Arrived, TerminalPort};
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
    /// How files are read that are imported from the console.
    pub importer: Importer,
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
        importer,
        packs,
        config,
    } = options;
    let library = Arc::new(library);
    let environment = |name: &str| std::env::var(name).ok();
    let console = config.console;
    let mut term_options = term::Options::from_environment(environment);
    term_options.glyphs = match console.ambiguous {
        Ambiguous::Ask => term_options.glyphs,
        Ambiguous::Narrow => Some(term::Glyphs::Narrow),
        Ambiguous::Wide => Some(term::Glyphs::Ascii),
    };
    let theme = match term_options.colors {
        term::Colors::Mono => Theme::Mono,
        term::Colors::Full => Theme::chosen(console.theme, environment("COLORFGBG").as_deref()),
    };
    if theme == Theme::Mono {
        term_options.colors = term::Colors::Mono;
    }
    let (keymap, clashes) = Keymap::bundled().with(&console.keys);
    let mut feed = Feed::new(Arc::clone(&library));
    let news = feed.changes().map_err(Failure::Store)?;
    let mut union = Union::default();
    union.absorb(news.events);

    let (arrivals, inbox) = terminal::channels();
    // The worker reads while the terminal is being set up.
    let today = Some(jiff::Zoned::now().date());
    let settings = Settings {
        lang,
        today,
        reviewer: reviewer.clone(),
        importer,
        packs,
        regions: config.regions,
        corrections: union.review().only_corrections(),
    };
    let jobs = worker::start(
        Arc::clone(&library),
        settings,
        tell(&arrivals, Arrived::Msg),
    );
    let _ = jobs.send(Job::List);
    for id in &open {
        let _ = jobs.send(Job::Open(id.clone()));
    }
    let session = term::Session::enter(term_options).map_err(Failure::Terminal)?;
    let keeper = start_keeper(&library, &arrivals);
    let guard = keeper.as_ref().map(DraftKeeper::guard);
    let save = move || {
        if let Some(guard) = &guard {
            guard.save_now();
        }
    };
    term::guard::install(save, terminal::sink(&arrivals)).map_err(Failure::Io)?;
    term::input::start(terminal::sink(&arrivals)).map_err(Failure::Io)?;

    let (drafts, unsaved, sessions) = left_behind(keeper.as_ref());
    let who = Reviewer {
        name: reviewer.clone(),
        role: None,
    };
    let searcher = Searcher::start(Arc::clone(&library), tell(&arrivals, Arrived::Msg));
    let recorder = Recorder::start(feed, who, tell(&arrivals, Arrived::Recorder));
    let mut app = App::new(Start {
        lang,
        theme,
        size: session.size(),
        session: Uuid::now_v7(),
        reviewer,
        union,
        drafts,
        open,
        sample: library.origin() == Origin::Samples,
        today,
        grading: config.grades,
    });
    app.shared.keymap = Arc::new(keymap);
    app.shared.outline = match console.outline {
        Outline::Auto => Show::ByWidth,
        Outline::Shown => Show::Yes,
        Outline::Hidden => Show::No,
    };
    app.shared.message = slip(&console.faults, &clashes, lang);
    if let Some(error) = library.read_only() {
        app.shared.message = Some(Message::bad(error.message(lang)));
    }
    let reads_first = !app.shared.opening.is_empty();
    let mut port = TerminalPort::new(
        session,
        inbox,
        jobs.clone(),
        searcher,
        recorder,
        keeper,
        lang,
    );
    if reads_first {
        port.hold();
    }
    restore(&mut app, &mut port, unsaved, sessions);
    port::run(&mut app, &mut port);
    Ok(ending(lang, port))
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
fn start_keeper(
    library: &Library,
    arrivals: &std::sync::mpsc::Sender<Arrived>,
) -> Option<DraftKeeper> {
    match Drafts::open(library) {
        Ok(drafts) => Some(DraftKeeper::start(drafts, tell(arrivals, Arrived::Draft))),
        Err(error) => {
            let _ = arrivals.send(Arrived::Draft(Err(error)));
            None
        }
    }
}

fn tell<T: Send + 'static>(
    arrivals: &std::sync::mpsc::Sender<Arrived>,
    wrap: fn(T) -> Arrived,
) -> impl Fn(T) + Send + 'static {
    let arrivals = arrivals.clone();
    move |value| {
        let _ = arrivals.send(wrap(value));
    }
}

/// Drafts and unsaved operations of sessions that are gone.
fn left_behind(keeper: Option<&DraftKeeper>) -> (Vec<message::Draft>, Vec<Event>, Vec<String>) {
    let waiting = keeper
        .and_then(|keeper| keeper.waiting().ok())
        .unwrap_or_default();
    let mut drafts = Vec::new();
    let mut unsaved = Vec::new();
    let mut sessions = Vec::new();
    for left in waiting {
        drafts.extend(left.draft.iter().flat_map(drafting::restored));
        unsaved.extend(left.unsaved);
        sessions.push(left.session);
    }
    (drafts, unsaved, sessions)
}

/// Makes what was left behind this session's own before anything else can happen to it.
fn restore(app: &mut App, port: &mut TerminalPort, unsaved: Vec<Event>, sessions: Vec<String>) {
    if !sessions.is_empty() {
        port.take_over(sessions, unsaved.len());
        port.perform(Effect::KeepDrafts(app.drafts()));
    }
    for event in unsaved {
        let effect = app.shared.ask(crate::store::Change::from(event.operation));
        port.perform(effect);
    }
}

fn ending(lang: Lang, port: TerminalPort) -> Ending {
    match port.close() {
        None => Ending::Clean,
        Some((unsaved, kept)) => {
            let key = if kept {
                "ui.left-unsaved"
            } else {
                "ui.left-lost"
            };
            let reason = unsaved.error.message(lang);
            Ending::Unsaved(lang.fill(key, &[("count", &unsaved.count), ("reason", &reason)]))
        }
    }
}
