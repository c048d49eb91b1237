//! What of a model's memory is asked: whether it fits, how many copies go on the GPUs, in which precisions.

use super::Ask;
use crate::{
    design::words::{self, Precision},
    read::question::{Measure, ThingKind},
};

/// Whether it is asked how many copies of a model go on the GPUs.
pub(super) fn copies(ask: &Ask<'_>) -> bool {
    const WORDS: &[&str] = &[
        "instances",
        "copies",
        "replicas",
        "instanzen",
        "kopien",
        "replikate",
        "copias",
        "instancias",
        "replicas",
        "istanze",
        "copie",
        "repliche",
        "instances",
        "instancies",
        "instanties",
        "kopieen",
        "インスタンス",
        "实例",
        "副本",
        "인스턴스",
    ];
    ask.cue("count") && WORDS.iter().any(|word| ask.question.words.find(word).is_some())
}

/// Bytes of a parameter in a precision, without the scales that block formats add.
pub(super) fn bytes_of(precision: &str) -> f64 {
    match words::parse::<Precision>(precision) {
        Ok(Precision::Bf16 | Precision::Fp16) => 2.0,
        Ok(Precision::Fp8 | Precision::Int8) => 1.0,
        _ => 0.5,
    }
}

/// "Llama 70B BF16 on two L40S?": a model and parts, with a precision at most, ask whether it fits.
pub(super) fn set_on(ask: &Ask<'_>) -> bool {
    let parts = !ask.question.of(ThingKind::Gpu).is_empty() || !ask.question.of(ThingKind::System).is_empty();
    let precisions = ["fp4", "fp8", "bf16", "fp16", "int4", "int8"];
    let works = ["train", "serve", "finetune", "kv", "cost", "days", "users", "compare"];
    parts
        && !ask.question.of(ThingKind::Model).is_empty()
        && ask.question.figures.iter().all(|id| precisions.contains(&id.as_str()))
        && !works.iter().any(|cue| ask.cue(cue))
}

/// "Can one L40S serve an 8B model?": whether it holds it, where nothing is said of users.
pub(super) fn can_one(ask: &Ask<'_>) -> bool {
    const ABLE: &[&str] = &[
        "can", "could", "will", "would", "does", "do", "is", "kann", "konnen", "reicht", "peut", "peuvent",
        "puede", "pueden", "pode", "podem", "puo", "possono", "kan", "kunnen",
    ];
    let first = ask.question.words.words.first().is_some_and(|word| ABLE.contains(&word.text.as_str()));
    first
        && !ask.question.of(ThingKind::Gpu).is_empty()
        && !ask.cue("users")
        && !ask.cue("train")
        && ask.question.amount(Measure::Days).is_none()
}

/// Tokens of the one sequence whose cache is counted beside the weights.
pub(super) const CONTEXT: u64 = 8192;

/// Users or sequences, and tokens of context, where the question states both or one of them.
pub(super) fn sequences(ask: &Ask<'_>) -> Option<(u64, u64)> {
    let users = ask.question.counted(ask.catalog, "users").filter(|users| *users > 0);
    let context = ask
        .question
        .amounts
        .iter()
        .filter(|amount| amount.measure == Measure::Count && amount.value >= 500.0)
        .map(|amount| amount.value as u64)
        .find(|value| Some(*value) != users);
    match (users, context) {
        (None, None) => None,
        (users, context) => Some((users.unwrap_or(1), context.unwrap_or(CONTEXT))),
    }
}

/// The precision of the weights that is named; BF16 when none is.
pub(super) fn precision(ask: &Ask<'_>) -> &'static str {
    let named = |id: &str| ask.question.figures.iter().any(|figure| figure == id);
    // A model that is published in a lower precision is held in it.
    let native = ask
        .question
        .of(ThingKind::Model)
        .first()
        .and_then(|thing| ask.catalog.model(&thing.id)?.native_precision.as_deref())
        .and_then(|word| words::parse::<Precision>(word).ok());
    match () {
        () if named("fp4") => "fp4",
        () if named("int4") || ask.question.words.find("qlora").is_some() => "int4",
        () if named("fp8") || named("int8") => "fp8",
        () if named("bf16") || named("fp16") => "bf16",
        () => match native {
            Some(Precision::Fp4 | Precision::Mxfp4) => "fp4",
            Some(Precision::Int4) => "int4",
            Some(Precision::Fp8) => "fp8",
            _ => "bf16",
        },
    }
}
