//! What the rules about arrows share: what an arrow is called, and why it may not pass.

use super::Subject;
use crate::diagnostic::{Problem, Rule};
use crate::drawn::{Answer, DrawnFlow, Reason, reasons};
use crate::model::LinkThing;
use crate::reach::Outcome;

/// A drawn flow with its link.
pub(super) struct Arrow<'a> {
    pub subject: &'a Subject<'a>,
    pub flow: &'a DrawnFlow,
    pub link: &'a LinkThing,
}

impl<'a> Arrow<'a> {
    /// The arrows whose answer is meant, in the order of the text.
    pub fn all(subject: &'a Subject<'a>, is_meant: fn(&Answer) -> bool) -> impl Iterator<Item = Self> {
        let flows = subject.drawn().flows.iter().filter(move |flow| is_meant(&flow.answer));
        let arrow =
            |flow: &'a DrawnFlow| Some(Arrow { subject, flow, link: subject.model.links.get(flow.link)? });
        flows.filter_map(arrow).filter(|arrow| arrow.subject.is_visible(arrow.link))
    }

    /// The ids of who opens the connection and who answers.
    pub fn ends(&self) -> (&'a str, &'a str) {
        match self.flow.is_back {
            false => (&self.link.from, &self.link.to),
            true => (&self.link.to, &self.link.from),
        }
    }

    /// `web --> db`
    pub fn statement(&self) -> String {
        let (from, to) = self.ends();
        format!("{from} --> {to}")
    }

    /// Why what has this outcome has it; each reason once.
    pub fn reasons(&self, is_meant: impl Fn(Outcome) -> bool) -> Vec<Reason> {
        let witness = &self.flow.witness;
        let parts = witness.verdict(self.subject.resources).into_iter().filter(|part| is_meant(part.outcome));
        let mut all: Vec<Reason> =
            parts.flat_map(|part| reasons(self.subject.resources, &part, witness.from, witness.to)).collect();
        let mut seen = std::collections::BTreeSet::new();
        all.retain(|reason| seen.insert(reason.clone()));
        all
    }

    /// A problem at the arrow: what is said of it, why, and where the rules stand.
    pub fn problem(&self, rule: &'static Rule, said: &str, reasons: &[Reason]) -> Problem {
        let words: Vec<&str> = reasons.iter().map(|reason| reason.words.as_str()).collect();
        let because = if words.is_empty() { String::new() } else { format!(": {}", words.join("; ")) };
        let message = format!("`{}` {said}{because}", self.statement());
        let problem = Problem::new(rule, self.link.span, message);
        let places =
            reasons.iter().flat_map(|reason| reason.places.iter().map(move |place| (*place, &reason.words)));
        places.fold(problem, |problem, (place, words)| problem.with_related(place, words))
    }
}

/// The arrow that a problem of these rules is about, as a statement: `web --> db`. Nothing for other problems.
pub fn about_arrow(problem: &Problem) -> Option<&str> {
    let rules =
        [&super::blocked_arrow::RULE, &super::partly_blocked_arrow::RULE, &super::arrow_depends::RULE];
    let is_about = rules.contains(&problem.rule);
    problem.message.strip_prefix('`').filter(|_| is_about)?.split_once('`').map(|(statement, _)| statement)
}
