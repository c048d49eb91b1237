//! Sizing as people ask for it: arrivals at a rate, fine-tunes a week, a stated cluster against its load.

use serde_json::Value;

use crate::harness::Run;

fn size(arguments: &[&str]) -> (Value, i32) {
    Run::new(&[&["size"], arguments].concat()).json()
}

#[test]
fn arrivals_at_a_rate_queue() {
    let at = |more: &[&str]| {
        let common = [
            "serve",
            "--model",
            "llama-3-70b",
            "--gpu",
            "h100-sxm",
            "--precision",
            "fp8",
            "--gpus-per-replica",
            "8",
        ];
        size(&[&common[..], &["--isl", "2048", "--osl", "128"], more].concat())
    };
    let open = |document: &Value, key: &str| {
        document["open_loop"][key].as_f64().unwrap_or_else(|| panic!("{document}"))
    };
    let (calm, _) = at(&["--queries-per-s", "1"]);
    let (busy, code) = at(&["--queries-per-s", "4"]);
    assert_eq!(code, 0, "{busy}");
    assert!(
        open(&busy, "ttft_ms") > open(&calm, "ttft_ms") && open(&busy, "running") > open(&calm, "running")
    );
    assert!(open(&busy, "ttft_p99_ms") > open(&busy, "ttft_ms"));
    // Bursts lengthen the wait, a steady beat shortens it; neither changes the tokens.
    let (bursts, _) = at(&["--queries-per-s", "4", "--arrival-cv2", "9"]);
    assert!(open(&bursts, "ttft_ms") > open(&busy, "ttft_ms"));
    assert_eq!(bursts["open_loop"]["tpot_ms"].is_number(), true);
    // More than the replica can read is told, with no time for it.
    let (drowned, _) = at(&["--queries-per-s", "500"]);
    assert!(drowned["open_loop"].is_null() && drowned["notes"].to_string().contains("arrivals"), "{drowned}");
    let (wrong, code) = at(&["--queries-per-s", "4", "--arrival-cv2", "-1"]);
    assert_eq!(code, 3, "{wrong}");
}

#[test]
fn a_size_for_a_rate_shows_the_wait_of_its_replicas() {
    let (sized, code) = size(&[
        "serve",
        "--model",
        "llama-3-70b",
        "--gpu",
        "h100-sxm",
        "--precision",
        "fp8",
        "--isl",
        "1024",
        "--osl",
        "256",
        "--queries-per-s",
        "30",
        "--tpot-ms",
        "40",
    ]);
    assert_eq!(code, 0, "{sized}");
    let replicas = sized["replicas"].as_f64().unwrap();
    if sized["prefill_workers"] == 0 {
        let each = sized["open_loop"]["queries_per_s_replica"].as_f64().unwrap();
        assert!((each * replicas - 30.0).abs() < 1e-6, "{sized}");
    }
}

#[test]
fn fine_tunes_a_week_have_a_share_of_the_week_each() {
    let at = |count: &str| {
        size(&[
            "finetune",
            "--model",
            "llama-3-70b",
            "--gpu",
            "h100-sxm",
            "--tokens-b",
            "1",
            "--finetunes-per-week",
            count,
        ])
    };
    let gpus = |document: &Value| document["time"]["gpus"].as_u64().unwrap_or_else(|| panic!("{document}"));
    let ((few, code), (many, _)) = (at("5"), at("50"));
    assert_eq!(code, 0, "{few}");
    assert!(gpus(&many) > gpus(&few), "{} {}", gpus(&many), gpus(&few));
    assert!(many["time"]["days"]["expected"].as_f64().unwrap() <= 7.0 / 50.0 + 1e-9);
    assert_eq!(at("0").1, 2);
}

#[test]
fn stated_gpus_are_held_against_the_stated_load() {
    let ask = |text: &str| {
        let (answer, _) = Run::new(&["ask", "--provider", "offline", text]).json();
        let all = answer["findings"].as_array().unwrap_or_else(|| panic!("{answer}")).clone();
        let of = |rule: &str| all.iter().find(|finding| finding["rule"] == rule).cloned();
        (of("serving_estimate"), of("serving_load"), answer)
    };
    let (estimate, load, answer) =
        ask("16 H100 to serve Llama 3 70B in FP8 to 5,000 concurrent users, 300 ms first token");
    let (estimate, load) = (estimate.unwrap_or_else(|| panic!("{answer}")), load.unwrap());
    for part in ["requests/s", "replicas", "calibration:", "band of 80 %"] {
        assert!(estimate["message"].as_str().unwrap().contains(part), "{part}: {estimate}");
    }
    // Sixteen GPUs do not carry 5,000 requests at a time; the finding says how many do.
    assert_eq!(load["severity"], "warning", "{load}");
    assert!(load["actual"]["value"].as_f64().unwrap() > 16.0 && load["limit"]["value"] == 16, "{load}");
    let (_, fits, _) = ask("64 H100 to serve Llama 3 70B in FP8 to 40 concurrent users");
    assert_eq!(fits.unwrap()["severity"], "info");
}
