//! Takes the orders of the parser and builds the tree.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use html5ever::tendril::StrTendril;
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, QualName};

use super::tree::{Content, Element, LONGEST_VALUE, Node, NodeId, ROOT, Tree};

/// A tree that grows.
#[derive(Debug)]
pub(super) struct Planter {
    tree: RefCell<Tree>,
    /// The depth at which the parser worked last.
    depth: Cell<usize>,
}

/// A node for the parser, with its name at hand.
#[derive(Clone, Debug)]
pub(super) struct Handle {
    id: NodeId,
    name: Option<Rc<QualName>>,
}

impl Planter {
    pub fn new() -> Planter {
        let planter = Planter {
            tree: RefCell::default(),
            depth: Cell::new(0),
        };
        planter.plant(Content::Silent);
        planter
    }

    pub fn depth(&self) -> usize {
        self.depth.get()
    }

    pub fn count(&self) -> usize {
        self.tree.borrow().len()
    }

    pub fn into_tree(self) -> Tree {
        self.tree.into_inner()
    }

    fn plant(&self, content: Content) -> Handle {
        let name = match &content {
            Content::Element(element) => Some(element.name.clone()),
            Content::Text(_) | Content::Silent => None,
        };
        let nodes = &mut self.tree.borrow_mut().nodes;
        nodes.push(Node {
            parent: None,
            previous: None,
            next: None,
            first: None,
            last: None,
            depth: 0,
            content,
        });
        Handle {
            id: nodes.len() - 1,
            name,
        }
    }

    fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.tree.borrow().parent(id)
    }

    /// Puts a node under a parent, before a sibling or as the last.
    fn attach(&self, parent: NodeId, before: Option<NodeId>, id: NodeId) {
        self.detach(id);
        let nodes = &mut self.tree.borrow_mut().nodes;
        let previous = match before {
            Some(before) => nodes.get(before).and_then(|node| node.previous),
            None => nodes.get(parent).and_then(|node| node.last),
        };
        let depth = nodes.get(parent).map_or(0, |node| node.depth) + 1;
        self.depth.set(depth);
        if let Some(node) = nodes.get_mut(id) {
            (node.parent, node.previous, node.next) = (Some(parent), previous, before);
            node.depth = depth;
        }
        match previous.and_then(|previous| nodes.get_mut(previous)) {
            Some(previous) => previous.next = Some(id),
            None => {
                if let Some(parent) = nodes.get_mut(parent) {
                    parent.first = Some(id);
                }
            }
        }
        match before.and_then(|before| nodes.get_mut(before)) {
            Some(before) => before.previous = Some(id),
            None => {
                if let Some(parent) = nodes.get_mut(parent) {
                    parent.last = Some(id);
                }
            }
        }
    }

    fn detach(&self, id: NodeId) {
        let nodes = &mut self.tree.borrow_mut().nodes;
        let Some(node) = nodes.get_mut(id) else {
            return;
        };
        let (parent, previous, next) = (node.parent.take(), node.previous.take(), node.next.take());
        match previous.and_then(|previous| nodes.get_mut(previous)) {
            Some(previous) => previous.next = next,
            None => {
                if let Some(parent) = parent.and_then(|parent| nodes.get_mut(parent)) {
                    parent.first = next;
                }
            }
        }
        match next.and_then(|next| nodes.get_mut(next)) {
            Some(next) => next.previous = previous,
            None => {
                if let Some(parent) = parent.and_then(|parent| nodes.get_mut(parent)) {
                    parent.last = previous;
                }
            }
        }
    }

    fn insert(&self, parent: NodeId, before: Option<NodeId>, child: NodeOrText<Handle>) {
        match child {
            NodeOrText::AppendNode(handle) => self.attach(parent, before, handle.id),
            NodeOrText::AppendText(text) => self.insert_text(parent, before, &text),
        }
    }

    /// Adds to the text that stands there already, if one does.
    fn insert_text(&self, parent: NodeId, before: Option<NodeId>, text: &str) {
        {
            let nodes = &mut self.tree.borrow_mut().nodes;
            let neighbour = match before {
                Some(before) => nodes.get(before).and_then(|node| node.previous),
                None => nodes.get(parent).and_then(|node| node.last),
            };
            if let Some(node) = neighbour.and_then(|neighbour| nodes.get_mut(neighbour))
                && let Content::Text(known) = &mut node.content
            {
                known.push_str(text);
                self.depth.set(node.depth);
                return;
            }
        }
        let handle = self.plant(Content::Text(text.to_owned()));
        self.attach(parent, before, handle.id);
    }
}

/// Attributes that are kept; the rest may be megabytes of styling and pictures.
const KEPT: [&str; 20] = [
    "class",
    "colspan",
    "content",
    "hidden",
    "href",
    "http-equiv",
    "id",
    "itemprop",
    "name",
    "open",
    "property",
    "reversed",
    "role",
    "rowspan",
    "start",
    "style",
    "type",
    "value",
    "width",
    "border",
];

fn kept(attributes: Vec<Attribute>) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    for attribute in attributes {
        let name = KEPT.iter().find(|name| **name == &*attribute.name.local);
        if let Some(name) = name {
            let value: &str = &attribute.value;
            let mut characters = value.char_indices();
            let end = characters
                .nth(LONGEST_VALUE)
                .map_or(value.len(), |(at, _)| at);
            found.push((*name, value.get(..end).unwrap_or("").to_owned()));
        }
    }
    found
}

impl TreeSink for Planter {
    type Handle = Handle;
    type Output = Tree;
    type ElemName<'a> = &'a QualName;

    fn finish(self) -> Tree {
        self.into_tree()
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle {
            id: ROOT,
            name: None,
        }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> &'a QualName {
        target
            .name
            .as_deref()
            .expect("the parser asks only elements for their name")
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        _flags: ElementFlags,
    ) -> Handle {
        self.plant(Content::Element(Element {
            name: Rc::new(name),
            attributes: kept(attributes),
        }))
    }

    fn create_comment(&self, _text: StrTendril) -> Handle {
        self.plant(Content::Silent)
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> Handle {
        self.plant(Content::Silent)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.insert(parent.id, None, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        previous: &Handle,
        child: NodeOrText<Handle>,
    ) {
        match self.parent(element.id) {
            Some(parent) => self.insert(parent, Some(element.id), child),
            None => self.insert(previous.id, None, child),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// What stands in a template is never shown: it may as well hang below it.
    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }

    fn same_node(&self, left: &Handle, right: &Handle) -> bool {
        left.id == right.id
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        if let Some(parent) = self.parent(sibling.id) {
            self.insert(parent, Some(sibling.id), child);
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, attributes: Vec<Attribute>) {
        let nodes = &mut self.tree.borrow_mut().nodes;
        let Some(Content::Element(element)) =
            nodes.get_mut(target.id).map(|node| &mut node.content)
        else {
            return;
        };
        for (name, value) in kept(attributes) {
            if !element.attributes.iter().any(|(known, _)| *known == name) {
                element.attributes.push((name, value));
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.detach(target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        loop {
            let first = self.tree.borrow().children(node.id).next();
            let Some(first) = first else {
                return;
            };
            self.attach(new_parent.id, None, first);
        }
    }
}
