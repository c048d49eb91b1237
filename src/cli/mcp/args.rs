//! What `gcg mcp` takes.

use clap::Args;

/// `gcg mcp`.
#[derive(Debug, Args)]
pub struct Mcp {
    /// Serve streamable HTTP on loopback in place of standard input and output: a port, or an address with one.
    #[arg(long, value_name = "ADDRESS", num_args = 0..=1, default_missing_value = "127.0.0.1:8765")]
    pub http: Option<String>,
    /// A further name under which clients may reach the HTTP server; may be given often.
    #[arg(long, value_name = "HOST", requires = "http")]
    pub allow_host: Vec<String>,
    /// A further web origin that may use the HTTP server, such as http://localhost:6274; may be given often.
    #[arg(long, value_name = "ORIGIN", requires = "http")]
    pub allow_origin: Vec<String>,
}
