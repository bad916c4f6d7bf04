//! Texts put together.

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
