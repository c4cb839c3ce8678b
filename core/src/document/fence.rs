//! Fenced blocks by CommonMark's rules, and Azure DevOps' `:::mermaid`.

use super::lines::Rest;

/// The line that opens a fence.
#[derive(Clone, Debug)]
pub(super) struct Fence {
    mark: char,
    length: usize,
    /// The column at which contents of the list item around it start.
    container: usize,
    /// The language, in lower case; empty when none is named.
    pub language: String,
}

impl Fence {
    /// The fence that `rest` opens in a list item whose contents start at column `container`.
    pub fn open(rest: Rest<'_>, container: usize) -> Option<Self> {
        if rest.column >= container + 4 {
            return None;
        }
        let mark = rest.text.chars().next().filter(|mark| matches!(mark, '`' | '~' | ':'))?;
        let info = rest.text.trim_start_matches(mark);
        let length = rest.text.len() - info.len();
        if length < 3 || (mark == '`' && info.contains('`')) {
            return None;
        }
        let language = language(info);
        // Other blocks between colons are admonitions; what they hold is Markdown.
        if mark == ':' && language != "mermaid" {
            return None;
        }
        Some(Self { mark, length, container, language })
    }

    /// Whether `line`, which is not blank, is left of the list item that holds the fence, which ends the fence too.
    pub fn is_left_by(&self, line: &str) -> bool {
        Rest::new(line).column < self.container
    }

    /// Whether `line` closes the fence.
    pub fn is_closed_by(&self, line: &str) -> bool {
        let rest = Rest::new(line);
        let after = rest.text.trim_start_matches(self.mark);
        rest.column < self.container + 4
            && rest.text.len() - after.len() >= self.length
            && after.trim().is_empty()
    }
}

/// The language in an info string: `mermaid` in ` mermaid`, `{mermaid}`, `{.mermaid}` and `mermaid {title=…}`.
fn language(info: &str) -> String {
    let word = info.trim_start().trim_start_matches(['{', '.']);
    let end =
        word.find(|c: char| c.is_whitespace() || matches!(c, '{' | '}' | ',' | ':')).unwrap_or(word.len());
    word[..end].to_lowercase()
}
