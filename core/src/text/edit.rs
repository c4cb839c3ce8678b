use super::Span;

/// One replacement: the bytes of `span` become `insert`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Splice {
    /// What is replaced. Empty for a pure insertion.
    pub span: Span,
    /// What stands there afterwards.
    pub insert: String,
}

/// A change of a text as a value: splices in order, none overlapping another.
///
/// Commands and fixes return an `Edit` and never apply it themselves.
///
/// ```
/// use netplat_core::text::{Edit, Span};
/// let edit = Edit::replace(Span::new(0, 3), "web").and(Edit::insert(6, "1"))?;
/// let before = "app --> db";
/// let after = edit.apply(before)?;
/// assert_eq!(after, "web --1> db");
/// assert_eq!(edit.inverse(before)?.apply(&after)?, before);
/// # Ok::<(), netplat_core::text::EditError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Edit {
    splices: Vec<Splice>,
}

/// Why an edit cannot be made or applied.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EditError {
    /// Two splices want the same bytes.
    Overlap(Span, Span),
    /// A splice ends past the text or inside a character.
    OutOfText(Span),
}

impl std::fmt::Display for EditError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Overlap(a, b) => {
                write!(formatter, "bytes {}..{} and {}..{} overlap", a.start, a.end, b.start, b.end)
            }
            Self::OutOfText(span) => {
                write!(formatter, "bytes {}..{} are not whole characters of the text", span.start, span.end)
            }
        }
    }
}

impl std::error::Error for EditError {}

impl Edit {
    /// Nothing.
    pub fn none() -> Self {
        Self::default()
    }

    /// `text` put before byte `at`.
    pub fn insert(at: usize, text: impl Into<String>) -> Self {
        Self::replace(Span::at(at), text)
    }

    /// The bytes of `span` replaced.
    pub fn replace(span: Span, text: impl Into<String>) -> Self {
        Self { splices: vec![Splice { span, insert: text.into() }] }
    }

    /// The bytes of `span` removed.
    pub fn delete(span: Span) -> Self {
        Self::replace(span, "")
    }

    /// The smallest single replacement that leads from `before` to `after`.
    ///
    /// ```
    /// use netplat_core::text::Edit;
    /// assert_eq!(Edit::between("web --> db", "web -->|x| db"), Edit::insert(7, "|x|"));
    /// ```
    pub fn between(before: &str, after: &str) -> Self {
        let same = |(a, b): &(char, char)| a == b;
        let bytes = |characters: &mut dyn Iterator<Item = (char, char)>| -> usize {
            characters.take_while(same).map(|(character, _)| character.len_utf8()).sum()
        };
        let start = bytes(&mut before.chars().zip(after.chars()));
        let (old, new) = (before.get(start..).unwrap_or_default(), after.get(start..).unwrap_or_default());
        let end = bytes(&mut old.chars().rev().zip(new.chars().rev()));
        let inserted = new.get(..new.len() - end).unwrap_or_default();
        let replaced = Span::new(start, before.len() - end);
        if replaced.is_empty() && inserted.is_empty() {
            Self::none()
        } else {
            Self::replace(replaced, inserted)
        }
    }

    /// Sorts `splices` by place. Insertions at the same place keep the order in which they were given.
    ///
    /// # Errors
    /// When two of them replace the same bytes.
    pub fn new(mut splices: Vec<Splice>) -> Result<Self, EditError> {
        splices.retain(|splice| !(splice.span.is_empty() && splice.insert.is_empty()));
        splices.sort_by_key(|splice| (splice.span.start, splice.span.end));
        for pair in splices.windows(2) {
            if pair[1].span.start < pair[0].span.end {
                return Err(EditError::Overlap(pair[0].span, pair[1].span));
            }
        }
        Ok(Self { splices })
    }

    /// Both edits at once; both are meant for the same text.
    ///
    /// # Errors
    /// When they replace the same bytes.
    pub fn and(mut self, other: Edit) -> Result<Self, EditError> {
        self.splices.extend(other.splices);
        Self::new(self.splices)
    }

    /// The splices, in order.
    pub fn splices(&self) -> &[Splice] {
        &self.splices
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.splices.is_empty()
    }

    /// The text after the edit.
    ///
    /// # Errors
    /// When a splice does not lie within `text` on character boundaries.
    pub fn apply(&self, text: &str) -> Result<String, EditError> {
        let grown: usize = self.splices.iter().map(|splice| splice.insert.len()).sum();
        let mut out = String::with_capacity(text.len() + grown);
        let mut at = 0;
        for splice in &self.splices {
            let kept = text.get(at..splice.span.start as usize).ok_or(EditError::OutOfText(splice.span))?;
            text.get(splice.span.range()).ok_or(EditError::OutOfText(splice.span))?;
            out.push_str(kept);
            out.push_str(&splice.insert);
            at = splice.span.end as usize;
        }
        out.push_str(&text[at..]);
        Ok(out)
    }

    /// The edit that leads from the changed text back to `before`.
    ///
    /// # Errors
    /// When this edit does not fit `before`.
    pub fn inverse(&self, before: &str) -> Result<Self, EditError> {
        let mut splices = Vec::with_capacity(self.splices.len());
        let mut shift = 0i64;
        for splice in &self.splices {
            let old = before.get(splice.span.range()).ok_or(EditError::OutOfText(splice.span))?;
            let start = (i64::from(splice.span.start) + shift) as usize;
            splices
                .push(Splice { span: Span::new(start, start + splice.insert.len()), insert: old.to_owned() });
            shift += splice.insert.len() as i64 - splice.span.len() as i64;
        }
        Ok(Self { splices })
    }

    /// The same edit of a text whose bytes stand `by` further on, or further up when `by` is negative.
    #[must_use]
    pub fn moved(&self, by: i64) -> Self {
        let splices = self.splices.iter();
        let moved = |splice: &Splice| Splice { span: splice.span.moved(by), insert: splice.insert.clone() };
        Self { splices: splices.map(moved).collect() }
    }

    /// Where a byte of the old text stands in the new one. A place inside replaced bytes goes to their end.
    pub fn map(&self, at: usize) -> usize {
        let mut shift = 0i64;
        for splice in &self.splices {
            let (start, end) = (splice.span.start as usize, splice.span.end as usize);
            if at < start || (at == start && !splice.span.is_empty()) {
                break;
            }
            if at < end {
                return (start as i64 + shift) as usize + splice.insert.len();
            }
            shift += splice.insert.len() as i64 - splice.span.len() as i64;
        }
        (at as i64 + shift) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_splices_are_refused() {
        let clash = Edit::delete(Span::new(0, 4)).and(Edit::delete(Span::new(3, 5)));
        assert_eq!(clash, Err(EditError::Overlap(Span::new(0, 4), Span::new(3, 5))));
    }

    #[test]
    fn what_lies_between_two_texts_is_found_by_whole_characters() {
        for (before, after) in
            [("", ""), ("aa", "aaa"), ("é", "è"), ("x🙂y", "x🙃y"), ("abab", "ab"), ("", "a")]
        {
            assert_eq!(Edit::between(before, after).apply(before).as_deref(), Ok(after));
        }
        assert!(Edit::between("same", "same").is_empty());
    }

    #[test]
    fn a_splice_inside_a_character_is_refused() {
        assert_eq!(Edit::delete(Span::new(1, 2)).apply("é"), Err(EditError::OutOfText(Span::new(1, 2))));
    }

    #[test]
    fn a_place_follows_the_text_around_it() {
        let edit = Edit::replace(Span::new(2, 4), "xyz").and(Edit::insert(6, "!")).expect("disjoint");
        assert_eq!([0, 2, 3, 4, 6, 7].map(|at| edit.map(at)), [0, 2, 5, 5, 8, 9]);
    }
}
