//! Which field a quantity belongs to: one table of what must, may and must not stand near it, and the choice by score
//! and margin. Below the margin nothing is chosen.

use super::{item::Sheet, relation::group, unit::Unit};
use crate::design::Field as F;

/// Dimension of a quantity; the value is in the unit named here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dim {
    Count,
    /// kW.
    Kw,
    /// kVA.
    Kva,
    Volt,
    Amp,
    /// Rack units.
    Height,
    /// Gigabytes.
    Bytes,
    /// Gigabytes a second.
    ByteRate,
    /// Gigabits a second.
    BitRate,
    /// Seconds.
    Time,
    Percent,
    Kg,
    KgPerM2,
    /// Millimetres.
    Length,
    M2,
    Celsius,
    Bar,
    /// Something a second, named by its unit.
    Rate,
    Money,
    Other,
}

impl Dim {
    pub fn of(unit: Unit) -> Self {
        match unit {
            Unit::None => Self::Count,
            Unit::Kw => Self::Kw,
            Unit::Kva => Self::Kva,
            Unit::Volt => Self::Volt,
            Unit::Amp => Self::Amp,
            Unit::Height => Self::Height,
            Unit::Gbyte => Self::Bytes,
            Unit::GbytePerS => Self::ByteRate,
            Unit::Gbit | Unit::GbitPerS | Unit::GbitEthernet | Unit::GigaSomething => Self::BitRate,
            Unit::Percent => Self::Percent,
            Unit::Kg => Self::Kg,
            Unit::KgPerM2 => Self::KgPerM2,
            Unit::Mm => Self::Length,
            Unit::M2 => Self::M2,
            Unit::Celsius => Self::Celsius,
            Unit::Bar => Self::Bar,
            Unit::TokensPerS | Unit::QueriesPerS | Unit::PerS => Self::Rate,
            Unit::Money(_) => Self::Money,
            Unit::Other => Self::Other,
            _ => Self::Time,
        }
    }
}

/// Concepts of which one must be near, and how near.
type Near = (&'static [&'static str], f32);

/// One row: what makes a quantity a value of a field.
#[derive(Debug)]
pub(super) struct Signature {
    pub field: F,
    pub dim: Dim,
    /// Each of these groups must be at least so near; what is found counts.
    pub needs: &'static [Near],
    /// What is found of these counts by the factor.
    pub helps: &'static [Near],
    /// None of these may be so near.
    pub bars: &'static [Near],
    pub base: f32,
    /// Values outside are something else.
    pub range: (f64, f64),
    /// From the dimension's unit to the field's.
    pub scale: f64,
}

const ANY: (f64, f64) = (0.0, f64::MAX);
const COUNT: (f64, f64) = (1.0, 1e7);
const DAY: f64 = 86_400.0;
const GPU: &[&str] = &["gpu", "@gpu"];
const RACK: &[&str] = &["rack", "rack_power"];
const PER_USER: &[&str] = &["per_user", "each"];
const NETWORK: &[&str] = &["per_gpu", "ports_word", "port", "nic", "network", "infiniband", "ethernet"];
/// What a number right before one of these counts is neither a GPU nor a node.
const OTHER_HEADS: &[&str] =
    &["document", "page", "query", "run", "transaction", "user", "token", "chunk", "scene", "party"];
const LATER: &[&str] = &["grow_to", "growth_word", "later"];
const PER_TIME: &[&str] = &["per_day", "per_week", "per_month", "per_year", "per_hour"];
const SECOND: &[&str] = &["per_second"];

macro_rules! signatures {
    ($($field:ident $dim:ident $base:literal in $range:expr, by $scale:expr; needs $needs:expr; helps $helps:expr; bars $bars:expr;)*) => {
        /// The table.
        pub(super) const SIGNATURES: &[Signature] = &[$(Signature {
            field: F::$field,
            dim: Dim::$dim,
            needs: &$needs,
            helps: &$helps,
            bars: &$bars,
            base: $base,
            range: $range,
            scale: $scale,
        },)*];
    };
}

signatures! {
    GpuCount Count 0.0 in COUNT, by 1.0; needs [(GPU, 4.0)]; helps [(&["total"], 0.1)];
        bars [(&["@one_node"], 1.0), (&["gpu_hours"], 6.0), (&["full_gpu"], 6.0), (&["@rack_scale"], 1.0), (&["@platform"], 1.0), (&["scene"], 7.0), (&["tenant"], 6.0), (OTHER_HEADS, 9.0), (&["oversubscription"], 7.5)];
    GpusPerNode Count 1.0 in (1.0, 72.0), by 1.0; needs [(GPU, 4.0), (&["@one_node"], 1.0)]; helps []; bars [(&["@platform"], 1.0)];
    GpusPerNode Count 1.0 in (1.0, 72.0), by 1.0; needs [(&["per_node"], 6.0)]; helps []; bars [(&["admin"], 5.0), (&["user"], 8.0), (&["@platform"], 1.0)];
    GpusPerNode Count 5.0 in (1.0, 16.0), by 1.0; needs [(&["@nodes_of"], 1.0)]; helps []; bars [(&["node", "rack", "user"], 9.9)];
    GpusPerNode Count 2.0 in (1.0, 72.0), by 1.0; needs [(&["ways"], 8.0)]; helps []; bars [];
    NodeCount Count 0.0 in (1.0, 1e6), by 1.0; needs [(&["node", "@platform"], 5.5)]; helps [];
        bars [(&["cpu_word"], 8.5), (&["@amps"], 1.0), (&["@one_node"], 1.0), (&["leaf"], 6.0), (&["@counter_of_racks"], 1.0), (OTHER_HEADS, 9.0)];
    NodesPerRack Count 4.5 in (1.0, 72.0), by 1.0; needs [(&["node", "@platform"], 5.5), (&["rack_power", "single_rack"], 4.0)]; helps []; bars [];
    RacksAvailable Count 0.0 in (1.0, 1e5), by 1.0; needs [(&["rack"], 5.5)]; helps [(&["free_room"], 0.2)];
        bars [(&["@rack_scale"], 1.0), (&["drawing"], 4.0), (&["leaf"], 6.0), (&["@amps"], 1.0)];
    RacksAvailable Count 2.0 in (1.0, 1e5), by 1.0; needs [(&["piece"], 8.0), (&["rack"], 1.9)]; helps []; bars [(GPU, 6.0), (&["node"], 6.0), (&["leaf"], 5.0)];
    NodeCount Count 2.0 in (1.0, 1e5), by 1.0; needs [(&["piece"], 8.0), (&["node"], 1.9)]; helps []; bars [(&["@one_node"], 1.0), (&["rack"], 5.0), (GPU, 8.5)];
    RacksStated Count 1.0 in (1.0, 1e5), by 1.0; needs [(&["rack"], 3.0), (&["drawing"], 2.5)]; helps []; bars [(&["leaf"], 6.0)];
    RacksRequested Count 6.0 in (1.0, 1e5), by 1.0; needs [(&["@rack_scale"], 1.0)]; helps []; bars [];
    UsersTotal Count 0.0 in (2.0, 1e9), by 1.0; needs [(&["user"], 5.0)]; helps [(&["total"], 0.15)];
        bars [(&["concurrent"], 4.2), (&["course"], 4.0), (&["full_gpu"], 2.4), (&["desktop"], 6.0), (&["peak"], 6.0)];
    UsersConcurrent Count 0.5 in COUNT, by 1.0; needs [(&["concurrent"], 4.2)]; helps [(&["user"], 0.35)];
        bars [(&["scene"], 4.0), (&["@other_noun"], 1.0), (&["stream_word"], 6.0), (&["peak"], 3.9), (&["query"], 6.0), (&["gpu"], 8.0), (&["node"], 8.0)];
    UsersConcurrentPeak Count 1.0 in COUNT, by 1.0; needs [(&["peak"], 3.9), (&["concurrent", "user"], 2.0)]; helps []; bars [(&["query"], 5.0), (&["transaction"], 5.0), (&["token"], 6.0)];
    UsersConcurrentPeak Count 2.0 in COUNT, by 1.0; needs [(&["peak"], 6.0), (&["@users_before"], 1.0)]; helps []; bars [(&["query"], 5.0), (&["token"], 6.0)];
    UsersTotal Count 1.0 in (2.0, 1e9), by 1.0; needs [(&["@then_concurrent"], 1.0)]; helps []; bars [(&["concurrent"], 4.2)];
    UsersConcurrent Count 2.0 in COUNT, by 1.0; needs [(&["usual"], 4.0), (&["@users_before"], 1.0)]; helps []; bars [(&["query"], 5.0), (&["token"], 6.0)];
    VdiUsers Count 1.5 in COUNT, by 1.0; needs [(&["desktop"], 4.5)]; helps [(&["user"], 0.1)]; bars [(&["concurrent"], 6.0), (&["full_gpu"], 4.0)];
    RenderUsers Count 2.0 in COUNT, by 1.0; needs [(&["full_gpu"], 2.4)]; helps [(&["user"], 0.2)]; bars [];
    Sites Count 0.0 in (2.0, 5000.0), by 1.0; needs [(&["site"], 7.0)]; helps []; bars [(&["rack"], 7.0), (&["node"], 8.5)];
    Sites Count 0.0 in (2.0, 20.0), by 1.0; needs [(&["room"], 7.0)]; helps []; bars [(&["rack"], 7.0), (&["node"], 8.5), (&["user"], 7.0), (&["site"], 7.0)];
    CorpusPages Count 0.0 in (10.0, 1e12), by 1.0; needs [(&["page"], 5.0)]; helps []; bars [(&["chunk"], 6.5), (&["longest"], 4.0), (&["per_second"], 5.0)];
    DocumentPagesMax Count 2.0 in (1.0, 5000.0), by 1.0; needs [(&["page"], 4.0), (&["document"], 4.0), (&["longest_document"], 4.0)]; helps []; bars [(&["chunk"], 6.5)];
    DocumentPagesMax Count 1.0 in (1.0, 1e7), by 1.0; needs [(&["page"], 4.0), (&["longest"], 2.5)]; helps []; bars [(&["chunk"], 6.5)];
    ChunksPerPage Count 2.0 in (1.0, 1e4), by 1.0; needs [(&["chunk"], 4.5)]; helps []; bars [];
    EmbeddingDim Count 1.0 in (16.0, 65_536.0), by 1.0; needs [(&["dimension"], 4.5)]; helps [(&["embedding"], 0.3)]; bars [];
    LeafCount Count 1.0 in (1.0, 1e4), by 1.0; needs [(&["leaf"], 6.0)]; helps []; bars [];
    ScalableUnits Count 4.0 in (1.0, 1e4), by 1.0; needs [(&["scalable_unit"], 8.5)]; helps []; bars [];
    ScalableUnits Count 4.0 in (1.0, 1e4), by 1.0; needs [(&["su_word"], 9.9), (&["dgx"], 4.0)]; helps []; bars [];
    PowerFactor Count 2.0 in (0.5, 1.0), by 1.0; needs [(&["power_factor"], 4.5)]; helps []; bars [];
    TrainingAdmins Count 2.0 in (1.0, 1e4), by 1.0; needs [(&["admin", "user"], 5.0), (&["course"], 3.0)]; helps []; bars [];
    TrainingAdmins Count 2.0 in (1.0, 1e4), by 1.0; needs [(&["admin"], 6.0), (&["course", "work_training"], 2.9)]; helps []; bars [];
    Phases Count 0.0 in (2.0, 12.0), by 1.0; needs [(&["phase"], 7.5)]; helps []; bars [(&["feed"], 8.0)];
    FeedsPerRack Count 0.5 in (1.0, 8.0), by 1.0; needs [(&["feed", "@amps"], 7.0)]; helps []; bars [(&["gpu"], 8.5), (&["node"], 8.5)];
    ScenesParallel Count 1.0 in (1.0, 1e6), by 1.0; needs [(&["scene"], 5.0)]; helps [(&["concurrent"], 0.1)]; bars [];
    FinetunesPerWeek Count 1.0 in (0.1, 1e4), by 1.0; needs [(&["run"], 5.0), (&["per_week"], 3.5)]; helps []; bars [];
    TrainTokens Count 1.0 in (1e9, 1e17), by 1.0; needs [(&["token"], 4.5)]; helps [(&["train_words"], 0.2)];
        bars [(&["per_day"], 3.0), (&["per_second"], 3.0), (&["per_month"], 3.0), (&["context"], 8.0)];
    ContextTokensIn Count 0.0 in (16.0, 2e7), by 1.0; needs [(&["context"], 3.4)]; helps [(&["token"], 0.25)]; bars [(&["per_second"], 5.0), (&["user"], 7.5)];
    TokensOut Count 0.0 in (4.0, 2e6), by 1.0; needs [(&["generated"], 3.4)]; helps [(&["token"], 0.25)]; bars [(&["per_second"], 5.0), (&["user"], 7.5)];
    TokensPerS Count 2.0 in (150.0, 1e10), by 1.0; needs [(&["token"], 4.5), (SECOND, 4.5)]; helps [(&["total"], 0.4)]; bars [(PER_USER, 4.0)];
    TpotMs Count 3.0 in (0.5, 2000.0), by 1.0; needs [(&["token"], 4.5), (SECOND, 4.0), (PER_USER, 2.5)]; helps []; bars [];
    TpotMs Count 2.0 in (0.5, 150.0), by 1.0; needs [(&["token"], 4.5), (SECOND, 4.0)]; helps []; bars [(&["total"], 4.0)];
    TokensPerS Count 2.0 in (0.5, 150.0), by 1.0; needs [(&["token"], 4.5), (SECOND, 4.0), (&["total"], 4.0)]; helps []; bars [];
    TokensPerS Rate 3.0 in (150.0, 1e10), by 1.0; needs []; helps [(&["token"], 0.4), (&["total"], 0.2)]; bars [(PER_USER, 4.0), (&["transaction"], 4.0), (&["query"], 4.0)];
    TpotMs Rate 3.5 in (0.5, 150.0), by 1.0; needs []; helps [(PER_USER, 0.4), (&["token"], 0.2)]; bars [(&["transaction"], 4.0), (&["query"], 4.0)];
    QueriesPerS Rate 4.5 in ANY, by 1.0; needs [(&["@queries"], 1.0)]; helps []; bars [];
    TransactionsPerS Rate 2.0 in ANY, by 1.0; needs [(&["transaction"], 3.0)]; helps []; bars [];
    QueriesPerS Count 1.0 in ANY, by 1.0; needs [(&["query"], 4.5), (SECOND, 3.5)]; helps []; bars [(&["token"], 8.5)];
    QueriesPerS Count 1.0 in ANY, by 1.0 / 60.0; needs [(&["query"], 4.5), (&["per_minute"], 3.5)]; helps []; bars [];
    QueriesPerS Count 1.0 in ANY, by 1.0 / 3600.0; needs [(&["query"], 4.5), (&["per_hour"], 3.5)]; helps []; bars [];
    TransactionsPerS Count 1.0 in ANY, by 1.0; needs [(&["transaction"], 4.5), (SECOND, 3.5)]; helps []; bars [];
    ModelParamsB Count 5.0 in (1e8, 1e14), by 1e-9; needs [(&["@billions"], 1.0)]; helps []; bars [(&["token"], 7.5), (&["budget"], 6.0), (&["page"], 8.0)];
    ModelParamsB Count 1.0 in (1e7, 1e14), by 1e-9; needs [(&["param"], 4.5)]; helps []; bars [(&["active"], 6.5), (&["token"], 7.5)];
    ActiveParamsB Count 7.0 in (1e7, 1e14), by 1e-9; needs [(&["@billions", "param"], 1.0), (&["active"], 5.5)]; helps []; bars [];
    GrowthGpuCount Count 2.0 in COUNT, by 1.0; needs [(GPU, 4.0), (&["grow_to", "growth_word"], 3.5)]; helps []; bars [(&["@one_node"], 1.0)];
    GrowthNodeCount Count 2.0 in COUNT, by 1.0; needs [(&["node"], 4.0), (&["grow_to", "growth_word"], 3.5)]; helps []; bars [];
    ConcurrencyRatio Percent 0.0 in (0.0, 100.0), by 0.01; needs [(&["concurrent", "share_of", "peak", "user"], 2.9)]; helps []; bars [(&["heat"], 4.0), (&["inference_day"], 4.5), (&["availability"], 5.0), (&["evaluation"], 3.0)];
    HeatToWaterMinPct Percent 1.0 in (0.0, 100.0), by 1.0; needs [(&["heat"], 3.0)]; helps [(&["liquid_word"], 0.1)]; bars [];
    InferenceShareDay Percent 1.0 in (0.0, 100.0), by 0.01; needs [(&["inference_day", "@inference_by_day"], 2.5)]; helps [(&["gpu"], 0.1)]; bars [(&["availability"], 6.0)];
    PowerPerRackKw Kw 0.0 in (0.5, 1000.0), by 1.0; needs [(RACK, 2.0)]; helps [(&["each"], 0.5), (&["rack_power"], 0.3), (&["usable"], 0.1)]; bars [(&["@and_racks"], 1.0), (&["total"], 6.6), (&["ups"], 6.0), (&["node"], 8.5)];
    PowerPerRackKw Kw 6.0 in (0.5, 200.0), by 1.0; needs [(&["@beside_racks"], 1.0)]; helps []; bars [(&["total"], 4.0), (&["ups"], 6.0), (&["node"], 8.5), (&["cooling_word"], 6.0)];
    PowerPerRackKw Kw 6.0 in (0.5, 1000.0), by 1.0; needs [(&["@usable_of_rack"], 1.0)]; helps []; bars [(&["total"], 4.0), (&["ups"], 6.0), (&["node"], 8.5)];
    PowerPerRackKw Kw 4.0 in (0.5, 1000.0), by 1.0; needs [(&["rack_power"], 4.0)]; helps []; bars [(&["ups"], 6.0)];
    PowerPerRackKw Kw 3.2 in (0.5, 1000.0), by 1.0; needs [(RACK, 1.0)]; helps []; bars [(&["@and_racks"], 1.0), (&["total"], 2.4), (&["ups"], 3.0), (&["node"], 8.5)];
    PowerTotalKw Kw 1.5 in (0.5, 1e7), by 1.0; needs [(&["total", "power", "room"], 2.5)]; helps [(&["total"], 0.4)]; bars [(&["rack_power"], 5.0), (&["each"], 7.0), (&["ups"], 6.5)];
    PowerTotalKw Kw 4.0 in (250.0, 1e7), by 1.0; needs []; helps [(&["total", "site"], 0.4)]; bars [(RACK, 0.1), (&["each"], 0.1), (&["ups"], 0.1), (&["node"], 0.1), (GPU, 0.1), (&["cooling_word"], 4.0)];
    PowerPerRackKva Kva 1.0 in (0.5, 1000.0), by 1.0; needs [(RACK, 1.9)]; helps [(&["each"], 0.4), (&["breaker"], 0.2)]; bars [(&["total"], 6.0), (&["ups"], 5.0)];
    PowerPerRackKva Kva 6.0 in (0.5, 200.0), by 1.0; needs [(&["@beside_racks"], 1.0)]; helps []; bars [(&["total"], 4.0), (&["ups"], 6.0)];
    PowerTotalKva Kva 1.0 in (0.5, 1e7), by 1.0; needs [(&["total"], 4.0), (&["ups"], 4.0)]; helps []; bars [(&["rack_power"], 4.0), (&["each"], 5.0)];
    PowerTotalKva Kva 4.0 in (0.5, 1e7), by 1.0; needs []; helps [(&["total"], 0.4), (&["power"], 0.2)]; bars [(&["ups"], 7.4), (&["rack_power"], 4.0), (&["each"], 5.0)];
    Volts Volt 6.0 in (10.0, 40_000.0), by 1.0; needs []; helps []; bars [];
    Amps Amp 6.0 in (1.0, 10_000.0), by 1.0; needs []; helps []; bars [];
    RackU Height 5.0 in (6.0, 60.0), by 1.0; needs []; helps [(&["rack"], 0.1)]; bars [(&["node"], 7.0)];
    GpuMemGbMin Bytes 0.5 in (8.0, 1500.0), by 1.0; needs [(&["gpu_memory", "memory", "per_gpu"], 4.0)]; helps [(GPU, 0.1)]; bars [(&["kv_cache"], 5.0), (&["graphics_memory"], 6.0), (&["storage"], 8.0), (&["ram"], 5.0), (&["nic"], 5.0)];
    GpuMemGbMin Bytes 1.0 in (8.0, 400.0), by 1.0; needs [(GPU, 4.5), (&["memory", "gpu_memory", "storage"], 4.0)]; helps []; bars [(&["kv_cache"], 5.0), (&["graphics_memory"], 6.0), (&["ram"], 5.0), (&["nic"], 5.0), (&["checkpoint"], 5.0)];
    GpuMemGbMin Bytes 1.0 in (8.0, 400.0), by 1.0; needs [(GPU, 4.0), (&["at_least", "at_least_after"], 4.0)]; helps []; bars [(&["kv_cache"], 5.0), (&["graphics_memory"], 6.0), (&["ram"], 5.0), (&["nic"], 5.0), (&["checkpoint"], 5.0), (&["per_node"], 5.0)];
    VgpuGb Bytes 2.0 in (0.5, 192.0), by 1.0; needs [(&["graphics_memory", "vgpu_word"], 4.0)]; helps []; bars [];
    VgpuGb Bytes 3.0 in (0.5, 192.0), by 1.0; needs [(&["gpu_memory", "memory"], 4.0), (&["per_user", "desktop"], 5.0)]; helps []; bars [(&["per_gpu"], 5.0)];
    VgpuGb Bytes 2.0 in (0.5, 64.0), by 1.0; needs [(&["desktop"], 4.0), (&["each", "per_user"], 4.0)]; helps []; bars [(&["storage"], 6.0), (&["ram"], 4.0), (&["per_gpu"], 5.0)];
    KvCacheGb Bytes 2.0 in ANY, by 1.0; needs [(&["kv_cache"], 3.0)]; helps []; bars [];
    StorageCapacityTb Bytes 0.5 in (500.0, 1e12), by 0.001; needs [(&["storage", "capacity"], 3.0)]; helps [(&["usable"], 0.1)]; bars [(&["checkpoint"], 7.0), (&["kv_cache"], 5.0), (PER_TIME, 5.0), (&["ram"], 4.0), (&["gpu_memory"], 7.0)];
    StorageCapacityTb Bytes 4.0 in (50_000.0, 1e12), by 0.001; needs []; helps [(&["usable"], 0.1)]; bars [(&["checkpoint"], 3.0), (&["kv_cache"], 3.0), (PER_TIME, 5.0), (&["ram"], 4.0)];
    CheckpointTb Bytes 1.5 in (0.1, 1e7), by 0.001; needs [(&["checkpoint"], 2.5)]; helps []; bars [(&["storage"], 8.5)];
    StorageReadGbs ByteRate 0.0 in ANY, by 1.0; needs [(&["read"], 2.4)]; helps [(&["storage"], 0.1)]; bars [(&["per_gpu"], 8.0)];
    StorageWriteGbs ByteRate 0.0 in ANY, by 1.0; needs [(&["write"], 2.4)]; helps [(&["storage"], 0.1)]; bars [(&["per_gpu"], 8.0)];
    FabricGbpsPerGpu BitRate 1.0 in (10.0, 3200.0), by 1.0; needs [(NETWORK, 2.4)]; helps [(&["per_gpu"], 0.3)]; bars [(&["rate_existing"], 5.0), (&["gpu_memory"], 6.0), (&["per_node"], 6.0), (&["@each_node"], 1.0), (&["internet", "wan_word"], 6.0), (&["other_net"], 4.0)];
    FabricExistingGbps BitRate 3.0 in (1.0, 3200.0), by 1.0; needs [(&["rate_existing"], 3.0)]; helps []; bars [];
    TtftMs Time 1.5 in (0.01, 120.0), by 1000.0; needs [(&["ttft"], 3.0)]; helps []; bars [(&["e2e"], 8.0)];
    TpotMs Time 1.0 in (0.0005, 2.0), by 1000.0; needs [(&["tpot"], 3.0)]; helps []; bars [];
    E2eMs Time 1.0 in (0.05, 3600.0), by 1000.0; needs [(&["e2e"], 3.5)]; helps []; bars [(&["p99"], 6.5), (&["ttft"], 7.5)];
    LatencyP99Ms Time 1.0 in (0.000_5, 600.0), by 1000.0; needs [(&["p99"], 3.0)]; helps []; bars [(&["ttft"], 5.5), (&["tpot"], 5.5)];
    CheckpointIntervalMin Time 2.0 in (10.0, 40.0 * DAY), by 1.0 / 60.0; needs [(&["checkpoint"], 1.4), (&["every"], 4.0)]; helps []; bars [(&["stall"], 8.0)];
    CheckpointStallS Time 2.0 in (0.1, 36_000.0), by 1.0; needs [(&["stall"], 3.0)]; helps []; bars [];
    CheckpointStallS Time 3.0 in (0.1, 3600.0), by 1.0; needs [(&["checkpoint"], 1.0), (&["deadline", "at_most"], 3.4)]; helps []; bars [(&["every"], 4.0)];
    PueRatio Count 2.0 in (1.0, 3.0), by 1.0; needs [(&["pue"], 4.0)]; helps []; bars [];
    WarrantyYears Time 1.5 in (300.0 * DAY, 15.0 * 365.0 * DAY), by 1.0 / (365.0 * DAY); needs [(&["next_day", "onsite_nbd"], 2.0)]; helps []; bars [(&["delivery"], 4.0), (&["deadline"], 4.0)];
    WarrantyYears Time 1.0 in (100.0 * DAY, 15.0 * 365.0 * DAY), by 1.0 / (365.0 * DAY); needs [(&["warranty", "onsite_nbd"], 3.4)]; helps []; bars [(&["delivery"], 8.0)];
    DeadlineDays Time 0.5 in (1.9 * DAY, 3.0 * 365.0 * DAY), by 1.0 / DAY; needs [(&["deadline", "delivery"], 3.4)]; helps []; bars [(&["warranty"], 6.0), (&["checkpoint"], 4.0), (LATER, 8.0), (&["generated", "reply_word"], 4.0)];
    DeadlineDays Time 0.5 in (1.9 * DAY, 3.0 * 365.0 * DAY), by 1.0 / DAY; needs [(&["@in_time"], 1.0), (&["train_words", "work_training", "work_finetune"], 2.0)]; helps []; bars [(&["checkpoint"], 4.0), (&["warranty"], 6.0)];
    GrowthMonths Time 1.0 in (25.0 * DAY, 20.0 * 365.0 * DAY), by 1.0 / (30.0 * DAY); needs [(LATER, 2.4)]; helps []; bars [(&["warranty"], 5.0), (&["delivery"], 7.0)];
    InletCMax Celsius 0.5 in (5.0, 60.0), by 1.0; needs [(&["inlet"], 2.5)]; helps []; bars [];
    InletCMax Celsius 2.0 in (5.0, 60.0), by 1.0; needs [(&["inlet"], 0.5), (&["@at_most"], 1.0)]; helps []; bars [(&["supply"], 3.0)];
    WaterSupplyC Celsius 0.0 in (2.0, 60.0), by 1.0; needs [(&["supply", "liquid_word", "cooling_liquid", "water"], 2.5)]; helps []; bars [(&["inlet"], 8.0)];
    WaterPressureBar Bar 6.0 in ANY, by 1.0; needs []; helps []; bars [];
    RackWeightKg Kg 0.0 in (50.0, 20_000.0), by 1.0; needs [(&["rack", "rack_power", "weight"], 2.4)]; helps []; bars [(&["lift"], 3.0)];
    LiftKg Kg 2.0 in (50.0, 50_000.0), by 1.0; needs [(&["lift"], 1.0)]; helps []; bars [];
    FloorLoadKgM2 KgPerM2 6.0 in ANY, by 1.0; needs []; helps []; bars [];
    AltitudeM Length 2.0 in (1e5, 9e6), by 0.001; needs [(&["altitude"], 3.0)]; helps []; bars [];
    DistanceKm Length 1.0 in (5e4, 2e10), by 1e-6; needs [(&["distance"], 6.0)]; helps []; bars [(&["altitude"], 5.0), (RACK, 3.0)];
    DistanceKm Length 3.0 in (3e5, 2e10), by 1e-6; needs [(&["@km"], 1.0)]; helps [(&["distance"], 0.2)]; bars [(&["altitude"], 5.0)];
    RackHeightMm Length 1.0 in (300.0, 4000.0), by 1.0; needs [(&["high"], 3.5)]; helps [(&["rack"], 0.1)]; bars [(&["lift"], 0.9), (&["door"], 4.0), (&["altitude"], 6.5)];
    RackWidthMm Length 1.0 in (300.0, 4000.0), by 1.0; needs [(&["wide"], 3.5)]; helps [(&["rack"], 0.1)]; bars [(&["lift"], 0.9), (&["door"], 4.0)];
    RackDepthMm Length 1.0 in (300.0, 4000.0), by 1.0; needs [(&["deep"], 3.5)]; helps [(&["rack"], 0.1)]; bars [(&["lift"], 0.9), (&["door"], 4.0)];
    LiftMm Length 2.0 in (300.0, 20_000.0), by 1.0; needs [(&["lift"], 0.9), (&["high", "wide", "deep"], 3.0)]; helps []; bars [(&["door"], 7.0)];
    RackFootprintM2 M2 2.0 in (0.1, 20.0), by 1.0; needs [(&["footprint", "rack"], 2.5)]; helps []; bars [];
    BudgetAmount Money 4.2 in (1000.0, 1e13), by 1.0; needs []; helps [(&["budget"], 0.4), (&["tax_included", "tax_excluded"], 0.2)]; bars [(&["@rate_of_money", "@price_of_one"], 1.0), (&["tax_only"], 1.0)];
    BudgetAmount Count 1.0 in (1000.0, 1e13), by 1.0; needs [(&["budget"], 4.5)]; helps [(&["tax_included", "tax_excluded"], 0.2)]; bars [(GPU, 8.5), (&["node"], 8.5), (&["user"], 8.5), (&["token"], 6.0), (&["page"], 8.0)];
}

/// What scored below this is not understood.
const LEAST_SCORE: f32 = 4.0;
/// The best must lead the next field by so much.
const MARGIN: f32 = 0.6;

/// One field a quantity may belong to, and how much speaks for it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub signature: &'static Signature,
    pub score: f32,
}

/// All fields a quantity may belong to, the best first; one row a field.
pub(super) fn candidates(sheet: &Sheet, at: usize) -> Vec<Candidate> {
    let Some(quantity) = sheet.items[at].quantity() else { return Vec::new() };
    let dim = Dim::of(quantity.unit);
    let value = quantity.unit.seconds().map_or(quantity.high, |seconds| seconds * quantity.high);
    let mut found: Vec<Candidate> = Vec::new();
    'rows: for signature in SIGNATURES.iter().filter(|row| row.dim == dim) {
        if value < signature.range.0 || value > signature.range.1 {
            continue;
        }
        let mut score = signature.base;
        for (concepts, least) in signature.needs {
            let nearness = group(sheet, at, concepts);
            if nearness < *least {
                continue 'rows;
            }
            score += nearness / signature.needs.len().max(1) as f32;
        }
        if signature.bars.iter().any(|(concepts, most)| group(sheet, at, concepts) >= *most) {
            continue;
        }
        score +=
            signature.helps.iter().map(|(concepts, factor)| group(sheet, at, concepts) * factor).sum::<f32>();
        match found.iter_mut().find(|other| other.signature.field == signature.field) {
            Some(other) if other.score >= score => {}
            Some(other) => *other = Candidate { signature, score },
            None => found.push(Candidate { signature, score }),
        }
    }
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    found
}

/// A count now and the count after growth are told apart by what the passage is about, not by the words near.
fn twin(field: F) -> F {
    match field {
        F::GrowthGpuCount => F::GpuCount,
        F::GrowthNodeCount => F::NodeCount,
        F::GrowthMonths => F::DeadlineDays,
        other => other,
    }
}

/// The field a quantity belongs to; none where nothing speaks clearly for one.
pub(super) fn choose(sheet: &Sheet, at: usize) -> Option<Candidate> {
    let list = candidates(sheet, at);
    let first = *list.first()?;
    let clear = list.get(1).is_none_or(|second| {
        first.score - second.score >= MARGIN || twin(first.signature.field) == twin(second.signature.field)
    });
    (first.score >= LEAST_SCORE && clear).then_some(first)
}
