//! The wiring of a design: its architecture at its size, with its technology, for the servers it buys, placed by its
//! rack plan, with parts for every link. The bill and the cable schedule are both read off this one wiring.

use std::borrow::Cow;

use crate::{
    catalog::{Catalog, System, kinds::FabricProfile},
    design::{
        Design, Facility,
        fabric::{FabricPlan, Technology},
        wiring::Wiring,
    },
    fabric::{FabricError, Overrides, profile_of, recommend},
};

use super::{Lengths, WiringError, choose_parts, place, products::describe, wire_servers};

/// What a wiring is laid out for.
#[derive(Debug, Clone, Copy)]
pub struct Site<'a> {
    /// Pattern or architecture id.
    pub architecture: &'a str,
    /// Technology of the compute fabric; the architecture's own when none is given.
    pub technology: Option<Technology>,
    /// Nodes.
    pub nodes: u64,
    /// The server, where one is chosen: its cages and port names count.
    pub system: Option<&'a System>,
    /// The rack plan, where there is one: lengths are its.
    pub facility: Option<&'a Facility>,
}

/// Why a design has no wiring.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum LayoutError {
    /// The design names no architecture or no nodes.
    #[error("{0}")]
    Nothing(&'static str),
    /// The fabric is not covered.
    #[error(transparent)]
    Fabric(#[from] FabricError),
    /// The plan cannot be wired.
    #[error(transparent)]
    Wiring(#[from] WiringError),
}

impl<'a> Site<'a> {
    /// The site of a design.
    ///
    /// # Errors
    /// When the design holds no nodes or follows no architecture.
    pub fn of(catalog: &'a Catalog, design: &'a Design) -> Result<Self, LayoutError> {
        let compute = design.compute.as_ref().ok_or(LayoutError::Nothing("the design holds no nodes"))?;
        let architecture = compute
            .architecture_id
            .as_deref()
            .or(compute.pattern_id.as_deref())
            .ok_or(LayoutError::Nothing("the design follows no pattern"))?;
        Ok(Self {
            architecture,
            technology: design.fabric.compute.as_ref().and_then(|fabric| fabric.technology),
            nodes: compute.node_count,
            system: compute.system_id.as_deref().and_then(|id| catalog.system(id)),
            facility: design.facility.as_ref(),
        })
    }
}

/// Lays out a wiring, and gives the fabrics it follows.
///
/// # Errors
/// When the architecture does not cover the size, or a switch has too few ports.
pub fn lay_out(catalog: &Catalog, site: &Site<'_>) -> Result<(Wiring, FabricPlan), LayoutError> {
    let profile: Cow<'_, FabricProfile> = profile_of(catalog, site.architecture)?;
    let wishes = Overrides {
        technology: site.technology.filter(|wanted| wanted.word() != profile.technology),
        ..Overrides::default()
    };
    let plan = recommend(catalog, site.architecture, site.nodes, &wishes)?;
    let mut wiring = wire_servers(catalog, &profile, &plan, site.system)?;
    if let Some(facility) = site.facility {
        place(&mut wiring, facility, site.system.map(|system| system.id.as_ref()));
    }
    describe(catalog, &mut wiring, site.system, site.facility);
    let rack_units = site.facility.and_then(|facility| facility.rack_u).unwrap_or(0.0);
    choose_parts(catalog, &mut wiring, Lengths { rack_units, ..Lengths::default() });
    Ok((wiring, plan))
}
