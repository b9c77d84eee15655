//! Tables that were saved as text.

/// The rows of a table with their numbers; the separator is the one that the first line has most of. The number of the row
/// in which a quoted cell begins and does not end is the error.
pub fn rows(text: &str) -> Result<Vec<(usize, Vec<String>)>, usize> {
    let first = text.lines().next().unwrap_or("");
    let separators = [',', '\t', ';', '，'];
    let most = separators
        .into_iter()
        .rev()
        .max_by_key(|mark| first.matches(*mark).count());
    let separator = most.unwrap_or(',');
    let mut rows = Vec::new();
    let (mut cells, mut cell) = (Vec::new(), String::new());
    let (mut quoted, mut line, mut begun) = (false, 1, 1);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        line += usize::from(character == '\n');
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' if quoted || cell.trim().is_empty() => quoted = !quoted,
            '\n' if !quoted => {
                cells.push(std::mem::take(&mut cell).trim().to_owned());
                rows.push((begun, std::mem::take(&mut cells)));
                begun = line;
            }
            _ if character == separator && !quoted => {
                cells.push(std::mem::take(&mut cell).trim().to_owned());
            }
            _ => cell.push(character),
        }
    }
    if quoted {
        return Err(begun);
    }
    cells.push(cell.trim().to_owned());
    rows.push((begun, cells));
    Ok(rows)
}
