//! What Kubernetes objects are drawn as.

use crate::catalog::ThingKind;
use crate::k8s::Object;
use crate::yaml::Node;

/// What a node that stands for `object` is; nothing for objects that are no part of a network's picture.
pub(super) fn of(object: &Object) -> Option<ThingKind> {
    let kind = match (object.group(), object.kind.as_str()) {
        ("apps" | "extensions", "Deployment" | "ReplicaSet") | ("", "ReplicationController") => {
            ThingKind::Deployment
        }
        ("apps", "StatefulSet") => ThingKind::StatefulSet,
        ("apps" | "extensions", "DaemonSet") => ThingKind::DaemonSet,
        ("batch", "Job") => ThingKind::Job,
        ("batch", "CronJob") => ThingKind::CronJob,
        ("", "Pod") => ThingKind::Pod,
        ("", "Service") => ThingKind::Service,
        ("networking.k8s.io" | "extensions", "Ingress") => ThingKind::Ingress,
        ("gateway.networking.k8s.io", "Gateway") => ThingKind::Gateway,
        ("gateway.networking.k8s.io", kind) if kind.ends_with("Route") => ThingKind::HttpRoute,
        ("cert-manager.io", "Issuer" | "ClusterIssuer") => ThingKind::CertificateIssuer,
        (_, kind) if kind.ends_with("NetworkPolicy") => ThingKind::Policy,
        ("cilium.io", "CiliumClusterwideNetworkPolicy") => ThingKind::Policy,
        _ => {
            let runs = object.at(&["spec", "template", "spec", "containers"]).is_some();
            return runs.then_some(ThingKind::Deployment);
        }
    };
    Some(kind)
}

/// The template of the pods that `object` makes, or itself if it is one.
pub(super) fn pod_template(object: &Object) -> Option<&Node> {
    match object.kind.as_str() {
        "Pod" => Some(&object.tree),
        "CronJob" => object.at(&["spec", "jobTemplate", "spec", "template"]),
        _ => object.at(&["spec", "template"]),
    }
}

/// Whether a node that is taken for `guess`, by its author if `is_declared`, can stand for an object of `kind`.
pub(super) fn fits(guess: ThingKind, is_declared: bool, kind: ThingKind) -> bool {
    use ThingKind as Kind;
    let runs = kind.is_workload() || kind == Kind::Service;
    match guess {
        Kind::Other => kind != Kind::Policy,
        // What an inferred workload is taken for.
        Kind::Deployment if !is_declared => runs,
        guess if guess.is_workload() => guess == kind,
        Kind::Service | Kind::Ingress | Kind::HttpRoute | Kind::Policy => guess == kind,
        Kind::IngressController | Kind::Gateway => runs && guess != Kind::Gateway || kind == Kind::Gateway,
        Kind::CertificateIssuer => runs || kind == guess,
        Kind::Outside | Kind::External | Kind::Host | Kind::Network => false,
        _ => runs,
    }
}

/// Whether a guess from words may be wrong about an object that is called the same: a Deployment `api-gateway` is no
/// Gateway.
pub(super) fn is_unsure(guess: ThingKind, kind: ThingKind) -> bool {
    use ThingKind as Kind;
    !matches!(guess, Kind::Outside | Kind::External | Kind::Host | Kind::Network | Kind::Policy)
        && (kind.is_workload() || kind == Kind::Service)
}

/// Whether a guess says more than the kind of the object: that a StatefulSet is a database, a Deployment an ingress
/// controller.
pub(super) fn says_more(guess: ThingKind, kind: ThingKind) -> bool {
    use ThingKind as Kind;
    let is_general = guess.is_workload()
        || matches!(
            guess,
            Kind::Other
                | Kind::Service
                | Kind::Ingress
                | Kind::Gateway
                | Kind::HttpRoute
                | Kind::Policy
                | Kind::Outside
                | Kind::External
                | Kind::Host
                | Kind::Network
        );
    !is_general && (kind.is_workload() || kind == Kind::Service)
}

/// The kind that a word before or after a name says.
pub(super) fn by_word(word: &str) -> Option<ThingKind> {
    let kind = match word.to_ascii_lowercase().as_str() {
        "deployment" | "deploy" => ThingKind::Deployment,
        "statefulset" | "sts" => ThingKind::StatefulSet,
        "daemonset" | "ds" => ThingKind::DaemonSet,
        "job" => ThingKind::Job,
        "cronjob" | "cj" => ThingKind::CronJob,
        "pod" => ThingKind::Pod,
        "service" | "svc" => ThingKind::Service,
        "ingress" | "ing" => ThingKind::Ingress,
        "gateway" | "gw" => ThingKind::Gateway,
        "httproute" | "grpcroute" | "tlsroute" | "tcproute" | "udproute" => ThingKind::HttpRoute,
        "networkpolicy" | "netpol" => ThingKind::Policy,
        _ => return None,
    };
    Some(kind)
}

/// Whether the object's kind is mostly that of its group, so that the kind alone says which it is.
pub(super) fn is_usual_group(object: &Object) -> bool {
    let usual: &[&str] = match object.kind.as_str() {
        "Pod" | "Service" | "Namespace" | "Node" | "Secret" | "ConfigMap" => &[""],
        "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" => &["apps", "extensions"],
        "Job" | "CronJob" => &["batch"],
        "Ingress" | "IngressClass" | "NetworkPolicy" => &["networking.k8s.io", "extensions"],
        "Gateway" | "GatewayClass" | "HTTPRoute" => &["gateway.networking.k8s.io"],
        "ClusterNetworkPolicy" => &["policy.networking.k8s.io"],
        _ => return true,
    };
    usual.contains(&object.group())
}
