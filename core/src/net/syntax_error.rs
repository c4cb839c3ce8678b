use crate::text::Span;
use std::borrow::Cow;

/// Why a text is not the value that it should be: "expected X, found Y".
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyntaxError {
    /// The part that is wrong, in bytes of the text that was read.
    pub span: Span,
    /// What should stand there: "a prefix length from 0 to 32".
    pub expected: Cow<'static, str>,
    /// What stands there: "`33`" or "the end".
    pub found: String,
    /// All of the text as it must have been meant. Only given when there is no second way to read it.
    pub suggestion: Option<String>,
}

impl SyntaxError {
    /// An error at `span` of `text`; what was found is quoted from there.
    pub(crate) fn at(text: &str, span: Span, expected: impl Into<Cow<'static, str>>) -> Self {
        Self { span, expected: expected.into(), found: quote(span.slice(text)), suggestion: None }
    }

    /// The same error with the text as it must have been meant.
    pub(crate) fn meant(mut self, suggestion: impl Into<String>) -> Self {
        self.suggestion = Some(suggestion.into());
        self
    }

    /// The same error in a longer text, in which this one starts at byte `by`.
    pub(super) fn shifted(mut self, by: usize) -> Self {
        self.span = self.span.shifted(by);
        self
    }
}

impl std::fmt::Display for SyntaxError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "expected {}, found {}", self.expected, self.found)
    }
}

impl std::error::Error for SyntaxError {}

/// A value with what is odd about the way it was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written<T> {
    /// The value.
    pub value: T,
    /// What is odd. Empty for the canonical form.
    pub remarks: Vec<Remark>,
}

impl<T> Written<T> {
    /// The same remarks on another value.
    pub(super) fn map<U>(self, change: impl FnOnce(T) -> U) -> Written<U> {
        Written { value: change(self.value), remarks: self.remarks }
    }
}

/// Something odd about a value that could be read all the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Remark {
    /// What is odd.
    pub kind: RemarkKind,
    /// All of the text in its canonical form.
    pub canonical: String,
}

/// What can be odd.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RemarkKind {
    /// An address inside the prefix stands for the prefix: `192.12.2.8/24`.
    HostBits,
    /// IPv6 in another form than RFC 5952's: `2001:0DB8::/32`.
    NotCanonical,
}

/// `text` between backticks, shortened; "the end" when there is none.
fn quote(text: &str) -> String {
    const MOST: usize = 40;
    match text.char_indices().nth(MOST) {
        _ if text.is_empty() => "the end".to_owned(),
        None => format!("`{text}`"),
        Some((cut, _)) => format!("`{}…`", &text[..cut]),
    }
}
