use super::Failure;
use crate::model::{Model, PlanEntry, Role};
use crate::net::AddressRange;
use crate::plan::{AddressPlan, FitRequest};
use std::path::PathBuf;

/// What the call asks.
pub(super) struct Arguments {
    pub input: PathBuf,
    pub is_json: bool,
    pub wanted: Wanted,
    /// The names, prefixes or ranges after `--in`.
    pub within: Vec<String>,
}

/// What is to be printed.
pub(super) enum Wanted {
    /// All of the plan.
    Plan,
    /// The first free prefix of this length.
    Free(u8),
    /// Prefixes for new clusters.
    Fit(FitRequest),
}

impl Arguments {
    pub fn read(mut parser: lexopt::Parser) -> Result<Self, Failure> {
        let mut input: Option<PathBuf> = None;
        let (mut is_json, mut wanted, mut within) = (false, Wanted::Plan, Vec::new());
        while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
            match argument {
                lexopt::Arg::Long("format") => {
                    is_json = match text(&mut parser)?.as_str() {
                        "json" => true,
                        "text" => false,
                        other => return Err(format!("--format takes text or json, not {other}")),
                    };
                }
                lexopt::Arg::Long("free") => wanted = Wanted::Free(length(&text(&mut parser)?)?),
                lexopt::Arg::Long("fit") => {
                    let request = text(&mut parser)?;
                    wanted = Wanted::Fit(request.parse().map_err(|error| format!("--fit: {error}"))?);
                }
                lexopt::Arg::Long("in") => within.push(text(&mut parser)?),
                lexopt::Arg::Value(path) if input.is_none() => input = Some(path.into()),
                other => return Err(other.unexpected().to_string()),
            }
        }
        let input = input.ok_or("plan needs a FILE")?;
        Ok(Self { input, is_json, wanted, within })
    }

    /// The entries that `--in` means, each by its name or its addresses. A name that stands for IPv4 and IPv6 means
    /// both. Without `--in` it is the outermost entries that are there to be divided: sites, VPCs, and what holds others.
    pub fn roots(&self, model: &Model, plan: &AddressPlan) -> Result<Vec<usize>, Failure> {
        if self.within.is_empty() {
            let is_divided = |&index: &usize| {
                let is_space = |entry: &PlanEntry| matches!(entry.role.value, Role::Site | Role::Vpc);
                model.plan.get(index).is_some_and(is_space)
                    || plan.node(index).is_some_and(|node| !node.children.is_empty())
            };
            let found: Vec<usize> = plan.roots().filter(is_divided).collect();
            return if found.is_empty() { Err("say where, with --in NAME".to_owned()) } else { Ok(found) };
        }
        let mut roots = Vec::new();
        for name in &self.within {
            let range = AddressRange::read(name).ok().map(|written| written.value);
            let is_meant = |&index: &usize| {
                model.plan.get(index).is_some_and(|entry| {
                    entry.name == *name || range.is_some_and(|range| range.same_addresses(&entry.range))
                })
            };
            let found: Vec<usize> = plan.in_order().filter(is_meant).collect();
            if found.is_empty() {
                return Err(format!("--in: the plan has no entry `{name}`"));
            }
            roots.extend(found.into_iter().filter(|index| !roots.contains(index)).collect::<Vec<_>>());
        }
        Ok(roots)
    }
}

fn text(parser: &mut lexopt::Parser) -> Result<String, Failure> {
    let value = parser.value().map_err(|error| error.to_string())?;
    value.into_string().map_err(|value| format!("not UTF-8: {}", value.display()))
}

fn length(text: &str) -> Result<u8, Failure> {
    let number = text.strip_prefix('/').unwrap_or(text).parse::<u8>().ok().filter(|&length| length <= 128);
    number.ok_or_else(|| format!("--free takes a prefix length such as /24, not {text}"))
}
