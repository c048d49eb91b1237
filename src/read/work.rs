//! What the cluster is for, from the words of the text and from what is asked of it.

use super::{
    item::Sheet,
    numbers::{Claim, claim, scope},
    polarity::negated,
    status::{Standing, standing},
};
use crate::design::{Field, Plain, Scope};

/// A concept that names a workload by itself.
const NAMES: &[(&str, &[&str])] = &[
    ("work_pretrain", &["llm_pretrain"]),
    ("work_finetune", &["llm_finetune"]),
    ("work_chat", &["llm_inference"]),
    ("work_assistant", &["llm_inference"]),
    ("work_drafting", &["llm_inference"]),
    ("work_code", &["llm_inference"]),
    ("work_agents", &["llm_inference"]),
    ("work_translate", &["llm_inference"]),
    ("work_summarise", &["llm_inference"]),
    ("work_rag", &["rag", "llm_inference"]),
    ("work_speech", &["speech_to_text"]),
    ("work_cv", &["computer_vision"]),
    ("work_multimodal", &["multimodal_inference"]),
    ("work_recommend", &["recommender"]),
    ("work_video", &["video_analytics"]),
    ("work_image", &["image_processing"]),
    ("work_image_gen", &["image_generation"]),
    ("work_cfd", &["cfd"]),
    ("work_md", &["molecular_dynamics"]),
    ("work_weather", &["weather"]),
    ("work_genomics", &["genomics"]),
    ("work_seismic", &["seismic"]),
    ("work_drug", &["drug_discovery"]),
    ("work_cae", &["cae"]),
    ("work_render", &["rendering"]),
    ("work_vdi", &["vdi"]),
    ("desktop", &["vdi"]),
    ("work_digital_twin", &["digital_twin"]),
    ("work_ray_tracing", &["simulation_rtx"]),
    ("work_rl", &["rl_training"]),
    ("work_notebook", &["notebooks"]),
    ("work_analytics", &["data_analytics"]),
    ("work_embedding", &["embedding"]),
    ("work_sim", &["simulation"]),
    ("work_risk", &["simulation"]),
    ("work_hpc", &["hpc"]),
    ("work_llm", &["llm"]),
];
/// What training is of, by a concept of the same sentence.
const TRAINING_OF: &[(&str, &str)] = &[
    ("work_cv", "training_cv"),
    ("work_recommend", "training_recommender"),
    ("work_speech", "training_speech"),
    ("work_pretrain", "llm_pretrain"),
];
/// Fields that say that a model is served, whatever the text calls it.
const SERVED: &[Field] = &[
    Field::ContextTokensIn,
    Field::TokensOut,
    Field::TtftMs,
    Field::TpotMs,
    Field::E2eMs,
    Field::TokensPerS,
    Field::QueriesPerS,
    Field::UsersConcurrent,
    Field::UsersConcurrentPeak,
    Field::UsersTotal,
];

/// Workloads of a text. `claims` are its other statements.
pub(super) fn read(sheet: &Sheet, claims: &[Claim]) -> Vec<Claim> {
    let mut out = Vec::new();
    for at in 0..sheet.items.len() {
        let item = &sheet.items[at];
        if item.masked || item.concepts.is_empty() || negated(sheet, at) {
            continue;
        }
        let names = names(sheet, at);
        if names.is_empty() {
            continue;
        }
        let standing = standing(sheet, at);
        // What runs already is what it is for as well, where nothing else is said of it.
        let place = match standing {
            Standing::Existing => Some(Scope::New),
            _ => scope(Field::Workload, standing),
        };
        for name in names {
            if let Some(place) = place.clone() {
                out.push(put(sheet, at, name, place));
            }
        }
    }
    from_demand(sheet, claims, &mut out);
    tidy(&mut out);
    out
}

fn put(sheet: &Sheet, at: usize, name: &str, scope: Scope) -> Claim {
    claim(sheet, Field::Workload, Plain::List(vec![name.into()]), (at, at, at), scope)
}

/// The workloads that the words at a place stand for.
fn names(sheet: &Sheet, at: usize) -> Vec<&'static str> {
    let item = &sheet.items[at];
    let anywhere = |concepts: &[&str]| sheet.items.iter().any(|other| other.is(concepts));
    let precise = anywhere(&["fp64"]) || anywhere(&["fp32"]);
    if item.is(&["work_training", "train_words"]) {
        return training(sheet, at).into_iter().collect();
    }
    if item.is(&["work_inference"]) {
        let nodes = sheet.items.get(at + 1).is_some_and(|next| next.is(&["node"]));
        let language = anywhere(&["work_llm", "token", "ttft"])
            || sheet.items.iter().any(|other| matches!(other.kind, super::item::Kind::Model(_)));
        return vec![if nodes || !language { "inference" } else { "llm_inference" }];
    }
    if item.is(&["work_fraud"]) {
        return vec![if anywhere(&["work_graph"]) { "fraud_inference_gnn" } else { "fraud_inference" }];
    }
    if item.is(&["fp64"]) {
        return vec!["hpc_fp64"];
    }
    if item.is(&["fp32"]) {
        let science = ["work_sim", "work_hpc", "work_cfd", "work_md", "work_cae"];
        return if anywhere(&science) { vec!["hpc_fp32"] } else { Vec::new() };
    }
    let (_, found) = match NAMES.iter().find(|(concept, _)| item.is(&[concept])) {
        Some(row) => row,
        None => return Vec::new(),
    };
    let trained = sheet.has(sheet.sentence(at), &["work_training"]);
    match found[0] {
        "simulation" if anywhere(&["work_ray_tracing"]) => vec!["simulation_rtx"],
        "simulation" | "hpc" if precise => Vec::new(),
        "computer_vision" if trained => Vec::new(),
        "multimodal_inference" | "speech_to_text" | "recommender" if trained => Vec::new(),
        _ => found.to_vec(),
    }
}

/// Which training it is; none for the training of people.
fn training(sheet: &Sheet, at: usize) -> Option<&'static str> {
    let sentence = sheet.sentence(at);
    let behind = at + 1..(at + 5).min(sentence.end);
    let people = sheet.items[at].is(&["course"])
        || sheet.has(behind.clone(), &["admin"])
        || behind.clone().any(|place| {
            sheet.items[place].is(&["user"])
                && (at + 1..place).any(|mid| matches!(sheet.items[mid].text.as_str(), "for" | "of" | "our"))
        })
        || sheet.items.get(at + 1).is_some_and(|next| next.is(&["session"]) && !next.is(&["run"]));
    if people || sheet.has(sentence.clone(), &["work_rl"]) {
        return None;
    }
    if let Some((_, name)) = TRAINING_OF.iter().find(|(concept, _)| sheet.has(sentence.clone(), &[concept])) {
        return Some(name);
    }
    let tokens = sentence.clone().any(|place| {
        sheet.items[place].is(&["token"])
            && (place.saturating_sub(2)..place)
                .any(|before| sheet.items[before].quantity().is_some_and(|q| q.low >= 1e9))
    });
    Some(if tokens { "llm_pretrain" } else { "training" })
}

/// A model with prompts, answers, latencies or users is served; tokens of training or checkpoints mean training.
fn from_demand(sheet: &Sheet, claims: &[Claim], out: &mut Vec<Claim>) {
    let working = out.iter().any(|claim| {
        let name = name(claim);
        name.contains("inference")
            || name.contains("train")
            || name.contains("finetune")
            || matches!(name, "rag" | "embedding" | "speech_to_text" | "vdi" | "rendering")
    });
    if working {
        return;
    }
    let told = |fields: &[Field]| {
        claims
            .iter()
            .find(|one| fields.contains(&one.statement.field) && one.statement.scope.is_built_now())
            .map(|one| one.from)
    };
    let model = told(&[Field::ModelName, Field::ModelParamsB]);
    let served = told(SERVED);
    if let (Some(_), Some(at)) = (model, served) {
        out.push(put(sheet, at, "llm_inference", Scope::New));
    } else if let Some(at) = told(&[Field::TokensOut, Field::TtftMs, Field::TpotMs]) {
        out.push(put(sheet, at, "llm_inference", Scope::New));
    } else if let Some(at) = told(&[Field::TrainTokens]) {
        out.push(put(sheet, at, "llm_pretrain", Scope::New));
    } else if let Some(at) = told(&[Field::CheckpointTb]) {
        out.push(put(sheet, at, "training", Scope::New));
    }
}

fn name(claim: &Claim) -> &str {
    match &claim.statement.value {
        Plain::List(list) => match list.first() {
            Some(Plain::Text(name)) => name,
            _ => "",
        },
        _ => "",
    }
}

/// Drops what a more particular name of the same thing says already, and repeats.
fn tidy(out: &mut Vec<Claim>) {
    const NARROWER: &[(&str, &[&str])] = &[
        ("training", &["training_cv", "training_recommender", "training_speech", "llm_pretrain"]),
        ("llm", &["llm_pretrain", "llm_finetune", "llm_inference", "rag", "training"]),
        ("inference", &["llm_inference", "fraud_inference", "fraud_inference_gnn"]),
        ("hpc", &["hpc_fp64", "hpc_fp32", "cfd", "molecular_dynamics", "weather", "cae"]),
        ("simulation", &["cfd", "molecular_dynamics", "weather", "cae", "simulation_rtx", "digital_twin"]),
    ];
    let all: Vec<String> = out.iter().map(|claim| name(claim).to_string()).collect();
    let mut seen: Vec<(String, Scope)> = Vec::new();
    out.retain(|claim| {
        let own = name(claim);
        let narrower = NARROWER.iter().find(|(wide, _)| *wide == own).map_or(&[] as &[&str], |row| row.1);
        let key = (own.to_string(), claim.statement.scope.clone());
        let keep = !seen.contains(&key) && !all.iter().any(|other| narrower.contains(&other.as_str()));
        seen.push(key);
        keep
    });
}
