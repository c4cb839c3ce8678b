use super::rewrite::{Rewrite, joined};
use crate::check::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::Object;
use crate::text::Edit;
use crate::yaml::NewValue;

/// An Ingress that names its class in an annotation.
pub static RULE: Rule = Rule {
    code: "VE002",
    name: "ingress-class-annotation",
    severity: Severity::Warning,
    why: "The annotation has been deprecated since Kubernetes 1.18. It names no object, so a slip in it leaves the Ingress to \
          no controller or to all of them, and controllers drop it one after the other.",
    source: "Kubernetes documentation, \"Ingress: Deprecated annotation\"",
};

const ANNOTATION: &str = "kubernetes.io/ingress.class";

/// The fix is certain where the document has the class as an object.
pub(in crate::check) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let objects = &subject.model.objects.objects;
    for object in objects.iter().filter(|object| object.kind == "Ingress") {
        let Some((class, span)) = object.annotation(ANNOTATION) else { continue };
        let message = format!("{object} names its class {class} in an annotation");
        let problem = Problem::new(&RULE, span, message)
            .with_help("say it as `spec.ingressClassName`, which names an IngressClass");
        let is_class = |other: &Object| other.kind == "IngressClass" && other.name == class;
        problems.push(match moved(subject, object, class) {
            Some(edit) => {
                let title = format!("Write ingressClassName: {class}");
                problem.with_fix(title, edit, objects.iter().any(is_class))
            }
            None => problem,
        });
    }
}

/// Where the field says a class already, the annotation goes: with both the API server refuses the object.
fn moved(subject: &Subject<'_>, object: &Object, class: &str) -> Option<Edit> {
    let rewrite = Rewrite::new(subject, object);
    let spec = object.at(&["spec"])?;
    let mut edits = vec![rewrite.remove_annotation(ANNOTATION)?];
    if spec.get("ingressClassName").is_none() {
        edits.push(rewrite.add(spec, &[("ingressClassName", NewValue::Text(class))])?);
    }
    joined(edits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, fixed};

    #[test]
    fn the_annotation_becomes_the_field() {
        let ingress = |above: &str, below: &str| {
            format!(
                "```yaml\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\n{above}spec:\n  defaultBackend: {{ service: {{ name: web, port: {{ number: 80 }} }} }} # c\n{below}```\n"
            )
        };
        let old = ingress("  annotations:\n    kubernetes.io/ingress.class: public # why\n", "");
        check(&RULE, &old, "warning `public` Ingress web names its class public in an annotation");
        assert_eq!(fixed(&RULE, &old), ingress("", "  ingressClassName: public\n"));
        let two = ingress(
            "  annotations: { a: b, kubernetes.io/ingress.class: public }\n",
            "  ingressClassName: public\n",
        );
        assert_eq!(fixed(&RULE, &two), ingress("  annotations: { a: b }\n", "  ingressClassName: public\n"));
    }
}
