use super::rewrite::Rewrite;
use super::step::{Step, steps};
use crate::check::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::Object;
use crate::text::Edit;
use crate::yaml::{NewValue, Node};

/// An object of another kind of a version that no cluster takes any more.
pub static RULE: Rule = Rule {
    code: "VE019",
    name: "removed-api-version",
    severity: Severity::Error,
    why: "The API server refuses the object; of a set that is applied together, the rest may be there without it.",
    source: "Kubernetes, \"Deprecated API Migration Guide\"",
};

static STEPS: &[Step] = &[
    Step {
        from: &["extensions/v1beta1", "apps/v1beta1", "apps/v1beta2"],
        kinds: &["Deployment", "DaemonSet", "ReplicaSet", "StatefulSet"],
        to: "apps/v1",
        removed_in: Some((1, 16)),
    },
    Step { from: &["batch/v1beta1"], kinds: &["CronJob"], to: "batch/v1", removed_in: Some((1, 25)) },
    Step { from: &["batch/v2alpha1"], kinds: &["CronJob"], to: "batch/v1", removed_in: Some((1, 21)) },
    Step {
        from: &["networking.k8s.io/v1beta1"],
        kinds: &["IngressClass"],
        to: "networking.k8s.io/v1",
        removed_in: Some((1, 22)),
    },
    Step {
        from: &["rbac.authorization.k8s.io/v1alpha1", "rbac.authorization.k8s.io/v1beta1"],
        kinds: &["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"],
        to: "rbac.authorization.k8s.io/v1",
        removed_in: Some((1, 22)),
    },
    Step {
        from: &["discovery.k8s.io/v1beta1"],
        kinds: &["EndpointSlice"],
        to: "discovery.k8s.io/v1",
        removed_in: Some((1, 25)),
    },
    Step {
        from: &["scheduling.k8s.io/v1alpha1", "scheduling.k8s.io/v1beta1"],
        kinds: &["PriorityClass"],
        to: "scheduling.k8s.io/v1",
        removed_in: Some((1, 22)),
    },
    Step {
        from: &["coordination.k8s.io/v1beta1"],
        kinds: &["Lease"],
        to: "coordination.k8s.io/v1",
        removed_in: Some((1, 22)),
    },
    Step {
        from: &["storage.k8s.io/v1beta1"],
        kinds: &["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment"],
        to: "storage.k8s.io/v1",
        removed_in: Some((1, 22)),
    },
];

pub(in crate::check) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    for (object, step) in steps(subject, STEPS) {
        let problem = step.problem(&RULE, subject, object);
        let changes = if step.to == "apps/v1" {
            selected(subject, object)
        } else if object.kind == "EndpointSlice" {
            // Where an endpoint stands is said by its node and zone since.
            let endpoints = object.at(&["endpoints"]).map_or(&[][..], Node::items);
            endpoints.iter().all(|endpoint| endpoint.get("topology").is_none()).then(Vec::new)
        } else {
            Some(Vec::new())
        };
        problems.push(step.with_fix(problem, subject, object, changes, true));
    }
}

/// A selector is required since; before, it was what the template's labels say where it was left out.
fn selected(subject: &Subject<'_>, object: &Object) -> Option<Vec<Edit>> {
    let spec = object.at(&["spec"])?;
    if ["rollbackTo", "templateGeneration"].iter().any(|key| spec.get(key).is_some()) {
        return None;
    }
    if spec.get("selector").is_some() {
        return Some(Vec::new());
    }
    let labels = object.at(&["spec", "template", "metadata", "labels"])?.entries();
    // A value of digits alone would be written as a number, which no label is.
    let text = |node: &'_ Node| node.text().is_some_and(|text| text.parse::<i64>().is_err());
    if !labels.iter().all(|label| text(&label.value)) {
        return None;
    }
    let labels: Option<Vec<_>> =
        labels.iter().map(|label| Some((label.key.as_str(), NewValue::Text(label.value.text()?)))).collect();
    let labels = labels.filter(|labels| !labels.is_empty())?;
    let selector = [("matchLabels", NewValue::Mapping(&labels))];
    Some(vec![Rewrite::new(subject, object).add(spec, &[("selector", NewValue::Mapping(&selector))])?])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::fixed;

    #[test]
    fn a_selector_that_was_left_out_is_what_it_was_taken_for() {
        let text = |version: &str, selector: &str| {
            format!(
                "```yaml\napiVersion: {version}\nkind: Deployment\nmetadata: {{ name: a }}\nspec:\n  template:\n    metadata: {{ labels: {{ app: a, tier: \"on\" }} }}\n    spec: {{ containers: [] }} # c\n{selector}```\n"
            )
        };
        let selector = "  selector: { matchLabels: { app: a, tier: \"on\" } }\n";
        assert_eq!(fixed(&RULE, &text("extensions/v1beta1", "")), text("apps/v1", selector));
        assert_eq!(fixed(&RULE, &text("apps/v1beta2", selector)), text("apps/v1", selector));
    }

    #[test]
    fn others_change_their_version_alone() {
        let text = |version: &str| {
            format!(
                "```yaml\napiVersion: {version}\nkind: CronJob\nmetadata: {{ name: a }}\nspec: {{ schedule: \"@daily\" }} # c\n```\n"
            )
        };
        assert_eq!(fixed(&RULE, &text("batch/v1beta1")), text("batch/v1"));
    }
}
