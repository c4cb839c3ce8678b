use super::{Changes, StatementChange, Way};
use crate::reach::ChangeKind;
use std::fmt::Write;

/// How many rows a table may have before it is folded.
const UNFOLDED_ROWS: usize = 20;

pub(super) fn write(changes: &Changes) -> String {
    let mut out = "## What changed\n\n".to_owned();
    if changes.is_empty() {
        out.push_str("Nothing that the design means.\n");
        return out;
    }
    let _ = writeln!(out, "{}\n", summary(changes).join(" · "));
    let pairs = changes.reachability.pairs.iter().map(|pair| {
        let cells = [pair.change.name(), &pair.from, &pair.to, &pair.before, &pair.after];
        row(&cells.map(str::to_owned))
    });
    table(&mut out, "Who may talk to whom", &["", "From", "To", "Before", "After"], pairs.collect());
    for (title, list) in
        [("Hosts and routes", &changes.routes), ("Addresses", &changes.prefixes), ("Drawn", &changes.drawn)]
    {
        table(&mut out, title, &["", "What", "Says"], list.iter().map(statement).collect());
    }
    let findings = changes.findings.iter().map(|finding| {
        let (change, severity) = (finding.change.name(), finding.severity.name());
        let line = finding.line.map(|line| line.to_string()).unwrap_or_default();
        row(&[change, severity, finding.code, &finding.message, &line].map(str::to_owned))
    });
    table(&mut out, "Findings", &["", "Severity", "Rule", "Problem", "Line"], findings.collect());
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// How much of each, in the order in which it matters to a reviewer.
fn summary(changes: &Changes) -> Vec<String> {
    use ChangeKind::{Gained, Lost, Narrowed, Shifted, Widened};
    let mut said = Vec::new();
    let mut add = |count: usize, one: &str, many: &str| {
        if count > 0 {
            said.push(format!("**{count}** {}", if count == 1 { one } else { many }));
        }
    };
    let workloads = |way| changes.reachability.workloads.iter().filter(|it| it.change == way).count();
    add(workloads(Way::New), "new workload", "new workloads");
    add(workloads(Way::Gone), "workload gone", "workloads gone");
    for kind in [Gained, Lost, Widened, Narrowed, Shifted] {
        let pairs = changes.reachability.pairs.iter().filter(|pair| pair.change == kind).count();
        let name = kind.name();
        add(pairs, &format!("connection {name}"), &format!("connections {name}"));
    }
    add(changes.routes.len(), "change of routes", "changes of routes");
    add(changes.prefixes.len(), "change of addresses", "changes of addresses");
    add(changes.drawn.len(), "change of what is drawn", "changes of what is drawn");
    let findings = |way| changes.findings.iter().filter(|finding| finding.change == way).count();
    add(findings(Way::New), "new finding", "new findings");
    add(findings(Way::Gone), "finding gone", "findings gone");
    said
}

fn statement(change: &StatementChange) -> String {
    row(&[change.change.name().to_owned(), change.name.clone(), change.said()])
}

fn table(out: &mut String, title: &str, heads: &[&str], rows: Vec<String>) {
    if rows.is_empty() {
        return;
    }
    let is_folded = rows.len() > UNFOLDED_ROWS;
    if is_folded {
        let _ = writeln!(out, "<details><summary><b>{title}</b> ({})</summary>\n", rows.len());
    } else {
        let _ = writeln!(out, "### {title}\n");
    }
    let heads: Vec<String> = heads.iter().map(|head| (*head).to_owned()).collect();
    let _ = writeln!(out, "{}\n{}", row(&heads), row(&vec!["---".to_owned(); heads.len()]));
    for row in rows {
        let _ = writeln!(out, "{row}");
    }
    out.push_str(if is_folded { "\n</details>\n\n" } else { "\n" });
}

/// A row of a table. Names come from designs: nothing in them ends the cell, or becomes markup.
fn row(cells: &[String]) -> String {
    let mut row = "|".to_owned();
    for cell in cells {
        row.push(' ');
        for character in cell.chars() {
            match character {
                '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '@' | '#' => {
                    row.push('\\');
                    row.push(character);
                }
                '<' => row.push_str("&lt;"),
                '>' => row.push_str("&gt;"),
                '&' => row.push_str("&amp;"),
                character if character.is_control() => row.push(' '),
                character => row.push(character),
            }
        }
        row.push_str(" |");
    }
    row
}
