use std::cmp::Ordering;

/// Policies that are asked as a whole before those of the next tier: what one tier decides, no later one is asked about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Tier {
    /// Before all others: what Cilium's policies deny, whatever others allow.
    Deny,
    /// Policies of the cluster that come before those of the namespaces.
    Admin,
    /// NetworkPolicy, what Cilium's policies allow, and Calico's `default` tier: what one selects is denied unless one
    /// allows it.
    Namespace,
    /// Policies of the cluster for what is left.
    Baseline,
    /// A tier of Calico's own: its order, and its number among those of the same order.
    Own(Order, u16),
}

impl Tier {
    /// Where Calico puts a tier whose order nobody says, and which a policy names all the same: before its default one.
    pub const UNKNOWN: Order = Order::just_before(DEFAULT);

    /// When it is asked. The numbers are those that Calico gives its built-in tiers, by its documentation of tiers.
    fn order(self) -> (Order, u16) {
        match self {
            Self::Deny => (Order::FIRST, 0),
            Self::Admin => (ADMIN, 0),
            Self::Namespace => (DEFAULT, 0),
            Self::Baseline => (BASELINE, 0),
            Self::Own(order, number) => (order, number.saturating_add(1)),
        }
    }
}

const ADMIN: Order = Order::whole(1_000);
const DEFAULT: Order = Order::whole(1_000_000);
const BASELINE: Order = Order::whole(10_000_000);

impl PartialOrd for Tier {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Tier {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order().cmp(&other.order())
    }
}

/// The place of a policy within its tier, or of a tier among tiers: the lower is asked first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Order(
    /// Thousandths, since Calico's orders may be fractions.
    i64,
);

impl Order {
    /// Before all others.
    pub const FIRST: Self = Self(i64::MIN);
    /// After all others: where Calico puts what has no order.
    pub const LAST: Self = Self(i64::MAX);
    /// Where Calico puts Kubernetes' own policies: after its own of the order 1000, since theirs are the later names.
    pub const NETWORK_POLICY: Self = Self(Self::whole(1_000).0 + 1);

    /// A whole number as an order.
    pub const fn whole(number: i64) -> Self {
        Self(number.saturating_mul(1_000))
    }

    const fn just_before(other: Self) -> Self {
        Self(other.0.saturating_sub(1))
    }

    /// A number as an order, to a thousandth.
    pub fn number(number: f64) -> Self {
        // Numbers beyond what fits are the ends of it; what is no number is 0.
        Self((number * 1_000.0).round() as i64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiers_of_calico_stand_where_their_order_says() {
        let own = |order: i64| Tier::Own(Order::whole(order), 0);
        let mut tiers = [
            own(2_000),
            Tier::Baseline,
            own(10),
            Tier::Namespace,
            Tier::Admin,
            Tier::Deny,
            Tier::Own(Order::LAST, 0),
        ];
        tiers.sort();
        assert_eq!(
            tiers,
            [
                Tier::Deny,
                own(10),
                Tier::Admin,
                own(2_000),
                Tier::Namespace,
                Tier::Baseline,
                Tier::Own(Order::LAST, 0)
            ]
        );
        assert!(Order::number(0.5) > Order::whole(0) && Order::number(0.5) < Order::whole(1));
    }
}
