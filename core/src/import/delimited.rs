use crate::text::Span;

/// Cells beyond this many on a line are not read.
pub(super) const MAX_CELLS: usize = 256;

/// A cell of a table: what it says, and where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Cell {
    pub text: String,
    pub span: Span,
}

/// A line of a table of separated values; in quotes it may go over several lines of the text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Record {
    pub cells: Vec<Cell>,
    pub span: Span,
    /// What is wrong with it, with the place.
    pub faults: Vec<(Span, &'static str)>,
}

impl Record {
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.text.trim().is_empty())
    }
}

/// Reads the record of `text` that starts at byte `at`; nothing at the end. RFC 4180 with any separator, and any of the
/// three line ends.
///
/// A quote that is never closed, or is closed before something else than a separator, is taken as it stands. Looking
/// for its other end costs no second time: an odd run of quotes ends every search, so none looks past another's end.
pub(super) fn record(text: &str, at: usize, separator: u8) -> Option<Record> {
    let bytes = text.as_bytes();
    if at >= bytes.len() {
        return None;
    }
    let mut record = Record { span: Span::new(at, at), ..Record::default() };
    let mut start = at;
    loop {
        let (cell, end) = match quoted(text, start, separator) {
            Some(Ok(found)) => found,
            Some(Err(fault)) => {
                record.faults.push((Span::new(start, start + 1), fault));
                plain(text, start, separator)
            }
            None => plain(text, start, separator),
        };
        if record.cells.len() < MAX_CELLS {
            record.cells.push(cell);
        } else if record.faults.last().is_none_or(|fault| fault.1 != TOO_MANY) {
            record.faults.push((cell.span, TOO_MANY));
        }
        match bytes.get(end) {
            Some(&byte) if byte == separator => start = end + 1,
            Some(b'\r') if bytes.get(end + 1) == Some(&b'\n') => return Some(ended(record, end + 2)),
            Some(_) => return Some(ended(record, end + 1)),
            None => return Some(ended(record, end)),
        }
    }
}

const TOO_MANY: &str = "expected at most 256 cells";

fn ended(mut record: Record, end: usize) -> Record {
    record.span = Span::new(record.span.start as usize, end);
    record
}

fn plain(text: &str, start: usize, separator: u8) -> (Cell, usize) {
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    let length = rest.iter().position(|&byte| byte == separator || matches!(byte, b'\r' | b'\n'));
    let end = start + length.unwrap_or(rest.len());
    let raw = Span::new(start, end).slice(text);
    let inner = raw.trim();
    let offset = start + (raw.len() - raw.trim_start().len());
    (Cell { text: inner.to_owned(), span: Span::new(offset, offset + inner.len()) }, end)
}

/// The quoted cell at `start`, if one is there, and the byte behind it.
fn quoted(text: &str, start: usize, separator: u8) -> Option<Result<(Cell, usize), &'static str>> {
    let bytes = text.as_bytes();
    if bytes.get(start) != Some(&b'"') {
        return None;
    }
    let mut said = String::new();
    let mut at = start + 1;
    loop {
        let Some(length) = bytes.get(at..)?.iter().position(|&byte| byte == b'"') else {
            return Some(Err("expected a second quote that closes this one"));
        };
        said.push_str(text.get(at..at + length).unwrap_or_default());
        at += length + 1;
        if bytes.get(at) != Some(&b'"') {
            break;
        }
        said.push('"');
        at += 1;
    }
    let blanks = bytes.get(at..)?.iter().take_while(|&&byte| byte == b' ' && byte != separator).count();
    match bytes.get(at + blanks) {
        Some(&byte) if byte != separator && !matches!(byte, b'\r' | b'\n') => {
            Some(Err("expected a separator or the end of the line behind the closing quote"))
        }
        _ => Some(Ok((Cell { text: said, span: Span::new(start + 1, at - 1) }, at + blanks))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str, separator: u8) -> (Vec<Vec<String>>, usize) {
        let (mut at, mut rows, mut faults) = (0, Vec::new(), 0);
        while let Some(found) = record(text, at, separator) {
            at = found.span.end as usize;
            faults += found.faults.len();
            rows.push(found.cells.into_iter().map(|cell| cell.text).collect());
        }
        (rows, faults)
    }

    #[test]
    fn quotes_hold_separators_line_ends_and_quotes() {
        let (rows, faults) = read("a,\"b,\"\"c\"\"\r\nd\"\r\n e ,\n", b',');
        assert_eq!(
            rows,
            [vec!["a".to_owned(), "b,\"c\"\r\nd".to_owned()], vec!["e".to_owned(), String::new()]]
        );
        assert_eq!(faults, 0);
    }

    #[test]
    fn an_open_quote_spoils_its_own_line_only() {
        let (rows, faults) = read("a;\"b\nc;d\ne;\"f\" g\n", b';');
        assert_eq!(rows, [["a", "\"b"], ["c", "d"], ["e", "\"f\" g"]]);
        assert_eq!(faults, 2);
    }

    proptest! {
        #[test]
        fn any_text_is_read_to_its_end(text in "([,;\"\r\n a]|\\PC){0,40}") {
            let mut at = 0;
            while let Some(found) = record(&text, at, b',') {
                prop_assert!(found.span.end as usize > at);
                at = found.span.end as usize;
            }
            prop_assert_eq!(at, text.len());
        }
    }
}
