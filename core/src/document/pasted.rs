//! Flowcharts in a text whose fences were lost, as when a rendered page is copied. Recognised with care: what is
//! not clearly part of a chart stays prose.

use super::diagram::is_direction;
use super::lines::Line;

/// The number of lines of the chart that starts with the first of `lines`: a header with a direction on a line of
/// its own, followed by statements. It ends before the first line that is neither indented further nor a
/// statement; within a subgraph, only an open end or another chart stops it.
pub(super) fn chart_length(lines: &[Line<'_>]) -> Option<usize> {
    let header = lines.first().filter(|line| is_header(line.text))?;
    let indent = indentation(header.text);
    let body = lines.get(1..)?;
    let first = body.iter().find(|line| !line.is_blank()).filter(|line| is_statement(line.text.trim()))?;
    let body_is_indented = indentation(first.text) > indent;
    let mut depth = 0usize;
    let mut accepted = 1;
    // Where the chart ends if a subgraph that is open is never closed.
    let mut doubtful = None;
    let mut after_blank = false;
    for (at, line) in lines.iter().enumerate().skip(1) {
        if line.is_blank() {
            after_blank = true;
            continue;
        }
        let words = line.text.trim();
        if is_header(line.text) || words.starts_with("```") || words.starts_with("</") {
            break;
        }
        let belongs = if body_is_indented && after_blank {
            indentation(line.text) > indent
        } else {
            indentation(line.text) > indent || is_statement(words)
        };
        if !belongs && depth == 0 {
            break;
        }
        if !belongs {
            doubtful = doubtful.or(Some(accepted));
        }
        match first_word(words) {
            "subgraph" => depth += 1,
            "end" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            doubtful = None;
        }
        accepted = at + 1;
        after_blank = false;
    }
    Some(doubtful.unwrap_or(accepted))
}

/// Whether `line` is a flowchart's first line and can be nothing else.
pub(super) fn is_header(line: &str) -> bool {
    let mut words = line.split_ascii_whitespace();
    let keyword = words.next();
    let direction = words.next().map(|word| word.trim_end_matches(';'));
    matches!(keyword, Some("graph" | "flowchart" | "flowchart-elk"))
        && direction.is_some_and(is_direction)
        && words.next().is_none()
}

/// Whether `line` can be a statement of a flowchart: it starts with a keyword, is a comment, holds an arrow, or is an
/// id with a bracket, a shape or a class.
fn is_statement(line: &str) -> bool {
    let keyword = matches!(
        first_word(line),
        "subgraph" | "end" | "classDef" | "class" | "style" | "linkStyle" | "click" | "direction"
    );
    if keyword || line.starts_with("%%") {
        return true;
    }
    let after_id =
        line.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/'));
    if after_id.len() == line.len() {
        return false;
    }
    after_id.is_empty() && !line.contains("--")
        || after_id.starts_with(['[', '(', '{', '>'])
        || after_id.starts_with("@{")
        || after_id.starts_with(":::")
        || ["--", "==", "-.", "~~~", "&"].iter().any(|arrow| after_id.trim_start().starts_with(arrow))
}

fn first_word(line: &str) -> &str {
    line.split([' ', '\t', ';', '[', '(']).next().unwrap_or_default()
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}
