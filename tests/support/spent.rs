//! What a thread has spent, which a busy machine leaves as it is.

use std::time::Duration;

use nix::time::{ClockId, clock_gettime};

/// CPU time of this thread so far.
pub fn spent() -> Duration {
    let time = clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).expect("every thread has a clock");
    Duration::from(time)
}
