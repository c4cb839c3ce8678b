//! What the document's manifests show of each namespace, and whether that can be all of it.
//!
//! Whether something is missing can be said only where everything would be seen: a chart's release, an operator's
//! resource or an overlay of kustomize brings pods and Services that no manifest of the document shows.

use crate::diagnostic::Severity;
use crate::k8s::{DEFAULT_NAMESPACE, Left, Object, Operator, Pod, Resources, Selector, Service, WhyLeft};
use crate::yaml::Node;
use std::collections::{BTreeMap, BTreeSet};

/// How many names are looked at for the one that was likely meant.
pub(super) const CANDIDATES: usize = 200;

/// Pods and Services by namespace. Made once for all rules.
#[derive(Debug, Default)]
pub(super) struct Shown<'a> {
    namespaces: BTreeMap<&'a str, Content<'a>>,
    /// Whether something brings objects into namespaces that it does not name.
    more_anywhere: bool,
    /// The indices of objects of whose names there are several.
    twins: BTreeSet<usize>,
}

#[derive(Debug, Default)]
struct Content<'a> {
    pods: Vec<&'a Pod>,
    /// The pods with a label, by its key and value.
    by_label: BTreeMap<(&'a str, &'a str), Vec<&'a Pod>>,
    services: BTreeMap<&'a str, &'a Service>,
    /// Whether there is more than what is shown.
    has_more: bool,
}

impl<'a> Shown<'a> {
    /// Sorts what `resources` says of `objects` by namespace.
    pub(super) fn new(objects: &[&'a Object], resources: &'a Resources) -> Self {
        let mut shown = Self { twins: twins(objects), ..Self::default() };
        for pod in &resources.pods {
            let content = shown.namespaces.entry(&pod.namespace).or_default();
            content.pods.push(pod);
            for (key, value) in &pod.labels {
                content.by_label.entry((key, value)).or_default().push(pod);
            }
            // Nothing can manage pods without labels: this is a patch of what stands elsewhere.
            content.has_more |= pod.labels.is_empty() && pod.owner.kind != "Pod";
        }
        for service in &resources.services {
            // Of a name that stands twice, the last one counts.
            let content = shown.namespaces.entry(&service.namespace).or_default();
            content.services.insert(&service.name, service);
        }
        let with_pods: BTreeSet<usize> = resources.pods.iter().map(|pod| pod.object).collect();
        for (index, &object) in objects.iter().enumerate() {
            let is_variant = is_workload(object) && shown.twins.contains(&index);
            if is_variant || !object.is_whole {
                shown.more_in(object.namespace_or_default());
            } else if !with_pods.contains(&index) {
                shown.note_unseen(object);
            }
        }
        shown
    }

    /// Looks also at what is no object: a kustomization may say no kind.
    pub(super) fn note_left(&mut self, text: &'a str, left: &[Left]) {
        for left in left.iter().filter(|left| left.why == WhyLeft::NotAnObject) {
            self.note_kustomization(left.span.slice(text));
        }
    }

    /// Whether another object has the same kind, namespace and name: the variants of a base and its overlays, of which
    /// it is not known which one counts where.
    pub(super) fn has_twin(&self, object: usize) -> bool {
        self.twins.contains(&object)
    }

    /// All Services, by namespace and name.
    pub(super) fn services(&self) -> impl Iterator<Item = &'a Service> {
        self.namespaces.values().flat_map(|content| content.services.values().copied())
    }

    /// The Service of this name.
    pub(super) fn service(&self, namespace: &str, name: &str) -> Option<&'a Service> {
        self.namespaces.get(namespace)?.services.get(name).copied()
    }

    /// The pods of a namespace; none where there may be more than those that are shown.
    pub(super) fn all_pods(&self, namespace: &str) -> Option<&[&'a Pod]> {
        let content = self.complete(namespace)?;
        (!content.pods.is_empty()).then_some(content.pods.as_slice())
    }

    /// The names of the Services of a namespace; none where there may be more than those that are shown.
    pub(super) fn all_services(&self, namespace: &str) -> Option<impl Iterator<Item = &'a str>> {
        Some(self.complete(namespace)?.services.keys().copied())
    }

    /// The pods of a namespace that `selector` selects. Looks only at those that have one of its labels.
    pub(super) fn selected(&self, namespace: &str, selector: &Selector) -> Vec<&'a Pod> {
        let Some(content) = self.namespaces.get(namespace) else { return Vec::new() };
        let matching = |pods: &[&'a Pod]| -> Vec<&'a Pod> {
            pods.iter().copied().filter(|pod| selector.matches(&pod.labels)).collect()
        };
        let fewest =
            labels(selector).map(|label| content.by_label.get(&label).map_or(&[][..], Vec::as_slice));
        matching(fewest.min_by_key(|pods| pods.len()).unwrap_or(&content.pods))
    }

    /// Whether it is certain that `selector` selects no pod of a namespace: all of its pods are shown, and the labels
    /// that are asked for are such as manifests write.
    pub(super) fn selects_none(&self, namespace: &str, selector: &Selector) -> bool {
        self.all_pods(namespace).is_some()
            && !selector.requirements().iter().any(|it| is_given(&it.key))
            && self.selected(namespace, selector).is_empty()
    }

    /// How much it matters that `selector` selects no pod of a namespace: a label whose key no pod there has may be
    /// given at run time, by a controller or to clients that come later.
    pub(super) fn severity(&self, namespace: &str, selector: &Selector) -> Severity {
        let content = self.namespaces.get(namespace);
        let is_key = |key: &str| {
            content.is_some_and(|content| {
                content.by_label.range((key, "")..).next().is_some_and(|((first, _), _)| *first == key)
            })
        };
        let known = selector.requirements().iter().all(|requirement| is_key(&requirement.key));
        if known { Severity::Warning } else { Severity::Info }
    }

    /// A pod that has some of the labels that `selector` asks for, and not all of them.
    pub(super) fn nearest(&self, namespace: &str, selector: &Selector) -> Option<&'a Pod> {
        let content = self.namespaces.get(namespace)?;
        let candidates = labels(selector).filter_map(|label| content.by_label.get(&label)?.first());
        let met = |pod: &Pod| selector.requirements().iter().filter(|it| it.matches(&pod.labels)).count();
        candidates.copied().max_by_key(|pod| met(pod))
    }

    /// Whether nothing in the document brings objects that are not shown.
    pub(super) fn is_everything(&self) -> bool {
        !self.more_anywhere && !self.namespaces.values().any(|content| content.has_more)
    }

    fn complete(&self, namespace: &str) -> Option<&Content<'a>> {
        let content = self.namespaces.get(namespace)?;
        (!content.has_more && !self.more_anywhere && !is_of_the_cluster(namespace)).then_some(content)
    }

    fn more_in(&mut self, namespace: &'a str) {
        self.namespaces.entry(namespace).or_default().has_more = true;
    }

    /// Notes what a kustomization without a kind says of namespaces: what names none is put into another one.
    fn note_kustomization(&mut self, text: &'a str) {
        let starts = |key: &str| text.lines().any(|line| line.starts_with(key));
        if starts("resources:") || starts("bases:") || starts("components:") {
            self.more_in(DEFAULT_NAMESPACE);
            let namespace = text.lines().find_map(|line| line.strip_prefix("namespace:"));
            if let Some(namespace) = namespace {
                self.more_in(namespace.trim());
            }
        }
    }

    /// Notes where `object` brings pods or Services that are not shown.
    fn note_unseen(&mut self, object: &'a Object) {
        let text = |path: &[&str]| object.at(path).and_then(Node::text);
        let group = object.group();
        match (group, object.kind.as_str()) {
            ("helm.toolkit.fluxcd.io", "HelmRelease") | ("helm.cattle.io", "HelmChart") => {
                self.more_in(text(&["spec", "targetNamespace"]).unwrap_or(object.namespace_or_default()));
            }
            ("argoproj.io", "Application") => match text(&["spec", "destination", "namespace"]) {
                Some(namespace) => self.more_in(namespace),
                None => self.more_anywhere = true,
            },
            ("argoproj.io", "ApplicationSet") => self.more_anywhere = true,
            // What names no namespace is put into that one.
            ("kustomize.toolkit.fluxcd.io", "Kustomization") => {
                self.more_in(DEFAULT_NAMESPACE);
                if let Some(namespace) = text(&["spec", "targetNamespace"]) {
                    self.more_in(namespace);
                }
            }
            ("kustomize.config.k8s.io", "Kustomization" | "Component") => {
                if let Some(namespace) = text(&["namespace"]) {
                    self.more_in(namespace);
                    self.more_in(DEFAULT_NAMESPACE);
                } else if brings_others(object) {
                    self.more_in(DEFAULT_NAMESPACE);
                }
            }
            (group, kind) if makes_nothing(group, kind) => {}
            _ => self.more_in(object.namespace_or_default()),
        }
    }
}

/// The indices of objects with the kind, namespace and name of another one.
fn twins(objects: &[&Object]) -> BTreeSet<usize> {
    let mut by_name: BTreeMap<(&str, &str, &str), Vec<usize>> = BTreeMap::new();
    for (index, &object) in objects.iter().enumerate().filter(|(_, object)| !object.name.is_empty()) {
        by_name.entry((&object.kind, object.namespace_or_default(), &object.name)).or_default().push(index);
    }
    by_name.into_values().filter(|all| all.len() > 1).flatten().collect()
}

/// The labels that `selector` asks for with one value each.
fn labels(selector: &Selector) -> impl Iterator<Item = (&str, &str)> {
    selector.requirements().iter().filter_map(|requirement| match &requirement.operator {
        Operator::In(values) => match values.as_slice() {
            [value] => Some((requirement.key.as_str(), value.as_str())),
            _ => None,
        },
        _ => None,
    })
}

fn is_workload(object: &Object) -> bool {
    matches!((object.group(), object.kind.as_str()), ("apps" | "batch", _) | ("", "Pod" | "Service"))
}

/// Whether a label is given to pods by a controller: one of Gateways, Cilium, Calico or Kubernetes itself.
fn is_given(key: &str) -> bool {
    const GIVEN: &[&str] = &[
        "gateway.networking.k8s.io/",
        "io.cilium.",
        "io.kubernetes.",
        "projectcalico.org/",
        "reserved",
        "pod-template-hash",
        "statefulset.kubernetes.io/",
        "apps.kubernetes.io/",
        "batch.kubernetes.io/",
        "controller-revision-hash",
        "job-name",
        "topology.kubernetes.io/",
    ];
    GIVEN.iter().any(|prefix| key.starts_with(prefix))
}

/// Whether the cluster itself keeps pods in a namespace, such as those of the control plane and of DNS.
fn is_of_the_cluster(namespace: &str) -> bool {
    namespace == "kube-system" || namespace.starts_with("openshift-")
}

/// Whether a kustomization brings what is not in the document: charts, or what it fetches.
fn brings_others(kustomization: &Object) -> bool {
    let list = |key: &str| kustomization.at(&[key]).map(Node::items).unwrap_or_default();
    let is_elsewhere = |item: &Node| {
        item.text()
            .is_some_and(|text| text.contains("://") || text.contains("github.com") || text.contains("?ref="))
    };
    !list("helmCharts").is_empty()
        || ["resources", "bases", "components"].iter().any(|key| list(key).iter().any(is_elsewhere))
}

/// Groups of custom resources of which no pods and no Services are made.
const SILENT_GROUPS: &[&str] = &[
    "acme.cert-manager.io",
    "bitnami.com",
    "cert-manager.io",
    "cilium.io",
    "cloud.google.com",
    "crd.projectcalico.org",
    "external-secrets.io",
    "generators.external-secrets.io",
    "image.toolkit.fluxcd.io",
    "k8s.cni.cncf.io",
    "keda.sh",
    "kyverno.io",
    "linkerd.io",
    "metallb.io",
    "networking.gke.io",
    "networking.istio.io",
    "notification.toolkit.fluxcd.io",
    "policy.linkerd.io",
    "projectcalico.org",
    "route.openshift.io",
    "security.istio.io",
    "source.toolkit.fluxcd.io",
    "telemetry.istio.io",
    "traefik.containo.us",
    "traefik.io",
    "whereabouts.cni.cncf.io",
];

/// Whether no pods and no Services are made of objects of this kind, other than those that are read from them.
fn makes_nothing(group: &str, kind: &str) -> bool {
    match (group, kind) {
        ("monitoring.coreos.com", "Prometheus" | "PrometheusAgent" | "Alertmanager" | "ThanosRuler") => false,
        ("monitoring.coreos.com", _) | ("argoproj.io", "AppProject") => true,
        // Kubernetes' own groups have no domain, or this one.
        _ => !group.contains('.') || group.ends_with(".k8s.io") || SILENT_GROUPS.contains(&group),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::k8s::read_manifest;

    const WEB: &str = "apiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: shop, labels: { app: web } }\n\
                       spec: { containers: [{ name: web, image: web }] }\n";

    #[track_caller]
    fn check(more: &str, is_complete: bool) {
        let text = format!("{WEB}---\n{more}");
        let read = read_manifest(&text);
        let objects: Vec<&Object> = read.objects.iter().collect();
        let mut shown = Shown::new(&objects, read.resources());
        shown.note_left(&text, &read.left);
        assert_eq!(shown.all_pods("shop").is_some(), is_complete, "{more}");
    }

    #[test]
    fn a_release_an_operator_and_a_variant_bring_what_is_not_shown() {
        check("", true);
        check("apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: shop }\n", true);
        check(
            "apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: { name: a, namespace: shop }\n",
            true,
        );
        check(
            "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: { name: db, namespace: shop }\n",
            false,
        );
        check(
            "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: { name: db, namespace: bank }\n",
            true,
        );
        let release = "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: a, namespace: flux }\n";
        check(&format!("{release}spec: {{ targetNamespace: shop }}\n"), false);
        check(release, true);
        check(
            "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: all, namespace: argocd }\n",
            false,
        );
        check(WEB, false);
        let of_cluster = WEB.replace("shop", "kube-system");
        let read = read_manifest(&of_cluster);
        let objects: Vec<&Object> = read.objects.iter().collect();
        assert!(Shown::new(&objects, read.resources()).all_pods("kube-system").is_none());
        check("namespace: shop\nresources: [web.yaml]\n", false);
        check("namespace: shop\nreplicas: 3\n", true);
    }

    #[test]
    fn pods_are_found_by_their_labels() {
        let read = read_manifest(WEB);
        let objects: Vec<&Object> = read.objects.iter().collect();
        let shown = Shown::new(&objects, read.resources());
        let selected = |selector: &Selector| shown.selected("shop", selector).len();
        assert_eq!(selected(&Selector::equal("app", "web")), 1);
        assert_eq!(selected(&Selector::equal("app", "db")), 0);
        assert_eq!(selected(&Selector::default()), 1);
    }
}
