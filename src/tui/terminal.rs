//! The port to a terminal: keys come in, frames go out, the recorder and the worker do the rest.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use crossterm::clipboard::CopyToClipboard;
use crossterm::execute;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::locale::Lang;
use crate::shown::Shown;
use crate::store::{DraftKeeper, Kept, MemoryKeeper, Outcome, Recorder, Unsaved};

use super::awaited::Awaited;
use super::drafting;
use super::key::Key;
use super::message::{Effect, Message, Msg};
use super::outside::{self, Fault};
use super::port::Port;
use super::searcher::Searcher;
use super::sending::Exports;
use super::term::{Input, Session};
use super::worker::Job;

/// What arrives, from whichever thread.
pub enum Arrived {
    Inputs(Vec<Input>),
    Msg(Msg),
    Recorder(Outcome),
    /// How writing a draft went.
    Draft(Result<(), crate::store::Error>),
}

/// The way to the worker.
pub struct Work {
    pub jobs: Sender<Job>,
    /// Seen by the worker while it compares.
    pub stop: Arc<AtomicBool>,
    /// The same while it imports.
    pub stop_import: Arc<AtomicBool>,
}

/// Whoever does what the console asks for.
pub struct Helpers {
    pub work: Work,
    pub searcher: Searcher,
    pub recorder: Recorder,
    pub keeper: Option<DraftKeeper>,
    /// Where a text may lie while another program has it.
    pub scratch: Option<PathBuf>,
    pub memory: MemoryKeeper,
    pub exports: Exports,
}

/// Everything that the console reaches the world through.
pub struct TerminalPort {
    session: Session,
    inbox: Receiver<Arrived>,
    work: Work,
    searcher: Searcher,
    recorder: Recorder,
    keeper: Option<DraftKeeper>,
    scratch: Option<PathBuf>,
    memory: MemoryKeeper,
    exports: Exports,
    /// What the reader waits for.
    awaited: Awaited,
    /// What there is to say before anything else arrives.
    ready: Vec<Msg>,
    taken_over: Option<TakenOver>,
    lang: Lang,
    /// The terminal has told how wide its characters are.
    answered: bool,
    /// A frame was left out, because the line was busy or because the text is about to come.
    behind: bool,
    /// Until then nothing is drawn but a text.
    held: Option<Instant>,
}

/// Sessions that are gone; what they left is put away once all of it is safe in this one.
struct TakenOver {
    sessions: Vec<String>,
    drafts: Waiting,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Waiting {
    Yes,
    No,
}

/// How long the disk may take when the console is left.
const PATIENCE: Duration = Duration::from_secs(5);

/// A report that opens within this time is the first thing on the screen.
const SOON: Duration = Duration::from_millis(60);

/// How often a busy line is asked whether it takes a frame.
const BUSY: Duration = Duration::from_millis(10);

impl TerminalPort {
    pub fn new(
        session: Session,
        inbox: Receiver<Arrived>,
        helpers: Helpers,
        lang: Lang,
    ) -> TerminalPort {
        let Helpers {
            work,
            searcher,
            recorder,
            keeper,
            scratch,
            memory,
            exports,
        } = helpers;
        TerminalPort {
            session,
            inbox,
            work,
            searcher,
            recorder,
            keeper,
            scratch,
            memory,
            exports,
            awaited: Awaited::default(),
            ready: Vec::new(),
            taken_over: None,
            lang,
            answered: false,
            behind: false,
            held: None,
        }
    }

    /// The drafts of these sessions are this session's now.
    pub fn take_over(&mut self, sessions: Vec<String>) {
        self.taken_over = Some(TakenOver {
            sessions,
            drafts: Waiting::Yes,
        });
    }

    /// Leaves out what would only say that a report is being opened, if it opens soon.
    pub fn hold(&mut self) {
        self.held = Some(Instant::now() + SOON);
    }

    /// Whether a frame would be of use now.
    fn may_draw(&self) -> bool {
        self.held.is_none_or(|until| Instant::now() >= until) && self.session.is_writable()
    }

    fn put_away_when_safe(&mut self) {
        let safe = |taken: &TakenOver| taken.drafts == Waiting::No;
        if !self.taken_over.as_ref().is_some_and(safe) {
            return;
        }
        let sessions = self
            .taken_over
            .take()
            .map(|taken| taken.sessions)
            .unwrap_or_default();
        if let Some(keeper) = &self.keeper {
            for session in sessions {
                // What cannot be put away is offered again, which loses nothing.
                let _ = keeper.put_away(&session);
            }
        }
    }

    fn translate(&mut self, arrived: Arrived, messages: &mut Vec<Msg>) {
        match arrived {
            Arrived::Msg(msg) => {
                if matches!(msg, Msg::Text(..) | Msg::Opened(..) | Msg::NotOpened(..)) {
                    self.held = None;
                }
                self.awaited.answered(&msg);
                messages.push(msg);
            }
            Arrived::Inputs(inputs) => {
                for input in inputs {
                    messages.extend(self.input(input));
                }
            }
            Arrived::Recorder(outcome) => messages.push(match outcome {
                Outcome::Recorded { events, .. } => Msg::Recorded(events),
                Outcome::Saved { events, .. } => Msg::Saved(events.len() as u64),
                Outcome::Failed { error, kept, .. } => {
                    self.not_saved(error.message(self.lang), kept)
                }
                Outcome::Unread(error) => self.not_saved(error.message(self.lang), Kept::Nowhere),
                Outcome::Stuck { elapsed, kept } => {
                    let seconds = elapsed.as_secs();
                    let said = self.lang.fill("ui.disk-stuck", &[("seconds", &seconds)]);
                    self.not_saved(said, kept)
                }
                Outcome::Changed(news) => Msg::News(news.events),
                Outcome::Merged(_) => Msg::Said(Message::good(self.lang.text("ui.merged"))),
                Outcome::Quarantined(damage) => Msg::Said(Message::bad(
                    self.lang
                        .fill("ui.quarantined", &[("count", &damage.len())]),
                )),
            }),
            Arrived::Draft(Ok(())) => {
                if let Some(taken) = &mut self.taken_over {
                    taken.drafts = Waiting::No;
                }
                self.put_away_when_safe();
                messages.push(Msg::DraftKept);
            }
            Arrived::Draft(Err(error)) => {
                messages.push(Msg::DraftNotKept(error.message(self.lang)))
            }
        }
    }

    fn not_saved(&self, reason: String, kept: Kept) -> Msg {
        let reason = match kept {
            Kept::Aside => self.lang.fill("ui.kept-aside", &[("reason", &reason)]),
            Kept::Nowhere => reason,
        };
        Msg::NotSaved { reason }
    }

    fn input(&mut self, input: Input) -> Option<Msg> {
        match input {
            Input::Key(event) => Key::from_event(event).map(Msg::Key),
            Input::Paste(text) => Some(Msg::Paste(text)),
            Input::Mouse(pointer) => Some(Msg::Mouse(pointer)),
            Input::Ground(ground) => Some(Msg::Ground(ground)),
            Input::Cursor { column, row } => {
                let asked = row == 1 && !std::mem::replace(&mut self.answered, true);
                (asked && self.session.answered(column)).then(|| self.size())
            }
            Input::CaughtUp => {
                self.session.caught_up();
                None
            }
            Input::Resized => Some(self.size()),
            Input::Resumed => {
                self.session.repaint();
                Some(self.size())
            }
        }
    }

    fn size(&self) -> Msg {
        let size = self.session.size();
        Msg::Resize(size.width, size.height)
    }

    /// Saves what is left and gives the terminal back. What could not be saved is kept for the next session.
    pub fn close(self) -> Option<Unsaved> {
        let TerminalPort {
            session, recorder, ..
        } = self;
        drop(session);
        recorder.close(PATIENCE).err()
    }
}

impl Port for TerminalPort {
    fn wait(&mut self) -> Vec<Msg> {
        let mut messages = std::mem::take(&mut self.ready);
        while messages.is_empty() {
            let first = match (self.behind, self.awaited.patience()) {
                (true, _) => self.inbox.recv_timeout(BUSY),
                (false, Some(patience)) => self.inbox.recv_timeout(patience),
                (false, None) => self.inbox.recv().map_err(RecvTimeoutError::from),
            };
            let first = match first {
                Ok(first) => first,
                Err(RecvTimeoutError::Timeout) if !self.behind => {
                    return self.awaited.told().into_iter().map(Msg::Working).collect();
                }
                // The screen is drawn as it is by then.
                Err(RecvTimeoutError::Timeout) if self.may_draw() => {
                    return vec![self.size()];
                }
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => return messages,
            };
            self.translate(first, &mut messages);
            while let Ok(next) = self.inbox.try_recv() {
                self.translate(next, &mut messages);
            }
        }
        messages
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Open(id) => self.ask(Job::Open(id)),
            Effect::Follow(id) => self.ask(Job::Follow(id)),
            Effect::StopFollowing => {
                self.awaited.done();
                self.ask(Job::StopFollowing);
            }
            Effect::StopImport => self.work.stop_import.store(true, Ordering::Relaxed),
            Effect::Export(exporting) => self.exports.begin(*exporting, self.lang),
            Effect::StopExport => self.exports.stop(),
            Effect::Learn(habit) => self.memory.learn(habit),
            Effect::Close(id) => {
                self.work.stop.store(true, Ordering::Relaxed);
                self.awaited.done();
                self.ask(Job::Close(id));
            }
            Effect::Summarise(ids) => self.ask(Job::Summarise(ids)),
            Effect::Import(importing) => self.ask(Job::Import(importing)),
            Effect::Correct(review) => self.ask(Job::Correct(review)),
            Effect::Record(changes) => {
                self.recorder.record(changes);
            }
            Effect::KeepDrafts(drafts) => {
                if let Some(keeper) = &self.keeper {
                    match drafting::stored(&drafts) {
                        Some(draft) => keeper.put(draft),
                        None => keeper.clear(),
                    }
                }
            }
            Effect::Discard(draft) => {
                if let (Some(keeper), Some(draft)) =
                    (&self.keeper, drafting::stored(std::slice::from_ref(&draft)))
                {
                    // Without the copy the draft is still in what was put away before.
                    let _ = keeper.discard(&draft);
                }
            }
            Effect::Copy(text) => {
                // A terminal that does not know the sequence ignores it.
                let _ = execute!(std::io::stdout(), CopyToClipboard::to_clipboard_from(text));
                let _ = std::io::stdout().flush();
            }
            Effect::EditOutside(text) => self.edit_outside(&text),
            Effect::Search(searching) => self.searcher.ask(*searching),
            Effect::StopSearch => self.searcher.stop(),
            Effect::Rescan => self.recorder.rescan(),
            Effect::Suspend => {
                let _ = self.session.suspend();
            }
            Effect::Leave => {}
        }
    }

    fn show(&mut self, frame: &Buffer, cursor: Option<Position>) {
        self.behind = !self.may_draw();
        if self.behind {
            return;
        }
        // When the line is gone the guard ends the process.
        let _ = self.session.draw(frame, cursor);
    }
}

impl TerminalPort {
    /// Waits for the other program; recorder and worker go on meanwhile.
    fn edit_outside(&mut self, text: &str) {
        let command = outside::editor(|name| std::env::var(name).ok());
        let Some(scratch) = self.scratch.clone() else {
            let said = self.lang.text("ui.no-scratch");
            self.ready.push(Msg::Said(Message::bad(said)));
            return;
        };
        let edited = self
            .session
            .lend(|| outside::edit(&command, &scratch, text));
        let fault = match edited {
            Ok(Ok(edited)) => return self.ready.push(Msg::Edited(edited)),
            Ok(Err(Fault::Refused(path))) => self.lang.fill(
                "ui.editor-refused",
                &[
                    ("command", &Shown::new(&command)),
                    ("path", &Shown::new(&path.to_string_lossy())),
                ],
            ),
            Ok(Err(Fault::Unusable(path))) => {
                let path = path.to_string_lossy();
                self.lang
                    .fill("ui.editor-left", &[("path", &Shown::new(&path))])
            }
            Ok(Err(Fault::Io(error))) => self.lang.fill("ui.editor-failed", &[("reason", &error)]),
            Err(error) => self.lang.fill("term.io", &[("reason", &error)]),
        };
        self.ready.push(Msg::Said(Message::bad(fault)));
    }

    fn ask(&mut self, job: Job) {
        self.awaited.asked(&job);
        // The worker ends only after the console.
        let _ = self.work.jobs.send(job);
    }
}

/// The way in for every thread.
pub fn channels() -> (Sender<Arrived>, Receiver<Arrived>) {
    channel()
}

/// The same for the threads that need a shared one.
pub fn sink(arrivals: &Sender<Arrived>) -> Arc<dyn Fn(Vec<Input>) + Send + Sync> {
    let arrivals = arrivals.clone();
    Arc::new(move |inputs| {
        let _ = arrivals.send(Arrived::Inputs(inputs));
    })
}
