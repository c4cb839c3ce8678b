use super::rewrite::{Rewrite, joined};
use crate::check::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::Object;
use crate::text::Edit;
use crate::yaml::{NewValue, Node};

/// A Service that asks for its address with `loadBalancerIP`.
pub static RULE: Rule = Rule {
    code: "VE013",
    name: "service-load-balancer-ip",
    severity: Severity::Warning,
    why: "The field has been deprecated since Kubernetes 1.24: it holds one address of one family, and what it means differs from \
          one implementation to the other. Some ignore it.",
    source: "Kubernetes API, ServiceSpec.loadBalancerIP; Cilium documentation, \"LoadBalancer IP Address Management: Requesting IPs\"",
};

const CILIUM: &str = "lbipam.cilium.io/ips";

/// The fix writes Cilium's annotation where the cluster runs Cilium; it is to be looked at, for another controller may deal
/// out addresses beside it.
pub(in crate::check) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let cni = subject.model.exported_cluster().and_then(|cluster| cluster.cni.as_ref());
    let is_cilium = cni.is_some_and(|cni| cni.value == "cilium");
    for object in
        subject.model.objects.objects.iter().filter(|it| it.api_version == "v1" && it.kind == "Service")
    {
        let Some(address) = object.at(&["spec", "loadBalancerIP"]) else { continue };
        let Some(said) = address.text().filter(|said| !said.is_empty()) else { continue };
        let message = format!("{object} asks for {said} with loadBalancerIP");
        let problem = Problem::new(&RULE, address.span, message).with_help(
            "ask with the annotation of what deals out the addresses: `lbipam.cilium.io/ips` of Cilium, \
             `metallb.io/loadBalancerIPs` of MetalLB, or that of the cloud",
        );
        let edit = if is_cilium { annotated(subject, object, said) } else { None };
        problems.push(match edit {
            Some(edit) => problem.with_fix(format!("Write the annotation {CILIUM}"), edit, false),
            None => problem,
        });
    }
}

fn annotated(subject: &Subject<'_>, object: &Object, address: &str) -> Option<Edit> {
    let rewrite = Rewrite::new(subject, object);
    let metadata = object.at(&["metadata"])?;
    let annotation = [(CILIUM, NewValue::Text(address))];
    let added = match metadata.get("annotations").filter(|it| !it.entries().is_empty()) {
        Some(annotations) if annotations.get(CILIUM).is_some() => return None,
        Some(annotations) => rewrite.add(annotations, &annotation)?,
        None => rewrite.add(metadata, &[("annotations", NewValue::Mapping(&annotation))])?,
    };
    joined(vec![
        added,
        rewrite.remove(
            object.at(&["spec"]).filter(|spec: &&Node| spec.entries().len() > 1)?,
            &["loadBalancerIP"],
        )?,
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, fixed};

    fn service(cni: &str, metadata: &str, spec: &str) -> String {
        format!(
            "---\nnetplat: {{ cluster: {{ cni: {cni} }} }}\n---\n\n```yaml\napiVersion: v1\nkind: Service\nmetadata:\n  name: web\n{metadata}spec:\n  type: LoadBalancer # public\n{spec}```\n"
        )
    }

    #[test]
    fn cilium_is_asked_by_an_annotation() {
        let old = service("cilium", "", "  loadBalancerIP: 192.0.2.7 # ours\n");
        check(&RULE, &old, "warning `192.0.2.7` Service web asks for 192.0.2.7 with loadBalancerIP");
        assert_eq!(
            fixed(&RULE, &old),
            service("cilium", "  annotations: { lbipam.cilium.io/ips: 192.0.2.7 }\n", "")
        );
        let old = service("cilium", "  annotations:\n    a: b\n", "  loadBalancerIP: \"::7\"\n");
        assert_eq!(
            fixed(&RULE, &old),
            service("cilium", "  annotations:\n    a: b\n    lbipam.cilium.io/ips: \"::7\"\n", "")
        );
    }
}
