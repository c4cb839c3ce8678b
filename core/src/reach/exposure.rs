use super::connection_set::ConnectionSet;
use super::engine::Reach;
use super::row::Direction;
use super::stranger::Stranger;
use super::workload::Workload;
use crate::k8s::Resources;

/// What a workload lets pods do that the input does not show, or may do to them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exposure {
    /// The workload, by its index in [`Reach::workloads`].
    pub workload: usize,
    /// Whether the strangers reach it, or it them.
    pub direction: Direction,
    /// Who.
    pub stranger: Stranger,
    /// Over which ports.
    pub connections: ConnectionSet,
}

/// What any pod that may be added could reach or be reached by, as far as the policies of the pods that are there
/// decide it; in order of the workloads. Strangers that a wider one covers are left out.
pub fn exposure(resources: &Resources) -> (Reach, Vec<Exposure>) {
    let strangers: Vec<Stranger> =
        std::iter::once(Stranger::IngressController).chain(Stranger::all(resources)).collect();
    let reach = Reach::with_strangers(resources, strangers.clone());
    let mut found = Vec::new();
    for (index, workload) in reach.workloads().iter().enumerate() {
        for direction in [Direction::Egress, Direction::Ingress] {
            let mut of_anyone = ConnectionSet::default();
            for (number, stranger) in strangers.iter().enumerate().skip(1) {
                let connections = of_stranger(&reach, workload, number, direction);
                let covered = *stranger != Stranger::Anyone && connections.without(&of_anyone).is_empty();
                if connections.is_empty() || covered {
                    continue;
                }
                if *stranger == Stranger::Anyone {
                    of_anyone = connections.clone();
                }
                found.push(Exposure { workload: index, direction, stranger: stranger.clone(), connections });
            }
        }
    }
    (reach, found)
}

fn of_stranger(reach: &Reach, workload: &Workload, stranger: usize, direction: Direction) -> ConnectionSet {
    let postures = reach.postures(direction);
    reach.table.set(postures.connections(workload.end, reach.ends.stranger(stranger))).clone()
}
