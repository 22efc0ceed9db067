//! Which product a price is of. What cannot be told stays unbound, and what is unbound is never judged.
//!
//! A price belongs to the product that its own text names, else to the one that its container names, else to the only
//! product that the whole artifact is about. The last is a loose bond: it lowers the confidence, and a heading or a list
//! item of its own breaks it, since accessories and plans stand there.

use super::{Confidence, Fact, FactValue, PriceRole};
use crate::document::{BranchPath, Document};
use crate::guide::Guide;
use crate::scope::Scope;
use crate::values::url::canonical;

/// Binds the prices that stand in text to the products that are named.
pub(super) fn bind(map: &NameMap<'_>, prices: &mut [Fact]) {
    bind_runs(map, prices, true);
}

/// The same for facts that the whole artifact says nothing about: a reduction is of the product beside it, or of all.
pub(super) fn bind_firmly(map: &NameMap<'_>, facts: &mut [Fact]) {
    bind_runs(map, facts, false);
}

fn bind_runs(map: &NameMap<'_>, prices: &mut [Fact], may_be_loose: bool) {
    // Runs of prices of one segment: the order of names and prices inside it is what tells.
    let mut start = 0;
    while let Some(segment) = prices.get(start).map(|fact| fact.segment) {
        let length = prices.iter().skip(start).take_while(|fact| fact.segment == segment).count();
        if let (Some(segment), Some(run)) = (segment, prices.get_mut(start..start + length)) {
            bind_segment(map, segment, run, may_be_loose);
        }
        start += length;
    }
}

/// More names than the arms of a branch hold: beyond that the arms are not told apart.
const MAX_ALTERNATIVES: usize = 64;

fn bind_segment(map: &NameMap<'_>, segment: u32, prices: &mut [Fact], may_be_loose: bool) {
    let names = map.in_segment(segment);
    if names.is_empty() {
        let about = map.only.filter(|_| may_be_loose && map.is_about_the_only(segment));
        for fact in prices.iter_mut().filter(|fact| is_of_a_product(fact)) {
            let firm = map.in_container(segment, &fact.branch);
            let loose = if firm.is_none() { about } else { None };
            fact.product = firm.or(loose);
            if loose.is_some() && fact.confidence == Confidence::Certain {
                fact.confidence = Confidence::Likely;
            }
        }
        return;
    }
    let first = names.first().and_then(|name| name.product);
    let is_sole = names.iter().all(|name| name.product == first);
    let has_alternatives =
        names.len() <= MAX_ALTERNATIVES && names.iter().any(|name| !name.branch.is_empty());
    let bond = |fact: &Fact| match (is_sole, has_alternatives) {
        (true, _) => first,
        (false, false) => by_order(&names, prices, fact),
        (false, true) => {
            // Whoever sees the price does not see names in other arms.
            let is_seen = |name: &&&Fact| !name.branch.excludes(&fact.branch);
            let seen: Vec<&Fact> = names.iter().filter(is_seen).copied().collect();
            let first = seen.first().and_then(|name| name.product);
            let is_sole = seen.iter().all(|name| name.product == first);
            if is_sole { first } else { by_order(&seen, prices, fact) }
        }
    };
    let bonds: Vec<Option<u32>> = prices.iter().map(bond).collect();
    for (fact, bond) in prices.iter_mut().zip(bonds) {
        if is_of_a_product(fact) {
            fact.product = bond;
        }
    }
}

fn is_of_a_product(fact: &Fact) -> bool {
    match &fact.value {
        FactValue::Price(price) => !matches!(
            price.role,
            PriceRole::Other | PriceRole::Shipping | PriceRole::Fee | PriceRole::Threshold
        ),
        FactValue::Discount(_) => true,
        _ => false,
    }
}

/// The product that a price belongs to by the order of names and prices in its text: either each name stands before its
/// prices, or each stands after them. Two names with no price between them share what follows, so neither has it.
fn by_order(names: &[&Fact], prices: &[Fact], price: &Fact) -> Option<u32> {
    let first = names.first()?;
    let at = price.span.start();
    let leads = prices.first().is_some_and(|earliest| first.span.start() < earliest.span.start());
    let position = names.partition_point(|name| name.span.start() < at);
    if leads {
        let name = names.get(position.checked_sub(1)?)?;
        let before = position.checked_sub(2).and_then(|index| names.get(index));
        let is_shared = before
            .is_some_and(|before| before.product != name.product && !has_price_between(prices, before, name));
        return if is_shared { None } else { name.product };
    }
    let last = names.last()?;
    let trails = prices.last().is_some_and(|latest| latest.span.start() < last.span.start());
    let name = names.get(position).filter(|_| trails)?;
    let after = names.get(position + 1);
    let is_shared =
        after.is_some_and(|after| after.product != name.product && !has_price_between(prices, name, after));
    if is_shared { None } else { name.product }
}

fn has_price_between(prices: &[Fact], left: &Fact, right: &Fact) -> bool {
    let index = prices.partition_point(|price| price.span.start() < left.span.start());
    prices.get(index).is_some_and(|price| price.span.start() < right.span.start())
}

/// Where a document names products.
pub(super) struct NameMap<'a> {
    document: &'a Document,
    /// In the order of the text.
    names: Vec<&'a Fact>,
    /// Container, product, and the arms in which it is named; sorted, each once.
    by_container: Vec<(u32, u32, BranchPath)>,
    /// The one product that the artifact is about.
    only: Option<u32>,
    /// For each segment, whether a name stands before it with no heading between.
    follows_a_name: Vec<bool>,
}

impl<'a> NameMap<'a> {
    /// Where `facts` name products.
    pub(super) fn new(document: &'a Document, guide: &Guide, facts: &'a [Fact]) -> Self {
        let mut names: Vec<&Fact> = facts.iter().filter(|fact| fact.segment.is_some()).collect();
        names.sort_by_key(|fact| (fact.segment, fact.span.start()));
        let container = |fact: &&Fact| {
            let segment = document.segments.get(fact.segment? as usize)?;
            let is_named = segment.container != 0;
            Some((segment.container, fact.product?, fact.branch.clone())).filter(|_| is_named)
        };
        let mut by_container: Vec<(u32, u32, BranchPath)> = names.iter().filter_map(container).collect();
        by_container.sort_unstable();
        by_container.dedup();
        let mut follows_a_name = Vec::with_capacity(document.segments.len());
        let mut follows = false;
        let mut next = 0;
        for (index, segment) in document.segments.iter().enumerate() {
            follows_a_name.push(follows);
            let has_name = segment.scope != Scope::StructuredData
                && names.get(next).is_some_and(|fact| fact.segment.is_some_and(|at| at as usize == index));
            if matches!(segment.scope, Scope::Heading(_)) || has_name {
                follows = has_name;
            }
            while names.get(next).is_some_and(|fact| fact.segment.is_some_and(|at| at as usize <= index)) {
                next += 1;
            }
        }
        Self { document, by_container, only: only_product(document, guide, facts), names, follows_a_name }
    }

    fn in_segment(&self, segment: u32) -> Vec<&'a Fact> {
        let start = self.names.partition_point(|fact| fact.segment < Some(segment));
        self.names.iter().skip(start).take_while(|fact| fact.segment == Some(segment)).copied().collect()
    }

    /// The product that the container of a segment names, if it names one only to those who see `branch`.
    fn in_container(&self, segment: u32, branch: &BranchPath) -> Option<u32> {
        let container = self.document.segments.get(segment as usize)?.container;
        let start = self.by_container.partition_point(|(other, ..)| *other < container);
        let here = self.by_container.iter().skip(start).take_while(|(other, ..)| *other == container);
        let mut seen = here.take(MAX_ALTERNATIVES).filter(|(.., own)| !own.excludes(branch));
        let (_, product, _) = seen.next()?;
        seen.all(|(_, other, _)| other == product).then_some(*product)
    }

    fn is_about_the_only(&self, segment: u32) -> bool {
        let index = segment as usize;
        let Some(scope) = self.document.segments.get(index).map(|segment| segment.scope) else {
            return false;
        };
        match scope {
            Scope::Subject | Scope::Preheader | Scope::Title | Scope::Description | Scope::Meta => true,
            Scope::ListItem
            | Scope::Cell
            | Scope::Footer
            | Scope::Quote
            | Scope::Alt
            | Scope::Caption
            | Scope::StructuredData => false,
            _ => self.names.is_empty() || self.follows_a_name.get(index).copied().unwrap_or(false),
        }
    }
}

/// The one product of the guide that an artifact names, or, where it names none, the one that it links to.
fn only_product(document: &Document, guide: &Guide, names: &[Fact]) -> Option<u32> {
    // Structured data lists related products as well, which the page is not about.
    let names = names.iter().filter(|fact| fact.place != Scope::StructuredData);
    let mut products: Vec<u32> = names.filter_map(|fact| fact.product).collect();
    if products.is_empty() && !document.links.is_empty() {
        let pages: Vec<(u32, String)> = (0..)
            .zip(&guide.prices.products)
            .flat_map(|(index, product)| {
                product.urls.iter().filter_map(move |url| canonical(url).map(|url| (index, url)))
            })
            .collect();
        if pages.is_empty() {
            return None;
        }
        for link in &document.links {
            let Some(target) = canonical(link.url.as_str()) else { continue };
            products.extend(pages.iter().filter(|(_, page)| *page == target).map(|(index, _)| *index));
        }
    }
    let first = products.first().copied()?;
    products.iter().all(|product| *product == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use iso_currency::Currency;

    use super::{NameMap, bind};
    use crate::document::{Document, Segment};
    use crate::facts::product::{self, ProductName};
    use crate::facts::{Confidence, Fact, ProductForm, price};
    use crate::guide::Guide;
    use crate::scope::Scope;
    use crate::source::Source;
    use crate::text::MappedText;

    /// Segments from `(scope, container, text)`; every `Cove` is product 0, every `Dune` product 1.
    fn bound(segments: &[(Scope, u32, &str)]) -> Vec<(String, Option<u32>, Confidence)> {
        let mut source = String::new();
        let mut document = Document::default();
        let mut names = Vec::new();
        for (index, (scope, container, text)) in segments.iter().enumerate() {
            let mut segment =
                Segment::new(*scope, MappedText::verbatim(text, u32::try_from(source.len()).expect("short")));
            segment.container = *container;
            document.segments.push(segment);
            source.push_str(text);
            for (product, word) in [(0, "Cove"), (1, "Dune")] {
                names.extend(text.match_indices(word).map(|(at, _)| {
                    let at = u32::try_from(at).expect("short");
                    let segment = u32::try_from(index).expect("short");
                    ProductName { segment, range: at..at + 4, product, form: ProductForm::Name }
                }));
            }
        }
        let mut guide = Guide::default();
        guide.brand.currency = Some(Currency::USD);
        let names: Vec<Fact> = product::extract(&document, &names);
        let mut prices = price::extract(&Source::new("a.md", source), &document, &guide);
        bind(&NameMap::new(&document, &guide, &names), &mut prices);
        prices.into_iter().map(|fact| (fact.text, fact.product, fact.confidence)).collect()
    }

    fn products(segments: &[(Scope, u32, &str)]) -> Vec<Option<u32>> {
        bound(segments).into_iter().map(|(_, product, _)| product).collect()
    }

    #[test]
    fn the_own_text_names_the_product() {
        assert_eq!(products(&[(Scope::Body, 0, "The Cove, just $389!")]), [Some(0)]);
        assert_eq!(products(&[(Scope::Body, 0, "Cove: $399. Dune: $249.")]), [Some(0), Some(1)]);
        assert_eq!(products(&[(Scope::Body, 0, "$399 for the Cove, $249 for the Dune")]), [Some(0), Some(1)]);
        assert_eq!(products(&[(Scope::Body, 0, "Cove and Dune together: $599")]), [None]);
    }

    #[test]
    fn the_container_names_the_product() {
        let card = [
            (Scope::Heading(3), 4, "Cove"),
            (Scope::Body, 4, "$399"),
            (Scope::Heading(3), 5, "Dune"),
            (Scope::Body, 5, "$249"),
        ];
        assert_eq!(products(&card), [Some(0), Some(1)]);
        let mixed =
            [(Scope::Heading(3), 4, "Cove"), (Scope::Heading(3), 4, "Dune"), (Scope::Body, 4, "$249")];
        assert_eq!(products(&mixed), [None]);
    }

    #[test]
    fn the_only_product_is_a_loose_bond_that_headings_break() {
        let near = bound(&[(Scope::Heading(1), 0, "The Cove"), (Scope::Body, 0, "Now $399")]);
        assert_eq!(near, [("$399".to_owned(), Some(0), Confidence::Likely)]);
        let other = [
            (Scope::Heading(1), 0, "The Cove"),
            (Scope::Heading(2), 0, "Cable tray"),
            (Scope::Body, 0, "$29"),
        ];
        assert_eq!(products(&other), [None]);
        let item = [(Scope::Heading(1), 0, "The Cove"), (Scope::ListItem, 0, "Cable tray $29")];
        assert_eq!(products(&item), [None]);
    }

    #[test]
    fn shipping_is_of_no_product() {
        assert_eq!(products(&[(Scope::Body, 0, "Cove $399, shipping: $29")]), [Some(0), None]);
    }
}
