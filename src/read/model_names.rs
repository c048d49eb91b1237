//! Names of language models: family, version, size and variant, as people write them.

use super::{
    fold::Folded,
    names::{ModelName, Name, Names},
    token::{Kind, Token},
};

/// First words of model families, with the way they are written.
const FAMILIES: &[(&str, &str)] = &[
    ("llama", "Llama"),
    ("qwen", "Qwen"),
    ("qwq", "QwQ"),
    ("mistral", "Mistral"),
    ("mixtral", "Mixtral"),
    ("ministral", "Ministral"),
    ("codestral", "Codestral"),
    ("magistral", "Magistral"),
    ("pixtral", "Pixtral"),
    ("deepseek", "DeepSeek"),
    ("gemma", "Gemma"),
    ("phi", "Phi"),
    ("falcon", "Falcon"),
    ("nemotron", "Nemotron"),
    ("gpt", "GPT"),
    ("grok", "Grok"),
    ("kimi", "Kimi"),
    ("glm", "GLM"),
    ("yi", "Yi"),
    ("bloom", "BLOOM"),
    ("opt", "OPT"),
    ("codellama", "CodeLlama"),
    ("starcoder", "StarCoder"),
    ("granite", "Granite"),
    ("jais", "Jais"),
    ("allam", "ALLaM"),
    ("teuken", "Teuken"),
    ("olmo", "OLMo"),
    ("internlm", "InternLM"),
    ("baichuan", "Baichuan"),
    ("ernie", "ERNIE"),
    ("minimax", "MiniMax"),
    ("dbrx", "DBRX"),
    ("jamba", "Jamba"),
    ("exaone", "EXAONE"),
    ("solar", "Solar"),
    ("swallow", "Swallow"),
    ("apertus", "Apertus"),
    ("eurollm", "EuroLLM"),
    ("vicuna", "Vicuna"),
    ("command", "Command"),
    ("megatron", "Megatron"),
    ("hunyuan", "Hunyuan"),
    ("seed", "Seed"),
    ("step", "Step"),
];
/// Families whose first word is an everyday word: they count only with what follows.
const EVERYDAY: &[&str] = &[
    "phi", "yi", "bloom", "opt", "solar", "command", "seed", "step", "falcon", "granite", "gpt", "swallow",
    "ernie",
];

/// Words that go on in a model's name.
const VARIANTS: &[(&str, &str)] = &[
    ("instruct", "Instruct"),
    ("chat", "Chat"),
    ("base", "Base"),
    ("coder", "Coder"),
    ("code", "Code"),
    ("vl", "VL"),
    ("math", "Math"),
    ("next", "Next"),
    ("scout", "Scout"),
    ("maverick", "Maverick"),
    ("behemoth", "Behemoth"),
    ("nemo", "Nemo"),
    ("large", "Large"),
    ("medium", "Medium"),
    ("small", "Small"),
    ("mini", "Mini"),
    ("nano", "Nano"),
    ("super", "Super"),
    ("ultra", "Ultra"),
    ("oss", "OSS"),
    ("distill", "Distill"),
    ("vision", "Vision"),
    ("turbo", "Turbo"),
    ("r1", "R1"),
    ("v2", "V2"),
    ("v3", "V3"),
    ("v4", "V4"),
    ("k2", "K2"),
    ("m2", "M2"),
    ("m3", "M3"),
    ("r", "R"),
    ("plus", "Plus"),
    ("thinking", "Thinking"),
    ("nlg", "NLG"),
    ("flash", "Flash"),
    ("air", "Air"),
];

/// The family a word begins, as it is written: "qwen" and "qwen2" are both Qwen.
fn family(word: &str) -> Option<String> {
    let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let (family, spelling) = FAMILIES.iter().find(|(family, _)| *family == stem)?;
    let plain = stem == word || !EVERYDAY.contains(family);
    plain.then(|| format!("{spelling}{}", &word[stem.len()..]))
}

impl Names {
    /// The language model whose name begins at this token, and how many tokens it takes.
    pub(super) fn model(&self, text: &Folded, tokens: &[Token], at: usize) -> Option<(Name, usize)> {
        let first = &tokens[at];
        let mut name = family(&first.text)?;
        let mut joined = first.text.clone();
        let mut length = 1;
        let mut size: Option<f64> = None;
        let mut active: Option<f64> = None;
        let mut best: Option<(usize, String, String)> =
            self.models.get(&joined).map(|id| (1, name.clone(), id.clone()));
        while let Some(next) = tokens.get(at + length) {
            // "Qwen2.5", "V3.1": the point of a version whose first figure is glued to the word.
            let version = next.is_sign('.')
                && tokens[at + length - 1].text.ends_with(|c: char| c.is_ascii_digit())
                && tokens.get(at + length + 1).is_some_and(|next| next.glued && next.kind == Kind::Digits);
            let hyphen = usize::from(next.glued && (next.is_sign('-') || next.is_sign(':') || version));
            let Some(word) = tokens.get(at + length + hyphen) else { break };
            let raw = text.raw(word.span);
            let behind = tokens.get(at + length + hyphen + 1);
            let joiner = if hyphen > 0 {
                text.raw(next.span)
            } else if word.glued {
                String::new()
            } else {
                " ".into()
            };
            let mut used = hyphen + 1;
            let piece = if word.kind == Kind::Digits {
                // A size (32B, 8x7B, 1T) or a version (3.3).
                let glued = |token: &&Token| token.glued && token.kind == Kind::Word;
                match behind.filter(glued).map(|token| token.text.as_str()) {
                    Some("b" | "bn" | "t") => {
                        let unit = behind.map_or("", |token| token.text.as_str());
                        let factor = if unit == "t" { 1000.0 } else { 1.0 };
                        if size.is_some() {
                            break;
                        }
                        size = word.text.parse::<f64>().ok().map(|value| value * factor);
                        used += 1;
                        format!("{raw}{}", unit.to_ascii_uppercase())
                    }
                    Some("x") => {
                        let tail = tokens.get(at + length + hyphen + 2)?;
                        used += 3;
                        format!("{raw}x{}B", tail.text)
                    }
                    Some("e") => {
                        used += 1;
                        format!("{raw}E")
                    }
                    Some(_) => break,
                    // "Phi-4", "Llama 3", but not "Llama on 4 nodes" and not "Qwen, 64 GPUs".
                    None if word.text.len() <= 4
                        && size.is_none()
                        && word.text.parse::<f64>().is_ok_and(|v| v < 10.0) =>
                    {
                        raw
                    }
                    None => break,
                }
            } else if word.kind == Kind::Word {
                if let Some((_, spelled)) = VARIANTS.iter().find(|(variant, _)| *variant == word.text) {
                    let plain_word = raw.chars().all(char::is_lowercase) && hyphen == 0;
                    let everyday = matches!(
                        *spelled,
                        "Chat"
                            | "Base"
                            | "Code"
                            | "Large"
                            | "Small"
                            | "Medium"
                            | "Vision"
                            | "Mini"
                            | "Plus"
                            | "Next"
                            | "Math"
                            | "Air"
                    );
                    if plain_word && everyday {
                        break;
                    }
                    let plus = *spelled == "R" && behind.is_some_and(|next| next.glued && next.is_sign('+'));
                    used += usize::from(plus);
                    if plus { "R+".into() } else { (*spelled).to_string() }
                } else if let Some(taught) = family(&word.text).filter(|_| name.ends_with("Distill")) {
                    taught
                } else if let Some(tail) = word.text.strip_prefix('a').filter(|tail| {
                    tail.len() > 1
                        && tail.ends_with('b')
                        && tail[..tail.len() - 1].chars().all(|c| c.is_ascii_digit() || c == '.')
                }) {
                    active = tail.trim_end_matches('b').parse().ok();
                    format!("A{}B", tail.trim_end_matches('b'))
                } else {
                    break;
                }
            } else {
                break;
            };
            joined.push_str(&piece.to_lowercase().replace(['.', '-', ' '], ""));
            name = format!("{name}{joiner}{piece}");
            length += used;
            if let Some(id) = self.models.get(&joined)
                && !best.as_ref().is_some_and(|(.., shorter)| size.is_some() && shorter == id)
            {
                best = Some((length, name.clone(), id.clone()));
            }
        }
        let everyday = EVERYDAY.contains(&first.text.as_str());
        if length == 1 && (everyday || !text.raw(first.span).starts_with(|c: char| c.is_uppercase())) {
            return None;
        }
        let found = |name: String, id: Option<&String>, used: usize| {
            let catalog = id.and_then(|id| self.params.get(id).copied().flatten());
            let model = ModelName { name, params_b: size.or(catalog), active_b: active };
            Some((Name::Model(model), used))
        };
        match best {
            // A size behind a name that is complete without it belongs to the parameters (DeepSeek R1 671B).
            Some((used, short, id)) if used < length && size.is_some() && !short.contains('B') => {
                found(short, Some(&id), length)
            }
            Some((used, _, id)) => {
                found(name, Some(&id).filter(|_| used == length || size.is_none()), length)
            }
            None => found(name, None, length),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{catalog::Catalog, design::Field, read::read};

    #[test]
    fn names_of_models_are_read_whole() {
        let catalog = Catalog::embedded();
        for name in [
            "Qwen2.5-32B",
            "Qwen2.5-72B-Instruct",
            "Qwen2.5-Coder-32B",
            "Qwen2.5 7B",
            "Qwen3-235B-A22B",
            "Llama-3.3-70B",
            "Mixtral 8x22B",
            "gpt-oss-120b",
            "DeepSeek-V3.1",
            "DeepSeek-R1-Distill-Llama-70B",
            "GLM-4.5-Air",
            "Command R+",
            "InternLM2.5-20B",
            "Phi-3.5-mini",
        ] {
            let reading = read(&format!("Serve {name} in FP8 to 100 concurrent users."), &catalog);
            let model = |field: Field| reading.statements.iter().filter(move |one| one.field == field);
            let names: Vec<String> = model(Field::ModelName).map(|one| one.value.words()).collect();
            assert_eq!(names, [name], "{name}");
            assert_eq!(model(Field::ModelParamsB).count(), 0, "{name}");
        }
    }
}
