//! Error bands from the residuals of left-out rows: which rows are comparable, how wide, and whether the width holds.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::calibration::{BandCell, round_to};
use super::fit::quantile;

/// An estimate with its 80 % band and where the band comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Lower end of the 80 % band.
    pub low: f64,
    /// Expected value.
    pub expected: f64,
    /// Upper end of the 80 % band.
    pub high: f64,
    /// Rows the band was taken from, in words.
    pub basis: String,
}

/// One left-out row: what was predicted without it (or without its model) and what was measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// Accuracy class and quantity.
    pub class: String,
    /// Model.
    pub model: String,
    /// Hardware generation.
    pub generation: String,
    /// Precision (training, offline) or model kind and engine (serving).
    pub detail: String,
    /// Resemblance of the nearest fitted row, 0..=1.
    pub near: f64,
    /// Log of measured over estimated.
    pub residual: f64,
}

/// How much a case resembles what was fitted.
#[must_use]
pub fn novelty(near: f64) -> &'static str {
    if near >= 0.75 {
        "same"
    } else if near >= 0.2 {
        "near"
    } else {
        "new"
    }
}

/// Rows and models a cell needs to stand on its own.
const CELL_ROWS: usize = 25;
const CELL_MODELS: usize = 3;
/// Models below which a band is made symmetric.
const SIGN_MODELS: usize = 6;
/// Share of left-out rows a band should hold; between 0.75 and 0.90 is accepted.
const TARGET: f64 = 0.82;

/// Class, novelty, generation, detail.
type Key = (String, String, String, String);
/// Residuals, number of models, band ends.
type Cell = (Vec<f64>, usize, (f64, f64));

fn keys(s: &Scored) -> [Key; 5] {
    let k = |n: &str, g: &str, d: &str| (s.class.clone(), n.to_owned(), g.to_owned(), d.to_owned());
    let n = novelty(s.near);
    [
        k(n, &s.generation, &s.detail),
        k(n, "", &s.detail),
        k(n, &s.generation, ""),
        k(n, "", ""),
        k("", "", ""),
    ]
}

/// Width rule: tail quantile and stretch.
#[derive(Clone, Copy)]
struct Width {
    tail: f64,
    stretch: f64,
}

fn ends(residuals: &[f64], models: usize, w: Width) -> (f64, f64) {
    let (mut lo, mut hi) = (quantile(residuals, w.tail), quantile(residuals, 1.0 - w.tail));
    // The sign of a few models' errors says nothing about the next one: make the band symmetric.
    if models < SIGN_MODELS {
        let half = lo.abs().max(hi.abs());
        (lo, hi) = (-half, half);
    }
    // Never narrower than the rounding of published figures.
    ((lo * w.stretch).min(-0.01), (hi * w.stretch).max(0.01))
}

fn table(rows: &[&Scored], widths: &BTreeMap<(String, String), Width>) -> BTreeMap<Key, Cell> {
    let mut cells: BTreeMap<Key, (Vec<f64>, BTreeSet<&str>)> = BTreeMap::new();
    for s in rows {
        for k in keys(s) {
            let cell = cells.entry(k).or_default();
            cell.0.push(s.residual);
            cell.1.insert(&s.model);
        }
    }
    cells
        .into_iter()
        .filter(|(k, (r, m))| {
            (r.len() >= CELL_ROWS && m.len() >= CELL_MODELS)
                || (k.2.is_empty() && k.3.is_empty() && r.len() >= 5)
        })
        .map(|(k, (r, m))| {
            let w =
                widths.get(&(k.0.clone(), k.1.clone())).copied().unwrap_or(Width { tail: 0.1, stretch: 1.0 });
            let e = ends(&r, m.len(), w);
            (k, (r, m.len(), e))
        })
        .collect()
}

/// Share of rows of each model that bands made without that model hold, over all models of a class.
fn nested_coverage(rows: &[&Scored], width: Width) -> f64 {
    let models: BTreeSet<&str> = rows.iter().map(|s| s.model.as_str()).collect();
    let widths: BTreeMap<(String, String), Width> =
        rows.iter().flat_map(|s| keys(s).map(|k| ((k.0, k.1), width))).collect();
    let (mut held, mut all) = (0.0, 0.0_f64);
    for m in models {
        let others: Vec<&Scored> = rows.iter().copied().filter(|s| s.model != m).collect();
        let t = table(&others, &widths);
        for s in rows.iter().filter(|s| s.model == m) {
            all += 1.0;
            if let Some((_, _, (lo, hi))) = keys(s).iter().find_map(|k| t.get(k))
                && s.residual >= *lo
                && s.residual <= *hi
            {
                held += 1.0;
            }
        }
    }
    held / all.max(1.0)
}

/// A band table and the coverage it reaches on rows of models that took no part in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Built {
    /// Cells.
    pub cells: Vec<BandCell>,
    /// Class and novelty (empty = all): share of rows held by bands made without the row's model, and rows.
    pub held: BTreeMap<(String, String), (f64, usize)>,
}

/// Builds the band table: per class and novelty the width whose nested coverage comes nearest to the target.
#[must_use]
pub fn build(scored: &[Scored]) -> Built {
    let mut widths = BTreeMap::new();
    let mut held = BTreeMap::new();
    let groups: BTreeSet<(&str, &str)> =
        scored.iter().flat_map(|s| [(s.class.as_str(), novelty(s.near)), (s.class.as_str(), "")]).collect();
    for (class, n) in groups {
        let rows: Vec<&Scored> =
            scored.iter().filter(|s| s.class == class && (n.is_empty() || novelty(s.near) == n)).collect();
        let tails = (1..=20).rev().map(|t| Width { tail: f64::from(t) / 100.0, stretch: 1.0 });
        let stretches = (1..=30).map(|s| Width { tail: 0.01, stretch: 1.0 + 0.1 * f64::from(s) });
        let best = tails
            .chain(stretches)
            .map(|w| (w, nested_coverage(&rows, w)))
            .min_by(|a, b| (a.1 - TARGET).abs().total_cmp(&(b.1 - TARGET).abs()));
        if let Some((w, share)) = best {
            widths.insert((class.to_owned(), n.to_owned()), w);
            held.insert((class.to_owned(), n.to_owned()), (share, rows.len()));
        }
    }
    let refs: Vec<&Scored> = scored.iter().collect();
    let cells = table(&refs, &widths)
        .into_iter()
        .map(|((class, novelty, generation, detail), (r, models, (lo, hi)))| BandCell {
            class,
            novelty,
            generation,
            detail,
            rows: r.len(),
            models,
            low: round_to(lo, 4),
            high: round_to(hi, 4),
        })
        .collect();
    Built { cells, held }
}

/// Share of scored rows that the stored bands hold, class by class.
#[must_use]
pub fn coverage(scored: &[Scored], cells: &[BandCell]) -> BTreeMap<String, f64> {
    let mut out = BTreeMap::new();
    let classes: BTreeSet<&str> = scored.iter().map(|s| s.class.as_str()).collect();
    for class in classes {
        let rows: Vec<&Scored> = scored.iter().filter(|s| s.class == class).collect();
        let held = rows
            .iter()
            .filter(|s| {
                find(cells, s).is_some_and(|(c, few)| {
                    let (low, high) = stretched(c, few, false);
                    (low..=high).contains(&s.residual)
                })
            })
            .count();
        out.insert(class.to_owned(), held as f64 / rows.len().max(1) as f64);
    }
    out
}

/// Models a cell needs before its spread says something of the next model: cells of three held 24 to 57 % of new rows
/// where 80 % were promised, cells of eight 78 to 93 %.
const ENOUGH_MODELS: usize = 8;
/// Widening of the band (log units) where no cell has that many models.
const FEW_MODELS: f64 = 1.3;

/// The narrowest cell a case belongs to that rests on enough models, else the widest there is; `true` says that even that one
/// rests on few.
fn find<'a>(cells: &'a [BandCell], s: &Scored) -> Option<(&'a BandCell, bool)> {
    let mut widest = None;
    for k in keys(s) {
        let cell = cells
            .iter()
            .find(|c| c.class == k.0 && c.novelty == k.1 && c.generation == k.2 && c.detail == k.3);
        match cell {
            Some(c) if c.models >= ENOUGH_MODELS => return Some((c, false)),
            // A narrower novelty is kept: rows like the case at hand tell more than rows of other kinds.
            Some(c) if widest.is_none_or(|w: &BandCell| c.novelty == w.novelty) => widest = Some(c),
            _ => {}
        }
    }
    // One or two models say nothing of the spread over models: the whole class speaks in their place, but for a case that was
    // measured itself.
    let class = cells.iter().find(|c| {
        c.class == s.class && c.novelty.is_empty() && c.generation.is_empty() && c.detail.is_empty()
    });
    match (widest, class) {
        (Some(c), Some(class))
            if c.models < CELL_MODELS && c.novelty != "same" && class.models > c.models =>
        {
            Some((class, true))
        }
        _ => widest.map(|c| (c, true)),
    }
}

/// The band of a cell in log units, widened where few models are behind it or nothing was measured on such hardware.
fn stretched(c: &BandCell, few: bool, extrapolated: bool) -> (f64, f64) {
    let wide = if few { FEW_MODELS } else { 1.0 } * if extrapolated { 2.0 } else { 1.0 };
    (c.low * wide, c.high * wide)
}

/// Puts a band around `expected`. `residual` and `model` of `at` are not read. `inverse` is for quantities in the denominator
/// (days from a rate). Without any cell the band is a factor of three either way and says so.
#[must_use]
pub fn band(cells: &[BandCell], at: &Scored, expected: f64, extrapolated: bool) -> Estimate {
    let Some((c, few)) = find(cells, at) else {
        return Estimate {
            low: expected / 3.0,
            expected,
            high: expected * 3.0,
            basis: format!("no comparable rows for {}: a factor of three either way", at.class),
        };
    };
    let (low, high) = stretched(c, few, extrapolated);
    let whom = match c.novelty.as_str() {
        "same" => "rows like this one",
        "near" => "rows of the same or a similar model",
        "new" => "rows of models that were left out of the fit",
        _ => "all left-out rows of the class",
    };
    let place = [c.generation.as_str(), c.detail.as_str()]
        .iter()
        .filter(|s| !s.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join(" ");
    let note = match (few, extrapolated) {
        (_, true) => "; extrapolated to hardware or a precision without rows, band doubled",
        (true, false) => "; few models, band widened by 30 %",
        (false, false) => "",
    };
    let place = if place.is_empty() { String::new() } else { format!(" on {place}") };
    Estimate {
        low: expected * low.exp(),
        expected,
        high: expected * high.exp(),
        basis: format!("{}: {} {whom}{place} ({} models){note}", c.class, c.rows, c.models),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn rows(near: f64, spread: f64) -> Vec<Scored> {
        // 8 models x 25 rows, residuals evenly spread; deterministic.
        (0..200)
            .map(|i| Scored {
                class: "c".into(),
                model: format!("m{}", i % 8),
                generation: "hopper".into(),
                detail: "fp8".into(),
                near,
                residual: spread * (f64::from((i * 37) % 200) / 100.0 - 1.0),
            })
            .collect()
    }

    #[test]
    fn a_band_holds_about_four_fifths_of_left_out_rows() {
        let all = rows(0.0, 0.5);
        let cells = build(&all).cells;
        let held = coverage(&all, &cells)["c"];
        assert!((0.75..=0.9).contains(&held), "{held}");
    }

    #[test]
    fn a_cell_of_few_models_gives_way_to_a_wider_one_or_is_widened_and_says_so() {
        let cell = |generation: &str, models, high: f64| BandCell {
            class: "c".into(),
            novelty: "new".into(),
            generation: generation.into(),
            detail: String::new(),
            rows: 100,
            models,
            low: -high,
            high,
        };
        let at = rows(0.0, 0.5).remove(0);
        let wide = band(&[cell("hopper", 3, 0.05), cell("", 9, 0.3)], &at, 1.0, false);
        assert!((wide.high - 0.3_f64.exp()).abs() < 1e-9 && !wide.basis.contains("widened"), "{wide:?}");
        let class = BandCell { novelty: String::new(), ..cell("", 3, 0.2) };
        let one = band(&[cell("", 1, 0.01), class], &at, 1.0, false);
        assert!((one.high - 0.26_f64.exp()).abs() < 1e-9, "{one:?}");
        let few = band(&[cell("hopper", 3, 0.05), cell("", 5, 0.3)], &at, 1.0, false);
        assert!((few.high - 0.39_f64.exp()).abs() < 1e-9 && few.basis.contains("few models"), "{few:?}");
    }

    #[test]
    fn unlike_cases_get_wider_bands() {
        let mut all = rows(0.9, 0.05);
        all.extend(rows(0.0, 0.5));
        let cells = build(&all).cells;
        let at = |near| Scored {
            class: "c".into(),
            model: String::new(),
            generation: "hopper".into(),
            detail: "fp8".into(),
            near,
            residual: 0.0,
        };
        let (known, new) = (band(&cells, &at(0.9), 100.0, false), band(&cells, &at(0.0), 100.0, false));
        assert!(known.high - known.low < (new.high - new.low) / 3.0, "{known:?} {new:?}");
        let far = band(&cells, &at(0.0), 100.0, true);
        assert!(far.low < new.low && far.basis.contains("extrapolated"));
        let none = band(&[], &at(0.0), 100.0, false);
        assert!(none.basis.contains("no comparable rows") && none.high == 300.0);
    }
}
