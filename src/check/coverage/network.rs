//! Judges of fabrics: technology, rate, ratio.

use super::judged::{Judged, Scene, number, range, words_of};
use crate::design::{CoverageStatus, Statement, SwitchedFabric, words::Technology};

const NO_FABRIC: &str = "no compute fabric is planned";

fn east_west<'a>(scene: &Scene<'a>) -> Option<&'a SwitchedFabric> {
    scene.design.fabric.compute.as_ref()
}

/// Ethernet or InfiniBand.
pub(super) fn technology(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let Some(built) = east_west(scene).and_then(|fabric| fabric.technology) else {
        return Judged::not_judged(NO_FABRIC);
    };
    let words = words_of(&statement.value);
    let has = words.iter().any(|word| word.contains(built.word()));
    let note =
        format!("the compute fabric is {}, {} is asked for", built.word(), super::words::asked(statement));
    // A text may name one technology for jobs and the other for storage and users.
    let others = scene.design.fabric.each().filter(|(key, _)| *key != "compute" && *key != "out_of_band");
    let elsewhere = others
        .filter(|(_, other)| {
            words.iter().any(|word| other.technology.is_some_and(|other| word.contains(other.word())))
        })
        .map(|(key, other)| {
            (format!("/design/fabric/{key}/technology"), other.technology.map_or("", Technology::word))
        })
        .next();
    match elsewhere {
        Some((at, technology)) if !has && !statement.negated => {
            let note = format!("{note}; another fabric of the design is {technology}");
            Judged::by(CoverageStatus::Partly, built.word(), &at, note)
        }
        _ => {
            Judged::whether(has != statement.negated, built.word(), "/design/fabric/compute/technology", note)
        }
    }
}

/// East-west rate of a GPU.
pub(super) fn rate_per_gpu(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let found = scene.design.compute.as_ref().and_then(|compute| compute.ew_gbps_per_gpu);
    number(
        statement,
        found,
        "Gb/s per GPU",
        "/design/compute/ew_gbps_per_gpu",
        "the design follows no pattern that states a rate per GPU",
    )
}

/// The network that stands already: it carries what the design does not ask of its own fabrics.
pub(super) fn existing_rate(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let (Some(fabric), Some((_, stands))) = (scene.design.fabric.converged.as_ref(), range(&statement.value))
    else {
        return Judged::not_judged("the design has no fabric that would join it");
    };
    let Some(link) = fabric.link_gbps else {
        return Judged::not_judged("the rate of the joining links is not known");
    };
    let found = format!("links of {} Gb/s towards it", crate::units::plain(link));
    let status = if link >= stands { CoverageStatus::MetIf } else { CoverageStatus::Partly };
    Judged::by(
        status,
        found,
        "/design/fabric/converged/link_gbps",
        "the border to it is to be planned by its owner",
    )
}

/// Downlinks over uplinks as a number.
pub(in crate::check) fn ratio(text: &str) -> Option<f64> {
    let words = text.to_lowercase();
    if words.contains("non-block") || words.contains("nonblock") || words.contains("non block") {
        return Some(1.0);
    }
    let mut parts = words.split([':', '/']);
    let number = |part: Option<&str>| {
        part?.trim().trim_matches(|c: char| !(c.is_ascii_digit() || c == '.')).parse::<f64>().ok()
    };
    let (down, up) = (number(parts.next())?, number(parts.next()).unwrap_or(1.0));
    (up > 0.0).then_some(down / up)
}

/// Oversubscription: less than what is allowed meets it; a ratio that is asked for to save money and is not planned does not.
pub(super) fn oversubscription(scene: &Scene<'_>, statement: &Statement) -> Judged {
    let Some(fabric) = east_west(scene) else { return Judged::not_judged(NO_FABRIC) };
    let wanted = words_of(&statement.value).first().and_then(|word| ratio(word));
    let (Some(wanted), Some(text)) = (wanted, fabric.oversubscription.as_deref()) else {
        return Judged::not_judged("no ratio to compare is known");
    };
    let Some(found) = ratio(text) else { return Judged::not_judged("no ratio to compare is known") };
    let at = "/design/fabric/compute/oversubscription";
    let same = (found - wanted).abs() < 1e-9;
    if same || statement.negated {
        return Judged::whether(same != statement.negated, text, at, format!("the compute fabric is {text}"));
    }
    if found < wanted {
        let note =
            "the compute fabric has more uplinks than this asks for; the ratio is not used to save switches";
        return Judged::by(CoverageStatus::Partly, text, at, note);
    }
    Judged::by(CoverageStatus::NotMet, text, at, format!("the compute fabric is {text}"))
}

#[cfg(test)]
mod tests {
    use super::ratio;

    #[test]
    fn ratios_are_read_as_downlinks_over_uplinks() {
        assert_eq!(ratio("1:1"), Some(1.0));
        assert_eq!(ratio("3 : 1"), Some(3.0));
        assert_eq!(ratio("non-blocking"), Some(1.0));
        assert_eq!(ratio("4:3"), Some(4.0 / 3.0));
        assert_eq!(ratio("none"), None);
    }
}
