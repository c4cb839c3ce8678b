use super::Design;
use crate::diagnostic::Problem;
use crate::model::{EntrySource, PlanEntry, PlanField};
use crate::net::{AddressRange, Cidr};
use crate::plan::next_free;
use crate::text::{Edit, Span};

/// Offers to move an entry of the plan to addresses that nothing has. Never as a safe fix: only the author knows what
/// already uses the old ones.
pub(super) struct MoveToFree<'a> {
    subject: &'a Design<'a>,
    left: usize,
}

/// A search looks at every entry of the plan. Who has more problems than this mends the first ones and comes back.
const MOST_SEARCHES: usize = 32;

impl<'a> MoveToFree<'a> {
    pub(super) fn new(subject: &'a Design<'a>) -> Self {
        Self { subject, left: MOST_SEARCHES }
    }

    /// Adds the fix that moves the entry at `index` to the next free block of its size, where there is one.
    pub(super) fn offer(&mut self, problem: Problem, index: usize) -> Problem {
        self.offer_block(problem, index, |subject, _| next_free(&subject.model.plan, index))
    }

    /// As [`Self::offer`], for an entry of the plan whose index is not at hand.
    pub(super) fn offer_entry(&mut self, problem: Problem, entry: &PlanEntry) -> Problem {
        let index = || self.subject.model.plan.iter().position(|other| std::ptr::eq(other, entry));
        match (self.left > 0).then(index).flatten() {
            Some(index) => self.offer(problem, index),
            None => problem,
        }
    }

    /// Adds the fix that moves the entry at `index` into the one at `network`.
    pub(super) fn offer_into(&mut self, problem: Problem, index: usize, network: usize) -> Problem {
        self.offer_block(problem, index, |subject, length| subject.plan.first_free(network, length))
    }

    fn offer_block(
        &mut self,
        problem: Problem,
        index: usize,
        search: impl FnOnce(&Design<'_>, u8) -> Option<Cidr>,
    ) -> Problem {
        let Some((entry, place, length)) = self.movable(index).filter(|_| self.left > 0) else {
            return problem;
        };
        self.left -= 1;
        match search(self.subject, length) {
            Some(free) => {
                let title = match entry.name.as_str() {
                    "" => format!("Move to {free}"),
                    name => format!("Move {name} to {free}"),
                };
                problem.with_fix(title, Edit::replace(place, free.to_string()), false)
            }
            None => problem,
        }
    }

    /// The entry at `index` with its prefix's place and length, if writing another prefix there moves it and nothing
    /// else: a fact or a row of its own that is written as one prefix and holds no other entry.
    fn movable(&self, index: usize) -> Option<(&'a PlanEntry, Span, u8)> {
        let entry = self.subject.model.plan.get(index)?;
        let length = entry.range.prefix()?;
        let is_own = match &entry.source {
            EntrySource::Fact(item) => !item.is_alias,
            EntrySource::Row(_) => true,
            EntrySource::Object(_) => false,
        };
        let is_empty = self.subject.plan.node(index)?.children.is_empty();
        let is_here = entry.place_of(PlanField::Cidr)?.contains(entry.range_span);
        let place = unquoted(self.subject.text, entry.range_span);
        let written = AddressRange::read(place.slice(self.subject.text)).ok()?.value;
        (is_own && is_empty && is_here && written == entry.range).then_some((entry, place, length))
    }
}

/// What stands within the quotes at `span`, if there are any.
fn unquoted(text: &str, span: Span) -> Span {
    let written = span.slice(text);
    let is_quoted = |quote| written.len() > 1 && written.starts_with(quote) && written.ends_with(quote);
    if is_quoted('"') || is_quoted('\'') {
        Span::new(span.start as usize + 1, span.end as usize - 1)
    } else {
        span
    }
}
