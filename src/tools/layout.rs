//! The wiring of a design, laid out anew from the pattern or architecture it follows: an answer does not store it.

use super::{ErrorCode, ToolError};
use crate::{
    catalog::Catalog,
    design::{Design, fabric::FabricPlan, wiring::Wiring},
    fabric::wiring::{self, LayoutError, Site},
};

/// The error of a design without wiring.
#[must_use]
pub fn nothing(what: &str) -> ToolError {
    ToolError::new(ErrorCode::InputInvalid, format!("{what}; there is no wiring to export"))
        .hint("plan with a GPU and a size a pattern is published for, such as --pattern 2-8-9-400 --nodes 12")
}

/// The wiring of a design and the fabrics it was laid out from: the one its bill was counted from.
///
/// # Errors
/// `input.invalid` when the design holds no nodes or follows no pattern, `catalog.gap` when the catalog lacks a fact.
pub fn lay_out(catalog: &Catalog, design: &Design) -> Result<(Wiring, FabricPlan), ToolError> {
    let laid = Site::of(catalog, design).and_then(|site| wiring::lay_out(catalog, &site));
    laid.map_err(|error| match error {
        LayoutError::Nothing(what) => nothing(what),
        error => {
            ToolError::new(ErrorCode::CatalogGap, error.to_string()).hint("`gcg ra list` prints the patterns")
        }
    })
}
