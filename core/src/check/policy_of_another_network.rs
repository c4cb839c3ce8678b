use super::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::Object;
use std::collections::BTreeSet;

/// A policy of a kind that the cluster's network plugin does not know.
pub static RULE: Rule = Rule {
    code: "PO010",
    name: "policy-of-another-network",
    severity: Severity::Warning,
    why: "Cilium's and Calico's own kinds of policies are enforced by Cilium and Calico alone. With their definitions \
          installed, the API server accepts them in any cluster, and nothing tells that they have no effect.",
    source: "Cilium documentation, \"Network Policy\"; Calico documentation, \"Calico network policy\"",
};

/// The plugins that do without the other's engine. Calico enforces policies beside many other plugins, among them those
/// of clouds, so that only these are certain.
const ALONE: &[(&str, &str)] = &[
    ("Cilium", "calico"),
    ("Cilium", "canal"),
    ("Cilium", "flannel"),
    ("Cilium", "antrea"),
    ("Cilium", "ovn-kubernetes"),
    ("Cilium", "kindnet"),
    ("Cilium", "kube-router"),
    ("Calico", "cilium"),
    ("Calico", "antrea"),
    ("Calico", "ovn-kubernetes"),
    ("Calico", "kindnet"),
];

/// Looks only where the facts name one plugin for all clusters. One problem for all policies of one kind.
pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let said = subject.model.clusters.iter().filter_map(|cluster| cluster.cni.as_ref());
    let names: BTreeSet<String> = said.clone().map(|cni| cni.value.to_lowercase()).collect();
    let (Some(cni), 1) = (said.clone().next(), names.len()) else { return };
    let mut seen = BTreeSet::new();
    for object in &subject.model.objects.objects {
        let Some(owner) = owner(object) else { continue };
        if ALONE.iter().any(|(of, other)| *of == owner && names.contains(*other)) && seen.insert(&object.kind)
        {
            let message = format!("{object} is a policy of {owner}, and the network is {}", cni.value);
            problems.push(
                Problem::new(&RULE, object.name_span(), message)
                    .with_related(cni.evidence.span(), "the network is chosen here")
                    .with_help(
                        "write it as a NetworkPolicy, which every plugin that enforces policies knows",
                    ),
            );
        }
    }
}

/// Whose own kind of policy the object is.
fn owner(object: &Object) -> Option<&'static str> {
    match (object.group(), object.kind.as_str()) {
        ("cilium.io", "CiliumNetworkPolicy" | "CiliumClusterwideNetworkPolicy") => Some("Cilium"),
        ("projectcalico.org" | "crd.projectcalico.org", "NetworkPolicy" | "GlobalNetworkPolicy") => {
            Some("Calico")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn a_policy_of_cilium_does_nothing_beside_calico() {
        let page = |cni: &str| {
            format!(
                "---\nnetplat:\n  cluster: {{ cni: {cni} }}\n---\n# A\n\n```yaml\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\n\
                 metadata: {{ name: web }}\nspec: {{ endpointSelector: {{}} }}\n```\n"
            )
        };
        check(
            &RULE,
            &page("calico"),
            "warning `web` CiliumNetworkPolicy web is a policy of Cilium, and the network is calico",
        );
        check(&RULE, &page("cilium"), "");
        check(&RULE, &page("aws-vpc-cni"), "");
    }
}
