use crate::check::Subject;
use crate::diagnostic::{Problem, Rule, Severity};

/// Endpoints, which EndpointSlices have taken the place of.
pub static RULE: Rule = Rule {
    code: "VE010",
    name: "deprecated-endpoints",
    severity: Severity::Info,
    why: "Endpoints have been deprecated since Kubernetes 1.33. They hold one family of addresses and a thousand of them at \
          most; what has been added since stands in EndpointSlices alone, and readers of Endpoints go.",
    source: "KEP-4974 (Deprecate v1.Endpoints); Kubernetes documentation, \"EndpointSlices\"",
};

/// There is no fix: a slice is an object of its own for each family and set of ports.
pub(in crate::check) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let objects = &subject.model.objects.objects;
    for object in objects.iter().filter(|it| it.api_version == "v1" && it.kind == "Endpoints") {
        let message = format!("{object} is deprecated: EndpointSlice has taken its place");
        let help = format!(
            "write an EndpointSlice (discovery.k8s.io/v1) with the label `kubernetes.io/service-name: {}`, an `addressType`, the \
             addresses under `endpoints`, and the ports",
            object.name
        );
        problems.push(Problem::new(&RULE, object.name_span(), message).with_help(help));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn endpoints_are_told_of_slices() {
        let endpoints =
            "```yaml\napiVersion: v1\nkind: Endpoints\nmetadata: { name: db }\nsubsets: []\n```\n";
        check(&RULE, endpoints, "info `db` Endpoints db is deprecated: EndpointSlice has taken its place");
    }
}
