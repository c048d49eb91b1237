//! The flags of `gcg size`: each command has its own, named as the fields of the tool behind it.

use clap::{Args, Subcommand};
use serde::Serialize;

use super::name_parser::{NameParser, names};

/// `gcg size`.
#[derive(Debug, Subcommand)]
pub enum Size {
    /// Time of a training run, or the GPUs for a deadline.
    Train(Train),
    /// GPUs for a serving load, or the speed of one replica (--gpus-per-replica or --layout).
    Serve(Serve),
    /// Memory and time of a fine-tune: adapters (LoRA; --method qlora for 4-bit frozen weights) or all weights (--method full).
    Finetune(Finetune),
    /// Memory of a model and the fewest GPUs that hold it.
    Memory(Memory),
    /// Largest throughput of one replica with no limit on latency (batch work).
    Offline(Offline),
    /// What a long run costs beside its time: energy, checkpoints, and the share lost to failures.
    Run(LongRun),
    /// Every parallel layout of a training run on --gpus GPUs: the fastest, and those that need less memory.
    Search(Search),
    /// How far the estimates of this build are off, by class; --rows scores a file of measured rows.
    Accuracy {
        /// Measured rows (YAML) to score.
        #[arg(long, value_name = "FILE")]
        rows: Option<String>,
    },
}

/// What every command is about: a model on a GPU.
#[derive(Debug, Default, Args, Serialize)]
pub struct Subject {
    /// Input document (JSON or YAML) of the tool behind the command, or - for standard input; flags add to it.
    #[arg(long, value_name = "FILE")]
    #[serde(skip)]
    pub file: Option<String>,
    /// Model by name.
    #[arg(long, value_parser = NameParser(names::models))]
    pub model: Option<String>,
    /// The model's published config.json (Hugging Face).
    #[arg(long, value_name = "FILE")]
    #[serde(skip)]
    pub model_config: Option<String>,
    /// Parameters, billions.
    #[arg(long)]
    pub params_b: Option<f64>,
    /// GPU by name.
    #[arg(long, value_parser = NameParser(names::gpus))]
    pub gpu: Option<String>,
    /// bf16, fp8, fp4, mxfp4 or int4; when left out, that of the published checkpoint (training: fp8 where it is fp8), else bf16.
    #[arg(long)]
    pub precision: Option<String>,
    /// Your own measured rows (YAML): they move the estimate of like cases, and a matching one replaces it.
    #[arg(long, value_name = "FILE")]
    #[serde(skip)]
    pub measured: Option<String>,
}

/// `gcg size train`.
#[derive(Debug, Default, Args, Serialize)]
pub struct Train {
    #[command(flatten)]
    #[serde(flatten)]
    pub subject: Subject,
    /// Number of GPUs.
    #[arg(long)]
    pub gpus: Option<u64>,
    /// Tokens to train on, billions.
    #[arg(long)]
    pub tokens_b: Option<f64>,
    /// Days the run may take.
    #[arg(long, value_name = "DAYS", visible_alias = "days")]
    pub deadline_days: Option<f64>,
    /// Tokens per sequence.
    #[arg(long)]
    pub sequence_tokens: Option<u64>,
    /// Tokens per step over all GPUs.
    #[arg(long)]
    pub batch_tokens: Option<u64>,
    /// full, sft (full fine-tune of a trained model), lora or qlora (adapters on 4-bit weights).
    #[arg(long)]
    pub method: Option<String>,
}

/// `gcg size search`.
#[derive(Debug, Default, Args)]
pub struct Search {
    #[command(flatten)]
    pub train: Train,
    /// Time every layout in place of skipping those that cannot win.
    #[arg(long)]
    pub no_prune: bool,
}

/// `gcg size serve`.
#[derive(Debug, Default, Args, Serialize)]
pub struct Serve {
    #[command(flatten)]
    #[serde(flatten)]
    pub subject: Subject,
    /// Prompt tokens per request.
    #[arg(long, visible_alias = "isl")]
    pub context_tokens_in: Option<u64>,
    /// Output tokens per request.
    #[arg(long, visible_alias = "osl")]
    pub tokens_out: Option<u64>,
    /// Requests running at the same time.
    #[arg(long, visible_alias = "concurrency")]
    pub users_concurrent: Option<u64>,
    /// People in all; --concurrency-ratio of them have a request running at the peak.
    #[arg(long)]
    pub users_total: Option<u64>,
    /// Share of --users-total with a request running at the peak; 0.02 when left out.
    #[arg(long, value_name = "SHARE")]
    pub concurrency_ratio: Option<f64>,
    /// Requests per second.
    #[arg(long)]
    pub queries_per_s: Option<f64>,
    /// Burstiness of arrivals: 1 for independent users, more for bursts, 0 for a steady beat.
    #[arg(long)]
    pub arrival_cv2: Option<f64>,
    /// Longest mean time to the first token, ms.
    #[arg(long)]
    pub ttft_ms: Option<f64>,
    /// Longest mean time per output token, ms.
    #[arg(long)]
    pub tpot_ms: Option<f64>,
    /// Longest time to the first token of 99 in 100 requests, ms.
    #[arg(long)]
    pub ttft_p99_ms: Option<f64>,
    /// GPUs of one replica: gives its speed in place of a size.
    #[arg(long)]
    pub gpus_per_replica: Option<u64>,
    /// Layout of a replica, such as tp8, dp8ep8 or tp4pp2, in place of the best one.
    #[arg(long)]
    pub layout: Option<String>,
    /// vllm, sglang or trtllm.
    #[arg(long)]
    pub engine: Option<String>,
    /// Speculative decoding as draft tokens and acceptance, such as 3:0.7.
    #[arg(long, value_name = "TOKENS:ACCEPTANCE")]
    pub spec_decode: Option<String>,
    /// Share of prompt tokens found in a prefix cache, 0 to 1.
    #[arg(long, value_name = "SHARE", visible_alias = "prefix-hit")]
    pub prefix_hit_ratio: Option<f64>,
    /// true: prefill and decode on workers of their own; false: together; the smaller of both when left out.
    #[arg(long, visible_alias = "disagg", num_args = 0..=1, default_missing_value = "true")]
    pub disaggregated: Option<bool>,
}

/// `gcg size memory`.
#[derive(Debug, Default, Args, Serialize)]
pub struct Memory {
    #[command(flatten)]
    #[serde(flatten)]
    pub subject: Subject,
    /// Number of GPUs.
    #[arg(long)]
    pub gpus: Option<u64>,
    #[command(flatten)]
    #[serde(flatten)]
    pub held: Held,
}

/// What memory holds beside the weights.
#[derive(Debug, Default, Args, Serialize)]
pub struct Held {
    /// serving, training, lora or qlora.
    #[arg(long)]
    pub purpose: Option<String>,
    /// Sequences held at once.
    #[arg(long)]
    pub sequences: Option<u64>,
    /// Tokens per sequence, prompt and output together.
    #[arg(long)]
    pub context_tokens: Option<u64>,
    /// Tensor-parallel degree.
    #[arg(long)]
    pub tensor_parallel: Option<u64>,
    /// Pipeline stages.
    #[arg(long)]
    pub pipeline_parallel: Option<u64>,
    /// Rank of the adapter.
    #[arg(long)]
    pub adapter_rank: Option<u64>,
}

/// `gcg size finetune`.
#[derive(Debug, Default, Args)]
pub struct Finetune {
    #[command(flatten)]
    pub train: Train,
    /// Fine-tunes of --tokens-b each that a week must hold.
    #[arg(long)]
    pub finetunes_per_week: Option<f64>,
    #[command(flatten)]
    pub held: Held,
}

/// `gcg size offline`.
#[derive(Debug, Default, Args, Serialize)]
pub struct Offline {
    #[command(flatten)]
    #[serde(flatten)]
    pub subject: Subject,
    /// Prompt tokens per request.
    #[arg(long, visible_alias = "isl")]
    pub context_tokens_in: Option<u64>,
    /// Output tokens per request.
    #[arg(long, visible_alias = "osl")]
    pub tokens_out: Option<u64>,
    /// GPUs of one replica; the count with the highest rate per GPU when left out.
    #[arg(long)]
    pub gpus_per_replica: Option<u64>,
}

/// `gcg size run`.
#[derive(Debug, Default, Args)]
pub struct LongRun {
    #[command(flatten)]
    pub train: Train,
    /// Power of one node at its nameplate, kW; that of the catalog's server when left out.
    #[arg(long)]
    pub node_kw: Option<f64>,
    /// Power usage effectiveness of the site; 1.3 when left out.
    #[arg(long)]
    pub pue: Option<f64>,
    /// Seconds that training stands still for a checkpoint; 30 when left out.
    #[arg(long)]
    pub stall_s: Option<f64>,
    /// Seconds to restart after a failure; 600 when left out.
    #[arg(long)]
    pub restart_s: Option<f64>,
}
