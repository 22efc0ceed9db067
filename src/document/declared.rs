//! What an artifact says of itself, whatever the format: the keys of front matter, of `<meta name="onbrand:…">` and of
//! record columns.

use crate::artifact::{Attributes, Evidence, Locale, Membership};

/// Sets the attribute that an artifact declares of itself under `key`. Unknown keys and values that cannot be read are
/// left out.
pub(super) fn declare(attributes: &mut Attributes, key: &str, value: &str) {
    if value.is_empty() {
        return;
    }
    let text = || Some(value.to_owned());
    match key {
        "channel" => attributes.channel = value.parse().ok(),
        "campaign" => {
            attributes.membership =
                Some(Membership { campaign: value.to_owned(), evidence: Evidence::Declared });
        }
        "market" => attributes.market = text(),
        "audience" => attributes.audience = text(),
        "locale" => attributes.locale = Locale::parse(value),
        "variant" => attributes.variant = text(),
        "phase" => attributes.phase = text(),
        "publish-at" => attributes.publish_at = value.parse().ok(),
        _ => {}
    }
}
