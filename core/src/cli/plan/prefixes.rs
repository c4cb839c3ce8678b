use crate::model::{Model, PlanEntry, Role};
use crate::plan::{AddressPlan, usable};
use crate::text::Span;
use serde::Serialize;
use std::fmt::Write;

/// An entry of the plan. Numbers of addresses are decimal strings: those of IPv6 are more than many readers hold.
#[derive(Serialize)]
pub(super) struct PrefixReport<'a> {
    name: &'a str,
    /// None for a start and stop.
    cidr: Option<String>,
    first: String,
    last: String,
    addresses: String,
    usable: String,
    role: &'static str,
    cluster: Option<&'a str>,
    parent: Option<&'a str>,
    free: Vec<String>,
    line: u32,
    #[serde(skip)]
    depth: usize,
    #[serde(skip)]
    range: String,
    #[serde(skip)]
    has_children: bool,
}

/// All entries in the order of their addresses.
pub(super) fn of<'a>(
    model: &'a Model,
    plan: &AddressPlan,
    line: &impl Fn(Span) -> u32,
) -> Vec<PrefixReport<'a>> {
    // Each comes after the one around it.
    let mut depths = vec![0; model.plan.len()];
    let entries = plan.in_order().filter_map(|index| {
        let entry = model.plan.get(index)?;
        let parent = plan.node(index).and_then(|node| node.parent);
        let depth = parent.and_then(|parent| depths.get(parent)).map_or(0, |depth| depth + 1);
        if let Some(slot) = depths.get_mut(index) {
            *slot = depth;
        }
        let parent = parent.and_then(|parent| model.plan.get(parent));
        Some(PrefixReport::of(entry, plan, index, depth, parent, line(entry.range_span)))
    });
    entries.collect()
}

impl<'a> PrefixReport<'a> {
    fn of(
        entry: &'a PlanEntry,
        plan: &AddressPlan,
        index: usize,
        depth: usize,
        parent: Option<&'a PlanEntry>,
        line: u32,
    ) -> Self {
        Self {
            name: &entry.name,
            cidr: entry.range.cidr().map(|cidr| cidr.to_string()),
            first: entry.range.first().to_string(),
            last: entry.range.last().to_string(),
            addresses: entry.range.count().to_string(),
            usable: usable(entry, plan.cloud(index)).to_string(),
            role: entry.role.value.name(),
            cluster: entry.cluster.as_deref(),
            parent: parent.map(|parent| parent.name.as_str()),
            free: plan.free(index).iter().map(ToString::to_string).collect(),
            line,
            depth,
            range: entry.range.to_string(),
            has_children: plan.node(index).is_some_and(|node| !node.children.is_empty()),
        }
    }
}

/// Free prefixes on a line for people; programs get all of them.
const MOST_FREE: usize = 8;

/// A line for each: the addresses, indented by depth, name and use, then what is free in it if others lie there.
pub(super) fn write(out: &mut String, prefixes: &[PrefixReport<'_>]) -> std::fmt::Result {
    let width = |prefix: &PrefixReport<'_>| prefix.range.len() + 2 * prefix.depth;
    let widest = prefixes.iter().map(width).max().unwrap_or(0);
    for prefix in prefixes {
        let tree = format!("{}{}", "  ".repeat(prefix.depth), prefix.range);
        write!(out, "{tree:<widest$}  {}", prefix.name)?;
        if prefix.role != Role::Unknown.name() {
            write!(out, "  [{}]", prefix.role)?;
        }
        write!(out, "  {} usable", prefix.usable)?;
        match prefix.free.as_slice() {
            _ if !prefix.has_children => {}
            [] => out.push_str(", nothing free"),
            free => {
                let (shown, others) = free.split_at(free.len().min(MOST_FREE));
                write!(out, ", free: {}", shown.join(" "))?;
                if !others.is_empty() {
                    write!(out, " and {} more", others.len())?;
                }
            }
        }
        out.push('\n');
    }
    Ok(())
}
