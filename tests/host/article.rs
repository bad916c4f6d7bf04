//! Articles: their Markdown as HTML, what is wrong with it by file and line, and the page of each language.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use article_figures::site::article::markdown::{Block, parse};
use article_figures::site::article::reference::Known;
use article_figures::site::{self, Report};
use scraper::{Html, Selector};

use crate::common::{article, figure, files, folder, locale, site};

const LANGUAGES: [&str; 4] = ["de", "en", "ru", "kk"];

/// The parts of a text below a title, each on a line, and the problems of the text. The figures are those of the article.
fn read(text: &str) -> (String, Vec<String>) {
    let figures = ["investment", "economy", "strikes"].map(|view| figure(view, "de"));
    let known = Known {
        views: figures.iter().map(|figure| &*figure.name).chain(["broken"]).collect(),
        figures: &figures,
        locale: &locale("de"),
    };
    let document = parse("a.md", &format!("# Title\n\n{text}"), &known);
    let line = |block: &Block| match block {
        Block::Heading(html) | Block::Text(html) => html.clone(),
        Block::Figure(placed) => {
            let kind = if placed.is_frame { "frame" } else { "figure" };
            format!("[{kind} {:?} {} | {}]", placed.setting, placed.reference.page(), placed.caption)
        }
    };
    let parts: Vec<_> = document.parts.iter().skip(1).map(line).collect();
    (parts.join("\n"), document.problems.iter().map(ToString::to_string).collect())
}

#[test]
fn markdown_is_html() {
    for (text, expected) in [
        ("a *b* **c** `d`", "<p>a <em>b</em> <strong>c</strong> <code>d</code></p>"),
        ("a\nb  \nc", "<p>a\nb<br>c</p>"),
        ("## One\n\n### Two\n\n#### Three", "<h2>One</h2>\n<h3>Two</h3>\n<h3>Three</h3>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("3. a\n4. b", "<ol start=\"3\"><li>a</li><li>b</li></ol>"),
        ("> a\n>\n> b", "<blockquote><p>a</p><p>b</p></blockquote>"),
        ("a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>"),
        ("    a <b>", "<pre><code>a &lt;b&gt;</code></pre>"),
        ("a & b < c > d \" e ' f", "<p>a &amp; b &lt; c &gt; d &quot; e &#39; f</p>"),
        ("{{ 7 * 7 }} {% raw %} \\*a\\*", "<p>{{ 7 * 7 }} {% raw %} *a*</p>"),
        ("a[^1] | b | [c]", "<p>a[^1] | b | [c]</p>"),
        (
            "[a](https://example.org/?b=1&c=\"2\")",
            "<p><a href=\"https://example.org/?b=1&amp;c=&quot;2&quot;\" rel=\"noopener\">a</a></p>",
        ),
        (
            "[a][b] <https://example.org/c>\n\n[b]: http://www.example.org/",
            "<p><a href=\"http://www.example.org/\" rel=\"noopener\">a</a> <a href=\"https://example.org/c\" \
             rel=\"noopener\">https://example.org/c</a></p>",
        ),
        (
            "[example.org](https://www.example.org/a)",
            "<p><a href=\"https://www.example.org/a\" rel=\"noopener\">example.org</a></p>",
        ),
        ("[a](https://münchen.de)", "<p><a href=\"https://xn--mnchen-3ya.de\" rel=\"noopener\">a</a></p>"),
        (
            "[*62.5* %](figure:investment?select=us,nl&compare=2021)",
            "<p><a href=\"../investment/?select=us,nl&amp;compare=2021\" data-article-figure><em>62.5</em> %</a></p>",
        ),
        // A figure that cannot be read says so on its page.
        ("[a](figure:broken?x=y)", "<p><a href=\"../broken/?x=y\" data-article-figure>a</a></p>"),
        ("[a](figure:economy)", "<p><a href=\"../economy/\" data-article-figure>a</a></p>"),
    ] {
        assert_eq!(read(text), (expected.to_owned(), vec![]), "{text}");
    }
}

#[test]
fn figures_stand_between_paragraphs() {
    for (text, expected) in [
        ("![](figure:economy)", "[figure Column ../economy/ | ]"),
        ("a\n\n![b *c* <](figure:economy)\n\nd", "<p>a</p>\n[figure Column ../economy/ | b <em>c</em> &lt;]\n<p>d</p>"),
        ("![](figure:economy?kind=stack \"wide\")", "[figure Wide ../economy/?kind=stack | ]"),
        ("![](figure:investment?select=us,nl \"beside\")", "[figure Beside ../investment/?select=us,nl | ]"),
        ("![a](figure:strikes?kind=map \"wide frame\")", "[frame Wide ../strikes/?kind=map | a]"),
        (
            "![a [b](figure:economy?select=trade)](figure:strikes)",
            "[figure Column ../strikes/ | a <a href=\"../economy/?select=trade\" data-article-figure>b</a>]",
        ),
    ] {
        assert_eq!(read(text), (expected.to_owned(), vec![]), "{text}");
    }
}

/// Each with its line, counted from the title, and all words of the text.
#[test]
fn mistakes_have_a_file_and_a_line_and_lose_nothing() {
    let views = "investment, economy, strikes, broken";
    let keys = "mining, manufacturing, trade, construction, transport, remainder";
    let html = "expected Markdown without HTML, found";
    let address = "expected an address that begins with https:// or http://, or figure:NAME, found";
    let own = "expected words, or the address that the link leads to, found";
    let paragraph = "expected a figure in a paragraph of its own, outside of lists and quotations, found";
    for (text, html, problems) in [
        (
            "a\n\nb <b onclick=\"c\">d</b>",
            "<p>a</p>\n<p>b &lt;b onclick=&quot;c&quot;&gt;d&lt;/b&gt;</p>",
            vec![format!("line 5: {html} <b onclick=\"c\">"), format!("line 5: {html} </b>")],
        ),
        (
            "<script>\nalert(1)\n</script>\n\nb",
            "<p>&lt;script&gt;\nalert(1)\n&lt;/script&gt;\n</p>\n<p>b</p>",
            vec![format!("line 3: {html} <script>\nalert(1)\n</script>")],
        ),
        ("a <!-- b -->", "<p>a &lt;!-- b --&gt;</p>", vec![format!("line 3: {html} <!-- b -->")]),
        ("[a](javascript:b)", "<p>a</p>", vec![format!("line 3: {address} javascript:b")]),
        ("[a](/b)", "<p>a</p>", vec![format!("line 3: {address} /b")]),
        ("[a](data:text/html,b)", "<p>a</p>", vec![format!("line 3: {address} data:text/html,b")]),
        ("[a](//example.org)", "<p>a</p>", vec![format!("line 3: {address} //example.org")]),
        ("<mailto:a@b.c>", "<p>mailto:a@b.c</p>", vec![format!("line 3: {address} mailto:a@b.c")]),
        (
            "[https://good.org](https://evil.org)",
            "<p>https://good.org</p>",
            vec![format!("line 3: {own} https://good.org")],
        ),
        ("[good.org/a](https://evil.org)", "<p>good.org/a</p>", vec![format!("line 3: {own} good.org/a")]),
        ("[good.org](https://good.org@evil.org)", "<p>good.org</p>", vec![format!("line 3: {own} good.org")]),
        ("![a](b.png)", "<p>a</p>", vec!["line 3: expected a figure, such as figure:NAME, found b.png".to_owned()]),
        ("a\nb [c](figure:x?y=z)", "<p>a\nb c</p>", vec![format!("line 4: expected one of {views}, found \"x\"")]),
        ("![a](figure:x)", "<p>a</p>", vec![format!("line 3: expected one of {views}, found \"x\"")]),
        (
            "[a](figure:economy?chosen=trade)",
            "<p>a</p>",
            vec![
                "line 3, view \"economy\": expected one of sort, compare, many, kind, select, found \"chosen\""
                    .to_owned(),
            ],
        ),
        (
            "[a](figure:economy?select=trade,oil)",
            "<p>a</p>",
            vec![format!("line 3, view \"economy\", property \"select\": expected one of {keys}")],
        ),
        (
            "[a](figure:economy?compare=2017)",
            "<p>a</p>",
            vec![
                "line 3, view \"economy\", property \"compare\": expected one of 2018, 2019, 2020, 2021, found \"2017\""
                    .to_owned(),
            ],
        ),
        (
            "![a](figure:economy?kind=pie)",
            "<p>a</p>",
            vec!["line 3, view \"economy\", property \"kind\": expected one of bars, stack, found \"pie\"".to_owned()],
        ),
        (
            "[a](figure:economy?select)",
            "<p>a</p>",
            vec!["line 3, view \"economy\": expected a name with a value, such as select=KEY, found select".to_owned()],
        ),
        (
            "![a](figure:economy \"large\")",
            "[figure Column ../economy/ | a]",
            vec!["line 3: expected one of wide, beside, frame, found \"large\"".to_owned()],
        ),
        (
            "a ![b](figure:economy)",
            "<p>a <a href=\"../economy/\" data-article-figure>b</a></p>",
            vec![format!("line 3: {paragraph} ![b](figure:economy)")],
        ),
        (
            "- ![](figure:economy)",
            "<ul><li><a href=\"../economy/\" data-article-figure>economy</a></li></ul>",
            vec![format!("line 3: {paragraph} ![](figure:economy)")],
        ),
        (
            "![a](figure:economy)\nb",
            "<p><a href=\"../economy/\" data-article-figure>a</a>\nb</p>",
            vec![format!("line 3: {paragraph} ![a](figure:economy)")],
        ),
        (
            "![a](figure:economy)\n\n![b](figure:economy?kind=stack)",
            "[figure Column ../economy/ | a]\n<p><a href=\"../economy/?kind=stack\" data-article-figure>b</a></p>",
            vec!["line 5, view \"economy\": expected each name once, found this one again".to_owned()],
        ),
        (
            "# b",
            "<h1>b</h1>",
            vec!["line 3: expected one title, and headings of sections such as ## HEADING, found b".to_owned()],
        ),
    ] {
        let (found, told) = read(text);
        assert_eq!(found, html, "{text}");
        assert_eq!(told.len(), problems.len(), "{text}: {told:?}");
        for (told, problem) in told.iter().zip(problems) {
            assert!(told.starts_with(&format!("a.md, {problem}")), "{text}: {told} is not {problem}");
        }
    }
}

#[test]
fn every_article_has_a_title_on_top() {
    let known = Known { views: vec![], figures: &[], locale: &locale("de") };
    for (text, problem) in [
        ("", "a.md, line 1: expected a title on top, such as # TITLE, found nothing"),
        ("a", "a.md, line 1: expected a title on top, such as # TITLE, found nothing"),
        ("a\n\n# b", "a.md, line 3: expected a title on top, such as # TITLE, found b"),
    ] {
        let problems: Vec<_> = parse("a.md", text, &known).problems.iter().map(ToString::to_string).collect();
        assert_eq!(problems, [problem], "{text}");
    }
    let document = parse("a.md", "\u{feff}# A *b*\n\nC\nd **e**.\n\nf", &known);
    assert_eq!((&*document.title, &*document.description), ("A b", "C d e."));
}

const DESCRIPTOR: &str = r#"{"name":"a","title":"Loans","languages":["en","de"],"_article":"a.md",
    "resources":[{"name":"data","path":"data.csv"}]}"#;
const TABLE: &str = "name,value\na,1\nb,2\nc,3\n";
const TEXT: &str = "# A\n\nB\n\n![c](figure:data \"beside\")\n";

/// The site of a package with these files, in place of the ones above.
fn site_of(changed: &[(&str, &[u8])]) -> (tempfile::TempDir, PathBuf, Report) {
    let around = tempfile::tempdir().expect("a folder");
    let (data, out) = (around.path().join("data"), around.path().join("site"));
    fs::create_dir_all(data.join("texts")).expect("a folder");
    let own: [(&str, &[u8]); 3] =
        [("datapackage.json", DESCRIPTOR.as_bytes()), ("data.csv", TABLE.as_bytes()), ("a.md", TEXT.as_bytes())];
    for (name, text) in own.iter().chain(changed) {
        fs::write(data.join(name), text).expect("written");
    }
    let report = crate::common::build(&data, &out, None, false);
    let told = |report: &Report| report.problems.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(told(&site::check(&data)), told(&report));
    (around, out, report)
}

/// Everything that is said of a package but that titles are not translated.
fn told(report: &Report) -> Vec<String> {
    let told = report.problems.iter().chain(&report.notes).map(ToString::to_string);
    told.filter(|line| !line.contains("title@de")).collect()
}

#[test]
fn any_package_has_an_article_in_each_language() {
    let (_around, out, report) = site_of(&[]);
    let missing = "datapackage.json, property \"_article@de\": expected a Markdown file (.md) in or below the package's \
                   folder, found nothing";
    assert_eq!(told(&report), [missing]);
    for (language, title) in [("en", "<title>A – Loans"), ("de", "<title>A\u{a0}[en] – Loans")] {
        let page = fs::read_to_string(out.join(language).join("article/index.html")).expect("a page");
        assert!(page.contains(title) && page.contains("<article lang=\"en\">"), "{page}");
        assert!(page.contains(&format!("<article-figure src=\"../data/\" lang=\"{language}\">")), "{page}");
        let figure = fs::read_to_string(out.join(language).join("data/index.html")).expect("a page");
        assert!(figure.contains(&format!("{language}/article/\"")), "{language} does not lead there");
    }
    assert_eq!(fs::read_to_string(out.join("data/a.md")).expect("a copy"), TEXT);
    let german = DESCRIPTOR.replace("\"a.md\"", "\"a.md\",\"_article@de\":\"texts/b.md\"");
    let (_around, out, report) =
        site_of(&[("datapackage.json", german.as_bytes()), ("texts/b.md", b"# D\n\n[e](figure:data?select=1)")]);
    assert_eq!(told(&report), [""; 0]);
    let page = fs::read_to_string(out.join("de/article/index.html")).expect("a page");
    assert!(page.contains("<a href=\"../data/?select=1\" data-article-figure>e</a>"), "{page}");
}

#[test]
fn what_is_no_article_is_said() {
    let named = |path: &str| DESCRIPTOR.replace("\"a.md\"", path);
    let unexpected = |property: &str, found: &str| {
        format!(
            "datapackage.json, property \"{property}\": expected a Markdown file (.md) in or below the package's \
             folder, found {found}"
        )
    };
    let view = r#""views":[{"name":"article","title":"A","resources":["data"],"spec":{"type":"bar","group":"name","series":["value"]}}],"resources""#;
    for (descriptor, file, problem) in [
        (named("\"../a.md\""), TEXT.as_bytes(), unexpected("_article", "\"../a.md\"")),
        (named("\"/a.md\""), TEXT.as_bytes(), unexpected("_article", "\"/a.md\"")),
        (named("\"a.html\""), TEXT.as_bytes(), unexpected("_article", "\"a.html\"")),
        (named("[\"a.md\"]"), TEXT.as_bytes(), unexpected("_article", "[\"a.md\"]")),
        (named("\"b.md\""), TEXT.as_bytes(), "b.md: the file is missing".to_owned()),
        (named("\"texts.md\""), TEXT.as_bytes(), "texts.md: the file is missing".to_owned()),
        (named("\"a.md\""), b"# \xff", "a.md: not valid UTF-8: save the file as UTF-8".to_owned()),
        (named("\"a.md\""), b"# A\n\n<b>", "a.md, line 3: expected Markdown without HTML, found <b>".to_owned()),
        (
            DESCRIPTOR.replace("\"resources\"", view),
            TEXT.replace("data", "article").leak().as_bytes(),
            "datapackage.json, view \"article\": expected each name once, found this one again".to_owned(),
        ),
    ] {
        let (_around, out, report) = site_of(&[("datapackage.json", descriptor.as_bytes()), ("a.md", file)]);
        assert!(told(&report)[0].starts_with(&problem), "{:?} is not {problem}", told(&report));
        let page = fs::read_to_string(out.join("en/article/index.html")).unwrap_or_default();
        assert_eq!(page.contains("<article lang"), problem.contains("line"), "{problem}");
        let figure = if descriptor.contains("views") { "article" } else { "data" };
        let figure = fs::read_to_string(out.join("en").join(figure).join("index.html")).expect("the figure");
        assert!(figure.contains("<svg"), "{problem}: {figure}");
    }
}

fn page(language: &str) -> Html {
    Html::parse_document(&fs::read_to_string(site().join(language).join("article/index.html")).expect("a page"))
}

fn select(selector: &str) -> Selector {
    Selector::parse(selector).expect(selector)
}

/// Figures, links and sources are the same in every language, each text as long as asked for, and each page leads there.
#[test]
fn the_article_is_the_same_in_every_language() {
    let facts = |language: &str| {
        let page = page(language);
        let all = |selector: &str, name: &str| -> Vec<String> {
            page.select(&select(selector)).filter_map(|element| element.attr(name)).map(str::to_owned).collect()
        };
        let links: BTreeSet<_> =
            all("article > * a[data-article-figure], article div p > a", "href").into_iter().collect();
        (all("article-figure", "src"), all("iframe", "src"), links)
    };
    let own = facts("de");
    assert_eq!(own.0, ["../investment/", "../economy/", "../population/", "../strikes/"]);
    assert_eq!(own.1, ["../january/embed.html"]);
    for language in LANGUAGES {
        assert_eq!(facts(language), own, "{language}");
        let page = page(language);
        let words: usize = page
            .select(&select("article > p, article > h1, article > h2, .beside > div:not(.placed) > *"))
            .map(|block| block.text().collect::<String>().split_whitespace().count())
            .sum();
        assert!((500..=700).contains(&words), "{language}: {words} words");
        for path in files(&site().join(language)).into_iter().filter(|path| path.ends_with("index.html")) {
            let text = fs::read_to_string(&path).expect("a page");
            assert!(text.contains(&format!("{language}/article/\"")), "{} does not lead there", path.display());
        }
    }
}

/// Every number with a decimal or a per cent sign is in the data of the package, or in its texts in this language.
#[test]
fn every_number_of_the_article_is_in_its_data() {
    let package = article();
    let tables: Vec<_> =
        package.descriptor.resources.iter().filter(|resource| resource.path.ends_with(".csv")).collect();
    let data: String =
        tables.iter().map(|table| fs::read_to_string(folder("data").join(&table.path)).expect("a table")).collect();
    let computed = ["54.5", "57", "62.5", "43", "49.3", "3.6"];
    for language in LANGUAGES {
        let page = page(language);
        let text: String = page
            .select(&select("article > p, .beside > div:not(.placed) > p"))
            .flat_map(|block| block.text())
            .collect();
        let mut judged = 0;
        for number in numbers(&text) {
            let plain = number.replace(',', ".");
            let known = data.contains(&plain) || data.contains(&plain.replace('.', ",")) || computed.contains(&&*plain);
            assert!(known, "{language}: {number}");
            judged += 1;
        }
        assert!(judged > 40, "{language}: {judged}");
    }
    let value = |view: &str, key: &str| {
        let figure = figure(view, "en");
        figure.data.iter().find(|datum| datum.key == key).and_then(|datum| datum.value).expect("a value")
    };
    let sum = |view: &str, keys: &[&str]| keys.iter().map(|key| value(view, key)).sum::<f64>();
    assert!((sum("investment", &["nl", "us"]) - 54.5).abs() < 1e-9);
    assert!((sum("investment", &["nl", "us", "fr", "be"]) - 62.5).abs() < 1e-9);
    assert!((sum("economy", &["mining", "manufacturing", "trade", "construction", "transport"]) - 57.0).abs() < 1e-9);
    assert!((value("economy", "remainder") - 43.0).abs() < 1e-9);
    assert!((value("population", "change") + 3.6).abs() < 1e-9);
    assert_eq!(format!("{:.1}", 100.0 * value("population", "change") / value("population", "1989")), "-49.3");
}

/// The numbers of a text, without signs around them.
fn numbers(text: &str) -> Vec<String> {
    let is_part = |sign: char| sign.is_ascii_digit() || matches!(sign, '.' | ',');
    let parts = text.split(|sign: char| !is_part(sign)).map(|part| part.trim_matches(['.', ',']));
    parts.filter(|part| part.chars().any(|sign| sign.is_ascii_digit())).map(str::to_owned).collect()
}

#[test]
fn a_figure_beside_the_text_is_between_its_paragraphs() {
    let page = page("de");
    let section = page.select(&select("section.beside")).next().expect("a section");
    let names: Vec<_> = section.child_elements().map(|child| (child.value().name(), child.attr("class"))).collect();
    assert_eq!(names, [("div", None), ("div", Some("placed")), ("div", None)]);
}
