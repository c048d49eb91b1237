//! Ports of a switch at one speed, as the maker prints them: "128x400G".

use super::Ask;
use crate::catalog::Row;

/// "800g", "400gbe" as Gb/s.
pub(super) fn speed(word: &str) -> Option<f64> {
    let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
    let rest = &word[digits.len()..];
    (!digits.is_empty() && ["g", "gbe", "gb/s", "gbps", "gbit/s"].contains(&rest))
        .then(|| digits.parse().ok())
        .flatten()
}

/// The port speed a question names, Gb/s.
fn named(ask: &Ask<'_>) -> Option<f64> {
    let words = &ask.question.words.words;
    words.iter().enumerate().find_map(|(at, word)| {
        let parted = || {
            let unit = words.get(at + 1)?;
            let digits = word.text.parse::<u32>().ok()?;
            // "128 800G ports" are two numbers, and not one speed.
            if unit.text.starts_with(|c: char| c.is_ascii_digit()) {
                return None;
            }
            speed(&format!("{digits}{}", unit.text))
        };
        speed(&word.text).or_else(parted)
    })
}

/// How many ports of the speed a question names a switch has, with the speed in words; none where no speed is named,
/// or none is printed for it.
pub(super) fn at_speed(ask: &Ask<'_>, rows: &[Row]) -> Option<(String, f64)> {
    let gbps = named(ask)?;
    let printed = ["max_port_counts", "ports", "breakout"];
    let row_of = |field: &&str| rows.iter().find(|row| row.field == **field && row.state == "value");
    printed.iter().filter_map(row_of).find_map(|row| {
        let count = count(row.value.as_str()?, gbps)?;
        ask.cite(&row.source);
        Some((format!("{count} × {gbps}G"), f64::from(count)))
    })
}

/// The number before a speed in a printed list: 128 of "128x400G / 256x200G" for 400.
fn count(printed: &str, gbps: f64) -> Option<u32> {
    let words: Vec<&str> =
        printed.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let (number, rest) = word.split_once('x')?;
        let number: u32 = number.parse().ok()?;
        let speed_word = if rest.is_empty() {
            words[at + 1..].iter().take(2).find_map(|word| speed_of(word))
        } else {
            speed_of(rest)
        };
        (speed_word == Some(gbps)).then_some(number)
    })
}

fn speed_of(word: &str) -> Option<f64> {
    word.strip_suffix('G')?.parse().ok()
}

/// Records of cages as people write them: "count 1 cage qsfp112 gbps 400" is "1 × QSFP112 400G".
pub(super) fn counted(text: &str) -> String {
    let one = |record: &str| {
        let words: Vec<&str> = record.split_whitespace().collect();
        let get =
            |key: &str| words.chunks(2).find(|pair| pair[0] == key).and_then(|pair| pair.get(1)).copied();
        match (get("count"), get("cage"), get("gbps"), get("name")) {
            (Some(count), Some(cage), Some(gbps), _) => format!("{count} × {} {gbps}G", cage.to_uppercase()),
            (Some(count), _, _, Some(name)) => format!("{count} × {name}"),
            _ => record.to_string(),
        }
    };
    text.split("; ").map(one).collect::<Vec<_>>().join(" + ")
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn ports_are_counted_at_a_printed_speed() {
        assert_eq!(count("128x400G / 256x200G / 256x100G (max logical ports 256+1)", 400.0), Some(128));
        assert_eq!(count("64x 400G NDR in 32 twin-port OSFP cages", 400.0), Some(64));
        assert_eq!(count("64x OSFP 800G + 1x SFP28 25G", 800.0), Some(64));
        assert_eq!(count("64x OSFP 800G + 1x SFP28 25G", 400.0), None);
    }
}
