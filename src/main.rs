//! `gcg`: the command line of the GPU cluster generator.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(gpu_cluster_generator::cli::run(std::env::args_os().collect()))
}
