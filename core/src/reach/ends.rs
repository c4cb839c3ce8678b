use super::outside::Outside;
use super::stranger::Stranger;
use crate::k8s::{ContainerPort, Namespaces, Operator, Peer, PeerKind, Pod, PodSelection, Resources};
use crate::net::Family;
use std::collections::{BTreeMap, HashMap};

/// One end of a connection, by its number: first the classes of pods, then the strangers, then the classes of outside
/// addresses.
pub(super) type End = usize;

/// All ends that policies tell apart. Pods that the same selectors select, and that have the same named ports, are one.
#[derive(Clone, Debug)]
pub(super) struct Ends {
    /// The pods of each class, by their index; the first one stands for all.
    pub pods: Vec<Vec<usize>>,
    /// The class of each pod.
    pub of_pod: Vec<End>,
    /// How many kinds of pods that are not shown there are; the first one is the ingress controller.
    pub strangers: usize,
    /// The classes of outside addresses.
    pub outside: Outside,
    /// For each class of pods, the number of its named ports in `port_names`.
    pub names_of: Vec<usize>,
    /// Named ports of a pod, each combination once.
    pub port_names: Vec<Vec<ContainerPort>>,
    selections: HashMap<PodSelection, Vec<End>>,
}

impl Ends {
    /// Groups the pods of `resources` and cuts the outside. About linear in pods and in what each selector selects.
    pub fn new(resources: &Resources, strangers: &[Stranger], families: &[Family]) -> Self {
        let selections = selections(resources);
        let index = Index::new(resources);
        let mut selected_by: Vec<Vec<u32>> = vec![Vec::new(); resources.pods.len()];
        for (number, selection) in selections.iter().enumerate() {
            for pod in index.select(selection) {
                if let Some(signature) = selected_by.get_mut(pod) {
                    signature.push(number as u32);
                }
            }
        }
        let mut ends = Self {
            pods: Vec::new(),
            of_pod: Vec::with_capacity(resources.pods.len()),
            strangers: strangers.len(),
            outside: Outside::new(resources, families),
            names_of: Vec::new(),
            port_names: vec![Vec::new()],
            selections: HashMap::new(),
        };
        let mut of_selection: Vec<Vec<End>> = vec![Vec::new(); selections.len()];
        let mut classes: HashMap<(Vec<u32>, usize), End> = HashMap::new();
        let mut names: HashMap<Vec<ContainerPort>, usize> = HashMap::from([(Vec::new(), 0)]);
        for (index, (pod, signature)) in resources.pods.iter().zip(selected_by).enumerate() {
            let named = named_ports(pod);
            let names_of = *names.entry(named.clone()).or_insert_with(|| {
                ends.port_names.push(named);
                ends.port_names.len() - 1
            });
            let class = *classes.entry((signature, names_of)).or_insert_with_key(|(signature, _)| {
                let class = ends.pods.len();
                for &selection in signature {
                    if let Some(of) = of_selection.get_mut(selection as usize) {
                        of.push(class);
                    }
                }
                ends.pods.push(Vec::new());
                ends.names_of.push(names_of);
                class
            });
            if let Some(members) = ends.pods.get_mut(class) {
                members.push(index);
            }
            ends.of_pod.push(class);
        }
        for (selection, of) in selections.iter().zip(&mut of_selection) {
            let selected =
                strangers.iter().enumerate().filter(|(_, it)| it.is_selected(selection, resources));
            of.extend(selected.map(|(number, _)| ends.stranger(number)));
        }
        ends.selections = selections.into_iter().zip(of_selection).collect();
        ends
    }

    /// The end of pods that are not shown; the first one is the ingress controller.
    pub fn stranger(&self, number: usize) -> End {
        self.pods.len() + number
    }

    /// The end of a class of outside addresses.
    pub fn outside(&self, class: usize) -> End {
        self.pods.len() + self.strangers + class
    }

    /// How many ends there are.
    pub fn len(&self) -> usize {
        self.pods.len() + self.strangers + self.outside.classes.len()
    }

    /// The classes of pods that are selected, and the strangers.
    pub fn selected(&self, selection: &PodSelection) -> &[End] {
        self.selections.get(selection).map_or(&[], Vec::as_slice)
    }

    /// Whether the pods of a class are selected.
    pub fn is_selected(&self, selection: &PodSelection, class: End) -> bool {
        self.selected(selection).binary_search(&class).is_ok()
    }

    /// Calls `each` with the ends that a peer of a rule is certain to be about. Names and nodes are not resolved.
    pub fn for_peer(&self, peer: &Peer, mut each: impl FnMut(End)) {
        match &peer.kind {
            PeerKind::Pods(selection) => self.selected(selection).iter().copied().for_each(each),
            PeerKind::Block { .. } | PeerKind::Networks(_) | PeerKind::Outside(_) => {
                self.outside.of(&peer.kind).iter().for_each(|&class| each(self.outside(class)));
            }
            PeerKind::World => (0..self.outside.classes.len()).for_each(|class| each(self.outside(class))),
            PeerKind::IngressController => each(self.stranger(0)),
            PeerKind::Nodes(_) | PeerKind::Domains(_) => {}
        }
    }

    /// The named ports of an end; none but for pods.
    pub fn port_names(&self, end: End) -> &[ContainerPort] {
        let names = self.names_of.get(end).and_then(|&names| self.port_names.get(names));
        names.map_or(&[], Vec::as_slice)
    }
}

/// The ports of `pod` that have a name, in order.
fn named_ports(pod: &Pod) -> Vec<ContainerPort> {
    let mut named: Vec<_> = pod.ports.iter().filter(|port| port.name.is_some()).cloned().collect();
    named.sort();
    named.dedup();
    named
}

/// Every selection of pods that a policy makes, each once.
fn selections(resources: &Resources) -> Vec<PodSelection> {
    let mut all = Vec::new();
    for policy in &resources.policies {
        all.push(policy.subject.clone());
        for rule in policy.ingress.iter().chain(&policy.egress).flatten() {
            all.extend(rule.subject.clone());
            all.extend(rule.peers.iter().flatten().filter_map(|peer| match &peer.kind {
                PeerKind::Pods(selection) => Some(selection.clone()),
                _ => None,
            }));
        }
    }
    all.sort();
    all.dedup();
    all
}

/// Pods by namespace and by label, so that a selector looks at few of them.
struct Index<'a> {
    resources: &'a Resources,
    by_namespace: BTreeMap<&'a str, Vec<usize>>,
    by_label: HashMap<(&'a str, &'a str), Vec<usize>>,
}

impl<'a> Index<'a> {
    fn new(resources: &'a Resources) -> Self {
        let mut index = Self { resources, by_namespace: BTreeMap::new(), by_label: HashMap::new() };
        // A pod in its node's network is the node to policies: no selector selects it.
        for (number, pod) in resources.pods.iter().enumerate().filter(|(_, pod)| !pod.host_network) {
            index.by_namespace.entry(&pod.namespace).or_default().push(number);
            for (key, value) in &pod.labels {
                index.by_label.entry((key, value)).or_default().push(number);
            }
        }
        index
    }

    /// The pods that are selected, in order.
    fn select(&self, selection: &PodSelection) -> Vec<usize> {
        let pods = &self.resources.pods;
        let candidates = self.candidates(selection).unwrap_or_else(|| {
            let of_namespace = |name: &str| self.resources.selects_namespace(&selection.namespaces, name);
            let namespaces = self.by_namespace.iter().filter(|(name, _)| of_namespace(name));
            let mut candidates: Vec<usize> = namespaces.flat_map(|(_, pods)| pods.iter().copied()).collect();
            candidates.sort_unstable();
            candidates
        });
        let is_selected = |pod: &Pod| self.resources.assumes(selection, pod);
        candidates.into_iter().filter(|&pod| pods.get(pod).is_some_and(is_selected)).collect()
    }

    /// The pods that have the value, or one of the values, that a selector asks for; none where it asks for no value,
    /// or for one namespace, which is as narrow.
    fn candidates(&self, selection: &PodSelection) -> Option<Vec<usize>> {
        let values =
            selection.pods.requirements().iter().find_map(|requirement| match &requirement.operator {
                Operator::In(values) => Some((requirement.key.as_str(), values)),
                _ => None,
            });
        let (key, values) = values.filter(|_| !matches!(selection.namespaces, Namespaces::Named(_)))?;
        let having = values.iter().filter_map(|value| self.by_label.get(&(key, value.as_str())));
        let mut candidates: Vec<usize> = having.flatten().copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        Some(candidates)
    }
}
