//! The products of the plan: what the customer names, else what the policy takes for the workload and the size.

use super::{architecture, gpu, growth, server, size, stages::Chosen, work::Work};

/// Chooses architecture, GPU and server, in this order: a named architecture brings its GPU, a named server its own.
pub(super) fn products<'a>(work: &mut Work<'a>) -> Chosen<'a> {
    let architecture = architecture::named(work);
    let brought = architecture.and_then(|known| architecture::products(work, known));
    if let Some((gpu, _)) = brought {
        gpu::remark(work, gpu);
    }
    let (gpu, system) = match brought {
        Some((gpu, system)) => (Some(gpu), system),
        None => (None, None),
    };
    let (gpu, system) = gpu::named(work, gpu, system);
    let (gpu, server) = server::named(work, gpu);
    let size_unknown = !size::has_scale(work, gpu);
    let gpu = gpu.or_else(|| if size_unknown { None } else { growth::same_gpu(work) }).or_else(|| {
        // A product that is named and not known is never replaced by one of ours.
        let unknown = work.asked.gpu_models_unknown.is_some() || work.asked.server_models.is_some();
        let open = !size_unknown && !unknown;
        if open { gpu::by_size(work) } else { None }
    });
    Chosen { gpu, system: server.or(system), server, architecture, size_unknown }
}
