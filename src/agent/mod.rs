//! One conversation: model services, the turn loop, limits, the ledger of values, and sessions.

mod error;
mod event;
pub mod ledger;
pub mod final_answer;
mod limits;
pub mod message;
pub mod prose;
pub mod provider;
pub mod run;
mod sentinel;

pub use error::{AgentError, Code};
pub use event::{Event, EventSink, Silent};
pub use limits::Limits;
