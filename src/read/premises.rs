//! What a text takes for granted of products and formats: capabilities by their own names, which are the same in every
//! language, and the size of a number format. Whether it is true is not decided here.

use crate::design::{Claim, Property};

/// Words that deny what follows them, in the languages the reader knows.
const NOT: &[&str] = &[
    "no", "not", "without", "non", "ohne", "kein", "keine", "keinen", "nicht", "sans", "pas", "sin", "senza",
    "sem", "zonder", "geen", "bez", "utan", "inte", "isn't", "don't", "doesn't", "lacks",
];
/// The same where words are not set apart.
const NOT_BEFORE: &[&str] = &["没有", "無", "无", "不用", "不需要", "非"];
/// Number formats with the spellings that are read as one.
const FORMATS: &[&str] = &["nvfp4", "mxfp4", "fp4", "int4", "fp8", "int8", "bf16", "fp16", "fp32", "fp64"];

/// The claims of a text about these GPUs.
pub(super) fn find(text: &str, gpus: &[String]) -> Vec<Claim> {
    let mut found: Vec<Claim> = Vec::new();
    for sentence in sentences(text) {
        let lower = sentence.to_lowercase();
        let demanded = !(sentence.ends_with('?') || sentence.ends_with('？'));
        let subjects = subjects(&lower, gpus);
        let mut claim = |subject: &str, property, value, demanded| {
            let known =
                found.iter().position(|one: &Claim| one.subject == subject && one.property == property);
            let quote = sentence.trim().to_string();
            let new = Claim { subject: subject.to_string(), property, value, demanded, quote };
            match known {
                // Asked first and demanded later: the demand stands.
                Some(at) if demanded && !found[at].demanded => found[at] = new,
                Some(_) => {}
                None => found.push(new),
            }
        };
        for (word, property) in [("nvlink", Property::Nvlink), ("mig", Property::Mig)] {
            if stands(&lower, word) {
                for subject in &subjects {
                    claim(subject, property, None, demanded);
                }
            }
        }
        if lower.contains("fp64") || lower.contains("double precision") {
            for value in flops(&lower) {
                for subject in &subjects {
                    claim(subject, Property::Fp64Tflops, Some(value), demanded);
                }
            }
        }
        if let Some(bytes) = bytes(&lower) {
            for format in FORMATS.iter().filter(|format| has_word(&lower, format)) {
                claim(format, Property::BytesPerParameter, Some(bytes), demanded);
            }
        }
    }
    found
}

/// Sentences with their closing sign; a point between digits ends none.
fn sentences(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut from = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, next)| *next);
        let ends = match letter {
            '.' => next.is_none_or(char::is_whitespace),
            '!' | '?' | '。' | '？' | '！' | '\n' | ';' => true,
            _ => false,
        };
        if ends {
            let until = at + letter.len_utf8();
            out.push(&text[from..until]);
            from = until;
        }
    }
    out.push(&text[from..]);
    out.retain(|sentence| !sentence.trim().is_empty());
    out
}

/// The GPUs a sentence speaks of: those it names, else the only one of the text.
fn subjects(lower: &str, gpus: &[String]) -> Vec<String> {
    let squeeze = |text: &str| text.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "");
    let plain = squeeze(lower);
    let named: Vec<String> = gpus.iter().filter(|gpu| plain.contains(&squeeze(gpu))).cloned().collect();
    match (named.is_empty(), gpus) {
        (false, _) => named,
        (true, [only]) => vec![only.clone()],
        _ => Vec::new(),
    }
}

/// Whether a word stands in a text, alone or as the beginning of one ("NVLinked"), and is not denied.
fn stands(lower: &str, word: &str) -> bool {
    lower.match_indices(word).any(|(at, _)| {
        let before = &lower[..at];
        let alone = !before.ends_with(|c: char| c.is_ascii_alphanumeric());
        let behind = &lower[at + word.len()..];
        let whole = word.len() > 3 || !behind.starts_with(|c: char| c.is_ascii_alphanumeric());
        let denied =
            NOT_BEFORE.iter().any(|not| before.trim_end().ends_with(not))
                || before.split_whitespace().rev().take(2).any(|word| {
                    NOT.contains(&word.trim_matches(|c: char| !c.is_alphanumeric() && c != '\''))
                });
        alone && whole && !denied
    })
}

fn has_word(lower: &str, word: &str) -> bool {
    lower.match_indices(word).any(|(at, _)| {
        !lower[..at].ends_with(|c: char| c.is_ascii_alphanumeric())
            && !lower[at + word.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
    })
}

/// Rates in TFLOPS, as they are written before their unit.
fn flops(lower: &str) -> Vec<f64> {
    [("tflop", 1.0), ("pflop", 1000.0), ("teraflop", 1.0), ("petaflop", 1000.0)]
        .into_iter()
        .flat_map(|(unit, scale)| {
            lower.match_indices(unit).filter_map(move |(at, _)| {
                let before = lower[..at].trim_end();
                let digits: String = before
                    .chars()
                    .rev()
                    .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
                    .collect();
                let digits: String = digits.chars().rev().collect();
                digits.replace(',', "").parse::<f64>().ok().map(|value| value * scale)
            })
        })
        .collect()
}

/// Bytes a sentence gives to something: "a quarter byte", "half a byte", "0.25 bytes".
fn bytes(lower: &str) -> Option<f64> {
    let words: Vec<&str> = lower
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '='))
        .filter(|word| !word.is_empty())
        .collect();
    let at =
        words.iter().position(|word| matches!(word.trim_end_matches(['.', '!', '?']), "byte" | "bytes"))?;
    words[at.saturating_sub(4)..at].iter().rev().find_map(|word| match *word {
        "quarter" | "1/4" | "¼" => Some(0.25),
        "half" | "1/2" | "½" => Some(0.5),
        "one" | "a" if words[at.saturating_sub(1)] == *word => Some(1.0),
        "two" => Some(2.0),
        number => number.parse().ok(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(text: &str, gpus: &[&str]) -> Vec<(String, Property, Option<f64>, bool)> {
        let gpus: Vec<String> = gpus.iter().map(ToString::to_string).collect();
        find(text, &gpus)
            .into_iter()
            .map(|one| (one.subject, one.property, one.value, one.demanded))
            .collect()
    }

    #[test]
    fn capabilities_are_claimed_of_the_gpu_they_stand_with() {
        let nvlink = |demanded| vec![("L40S".to_string(), Property::Nvlink, None, demanded)];
        assert_eq!(claims("64 fully NVLinked L40S for training.", &["L40S"]), nvlink(true));
        assert_eq!(claims("8张L40S,领导要求卡间必须全部用NVLink互联(不接受PCIe)。", &["L40S"]), nvlink(true));
        assert_eq!(claims("Does the L40S have NVLink?", &["L40S"]), nvlink(false));
        assert_eq!(claims("The L40S has no NVLink. 8 of them.", &["L40S"]), []);
        assert_eq!(claims("NVLink is a must. H100 or L40S.", &["H100", "L40S"]), []);
        let mig = claims("is MIG possible on L40S? it must be MIG", &["L40S"]);
        assert_eq!(mig, [("L40S".to_string(), Property::Mig, None, true)]);
    }

    #[test]
    fn formats_and_rates_keep_their_numbers() {
        let quarter = claims("FP4 is a quarter byte, so 8 L4 hold the 405B model.", &["L4"]);
        assert_eq!(quarter, [("fp4".to_string(), Property::BytesPerParameter, Some(0.25), true)]);
        let rate = claims("We need 1.5 PFLOPS of FP64 from eight L40S.", &["L40S"]);
        assert_eq!(rate, [("L40S".to_string(), Property::Fp64Tflops, Some(1500.0), true)]);
    }
}
