use crate::model::{Cloud, Model, Role};
use crate::plan::AddressPlan;
use std::collections::BTreeMap;

/// The entries of a cluster that its size follows from, each once however often the page says it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Members {
    /// The cluster's name.
    pub name: Option<String>,
    /// The innermost entries for nodes: a subnet of the nodes' prefix rather than the prefix.
    pub nodes: Vec<usize>,
    /// Subnets, which nodes stand in where no entry is for nodes.
    pub subnets: Vec<usize>,
    /// The outermost entries for pods: what lies inside is dealt out of them already.
    pub pods: Vec<usize>,
    /// The outermost entries for Services.
    pub services: Vec<usize>,
    /// The outermost entries for load balancers.
    pub load_balancers: Vec<usize>,
}

impl Members {
    /// Those of each cluster. Entries that name none belong to the only cluster there is.
    pub fn of_all(model: &Model, plan: &AddressPlan) -> Vec<Self> {
        let only = match model.clusters.as_slice() {
            [only] => only.name.as_deref(),
            _ => None,
        };
        let mut all: Vec<Self> = Vec::new();
        let mut places: BTreeMap<Option<&str>, usize> = BTreeMap::new();
        let declared = model.clusters.iter().map(|cluster| cluster.name.as_deref());
        let named = (0..model.plan.len()).map(|index| plan.cluster(&model.plan, index).or(only));
        for name in declared.chain(named) {
            places.entry(name).or_insert_with(|| {
                all.push(Self { name: name.map(str::to_owned), ..Self::default() });
                all.len() - 1
            });
        }
        for index in plan.in_order() {
            let place = places.get(&plan.cluster(&model.plan, index).or(only));
            if let Some(members) = place.and_then(|&place| all.get_mut(place)) {
                members.take(model, plan, index);
            }
        }
        all.retain(Self::bounds_something);
        all
    }

    /// The cloud that the entries are in.
    pub fn cloud(&self, plan: &AddressPlan) -> Option<Cloud> {
        self.nodes.iter().chain(&self.pods).chain(&self.services).find_map(|&index| plan.cloud(index))
    }

    /// Whether a pod prefix says how long a node's block is.
    pub fn has_node_mask(&self, model: &Model) -> bool {
        self.pods.iter().any(|&index| model.plan.get(index).is_some_and(|entry| entry.node_mask.is_some()))
    }

    fn take(&mut self, model: &Model, plan: &AddressPlan, index: usize) {
        let Some(role) = model.plan.get(index).map(|entry| entry.role.value) else { return };
        let cluster = plan.cluster(&model.plan, index);
        let is_alike = |other: usize| {
            model.plan.get(other).is_some_and(|entry| entry.role.value == role)
                && plan.cluster(&model.plan, other) == cluster
        };
        let (list, is_innermost) = match role {
            Role::Nodes => (&mut self.nodes, true),
            Role::Subnet => (&mut self.subnets, true),
            Role::Pods => (&mut self.pods, false),
            Role::Services => (&mut self.services, false),
            Role::LoadBalancers => (&mut self.load_balancers, false),
            _ => return,
        };
        // Those with the same addresses come one after the other.
        let same = |taken: usize| Some(plan.range(index)?.same_addresses(plan.range(taken)?));
        let is_again = list.last().is_some_and(|&taken| same(taken) == Some(true));
        let is_covered = if is_innermost {
            plan.node(index).is_some_and(|node| node.children.iter().any(|&child| is_alike(child)))
        } else {
            plan.ancestors(index).any(is_alike)
        };
        if !is_again && !is_covered {
            list.push(index);
        }
    }

    fn bounds_something(&self) -> bool {
        [&self.nodes, &self.pods, &self.services, &self.load_balancers].iter().any(|list| !list.is_empty())
    }
}
