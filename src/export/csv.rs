//! Tables as CSV: UTF-8 with the mark by which spreadsheets know it, every cell inert.

use super::inert;

/// Stands before the first row.
pub const MARK: &str = "\u{feff}";

/// One row with its end.
pub fn row<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let mut row = String::new();
    for (idx, cell) in cells.into_iter().enumerate() {
        if idx > 0 {
            row.push(',');
        }
        let cell = inert::guarded(cell);
        match cell.contains([',', '"', '\n']) {
            true => {
                row.push('"');
                row.push_str(&cell.replace('"', "\"\""));
                row.push('"');
            }
            false => row.push_str(&cell),
        }
    }
    row.push_str("\r\n");
    row
}

#[cfg(test)]
mod tests {
    use super::row;

    #[test]
    fn marks_of_the_format_are_quoted() {
        let cells = ["云岭县", "a,b", "说\"好\"", "上\n下", "=1", ""];
        let wanted = "云岭县,\"a,b\",\"说\"\"好\"\"\",\"上\n下\",'=1,\r\n";
        assert_eq!(row(cells), wanted);
    }
}
