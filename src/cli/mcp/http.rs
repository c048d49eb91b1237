//! Streamable HTTP on loopback. A page in a browser must not reach the server through a name that resolves to
//! loopback, so only the server's own host and origin are let in, besides those named on the command line.

use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use http_body_util::{BodyExt, Full, combinators::BoxBody};
use hyper::{
    Request, Response, StatusCode,
    body::{Bytes, Incoming},
    header::{self, HeaderValue},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use rmcp::transport::streamable_http_server::{
    StreamableHttpServerConfig, StreamableHttpService, session::local::LocalSessionManager,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};

use super::server::{Server, Shared};
use crate::cli::{failure::Failure, output};

/// Where the protocol is served.
const PATH: &str = "/mcp";
/// Connections at a time, idle streams of events included; one more is told so and closed.
const CONNECTION_LIMIT: usize = 256;
/// A client must send its headers within this time.
const HEADER_TIME: Duration = Duration::from_secs(30);
/// A client that is refused must send its headers within this time.
const REFUSAL_TIME: Duration = Duration::from_secs(2);
/// Bytes of a request; an answer document fits.
const BODY_LIMIT_BYTES: usize = 16 * 1024 * 1024;

type Service = StreamableHttpService<Server, LocalSessionManager>;

/// Listens and serves until the program ends.
///
/// # Errors
/// An address that is not on loopback or cannot be bound, or an origin that is none.
pub async fn serve(
    shared: Arc<Shared>,
    address: &str,
    hosts: &[String],
    origins: &[String],
) -> Result<(), Failure> {
    let address = loopback(address)?;
    for origin in origins {
        if !(origin.starts_with("http://") || origin.starts_with("https://")) {
            return Err(Failure::usage(
                format!("`{origin}` is no origin"),
                "an origin is a scheme, a host and a port, such as http://localhost:6274",
            ));
        }
    }
    let listener = TcpListener::bind(address).await.map_err(|error| {
        Failure::usage(
            format!("{address} cannot be bound: {error}"),
            "choose another port, or 0 for a free one",
        )
    })?;
    let address = listener.local_addr().map_err(|error| Failure::bug(&error.to_string()))?;
    let service = service(shared, address.port(), hosts, origins);
    output::err(&format!("listening on http://{address}{PATH}"));
    let places = Arc::new(Semaphore::new(CONNECTION_LIMIT));
    loop {
        // A connection that fails while it is accepted is the client's loss, not the server's end.
        let Ok((stream, _)) = listener.accept().await else { continue };
        // Small answers would otherwise wait for the client's delayed acknowledgement.
        let _ = stream.set_nodelay(true);
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else {
            tokio::spawn(refuse(stream));
            continue;
        };
        let service = service.clone();
        tokio::spawn(async move {
            let answer = service_fn(move |request| answer(service.clone(), request));
            // What goes wrong on one connection ends with it.
            let _ = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEADER_TIME)
                .serve_connection(TokioIo::new(stream), answer)
                .await;
            drop(place);
        });
    }
}

/// Tells a client that all connections are taken, and closes.
async fn refuse(stream: TcpStream) {
    let busy = service_fn(|_| async {
        let body = Full::new(Bytes::from(format!(
            "all {CONNECTION_LIMIT} connections are in use; try again later\n"
        )));
        let mut response = Response::new(body);
        *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        Ok::<_, Infallible>(response)
    });
    // A client that does not read the refusal loses nothing.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(REFUSAL_TIME)
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), busy)
        .await;
}

/// The address to listen on: `PORT`, or `ADDRESS:PORT` on loopback.
fn loopback(address: &str) -> Result<SocketAddr, Failure> {
    let parsed = match address.parse::<u16>() {
        Ok(port) => Some(SocketAddr::new(IpAddr::from([127, 0, 0, 1]), port)),
        Err(_) => address.replace("localhost:", "127.0.0.1:").parse().ok(),
    };
    let parsed = parsed.ok_or_else(|| {
        Failure::usage(
            format!("`{address}` is no address"),
            "give a port, or an address such as 127.0.0.1:8765",
        )
    })?;
    if !parsed.ip().is_loopback() {
        return Err(Failure::usage(
            format!("{parsed} is not on loopback; the server has no log-in and is served on loopback only"),
            "listen on 127.0.0.1 and put a proxy that checks users in front of it",
        ));
    }
    Ok(parsed)
}

fn service(shared: Arc<Shared>, port: u16, hosts: &[String], origins: &[String]) -> Service {
    let own = ["localhost", "127.0.0.1", "[::1]"].map(|host| format!("{host}:{port}"));
    let allowed_origins = own.iter().map(|host| format!("http://{host}")).chain(origins.iter().cloned());
    let allowed_hosts = own.iter().cloned().chain(hosts.iter().cloned());
    let config = StreamableHttpServerConfig::default()
        .with_allowed_hosts(allowed_hosts)
        .with_allowed_origins(allowed_origins)
        .enforce_origin_validation()
        .with_max_request_body_bytes(BODY_LIMIT_BYTES);
    StreamableHttpService::new(move || Ok(Server::new(Arc::clone(&shared))), Arc::default(), config)
}

async fn answer(
    service: Service,
    request: Request<Incoming>,
) -> Result<Response<BoxBody<Bytes, Infallible>>, Infallible> {
    if request.uri().path() == PATH {
        return Ok(service.handle(request).await);
    }
    let body = Full::new(Bytes::from(format!("the protocol is served at {PATH}\n"))).boxed();
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::NOT_FOUND;
    Ok(response)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_loopback_is_listened_on() {
        assert_eq!(loopback("0").unwrap().to_string(), "127.0.0.1:0");
        assert_eq!(loopback("localhost:80").unwrap().to_string(), "127.0.0.1:80");
        assert_eq!(loopback("[::1]:80").unwrap().to_string(), "[::1]:80");
        for wrong in ["0.0.0.0:80", "10.0.0.1:80", "[::]:80", "example.com:80", "70000", ""] {
            assert!(loopback(wrong).is_err(), "{wrong}");
        }
    }
}
