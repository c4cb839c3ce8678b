//! `netplat import`: foreign tables and pages as a design.

use super::{Failure, Outcome};
use crate::cli::output::out;
use crate::diagnostic::Severity;
use crate::import::{self, Format, Proposal, Proposed, Reader, Recognised};
use crate::model::Evidence;
use crate::text::LineIndex;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Runs `netplat import FILE… [--format auto|csv|json|list|page]`. The design goes to standard output; what was found
/// and guessed, and what was left out, to standard error. Something left out is a finding.
pub fn run(mut parser: lexopt::Parser) -> Result<Outcome, Failure> {
    let mut inputs: Vec<PathBuf> = Vec::new();
    let mut format = None;
    while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
        match argument {
            lexopt::Arg::Long("format") => {
                let value = parser.value().map_err(|error| error.to_string())?;
                format = match value.to_str() {
                    Some("auto") => None,
                    Some(name) if Format::named(name).is_some() => Format::named(name),
                    _ => {
                        return Err(format!(
                            "--format takes auto, csv, json, list or page, not {}",
                            value.display()
                        ));
                    }
                };
            }
            lexopt::Arg::Value(path) => inputs.push(path.into()),
            other => return Err(other.unexpected().to_string()),
        }
    }
    if inputs.is_empty() {
        return Err("import needs a FILE".to_owned());
    }
    let mut entries = Vec::new();
    let mut outcome = Outcome::Clean;
    for path in inputs {
        let text = import::decode(&bytes(&path)?);
        let recognised = match format {
            Some(format) => Recognised::as_format(&text, format),
            None => import::recognise(&text),
        };
        let mut reader = Reader::new(&text, recognised);
        while !reader.step(usize::MAX).is_done() {}
        let proposal = reader.finish();
        if tell(&path, &text, &proposal) {
            outcome = Outcome::Findings;
        }
        entries.extend(proposal.entries.into_iter().filter(|entry| entry.doubt.is_none()));
    }
    out!("{}", import::design(entries.iter().map(|found| &found.entry)))?;
    Ok(outcome)
}

fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        std::io::stdin().read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|mut file| file.read_to_end(&mut bytes))
    };
    read.map_err(|error| format!("{}: {error}", path.display()))?;
    if bytes.len() > crate::document::MAX_BYTES {
        return Err(format!("{}: more than {} bytes", path.display(), crate::document::MAX_BYTES));
    }
    Ok(bytes)
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
        let severity = format!("{:?}", problem.severity).to_lowercase();
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
