//! How much text hangs below every node, counted once for the whole page.

use super::element::{Role, role};
use super::tree::{Content, NodeId, Step, Tree};

/// What hangs below a node.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Measure {
    /// Characters without blanks.
    pub characters: usize,
    /// Those of them that are links.
    pub linked: usize,
    /// Paragraphs, list items and line breaks.
    pub paragraphs: usize,
    /// Tables, the node itself not counted.
    pub tables: usize,
}

/// The measures of all nodes.
#[derive(Debug)]
pub(super) struct Measures(Vec<Measure>);

impl Measures {
    pub fn of(tree: &Tree) -> Measures {
        let mut all = vec![Measure::default(); tree.len()];
        let mut links = 0_usize;
        let mut walk = tree.walk(super::tree::ROOT);
        while let Some(step) = walk.next() {
            match step {
                Step::Enter(id) => match tree.content(id) {
                    Content::Text(text) => {
                        let characters = text.chars().filter(|c| !c.is_whitespace()).count();
                        if let Some(measure) = all.get_mut(id) {
                            measure.characters = characters;
                            measure.linked = if links > 0 { characters } else { 0 };
                        }
                    }
                    Content::Element(_) if role(tree.name(id)) == Role::Silent => {
                        walk.pass_over(id)
                    }
                    Content::Element(_) => links += usize::from(is_link(tree, id)),
                    Content::Silent => {}
                },
                Step::Leave(id) => {
                    links = links.saturating_sub(usize::from(is_link(tree, id)));
                    add_to_parent(tree, &mut all, id);
                }
            }
        }
        Measures(all)
    }

    pub fn get(&self, id: NodeId) -> Measure {
        self.0.get(id).copied().unwrap_or_default()
    }
}

fn add_to_parent(tree: &Tree, all: &mut [Measure], id: NodeId) {
    let own = all.get(id).copied().unwrap_or_default();
    let Some(parent) = tree.parent(id).and_then(|parent| all.get_mut(parent)) else {
        return;
    };
    parent.characters += own.characters;
    parent.linked += own.linked;
    parent.paragraphs += own.paragraphs + usize::from(matches!(tree.name(id), "p" | "br" | "li"));
    parent.tables += own.tables + usize::from(tree.name(id) == "table");
}

/// Whether an element leads to another page or starts a tool.
pub(super) fn is_link(tree: &Tree, id: NodeId) -> bool {
    tree.name(id) == "a"
        && tree
            .attribute(id, "href")
            .is_some_and(|target| !target.is_empty() && !target.starts_with('#'))
}
