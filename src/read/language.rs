//! The language of a text, ISO 639-1, by script and by its commonest words.

use super::fold::fold_str;

const WORDS: &[(&str, &str)] = &[
    (
        "en",
        "the and of to for with is are we need have our in per on must shall want not please at by be it from as will can each how what many",
    ),
    (
        "de",
        "der die das und ist sind wir fur mit von je ein eine den dem im zu nicht auf soll sollen werden bitte oder bei haben pro mindestens auch uns kein keine als zur zum wird benotigen brauchen",
    ),
    (
        "fr",
        "le la les des et nous pour avec une est dans du sur pas par nos notre avons besoin chaque ou au aux sont souhaitons que qui sans voulons en ce",
    ),
    (
        "es",
        "el la los las y para con una de que nuestro nuestra necesitamos queremos por cada del es son en somos un hay tenemos sin se al como nos nuestras nuestros favor fue esta este han",
    ),
    (
        "pt",
        "o os as e para com uma de que nosso nossa precisamos queremos por cada do da dos das em somos um nao temos sem ao mil tambem ja no na nos nossas nossos por favor sao foi pelo pela",
    ),
    (
        "it",
        "il lo gli e per con una di che nostro nostra abbiamo vogliamo ogni del della dei delle nel sono un non da al senza anche serve servono ci nostri nostre alla questo questa sono stati",
    ),
    (
        "nl",
        "de het een en voor met van wij we per is zijn ons onze niet geen op in te moet moeten willen hebben elke nodig graag graag bij naar aan dat dit die wordt worden zoeken",
    ),
    (
        "pl",
        "i w na z dla do nie jest sa oraz po kazdy potrzebujemy chcemy mamy szafy ktory lub sie przez nam nas nasz nasze naszych prosimy roku od ma maja byc",
    ),
    ("sv", "och att vi for med en ett av som ar inte per till behover vill har pa varje det"),
    (
        "cs",
        "a v na se je pro ze podle mame jsou nebo bude musi potrebujeme chceme do s kazdy uzlu zatim celkem dobry den nam nas nase nasich jsme prosime roku od ma maji byt ktery nasi",
    ),
    (
        "tr",
        "ve icin bir ile her adet istiyoruz gerekli olarak kadar bizim var bize bu yil lutfen icinde olan gun ihtiyacimiz istemiyoruz da mevcut yok degil",
    ),
];

/// The language; English where nothing else is clearer.
pub(super) fn detect(text: &str) -> &'static str {
    let count = |low: u32, high: u32| text.chars().filter(|c| (low..=high).contains(&(*c as u32))).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count().max(1);
    let share = |number: usize| number * 5 > letters;
    let kana = count(0x3040, 0x30ff);
    let han = count(0x4e00, 0x9fff);
    if kana > 0 && share(kana + han) {
        return "ja";
    }
    if share(han) {
        return "zh";
    }
    for (low, high, code) in [
        (0xac00, 0xd7a3, "ko"),
        (0x600, 0x6ff, "ar"),
        (0x590, 0x5ff, "he"),
        (0x400, 0x4ff, "ru"),
        (0x900, 0x97f, "hi"),
        (0xe00, 0xe7f, "th"),
        (0x370, 0x3ff, "el"),
    ] {
        if share(count(low, high)) {
            return code;
        }
    }
    let folded = fold_str(text);
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let accents = |signs: &str| text.to_lowercase().chars().filter(|c| signs.contains(*c)).count();
    let extra = [
        ("de", accents("äöüß")),
        ("fr", accents("éèêàçœùî")),
        ("es", accents("ñóíáú¿¡é") + text.matches(['¿', '¡', 'ñ']).count() * 3),
        ("pt", accents("ãõçêâá") + text.to_lowercase().matches(['ã', 'õ']).count() * 3),
        ("it", accents("àèìòù")),
        ("pl", accents("ąęłńśźżć") * 2),
        ("cs", accents("ěščřžů") * 2),
        ("sv", accents("åäö")),
        ("tr", accents("ğışç")),
    ];
    let mut best = ("en", 0);
    for (code, list) in WORDS {
        let list: Vec<&str> = list.split(' ').collect();
        let hits = words.iter().filter(|word| list.contains(word)).count() * 2;
        let points = hits
            + extra
                .iter()
                .find(|(one, _)| one == code)
                .map_or(0, |(_, more)| if hits > 0 { *more } else { 0 });
        if points > best.1 {
            best = (code, points);
        }
    }
    if best.1 >= 2 {
        return best.0;
    }
    // No common word, but letters that no other of these languages has.
    let own = [("pl", "ąęłśżź"), ("cs", "ěřů"), ("tr", "ğı"), ("de", "ß"), ("pt", "ãõ"), ("es", "ñ¿¡")];
    own.into_iter().find(|(_, letters)| accents(letters) > 0).map_or("en", |(code, _)| code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_by_script_and_words() {
        for (text, code) in [
            ("We need 16 nodes with eight GPUs each", "en"),
            ("Wir benötigen 16 Knoten mit je acht GPUs", "de"),
            ("Nous avons besoin de 16 nœuds avec 8 GPU chacun", "fr"),
            ("Queremos 12 nodos con 4 L40S cada uno", "es"),
            ("Precisamos de 12 nós com 4 GPUs cada", "pt"),
            ("Abbiamo bisogno di 12 nodi con 4 GPU ciascuno", "it"),
            ("We hebben 4 servers nodig met 8 GPU's voor training", "nl"),
            ("Potrzebujemy 4 serwery z 8 GPU na szafę", "pl"),
            ("我们需要64张H100", "zh"),
            ("H100を64枚必要です", "ja"),
            ("H100 GPU 64장이 필요합니다", "ko"),
            ("نحتاج إلى 64 وحدة", "ar"),
            ("128 H100", "en"),
        ] {
            assert_eq!(detect(text), code, "{text}");
        }
    }
}
