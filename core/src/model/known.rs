use crate::text::Span;

/// Why the model holds something to be so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Evidence {
    /// The author says it, here.
    Declared(Span),
    /// It was guessed from this clue: "its text names Traefik".
    Inferred {
        /// In words, for the inspector.
        clue: String,
        /// The text that the guess rests on.
        span: Span,
    },
}

impl Evidence {
    /// Whether the author said it.
    pub fn is_declared(&self) -> bool {
        matches!(self, Self::Declared(_))
    }

    /// The text that says so, or that the guess rests on.
    pub fn span(&self) -> Span {
        match self {
            Self::Declared(span) | Self::Inferred { span, .. } => *span,
        }
    }
}

/// A value with the reason for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Known<T> {
    /// The value.
    pub value: T,
    /// The reason.
    pub evidence: Evidence,
}
