//! Names of products that are misspelt.

use crate::campaign::Member;
use crate::campaign::kind::{Cx, Declared, Kind};
use crate::facts::{Fact, FactValue, ProductForm};
use crate::finding::{FactKind, Truth};
use crate::rule::{RuleMeta, declare_rule};

declare_rule! {
    /// ## What it does
    ///
    /// Finds what is nearly the name of one of the guide's products: one or two letters are wrong, missing, too many or
    /// swapped. Another case, hyphen or short form is told by `terms/product-name`.
    ///
    /// ## Why it matters
    ///
    /// A product that is called something else in one channel is not found by those who search for it.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <p>The Cove Standng Desk is back in oak.</p>
    /// ```
    ///
    /// ```html,valid
    /// <p>The Cove Standing Desk is back in oak.</p>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the name as the guide has it.
    ///
    /// ## Guide keys
    ///
    /// `name` in `[[product]]` of `pricing.toml`; `vary` in `campaign.toml`.
    pub struct ProductName {
        id: "consistency/product-name",
        summary: "what is nearly the name of a product",
        level: Error,
        fix: Sometimes,
        since: "0.1.0",
    }
}

impl Kind for ProductName {
    /// Index into the guide's products.
    type Key = u32;
    type Value = String;

    const RULE: &'static RuleMeta = &Self::META;
    const FACT: FactKind = FactKind::Product;
    const READS: &'static [FactKind] = &[FactKind::Product];
    const VARIES_AS: &'static str = "product-name";
    const IS_WORDS: bool = true;

    fn read(&self, cx: Cx<'_, '_>, _member: &Member<'_>, fact: &Fact) -> Option<(u32, String)> {
        let FactValue::Product(form) = fact.value else { return None };
        let product = cx.guide.prices.products.get(fact.product? as usize)?;
        let is_misspelt = form == ProductForm::Misspelt;
        Some((fact.product?, if is_misspelt { fact.text.clone() } else { product.name.clone() }))
    }

    fn subject(&self, cx: Cx<'_, '_>, key: &u32) -> String {
        let product = cx.guide.prices.products.get(*key as usize);
        product.map_or_else(|| "name".to_owned(), |product| format!("{}, name", product.name))
    }

    fn show(&self, value: &String) -> String {
        value.clone()
    }

    fn identity(&self, cx: Cx<'_, '_>, key: &u32) -> String {
        let product = cx.guide.prices.products.get(*key as usize);
        product.map(|product| product.id.clone()).unwrap_or_default()
    }

    fn declared<'s>(&self, cx: Cx<'s, '_>, _member: &Member<'_>, key: &u32) -> Option<Declared<'s, String>> {
        let product = cx.guide.prices.products.get(*key as usize)?;
        Some(Declared {
            values: vec![product.name.clone()],
            truth: Truth::Guide,
            origin: Some(&product.origin),
        })
    }

    fn rewrite(&self, _fact: &Fact, _value: &String, expected: &String) -> Option<String> {
        Some(expected.clone())
    }
}
