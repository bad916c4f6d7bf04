//! Texts put together.

use std::borrow::Cow;

/// All parts one after the other. The standard library's `concat` of slices and `format!` do the same in more
/// bytes of wasm.
#[inline(never)]
pub fn concat(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts {
        text.push_str(part);
    }
    text
}

/// A template with its gaps `{0}`, `{1}` filled; a gap without a value stays empty.
pub fn fill(template: &str, values: &[&str]) -> String {
    let mut text = String::new();
    let mut parts = template.split(['{', '}']);
    while let Some(part) = parts.next() {
        text.push_str(part);
        let gap = parts.next().and_then(|gap| gap.bytes().next());
        text.push_str(gap.and_then(|gap| values.get(usize::from(gap.wrapping_sub(b'0')))).copied().unwrap_or_default());
    }
    text
}

/// Keeps a text with letters from right to left apart from what stands beside it, such as a number, so that each is read in
/// its own direction (Unicode Standard Annex 9: first strong isolate). Other texts stay as they are.
pub fn isolated(text: &str) -> Cow<'_, str> {
    // Isolates of a part need none around them.
    let mut depth = 0;
    for character in text.chars() {
        match character {
            '\u{2068}' => depth += 1,
            '\u{2069}' => depth -= 1,
            _ if depth == 0 && is_from_right(character) => return Cow::Owned(concat(&["\u{2068}", text, "\u{2069}"])),
            _ => {}
        }
    }
    Cow::Borrowed(text)
}

/// Letters of Hebrew, Arabic and the scripts beside them in Unicode.
fn is_from_right(character: char) -> bool {
    matches!(
        character,
        '\u{590}'..='\u{61b}' | '\u{61d}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
            | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}'
    )
}

/// Whether a character is only there for others: an accent, a joiner, a mark of direction.
pub fn has_no_width(character: char) -> bool {
    matches!(
        character,
        '\u{300}'..='\u{36f}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
    )
}

/// Whether a text holds another, which is not empty. The search of the standard library takes a kilobyte of wasm.
pub fn holds(text: &str, part: &str) -> bool {
    text.as_bytes().windows(part.len()).any(|window| window == part.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_from_right_to_left_are_isolated() {
        for (text, expected) in [
            ("USA", "USA"),
            ("−5", "−5"),
            ("\u{200e}−5", "\u{200e}−5"),
            ("القاهرة (مصر)", "\u{2068}القاهرة (مصر)\u{2069}"),
            ("ירושלים", "\u{2068}ירושלים\u{2069}"),
            ("2019: تهران", "\u{2068}2019: تهران\u{2069}"),
            ("Largest: \u{2068}تهران\u{2069}.", "Largest: \u{2068}تهران\u{2069}."),
        ] {
            assert_eq!(isolated(text), expected);
        }
    }
}
