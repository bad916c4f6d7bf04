//! Text in markup.

/// As it may stand in XML and HTML, in attributes too; what XML has no way to write is left out.
pub fn escaped(text: &str) -> String {
    let mut all = String::new();
    for sign in text.chars().filter(|sign| is_allowed(*sign)) {
        match sign {
            '&' => all.push_str("&amp;"),
            '<' => all.push_str("&lt;"),
            '>' => all.push_str("&gt;"),
            '"' => all.push_str("&quot;"),
            '\'' => all.push_str("&#39;"),
            other => all.push(other),
        }
    }
    all
}

/// XML 1.0, production 2: no control characters but tab and the ends of lines.
pub fn is_allowed(sign: char) -> bool {
    !sign.is_control() && !matches!(sign, '\u{fffe}' | '\u{ffff}') || matches!(sign, '\t' | '\n' | '\r')
}
