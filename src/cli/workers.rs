//! Many pieces of work on several cores, with what comes of each handed over in their order.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, Builder};

use super::CliError;

/// More threads than this wait for one another, and each keeps some memory of its own.
const MOST: usize = 8;
/// Pieces for each thread below which a thread is not worth its start.
const WORTH: usize = 8;
/// Pieces under way for each thread. What is done ahead of a slow one waits in memory.
const AHEAD: usize = 4;

/// What came of one piece; a panic goes on in the thread that asked for the work.
type Done<R> = (usize, thread::Result<R>);

/// How many threads so many pieces of work deserve on this machine.
pub(super) fn threads(pieces: usize) -> usize {
    // Few pieces must not even pay for asking the system.
    if pieces < 2 * WORTH {
        return 1;
    }
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    cores.min(MOST).min(pieces / WORTH)
}

/// Does the work for every number below a count and hands over what comes of it, in order, in this thread. Only a few
/// pieces for each thread are under way or wait to be handed over. A refusal to take one ends the work.
pub(super) fn in_order<R: Send>(
    threads: usize,
    pieces: usize,
    work: &(dyn Fn(usize) -> R + Sync),
    hand: &mut dyn FnMut(usize, R) -> Result<(), CliError>,
) -> Result<(), CliError> {
    if threads < 2 {
        return (0..pieces).try_for_each(|piece| hand(piece, work(piece)));
    }
    let (give, wanted) = mpsc::channel();
    let (tell, done) = mpsc::channel();
    let wanted = Mutex::new(wanted);
    thread::scope(|scope| {
        let mut started = 0;
        for _ in 0..threads {
            let (tell, wanted) = (tell.clone(), &wanted);
            let thread = Builder::new().spawn_scoped(scope, move || labour(wanted, &tell, work));
            started += usize::from(thread.is_ok());
        }
        drop(tell);
        if started == 0 {
            return (0..pieces).try_for_each(|piece| hand(piece, work(piece)));
        }
        // Both ends are gone when this returns, however that is: then the threads end as well.
        hand_over(pieces, started * AHEAD, give, done, hand)
    })
}

/// What a thread does until no more pieces come.
fn labour<R>(
    wanted: &Mutex<Receiver<usize>>,
    tell: &Sender<Done<R>>,
    work: &(dyn Fn(usize) -> R + Sync),
) {
    loop {
        let next = wanted.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(piece) = next else { return };
        let outcome = panic::catch_unwind(AssertUnwindSafe(|| work(piece)));
        if tell.send((piece, outcome)).is_err() {
            return;
        }
    }
}

/// Gives out pieces as room is made, and takes in what is done.
fn hand_over<R>(
    pieces: usize,
    window: usize,
    give: Sender<usize>,
    done: Receiver<Done<R>>,
    hand: &mut dyn FnMut(usize, R) -> Result<(), CliError>,
) -> Result<(), CliError> {
    let (mut given, mut handed) = (0, 0);
    let mut waiting = BTreeMap::new();
    while handed < pieces {
        while given < pieces.min(handed + window) && give.send(given).is_ok() {
            given += 1;
        }
        let Ok((piece, outcome)) = done.recv() else {
            return Ok(());
        };
        waiting.insert(piece, outcome);
        while let Some(outcome) = waiting.remove(&handed) {
            match outcome {
                Ok(result) => hand(handed, result)?,
                Err(cause) => panic::resume_unwind(cause),
            }
            handed += 1;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    /// Uneven work, so that pieces are done in another order than they are wanted.
    fn uneven(piece: usize) -> usize {
        thread::sleep(Duration::from_micros([900, 0, 300, 0, 50][piece % 5]));
        piece * 3
    }

    #[test]
    fn the_order_is_that_of_the_pieces_whatever_the_threads() {
        for count in [0, 1, 2, 5, 8] {
            for pieces in [0, 1, 7, 100] {
                let mut seen = Vec::new();
                let done = in_order(count, pieces, &uneven, &mut |piece, result| {
                    seen.push((piece, result));
                    Ok(())
                });
                assert!(done.is_ok());
                let expected: Vec<_> = (0..pieces).map(|piece| (piece, piece * 3)).collect();
                assert_eq!(seen, expected, "{count} threads, {pieces} pieces");
            }
        }
    }

    #[test]
    fn what_is_done_ahead_is_bounded() {
        let (begun, furthest) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let mut handed = 0;
        let work = |piece: usize| {
            begun.fetch_max(piece + 1, Ordering::SeqCst);
            piece
        };
        let done = in_order(3, 400, &work, &mut |_, _| {
            // A slow reader of the results.
            thread::sleep(Duration::from_micros(200));
            furthest.fetch_max(begun.load(Ordering::SeqCst) - handed, Ordering::SeqCst);
            handed += 1;
            Ok(())
        });
        assert!(done.is_ok());
        assert_eq!(handed, 400);
        let furthest = furthest.into_inner();
        assert!(furthest <= 3 * AHEAD, "{furthest} ahead");
    }

    #[test]
    fn a_refusal_ends_the_work() {
        let begun = AtomicUsize::new(0);
        let work = |piece| {
            begun.fetch_add(1, Ordering::SeqCst);
            uneven(piece)
        };
        for count in [1, 4] {
            begun.store(0, Ordering::SeqCst);
            let done = in_order(count, 10_000, &work, &mut |piece, _| match piece {
                5 => Err(CliError::Output(io::Error::other("full"))),
                _ => Ok(()),
            });
            assert!(matches!(done, Err(CliError::Output(_))));
            let begun = begun.load(Ordering::SeqCst);
            assert!(begun <= 6 + 4 * AHEAD, "{count} threads began {begun}");
        }
    }

    #[test]
    #[should_panic(expected = "the seventh")]
    fn a_panic_reaches_whoever_asked() {
        let work = |piece| assert_ne!(piece, 7, "the seventh");
        let _ = in_order(3, 100, &work, &mut |_, ()| Ok(()));
    }

    #[test]
    fn a_few_pieces_pay_for_no_thread() {
        let most = thread::available_parallelism().map_or(1, NonZero::get);
        for pieces in [0, 1, 2, WORTH, 2 * WORTH - 1] {
            assert_eq!(threads(pieces), 1);
        }
        assert_eq!(threads(100_000), most.min(MOST));
    }
}
