use super::rewrite::Rewrite;
use super::step::{Step, steps};
use crate::check::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::Object;
use crate::text::Edit;
use crate::yaml::Node;

/// An object of cert-manager's of a version that it serves no more.
pub static RULE: Rule = Rule {
    code: "VE017",
    name: "old-cert-manager-version",
    severity: Severity::Error,
    why: "cert-manager has served v1 alone since 1.6: the API server refuses the object, and the certificate is never issued or \
          not renewed.",
    source: "cert-manager documentation, \"Upgrading from v1.5 to v1.6\" and \"Migrating Deprecated API Resources\"",
};

static STEPS: &[Step] = &[
    Step {
        from: &["cert-manager.io/v1alpha2", "cert-manager.io/v1alpha3", "cert-manager.io/v1beta1"],
        kinds: &["Certificate", "CertificateRequest", "Issuer", "ClusterIssuer"],
        to: "cert-manager.io/v1",
        removed_in: None,
    },
    Step {
        from: &[
            "acme.cert-manager.io/v1alpha2",
            "acme.cert-manager.io/v1alpha3",
            "acme.cert-manager.io/v1beta1",
        ],
        kinds: &["Order", "Challenge"],
        to: "acme.cert-manager.io/v1",
        removed_in: None,
    },
];

/// Keys with another name in v1, by where they stand.
const RENAMED: &[(&str, &str)] = &[("emailSANs", "emailAddresses"), ("uriSANs", "uris")];
const SOLVERS: &[(&str, &str)] =
    &[("acmedns", "acmeDNS"), ("azuredns", "azureDNS"), ("clouddns", "cloudDNS")];
/// Keys that moved below others, with other values.
const MOVED: &[&str] = &["keyAlgorithm", "keyEncoding", "keySize", "organization"];

/// There is no fix where a key moved: its values changed as well.
pub(in crate::check) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    for (object, step) in steps(subject, STEPS) {
        let has_moved = MOVED.iter().any(|key| object.at(&["spec", key]).is_some());
        let is_request = matches!(object.kind.as_str(), "CertificateRequest" | "Order" | "Challenge");
        let problem = step.problem(&RULE, subject, object);
        let problem = if has_moved {
            problem.with_help("the key's algorithm, size and encoding stand under `privateKey` in v1, organizations under `subject`")
        } else if is_request {
            problem.with_help("cert-manager makes these itself: leave the object out")
        } else {
            problem
        };
        let changes = (!has_moved && !is_request).then(|| renamed(object));
        problems.push(step.with_fix(problem, subject, object, changes, true));
    }
}

fn renamed(object: &Object) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut rename = |node: Option<&Node>, names: &[(&str, &str)]| {
        let entries = node.map_or(&[][..], Node::entries).iter().filter(|entry| !entry.is_merged);
        for entry in entries {
            let name = names.iter().find(|(old, _)| *old == entry.key);
            edits.extend(name.map(|(_, new)| Rewrite::rename(entry, new)));
        }
    };
    rename(object.at(&["spec"]), RENAMED);
    for solver in object.at(&["spec", "acme", "solvers"]).map_or(&[][..], Node::items) {
        rename(solver.get("dns01"), SOLVERS);
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{fixed, found};

    #[test]
    fn names_change_and_what_moved_is_left_to_the_author() {
        let certificate = |version: &str, spec: &str| {
            format!(
                "```yaml\napiVersion: cert-manager.io/{version}\nkind: Certificate\nmetadata: {{ name: a }}\nspec: {spec}\n```\n"
            )
        };
        let old = certificate("v1alpha2", "{ secretName: a, uriSANs: [spiffe://a] } # c");
        assert_eq!(fixed(&RULE, &old), certificate("v1", "{ secretName: a, uris: [spiffe://a] } # c"));
        let moved = found(&RULE, &certificate("v1alpha2", "{ secretName: a, keySize: 4096 }"));
        assert!(moved.iter().all(|problem| problem.fixes.is_empty()) && moved.len() == 1);
    }
}
