//! How wide text is, without asking a font: the same on the host and in the browser, so that the figure that is
//! built and the one that lives have their marks in the same places.

use super::frame::Measure;
use crate::text::has_no_width;
use crate::theme::Font;

/// What bold letters are wider than plain ones.
const BOLD: f64 = 1.15;

/// Text as wide as the widest of the fonts that systems set it in (DejaVu Sans; Segoe UI, Roboto, San Francisco and
/// Arial are up to a fifth narrower), so that what has room here has room everywhere.
///
/// `stretch`: what a reader's own font needs beyond that, at least 1.
pub struct Estimate {
    pub stretch: f64,
}

impl Measure for Estimate {
    fn width(&self, text: &str, font: Font) -> f64 {
        let weight = if font.bold { BOLD } else { 1.0 };
        em(text) * font.size * weight * self.stretch
    }
}

/// The width of a text in sizes of its font.
pub fn em(text: &str) -> f64 {
    let mut twentieths = 0;
    for sign in text.chars() {
        twentieths += advance(sign);
    }
    f64::from(twentieths) / 20.0
}

/// In twentieths of the font's size, from the font's own table of advance widths (`hmtx`), rounded up where that is
/// not a seldom sign.
fn advance(sign: char) -> u32 {
    match sign {
        '\'' | ' ' | ',' | '.' | 'I' | 'J' | 'i' | 'j' | 'l' | '·' | '’' | 'і' | 'І' | '\u{a0}' => 7,
        '-' | '/' | ':' | ';' | '|' | 'f' | '!' | '(' | ')' | '[' | ']' | 't' => 8,
        '"' | '*' | '_' | 's' | 'z' | '–' | '„' | '“' | '”' | '°' => 11,
        'r' | 'L' | 'c' | 'ç' | 'г' | 'з' | 'с' | 'э' | 'є' => 12,
        'F' | 'P' | 'T' | 'Y' | 'a' | 'e' | 'k' | 'o' | 'v' | 'x' | 'y' | 'а' | 'в' | 'е' | 'к' | 'о' | 'т' | 'у'
        | 'х' => 13,
        'ь' | 'я' | 'ё' | 'ә' | 'ғ' | 'қ' | 'ө' | 'ұ' | 'ү' | 'Ұ' | 'Ү' | 'Г' | 'Р' | 'Т' | 'У' | 'ä' | 'ö' | 'é'
        | '«' | '»' => 13,
        'н' | 'п' | 'ц' | 'д' => 14,
        'D' | 'G' | 'H' | 'N' | 'U' | 'Ü' | 'И' | 'Й' | 'Л' | 'Н' | 'П' | 'м' | 'Ң' => 16,
        '#' | '^' | '~' | '&' | 'O' | 'Q' | 'w' | 'Ö' | 'Д' | 'О' | 'Ц' | 'ы' | 'Ә' | 'Ө' => 17,
        '+' | '−' | '=' | '<' | '>' | '×' | '÷' | '≈' | '→' | 'М' | 'Ф' | 'Ъ' | 'ф' | 'ю' | '±' | 'M' => {
            18
        }
        'Ы' | 'ж' | 'ш' => 19,
        '@' | '%' | 'm' | 'щ' | 'W' | '—' | '…' => 20,
        'Ш' | 'Ж' | 'Щ' | 'Ю' => 23,
        'ъ' => 15,
        // Han, Kana, Hangul and full-width forms are as wide as high.
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff01}'..='\u{ff60}' => 20,
        _ if has_no_width(sign) => 0,
        // Most small letters, the figures, and what no table has.
        'a'..='z' | '0'..='9' | 'а'..='я' => 13,
        _ => 15,
    }
}

#[cfg(test)]
mod tests {
    use super::em;

    #[test]
    fn widths_of_words() {
        // As DejaVu Sans sets them, and at most a twelfth more.
        for (text, set) in [("Großbritannien", 7.55), ("24,3 %", 3.49), ("Қазақстан", 5.47), ("Wert", 2.41)] {
            assert!((set..set * 1.13).contains(&em(text)), "{text}: {} {set}", em(text));
        }
    }
}
