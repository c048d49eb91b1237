//! Counts of a folded Clos: how many switches each tier needs so that every trunk is equally wide.
//!
//! Leaves are grouped into pods, pods into larger pods, up to one top tier. A switch of tier t is joined to every
//! switch of its column in the pod above by the same number of links; that even division, and not bandwidth alone,
//! sets the published spine counts (rule R1: ports / radix alone would give 12 spines where the DGX SuperPOD H100
//! prints 16). The same step repeated gives the third tier (R2) and the rail groups of GB200 (R2c).

use super::FabricError;

/// How many tiers to build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Depth {
    /// As few as join all leaves.
    #[default]
    Fewest,
    /// Exactly this many, 1 to 4.
    Tiers(u64),
}

/// Pods of the second tier that the architecture fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pods {
    /// Leaves of a pod.
    pub leaves: u64,
    /// Pods of a plane.
    pub count: u64,
    /// Whether the pods stay separate, without a tier above (one rail each, joined by NVLink only).
    pub separate: bool,
}

/// One plane to be joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosInput {
    /// Leaves of the plane.
    pub leaves: u64,
    /// Downlinks of a leaf, by design.
    pub leaf_down: u64,
    /// Uplinks of a leaf.
    pub leaf_up: u64,
    /// Links a switch has.
    pub radix: u64,
    /// Whether the top of a two-tier plane needs an even number of switches.
    pub even: bool,
    /// Leaves that must stay in one pod (the leaves of one group).
    pub group_leaves: u64,
    /// Pods the architecture fixes.
    pub pods: Option<Pods>,
    /// How many tiers.
    pub depth: Depth,
    /// Spines a publication prints for this size, when it gives more than the rule needs.
    pub printed_spines: Option<u64>,
}

/// One tier of one plane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClosTier {
    /// Switches.
    pub count: u64,
    /// Pods.
    pub pods: u64,
    /// Members of the tier below in a pod.
    pub members: u64,
    /// Switches of a pod.
    pub per_pod: u64,
    /// Downlinks of a switch when the pod is full.
    pub down: u64,
    /// Uplinks of a switch.
    pub up: u64,
    /// Links to each switch above it is joined to.
    pub trunk: u64,
}

/// The greatest number of tiers that is computed; four tiers of 64-port switches join two million endpoints.
const MAX_TIERS: u64 = 4;

/// The smallest count of switches that has the ports and divides `up` evenly.
///
/// `None` when even one link to each switch leaves too few ports.
#[must_use]
pub fn even_division(links: u64, ports: u64, up: u64, even: bool) -> Option<u64> {
    let least = links.div_ceil(ports.max(1)).max(1);
    (least..=up).find(|count| up.is_multiple_of(*count) && (!even || count.is_multiple_of(2)))
}

/// The tiers of one plane, leaf first.
///
/// # Errors
/// When the leaves cannot be joined at the depth asked for, or a count is zero.
pub fn clos(input: &ClosInput) -> Result<Vec<ClosTier>, FabricError> {
    if input.leaf_down == 0 || input.leaf_up == 0 || input.leaf_down + input.leaf_up > input.radix {
        return Err(FabricError::OutOfRange {
            field: "leaf_down + leaf_up".into(),
            found: input.leaf_down + input.leaf_up,
            expected: format!("two positive numbers that add up to at most {} ports", input.radix),
            hint: "Give fewer links per leaf or a switch with more ports".into(),
        });
    }
    let leaf = ClosTier {
        count: input.leaves,
        pods: 1,
        members: 0,
        per_pod: input.leaves,
        down: input.leaf_down,
        up: input.leaf_up,
        trunk: 0,
    };
    match input.depth {
        Depth::Tiers(1) if input.leaves == 1 => Ok(vec![ClosTier { up: 0, ..leaf }]),
        Depth::Tiers(depth @ 2..=MAX_TIERS) => {
            build(input, leaf, depth).ok_or_else(|| too_large(input, depth))
        }
        Depth::Tiers(depth) => Err(FabricError::OutOfRange {
            field: "tiers".into(),
            found: depth,
            expected: format!("2 to {MAX_TIERS}, or 1 for a single leaf"),
            hint: format!("{} leaves have to be joined", input.leaves),
        }),
        Depth::Fewest => {
            let from = if input.pods.is_some_and(|pods| !pods.separate && pods.count > 1) { 3 } else { 2 };
            (from..=MAX_TIERS)
                .find_map(|depth| build(input, leaf, depth))
                .ok_or_else(|| too_large(input, MAX_TIERS))
        }
    }
}

fn too_large(input: &ClosInput, depth: u64) -> FabricError {
    let half = input.radix / 2;
    let ceiling = (2..depth).fold(input.radix * input.leaf_down, |reach, _| reach.saturating_mul(half));
    FabricError::TooLarge { endpoints: input.leaves * input.leaf_down, depth, radix: input.radix, ceiling }
}

/// Builds exactly `depth` tiers; `None` when they do not join all leaves.
fn build(input: &ClosInput, leaf: ClosTier, depth: u64) -> Option<Vec<ClosTier>> {
    let mut tiers = vec![leaf];
    let mut below = input.leaves; // pods of the tier below; a leaf is a pod of its own
    let mut columns = 1; // switches of the tier below in one of its pods
    let mut up = input.leaf_up;
    for tier in 2..=depth {
        let fixed = input.pods.filter(|_| tier == 2);
        let top = tier == depth;
        let (members, pods) = match fixed {
            Some(pods) if pods.separate || !top => (pods.leaves, pods.count),
            _ if top => (below, 1),
            _ => {
                let unit = if tier == 2 { input.group_leaves.max(1) } else { 1 };
                let most = (input.radix / 2) / unit * unit;
                if most == 0 {
                    return None;
                }
                (most, below.div_ceil(most))
            }
        };
        let ports = if top && fixed.is_none() { input.radix } else { input.radix / 2 };
        let even = input.even && top && tier == 2;
        let mut width = even_division(members * up, ports, up, even)?;
        if let Some(printed) = input.printed_spines.filter(|_| tier == 2)
            && pods == 1
            && printed >= width
            && up.is_multiple_of(printed)
        {
            width = printed;
        }
        let trunk = up / width;
        if let Some(last) = tiers.last_mut() {
            last.trunk = trunk;
        }
        let per_pod = columns * width;
        let down = members * trunk;
        tiers.push(ClosTier {
            count: per_pod * pods,
            pods,
            members,
            per_pod,
            down,
            up: if top { 0 } else { down },
            trunk: 0,
        });
        below = pods;
        columns = per_pod;
        up = down;
    }
    Some(tiers)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn plane(leaves: u64, down: u64, radix: u64) -> ClosInput {
        ClosInput {
            leaves,
            leaf_down: down,
            leaf_up: down,
            radix,
            even: false,
            group_leaves: 8,
            pods: None,
            depth: Depth::Fewest,
            printed_spines: None,
        }
    }

    fn counts(input: &ClosInput) -> Vec<u64> {
        clos(input).unwrap().iter().map(|tier| tier.count).collect()
    }

    #[test]
    fn published_spine_counts_divide_evenly() {
        // DGX SuperPOD H100 RA-11333-001, Tables 3 and 4.
        for (leaves, want) in [
            (8, vec![8, 4]),
            (24, vec![24, 16]),
            (32, vec![32, 16]),
            (64, vec![64, 32]),
            (128, vec![128, 128, 64]),
            (256, vec![256, 256, 128]),
            (512, vec![512, 512, 256]),
        ] {
            assert_eq!(counts(&plane(leaves, 32, 64)), want, "{leaves} leaves");
        }
        // DGX SuperPOD B300 XDR RA-11339-001, Table 3.
        for (leaves, want) in [(8, [8, 4]), (16, [16, 8]), (32, [32, 18]), (64, [64, 36]), (144, [144, 72])] {
            assert_eq!(counts(&plane(leaves, 72, 144)), want);
        }
    }

    #[test]
    fn rail_groups_of_gb200_follow_from_the_same_rule() {
        for (su, want) in [
            (2, vec![64, 48, 18]),
            (4, vec![128, 96, 36]),
            (8, vec![256, 192, 72]),
            (16, vec![512, 384, 144]),
        ] {
            let pods = Pods { leaves: 8, count: 4 * su, separate: false };
            let input = ClosInput { pods: Some(pods), ..plane(32 * su, 18, 64) };
            assert_eq!(counts(&input), want, "{su} SU");
        }
        let pods = Pods { leaves: 8, count: 4, separate: true };
        assert_eq!(counts(&ClosInput { pods: Some(pods), ..plane(32, 18, 64) }), [32, 24]);
    }

    #[test]
    fn too_many_endpoints_are_refused_with_the_ceiling() {
        let input = ClosInput { depth: Depth::Tiers(2), ..plane(65, 32, 64) };
        let FabricError::TooLarge { ceiling, .. } = clos(&input).unwrap_err() else { panic!() };
        assert_eq!(ceiling, 2048);
        assert!(clos(&ClosInput { leaf_up: 33, ..plane(8, 32, 64) }).is_err());
    }

    #[test]
    fn ports_never_exceed_the_radix() {
        for radix in [8, 36, 40, 64, 128, 144] {
            for leaves in 1..400 {
                let Ok(tiers) = clos(&ClosInput { group_leaves: 1, ..plane(leaves, radix / 2, radix) })
                else {
                    continue;
                };
                for pair in tiers.windows(2) {
                    assert!(pair[1].down + pair[1].up <= radix, "{radix} {leaves}");
                    assert_eq!(pair[0].trunk * (pair[0].up / pair[0].trunk), pair[0].up);
                }
            }
        }
    }
}
