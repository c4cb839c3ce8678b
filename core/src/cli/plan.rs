//! `netplat plan`: the address plan as a tree.

use super::{Failure, Outcome, read};
use crate::diagnostic::{Problem, Severity};
use crate::model::{PlanEntry, Role};
use crate::plan::{AddressPlan, node_blocks, usable};
use crate::session::{Session, Snapshot};
use crate::text::{LineIndex, Span};
use serde::Serialize;
use std::fmt::Write;
use std::path::PathBuf;

/// Runs `netplat plan FILE [--format text|json]`. Problems of the plan itself are findings.
pub fn run(mut parser: lexopt::Parser) -> Result<Outcome, Failure> {
    let mut input: Option<PathBuf> = None;
    let mut json = false;
    while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
        match argument {
            lexopt::Arg::Long("format") => {
                let value = parser.value().map_err(|error| error.to_string())?;
                json = match value.to_str() {
                    Some("json") => true,
                    Some("text") => false,
                    _ => return Err(format!("--format takes text or json, not {}", value.display())),
                };
            }
            lexopt::Arg::Value(path) if input.is_none() => input = Some(path.into()),
            other => return Err(other.unexpected().to_string()),
        }
    }
    let input = input.ok_or("plan needs a FILE")?;
    let text = read(&input)?;
    let session = Session::new(&text);
    let report = Report::of(session.snapshot());
    if json {
        println!("{}", serde_json::to_string_pretty(&report).map_err(|error| error.to_string())?);
    } else {
        print!("{}", report.in_words(&input.display().to_string()));
    }
    let finding = |problem: &ProblemReport<'_>| problem.severity >= Severity::Warning;
    Ok(if report.problems.iter().any(finding) { Outcome::Findings } else { Outcome::Clean })
}

/// What is printed.
#[derive(Serialize)]
struct Report<'a> {
    prefixes: Vec<PrefixReport<'a>>,
    problems: Vec<ProblemReport<'a>>,
    #[serde(skip)]
    depths: Vec<usize>,
}

#[derive(Serialize)]
struct PrefixReport<'a> {
    name: &'a str,
    cidr: String,
    first: String,
    last: String,
    addresses: Amount,
    usable: Amount,
    role: &'static str,
    cluster: Option<&'a str>,
    parent: Option<&'a str>,
    free: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nodes: Option<NodesReport>,
    line: u32,
}

/// How a pod prefix is dealt out.
#[derive(Serialize)]
struct NodesReport {
    mask: u8,
    nodes: Option<Amount>,
    addresses_per_node: Amount,
}

/// A number of addresses, in decimal. JSON gets a number as far as every reader holds it exactly, to 2^53 − 1, and a
/// string of digits above.
struct Amount(String);

impl Serialize for Amount {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        const EXACT: u64 = (1 << 53) - 1;
        match self.0.parse::<u64>() {
            Ok(number) if number <= EXACT => serializer.serialize_u64(number),
            _ => serializer.serialize_str(&self.0),
        }
    }
}

impl std::fmt::Display for Amount {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[derive(Serialize)]
struct ProblemReport<'a> {
    code: &'static str,
    severity: Severity,
    message: &'a str,
    line: u32,
}

impl<'a> Report<'a> {
    fn of(snapshot: &'a Snapshot) -> Self {
        let entries = &snapshot.model.plan;
        let plan = AddressPlan::new(entries);
        let lines = LineIndex::new(&snapshot.text);
        let line = |span: Span| lines.line(span.start as usize) + 1;
        let order: Vec<usize> = plan.in_order().collect();
        let listed = order.iter().filter_map(|&index| {
            let entry = entries.get(index)?;
            Some(PrefixReport::of(entry, &plan, index, entries, line(entry.range_span)))
        });
        let about_addresses = snapshot.problems.iter().filter(|problem| problem.rule.code.starts_with("AP"));
        Self {
            prefixes: listed.collect(),
            problems: about_addresses.map(|problem| ProblemReport::of(problem, line(problem.span))).collect(),
            depths: order.iter().map(|&index| plan.ancestors(index).count()).collect(),
        }
    }

    fn in_words(&self, path: &str) -> String {
        let mut out = String::new();
        let width =
            self.prefixes.iter().zip(&self.depths).map(|(prefix, depth)| prefix.cidr.len() + 2 * depth).max();
        for (prefix, depth) in self.prefixes.iter().zip(&self.depths) {
            // Writing to a string cannot fail.
            let _ = prefix.write(&mut out, *depth, width.unwrap_or(0));
        }
        for problem in &self.problems {
            let severity = format!("{:?}", problem.severity).to_lowercase();
            let _ =
                writeln!(out, "{path}:{}: {severity}[{}]: {}", problem.line, problem.code, problem.message);
        }
        out
    }
}

impl<'a> PrefixReport<'a> {
    fn of(
        entry: &'a PlanEntry,
        plan: &AddressPlan,
        index: usize,
        entries: &'a [PlanEntry],
        line: u32,
    ) -> Self {
        let parent = plan.node(index).and_then(|node| node.parent).and_then(|parent| entries.get(parent));
        Self {
            name: &entry.name,
            cidr: entry.range.to_string(),
            first: entry.range.first().to_string(),
            last: entry.range.last().to_string(),
            addresses: Amount(entry.range.count().to_string()),
            usable: Amount(usable(entry).to_string()),
            role: role(entry.role.value),
            cluster: entry.cluster.as_deref(),
            parent: parent.map(|parent| parent.name.as_str()),
            free: plan.free(index).iter().map(ToString::to_string).collect(),
            nodes: node_blocks(entry).map(|blocks| NodesReport {
                mask: blocks.mask,
                nodes: blocks.nodes.map(|nodes| Amount(nodes.to_string())),
                addresses_per_node: Amount(blocks.addresses_per_node.to_string()),
            }),
            line,
        }
    }

    /// A line: the prefix, indented by its depth, its name and use, then what is free in it if others lie there.
    fn write(&self, out: &mut String, depth: usize, width: usize) -> std::fmt::Result {
        let tree = format!("{}{}", "  ".repeat(depth), self.cidr);
        write!(out, "{tree:<width$}  {}", self.name)?;
        if self.role != "unknown" {
            write!(out, "  [{}]", self.role)?;
        }
        write!(out, "  {} usable", self.usable)?;
        if let Some(NodesReport { mask, nodes: Some(nodes), addresses_per_node }) = &self.nodes {
            write!(out, ", {nodes} nodes of {addresses_per_node} (/{mask})")?;
        }
        let untouched = self.free == [self.cidr.as_str()];
        if !untouched && !self.free.is_empty() {
            write!(out, ", free: {}", self.free.join(" "))?;
        }
        writeln!(out)
    }
}

impl<'a> ProblemReport<'a> {
    fn of(problem: &'a Problem, line: u32) -> Self {
        Self { code: problem.rule.code, severity: problem.severity, message: &problem.message, line }
    }
}

/// As documents write it.
fn role(role: Role) -> &'static str {
    match role {
        Role::Site => "site",
        Role::Vpc => "vpc",
        Role::Subnet => "subnet",
        Role::Nodes => "nodes",
        Role::Pods => "pods",
        Role::Services => "services",
        Role::LoadBalancers => "load-balancers",
        Role::Attachment => "attachment",
        Role::Vpn => "vpn",
        Role::Reserved => "reserved",
        Role::Unknown => "unknown",
    }
}
