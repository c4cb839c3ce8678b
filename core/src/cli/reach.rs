//! `netplat reach`: who may talk to whom.

mod explain;
mod format;
mod input;

use super::{Failure, Outcome, value};
use crate::check::{Cluster, about_policies, not_asked};
use crate::cli::output::out;
use crate::k8s::Resources;
use crate::net::Protocol;
use crate::reach::{ConnectionSet, Direction, Endpoint, Exposure, Reach, exposure};
use explain::Explainer;
use format::{Format, Line};
use input::Input;
use std::path::PathBuf;

/// Runs `netplat reach FILE|DIR… [--from NAME] [--to NAME] [--port PORT] [--explain] [--format FORMAT]`, or
/// with `--exposure` what pods that are not shown could reach or be reached by, and what is found about the policies. What is
/// wrong with the objects goes to the error output; a named file that cannot be read is a failure.
pub fn run(mut parser: lexopt::Parser) -> Result<Outcome, Failure> {
    let mut call = Call::default();
    while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
        match argument {
            lexopt::Arg::Long("format") => call.format = Format::named(&value(&mut parser)?)?,
            lexopt::Arg::Long("explain") => call.explain = true,
            lexopt::Arg::Long("exposure") => call.exposure = true,
            lexopt::Arg::Long("from") => call.from = Some(value(&mut parser)?),
            lexopt::Arg::Long("to") => call.to = Some(value(&mut parser)?),
            lexopt::Arg::Long("port") => call.port = Some(port(&value(&mut parser)?)?),
            lexopt::Arg::Value(path) => call.inputs.push(path.into()),
            other => return Err(other.unexpected().to_string()),
        }
    }
    if call.inputs.is_empty() {
        return Err("reach needs a FILE or a DIR".to_owned());
    }
    let input = Input::read(&call.inputs)?;
    let objects = input.objects();
    let (resources, problems) = Resources::read(&objects);
    eprint!("{}", input.problems(&problems));
    if call.exposure {
        out!("{}", call.format.write(&exposed(&resources))?)?;
        let found = input.problems_of_objects(&about_policies(&Cluster::new(&resources, objects)));
        return match call.format {
            Format::Text if !found.is_empty() => out!("\n{found}").map(|()| Outcome::Clean),
            // Other programs read the other forms.
            _ => {
                eprint!("{found}");
                Ok(Outcome::Clean)
            }
        };
    }
    eprint!("{}", input.problems_of_objects(&not_asked(&Cluster::new(&resources, objects))));
    let reach = Reach::new(&resources);
    for (option, name) in [("--from", &call.from), ("--to", &call.to)] {
        if let Some(name) = name.as_deref().filter(|name| !is_known(name, &reach)) {
            return Err(format!(
                "{option} {name} is no workload, no namespace with a / behind it, and no address"
            ));
        }
    }
    let lines = if call.explain {
        Explainer { resources: &resources, reach: &reach, places: &input.places() }.lines(&call)
    } else {
        call.lines(&reach)
    };
    out!("{}", call.format.write(&lines)?)?;
    Ok(Outcome::Clean)
}

/// What is asked for.
#[derive(Default)]
struct Call {
    inputs: Vec<PathBuf>,
    format: Format,
    from: Option<String>,
    to: Option<String>,
    port: Option<ConnectionSet>,
    explain: bool,
    exposure: bool,
}

impl Call {
    /// The pairs that are asked for, as they are printed, sorted.
    fn lines(&self, reach: &Reach) -> Vec<Line> {
        let mut lines = Vec::new();
        self.for_each_asked(reach, |from, to, connections| {
            let (from, to) = (reach.name(from), reach.name(to));
            lines.push(Line { from, to, connections: connections.to_string(), because: Vec::new() });
        });
        lines.sort_unstable();
        lines
    }

    /// Calls `each` with every allowed pair that is asked for, and the part of its connections that is.
    fn for_each_asked(&self, reach: &Reach, mut each: impl FnMut(Endpoint, Endpoint, &ConnectionSet)) {
        let is_from = |end| is_meant(self.from.as_deref(), reach, end);
        let is_to = |end| is_meant(self.to.as_deref(), reach, end);
        reach.for_each_allowed_between(is_from, is_to, |from, to, connections| {
            let asked = self.within(connections);
            if !asked.is_empty() {
                each(from, to, &asked);
            }
        });
    }

    /// The connections over the ports that are asked for.
    fn within(&self, connections: &ConnectionSet) -> ConnectionSet {
        self.port.as_ref().map_or_else(|| connections.clone(), |port| connections.intersection(port))
    }
}

/// What pods that are not shown could reach or be reached by, sorted.
fn exposed(resources: &Resources) -> Vec<Line> {
    let (reach, found) = exposure(resources);
    let line = |it: &Exposure| {
        let (workload, stranger) = (reach.name(Endpoint::Workload(it.workload)), it.stranger.to_string());
        let (from, to) = match it.direction {
            Direction::Egress => (workload, stranger),
            Direction::Ingress => (stranger, workload),
        };
        Line { from, to, connections: it.connections.to_string(), because: Vec::new() }
    };
    let mut lines: Vec<Line> = found.iter().map(line).collect();
    lines.sort_unstable();
    lines
}

/// Whether `name` names anything at all. An address may lie anywhere.
fn is_known(name: &str, reach: &Reach) -> bool {
    let workloads = (0..reach.workloads().len()).map(Endpoint::Workload);
    let mut ends = workloads.chain([Endpoint::IngressController]);
    name.parse::<std::net::IpAddr>().is_ok() || ends.any(|end| is_meant(Some(name), reach, end))
}

/// Whether `name` names the end: all of it, without its kind, its name alone, its namespace (`shop/`), or an address
/// that lies in it.
fn is_meant(name: Option<&str>, reach: &Reach, end: Endpoint) -> bool {
    let Some(name) = name else { return true };
    let full = reach.name(end);
    if full == name {
        return true;
    }
    match end {
        Endpoint::Workload(index) => reach.workloads().get(index).is_some_and(|workload| {
            let in_namespace = format!("{}/{}", workload.namespace, workload.name);
            workload.name == name
                || in_namespace == name
                || name.strip_suffix('/') == Some(&workload.namespace)
        }),
        Endpoint::Outside(range) => {
            let address = name.parse().ok();
            address.zip(range.range()).is_some_and(|(address, range)| range.contains_address(address))
        }
        Endpoint::IngressController => name == "ingress-controller",
    }
}

/// `80`, `80/TCP`, `TCP 80` or `8000-8080/UDP`; of every protocol where none is named.
fn port(text: &str) -> Result<ConnectionSet, Failure> {
    let upper = text.to_uppercase();
    let (numbers, protocol) =
        match upper.split_once('/').or_else(|| upper.split_once(' ').map(|(a, b)| (b, a))) {
            Some((numbers, protocol)) => (numbers.to_owned(), Some(protocol.to_owned())),
            None => (upper.clone(), None),
        };
    let wrong = || format!("--port takes 80, 80/TCP or 8000-8080/UDP, not {text}");
    let (first, last) = numbers.split_once('-').unwrap_or((&numbers, &numbers));
    let first: u16 = first.trim().parse().map_err(|_| wrong())?;
    let last: u16 = last.trim().parse().map_err(|_| wrong())?;
    let protocols: Vec<Protocol> = Protocol::ALL
        .into_iter()
        .filter(|known| protocol.as_deref().is_none_or(|protocol| protocol == known.as_str()))
        .collect();
    if protocols.is_empty() || first == 0 || first > last {
        return Err(wrong());
    }
    let all = protocols.into_iter().map(|protocol| ConnectionSet::ports(protocol, first, last));
    Ok(all.fold(ConnectionSet::default(), |all, ports| all.union(&ports)))
}
