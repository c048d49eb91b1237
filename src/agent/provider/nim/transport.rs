//! Failures before any status came: silence, no connection, certificates.

use std::error::Error;

use super::{config::Address, fault::Fault};
use crate::agent::error::Code;

/// Nothing came in time.
pub fn silence(address: &Address) -> Fault {
    let message = format!("{} did not answer in time", address.host);
    Fault { silent: true, ..Fault::new(Code::ServiceTimeout, message) }
}

/// A failure before any status came.
pub fn transport(error: &reqwest::Error, address: &Address) -> Fault {
    let place = format!("{}:{}", address.host, address.port);
    if let Some(tls) = tls(error) {
        use rustls::{CertificateError, Error as Tls};
        return match tls {
            Tls::InvalidCertificate(
                CertificateError::NotValidYet
                | CertificateError::NotValidYetContext { .. }
                | CertificateError::Expired
                | CertificateError::ExpiredContext { .. },
            ) => Fault::new(Code::TlsClock, format!("the certificate of {place} is not valid now: {tls}"))
                .hint("check this machine's clock"),
            _ => Fault::new(Code::TlsUntrusted, format!("the certificate of {place} is not trusted: {tls}"))
                .hint("set SSL_CERT_FILE to your organisation's certificates, or give them with --ca-cert"),
        };
    }
    if error.is_timeout() && !error.is_connect() {
        return silence(address);
    }
    let mut reason = error.to_string();
    let mut source: Option<&dyn Error> = error.source();
    while let Some(inner) = source {
        reason = inner.to_string();
        source = inner.source();
    }
    Fault::new(Code::ServiceUnreachable, format!("no connection to {place}: {reason}"))
        .hint("check the address, the network, and HTTPS_PROXY and NO_PROXY")
}

/// The TLS error at the bottom of a failure.
fn tls(error: &reqwest::Error) -> Option<rustls::Error> {
    let mut source: Option<&(dyn Error + 'static)> = error.source();
    while let Some(inner) = source {
        if let Some(tls) = inner.downcast_ref::<rustls::Error>() {
            return Some(tls.clone());
        }
        // An I/O error hides what it carries from the chain, which may be another one.
        let carried = inner.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        source = match carried {
            Some(carried) => Some(carried),
            None => inner.source(),
        };
    }
    None
}
