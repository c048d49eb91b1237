//! One conversation: model services, the turn loop, limits, the ledger of values, and sessions.
//!
//! [`converse`] takes a customer's text and gives a certified answer. In between, [`run::AgentRun`] decides (pure),
//! [`provider`] asks a model (the only network), the tools compute, and [`prose`] prints every number. A model can
//! choose tools and word sentences; it cannot put a number into an answer, and no design comes from it.

mod briefing;
mod changes;
mod compose;
mod direct;
mod driver;
mod engines;
mod error;
mod event;
mod figures;
pub mod final_answer;
pub mod gpu_fallback;
pub mod journal;
pub mod ledger;
mod limits;
pub mod message;
pub mod prose;
pub mod provider;
mod restate;
pub mod run;
mod sentinel;
mod session;
pub mod verify;

pub use driver::converse_until;
pub use engines::Engines;
pub use error::{AgentError, Code};
pub use event::{Event, EventSink, Silent};
pub use limits::Limits;
pub use provider::Provider;
pub use session::{Exchange, Session};

use crate::{check::Answer, tools::Catalog};

/// Answers one text within a conversation. Dropping the future breaks it off and leaves the session as it was; see
/// [`converse_until`] for an end that is noted in the session.
///
/// # Errors
/// Every code of [`Code`].
pub async fn converse(
    session: &mut Session,
    text: &str,
    provider: &mut dyn Provider,
    catalog: &Catalog,
    limits: &Limits,
    events: &mut dyn EventSink,
) -> Result<Answer, AgentError> {
    converse_until(session, text, provider, catalog, limits, events, std::future::pending()).await
}

#[cfg(test)]
mod contract_cases;
#[cfg(test)]
mod conversation_cases;
#[cfg(test)]
mod intent_cases;
