//! Spare modules and cables: a share of what is installed, as lines of their own.

use super::Wanted;
use crate::units::{Pieces, Ratio};
use crate::{design::BomConfidence, trace::Traced};

/// Share of modules and cables kept as spares when nothing is stated.
pub const SPARE_SHARE: f64 = 0.02;
/// Why this share.
pub const SPARE_REASON: &str =
    "no spare policy is stated; two of a hundred modules and cables, at least one of each";

/// A share of modules and cables as lines of their own.
#[must_use]
pub fn spares(lines: &[Wanted]) -> Vec<Wanted> {
    let share = Traced::assumed(SPARE_SHARE, "", "spare_ratio", SPARE_REASON);
    lines
        .iter()
        .filter(|line| matches!(line.group, "optics" | "cables") && line.part_id.is_some())
        .map(|line| {
            let quantity = (line.quantity.named::<Pieces>("quantity") * share.named::<Ratio>("spare_ratio"))
                .ceil()
                .at_least(1.0)
                .traced();
            let item = format!("spare: {}", line.item);
            Wanted { group: "spares", item, quantity, confidence: BomConfidence::Estimate, ..line.clone() }
        })
        .collect()
}
