//! The ranges of addresses that the rules of policies name.

use super::Subject;
use super::written_in::text_within;
use crate::k8s::{Action, PeerKind, Policy, Rule};
use crate::net::{AddressRange, Cidr};
use crate::text::Span;

/// A range that a rule names.
#[derive(Debug)]
pub(super) struct Block<'a> {
    /// The policy.
    pub(super) policy: &'a Policy,
    /// What the rule does with them.
    pub(super) action: Action,
    /// The addresses, as the rule names them.
    pub(super) cidr: Cidr,
    /// The same as a range.
    pub(super) range: AddressRange,
    /// Where they are written.
    pub(super) span: Span,
    /// Whether they are where traffic goes to.
    pub(super) is_destination: bool,
}

/// The ranges of all policies, in their order.
pub(super) fn blocks<'a>(subject: &Subject<'a>) -> Vec<Block<'a>> {
    let mut blocks = Vec::new();
    for policy in &subject.resources.policies {
        for (rules, is_destination) in [(&policy.ingress, false), (&policy.egress, true)] {
            let peers = |rule: &'a Rule| rule.peers.iter().flatten().map(|peer| (rule.action, peer));
            for (action, peer) in rules.iter().flatten().flat_map(peers) {
                let cidrs = match &peer.kind {
                    PeerKind::Block { cidr, .. } => std::slice::from_ref(cidr),
                    PeerKind::Networks(cidrs) => cidrs,
                    _ => continue,
                };
                blocks.extend(cidrs.iter().filter_map(|&cidr| {
                    let range = AddressRange::new(cidr.first(), cidr.last())?;
                    let span = text_within(subject.text, peer.span, &cidr.to_string());
                    Some(Block { policy, action, cidr, range, span, is_destination })
                }));
            }
        }
    }
    blocks
}
