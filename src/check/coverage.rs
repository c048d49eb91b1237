//! How each statement fared: every one is compared with a value of the finished design, by value, bound and scope, or it is
//! said why nothing can be compared. The fields are matched without a rest, so that a new field has a judge or does not
//! compile.

mod compute;
mod derive;
mod judged;
mod load;
mod network;
mod parts;
mod room;
mod scope;
mod service;
mod storage;
mod words;

pub(super) use derive::statements;
pub(super) use judged::Scene;
pub(super) use network::ratio;
pub(super) use words::{asked, label};

use judged::Judged;

use crate::design::{Bound, Coverage, CoverageStatus, Field, Scope, Statement, Strength};

/// The coverage of every statement by a design, in their order.
pub(super) fn of(scene: &Scene<'_>) -> Vec<Coverage> {
    let rooms = parts::Rooms::of(scene);
    let judged = |statement: &Statement| match &rooms {
        Some(rooms) => rooms.judge(statement),
        None => judge(scene, statement),
    };
    scene.statements.iter().map(|statement| row(statement, judged(statement))).collect()
}

/// The coverage where no design is shown: nothing is judged, and every row says why.
pub(super) fn without_design(statements: &[Statement], reason: &str) -> Vec<Coverage> {
    statements.iter().map(|statement| row(statement, Judged::not_judged(reason))).collect()
}

fn row(statement: &Statement, judged: Judged) -> Coverage {
    Coverage {
        field: statement.field.name().into(),
        quote: statement.quote.clone(),
        asked: asked(statement),
        found: judged.found,
        status: judged.status,
        evidence: judged.evidence,
        note: judged.note,
        strength: statement.strength,
        scope: statement.scope.clone(),
        clause: statement.clause.clone(),
    }
}

/// Whether a statement binds what is built now: not a wish, an option, what stands already or what comes later.
pub(super) fn binds(row: &Coverage) -> bool {
    row.scope.is_built_now() && matches!(row.strength, None | Some(Strength::Must))
}

/// Whether a field is a limit that nothing may exceed (power, racks, floor, time, money) or a model that must fit.
pub(super) fn is_limit(field: &str) -> bool {
    Field::named(field).is_ok_and(|field| {
        field.natural_bound() == Bound::AtMost || matches!(field, Field::ModelName | Field::ModelParamsB)
    })
}

/// The verdict on one statement. What exists, options and growth are judged in their own way and never as the order; a
/// bound that a rule found broken is broken, whatever the design repeats.
fn judge(scene: &Scene<'_>, statement: &Statement) -> Judged {
    match &statement.scope {
        Scope::New => now(scene, statement),
        Scope::Pool(_) | Scope::Site(_) => scope::part(statement, now(scene, statement)),
        Scope::Existing => scope::existing(scene, statement),
        Scope::Option => scope::option(scene, statement),
        Scope::Later => scope::later(scene, statement),
    }
}

fn now(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let judged = by_field(scene, statement);
    match load::bound_of_a_finding(scene, statement) {
        Some(found) if found.status == CoverageStatus::NotMet || graver(found.status, judged.status) => found,
        _ => judged,
    }
}

/// Whether a verdict says worse of the design than another; what was not judged gives way to either.
fn graver(one: CoverageStatus, other: CoverageStatus) -> bool {
    let rank = |status| match status {
        CoverageStatus::NotJudged => 0,
        CoverageStatus::Met => 1,
        CoverageStatus::MetIf => 2,
        CoverageStatus::Partly => 3,
        CoverageStatus::NotMet => 4,
    };
    rank(one) > rank(other)
}

/// One judge for every field.
fn by_field(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let noted = |reason: &str| Judged::not_judged(reason);
    match statement.field {
        Field::Workload => load::workload(scene, statement),
        Field::GpuCount | Field::GpuCountMin => compute::gpu_count(scene, statement),
        Field::GpuModels | Field::GpuModelsExcluded => compute::gpu_models(scene, statement),
        Field::GpuModelsUnknown => compute::gpu_unknown(scene, statement),
        Field::ServerModels => compute::server_models(scene, statement),
        Field::GpuMemGbMin => compute::gpu_memory(scene, statement),
        Field::NodeCount => compute::node_count(scene, statement),
        Field::PowerFactor => room::power_factor(scene, statement),
        Field::ScalableUnits => compute::scalable_units(scene, statement),
        Field::GpusPerNode => compute::gpus_per_node(scene, statement),
        Field::NodesPerRack => room::nodes_per_rack(scene, statement),
        Field::LeafCount => compute::leaf_count(scene, statement),
        Field::FormFactor => compute::form_factor(scene, statement),
        Field::Patterns => compute::patterns(scene, statement),
        Field::TrainingNodes | Field::InferenceNodes => compute::kinds_of_nodes(scene, statement),
        Field::TrainingGpusPerNode | Field::InferenceGpusPerNode => compute::gpus_per_node(scene, statement),
        Field::InferenceOptions => compute::node_options(scene, statement),

        Field::ModelName | Field::ModelParamsB => load::model(scene, statement),
        Field::Precision => load::precision(scene, statement),
        Field::TtftMs => load::latency(scene, statement, "first token"),
        Field::TpotMs => load::latency(scene, statement, "per output token"),
        Field::ActiveParamsB
        | Field::ContextTokensIn
        | Field::TokensOut
        | Field::E2eMs
        | Field::KvCacheGb
        | Field::QueriesPerS
        | Field::TokensPerS
        | Field::UsersTotal
        | Field::UsersConcurrent
        | Field::UsersConcurrentPeak
        | Field::ConcurrencyRatio
        | Field::TrainTokens
        | Field::VdiUsers
        | Field::RenderUsers
        | Field::ScenesParallel
        | Field::VgpuGb
        | Field::CorpusPages
        | Field::DocumentPagesMax
        | Field::ChunksPerPage
        | Field::EmbeddingDim => load::demand(scene, statement),
        Field::LatencyP99Ms | Field::LatencyScope | Field::TransactionsPerS => noted(
            "the estimates give no share of slow answers and no rate of this kind: to be shown by a test",
        ),
        Field::FinetunesPerWeek | Field::InferenceShareDay => {
            noted("how jobs share the GPUs over time is not worked out")
        }
        Field::DeadlineDays => load::deadline(scene, statement),
        Field::EmbeddingModel => noted("no figure of this model is in the catalog"),
        Field::Slicing => load::slicing(scene, statement),
        Field::VgpuProfile => noted("profiles of the GPU are not held against the users of the design"),

        Field::Golive | Field::DeliveryDate => noted("lead times come from suppliers; no date is confirmed"),
        Field::Phases => noted("the design is one delivery; its phases are to be agreed"),
        Field::BudgetAmount => service::budget(scene, statement),
        Field::BudgetCurrency => service::currency(scene, statement),
        Field::BudgetTax => noted("prices are compared without tax; the offer must say which holds"),
        Field::BudgetScope => noted("what the budget is to cover is held against no line of the bill"),

        Field::PowerPerRackKw => room::rack_power(scene, statement),
        Field::PowerRatingBasis => room::rating_basis(scene, statement),
        Field::PowerTotalKw => room::total_power(scene, statement),
        Field::PowerTotalKva => room::total_kva(scene, statement),
        Field::PowerPerRackKva => room::rack_kva(scene, statement),
        Field::Cooling => room::cooling(scene, statement),
        Field::RacksAvailable => room::racks_available(scene, statement),
        Field::RacksRequested => room::racks_requested(scene, statement),
        Field::RacksStated => noted("what these racks are to hold is not said"),
        Field::RackU => room::rack_units(scene, statement),
        Field::RackWidthMm => room::measure(scene, statement, |system| system.width_mm.as_ref()),
        Field::RackHeightMm => room::measure(scene, statement, |system| system.height_mm.as_ref()),
        Field::RackDepthMm => room::measure(scene, statement, |system| system.depth_mm.as_ref()),
        Field::RackWeightKg => room::rack_weight(scene, statement),
        Field::RackFootprintM2 => noted("a footprint alone bounds nothing; the floor load is judged"),
        Field::FloorLoadKgM2 => room::floor_load(scene, statement),
        Field::Volts => room::feed(scene, statement, "voltage_v"),
        Field::FeedPhases => room::feed(scene, statement, "phase_count"),
        Field::Amps => room::feed(scene, statement, "breaker_a"),
        Field::FeedsPerRack => room::feed(scene, statement, "feeds_per_rack"),
        Field::Redundancy => room::redundancy(scene, statement),
        Field::AltitudeM => room::altitude(scene, statement),
        Field::InletCMax => room::inlet(scene, statement),
        Field::WaterSupplyC | Field::WaterPressureBar | Field::HeatToWaterMinPct => {
            room::water(scene, statement)
        }
        Field::LiftKg => room::lift_load(scene, statement),
        Field::LiftMm => noted("the way into the room is to be measured with the crates the maker ships"),
        Field::PueRatio => room::pue(scene, statement),
        Field::Location => noted("noise, access and permits of the place are the site's to clear"),

        Field::Fabric => network::technology(scene, statement),
        Field::FabricGbpsPerGpu => network::rate_per_gpu(scene, statement),
        Field::FabricExistingGbps => network::existing_rate(scene, statement),
        Field::Oversubscription => network::oversubscription(scene, statement),
        Field::FabricRateStated | Field::GpuMemStated | Field::RackPowerStated => {
            noted("its unit is in doubt; see the question")
        }

        Field::StorageCapacityTb | Field::StorageReadGbs | Field::StorageWriteGbs => {
            storage::figure(scene, statement)
        }
        Field::CheckpointTb | Field::CheckpointIntervalMin | Field::CheckpointStallS => {
            storage::checkpoint(scene, statement)
        }

        Field::Sites => service::sites(scene, statement),
        Field::DistanceKm | Field::SiteCapacity => service::between_sites(scene, statement),
        Field::Availability => service::availability(scene, statement),
        Field::Sovereignty | Field::NetworkEgress | Field::RemoteAccess => {
            noted("kept by how the cluster is run; the design neither gives nor prevents it")
        }
        Field::Encryption | Field::Security => noted("no part of the design provides or proves it"),
        Field::Scheduler | Field::Software | Field::Hypervisor => service::software(scene, statement),

        Field::GrowthNodeCount => service::growth(scene, statement, true),
        Field::GrowthGpuCount => service::growth(scene, statement, false),
        Field::GrowthMonths => noted("when it grows does not change the design"),
        Field::Constraint => noted("noted; no rule holds the design against it"),
        Field::WarrantyYears => service::warranty(scene, statement),
        Field::WarrantyLevel | Field::TrainingAdmins => noted("service terms are the maker's to offer"),
        Field::Acceptance => noted("acceptance is shown on the built machine"),
        Field::Evaluation | Field::WithdrawnRows => noted("a matter of the tender, not of the design"),
        Field::Questioned => noted("where a figure comes from is shown by `gcg explain`"),
        Field::Other => noted("noted; the tool does not work on it"),
    }
}

#[cfg(test)]
#[path = "coverage/cases.rs"]
mod cases;
