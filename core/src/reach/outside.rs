use crate::k8s::{Addresses, PeerKind, Resources};
use crate::net::{AddressRange, Cidr, Family};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::IpAddr;

/// The addresses outside of the cluster, cut into the fewest classes that policies tell apart.
#[derive(Clone, Debug, Default)]
pub(super) struct Outside {
    /// The ranges of each class, in order.
    pub classes: Vec<Vec<AddressRange>>,
    /// The classes that lie in each block of a policy.
    blocks: HashMap<Block, Vec<usize>>,
}

/// What one peer of a rule says of addresses: prefixes, and those left out of them.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Block {
    cidrs: Vec<Cidr>,
    except: Vec<Cidr>,
}

impl Block {
    fn of(peer: &PeerKind) -> Option<Self> {
        match peer {
            PeerKind::Block { cidr, except } => Some(Self { cidrs: vec![*cidr], except: except.clone() }),
            PeerKind::Networks(cidrs) => Some(Self { cidrs: cidrs.clone(), except: Vec::new() }),
            PeerKind::Outside(Addresses { within, except }) => {
                Some(Self { cidrs: within.clone(), except: except.clone() })
            }
            _ => None,
        }
    }

    /// Whether it says something about IPv6. All addresses of both families are no more than "everywhere".
    fn mentions_v6(&self) -> bool {
        let is_everything = self.cidrs.iter().filter(|cidr| cidr.length() == 0).count() > 1;
        let mut told = self.except.iter().chain(self.cidrs.iter().filter(|_| !is_everything));
        told.any(|cidr| cidr.family() == Family::V6)
    }
}

impl Outside {
    /// Cuts the addresses of `families` at the ends of every block. `n log n` in the blocks, but for blocks that lie in
    /// each other.
    pub fn new(resources: &Resources, families: &[Family]) -> Self {
        let mut blocks: Vec<Block> = Vec::new();
        let mut seen: HashMap<Block, usize> = HashMap::new();
        let rules = resources
            .policies
            .iter()
            .flat_map(|policy| policy.ingress.iter().chain(&policy.egress).flatten());
        for peer in rules.flat_map(|rule| rule.peers.iter().flatten()) {
            if let Some(block) = Block::of(&peer.kind) {
                seen.entry(block.clone()).or_insert_with(|| {
                    blocks.push(block);
                    blocks.len() - 1
                });
            }
        }
        let mut outside = Self::default();
        let mut classes: BTreeMap<(Family, Vec<usize>), usize> = BTreeMap::new();
        for &family in families {
            outside.cut(family, &blocks, &mut classes);
        }
        let mut of_block: Vec<Vec<usize>> = vec![Vec::new(); blocks.len()];
        for ((_, members), class) in &classes {
            for &block in members {
                if let Some(of_block) = of_block.get_mut(block) {
                    of_block.push(*class);
                }
            }
        }
        outside.blocks = blocks.into_iter().zip(of_block).collect();
        outside
    }

    /// Sweeps over the addresses of one family, from cut to cut.
    fn cut(&mut self, family: Family, blocks: &[Block], classes: &mut BTreeMap<(Family, Vec<usize>), usize>) {
        // At each address: blocks that start, and blocks that end before it. An exception takes its block away.
        let mut cuts: BTreeMap<u128, Vec<(usize, i32)>> = BTreeMap::new();
        let mut edge = |cidr: &Cidr, block: usize, change: i32| {
            let (of, first, last) = AddressRange::from(*cidr).numbers();
            if of == family {
                cuts.entry(first).or_default().push((block, change));
                if let Some(after) = last.checked_add(1) {
                    cuts.entry(after).or_default().push((block, -change));
                }
            }
        };
        // Exceptions weigh more than a block can have prefixes, so that one is enough.
        const EXCEPTION: i32 = -1_000_000;
        for (index, block) in blocks.iter().enumerate() {
            block.cidrs.iter().for_each(|cidr| edge(cidr, index, 1));
            block.except.iter().for_each(|cidr| edge(cidr, index, EXCEPTION));
        }
        cuts.entry(0).or_default();
        let whole = AddressRange::whole(family);
        let (_, _, highest) = whole.numbers();
        let starts: Vec<u128> = cuts.keys().copied().filter(|&start| start <= highest).collect();
        let mut depth: HashMap<usize, i32> = HashMap::new();
        let mut inside: BTreeSet<usize> = BTreeSet::new();
        for (index, &start) in starts.iter().enumerate() {
            for &(block, change) in cuts.get(&start).into_iter().flatten() {
                let depth = depth.entry(block).or_default();
                *depth += change;
                if *depth > 0 {
                    inside.insert(block)
                } else {
                    inside.remove(&block)
                };
            }
            let last = starts.get(index + 1).map_or(highest, |next| next - 1);
            let key = (family, inside.iter().copied().collect());
            let class = *classes.entry(key).or_insert_with(|| {
                self.classes.push(Vec::new());
                self.classes.len() - 1
            });
            let range = AddressRange::between(family, start, last);
            if let Some((class, range)) = self.classes.get_mut(class).zip(range) {
                push_merged(class, range);
            }
        }
    }

    /// The classes that a peer of a rule is about.
    pub fn of(&self, peer: &PeerKind) -> &[usize] {
        Block::of(peer).and_then(|block| self.blocks.get(&block)).map_or(&[], Vec::as_slice)
    }

    /// The class of an address; none where its family is left out.
    pub fn class(&self, address: IpAddr) -> Option<usize> {
        self.classes.iter().position(|class| class.iter().any(|range| range.contains_address(address)))
    }
}

/// Whether a policy or a pod's address is of IPv6. Where nothing is, nothing is said of it.
pub(super) fn mentions_v6(resources: &Resources) -> bool {
    let rules =
        resources.policies.iter().flat_map(|policy| policy.ingress.iter().chain(&policy.egress).flatten());
    let mut blocks =
        rules.flat_map(|rule| rule.peers.iter().flatten()).filter_map(|peer| Block::of(&peer.kind));
    resources.pods.iter().flat_map(|pod| &pod.addresses).any(IpAddr::is_ipv6)
        || blocks.any(|block| block.mentions_v6())
}

/// Adds `range`, which lies behind all others, and joins it with the last one when they touch.
pub(super) fn push_merged(ranges: &mut Vec<AddressRange>, range: AddressRange) {
    if let Some(last) = ranges.last_mut() {
        let ((family, first, end), (other, start, stop)) = (last.numbers(), range.numbers());
        let touches = family == other && end.checked_add(1) == Some(start);
        if let Some(joined) = AddressRange::between(family, first, stop).filter(|_| touches) {
            *last = joined;
            return;
        }
    }
    ranges.push(range);
}
