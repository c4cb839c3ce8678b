use super::connection_set::ConnectionSet;
use super::connection_table::ConnectionTable;
use super::engine::{OutsideRange, Reach};
use super::row::Direction;
use super::workload::Workload;

impl Workload {
    /// The number of its class. Policies do not tell workloads of one class apart, neither as subjects nor as peers.
    pub fn class(&self) -> usize {
        self.end
    }
}

impl Reach {
    /// Calls `each` with every pair of classes of workloads between which something may pass, a class and itself
    /// included: that is what holds between two workloads of it.
    pub fn for_each_allowed_class(&self, mut each: impl FnMut(usize, usize, &ConnectionSet)) {
        let mut classes: Vec<usize> = self.workloads().iter().map(Workload::class).collect();
        classes.sort_unstable();
        classes.dedup();
        let mut table = self.table.clone();
        for &from in &classes {
            for &to in &classes {
                let out = self.egress.connections(from, to);
                if out == ConnectionTable::NONE {
                    continue;
                }
                let both = table.intersection(out, self.ingress.connections(to, from));
                if both != ConnectionTable::NONE {
                    each(from, to, table.set(both));
                }
            }
        }
    }

    /// The outside addresses that a workload may open connections to, or accept them from, in order: the fewest ranges
    /// that differ.
    pub fn outside_of(
        &self,
        workload: &Workload,
        direction: Direction,
    ) -> Vec<(OutsideRange, ConnectionSet)> {
        let postures = match direction {
            Direction::Egress => &self.egress,
            Direction::Ingress => &self.ingress,
        };
        let ranges = self.outside_ranges(workload.end, postures);
        ranges.into_iter().map(|(range, connections)| (range, self.table.set(connections).clone())).collect()
    }
}
