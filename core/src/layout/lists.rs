//! Many short lists, end to end in one vector: what hangs at each of a number of things.

/// A list for each index.
#[derive(Clone, Debug)]
pub(super) struct Lists<T> {
    /// Where each list begins; one more than there are lists.
    begin: Vec<u32>,
    items: Vec<T>,
}

impl<T> Default for Lists<T> {
    /// No lists at all.
    fn default() -> Self {
        Self { begin: vec![0], items: Vec::new() }
    }
}

impl<T: Copy> Lists<T> {
    /// Lists for `0..count` of what `pairs` hold second, by what they hold first and in their order.
    pub(super) fn of(count: usize, pairs: &[(usize, T)]) -> Self {
        let mut begin = vec![0u32; count + 1];
        for &(index, _) in pairs {
            begin[index + 1] += 1;
        }
        for index in 0..count {
            begin[index + 1] += begin[index];
        }
        let mut next = begin.clone();
        let mut items: Vec<T> = pairs.iter().map(|pair| pair.1).collect();
        for &(index, item) in pairs {
            items[next[index] as usize] = item;
            next[index] += 1;
        }
        Self { begin, items }
    }

    /// The list at `index`.
    pub(super) fn at(&self, index: usize) -> &[T] {
        &self.items[self.begin[index] as usize..self.begin[index + 1] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::Lists;

    #[test]
    fn pairs_are_listed_by_what_they_hold_first_in_their_order() {
        let lists = Lists::of(3, &[(2, 'c'), (0, 'a'), (2, 'b')]);
        assert_eq!((lists.at(0), lists.at(1), lists.at(2)), (&['a'][..], &[][..], &['c', 'b'][..]));
    }
}
