use super::ingress_nginx::images;
use crate::check::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::text::{Edit, Span};

/// An image from the registry that Kubernetes left.
pub static RULE: Rule = Rule {
    code: "VE018",
    name: "frozen-image-registry",
    severity: Severity::Warning,
    why: "k8s.gcr.io has been frozen since April 2023: it gets no new images and no fixes of old ones, and may be switched off. \
          registry.k8s.io has the same images under the same names.",
    source: "Kubernetes blog, \"k8s.gcr.io Image Registry Will Be Frozen From the 3rd of April 2023\"",
};

const FROZEN: &str = "k8s.gcr.io";
const REGISTRY: &str = "registry.k8s.io";

/// Images wherever an object says them: those that an operator is told to run as well.
pub(in crate::check) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    for object in &subject.model.objects.objects {
        for image in images(&object.tree) {
            let Some(name) = image.text().and_then(|text| text.strip_prefix(FROZEN)?.strip_prefix('/'))
            else {
                continue;
            };
            let message = format!("the image {name} of {object} comes from {FROZEN}, which is frozen");
            let problem = Problem::new(&RULE, image.span, message);
            let at = image.span.slice(subject.text).find(FROZEN).map(|at| image.span.start as usize + at);
            problems.push(match at.filter(|_| !image.is_alias) {
                Some(at) => {
                    let edit = Edit::replace(Span::new(at, at + FROZEN.len()), REGISTRY);
                    problem.with_fix(format!("Write {REGISTRY}"), edit, true)
                }
                None => problem.with_help(format!("write {REGISTRY} in its place")),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, fixed};

    #[test]
    fn the_registry_alone_is_written() {
        let pod = |registry: &str| {
            format!(
                "```yaml\napiVersion: v1\nkind: Pod\nmetadata: {{ name: a }}\nspec:\n  initContainers: [{{ name: b, image: nginx }}]\n  containers:\n    - image: \"{registry}/pause:3.9\" # c\n      name: a\n```\n"
            )
        };
        let old = pod("k8s.gcr.io");
        check(
            &RULE,
            &old,
            "warning `\"k8s.gcr.io/pause:3.9\"` the image pause:3.9 of Pod a comes from k8s.gcr.io, which is frozen",
        );
        assert_eq!(fixed(&RULE, &old), pod("registry.k8s.io"));
    }
}
