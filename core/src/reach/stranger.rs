use crate::k8s::{
    ACCOUNT_NAME, Addresses, Labels, NAMESPACE_NAME, Namespaces, Operator, PeerKind, PodSelection, Resources,
    Selector,
};
use std::collections::{BTreeMap, BTreeSet};

/// Pods that the input does not show, and that may be there all the same.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Stranger {
    /// An ingress controller in a namespace of its own; no label of either is known.
    IngressController,
    /// Any pod of any namespace, whatever its labels.
    Anyone,
    /// Any pod that a rule selects, where the rule selects none that is shown.
    Selected(PodSelection),
}

impl Stranger {
    /// [`Self::Anyone`], and a stranger for each selection of a rule that selects none of the pods.
    pub(super) fn all(resources: &Resources) -> Vec<Self> {
        let rules = resources
            .policies
            .iter()
            .flat_map(|policy| policy.ingress.iter().chain(&policy.egress).flatten());
        let selections: BTreeSet<&PodSelection> = rules
            .flat_map(|rule| rule.peers.iter().flatten())
            .filter_map(|peer| match &peer.kind {
                PeerKind::Pods(selection) => Some(selection),
                _ => None,
            })
            .collect();
        let is_empty =
            |selection: &&&PodSelection| !resources.pods.iter().any(|pod| resources.assumes(selection, pod));
        let empty = selections.iter().filter(is_empty).map(|selection| Self::Selected((*selection).clone()));
        std::iter::once(Self::Anyone).chain(empty).collect()
    }

    /// Whether all such pods are selected.
    pub(super) fn is_selected(&self, selection: &PodSelection, resources: &Resources) -> bool {
        let addresses_fit = selection.addresses.as_ref().is_none_or(Addresses::assumed);
        let labels_fit = match self {
            Self::IngressController => {
                // Its namespace has a name, which no policy knows.
                let named = Labels::from([(NAMESPACE_NAME.to_owned(), String::new())]);
                let in_namespace = match &selection.namespaces {
                    Namespaces::Named(_) => false,
                    Namespaces::Matching(namespaces) => namespaces.matches(&named),
                };
                in_namespace
                    && selection.pods.matches(&Labels::new())
                    && selection.accounts.matches(&Labels::from([(ACCOUNT_NAME.to_owned(), String::new())]))
            }
            Self::Anyone => return selection.is_everything(),
            Self::Selected(own) if own == selection => return true,
            Self::Selected(own) => {
                selection.pods.matches(&example(&own.pods))
                    && own_namespace(&own.namespaces, &selection.namespaces, resources)
                    && (selection.accounts.is_everything() || selection.accounts == own.accounts)
            }
        };
        labels_fit && addresses_fit
    }
}

/// Whether a namespace of `own` is among `namespaces`.
fn own_namespace(own: &Namespaces, namespaces: &Namespaces, resources: &Resources) -> bool {
    let name = namespace_name(own);
    match namespaces {
        Namespaces::Named(wanted) => name == Some(wanted),
        Namespaces::Matching(selector) => {
            let known = name.and_then(|name| resources.namespaces.get(name)).cloned();
            let labels = known.unwrap_or_else(|| match own {
                Namespaces::Named(name) => BTreeMap::from([(NAMESPACE_NAME.to_owned(), name.clone())]),
                Namespaces::Matching(own) => example(own),
            });
            selector.matches(&labels)
        }
    }
}

/// The one namespace that is meant, where it is meant by its name.
fn namespace_name(namespaces: &Namespaces) -> Option<&String> {
    match namespaces {
        Namespaces::Named(name) => Some(name),
        Namespaces::Matching(selector) => match selector.requirements() {
            [only] if only.key == NAMESPACE_NAME => match &only.operator {
                Operator::In(values) => values.first().filter(|_| values.len() == 1),
                _ => None,
            },
            _ => None,
        },
    }
}

/// The fewest labels that `selector` selects.
fn example(selector: &Selector) -> Labels {
    let mut labels = Labels::new();
    for requirement in selector.requirements() {
        let value = match &requirement.operator {
            Operator::In(values) => values.first().cloned().unwrap_or_default(),
            Operator::Exists => String::new(),
            Operator::NotIn(_) | Operator::DoesNotExist => continue,
        };
        labels.insert(requirement.key.clone(), value);
    }
    labels
}

impl std::fmt::Display for Stranger {
    /// `{ingress-controller}`, `entire-cluster`, `[namespace with {team=a}]/[pod with {app=web}]`.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let selection = match self {
            Self::IngressController => return formatter.write_str("{ingress-controller}"),
            Self::Anyone => return formatter.write_str("entire-cluster"),
            Self::Selected(selection) => selection,
        };
        match (&selection.namespaces, namespace_name(&selection.namespaces)) {
            (_, Some(name)) => write!(formatter, "{name}/")?,
            (Namespaces::Matching(selector), None) if !selector.is_everything() => {
                write!(formatter, "[namespace with {{{selector}}}]/")?;
            }
            _ => formatter.write_str("[all namespaces]/")?,
        }
        match selection.pods.is_everything() {
            true => formatter.write_str("[all pods]")?,
            false => write!(formatter, "[pod with {{{}}}]", selection.pods)?,
        }
        match selection.accounts.is_everything() {
            true => Ok(()),
            false => write!(formatter, "/[service account with {{{}}}]", selection.accounts),
        }
    }
}
