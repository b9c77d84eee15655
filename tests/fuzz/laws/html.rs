//! Any page gives whole lines or a reason.

use ducha::import::html::extract;

use super::spans;

pub fn run(bytes: &[u8]) {
    let page = String::from_utf8_lossy(bytes);
    if let Ok(extracted) = extract(&page) {
        assert!(extracted.text.ends_with('\n'));
        assert!(extracted.text.lines().all(|line| !line.is_empty()));
        spans::extracted(&extracted);
    }
}
