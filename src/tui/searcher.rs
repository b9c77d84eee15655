//! Looking through all reports on a thread of its own: rows go to the screen as they are found.

use std::cell::OnceCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::report::parse_structure;
use crate::store::Library;

use super::message::{Msg, Searching};
use super::model::{Found, FoundRow};

/// What was found is shown so often.
const INTERVAL: Duration = Duration::from_millis(40);

/// More rows than that nobody reads: the hits behind them are only counted.
const MOST_ROWS: usize = 5_000;

/// No search.
const NONE: u64 = 0;

/// The door to the thread, which is there from the first search on.
pub struct Searcher {
    library: Arc<Library>,
    report: Arc<dyn Fn(Msg) + Send + Sync>,
    /// The ticket of the search that is wanted now; others end where they are.
    wanted: Arc<AtomicU64>,
    asked: OnceCell<Sender<Searching>>,
}

impl Searcher {
    pub fn new(library: Arc<Library>, report: impl Fn(Msg) + Send + Sync + 'static) -> Searcher {
        Searcher {
            library,
            report: Arc::new(report),
            wanted: Arc::new(AtomicU64::new(NONE)),
            asked: OnceCell::new(),
        }
    }

    pub fn ask(&self, searching: Searching) {
        self.wanted.store(searching.ticket, Ordering::Relaxed);
        // The thread ends only with this.
        let _ = self.asked.get_or_init(|| self.start()).send(searching);
    }

    fn start(&self) -> Sender<Searching> {
        let (asked, inbox) = channel::<Searching>();
        let is_wanted = Arc::clone(&self.wanted);
        let (library, report) = (Arc::clone(&self.library), Arc::clone(&self.report));
        thread::spawn(move || {
            while let Ok(searching) = inbox.recv() {
                let goes_on = || is_wanted.load(Ordering::Relaxed) == searching.ticket;
                look(&library, &searching, goes_on, report.as_ref());
            }
        });
        asked
    }

    pub fn stop(&self) {
        self.wanted.store(NONE, Ordering::Relaxed);
    }
}

fn look(
    library: &Library,
    searching: &Searching,
    goes_on: impl Fn() -> bool,
    report: &dyn Fn(Msg),
) {
    let nothing = || Found {
        ticket: searching.ticket,
        ..Found::default()
    };
    let mut found = nothing();
    let mut listed = 0;
    let mut told: Option<Instant> = None;
    for (read, id) in searching.editions.iter().enumerate() {
        if !goes_on() {
            return;
        }
        let left = MOST_ROWS.saturating_sub(listed);
        // A fault of the program in one report is none of the others.
        let rows = catch_unwind(AssertUnwindSafe(|| look_in(library, id, searching, left)));
        if let Ok(Some((hits, rows))) = rows {
            listed += rows.len();
            found.hits += hits;
            found.reports += 1;
            found.rows.extend(rows);
        }
        found.read = read + 1;
        let due = match told {
            Some(at) => at.elapsed() >= INTERVAL,
            None => found.hits > 0,
        };
        if due {
            told = Some(Instant::now());
            report(Msg::Found(Box::new(std::mem::replace(
                &mut found,
                nothing(),
            ))));
            found.read = read + 1;
        }
    }
    found.done = true;
    report(Msg::Found(Box::new(found)));
}

/// How often it is in a report, and the sentences; nothing where it is not.
fn look_in(
    library: &Library,
    id: &str,
    searching: &Searching,
    most: usize,
) -> Option<(usize, Vec<FoundRow>)> {
    // A text that cannot be read says so when it is opened.
    let text = library.glance(id).ok()?;
    let hits = searching.query.hits(&text);
    if hits.is_empty() {
        return None;
    }
    if most == 0 {
        return Some((hits.len(), Vec::new()));
    }
    let (source, record) = library.load(id).ok()?;
    let hints = record.hints(&source);
    let report = parse_structure(source, &hints);
    let rows = FoundRow::of(id, &report, &hits, most);
    Some((hits.len(), rows))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{Folding, Query};
    use crate::store::Places;

    fn searching(ticket: u64, library: &Library, words: &str) -> Searching {
        let entries = library.entries().expect("samples");
        Searching {
            ticket,
            query: Query::words(words, Folding::All),
            editions: entries
                .records
                .into_iter()
                .map(|record| record.id)
                .collect(),
        }
    }

    #[test]
    fn every_report_is_looked_through_and_a_newer_search_ends_an_older_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let places = Places::under(folder.path());
        let library = Arc::new(places.samples().expect("samples"));
        let (said, heard) = channel();
        let searcher = Searcher::new(Arc::clone(&library), move |msg| {
            let _ = said.send(msg);
        });
        searcher.ask(searching(1, &library, "的"));
        searcher.ask(searching(2, &library, "法治政府"));
        let mut rows = 0;
        loop {
            let patience = Duration::from_secs(60);
            let Ok(Msg::Found(found)) = heard.recv_timeout(patience) else {
                panic!("nothing was found");
            };
            if found.ticket != 2 {
                assert!(!found.done, "the first search was not given up");
                continue;
            }
            rows += found.rows.len();
            for row in &found.rows {
                let mark = row.excerpt.marks.first().expect("a hit");
                assert_eq!(mark.of(&row.excerpt.text), "法治政府");
            }
            if found.done {
                break;
            }
        }
        assert!(rows >= library.entries().expect("samples").records.len());
    }
}
