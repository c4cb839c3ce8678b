use crate::text::Span;

/// A DNS zone as seen by some.
#[derive(Clone, PartialEq, Debug)]
pub struct Zone {
    /// `example.com`
    pub name: String,
    /// `public` or `internal`.
    pub view: String,
    /// Who serves it.
    pub provider: Option<String>,
    /// Its entry.
    pub span: Span,
}
