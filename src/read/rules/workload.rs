//! What the cluster is for, from the words of the text.

use super::super::{claim::Claims, lexicon::C, page::Page};

pub(super) fn read(page: &Page, claims: &mut Claims) {
    let mut found: Vec<(&'static str, usize)> = Vec::new();
    let has =
        |concepts: &[C]| (0..page.nodes.len()).any(|at| page.is_any(at, concepts) && !claims.is_taken(at));
    let long = has(&[C::WorkLong]) || claims.has("document_pages_max");
    let graphics = has(&[C::WorkRayTracing]);
    let double = has(&[C::Fp64]);
    let single = has(&[C::Fp32]);
    for at in 0..page.nodes.len() {
        if claims.is_taken(at) || page.nodes[at].masked || page.denied(at) {
            continue;
        }
        let Some(concept) = page.concept(at) else { continue };
        let names: &[&'static str] = match concept {
            C::WorkTraining => match training(page, at) {
                Some(name) => &[name],
                None => continue,
            },
            C::WorkPretrain => &["llm_pretrain"],
            C::WorkFinetune => &["llm_finetune"],
            C::WorkInference => {
                // Nodes "for inference" without a word about language stay plain inference.
                if page.is(at + 1, C::Node) { &["inference"] } else { &["llm_inference"] }
            }
            C::WorkChat | C::WorkAssistant | C::WorkDrafting | C::WorkCode | C::WorkAgents => {
                &["llm_inference"]
            }
            C::WorkSummarise => {
                if long {
                    &["llm_inference_long_context"]
                } else {
                    &["llm_inference"]
                }
            }
            C::WorkTranslate => &["llm_inference"],
            C::WorkRag => &["rag", "llm_inference"],
            C::WorkSpeech => &["speech_to_text"],
            C::WorkCv => {
                if page.sentence_has(at, &[C::WorkTraining]) || has(&[C::WorkTraining]) {
                    &["training_cv"]
                } else {
                    &["computer_vision"]
                }
            }
            C::WorkMultimodal if !page.sentence_has(at, &[C::WorkTraining]) => &["multimodal_inference"],
            C::WorkFraud => {
                if has(&[C::WorkGraph]) {
                    &["fraud_inference_gnn"]
                } else {
                    &["fraud_inference"]
                }
            }
            C::WorkRecommend => &["recommender"],
            C::WorkVideo => &["video_analytics"],
            C::WorkImage => &["image_processing"],
            C::WorkImageGen => &["image_generation"],
            C::WorkCfd => &["cfd"],
            C::WorkMd => &["molecular_dynamics"],
            C::WorkWeather => &["weather"],
            C::WorkGenomics => &["genomics"],
            C::WorkSeismic => &["seismic"],
            C::WorkDrug => &["drug_discovery"],
            C::WorkCae => &["cae"],
            C::WorkRender => &["rendering"],
            C::WorkVdi | C::Desktop => &["vdi"],
            C::WorkDigitalTwin if graphics => &["digital_twin", "simulation_rtx"],
            C::WorkDigitalTwin => &["digital_twin"],
            C::WorkRl => &["rl_training"],
            C::WorkNotebook => &["notebooks"],
            C::WorkAnalytics => &["data_analytics"],
            C::WorkSim | C::WorkRisk | C::Scene => {
                if graphics {
                    &["simulation_rtx"]
                } else if double || single {
                    &[]
                } else if concept == C::Scene {
                    continue;
                } else {
                    &["simulation"]
                }
            }
            C::WorkHpc if !double && !single => &["hpc"],
            C::Fp64 => &["hpc_fp64"],
            C::Fp32 if has(&[C::WorkSim, C::WorkHpc, C::WorkCfd, C::WorkMd, C::WorkCae]) => &["hpc_fp32"],
            C::Session if is_chat(page, at) => &["llm_inference"],
            C::WorkLlm => &["llm"],
            _ => continue,
        };
        for name in names {
            found.push((name, at));
        }
    }
    if long {
        for (name, _) in &mut found {
            if *name == "llm_inference" && !has(&[C::WorkRag]) {
                *name = "llm_inference_long_context";
            }
        }
    }
    // Ray tracing over simulations is one workload; a digital twin with it as well.
    serving(claims, &mut found);
    tidy(&mut found);
    for (name, at) in found {
        claims.put("workload", vec![name], at, at, 2);
    }
}

/// "300 concurrent chats".
fn is_chat(page: &Page, at: usize) -> bool {
    let text = page.nodes[at].text.as_str();
    text.starts_with("chat") || text.starts_with("conversation") || matches!(text, "会话")
}

/// Which training it is; none for the training of people.
fn training(page: &Page, at: usize) -> Option<&'static str> {
    let sentence = page.sentence(at);
    let people = (at + 1..(at + 5).min(sentence.end)).any(|place| {
        page.is_any(place, &[C::Admin])
            || page.is(place, C::User)
                && (at + 1..place).any(|mid| {
                    page.nodes[mid].text == "for"
                        || page.nodes[mid].text == "of"
                        || page.nodes[mid].text == "our"
                })
    });
    if people || page.is(at + 1, C::Session) && !page.is(at + 1, C::Run) {
        return None;
    }
    if page.has(sentence.clone(), &[C::WorkRl]) {
        return None;
    }
    if page.has(sentence.clone(), &[C::WorkMultimodal]) {
        return Some("training_multimodal");
    }
    if page.has(sentence.clone(), &[C::WorkCv]) {
        return Some("training_cv");
    }
    if page.has(sentence.clone(), &[C::WorkRecommend]) {
        return Some("training_recommender");
    }
    if page.has(sentence.clone(), &[C::WorkSpeech]) {
        return Some("training_speech");
    }
    let tokens = sentence.clone().any(|place| {
        page.is(place, C::Token)
            && (1..=2).any(|back| {
                place
                    .checked_sub(back)
                    .is_some_and(|before| page.quantity(before).is_some_and(|q| q.low >= 1e9))
            })
    });
    if page.has(sentence.clone(), &[C::WorkPretrain]) || tokens {
        return Some("llm_pretrain");
    }
    Some("training")
}

/// A model with prompts, answers, latencies or users is served, whatever it is called.
fn serving(claims: &Claims, found: &mut Vec<(&'static str, usize)>) {
    let model = claims.last("model_name").or(claims.last("model_params_b")).map(|claim| claim.from);
    let signs =
        ["context_tokens_in", "tokens_out", "ttft_ms", "tpot_ms", "e2e_ms", "tokens_per_s", "queries_per_s"];
    let served = signs.iter().find_map(|field| claims.last(field).map(|claim| claim.from));
    let users = ["users_concurrent", "users_concurrent_peak", "users_total"]
        .iter()
        .find_map(|field| claims.last(field).map(|claim| claim.from));
    let working = found.iter().any(|(name, _)| {
        name.contains("inference")
            || name.contains("train")
            || name.contains("finetune")
            || *name == "inference"
    });
    if !working {
        if let (Some(model), Some(sign)) = (model, served.or(users)) {
            found.push(("llm_inference", model.min(sign)));
        } else if claims.has("tokens_out") || claims.has("ttft_ms") {
            found.push(("llm_inference", served.unwrap_or(0)));
        } else if claims.has("checkpoint_tb") {
            let at = claims.last("checkpoint_tb").map_or(0, |claim| claim.from);
            found.push(("training", at));
        }
    }
}

/// Drops what a more particular name of the same thing says already, and repeats.
fn tidy(found: &mut Vec<(&'static str, usize)>) {
    let has = |name: &str, list: &[(&'static str, usize)]| list.iter().any(|(one, _)| *one == name);
    let list = found.clone();
    found.retain(|(name, _)| match *name {
        "training" => {
            !list.iter().any(|(other, _)| other.starts_with("training_") || *other == "llm_pretrain")
        }
        "llm_inference" => !has("llm_inference_long_context", &list),
        "llm" => !list
            .iter()
            .any(|(other, _)| other.starts_with("llm_") || *other == "rag" || other.contains("train")),
        "inference" => true,
        "hpc" => !list.iter().any(|(other, _)| {
            matches!(*other, "hpc_fp64" | "hpc_fp32" | "cfd" | "molecular_dynamics" | "weather" | "cae")
        }),
        "simulation" => !list.iter().any(|(other, _)| {
            matches!(
                *other,
                "cfd" | "molecular_dynamics" | "weather" | "cae" | "simulation_rtx" | "digital_twin"
            )
        }),
        "recommender" => !has("training_recommender", &list),
        "speech_to_text" => !has("training_speech", &list),
        "computer_vision" => !has("training_cv", &list),
        _ => true,
    });
    let mut seen: Vec<&str> = Vec::new();
    found.retain(|(name, _)| {
        let new = !seen.contains(name);
        if new {
            seen.push(name);
        }
        new
    });
}
