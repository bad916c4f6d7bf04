//! What a reader has asked of a figure, as it stands in addresses: `kind=bars&sort=name&select=us,nl`.

/// Names and values in the order in which they were set; a name that is absent means the figure's default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State(Vec<(String, String)>);

impl State {
    /// Reads a query without its question mark, not percent-encoded. What no figure knows is kept and harmless.
    pub fn parse(query: &str) -> Self {
        let mut state = Self::default();
        for pair in query.split('&') {
            if let Some((name, value)) = pair.split_once('=') {
                state.set(name, value);
            }
        }
        state
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// An empty value takes the name away.
    pub fn set(&mut self, name: &str, value: &str) {
        if let Some(known) = self.0.iter().position(|(known, _)| known == name) {
            self.0.remove(known);
        }
        if !value.is_empty() {
            self.0.push((name.to_owned(), value.to_owned()));
        }
    }

    /// A value that is a list: `us,nl`.
    pub fn list(&self, name: &str) -> Vec<String> {
        let mut values = Vec::new();
        for value in self.get(name).unwrap_or_default().split(',') {
            if !value.is_empty() {
                values.push(value.to_owned());
            }
        }
        values
    }

    /// Puts an entry into a list, or takes it out if it was there.
    pub fn toggle(&mut self, name: &str, entry: &str) {
        let mut list = self.list(name);
        match list.iter().position(|known| known == entry) {
            Some(known) => drop(list.remove(known)),
            None => list.push(entry.to_owned()),
        }
        let mut value = String::new();
        for entry in &list {
            value.push_str(if value.is_empty() { "" } else { "," });
            value.push_str(entry);
        }
        self.set(name, &value);
    }

    pub fn query(&self) -> String {
        let mut query = String::new();
        for (name, value) in &self.0 {
            if !query.is_empty() {
                query.push('&');
            }
            query = query + name + "=" + value;
        }
        query
    }
}

#[cfg(test)]
mod tests {
    use super::State;

    #[test]
    fn reads_and_writes_queries() {
        for (query, expected) in [
            ("", ""),
            ("kind=stack", "kind=stack"),
            ("kind=bars&sort=name&kind=stack", "sort=name&kind=stack"),
            ("select=us,nl&&x&y=", "select=us,nl"),
            ("a==b", "a==b"),
        ] {
            assert_eq!(State::parse(query).query(), expected, "{query}");
        }
    }

    #[test]
    fn lists() {
        let mut state = State::parse("select=us,,nl");
        assert_eq!(state.list("select"), ["us", "nl"]);
        state.toggle("select", "us");
        state.toggle("select", "be");
        assert_eq!(state.query(), "select=nl,be");
        state.toggle("select", "nl");
        state.toggle("select", "be");
        assert_eq!(state.query(), "");
        assert_eq!(state.list("select"), [""; 0]);
    }
}
