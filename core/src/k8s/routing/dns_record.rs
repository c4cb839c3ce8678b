use crate::k8s::fields::Fields;
use crate::k8s::object::Object;
use crate::k8s::placed::{Placed, listed};

/// A DNS record that external-dns is told to write.
#[derive(Clone, PartialEq, Debug)]
pub struct DnsRecord {
    /// The index of the object that it was read from.
    pub object: usize,
    /// The name: `shop.example.com`.
    pub name: Placed<String>,
    /// `A`, `AAAA`, `CNAME`; that of the targets where none is written.
    pub kind: Option<Placed<String>>,
    /// Addresses or names. Where there are none, the name leads to the addresses of the object.
    pub targets: Vec<Placed<String>>,
    /// What says so.
    pub source: DnsSource,
}

/// What says that a record is written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DnsSource {
    /// A DNSEndpoint.
    Endpoint,
    /// The annotation `hostname` of a Service, Ingress, Gateway or route.
    Hostname,
    /// The annotation `internal-hostname` of a Service: the name leads to its address inside of the cluster.
    InternalHostname,
}

/// The annotations of external-dns begin with this.
const PREFIX: &str = "external-dns.alpha.kubernetes.io/";

/// Reads the records that `object` asks for: those of a DNSEndpoint, or of annotations of anything else.
pub(crate) fn dns_records(fields: &mut Fields, object: &Object, index: usize) -> Vec<DnsRecord> {
    match (object.group(), object.kind.as_str()) {
        ("externaldns.k8s.io" | "externaldns.nginx.org", "DNSEndpoint") => endpoints(fields, object, index),
        _ => annotated(fields, object, index),
    }
}

fn endpoints(fields: &mut Fields, object: &Object, index: usize) -> Vec<DnsRecord> {
    let Some(spec) = fields.section(&object.tree, "spec") else { return Vec::new() };
    let nodes = fields.sections(spec, "endpoints").unwrap_or_default();
    let mut records = Vec::new();
    for node in nodes {
        let kind = fields.placed_text(node, "recordType");
        let targets = fields.placed_texts(node, "targets");
        let name = fields.placed_text(node, "dnsName");
        let source = DnsSource::Endpoint;
        records.extend(name.map(|name| DnsRecord { object: index, name, kind, targets, source }));
    }
    records
}

fn annotated(fields: &mut Fields, object: &Object, index: usize) -> Vec<DnsRecord> {
    let targets = listed(fields.annotation(&object.tree, &format!("{PREFIX}target")));
    let mut records = Vec::new();
    for (key, source) in
        [("hostname", DnsSource::Hostname), ("internal-hostname", DnsSource::InternalHostname)]
    {
        for name in listed(fields.annotation(&object.tree, &format!("{PREFIX}{key}"))) {
            let targets = targets.clone();
            records.push(DnsRecord { object: index, name, kind: None, targets, source });
        }
    }
    records
}
