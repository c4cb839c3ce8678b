//! The plan as Kubernetes objects of several kinds.

use super::super::names::Taken;
use super::clusters::{left_out, object_name, source};
use crate::diagnostic::Problem;
use crate::export::Object;
use crate::model::{Model, PlanEntry, Role};
use crate::net::{Cidr, Family};
use serde_json::{Value, json};

fn each(model: &Model, role: Role) -> impl Iterator<Item = &PlanEntry> {
    model.plan.iter().filter(move |entry| entry.role.value == role)
}

/// A ServiceCIDR for each prefix of services. Objects may overlap the range that the API server was started with.
/// Source: Kubernetes API, networking.k8s.io/v1 (stable since 1.33).
pub fn service_cidrs(model: &Model, problems: &mut Vec<Problem>) -> Vec<Object> {
    let mut taken = Taken::default();
    let mut objects = Vec::new();
    for entry in each(model, Role::Services) {
        if entry.range.prefix().is_none() {
            problems.push(left_out(entry, "a ServiceCIDR takes prefixes"));
            continue;
        }
        let name = object_name(&mut taken, entry);
        objects.push(
            Object::new("networking.k8s.io/v1", "ServiceCIDR", name)
                .with_spec(json!({ "cidrs": [entry.range.to_string()] }))
                .with_source(source(entry)),
        );
    }
    objects
}

/// A CiliumLoadBalancerIPPool for each entry of load balancers, prefix or range.
/// Source: Cilium documentation, LoadBalancer IP Address Management (LB IPAM).
pub fn load_balancer_pools(model: &Model) -> Vec<Object> {
    let mut taken = Taken::default();
    each(model, Role::LoadBalancers)
        .map(|entry| {
            let block = match entry.range.cidr() {
                Some(cidr) => json!({ "cidr": cidr.to_string() }),
                None => json!({ "start": entry.range.first().to_string(), "stop": entry.range.last().to_string() }),
            };
            Object::new("cilium.io/v2", "CiliumLoadBalancerIPPool", object_name(&mut taken, entry))
                .with_spec(json!({ "blocks": [block] }))
                .with_source(source(entry))
        })
        .collect()
}

/// A Calico IPPool for each prefix of pods and of load balancers.
/// Source: Calico documentation, IPPool; `allowedUses` of load balancers since 3.30.
pub fn calico_pools(model: &Model, problems: &mut Vec<Problem>) -> Vec<Object> {
    let mut taken = Taken::default();
    let mut objects = Vec::new();
    let is_pool = |entry: &&PlanEntry| matches!(entry.role.value, Role::Pods | Role::LoadBalancers);
    for entry in model.plan.iter().filter(is_pool) {
        let Some(cidr) = entry.range.cidr() else {
            problems.push(left_out(entry, "an IPPool takes a prefix"));
            continue;
        };
        let is_pods = entry.role.value == Role::Pods;
        let mut spec =
            json!({ "cidr": cidr.to_string(), "blockSize": block_size(&cidr), "nodeSelector": "all()" });
        if is_pods {
            spec["natOutgoing"] = json!(cidr.family() == Family::V4);
        } else {
            spec["allowedUses"] = json!(["LoadBalancer"]);
        }
        objects.push(
            Object::new("projectcalico.org/v3", "IPPool", object_name(&mut taken, entry))
                .with_spec(spec)
                .with_source(source(entry)),
        );
    }
    objects
}

/// Calico's default block, or a smaller one where the pool is smaller. Sizes are 20–32 for IPv4, 116–128 for IPv6.
pub(super) fn block_size(cidr: &Cidr) -> u8 {
    let default = if cidr.family() == Family::V4 { 26 } else { 122 };
    default.max(cidr.length())
}

/// A NetworkAttachmentDefinition for each attachment: macvlan over the interface of the default route, addresses by
/// whereabouts. The plan does not say how a network is attached; that is said beside the objects.
/// Source: Kubernetes Network Custom Resource Definition De-facto Standard, whereabouts.
pub fn attachments(model: &Model, problems: &mut Vec<Problem>) -> Vec<Object> {
    let mut taken = Taken::default();
    let mut objects = Vec::new();
    for entry in each(model, Role::Attachment) {
        let Some(ipam) = whereabouts(model, entry) else {
            problems
                .push(left_out(entry, "no prefix of the plan holds this range, so its network is not known"));
            continue;
        };
        let name = object_name(&mut taken, entry);
        let config =
            json!({ "cniVersion": "1.0.0", "name": name, "type": "macvlan", "mode": "bridge", "ipam": ipam });
        problems.push(Problem::new(
            &crate::export::NOT_EXPORTED,
            entry.span,
            format!(
                "the plan does not say how {name} is attached: macvlan over the default interface is written"
            ),
        ));
        objects.push(
            Object::new("k8s.cni.cncf.io/v1", "NetworkAttachmentDefinition", name)
                .with_spec(json!({ "config": config.to_string() }))
                .with_source(source(entry)),
        );
    }
    objects
}

fn whereabouts(model: &Model, entry: &PlanEntry) -> Option<Value> {
    if let Some(cidr) = entry.range.cidr() {
        return Some(json!({ "type": "whereabouts", "range": cidr.to_string() }));
    }
    let around = model.plan.iter().filter_map(|it| it.range.cidr());
    let around = around.filter(|cidr| crate::net::AddressRange::from(*cidr).contains(&entry.range));
    let network = around.max_by_key(Cidr::length)?;
    let (first, last) = (entry.range.first().to_string(), entry.range.last().to_string());
    Some(
        json!({ "type": "whereabouts", "range": network.to_string(), "range_start": first, "range_end": last }),
    )
}
