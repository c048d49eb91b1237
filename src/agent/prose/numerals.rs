//! Digits and number words in prose that no reference backs.

use super::{Fault, Piece};
use crate::agent::ledger::{Ledger, is_pattern_id, unit, words};

/// Names of number formats and standards that hold digits and state no quantity.
const FORMATS: &[&str] = &[
    "fp4", "nvfp4", "mxfp4", "fp8", "fp16", "bf16", "tf32", "fp32", "fp64", "int4", "int8", "mxfp8", "mxfp6",
    "fp6", "k8s", "s3", "h2o",
];

/// Words before a clause number that was copied from the customer's text.
const CLAUSES: &[&str] = &[
    "clause",
    "section",
    "item",
    "requirement",
    "req",
    "row",
    "page",
    "annex",
    "appendix",
    "chapter",
    "lot",
    "§",
    "ziffer",
    "abschnitt",
    "punkt",
    "anlage",
    "article",
    "cláusula",
    "sección",
];

/// Number words with their values, by language.
const SMALL: &[(&str, &[(&str, u64)])] = &[
    (
        "en",
        &[
            ("one", 1),
            ("single", 1),
            ("two", 2),
            ("pair", 2),
            ("three", 3),
            ("four", 4),
            ("five", 5),
            ("six", 6),
            ("seven", 7),
            ("eight", 8),
            ("nine", 9),
            ("ten", 10),
            ("eleven", 11),
            ("twelve", 12),
        ],
    ),
    (
        "de",
        &[
            ("ein", 1),
            ("eine", 1),
            ("einen", 1),
            ("zwei", 2),
            ("drei", 3),
            ("vier", 4),
            ("fünf", 5),
            ("sechs", 6),
            ("sieben", 7),
            ("acht", 8),
            ("neun", 9),
            ("zehn", 10),
            ("elf", 11),
            ("zwölf", 12),
        ],
    ),
    (
        "fr",
        &[
            ("un", 1),
            ("une", 1),
            ("deux", 2),
            ("trois", 3),
            ("quatre", 4),
            ("cinq", 5),
            ("six", 6),
            ("sept", 7),
            ("huit", 8),
            ("neuf", 9),
            ("dix", 10),
            ("onze", 11),
            ("douze", 12),
        ],
    ),
    (
        "es",
        &[
            ("un", 1),
            ("una", 1),
            ("dos", 2),
            ("tres", 3),
            ("cuatro", 4),
            ("cinco", 5),
            ("seis", 6),
            ("siete", 7),
            ("ocho", 8),
            ("nueve", 9),
            ("diez", 10),
            ("once", 11),
            ("doce", 12),
        ],
    ),
];

/// Number words that are too great to be plain counting, by the beginning of the word; any language.
const GREAT: &[&str] = &[
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fourty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "thousand",
    "million",
    "billion",
    "trillion",
    "dozen",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
    "siebzehn",
    "achtzehn",
    "neunzehn",
    "zwanzig",
    "dreißig",
    "vierzig",
    "fünfzig",
    "sechzig",
    "siebzig",
    "achtzig",
    "neunzig",
    "hundert",
    "tausend",
    "milliarde",
    "dutzend",
    "treize",
    "quatorze",
    "quinze",
    "vingt",
    "trente",
    "quarante",
    "cinquante",
    "soixante",
    "milliard",
    "millier",
    "trece",
    "catorce",
    "quince",
    "veinte",
    "treinta",
    "cuarenta",
    "cincuenta",
    "sesenta",
    "setenta",
    "ochenta",
    "noventa",
    "cientos",
    "millón",
    "millones",
];

/// Signs that state an amount of money or a share and need a value before or after them.
const SIGNS: &[char] = &['€', '$', '£', '¥', '₹', '₩', '%', '‰'];

/// Faults of all digits and number words outside references.
pub(super) fn check(
    pieces: &[Piece<'_>],
    ledger: &Ledger,
    customer: &str,
    language: &str,
    faults: &mut Vec<Fault>,
) {
    for (place, piece) in pieces.iter().enumerate() {
        let Piece::Words(words) = piece else { continue };
        digits(&ledger.without_names(words), ledger, customer, faults);
        number_words(words, ledger, language, faults);
        let after_value = place > 0 && matches!(pieces[place - 1], Piece::Value { .. });
        for (at, sign) in words.char_indices().filter(|(_, c)| SIGNS.contains(c)) {
            let directly = after_value && words[..at].trim().is_empty();
            if !directly {
                faults.push(Fault::new(
                    "amount",
                    &words[at..],
                    format!("`{sign}` needs a reference right before it"),
                ));
            }
        }
        asian(words, faults);
    }
}

fn digits(words: &str, ledger: &Ledger, customer: &str, faults: &mut Vec<Fault>) {
    let mut before = "";
    for token in words.split(|c: char| c.is_whitespace() || ",;()[]\"'“”‘’`|/=<>!?«»…".contains(c))
    {
        let word = token.trim_matches(|c: char| !c.is_alphanumeric() && c != '§');
        if word.chars().any(char::is_numeric) && !is_named(word, ledger) && !is_clause(before, word, customer)
        {
            let near = number_in(word).map(|number| ledger.nearest(number, 2)).unwrap_or_default();
            let near: Vec<String> = near
                .into_iter()
                .map(|(id, fact)| format!("{{{{v:{id}}}}} is {} ({})", fact.words(), fact.label))
                .collect();
            let hint = if near.is_empty() { String::new() } else { format!("; {}", near.join(", ")) };
            faults.push(Fault::new("digit", word, format!("write a reference instead of the number{hint}")));
        }
        if !word.is_empty() {
            before = word;
        }
    }
}

/// Whether a word with digits is a name that results or the customer use.
fn is_named(word: &str, ledger: &Ledger) -> bool {
    let known = |word: &str| ledger.is_name(word) || FORMATS.contains(&word.to_lowercase().as_str());
    let singular = word.strip_suffix('s').unwrap_or(word);
    if known(word) || known(singular) {
        return true;
    }
    if is_pattern_id(word) || !word.contains(['-', ':', '.', '+', '_']) {
        return false;
    }
    // `H100-based`: every part with a digit must be a name by itself, and begin with a letter.
    word.split(['-', ':', '.', '+', '_'])
        .filter(|part| part.chars().any(char::is_numeric))
        .all(|part| part.starts_with(|c: char| c.is_alphabetic()) && known(part))
}

/// Whether a number is that of a clause which the customer's text names in the same words.
fn is_clause(before: &str, word: &str, customer: &str) -> bool {
    let kind = before.to_lowercase();
    let number = word.trim_start_matches('§');
    let marked = CLAUSES.contains(&kind.as_str()) || word.starts_with('§');
    let shaped = number.len() <= 12 && number.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
    if !marked || !shaped || number.is_empty() {
        return false;
    }
    let folded = customer.to_lowercase();
    let stands = |text: String| {
        folded.match_indices(&text).any(|(at, _)| {
            let next = folded[at + text.len()..].chars().next();
            next.is_none_or(|next| !next.is_alphanumeric())
        })
    };
    stands(format!("{kind} {}", number.to_lowercase()))
        || stands(format!("§{number}"))
        || stands(format!("§ {number}"))
}

fn number_in(word: &str) -> Option<f64> {
    let plain: String = word.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    plain.trim_matches('.').parse().ok()
}

fn number_words(text: &str, ledger: &Ledger, language: &str, faults: &mut Vec<Fault>) {
    let list: Vec<(usize, &str)> = words(text).collect();
    for (place, (at, written)) in list.iter().enumerate() {
        let word = &written.to_lowercase();
        if GREAT.iter().any(|great| word.starts_with(great) || (great.len() > 6 && word.ends_with(great))) {
            faults.push(Fault::new("number_word", word, "write a reference instead of the number"));
            continue;
        }
        let value = SMALL
            .iter()
            .filter(|(name, _)| *name == "en" || *name == language)
            .find_map(|(_, values)| values.iter().find(|(name, _)| name == word))
            .map(|(_, value)| *value);
        let Some(value) = value else { continue };
        if value == 1 && language_article(word) {
            continue;
        }
        if let Some(measure) = measured(&text[at + written.len()..]) {
            let backed = ledger.facts().any(|(_, fact)| {
                unit::convert(fact.value, &fact.unit, measure)
                    .is_some_and(|own| (own - value as f64).abs() < f64::EPSILON)
            });
            if !backed {
                let message = format!("no result says {value} {measure}; write a reference or leave it out");
                faults.push(Fault::new("number_word", &text[*at..], message));
            }
            continue;
        }
        // An article is a number only right before its noun; other words may have an adjective or two between.
        let reach = if value == 1 { 1 } else { 3 };
        let noun = list[place + 1..].iter().take(reach).find_map(|(_, next)| unit::counted_noun(next));
        let Some(noun) = noun else { continue };
        let backed = ledger.facts().any(|(_, fact)| {
            fact.noun.as_deref().is_some_and(|own| unit::same_noun(own, noun))
                && (fact.value - value as f64).abs() < f64::EPSILON
        });
        if !backed {
            let message = format!("no result says {value} for `{noun}`; write a reference");
            faults.push(Fault::new("number_word", &text[*at..], message));
        }
    }
}

/// The unit right after a number word: `two weeks`, `ten kW`.
fn measured(after: &str) -> Option<&'static str> {
    let next = after.trim_start_matches([' ', '-', '\u{a0}', '\u{202f}']);
    let word = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    // A single letter is a word or a name as often as a unit.
    unit::measure_word(word)
        .or_else(|| unit::leading(next).filter(|(_, length)| *length > 1).map(|(unit, _)| unit))
}

/// `one` may be an article in these languages: "eine Node" says nothing about a count.
fn language_article(word: &str) -> bool {
    matches!(word, "ein" | "eine" | "einen" | "un" | "une" | "una")
}

/// Chinese and Japanese numerals before a counter.
fn asian(words: &str, faults: &mut Vec<Fault>) {
    let is_numeral = |c: char| "一二两三四五六七八九十百千万亿億萬〇零".contains(c);
    let is_counter = |c: char| "个個台臺块塊张張节節套颗顆路架機机柜枚基本千瓦卡".contains(c);
    let chars: Vec<char> = words.chars().collect();
    for (place, pair) in chars.windows(2).enumerate() {
        // 一个 is also the plain article.
        let article = pair[0] == '一' && (place == 0 || !is_numeral(chars[place - 1]));
        if is_numeral(pair[0]) && is_counter(pair[1]) && !article {
            let found: String = chars[place..].iter().take(6).collect();
            faults.push(Fault::new("number_word", &found, "write a reference instead of the number"));
        }
    }
}
