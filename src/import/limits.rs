//! How much a child process may use, and how it binds itself before it reads a byte.

use std::io;
use std::time::Duration;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// What reading one file of a risky format may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Address space in bytes.
    pub memory: u64,
    /// Seconds of the processor.
    pub processor: u64,
    /// Seconds of the clock on the wall, kept by the parent.
    pub wall: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            memory: 512 << 20,
            processor: 10,
            wall: Duration::from_secs(20),
        }
    }
}

/// Binds this process: it can neither grow, nor run on, nor gain rights, nor write files, nor outlive its parent.
pub(super) fn bind(memory: u64, processor: u64) -> io::Result<()> {
    lower(Resource::As, memory, memory)?;
    // The first second too many ends with a signal that says why, the next without.
    lower(Resource::Cpu, processor, processor.saturating_add(1))?;
    lower(Resource::Core, 0, 0)?;
    lower(Resource::Fsize, 0, 0)?;
    bind_on_linux()
}

/// Sets a soft and a hard limit, never above those set from outside.
fn lower(resource: Resource, soft: u64, hard: u64) -> io::Result<()> {
    let outer = getrlimit(resource);
    let within = |wanted: u64, outer: Option<u64>| Some(outer.unwrap_or(wanted).min(wanted));
    setrlimit(
        resource,
        Rlimit {
            current: within(soft, outer.current.or(outer.maximum)),
            maximum: within(hard, outer.maximum),
        },
    )?;
    Ok(())
}

#[cfg(target_os = "linux")]
fn bind_on_linux() -> io::Result<()> {
    use rustix::process::{Signal, set_parent_process_death_signal};

    set_parent_process_death_signal(Some(Signal::KILL))?;
    rustix::thread::set_no_new_privs(true)?;
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn bind_on_linux() -> io::Result<()> {
    Ok(())
}
