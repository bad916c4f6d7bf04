//! Addresses of a package as links: their text is the host that they lead to.

use article_figures::figure::Figure;
use article_figures::link::{host, with_ascii_host};
use article_figures::markup;
use article_figures::package::{Descriptor, Package};
use article_figures::state::State;
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use scraper::{Html, Selector};
use url::Url;

use crate::common::locale;

/// An address, and the text of the link to it; none for what is no link.
const ADDRESSES: [(&str, Option<&str>); 36] = [
    ("https://example.org", Some("example.org")),
    ("https://example.org/a?b#c", Some("example.org")),
    ("http://www.example.org/", Some("example.org")),
    ("https://example.org:8443/a", Some("example.org:8443")),
    ("https://[::1]:80/", Some("[::1]:80")),
    ("https://good.com@evil.com/", Some("evil.com")),
    ("https://good.com:secret@evil.com:8443/", Some("evil.com:8443")),
    ("https://good.com@evil.com@worse.com/", Some("worse.com")),
    ("https://good.com%2Fa@evil.com/", Some("evil.com")),
    ("https://evil.com\\@good.com/", Some("evil.com")),
    ("https://evil.com\\.good.com/", Some("evil.com")),
    ("https://evil.com?@good.com/", Some("evil.com")),
    ("https://evil.com#@good.com/", Some("evil.com")),
    ("https://evil.com/@good.com/", Some("evil.com")),
    ("https://good.com\t@evil.com/", Some("evil.com")),
    ("https://evil.com/\t/good.com", Some("evil.com")),
    ("https://good.com\t.evil.com/", None),
    ("https://good.com\n/", None),
    ("https://\t/evil.com", None),
    ("https:///evil.com", None),
    ("https:\\\\evil.com", None),
    ("https:evil.com", None),
    ("https://%65vil.com/", None),
    ("https://good.com%2F.evil.com/", None),
    ("https://good.com /", None),
    ("https://", None),
    ("https://@/", None),
    ("https://münchen.de/a", Some("xn--mnchen-3ya.de")),
    ("https://München.de/a", Some("xn--mnchen-3ya.de")),
    ("https://аpple.com/", Some("xn--pple-43d.com")),
    ("https://example.org@пример.рф:80/?ä", Some("xn--e1afmkfd.xn--p1ai:80")),
    ("javascript:alert(1)", None),
    ("java\tscript:alert(1)", None),
    ("data:text/html,x", None),
    ("//evil.com/", None),
    (" https://evil.com/", None),
];

#[test]
fn texts_of_links_are_the_hosts_that_they_lead_to() {
    let locale = locale("en");
    for (address, expected) in ADDRESSES {
        let page = page(address, &locale);
        let links: Vec<_> = page.select(&Selector::parse(".source a").expect("a selector")).collect();
        let texts: Vec<_> = links.iter().map(|link| link.text().collect::<String>()).collect();
        assert_eq!(texts.first().map(String::as_str), expected, "{address:?}");
        for link in links {
            let url = Url::parse(link.attr("href").unwrap_or_default()).expect("an address");
            assert!(["http", "https"].contains(&url.scheme()), "{address:?}");
            assert_eq!(url.host_str().map(without_www), expected.map(without_port), "{address:?}");
        }
    }
}

/// The markup of a figure with one source.
fn page(address: &str, locale: &article_figures::locale::Locale) -> Html {
    let descriptor = r#"{"name":"a","resources":[{"name":"t","path":"t.csv","schema":{"fields":[{"name":"name"},
        {"name":"value","type":"number"},{"name":"quotation"},{"name":"source"}]}}],"views":[{"name":"v","title":"V",
        "resources":["t"],"specType":"simple","spec":{"type":"bar","group":"name","series":["value"]}}]}"#;
    let mut package = Package::new(Descriptor::parse("datapackage.json", descriptor.as_bytes()).expect("a descriptor"));
    let cell = address.replace('"', "\"\"");
    package.add("t", Ok(format!("name,value,quotation,source\na,1,one,\"{cell}\"\n").into_bytes()));
    let figure = Figure::new(&package, "v", locale).expect("a figure");
    Html::parse_fragment(&markup::figure(&figure, &[], &State::default(), locale, "", ""))
}

fn without_www(host: &str) -> &str {
    host.strip_prefix("www.").unwrap_or(host)
}

/// An address in brackets keeps its colons.
fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

proptest! {
    /// The crate `url` reads addresses as the WHATWG's standard does. An address that it refuses leads nowhere.
    #[test]
    fn hosts_are_those_of_the_standard(rest in "[a-z@:/\\\\?#.%\t\n\u{430}\u{fc}0-9\\[\\] _-]{0,12}") {
        for address in [format!("https://{rest}"), format!("http://example.org{rest}"), format!("https://{rest}example.org/")] {
            let address = with_ascii_host(&address);
            let (Some(found), Ok(url)) = (host(&address), Url::parse(&address)) else { continue };
            match url.host() {
                Some(url::Host::Domain(name)) => prop_assert_eq!(without_port(found.trim_end_matches(':')), name),
                // The same number, however it is written.
                Some(_) => prop_assert!(found.contains(|own: char| own.is_ascii_digit() || own == '[')),
                None => prop_assert!(false, "{}", address),
            }
        }
    }

    #[test]
    fn hosts_in_other_scripts_are_in_punycode(name in "[a-zäöüéабвгд中文字本日0-9]{1,12}") {
        let address = format!("https://{name}.example/");
        let url = Url::parse(&address);
        if let Ok(url) = url {
            prop_assert_eq!(with_ascii_host(&address), url.as_str());
        }
    }
}
