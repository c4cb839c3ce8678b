use super::*;
use crate::document::Document;
use crate::net::AddressRange;
use proptest::prelude::*;

fn model(facts: &str) -> Model {
    let body: String = facts.lines().map(|line| format!("  {line}\n")).collect();
    let text = format!("---\nnetplat:\n{body}---\n# Nothing drawn\n");
    let (model, problems) = crate::model::build(&text, &Document::read(&text), &[]);
    assert_eq!(problems, [], "{text}");
    model
}

/// A line for each prefix and for each that is missing.
fn fitted(facts: &str, roots: &[usize], request: &str) -> Vec<String> {
    let model = model(facts);
    let found = fit(&model, &AddressPlan::of(&model), roots, &request.parse().expect(request));
    let placed = found.placed.iter().map(|it| {
        let mask = it.node_mask.map(|mask| format!(" nodes /{mask}")).unwrap_or_default();
        let room = it.room.map(|room| format!(" room {room}")).unwrap_or_default();
        format!("{} {}{mask}{room}", it.name, it.cidr)
    });
    placed.chain(found.missing.iter().map(|it| format!("{}: {}", it.name, it.why))).collect()
}

#[test]
fn three_clusters_of_both_families_fit_beside_what_is_there() {
    let facts = "addresses:
  - { cidr: 10.0.0.0/8, name: corp }
  - { cidr: 10.0.0.0/12, name: old }
  - { cidr: \"fd00::/40\", name: corp }";
    let lines = fitted(facts, &[0, 2], "nodes=200,maxPods=110,clusters=3,loadBalancers=50");
    assert_eq!(lines.len(), 24);
    assert_eq!(
        lines[..8],
        [
            "cluster-1-nodes 10.22.24.0/24 room 10.22.24.0/23",
            "cluster-1-nodes fd00:0:0:600::/64 room fd00:0:0:600::/63",
            "cluster-1-pods 10.16.0.0/16 nodes /24 room 10.16.0.0/15",
            "cluster-1-pods fd00::/56 nodes /64 room fd00::/55",
            "cluster-1-services 10.22.0.0/22 room 10.22.0.0/21",
            "cluster-1-services fd00:0:0:606::/112 room fd00:0:0:606::/111",
            "cluster-1-load-balancers 10.22.30.0/26 room 10.22.30.0/25",
            "cluster-1-load-balancers fd00::606:0:0:2:0/112 room fd00::606:0:0:2:0/111",
        ]
    );
    assert_eq!(lines[18], "cluster-3-pods 10.20.0.0/16 nodes /24 room 10.20.0.0/15");
}

#[test]
fn where_space_is_short_room_goes_before_anything_is_missing() {
    let facts = "addresses: [{ cidr: 10.0.0.0/16, name: site }]";
    assert_eq!(
        fitted(facts, &[0], "nodes=60,maxPods=110,services=250"),
        [
            "cluster-1-nodes 10.0.130.0/26 room 10.0.130.0/25",
            "cluster-1-pods 10.0.0.0/18 nodes /24 room 10.0.0.0/17",
            "cluster-1-services 10.0.128.0/24 room 10.0.128.0/23",
        ]
    );
    assert_eq!(
        fitted(facts, &[0], "nodes=120,maxPods=110,services=250"),
        [
            "cluster-1-nodes 10.0.129.0/25",
            "cluster-1-pods 10.0.0.0/17 nodes /24",
            "cluster-1-services 10.0.128.0/24",
        ]
    );
}

#[test]
fn what_cannot_fit_is_told_with_the_reason() {
    let facts = "addresses:\n  - { cidr: 10.0.0.0/16, name: site }\n  - { cidr: 10.0.0.0/18, name: old }";
    assert_eq!(
        fitted(facts, &[0], "nodes=200,maxPods=110"),
        [
            "cluster-1-nodes 10.0.72.0/24 room 10.0.72.0/23",
            "cluster-1-services 10.0.64.0/22 room 10.0.64.0/21",
            "cluster-1-pods: a /24 for 110 pods on each of 200 nodes needs a /16, and the widest free block of site is \
             10.0.128.0/17",
        ]
    );
    let many = fitted(facts, &[0], "nodes=100,maxPods=110,clusters=2");
    assert_eq!(
        many.last().map(String::as_str),
        Some(
            "cluster-2-pods: a /24 for 110 pods on each of 100 nodes needs a /17, and the free blocks of site that are as wide are taken by the others"
        )
    );
    let facts = "addresses:\n  - { cidr: 10.0.0.0/16, name: site }\n  - { cidr: 10.0.0.0/16, name: site }\n  - { range: 10.0.0.0-10.0.255.255, role: pods }\n  - { cidr: 10.0.0.0/17 }\n  - { cidr: 10.0.128.0/17 }";
    let full = fitted(facts, &[0], "nodes=3");
    assert!(full[0].ends_with("needs a /29, and nothing is free in site"), "{full:?}");
}

#[test]
fn clouds_have_their_own_sizes() {
    let fitted = |cluster: &str, request: &str| {
        let facts = format!("cluster: {{ {cluster} }}\naddresses: [{{ cidr: 10.0.0.0/8, name: corp }}]");
        let lines = fitted(&facts, &[0], request);
        lines
            .into_iter()
            .map(|line| line.split(" room").next().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    // 200 nodes with 30 addresses each and five that Amazon keeps; pods have no prefix of their own.
    assert_eq!(
        fitted("cloud: aws, instance: m5.large", "nodes=200"),
        ["cluster-1-nodes 10.0.0.0/19", "cluster-1-services 10.0.64.0/22"]
    );
    assert_eq!(
        fitted("cloud: gcp", "nodes=252,maxPods=32")[..2],
        ["cluster-1-nodes 10.0.136.0/24", "cluster-1-pods 10.0.0.0/18 nodes /26"]
    );
    // One more than fits beside what Azure keeps.
    assert_eq!(
        fitted("cloud: azure", "nodes=252,maxPods=250")[..2],
        ["cluster-1-nodes 10.2.8.0/23", "cluster-1-pods 10.0.0.0/16 nodes /24"]
    );
}

#[test]
fn names_and_clusters_of_the_plan_are_not_used_again() {
    let facts = "clusters: { cluster-1: { nodes: 3 } }\naddresses: [{ cidr: 10.0.0.0/8, name: corp }]";
    let lines = fitted(facts, &[0], "nodes=3,clusters=2");
    assert!(lines[0].starts_with("cluster-2-nodes") && lines[3].starts_with("cluster-3-nodes"), "{lines:?}");
}

#[test]
fn a_request_that_cannot_be_read_says_why() {
    for (text, why) in [
        ("", "nodes=NUMBER is missing"),
        ("nodes", "expected KEY=NUMBER, found `nodes`"),
        ("nodes=0", "nodes takes a number from 1 to 1000000, not `0`"),
        (
            "nodes=1,pods=3",
            "there is no `pods`; there are nodes, maxPods, clusters, services and loadBalancers",
        ),
    ] {
        assert_eq!(text.parse::<FitRequest>(), Err(why.to_owned()));
    }
}

/// A root and prefixes in it, and across its end.
fn any_plan() -> impl Strategy<Value = Model> {
    let taken = prop::collection::vec((0u32..1 << 20, 18u8..32), 0..30);
    taken.prop_map(|taken| {
        let lines = taken.iter().map(|(number, length)| {
            let first = std::net::Ipv4Addr::from_bits((10 << 24) + (number << 4));
            let cidr = Cidr::containing(first.into(), *length).expect("IPv4");
            format!("\n  - {{ cidr: {cidr}, name: taken }}")
        });
        model(&format!("addresses:\n  - {{ cidr: 10.0.0.0/10, name: root }}{}", lines.collect::<String>()))
    })
}

proptest! {
    #[test]
    fn new_prefixes_are_aligned_and_share_no_address_with_anything(
        model in any_plan(), nodes in 1u64..2000, max_pods in 8u32..250, clusters in 1u32..5, balanced in 0u64..100,
    ) {
        let request = FitRequest { nodes, max_pods: Some(max_pods), clusters, services: 500, load_balancers: balanced };
        let plan = AddressPlan::of(&model);
        let found = fit(&model, &plan, &[0], &request);
        let root = model.plan[0].range;
        let blocks: Vec<AddressRange> =
            found.placed.iter().map(|it| AddressRange::from(it.room.unwrap_or(it.cidr))).collect();
        for (index, (placed, block)) in found.placed.iter().zip(&blocks).enumerate() {
            prop_assert!(root.contains(block));
            prop_assert!(block.contains(&AddressRange::from(placed.cidr)));
            prop_assert!(model.plan.iter().skip(1).all(|entry| !entry.range.overlaps(block)));
            prop_assert!(blocks[..index].iter().all(|other| !other.overlaps(block)));
        }
        let wanted = clusters as usize * if balanced > 0 { 4 } else { 3 };
        prop_assert_eq!(found.placed.len() + found.missing.len(), wanted);
        prop_assert_eq!(&fit(&model, &plan, &[0], &request), &found);
    }

    #[test]
    fn what_is_free_and_what_is_taken_are_the_whole(model in any_plan(), length in 10u8..=32) {
        let plan = AddressPlan::of(&model);
        let root = model.plan[0].range;
        let free = plan.unallocated(0);
        let taken: Vec<_> = model.plan.iter().skip(1).map(|entry| entry.range).collect();
        let mut all = taken.clone();
        all.extend(free.iter().map(|block| AddressRange::from(*block)));
        prop_assert!(root.without(&all).is_empty());
        for block in &free {
            let block = AddressRange::from(*block);
            prop_assert!(root.contains(&block) && taken.iter().all(|range| !range.overlaps(&block)));
        }
        // The next free prefix is the first of all aligned ones that share no address with what is taken.
        let next = plan.first_free(0, length);
        let mut candidates = Cidr::containing(root.first(), 10).and_then(|all| all.split(length)).expect("wide enough");
        let is_free = |block: &Cidr| taken.iter().all(|range| !range.overlaps(&AddressRange::from(*block)));
        if next.is_some() || length <= 20 {
            prop_assert_eq!(next, candidates.by_ref().take(1 << 16).find(is_free));
        }
    }
}
