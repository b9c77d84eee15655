//! The article of a web page: its title, its paragraphs, its tables, and who published it when.
//!
//! The page becomes a tree ([`parse`]), the tree becomes lines ([`render`]), some of the lines are the article
//! ([`article`]), and what stands around them tells title ([`headline`]), publisher and date ([`facts`]). A line in
//! doubt is kept: a reader passes over a button more easily than he misses a sentence.

mod article;
mod charset;
mod chrome;
mod day;
mod element;
mod facts;
mod headline;
mod line;
mod list;
mod measure;
mod output;
mod parse;
mod plant;
mod render;
mod table;
mod tags;
mod tree;
mod words;
mod writer;

pub use charset::declared_encoding;

use super::{ExtractError, Extracted, Page};
use render::Hidden;
use tree::Tree;

/// Reads the article of a page that was decoded already.
pub fn extract(text: &str) -> Result<Extracted, ExtractError> {
    let tree = parse::parse(text).map_err(|parse::TooComplex| ExtractError::TooComplex)?;
    let tags = tags::Tags::of(&tree);
    // Pages that show their article by a script hide it until then.
    [Hidden::LeftOut, Hidden::Shown]
        .into_iter()
        .find_map(|hidden| article_of(&tree, &tags, hidden))
        .ok_or(ExtractError::NoArticle)
}

fn article_of(tree: &Tree, tags: &tags::Tags, hidden: Hidden) -> Option<Extracted> {
    let page = article::Page::new(render::lines(tree, hidden));
    let article = page.article(tree)?;
    let headline = headline::headline(&page, &article, tags);
    let output = output::output(&page, &article, &headline);
    // A page of chrome alone leaves no line.
    if output.text.is_empty() || refuses(&page, &output.text) {
        return None;
    }
    let facts = facts::Facts::around(&page, &article, &headline);
    let publisher = || tags::publisher(tree).or_else(|| tags.site.clone());
    Some(Extracted {
        page: Page {
            title: headline.title,
            source: tags
                .source
                .clone()
                .or_else(|| facts.source())
                .or_else(publisher),
            published: tags.published.or_else(|| facts.published()),
        },
        ..output
    })
}

/// Whether a page shows a captcha, an error or a shell for scripts instead of an article.
fn refuses(page: &article::Page, text: &str) -> bool {
    const SHORTEST_ARTICLE: usize = 200;
    let length = text.chars().filter(|c| !c.is_whitespace()).count();
    let mut lines = page.lines.lines.iter();
    length < SHORTEST_ARTICLE
        && lines.any(|line| {
            let mut words = words::words().refusals.iter();
            words.any(|word| line.text.contains(word.as_str()))
        })
}
