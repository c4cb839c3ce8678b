//! The rules: one file each, named for what is wrong. A check looks at what a document says and reports problems;
//! it changes nothing. Where a program can mend a problem, the problem carries the edit.
//!
//! Precision comes first: a chart pasted from a wiki declares nothing, so what is only guessed about it is reported
//! as worth knowing at most, and once.

mod allow_arrow;
mod append_objects;
mod arrow;
mod cluster;
mod cover;
mod design;
mod draw_arrow;
mod drop_undrawn;
mod dns_view;
mod load_balancer;
mod move_to_free;
mod plan_view;
mod policy_block;
mod routed_hosts;
mod routing_view;
mod shown;
mod special_ranges;
mod subject;
mod walk;
mod words;
mod written_in;
mod written_policy;

mod address_kept_by_cloud;
mod aks_forbidden_range;
mod aks_limits;
mod arrow_depends;
mod attachment_outside_subnet;
mod backend_port_missing;
mod backend_service_missing;
mod block_of_pod_addresses;
mod block_of_service_addresses;
mod blocked_arrow;
mod calico_block_size;
mod cilium_default_pool;
mod closed_entrance;
mod cloud_subnet_size;
mod cluster_beyond_limits;
mod cluster_ip_outside_range;
mod cname_at_apex;
mod colliding_ranges;
mod conflicting_records;
mod covered_rule;
mod dns_egress_forgotten;
mod docker_bridge_range;
mod dual_stack_mismatch;
mod duplicate_node_text;
mod duplicate_route;
mod eks_service_range;
mod eks_subnet_zones;
mod empty_peers_allow_all;
mod equal_priorities;
mod external_name_is_address;
mod flannel_ignores_policies;
mod gateway_class_missing;
mod gke_pod_blocks;
mod governing_service_missing;
mod host_in_no_zone;
mod host_in_other_view;
mod ingress_class_missing;
mod issuer_missing;
mod host_network_selected;
mod l2_announcements;
mod listener_without_routes;
mod load_balancer_address_outside_pools;
mod load_balancer_address_taken;
mod load_balancer_without_provider;
mod local_traffic_with_l2_announcements;
mod mesh_clusters_overlap;
mod misspelt_link_end;
mod namespace_without_default_deny;
mod namespace_without_label;
mod node_blocks_too_few;
mod node_port_range;
mod node_port_taken;
mod nodes_do_not_fit;
mod object_not_found;
mod outside_reaches_data_store;
mod overlapping_load_balancer_pools;
mod overlapping_prefixes;
mod parent_gateway_missing;
mod partly_blocked_arrow;
mod peer_selects_nothing;
mod pods_exceed_node_block;
mod policy_changes_nothing;
mod policy_not_asked;
mod policy_of_another_network;
mod policy_selects_nothing;
mod pool_holds_subnet_edges;
mod prefix_outside_parent;
mod private_address_in_public_zone;
mod public_addresses_inside;
mod record_in_no_zone;
mod record_target_mismatch;
mod reference_without_grant;
mod regex_path;
mod route_not_admitted;
mod route_without_tls;
mod rule_never_reached;
mod service_address_band;
mod service_family_missing;
mod service_port_in_policy;
mod service_range_too_large;
mod service_range_too_small;
mod service_selects_nothing;
mod service_target_port;
mod service_without_endpoints;
mod shared_address_space;
mod special_purpose_range;
mod tls_hosts_differ;
mod tls_secret_missing;
mod two_writers_of_one_zone;
mod undrawn_flows;
mod unmatched_port_name;
mod versions;
mod unprotected_workloads;
mod wildcard_hidden;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod measure;

use crate::diagnostic::{Problem, Rule};
use crate::document::Document;
use crate::mermaid::Flowchart;
use crate::model::Model;
pub use arrow::about_arrow;
pub use cluster::Cluster;
pub use design::Design;
pub use policy_not_asked::find as not_asked;
use std::sync::Arc;
pub use subject::Subject;

/// Adds what is found in a design to the list.
type DesignCheck = fn(&Design<'_>, &mut Vec<Problem>);

/// Adds what is found in a design with its objects to the list.
type ObjectCheck = fn(&Subject<'_>, &mut Vec<Problem>);

/// One rule with its check.
#[derive(Debug)]
struct Check<Run> {
    /// What it looks for.
    rule: &'static Rule,
    /// Looks.
    run: Run,
}

/// The checks of charts, facts and addresses.
static DESIGN_CHECKS: &[Check<DesignCheck>] = &[
    Check { rule: &overlapping_prefixes::RULE, run: overlapping_prefixes::check },
    Check { rule: &prefix_outside_parent::RULE, run: prefix_outside_parent::check },
    Check { rule: &colliding_ranges::RULE, run: colliding_ranges::check },
    Check { rule: &node_blocks_too_few::RULE, run: node_blocks_too_few::check },
    Check { rule: &dual_stack_mismatch::RULE, run: dual_stack_mismatch::check },
    Check { rule: &service_range_too_large::RULE, run: service_range_too_large::check },
    Check { rule: &service_range_too_small::RULE, run: service_range_too_small::check },
    Check { rule: &pods_exceed_node_block::RULE, run: pods_exceed_node_block::check },
    Check { rule: &nodes_do_not_fit::RULE, run: nodes_do_not_fit::check },
    Check { rule: &cluster_beyond_limits::RULE, run: cluster_beyond_limits::check },
    Check { rule: &service_address_band::RULE, run: service_address_band::check },
    Check { rule: &node_port_range::RULE, run: node_port_range::check },
    Check { rule: &cloud_subnet_size::RULE, run: cloud_subnet_size::check },
    Check { rule: &address_kept_by_cloud::RULE, run: address_kept_by_cloud::check },
    Check { rule: &eks_service_range::RULE, run: eks_service_range::check },
    Check { rule: &eks_subnet_zones::RULE, run: eks_subnet_zones::check },
    Check { rule: &gke_pod_blocks::RULE, run: gke_pod_blocks::check },
    Check { rule: &aks_forbidden_range::RULE, run: aks_forbidden_range::check },
    Check { rule: &aks_limits::RULE, run: aks_limits::check },
    Check { rule: &docker_bridge_range::RULE, run: docker_bridge_range::check },
    Check { rule: &special_purpose_range::RULE, run: special_purpose_range::check },
    Check { rule: &shared_address_space::RULE, run: shared_address_space::check },
    Check { rule: &public_addresses_inside::RULE, run: public_addresses_inside::check },
    Check { rule: &cilium_default_pool::RULE, run: cilium_default_pool::check },
    Check { rule: &overlapping_load_balancer_pools::RULE, run: overlapping_load_balancer_pools::check },
    Check { rule: &pool_holds_subnet_edges::RULE, run: pool_holds_subnet_edges::check },
    Check { rule: &l2_announcements::RULE, run: l2_announcements::check },
    Check { rule: &calico_block_size::RULE, run: calico_block_size::check },
    Check { rule: &mesh_clusters_overlap::RULE, run: mesh_clusters_overlap::check },
    Check { rule: &attachment_outside_subnet::RULE, run: attachment_outside_subnet::check },
    Check { rule: &object_not_found::RULE, run: object_not_found::check },
    Check { rule: &misspelt_link_end::RULE, run: misspelt_link_end::check },
    Check { rule: &duplicate_node_text::RULE, run: duplicate_node_text::check },
    Check { rule: &outside_reaches_data_store::RULE, run: outside_reaches_data_store::check },
    Check { rule: &route_without_tls::RULE, run: route_without_tls::check },
    Check { rule: &namespace_without_default_deny::RULE, run: namespace_without_default_deny::check_drawing },
    Check { rule: &flannel_ignores_policies::RULE, run: flannel_ignores_policies::check },
];

/// The checks of Kubernetes objects and of DNS zones.
static OBJECT_CHECKS: &[Check<ObjectCheck>] = &[
    Check { rule: &blocked_arrow::RULE, run: blocked_arrow::check },
    Check { rule: &partly_blocked_arrow::RULE, run: partly_blocked_arrow::check },
    Check { rule: &arrow_depends::RULE, run: arrow_depends::check },
    Check { rule: &undrawn_flows::RULE, run: undrawn_flows::check },
    Check { rule: &host_in_other_view::RULE, run: host_in_other_view::check },
    Check { rule: &private_address_in_public_zone::RULE, run: private_address_in_public_zone::check },
    Check { rule: &cname_at_apex::RULE, run: cname_at_apex::check },
    Check { rule: &two_writers_of_one_zone::RULE, run: two_writers_of_one_zone::check },
    Check { rule: &conflicting_records::RULE, run: conflicting_records::check },
    Check { rule: &record_in_no_zone::RULE, run: record_in_no_zone::check },
    Check { rule: &wildcard_hidden::RULE, run: wildcard_hidden::check },
    Check { rule: &record_target_mismatch::RULE, run: record_target_mismatch::check },
    Check { rule: &namespace_without_default_deny::RULE, run: namespace_without_default_deny::check },
    Check { rule: &policy_selects_nothing::RULE, run: policy_selects_nothing::check },
    Check { rule: &unmatched_port_name::RULE, run: unmatched_port_name::check },
    Check { rule: &dns_egress_forgotten::RULE, run: dns_egress_forgotten::check },
    Check { rule: &unprotected_workloads::RULE, run: unprotected_workloads::check },
    Check { rule: &policy_changes_nothing::RULE, run: policy_changes_nothing::check },
    Check { rule: &covered_rule::RULE, run: covered_rule::check },
    Check { rule: &policy_not_asked::RULE, run: policy_not_asked::check },
    Check { rule: &closed_entrance::RULE, run: closed_entrance::check },
    Check { rule: &host_network_selected::RULE, run: host_network_selected::check },
    Check { rule: &service_port_in_policy::RULE, run: service_port_in_policy::check },
    Check { rule: &namespace_without_label::RULE, run: namespace_without_label::check },
    Check { rule: &block_of_service_addresses::RULE, run: block_of_service_addresses::check },
    Check { rule: &block_of_pod_addresses::RULE, run: block_of_pod_addresses::check },
    Check { rule: &policy_of_another_network::RULE, run: policy_of_another_network::check },
    Check { rule: &equal_priorities::RULE, run: equal_priorities::check },
    Check { rule: &peer_selects_nothing::RULE, run: peer_selects_nothing::check },
    Check { rule: &empty_peers_allow_all::RULE, run: empty_peers_allow_all::check },
    Check { rule: &duplicate_route::RULE, run: duplicate_route::check },
    Check { rule: &backend_service_missing::RULE, run: backend_service_missing::check },
    Check { rule: &backend_port_missing::RULE, run: backend_port_missing::check },
    Check { rule: &host_in_no_zone::RULE, run: host_in_no_zone::check },
    Check { rule: &ingress_class_missing::RULE, run: ingress_class_missing::check },
    Check { rule: &tls_secret_missing::RULE, run: tls_secret_missing::check },
    Check { rule: &issuer_missing::RULE, run: issuer_missing::check },
    Check { rule: &tls_hosts_differ::RULE, run: tls_hosts_differ::check },
    Check { rule: &route_not_admitted::RULE, run: route_not_admitted::check },
    Check { rule: &parent_gateway_missing::RULE, run: parent_gateway_missing::check },
    Check { rule: &listener_without_routes::RULE, run: listener_without_routes::check },
    Check { rule: &gateway_class_missing::RULE, run: gateway_class_missing::check },
    Check { rule: &reference_without_grant::RULE, run: reference_without_grant::check },
    Check { rule: &rule_never_reached::RULE, run: rule_never_reached::check },
    Check { rule: &regex_path::RULE, run: regex_path::check },
    Check { rule: &service_selects_nothing::RULE, run: service_selects_nothing::check },
    Check { rule: &service_target_port::RULE, run: service_target_port::check },
    Check { rule: &service_without_endpoints::RULE, run: service_without_endpoints::check },
    Check { rule: &node_port_taken::RULE, run: node_port_taken::check },
    Check { rule: &load_balancer_address_taken::RULE, run: load_balancer_address_taken::check },
    Check { rule: &load_balancer_without_provider::RULE, run: load_balancer_without_provider::check },
    Check {
        rule: &load_balancer_address_outside_pools::RULE,
        run: load_balancer_address_outside_pools::check,
    },
    Check { rule: &external_name_is_address::RULE, run: external_name_is_address::check },
    Check {
        rule: &local_traffic_with_l2_announcements::RULE,
        run: local_traffic_with_l2_announcements::check,
    },
    Check { rule: &service_family_missing::RULE, run: service_family_missing::check },
    Check { rule: &cluster_ip_outside_range::RULE, run: cluster_ip_outside_range::check },
    Check { rule: &governing_service_missing::RULE, run: governing_service_missing::check },
    Check { rule: &versions::ingress_version::RULE, run: versions::ingress_version::check },
    Check { rule: &versions::ingress_class_annotation::RULE, run: versions::ingress_class_annotation::check },
    Check { rule: &versions::ingress_nginx::RULE, run: versions::ingress_nginx::check },
    Check { rule: &versions::gateway_api_version::RULE, run: versions::gateway_api_version::check },
    Check { rule: &versions::network_policy_version::RULE, run: versions::network_policy_version::check },
    Check { rule: &versions::admin_network_policy::RULE, run: versions::admin_network_policy::check },
    Check { rule: &versions::pod_security_policy::RULE, run: versions::pod_security_policy::check },
    Check { rule: &versions::pod_autoscaler_version::RULE, run: versions::pod_autoscaler_version::check },
    Check {
        rule: &versions::disruption_budget_version::RULE,
        run: versions::disruption_budget_version::check,
    },
    Check { rule: &versions::endpoints_object::RULE, run: versions::endpoints_object::check },
    Check { rule: &versions::kube_proxy_ipvs::RULE, run: versions::kube_proxy_ipvs::check },
    Check { rule: &versions::service_external_ips::RULE, run: versions::service_external_ips::check },
    Check { rule: &versions::service_load_balancer_ip::RULE, run: versions::service_load_balancer_ip::check },
    Check { rule: &versions::traefik_group::RULE, run: versions::traefik_group::check },
    Check { rule: &versions::istio_version::RULE, run: versions::istio_version::check },
    Check { rule: &versions::cilium_version::RULE, run: versions::cilium_version::check },
    Check { rule: &versions::cert_manager_version::RULE, run: versions::cert_manager_version::check },
    Check { rule: &versions::frozen_image_registry::RULE, run: versions::frozen_image_registry::check },
    Check { rule: &versions::removed_version::RULE, run: versions::removed_version::check },
];

/// What checks of policies find in manifests, each problem with the index of its object: what no policy protects, and
/// policies and rules that say nothing, or nothing new. In the order of the objects.
pub fn about_policies(cluster: &Cluster<'_>) -> Vec<(usize, Problem)> {
    let checks = [
        unprotected_workloads::find,
        policy_selects_nothing::find,
        policy_changes_nothing::find,
        covered_rule::find,
        equal_priorities::find,
        peer_selects_nothing::find,
        policy_not_asked::find,
        closed_entrance::find,
        host_network_selected::find,
    ];
    let mut found: Vec<_> = checks.iter().flat_map(|find| find(cluster)).collect();
    found.sort_by_key(|(object, problem)| (*object, problem.span, problem.rule.code));
    found
}

/// Every rule that a design can be found to break: those of the checks, and those that reading itself reports.
/// Each has a page under `docs/rules/`.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    let of_objects = OBJECT_CHECKS.iter().map(|check| check.rule);
    // What both look for is one rule.
    let of_designs = DESIGN_CHECKS.iter().map(|check| check.rule);
    let of_designs = of_designs.filter(|rule| !OBJECT_CHECKS.iter().any(|check| check.rule == *rule));
    of_designs
        .chain(of_objects)
        .chain(crate::yaml::RULES.iter().copied())
        .chain(crate::k8s::RULES.iter().copied())
        .chain(crate::model::RULES.iter().copied())
        .chain(crate::mermaid::RULES.iter().copied())
}

/// Runs every check. Problems are in the order of their places.
pub fn run(text: &str, document: &Document, charts: &[Arc<Flowchart>], model: &Model) -> Vec<Problem> {
    let subject = Subject::new(Design::new(text, document, charts, model));
    let mut problems = Vec::new();
    DESIGN_CHECKS.iter().for_each(|check| (check.run)(&subject, &mut problems));
    OBJECT_CHECKS.iter().for_each(|check| (check.run)(&subject, &mut problems));
    problems.extend(model.objects.refusals().iter().map(|(_, problem)| problem.clone()));
    in_order(problems)
}

/// Runs the checks of charts, facts and addresses: every check that finds something in a page that does not
/// [need the others](needs_all). They come without the code that reads Kubernetes objects.
pub fn run_on_drawing(
    text: &str,
    document: &Document,
    charts: &[Arc<Flowchart>],
    model: &Model,
) -> Vec<Problem> {
    let design = Design::new(text, document, charts, model);
    let mut problems = Vec::new();
    DESIGN_CHECKS.iter().for_each(|check| (check.run)(&design, &mut problems));
    in_order(problems)
}

/// Whether [`run`] may find more in a page than [`run_on_drawing`]: it has objects, or what looks like some, or zones.
pub fn needs_all(model: &Model) -> bool {
    let objects = &model.objects;
    !objects.objects.is_empty() || !objects.problems.is_empty() || !model.zones.is_empty()
}

fn in_order(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort_by_key(|problem| (problem.span.start, problem.span.end, problem.rule.code));
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Snapshot;

    #[test]
    fn a_page_without_objects_and_zones_is_checked_alike_by_all_and_by_those_of_drawings() {
        let charts = [
            "flowchart LR\n  internet((Internet)) --> edge[Traefik] --> db[(Orders)]\n  a[x] --> b[x]\n  wbe --> db\n",
            "flowchart LR\n  subgraph shop [Namespace shop]\n    web[Web] --> api[API]\n  end\n  policy[Network policy] --> web\n",
            "---\nnetplat:\n  cluster: { cni: flannel }\n  addresses: [{ cidr: 10.0.0.0/8, name: a }, { cidr: 10.0.0.0/8, name: b }]\n  nodes: { web: { object: Pod web } }\n---\nflowchart LR\n  policy[Network policy] --> web\n",
        ];
        for text in charts {
            let snapshot = Snapshot::new(text);
            let charts: Vec<_> = snapshot.views.iter().map(|view| Arc::clone(&view.chart)).collect();
            let of =
                |checks: crate::session::Checks| checks(text, &snapshot.document, &charts, &snapshot.model);
            let found = of(run);
            assert!(!needs_all(&snapshot.model) && !found.is_empty(), "{text}");
            assert_eq!(of(run_on_drawing), found, "{text}");
        }
    }
}
