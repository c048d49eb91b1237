//! How a service is reached: address, key, model, deadlines. Nothing here reads the environment.

use std::time::Duration;

use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};

use crate::agent::{
    error::{AgentError, Code},
    provider::profile::Profiles,
};

/// A key and where it was found; the place is shown, the key never.
#[derive(Debug, Clone)]
pub struct Key {
    /// The key.
    pub secret: SecretString,
    /// Where it was found, in words.
    pub source: String,
}

/// How long to wait for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines {
    /// A connection.
    pub connect: Duration,
    /// The head of an answer. No longer than `idle` in effect.
    pub first_byte: Duration,
    /// The next bytes of an answer; comments and keepalives count.
    pub idle: Duration,
    /// A whole turn with its retries.
    pub turn: Duration,
    /// The first pause before a retry; later ones double.
    pub backoff: Duration,
}

impl Default for Deadlines {
    /// 10 s, 120 s, 120 s, 240 s: below the 300 s after which hosted gateways give up by themselves.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            first_byte: Duration::from_secs(120),
            idle: Duration::from_secs(120),
            turn: Duration::from_secs(240),
            backoff: Duration::from_secs(1),
        }
    }
}

/// How a service is reached. What is none takes the embedded default.
#[derive(Debug, Clone, Default)]
pub struct NimConfig {
    /// Base URL, such as `http://127.0.0.1:8000/v1`.
    pub base_url: Option<String>,
    /// Key; a service of one's own may need none.
    pub key: Option<Key>,
    /// Model id.
    pub model: Option<String>,
    /// Models to go on with when the model was withdrawn, in order.
    pub successors: Option<Vec<String>>,
    /// Whether a withdrawn model ends the question instead.
    pub no_fallback: bool,
    /// Whether the model thinks before it answers; off when not said.
    pub thinking: bool,
    /// Whether answers come in one piece instead of a stream.
    pub whole: bool,
    /// Whether plain http is allowed beyond this machine.
    pub allow_http: bool,
    /// Tokens the model's context holds, when it is small.
    pub context_tokens: Option<u64>,
    /// Certificates to trust besides the system's, PEM.
    pub root_certificates: Option<Vec<u8>>,
    /// Where accepted requests (202) are asked about; the default service has its own place.
    pub pending_url: Option<String>,
    /// How long to wait.
    pub deadlines: Deadlines,
}

/// A checked address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Base URL without a slash at its end.
    pub base: String,
    /// Host, as the key is bound to it.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Whether it is this machine.
    pub loopback: bool,
    /// Whether it is the default service.
    pub hosted: bool,
}

impl NimConfig {
    /// Checks the address.
    ///
    /// # Errors
    /// `config.invalid` when it is no http(s) URL, `config.insecure_url` for plain http beyond this machine.
    pub fn address(&self, profiles: &Profiles) -> Result<Address, AgentError> {
        let text = self.base_url.as_deref().unwrap_or(&profiles.service.base_url).trim();
        let wrong = |why: &str| {
            AgentError::new(Code::ConfigInvalid, format!("the base URL {why}"))
                .hint("a base URL looks like https://host/v1 or http://127.0.0.1:8000/v1")
        };
        let url = Url::parse(text).map_err(|error| wrong(&format!("cannot be read: {error}")))?;
        let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
        if host.is_empty() || !matches!(url.scheme(), "http" | "https") {
            return Err(wrong("is no http or https address"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong("holds a user name or password; the key is given apart from it"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(wrong("holds a query or fragment"));
        }
        let loopback = is_loopback(&host);
        if url.scheme() == "http" && !loopback && !self.allow_http {
            return Err(AgentError::new(
                Code::InsecureUrl,
                format!(
                    "{host} would be reached over plain http, and the key and the customer's text with it"
                ),
            )
            .hint("use https, a server on this machine, or allow plain http with --allow-http"));
        }
        let hosted =
            Url::parse(&profiles.service.base_url).ok().and_then(|own| Some(own.host_str()? == host));
        Ok(Address {
            base: url.as_str().trim_end_matches('/').to_string(),
            port: url.port_or_known_default().unwrap_or(443),
            host,
            loopback,
            hosted: hosted.unwrap_or(false),
        })
    }

    /// Where accepted requests are asked about; none when that is not known.
    ///
    /// # Errors
    /// `config.insecure_url` when the key would go there in the clear.
    pub(super) fn pending(&self, address: &Address, profiles: &Profiles) -> Result<Option<Url>, AgentError> {
        let text = match &self.pending_url {
            Some(text) => text.as_str(),
            None if address.hosted => profiles.service.pending_url.as_str(),
            None => return Ok(None),
        };
        let Ok(url) = Url::parse(text) else { return Ok(None) };
        if url.scheme() != "https" && !url.host_str().is_some_and(is_loopback) {
            return Err(AgentError::new(
                Code::InsecureUrl,
                "the place where accepted requests are asked about is reached over plain http",
            )
            .hint("use https"));
        }
        Ok(Some(url))
    }

    /// The key, checked: no spaces around it, only characters a header can carry.
    ///
    /// # Errors
    /// `auth.missing` for the default service without a key, `auth.malformed` for one that cannot be a key.
    pub fn checked_key(&self, address: &Address) -> Result<Option<SecretString>, AgentError> {
        let Some(key) = &self.key else {
            if address.hosted {
                return Err(AgentError::new(
                    Code::AuthMissing,
                    format!("{} needs a key and none is set", address.host),
                )
                .hint("set NVIDIA_API_KEY in the environment or in .env")
                .hint("or use --provider offline, which needs neither key nor network"));
            }
            return Ok(None);
        };
        let trimmed = key.secret.expose_secret().trim_matches(|c: char| c.is_ascii_whitespace());
        if trimmed.is_empty() || !trimmed.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(AgentError::new(
                Code::AuthMalformed,
                format!("the key from {} is empty or holds characters a key cannot hold", key.source),
            )
            .hint("copy the key again, as one line of plain characters"));
        }
        if is_placeholder(trimmed) {
            return Err(AgentError::new(
                Code::AuthMissing,
                format!("the key from {} is a placeholder, no key", key.source),
            )
            .hint("put the key itself in its place, or use --provider offline"));
        }
        Ok(Some(SecretString::from(trimmed.to_string())))
    }
}

/// Whether a key is what instructions print in a key's place: `$NVIDIA_API_KEY`, `nvapi-...`, `YOUR_API_KEY_HERE`.
fn is_placeholder(key: &str) -> bool {
    let plain = key.to_ascii_lowercase();
    plain.starts_with(['$', '<', '{', '%'])
        || ["...", "your", "changeme", "placeholder", "api_key", "api-key", "xxxx", "insert"]
            .iter()
            .any(|word| plain.contains(word))
}

/// This machine, by name or number. A look-alike (127.0.0.1.example) is another host.
fn is_loopback(host: &str) -> bool {
    let plain = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || plain.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn address(url: &str) -> Result<Address, AgentError> {
        let config = NimConfig { base_url: Some(url.into()), ..NimConfig::default() };
        config.address(Profiles::embedded().unwrap())
    }

    #[test]
    fn placeholders_are_no_keys() {
        for key in ["$NVIDIA_API_KEY", "nvapi-...", "YOUR_API_KEY_HERE", "<key>", "nvapi-xxxxxxxx"] {
            assert!(is_placeholder(key), "{key}");
        }
        assert!(!is_placeholder("nvapi-4hT0b2Qk9"));
    }

    #[test]
    fn c06_plain_http_and_look_alikes_are_refused() {
        for url in [
            "http://example.test/v1",
            "http://127.0.0.1.example.test/v1",
            "http://localhost.example.test/v1",
            "http://192.168.0.7:8000/v1",
        ] {
            let error = address(url).unwrap_err();
            assert_eq!((error.code, error.exit()), (Code::InsecureUrl, 3), "{url}");
        }
        for url in
            ["ftp://x/v1", "example.test", "https://key@host/v1", "https://host/v1?key=1", "", "https://"]
        {
            assert_eq!(address(url).unwrap_err().code, Code::ConfigInvalid, "{url}");
        }
        for url in [
            "http://127.0.0.1:8000/v1/",
            "http://localhost/v1",
            "http://[::1]:1/v1",
            "https://nim.example.test/v1",
        ] {
            assert!(address(url).is_ok(), "{url}");
        }
        assert!(!address("https://integrate.api.nvidia.com.example.test/v1").unwrap().hosted);
        assert_eq!(address("http://127.0.0.1:8000/v1/").unwrap().base, "http://127.0.0.1:8000/v1");
    }

    #[test]
    fn h03_keys_are_trimmed_and_checked_without_being_shown() {
        let key = |text: &str| NimConfig {
            key: Some(Key { secret: SecretString::from(text.to_string()), source: "a test".into() }),
            ..NimConfig::default()
        };
        let address = address("https://host/v1").unwrap();
        assert_eq!(key("abc\n").checked_key(&address).unwrap().unwrap().expose_secret(), "abc");
        for bad in ["", " ", "a b", "a\u{7f}", "schlüssel"] {
            let error = key(bad).checked_key(&address).unwrap_err();
            assert_eq!((error.code, error.exit()), (Code::AuthMalformed, 4));
            assert!(bad.trim().is_empty() || !error.message.contains(bad));
        }
        assert!(!format!("{:?}", key("sesame")).contains("sesame"));
        let hosted = NimConfig::default();
        let service = hosted.address(Profiles::embedded().unwrap()).unwrap();
        assert_eq!(hosted.checked_key(&service).unwrap_err().code, Code::AuthMissing);
    }
}
