//! Units of values by the suffix of their keys, the nouns counts are counted in, and the few conversions a sentence
//! may ask for.

/// Key suffixes and the unit people read. Longer ones first where one ends another.
const SUFFIXES: &[(&str, &str)] = &[
    ("gbyte_per_s", "GB/s"),
    ("tb_per_s", "TB/s"),
    ("tokens_per_s", "tokens/s"),
    ("gbs", "GB/s"),
    ("gbps", "Gb/s"),
    ("tbps", "Tb/s"),
    ("gib", "GiB"),
    ("tib", "TiB"),
    ("gb", "GB"),
    ("tb", "TB"),
    ("pb", "PB"),
    ("mb", "MB"),
    ("kw", "kW"),
    ("kva", "kVA"),
    ("kwh", "kWh"),
    ("w", "W"),
    ("usd", "USD"),
    ("eur", "EUR"),
    ("mm", "mm"),
    ("km", "km"),
    ("m2", "m²"),
    ("m", "m"),
    ("kg", "kg"),
    ("u", "U"),
    ("tflops", "TFLOPS"),
    ("pflops", "PFLOPS"),
    ("tops", "TOPS"),
    ("ms", "ms"),
    ("s", "s"),
    ("min", "min"),
    ("hours", "h"),
    ("days", "days"),
    ("months", "months"),
    ("years", "years"),
    ("percent", "%"),
    ("c", "°C"),
    ("b", "billion"),
];

/// Keys that say nothing by themselves; the key above them does.
const GENERIC: &[&str] = &["value", "min", "max", "count", "points", "from", "to", "used", "values", "total"];

/// Nouns that are counted in an answer: singular, plural, and how a key names it.
const NOUNS: &[(&str, &str, &[&str])] = &[
    ("GPU", "GPUs", &["gpu", "gpus"]),
    ("node", "nodes", &["node", "nodes"]),
    ("server", "servers", &["server", "servers"]),
    ("system", "systems", &["system", "systems"]),
    ("tray", "trays", &["tray", "trays"]),
    ("rack", "racks", &["rack", "racks"]),
    ("leaf switch", "leaf switches", &["leaf", "leaves"]),
    ("spine switch", "spine switches", &["spine", "spines"]),
    ("core switch", "core switches", &["core", "cores"]),
    ("switch", "switches", &["switch", "switches"]),
    ("cable", "cables", &["cable", "cables"]),
    ("transceiver", "transceivers", &["transceiver", "transceivers"]),
    ("link", "links", &["link", "links"]),
    ("port", "ports", &["port", "ports"]),
    ("adapter", "adapters", &["nic", "nics", "adapter", "adapters"]),
    ("plane", "planes", &["plane", "planes"]),
    ("scalable unit", "scalable units", &["su"]),
    ("user", "users", &["user", "users"]),
    ("site", "sites", &["site", "sites"]),
    ("CPU", "CPUs", &["cpu", "cpus"]),
];

/// What a number means, as far as its key tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meaning {
    /// Unit for people; empty for a plain ratio or an unknown one.
    pub unit: String,
    /// The noun that is counted, singular; none for a measure.
    pub noun: Option<String>,
    /// What it is, in words.
    pub label: String,
}

/// What the number under the last of these keys means.
#[must_use]
pub fn meaning(keys: &[&str]) -> Meaning {
    let key = keys.iter().rev().find(|key| !GENERIC.contains(*key) && !is_index(key));
    let key = key.copied().unwrap_or_default();
    let tokens: Vec<&str> = key.split('_').filter(|token| !token.is_empty()).collect();
    let per = tokens.iter().rposition(|token| *token == "per").filter(|at| *at + 1 < tokens.len());
    if let Some((at, length, unit)) = measure(&tokens) {
        // `power_per_rack_kw` and `b_gbps_per_gpu` both are something per something.
        let tail = tokens.get(at + length + 1).or_else(|| tokens.get(per.filter(|per| *per < at)? + 1));
        let unit = tail.map_or(unit.to_string(), |tail| format!("{unit} per {}", singular(tail)));
        let label = words(&tokens[..at]);
        return Meaning { unit, noun: None, label: if label.is_empty() { words(&tokens) } else { label } };
    }
    let counted = per.map_or(tokens.as_slice(), |per| &tokens[..per]);
    let noun = counted.iter().rev().find_map(|token| noun_of_key(token));
    let label = words(&tokens);
    let Some((one, many)) = noun else { return Meaning { unit: String::new(), noun: None, label } };
    let unit = match per {
        Some(per) => format!("{many} per {}", singular(tokens[per + 1])),
        None => many.to_string(),
    };
    Meaning { unit, noun: Some(one.to_string()), label }
}

fn is_index(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit())
}

/// The unit in a key: where it begins, how many tokens it has, how people write it.
fn measure(tokens: &[&str]) -> Option<(usize, usize, &'static str)> {
    (1..tokens.len()).find_map(|at| {
        SUFFIXES.iter().find_map(|(suffix, unit)| {
            let length = suffix.split('_').count();
            let found = tokens.get(at..at + length)?.join("_") == *suffix;
            let closes = tokens.len() == at + length || tokens[at + length] == "per";
            (found && closes).then_some((at, length, *unit))
        })
    })
}

fn noun_of_key(token: &str) -> Option<(&'static str, &'static str)> {
    NOUNS.iter().find(|(.., keys)| keys.contains(&token)).map(|(one, many, _)| (*one, *many))
}

fn singular(token: &str) -> String {
    noun_of_key(token).map_or_else(|| token.to_string(), |(one, _)| one.to_string())
}

fn words(tokens: &[&str]) -> String {
    let word = |token: &&str| match *token {
        "gpu" => "GPU".to_string(),
        "gpus" => "GPUs".to_string(),
        "ew" => "east-west".to_string(),
        "ns" => "north-south".to_string(),
        "su" => "scalable unit".to_string(),
        other => other.to_string(),
    };
    tokens.iter().map(word).collect::<Vec<_>>().join(" ")
}

/// The noun a word of a sentence counts, singular as in [`Meaning::noun`]; in the languages customers write.
#[must_use]
pub fn counted_noun(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    let english = NOUNS.iter().find(|(one, many, keys)| {
        one.to_lowercase() == word || many.to_lowercase() == word || keys.contains(&word.as_str())
    });
    if let Some((one, ..)) = english {
        return Some(one);
    }
    Some(match word.as_str() {
        "knoten" | "noeud" | "noeuds" | "nœud" | "nœuds" | "nodo" | "nodos" | "nodi" => "node",
        "serveur" | "serveurs" | "servidor" | "servidores" => "server",
        "schrank" | "schränke" | "baie" | "baies" | "bastidor" | "bastidores" => "rack",
        "kabel" | "câble" | "câbles" => "cable",
        "commutateur" | "commutateurs" | "conmutador" | "conmutadores" => "switch",
        "machine" | "machines" | "box" | "boxes" => "server",
        _ => return None,
    })
}

/// Whether two counted nouns may stand for each other in a sentence.
#[must_use]
pub fn same_noun(a: &str, b: &str) -> bool {
    let group = |noun: &str| match noun {
        "node" | "server" | "system" => "node".to_string(),
        "leaf switch" | "spine switch" | "core switch" | "switch" => "switch".to_string(),
        other => other.to_string(),
    };
    a == b || group(a) == group(b)
}

/// Units of one kind and their size in the kind's base. kVA is no kW, GB/s is no Gb/s.
const SCALES: &[(&str, &str, f64)] = &[
    ("MB", "bytes", 1e6),
    ("GB", "bytes", 1e9),
    ("TB", "bytes", 1e12),
    ("PB", "bytes", 1e15),
    // Binary prefixes: IEC 80000-13.
    ("GiB", "bytes", 1_073_741_824.0),
    ("TiB", "bytes", 1_099_511_627_776.0),
    ("W", "power", 1.0),
    ("kW", "power", 1e3),
    ("MW", "power", 1e6),
    ("Gb/s", "link rate", 1e9),
    ("Tb/s", "link rate", 1e12),
    ("GB/s", "byte rate", 1e9),
    ("TB/s", "byte rate", 1e12),
    ("ms", "time", 1e-3),
    ("s", "time", 1.0),
    ("min", "time", 60.0),
    ("h", "time", 3600.0),
    ("days", "time", 86400.0),
    ("weeks", "time", 604_800.0),
];

/// The unit a whole word of a sentence names, singular or plural; in the languages customers write.
#[must_use]
pub fn measure_word(word: &str) -> Option<&'static str> {
    Some(match word.to_lowercase().as_str() {
        "second" | "seconds" | "sekunde" | "sekunden" | "seconde" | "secondes" | "segundo" | "segundos" => {
            "s"
        }
        "minute" | "minutes" | "minuten" | "minuto" | "minutos" => "min",
        "hour" | "hours" | "stunde" | "stunden" | "heure" | "heures" | "hora" | "horas" => "h",
        "day" | "days" | "tag" | "tage" | "tagen" | "jour" | "jours" | "día" | "días" => "days",
        "week" | "weeks" | "woche" | "wochen" | "semaine" | "semaines" | "semana" | "semanas" => "weeks",
        "month" | "months" | "monat" | "monate" | "monaten" | "mois" | "mes" | "meses" => "months",
        "quarter" | "quarters" | "quartal" | "quartale" | "trimestre" | "trimestres" => "quarters",
        "year" | "years" | "jahr" | "jahre" | "jahren" | "ans" | "année" | "années" | "año" | "años" => {
            "years"
        }
        "percent" | "prozent" => "%",
        "watt" | "watts" | "vatios" => "W",
        "kilowatt" | "kilowatts" | "kilovatios" => "kW",
        "megawatt" | "megawatts" => "MW",
        "gigabyte" | "gigabytes" => "GB",
        "terabyte" | "terabytes" => "TB",
        "petabyte" | "petabytes" => "PB",
        "gigabit" | "gigabits" => "Gb",
        "kilogram" | "kilograms" | "kilogramm" => "kg",
        "metre" | "metres" | "meter" | "meters" => "m",
        "dollar" | "dollars" => "USD",
        "euro" | "euros" => "EUR",
        _ => return None,
    })
}

/// A value in another unit of the same kind; none when the kinds differ or a unit is unknown.
#[must_use]
pub fn convert(value: f64, from: &str, to: &str) -> Option<f64> {
    if from == to {
        return Some(value);
    }
    let find = |unit: &str| SCALES.iter().find(|(name, ..)| *name == unit);
    let ((_, kind, a), (_, other, b)) = (find(from)?, find(to)?);
    (kind == other).then(|| value * a / b)
}

/// Units as they may follow a number in a sentence, longest first, lower case next to the written form.
const WRITTEN: &[(&str, &str)] = &[
    ("tokens per second", "tokens/s"),
    ("gigabytes per second", "GB/s"),
    ("gigabits per second", "Gb/s"),
    ("tokens/s", "tokens/s"),
    ("kilowatts", "kW"),
    ("kilowatt", "kW"),
    ("gigabytes", "GB"),
    ("terabytes", "TB"),
    ("petaflops", "PFLOPS"),
    ("teraflops", "TFLOPS"),
    ("percent", "%"),
    ("per cent", "%"),
    ("dollars", "USD"),
    ("euros", "EUR"),
    ("seconds", "s"),
    ("minutes", "min"),
    ("hours", "h"),
    ("months", "months"),
    ("years", "years"),
    ("weeks", "weeks"),
    ("days", "days"),
    ("billion", "billion"),
    ("TFLOPS", "TFLOPS"),
    ("PFLOPS", "PFLOPS"),
    ("TFLOP/s", "TFLOPS"),
    ("TOPS", "TOPS"),
    ("Gbit/s", "Gb/s"),
    ("Gbps", "Gb/s"),
    ("GBps", "GB/s"),
    ("Gb/s", "Gb/s"),
    ("Tb/s", "Tb/s"),
    ("GB/s", "GB/s"),
    ("TB/s", "TB/s"),
    ("GiB", "GiB"),
    ("TiB", "TiB"),
    ("kVA", "kVA"),
    ("MVA", "MVA"),
    ("kWh", "kWh"),
    ("USD", "USD"),
    ("EUR", "EUR"),
    ("CHF", "CHF"),
    ("GBP", "GBP"),
    ("GB", "GB"),
    ("Gb", "Gb"),
    ("TB", "TB"),
    ("PB", "PB"),
    ("MB", "MB"),
    ("kW", "kW"),
    ("MW", "MW"),
    ("ms", "ms"),
    ("mm", "mm"),
    ("km", "km"),
    ("m²", "m²"),
    ("kg", "kg"),
    ("°C", "°C"),
    ("%", "%"),
    ("€", "EUR"),
    ("$", "USD"),
    ("W", "W"),
    ("U", "U"),
    ("B", "billion"),
    ("s", "s"),
    ("h", "h"),
    ("m", "m"),
];

/// The unit a text begins with: its name as in [`Meaning::unit`], and the bytes it takes.
#[must_use]
pub fn leading(text: &str) -> Option<(&'static str, usize)> {
    WRITTEN.iter().find_map(|(written, unit)| {
        let head = text.get(..written.len())?;
        // Long names in any case; symbols exactly, since Gb is no GB and mW is no MW.
        let same = if written.len() > 5 { head.eq_ignore_ascii_case(written) } else { head == *written };
        let symbol = written.chars().all(|c| !c.is_alphanumeric());
        let ends = text[written.len()..].chars().next().is_none_or(|next| symbol || !next.is_alphanumeric());
        (same && ends).then_some((*unit, written.len()))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn keys_tell_unit_and_noun() {
        for (keys, unit, noun) in [
            (&["memory_gb"][..], "GB", None),
            (&["b_gbps_per_gpu"], "Gb/s per GPU", None),
            (&["ew_gbps_per_gpu"], "Gb/s per GPU", None),
            (&["power_per_rack_kw"], "kW per rack", None),
            (&["power_total_kva"], "kVA", None),
            (&["read_gbyte_per_s"], "GB/s", None),
            (&["gpu_count"], "GPUs", Some("GPU")),
            (&["gpus"], "GPUs", Some("GPU")),
            (&["gpus_per_node"], "GPUs per node", Some("GPU")),
            (&["nodes"], "nodes", Some("node")),
            (&["node_count", "min"], "nodes", Some("node")),
            (&["node_limits", "0", "points", "2"], "nodes", Some("node")),
            (&["leaf_count"], "leaf switches", Some("leaf switch")),
            (&["node_rack_count"], "racks", Some("rack")),
            (&["ew_nics", "count"], "adapters", Some("adapter")),
            (&["users_concurrent"], "users", Some("user")),
            (&["model_params_b"], "billion", None),
            (&["concurrency_ratio"], "", None),
            (&["pattern", "g"], "", None),
            (&["min"], "", None),
        ] {
            let found = meaning(keys);
            assert_eq!((found.unit.as_str(), found.noun.as_deref()), (unit, noun), "{keys:?}");
        }
    }

    #[test]
    fn conversions_stay_within_a_kind() {
        assert_eq!(convert(80.0, "GB", "TB"), Some(0.08));
        assert_eq!(convert(1.0, "TiB", "GiB"), Some(1024.0));
        assert_eq!(convert(1.0, "kVA", "kW"), None);
        assert_eq!(convert(1.0, "Gb/s", "GB/s"), None);
        assert_eq!(convert(1.0, "nodes", "nodes"), Some(1.0));
    }

    #[test]
    fn units_in_sentences_are_read_exactly() {
        assert_eq!(leading("GB of memory"), Some(("GB", 2)));
        assert_eq!(leading("GBs"), None);
        assert_eq!(leading("Gigabytes per second"), Some(("GB/s", 20)));
        assert_eq!(leading("%."), Some(("%", 1)));
        assert_eq!(leading("mW"), None);
        assert_eq!(leading("units"), None);
    }
}
