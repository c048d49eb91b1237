//! Energy of a run and the power to plan with. Two different figures: nameplate for breakers, measured share for energy.
//!
//! Source: MLPerf Training v4.0 power logs, 64 nodes of 8 H100 running GPT-3: mean 6.85 and 6.74 kW a node, highest 2 s sample
//! 7.4 to 7.6 kW; 10.2 kW is the nameplate of a DGX H100.

use super::error::{SizeError, positive};

/// Mean wall power of a training node as a share of its nameplate: low, expected, high.
pub const TRAINING_SHARE: (f64, f64, f64) = (0.65, 0.67, 0.75);

/// Energy of a run in kWh, with its range from [`TRAINING_SHARE`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RunEnergy {
    /// Low end, kWh.
    pub low_kwh: f64,
    /// Expected, kWh.
    pub expected_kwh: f64,
    /// High end, kWh.
    pub high_kwh: f64,
}

/// Energy of `nodes` nodes of `nameplate_kw` each over `hours`, cooling included by `pue`.
///
/// # Errors
/// [`SizeError::Invalid`] if a value is not above zero or `pue` is below 1.
pub fn run_energy(nodes: f64, nameplate_kw: f64, hours: f64, pue: f64) -> Result<RunEnergy, SizeError> {
    if !(1.0..=3.0).contains(&pue) {
        return Err(SizeError::invalid("pue", pue, "1 to 3"));
    }
    let full =
        positive("nodes", nodes)? * positive("nameplate_kw", nameplate_kw)? * positive("hours", hours)? * pue;
    let (low, expected, high) = TRAINING_SHARE;
    Ok(RunEnergy { low_kwh: full * low, expected_kwh: full * expected, high_kwh: full * high })
}

/// Power to size feeds and breakers for: the nameplate of all nodes, kW. Never the measured mean.
///
/// # Errors
/// [`SizeError::Invalid`] if a value is not above zero.
pub fn feed_kw(nodes: f64, nameplate_kw: f64) -> Result<f64, SizeError> {
    Ok(positive("nodes", nodes)? * positive("nameplate_kw", nameplate_kw)?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn measured_node_power_lies_in_the_range() {
        let e = run_energy(1.0, 10.2, 1.0, 1.0).unwrap();
        for kw in [6.85, 6.74] {
            assert!(kw >= e.low_kwh && kw <= e.high_kwh);
        }
        // A feed is sized on the nameplate, an electricity bill is not.
        assert!(feed_kw(1.0, 10.2).unwrap() > e.high_kwh);
        assert!(run_energy(1.0, 10.2, 1.0, 0.5).is_err());
    }
}
