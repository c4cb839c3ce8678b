//! Files in fences: a fence whose title is the file's path, and which holds every byte of it.
//!
//! The title is written as most generators of documentation read it: `title="apps/web.yaml"`. A quote, a backtick, a
//! percent sign or a control character of the path stands as `%22`. What a fence holds ends with a line break; of a
//! file that does not, the fence says `noeol`, and the break is the fence's own.

use super::Block;
use std::fmt::Write;

/// The word of a fence whose file ends without a line break.
const NO_END_OF_LINE: &str = "noeol";

/// The file at `path` that says `text`, in a fence that ends with a line break. No line of the text closes the fence,
/// whatever it says.
///
/// ```
/// use netplat_core::document::{Document, file_fence};
/// let page = file_fence("apps/web.yaml", "yaml", "kind: Service");
/// assert_eq!(page, "```yaml title=\"apps/web.yaml\" noeol\nkind: Service\n```\n");
/// let document = Document::read(&page);
/// assert_eq!(document.blocks[0].title(&page).as_deref(), Some("apps/web.yaml"));
/// assert_eq!(document.blocks[0].file_text(&page), "kind: Service");
/// ```
pub fn file_fence(path: &str, language: &str, text: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    let title = escaped(path);
    if text.is_empty() || text.ends_with('\n') {
        format!("{fence}{language} title=\"{title}\"\n{text}{fence}\n")
    } else {
        format!("{fence}{language} title=\"{title}\" {NO_END_OF_LINE}\n{text}\n{fence}\n")
    }
}

impl Block {
    /// The title that the fence's first line gives: the path of the file that it holds.
    pub fn title(&self, text: &str) -> Option<String> {
        let (_, after) = self.info(text).split_once("title=\"")?;
        let (title, _) = after.split_once('"')?;
        Some(unescaped(title))
    }

    /// What the file says that the fence holds: its content, but for a line break that is the fence's own.
    pub fn file_text<'t>(&self, text: &'t str) -> &'t str {
        let content = self.content.slice(text);
        if !self.info(text).split_ascii_whitespace().any(|word| word == NO_END_OF_LINE) {
            return content;
        }
        content.strip_suffix('\n').unwrap_or(content)
    }

    /// The line that opens the fence; empty for what is none.
    fn info<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.span.start as usize..self.content.start as usize).unwrap_or_default()
    }
}

/// The length of the longest run of backticks.
fn longest_run(text: &str) -> usize {
    let (mut longest, mut run) = (0, 0);
    for byte in text.bytes() {
        run = if byte == b'`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

fn escaped(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for character in path.chars() {
        if matches!(character, '"' | '`' | '%') || character.is_ascii_control() {
            let _ = write!(out, "%{:02X}", u32::from(character));
        } else {
            out.push(character);
        }
    }
    out
}

fn unescaped(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    let mut rest = title;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let code = after.get(..2).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let byte = code.and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(u8::is_ascii);
        match byte {
            Some(byte) => {
                out.push(char::from(byte));
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                out.push('%');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use proptest::prelude::*;

    #[test]
    fn what_holds_fences_is_fenced_by_longer_ones() {
        let page = file_fence("a.yaml", "yaml", "text: |\n  ```yaml\n  ```\n");
        assert!(page.starts_with("````yaml title=\"a.yaml\"\n") && page.ends_with("\n````\n"), "{page}");
    }

    #[test]
    fn a_title_of_ones_own_may_have_a_percent_sign() {
        let page = "```yaml title=\"100% done\"\na: 1\n```\n";
        assert_eq!(Document::read(page).blocks[0].title(page).as_deref(), Some("100% done"));
    }

    proptest! {
        #[test]
        fn a_fence_holds_every_byte_of_a_file(
            files in prop::collection::vec((r#"[a-z/."`%{}\\ é]{1,12}"#, "(```|~~~|---|\r|\n|\u{feff}|[ a:-]|[^\r]){0,20}"), 1..4),
        ) {
            let page: String = files.iter().map(|(path, text)| file_fence(path, "yaml", text)).collect();
            let document = Document::read(&page);
            let found: Vec<(String, String)> = document
                .blocks
                .iter()
                .map(|block| (block.title(&page).unwrap_or_default(), block.file_text(&page).to_owned()))
                .collect();
            prop_assert_eq!(found, files, "{}", page);
        }
    }
}
