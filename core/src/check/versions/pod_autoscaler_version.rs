use super::rewrite::{Moved, Rewrite, Under};
use super::step::{Step, steps};
use crate::check::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::Object;
use crate::text::Edit;
use crate::yaml::{Mapping, Node};

/// A HorizontalPodAutoscaler of a version that no cluster takes any more.
pub static RULE: Rule = Rule {
    code: "VE008",
    name: "removed-autoscaler-version",
    severity: Severity::Error,
    why: "The API server refuses the object, so the workload keeps the number of pods that it has, whatever the load.",
    source: "Kubernetes, \"Deprecated API Migration Guide\", v1.25 and v1.26: HorizontalPodAutoscaler",
};

static STEPS: &[Step] = &[
    Step {
        from: &["autoscaling/v2beta2"],
        kinds: &["HorizontalPodAutoscaler"],
        to: "autoscaling/v2",
        removed_in: Some((1, 26)),
    },
    Step {
        from: &["autoscaling/v2beta1"],
        kinds: &["HorizontalPodAutoscaler"],
        to: "autoscaling/v2",
        removed_in: Some((1, 25)),
    },
];

/// v2beta2 has the fields of v2; the metrics of v2beta1 say their targets in another way.
pub(in crate::check) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    for (object, step) in steps(subject, STEPS) {
        let problem = step.problem(&RULE, subject, object);
        let changes = if object.version() == "v2beta1" { metrics(subject, object) } else { Some(Vec::new()) };
        let problem = if changes.is_none() {
            problem.with_help("say what each metric aims at under `target`, with its `type`")
        } else {
            problem
        };
        problems.push(step.with_fix(problem, subject, object, changes, true));
    }
}

fn metrics(subject: &Subject<'_>, object: &Object) -> Option<Vec<Edit>> {
    let rewrite = Rewrite::new(subject, object);
    let mut edits = Vec::new();
    for metric in object.at(&["spec", "metrics"]).map_or(&[][..], Node::items) {
        for (kind, names_metric) in [
            ("resource", false),
            ("containerResource", false),
            ("pods", true),
            ("external", true),
            ("object", true),
        ] {
            let Some(node) = metric.get(kind) else { continue };
            let source = node.mapping()?;
            if kind == "object" {
                edits.push(Rewrite::rename(source.entry("target")?, "describedObject"));
            }
            if names_metric {
                edits.extend(name(&rewrite, source)?);
            }
            edits.extend(target(&rewrite, source)?);
        }
    }
    Some(edits)
}

/// `metricName` below `metric`. A selector beside it would have to move as a whole.
fn name(rewrite: &Rewrite<'_>, source: &Mapping) -> Option<Vec<Edit>> {
    if source.entry("selector").is_some() || source.entry("metricSelector").is_some() {
        return None;
    }
    let moved = Moved { from: "metricName", below: &[], to: "name" };
    rewrite.nest(source, &[moved], &Under { key: "metric", first: None })
}

/// What it aims at, below `target`.
fn target(rewrite: &Rewrite<'_>, source: &Mapping) -> Option<Vec<Edit>> {
    const TARGETS: [(&str, &str, &str); 4] = [
        ("targetAverageUtilization", "Utilization", "averageUtilization"),
        ("targetAverageValue", "AverageValue", "averageValue"),
        ("averageValue", "AverageValue", "averageValue"),
        ("targetValue", "Value", "value"),
    ];
    let mut said = TARGETS.iter().filter(|(key, ..)| source.entry(key).is_some());
    let (Some((from, kind, to)), None) = (said.next(), said.next()) else { return None };
    let moved = Moved { from, below: &[], to };
    rewrite.nest(source, &[moved], &Under { key: "target", first: Some(("type", kind)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{fixed, found};

    fn autoscaler(version: &str, metrics: &str) -> String {
        format!(
            "```yaml\napiVersion: autoscaling/{version}\nkind: HorizontalPodAutoscaler\nmetadata: {{ name: a }}\nspec:\n  maxReplicas: 3\n  metrics:\n{metrics}```\n"
        )
    }

    #[test]
    fn metrics_say_their_targets_as_the_newer_version_does() {
        let old = "  - type: Resource\n    resource:\n      name: cpu\n      targetAverageUtilization: 80 # busy\n  \
            - type: Pods\n    pods: { metricName: requests, targetAverageValue: 1k }\n  \
            - type: Object\n    object:\n      target: { kind: Ingress, name: web }\n      metricName: hits\n      targetValue: 10k\n";
        let new = "  - type: Resource\n    resource:\n      name: cpu\n      target:\n        type: Utilization\n        averageUtilization: 80 # busy\n  \
            - type: Pods\n    pods: { metric: { name: requests }, target: { type: AverageValue, averageValue: 1k } }\n  \
            - type: Object\n    object:\n      describedObject: { kind: Ingress, name: web }\n      metric:\n        name: hits\n      target:\n        type: Value\n        value: 10k\n";
        assert_eq!(fixed(&RULE, &autoscaler("v2beta1", old)), autoscaler("v2", new));
        assert_eq!(fixed(&RULE, &autoscaler("v2beta2", new)), autoscaler("v2", new));
    }

    #[test]
    fn a_metric_with_a_selector_is_left_to_the_author() {
        let metric = "  - type: External\n    external:\n      metricName: queue\n      metricSelector: { matchLabels: { a: b } }\n      targetValue: 3\n";
        let problems = found(&RULE, &autoscaler("v2beta1", metric));
        assert!(
            problems.iter().all(|problem| problem.fixes.is_empty() && problem.help.is_some())
                && problems.len() == 1
        );
    }
}
