//! Units as people write them, each kept apart from its look-alikes: Gb is not GB, kVA is not kW.

use super::{
    fold::Folded,
    token::{Kind, Token},
};

/// What a number counts or measures; the value is in the unit named here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Unit {
    /// A bare number.
    #[default]
    None,
    Kw,
    Kva,
    Volt,
    Amp,
    /// Gigabytes (10^9 bytes).
    Gbyte,
    /// Gigabits.
    Gbit,
    GbytePerS,
    GbitPerS,
    /// Gigabit Ethernet, Gb/s.
    GbitEthernet,
    /// A bare G, or gb/s in lower case: bits or bytes is not said.
    GigaSomething,
    Ms,
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
    Percent,
    RackUnit,
    Kg,
    KgPerM2,
    Mm,
    M2,
    Celsius,
    Bar,
    TokensPerS,
    QueriesPerS,
    /// "tps": tokens or transactions.
    PerS,
    /// Money, by place in [`CURRENCIES`].
    Money(usize),
    /// A unit that no field takes (GHz, kWh, TFLOPS).
    Other,
}

impl Unit {
    /// Seconds in a unit of time; a month has 30 days and a year 365.
    pub fn seconds(self) -> Option<f64> {
        Some(match self {
            Self::Ms => 0.001,
            Self::Second => 1.0,
            Self::Minute => 60.0,
            Self::Hour => 3600.0,
            Self::Day => 86_400.0,
            Self::Week => 7.0 * 86_400.0,
            Self::Month => 30.0 * 86_400.0,
            Self::Year => 365.0 * 86_400.0,
            _ => return None,
        })
    }
    /// Whether it is a unit of time.
    pub fn is_time(self) -> bool {
        self.seconds().is_some()
    }
}

/// Currencies with their spellings. A bare $ is taken as US dollars, a bare ¥ by the language of the text.
pub(super) const CURRENCIES: &[(&str, &str)] = &[
    ("EUR", "€ eur euro euros eure يورو 欧元 ユーロ 유로 евро"),
    ("USD", "$ usd dollar dollars dolares dolar dollari us$ دولار 美元 美金 ドル 달러 долларов"),
    ("GBP", "£ gbp quid sterling pounds"),
    ("CHF", "chf franken sfr stutz"),
    ("JPY", "jpy yen 円 日元"),
    ("CNY", "cny rmb yuan renminbi 元 人民币"),
    ("INR", "₹ inr rs rupee rupees"),
    ("KRW", "₩ krw 원 원화"),
    ("BRL", "r$ brl reais"),
    ("AED", "aed dirham dirhams درهم"),
    ("SAR", "sar riyal riyals ريال"),
    ("QAR", "qar"),
    ("SEK", "sek kronor"),
    ("NOK", "nok"),
    ("DKK", "dkk kroner"),
    ("PLN", "pln zl zloty zlotych"),
    ("CZK", "czk"),
    ("SGD", "sgd s$"),
    ("AUD", "aud a$"),
    ("CAD", "cad c$"),
    ("HKD", "hkd hk$"),
    ("TWD", "twd nt$"),
    ("MXN", "mxn"),
    ("ZAR", "zar rand"),
    ("ILS", "ils nis ₪"),
    ("TRY", "try ₺"),
    ("RUB", "rub ₽ рублей"),
    ("KWD", "kwd"),
    ("EGP", "egp"),
];

/// Spellings that may be written in any case: list, unit, factor.
const ANY_CASE: &[(&str, Unit, f64)] = &[
    (
        "kw kilowatt kilowatts kilowatios kilovatios kilowat kilowatow квт كيلوواط 千瓦 キロワット 킬로와트 kwatt",
        Unit::Kw,
        1.0,
    ),
    ("mw megawatt megawatts megavatios мвт ميغاواط ميجاواط 兆瓦 メガワット 메가와트", Unit::Kw, 1000.0),
    ("gw gigawatt gigawatts", Unit::Kw, 1e6),
    ("watt watts vatios واط", Unit::Kw, 0.001),
    ("kva كيلوفولت", Unit::Kva, 1.0),
    ("mva", Unit::Kva, 1000.0),
    ("vac vdc volt volts voltios فولت", Unit::Volt, 1.0),
    ("kv", Unit::Volt, 1000.0),
    ("amp amps ampere amperes amperios amperes ampera", Unit::Amp, 1.0),
    ("gigabyte gigabytes gbyte gbytes gigaoctets جيجابايت غيغابايت гб 기가바이트", Unit::Gbyte, 1.0),
    ("terabyte terabytes tbyte tbytes teraoctets تيرابايت тб 테라바이트", Unit::Gbyte, 1e3),
    ("petabyte petabytes pbyte pbytes petaoctets بيتابايت пб 페타바이트", Unit::Gbyte, 1e6),
    ("gib", Unit::Gbyte, 1.073_741_824),
    ("tib", Unit::Gbyte, 1_099.511_627_776),
    ("pib", Unit::Gbyte, 1_125_899.906_842_624),
    ("mib", Unit::Gbyte, 0.001_048_576),
    ("gigabit gigabits gbit gbits", Unit::Gbit, 1.0),
    ("terabit terabits tbit", Unit::Gbit, 1e3),
    ("gbe gige 10gbe gbase", Unit::GbitEthernet, 1.0),
    ("gbps gbitps", Unit::GbitPerS, 1.0),
    ("tbps", Unit::GbitPerS, 1e3),
    ("mbps", Unit::GbitPerS, 1e-3),
    (
        "ms msec msecs millisecond milliseconds millisekunde millisekunden milisegundo milisegundos milliseconde millisecondes \
      millisecondi milisekund 밀리초 мс",
        Unit::Ms,
        1.0,
    ),
    (
        "s sec secs second seconds sek sekunde sekunden segundo segundos seconde secondes secondi secondo seconden sekund \
      sekundy ثانيه ثواني ثوان 秒 초 сек секунд",
        Unit::Second,
        1.0,
    ),
    (
        "min mins minute minutes minuten minuto minutos minuti minut minuut minuuter minuty دقيقه دقائق 분 мин минут",
        Unit::Minute,
        1.0,
    ),
    (
        "h hr hrs hour hours stunde stunden std hora horas heure heures ora ore uur uren godzin godziny timmar ساعه ساعات 시간 час часов",
        Unit::Hour,
        1.0,
    ),
    (
        "d day days tag tage tagen dia dias jour jours giorno giorni dag dagen dni dagar يوم ايام يوما 天 日 일 дней день",
        Unit::Day,
        1.0,
    ),
    (
        "week weeks wk wks woche wochen semana semanas semaine semaines settimana settimane weken tydzien tygodnie tygodni veckor \
      اسبوع اسابيع 周 週 주 недель недели неделя",
        Unit::Week,
        1.0,
    ),
    ("fortnight fortnights", Unit::Week, 2.0),
    (
        "month months mo monat monate monaten mes meses mois mese mesi maand maanden miesiac miesiace miesiecy manader شهر اشهر شهرا شهور \
      개월 달 месяц месяца месяцев",
        Unit::Month,
        1.0,
    ),
    ("quarter quarters quartal quartale trimestre trimestres", Unit::Month, 3.0),
    (
        "year years yr yrs jahr jahre jahren ano anos annee annees an ans anno anni jaar jaren rok lata lat ar سنه سنوات عام اعوام 年 년 лет год года",
        Unit::Year,
        1.0,
    ),
    ("% percent prozent procent pct porcento процентов в 퍼센트 بالمئه", Unit::Percent, 1.0),
    ("ru he rackunits hohen hoheneinheiten ue", Unit::RackUnit, 1.0),
    (
        "kg kgs kilo kilos kilogram kilograms kilogramm kilogrammes quilos كجم كيلوغرام 公斤 킬로그램 кг",
        Unit::Kg,
        1.0,
    ),
    ("ton tons tonne tonnes tonnen toneladas tonnellate طن 吨 トン 톤 тонн", Unit::Kg, 1000.0),
    ("lb lbs", Unit::Kg, 0.453_592_37),
    ("mm millimetre millimetres millimeter millimeters milimetros millimetri ملم 毫米 мм", Unit::Mm, 1.0),
    (
        "cm centimetre centimetres centimeter centimeters centimetros centimetri zentimeter سم 厘米 см",
        Unit::Mm,
        10.0,
    ),
    ("metre metres meter meters metros metri metrow متر م 米 метров", Unit::Mm, 1e3),
    (
        "km kilometre kilometres kilometer kilometers kilometros kilometros chilometri kilometrow كم كيلومتر 公里 キロ км",
        Unit::Mm,
        1e6,
    ),
    ("inch inches pouces zoll", Unit::Mm, 25.4),
    ("ft feet foot pies pieds", Unit::Mm, 304.8),
    ("mile miles", Unit::Mm, 1_609_344.0),
    ("m2 sqm quadratmeter qm", Unit::M2, 1.0),
    ("℃ celsius", Unit::Celsius, 1.0),
    ("bar bars бар", Unit::Bar, 1.0),
    ("kpa", Unit::Bar, 0.01),
    ("psi", Unit::Bar, 0.068_947_57),
    ("toks tokps", Unit::TokensPerS, 1.0),
    ("qps rps", Unit::QueriesPerS, 1.0),
    ("tps", Unit::PerS, 1.0),
    (
        "ghz mhz hz khz kwh mwh gwh tflops pflops gflops tflop pflop eflops exaflops petaflops teraflops rpm db dba cfm btu nm gpm lpm vcpu vcpus \
      mbit kbit kb fps dpi px mp",
        Unit::Other,
        1.0,
    ),
];

/// Spellings whose case decides.
const EXACT: &[(&str, Unit, f64)] = &[
    ("GB", Unit::Gbyte, 1.0),
    ("Gb", Unit::Gbit, 1.0),
    ("gb", Unit::Gbyte, 1.0),
    ("TB", Unit::Gbyte, 1e3),
    ("tb", Unit::Gbyte, 1e3),
    ("Tb", Unit::Gbit, 1e3),
    ("PB", Unit::Gbyte, 1e6),
    ("pb", Unit::Gbyte, 1e6),
    ("EB", Unit::Gbyte, 1e9),
    ("MB", Unit::Gbyte, 1e-3),
    ("Mb", Unit::Gbit, 1e-3),
    ("GBps", Unit::GbytePerS, 1.0),
    ("TBps", Unit::GbytePerS, 1e3),
    ("MBps", Unit::GbytePerS, 1e-3),
    ("V", Unit::Volt, 1.0),
    ("v", Unit::Volt, 1.0),
    ("A", Unit::Amp, 1.0),
    ("W", Unit::Kw, 0.001),
    ("U", Unit::RackUnit, 1.0),
    ("u", Unit::RackUnit, 1.0),
    ("t", Unit::Kg, 1000.0),
    ("m", Unit::Mm, 1e3),
    ("G", Unit::GigaSomething, 1.0),
    ("g", Unit::GigaSomething, 1.0),
];

/// French bytes are octets.
const OCTETS: &[(&str, f64)] = &[("Go", 1.0), ("To", 1e3), ("Po", 1e6), ("Mo", 1e-3), ("Gio", 1.073_741_824)];

/// A unit found in the text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    pub unit: Unit,
    /// Factor to the unit's own scale.
    pub factor: f64,
    /// Added after the factor (degrees Fahrenheit).
    pub offset: f64,
    /// Tokens used.
    pub length: usize,
}

/// The unit that begins at this token, directly behind a number.
pub(super) fn unit_at(text: &Folded, tokens: &[Token], at: usize, language: &str) -> Option<Found> {
    let token = tokens.get(at)?;
    let found = |unit, factor, length| Some(Found { unit, factor, offset: 0.0, length });
    let word = |ahead: usize| tokens.get(at + ahead).map_or("", |token| token.text.as_str());
    if token.kind == Kind::Sign {
        return match token.text.as_str() {
            "%" => found(Unit::Percent, 1.0, 1),
            "°" | "º" => match word(1) {
                "c" => found(Unit::Celsius, 1.0, 2),
                "f" => {
                    Some(Found { unit: Unit::Celsius, factor: 5.0 / 9.0, offset: -160.0 / 9.0, length: 2 })
                }
                _ => None,
            },
            "℃" => found(Unit::Celsius, 1.0, 1),
            "\"" => None,
            _ => None,
        };
    }
    if token.kind != Kind::Word {
        return None;
    }
    let raw = text.raw(token.span);
    // Words of several tokens.
    match (word(0), word(1), word(2)) {
        ("per" | "por" | "pour", "cent" | "ciento" | "cento", _) => return found(Unit::Percent, 1.0, 2),
        ("degrees" | "degree" | "grad" | "grados" | "gradi" | "graus" | "degres", next, _) => {
            let fahrenheit = matches!(next, "f" | "fahrenheit");
            let length = 1 + usize::from(matches!(next, "c" | "celsius" | "f" | "fahrenheit"));
            return if fahrenheit {
                Some(Found { unit: Unit::Celsius, factor: 5.0 / 9.0, offset: -160.0 / 9.0, length })
            } else {
                found(Unit::Celsius, 1.0, length)
            };
        }
        ("square" | "sq", "metre" | "metres" | "meter" | "meters" | "m", _) => {
            return found(Unit::M2, 1.0, 2);
        }
        ("rack", "units" | "unit", _) => return found(Unit::RackUnit, 1.0, 2),
        ("gigabit", "ethernet", _) => return found(Unit::GbitEthernet, 1.0, 2),
        ("毫" | "ミ", _, _)
        | ("分", "钟" | "鐘", _)
        | ("小", "时" | "時", _)
        | ("时" | "時", "间" | "間", _) => {}
        _ => {}
    }
    let han = |count: usize| (0..count).map(|ahead| word(ahead)).collect::<String>();
    for (spelling, unit, factor) in [
        ("毫秒", Unit::Ms, 1.0),
        ("ミリ秒", Unit::Ms, 1.0),
        ("分钟", Unit::Minute, 1.0),
        ("分間", Unit::Minute, 1.0),
        ("小时", Unit::Hour, 1.0),
        ("時間", Unit::Hour, 1.0),
        ("个月", Unit::Month, 1.0),
        ("個月", Unit::Month, 1.0),
        ("ヶ月", Unit::Month, 1.0),
        ("か月", Unit::Month, 1.0),
        ("カ月", Unit::Month, 1.0),
        ("週間", Unit::Week, 1.0),
        ("日間", Unit::Day, 1.0),
        ("年間", Unit::Year, 1.0),
        ("キロワット", Unit::Kw, 1.0),
        ("メガワット", Unit::Kw, 1e3),
        ("千瓦", Unit::Kw, 1.0),
        ("兆瓦", Unit::Kw, 1e3),
        ("公斤", Unit::Kg, 1.0),
        ("毫米", Unit::Mm, 1.0),
        ("公里", Unit::Mm, 1e6),
        ("天", Unit::Day, 1.0),
        ("周", Unit::Week, 1.0),
        ("週", Unit::Week, 1.0),
        ("秒", Unit::Second, 1.0),
        ("年", Unit::Year, 1.0),
        ("米", Unit::Mm, 1e3),
        ("吨", Unit::Kg, 1e3),
    ] {
        let count = spelling.chars().count();
        if han(count) == spelling {
            return found(unit, factor, count);
        }
    }
    let mut hit = EXACT
        .iter()
        .find(|(spelling, ..)| *spelling == raw)
        .map(|(_, unit, factor)| (*unit, *factor))
        .or_else(|| {
            OCTETS
                .iter()
                .find(|(spelling, _)| *spelling == raw && language == "fr")
                .map(|(_, factor)| (Unit::Gbyte, *factor))
        })
        .or_else(|| {
            ANY_CASE
                .iter()
                .find(|(list, ..)| list.split_whitespace().any(|one| one == token.text))
                .map(|(_, unit, factor)| (*unit, *factor))
        })?;
    // Letters that are words of their own need to touch the number or to be capitals.
    let letters = raw.chars().count() == 1 && raw.is_ascii();
    let follows = tokens.get(at + 1);
    if letters {
        let loose = matches!(raw.as_str(), "v" | "u" | "g" | "d" | "в" | "S" | "H" | "D") && !token.glued;
        let ab_feed = raw == "A" && follows.is_some_and(|next| matches!(next.text.as_str(), "/" | "+" | "&"));
        if loose || ab_feed || (raw == "G" && !token.glued) {
            return None;
        }
    }
    if token.text == "ar" && language != "sv" || token.text == "an" && language != "fr" || token.text == "as"
    {
        return None;
    }
    if matches!(token.text.as_str(), "he" | "ue" | "std" | "zoll" | "rs") && language != "de" {
        return None;
    }
    if matches!(token.text.as_str(), "mo" | "ore" | "ora" | "mes" | "lat" | "tag" | "dag" | "pies")
        && language == "en"
    {
        return None;
    }
    let mut length = 1;
    let slash = follows.is_some_and(|next| next.is_sign('/'));
    if slash && matches!(word(2), "s" | "sec" | "second" | "sek" | "seg") || word(1) == "ps" {
        let rate = match hit.0 {
            Unit::Gbyte if raw.chars().all(char::is_lowercase) => Some(Unit::GigaSomething),
            Unit::Gbyte => Some(Unit::GbytePerS),
            Unit::Gbit => Some(Unit::GbitPerS),
            Unit::GigaSomething => Some(Unit::GbitPerS),
            _ => None,
        };
        if let Some(rate) = rate {
            hit.0 = rate;
            length = if slash { 3 } else { 2 };
        }
    } else if matches!(word(1), "per" | "pro" | "por" | "par" | "al" | "je")
        && matches!(word(2), "second" | "sekunde" | "segundo" | "seconde" | "secondo" | "s" | "sec")
    {
        match hit.0 {
            Unit::Gbyte => (hit.0, length) = (Unit::GbytePerS, 3),
            Unit::Gbit => (hit.0, length) = (Unit::GbitPerS, 3),
            _ => {}
        }
    } else if hit.0 == Unit::Kg {
        let area = |ahead: usize| {
            matches!(word(ahead), "m2" | "sqm" | "qm" | "quadratmeter")
                || matches!(word(ahead), "square" | "metro" | "metre") && !word(ahead + 1).is_empty()
        };
        if (slash || matches!(word(1), "per" | "pro" | "por" | "par" | "al" | "je")) && area(2) {
            let two_words = matches!(word(2), "square" | "metro" | "metre");
            (hit.0, length) = (Unit::KgPerM2, if two_words { 4 } else { 3 });
        }
    }
    found(hit.0, hit.1, length)
}

/// The currency that begins at this token.
pub(super) fn currency_at(tokens: &[Token], at: usize, language: &str) -> Option<(usize, usize)> {
    let token = tokens.get(at)?;
    let place = |code: &str| CURRENCIES.iter().position(|(one, _)| *one == code);
    if token.text == "¥" || token.text == "￥" {
        return Some((place(if language == "zh" { "CNY" } else { "JPY" })?, 1));
    }
    if token.text == "try" && language != "tr"
        || matches!(token.text.as_str(), "cad" | "sar") && token.kind != Kind::Word
    {
        return None;
    }
    // Two tokens first: US$, A$, 美元, 人民币.
    for count in [3, 2] {
        let joined: String = tokens[at..].iter().take(count).map(|token| token.text.as_str()).collect();
        let glued = tokens[at + 1..].iter().take(count - 1).all(|token| token.glued);
        if let Some(found) =
            CURRENCIES.iter().position(|(_, list)| glued && list.split_whitespace().any(|one| one == joined))
        {
            return Some((found, count));
        }
    }
    CURRENCIES
        .iter()
        .position(|(_, list)| list.split_whitespace().any(|one| one == token.text))
        .map(|found| (found, 1))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::token::tokens;
    use super::*;

    #[test]
    fn look_alikes_are_kept_apart() {
        for (text, unit, factor) in [
            ("GB", Unit::Gbyte, 1.0),
            ("Gb", Unit::Gbit, 1.0),
            ("GB/s", Unit::GbytePerS, 1.0),
            ("Gb/s", Unit::GbitPerS, 1.0),
            ("Gbit/s", Unit::GbitPerS, 1.0),
            ("TB/s", Unit::GbytePerS, 1e3),
            ("kVA", Unit::Kva, 1.0),
            ("MW", Unit::Kw, 1000.0),
            ("°C", Unit::Celsius, 1.0),
            ("kg per m²", Unit::KgPerM2, 1.0),
            ("GbE", Unit::GbitEthernet, 1.0),
            ("TiB", Unit::Gbyte, 1_099.511_627_776),
        ] {
            let folded = Folded::new(text);
            let found = unit_at(&folded, &tokens(&folded, false), 0, "en").unwrap();
            assert_eq!((found.unit, found.factor), (unit, factor), "{text}");
        }
    }
}
