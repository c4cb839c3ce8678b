use crate::model::{Cloud, Model, PlanEntry};
use crate::net::{AddressRange, Cidr, Family};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How deep a lookup of the enclosing entry goes past those of other clusters. Prefixes nest at most 129 deep, so
/// only plans that repeat a prefix for hundreds of clusters reach it.
const DEEPEST: usize = 256;

/// Where an entry stands in the plan. Indices are those of the entries that the plan was made from.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PlanNode {
    /// The narrowest entry around it, of the same cluster or of none.
    pub parent: Option<usize>,
    /// The entries directly inside it, in the order of their addresses.
    pub children: Vec<usize>,
    /// The first entry with the very same addresses, of whichever cluster.
    pub same_as: Option<usize>,
    /// The cloud whose network it is part of: what the entry says, else that of the cluster that it names, else that of
    /// the entry around it, else that of the only cluster.
    pub cloud: Option<Cloud>,
    /// The entry that says which cluster it belongs to: itself, or the narrowest around it that names one.
    pub cluster_by: Option<usize>,
}

/// Two entries that share addresses although neither lies in the other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Overlap {
    /// The one that begins first.
    pub a: usize,
    /// The one that begins inside it and ends after it.
    pub b: usize,
}

/// The entries of a plan as a tree of containment.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AddressPlan {
    ranges: Vec<AddressRange>,
    nodes: Vec<PlanNode>,
    /// In the order of addresses, wider ones first.
    order: Vec<usize>,
    overlaps: Vec<Overlap>,
}

impl AddressPlan {
    /// The tree of a model's entries, with what its clusters say of them.
    pub fn of(model: &Model) -> Self {
        let mut plan = Self::new(&model.plan);
        plan.settle(&model.plan, |name| Some(model.cluster(name)?.cloud.as_ref()?.value));
        plan
    }

    /// The tree of `entries` alone. An entry of one cluster is never put into one of another.
    pub fn new(entries: &[PlanEntry]) -> Self {
        let ranges: Vec<_> = entries.iter().map(|entry| entry.range).collect();
        let mut order: Vec<_> = (0..entries.len()).collect();
        order.sort_by_key(|&index| sort_key(&ranges, index));
        let mut plan =
            Self { nodes: vec![PlanNode::default(); entries.len()], ranges, order, overlaps: Vec::new() };
        plan.sweep(entries);
        plan.settle(entries, |_| None);
        plan
    }

    /// The addresses of the entry at `index`.
    pub fn range(&self, index: usize) -> Option<&AddressRange> {
        self.ranges.get(index)
    }

    /// The addresses of all entries, by their indices.
    pub(super) fn ranges(&self) -> &[AddressRange] {
        &self.ranges
    }

    /// The entry at `index` in the tree.
    pub fn node(&self, index: usize) -> Option<&PlanNode> {
        self.nodes.get(index)
    }

    /// Whether other entries lie in the one at `index`.
    pub fn holds_entries(&self, index: usize) -> bool {
        self.nodes.get(index).is_some_and(|node| !node.children.is_empty())
    }

    /// All entries in the order of their addresses, each after the one around it.
    pub fn in_order(&self) -> impl Iterator<Item = usize> + '_ {
        self.order.iter().copied()
    }

    /// The entries that no other holds, in the order of their addresses.
    pub fn roots(&self) -> impl Iterator<Item = usize> + '_ {
        self.in_order().filter(|&index| self.nodes.get(index).is_some_and(|node| node.parent.is_none()))
    }

    /// The entries around the one at `index`, the narrowest first.
    pub fn ancestors(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let parent = |index: usize| self.nodes.get(index).and_then(|node| node.parent);
        std::iter::successors(parent(index), move |&above| parent(above))
    }

    /// The cluster that the entry at `index` belongs to, said by itself or by one around it. `entries` are those that
    /// the plan was made from.
    pub fn cluster<'a>(&self, entries: &'a [PlanEntry], index: usize) -> Option<&'a str> {
        cluster(entries, self.nodes.get(index)?.cluster_by?)
    }

    /// The cloud whose network the entry at `index` is part of.
    pub fn cloud(&self, index: usize) -> Option<Cloud> {
        self.nodes.get(index)?.cloud
    }

    /// Pairs that cross each other, in the order of the second one's addresses. Never empty when there is such a pair; an entry that
    /// crosses many is listed with the first few.
    pub fn overlaps(&self) -> &[Overlap] {
        &self.overlaps
    }

    /// What no entry directly inside the one at `index` takes, as the fewest prefixes.
    pub fn free(&self, index: usize) -> Vec<Cidr> {
        let (Some(range), Some(node)) = (self.ranges.get(index), self.nodes.get(index)) else {
            return Vec::new();
        };
        let taken: Vec<_> =
            node.children.iter().filter_map(|&child| self.ranges.get(child)).copied().collect();
        range.without(&taken)
    }

    /// Goes through the entries by first address, with those that have not ended yet by last address at hand.
    fn sweep(&mut self, entries: &[PlanEntry]) {
        /// Crossings reported for one entry, which bounds the list by the number of entries.
        const MOST_CROSSINGS: usize = 8;
        let mut open: BTreeMap<(u128, Reverse<usize>), usize> = BTreeMap::new();
        let mut open_family = Family::V4;
        let order = std::mem::take(&mut self.order);
        for (place, &index) in order.iter().enumerate() {
            let Some((family, first, last)) = self.ranges.get(index).map(AddressRange::numbers) else {
                continue;
            };
            if family != open_family {
                open.clear();
                open_family = family;
            }
            while open.first_key_value().is_some_and(|(&(end, _), _)| end < first) {
                open.pop_first();
            }
            // What ends before this entry does began before it, for wider ones come first: they cross.
            let crossing = open.range(..(last, Reverse(usize::MAX))).map(|(_, &other)| other);
            self.overlaps.extend(crossing.take(MOST_CROSSINGS).map(|a| Overlap { a, b: index }));
            let mut around = open.range((last, Reverse(usize::MAX))..).map(|(_, &other)| other).peekable();
            // Of those that end here the latest is first, and it began here as well if any did.
            let same = around.peek().copied().filter(|&other| self.are_same(other, index));
            let twin = same.filter(|&other| cluster(entries, other) == cluster(entries, index));
            let parent = match twin {
                Some(twin) => self.nodes.get(twin).and_then(|node| node.parent),
                None => around
                    .take(DEEPEST)
                    .find(|&other| may_hold(entries, other, index) && !self.are_same(other, index)),
            };
            self.attach(index, same, parent);
            open.insert((last, Reverse(place)), index);
        }
        self.order = order;
    }

    /// What entries get from those around them, from the outermost to the innermost. `cloud_of` knows the cloud of the
    /// cluster with a name, and of the only one.
    fn settle(&mut self, entries: &[PlanEntry], cloud_of: impl Fn(Option<&str>) -> Option<Cloud>) {
        let general = cloud_of(None);
        for place in 0..self.order.len() {
            let Some(&index) = self.order.get(place) else { break };
            let Some(entry) = entries.get(index) else { continue };
            let around = self.nodes.get(index).and_then(|node| self.nodes.get(node.parent?));
            let (around_cloud, around_cluster) =
                around.map_or((general, None), |node| (node.cloud, node.cluster_by));
            let own = entry.cloud.or_else(|| cloud_of(Some(entry.cluster.as_deref()?)));
            if let Some(node) = self.nodes.get_mut(index) {
                node.cloud = own.or(around_cloud);
                node.cluster_by = entry.cluster.is_some().then_some(index).or(around_cluster);
            }
        }
    }

    fn are_same(&self, one: usize, other: usize) -> bool {
        match (self.ranges.get(one), self.ranges.get(other)) {
            (Some(one), Some(other)) => one.same_addresses(other),
            _ => false,
        }
    }

    /// Puts the entry under its parent, beside the one with the same addresses.
    fn attach(&mut self, index: usize, same: Option<usize>, parent: Option<usize>) {
        let first_same =
            same.map(|other| self.nodes.get(other).and_then(|node| node.same_as).unwrap_or(other));
        if let Some(node) = self.nodes.get_mut(index) {
            node.same_as = first_same;
            node.parent = parent;
        }
        if let Some(parent) = parent.and_then(|parent| self.nodes.get_mut(parent)) {
            parent.children.push(index);
        }
    }
}

/// By first address, wider ones first, then as they stand in the text.
fn sort_key(ranges: &[AddressRange], index: usize) -> (Option<(Family, u128)>, Reverse<u128>, usize) {
    let numbers = ranges.get(index).map(AddressRange::numbers);
    let start = numbers.map(|(family, first, _)| (family, first));
    (start, Reverse(numbers.map_or(0, |(_, _, last)| last)), index)
}

/// Whether the entry `inner` can belong to `outer`: not when both name a cluster and another one.
fn may_hold(entries: &[PlanEntry], outer: usize, inner: usize) -> bool {
    match (cluster(entries, outer), cluster(entries, inner)) {
        (Some(outer), Some(inner)) => outer == inner,
        _ => true,
    }
}

fn cluster(entries: &[PlanEntry], index: usize) -> Option<&str> {
    entries.get(index).and_then(|entry| entry.cluster.as_deref())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::model::{EntrySource, Evidence, FactSource, Known, Role};
    use crate::text::Span;
    use proptest::prelude::*;

    pub(in crate::plan) fn entry(range: AddressRange) -> PlanEntry {
        let role = Known { value: Role::Unknown, evidence: Evidence::Declared(Span::default()) };
        let span = Span::default();
        PlanEntry {
            name: range.to_string(),
            range,
            role,
            node_mask: None,
            cluster: None,
            cloud: None,
            zone: None,
            owner: None,
            status: None,
            note: None,
            span,
            range_span: span,
            source: EntrySource::Fact(FactSource { item: 0, is_alias: false, fields: Vec::new() }),
        }
    }

    fn entries(ranges: &[&str]) -> Vec<PlanEntry> {
        ranges.iter().map(|text| entry(AddressRange::read(text).expect(text).value)).collect()
    }

    /// The tree with indentation, free blocks after a `+`.
    fn drawn(entries: &[PlanEntry]) -> String {
        let plan = AddressPlan::new(entries);
        let mut out = String::new();
        for index in plan.in_order() {
            let free: Vec<_> = plan.free(index).iter().map(ToString::to_string).collect();
            let indent = "  ".repeat(plan.ancestors(index).count());
            out += &format!("{indent}{} + {}\n", entries[index].range, free.join(" "));
        }
        out
    }

    #[test]
    fn prefixes_nest_by_containment_and_the_rest_is_free() {
        let entries = entries(&["10.0.2.0/24", "10.0.0.0/22", "10.0.0.0/24", "10.0.2.128/25", "fd00::/64"]);
        insta::assert_snapshot!(drawn(&entries), @r"
        10.0.0.0/22 + 10.0.1.0/24 10.0.3.0/24
          10.0.0.0/24 + 10.0.0.0/24
          10.0.2.0/24 + 10.0.2.0/25
            10.0.2.128/25 + 10.0.2.128/25
        fd00::/64 + fd00::/64
        ");
    }

    #[test]
    fn the_same_addresses_stand_side_by_side() {
        let entries =
            entries(&["10.0.0.0/8", "10.1.0.0/16", "10.1.0.0/16", "10.1.0.0-10.1.255.255", "10.1.1.0/24"]);
        let plan = AddressPlan::new(&entries);
        let same: Vec<_> = (0..5).map(|index| plan.node(index).and_then(|node| node.same_as)).collect();
        assert_eq!(same, [None, None, Some(1), Some(1), None]);
        assert_eq!(plan.node(0).map(|node| node.children.clone()), Some(vec![1, 2, 3]));
    }

    #[test]
    fn ranges_that_cross_are_reported_as_pairs() {
        let entries = entries(&["10.0.0.10-10.0.0.60", "10.0.0.50-10.0.0.90", "10.0.0.0/26", "10.0.0.91"]);
        let plan = AddressPlan::new(&entries);
        assert_eq!(plan.overlaps(), [Overlap { a: 0, b: 1 }, Overlap { a: 2, b: 1 }].as_slice());
        assert_eq!(plan.node(0).and_then(|node| node.parent), Some(2));
    }

    #[test]
    fn cloud_and_cluster_come_from_the_entry_its_cluster_or_those_around() {
        let mut entries =
            entries(&["10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "10.2.0.0/16", "10.3.0.0/16"]);
        entries[1].cluster = Some("east".to_owned());
        entries[3].cloud = Some(Cloud::Azure);
        let mut plan = AddressPlan::new(&entries);
        let cloud_of = |name: Option<&str>| match name {
            Some("east") => Some(Cloud::Aws),
            Some(_) => None,
            None => Some(Cloud::Gcp),
        };
        plan.settle(&entries, cloud_of);
        let clouds: Vec<_> = (0..5).map(|index| plan.cloud(index)).collect();
        assert_eq!(clouds, [Cloud::Gcp, Cloud::Aws, Cloud::Aws, Cloud::Azure, Cloud::Gcp].map(Some));
        assert_eq!((plan.cluster(&entries, 2), plan.cluster(&entries, 4)), (Some("east"), None));
    }

    #[test]
    fn another_cluster_holds_nothing_of_this_one() {
        let mut entries = entries(&["10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24"]);
        entries[1].cluster = Some("east".to_owned());
        entries[2].cluster = Some("west".to_owned());
        let plan = AddressPlan::new(&entries);
        assert_eq!(plan.node(2).and_then(|node| node.parent), Some(0));
    }

    fn any_ranges() -> impl Strategy<Value = Vec<PlanEntry>> {
        let range = (0u32..64, 0u32..64).prop_map(|(a, b)| {
            let address = |number: u32| std::net::IpAddr::from(std::net::Ipv4Addr::from_bits(number));
            entry(AddressRange::new(address(a.min(b)), address(a.max(b))).expect("in order"))
        });
        prop::collection::vec(range, 0..12)
    }

    proptest! {
        #[test]
        fn parents_are_the_narrowest_around_and_crossings_are_found(entries in any_ranges()) {
            let plan = AddressPlan::new(&entries);
            let crosses = |a: &AddressRange, b: &AddressRange| a.overlaps(b) && !a.contains(b) && !b.contains(a);
            for (index, inner) in entries.iter().enumerate() {
                let node = plan.node(index).expect("a node");
                let around = |other: &&PlanEntry| {
                    other.range.contains(&inner.range) && !other.range.same_addresses(&inner.range)
                };
                let parent = node.parent.map(|parent| entries[parent].range);
                prop_assert!(parent.is_none_or(|parent| parent.contains(&inner.range)));
                // Crossing ranges may be equally good parents; none around the entry may lie inside its parent.
                if let Some(parent) = parent {
                    let closer = entries.iter().filter(around).any(|other| {
                        parent.contains(&other.range) && !other.range.same_addresses(&parent)
                    });
                    prop_assert!(!closer, "{:?} in {:?}", inner.range, parent);
                } else {
                    prop_assert!(!entries.iter().any(|other| around(&other)));
                }
                let crossed = entries.iter().any(|other| crosses(&other.range, &inner.range));
                let reported = plan.overlaps().iter().any(|pair| pair.a == index || pair.b == index);
                prop_assert!(crossed || !reported);
                let first_of_pair = entries.iter().any(|other| {
                    crosses(&other.range, &inner.range) && other.range.first() < inner.range.first()
                });
                prop_assert!(!first_of_pair || plan.overlaps().iter().any(|pair| pair.b == index));
            }
        }
    }
}
