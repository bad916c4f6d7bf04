use std::collections::HashMap;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::Browser;

/// What only groups, and the pieces of a text, which are told with what they stand in.
const SILENT: [&str; 6] = ["generic", "none", "InlineTextBox", "StaticText", "LineBreak", "ListMarker"];
const TEXT: &str = "StaticText";
/// What is told beside role and name where it holds.
const STATES: [&str; 9] =
    ["level", "live", "pressed", "expanded", "selected", "checked", "disabled", "focused", "hasPopup"];

impl Browser {
    /// What a screen reader is given of the figure that is shown: a line each, `role "name" state`, children indented.
    pub async fn figure_tree(&self) -> Result<String> {
        self.only_in_chromium("tree of accessibility")?;
        let answer = self.devtools("Accessibility.getFullAXTree", json!({})).await?;
        let nodes: Vec<Node> = serde_json::from_value(answer["nodes"].clone())?;
        let figure = nodes.iter().find(|node| node.role() == "figure" && !node.ignored);
        let figure = figure.context("no figure is told")?;
        let nodes = nodes.iter().map(|node| (node.id.as_str(), node)).collect();
        let mut lines = String::new();
        Tree { nodes }.push(figure, 0, &mut lines);
        Ok(lines)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Node {
    #[serde(rename = "nodeId")]
    id: String,
    ignored: bool,
    role: Option<Text>,
    name: Option<Text>,
    description: Option<Text>,
    #[serde(default)]
    properties: Vec<Property>,
    #[serde(default)]
    child_ids: Vec<String>,
}

#[derive(Deserialize)]
struct Text {
    #[serde(default)]
    value: Value,
}

#[derive(Deserialize)]
struct Property {
    name: String,
    value: Text,
}

impl Node {
    fn role(&self) -> &str {
        text(self.role.as_ref())
    }

    fn name(&self) -> &str {
        text(self.name.as_ref())
    }

    fn is_silent(&self) -> bool {
        self.ignored || SILENT.contains(&self.role())
    }

    /// ` pressed=true level=2`: what holds, in an order of our own.
    fn states(&self) -> String {
        let value = |state: &&str| self.properties.iter().find(|property| property.name == **state);
        let found = STATES.iter().filter_map(value).filter_map(|property| {
            let value = property.value.value.as_str().map_or_else(|| property.value.value.to_string(), str::to_owned);
            // A switch that is not pressed is told as such; everything else that does not hold is not.
            let held = value != "false" || property.name == "pressed" || property.name == "expanded";
            held.then(|| format!(" {}={value}", property.name))
        });
        found.collect()
    }
}

fn text(text: Option<&Text>) -> &str {
    text.and_then(|text| text.value.as_str()).unwrap_or_default()
}

struct Tree<'a> {
    nodes: HashMap<&'a str, &'a Node>,
}

impl Tree<'_> {
    fn push(&self, node: &Node, depth: usize, lines: &mut String) {
        let below = if node.is_silent() {
            depth
        } else {
            let name = if node.name().is_empty() { self.texts(node) } else { node.name().to_owned() };
            let description = text(node.description.as_ref());
            let description = if description.is_empty() { String::new() } else { format!(" ({description})") };
            *lines += &format!("{}{} \"{name}\"{}{description}\n", "  ".repeat(depth), node.role(), node.states());
            depth + 1
        };
        for child in self.children(node) {
            self.push(child, below, lines);
        }
    }

    fn children(&self, node: &Node) -> impl Iterator<Item = &Node> {
        node.child_ids.iter().filter_map(|id| self.nodes.get(id.as_str()).copied())
    }

    /// The texts within an element that has no name, but for those of elements with a line of their own.
    fn texts(&self, node: &Node) -> String {
        let own = self.children(node).map(|child| match child.role() {
            TEXT => child.name().to_owned(),
            _ if child.is_silent() => self.texts(child),
            _ => String::new(),
        });
        let own = own.collect::<Vec<_>>().join(" ");
        own.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }
}
