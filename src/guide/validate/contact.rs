//! How the brand is reached, and what it claims.

use crate::guide::brand::{Brand, Market};
use crate::guide::messaging::{ClaimEntry, ContactEntry};
use crate::guide::raw;
use crate::guide::validate::{Problems, Taken};
use crate::values::claim;
use crate::values::phone::{self, Extent};

/// Entries with a market that exists, none twice. `what` is the name of their kind.
pub(crate) fn contacts(
    what: &str,
    contacts: Vec<raw::Contact>,
    brand: &Brand,
    problems: &mut Problems,
) -> Vec<ContactEntry> {
    let mut taken = Taken::default();
    let mut valid = Vec::new();
    for contact in contacts {
        let market = match &contact.market {
            Some(id) => match brand.market(&id.value) {
                Some(market) => Some(market),
                None => {
                    let legal: Vec<&str> = brand.markets.iter().map(|market| market.id.as_str()).collect();
                    problems.unknown("market", id, &legal);
                    continue;
                }
            },
            None => None,
        };
        let Some(value) = value(what, &contact, market, brand, problems) else { continue };
        let id = market.map(|market| market.id.clone());
        let key = id.iter().fold(value.clone(), |key, id| format!("{key} ({id})"));
        if taken.take(what, key, &contact.value.origin, problems) {
            let label = contact.label;
            valid.push(ContactEntry { value, market: id, label, origin: contact.value.origin });
        }
    }
    valid
}

/// The value in the form in which it is compared.
fn value(
    what: &str,
    contact: &raw::Contact,
    market: Option<&Market>,
    brand: &Brand,
    problems: &mut Problems,
) -> Option<String> {
    let written = &contact.value.value;
    if what != "phone" {
        return Some(written.clone());
    }
    let default = || brand.default_locale.as_ref()?.region();
    let region = market.map_or_else(default, Market::region);
    let read = phone::read(written, region).filter(|phone| phone.extent != Extent::Local);
    if read.is_none() {
        let place = market.map_or_else(|| "here".to_owned(), |market| format!("in market `{}`", market.id));
        let message = format!("`{written}` cannot be dialed {place}");
        let help = "write it with + and the code of its country, such as +1 503 555 0134";
        problems.own_contradiction(message, &contact.value.origin, "of no country", help);
    }
    read.map(|phone| phone.value)
}

/// Claims with ids of their own.
pub(crate) fn claims(claims: Vec<raw::Claim>, problems: &mut Problems) -> Vec<ClaimEntry> {
    let mut taken = Taken::default();
    let mut valid = Vec::new();
    for entry in claims {
        if taken.take("claim", entry.id.value.clone(), &entry.id.origin, problems) {
            valid.push(ClaimEntry {
                id: entry.id.value,
                subject: claim::subject(&entry.subject),
                number: entry.number,
                unit: entry.unit.map(|unit| claim::unit(&unit)),
                text: entry.text,
                origin: entry.id.origin,
            });
        }
    }
    valid
}
