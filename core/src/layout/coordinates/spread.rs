//! Places in a given order, as near as can be to where each wants to be.

/// Places in order that keep at least `gaps` from one to the next (the first gap counts for nothing) and lie as near
/// to the wishes as can be: the exact least-squares answer for `(wish, weight)`, by pooling adjacent violators.
pub(in crate::layout) fn spread(wishes: &[(f64, f64)], gaps: &[f64]) -> Vec<f64> {
    let mut places = vec![0.0; wishes.len()];
    Spreader::default().spread(wishes, gaps, &mut places);
    places
}

/// The same again and again, without new room each time.
#[derive(Default)]
pub(super) struct Spreader {
    pools: Vec<Pool>,
}

/// Places that touch: they stand as one where they are pulled to together.
#[derive(Clone, Copy)]
struct Pool {
    pull: f64,
    weight: f64,
    count: usize,
}

impl Pool {
    fn place(&self) -> f64 {
        self.pull / self.weight
    }
}

impl Spreader {
    /// Writes the places.
    pub(super) fn spread(&mut self, wishes: &[(f64, f64)], gaps: &[f64], places: &mut [f64]) {
        // Less the gaps before it, each place must not be below the one before: pools of equal places.
        self.pools.clear();
        let mut offset = 0.0;
        for (index, (&(wish, weight), gap)) in wishes.iter().zip(gaps).enumerate() {
            if index > 0 {
                offset += gap;
            }
            let mut pool = Pool { pull: (wish - offset) * weight, weight, count: 1 };
            while let Some(&last) = self.pools.last().filter(|last| last.place() > pool.place()) {
                self.pools.pop();
                pool = Pool {
                    pull: pool.pull + last.pull,
                    weight: pool.weight + last.weight,
                    count: pool.count + last.count,
                };
            }
            self.pools.push(pool);
        }
        let pooled = self.pools.iter().flat_map(|pool| std::iter::repeat_n(pool.place(), pool.count));
        let mut offset = 0.0;
        for (index, ((place, pooled), gap)) in places.iter_mut().zip(pooled).zip(gaps).enumerate() {
            if index > 0 {
                offset += gap;
            }
            *place = pooled + offset;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn places_that_push_each_other_share_the_way() {
        assert_eq!(spread(&[(0.0, 1.0), (30.0, 1.0)], &[0.0, 10.0]), [0.0, 30.0]);
        assert_eq!(spread(&[(0.0, 1.0), (0.0, 1.0)], &[0.0, 10.0]), [-5.0, 5.0]);
        assert_eq!(spread(&[(0.0, 3.0), (0.0, 1.0)], &[0.0, 8.0]), [-2.0, 6.0]);
    }
}
