use super::connection_set::ConnectionSet;
use std::collections::HashMap;

/// A set of connections by its number in a [`ConnectionTable`]. Equal sets have equal numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct ConnectionId(u32);

impl ConnectionId {
    /// The number itself, for a list by it.
    pub fn number(self) -> usize {
        self.0 as usize
    }
}

/// The different sets of connections that occur, which are few, so that an operation on two of them is worked out once.
#[derive(Clone, Debug)]
pub(super) struct ConnectionTable {
    sets: Vec<ConnectionSet>,
    ids: HashMap<ConnectionSet, ConnectionId>,
    done: HashMap<(Operation, ConnectionId, ConnectionId), ConnectionId>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Operation {
    Union,
    Intersection,
    Without,
}

impl ConnectionTable {
    /// The number of the empty set.
    pub const NONE: ConnectionId = ConnectionId(0);
    /// The number of the full set.
    pub const ALL: ConnectionId = ConnectionId(1);

    pub fn new() -> Self {
        let mut table = Self { sets: Vec::new(), ids: HashMap::new(), done: HashMap::new() };
        table.id(ConnectionSet::default());
        table.id(ConnectionSet::all());
        table
    }

    /// The number of `set`.
    pub fn id(&mut self, set: ConnectionSet) -> ConnectionId {
        if let Some(&id) = self.ids.get(&set) {
            return id;
        }
        let id = ConnectionId(self.sets.len() as u32);
        self.ids.insert(set.clone(), id);
        self.sets.push(set);
        id
    }

    /// The set with this number.
    pub fn set(&self, id: ConnectionId) -> &ConnectionSet {
        &self.sets[id.0 as usize]
    }

    pub fn union(&mut self, a: ConnectionId, b: ConnectionId) -> ConnectionId {
        match (a, b) {
            (Self::NONE, other) | (other, Self::NONE) => other,
            (Self::ALL, _) | (_, Self::ALL) => Self::ALL,
            (a, b) if a == b => a,
            (a, b) => self.work_out(Operation::Union, a.min(b), a.max(b)),
        }
    }

    pub fn intersection(&mut self, a: ConnectionId, b: ConnectionId) -> ConnectionId {
        match (a, b) {
            (Self::ALL, other) | (other, Self::ALL) => other,
            (Self::NONE, _) | (_, Self::NONE) => Self::NONE,
            (a, b) if a == b => a,
            (a, b) => self.work_out(Operation::Intersection, a.min(b), a.max(b)),
        }
    }

    pub fn without(&mut self, a: ConnectionId, b: ConnectionId) -> ConnectionId {
        match (a, b) {
            (a, Self::NONE) => a,
            (Self::NONE, _) | (_, Self::ALL) => Self::NONE,
            (a, b) if a == b => Self::NONE,
            (a, b) => self.work_out(Operation::Without, a, b),
        }
    }

    fn work_out(&mut self, operation: Operation, a: ConnectionId, b: ConnectionId) -> ConnectionId {
        if let Some(&known) = self.done.get(&(operation, a, b)) {
            return known;
        }
        let (left, right) = (self.set(a), self.set(b));
        let set = match operation {
            Operation::Union => left.union(right),
            Operation::Intersection => left.intersection(right),
            Operation::Without => left.without(right),
        };
        let id = self.id(set);
        self.done.insert((operation, a, b), id);
        id
    }
}
