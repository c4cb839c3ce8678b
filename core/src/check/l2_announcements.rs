use super::Design;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::KubeProxy;

/// A policy for L2 announcements that announces nothing.
pub static RULE: Rule = Rule {
    code: "AP031",
    name: "l2-announcements-without-effect",
    severity: Severity::Error,
    why: "Cilium answers ARP for Services only when it replaces kube-proxy, and only for the kinds of addresses that \
          the policy turns on: `externalIPs` and `loadBalancerIPs` are both off unless set.",
    source: "Cilium documentation, \"L2 Announcements\" (prerequisites, IP types)",
};

pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    let policies =
        subject.model.objects.objects.iter().filter(|object| object.kind == "CiliumL2AnnouncementPolicy");
    let mut proxies = subject.model.clusters.iter().filter_map(|cluster| cluster.kube_proxy.as_ref());
    // With several clusters it is not known which one the policy belongs to.
    let proxy = proxies.next().filter(|proxy| proxy.value != KubeProxy::Replaced && proxies.next().is_none());
    for policy in policies {
        let is_on = |key| policy.at(&["spec", key]).and_then(|node| node.bool()) == Some(true);
        if policy.is_whole && !is_on("externalIPs") && !is_on("loadBalancerIPs") {
            let message = format!("{} sets neither `loadBalancerIPs` nor `externalIPs`", policy.name);
            problems.push(
                Problem::new(&RULE, policy.span, message)
                    .with_help("set `loadBalancerIPs: true` to announce the addresses of load balancers"),
            );
        }
        if let Some(proxy) = proxy {
            let message = format!(
                "{} needs Cilium in place of kube-proxy; `kubeProxy` is {}",
                policy.name,
                proxy.value.name()
            );
            problems.push(
                Problem::new(&RULE, policy.span, message)
                    .with_related(proxy.evidence.span(), "kube-proxy is kept here")
                    .with_help(
                        "set `kubeProxyReplacement: true` in Cilium's values, and `kubeProxy: replaced` here",
                    ),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    fn page(proxy: &str, spec: &str) -> String {
        format!(
            "---\nnetplat:\n  cluster: {{ cni: cilium, kubeProxy: {proxy} }}\n---\n# A\n\n```yaml\napiVersion: cilium.io/v2alpha1\n\
             kind: CiliumL2AnnouncementPolicy\nmetadata: {{ name: lan }}\nspec: {spec}\n```\n"
        )
    }

    #[test]
    fn announcements_need_a_replaced_kube_proxy_and_a_kind_of_address() {
        let policy = "apiVersion: cilium.io/v2alpha1\nkind: CiliumL2AnnouncementPolicy\nmetadata: { name: lan }\nspec:";
        check(
            &RULE,
            &page("iptables", "{ loadBalancerIPs: true }"),
            &format!(
                "error `{policy} {{ loadBalancerIPs: true }}` lan needs Cilium in place of kube-proxy; `kubeProxy` is iptables"
            ),
        );
        check(
            &RULE,
            &page("replaced", "{}"),
            &format!("error `{policy} {{}}` lan sets neither `loadBalancerIPs` nor `externalIPs`"),
        );
        check(&RULE, &page("replaced", "{ externalIPs: true }"), "");
    }
}
