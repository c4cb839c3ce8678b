//! How long each rule takes over a large plan.

use super::{CHECKS, Subject};
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

/// Run with `cargo test --release -p netplat-core --lib measure -- --ignored --nocapture`. The whole is to stay near
/// ten milliseconds: in a browser it takes a few times as long, and the budget there is fifty.
#[test]
#[ignore = "prints times"]
fn the_time_of_each_rule_over_ten_thousand_prefixes() {
    let text = large_plan();
    let document = Document::read(&text);
    let (model, _) = crate::model::build(&text, &document, &[]);
    assert_eq!(model.plan.len(), 10_000);
    let start = Instant::now();
    let subject = Subject::new(&text, &document, &[], &model);
    println!("{:>9.3} ms subject", start.elapsed().as_secs_f64() * 1e3);
    let mut all = 0.0;
    for check in CHECKS {
        let mut problems = Vec::new();
        let start = Instant::now();
        (check.run)(&subject, &mut problems);
        let time = start.elapsed().as_secs_f64() * 1e3;
        all += time;
        println!("{time:>9.3} ms {} {}, {} found", check.rule.code, check.rule.name, problems.len());
    }
    println!("{all:>9.3} ms all rules");
}
