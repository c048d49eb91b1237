//! Turns that need no model: commands to the conversation itself, and questions the program answers alone.

use super::{
    compose,
    engines::Engines,
    error::AgentError,
    session::{Exchange, Session},
};
use crate::{
    check::{Answer, Planner},
    tools::answers::{Command, Told},
};

/// The built-in planner's name.
pub(super) const OFFLINE: &str = "offline";

/// A command to the conversation itself ("undo", "what changed?"), carried out; none when the message is none, or there
/// is nothing it could be about.
pub(super) fn commanded(
    session: &mut Session,
    text: &str,
    engines: &dyn Engines,
) -> Result<Option<Answer>, AgentError> {
    let Some((command, language)) = engines.command(text) else { return Ok(None) };
    match command {
        Command::Show(part) => {
            let Some(document) = session.document().cloned() else { return Ok(None) };
            let told = engines.tell_part(part, &document, text, session.memory());
            told.map(|told| answered_directly(session, text, engines, &told)).transpose()
        }
        Command::Changed => {
            let (old, new) = (session.design_before(), session.design());
            let told = engines.tell_changed(old.as_ref(), new.as_ref(), language, session.memory());
            told.map(|told| answered_directly(session, text, engines, &told)).transpose()
        }
        Command::Undo => {
            let Some(before) = session.scenarios().last().cloned() else { return Ok(None) };
            let planner = Planner { name: OFFLINE.into(), model: None, notes: Vec::new() };
            let answer =
                engines.certify(engines.draft(&before, planner)).map_err(|error| AgentError::from(&error))?;
            session.commit(Exchange {
                text: text.into(),
                reading: before.clone(),
                planner: OFFLINE.into(),
                model: None,
                history: Vec::new(),
                records: Vec::new(),
                result: serde_json::to_value(answer.document()).unwrap_or_default(),
                interrupted: false,
                kept: Some(before),
                base: None,
                pending: None,
                memory: Some(session.memory().clone()),
            });
            Ok(Some(answer))
        }
    }
}

/// A question answered by the program alone; the requirement and the design stay as they are.
pub(super) fn answered_directly(
    session: &mut Session,
    text: &str,
    engines: &dyn Engines,
    told: &Told,
) -> Result<Answer, AgentError> {
    let planner = Planner { name: OFFLINE.into(), model: None, notes: Vec::new() };
    let answer = compose::told(engines, told, planner)?;
    session.commit(Exchange {
        text: text.into(),
        reading: answer.document().reading(),
        planner: OFFLINE.into(),
        model: None,
        history: Vec::new(),
        records: Vec::new(),
        result: serde_json::to_value(answer.document()).unwrap_or_default(),
        interrupted: false,
        kept: None,
        base: None,
        pending: None,
        memory: Some(told.memory.clone()),
    });
    Ok(answer)
}
