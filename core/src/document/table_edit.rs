//! Changing a Markdown table where it stands: cells, rows, and nothing else of it.

use super::table::{Row, Table};
use crate::text::{Edit, Span};

impl Table {
    /// The edit after which the cell of `row` at `column` says `words`. Pipes are escaped and line breaks become
    /// spaces. In a table whose columns stand below each other the cell keeps its width where the words fit. A row that
    /// ends before the column gets the cells that it lacks; nothing is returned for a column past the header.
    ///
    /// ```
    /// use netplat_core::{document::Table, text::Span};
    /// let text = "| Name  | CIDR        |\n|-------|-------------|\n| pods  | 10.0.0.0/16 |\n";
    /// let table = Table::read(text, Span::new(0, text.len()));
    /// let edit = table.set_cell(text, &table.rows[0], 1, "10.0.0.0/9").expect("a cell");
    /// assert!(edit.apply(text).unwrap().ends_with("| pods  | 10.0.0.0/9  |\n"));
    /// ```
    pub fn set_cell(&self, text: &str, row: &Row, column: usize, words: &str) -> Option<Edit> {
        let written = escaped(words);
        let Some(&cell) = row.cells.get(column) else {
            return (column < self.header.len()).then(|| add_cells(text, row, column, &written));
        };
        let field = field(text, cell);
        let is_bare = column == 0 && !text.get(..field.start as usize).is_some_and(|it| it.ends_with('|'));
        if is_bare && written.is_empty() {
            // Without a pipe before it, the next cell would be the first.
            return Some(Edit::replace(cell, "|"));
        }
        let (before, after) = (cell.start - field.start, field.end - cell.end);
        let width = field.slice(text).chars().count();
        let is_aligned = self
            .header
            .get(column)
            .is_some_and(|&heading| self::field(text, heading).slice(text).chars().count() == width);
        if cell.is_empty() {
            let (left, right) = if written.is_empty() { ("", "") } else { (" ", " ") };
            let padding = if is_aligned { width.saturating_sub(written.chars().count() + 2) } else { 0 };
            return Some(Edit::replace(field, format!("{left}{written}{right}{}", " ".repeat(padding))));
        }
        if !is_aligned || !is_piped(text, field.end) {
            return Some(Edit::replace(cell, written));
        }
        // Numbers stand at the right end of their cells; their spaces are on the left.
        let is_right = before > 1 && after <= 1;
        let kept = if is_right { after } else { before } as usize;
        let spaces = width.saturating_sub(kept + written.chars().count()).max(1);
        let spaces = " ".repeat(spaces);
        Some(if is_right {
            Edit::replace(Span::new(field.start as usize, cell.end as usize), format!("{spaces}{written}"))
        } else {
            Edit::replace(Span::new(cell.start as usize, field.end as usize), format!("{written}{spaces}"))
        })
    }

    /// The edit that puts a row with these cells behind `row`: with pipes at its ends if `row` has them, and as wide as
    /// `row`'s where the words fit.
    pub fn insert_row(text: &str, row: &Row, cells: &[String]) -> Edit {
        let line = row.span.slice(text);
        let content = line.trim_end_matches(['\r', '\n']);
        let indent = content.get(..content.len() - content.trim_start().len()).unwrap_or_default();
        let starts_empty = cells.first().is_none_or(|words| words.trim().is_empty());
        let is_open = starts_empty || content.trim_start().starts_with('|');
        let is_closed = row.cells.last().is_some_and(|cell| is_piped(text, cell.end));
        let widths: Vec<Span> = row.cells.iter().map(|&cell| field(text, cell)).collect();
        let last = cells.len().saturating_sub(1);
        let mut out = indent.to_owned();
        for (index, words) in cells.iter().enumerate() {
            let words = escaped(words);
            let has_pipe = index > 0 || is_open;
            out.push_str(if has_pipe { "| " } else { "" });
            out.push_str(&words);
            if index < last || is_closed {
                let lead = usize::from(has_pipe);
                let width = widths.get(index).map_or(0, |field| field.slice(text).chars().count());
                let used = lead + words.chars().count();
                out.push_str(&" ".repeat(width.saturating_sub(used).max(1)));
            }
        }
        if is_closed {
            out.push('|');
        }
        let line_break = if text.contains("\r\n") { "\r\n" } else { "\n" };
        // The last line of a text may have no end.
        if line.ends_with('\n') {
            Edit::insert(row.span.end as usize, format!("{}{line_break}", out.trim_end()))
        } else {
            Edit::insert(row.span.end as usize, format!("{line_break}{}", out.trim_end()))
        }
    }

    /// The edit that takes `row` out.
    pub fn remove_row(row: &Row) -> Edit {
        Edit::delete(row.span)
    }
}

/// What `words` are between the pipes of a table.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut is_escape = false;
    for character in words.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if character == '|' && !is_escape {
            out.push('\\');
        }
        is_escape = character == '\\' && !is_escape;
        out.push(character);
    }
    // A backslash at the end would take the pipe behind it along.
    if is_escape {
        out.push(' ');
    }
    out
}

/// The cell with the spaces around it, up to the pipes or the ends of the line.
fn field(text: &str, cell: Span) -> Span {
    let is_space = |character: char| character == ' ' || character == '\t';
    let before = text.get(..cell.start as usize).unwrap_or_default();
    let after = text.get(cell.end as usize..).unwrap_or_default();
    let start = before.trim_end_matches(is_space).len();
    let end = cell.end as usize + (after.len() - after.trim_start_matches(is_space).len());
    Span::new(start, end)
}

/// Whether a pipe follows `at`, perhaps behind spaces.
fn is_piped(text: &str, at: u32) -> bool {
    text.get(at as usize..).is_some_and(|rest| rest.trim_start_matches([' ', '\t']).starts_with('|'))
}

fn add_cells(text: &str, row: &Row, column: usize, written: &str) -> Edit {
    let content = row.span.slice(text).trim_end();
    let end = row.span.start as usize + content.len();
    let missing = column - row.cells.len();
    let is_closed = row.cells.last().is_some_and(|cell| is_piped(text, cell.end));
    let lead = if is_closed { " " } else { " | " };
    let close = if is_closed { " |" } else { "" };
    Edit::insert(end, format!("{lead}{}{written}{close}", "| ".repeat(missing)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table(text: &str) -> Table {
        Table::read(text, Span::new(0, text.len()))
    }

    fn check_cell(row: &str, column: usize, words: &str, after: &str) {
        let head = "| Name  | Size | CIDR        |\n|-------|-----:|-------------|\n";
        let text = format!("{head}{row}\n");
        let table = table(&text);
        let edit = table.set_cell(&text, &table.rows[0], column, words).expect("a cell");
        assert_eq!(edit.apply(&text).expect("it fits"), format!("{head}{after}\n"));
    }

    #[test]
    fn a_cell_keeps_its_width_where_the_words_fit() {
        check_cell("| pods  |    1 | 10.0.0.0/16 |", 0, "nodes", "| nodes |    1 | 10.0.0.0/16 |");
        check_cell("| pods  |    1 | 10.0.0.0/16 |", 1, "128", "| pods  |  128 | 10.0.0.0/16 |");
        check_cell("| pods  |    1 | 10.0.0.0/16 |", 0, "workers", "| workers |    1 | 10.0.0.0/16 |");
        check_cell("| pods  |      | 10.0.0.0/16 |", 1, "12", "| pods  | 12   | 10.0.0.0/16 |");
        check_cell(
            "| pods  |    1 | 10.0.0.0/16 |",
            0,
            "",
            "| |    1 | 10.0.0.0/16 |".replace("| |", "|       |").as_str(),
        );
        check_cell("|pods|1|10.0.0.0/16|", 0, "n", "|n|1|10.0.0.0/16|");
        check_cell("pods | 1", 2, "10.0.0.0/8", "pods | 1 | 10.0.0.0/8");
        check_cell("| pods |", 2, "10.0.0.0/8", "| pods | | 10.0.0.0/8 |");
        check_cell("| pods | 1 | x |", 2, "a|b", "| pods | 1 | a\\|b |");
    }

    #[test]
    fn a_new_row_is_written_as_its_neighbour_is() {
        let check = |row: &str, cells: &[&str], after: &str| {
            let text = format!("a|b\n-|-\n{row}");
            let cells: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
            let edit = Table::insert_row(&text, &table(&text).rows[0], &cells);
            assert_eq!(edit.apply(&text).expect("it fits"), format!("{text}{after}"));
        };
        check("| aaa | b   |\n", &["x", "yy"], "| x   | yy  |\n");
        check("| aaa | b   |\n", &["xxxxx", ""], "| xxxxx |     |\n");
        check("aaa | b", &["x", "y"], "\nx   | y");
        check("  |a|b|\r\n", &["x", "y"], "  | x | y |\r\n");
    }

    proptest! {
        #[test]
        fn a_cell_says_what_was_written_and_all_else_stays(
            rows in prop::collection::vec(prop_oneof![
                Just("| a | b | c |"), Just("|a|b|c|"), Just("a | b | c"), Just("| long   |   | x\\|y |"), Just("| a |"), Just("| | | |"),
            ], 1..4),
            at in any::<prop::sample::Index>(),
            column in 0usize..4,
            words in "[a-z|\\\\ ]{0,8}|10.0.0.0/8",
            is_windows in any::<bool>(),
        ) {
            let line_break = if is_windows { "\r\n" } else { "\n" };
            let text = ["| h | i | j |", "|---|---|---|"].iter().chain(&rows).copied().collect::<Vec<_>>().join(line_break);
            let before = table(&text);
            let index = at.index(before.rows.len());
            let Some(edit) = before.set_cell(&text, &before.rows[index], column, &words) else {
                prop_assert!(column >= 3);
                return Ok(());
            };
            let changed = edit.apply(&text).expect("it fits");
            let after = table(&changed);
            let cells = |table: &Table, text: &str, row: usize| table.rows[row].cells.iter().map(|cell| cell.slice(text).to_owned()).collect::<Vec<_>>();
            for row in 0..before.rows.len() {
                let (mut old, new) = (cells(&before, &text, row), cells(&after, &changed, row));
                if row == index {
                    old.resize(old.len().max(column + 1), String::new());
                    old[column] = escaped(&words).trim().to_owned();
                }
                // Without a pipe at the end of a row, nothing is written of an empty cell there.
                let mut new = new;
                new.resize(old.len(), String::new());
                prop_assert_eq!(old, new, "{}", changed);
            }
            let new = vec![words.clone(), String::new(), "z".to_owned()];
            let edit = Table::insert_row(&text, &before.rows[index], &new);
            let changed = edit.apply(&text).expect("it fits");
            let after = table(&changed);
            prop_assert_eq!(after.rows.len(), before.rows.len() + 1);
            let written: Vec<String> = new.iter().map(|cell| escaped(cell).trim().to_owned()).collect();
            prop_assert_eq!(cells(&after, &changed, index + 1), written, "{}", changed);
        }
    }
}
