//! Figures an architect computes before designing: each is a formula over stated values and facts, made when all of
//! them are there. They are bounds and sanity values, not a sizing.

use super::{
    facility, limits,
    stages::{Networked, Sized},
    work::Work,
};
use crate::{
    catalog::Attention,
    design::{
        RuleId, Severity,
        words::{Workload, WorkloadGroup},
    },
    trace::{FindingDraft, Num, Origin, Traced},
    units::{
        Bytes, Chunks, Days, Dimensions, Elements, Gb, GbPerGpu, Gbps, GbytePerS, Gib, Gpus, GpusPerNode,
        Heads, Hours, Km, KmPerMs, Kw, Layers, Links, MinutesAYear, Nodes, Pages, People, Per, Percent,
        Racks, Ratio, RequestsAtATime, Sites, Tokens, Vectors,
    },
};

/// Shares of users active at once that a first table shows.
const SHARES: [f64; 3] = [0.02, 0.05, 0.1];
/// Tokens on a page of running text; about 300 to 400 words at 1.3 to 1.5 tokens a word.
const TOKENS_PER_PAGE: f64 = 500.0;

/// Computes every figure whose inputs were stated.
pub(super) fn compute(work: &mut Work<'_>, sized: &Sized<'_>, networked: &Networked) {
    memory_figures(work);
    feed_figures(work);
    storage_figures(work, sized, networked);
    service_figures(work, sized);
    product_figures(work, sized);
    people_figures(work, sized);
}

fn figure(work: &mut Work<'_>, what: &str, traced: Traced) {
    let message = format!("{what}: {}", traced.words());
    work.find(FindingDraft {
        actual: Some(traced),
        ..FindingDraft::note(RuleId::Figure, Severity::Info, message)
    });
}

fn memory_figures(work: &mut Work<'_>) {
    if !work.is_for(&[WorkloadGroup::Training])
        && let Some(weights) = limits::weights_gb(work, false)
    {
        figure(work, "weights of the model", weights);
    }
    let Some(model) = limits::model(work) else { return };
    let fact = |field: &str, unit: &str, value: u64| {
        Traced::new(
            value as f64,
            unit,
            Origin::Catalog {
                entry: format!("model/{}", model.id),
                field: field.into(),
                source: model.source.to_string(),
                confidence: model.confidence.word().into(),
            },
        )
    };
    // Keys and values of every layer; a latent cache (MLA) holds other elements, so it takes the published count.
    let (Attention::Mha | Attention::Gqa | Attention::Mqa, Some(head)) = (model.attention, model.head_dim)
    else {
        return;
    };
    let layers = fact("layers", "layers", model.layers);
    let heads = fact("kv_heads", "heads", model.kv_heads);
    let head = fact("head_dim", "elements", head);
    let bytes = Traced::constant(2.0, "bytes", "size of a BF16 element", "IEEE-754 style 16-bit format");
    let per_token = (2.0
        * layers.named::<Layers>("layers").as_many::<Ratio>()
        * heads.named::<Heads>("kv_heads").as_many::<Ratio>()
        * head.named::<Elements>("head_dim").as_many::<Ratio>()
        * bytes.named::<Bytes>("bytes"))
    .traced();
    figure(work, "KV cache per token in BF16", per_token.clone());
    if let Some(pages) = &work.asked.document_pages_max {
        let pages = Work::stated_count("document_pages_max", "pages", pages);
        let reason = "a page of running text; the language and layout decide";
        let each = Traced::assumed(TOKENS_PER_PAGE, "tokens", "tokens_per_page", reason);
        let cache = (per_token.named::<Bytes>("bytes_per_token")
            * pages.named::<Pages>("pages").as_many::<Ratio>()
            * each.named::<Tokens>("tokens_per_page").as_many::<Ratio>())
        .divided::<Gb>(1e9)
        .traced();
        figure(work, "KV cache of one longest document in BF16", cache);
        work.assume(
            "tokens_per_page",
            TOKENS_PER_PAGE,
            reason,
            "twice the tokens per page doubles the cache of a request and halves the requests at a time",
            true,
        );
    }
    if let Some(context) = &work.asked.context_tokens_in {
        let context = Work::stated_count("context_tokens_in", "tokens", context);
        let cache = (per_token.named::<Per<Bytes, Tokens>>("bytes_per_token")
            * context.named::<Tokens>("tokens"))
        .divided::<Gb>(1e9)
        .traced();
        figure(work, "KV cache of one full context in BF16", cache);
    }
}

/// Requests at a time from a head-count: common shares, none of them stated.
fn people_figures(work: &mut Work<'_>, sized: &Sized<'_>) {
    let asked = work.asked;
    let Some(users) = &asked.users_total else { return };
    let serving = work.is_for(&[WorkloadGroup::Inference, WorkloadGroup::Rag, WorkloadGroup::LanguageModel]);
    let active = asked.users_concurrent.is_some()
        || asked.users_concurrent_peak.is_some()
        || asked.concurrency_ratio.is_some();
    let users = Work::stated_count("users_total", "users", users);
    if serving && !active {
        for share in SHARES {
            let share = Traced::assumed(
                share,
                "",
                "concurrency_ratio",
                "a common share of active users; none is stated",
            );
            let at_once = (users.named::<People>("users") * share.named::<Ratio>("share"))
                .ceil()
                .as_many::<RequestsAtATime>()
                .traced();
            let what =
                format!("if {} % of the users are active at once", crate::units::plain(share.value * 100.0));
            figure(work, &what, at_once);
        }
        work.assume(
            "concurrency_ratio",
            SHARES[0],
            "a head-count is stated, not how many are active at once",
            "twice the share needs about twice the serving nodes",
            true,
        );
    }
    let gpus = sized.gpus.clone().zip(sized.gpu);
    if work.asks_for(Workload::Vdi)
        && asked.vgpu_gb.is_none()
        && let Some((gpus, gpu)) = gpus
        && let Some(each) =
            crate::trace::facts::number(&format!("gpu/{}", gpu.id), "memory_gb", "GB", gpu.memory_gb.as_ref())
    {
        let share = (gpus.named::<Gpus>("gpus") * each.named::<GbPerGpu>("memory_gb")
            / users.named::<People>("users").as_many::<Ratio>())
        .traced();
        figure(work, "graphics memory per desktop if all are used at once", share);
        work.assume(
            "vgpu_profile",
            "not stated",
            "no graphics profile per desktop is stated",
            "the profile decides how many desktops share a card, and which licences are needed",
            true,
        );
    }
}

fn feed_figures(work: &mut Work<'_>) {
    if let Some((apparent, continuous)) = facility::feed(work) {
        figure(work, "apparent power of one feed", apparent);
        figure(
            work,
            "continuous power of one feed; with A and B feeds each must carry the whole load",
            continuous,
        );
    }
    let racks = work.asked.racks_available.clone().zip(work.asked.power_per_rack_kw.clone());
    if let Some((racks, each)) = racks {
        let racks = Work::stated_count("racks_available", "racks", &racks);
        let each = Work::stated("power_per_rack_kw", "kW", &each);
        let total = (racks.named::<Racks>("racks") * each.named::<Per<Kw, Racks>>("rack_kw")).traced();
        figure(work, "power of all racks", total);
    }
}

fn storage_figures(work: &mut Work<'_>, sized: &Sized<'_>, networked: &Networked) {
    if let (Some(read), Some(gpus)) = (&work.asked.storage_read_gbs, sized.gpus.clone()) {
        let read = Work::stated("storage_read_gbs", "GB/s", read);
        let each = (read.named::<GbytePerS>("read_gbyte_per_s")
            / gpus.named::<Gpus>("gpus").as_many::<Ratio>())
        .traced();
        figure(work, "storage read per GPU", each);
    }
    if work.asked.storage_read_gbs.is_some() || work.asked.checkpoint_tb.is_some() {
        let converged = networked.fabrics.converged.as_ref();
        if let Some((links, speed)) =
            converged.and_then(|fabric| fabric.node_links.clone().zip(fabric.gbps.clone()))
        {
            let all = (links.named::<Links>("links") * speed.named::<Per<Gbps, Links>>("link_gbps"))
                .divided::<GbytePerS>(8.0)
                .traced();
            figure(work, "what all north-south ports of the nodes carry at most", all);
        }
    }
    let asked = work.asked;
    if let (Some(pages), Some(chunks)) = (&asked.corpus_pages, &asked.chunks_per_page) {
        let pages = Work::stated_count("corpus_pages", "pages", pages);
        let chunks = Work::stated("chunks_per_page", "chunks", chunks);
        let vectors = (pages.named::<Pages>("pages") * chunks.named::<Per<Chunks, Pages>>("chunks_per_page"))
            .as_many::<Vectors>()
            .traced();
        figure(work, "vectors of the index", vectors.clone());
        if let Some(dimensions) = &asked.embedding_dim {
            let dimensions = Work::stated_count("embedding_dim", "dimensions", dimensions);
            let raw = (vectors.named::<Vectors>("vectors")
                * dimensions.named::<Per<Dimensions, Vectors>>("dimensions"))
            .converted::<Bytes>(4.0)
            .divided::<Gb>(1e9)
            .traced();
            figure(work, "raw vectors in FP32, before index overhead and replicas", raw);
        }
    }
}

fn service_figures(work: &mut Work<'_>, sized: &Sized<'_>) {
    let asked = work.asked;
    if let Some(stated) = &asked.availability
        && let Some(percent) = stated.value.strip_suffix('%').and_then(|text| text.trim().parse::<f64>().ok())
        && (0.0..100.0).contains(&percent)
    {
        let percent = Traced::stated(percent, "%", "availability", &stated.quote);
        let minutes = (Num::<Ratio>::literal(1.0) - percent.named::<Percent>("percent").divided(100.0))
            .converted::<Days>(365.25)
            .converted::<Hours>(24.0)
            .converted::<MinutesAYear>(60.0)
            .traced();
        figure(work, "downtime the availability allows", minutes);
    }
    if let Some(stated) = &asked.distance_km {
        let distance = Work::stated("distance_km", "km", stated);
        // Light covers about 200 km of fibre in a millisecond (refractive index of about 1.5).
        let speed = Traced::constant(
            200.0,
            "km/ms",
            "speed of light in fibre",
            "ITU-T G.652 group index of about 1.47",
        );
        let round = (2.0 * distance.named::<Km>("distance_km") / speed.named::<KmPerMs>("speed")).traced();
        figure(work, "round trip between the sites over fibre", round);
    }
    if let (Some(users), Some(share)) = (&asked.users_total, &asked.concurrency_ratio) {
        let users = Work::stated_count("users_total", "users", users);
        let share = Work::stated("concurrency_ratio", "", share);
        let active = (users.named::<People>("users") * share.named::<Ratio>("share")).traced();
        figure(work, "users at the same time", active);
    }
    if let (Some(share), Some(gpus)) = (&asked.inference_share_day, sized.gpus.clone()) {
        let share = Work::stated("inference_share_day", "", share);
        let day = (gpus.named::<Gpus>("gpus") * share.named::<Ratio>("share")).round().traced();
        figure(work, "GPUs on inference by day", day);
    }
}

fn product_figures(work: &mut Work<'_>, sized: &Sized<'_>) {
    let asked = work.asked;
    if let Some(stated) = &asked.acceptance
        && let Some(size) = stated.value.allreduce_message_gib
    {
        let size = Traced::stated(size, "GiB", "acceptance", &stated.quote);
        let bytes = (size.named::<Gib>("gib") * Num::<Per<Bytes, Gib>>::power(2.0, 30)).traced();
        figure(work, "message of the all-reduce test", bytes);
    }
    if let (Some(site), Some(system)) = (&asked.power_total_kw, sized.system)
        && system.class == crate::catalog::SystemClass::RackScale
        && let Some(rack) = crate::trace::facts::number(
            &format!("system/{}", system.id),
            "power_max_kw",
            "kW",
            system.power_max_kw.as_ref(),
        )
    {
        let site = Work::stated("power_total_kw", "kW", site);
        let bound = (site.named::<Kw>("site_kw") / rack.named::<Per<Kw, Racks>>("rack_kw")).floor().traced();
        figure(
            work,
            "racks the site's power carries with nothing kept for switches, storage and cooling; not an offer",
            bound,
        );
    }
    if let (Some(nodes), Some(per_node)) = (&asked.growth_node_count, sized.gpus_per_node.clone()) {
        let nodes = Work::stated_count("growth_node_count", "nodes", nodes);
        let gpus = (nodes.named::<Nodes>("nodes") * per_node.named::<GpusPerNode>("gpus_per_node")).traced();
        figure(work, "GPUs after growth", gpus);
    }
    if let (Some(sites), Some(racks)) = (&asked.sites, &asked.racks_available) {
        let sites = Work::stated_count("sites", "sites", sites);
        let racks = Work::stated_count("racks_available", "racks", racks);
        let all = (sites.named::<Sites>("sites") * racks.named::<Per<Racks, Sites>>("racks")).traced();
        figure(work, "racks of all sites, if the number is per site", all);
    }
    if let (Some(nodes), Some(options)) = (&asked.inference_nodes, &asked.inference_options) {
        let nodes = Work::stated_count("inference_nodes", "nodes", nodes);
        let quote = &options.quote;
        for option in &options.value {
            let each = Traced::stated(option.gpus_per_node as f64, "GPUs", "inference_options", quote);
            let memory = Traced::stated(option.mem_gb_min, "GB", "inference_options", quote);
            let gpus = (nodes.named::<Nodes>("nodes") * each.named::<GpusPerNode>("gpus_per_node")).traced();
            let per_node =
                (each.named::<Gpus>("gpus_per_node") * memory.named::<GbPerGpu>("memory_gb")).traced();
            figure(work, &format!("inference GPUs with {} per node", each.words()), gpus);
            figure(
                work,
                &format!("least memory per inference node with {} per node", each.words()),
                per_node,
            );
        }
    }
}
