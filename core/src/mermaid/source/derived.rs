use crate::text::Span;

/// A text made from another by keeping, dropping and replacing stretches, with the way back.
#[derive(Clone, Debug)]
pub(in crate::mermaid) struct Derived {
    text: String,
    runs: Vec<Run>,
    /// The end of the original.
    end: usize,
}

/// A stretch of the derived text and the stretch of the original that it stands for.
#[derive(Clone, Copy, Debug)]
struct Run {
    at: usize,
    len: usize,
    origin: usize,
    origin_len: usize,
    /// Whether the bytes correspond one by one.
    exact: bool,
}

impl Derived {
    /// `text` itself, which starts at byte `base` of the original.
    pub fn new(text: &str, base: usize) -> Self {
        let run = Run { at: 0, len: text.len(), origin: base, origin_len: text.len(), exact: true };
        Self { text: text.to_owned(), runs: vec![run], end: base + text.len() }
    }

    /// The derived text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place in the original that bytes `start..end` of the derived text stand for.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let from = self.origin_of_start(start);
        if end <= start { Span::at(from) } else { Span::new(from, self.origin_of_end(end)) }
    }

    /// The place in the original where the character at `start` came from.
    fn origin_of_start(&self, start: usize) -> usize {
        let after = self.runs.partition_point(|run| run.at <= start);
        let Some(run) = after.checked_sub(1).and_then(|at| self.runs.get(at)) else { return self.end };
        match start - run.at {
            inside if inside >= run.len => self.runs.get(after).map_or(self.end, |next| next.origin),
            inside if run.exact => run.origin + inside,
            _ => run.origin,
        }
    }

    /// The place in the original after the character that ends at `end`.
    fn origin_of_end(&self, end: usize) -> usize {
        let after = self.runs.partition_point(|run| run.at < end);
        let Some(run) = after.checked_sub(1).and_then(|at| self.runs.get(at)) else { return self.end };
        if run.exact { run.origin + (end - run.at).min(run.origin_len) } else { run.origin + run.origin_len }
    }

    /// Adds a newline that stands for nothing.
    pub fn push_newline(&mut self) {
        self.text.push('\n');
    }

    /// Replaces the derived text by one of the same length.
    pub fn set_text_of_same_length(&mut self, text: String) {
        debug_assert_eq!(text.len(), self.text.len());
        self.text = text;
    }
}

/// Makes a derived text from another, front to back.
pub(super) struct Rewriter<'a> {
    from: &'a Derived,
    out: String,
    runs: Vec<Run>,
    /// How far `from` is used up.
    done: usize,
    /// The run of `from` that holds `done`.
    run: usize,
}

impl<'a> Rewriter<'a> {
    pub fn new(from: &'a Derived) -> Self {
        Self { from, out: String::with_capacity(from.text.len() + 16), runs: Vec::new(), done: 0, run: 0 }
    }

    /// Takes over everything up to `to`.
    pub fn keep_to(&mut self, to: usize) {
        let at = self.out.len();
        let kept = self.from.text.get(self.done..to).unwrap_or_default();
        self.out.push_str(kept);
        self.walk(to, |runs, run, from, to, done| {
            let at = at + (from - done);
            let inside = from - run.at;
            runs.push(if run.exact {
                Run { at, len: to - from, origin: run.origin + inside, origin_len: to - from, exact: true }
            } else {
                Run { at, len: to - from, ..*run }
            });
        });
    }

    /// Leaves out everything up to `to`.
    pub fn drop_to(&mut self, to: usize) {
        self.walk(to, |_, _, _, _, _| {});
    }

    /// Puts `text` in the place of everything up to `to`.
    pub fn replace_to(&mut self, to: usize, text: &str) {
        let origin = self.from.span(self.done, to);
        let run = Run {
            at: self.out.len(),
            len: text.len(),
            origin: origin.start as usize,
            origin_len: origin.len(),
            exact: false,
        };
        self.drop_to(to);
        self.out.push_str(text);
        self.runs.push(run);
    }

    /// The new text, with everything that is left.
    pub fn finish(mut self) -> Derived {
        self.keep_to(self.from.text.len());
        Derived { text: self.out, runs: self.runs, end: self.from.end }
    }

    /// Advances to `to`; shows `visit` each part of a run on the way as `(runs, run, from, to, done)`.
    fn walk(&mut self, to: usize, mut visit: impl FnMut(&mut Vec<Run>, &Run, usize, usize, usize)) {
        while let Some(run) = self.from.runs.get(self.run) {
            let from = self.done.max(run.at);
            let until = to.min(run.at + run.len);
            if from < until {
                visit(&mut self.runs, run, from, until, self.done);
            }
            if run.at + run.len > to {
                break;
            }
            self.run += 1;
        }
        self.done = to;
    }
}
