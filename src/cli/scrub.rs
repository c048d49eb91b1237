//! Takes secrets out of everything that leaves the program: answers, errors, panics, progress, session files. The key
//! in use is known here; what looks like a key of the default service is taken out as well, wherever it came from.

use std::{
    borrow::Cow,
    sync::{Mutex, PoisonError},
};

use secrecy::{ExposeSecret, SecretString};

/// What stands in place of a secret.
pub const MARK: &str = "[key]";
/// How keys of the default service begin.
const PREFIX: &str = "nvapi-";
/// Characters behind the prefix that make it a key and not a word about keys.
const KEY_CHARS_MIN: usize = 12;
/// A shorter secret would stand in ordinary words.
const SECRET_CHARS_MIN: usize = 6;

static SECRETS: Mutex<Vec<SecretString>> = Mutex::new(Vec::new());

/// Remembers a secret for the life of the process.
pub fn remember(secret: &str) {
    if secret.chars().count() < SECRET_CHARS_MIN {
        return;
    }
    let mut secrets = SECRETS.lock().unwrap_or_else(PoisonError::into_inner);
    if secrets.iter().all(|known| known.expose_secret() != secret) {
        secrets.push(SecretString::from(secret.to_string()));
    }
}

/// The text without secrets.
pub fn clean(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    for secret in SECRETS.lock().unwrap_or_else(PoisonError::into_inner).iter() {
        let secret = secret.expose_secret();
        if text.contains(secret) {
            text = Cow::Owned(text.replace(secret, MARK));
        }
        // Within JSON a quote or backslash of the key is escaped.
        let escaped = secret.replace('\\', "\\\\").replace('"', "\\\"");
        if escaped != secret && text.contains(&escaped) {
            text = Cow::Owned(text.replace(&escaped, MARK));
        }
    }
    if text.contains(PREFIX) { Cow::Owned(without_keys(&text)) } else { text }
}

/// The text without anything that looks like a key.
fn without_keys(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(PREFIX) {
        let after = &rest[at + PREFIX.len()..];
        let length = after
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
            .count();
        out.push_str(&rest[..at]);
        if length >= KEY_CHARS_MIN {
            out.push_str(MARK);
        } else {
            out.push_str(&rest[at..at + PREFIX.len() + length]);
        }
        rest = &after[length..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_taken_out_wherever_they_stand() {
        remember("canary\"7f3a");
        remember("short");
        for (text, clean_text) in [
            ("a canary\"7f3a b", "a [key] b"),
            (r#"{"a":"canary\"7f3a"}"#, r#"{"a":"[key]"}"#),
            ("nvapi-abcDEF_123-456xyz, and more", "[key], and more"),
            ("keys begin with nvapi- and go on", "keys begin with nvapi- and go on"),
            ("nvapi-short nvapi-0123456789ab", "nvapi-short [key]"),
            ("größe short", "größe short"),
        ] {
            assert_eq!(clean(text), clean_text);
        }
    }
}
