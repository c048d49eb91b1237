//! One spelling of letters: lower case, without accents and full-width forms.

/// Lower case, without accents and full-width forms; words stay parted as in the text.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.chars().map(fold_char).collect()
}

pub(super) fn fold_char(c: char) -> String {
    let plain = match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '　' | '\u{a0}' | '\u{202f}' => ' ',
        '‑' | '–' => '-',
        '’' => '\'',
        _ => c,
    };
    let lower: String = plain.to_lowercase().collect();
    lower
        .chars()
        .map(|c| match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => "a".to_string(),
            'è' | 'é' | 'ê' | 'ë' => "e".into(),
            'ì' | 'í' | 'î' | 'ï' => "i".into(),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => "o".into(),
            'ù' | 'ú' | 'û' | 'ü' => "u".into(),
            'ç' => "c".into(),
            'ñ' => "n".into(),
            'œ' => "oe".into(),
            'æ' => "ae".into(),
            'ß' => "ss".into(),
            '\u{301}' | '\u{300}' | '\u{308}' | '\u{303}' | '\u{327}' | '\u{302}' => String::new(),
            c => c.to_string(),
        })
        .collect()
}
