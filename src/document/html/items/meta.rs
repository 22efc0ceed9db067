//! Metadata of the head as one item, the page: Open Graph (ogp.me), the product tags of Facebook and Pinterest, and Twitter
//! cards.

use super::Page;
use crate::document::{Item, ItemValue, Property, Syntax};
use crate::scope::Visibility;

/// Begins of the names that are taken along. `property` is their attribute, but many pages write `name`.
const PREFIXES: [&str; 5] = ["og:", "product:", "article:", "book:", "twitter:"];

/// Reads the metadata; a page without any gives no item.
pub(super) fn read(page: &Page<'_>, items: &mut Vec<Item>) {
    let mut own: Option<Item> = None;
    for element in page.tree.metas().iter().filter_map(|meta| page.tree.element(*meta)) {
        let attributes = page.attributes(element);
        let name = attributes.raw("property").or_else(|| attributes.raw("name")).unwrap_or_default();
        let name = name.trim().to_ascii_lowercase();
        if !PREFIXES.iter().any(|prefix| name.starts_with(prefix)) {
            continue;
        }
        let Some(value) = attributes.value("content") else { continue };
        let item = own.get_or_insert_with(|| Item::new(Syntax::Meta, page.span(element)));
        match name.as_str() {
            "og:type" => item.types.push(value.as_str().to_owned()),
            "og:url" if item.id.is_none() => item.id = Some(value.clone()),
            _ => {}
        }
        let is_address = ["og:url", "og:image", "og:image:url", "og:image:secure_url", "twitter:image"];
        let value =
            if is_address.contains(&name.as_str()) { ItemValue::Url(value) } else { ItemValue::Text(value) };
        item.properties.push(Property { name, value, visibility: Visibility::Machine });
    }
    items.extend(own);
}
