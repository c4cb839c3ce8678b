//! The steps that led to a text, for undo and redo.

use crate::text::{Edit, Span, Splice};

/// Steps beyond so many bytes of changed text are forgotten, the oldest first.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Steps to take back and to do again.
#[derive(Debug, Default)]
pub(super) struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
    bytes: usize,
}

/// A change of the text, both ways.
#[derive(Debug)]
struct Step {
    forward: Edit,
    backward: Edit,
    /// Whether typing may go on with it.
    open: bool,
}

impl Step {
    fn bytes(&self) -> usize {
        let inserted = |edit: &Edit| edit.splices().iter().map(|splice| splice.insert.len()).sum::<usize>();
        inserted(&self.forward) + inserted(&self.backward) + size_of::<Self>()
    }
}

impl History {
    /// Remembers `forward`, which was applied and which `backward` takes back.
    pub fn push(&mut self, forward: Edit, backward: Edit) {
        self.record(Step { forward, backward, open: false });
    }

    /// Remembers typing: joins it to the step before when it continues that. A new line starts a new step.
    pub fn push_typing(&mut self, forward: Edit, backward: Edit) {
        let joined = self.done.last().filter(|last| last.open).and_then(|last| {
            let (last_forward, last_backward) = (single(&last.forward)?, single(&last.backward)?);
            join((last_forward, last_backward), (single(&forward)?, single(&backward)?))
        });
        let open = single(&forward).is_some_and(|splice| !splice.insert.contains('\n'));
        let step = match joined {
            Some((forward, backward)) if open => {
                if let Some(last) = self.done.pop() {
                    self.bytes -= last.bytes();
                }
                Step { forward, backward, open }
            }
            _ => Step { forward, backward, open },
        };
        self.record(step);
    }

    /// The edit that takes back the last step.
    pub fn undo(&mut self) -> Option<Edit> {
        let step = self.done.pop()?;
        let edit = step.backward.clone();
        self.undone.push(step);
        Some(edit)
    }

    /// The edit that does the last step again that was taken back.
    pub fn redo(&mut self) -> Option<Edit> {
        let mut step = self.undone.pop()?;
        step.open = false;
        let edit = step.forward.clone();
        self.done.push(step);
        Some(edit)
    }

    /// Whether there is a step to take back.
    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// Whether there is a step to do again.
    pub fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }

    fn record(&mut self, step: Step) {
        self.bytes -= self.undone.drain(..).map(|step| step.bytes()).sum::<usize>();
        self.bytes += step.bytes();
        self.done.push(step);
        let mut forgotten = 0;
        for step in self.done.iter().take(self.done.len() - 1) {
            if self.bytes <= MAX_BYTES {
                break;
            }
            self.bytes -= step.bytes();
            forgotten += 1;
        }
        self.done.drain(..forgotten);
    }
}

fn single(edit: &Edit) -> Option<&Splice> {
    match edit.splices() {
        [splice] => Some(splice),
        _ => None,
    }
}

/// Two changes at touching places as one, as forward and backward edits.
fn join(first: (&Splice, &Splice), second: (&Splice, &Splice)) -> Option<(Edit, Edit)> {
    // The text after the first change has `written` at `start`; before it, `removed` stood there.
    let start = first.0.span.start as usize;
    let (written, removed) = (&first.0.insert, &first.1.insert);
    let end = start + written.len();
    let (from, to) = (second.0.span.start as usize, second.0.span.end as usize);
    if from > end || to < start {
        return None;
    }
    let taken = &second.1.insert;
    let taken_before = taken.get(..start.saturating_sub(from))?;
    let taken_after = taken.get(taken.len() - to.saturating_sub(end)..)?;
    let kept_before = written.get(..from.saturating_sub(start))?;
    let kept_after = written.get(written.len() - end.saturating_sub(to)..)?;
    let start = start.min(from);
    let removed = [taken_before, removed, taken_after].concat();
    let written = [kept_before, &second.0.insert, kept_after].concat();
    let forward = Edit::replace(Span::new(start, start + removed.len()), written.as_str());
    let backward = Edit::replace(Span::new(start, start + written.len()), removed);
    Some((forward, backward))
}
