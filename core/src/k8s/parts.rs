use crate::text::Span;

/// The YAML documents of `text`: what stands between `---` or `...` lines, without those that say nothing. Such lines
/// end a document wherever they stand, also in a text of several lines, so that each can be read on its own and what
/// is wrong with one takes nothing from the next.
pub(super) fn parts(text: &str) -> Vec<Span> {
    let margin = margin(text);
    let mut parts = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        if let Some(marker) = marker(line, margin) {
            parts.push(Span::new(start, at));
            start = at + marker;
        }
        at += line.len();
    }
    parts.push(Span::new(start, text.len()));
    parts.retain(|part| says_something(part.slice(text)));
    parts
}

/// All of `text` in pieces, in order, each with one document at most and with the mark and the comments before it.
///
/// ```
/// let text = "# The shop.\n---\na: 1\n---\nb: 2\n";
/// let pieces: Vec<&str> = netplat_core::k8s::documents(text).iter().map(|piece| piece.slice(text)).collect();
/// assert_eq!(pieces, ["# The shop.\n", "---\na: 1\n", "---\nb: 2\n"]);
/// ```
pub fn documents(text: &str) -> Vec<Span> {
    let margin = margin(text);
    let mut documents = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        if at > start && marker(line, margin).is_some() {
            documents.push(Span::new(start, at));
            start = at;
        }
        at += line.len();
    }
    documents.push(Span::new(start, text.len()));
    documents
}

/// How far the first line is indented: a fence in a list item is indented with the item.
pub(super) fn margin(text: &str) -> usize {
    text.lines().find(|line| !line.trim().is_empty()).map_or(0, indentation)
}

/// The spaces that `line` starts with.
pub(super) fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\u{feff}']).len()
}

/// The length of the mark that ends a document, if `line` starts with one.
fn marker(line: &str, margin: usize) -> Option<usize> {
    let indentation = indentation(line);
    let rest = line.get(indentation..).filter(|_| indentation <= margin)?;
    let after = rest.strip_prefix("---").or_else(|| rest.strip_prefix("..."))?;
    (after.is_empty() || after.starts_with(char::is_whitespace)).then_some(line.len() - after.len())
}

/// Whether there is more than comments, directives and blank lines.
fn says_something(part: &str) -> bool {
    let is_silent = |line: &str| {
        let line = line.trim_start_matches('\u{feff}').trim_start();
        line.is_empty() || line.starts_with(['#', '%'])
    };
    !part.lines().all(is_silent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[&str]) {
        let found: Vec<_> = parts(text).iter().map(|part| part.slice(text).trim()).collect();
        assert_eq!(found, expect, "{text:?}");
    }

    #[test]
    fn documents_end_at_their_marks() {
        check("---\na: 1\n--- # two\nb: 2\n...\n# nothing\n---\n", &["a: 1", "# two\nb: 2"]);
        check("%YAML 1.2\n---\na: 1\r\n---\r\nb: 2", &["a: 1", "b: 2"]);
        check("a: |\n  ---\n  b\n----\n", &["a: |\n  ---\n  b\n----"]);
        check("--- { a: 1 }\n--- { b: 2 }\n", &["{ a: 1 }", "{ b: 2 }"]);
    }

    #[test]
    fn marks_are_indented_with_the_fence() {
        check("   a: |\n     ---\n   ---\n   b: 2\n", &["a: |\n     ---", "b: 2"]);
    }
}
