//! The document's zones and records as the rules look at them.

use super::Subject;
use super::routing_view::is_open;
use crate::k8s::DnsSource;
use crate::model::{Model, Zone};
use crate::text::Span;
use std::collections::BTreeMap;
use std::net::IpAddr;

/// A record that something in the document writes.
#[derive(Debug)]
pub(super) struct Record<'a> {
    /// The name, in lower case and without a dot at its end.
    pub(super) name: String,
    /// Where it is written.
    pub(super) span: Span,
    /// `A`, `AAAA`, `CNAME` and others, where it is said.
    pub(super) kind: Option<&'a str>,
    /// Addresses or names, with their places. None where the addresses of an object are meant.
    pub(super) targets: Vec<(&'a str, Span)>,
    /// The index of the object that asks for it.
    pub(super) object: usize,
    /// What of that object does.
    pub(super) source: DnsSource,
}

impl Record<'_> {
    /// Whether the name leads to another name.
    pub(super) fn is_alias(&self) -> bool {
        match self.kind {
            Some(kind) => kind == "CNAME",
            None => self.targets.iter().any(|(target, _)| target.parse::<IpAddr>().is_err()),
        }
    }
}

/// The records that the document's objects ask for, in the order of the text. What a program fills in later is left out.
pub(super) fn records<'a>(subject: &Subject<'a>) -> Vec<Record<'a>> {
    let known = subject.resources.dns_records.iter().filter(|record| !is_open(record.name.as_str()));
    let record = |record: &'a crate::k8s::DnsRecord| Record {
        name: plain(record.name.as_str()),
        span: record.name.span,
        kind: record.kind.as_ref().map(|kind| kind.as_str()),
        targets: record.targets.iter().map(|target| (target.as_str(), target.span)).collect(),
        object: record.object,
        source: record.source,
    };
    known.map(record).filter(|record| !record.targets.iter().any(|(target, _)| is_open(target))).collect()
}

/// A name as names are compared.
pub(super) fn plain(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}

/// The zones of a document by their names.
pub(super) struct Zones<'a> {
    by_name: BTreeMap<&'a str, Vec<&'a Zone>>,
}

impl<'a> Zones<'a> {
    /// Those of the facts.
    pub(super) fn new(model: &'a Model) -> Self {
        let mut by_name: BTreeMap<&str, Vec<&Zone>> = BTreeMap::new();
        for zone in &model.zones {
            by_name.entry(&zone.name).or_default().push(zone);
        }
        Self { by_name }
    }

    /// The zone that holds `name`, once for each view: of several around it, the innermost.
    pub(super) fn of(&self, name: &str) -> &[&'a Zone] {
        let mut rest = name.strip_prefix("*.").unwrap_or(name);
        loop {
            if let Some(zones) = self.by_name.get(rest) {
                return zones;
            }
            let Some((_, parent)) = rest.split_once('.') else { return &[] };
            rest = parent;
        }
    }

    /// Their names.
    pub(super) fn names(&self) -> Vec<String> {
        self.by_name.keys().map(|name| (*name).to_owned()).collect()
    }
}

/// Whether all of `zones`, of which there are some, are seen by `view` only.
pub(super) fn only_in(zones: &[&Zone], view: &str) -> bool {
    !zones.is_empty() && zones.iter().all(|zone| zone.view == view)
}

/// Whether nobody outside of a network reaches this address.
pub(super) fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let [first, second, ..] = address.octets();
            let is_shared = first == 100 && (64..128).contains(&second);
            address.is_private() || address.is_loopback() || address.is_link_local() || is_shared
        }
        IpAddr::V6(address) => {
            address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::with_model;

    #[test]
    fn the_innermost_zone_holds_a_name() {
        let facts = "---\nnetplat:\n  dns: { zones: [{ name: example.com }, { name: lab.example.com, view: internal }] }\n---\n# A\n";
        with_model(facts, |model| {
            let zones = Zones::new(model);
            let names = |name: &str| -> Vec<String> {
                zones.of(name).iter().map(|zone| format!("{} {}", zone.name, zone.view)).collect()
            };
            assert_eq!(names("nas.lab.example.com"), ["lab.example.com internal"]);
            assert_eq!(names("*.example.com"), ["example.com public"]);
            assert!(names("example.net").is_empty());
        });
    }
}
