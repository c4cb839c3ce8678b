//! Bends beside each other, one after the other: links that run the same way sideways through one gap would all but
//! lie on each other at their steepest, so each bends a little later than the one ahead of it.

/// More links than this in one gap are not told apart.
const MAX_RUNS: usize = 120;
/// More steps than this are not made.
const MAX_STEPS: usize = 10;

/// How many steps later than the first each run bends. A run is where a link enters the gap and where it leaves it,
/// across the flow. Of two that run to the high side, the one farther ahead bends first: so neither crosses the
/// other on its way; likewise to the low side.
pub(super) fn steps(runs: &[(f64, f64)]) -> Vec<usize> {
    let mut steps = vec![0; runs.len()];
    if runs.len() > MAX_RUNS {
        return steps;
    }
    for sign in [1.0, -1.0] {
        let run = |index: usize| (runs[index].0 * sign, runs[index].1 * sign);
        let mut ahead: Vec<usize> =
            (0..runs.len()).filter(|&index| run(index).1 > run(index).0 + 1.0).collect();
        ahead.sort_by(|&a, &b| run(b).0.total_cmp(&run(a).0).then(a.cmp(&b)));
        for place in 0..ahead.len() {
            let (from, to) = run(ahead[place]);
            let step = ahead[..place]
                .iter()
                // Ahead and still ahead at the end, and not so far that they never meet.
                .filter(|&&other| run(other).0 > from && run(other).1 > to && run(other).0 < to)
                .map(|&other| steps[other] + 1)
                .max();
            steps[ahead[place]] = step.unwrap_or(0).min(MAX_STEPS);
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::steps;

    #[test]
    fn the_run_ahead_bends_first_on_both_sides() {
        assert_eq!(steps(&[(0.0, 100.0), (20.0, 120.0), (40.0, 140.0)]), [2, 1, 0]);
        assert_eq!(steps(&[(100.0, 0.0), (120.0, 20.0), (140.0, 40.0)]), [0, 1, 2]);
    }

    #[test]
    fn runs_that_never_meet_bend_together() {
        assert_eq!(steps(&[(0.0, 50.0), (60.0, 120.0)]), [0, 0]);
    }
}
