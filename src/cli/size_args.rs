//! The flags of `gcg size`.

use clap::{Args, Subcommand};

use super::name_parser::{NameParser, names};

/// `gcg size`.
#[derive(Debug, Subcommand)]
pub enum Size {
    /// Time of a training run, or the GPUs for a deadline.
    Train(Run),
    /// GPUs for a serving load, or the speed of one replica (--gpus-per-replica).
    Serve(Run),
    /// Memory and time of a LoRA fine-tune (--purpose qlora for 4-bit frozen weights).
    Finetune(Run),
    /// Memory of a model and the fewest GPUs that hold it.
    Memory(Run),
    /// Every parallel layout of a training run on --gpus GPUs: the fastest, and those that need less memory.
    Search(Run),
    /// How far the estimates of this build are off, by class; --rows scores a file of measured rows.
    Accuracy {
        /// Measured rows (YAML) to score.
        #[arg(long, value_name = "FILE")]
        rows: Option<String>,
    },
}

/// What is sized. A flag that a command does not know is an error, not ignored.
#[derive(Debug, Default, Args)]
pub struct Run {
    /// Input document (JSON or YAML) of the tool behind the command, or - for standard input; flags add to it.
    #[arg(long, value_name = "FILE")]
    pub file: Option<String>,
    /// Model by name.
    #[arg(long, value_parser = NameParser(names::models))]
    pub model: Option<String>,
    /// The model's published config.json (Hugging Face).
    #[arg(long, value_name = "FILE")]
    pub model_config: Option<String>,
    /// Parameters, billions.
    #[arg(long)]
    pub params_b: Option<f64>,
    /// GPU by name.
    #[arg(long, value_parser = NameParser(names::gpus))]
    pub gpu: Option<String>,
    /// Number of GPUs.
    #[arg(long)]
    pub gpus: Option<u64>,
    /// Tokens to train on, billions.
    #[arg(long)]
    pub tokens_b: Option<f64>,
    /// Days the run may take.
    #[arg(long, value_name = "DAYS", visible_alias = "days")]
    pub deadline_days: Option<f64>,
    /// Fine-tunes of --tokens-b each that a week must hold (finetune only).
    #[arg(long)]
    pub finetunes_per_week: Option<f64>,
    /// bf16, fp8, fp4, mxfp4 or int4.
    #[arg(long)]
    pub precision: Option<String>,
    /// Tokens per sequence in training.
    #[arg(long)]
    pub sequence_tokens: Option<u64>,
    /// Tokens per step over all GPUs.
    #[arg(long)]
    pub batch_tokens: Option<u64>,
    /// full or lora.
    #[arg(long)]
    pub method: Option<String>,
    /// Prompt tokens per request.
    #[arg(long, visible_alias = "isl")]
    pub context_tokens_in: Option<u64>,
    /// Output tokens per request.
    #[arg(long, visible_alias = "osl")]
    pub tokens_out: Option<u64>,
    /// Requests running at the same time.
    #[arg(long, visible_alias = "concurrency")]
    pub users_concurrent: Option<u64>,
    /// People in all.
    #[arg(long)]
    pub users_total: Option<u64>,
    /// Requests per second.
    #[arg(long)]
    pub queries_per_s: Option<f64>,
    /// Burstiness of arrivals: 1 for independent users, more for bursts, 0 for a steady beat.
    #[arg(long)]
    pub arrival_cv2: Option<f64>,
    /// Longest time to the first token, ms.
    #[arg(long)]
    pub ttft_ms: Option<f64>,
    /// Longest time per output token, ms.
    #[arg(long)]
    pub tpot_ms: Option<f64>,
    /// GPUs of one replica.
    #[arg(long)]
    pub gpus_per_replica: Option<u64>,
    /// vllm, sglang or trtllm.
    #[arg(long)]
    pub engine: Option<String>,
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
    /// Your own measured rows (YAML); a matching one replaces the estimate.
    #[arg(long, value_name = "FILE")]
    pub measured: Option<String>,
    /// Time every layout in place of skipping those that cannot win (search only).
    #[arg(long)]
    pub no_prune: bool,
}
