//! The tree as lines: what stands on a line of its own, what is hidden, what is numbered, what is a table.

use super::element::{Display, Role, display, is_marked, role};
use super::line::{Line, LineKind, Lines};
use super::list::List;
use super::measure::{Measures, is_link};
use super::table::Table;
use super::tree::{Content, NodeId, ROOT, Step, Tree};
use super::words::{Words, words};
use super::writer::{Writer, is_wide};

/// Whether elements that the page hides are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hidden {
    LeftOut,
    /// For pages that show their article by a script.
    Shown,
}

/// Reads a whole page.
pub(super) fn lines(tree: &Tree, hidden: Hidden) -> Lines {
    let measures = Measures::of(tree);
    let page = Page {
        tree,
        measures: &measures,
        words: words(),
        hidden,
    };
    let mut renderer = Renderer::new(page, Place::Page);
    renderer.read(ROOT);
    let mut lines = renderer.lines;
    let end = lines.lines.len();
    if let Some(whole) = lines.extents.get_mut(ROOT) {
        *whole = (0, end);
    }
    lines
}

#[derive(Clone, Copy)]
struct Page<'a> {
    tree: &'a Tree,
    measures: &'a Measures,
    words: &'a Words,
    hidden: Hidden,
}

/// What is being read: in a cell every table is only a way to place things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Page,
    Cell,
}

struct Renderer<'a> {
    page: Page<'a>,
    place: Place,
    lines: Lines,
    writer: Writer,
    linked: usize,
    /// The elements around the place of reading.
    open: Vec<Open>,
    lists: Vec<List>,
    headings: Vec<u8>,
    links: usize,
    preformatted: usize,
    regions: usize,
    headlines: usize,
    /// The number of an item whose first character has not come yet.
    label: Option<String>,
    tables: usize,
}

#[derive(Clone, Copy)]
struct Open {
    role: Role,
    region: bool,
    headline: bool,
    first_line: usize,
}

impl<'a> Renderer<'a> {
    fn new(page: Page<'a>, place: Place) -> Renderer<'a> {
        let extents = match place {
            Place::Page => vec![(0, 0); page.tree.len()],
            Place::Cell => Vec::new(),
        };
        Renderer {
            page,
            place,
            lines: Lines {
                extents,
                ..Lines::default()
            },
            writer: Writer::default(),
            linked: 0,
            open: Vec::new(),
            lists: Vec::new(),
            headings: Vec::new(),
            links: 0,
            preformatted: 0,
            regions: 0,
            headlines: 0,
            label: None,
            tables: 0,
        }
    }

    fn read(&mut self, top: NodeId) {
        let mut walk = self.page.tree.walk(top);
        while let Some(step) = walk.next() {
            match step {
                Step::Enter(id) => match self.page.tree.content(id) {
                    Content::Text(text) => self.push(text),
                    Content::Element(_) if !self.enter(id) => walk.pass_over(id),
                    Content::Element(_) | Content::Silent => {}
                },
                Step::Leave(id) => {
                    if let Content::Element(_) = self.page.tree.content(id) {
                        self.leave(id);
                    }
                }
            }
        }
        self.end_line();
    }

    fn push(&mut self, text: &str) {
        if self.label.is_some() && !text.trim().is_empty() {
            let label = self.label.take().unwrap_or_default();
            self.push_plain(&label);
        }
        if self.preformatted == 0 {
            return self.push_plain(text);
        }
        for (idx, part) in text.split('\n').enumerate() {
            if idx > 0 {
                self.end_line();
            }
            self.push_plain(part);
        }
    }

    fn push_plain(&mut self, text: &str) {
        self.writer.push(text);
        if self.links > 0 {
            self.linked += text.chars().filter(|c| !c.is_whitespace()).count();
        }
    }

    fn end_line(&mut self) {
        let linked = std::mem::take(&mut self.linked);
        let Some(text) = self.writer.take() else {
            return;
        };
        let kind = match self.headings.last() {
            Some(level) => LineKind::Heading(*level),
            None => LineKind::Text,
        };
        self.end_with(text, kind, linked);
    }

    fn end_with(&mut self, text: String, kind: LineKind, linked: usize) {
        self.lines.lines.push(Line {
            text,
            kind,
            linked,
            region: self.regions > 0,
            headline: self.headlines > 0,
        });
    }

    /// Whether what hangs below the element is read.
    fn enter(&mut self, id: NodeId) -> bool {
        let open = self.opened(id);
        self.open.push(open);
        self.regions += usize::from(open.region);
        self.headlines += usize::from(open.headline);
        match open.role {
            Role::Silent => return false,
            Role::Inline => {}
            Role::Block => self.end_line(),
            Role::Heading(level) => {
                self.end_line();
                self.headings.push(level);
            }
            Role::Preformatted => {
                self.end_line();
                self.preformatted += 1;
            }
            Role::NumberedList => {
                self.end_line();
                self.lists.push(List::numbered(self.page.tree, id));
            }
            Role::PlainList => {
                self.end_line();
                self.lists.push(List::plain());
            }
            Role::Item => {
                self.end_line();
                let tree = self.page.tree;
                self.label = self.lists.last_mut().and_then(|list| list.label(tree, id));
            }
            Role::LineBreak => self.end_line(),
            Role::Link => self.links += usize::from(is_link(self.page.tree, id)),
            Role::Raised | Role::Lowered => return !self.push_small(id, open.role),
            Role::Picture => self.lines.pictures.push(self.lines.lines.len()),
            Role::Table => self.end_line(),
        }
        if let Some(open) = self.open.last_mut() {
            open.first_line = self.lines.lines.len();
        }
        !(open.role == Role::Table && self.push_table(id))
    }

    fn leave(&mut self, id: NodeId) {
        let Some(open) = self.open.pop() else {
            return;
        };
        match open.role {
            Role::Silent | Role::LineBreak | Role::Raised | Role::Lowered | Role::Picture => {}
            Role::Inline => {}
            Role::Block | Role::Table => self.end_line(),
            Role::Item => {
                self.end_line();
                self.label = None;
            }
            Role::Heading(_) => {
                self.end_line();
                self.headings.pop();
            }
            Role::Preformatted => {
                self.end_line();
                self.preformatted -= 1;
            }
            Role::NumberedList | Role::PlainList => {
                self.end_line();
                self.lists.pop();
            }
            Role::Link => self.links -= usize::from(is_link(self.page.tree, id)),
        }
        self.regions -= usize::from(open.region);
        self.headlines -= usize::from(open.headline);
        let end = self.lines.lines.len();
        if let Some(extent) = self.lines.extents.get_mut(id) {
            *extent = (open.first_line, end);
        }
    }

    fn opened(&self, id: NodeId) -> Open {
        let tree = self.page.tree;
        let name = tree.name(id);
        let words = self.page.words;
        let container = is_marked(tree, id, &words.containers);
        let shown = container || self.page.hidden == Hidden::Shown;
        let by_name = match role(name) {
            Role::Inline if container => Role::Block,
            Role::Link if tree.attribute(id, "class") == Some(WAY_BACK) => Role::Silent,
            role => role,
        };
        let role = match display(tree, id) {
            Display::Hidden if !shown => Role::Silent,
            Display::Block if by_name == Role::Inline => Role::Block,
            Display::Inline if by_name == Role::Block && !container => Role::Inline,
            Display::Hidden | Display::Block | Display::Inline | Display::Unchanged => by_name,
        };
        Open {
            role,
            region: matches!(name, "nav" | "footer" | "aside")
                || is_marked(tree, id, &words.regions),
            headline: is_marked(tree, id, &words.title_marks),
            first_line: self.lines.lines.len(),
        }
    }

    /// A raised or lowered number keeps its height: 10⁴ is not 104.
    fn push_small(&mut self, id: NodeId, role: Role) -> bool {
        let mut children = self.page.tree.children(id);
        let (Some(only), None) = (children.next(), children.next()) else {
            return false;
        };
        let Content::Text(text) = self.page.tree.content(only) else {
            return false;
        };
        let digits = if role == Role::Raised {
            RAISED
        } else {
            LOWERED
        };
        let small: Option<String> = text
            .trim()
            .chars()
            .map(|character| {
                let digit = usize::try_from(character.to_digit(10)?).ok()?;
                digits.chars().nth(digit)
            })
            .collect();
        let Some(small) = small.filter(|small| !small.is_empty()) else {
            return false;
        };
        self.push(&small);
        true
    }

    /// The rows of a table that holds data; the caption stands before them.
    fn push_table(&mut self, id: NodeId) -> bool {
        let Page { tree, measures, .. } = self.page;
        if self.place == Place::Cell {
            return false;
        }
        let table = Table::of(tree, id);
        if !table.holds_data(tree, measures, id) {
            return false;
        }
        let captions: Vec<NodeId> = tree
            .children(id)
            .filter(|child| tree.name(*child) == "caption")
            .collect();
        for caption in captions {
            let text = self.cell(caption);
            if !text.is_empty() {
                self.end_with(text, LineKind::Text, 0);
            }
        }
        let whole = measures.get(id);
        let is_linked = whole.linked * 2 > whole.characters;
        let number = self.tables;
        self.tables += 1;
        for row in table.grid(tree, |cell| self.cell(cell)) {
            let text = row.join("\t");
            let linked = if is_linked { text.chars().count() } else { 0 };
            self.end_with(text, LineKind::Row(number), linked);
        }
        true
    }

    /// The text of a cell on one line.
    fn cell(&self, cell: NodeId) -> String {
        let mut inner = Renderer::new(self.page, Place::Cell);
        inner.read(cell);
        let mut text = String::new();
        for line in &inner.lines.lines {
            if !text.is_empty() && needs_blank(&text, &line.text) {
                text.push(' ');
            }
            text.push_str(&line.text);
        }
        text
    }
}

/// The arrow from a note to its place in the text.
const WAY_BACK: &str = "footnote-back";
const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const LOWERED: &str = "₀₁₂₃₄₅₆₇₈₉";

/// Lines of a head that was broken to fit belong together; paragraphs of a cell do not.
fn needs_blank(before: &str, after: &str) -> bool {
    const LONGEST_PART_OF_A_HEAD: usize = 8;
    let is_short = |text: &str| text.chars().count() <= LONGEST_PART_OF_A_HEAD;
    let wide = before.chars().next_back().is_some_and(is_wide)
        && after.chars().next().is_some_and(is_wide);
    !(wide && (is_short(before) && is_short(after) || after.starts_with(['（', '('])))
}
