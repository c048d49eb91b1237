//! `gcg mcp`: the tools of this program for other people's assistants, over the Model Context Protocol.

mod args;
mod arguments;
mod draft;
mod http;
mod kept;
mod manifest;
mod prompts;
mod resources;
mod server;
pub mod short;

pub use self::args::Mcp;

use std::sync::Arc;

use rmcp::ServiceExt;

use self::server::{Server, Shared};
use super::{failure::Failure, output, signals::Signal};
use crate::tools::Catalog;

/// Threads that answer requests; tools run beside them on threads of their own.
const WORKER_THREADS: usize = 2;

/// Serves until the client closes its end or a signal ends the program. Returns the exit code.
///
/// # Errors
/// An address that is not on loopback or cannot be bound, an origin that is none, or a session that breaks down.
pub fn run(catalog: Catalog, request: &Mcp) -> Result<u8, Failure> {
    let shared = Arc::new(Shared::new(catalog)?);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(WORKER_THREADS)
        .enable_all()
        .build()
        .map_err(|error| Failure::bug(&format!("no runtime: {error}")))?;
    let signal = Signal::default();
    let outcome = runtime.block_on(async {
        tokio::select! {
            biased;
            () = signal.wait() => Ok(signal.exit().unwrap_or(130)),
            served = serve(shared, request) => served.map(|()| 0),
        }
    });
    // A read of standard input that is under way cannot be called off.
    runtime.shutdown_background();
    match outcome {
        // A client on standard output reads the protocol, not our documents.
        Err(Failure::Error { document, exit }) if request.http.is_none() => {
            output::err(output::json(&document).trim_end());
            Ok(exit)
        }
        other => other,
    }
}

async fn serve(shared: Arc<Shared>, request: &Mcp) -> Result<(), Failure> {
    match &request.http {
        Some(address) => http::serve(shared, address, &request.allow_host, &request.allow_origin).await,
        None => stdio(shared).await,
    }
}

/// One session over standard input and output; stdout belongs to the protocol.
async fn stdio(shared: Arc<Shared>) -> Result<(), Failure> {
    let service = match Server::new(shared).serve(rmcp::transport::stdio()).await {
        Ok(service) => service,
        // A client that leaves before its first word is done, not at fault.
        Err(rmcp::service::ServerInitializeError::ConnectionClosed(_)) => return Ok(()),
        Err(error) => {
            return Err(Failure::input(
                format!("the client's first message was not understood: {error}"),
                "start `gcg mcp` from an MCP client; it speaks JSON-RPC on standard input and output",
            ));
        }
    };
    service.waiting().await.map(|_| ()).map_err(|error| Failure::bug(&error.to_string()))
}
