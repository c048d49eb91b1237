//! The part of the catalog that a name means.

use crate::{
    catalog::{Catalog, Gpu, Resolution, kinds::GpuForm},
    design::words::FormFactor,
};

/// The part a name means, with the server form the customer names; the documented default otherwise.
pub(super) fn gpu<'a>(catalog: &'a Catalog, name: &str, form: Option<FormFactor>) -> Option<&'a Gpu> {
    match catalog.resolve_gpu(name) {
        Resolution::One(id) => catalog.gpu(id),
        Resolution::Several(bare) => {
            let wanted = match form {
                Some(FormFactor::Hgx | FormFactor::Dgx) => Some(GpuForm::Sxm),
                Some(FormFactor::Pcie) => Some(GpuForm::PciePassive),
                _ => None,
            };
            let of_form = bare
                .candidates
                .iter()
                .filter_map(|id| catalog.gpu(id))
                .find(|gpu| wanted.is_some_and(|wanted| gpu.form == wanted));
            let default = bare.default.as_ref().and_then(|id| catalog.gpu(id));
            match (default, wanted) {
                (Some(default), Some(wanted)) if default.form == wanted => Some(default),
                _ => of_form.or(default),
            }
        }
        Resolution::NoSuchProduct { .. } | Resolution::Unknown { .. } => None,
    }
}
