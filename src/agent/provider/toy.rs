//! A toy provider: with its row in `PROVIDERS` it is all a provider needs, and that is what it shows.

use futures::{FutureExt, future::BoxFuture};

use super::{Choice, Provider};
use crate::agent::{
    error::AgentError,
    event::EventSink,
    message::{ChatRequest, Turn},
};

/// Its row in the list of providers.
pub(super) const CHOICE: Choice = Choice {
    name: "toy",
    about: "says what its file says",
    needs_service: false,
    takes_file: true,
    build: |setup| Ok(Box::new(Parrot(setup.file.clone()))),
};

/// Says the same at every turn.
struct Parrot(String);

impl Provider for Parrot {
    fn name(&self) -> &'static str {
        CHOICE.name
    }

    fn model(&self) -> Option<String> {
        None
    }

    fn chat<'a>(
        &'a mut self,
        _: &'a ChatRequest,
        _: u64,
        _: &'a mut dyn EventSink,
    ) -> BoxFuture<'a, Result<Turn, AgentError>> {
        async { Ok(Turn::text(&self.0)) }.boxed()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::agent::provider::{Setup, find};

    #[test]
    fn its_row_names_and_builds_it() {
        let (choice, file) = find("toy:hello.txt").unwrap();
        assert_eq!((choice.usage().as_str(), file), ("toy:FILE", Some("hello.txt")));
        let provider = (choice.build)(&Setup { file: "hello".into(), ..Setup::default() }).unwrap();
        assert_eq!((provider.name(), provider.model()), ("toy", None));
        assert!(find("toy").is_none() && find("offline:hello.txt").is_none());
    }
}
