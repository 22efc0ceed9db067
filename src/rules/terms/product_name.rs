//! `terms/product-name`.

use std::ops::Range;

use crate::document::Segment;
use crate::facts::ProductForm;
use crate::finding::Finding;
use crate::guide::PatternOwner;
use crate::guide::Product;
use crate::matches::product_form;
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::terms::{is_in_hashtag, is_quoted, with_replacement};
use crate::rules::{Rule, RuleContext};

fn message(found: &str, product: &Product) -> String {
    format!("`{found}` is not how the name is written; write `{}`", product.name)
}

fn help(product: &Product) -> String {
    if product.short_names.is_empty() {
        return "the name has one form, so that people find it again".to_owned();
    }
    format!("after the full name, `{}` is fine too", product.short_names.join("`, `"))
}

declare_rule! {
    /// ## What it does
    ///
    /// Finds names of products in another form than the guide's: another case, a hyphen more or less, a spelling that
    /// the guide lists as wrong. The longest name wins, and a name in capitals throughout counts as layout.
    ///
    /// ## Why it matters
    ///
    /// People search for a name as they saw it. A name in three forms is three products to a search engine.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <p>The Cove Standing-Desk is back.</p>
    /// ```
    ///
    /// ```html,valid
    /// <p>The Cove Standing Desk is back. <a href="/cove-standing-desk">See the Cove</a></p>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the name as the guide does, or one of its short names.
    ///
    /// ## Guide keys
    ///
    /// `name`, `short-names` and `wrong-names` of `[[product]]`.
    pub struct ProductName {
        id: "terms/product-name",
        summary: "a product's name in another form than the guide's",
        level: Error,
        fix: Sometimes,
        since: "0.1.0",
    }
}

impl Rule for ProductName {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        for found in cx.matches {
            let PatternOwner::Product(index) = found.owner else { continue };
            let Some(product) = cx.guide.prices.products.get(index as usize) else { continue };
            let Some(segment) = cx.document.segments.get(found.segment as usize) else { continue };
            let text = segment.text.as_str().get(found.range.clone()).unwrap_or_default();
            if product_form(product, text) != Some(ProductForm::Wrong)
                || is_quoted(segment, &found.range)
                || is_in_hashtag(segment, &found.range)
                || is_in_compound(segment, &found.range)
            {
                continue;
            }
            let finding = Finding::new(
                &Self::META,
                cx.location(segment.text.span(found.range.clone())),
                message(text, product),
            )
            .place(segment.place(&found.range))
            .values(text, Some(product.name.clone()))
            .label("not the name")
            .help(help(product))
            .demanded_by(&product.origin);
            findings.push(with_replacement(finding, cx, segment, &found.range, product.name.clone()));
        }
    }
}

/// Whether the name is the head of a hyphenated compound, as in German: `Cove-Standing-Desk-Rahmen` has to have hyphens
/// throughout.
fn is_in_compound(segment: &Segment, range: &Range<usize>) -> bool {
    let after = segment.text.as_str().get(range.end..).unwrap_or_default();
    let mut rest = after.chars();
    rest.next() == Some('-') && rest.next().is_some_and(char::is_alphabetic)
}
