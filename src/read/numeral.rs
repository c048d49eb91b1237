//! Number words of eleven languages and the magnitudes that follow a number.

use super::token::{Kind, Token};

/// Words below a thousand, per language; articles that double as "one" are in [`ARTICLES`].
const WORDS: &[(&str, &str)] = &[
    (
        "en",
        "one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12 thirteen=13 \
        fourteen=14 fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19 twenty=20 thirty=30 forty=40 fourty=40 \
        fifty=50 sixty=60 seventy=70 eighty=80 ninety=90 hundred=100 dozen=12",
    ),
    (
        "de",
        "eins=1 zwei=2 zwo=2 drei=3 vier=4 funf=5 fuenf=5 sechs=6 sieben=7 acht=8 neun=9 zehn=10 elf=11 zwolf=12 \
        zwoelf=12 dreizehn=13 vierzehn=14 funfzehn=15 sechzehn=16 siebzehn=17 achtzehn=18 neunzehn=19 zwanzig=20 \
        dreissig=30 vierzig=40 funfzig=50 fuenfzig=50 sechzig=60 siebzig=70 achtzig=80 neunzig=90 hundert=100 \
        ein=1 dutzend=12 anderthalb=1.5 eineinhalb=1.5 zweieinhalb=2.5 \
        dreieinhalb=3.5",
    ),
    (
        "fr",
        "deux=2 trois=3 quatre=4 cinq=5 six=6 sept=7 huit=8 neuf=9 dix=10 onze=11 douze=12 treize=13 quatorze=14 \
        quinze=15 seize=16 vingt=20 vingts=20 trente=30 quarante=40 cinquante=50 soixante=60 septante=70 huitante=80 \
        nonante=90 cent=100 cents=100 douzaine=12 dizaine=10 quinzaine=15 vingtaine=20 trentaine=30 quarantaine=40 cinquantaine=50 centaine=100 \
        soixantaine=60",
    ),
    (
        "es",
        "dos=2 tres=3 cuatro=4 cinco=5 seis=6 siete=7 ocho=8 nueve=9 diez=10 once=11 doce=12 trece=13 catorce=14 \
        quince=15 dieciseis=16 diecisiete=17 dieciocho=18 diecinueve=19 veinte=20 veintidos=22 veinticuatro=24 \
        veinticinco=25 treinta=30 cuarenta=40 cincuenta=50 sesenta=60 setenta=70 ochenta=80 noventa=90 cien=100 \
        ciento=100 doscientos=200 doscientas=200 trescientos=300 cuatrocientos=400 quinientos=500 seiscientos=600 \
        ochocientos=800 docena=12 \
        trescientas=300 cuatrocientas=400 quinientas=500 seiscientas=600 setecientos=700 setecientas=700 ochocientas=800 novecientos=900 novecientas=900 veintiuna=21 veintitres=23 veintidos=22 veintiseis=26 decena=10 veintena=20 treintena=30 centenar=100",
    ),
    (
        "pt",
        "dois=2 duas=2 tres=3 quatro=4 cinco=5 seis=6 sete=7 oito=8 nove=9 dez=10 onze=11 doze=12 treze=13 \
        quatorze=14 catorze=14 quinze=15 dezesseis=16 dezasseis=16 dezessete=17 dezoito=18 dezenove=19 vinte=20 \
        trinta=30 quarenta=40 cinquenta=50 sessenta=60 setenta=70 oitenta=80 noventa=90 cem=100 cento=100 \
        duzentos=200 duzentas=200 trezentos=300 quatrocentos=400 quinhentos=500 seiscentos=600 oitocentos=800 duzia=12 \
        dezanove=19 dezassete=17 trezentas=300 quatrocentas=400 quinhentas=500 seiscentas=600 setecentos=700 setecentas=700 oitocentas=800 novecentos=900 novecentas=900 dezena=10 vintena=20 centena=100",
    ),
    (
        "it",
        "due=2 tre=3 quattro=4 cinque=5 sei=6 sette=7 otto=8 nove=9 dieci=10 undici=11 dodici=12 tredici=13 \
        quattordici=14 quindici=15 sedici=16 diciassette=17 diciotto=18 diciannove=19 venti=20 trenta=30 quaranta=40 \
        cinquanta=50 sessanta=60 settanta=70 ottanta=80 novanta=90 cento=100 dozzina=12 decina=10 ventina=20 trentina=30 \
        duecento=200 trecento=300 quattrocento=400 cinquecento=500 seicento=600 settecento=700 ottocento=800 novecento=900 centinaio=100 quarantina=40 cinquantina=50",
    ),
    (
        "nl",
        "twee=2 drie=3 vier=4 vijf=5 zes=6 zeven=7 acht=8 negen=9 tien=10 elf=11 twaalf=12 dertien=13 veertien=14 \
        vijftien=15 zestien=16 zeventien=17 achttien=18 negentien=19 twintig=20 dertig=30 veertig=40 vijftig=50 \
        zestig=60 zeventig=70 tachtig=80 negentig=90 honderd=100 \
        tweehonderd=200 driehonderd=300 vierhonderd=400 vijfhonderd=500 zeshonderd=600 achthonderd=800 dozijn=12 tiental=10 twintigtal=20 honderdtal=100 anderhalf=1.5 anderhalve=1.5",
    ),
    (
        "pl",
        "dwa=2 dwie=2 dwoch=2 trzy=3 trzech=3 cztery=4 czterech=4 piec=5 szesc=6 siedem=7 osiem=8 dziewiec=9 dziesiec=10 \
        dwanascie=12 szesnascie=16 dwadziescia=20 trzydziesci=30 czterdziesci=40 piecdziesiat=50 sto=100 dwiescie=200 \
        dwoma=2 dwaj=2 trzema=3 czterema=4 pieciu=5 piecioma=5 szesciu=6 szescioma=6 siedmiu=7 osmiu=8 osmioma=8 dziewieciu=9 dziesieciu=10 jedenascie=11 jedenastu=11 dwunastu=12 trzynascie=13 trzynastu=13 czternascie=14 czternastu=14 pietnascie=15 pietnastu=15 szesnastu=16 siedemnascie=17 siedemnastu=17 osiemnascie=18 osiemnastu=18 dziewietnascie=19 dziewietnastu=19 dwudziestu=20 trzydziestu=30 czterdziestu=40 piecdziesieciu=50 szescdziesiat=60 szescdziesieciu=60 siedemdziesiat=70 siedemdziesieciu=70 osiemdziesiat=80 osiemdziesieciu=80 dziewiecdziesiat=90 dziewiecdziesieciu=90 stu=100 dwustu=200 trzysta=300 trzystu=300 czterysta=400 czterystu=400 piecset=500 pieciuset=500 szescset=600 osiemset=800 tuzin=12 poltora=1.5",
    ),
    ("ko", "하나=1 한=1 둘=2 두=2 셋=3 세=3 넷=4 네=4 서른=30 마흔=40 쉰=50 스물=20 다섯=5 여섯=6 일곱=7 여덟=8 아홉=9 열=10 스무=20"),
    (
        "cs",
        "dva=2 dve=2 tri=3 ctyri=4 pet=5 sest=6 sedm=7 osm=8 devet=9 deset=10 dvanact=12 sestnact=16 dvacet=20 tricet=30 ctyricet=40 padesat=50 sto=100 \
        dvou=2 dvema=2 tri=3 trech=3 tremi=3 ctyrech=4 ctyrmi=4 peti=5 sesti=6 sedmi=7 osmi=8 deviti=9 deseti=10 jedenact=11 dvanacti=12 trinact=13 trinacti=13 ctrnact=14 ctrnacti=14 patnact=15 patnacti=15 sestnacti=16 sedmnact=17 osmnact=18 osmnacti=18 devatenact=19 dvaceti=20 triceti=30 ctyriceti=40 padesati=50 sedesat=60 sedesati=60 sedmdesat=70 osmdesat=80 devadesat=90 dveste=200 trista=300 ctyrista=400 petset=500 sestset=600 osmset=800 ctyriadvacet=24 ctyriasedesat=64 dvaatricet=32 osmactyricet=48 tucet=12 puldruheho=1.5",
    ),
    (
        "tr",
        "iki=2 uc=3 dort=4 bes=5 alti=6 yedi=7 sekiz=8 dokuz=9 on=10 yirmi=20 otuz=30 kirk=40 elli=50 altmis=60 yetmis=70 seksen=80 doksan=90 yuz=100 \
        oniki=12 onalti=16 yirmidort=24 otuziki=32 duzine=12 birbucuk=1.5",
    ),
    ("sv", "tva=2 tre=3 fyra=4 fem=5 sex=6 sju=7 atta=8 nio=9 tio=10 tolv=12 sexton=16 tjugo=20 hundra=100"),
    (
        "ar",
        "اثنان=2 اثنين=2 ثلاثه=3 ثلاث=3 اربعه=4 اربع=4 خمسه=5 خمس=5 سته=6 ست=6 سبعه=7 ثمانيه=8 ثماني=8 تسعه=9 \
        عشره=10 عشر=10 عشرين=20 عشرون=20 ثلاثين=30 اربعين=40 خمسين=50 ستين=60 مئه=100 مائه=100 مئتان=200 مائتي=200 \
        اثنا=2 اثني=2 اثنتي=2 اثنتا=2 اثنتان=2 اثنتين=2 ثلاثون=30 اربعون=40 خمسون=50 ستون=60 سبع=7 ثمان=8 ثمانيه=8 تسع=9 سبعين=70 سبعون=70 ثمانين=80 ثمانون=80 تسعين=90 تسعون=90 ثلاثمئه=300 ثلاثمائه=300 اربعمئه=400 اربعمائه=400 خمسمئه=500 خمسمائه=500 مئتين=200 مائتين=200 مائتان=200",
    ),
    (
        "ru",
        "два=2 две=2 три=3 трех=3 четыре=4 пять=5 шесть=6 семь=7 восемь=8 девять=9 десять=10 двенадцать=12 \
        шестнадцать=16 двадцать=20 тридцать=30 сорок=40 пятьдесят=50 сто=100 двести=200 \
        двух=2 двумя=2 двум=2 тремя=3 трем=3 четырех=4 четырьмя=4 пяти=5 пятью=5 шести=6 шестью=6 семи=7 семью=7 восьми=8 восемью=8 девяти=9 десяти=10 одиннадцать=11 одиннадцати=11 двенадцати=12 тринадцать=13 тринадцати=13 четырнадцать=14 четырнадцати=14 пятнадцать=15 пятнадцати=15 шестнадцати=16 семнадцать=17 восемнадцать=18 восемнадцати=18 девятнадцать=19 двадцати=20 тридцати=30 сорока=40 пятидесяти=50 шестьдесят=60 шестидесяти=60 семьдесят=70 семидесяти=70 восемьдесят=80 восьмидесяти=80 девяносто=90 ста=100 двухсот=200 триста=300 трехсот=300 четыреста=400 четырехсот=400 пятьсот=500 пятисот=500 шестьсот=600 восемьсот=800 дюжина=12 полтора=1.5 полторы=1.5 десяток=10 сотня=100",
    ),
];

/// Articles that may mean "one".
const ARTICLES: &str =
    " a an ein eine einen einem einer un une uno una um uma een jeden jedna en ett один одна ";

/// Words that multiply: thousands and up. Long-scale languages have their own meaning of "billion".
const MAGNITUDES: &[(&str, f64)] = &[
    (
        "k thousand thousands tausend tsd mil mille mila duizend tysiac tysiace tysiecy tusen tys tis tisic bin тыс тысяч тысячи الف الاف 천 千",
        1e3,
    ),
    ("만 万 萬", 1e4),
    ("lakh lakhs lac", 1e5),
    (
        "m mn mm mln mio million millions millionen millones millon milhao milhoes milioni milione miljoen milion miliony milionu milyon \
         milionow miljoner млн миллион миллионов миллиона مليون ملايين 백만",
        1e6,
    ),
    ("crore crores cr", 1e7),
    ("억 亿 億", 1e8),
    (
        "b bn mld billion billions mrd milliarde milliarden milliard milliards miliardo miliardi miljard miliard miliardy miliardow miliardu milyar \
         milliarder bilhao bilhoes млрд миллиард миллиардов مليار مليارات 十亿",
        1e9,
    ),
    (
        "t tn trn trillion trillions trilhao trilhoes bio billionen billon billones bilioni biljoen трлн تريليون 兆 조",
        1e12,
    ),
];

/// Beginnings of the words that multiply, in languages that inflect them.
const INFLECTED_MAGNITUDES: &[(&str, &[(&str, f64)])] = &[
    ("ru", &[("тысяч", 1e3), ("миллион", 1e6), ("миллиард", 1e9), ("триллион", 1e12)]),
    ("pl", &[("tysiac", 1e3), ("tysiec", 1e3), ("milion", 1e6), ("miliard", 1e9), ("bilion", 1e12)]),
    ("cs", &[("tisic", 1e3), ("milion", 1e6), ("miliard", 1e9), ("bilion", 1e12)]),
    ("tr", &[("milyon", 1e6), ("milyar", 1e9), ("trilyon", 1e12)]),
    ("it", &[("migliai", 1e3), ("milion", 1e6), ("miliard", 1e9), ("bilion", 1e12)]),
    ("es", &[("millon", 1e6), ("millardo", 1e9), ("billon", 1e12)]),
    ("pt", &[("milhao", 1e6), ("milhoes", 1e6), ("bilhao", 1e9), ("bilhoes", 1e9), ("trilh", 1e12), ("biliao", 1e12), ("bilioes", 1e12)]),
    ("fr", &[("million", 1e6), ("milliard", 1e9), ("billion", 1e12)]),
    ("de", &[("million", 1e6), ("milliard", 1e9), ("billion", 1e12)]),
    ("nl", &[("miljoen", 1e6), ("miljard", 1e9), ("biljoen", 1e12)]),
    ("ar", &[("مليون", 1e6), ("ملايين", 1e6), ("مليار", 1e9), ("ترليون", 1e12), ("تريليون", 1e12), ("بليون", 1e9)]),
];

/// What a word multiplies by, whatever its ending.
fn inflected_magnitude(word: &str, language: &str) -> Option<f64> {
    let (_, list) = INFLECTED_MAGNITUDES.iter().find(|(own, _)| *own == language)?;
    let (_, factor) = list.iter().find(|(begin, _)| {
        word.strip_prefix(begin).is_some_and(|ending| ending.chars().count() <= 3)
    })?;
    Some(*factor)
}

/// The value of a number word in English or the language of the text.
fn word_value(word: &str, language: &str) -> Option<f64> {
    // Arabic writes "with" and "and" together with the number.
    if language == "ar"
        && let Some(rest) = word.strip_prefix('ب').or_else(|| word.strip_prefix('ل'))
        && rest.chars().count() > 2
        && let Some(value) = word_value(rest, language)
    {
        return Some(value);
    }
    let of = |wanted: &str| {
        WORDS.iter().filter(|(language, _)| *language == wanted).find_map(|(_, list)| {
            list.split_whitespace().find_map(|pair| {
                let (spelling, value) = pair.split_once('=')?;
                (spelling == word).then(|| value.parse().ok()).flatten()
            })
        })
    };
    of(language).or_else(|| of("en"))
}

/// The parts of a number word written as one (vierundzwanzig, trentadue, twenty-four is three tokens).
fn compound(word: &str, language: &str) -> Option<Vec<f64>> {
    if !matches!(language, "de" | "it" | "nl") || word.len() < 6 {
        return None;
    }
    let mut parts = Vec::new();
    let mut rest = word;
    while !rest.is_empty() {
        if let Some(shorter) = rest.strip_prefix(if language == "nl" { "en" } else { "und" })
            && !parts.is_empty()
        {
            rest = shorter;
            continue;
        }
        let cut = (2..=rest.len()).rev().filter(|end| rest.is_char_boundary(*end)).find_map(|end| {
            let head = &rest[..end];
            let thousand = matches!(head, "tausend" | "mila" | "mille" | "duizend").then_some(1000.0);
            // Italian drops the last vowel of the tens before a vowel (ventotto).
            let clipped = (language == "it" && end < rest.len())
                .then(|| {
                    word_value(&format!("{head}i"), language)
                        .or_else(|| word_value(&format!("{head}a"), language))
                })
                .flatten()
                .filter(|value| *value >= 20.0);
            thousand.or_else(|| word_value(head, language)).or(clipped).map(|value| (value, end))
        });
        let (value, end) = cut?;
        parts.push(value);
        rest = &rest[end..];
    }
    (parts.len() > 1).then_some(parts)
}

/// A number in words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spelled {
    pub value: f64,
    /// Tokens used.
    pub length: usize,
    /// Whether it is only an article (a, ein, una).
    pub article: bool,
}

/// The number words that begin at this token.
pub(super) fn spelled(tokens: &[Token], at: usize, language: &str) -> Option<Spelled> {
    let first = tokens.get(at)?;
    if first.kind != Kind::Word {
        return None;
    }
    if let Some(chinese) = han(tokens, at) {
        return Some(chinese);
    }
    if language == "ko" {
        return korean(tokens, at);
    }
    let mut sum = 0.0;
    let mut group = 0.0;
    let mut length = 0;
    let mut words = 0;
    while let Some(token) = tokens.get(at + length) {
        let text = token.text.as_str();
        let bare =
            text.strip_prefix('و').filter(|rest| words > 0 && rest.chars().count() > 1).unwrap_or(text);
        if let Some(parts) = compound(bare, language) {
            for part in parts {
                (sum, group) = add(sum, group, part);
            }
        } else if let Some(value) = word_value(bare, language) {
            let tens_follow =
                value < 10.0 && group % 100.0 >= 1.0 && (group % 100.0 < 20.0 || group % 10.0 >= 1.0);
            if tens_follow && !(bare.starts_with("vingt")) {
                break;
            }
            // quatre-vingt
            (sum, group) = if bare.starts_with("vingt") && group % 100.0 == 4.0 {
                (sum, group + 76.0)
            } else {
                add(sum, group, value)
            };
        } else if let Some(value) =
            magnitude_word(text).or_else(|| inflected_magnitude(text, language)).filter(|_| words > 0)
        {
            (sum, group) = add(sum, group, value);
        } else if matches!(text, "and" | "y" | "e" | "et" | "und" | "و" | "-") && words > 0 {
            let next = tokens.get(at + length + 1);
            let joins = next.is_some_and(|next| {
                word_value(&next.text, language).is_some_and(|value| value < 100.0 && value < group.max(sum))
            }) && (group >= 20.0 || sum > 0.0)
                && (text != "and" || group >= 100.0 || sum > 0.0);
            let four_twenty = group == 4.0 && next.is_some_and(|next| next.text.starts_with("vingt"));
            if !joins && !four_twenty {
                break;
            }
            length += 1;
            continue;
        } else {
            break;
        }
        words += 1;
        length += 1;
    }
    if words > 0 {
        return Some(Spelled { value: sum + group, length, article: false });
    }
    if ARTICLES.contains(&format!(" {} ", first.text)) {
        // "a hundred", "half a million" are numbers; a bare article is not.
        let value = tokens.get(at + 1).and_then(|next| {
            word_value(&next.text, language)
                .filter(|value| *value >= 12.0)
                .or_else(|| magnitude_word(&next.text))
        });
        return Some(match value {
            Some(value) => Spelled { value, length: 2, article: false },
            None => Spelled { value: 1.0, length: 1, article: true },
        });
    }
    let text = first.text.as_str();
    if matches!(text, "half" | "media" | "medio" | "meio" | "meia" | "demi" | "mezzo" | "halbe") {
        let skip = usize::from(
            tokens.get(at + 1).is_some_and(|next| matches!(next.text.as_str(), "a" | "of" | "-")),
        );
        let value = tokens.get(at + 1 + skip).and_then(|next| magnitude_word(&next.text))?;
        return Some(Spelled { value: value / 2.0, length: 2 + skip, article: false });
    }
    None
}

/// Korean number words, which count only before a counter (두 대, 스물네 장); each syllable is a token.
fn korean(tokens: &[Token], at: usize) -> Option<Spelled> {
    const COUNTERS: &str = "대장개명곳기본년달주회배번차세노서랙단사";
    let joined = |from: usize, count: usize| -> String {
        tokens[from..].iter().take(count).map(|token| token.text.as_str()).collect()
    };
    // 차세대 is a generation and no three of anything.
    let inside = at > 0 && tokens[at].glued && tokens[at - 1].text.chars().all(super::token::syllable);
    let generation = joined(at, 2) == "세대" && tokens[at + 1].glued;
    if inside || generation {
        return None;
    }
    let (mut value, mut length) = (0.0, 0);
    while let Some((part, used)) = (1..=3)
        .rev()
        .filter(|count| at + length + count <= tokens.len())
        .find_map(|count| Some((word_value(&joined(at + length, count), "ko")?, count)))
    {
        value += part;
        length += used;
    }
    let counted = tokens
        .get(at + length)
        .is_some_and(|next| next.text.chars().next().is_some_and(|c| COUNTERS.contains(c)));
    (length > 0 && counted).then_some(Spelled { value, length, article: false })
}

/// Adds a part to a number that is being read.
fn add(sum: f64, group: f64, part: f64) -> (f64, f64) {
    if part >= 1000.0 {
        (sum + group.max(1.0) * part, 0.0)
    } else if part == 100.0 && (1.0..10.0).contains(&group) {
        (sum, group * 100.0)
    } else if part == 100.0 && group > 100.0 && (1.0..10.0).contains(&(group % 100.0)) {
        (sum, group)
    } else if part == 12.0 && (1.0..=20.0).contains(&group) {
        // two dozen
        (sum, group * 12.0)
    } else {
        (sum, group + part)
    }
}

/// Whole-word magnitudes, for number words.
fn magnitude_word(word: &str) -> Option<f64> {
    MAGNITUDES
        .iter()
        .find(|(list, _)| word.chars().count() > 2 && list.split_whitespace().any(|one| one == word))
        .map(|(_, factor)| *factor)
}

/// The magnitude in a token that follows a number; single letters only when they touch it.
pub(super) fn magnitude(token: &Token, raw: &str, language: &str) -> Option<f64> {
    let text = token.text.as_str();
    let letter = text.chars().count() == 1 && text.is_ascii();
    if letter && (!token.glued || text == "m" && raw == "m" || text == "t" && raw == "t") {
        return None;
    }
    match (text, language) {
        ("mm", _) if raw == "MM" => return Some(1e6),
        ("mm" | "cr", _) => return None,
        // The long scale: a French billion, a Spanish billón is a million millions.
        ("billion" | "billions", "fr" | "de" | "es" | "it") => return Some(1e12),
        ("mil" | "mille", "en") => return None,
        ("mil", "cs") => return Some(1e6),
        ("bin", _) if language != "tr" => return None,
        ("m", _) if raw != "M" => return None,
        _ => {}
    }
    if let Some(factor) = inflected_magnitude(text, language) {
        return Some(factor);
    }
    MAGNITUDES
        .iter()
        .find(|(list, _)| list.split_whitespace().any(|one| one == text))
        .map(|(_, factor)| *factor)
}

/// Chinese and Japanese numerals (三百二十, 两).
fn han(tokens: &[Token], at: usize) -> Option<Spelled> {
    let digit = |text: &str| {
        "零一二三四五六七八九"
            .chars()
            .position(|c| text.starts_with(c))
            .or(text.starts_with('两').then_some(2))
    };
    let unit = |text: &str| match text {
        "十" => Some(10.0),
        "百" => Some(100.0),
        "千" => Some(1000.0),
        _ => None,
    };
    let mut sum = 0.0;
    let mut group = 0.0;
    let mut pending: Option<f64> = None;
    let mut length = 0;
    while let Some(token) = tokens.get(at + length) {
        let text = token.text.as_str();
        if let Some(value) = digit(text) {
            if pending.is_some() {
                return None;
            }
            pending = Some(value as f64);
        } else if let Some(factor) = unit(text) {
            group += pending.take().unwrap_or(1.0) * factor;
        } else if let Some(factor) =
            [("万", 1e4), ("億", 1e8), ("亿", 1e8)].iter().find(|(c, _)| *c == text).map(|(_, f)| *f)
        {
            if length == 0 {
                return None;
            }
            sum += (group + pending.take().unwrap_or(0.0)) * factor;
            group = 0.0;
        } else {
            break;
        }
        length += 1;
    }
    let value = sum + group + pending.unwrap_or(0.0);
    // 一 alone is mostly part of a word, 十分 and the like as well.
    (length > 0 && value > 0.0).then_some(Spelled {
        value,
        length,
        article: length == 1 && (value == 1.0 || value >= 10.0),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{fold::Folded, token::tokens};
    use super::*;

    #[test]
    fn number_words_of_several_languages() {
        for (text, language, value) in [
            ("eight", "en", 8.0),
            ("twenty-four", "en", 24.0),
            ("two hundred and fifty", "en", 250.0),
            ("three thousand", "en", 3000.0),
            ("half a million", "en", 500_000.0),
            ("two dozen", "en", 24.0),
            ("a hundred", "en", 100.0),
            ("vierundzwanzig", "de", 24.0),
            ("zweihundertfünfzig", "de", 250.0),
            ("zwölf", "de", 12.0),
            ("quatre-vingt-seize", "fr", 96.0),
            ("soixante-quatre", "fr", 64.0),
            ("treinta y dos", "es", 32.0),
            ("sessenta e quatro", "pt", 64.0),
            ("trentadue", "it", 32.0),
            ("ventotto", "it", 28.0),
            ("三百二十", "zh", 320.0),
            ("两", "zh", 2.0),
            ("三万", "zh", 30_000.0),
        ] {
            let folded = Folded::new(text);
            let tokens = tokens(&folded, false);
            let found = spelled(&tokens, 0, language).unwrap();
            assert_eq!((found.value, found.length), (value, tokens.len()), "{text}");
        }
    }

    #[test]
    fn words_that_only_look_like_numbers() {
        for (text, language) in
            [("once", "en"), ("achtung", "de"), ("dos", "pt"), ("sei", "de"), ("tres", "fr")]
        {
            let folded = Folded::new(text);
            assert_eq!(spelled(&tokens(&folded, false), 0, language), None, "{text}");
        }
        let folded = Folded::new("one and two");
        assert_eq!(spelled(&tokens(&folded, false), 0, "en").unwrap().value, 1.0);
    }
}
