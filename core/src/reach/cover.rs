//! Whether what one rule says, another says as well, whatever pods there are: labels and prefixes are held against each
//! other as they are written, so that the answer stays true of pods to come. Where it is not certain, it is no.

use crate::k8s::{
    Addresses, NAMESPACE_NAME, Namespaces, Operator, Peer, PeerKind, PodSelection, PortMatch, Ports,
    Requirement, Resources, Rule, Selector,
};
use crate::net::Cidr;

/// Whether `wide` is about all ends and ports that `narrow` is about. What they do is not looked at.
pub(super) fn covers_rule(resources: &Resources, wide: &Rule, narrow: &Rule) -> bool {
    let by_subject = match (&wide.subject, &narrow.subject) {
        (None, _) => true,
        (Some(wide), Some(narrow)) => covers_selection(resources, wide, narrow),
        (Some(_), None) => false,
    };
    // What depends on more than ends and ports covers nothing.
    by_subject
        && !wide.is_partial
        && covers_all(wide.peers.as_deref(), narrow.peers.as_deref(), |a, b| covers_peer(resources, a, b))
        && covers_all(wide.ports.as_deref(), narrow.ports.as_deref(), covers_port)
}

/// Whether all pods that `narrow` selects are selected by `wide`.
pub(super) fn covers_selection(resources: &Resources, wide: &PodSelection, narrow: &PodSelection) -> bool {
    covers_namespaces(resources, &wide.namespaces, &narrow.namespaces)
        && covers_selector(&wide.pods, &narrow.pods)
        && covers_selector(&wide.accounts, &narrow.accounts)
        && (wide.addresses.is_none() || wide.addresses == narrow.addresses)
}

/// Whether each of `narrow` lies in one of `wide`; none stands for everything.
fn covers_all<T>(wide: Option<&[T]>, narrow: Option<&[T]>, covers: impl Fn(&T, &T) -> bool) -> bool {
    match (wide, narrow) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(wide), Some(narrow)) => narrow.iter().all(|it| wide.iter().any(|around| covers(around, it))),
    }
}

fn covers_namespaces(resources: &Resources, wide: &Namespaces, narrow: &Namespaces) -> bool {
    match (wide, narrow) {
        (wide, Namespaces::Named(name)) => resources.selects_namespace(wide, name),
        (Namespaces::Named(name), Namespaces::Matching(narrow)) => {
            covers_selector(&Selector::equal(NAMESPACE_NAME, name), narrow)
        }
        (Namespaces::Matching(wide), Namespaces::Matching(narrow)) => covers_selector(wide, narrow),
    }
}

fn covers_selector(wide: &Selector, narrow: &Selector) -> bool {
    let follows = |wanted: &Requirement| narrow.requirements().iter().any(|known| implies(known, wanted));
    wide == narrow || (wide.expression().is_none() && wide.requirements().iter().all(follows))
}

/// Whether `wanted` holds wherever `known` does.
fn implies(known: &Requirement, wanted: &Requirement) -> bool {
    let within = |these: &[String], those: &[String]| these.iter().all(|it| those.contains(it));
    known.key == wanted.key
        && match (&known.operator, &wanted.operator) {
            (Operator::In(known), Operator::In(wanted)) => within(known, wanted),
            (Operator::In(known), Operator::NotIn(wanted)) => !known.iter().any(|it| wanted.contains(it)),
            (Operator::NotIn(known), Operator::NotIn(wanted)) => within(wanted, known),
            (Operator::DoesNotExist, Operator::NotIn(_) | Operator::DoesNotExist) => true,
            (Operator::In(_) | Operator::Exists, Operator::Exists) => true,
            _ => false,
        }
}

fn covers_peer(resources: &Resources, wide: &Peer, narrow: &Peer) -> bool {
    match (&wide.kind, &narrow.kind) {
        (PeerKind::Pods(wide), PeerKind::Pods(narrow)) => covers_selection(resources, wide, narrow),
        (PeerKind::Block { cidr, except }, PeerKind::Block { cidr: inner, except: left_out }) => {
            covers_prefixes(&[*cidr], except, &[*inner], left_out)
        }
        (PeerKind::Networks(wide), PeerKind::Networks(narrow)) => covers_prefixes(wide, &[], narrow, &[]),
        (PeerKind::World, PeerKind::Outside(_)) => true,
        (PeerKind::Outside(wide), PeerKind::Outside(narrow)) => covers_addresses(wide, narrow),
        (wide, narrow) => wide == narrow,
    }
}

fn covers_addresses(wide: &Addresses, narrow: &Addresses) -> bool {
    covers_prefixes(&wide.within, &wide.except, &narrow.within, &narrow.except)
}

/// Whether each prefix of `narrow` lies in one of `wide`, and nothing that `wide` leaves out is left in `narrow`.
fn covers_prefixes(wide: &[Cidr], except: &[Cidr], narrow: &[Cidr], left_out: &[Cidr]) -> bool {
    let is_left_out = |taken: &Cidr| {
        left_out.iter().any(|it| it.contains(taken)) || !narrow.iter().any(|it| it.overlaps(taken))
    };
    narrow.iter().all(|it| wide.iter().any(|around| around.contains(it))) && except.iter().all(is_left_out)
}

fn covers_port(wide: &PortMatch, narrow: &PortMatch) -> bool {
    let by_protocol = wide.protocol.is_none() || wide.protocol == narrow.protocol;
    by_protocol
        && match (&wide.ports, &narrow.ports) {
            (Ports::All, _) => true,
            (Ports::Range(first, last), Ports::Range(from, to)) => first <= from && to <= last,
            (wide, narrow) => wide == narrow,
        }
}
