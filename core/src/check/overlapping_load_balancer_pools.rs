use super::Design;
use super::move_to_free::MoveToFree;
use super::plan_view::shown;
use crate::diagnostic::{Problem, Rule, Severity};
use crate::model::{EntrySource, PlanEntry, Role};
use crate::net::Family;

/// Two pools hand out the same load balancer addresses.
pub static RULE: Rule = Rule {
    code: "AP029",
    name: "overlapping-load-balancer-pools",
    severity: Severity::Error,
    why: "An address in two pools may be given to two Services, and two nodes then answer for it. Cilium marks a pool \
          that overlaps with another as conflicting and hands out nothing from it.",
    source: "Cilium documentation, \"LB IPAM\" (conflicts)",
};

/// Each pool is held against the one that reaches farthest of those that begin before it.
pub(super) fn check(subject: &Design<'_>, problems: &mut Vec<Problem>) {
    let pools = subject.model.plan.iter().enumerate();
    let mut pools: Vec<_> = pools.filter(|(_, entry)| entry.role.value == Role::LoadBalancers).collect();
    pools.sort_by_key(|(_, pool)| {
        let (family, first, last) = pool.range.numbers();
        (family, first, std::cmp::Reverse(last), pool.range_span.start)
    });
    let mut moves = MoveToFree::new(subject);
    let mut farthest: Option<(Family, u128, Pool<'_>)> = None;
    for (index, pool) in pools {
        let (family, first, last) = pool.range.numbers();
        let before = farthest.filter(|(of, ..)| *of == family);
        if let Some((_, reach, other)) = before
            && reach >= first
        {
            problems.extend(judge(other, (index, pool), &mut moves));
        }
        if before.is_none_or(|(_, reach, _)| last > reach) {
            farthest = Some((family, last, (index, pool)));
        }
    }
}

/// A pool with its index in the plan.
type Pool<'a> = (usize, &'a PlanEntry);

/// Where neither is part of the other, the one that stands further down can move.
fn judge(one: Pool<'_>, other: Pool<'_>, moves: &mut MoveToFree<'_>) -> Option<Problem> {
    let is_first = one.1.range_span.start <= other.1.range_span.start;
    let moved = if is_first { other.0 } else { one.0 };
    let (one, other) = (one.1, other.1);
    let is_object = |pool: &PlanEntry| matches!(pool.source, EntrySource::Object(_));
    let (first, second) = if is_first { (one, other) } else { (other, one) };
    let nests = one.range.contains(&other.range) && !one.range.same_addresses(&other.range);
    let severity = match (is_object(one), is_object(other)) {
        // The plan names the addresses that an object then hands out.
        (true, false) | (false, true) if one.range.contains(&other.range) => return None,
        (true, true) => Severity::Error,
        // A range of the plan may be divided into pools.
        _ if nests => Severity::Info,
        _ => Severity::Error,
    };
    let common = first.range.intersection(&second.range)?;
    let message = format!("{} and {} both hand out {common}", shown(first), shown(second));
    let problem = Problem::new(&RULE, second.range_span, message)
        .with_severity(severity)
        .with_related(first.range_span, format!("{} is here", shown(first)));
    Some(if severity == Severity::Error { moves.offer(problem, moved) } else { problem })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{check, fixed, plan};

    #[test]
    fn a_prefix_that_is_a_second_pool_can_move_to_free_addresses() {
        let plan_of = |second: &str| {
            plan(&format!(
                "cidr: 10.0.0.0/24, name: lan, role: subnet\ncidr: 10.0.0.64/28, name: a, role: load-balancers\n\
                 cidr: {second}, name: b, role: load-balancers"
            ))
        };
        assert_eq!(fixed(&RULE, &plan_of("10.0.0.64/28")), plan_of("10.0.0.80/28"));
    }

    #[test]
    fn pools_that_cross_are_an_error_and_pools_within_are_worth_knowing() {
        check(
            &RULE,
            &plan(
                "range: 10.0.0.10-10.0.0.60, name: a, role: load-balancers\nrange: 10.0.0.50-10.0.0.90, name: b, role: load-balancers\n\
                 range: 10.0.0.80-10.0.0.85, name: c, role: load-balancers\nrange: 10.0.1.1-10.0.1.9, role: load-balancers",
            ),
            "error `10.0.0.50-10.0.0.90` a (10.0.0.10-10.0.0.60) and b (10.0.0.50-10.0.0.90) both hand out 10.0.0.50-10.0.0.60\n\
             info `10.0.0.80-10.0.0.85` b (10.0.0.50-10.0.0.90) and c (10.0.0.80-10.0.0.85) both hand out 10.0.0.80-10.0.0.85",
        );
    }
}
