//! Addresses that a package names and pages link to.

use std::borrow::Cow;

/// The host of an `http` or `https` address, with its port, as a browser connects to it (WHATWG URL: what stands before
/// the last `@` is a name of a user, and a backslash is a slash). `None` for every other address, which is no link: also
/// for hosts that a browser would change first, by percent-decoding or to Punycode; see [`with_ascii_host`].
pub fn host(address: &str) -> Option<&str> {
    let host = split(address)?.1;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b':' | b'[' | b']');
    (!host.is_empty() && host.bytes().all(is_plain)).then_some(host)
}

/// An address up to its host, the host with its port, and the rest.
fn split(address: &str) -> Option<(&str, &str, &str)> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let end = rest.bytes().position(|byte| matches!(byte, b'/' | b'\\' | b'?' | b'#')).unwrap_or(rest.len());
    let start = rest[..end].rfind('@').map_or(0, |at| at + 1);
    let before = address.len() - rest.len() + start;
    Some((&address[..before], &rest[start..end], &rest[end..]))
}

/// An address whose host is written in ASCII: `https://xn--mnchen-3ya.de` for `https://münchen.de`. Letters that look like
/// others, as the Cyrillic а, are seen then.
pub fn with_ascii_host(address: &str) -> Cow<'_, str> {
    match split(address) {
        Some((before, host, rest)) if !host.is_ascii() => {
            let (name, port) = host.split_at(host.find(':').unwrap_or(host.len()));
            let labels: Vec<_> = name.to_lowercase().split('.').map(ascii).collect();
            Cow::Owned([before, &labels.join("."), port, rest].concat())
        }
        _ => Cow::Borrowed(address),
    }
}

/// A label of a host, in Punycode where it is not ASCII (RFC 3492, 6.3).
fn ascii(label: &str) -> String {
    const BASE: u32 = 36;
    const LEAST: u32 = 1;
    const MOST: u32 = 26;
    const FIRST: u32 = 128;
    if label.is_ascii() {
        return label.to_owned();
    }
    let digit = |value: u32| char::from_digit(if value < 26 { value + 10 } else { value - 26 }, BASE).unwrap_or('-');
    let mut encoded: String = label.chars().filter(char::is_ascii).collect();
    let basic = encoded.len() as u32;
    let mut handled = basic;
    if basic > 0 {
        encoded.push('-');
    }
    let (mut next, mut delta, mut bias) = (FIRST, 0_u32, 72);
    while let Some(least) = label.chars().map(u32::from).filter(|code| *code >= next).min() {
        delta = delta.saturating_add((least - next).saturating_mul(handled + 1));
        next = least;
        for code in label.chars().map(u32::from) {
            delta = delta.saturating_add(u32::from(code < next));
            if code != next {
                continue;
            }
            let (mut rest, mut position) = (delta, BASE);
            loop {
                let threshold = position.saturating_sub(bias).clamp(LEAST, MOST);
                if rest < threshold {
                    break;
                }
                encoded.push(digit(threshold + (rest - threshold) % (BASE - threshold)));
                rest = (rest - threshold) / (BASE - threshold);
                position += BASE;
            }
            encoded.push(digit(rest));
            bias = adapted(delta, handled + 1, handled == basic);
            (delta, handled) = (0, handled + 1);
        }
        (delta, next) = (delta.saturating_add(1), next + 1);
    }
    ["xn--", &encoded].concat()
}

/// RFC 3492, 6.1.
fn adapted(delta: u32, count: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / 700 } else { delta / 2 };
    delta += delta / count;
    let mut bias = 0;
    while delta > 455 {
        (delta, bias) = (delta / 35, bias + 36);
    }
    bias + 36 * delta / (delta + 38)
}
