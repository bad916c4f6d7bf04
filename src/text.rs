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
