//! Labels of serving points that their table leaves out: speculative decoding known from a changelog, points printed twice
//! under another layout, points of a queue that never drains.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::measured::ServePoint;

/// Which points a label is for, and what it says. A field that is left out matches every point.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Label {
    model: Option<String>,
    gpu: Option<String>,
    engine: Option<String>,
    engine_ver: Option<String>,
    prec: Option<String>,
    date: Option<String>,
    /// Speculative decoding method.
    spec: Option<String>,
    /// Why the points stand for nothing comparable.
    mark: Option<String>,
}

impl Label {
    fn fits(&self, p: &ServePoint) -> bool {
        let same = |want: &Option<String>, got: Option<&str>| want.as_deref().is_none_or(|w| Some(w) == got);
        same(&self.model, Some(&p.model))
            && same(&self.gpu, Some(&p.gpu))
            && same(&self.engine, Some(&p.engine))
            && same(&self.engine_ver, p.engine_ver.as_deref())
            && same(&self.prec, Some(&p.prec))
            && same(&self.date, p.date.as_deref())
            && (p.mode == "agg" || p.mode.is_empty())
    }
}

/// Writes labels into the points they are for; what a point says itself stands.
pub(super) fn apply(labels: &[Label], points: &mut [ServePoint]) {
    for p in points {
        for label in labels.iter().filter(|l| l.fits(p)).collect::<Vec<_>>() {
            p.spec = p.spec.take().or_else(|| label.spec.clone());
            p.mark = p.mark.take().or_else(|| label.mark.clone());
        }
    }
}

/// Marks points that repeat an earlier one in everything but the layout: tables print one run under several spellings of
/// its parallel degrees, and counting it twice would weigh it twice.
pub(super) fn repeats(points: &mut [ServePoint]) {
    let mut seen = BTreeSet::new();
    for p in points.iter_mut().filter(|p| p.mark.is_none()) {
        let (Some(ttft), Some(tpot)) = (p.ttft_ms, p.tpot_ms) else { continue };
        let key = format!(
            "{}|{}|{}|{}|{}|{}|{}|{:?}|{ttft}|{tpot}",
            p.model, p.gpu, p.engine, p.prec, p.mode, p.isl, p.osl, p.conc
        );
        if !seen.insert(key) {
            p.mark = Some("repeats another point under another layout".into());
        }
    }
}

/// Why a point cannot be compared with an estimate; `None` if it can.
pub(super) fn not_comparable(p: &ServePoint) -> Option<String> {
    if let Some(mark) = &p.mark {
        return Some(mark.clone());
    }
    if let (Some(spec), None) = (&p.spec, p.accepted_per_step) {
        return Some(format!("speculative decoding ({spec}) without a published acceptance"));
    }
    let (ttft, tpot) = (p.ttft_ms?, p.tpot_ms?);
    // More time in the queue than all tokens take: the rate of arrivals, not the replica, was measured.
    (ttft > p.osl * tpot && ttft > 5e3)
        .then(|| "a saturated queue: the first token takes longer than all others".into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::super::measured::Measured;
    use super::*;

    const FILE: &str = "
serving_labels:
- {model: m, engine_ver: '2', spec: mtp}
serving_points:
  columns: [model, gpu, engine, engine_ver, prec, mode, isl, osl, conc, tp, ttft_ms, tpot_ms]
  rows:
  - [m, H200, vllm, '1', fp8, agg, 1024, 1024, 4, 8, 100, 10]
  - [m, H200, vllm, '1', fp8, agg, 1024, 1024, 4, 64, 100, 10]
  - [m, H200, vllm, '2', fp8, agg, 1024, 1024, 4, 8, 100, 6]
  - [m, H200, vllm, '1', fp8, agg, 1024, 1024, 512, 8, 20000, 5]
";

    #[test]
    fn points_that_cannot_be_compared_say_why() {
        let rows = Measured::parse(FILE).unwrap().serving;
        let why: Vec<Option<String>> = rows.iter().map(not_comparable).collect();
        assert!(why[0].is_none());
        assert!(why[1].as_deref().unwrap().contains("repeats"));
        assert!(why[2].as_deref().unwrap().contains("mtp"));
        assert!(why[3].as_deref().unwrap().contains("saturated"));
    }
}
