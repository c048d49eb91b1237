//! The wiring of a design, laid out anew from the pattern or architecture it follows: an answer does not store it.

use super::{ErrorCode, ToolError};
use crate::{
    catalog::Catalog,
    design::{Design, fabric::FabricPlan, wiring::Wiring},
    fabric::{
        Overrides, profile_of, recommend,
        wiring::{Lengths, choose_parts, place, wire},
    },
};

/// The error of a design without wiring.
#[must_use]
pub fn nothing(what: &str) -> ToolError {
    ToolError::new(ErrorCode::InputInvalid, format!("{what}; there is no wiring to export"))
        .hint("plan with a GPU and a size a pattern is published for, such as --pattern 2-8-9-400 --nodes 12")
}

/// The wiring of a design and the fabrics it was laid out from: its pattern or architecture at its size, with its
/// technology.
///
/// # Errors
/// `input.invalid` when the design holds no nodes or follows no pattern, `catalog.gap` when the catalog lacks a fact.
pub fn lay_out(catalog: &Catalog, design: &Design) -> Result<(Wiring, FabricPlan), ToolError> {
    let compute = design.compute.as_ref().ok_or_else(|| nothing("the design holds no nodes"))?;
    let architecture = compute
        .architecture_id
        .as_ref()
        .or(compute.pattern_id.as_ref())
        .ok_or_else(|| nothing("the design follows no pattern"))?;
    let gap = |error: &dyn std::fmt::Display| {
        ToolError::new(ErrorCode::CatalogGap, error.to_string()).hint("`gcg ra list` prints the patterns")
    };
    let profile = profile_of(catalog, architecture).map_err(|error| gap(&error))?;
    let mut wishes = Overrides::default();
    if let Some(technology) = design.fabric.compute.as_ref().and_then(|fabric| fabric.technology)
        && technology.word() != profile.technology
    {
        wishes.technology = Some(technology);
    }
    let plan = recommend(catalog, architecture, compute.node_count, &wishes).map_err(|error| gap(&error))?;
    let mut wiring = wire(catalog, &profile, &plan).map_err(|error| gap(&error))?;
    let facility = design.facility.as_ref();
    if let Some(facility) = facility {
        place(&mut wiring, facility, compute.system_id.as_deref());
    }
    let rack_units = facility.and_then(|facility| facility.rack_u).unwrap_or(0.0);
    choose_parts(catalog, &mut wiring, Lengths { rack_units, ..Lengths::default() });
    Ok((wiring, plan))
}
