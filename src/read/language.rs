//! The language of a text, ISO 639-1, by script and by its commonest words.

use super::{fold::fold_str, numeral::number_word, words::Words};

/// The commonest words of a language, folded.
const WORDS: &[(&str, &str)] = &[
    (
        "en",
        "the and of to for with is are we need have our in per on must shall want not please at by be it from as will can each how what many \
        no within least most more than should may this that they has than only first about into already their would all any between",
    ),
    (
        "de",
        "der die das und ist sind wir fur mit von je ein eine den dem im zu nicht auf soll sollen werden bitte oder bei haben pro mindestens auch uns kein keine als zur zum wird benotigen brauchen \
        des sich aus bis nach uber unter jeder jede jedes jeweils hochstens maximal insgesamt davon drei vier funf sechs sieben zwolf muss mussen darf durfen kann konnen vorhanden zwischen rund \
        etwa spatestens innerhalb statt sowie nur tagsuber gleichzeitig bereits voneinander derzeit kann gibt",
    ),
    (
        "fr",
        "le la les des et nous pour avec une est dans du sur pas par nos notre avons besoin chaque ou au aux sont souhaitons que qui sans voulons en ce \
        il elle un de d l ne doit doivent faut plus moins entre jusqu environ dont deux trois quatre cinq sept huit neuf ans apres soit cette ces leur aucun aucune deja \
        minimum simultanes utilisateurs semaine secondes jour chacun serveurs baie",
    ),
    (
        "es",
        "el la los las y para con una de que nuestro nuestra necesitamos queremos por cada del es son en somos un hay tenemos sin se al como nos nuestras nuestros favor fue esta este han \
        menos mas hasta entre unos unas dos cuatro cinco seis siete ocho anos desde deben debe puede sera segundos segundo usuarios maximo minimo dentro durante cuales ya",
    ),
    (
        "pt",
        "o os as e para com uma de que nosso nossa precisamos queremos por cada do da dos das em somos um nao temos sem ao mil tambem ja no na nos nossas nossos por favor sao foi pelo pela \
        menos mais ate entre cerca dois duas quatro cinco seis sete oito anos deve devem pode sera segundos segundo usuarios maximo minimo apos durante quais pelos pelas nos placas",
    ),
    (
        "it",
        "il lo gli e per con una di che nostro nostra abbiamo vogliamo ogni del della dei delle nel sono un non da al senza anche serve servono ci nostri nostre alla questo questa sono stati \
        i le la almeno circa piu meno fino tra due tre quattro cinque sei sette otto anni deve devono puo secondi secondo utenti massimo minimo entro dopo durante cui nessun nessuna ciascuno dall dell \
        alle dal gia solo settimana settimane",
    ),
    (
        "nl",
        "de het een en voor met van wij we per is zijn ons onze niet geen op in te moet moeten willen hebben elke nodig graag graag bij naar aan dat dit die wordt worden zoeken \
        er elk minstens minimaal hoogstens hooguit maximaal ongeveer tussen twee drie vier vijf zes zeven acht jaar waarvan alleen binnen uiterlijk seconden seconde gebruikers tegelijk vanaf \
        kan kunnen mag mogen zonder vloer staan heeft",
    ),
    (
        "pl",
        "i w na z dla do nie jest sa oraz po kazdy potrzebujemy chcemy mamy szafy ktory lub sie przez nam nas nasz nasze naszych prosimy roku od ma maja byc \
        co najmniej najwyzej okolo lacznie musi moze dwa dwie trzy cztery piec szesc osiem lat ciagu bez tylko kazda kazde juz czego sekunde sekund uzytkownikow jednoczesnie tygodni miesiecy dni \
        maksymalnie szafe wynosi ze o stron sekundy mozliwe obecnie",
    ),
    ("sv", "och att vi for med en ett av som ar inte per till behover vill har pa varje det"),
    (
        "cs",
        "a v na se je pro ze podle mame jsou nebo bude musi potrebujeme chceme do s kazdy uzlu zatim celkem dobry den nam nas nase nasich jsme prosime roku od ma maji byt ktery nasi \
        alespon nejmene nejvyse asi pouze bez jiz dva dve tri ctyri pet sest osm let kazda kazde toho za sekundu sekund uzivatelu soucasne tydnu mesicu dnu maximalne skrin racku ve o u stran pod pres k po",
    ),
    (
        "tr",
        "ve icin bir ile her adet istiyoruz gerekli olarak kadar bizim var bize bu yil lutfen icinde olan gun ihtiyacimiz istemiyoruz da mevcut yok degil \
        en az fazla basina yaklasik toplam uc dort bes alti sekiz sadece ayni anda olmalidir gerek daha gore sonra once ilk iki yirmi otuz saniyede kullanici haftada hafta dakikada yuzde adettir",
    ),
];

/// Beginnings of words of this trade that only one of these languages has.
const BEGINNINGS: &[(&str, &str)] = &[
    (
        "en",
        "server requir provid cooling budget storag user deliver warrant support mainten latenc throughput deadlin shall",
    ),
    (
        "de",
        "rechen knoten schrank kuhl wasserk luftk flussig grafikk beschleunig speicher nutzer anwend mitarbeit beschaftig gewahrleist lieferung lieferz sekund woche leistung standort gleichz \
        einspeis zuleit boden aufzug verfug bevorz wunsch gefordert anforder inbetrieb abschnitt seiten durchsatz schreib lesen anfrage milliard gesamt ausschr auftragn bieter zuschlag \
        arbeitspl konstrukt schnell netzwerk",
    ),
    (
        "fr",
        "serveur noeud baie armoire refroid puissanc utilisateur stockag debit livraison garanti ecritur lectur secondes reponse requet milliard entrainem affinag budgetair enveloppe cartes jeton \
        simultan fournir fourni preferen etape sites liquide moyenn centile commutat monte reseau charge alimentat",
    ),
    (
        "es",
        "servidor nodo armario refriger potenci usuario almacenam entreg garanti escritur lectur respuest peticion entrenam ajuste presupuest tarjet acelerador simultane suministr prefer etapa sede \
        percentil conmutador montacarg suelo acometid alimentac segund semana memoria altitud adjudic",
    ),
    (
        "pt",
        "servidor nos armario gabinete refriger resfri potenci usuari utilizador armazenam entreg garanti escrit grava leitur respost requisic treinam treino orcament placa acelerador simultane fornec \
        prefer etapa locai percentil elevador piso alimentac segund semana memoria licitant edital nuvem contratad",
    ),
    (
        "it",
        "server nodi nodo armad raffredd potenz utent archiviaz consegn garanzi scrittur lettur rispost richiest addestram schede scheda accelerator simultane contemporane fornir fornitor preferibil \
        fase fasi sede sedi percentil montacarich paviment alimentaz second settiman memori profond largh aggiudic offert",
    ),
    (
        "nl",
        "kast knoop koel vloeistof luchtk vermogen gebruiker medewerk opslag lever garanti schrijf lees antwoord verzoek training kaart gelijktijd tegelijk voorkeur fase fasen locati vloer goederenl \
        voeding seconde weken geheugen aanbest inschrijv gunning werkplek netwerk verbind ontwerp",
    ),
    (
        "pl",
        "serwer wezl wezel szaf chlodz zasil uzytkown pracown pamie dostaw gwaranc zapis odczyt odpowiedz zapytan trening dostraj karta karty kart akceler jednocz wykonawc zamawia preferowan etap \
        lokalizac podlog winda udzwig sekund tydzi tygodn budzet koszt opoznien polaczen stron wymagan moc mocy przelacz wirtualn pulpit jednoczesn najlep minimum dostep",
    ),
    (
        "cs",
        "serveru servery skrin chlazen chladic napajen uzivatel zamestnan uloziste ulozist dodan dodav zaruk zapis cteni odpoved dotaz trenink dolad karet karty akceler soucas uchazec etap lokalit \
        podlah vytah nosnost sekund tydn tyden rozpoc latenc pripojen pamet pozad prikon prepin virtualn uzel uzly uzlu kapalin vzduch vykon nejlep povinn",
    ),
    (
        "tr",
        "sunucu dugum kabin sogut guc kullanici calisan depolama teslim garanti yazma okuma yanit istek egitim kart hizlandir eszaman tercih asama tesis zemin asansor saniye hafta bellek butce gecikme \
        parametre baglanti besleme zorunlu gerek ihtiyac masaustu teklif ihale yuklenici",
    ),
];

/// Words looked at; the language of a text shows long before its end.
const LOOKED_AT: usize = 3000;

/// The language; English where nothing else is clearer.
pub(super) fn detect(text: &str, lists: &Words) -> &'static str {
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
        folded.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).take(LOOKED_AT).collect();
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
    let mut votes: Vec<&'static str> = Vec::new();
    for word in &words {
        votes.extend(lists.languages(word));
    }
    let mut best = ("en", 0);
    for (code, list) in WORDS {
        let list: Vec<&str> = list.split_whitespace().collect();
        let begins: Vec<&str> = BEGINNINGS
            .iter()
            .filter(|(one, _)| one == code)
            .flat_map(|(_, list)| list.split_whitespace())
            .collect();
        let hits: usize = words
            .iter()
            .map(|word| {
                2 * usize::from(list.contains(word))
                    + 2 * usize::from(word.len() > 3 && begins.iter().any(|begin| word.starts_with(begin)))
            })
            .sum();
        let numbers = words.iter().filter(|word| number_word(word, code)).count();
        let known = votes.iter().filter(|one| *one == code).count() + numbers;
        let points = hits
            + known
            + extra
                .iter()
                .find(|(one, _)| one == code)
                .map_or(0, |(_, more)| if hits + known > 0 { *more } else { 0 });
        if points > best.1 {
            best = (code, points);
        }
    }
    if best.1 >= 2 {
        return best.0;
    }
    // No common word, but letters that no other of these languages has.
    let own = [("pl", "ąęłśżź"), ("cs", "ěřů"), ("tr", "ğı"), ("de", "ß"), ("pt", "ãõ"), ("es", "ñ¿¡")];
    let scripts =
        [("ru", 0x400, 0x4ff), ("ar", 0x600, 0x6ff), ("ko", 0xac00, 0xd7a3), ("zh", 0x4e00, 0x9fff)];
    if let Some((code, ..)) = scripts.into_iter().find(|(_, low, high)| count(*low, *high) > 1) {
        return code;
    }
    own.into_iter().find(|(_, letters)| accents(letters) > 0).map_or("en", |(code, _)| code)
}

/// The languages whose verbs stand behind what they speak of.
pub(super) fn verb_last(language: &str) -> bool {
    matches!(language, "ja" | "ko" | "tr")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_by_script_and_words() {
        let lists = Words::of(&crate::catalog::Catalog::embedded());
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
            ("405 billion parameters", "en"),
            ("70 Milliarden Parameter", "de"),
        ] {
            assert_eq!(detect(text, &lists), code, "{text}");
        }
    }
}
