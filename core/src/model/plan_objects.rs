//! Entries of the address plan in Kubernetes objects: pools, Service ranges, attachments, kubeadm's configuration.
//!
//! What an object leaves out stays open; what its controller would fill in is not guessed here.

mod attachment;
mod kubeadm;

use super::address_text::read_range;
use super::entry_source::{EntrySource, ObjectEntry, ObjectSource};
use super::known::{Evidence, Known};
use super::plan_entry::PlanEntry;
use super::role::Role;
use crate::diagnostic::Problem;
use crate::k8s::{Object, Objects};
use crate::net::AddressRange;
use crate::text::Span;
use crate::yaml::Node;

/// The entries of all `objects`, which were read from `text`, in its order. What is wrong with their addresses is added
/// to `problems`.
pub(super) fn read(text: &str, objects: &Objects, problems: &mut Vec<Problem>) -> Vec<PlanEntry> {
    let mut reader = Reader { text, problems, entries: Vec::new() };
    for (index, object) in objects.objects.iter().enumerate() {
        reader.object(&Place { index, object });
    }
    reader.entries
}

/// The object that is being read.
struct Place<'a> {
    index: usize,
    object: &'a Object,
}

struct Reader<'a> {
    text: &'a str,
    problems: &'a mut Vec<Problem>,
    entries: Vec<PlanEntry>,
}

impl Reader<'_> {
    fn object(&mut self, place: &Place<'_>) {
        let object = place.object;
        let list = |path: &[&str]| object.at(path).map_or(&[][..], Node::items);
        match (object.group(), object.kind.as_str()) {
            ("networking.k8s.io", "ServiceCIDR") => {
                for cidr in list(&["spec", "cidrs"]) {
                    self.scalar(place, cidr, Role::Services, ObjectEntry::ServiceCidr);
                }
            }
            ("crd.projectcalico.org" | "projectcalico.org", "IPPool") => self.calico_pool(place),
            ("cilium.io", "CiliumLoadBalancerIPPool") => self.cilium_load_balancer_pool(place),
            ("cilium.io", "CiliumPodIPPool") => self.cilium_pod_pool(place),
            ("k8s.cni.cncf.io", "NetworkAttachmentDefinition") => self.attachment(place),
            ("whereabouts.cni.cncf.io", "IPPool") => {
                if let Some(range) = object.at(&["spec", "range"]) {
                    self.scalar(place, range, Role::Attachment, ObjectEntry::Whereabouts);
                }
            }
            ("kubeadm.k8s.io", "ClusterConfiguration") => self.kubeadm(place),
            ("", "Node") => self.node(place),
            _ => {}
        }
    }

    fn calico_pool(&mut self, place: &Place<'_>) {
        let spec = |key| place.object.at(&["spec", key]);
        let uses = spec("allowedUses").map_or(&[][..], Node::items);
        let only_load_balancers = !uses.is_empty() && uses.iter().all(|it| it.text() == Some("LoadBalancer"));
        let role = if only_load_balancers { Role::LoadBalancers } else { Role::Pods };
        let block_size = spec("blockSize").and_then(length);
        if let Some(cidr) = spec("cidr") {
            self.scalar(place, cidr, role, ObjectEntry::CalicoPool { block_size });
        }
    }

    fn cilium_load_balancer_pool(&mut self, place: &Place<'_>) {
        let spec = |key| place.object.at(&["spec", key]);
        let said = spec("allowFirstLastIPs").and_then(Node::text);
        let kind = ObjectEntry::CiliumLoadBalancerPool { gives_first_and_last: said != Some("No") };
        // `cidrs` is what pools had before Cilium 1.15.
        let blocks = [spec("blocks"), spec("cidrs")].into_iter().flatten().flat_map(Node::items);
        for block in blocks {
            match (block.get("cidr"), block.get("start"), block.get("stop")) {
                (Some(cidr), _, _) => self.scalar(place, cidr, Role::LoadBalancers, kind),
                (None, Some(start), Some(stop)) => {
                    self.start_and_stop(place, start, stop, Role::LoadBalancers, kind)
                }
                (None, Some(start), None) => self.scalar(place, start, Role::LoadBalancers, kind),
                _ => {}
            }
        }
    }

    fn cilium_pod_pool(&mut self, place: &Place<'_>) {
        for family in ["ipv4", "ipv6"] {
            let said = |key| place.object.at(&["spec", family, key]);
            let mask = said("maskSize").and_then(length);
            for cidr in said("cidrs").map_or(&[][..], Node::items) {
                // A list of mappings in its first version, of texts since.
                let cidr = cidr.get("cidr").unwrap_or(cidr);
                self.scalar(place, cidr, Role::Pods, ObjectEntry::CiliumPodPool);
                if let Some(entry) = self.entries.last_mut().filter(|entry| entry.range_span == cidr.span) {
                    entry.node_mask = mask;
                }
            }
        }
    }

    fn node(&mut self, place: &Place<'_>) {
        let several = place.object.at(&["spec", "podCIDRs"]).map_or(&[][..], Node::items);
        let only = place.object.at(&["spec", "podCIDR"]).filter(|_| several.is_empty());
        for cidr in several.iter().chain(only) {
            self.scalar(place, cidr, Role::Pods, ObjectEntry::Node);
        }
    }

    /// Adds what a scalar of the object's own YAML says.
    fn scalar(&mut self, place: &Place<'_>, node: &Node, role: Role, kind: ObjectEntry) {
        let Some(value) = node.text() else { return };
        if let Some(range) = read_range(self.text, node.span, value, self.problems) {
            self.add(place, range, role, kind, vec![node.span]);
        }
    }

    fn start_and_stop(
        &mut self,
        place: &Place<'_>,
        start: &Node,
        stop: &Node,
        role: Role,
        kind: ObjectEntry,
    ) {
        let (Some(first), Some(last)) = (start.text(), stop.text()) else { return };
        let (Some(first), Some(last)) = (
            read_range(self.text, start.span, first, self.problems),
            read_range(self.text, stop.span, last, self.problems),
        ) else {
            return;
        };
        match AddressRange::new(first.first(), last.last()) {
            Some(range) => self.add(place, range, role, kind, vec![start.span, stop.span]),
            None => {
                // The reader of ranges says in words what is wrong.
                let both = format!("{first}-{last}");
                read_range(self.text, start.span.cover(stop.span), &both, self.problems);
            }
        }
    }

    fn add(
        &mut self,
        place: &Place<'_>,
        range: AddressRange,
        role: Role,
        kind: ObjectEntry,
        places: Vec<Span>,
    ) {
        let object = place.object;
        let range_span = places.iter().copied().reduce(Span::cover).unwrap_or(object.span);
        self.entries.push(PlanEntry {
            name: if object.name.is_empty() { object.kind.clone() } else { object.name.clone() },
            range,
            role: Known { value: role, evidence: Evidence::Declared(range_span) },
            node_mask: None,
            cluster: None,
            cloud: None,
            zone: None,
            owner: None,
            status: None,
            note: None,
            span: object.span,
            range_span,
            source: EntrySource::Object(ObjectSource { object: place.index, kind, places }),
        });
    }
}

/// The prefix length that `node` says.
fn length(node: &Node) -> Option<u8> {
    node.text()?.parse().ok().filter(|&length| length <= 128)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::k8s;

    /// Each entry's name, addresses, role and node mask, with the text of its places.
    fn found(yaml: &str) -> Vec<String> {
        let text = format!("```yaml\n{yaml}\n```\n");
        let objects = k8s::read(&text, &Document::read(&text));
        let mut problems = Vec::new();
        let entries = read(&text, &objects, &mut problems);
        let said = entries.iter().map(|entry| {
            let EntrySource::Object(source) = &entry.source else { panic!("an object") };
            assert!(entry.span.contains(entry.range_span));
            let places: Vec<_> = source.places.iter().map(|place| place.slice(&text)).collect();
            let mask = entry.node_mask.map(|mask| format!(" /{mask}")).unwrap_or_default();
            format!(
                "{} {} {}{mask} at {}",
                entry.name,
                entry.range,
                entry.role.value.name(),
                places.join(" and ")
            )
        });
        said.chain(
            problems.iter().map(|problem| format!("{} {}", problem.rule.code, problem.span.slice(&text))),
        )
        .collect()
    }

    fn check(yaml: &str, expect: &[&str]) {
        assert_eq!(found(yaml), expect, "{yaml}");
    }

    #[test]
    fn service_ranges_and_pools_of_the_network_plugins_are_entries() {
        check(
            "apiVersion: networking.k8s.io/v1\nkind: ServiceCIDR\nmetadata: { name: more }\nspec:\n  cidrs: [10.97.0.0/16, \"fd00:97::/112\"]",
            &[
                "more 10.97.0.0/16 services at 10.97.0.0/16",
                "more fd00:97::/112 services at \"fd00:97::/112\"",
            ],
        );
        check(
            "apiVersion: crd.projectcalico.org/v1\nkind: IPPool\nmetadata: { name: default }\nspec: { cidr: 10.48.0.0/16, blockSize: 26 }",
            &["default 10.48.0.0/16 pods at 10.48.0.0/16"],
        );
        check(
            "apiVersion: cilium.io/v2alpha1\nkind: CiliumPodIPPool\nmetadata: { name: blue }\nspec:\n  ipv4:\n    cidrs: [10.10.0.0/16]\n    maskSize: 27",
            &["blue 10.10.0.0/16 pods /27 at 10.10.0.0/16"],
        );
    }

    #[test]
    fn blocks_of_a_load_balancer_pool_are_prefixes_or_start_and_stop() {
        let pool = |blocks: &str| {
            format!(
                "apiVersion: cilium.io/v2\nkind: CiliumLoadBalancerIPPool\nmetadata: {{ name: edge }}\nspec:\n  blocks: [{blocks}]"
            )
        };
        check(
            &pool("{ cidr: 192.0.2.0/28 }, { start: 10.0.0.9, stop: 10.0.0.20 }, { start: 10.0.1.1 }"),
            &[
                "edge 192.0.2.0/28 load-balancers at 192.0.2.0/28",
                "edge 10.0.0.9-10.0.0.20 load-balancers at 10.0.0.9 and 10.0.0.20",
                "edge 10.0.1.1 load-balancers at 10.0.1.1",
            ],
        );
        check(&pool("{ start: 10.0.0.20, stop: 10.0.0.9 }"), &["AP002 10.0.0.20, stop: 10.0.0.9"]);
        check(&pool("{ cidr: 192.0.2.0/33 }"), &["AP002 33"]);
    }

    #[test]
    fn the_blocks_of_nodes_are_pods() {
        check(
            "apiVersion: v1\nkind: Node\nmetadata: { name: n1 }\nspec: { podCIDR: 10.244.1.0/24, podCIDRs: [10.244.1.0/24] }",
            &["n1 10.244.1.0/24 pods at 10.244.1.0/24"],
        );
        check("apiVersion: v1\nkind: Node\nmetadata: { name: n1 }\nspec: { podCIDRs: 10.244.1.0/24 }", &[]);
    }

    #[test]
    fn kubeadm_says_pods_services_and_the_mask_of_nodes() {
        let expect = [
            "pods 10.244.0.0/16 pods /25 at 10.244.0.0/16",
            "pods fd00:244::/56 pods /64 at fd00:244::/56",
            "services 10.96.0.0/16 services at 10.96.0.0/16",
        ];
        let networking =
            "networking:\n  podSubnet: \"10.244.0.0/16,fd00:244::/56\"\n  serviceSubnet: 10.96.0.0/16\n";
        check(
            &format!(
                "apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\n{networking}controllerManager:\n  extraArgs:\n    \
                 node-cidr-mask-size-ipv4: \"25\"\n    node-cidr-mask-size-ipv6: \"64\""
            ),
            &expect,
        );
        check(
            &format!(
                "apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n{networking}controllerManager:\n  extraArgs:\n    \
                 - {{ name: node-cidr-mask-size-ipv4, value: \"25\" }}\n    - {{ name: node-cidr-mask-size-ipv6, value: \"64\" }}"
            ),
            &expect,
        );
    }

    #[test]
    fn attachments_say_their_ranges_in_json() {
        let attachment = |config: &str| {
            format!(
                "apiVersion: k8s.cni.cncf.io/v1\nkind: NetworkAttachmentDefinition\nmetadata: {{ name: san }}\nspec:\n  config: {config}"
            )
        };
        check(
            &attachment(
                "|\n    { \"type\": \"macvlan\", \"ipam\": { \"type\": \"whereabouts\",\n      \"gateway\": \"10.56.217.0/24\", \"range\": \"10.56.217.0/24\" } }",
            ),
            &["san 10.56.217.0/24 attachment at 10.56.217.0/24"],
        );
        check(
            &attachment(
                "'{ \"plugins\": [{ \"ipam\": { \"type\": \"host-local\", \"ranges\": [[{ \"subnet\": \"10.1.0.0/24\" }, { \"subnet\": \"10.2.0.0/24\", \"rangeStart\": \"10.2.0.9\", \"rangeEnd\": \"10.2.0.20\" }]] } }] }'",
            ),
            &[
                "san 10.1.0.0/24 attachment at 10.1.0.0/24",
                "san 10.2.0.9-10.2.0.20 attachment at 10.2.0.9 and 10.2.0.20",
            ],
        );
        // Between double quotes JSON's own quotes are escaped, and its values are where they are all the same.
        check(
            &attachment(
                "\"{ \\\"ipam\\\": { \\\"type\\\": \\\"whereabouts\\\", \\\"range\\\": \\\"10.9.0.10-10.9.0.20/24\\\" } }\"",
            ),
            &["san 10.9.0.10-10.9.0.20 attachment at 10.9.0.10-10.9.0.20/24"],
        );
        check(&attachment("'{ not json'"), &[]);
        check(&attachment("'{ \"ipam\": { \"type\": \"dhcp\" } }'"), &[]);
    }
}
