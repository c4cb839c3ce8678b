//! A second evaluator, which looks at one pod, one protocol and one port at a time and shares nothing with the engine
//! but the policies themselves; and random clusters to hold the two against each other.

use super::{Asked, ComparedEnd, ConnectionSet, Difference, Direction, Outcome, Reach, verdict};
use crate::k8s::{
    ACCOUNT_NAME, Action, Addresses, ContainerPort, Expression, Labels, NAMESPACE_NAME, Namespaces, Operator,
    Order, Owner, Peer, PeerKind, Pod, PodSelection, Policy, PortMatch, Ports, Requirement, Resources, Rule,
    Selector, TextTest, Tier,
};
use crate::net::{Cidr, Protocol};
use crate::text::Span;
use proptest::prelude::*;
use std::net::IpAddr;

/// One end of a single connection.
#[derive(Clone, Copy)]
enum End<'a> {
    Pod(&'a Pod),
    Address(IpAddr),
}

/// Whether a connection from `from` to `to` is allowed, as the specification puts it.
fn is_allowed(cluster: &Resources, from: End<'_>, to: End<'_>, protocol: Protocol, port: u16) -> bool {
    let target = match to {
        End::Pod(pod) => Some(pod),
        End::Address(_) => None,
    };
    let passes = |subject: End<'_>, other: End<'_>, direction: Direction| match subject {
        End::Pod(pod) => one_way(cluster, pod, other, direction, target, protocol, port),
        End::Address(_) => true,
    };
    passes(from, to, Direction::Egress) && passes(to, from, Direction::Ingress)
}

fn one_way(
    cluster: &Resources,
    subject: &Pod,
    other: End<'_>,
    direction: Direction,
    target: Option<&Pod>,
    protocol: Protocol,
    port: u16,
) -> bool {
    let rules = |policy: &'_ Policy| match direction {
        Direction::Ingress => policy.ingress.clone(),
        Direction::Egress => policy.egress.clone(),
    };
    let about: Vec<&Policy> = cluster
        .policies
        .iter()
        .filter(|policy| rules(policy).is_some() && selects(cluster, &policy.subject, subject))
        .collect();
    let matches = |rule: &Rule| {
        let by_peer = rule
            .peers
            .as_ref()
            .is_none_or(|peers| peers.iter().any(|peer| is_peer(cluster, &peer.kind, other)));
        let by_port = rule
            .ports
            .as_ref()
            .is_none_or(|ports| ports.iter().any(|it| is_port(it, target, protocol, port)));
        by_peer && by_port
    };
    let mut tiers: Vec<Tier> = about.iter().map(|policy| policy.tier).collect();
    tiers.sort();
    tiers.dedup();
    for tier in tiers {
        let mut of_tier: Vec<&Policy> = about.iter().copied().filter(|policy| policy.tier == tier).collect();
        of_tier.sort_by_key(|policy| (policy.order, &policy.name));
        let mut all = of_tier.iter().flat_map(|policy| rules(policy).unwrap_or_default());
        let is_about = |rule: &Rule| rule.subject.as_ref().is_none_or(|it| selects(cluster, it, subject));
        match all.find(|rule| is_about(rule) && matches(rule)).map(|rule| rule.action) {
            Some(Action::Allow) => return true,
            Some(Action::Deny) => return false,
            Some(Action::Pass) => {}
            None if of_tier.iter().any(|policy| policy.isolates) => return false,
            None => {}
        }
    }
    true
}

fn selects(cluster: &Resources, selection: &PodSelection, pod: &Pod) -> bool {
    let in_namespace = match &selection.namespaces {
        Namespaces::Named(name) => *name == pod.namespace,
        Namespaces::Matching(selector) => has(selector, &cluster.namespaces[&pod.namespace]),
    };
    let account = Labels::from([(ACCOUNT_NAME.to_owned(), pod.account.clone())]);
    // Addresses that are not known lie in no prefix but the one of all.
    let by_address = selection.addresses.as_ref().is_none_or(|it| match pod.addresses.as_slice() {
        [] => it.within.iter().any(|cidr| cidr.to_string() == "0.0.0.0/0"),
        known => known.iter().any(|&address| {
            it.within.iter().any(|cidr| holds(cidr, address))
                && !it.except.iter().any(|cidr| holds(cidr, address))
        }),
    });
    in_namespace
        && has(&selection.pods, &pod.labels)
        && has(&selection.accounts, &account)
        && by_address
        && !pod.host_network
}

fn has(selector: &Selector, labels: &Labels) -> bool {
    let expressed = selector.expression().is_none_or(|it| is_true(it, labels));
    expressed
        && selector.requirements().iter().all(|Requirement { key, operator }| {
            match (operator, labels.get(key)) {
                (Operator::In(values), Some(value)) => values.contains(value),
                (Operator::NotIn(values), Some(value)) => !values.contains(value),
                (Operator::Exists, Some(_)) | (Operator::NotIn(_) | Operator::DoesNotExist, None) => true,
                (Operator::DoesNotExist, Some(_)) | (Operator::In(_) | Operator::Exists, None) => false,
            }
        })
}

fn is_true(expression: &Expression, labels: &Labels) -> bool {
    match expression {
        Expression::Label(requirement) => has(&Selector::new(vec![requirement.clone()]), labels),
        Expression::Text(key, test, text) => match (labels.get(key), test) {
            (None, _) => false,
            (Some(value), TextTest::Contains) => value.contains(text),
            (Some(value), TextTest::StartsWith) => value.starts_with(text),
            (Some(value), TextTest::EndsWith) => value.ends_with(text),
        },
        Expression::All(parts) => parts.iter().all(|part| is_true(part, labels)),
        Expression::Any(parts) => parts.iter().any(|part| is_true(part, labels)),
        Expression::Not(part) => !is_true(part, labels),
    }
}

fn is_peer(cluster: &Resources, peer: &PeerKind, other: End<'_>) -> bool {
    match (peer, other) {
        (PeerKind::Pods(selection), End::Pod(pod)) => selects(cluster, selection, pod),
        (PeerKind::Outside(Addresses { within, except }), End::Address(address)) => {
            within.iter().any(|cidr| holds(cidr, address)) && !except.iter().any(|cidr| holds(cidr, address))
        }
        (PeerKind::Block { cidr, except }, End::Address(address)) => {
            holds(cidr, address) && !except.iter().any(|except| holds(except, address))
        }
        (PeerKind::World, End::Address(_)) => true,
        (PeerKind::Networks(cidrs), End::Address(address)) => cidrs.iter().any(|cidr| holds(cidr, address)),
        _ => false,
    }
}

fn holds(cidr: &Cidr, address: IpAddr) -> bool {
    Cidr::containing(address, cidr.length()).is_some_and(|around| around == *cidr)
}

fn is_port(ports: &PortMatch, target: Option<&Pod>, protocol: Protocol, port: u16) -> bool {
    let by_protocol = ports.protocol.is_none_or(|it| it == protocol);
    by_protocol
        && match &ports.ports {
            Ports::All => true,
            Ports::Range(first, last) => (*first..=*last).contains(&port),
            Ports::Named(name) => target.is_some_and(|pod| {
                pod.ports
                    .iter()
                    .any(|it| it.name.as_ref() == Some(name) && it.protocol == protocol && it.port == port)
            }),
        }
}

const NAMESPACES: [&str; 3] = ["a", "b", "c"];
/// What rules and pods mention, and one beside each.
const PORTS: [u16; 8] = [1, 79, 80, 81, 82, 8080, 8081, 65_535];
const ADDRESSES: [&str; 8] =
    ["0.0.0.0", "9.255.255.255", "10.0.0.0", "10.1.0.0", "10.1.255.255", "10.2.0.0", "fd00::1", "fe80::1"];

fn any_labels() -> impl Strategy<Value = Labels> {
    prop::collection::btree_map(
        prop::sample::select(vec!["x", "y"]),
        prop::sample::select(vec!["1", "2"]),
        0..3,
    )
    .prop_map(|labels| labels.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect())
}

fn any_selector() -> impl Strategy<Value = Selector> {
    let values = prop::collection::vec(prop::sample::select(vec!["1".to_owned(), "2".to_owned()]), 1..3);
    let operator = prop_oneof![
        3 => values.clone().prop_map(Operator::In),
        1 => values.prop_map(Operator::NotIn),
        1 => Just(Operator::Exists),
        1 => Just(Operator::DoesNotExist),
    ];
    let key = prop::sample::select(vec!["x".to_owned(), "y".to_owned()]);
    let requirement = (key, operator).prop_map(|(key, operator)| Requirement { key, operator });
    prop_oneof![
        3 => prop::collection::vec(requirement.clone(), 0..2).prop_map(Selector::new),
        1 => any_expression(requirement).prop_map(Selector::expressed),
    ]
}

/// What Calico's selectors can say besides.
fn any_expression(
    requirement: impl Strategy<Value = Requirement> + 'static,
) -> impl Strategy<Value = Expression> {
    let test = prop::sample::select(vec![TextTest::Contains, TextTest::StartsWith, TextTest::EndsWith]);
    let leaf = prop_oneof![
        3 => requirement.prop_map(Expression::Label),
        1 => test.prop_map(|test| Expression::Text("x".to_owned(), test, "1".to_owned())),
    ];
    leaf.prop_recursive(2, 6, 2, |inner| {
        let some = prop::collection::vec(inner.clone(), 0..3);
        prop_oneof![
            some.clone().prop_map(Expression::all),
            some.prop_map(Expression::Any),
            inner.prop_map(|it| Expression::Not(Box::new(it))),
        ]
    })
}

fn any_namespace() -> impl Strategy<Value = String> {
    prop::sample::select(NAMESPACES.to_vec()).prop_map(str::to_owned)
}

fn any_selection() -> impl Strategy<Value = PodSelection> {
    let namespaces = prop_oneof![
        any_namespace().prop_map(Namespaces::Named),
        any_namespace().prop_map(|name| Namespaces::Matching(Selector::equal(NAMESPACE_NAME, &name))),
        any_selector().prop_map(Namespaces::Matching),
    ];
    let accounts = prop_oneof![
        6 => Just(Selector::default()),
        1 => Just(Selector::equal(ACCOUNT_NAME, "robot")),
    ];
    let cidrs = prop::collection::vec(any_cidr(), 1..3);
    let addresses = (cidrs, prop::collection::vec(any_cidr(), 0..2))
        .prop_map(|(within, except)| Addresses { within, except });
    (namespaces, any_selector(), accounts, prop::option::weighted(0.15, addresses)).prop_map(
        |(namespaces, pods, accounts, addresses)| PodSelection { namespaces, pods, accounts, addresses },
    )
}

fn any_pod() -> impl Strategy<Value = Pod> {
    let port = (
        prop::option::of(Just("web".to_owned())),
        prop::sample::select(vec![80u16, 81, 8080]),
        any_protocol(),
    )
        .prop_map(|(name, port, protocol)| ContainerPort { name, port, protocol });
    let account = prop::sample::select(vec!["default".to_owned(), "robot".to_owned()]);
    let address = prop::sample::select(vec!["10.0.0.9", "10.1.0.9", "192.0.2.9"]);
    let addresses = prop::collection::vec(address.prop_map(|it| it.parse().expect("an address")), 0..2);
    (any_namespace(), any_labels(), prop::collection::vec(port, 0..3), account, addresses).prop_map(
        |(namespace, labels, ports, account, addresses)| {
            let owner = Owner { kind: "Pod".to_owned(), name: String::new() };
            let (name, host_network, object) = (String::new(), false, 0);
            Pod { namespace, name, owner, labels, account, ports, addresses, host_network, object }
        },
    )
}

fn any_protocol() -> impl Strategy<Value = Protocol> {
    prop::sample::select(Protocol::ALL.to_vec())
}

fn any_cidr() -> impl Strategy<Value = Cidr> {
    let all = ["0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "10.0.0.0/15", "::/0", "fd00::/8"];
    prop::sample::select(all.to_vec()).prop_map(|text| text.parse::<Cidr>().expect("a prefix"))
}

fn any_peer() -> impl Strategy<Value = Peer> {
    let cidr = any_cidr;
    let block = (cidr(), prop::collection::vec(cidr(), 0..2)).prop_map(|(cidr, except)| {
        let except = except.into_iter().filter(|it| cidr.contains(it) && cidr != *it).collect();
        PeerKind::Block { cidr, except }
    });
    let outside = (prop::collection::vec(cidr(), 1..3), prop::collection::vec(cidr(), 0..2))
        .prop_map(|(within, except)| PeerKind::Outside(Addresses { within, except }));
    let kind = prop_oneof![
        4 => any_selection().prop_map(PeerKind::Pods),
        2 => block,
        1 => outside,
        1 => Just(PeerKind::World),
        1 => prop::collection::vec(cidr(), 1..3).prop_map(PeerKind::Networks),
    ];
    kind.prop_map(|kind| Peer { span: Span::default(), kind })
}

fn any_rule() -> impl Strategy<Value = Rule> {
    let ports = prop_oneof![
        1 => Just(Ports::All),
        2 => (prop::sample::select(vec![80u16, 81]), 0u16..2).prop_map(|(first, more)| Ports::Range(first, first + more)),
        1 => Just(Ports::Range(81, 8080)),
        2 => Just(Ports::Named("web".to_owned())),
    ];
    let port = (prop::option::weighted(0.8, any_protocol()), ports)
        .prop_map(|(protocol, ports)| PortMatch { protocol, ports });
    let action = prop::sample::select(vec![Action::Allow, Action::Deny, Action::Pass]);
    let peers = prop::option::weighted(0.8, prop::collection::vec(any_peer(), 0..3));
    let subject = prop::option::weighted(0.1, any_selection());
    let ports = prop::option::of(prop::collection::vec(port, 0..3));
    (action, subject, peers, ports).prop_map(|(action, subject, peers, ports)| Rule {
        span: Span::default(),
        name: None,
        action,
        subject,
        peers,
        ports,
        is_partial: false,
    })
}

fn any_policy() -> impl Strategy<Value = Policy> {
    let tier = prop_oneof![
        4 => Just(Tier::Namespace),
        1 => Just(Tier::Deny),
        2 => Just(Tier::Admin),
        1 => Just(Tier::Baseline),
        1 => (prop::sample::select(vec![10, 2_000, 90_000_000]), 0u16..2)
            .prop_map(|(order, number)| Tier::Own(Order::whole(order), number)),
    ];
    let rules = || prop::option::weighted(0.7, prop::collection::vec(any_rule(), 0..3));
    let order = (0i64..3).prop_map(Order::whole);
    (tier, order, any_selection(), rules(), rules()).prop_map(|(tier, order, subject, ingress, egress)| {
        Policy {
            object: 0,
            span: Span::default(),
            kind: String::new(),
            namespace: None,
            name: String::new(),
            tier,
            order,
            isolates: false,
            subject,
            ingress,
            egress,
        }
    })
}

fn any_cluster() -> impl Strategy<Value = Resources> {
    let namespaces = prop::collection::vec(any_labels(), NAMESPACES.len());
    let pods = prop::collection::vec(any_pod(), 1..5);
    (namespaces, pods, prop::collection::vec(any_policy(), 0..6)).prop_map(|(labels, pods, mut policies)| {
        for (index, policy) in policies.iter_mut().enumerate() {
            policy.name = format!("p{index}");
            policy.isolates = match policy.tier {
                Tier::Namespace | Tier::Own(..) => index % 4 != 0,
                Tier::Deny | Tier::Admin | Tier::Baseline => false,
            };
            if policy.tier == Tier::Deny {
                let rules = policy.ingress.iter_mut().chain(&mut policy.egress).flatten();
                rules.for_each(|rule| rule.action = Action::Deny);
            }
            // The order of equal priorities is undefined.
            if matches!(policy.tier, Tier::Admin | Tier::Baseline) {
                policy.order = Order::whole((index as i64 * 7) % 10);
            }
        }
        let mut namespaces = std::collections::BTreeMap::new();
        for (name, mut labels) in NAMESPACES.iter().zip(labels) {
            labels.insert(NAMESPACE_NAME.to_owned(), (*name).to_owned());
            namespaces.insert((*name).to_owned(), labels);
        }
        Resources { namespaces, pods, policies, ..Resources::default() }
    })
}

/// Whether the verdict cuts all connections into parts, and says of the certain ones what the engine says.
fn explains(cluster: &Resources, from: Asked, to: Asked, found: &ConnectionSet) -> Result<(), TestCaseError> {
    let verdict = verdict(cluster, from, to);
    let mut all = ConnectionSet::default();
    for part in &verdict.parts {
        prop_assert!(all.intersection(&part.connections).is_empty(), "{:?}", verdict);
        all = all.union(&part.connections);
        match part.outcome {
            Outcome::Allow => prop_assert_eq!(&part.connections.intersection(found), &part.connections),
            Outcome::Deny => prop_assert!(part.connections.intersection(found).is_empty(), "{:?}", part),
            Outcome::Depends(_) => {}
        }
    }
    prop_assert!(all.is_all());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_engine_says_what_looking_at_each_pod_and_port_says(cluster in any_cluster()) {
        let reach = Reach::new(&cluster);
        let ports: Vec<(Protocol, u16)> =
            Protocol::ALL.into_iter().flat_map(|protocol| PORTS.map(|port| (protocol, port))).collect();
        let addresses: Vec<IpAddr> = ADDRESSES.iter().map(|text| text.parse().expect("an address")).collect();
        for (from, source) in cluster.pods.iter().enumerate() {
            for (to, target) in cluster.pods.iter().enumerate().filter(|(to, _)| *to != from) {
                let found = reach.between(from, to);
                explains(&cluster, Asked::Pod(from), Asked::Pod(to), &found)?;
                for &(protocol, port) in &ports {
                    let expected = is_allowed(&cluster, End::Pod(source), End::Pod(target), protocol, port);
                    prop_assert_eq!(found.contains(protocol, port), expected, "{} to {}: {} {}", from, to, protocol, port);
                }
            }
            for &address in addresses.iter().filter(|address| reach.knows_family(**address)) {
                let (out, into) = (reach.to_outside(from, address), reach.from_outside(address, from));
                explains(&cluster, Asked::Pod(from), Asked::Address(address), &out)?;
                explains(&cluster, Asked::Address(address), Asked::Pod(from), &into)?;
                for &(protocol, port) in &ports {
                    let outgoing = is_allowed(&cluster, End::Pod(source), End::Address(address), protocol, port);
                    prop_assert_eq!(out.contains(protocol, port), outgoing, "{} to {}: {} {}", from, address, protocol, port);
                    let incoming = is_allowed(&cluster, End::Address(address), End::Pod(source), protocol, port);
                    prop_assert_eq!(into.contains(protocol, port), incoming, "{} to {}: {} {}", address, from, protocol, port);
                }
            }
        }
    }

    #[test]
    fn a_difference_has_every_pair_whose_answers_differ_and_no_other(old in any_cluster(), new in any_cluster()) {
        let [old, new] = [old, new].map(|mut cluster| {
            for (index, pod) in cluster.pods.iter_mut().enumerate() {
                pod.name = format!("pod{index}");
                pod.owner = Owner { kind: "Pod".to_owned(), name: pod.name.clone() };
            }
            cluster
        });
        let (before, after) = Reach::pair(&old, &new);
        let difference = Difference::new(&before, &after);
        let mut changes = Vec::new();
        difference.for_each(|change| {
            changes.push((change.from, change.to, change.before.clone(), change.after.clone()));
        });
        let count = changes.len();
        let change = |is_meant: &dyn Fn(ComparedEnd, ComparedEnd) -> bool| {
            let mut found = changes.iter().filter(|(from, to, _, _)| is_meant(*from, *to));
            let first = found.next().map(|(_, _, before, after)| (before.clone(), after.clone()));
            (first, found.count())
        };
        let pod = |reach: &Reach, workload: Option<usize>| {
            workload.and_then(|index| reach.workloads().get(index)).and_then(super::Workload::pod)
        };
        let workloads = difference.workloads();
        let mut expected = 0;
        for (from, source) in workloads.iter().enumerate() {
            for (to, target) in workloads.iter().enumerate().filter(|(to, _)| *to != from) {
                let asked = |reach: &Reach, from: Option<usize>, to: Option<usize>| {
                    let pods = pod(reach, from).zip(pod(reach, to));
                    pods.map(|(from, to)| reach.between(from, to)).unwrap_or_default()
                };
                let sets = (asked(&before, source.old, target.old), asked(&after, source.new, target.new));
                let (found, more) = change(&|a, b| (a, b) == (ComparedEnd::Workload(from), ComparedEnd::Workload(to)));
                prop_assert_eq!(more, 0);
                expected += usize::from(sets.0 != sets.1);
                prop_assert_eq!(found, (sets.0 != sets.1).then_some(sets));
            }
            for address in ADDRESSES.iter().map(|text| text.parse::<IpAddr>().expect("an address")) {
                let holds = |end| matches!(end, ComparedEnd::Outside(range) if range.range().is_some_and(|range| range.contains_address(address)));
                let asked = |reach: &Reach, workload: Option<usize>| {
                    pod(reach, workload).map(|pod| (reach.to_outside(pod, address), reach.from_outside(address, pod))).unwrap_or_default()
                };
                let (was, is) = (asked(&before, source.old), asked(&after, source.new));
                let (found, more) = change(&|a, b| a == ComparedEnd::Workload(from) && holds(b));
                prop_assert_eq!(more, 0);
                prop_assert_eq!(found, (was.0 != is.0).then_some((was.0, is.0)));
                let (found, more) = change(&|a, b| holds(a) && b == ComparedEnd::Workload(from));
                prop_assert_eq!(more, 0);
                prop_assert_eq!(found, (was.1 != is.1).then_some((was.1, is.1)));
            }
        }
        let inside = changes.iter().filter(|(from, to, _, _)| matches!((from, to), (ComparedEnd::Workload(_), ComparedEnd::Workload(_))));
        prop_assert_eq!(inside.count(), expected, "of {}", count);
    }
}
