use super::cluster::{Cluster, Found};
use super::subject::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use std::collections::BTreeMap;

/// Objects that decide who may talk to whom, and that are not asked.
pub static RULE: Rule = Rule {
    code: "PO035",
    name: "policy-not-asked",
    severity: Severity::Info,
    why: "What is said about who may talk to whom does not count policies for nodes, for single requests between \
          services of a mesh, and for the way out of the cluster: they may deny what is said to pass.",
    source: "Cilium: Host Policies; Calico: Host endpoints; Istio: AuthorizationPolicy; Linkerd: AuthorizationPolicy",
};

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    problems.extend(find(&subject.cluster).into_iter().map(|(_, problem)| problem));
}

/// One problem for each kind, at the first object of it; each with the index of that object.
pub fn find(cluster: &Cluster<'_>) -> Vec<Found> {
    let mut kinds: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for &index in &cluster.resources.not_asked {
        if let Some(object) = cluster.objects.get(index) {
            kinds.entry(&object.kind).or_default().push(index);
        }
    }
    let problem = |(kind, all): (&str, Vec<usize>)| {
        let first = *all.first()?;
        let object = cluster.objects.get(first)?;
        let message = match all.len() {
            1 => format!("{object} decides who may talk to whom as well, and is not asked"),
            count => format!("{count} of {kind} decide who may talk to whom as well, and are not asked"),
        };
        Some((first, Problem::new(&RULE, cluster.place(first, &[]), message)))
    };
    kinds.into_iter().filter_map(problem).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn a_kind_is_one_finding() {
        let istio = |name: &str| {
            format!(
                "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {{ name: {name}, namespace: n }}\nspec: {{}}\n---\n"
            )
        };
        check(
            &RULE,
            &format!("```yaml\n{}```\n", istio("a")),
            "info `a` AuthorizationPolicy n/a decides who may talk to whom as well, and is not asked",
        );
        check(
            &RULE,
            &format!("```yaml\n{}{}```\n", istio("a"), istio("b")),
            "info `a` 2 of AuthorizationPolicy decide who may talk to whom as well, and are not asked",
        );
    }
}
