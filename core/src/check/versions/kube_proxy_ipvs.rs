use super::rewrite::Rewrite;
use super::step::kubernetes;
use crate::check::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::KubeProxy;
use crate::text::Edit;

/// kube-proxy with IPVS.
pub static RULE: Rule = Rule {
    code: "VE011",
    name: "deprecated-ipvs-mode",
    severity: Severity::Warning,
    why: "IPVS has been deprecated in kube-proxy since Kubernetes 1.35. It never did all that a Service can say and fell back \
          on iptables for the rest; nftables, stable since 1.33, does it with fewer rules.",
    source: "KEP-5495 (Deprecate ipvs mode in kube-proxy); KEP-3866 (nftables kube-proxy mode)",
};

/// In kube-proxy's configuration, and in the facts. The fix is to be looked at: nftables needs Linux 5.13.
pub(in crate::check) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    if kubernetes(subject).is_some_and(|said| said < (1, 35)) {
        return;
    }
    let problem = |span, edit: Option<Edit>| {
        let problem = Problem::new(&RULE, span, "kube-proxy's mode ipvs is deprecated since Kubernetes 1.35")
            .with_help(
                "use nftables (Linux 5.13 or newer), or a network plugin that takes kube-proxy's place",
            );
        match edit {
            Some(edit) => problem.with_fix("Write nftables", edit, false),
            None => problem,
        }
    };
    for object in &subject.model.objects.objects {
        let mode = object.at(&["mode"]).filter(|_| object.kind == "KubeProxyConfiguration");
        if let Some(mode) = mode.filter(|mode| mode.text() == Some("ipvs")) {
            problems.push(problem(mode.span, Rewrite::new(subject, object).set(&["mode"], "nftables")));
        }
    }
    let said = subject.model.clusters.iter().filter_map(|cluster| cluster.kube_proxy.as_ref());
    for mode in said.filter(|mode| mode.value == KubeProxy::Ipvs) {
        let span = mode.evidence.span();
        let is_plain = span.slice(subject.text) == "ipvs";
        problems.push(problem(span, is_plain.then(|| Edit::replace(span, "nftables"))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, fixed};

    #[test]
    fn the_mode_is_found_in_the_configuration_and_in_the_facts() {
        let text = |kubernetes: &str, mode: &str| {
            format!(
                "---\nnetplat: {{ cluster: {{ kubernetes: \"{kubernetes}\", kubeProxy: {mode} }} }}\n---\n\n```yaml\napiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nmode: ipvs\n```\n"
            )
        };
        let line = "warning `ipvs` kube-proxy's mode ipvs is deprecated since Kubernetes 1.35";
        check(&RULE, &text("1.36", "ipvs"), &format!("{line}\n{line}"));
        check(&RULE, &text("1.34", "ipvs"), "");
        let once = fixed(&RULE, &text("1.36", "ipvs"));
        assert_eq!(once, text("1.36", "nftables"));
        check(&RULE, &fixed(&RULE, &once), "");
    }
}
