//! Many short lists, end to end in one vector: what hangs at each of a number of things.

/// A list of numbers for each index.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists {
    /// Where each list begins; one more than there are lists.
    begin: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    /// Lists for `0..count` of the second numbers of `pairs`, by their first and in their order.
    /// Pairs whose first number is out of range are left out.
    pub(super) fn of_pairs(count: usize, pairs: impl Iterator<Item = (usize, usize)> + Clone) -> Self {
        let mut begin = vec![0u32; count + 1];
        for (index, _) in pairs.clone().filter(|pair| pair.0 < count) {
            begin[index + 1] += 1;
        }
        for index in 0..count {
            begin[index + 1] += begin[index];
        }
        let mut next = begin.clone();
        let mut items = vec![0; begin[count] as usize];
        for (index, item) in pairs.filter(|pair| pair.0 < count) {
            items[next[index] as usize] = item as u32;
            next[index] += 1;
        }
        Self { begin, items }
    }

    /// The list at `index`.
    pub(super) fn at(
        &self,
        index: usize,
    ) -> impl DoubleEndedIterator<Item = usize> + ExactSizeIterator + Clone {
        self.slice(index).iter().map(|&item| item as usize)
    }

    /// How long the list at `index` is.
    pub(super) fn len(&self, index: usize) -> usize {
        self.slice(index).len()
    }

    fn slice(&self, index: usize) -> &[u32] {
        &self.items[self.begin[index] as usize..self.begin[index + 1] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::Lists;

    #[test]
    fn pairs_are_listed_by_their_first_number_in_their_order() {
        let lists = Lists::of_pairs(3, [(2, 7), (0, 5), (2, 6), (9, 1)].into_iter());
        assert_eq!(lists.at(0).collect::<Vec<_>>(), [5]);
        assert_eq!(lists.len(1), 0);
        assert_eq!(lists.at(2).collect::<Vec<_>>(), [7, 6]);
    }
}
