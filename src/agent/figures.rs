//! Which figures of a datasheet a question asks for, and how they are called in a sentence.

/// Words of questions and the part of a field's name they stand for; in the languages customers write.
const SYNONYMS: &[(&str, &str)] = &[
    ("memory bandwidth", "bandwidth"),
    ("speicherbandbreite", "bandwidth"),
    ("bandbreite", "bandwidth"),
    ("bande passante", "bandwidth"),
    ("ancho de banda", "bandwidth"),
    ("vram", "memory"),
    ("hbm", "memory"),
    ("speicher", "memory"),
    ("mémoire", "memory"),
    ("memoria", "memory"),
    ("double precision", "fp64"),
    ("power", "tdp"),
    ("watt", "tdp"),
    ("watts", "tdp"),
    ("draw", "tdp"),
    ("leistungsaufnahme", "tdp"),
    ("stromverbrauch", "tdp"),
    ("consommation", "tdp"),
    ("consumo", "tdp"),
    ("flops", "tflops"),
    ("performance", "tflops"),
    ("rechenleistung", "tflops"),
    ("released", "release"),
];

/// Parts of a field's name that qualify a figure and do not name it.
const QUALIFIERS: &[&str] = &[
    "gb",
    "gbyte",
    "per",
    "s",
    "w",
    "mib",
    "tflops",
    "tops",
    "dense",
    "sparse",
    "tensor",
    "total",
    "max",
    "instances",
    "year",
];

/// The figures that stand for a part when a question names none, in the order of a datasheet.
const HEADLINE: &[&str] = &[
    "memory_gb",
    "memory_bandwidth_gbyte_per_s",
    "fp64_tensor_tflops",
    "bf16_tflops_dense",
    "fp8_tflops_dense",
    "fp4_tflops_dense",
    "tdp_w",
    "nvlink_total_gbyte_per_s",
];

/// The fields of a datasheet that answer a question, in the datasheet's order: those it names, or the headline
/// figures when it names none.
#[must_use]
pub fn asked<'a>(question: &str, fields: &[&'a str]) -> Vec<&'a str> {
    let said = words_of(question);
    let says = |word: &str| said.iter().any(|one| one == word);
    let (dense, sparse) = (says("dense"), says("sparse") || says("sparsity"));
    let named = fields.iter().copied().filter(|field| {
        let parts: Vec<&str> = field.split('_').collect();
        let wanted = match (parts.contains(&"dense"), parts.contains(&"sparse")) {
            (true, _) => dense || !sparse,
            (_, true) => sparse || !dense,
            _ => true,
        };
        wanted && names(field).iter().all(|name| says(name))
    });
    let named: Vec<&str> = named.collect();
    if !named.is_empty() {
        return named;
    }
    let rates = says("tflops");
    fields
        .iter()
        .copied()
        .filter(|field| HEADLINE.contains(field) && (!rates || field.contains("tflops")))
        .collect()
}

/// A field as words: `bf16_tflops_dense` is "BF16 dense".
#[must_use]
pub fn name(field: &str) -> String {
    let units = ["gb", "gbyte", "per", "s", "w", "mib", "tflops", "tops"];
    let words = field.split('_').filter(|part| !units.contains(part)).map(|part| match part {
        "tdp" | "mig" | "cpu" | "gpu" => part.to_uppercase(),
        "nvlink" => "NVLink".into(),
        "pcie" => "PCIe".into(),
        format if format.chars().any(|c| c.is_ascii_digit()) => format.to_uppercase(),
        other => other.to_string(),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The parts of a field's name that a question must say.
fn names(field: &str) -> Vec<&str> {
    if field.starts_with("memory_bandwidth") {
        return vec!["bandwidth"];
    }
    field.split('_').filter(|part| !QUALIFIERS.contains(part)).collect()
}

fn words_of(question: &str) -> Vec<String> {
    let mut text = question.to_lowercase();
    for (phrase, part) in SYNONYMS.iter().filter(|(phrase, _)| phrase.contains(' ')) {
        text = text.replace(phrase, part);
    }
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| {
            SYNONYMS.iter().find(|(phrase, _)| *phrase == word).map_or(word, |(_, part)| *part).to_string()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: &[&str] = &[
        "memory_gb",
        "memory_mib_reported",
        "memory_type",
        "memory_bandwidth_gbyte_per_s",
        "fp64_tflops",
        "bf16_tflops_dense",
        "bf16_tflops_sparse",
        "fp8_tflops_dense",
        "fp8_tflops_sparse",
        "measured_fp8_tflops",
        "tdp_w",
        "nvlink_total_gbyte_per_s",
    ];

    #[test]
    fn a_question_gets_the_figures_it_names() {
        for (question, fields) in [
            ("What is the TDP of the L40S?", &["tdp_w"][..]),
            ("How much power does it draw?", &["tdp_w"]),
            ("How much memory does an H200 have?", &["memory_gb"]),
            ("Tell me the memory bandwidth of a B200.", &["memory_bandwidth_gbyte_per_s"]),
            ("Memory and bandwidth?", &["memory_gb", "memory_bandwidth_gbyte_per_s"]),
            ("Wieviel Speicher hat eine H200?", &["memory_gb"]),
            ("H200 vs B200: FP8 dense and memory?", &["memory_gb", "fp8_tflops_dense"]),
            ("BF16 of the H100?", &["bf16_tflops_dense", "bf16_tflops_sparse"]),
            ("Sparse BF16 of the H100?", &["bf16_tflops_sparse"]),
            ("How many TFLOPS has it?", &["bf16_tflops_dense", "fp8_tflops_dense"]),
        ] {
            assert_eq!(asked(question, FIELDS), fields, "{question}");
        }
        assert!(asked("Give me the datasheet of the H100.", FIELDS).len() > 4);
    }

    #[test]
    fn fields_are_called_by_words() {
        for (field, words) in [
            ("memory_gb", "memory"),
            ("memory_bandwidth_gbyte_per_s", "memory bandwidth"),
            ("bf16_tflops_dense", "BF16 dense"),
            ("tdp_w", "TDP"),
            ("nvlink_total_gbyte_per_s", "NVLink total"),
            ("memory_mib_reported", "memory reported"),
        ] {
            assert_eq!(name(field), words);
        }
    }
}
