//! The products of the plan: what the customer names, else what the policy takes for the workload and the size.

use super::{architecture, gpu, server, size, stages::Chosen, work::Work};

/// Chooses architecture, GPU and server, in this order: a named architecture brings its GPU, a named server its own.
pub(super) fn products<'a>(work: &mut Work<'a>) -> Chosen<'a> {
    let architecture = architecture::named(work);
    let brought = architecture.and_then(|known| architecture::products(work, known));
    let (gpu, system) = match brought {
        Some((gpu, system)) => (Some(gpu), system),
        None => (None, None),
    };
    let (gpu, system) = gpu::named(work, gpu, system);
    let (gpu, server) = server::named(work, gpu);
    let size_unknown = !size::has_scale(work, gpu);
    let gpu = gpu.or_else(|| {
        let open = !size_unknown && work.asked.gpu_models_unknown.is_none();
        if open { gpu::by_size(work) } else { None }
    });
    Chosen { gpu, system: server.or(system), server, architecture, size_unknown }
}
