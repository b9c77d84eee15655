//! The page as a tree: one list of nodes, so that neither a walk nor the release needs a stack.

use std::rc::Rc;

use html5ever::QualName;

/// Place of a node in its tree.
pub(super) type NodeId = usize;

/// The node that everything hangs from.
pub(super) const ROOT: NodeId = 0;

/// A parsed page.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub nodes: Vec<Node>,
}

#[derive(Debug)]
pub(super) struct Node {
    pub parent: Option<NodeId>,
    pub previous: Option<NodeId>,
    pub next: Option<NodeId>,
    pub first: Option<NodeId>,
    pub last: Option<NodeId>,
    pub depth: usize,
    pub content: Content,
}

#[derive(Debug)]
pub(super) enum Content {
    Element(Element),
    Text(String),
    /// The document itself, comments, instructions.
    Silent,
}

#[derive(Debug)]
pub(super) struct Element {
    pub name: Rc<QualName>,
    /// Only those that say something about the text.
    pub attributes: Vec<(&'static str, String)>,
}

/// The longest text of an attribute or a title that is kept; what is longer is cut.
pub(super) const LONGEST_VALUE: usize = 2000;

/// A step of a walk through the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Enter(NodeId),
    Leave(NodeId),
}

/// A walk in document order that keeps no stack.
pub(super) struct Walk<'a> {
    tree: &'a Tree,
    top: NodeId,
    next: Option<Step>,
}

impl Tree {
    pub fn content(&self, id: NodeId) -> &Content {
        self.nodes
            .get(id)
            .map_or(&Content::Silent, |node| &node.content)
    }

    /// How many nodes there are; ids are below it.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.nodes.get(id)?.parent
    }

    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        let first = self.nodes.get(id).and_then(|node| node.first);
        std::iter::successors(first, |child| self.nodes.get(*child)?.next)
    }

    /// The local name of an element in lower case; empty for anything else.
    pub fn name(&self, id: NodeId) -> &str {
        match self.content(id) {
            Content::Element(element) => &element.name.local,
            Content::Text(_) | Content::Silent => "",
        }
    }

    pub fn attribute(&self, id: NodeId, name: &str) -> Option<&str> {
        let Content::Element(element) = self.content(id) else {
            return None;
        };
        let mut attributes = element.attributes.iter();
        attributes
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The number that an attribute says, if it does.
    pub fn number(&self, id: NodeId, name: &str) -> Option<i64> {
        self.attribute(id, name)?.trim().parse().ok()
    }

    /// Every step below a node and of the node itself.
    pub fn walk(&self, top: NodeId) -> Walk<'_> {
        Walk {
            tree: self,
            top,
            next: Some(Step::Enter(top)),
        }
    }

    /// All nodes that hang in the tree, in document order.
    pub fn all(&self) -> impl Iterator<Item = NodeId> {
        self.walk(ROOT).filter_map(|step| match step {
            Step::Enter(id) => Some(id),
            Step::Leave(_) => None,
        })
    }

    /// The text below a node as it stands in the source; of a long one the beginning.
    pub fn raw_text(&self, top: NodeId) -> String {
        let mut text = String::new();
        for step in self.walk(top) {
            if text.len() > LONGEST_VALUE {
                break;
            }
            if let Step::Enter(id) = step
                && let Content::Text(part) = self.content(id)
            {
                text.push_str(part);
            }
        }
        text
    }
}

impl Walk<'_> {
    /// Leaves out what hangs below the node that was entered last.
    pub fn pass_over(&mut self, entered: NodeId) {
        self.next = Some(Step::Leave(entered));
    }
}

impl Iterator for Walk<'_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        let step = self.next?;
        let (Step::Enter(id) | Step::Leave(id)) = step;
        let node = self.tree.nodes.get(id)?;
        self.next = match step {
            Step::Enter(_) => Some(node.first.map_or(Step::Leave(id), Step::Enter)),
            Step::Leave(_) if id == self.top => None,
            Step::Leave(_) => node
                .next
                .map(Step::Enter)
                .or_else(|| node.parent.map(Step::Leave)),
        };
        Some(step)
    }
}
