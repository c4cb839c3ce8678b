use crate::check::Subject;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::k8s::Object;
use crate::text::Span;
use crate::yaml::{Node, Value};

/// The community's NGINX ingress controller, which nobody maintains any more.
pub static RULE: Rule = Rule {
    code: "VE003",
    name: "unmaintained-ingress-nginx",
    severity: Severity::Warning,
    why: "ingress-nginx has had no maintenance since March 2026: no releases and no fixes, not of vulnerabilities either, for \
          what stands between the internet and the cluster.",
    source: "Kubernetes blog, \"Ingress NGINX Retirement: What You Need to Know\", November 2025",
};

/// Said once for a document, at the controller, else at its class, else at the first annotation for it.
pub(in crate::check) fn check(subject: &Subject<'_>, problems: &mut Vec<Problem>) {
    let objects = &subject.model.objects.objects;
    let found = [controller, class, annotation].into_iter().find_map(|find| objects.iter().find_map(find));
    if let Some((what, span)) = found {
        let message = format!("{what} ingress-nginx, which has not been maintained since March 2026");
        problems.push(Problem::new(&RULE, span, message).with_help(
            "move to the Gateway API (`ingress2gateway` translates Ingresses and their annotations), or to a controller that is \
             maintained",
        ));
    }
}

fn controller(object: &Object) -> Option<(String, Span)> {
    let image = images(&object.tree).into_iter().find(|image| {
        let text = image.text().unwrap_or_default();
        text.contains("ingress-nginx/controller") || text.contains("nginx-ingress-controller:0.")
    })?;
    Some((format!("{object} runs"), image.span))
}

fn class(object: &Object) -> Option<(String, Span)> {
    let controller = object.at(&["spec", "controller"]).filter(|_| object.kind == "IngressClass")?;
    let is_nginx = controller.text() == Some("k8s.io/ingress-nginx");
    is_nginx.then(|| (format!("{object} is for"), controller.span))
}

fn annotation(object: &Object) -> Option<(String, Span)> {
    let annotations = object.at(&["metadata", "annotations"]).filter(|_| object.kind == "Ingress")?;
    let meant =
        annotations.entries().iter().find(|entry| entry.key.starts_with("nginx.ingress.kubernetes.io/"))?;
    Some((format!("{object} is written for"), meant.key_span))
}

/// Every image that containers in `node` run.
pub(super) fn images(node: &Node) -> Vec<&Node> {
    let mut found = Vec::new();
    collect(node, &mut found);
    found
}

/// The depth is that of the YAML, which is limited.
fn collect<'a>(node: &'a Node, found: &mut Vec<&'a Node>) {
    match &node.value {
        Value::Scalar(_) => {}
        Value::Sequence(list) => list.items.iter().for_each(|item| collect(item, found)),
        Value::Mapping(mapping) => {
            for entry in &mapping.entries {
                if entry.key == "image" && entry.value.text().is_some() {
                    found.push(&entry.value);
                } else {
                    collect(&entry.value, found);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::check;

    #[test]
    fn it_is_said_once_at_what_says_most() {
        let ingress = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\n  annotations:\n    nginx.ingress.kubernetes.io/ssl-redirect: \"true\"\n";
        let class = "---\napiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: { name: public }\nspec: { controller: k8s.io/ingress-nginx }\n";
        check(
            &RULE,
            &format!("```yaml\n{ingress}```\n"),
            "warning `nginx.ingress.kubernetes.io/ssl-redirect` Ingress web is written for ingress-nginx, which has not been maintained since March 2026",
        );
        check(
            &RULE,
            &format!("```yaml\n{ingress}{class}```\n"),
            "warning `k8s.io/ingress-nginx` IngressClass public is for ingress-nginx, which has not been maintained since March 2026",
        );
        check(
            &RULE,
            "```yaml\napiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: a, image: nginx }] }\n```\n",
            "",
        );
    }
}
