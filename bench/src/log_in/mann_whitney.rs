//! The Mann–Whitney U test with the normal approximation, for samples of hundreds without ties.

/// How unlikely it is that two samples of one distribution differ as much, as `-log10 p` (two-sided): 2 is p = 0.01.
#[expect(clippy::cast_precision_loss, reason = "hundreds")]
pub fn surprise(one: &[f64], other: &[f64]) -> f64 {
    let (n, m) = (one.len() as f64, other.len() as f64);
    let wins: f64 = one
        .iter()
        .map(|a| other.iter().map(|b| win(*a, *b)).sum::<f64>())
        .sum();
    let deviation = (n * m * (n + m + 1.0) / 12.0).sqrt();
    let z = (wins - n * m / 2.0).abs() / deviation;
    -two_sided(z).log10()
}

fn win(a: f64, b: f64) -> f64 {
    match a.total_cmp(&b) {
        std::cmp::Ordering::Greater => 1.0,
        std::cmp::Ordering::Equal => 0.5,
        std::cmp::Ordering::Less => 0.0,
    }
}

/// P(|Z| > z) of the standard normal distribution, by the trapezium rule.
fn two_sided(z: f64) -> f64 {
    const STEPS: u32 = 10_000;
    const FAR: f64 = 12.0;
    let width = (FAR - z).max(0.0) / f64::from(STEPS);
    let density = |x: f64| (-x * x / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let inner: f64 = (1..STEPS)
        .map(|step| density(width.mul_add(f64::from(step), z)))
        .sum();
    let area = width * (inner + f64::midpoint(density(z), density(FAR)));
    (2.0 * area).max(f64::MIN_POSITIVE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_normal_distribution_is_right() {
        for (z, p) in [
            (0.0, 1.0),
            (1.959_964, 0.05),
            (2.575_829, 0.01),
            (3.290_527, 0.001),
        ] {
            assert!((two_sided(z) - p).abs() < 1e-5, "{z}");
        }
    }

    #[test]
    fn a_shift_surprises_and_the_same_does_not() {
        let sample = |shift: f64| -> Vec<f64> {
            (0..200).map(|n| f64::from(n * 37 % 200) + shift).collect()
        };
        assert!(surprise(&sample(0.0), &sample(0.25)) < 0.1);
        assert!(surprise(&sample(0.0), &sample(30.0)) > 2.0);
    }
}
