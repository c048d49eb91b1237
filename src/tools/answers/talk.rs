//! Greetings, thanks, what the program can do, what it refuses, and what it did not understand.

use super::Ask;
use crate::{
    catalog::Kind,
    design::{Outcome, Want},
    read::question::Measure,
};

pub(super) fn answer(ask: &Ask<'_>) -> Option<(Vec<String>, Outcome)> {
    let bare = ask.question.things.is_empty() && ask.question.figures.is_empty();
    if ask.wants(Want::SmallTalk) {
        let id = if ask.cue("thanks") { "thanks" } else { "hello" };
        return Some((vec![ask.say(id, &[])], Outcome::Answer));
    }
    if let Some(told) = itself(ask).filter(|_| bare && ask.question.strangers.is_empty()) {
        return Some((vec![told], Outcome::Answer));
    }
    if ask.cue("delivery") && ask.question.asks() && ask.question.figures.iter().all(|id| id == "reach") {
        return Some((vec![ask.say("delivery", &[])], Outcome::Partial));
    }
    if ask.cue("inject") && ask.wants(Want::OffTopic) {
        return Some((vec![ask.say("refuse", &[])], Outcome::Refuse));
    }
    if ask.cue("help") && bare && ask.question.strangers.is_empty() {
        return Some((vec![ask.say("help", &[])], Outcome::Answer));
    }
    if ask.wants(Want::OffTopic) || ask.cue("elsewhere") && ask.question.amounts.is_empty() {
        return Some((vec![ask.say("off_topic", &[])], Outcome::Partial));
    }
    let kinds = ["gpus", "nics", "node_range", "ew_switch"];
    if ask.question.things.is_empty()
        && ask.question.figures.iter().all(|id| kinds.contains(&id.as_str()))
        && ask.cue("list")
        && ask.question.asks()
        && LISTED.iter().any(|(cue, _)| ask.cue(cue))
        && ask.question.amounts.is_empty()
        && !ask.cue("most")
        && !ask.cue("least")
        && !ask.cue("train")
        && !ask.cue("serve")
        && !ask.cue("finetune")
        && ask.design.is_none()
        && ask.question.left.is_empty()
        && super::choose::TELLING.iter().all(|word| ask.question.words.find(word).is_none())
    {
        return Some((vec![list(ask)], Outcome::Answer));
    }
    None
}

/// What is asked about the program itself: `cue.self_X` of the lists is answered with the sentence `self_X`.
fn itself(ask: &Ask<'_>) -> Option<String> {
    if !ask.question.asks() || !ask.question.amounts.is_empty() || ask.design.is_some() {
        return None;
    }
    let found = ask.question.cues.iter().find(|cue| cue.starts_with("self_"))?;
    ask.catalog.phrase(found).map(|_| ask.say(found, &[]))
}

/// Kinds that are listed whole when nothing narrows them, by their cue.
const LISTED: &[(&str, Kind)] = &[
    ("pattern", Kind::Gpu),
    ("switch", Kind::Switch),
    ("nic", Kind::Nic),
    ("optic", Kind::Transceiver),
    ("cable", Kind::Cable),
    ("gpu", Kind::Gpu),
    ("node", Kind::System),
    ("model", Kind::Model),
];
/// Names of one list at most.
const NAMES_MOST: usize = 45;

fn list(ask: &Ask<'_>) -> String {
    if ask.cue("pattern") {
        let ids: Vec<&str> = ask.catalog.patterns().iter().map(|one| one.id.as_ref()).collect();
        return ask.say("patterns", &[("count", &ids.len().to_string()), ("list", &ids.join(", "))]);
    }
    let kind = LISTED.iter().find(|(cue, _)| ask.cue(cue)).map_or(Kind::Gpu, |(_, kind)| *kind);
    let mut names: Vec<String> = ask
        .catalog
        .views(kind)
        .into_iter()
        .map(|view| view.title.rsplit('/').next().unwrap_or_default().replace("NVIDIA ", ""))
        .collect();
    names.dedup();
    if names.len() > NAMES_MOST {
        names.truncate(NAMES_MOST);
        names.push("...".into());
    }
    ask.say("parts", &[("list", &names.join(", "))])
}

/// A question nothing answered, and that states no need either.
pub(super) fn fallback(ask: &Ask<'_>) -> Option<(Vec<String>, Outcome)> {
    // "a", "one" count nothing by themselves.
    let amounts = ask.question.amounts.iter().any(|one| one.measure != Measure::Count || one.value > 1.0);
    let stated = amounts || ask.cue("train") || ask.cue("serve") || ask.cue("finetune");
    let never = ask.cue("fails") || ask.cue("why") || ask.cue("define");
    if !ask.question.asks() || stated && !never {
        return None;
    }
    if ask.design.is_none() && !crate::read::wants::is_about(&ask.question) {
        return Some((vec![ask.say("off_topic", &[])], Outcome::Partial));
    }
    Some((vec![ask.say("not_understood", &[])], Outcome::AskFirst))
}
