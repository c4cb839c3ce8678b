//! Where something new goes: `--free` and `--fit`.

use super::arguments::Arguments;
use super::{Failure, Outcome, print_json};
use crate::cli::output::outln;
use crate::model::Model;
use crate::plan::{AddressPlan, Fit, FitRequest, Missing, Placed, fit};
use crate::yaml::written;
use serde::Serialize;

/// Prints the first free prefix of `length` bits, alone on its line.
pub(super) fn free(
    model: &Model,
    plan: &AddressPlan,
    arguments: &Arguments,
    length: u8,
) -> Result<Outcome, Failure> {
    let roots = arguments.roots(model, plan)?;
    let fits = |&index: &usize| plan.range(index).is_some_and(|range| length <= range.family().bits());
    let found = roots.iter().copied().filter(fits).find_map(|root| plan.first_free(root, length));
    if arguments.is_json {
        print_json(&serde_json::json!({ "free": found.map(|block| block.to_string()) }))?;
    } else if let Some(block) = found {
        outln!("{block}")?;
    } else {
        let widest = roots.iter().flat_map(|&root| plan.unallocated(root)).min_by_key(|block| block.length());
        let widest =
            widest.map_or("nothing is free".to_owned(), |block| format!("the widest free block is {block}"));
        eprintln!("netplat: no /{length} is free: {widest}");
    }
    Ok(if found.is_some() { Outcome::Clean } else { Outcome::Findings })
}

/// Prints prefixes for new clusters: as items for the facts, with what has no place as comments.
pub(super) fn fitted(
    model: &Model,
    plan: &AddressPlan,
    arguments: &Arguments,
    request: &FitRequest,
) -> Result<Outcome, Failure> {
    let roots = arguments.roots(model, plan)?;
    let found = fit(model, plan, &roots, request);
    if arguments.is_json {
        print_json(&FitReport::of(&found))?;
    } else {
        for placed in &found.placed {
            outln!("{}", item(placed))?;
        }
        for Missing { name, why, .. } in &found.missing {
            outln!("# no place for {name}: {why}")?;
        }
    }
    Ok(if found.missing.is_empty() { Outcome::Clean } else { Outcome::Findings })
}

/// An item of `netplat.addresses`.
fn item(placed: &Placed) -> String {
    let Placed { name, cluster, role, cidr, node_mask, room } = placed;
    let mask = node_mask.map(|mask| format!(", nodeMask: {mask}")).unwrap_or_default();
    let room = room.map(|room| format!(" # room to grow to {room}")).unwrap_or_default();
    let (cidr, name, cluster) = (written(&cidr.to_string()), written(name), written(cluster));
    format!("- {{ cidr: {cidr}, name: {name}, role: {}{mask}, cluster: {cluster} }}{room}", role.name())
}

#[derive(Serialize)]
struct FitReport<'a> {
    fits: bool,
    prefixes: Vec<PlacedReport<'a>>,
    missing: Vec<MissingReport<'a>>,
}

#[derive(Serialize)]
struct PlacedReport<'a> {
    name: &'a str,
    cidr: String,
    role: &'static str,
    cluster: &'a str,
    #[serde(rename = "nodeMask", skip_serializing_if = "Option::is_none")]
    node_mask: Option<u8>,
    /// The block that it can grow into.
    room: Option<String>,
}

#[derive(Serialize)]
struct MissingReport<'a> {
    name: &'a str,
    role: &'static str,
    cluster: &'a str,
    why: &'a str,
}

impl<'a> FitReport<'a> {
    fn of(fit: &'a Fit) -> Self {
        let placed = fit.placed.iter().map(|it| PlacedReport {
            name: &it.name,
            cidr: it.cidr.to_string(),
            role: it.role.name(),
            cluster: &it.cluster,
            node_mask: it.node_mask,
            room: it.room.map(|room| room.to_string()),
        });
        let missing = fit.missing.iter().map(|it| MissingReport {
            name: &it.name,
            role: it.role.name(),
            cluster: &it.cluster,
            why: &it.why,
        });
        Self { fits: fit.missing.is_empty(), prefixes: placed.collect(), missing: missing.collect() }
    }
}
