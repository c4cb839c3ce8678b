use super::cluster::{Cluster, Found};
use super::subject::Subject;
use crate::catalog::{ThingKind, recognise};
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::{
    Action, Backend, NAMESPACE_NAME, Namespaces, Operator, PeerKind, Pod, PodSelection, Policy,
};
use std::collections::{BTreeMap, BTreeSet};

/// An Ingress or a route that leads to pods which policies close to whatever brings its requests.
pub static RULE: Rule = Rule {
    code: "PO036",
    name: "closed-entrance",
    severity: Severity::Warning,
    why: "A request that an Ingress or a route lets in comes to the pod from the controller's pod. Where policies let \
          only pods of the same namespace in, and the controller runs in another one, all such requests time out.",
    source: "Kubernetes: Network Policies; ingress controllers proxy requests from their own pods",
};

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    problems.extend(find(&subject.cluster).into_iter().map(|(_, problem)| problem));
}

/// One problem for each service that routes lead to, at the first of them.
pub(super) fn find(cluster: &Cluster<'_>) -> Vec<Found> {
    let pods = cluster.resources.pods_by_namespace();
    let mut policies: BTreeMap<&str, Vec<&Policy>> = BTreeMap::new();
    for policy in cluster.resources.policies.iter().filter(|policy| policy.ingress.is_some()) {
        policies.entry(policy.namespace.as_deref().unwrap_or_default()).or_default().push(policy);
    }
    let of = |namespace: &str| policies.get(namespace).map_or(&[][..], Vec::as_slice);
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for backend in &cluster.resources.backends {
        let namespace = backend.namespace.as_str();
        if of(namespace).is_empty() || !seen.insert((namespace, backend.service.as_str())) {
            continue;
        }
        let shown = pods.get(namespace).map_or(&[][..], Vec::as_slice);
        // A controller may run beside what it serves.
        if shown.iter().any(|pod| is_controller(pod)) {
            continue;
        }
        let all: Vec<&Policy> = of(namespace).iter().chain(of("")).copied().collect();
        found.extend(problem(cluster, backend, shown, &all));
    }
    found
}

fn problem(cluster: &Cluster<'_>, backend: &Backend, shown: &[&Pod], policies: &[&Policy]) -> Option<Found> {
    let mut services = cluster.resources.services.iter();
    let service = services.find(|it| it.namespace == backend.namespace && it.name == backend.service)?;
    let mut served = shown.iter().filter(|pod| service.selects(pod)).peekable();
    served.peek()?;
    if !served.all(|pod| is_closed(cluster, pod, policies)) {
        return None;
    }
    let route = cluster.objects.get(backend.object)?;
    let message = format!(
        "{route} leads to Service {}/{}, and policies let only pods of {} in to what serves it",
        backend.namespace, backend.service, backend.namespace
    );
    let problem = Problem::new(&RULE, backend.span, message)
        .with_help("allow the pods of the ingress controller, by the labels of its namespace and its own");
    Some((backend.object, problem))
}

/// Whether policies hold back all that comes to `pod`, but for pods of its namespace.
fn is_closed(cluster: &Cluster<'_>, pod: &Pod, policies: &[&Policy]) -> bool {
    let about = policies.iter().filter(|policy| cluster.resources.assumes(&policy.subject, pod));
    let mut is_isolated = false;
    for policy in about {
        is_isolated |= policy.isolates;
        let mut allowing = policy
            .ingress
            .iter()
            .flatten()
            .filter(|rule| matches!(rule.action, Action::Allow | Action::Pass));
        let is_from_within = |kind: &PeerKind| matches!(kind, PeerKind::Pods(selection) if is_within(selection, &pod.namespace));
        let opens = allowing
            .any(|rule| rule.peers.as_ref().is_none_or(|all| !all.iter().all(|it| is_from_within(&it.kind))));
        if opens {
            return false;
        }
    }
    is_isolated
}

/// Whether only pods of `namespace` are selected.
fn is_within(selection: &PodSelection, namespace: &str) -> bool {
    match &selection.namespaces {
        Namespaces::Named(name) => name == namespace,
        Namespaces::Matching(selector) => selector.requirements().iter().any(|it| {
            let names = match &it.operator {
                Operator::In(names) if it.key == NAMESPACE_NAME => names.as_slice(),
                _ => &[],
            };
            matches!(names, [only] if only == namespace)
        }),
    }
}

fn is_controller(pod: &Pod) -> bool {
    let named = [&pod.owner.name].into_iter().chain(pod.labels.values());
    named.filter_map(|name| recognise(name)).any(|it| it.kind == ThingKind::IngressController)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    fn page(name: &str, from: &str) -> String {
        format!(
            "```yaml\napiVersion: v1\nkind: Pod\nmetadata: {{ name: {name}, namespace: shop, labels: {{ app: web }} }}\nspec: {{ containers: [] }}\n---\n\
             apiVersion: v1\nkind: Service\nmetadata: {{ name: web, namespace: shop }}\nspec: {{ selector: {{ app: web }}, ports: [{{ port: 80 }}] }}\n---\n\
             apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{ name: web, namespace: shop }}\nspec: {{ defaultBackend: {{ service: {{ name: web, port: {{ number: 80 }} }} }} }}\n---\n\
             apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{ name: p, namespace: shop }}\nspec: {{ podSelector: {{}}, ingress: [{from}] }}\n```\n"
        )
    }

    #[test]
    fn policies_must_let_the_controller_in() {
        let closed = "warning `{ service: { name: web, port: { number: 80 } } }` Ingress shop/web leads to Service shop/web, and policies let only pods of shop in to what serves it";
        check(&RULE, &page("web", "{ from: [{ podSelector: {} }] }"), closed);
        check(&RULE, &page("web", ""), closed);
        check(&RULE, &page("web", "{ from: [{ namespaceSelector: { matchLabels: { a: b } } }] }"), "");
        check(&RULE, &page("web", "{ ports: [{ port: 80 }] }"), "");
        check(&RULE, &page("traefik", "{ from: [{ podSelector: {} }] }"), "");
    }
}
