//! `--base`: where a site is published.

use url::Url;

/// An absolute address of a folder, with a slash at its end.
///
/// # Errors
/// The problem with it, and how to write it.
pub fn parse(text: &str) -> Result<String, String> {
    const EXPECTED: &str = "write where the site is published, as https://example.org/figures/";
    let told = |found: &str| format!("{found}: {EXPECTED}");
    let wrong = |found: &str| Err(told(found));
    let mut url = Url::parse(text.trim()).map_err(|error| told(&error.to_string()))?;
    match () {
        () if !matches!(url.scheme(), "http" | "https") => return wrong("neither http nor https"),
        () if !url.username().is_empty() || url.password().is_some() => return wrong("a user's name or password"),
        () if url.query().is_some() => return wrong("a query"),
        () if url.fragment().is_some() => return wrong("a fragment"),
        () if url.path().ends_with(".html") => return wrong("a page and no folder"),
        () => {}
    }
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Ok(url.into())
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn addresses_of_sites() {
        for (text, expected) in [
            ("https://example.org", "https://example.org/"),
            ("https://example.org/figures", "https://example.org/figures/"),
            ("https://example.org/figures/", "https://example.org/figures/"),
            ("HTTP://Example.org:8080/a b/", "http://example.org:8080/a%20b/"),
            ("https://пример.рф/", "https://xn--e1afmkfd.xn--p1ai/"),
            ("https://example.org/a/../b", "https://example.org/b/"),
        ] {
            assert_eq!(parse(text).as_deref(), Ok(expected), "{text:?}");
        }
        for (text, told) in [
            ("", "relative URL without a base"),
            ("example.org", "relative URL without a base"),
            ("/figures/", "relative URL without a base"),
            ("https://", "empty host"),
            ("https://a b/", "invalid"),
            ("ftp://example.org/", "neither http nor https"),
            ("javascript:alert(1)", "neither http nor https"),
            ("file:///srv/site", "neither http nor https"),
            ("https://good.com@evil.com/", "a user's name"),
            ("https://example.org/?a", "a query"),
            ("https://example.org/#a", "a fragment"),
            ("https://example.org/index.html", "a page and no folder"),
        ] {
            let message = parse(text).expect_err(text);
            assert!(message.contains(told) && message.contains("https://example.org/figures/"), "{text:?}: {message}");
        }
    }
}
