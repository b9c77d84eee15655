//! The rules that a command works by: the bundled packs, those of the configuration folder, those named on the command line.

use std::path::{Path, PathBuf};

use super::{CliError, Shared};
use crate::check::Pack;
use crate::check::pack;
use crate::store::{Config, Places};

/// All packs in force, and what the office has set.
#[derive(Clone)]
pub struct Rules {
    pub packs: Vec<Pack>,
    /// For each pack the file that it came from; none of a bundled one.
    pub files: Vec<Option<PathBuf>>,
    pub config: Config,
}

impl Rules {
    /// Reads everything; a pack that is not valid ends the command rather than being left out in silence.
    pub fn read(shared: &Shared) -> Result<Rules, CliError> {
        let (config, files) = own(shared)?;
        let packs = pack::bundled();
        let mut rules = Rules {
            files: vec![None; packs.len()],
            packs,
            config,
        };
        for path in files {
            let pack = rules.try_file(&path, shared)?;
            rules.packs.push(pack);
            rules.files.push(Some(path));
        }
        Ok(rules)
    }

    /// What the console needs at its start: packs only where there are others than the bundled ones, which it compiles
    /// when the first report can be read already.
    pub fn for_console(shared: &Shared) -> Result<(Config, Option<Vec<Pack>>), CliError> {
        let (config, files) = own(shared)?;
        if files.is_empty() {
            return Ok((config, None));
        }
        Ok((config, Some(Rules::read(shared)?.packs)))
    }

    /// Reads one more pack, which may change rules of those that are here.
    pub fn try_file(&self, path: &Path, shared: &Shared) -> Result<Pack, CliError> {
        let imported = shared.importer.read_file(path)?;
        let name = path.to_string_lossy();
        Ok(Pack::read_over(&imported.source.text, &name, &self.packs)?)
    }
}

/// What is set, and the packs besides the bundled ones.
fn own(shared: &Shared) -> Result<(Config, Vec<PathBuf>), CliError> {
    let places = Places::of_system(shared.library.as_deref())?;
    let config = Config::read(&places.config)?;
    let mut files = Config::packs(&places.config);
    files.extend(shared.packs.iter().cloned());
    Ok((config, files))
}
