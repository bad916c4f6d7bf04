//! JSON with places: every property that is read knows how to say where it stands.

use super::decimal;
use super::text::Text;
use crate::error::{Error, Part, Place, Problem, excerpt};
use crate::text::concat;
use crate::work::{spend, weight};

/// A JSON value; the properties of an object keep their order.
#[derive(Debug, PartialEq)]
pub enum Json {
    Null,
    Flag(bool),
    Number(f64),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// Reads a file in slices; a byte order mark is no mistake.
///
/// # Errors
/// Invalid UTF-8, and invalid JSON with line and column.
pub async fn read(file: &str, bytes: &[u8]) -> Result<Json, Error> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Err(Error::new(Place::file(file), Problem::NotUtf8, &[])) };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader { text, at: 0 };
    let json = reader.value().await.filter(|_| reader.peek().is_none());
    json.ok_or_else(|| reader.error(file))
}

impl Json {
    /// Lets go of all values, in slices.
    pub async fn release(self) {
        let mut rest = vec![self];
        while let Some(json) = rest.pop() {
            spend(1).await;
            match json {
                Json::List(items) => rest.extend(items),
                Json::Object(properties) => rest.extend(properties.into_iter().map(|(_, value)| value)),
                _ => {}
            }
        }
    }
}

/// A list or an object whose end is not read yet.
enum Open {
    List(Vec<Json>),
    /// With the name of the property that is read.
    Object(Vec<(String, Json)>, String),
}

/// A JSON object and where it stands. What is wrong with a property is added to `problems` where it is
/// read, and the property counts as absent.
#[derive(Clone)]
pub struct Object<'a> {
    pub(super) properties: &'a [(String, Json)],
    pub place: Place,
}

pub type Problems = Vec<Error>;

impl<'a> Object<'a> {
    pub fn new(value: &'a Json, place: Place, problems: &mut Problems) -> Option<Self> {
        match value {
            Json::Object(properties) => Some(Self { properties, place }),
            other => {
                problems.push(unexpected(place, "an object", other));
                None
            }
        }
    }

    /// The same object at a place that says more than its number in a list: the first `parts` of its own,
    /// then its name.
    pub fn named(&self, parts: usize, part: Part, name: &str) -> Self {
        Self { properties: self.properties, place: self.place.first(parts).with(part, name) }
    }

    /// The value of a property; programs write `null` where they have none.
    pub fn get(&self, name: &str) -> Option<&'a Json> {
        let property = self.properties.iter().find(|(property, _)| property == name);
        property.map(|(_, value)| value).filter(|value| **value != Json::Null)
    }

    /// The object under a property, `None` where there is none.
    pub fn object(&self, name: &str, problems: &mut Problems) -> Option<Object<'a>> {
        Object::new(self.get(name)?, self.at(name), problems)
    }

    pub fn required_object(&self, name: &str, problems: &mut Problems) -> Option<Object<'a>> {
        if self.get(name).is_none() {
            problems.push(self.missing(name, "an object"));
        }
        self.object(name, problems)
    }

    pub fn string(&self, name: &str, problems: &mut Problems) -> Option<&'a str> {
        match self.get(name)? {
            Json::Text(text) => Some(text),
            other => {
                problems.push(unexpected(self.at(name), "a text", other));
                None
            }
        }
    }

    /// A text that is there and not empty.
    pub fn required_string(&self, name: &str, problems: &mut Problems) -> Option<&'a str> {
        if self.get(name).is_none_or(|value| *value == Json::Text(String::new())) {
            problems.push(self.missing(name, "a text"));
            return None;
        }
        self.string(name, problems)
    }

    pub fn number(&self, name: &str, problems: &mut Problems) -> Option<f64> {
        match self.get(name)? {
            Json::Number(number) => Some(*number),
            other => {
                problems.push(unexpected(self.at(name), "a number", other));
                None
            }
        }
    }

    pub fn flag(&self, name: &str, problems: &mut Problems) -> bool {
        match self.get(name) {
            None => false,
            Some(Json::Flag(flag)) => *flag,
            Some(other) => {
                problems.push(unexpected(self.at(name), "true or false", other));
                false
            }
        }
    }

    pub fn list(&self, name: &str, problems: &mut Problems) -> &'a [Json] {
        match self.get(name) {
            None => &[],
            Some(Json::List(values)) => values,
            Some(other) => {
                problems.push(unexpected(self.at(name), "a list", other));
                &[]
            }
        }
    }

    pub fn strings(&self, name: &str, problems: &mut Problems) -> Vec<String> {
        let mut strings = Vec::new();
        for value in self.list(name, problems) {
            match value {
                Json::Text(text) => strings.push(text.clone()),
                other => problems.push(unexpected(self.at(name), "a list of texts", other)),
            }
        }
        strings
    }

    /// The first of a list of texts that may not be empty.
    pub fn first_string(&self, name: &str, problems: &mut Problems) -> Option<String> {
        let first = self.strings(name, problems).into_iter().next();
        if first.is_none() {
            problems.push(self.missing(name, "a list with a name"));
        }
        first
    }

    /// A text with its translations: `title`, `title@en` and so on.
    pub fn text(&self, name: &str, languages: &[String], problems: &mut Problems) -> Option<Text> {
        let own = languages.first().map_or("", |own| own);
        let mut text = Text::new(self.string(name, problems)?, own);
        for language in languages {
            if let Some(translation) = self.string(&Text::name(name, language), problems) {
                text.add(language, translation);
            }
        }
        Some(text)
    }

    pub fn missing(&self, name: &str, expected: &str) -> Error {
        Error::new(self.at(name), Problem::Missing, &[expected])
    }

    pub fn at(&self, name: &str) -> Place {
        self.place.clone().with(Part::Property, name)
    }
}

pub(super) fn unexpected(place: Place, expected: &str, found: &Json) -> Error {
    let found = match found {
        Json::Null => "null".to_owned(),
        Json::Flag(flag) => flag.to_string(),
        Json::Number(number) => number.to_string(),
        Json::Text(text) => concat(&["\"", &excerpt(text), "\""]),
        Json::List(_) => "a list".to_owned(),
        Json::Object(_) => "an object".to_owned(),
    };
    Error::new(place, Problem::Unexpected, &[expected, &found])
}

/// Reads JSON as RFC 8259 has it. By hand, because `serde_json` with nothing but reading costs the wasm
/// 11 KB (4 KB brotli), a twentieth of what a reader may wait for, and this costs two.
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

/// Deeper nesting is a broken file or an attack on the stack.
const DEEPEST: usize = 64;

impl Reader<'_> {
    /// The next byte that is no white space.
    fn peek(&mut self) -> Option<u8> {
        let rest = &self.text.as_bytes()[self.at..];
        self.at += rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).count();
        self.text.as_bytes().get(self.at).copied()
    }

    fn takes(&mut self, byte: u8) -> bool {
        let taken = self.peek() == Some(byte);
        self.at += usize::from(taken);
        taken
    }

    /// Without recursion, so that it can give way anywhere.
    async fn value(&mut self) -> Option<Json> {
        let mut open = Vec::new();
        loop {
            let begin = self.at;
            let value = match self.peek()? {
                _ if open.len() >= DEEPEST => return None,
                b'{' if self.opens(b'}') => {
                    open.push(Open::Object(Vec::new(), self.name()?));
                    None
                }
                b'{' => Some(Json::Object(Vec::new())),
                b'[' if self.opens(b']') => {
                    open.push(Open::List(Vec::new()));
                    None
                }
                b'[' => Some(Json::List(Vec::new())),
                b'"' => Some(self.string().map(Json::Text)?),
                b't' => Some(self.word("true", Json::Flag(true))?),
                b'f' => Some(self.word("false", Json::Flag(false))?),
                b'n' => Some(self.word("null", Json::Null)?),
                _ => Some(self.number()?),
            };
            spend(weight(&self.text.as_bytes()[begin..self.at])).await;
            if let Some(value) = value
                && let Some(whole) = self.closed(&mut open, value)?
            {
                return Some(whole);
            }
        }
    }

    /// Takes an opening bracket; also the closing one, where nothing is between them. Returns whether there is something.
    fn opens(&mut self, end: u8) -> bool {
        self.at += 1;
        !self.takes(end)
    }

    /// The name of a property, with the colon behind it.
    fn name(&mut self) -> Option<String> {
        let name = if self.peek()? == b'"' { self.string()? } else { return None };
        self.takes(b':').then_some(name)
    }

    /// Puts a value where it belongs, and closes all that it is the last of: the whole, once everything is closed.
    fn closed(&mut self, open: &mut Vec<Open>, mut value: Json) -> Option<Option<Json>> {
        loop {
            value = match open.pop() {
                None => return Some(Some(value)),
                Some(Open::List(mut items)) => {
                    items.push(value);
                    if !self.takes(b']') {
                        open.push(Open::List(items));
                        return self.takes(b',').then_some(None);
                    }
                    Json::List(items)
                }
                Some(Open::Object(mut properties, name)) => {
                    properties.push((name, value));
                    if !self.takes(b'}') {
                        if !self.takes(b',') {
                            return None;
                        }
                        open.push(Open::Object(properties, self.name()?));
                        return Some(None);
                    }
                    Json::Object(properties)
                }
            };
        }
    }

    /// From the opening quotation mark to behind the closing one.
    fn string(&mut self) -> Option<String> {
        self.at += 1;
        let mut string = String::new();
        loop {
            let rest = &self.text[self.at..];
            let end = rest.bytes().position(|byte| byte < b' ' || byte == b'"' || byte == b'\\')?;
            string.push_str(&rest[..end]);
            self.at += end;
            match rest.as_bytes()[end] {
                b'"' => {
                    self.at += 1;
                    return Some(string);
                }
                b'\\' => string.push(self.escape()?),
                _ => return None,
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        let sign = *self.text.as_bytes().get(self.at + 1)?;
        let plain = match sign {
            b'"' | b'\\' | b'/' => char::from(sign),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(),
            _ => return None,
        };
        self.at += 2;
        Some(plain)
    }

    /// `\u` and four digits; two of them for a sign beyond the basic plane.
    fn unicode(&mut self) -> Option<char> {
        let high = self.unit()?;
        if !(0xd800..0xdc00).contains(&high) {
            return char::from_u32(high);
        }
        let low = self.unit().filter(|low| (0xdc00..0xe000).contains(low))?;
        char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00))
    }

    fn unit(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 6)?.strip_prefix("\\u")?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        self.at += 6;
        u32::from_str_radix(digits, 16).ok()
    }

    fn word(&mut self, word: &str, value: Json) -> Option<Json> {
        let known = self.text[self.at..].starts_with(word);
        self.at += if known { word.len() } else { 0 };
        known.then_some(value)
    }

    fn number(&mut self) -> Option<Json> {
        let rest = &self.text[self.at..];
        let mut end = 0;
        while let Some(b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E') = rest.as_bytes().get(end) {
            end += 1;
        }
        let number = &rest[..end];
        let allowed = match number.strip_prefix('-').unwrap_or(number).as_bytes() {
            [b'0', b'0'..=b'9', ..] => false,
            [b'0'..=b'9'] | [b'0'..=b'9', .., b'0'..=b'9'] => true,
            _ => false,
        };
        let value = decimal::any(number).filter(|_| allowed)?;
        self.at += number.len();
        Some(Json::Number(value))
    }

    /// Where the reading stopped.
    fn error(&self, file: &str) -> Error {
        let before = &self.text[..self.at];
        let (mut line, mut column) = (1, 1);
        for sign in before.chars() {
            (line, column) = if sign == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        let next = self.text[self.at..].chars().next().map(String::from);
        let found = next.map_or_else(|| "the end of the file".to_owned(), |sign| concat(&["\"", &sign, "\""]));
        let values: [&str; 3] = [&line.to_string(), &column.to_string(), &found];
        Error::new(Place::file(file), Problem::NotJson, &values)
    }
}
