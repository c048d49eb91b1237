//! The points of a sweep: every combination of the varied fields' values.

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    cli::failure::Failure,
    design::{FIELDS, Requirement},
    tools::{
        Catalog,
        plan::{self, Change},
    },
};

/// More points than this are refused: a page of them could not be read, and they would run for long.
const POINT_LIMIT: usize = 20_000;

/// A varied field and its values, as they are set.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Axis {
    /// Field of the requirement.
    pub field: String,
    /// The values, in order.
    pub values: Vec<String>,
}

impl Axis {
    /// Whether every value is a number.
    pub fn is_numeric(&self) -> bool {
        self.values.iter().all(|value| value.parse::<f64>().is_ok())
    }
}

/// The varied fields of `FIELD=FROM:TO:STEP` and `FIELD=A,B,C`.
///
/// # Errors
/// A field that is none or given twice, a range that is none, too many points.
pub fn axes(texts: &[String]) -> Result<Vec<Axis>, Failure> {
    let mut axes: Vec<Axis> = Vec::new();
    for text in texts {
        let Some((field, values)) = text.split_once('=') else {
            return Err(wrong(text, "it has no `=`"));
        };
        let field = field.trim();
        if !FIELDS.iter().any(|(name, _)| *name == field) {
            let wanted = crate::catalog::normalize(field);
            let near = crate::catalog::nearest(&wanted, FIELDS.iter().map(|(name, _)| *name)).join(", ");
            let hint = if near.is_empty() {
                "`gcg schema requirement` lists the fields".into()
            } else {
                format!("nearest fields: {near}")
            };
            return Err(Failure::usage(
                format!("`--vary {text}`: there is no requirement field `{field}`"),
                hint,
            ));
        }
        if axes.iter().any(|axis| axis.field == field) {
            return Err(wrong(text, "the field is varied twice"));
        }
        let values = values_of(values).ok_or_else(|| wrong(text, "these are no values"))?;
        axes.push(Axis { field: field.to_string(), values });
    }
    let points = axes.iter().try_fold(1_usize, |points, axis| points.checked_mul(axis.values.len()));
    match points {
        Some(points) if points <= POINT_LIMIT => Ok(axes),
        _ => Err(Failure::usage(
            format!("the grid has more than {POINT_LIMIT} points"),
            "vary fewer fields, or take wider steps",
        )),
    }
}

fn wrong(text: &str, what: &str) -> Failure {
    Failure::usage(
        format!("`--vary {text}`: {what}"),
        "write FIELD=FROM:TO:STEP, such as power_per_rack_kw=10:60:5, or FIELD=A,B, such as gpu_models=h200-sxm,b200-sxm",
    )
}

fn values_of(text: &str) -> Option<Vec<String>> {
    let parts: Vec<&str> = text.split(':').map(str::trim).collect();
    if let [from, to, step] = parts[..]
        && let (Ok(first), Ok(last), Ok(width)) =
            (from.parse::<f64>(), to.parse::<f64>(), step.parse::<f64>())
    {
        if !(first.is_finite() && last.is_finite() && width > 0.0 && width.is_finite() && first <= last) {
            return None;
        }
        // A range may end on its last value although the step is no binary fraction.
        let steps = ((last - first) / width + 1e-9).floor();
        // One value too many is enough for the grid to be refused as too large.
        let steps = steps.min(POINT_LIMIT as f64);
        let decimals = decimals(from).max(decimals(step));
        return Some(
            (0..=steps as usize).map(|at| format!("{:.decimals$}", first + at as f64 * width)).collect(),
        );
    }
    let values: Vec<String> = text.split(',').map(|value| value.trim().to_string()).collect();
    let distinct =
        values.iter().enumerate().all(|(at, value)| !value.is_empty() && !values[..at].contains(value));
    distinct.then_some(values)
}

/// Digits behind the point.
fn decimals(text: &str) -> usize {
    text.split_once('.').map_or(0, |(_, digits)| digits.len().min(9))
}

/// One point: the position on each axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Positions, in the order of the axes.
    pub at: Vec<usize>,
}

/// Every point, the last axis fastest.
pub fn points(axes: &[Axis]) -> Vec<Point> {
    let mut points = vec![Point { at: Vec::new() }];
    for axis in axes {
        points = points
            .iter()
            .flat_map(|point| {
                (0..axis.values.len()).map(|at| {
                    let mut positions = point.at.clone();
                    positions.push(at);
                    Point { at: positions }
                })
            })
            .collect();
    }
    points
}

/// The requirement of a point.
///
/// # Errors
/// When a value is not of its field's type.
pub fn requirement(
    catalog: &Catalog,
    base: &Requirement,
    axes: &[Axis],
    point: &Point,
) -> Result<Requirement, crate::tools::ToolError> {
    let mut requirement = base.clone();
    for (axis, at) in axes.iter().zip(&point.at) {
        let value = axis.values[*at].clone();
        let quote = format!("--vary {}={value}", axis.field);
        plan::apply(catalog, &mut requirement, &Change { field: axis.field.clone(), value, quote })?;
    }
    Ok(requirement)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn ranges_and_lists_are_read() {
        for (text, values) in [
            ("10:60:25", Some(vec!["10", "35", "60"])),
            ("0.1:0.4:0.1", Some(vec!["0.1", "0.2", "0.3", "0.4"])),
            ("5:5:1", Some(vec!["5"])),
            ("h200-sxm,b200-sxm", Some(vec!["h200-sxm", "b200-sxm"])),
            ("10:5:1", None),
            ("1:2:0", None),
            ("1:2:-1", None),
            ("a,,b", None),
            ("a,a", None),
            ("1:NaN:1", None),
        ] {
            let values = values.map(|values| values.into_iter().map(ToString::to_string).collect::<Vec<_>>());
            assert_eq!(values_of(text), values, "{text}");
        }
    }

    #[test]
    fn the_grid_holds_every_combination_once() {
        let axes =
            axes(&["power_per_rack_kw=10:20:5".into(), "gpu_models=h200-sxm,b200-sxm".into()]).unwrap();
        let points = points(&axes);
        assert_eq!(points.len(), 6);
        assert_eq!(points[1].at, [0, 1]);
        assert!(super::axes(&["rack_power=1:2:1".into()]).is_err());
        assert!(super::axes(&["gpu_count=1:30000:1".into()]).is_err());
        assert!(super::axes(&["gpu_count=1:1e9:1e-9".into()]).is_err());
    }
}
