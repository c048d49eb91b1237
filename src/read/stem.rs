//! Word forms of one word: the endings of cases, plurals, genders and verbs that a language puts behind a stem.

/// Letters of a stem, at least; what is shorter is compared as it is.
const STEM_LETTERS: usize = 4;

/// Endings by language, folded; the longest that fits goes. Turkish puts several behind each other.
const ENDINGS: &[(&str, &str)] = &[
    ("de", "innen ern em en er es e n s"),
    ("fr", "ees es ee aux al e s x"),
    ("es", "ciones cion aciones acion as os es a o s e"),
    ("pt", "acoes acao coes cao oes ao as os es a o s e"),
    ("it", "azioni azione oni one io ia ie he hi i e o a"),
    ("nl", "en s e"),
    (
        "pl",
        "iami ami ach iach ow om iom ego iego emu iemu ymi imi ych ich iem em ie ej iej ym im owi a ia e i o u y iu",
    ),
    ("cs", "ami emi imi ich ech ach ych eho emu ymi ovi u y a e i o em um ou ym im"),
    (
        "ru",
        "иями ями ами иях ях ах ого его ому ему ыми ими ой ей ий ый ая яя ое ее ые ие ов ев ом ем ам ям ую юю ых их ию ия а я о е и ы у ю ь й",
    ),
    (
        "tr",
        "larimizin lerimizin larimiz lerimiz larinin lerinin larini lerini larin lerin lari leri lar ler sinda sinde sindan sinden undan unden \
        imiz umuz miz muz dan den tan ten da de ta te nin nun in un na ne ya ye yi yu ni nu si su li lu lik luk dir dur tir tur i u a e",
    ),
    ("ar", "يات ات ان ين ون ها هم نا يه ه ا"),
];

/// The stem of a word of a language; the word itself where no ending is known or too little would be left.
pub(super) fn stem<'w>(word: &'w str, language: &str) -> &'w str {
    let Some((_, endings)) = ENDINGS.iter().find(|(one, _)| *one == language) else { return word };
    let rounds = if language == "tr" { 3 } else { 1 };
    let mut rest = word;
    for _ in 0..rounds {
        let shorter = endings
            .split_whitespace()
            .filter_map(|ending| rest.strip_suffix(ending))
            .filter(|left| left.chars().count() >= STEM_LETTERS)
            .min_by_key(|left| left.len());
        match shorter {
            Some(left) => rest = left,
            None => break,
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_share_their_stem() {
        for (language, one, other) in [
            ("de", "schranke", "schranken"),
            ("fr", "simultanes", "simultanees"),
            ("es", "servidor", "servidores"),
            ("pt", "simultaneo", "simultaneas"),
            ("it", "armadio", "armadi"),
            ("nl", "gebruiker", "gebruikers"),
            ("pl", "serwerow", "serwerami"),
            ("cs", "serveru", "serverech"),
            ("ru", "серверов", "серверами"),
            ("tr", "sunucularimiz", "sunucuda"),
            ("ar", "خادمات", "خادمين"),
        ] {
            assert_eq!(stem(one, language), stem(other, language), "{language}: {one} {other}");
        }
        assert_eq!(stem("rack", "de"), "rack");
        assert_eq!(stem("64", "pl"), "64");
    }
}
