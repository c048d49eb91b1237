//! The text in one spelling: lower case, no accents, plain digits, nothing invisible; every character still knows
//! where it stands in the original, so that each quote is verbatim.

/// A stretch of folded characters, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Span {
    pub from: usize,
    pub to: usize,
}

/// A text in folded form.
#[derive(Debug, Clone)]
pub(super) struct Folded<'t> {
    pub original: &'t str,
    /// Folded characters.
    pub chars: Vec<char>,
    /// Byte range in the original, per folded character.
    pub bytes: Vec<(usize, usize)>,
    /// Character of the original, per folded character: units need their case.
    pub raw: Vec<char>,
    /// Byte ranges of characters nobody sees or of foreign look-alikes inside Latin words.
    pub hidden: Vec<(usize, usize)>,
}

impl<'t> Folded<'t> {
    /// Folds a text.
    pub fn new(original: &'t str) -> Self {
        let mut folded = Self {
            original,
            chars: Vec::with_capacity(original.len()),
            bytes: Vec::with_capacity(original.len()),
            raw: Vec::with_capacity(original.len()),
            hidden: Vec::new(),
        };
        let mut script = WordScript::default();
        for (at, c) in original.char_indices() {
            let range = (at, at + c.len_utf8());
            if invisible(c) {
                folded.hidden.push(range);
                continue;
            }
            if !c.is_alphanumeric() {
                script = WordScript::default();
            } else if script.is_empty() {
                script = WordScript::of(&original[at..]);
            }
            let wide = narrow(c);
            let mixed = script.latin > 0 && script.foreign > 0;
            if let Some(latin) = Some(wide).filter(|_| mixed).and_then(look_alike) {
                folded.hidden.push(range);
                folded.push(latin.to_ascii_lowercase(), latin, range);
                continue;
            }
            match wide {
                'ß' => {
                    folded.push('s', wide, range);
                    folded.push('s', wide, range);
                }
                'æ' | 'Æ' => {
                    folded.push('a', wide, range);
                    folded.push('e', wide, range);
                }
                'œ' | 'Œ' => {
                    folded.push('o', wide, range);
                    folded.push('e', wide, range);
                }
                // Combining accents and Arabic vowel signs and stretching.
                '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{652}' | '\u{640}' => {}
                _ => folded.push(plain(wide), wide, range),
            }
        }
        folded
    }

    fn push(&mut self, folded: char, raw: char, range: (usize, usize)) {
        self.chars.push(folded);
        self.raw.push(raw);
        self.bytes.push(range);
    }

    /// The words of the original, verbatim.
    pub fn quote(&self, span: Span) -> &'t str {
        if span.from >= span.to || span.to > self.bytes.len() {
            return "";
        }
        &self.original[self.bytes[span.from].0..self.bytes[span.to - 1].1]
    }

    /// The folded characters of a stretch.
    pub fn text(&self, span: Span) -> String {
        self.chars[span.from..span.to].iter().collect()
    }

    /// The characters of a stretch with their case.
    pub fn raw(&self, span: Span) -> String {
        self.raw[span.from..span.to].iter().collect()
    }
}

/// Which scripts a word is written in.
#[derive(Debug, Default, Clone, Copy)]
struct WordScript {
    latin: usize,
    foreign: usize,
}

impl WordScript {
    fn is_empty(self) -> bool {
        self.latin + self.foreign == 0
    }
    fn of(rest: &str) -> Self {
        let mut script = Self::default();
        for c in rest.chars().take_while(|c| c.is_alphanumeric() || invisible(*c)) {
            if c.is_ascii_alphanumeric() {
                script.latin += 1;
            } else if look_alike(c).is_some() {
                script.foreign += 1;
            }
        }
        script
    }
}

fn invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}'
        | '\u{feff}' | '\u{ad}' | '\u{180e}' | '\u{e0000}'..='\u{e007f}')
}

/// Full-width Latin letters and digits, as Asian keyboards produce them, lie 0xFEE0 above ASCII.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// The Latin letter that a Cyrillic or Greek letter is mistaken for.
fn look_alike(c: char) -> Option<char> {
    // Greek and Cyrillic alone hold any.
    if !('\u{370}'..='\u{52f}').contains(&c) {
        return None;
    }
    let pairs = [
        "АA", "ВB", "ЕE", "КK", "МM", "НH", "ОO", "РP", "СC", "ТT", "ХX", "аa", "еe", "оo", "рp", "сc", "хx",
        "уy", "іi", "ΑA", "ΒB", "ΕE", "ΗH", "ΚK", "ΜM", "ΝN", "ΟO", "ΡP", "ΤT", "ΧX", "οo", "ѕs", "ԁd", "ӏl",
    ];
    pairs.iter().find_map(|pair| {
        let mut both = pair.chars();
        (both.next() == Some(c)).then(|| both.next()).flatten()
    })
}

/// One character in its plain form.
fn plain(c: char) -> char {
    // Most of any text; the rest of the list need not be gone through for it.
    if c.is_ascii_alphanumeric() {
        return c.to_ascii_lowercase();
    }
    match c {
        '\u{660}'..='\u{669}' => char::from_digit(c as u32 - 0x660, 10).unwrap_or(c),
        '\u{6f0}'..='\u{6f9}' => char::from_digit(c as u32 - 0x6f0, 10).unwrap_or(c),
        '\u{966}'..='\u{96f}' => char::from_digit(c as u32 - 0x966, 10).unwrap_or(c),
        '٫' => '.',
        '٬' => ',',
        '٪' => '%',
        '–' | '—' | '‑' | '‐' | '−' | '‒' => '-',
        '’' | '‘' | '´' | '`' | 'ʼ' => '\'',
        '“' | '”' | '„' | '«' | '»' | '「' | '」' => '"',
        '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}' | '\t' => ' ',
        '×' | '✕' | '✖' => 'x',
        '。' | '．' => '.',
        '،' | '、' => ',',
        '؛' => ';',
        '؟' => '?',
        '№' => '#',
        '²' => '2',
        '³' => '3',
        'أ' | 'إ' | 'آ' => 'ا',
        'ى' => 'ي',
        'ة' => 'ه',
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ą' | 'ā' | 'À' | 'Á' | 'Â' | 'Ã' | 'Ä' | 'Å' | 'Ą' => {
            'a'
        }
        'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' | 'È' | 'É' | 'Ê' | 'Ë' | 'Ę' => 'e',
        'ì' | 'í' | 'î' | 'ï' | 'ı' | 'İ' | 'Ì' | 'Í' | 'Î' | 'Ï' => 'i',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' | 'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ö' | 'Ø' => 'o',
        'ù' | 'ú' | 'û' | 'ü' | 'ů' | 'ű' | 'Ù' | 'Ú' | 'Û' | 'Ü' => 'u',
        'ç' | 'ć' | 'č' | 'Ç' | 'Ć' | 'Č' => 'c',
        'ñ' | 'ń' | 'ň' | 'Ñ' | 'Ń' => 'n',
        'ś' | 'š' | 'ş' | 'Ś' | 'Š' | 'Ş' => 's',
        'ź' | 'ż' | 'ž' | 'Ź' | 'Ż' | 'Ž' => 'z',
        'ł' | 'Ł' => 'l',
        'ğ' | 'Ğ' => 'g',
        'ý' | 'ÿ' => 'y',
        'ř' => 'r',
        'đ' | 'ď' => 'd',
        'ť' => 't',
        'ё' | 'Ё' => 'е',
        _ if c.is_ascii() => c.to_ascii_lowercase(),
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

/// A string in folded form, for the word lists.
pub(super) fn fold_str(text: &str) -> String {
    Folded::new(text).chars.iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_keeps_the_original_words_and_reports_hidden_ones() {
        let folded = Folded::new("Über ３２ K\u{200b}üche №5 ٣٢");
        assert_eq!(folded.chars.iter().collect::<String>(), "uber 32 kuche #5 32");
        assert_eq!(folded.quote(Span { from: 8, to: 13 }), "K\u{200b}üche");
        assert_eq!(folded.hidden.len(), 1);
        // Cyrillic Н inside a Latin name is a look-alike; a Russian word is not.
        assert_eq!(fold_str("Н100"), "h100");
        assert_eq!(Folded::new("Н100").hidden.len(), 1);
        assert!(Folded::new("Нужны серверы").hidden.is_empty());
        assert_eq!(fold_str("Straße"), "strasse");
    }
}
