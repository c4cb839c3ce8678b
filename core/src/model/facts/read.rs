use super::choices::routes;
use super::description::{ADDRESS_SHAPE, LINK_FORMAT, SHAPE};
use super::entry::{Facts, GroupFact, LinkFact, NodeFact, ObjectFact};
use super::kept::{self, KeptFacts, KeptItem};
use super::object_reference::ObjectReference;
use super::rule::{BAD_VALUE, MISSING_KEY, RULES};
use crate::catalog::{GroupKind, ThingKind};
use crate::diagnostic::Problem;
use crate::document::{BlockKind, Document};
use crate::model::{
    Cloud, Cluster, EntrySource, Evidence, FactSource, FieldPlace, Known, KubeProxy, Mesh, PlanEntry,
    PlanField, PodAddresses, Role, Status, Tls, Zone, read_range,
};
use crate::net::{DnsLabel, HostName};
use crate::text::{Edit, Span};
use crate::yaml::{self, Entry, Kept, Node};
use std::str::FromStr;

/// The facts in the front matter of `document`, read from `text`, and what is wrong with them.
///
/// The description finds what does not fit; what is taken here fits it, or is left out without another word.
pub fn read(text: &str, document: &Document) -> (Facts, Vec<Problem>) {
    read_again(text, document, &mut KeptFacts::default())
}

/// As [`read`], for a document that was read before: `kept` is what that left, and the result is the same whatever it is.
pub fn read_again(text: &str, document: &Document, kept: &mut KeptFacts) -> (Facts, Vec<Problem>) {
    let Some(block) = document.blocks.iter().find(|block| block.kind == BlockKind::FrontMatter) else {
        return (Facts::default(), Vec::new());
    };
    let KeptFacts { yaml, items } = kept;
    let same = yaml.read(block.content.slice(text), block.content.start as usize);
    let yaml = yaml.yaml();
    let mut reader = Reader { text, problems: yaml.problems.clone() };
    let facts = yaml.documents.first().map(|root| reader.root(root, same, items)).unwrap_or_default();
    reader.problems.sort_by_key(|problem| problem.span.start);
    (facts, reader.problems)
}

struct Reader<'a> {
    text: &'a str,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn root(&mut self, root: &Node, same: Kept, kept: &mut Vec<KeptItem>) -> Facts {
        let title = root.get("title").and_then(Node::text).map(str::to_owned);
        let netplat = root.get("netplat");
        let addresses = netplat.and_then(|netplat| netplat.get("addresses"));
        kept::update(kept, addresses.map_or(&[], Node::items), same, |index, item| {
            self.plan_item(index, item)
        });
        let Some(netplat) = netplat else { return Facts { title, ..Facts::default() } };
        let known = addresses.map(|list| list.span);
        yaml::check_but_items(self.text, netplat, &SHAPE, &RULES, known, &mut self.problems);
        self.problems.extend(kept.iter().flat_map(|item| item.problems.iter().cloned()));
        let entries = |key| netplat.get(key).map_or(&[][..], Node::entries);
        Facts {
            title,
            clusters: clusters(netplat),
            plan: kept.iter().filter_map(|item| item.entry.clone()).collect(),
            zones: netplat
                .get("dns")
                .into_iter()
                .flat_map(|dns| items(dns, "zones"))
                .filter_map(zone)
                .collect(),
            nodes: entries("nodes").iter().map(|entry| self.node(entry)).collect(),
            groups: entries("groups").iter().map(group).collect(),
            links: entries("links").iter().filter_map(|entry| self.link(entry)).collect(),
        }
    }

    /// An item of the address plan, with all that is wrong with it.
    fn plan_item(&self, index: usize, item: &Node) -> KeptItem {
        let mut reader = Reader { text: self.text, problems: Vec::new() };
        yaml::check(self.text, item, &ADDRESS_SHAPE, &RULES, &mut reader.problems);
        let entry = reader.plan_entry(index, item);
        KeptItem::new(item.span, entry, reader.problems)
    }

    fn plan_entry(&mut self, index: usize, item: &Node) -> Option<PlanEntry> {
        let mapping = item.mapping()?;
        let (cidr, range) = (item.get("cidr"), item.get("range"));
        let place = match (cidr, range) {
            (Some(cidr), None) => cidr,
            (None, Some(range)) => range,
            (Some(_), Some(range)) => {
                let message = "an entry has either `cidr` or `range`, not both";
                self.problems.push(Problem::new(&BAD_VALUE, range.span, message));
                return None;
            }
            (None, None) => {
                let problem = Problem::new(&MISSING_KEY, item.span, "the key `cidr` or `range` is missing");
                self.problems.push(problem.with_help("for example `cidr: 10.0.0.0/16`"));
                return None;
            }
        };
        let addresses = self.range(place)?;
        let said = |key| item.get(key).and_then(Node::text).map(str::to_owned);
        let role = known(item.get("role"), Role::named);
        let name = said("name").unwrap_or_default();
        let fields = mapping.entries.iter().filter(|entry| !entry.is_merged).filter_map(|entry| {
            let field = PlanField::with_key(&entry.key)?;
            Some(FieldPlace { field, key: entry.key_span, value: entry.value.span })
        });
        Some(PlanEntry {
            range: addresses,
            role: role.unwrap_or_else(|| Role::inferred(&name, place.span)),
            name,
            node_mask: item.get("nodeMask").and_then(Node::integer).and_then(|mask| u8::try_from(mask).ok()),
            cluster: said("cluster"),
            cloud: item.get("cloud").and_then(Node::text).and_then(Cloud::named),
            zone: said("zone"),
            owner: said("owner"),
            status: item.get("status").and_then(Node::text).and_then(Status::named),
            note: said("note"),
            span: item.span,
            range_span: place.span,
            source: EntrySource::Fact(FactSource {
                item: index,
                is_alias: item.is_alias,
                fields: fields.collect(),
            }),
        })
    }

    fn node(&mut self, entry: &Entry) -> NodeFact {
        let node = &entry.value;
        let labels = node.get("labels").map_or(&[][..], Node::entries).iter();
        NodeFact {
            id: entry.key.clone(),
            id_span: entry.key_span,
            span: entry.span(),
            kind: known(node.get("kind"), ThingKind::named),
            object: node.get("object").and_then(object),
            namespace: parsed::<DnsLabel>(node.get("namespace")),
            labels: labels
                .filter_map(|label| Some((label.key.clone(), label.value.text()?.to_owned())))
                .collect(),
            ports: items(node, "ports")
                .filter_map(|port| known(Some(port), |text| text.parse().ok()))
                .collect(),
            controller: known(node.get("controller"), |text| Some(text.to_lowercase())),
            class: parsed::<DnsLabel>(node.get("class")),
            image: node.get("image").and_then(Node::text).map(str::to_owned),
            addresses: items(node, "addresses")
                .filter_map(|item| {
                    Some(Known { value: self.range(item)?, evidence: Evidence::Declared(item.span) })
                })
                .collect(),
            export: node.get("export").and_then(Node::bool),
        }
    }

    fn link(&mut self, entry: &Entry) -> Option<LinkFact> {
        if let Err(error) = (LINK_FORMAT.read)(&entry.key) {
            let message = format!("`{}` is not {}: {error}", entry.key, LINK_FORMAT.name);
            let mut problem = Problem::new(&BAD_VALUE, entry.key_span, message);
            if let Some(meant) = error.suggestion {
                let edit = Edit::replace(entry.key_span, meant.clone());
                problem = problem.with_fix(format!("Write {meant}"), edit, true);
            }
            self.problems.push(problem);
            return None;
        }
        let link = &entry.value;
        Some(LinkFact {
            key: entry.key.clone(),
            key_span: entry.key_span,
            span: entry.span(),
            ports: items(link, "ports")
                .filter_map(|port| known(Some(port), |text| text.parse().ok()))
                .collect(),
            hosts: items(link, "hosts").filter_map(|host| parsed::<HostName>(Some(host))).collect(),
            paths: items(link, "paths")
                .filter_map(|path| known(Some(path), |text| text.starts_with('/').then(|| text.to_owned())))
                .collect(),
            tls: link.get("tls").and_then(tls),
        })
    }

    fn range(&mut self, node: &Node) -> Option<crate::net::AddressRange> {
        read_range(self.text, node.span, node.text()?, &mut self.problems)
    }
}

fn items<'a>(node: &'a Node, key: &str) -> impl Iterator<Item = &'a Node> {
    node.get(key).map_or(&[][..], Node::items).iter()
}

/// The value that the text of `node` stands for, if it does.
fn known<T>(node: Option<&Node>, read: impl FnOnce(&str) -> Option<T>) -> Option<Known<T>> {
    let node = node?;
    Some(Known { value: read(node.text()?)?, evidence: Evidence::Declared(node.span) })
}

fn parsed<T: FromStr + ToString>(node: Option<&Node>) -> Option<Known<String>> {
    known(node, |text| text.parse::<T>().ok().map(|value| value.to_string()))
}

fn clusters(netplat: &Node) -> Vec<Cluster> {
    let only = netplat.get("cluster").filter(|node| node.mapping().is_some());
    let only = only.map(|node| cluster(None, node.span, node));
    let several = netplat.get("clusters").map_or(&[][..], Node::entries).iter();
    let several = several.map(|entry| cluster(Some(entry.key.clone()), entry.span(), &entry.value));
    only.into_iter().chain(several).collect()
}

fn cluster(name: Option<String>, span: Span, node: &Node) -> Cluster {
    Cluster {
        name,
        span,
        cni: known(node.get("cni"), |text| Some(text.to_lowercase())),
        cloud: known(node.get("cloud"), Cloud::named),
        mesh: known(node.get("mesh"), Mesh::named),
        kubernetes: known(node.get("kubernetes"), |text| Some(text.to_owned())),
        routes: known(node.get("routes"), routes),
        kube_proxy: known(node.get("kubeProxy"), KubeProxy::named),
        pod_addresses: known(node.get("podAddresses"), PodAddresses::named),
        max_pods: number(node.get("maxPods")),
        instance: known(node.get("instance"), |text| Some(text.to_lowercase())),
        nodes: number(node.get("nodes")),
        growth: number(node.get("growth")),
    }
}

/// The whole number that `node` is, if its type holds it.
fn number<T: TryFrom<i64>>(node: Option<&Node>) -> Option<Known<T>> {
    let node = node?;
    Some(Known { value: T::try_from(node.integer()?).ok()?, evidence: Evidence::Declared(node.span) })
}

fn zone(node: &Node) -> Option<Zone> {
    let said = |key| node.get(key).and_then(Node::text).map(str::to_owned);
    Some(Zone {
        name: said("name").filter(|name| name.parse::<HostName>().is_ok())?,
        view: said("view").unwrap_or_else(|| "public".to_owned()),
        provider: said("provider"),
        span: node.span,
    })
}

fn group(entry: &Entry) -> GroupFact {
    GroupFact {
        id: entry.key.clone(),
        id_span: entry.key_span,
        span: entry.span(),
        kind: known(entry.value.get("kind"), GroupKind::named),
        name: parsed::<DnsLabel>(entry.value.get("name")),
    }
}

fn object(node: &Node) -> Option<Known<ObjectFact>> {
    let value = match node.bool() {
        Some(false) => ObjectFact::Nothing,
        Some(true) => return None,
        None => ObjectFact::Named(node.text().filter(|text| ObjectReference::read(text).is_ok())?.to_owned()),
    };
    Some(Known { value, evidence: Evidence::Declared(node.span) })
}

fn tls(node: &Node) -> Option<Known<Tls>> {
    let value = match node.bool() {
        Some(false) => Tls::Off,
        Some(true) => return None,
        None => Tls::Issuer(node.text()?.to_owned()),
    };
    Some(Known { value, evidence: Evidence::Declared(node.span) })
}
