//! Emphasis in markdown strings: `**bold**`, `*italic*`, both with underscores, and `` `code` ``.
//!
//! The rules are CommonMark's in short: a mark opens before a character and closes after one, underscores do
//! neither inside a word, marks nest, and a mark without its partner is text. Linear in the length of the text.

/// What marks make of a piece of text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Style {
    pub bold: bool,
    pub italic: bool,
    pub code: bool,
}

/// A mark found in the text.
#[derive(Clone, Copy)]
struct Mark {
    /// Its bytes.
    start: usize,
    length: usize,
    kind: Kind,
    role: Role,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bold(u8),
    Italic(u8),
    Code,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Opens,
    Closes,
    /// Without a partner so far.
    Text,
}

/// The text in pieces of one style each, without the marks.
pub(super) fn read(text: &str) -> Vec<(String, Style)> {
    let mut pieces: Vec<(String, Style)> = Vec::new();
    let mut style = Style::default();
    let mut from = 0;
    let mut add = |piece: &str, style: Style| {
        if !piece.is_empty() {
            pieces.push((piece.to_owned(), style));
        }
    };
    for mark in marks(text) {
        if mark.role == Role::Text {
            continue;
        }
        add(text.get(from..mark.start).unwrap_or_default(), style);
        from = mark.start + mark.length;
        let opens = mark.role == Role::Opens;
        match mark.kind {
            Kind::Bold(_) => style.bold = opens,
            Kind::Italic(_) => style.italic = opens,
            Kind::Code => style.code = opens,
        }
    }
    add(text.get(from..).unwrap_or_default(), style);
    pieces
}

/// All marks in order, those with a partner told apart.
fn marks(text: &str) -> Vec<Mark> {
    let bytes = text.as_bytes();
    let mut marks: Vec<Mark> = Vec::new();
    // Indices of marks that wait for their partner, inner ones last.
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let length = bytes.get(at..).unwrap_or_default().iter().take_while(|next| **next == byte).count();
        match byte {
            b'*' | b'_' => emphasis_run(text, at, length, &mut marks, &mut open),
            b'`' if length == 1 => {
                // Only the last backtick has none after it, so that looking for one stays linear in all.
                if let Some(end) = text.get(at + 1..).and_then(|inside| inside.find('`')) {
                    marks.push(Mark { start: at, length: 1, kind: Kind::Code, role: Role::Opens });
                    at += 1 + end;
                    marks.push(Mark { start: at, length: 1, kind: Kind::Code, role: Role::Closes });
                }
            }
            _ => {}
        }
        at += length.max(1);
    }
    marks
}

/// A run of `length` equal stars or underscores at `at`: closes what it can, opens with the rest.
fn emphasis_run(text: &str, at: usize, length: usize, marks: &mut Vec<Mark>, open: &mut Vec<usize>) {
    let byte = text.as_bytes().get(at).copied().unwrap_or(b'*');
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    let after = text.get(at + length..).and_then(|after| after.chars().next());
    let inside_word = byte == b'_' && [before, after].iter().all(|c| c.is_some_and(char::is_alphanumeric));
    if length > 3 || inside_word {
        return;
    }
    let can_open = after.is_some_and(|character| !character.is_whitespace());
    let can_close = before.is_some_and(|character| !character.is_whitespace());
    let (bold, italic) = (Kind::Bold(byte), Kind::Italic(byte));
    let (mut start, mut left) = (at, length);
    while can_close && left > 0 {
        let fits = |kind: Kind| kind == italic || (kind == bold && left >= 2);
        let Some(place) =
            open.iter().rposition(|index| marks.get(*index).is_some_and(|mark| fits(mark.kind)))
        else {
            break;
        };
        let index = open[place];
        let Mark { kind, length: size, .. } = marks[index];
        marks[index].role = Role::Opens;
        // What opened within and was never closed is text.
        open.truncate(place);
        marks.push(Mark { start, length: size, kind, role: Role::Closes });
        start += size;
        left -= size;
    }
    while can_open && left > 0 {
        let (kind, size) = if left >= 2 { (bold, 2) } else { (italic, 1) };
        open.push(marks.len());
        marks.push(Mark { start, length: size, kind, role: Role::Text });
        start += size;
        left -= size;
    }
}
