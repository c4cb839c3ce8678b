use super::{Changes, StatementChange};
use std::fmt::{Formatter, Result};

pub(super) fn write(changes: &Changes, out: &mut Formatter<'_>) -> Result {
    let reach = &changes.reachability;
    if !reach.workloads.is_empty() {
        writeln!(out, "workloads")?;
        for workload in &reach.workloads {
            writeln!(out, "  {:<8} {}", workload.change.name(), workload.name)?;
        }
    }
    if !reach.pairs.is_empty() {
        writeln!(out, "reachability")?;
        for pair in &reach.pairs {
            write!(out, "  {:<8} {} => {} : ", pair.change.name(), pair.from, pair.to)?;
            writeln!(out, "{}", pair.connections())?;
        }
    }
    for (title, list) in
        [("routes", &changes.routes), ("addresses", &changes.prefixes), ("drawn", &changes.drawn)]
    {
        statements(title, list, out)?;
    }
    if !changes.findings.is_empty() {
        writeln!(out, "findings")?;
        for finding in &changes.findings {
            let severity = finding.severity.name();
            let line = finding.line.map(|line| format!(" (line {line})")).unwrap_or_default();
            let (change, code, message) = (finding.change.name(), finding.code, &finding.message);
            writeln!(out, "  {change:<8} {severity}[{code}]: {message}{line}")?;
        }
    }
    Ok(())
}

fn statements(title: &str, list: &[StatementChange], out: &mut Formatter<'_>) -> Result {
    if !list.is_empty() {
        writeln!(out, "{title}")?;
    }
    for change in list {
        let said = change.said();
        let colon = if said.is_empty() { "" } else { ": " };
        writeln!(out, "  {:<8} {}{colon}{said}", change.change.name(), change.name)?;
    }
    Ok(())
}
