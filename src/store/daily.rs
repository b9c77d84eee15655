//! The readable copy as each day left it, for two weeks: what the list looked like last Tuesday, without any tool.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::error::{Error, ErrorKind};
use super::folder::{Access, Folder};

/// The folder in a reviewer's folder.
pub(super) const DAILY: &str = "daily";
const EXTENSION: &str = ".json";
/// Days, today's among them.
const KEPT_FOR: i64 = 14;
/// All of them together take no more than this.
const ROOM: u64 = 50 << 20;

/// Keeps a copy that is about to be replaced if it is the last of its day, and lets those go that are too old or too many.
pub(super) fn keep(
    folder: &Folder,
    access: Access,
    copy: &[u8],
    written: Timestamp,
    now: Timestamp,
) -> Result<(), Error> {
    let zone = TimeZone::system();
    let day = |time: Timestamp| time.to_zoned(zone.clone()).date();
    if day(written) < day(now) {
        let daily = folder.create_folder(DAILY, access.own_folder_mode())?;
        let name = format!("{}{EXTENSION}", day(written));
        daily.publish(&name, copy, access.file_mode())?;
        tidy(&daily, day(now))?;
    }
    Ok(())
}

/// The copies of a reviewer's folder, with the folder that they are in.
pub(super) fn copies(folder: &Folder) -> Option<(Folder, Vec<String>)> {
    let daily = folder.folder(DAILY).ok()?;
    let mut names = daily.names().ok()?;
    names.retain(|name| date_of(name).is_some());
    Some((daily, names))
}

/// Only names that are dates are ours to remove, and what they hold is derived from the journals.
fn tidy(daily: &Folder, today: Date) -> Result<(), Error> {
    let names = daily.names()?;
    let mut room = ROOM;
    // The names sort by date; the newest count first.
    for (name, date) in names
        .iter()
        .rev()
        .filter_map(|name| Some((name, date_of(name)?)))
    {
        let size = match daily.stat(name) {
            Ok(stat) => u64::try_from(stat.st_size).unwrap_or(0),
            Err(error) if error.kind == ErrorKind::Missing => continue,
            Err(error) => return Err(error),
        };
        let age = date
            .until(today)
            .map_or(0, |span| i64::from(span.get_days()));
        if age >= KEPT_FOR || size > room {
            daily.remove(name)?;
        } else {
            room -= size;
        }
    }
    Ok(())
}

fn date_of(name: &str) -> Option<Date> {
    let date = name.strip_suffix(EXTENSION)?;
    // The parser takes more forms than we write.
    date.parse()
        .ok()
        .filter(|parsed: &Date| parsed.to_string() == date)
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use tempfile::TempDir;

    use super::*;

    /// What is left when a copy is kept on each of these days and other files lie beside.
    fn check(days: &[i32], others: &[(&str, usize)], left: &[&str]) {
        let place = TempDir::new().expect("a folder");
        let folder = Folder::open(place.path()).expect("the folder");
        let noon: Timestamp = "2024-03-01T12:00:00Z".parse().expect("a time");
        let daily = place.path().join(DAILY);
        std::fs::create_dir(&daily).expect("a folder");
        for (name, size) in others {
            let file = std::fs::File::create(daily.join(name)).expect("a file");
            file.set_len(*size as u64).expect("a size");
        }
        for day in days {
            let written = noon + (24 * i64::from(*day)).hours();
            let next = written + 24.hours();
            keep(&folder, Access::Private, b"{}", written, next).expect("kept");
            // The same day once more changes nothing.
            keep(&folder, Access::Private, b"[]", written, written).expect("kept");
        }
        let (_, names) = copies(&folder).expect("the copies");
        assert_eq!(names, left);
    }

    #[test]
    fn the_last_copy_of_each_day_stays_for_two_weeks() {
        check(&[0, 1], &[], &["2024-03-01.json", "2024-03-02.json"]);
        check(&[0, 12], &[], &["2024-03-01.json", "2024-03-13.json"]);
        check(&[0, 13], &[], &["2024-03-14.json"]);
    }

    #[test]
    fn the_newest_stay_where_there_is_no_room_for_all() {
        let large = 30 << 20;
        let others = [("2024-02-28.json", large), ("2024-02-29.json", large)];
        check(&[0], &others, &["2024-02-29.json", "2024-03-01.json"]);
    }

    #[test]
    fn files_that_are_not_ours_stay() {
        let place = TempDir::new().expect("a folder");
        let daily = Folder::open(place.path()).expect("the folder");
        let names = ["20240101.json", "2024-01-01.json.bak", "笔记.json"];
        for name in names {
            std::fs::write(place.path().join(name), "x").expect("a file");
        }
        tidy(&daily, jiff::civil::date(2026, 1, 1)).expect("tidied");
        assert_eq!(daily.names().expect("names").len(), names.len());
    }
}
