//! Questions of every kind, and what their first lines must hold and must not.
#![allow(clippy::unwrap_used)]

use super::{Memory, Told, answer};
use crate::catalog::Catalog;

fn told(text: &str) -> Option<Told> {
    answer(&Catalog::embedded(), text, None, &Memory::default())
}

#[test]
fn questions_are_answered_with_their_figure() {
    let mut wrong = Vec::new();
    for (text, holds, not) in [
        ("How heavy is a DGX H200?", &["kg"][..], &["Not understood"][..]),
        ("how many ports has a QM9700?", &["64"], &[]),
        ("What is the memory bandwidth of the H200?", &["4,800 GB/s"], &["900 GB/s"]),
        ("Wie viel Speicher hat die L40S?", &["48 GB", "Speicher"], &[]),
        ("quelle est la mémoire de la L4 ?", &["24 GB", "mémoire"], &[]),
        ("¿Cuánta memoria tiene la A100 80GB?", &["80 GB", "memoria"], &[]),
        ("quanto pesa un DGX B200?", &["142.4 kg", "peso"], &[]),
        ("wat is het verbruik van een DGX H100?", &["10.2 kW"], &[]),
        ("H200 のメモリは?", &["141 GB", "メモリ"], &[]),
        ("B200 的功耗是多少？", &["1,000 W"], &[]),
        ("H100 SXM 메모리는 얼마인가요?", &["80 GB"], &[]),
        ("does L40S have NVLink?", &["NVLink none"], &[]),
        ("difference between H100 NVL and H100 SXM", &["94 GB", "80 GB"], &[]),
        ("node limit of 2-8-9-400", &["4", "32"], &[]),
        ("are 100 nodes of 2-8-9-400 allowed?", &["No", "32"], &["Yes"]),
        ("is 2-8-5-200 ok for 20 nodes?", &["Yes", "32"], &[]),
        ("is B300 available on 2-8-9-400?", &["No", "2-8-9-800"], &[]),
        ("will DeepSeek V3 fit on 8 H200?", &["Yes", "1,128 GB"], &["No,"]),
        ("does Llama 3.1 405B fit on one DGX H200 in bf16?", &["1,128 GB"], &[]),
        ("can I load Llama 3 70B in bf16 on 1 H100?", &["No", "80 GB"], &["Yes"]),
        ("what fits in 100 kW?", &["DGX H200", "9"], &[]),
        ("how many DGX H200 fit in a 40 kW rack?", &["3 ×"], &["4 ×"]),
        ("how many racks for 16 DGX B200 with 30 kW racks?", &["8 racks"], &[]),
        ("what is oversubscription?", &["2:1"], &[]),
        ("what does rail-optimized mean?", &["same leaf"], &[]),
        ("H1000 memory?", &["H1000"], &["80 GB"]),
        ("MI300X memory?", &["AMD"], &["192"]),
        ("what can you do?", &["GPU clusters"], &[]),
        ("hello", &["Hello"], &[]),
        ("danke schön!", &["Gern"], &[]),
        ("write a poem about spring", &["outside"], &["nodes"]),
        ("24 nodes 2-8-9-400, how many SN2201 for oob", &["6 ×"], &[]),
    ] {
        let Some(told) = told(text) else {
            wrong.push(format!("{text:?}: no answer"));
            continue;
        };
        let reply = told.text();
        let missing: Vec<_> = holds.iter().filter(|part| !reply.contains(**part)).collect();
        let extra: Vec<_> = not.iter().filter(|part| reply.contains(**part)).collect();
        if !missing.is_empty() || !extra.is_empty() || reply.is_empty() {
            wrong.push(format!("{text:?} lacks {missing:?}, holds {extra:?}: {reply}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_need_is_no_question() {
    for text in [
        "128 H200 for training, 40 kW racks",
        "Plan 16 HGX H200 nodes for training, Spectrum-X Ethernet, air cooled.",
        "We need 64 B200 for pre-training a 70B model, liquid cooling.",
        "Wir brauchen 32 H100 für Inferenz, 20 kW pro Rack.",
        "Serve DeepSeek-R1 FP8 to 300 concurrent users at 25 tokens per second each",
        "quiero 256 GPUs B200 para entrenamiento, racks de 50 kW",
        "128枚のH100で学習クラスター、ラック40kW",
        "We run double precision CFD simulations (FP64) and need 32 GPUs. 20 kW per rack, air cooled.",
        "A RAG assistant for 450 employees on premises, about 60 of them at the same time, model with 70B parameters in FP8. 15 kW per rack.",
        "64 H200, no more than 40 kW per rack, air cooled",
        "64 H100 and 32 L40S, liquid cooling",
        "Wir brauchen 64 H100 und 32 L40S, luftgekühlt, 40 kW je Rack",
        "32 L40S for inference rather than training, air cooled, less than 12 kW per rack",
        "128 B200, racks of 60 kW, liquid cooled, same InfiniBand as today",
        "Please size a cluster that loses no GPU when a feed fails: 64 H200, 40 kW racks",
        "Our site has 2 MW in all. How many GB300 NVL72 racks can we run there? Liquid cooling is available.",
    ] {
        assert!(told(text).is_none(), "{text}: {:?}", told(text).map(|told| told.text()));
    }
}

#[test]
fn a_chain_goes_on_from_what_was_asked() {
    let catalog = Catalog::embedded();
    let mut memory = Memory::default();
    for (text, holds) in [
        ("memory of h100 sxm?", "80 GB"),
        ("and with H200?", "141 GB"),
        ("tdp of the nvl one", "600 W"),
        ("weight of a dgx b200", "142.4 kg"),
        ("two of them in a rack that weighs 150 kg empty?", "434.8 kg"),
        ("per square metre if the rack is 600 x 1200 mm", "604 kg/m²"),
    ] {
        let told = answer(&catalog, text, None, &memory).unwrap();
        assert!(told.text().contains(holds), "{text}: {}", told.text());
        memory = told.memory;
    }
}
