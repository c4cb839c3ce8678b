//! Foreign tables and pages as the facts of a design.

use super::Input;
use crate::cli::output::out;
use crate::cli::{Failure, Outcome};
use crate::diagnostic::Severity;
use crate::import::{self, Format, Proposal, Proposed, Reader, Recognised};
use crate::model::Evidence;
use crate::text::LineIndex;
use std::path::Path;

/// Prints the design of what `inputs` say in `format`, or in what they are taken for. Something left out is a finding.
pub(super) fn run(inputs: &[Input], format: Option<Format>) -> Result<Outcome, Failure> {
    let mut entries = Vec::new();
    let mut outcome = Outcome::Clean;
    for Input { path, bytes } in inputs {
        let text = import::decode(bytes);
        let recognised = match format {
            Some(format) => Recognised::as_format(&text, format),
            None => import::recognise(&text),
        };
        let mut reader = Reader::new(&text, recognised);
        while !reader.step(usize::MAX).is_done() {}
        let proposal = reader.finish();
        if tell(path, &text, &proposal) {
            outcome = Outcome::Findings;
        }
        entries.extend(proposal.entries.into_iter().filter(|entry| entry.doubt.is_none()));
    }
    out!("{}", import::design(entries.iter().map(|found| &found.entry)))?;
    Ok(outcome)
}

/// Says what was found; whether something was left out.
fn tell(path: &Path, text: &str, proposal: &Proposal) -> bool {
    let lines = LineIndex::new(text);
    let line = |at: u32| lines.line(at as usize) + 1;
    let path = path.display();
    let Proposal { entries, format, .. } = proposal;
    eprintln!("{path}: taken for {}, {} found", format.name(), entries.len());
    if let Some(table) = &proposal.table {
        eprintln!("{path}: separated by {:?}, columns {:?}", char::from(table.separator), table.columns);
    }
    for entry in entries {
        eprintln!("{path}:{}: {}", line(entry.place.start), in_words(entry));
    }
    for problem in &proposal.problems {
        let severity = problem.severity.name();
        eprintln!(
            "{path}:{}: {severity}[{}]: {}",
            line(problem.span.start),
            problem.rule.code,
            problem.message
        );
    }
    if proposal.further_problems > 0 {
        eprintln!("{path}: {} more problems", proposal.further_problems);
    }
    if proposal.further_entries > 0 {
        eprintln!(
            "{path}: {} more entries were left out: a plan has at most {}",
            proposal.further_entries,
            import::MAX_ENTRIES
        );
    }
    proposal.further_problems + proposal.further_entries > 0
        || proposal.problems.iter().any(|problem| problem.severity >= Severity::Warning)
}

fn in_words(found: &Proposed) -> String {
    let reason = match &found.role_by {
        Evidence::Declared(_) => String::new(),
        Evidence::Inferred { clue, .. } => format!(", guessed: {clue}"),
    };
    let doubt = found.doubt.map(|doubt| format!("; left out: {doubt}")).unwrap_or_default();
    let role = found.role().name();
    format!("{} {:?} [{role}{reason}]{doubt}", found.entry.range, found.entry.name)
}
