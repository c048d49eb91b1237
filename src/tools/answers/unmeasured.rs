//! Kinds of work of which no measured run is in the catalog: said, in place of a figure of something else.

use super::Ask;
use crate::design::Outcome;

/// Cues of such work.
const KINDS: &[&str] = &["embedding", "diffusion", "speech"];

/// Whether a speed, a time or a number of GPUs is asked for, and not memory, a price or a meaning.
fn asks_for_speed(ask: &Ask<'_>) -> bool {
    let other = ["fit", "cost", "why", "kv", "define"].iter().any(|id| ask.cue(id));
    let memory = ask.question.figures.iter().any(|id| id == "memory" || id == "ram");
    ask.question.asks() && !other && !memory
}

pub(super) fn answer(ask: &Ask<'_>) -> Option<(Vec<String>, Outcome)> {
    if !asks_for_speed(ask) {
        return None;
    }
    if ask.cue("reinforce") {
        let told = ask.say("unmeasured_rl", &[("subject", &ask.label_of("reinforce"))]);
        return Some((vec![told], Outcome::Partial));
    }
    let kind = KINDS.iter().find(|id| ask.cue(id))?;
    Some((vec![ask.say("unmeasured", &[("subject", &ask.label_of(kind))])], Outcome::Partial))
}
