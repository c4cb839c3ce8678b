use super::Design;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::PlanEntry;
use crate::plan::{NodeBlocks, PodSettings, node_blocks};

/// A pod prefix that cannot be dealt out to nodes as it says.
pub static RULE: Rule = Rule {
    code: "AP007",
    name: "node-blocks-too-few",
    severity: Severity::Error,
    why: "Each node gets a block of the pod prefix. Blocks wider than the prefix cannot be given out at all, and more than \
          2^16 blocks are refused.",
    source: "kube-controller-manager --node-cidr-mask-size, kubeadm's validation of networking.podSubnet",
};

/// The most bits between the pod prefix and a node's block.
const MOST_BITS: u8 = 16;

pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    for (index, entry) in subject.model.plan.iter().enumerate() {
        if let Some(blocks) = node_blocks(entry, &PodSettings::at(subject.model, &subject.plan, index)) {
            problems.extend(judge(entry, &blocks));
        } else if let Some(mask) = entry.node_mask
            && entry.range.cidr().is_some_and(|prefix| mask > prefix.family().bits())
        {
            let bits = entry.range.family().bits();
            problems.push(Problem::new(
                &RULE,
                entry.range_span,
                format!("node mask /{mask}: {} ends at /{bits}", entry.range.family()),
            ));
        }
    }
}

fn judge(entry: &PlanEntry, blocks: &NodeBlocks) -> Option<Problem> {
    let mask = blocks.mask;
    let length = entry.range.prefix()?;
    let by_default = if blocks.declared { "" } else { ", the default" };
    let Some(nodes) = blocks.nodes else {
        let message =
            format!("{} ({}) has no room for a node's block of /{mask}{by_default}", entry.name, entry.range);
        let help = format!("widen the prefix, or set `nodeMask` to {length} or more");
        return Some(guessed_is_milder(
            entry,
            Problem::new(&RULE, entry.range_span, message).with_help(help),
        ));
    };
    if mask - length > MOST_BITS {
        let message = format!(
            "{} ({}) would have {nodes} blocks of /{mask}{by_default}; at most 65536 are allowed",
            entry.name, entry.range
        );
        let help = format!("set `nodeMask` to {} or less", length + MOST_BITS);
        return Some(guessed_is_milder(
            entry,
            Problem::new(&RULE, entry.range_span, message).with_help(help),
        ));
    }
    None
}

/// Where nobody said that the prefix is for pods, or how it is cut, another scheme may be at work.
fn guessed_is_milder(entry: &PlanEntry, problem: Problem) -> Problem {
    let said = entry.role.evidence.is_declared() || entry.node_mask.is_some();
    if said { problem } else { problem.with_severity(Severity::Info) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, plan};

    #[test]
    fn a_block_wider_than_the_prefix_cannot_be_given_out() {
        check(
            &RULE,
            &plan("cidr: 10.244.0.0/25, name: pods, role: pods"),
            "error `10.244.0.0/25` pods (10.244.0.0/25) has no room for a node's block of /24, the default",
        );
    }

    #[test]
    fn more_than_sixteen_bits_of_blocks_are_refused() {
        check(
            &RULE,
            &plan("cidr: fd00::/40, name: pods, role: pods"),
            "error `fd00::/40` pods (fd00::/40) would have 16777216 blocks of /64, the default; at most 65536 are allowed",
        );
    }

    #[test]
    fn the_usual_blocks_are_fine() {
        check(&RULE, &plan("cidr: 10.244.0.0/16, role: pods, nodeMask: 24\ncidr: fd00::/48, role: pods"), "");
    }
}
