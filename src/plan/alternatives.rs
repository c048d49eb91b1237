//! Other GPUs and fabrics for the same work: every GPU with every pattern it is published for, sized to the chosen
//! design's compute or memory. Of those that no other beats in power, racks, nodes and price, at most three are planned
//! whole and offered with what is gained and lost.

use super::{
    gpu,
    stages::{Chosen, Housed, Networked, Priced, RoomNumbers, Sized},
    trial::{self, Base, Depth, Trial},
    work::Work,
};
use crate::{
    catalog::{Fact, Gpu, Pattern, System, SystemClass, kinds::GpuForm},
    design::{
        Alternative, RuleId, Severity, Stated,
        words::{Cooling, Technology, WorkloadGroup},
    },
    fabric::{self, Overrides},
    trace::{FindingDraft, Traced, facts},
    units::{Gb, Gpus, GpusPerNode, Kw, KwPerNode, Money, Nodes, Over, Per, Racks, Ratio, Tflops, Unit},
};

/// One way to do the work.
struct Candidate<'a> {
    gpu: &'a Gpu,
    system: &'a System,
    per_node: Traced,
    pattern: &'a Pattern,
    nodes: Traced,
    gpus: Traced,
    power: Traced,
    racks: Option<Traced>,
    /// Price of the servers at the high prices; none where the price book holds none.
    price: Option<Traced>,
}

/// Offers the front and the nearest others.
pub(super) fn offer(
    work: &mut Work<'_>,
    sized: &Sized<'_>,
    networked: &Networked,
    housed: &Housed,
    priced: &Priced,
) {
    if work.broken() {
        return;
    }
    let room = &housed.numbers;
    spare_power(work, sized, housed);
    other_fabric(work, sized, networked, room.nodes_kw.clone());
    let (Some(chosen), Some(gpus), Some(_)) = (sized.gpu, sized.gpus.clone(), &room.nodes_kw) else {
        return;
    };
    let by_memory = work.is_for(&[WorkloadGroup::Inference, WorkloadGroup::Rag]);
    let each = |gpu: &Gpu| measure(gpu, by_memory);
    let Some(one) = each(chosen) else { return };
    let need = if by_memory { need::<Gb>(&gpus, &one) } else { need::<Tflops>(&gpus, &one) };
    if work.asked.patterns.is_some() {
        // A named pattern leaves no choice of another.
        return;
    }
    let mut found: Vec<Candidate<'_>> = candidates(work, chosen, &need, by_memory, priced);
    found.sort_by(|a, b| a.power.value.total_cmp(&b.power.value).then_with(|| a.gpu.id.cmp(&b.gpu.id)));
    let what = if by_memory { "GPU memory" } else { "dense BF16 compute" };
    for (index, candidate) in found.iter().enumerate() {
        let beaten =
            found.iter().enumerate().any(|(other, rival)| other != index && dominates(rival, candidate));
        if beaten || work.offers_left() == 0 {
            continue;
        }
        let products =
            Chosen { gpu: Some(candidate.gpu), system: Some(candidate.system), ..Chosen::default() };
        let base =
            Base { chosen: products, system: Some(candidate.system), gpus_per_node: &candidate.per_node };
        let trial =
            trial::plan(work, base, candidate.nodes.count(), Depth::with_prices(priced.cost.is_some()));
        if trial.broken {
            continue;
        }
        let alternative = Alternative {
            title: format!("{} on {}", candidate.gpu.name, candidate.pattern.id),
            gpu_id: Some(candidate.gpu.id.to_string()),
            pattern_id: Some(candidate.pattern.id.to_string()),
            node_count: None,
            gpu_count: None,
            power_kw: None,
            reason: format!(
                "{} in {} nodes do the same by {what}; {}",
                candidate.gpus.words(),
                candidate.nodes.count(),
                changes(&trial, room, priced)
            ),
        };
        let (nodes, gpus) = (candidate.nodes.clone(), candidate.gpus.clone());
        work.offer_with_power(alternative, Some(nodes), Some(gpus), Some(candidate.power.clone()));
    }
}

/// What is gained and lost with a design that was planned whole.
fn changes(trial: &Trial<'_>, ours: &RoomNumbers, priced: &Priced) -> String {
    let theirs = &trial.housed.numbers;
    let high = |priced: &Priced| priced.purchase.as_ref().map(|(_, high)| high.clone());
    let pairs = [
        ("power of nodes and switches", theirs.it_kw.clone(), ours.it_kw.clone()),
        ("racks", theirs.racks.clone(), ours.racks.clone()),
        ("purchase at the high prices", high(&trial.priced), high(priced)),
    ];
    let mut words = Vec::new();
    for (what, theirs, own) in pairs {
        let (Some(theirs), Some(own)) = (theirs, own) else { continue };
        if theirs.unit != own.unit {
            continue;
        }
        let change = match theirs.value.total_cmp(&own.value) {
            std::cmp::Ordering::Less => "gained",
            std::cmp::Ordering::Greater => "lost",
            std::cmp::Ordering::Equal => "the same",
        };
        words.push(format!("{what}: {} in place of {} ({change})", theirs.words(), own.words()));
    }
    if words.is_empty() { "neither power nor racks can be compared".into() } else { words.join(", ") }
}

/// What a GPU is compared by: memory for serving, dense BF16 compute else.
fn measure(gpu: &Gpu, by_memory: bool) -> Option<Traced> {
    let entry = format!("gpu/{}", gpu.id);
    if by_memory {
        facts::number(&entry, "memory_gb", "GB", gpu.memory_gb.as_ref())
    } else {
        facts::number(&entry, "bf16_tflops_dense", "TFLOPS", gpu.bf16_tflops_dense.as_ref())
    }
}

/// Every other GPU and pattern that can do the work within the room's cooling, the rack's power and the pattern's
/// range.
fn candidates<'a>(
    work: &Work<'a>,
    chosen: &Gpu,
    need: &Traced,
    by_memory: bool,
    priced: &Priced,
) -> Vec<Candidate<'a>> {
    let currency = priced.cost.as_ref().map(|cost| cost.currency.as_str());
    let air = work.asked.cooling.as_ref().is_some_and(|stated| stated.value == Cooling::Air);
    let budget = super::facility::rack_budget(work);
    let mut found = Vec::new();
    for pattern in work.catalog.patterns() {
        for gpu in pattern.gpus_allowed.iter().filter_map(|id| work.catalog.gpu(id)) {
            let other = gpu.id == chosen.id || gpu.preliminary || air && pattern.liquid_cooled;
            if other || !same_job(work, chosen, gpu) {
                continue;
            }
            let Some(candidate) = size(work, gpu, pattern, need, budget.as_ref(), by_memory, currency) else {
                continue;
            };
            found.push(candidate);
        }
    }
    found
}

/// Whether a GPU is of the kind the work needs: boards with NVSwitch for work that spans GPUs, a graphics part where the
/// policy asks for one.
fn same_job(work: &Work<'_>, chosen: &Gpu, gpu: &Gpu) -> bool {
    let joined = |gpu: &Gpu| matches!(gpu.form, GpuForm::Sxm | GpuForm::Superchip);
    if work.is_for(&[
        WorkloadGroup::Training,
        WorkloadGroup::Pretraining,
        WorkloadGroup::Finetuning,
        WorkloadGroup::Hpc,
    ]) && joined(chosen)
        && !joined(gpu)
    {
        return false;
    }
    let mut meant = work.catalog.gpu_choices().iter().filter(|choice| gpu::meant_for(work, choice));
    // Serving runs on more than the parts the policy starts from; graphics and double precision do not.
    work.is_for(&[
        WorkloadGroup::Training,
        WorkloadGroup::Finetuning,
        WorkloadGroup::Inference,
        WorkloadGroup::Rag,
        WorkloadGroup::LanguageModel,
    ]) || meant.next().is_none_or(|choice| !choice.gpus.contains(&chosen.id) || choice.gpus.contains(&gpu.id))
}

/// What GPUs give together, by what one gives.
fn need<U: Unit>(gpus: &Traced, each: &Traced) -> Traced {
    (gpus.named::<Gpus>("gpus") * each.named::<Per<U, Gpus>>("each")).traced()
}

/// Nodes of another GPU that give as much, in whole steps.
fn nodes_for<U: Over<U, Out = Ratio>>(
    need: &Traced,
    each: &Traced,
    per_node: &Traced,
    step: &Traced,
) -> Traced {
    let step = step.named::<Nodes>("node_step");
    let of_node = each.named::<Per<U, Gpus>>("each") * per_node.named::<Gpus>("gpus_per_node");
    let of_step = of_node.each::<Nodes>() * &step;
    ((need.named::<U>("need") / of_step).ceil() * step).traced()
}

fn size<'a>(
    work: &Work<'a>,
    gpu: &'a Gpu,
    pattern: &'a Pattern,
    need: &Traced,
    budget: Option<&Traced>,
    by_memory: bool,
    currency: Option<&str>,
) -> Option<Candidate<'a>> {
    let each = measure(gpu, by_memory)?;
    let per_node = facts::pattern(pattern, "g", "GPUs", pattern.g as f64);
    let step = match pattern.node_step {
        Some(step) if step > 1 => facts::pattern(pattern, "node_step", "nodes", step as f64),
        _ => Traced::constant(1.0, "nodes", "nodes are bought one by one", &pattern.family),
    };
    let nodes = if by_memory {
        nodes_for::<Gb>(need, &each, &per_node, &step)
    } else {
        nodes_for::<Tflops>(need, &each, &per_node, &step)
    };
    if !(pattern.node_count.min..=pattern.node_count.max).contains(&nodes.count()) {
        return None;
    }
    // A product bought in whole racks that is more than twice what the work needs does another job.
    if nodes.value * per_node.value * each.value > 2.0 * need.value {
        return None;
    }
    let rack_scale = work.catalog.systems().iter().find(|system| {
        system.class == SystemClass::RackScale
            && system.gpus.contains(&gpu.id)
            && system.patterns.contains(&pattern.id)
    });
    let system =
        rack_scale.or_else(|| facts::node_system(work.catalog, &gpu.id, pattern.g, Some(&pattern.id)))?;
    let kw =
        facts::number(&format!("system/{}", system.id), "power_max_kw", "kW", system.power_max_kw.as_ref())?;
    if budget.is_some_and(|budget| budget.value < kw.value) {
        return None;
    }
    let trays =
        rack_scale.and_then(|system| system.nodes.as_ref()).and_then(Fact::known).map_or(1, |trays| *trays);
    let power = (nodes.named::<Nodes>("nodes")
        / Traced::constant(trays as f64, "", "nodes in one product", &system.name)
            .named::<Ratio>("nodes_per_unit")
        * kw.named::<KwPerNode>("unit_kw"))
    .clean()
    .traced();
    let gpus = (nodes.named::<Nodes>("nodes") * per_node.named::<GpusPerNode>("gpus_per_node")).traced();
    let racks = budget.filter(|_| rack_scale.is_none()).map(|budget| {
        (nodes.named::<Nodes>("nodes")
            / (budget.named::<Kw>("rack_kw") / kw.named::<KwPerNode>("node_kw")).floor().each::<Racks>())
        .ceil()
        .traced()
    });
    let price = currency.and_then(|currency| {
        let each = crate::plan::cost::price_high(work.catalog, &system.id, currency)?;
        Some(
            (nodes.named::<Nodes>("nodes")
                / Traced::constant(trays as f64, "", "nodes in one product", &system.name)
                    .named::<Ratio>("nodes_per_unit")
                * each.named::<Per<Money, Nodes>>("price"))
            .traced_in(currency),
        )
    });
    Some(Candidate { gpu, system, per_node, pattern, nodes, gpus, power, racks, price })
}

/// No worse in power, racks, nodes and the price of the servers where both are known, and better in one.
fn dominates(a: &Candidate<'_>, b: &Candidate<'_>) -> bool {
    let racks = |one: &Candidate<'_>| one.racks.as_ref().map_or(0.0, |racks| racks.value);
    let prices = match (&a.price, &b.price) {
        (Some(a), Some(b)) => (a.value, b.value),
        _ => (0.0, 0.0),
    };
    let pairs =
        [(a.power.value, b.power.value), (a.nodes.value, b.nodes.value), (racks(a), racks(b)), prices];
    pairs.iter().all(|(a, b)| a <= b) && pairs.iter().any(|(a, b)| a < b)
}

/// The limit that binds a rack, and what a little more of it would save.
fn spare_power(work: &mut Work<'_>, sized: &Sized<'_>, housed: &Housed) {
    let room = &housed.numbers;
    let (Some(budget), Some(each), Some(node), Some(racks), Some(nodes)) =
        (&room.rack_budget_kw, &room.nodes_per_rack, &room.node_kw, &room.racks, &sized.nodes)
    else {
        return;
    };
    let limit = housed.facility.as_ref().and_then(|facility| facility.rack_limit.clone());
    if limit.as_deref() != Some("power") || each.value < 1.0 {
        return;
    }
    let more = ((each.named::<Nodes>("nodes_per_rack") + 1.0) * node.named::<KwPerNode>("node_kw")
        - budget.named::<Kw>("rack_kw"))
    .clean()
    .traced();
    let Some(base) = Base::of(sized) else { return };
    let mut reading = work.reading.clone();
    reading.requirement.power_per_rack_kw =
        Some(Stated::new(budget.value + more.value, "power that is tried"));
    let tried = Work::new(&reading, work.catalog);
    let Some(after) = trial::plan(&tried, base, nodes.count(), Depth::Racks).housed.numbers.racks else {
        return;
    };
    let saved = (racks.named::<Racks>("racks") - after.named::<Racks>("after")).traced();
    if saved.value < 1.0 {
        return;
    }
    let message =
        format!("power limits the racks: {} more per rack would save {}", more.words(), saved.words());
    work.find(FindingDraft {
        actual: Some(more),
        ..FindingDraft::note(RuleId::BindingLimit, Severity::Info, message)
            .at("/design/facility/rack_budget_kw")
    });
}

/// The same nodes on the other fabric technology.
fn other_fabric(work: &mut Work<'_>, sized: &Sized<'_>, networked: &Networked, power: Option<Traced>) {
    let (Some(pattern), Some(nodes), Some(gpu)) = (sized.pattern, sized.nodes.clone(), sized.gpu) else {
        return;
    };
    let Some(own) = networked.fabrics.compute.as_ref().map(|compute| &compute.form) else { return };
    let other = if own.is_infiniband() { Technology::Ethernet } else { Technology::Infiniband };
    let wishes = Overrides { technology: Some(other), ..Overrides::default() };
    let Ok(plan) = fabric::recommend(work.catalog, &pattern.id, nodes.count(), &wishes) else { return };
    let reason = format!(
        "east-west takes {} x {} in place of {} x {}; it needs other adapters{}",
        plan.compute.switch_count,
        plan.compute.switch,
        own.switch_count,
        own.switch_id.clone().unwrap_or_default(),
        if other == Technology::Infiniband { " and a fabric manager" } else { "" }
    );
    let alternative = Alternative {
        title: format!("the same nodes on {}", other.word()),
        gpu_id: Some(gpu.id.to_string()),
        pattern_id: Some(pattern.id.to_string()),
        node_count: None,
        gpu_count: None,
        power_kw: None,
        reason,
    };
    work.offer_with_power(alternative, Some(nodes), sized.gpus.clone(), power);
}
