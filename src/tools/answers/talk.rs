//! Greetings, thanks, what the program can do, what it refuses, and what it did not understand.

use super::{Ask, name_of};
use crate::{
    design::{Outcome, Want},
    read::question::ThingKind,
};

pub(super) fn answer(ask: &Ask<'_>) -> Option<(Vec<String>, Outcome)> {
    let bare = ask.question.things.is_empty() && ask.question.figures.is_empty();
    if ask.wants(Want::SmallTalk) {
        let id = if ask.cue("thanks") { "thanks" } else { "hello" };
        return Some((vec![ask.say(id, &[])], Outcome::Answer));
    }
    if ask.cue("inject") && ask.wants(Want::OffTopic) {
        return Some((vec![ask.say("refuse", &[])], Outcome::Refuse));
    }
    if ask.cue("help") && bare {
        return Some((vec![ask.say("help", &[])], Outcome::Answer));
    }
    if ask.wants(Want::OffTopic) {
        return Some((vec![ask.say("off_topic", &[])], Outcome::Partial));
    }
    if bare
        && ask.cue("list")
        && ask.question.asks()
        && (ask.cue("pattern") || ask.cue("gpu") || ask.cue("switch"))
        && ask.question.amounts.is_empty()
        && !ask.cue("train")
        && !ask.cue("serve")
        && !ask.cue("finetune")
        && ask.design.is_none()
    {
        return Some((vec![list(ask)], Outcome::Answer));
    }
    None
}

fn list(ask: &Ask<'_>) -> String {
    if ask.cue("pattern") {
        let ids: Vec<&str> = ask.catalog.patterns().iter().map(|one| one.id.as_ref()).collect();
        return ask.say("patterns", &[("count", &ids.len().to_string()), ("list", &ids.join(", "))]);
    }
    let names: Vec<String> = if ask.cue("switch") {
        ask.catalog.switches().iter().map(|one| name_of(ask.catalog, ThingKind::Switch, &one.id)).collect()
    } else {
        ask.catalog.gpus().iter().map(|one| name_of(ask.catalog, ThingKind::Gpu, &one.id)).collect()
    };
    ask.say("parts", &[("list", &names.join(", "))])
}

/// A question nothing answered, and that states no need either.
pub(super) fn fallback(ask: &Ask<'_>) -> Option<(Vec<String>, Outcome)> {
    let stated =
        !ask.question.amounts.is_empty() || ask.cue("train") || ask.cue("serve") || ask.cue("finetune");
    if !ask.question.asks() || stated {
        return None;
    }
    Some((vec![ask.say("not_understood", &[])], Outcome::AskFirst))
}
