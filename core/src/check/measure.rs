//! How long each rule takes over a large plan.

use super::{DESIGN_CHECKS, Design, OBJECT_CHECKS, Subject};
use crate::diagnostic::{Problem, Rule};
use crate::document::Document;
use std::fmt::Write;
use std::time::Instant;

/// Ten thousand prefixes of twenty clusters in VPCs, as facts.
fn large_plan() -> String {
    let mut text = String::from("---\nnetplat:\n  clusters:\n");
    for cluster in 0..20 {
        let _ =
            writeln!(text, "    c{cluster}: {{ cni: cilium, cloud: aws, mesh: cluster-mesh, nodes: 100 }}");
    }
    text.push_str("  addresses:\n");
    for number in 0..10_000u32 {
        let (high, low) = (number / 256, number % 256);
        let cluster = number % 20;
        let role = ["vpc", "subnet", "nodes", "pods", "services", "load-balancers"][(number % 6) as usize];
        let length = [16, 24, 26, 22, 20, 27][(number % 6) as usize];
        let _ = writeln!(
            text,
            "    - {{ cidr: 10.{high}.{low}.0/{length}, name: n{number}, role: {role}, cluster: c{cluster} }}"
        );
    }
    text.push_str("---\nflowchart LR\n  web\n");
    text
}

/// A thousand objects in ten namespaces: workloads with their Services, routes and policies.
fn many_objects() -> String {
    let mut text = String::from("# A\n\n```yaml\n");
    for number in 0..250u32 {
        let namespace = number % 10;
        let meta = format!("metadata: {{ name: app{number}, namespace: n{namespace} }}");
        let labels = format!("{{ app: app{number}, tier: t{} }}", number % 3);
        let _ = write!(
            text,
            "apiVersion: apps/v1\nkind: Deployment\n{meta}\nspec:\n  selector: {{ matchLabels: {labels} }}\n  \
             template: {{ metadata: {{ labels: {labels} }}, spec: {{ containers: [{{ name: a, image: a, ports: [{{ containerPort: 8080 }}] }}] }} }}\n---\n\
             apiVersion: v1\nkind: Service\n{meta}\nspec: {{ selector: {labels}, ports: [{{ port: 80, targetPort: 8080 }}] }}\n---\n\
             apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n{meta}\nspec:\n  podSelector: {{ matchLabels: {labels} }}\n  policyTypes: [Ingress, Egress]\n  \
             ingress: [{{ from: [{{ podSelector: {{}} }}, {{ namespaceSelector: {{}} }}], ports: [{{ port: 80 }}] }}]\n  egress: [{{ to: [{{ podSelector: {{}} }}], ports: [{{ port: 80 }}] }}]\n---\n\
             apiVersion: networking.k8s.io/v1\nkind: Ingress\n{meta}\nspec:\n  rules: [{{ host: a{number}.example.com, http: {{ paths: [{{ path: /, pathType: Prefix, \
             backend: {{ service: {{ name: app{number}, port: {{ number: 80 }} }} }} }}] }} }}]\n---\n"
        );
    }
    text.push_str("```\n");
    text
}

fn print_times(text: &str, model: &crate::model::Model, document: &Document) {
    // What objects say is read once for everything that asks.
    model.objects.resources();
    let start = Instant::now();
    let subject = Subject::new(Design::new(text, document, &[], model));
    println!("{:>9.3} ms subject", start.elapsed().as_secs_f64() * 1e3);
    let mut all = 0.0;
    let mut print_time = |rule: &Rule, run: &dyn Fn(&mut Vec<Problem>)| {
        let mut problems = Vec::new();
        let start = Instant::now();
        run(&mut problems);
        let time = start.elapsed().as_secs_f64() * 1e3;
        all += time;
        println!("{time:>9.3} ms {} {}, {} found", rule.code, rule.name, problems.len());
    };
    DESIGN_CHECKS.iter().for_each(|check| print_time(check.rule, &|found| (check.run)(&subject, found)));
    OBJECT_CHECKS.iter().for_each(|check| print_time(check.rule, &|found| (check.run)(&subject, found)));
    println!("{all:>9.3} ms all rules");
}

/// Run with `cargo test --release -p netplat-core --lib measure -- --ignored --nocapture`. The whole is to stay near
/// ten milliseconds: in a browser it takes a few times as long, and the budget there is fifty.
#[test]
#[ignore = "prints times"]
fn the_time_of_each_rule_over_ten_thousand_prefixes() {
    let text = large_plan();
    let document = Document::read(&text);
    let (model, _) = crate::model::build(&text, &document, &[]);
    assert_eq!(model.plan.len(), 10_000);
    print_times(&text, &model, &document);
}

/// As above.
#[test]
#[ignore = "prints times"]
fn the_time_of_each_rule_over_a_thousand_objects() {
    let text = many_objects();
    let document = Document::read(&text);
    let (model, _) = crate::model::build(&text, &document, &[]);
    assert_eq!(model.objects.objects.len(), 1_000);
    print_times(&text, &model, &document);
}
