//! Products and the price book.

use iso_currency::Currency;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::finding::GuideRef;
use crate::guide::brand::Brand;
use crate::guide::pricing::{PriceEntry, Product, Retired};
use crate::guide::raw;
use crate::guide::reader::Located;
use crate::guide::tolerances::{Rounding, Tolerances};
use crate::guide::validate::{Problems, Taken};
use crate::text::fold::fold;
use crate::values::money::Money;

/// Products with ids, names and stock keeping units of their own, priced in the currencies of their markets.
pub(crate) fn products(products: Vec<raw::Product>, brand: &Brand, problems: &mut Problems) -> Vec<Product> {
    let (mut ids, mut names, mut skus) = (Taken::default(), Taken::default(), Taken::default());
    let mut valid = Vec::new();
    for product in products {
        // A copied entry has its names and numbers twice as well: to say it once is enough.
        if !ids.take("product", product.id.value.clone(), &product.id.origin, problems) {
            continue;
        }
        let all_names = [&product.name].into_iter().chain(&product.short_names).chain(&product.wrong_names);
        for name in all_names {
            names.take("product name", fold(name.value.trim()).text, &name.origin, problems);
        }
        for sku in &product.skus {
            skus.take("stock keeping unit", sku.value.clone(), &sku.origin, problems);
        }
        valid.push(Product {
            prices: prices(product.prices, brand, problems),
            id: product.id.value,
            name: product.name.value,
            short_names: texts(product.short_names),
            wrong_names: texts(product.wrong_names),
            skus: texts(product.skus),
            urls: texts(product.urls),
            origin: product.name.origin,
        });
    }
    valid
}

fn texts(located: Vec<Located<String>>) -> Vec<String> {
    located.into_iter().map(|text| text.value).collect()
}

/// The prices of one product that fit their markets and themselves.
fn prices(prices: Vec<raw::Price>, brand: &Brand, problems: &mut Problems) -> Vec<PriceEntry> {
    let mut valid: Vec<Windowed> = Vec::new();
    for price in prices {
        let market = &price.market;
        let mut sound = is_apart(&price, &valid, problems);
        let currency = market_currency(market, brand, problems);
        let retired = price.retired.iter().map(|retired| &retired.price);
        let amounts = [Some(&price.list), price.sale.as_ref()].into_iter().flatten().chain(retired);
        for amount in amounts {
            sound &= currency.is_none_or(|currency| in_currency(amount, currency, &market.value, problems));
        }
        sound &= is_consistent(&price, problems);
        if sound {
            let retired = price.retired.into_iter().map(|retired| Retired {
                price: retired.price.value,
                until: retired.until.map(|until| until.value),
                origin: retired.price.origin,
            });
            let entry = PriceEntry {
                market: price.market.value,
                list: price.list.value,
                sale: price.sale.map(|sale| sale.value),
                retired: retired.collect(),
                from: price.from.map(|from| from.value),
                until: price.until.map(|until| until.value),
                origin: price.list.origin,
            };
            valid.push(Windowed { entry, market_origin: price.market.origin });
        }
    }
    valid.into_iter().map(|valid| valid.entry).collect()
}

/// An entry and the place of its market.
struct Windowed {
    entry: PriceEntry,
    market_origin: GuideRef,
}

/// Whether no entry before holds in the same market on one of the same days; else that is reported.
fn is_apart(price: &raw::Price, before: &[Windowed], problems: &mut Problems) -> bool {
    let (from, until) = (value(price.from.as_ref()), value(price.until.as_ref()));
    if let (Some(from), Some(until)) = (&price.from, &price.until)
        && until.value < from.value
    {
        let message = format!("the price ends on {} and starts on {}", until.value, from.value);
        problems.contradiction(
            message,
            (&until.origin, "the last day"),
            (&from.origin, "the first day"),
            "swap them",
        );
        return false;
    }
    let meets = |other: &&Windowed| {
        let ends_before =
            |end: Option<Date>, start: Option<Date>| end.zip(start).is_some_and(|(end, start)| end < start);
        other.entry.market == price.market.value
            && !ends_before(until, other.entry.from)
            && !ends_before(other.entry.until, from)
    };
    let Some(other) = before.iter().find(meets) else { return true };
    let (market, first) = (&price.market, &other.market_origin);
    match from.max(other.entry.from) {
        None if until.is_none() && other.entry.until.is_none() => {
            problems.repeated(
                &format!("price for market `{}` is there twice", market.value),
                &market.origin,
                first,
            );
        }
        day => {
            let day = day.or(until).or(other.entry.until).map(|day| day.to_string()).unwrap_or_default();
            let message = format!("two prices hold in market `{}` on {day}", market.value);
            let (at, other) = ((&market.origin, "this one"), (first, "and this one"));
            problems.contradiction(
                message,
                at,
                other,
                "let the one end before the other starts: `until`, `from`",
            );
        }
    }
    false
}

fn value<T: Copy>(located: Option<&Located<T>>) -> Option<T> {
    located.map(|located| located.value)
}

/// The currency of a market; a market that does not exist is reported.
pub(crate) fn market_currency(
    market: &Located<String>,
    brand: &Brand,
    problems: &mut Problems,
) -> Option<Currency> {
    let Some(known) = brand.market(&market.value) else {
        let legal: Vec<&str> = brand.markets.iter().map(|market| market.id.as_str()).collect();
        problems.unknown("market", market, &legal);
        return None;
    };
    known.currency.or(brand.currency)
}

/// Whether an amount is in the currency of its market; else that is reported.
pub(crate) fn in_currency(
    amount: &Located<Money>,
    currency: Currency,
    market: &str,
    problems: &mut Problems,
) -> bool {
    let fits = amount.value.currency == currency;
    if !fits {
        let message = format!("`{}` is not in the currency of market `{market}`", amount.value);
        let help = format!("prices in market `{market}` are in {}", currency.code());
        problems.own_contradiction(message, &amount.origin, "in another currency", &help);
    }
    fits
}

/// Whether the sale price is a reduction and no current price is retired.
fn is_consistent(price: &raw::Price, problems: &mut Problems) -> bool {
    let mut sound = true;
    if let Some(sale) = &price.sale {
        sound &= is_reduction(&price.list, sale, problems);
    }
    for retired in &price.retired {
        let current = [Some(&price.list), price.sale.as_ref()].into_iter().flatten();
        if let Some(current) = current.into_iter().find(|current| current.value == retired.price.value) {
            let message = format!("`{}` is both current and retired", retired.price.value);
            let (at, other) = ((&retired.price.origin, "retired here"), (&current.origin, "current here"));
            problems.contradiction(message, at, other, "remove it from one of the two");
            sound = false;
        }
    }
    sound
}

/// Whether `sale` is below `list`, which is reported where it is not.
pub(crate) fn is_reduction(list: &Located<Money>, sale: &Located<Money>, problems: &mut Problems) -> bool {
    let comparable = list.value.currency == sale.value.currency;
    let reduced = !comparable || sale.value.amount < list.value.amount;
    if !reduced {
        let message = format!("the sale price {} is not below the list price {}", sale.value, list.value);
        let (at, other) = ((&sale.origin, "the sale price"), (&list.origin, "the list price"));
        problems.contradiction(message, at, other, "correct the one that is wrong");
    }
    reduced
}

/// The one table of tolerances. Where nothing is rounded up, no percentage may lie above the true one.
pub(crate) fn tolerances(tables: Vec<raw::TolerancesTable>, problems: &mut Problems) -> Tolerances {
    let mut tables = tables.into_iter();
    let Some(first) = tables.next() else { return Tolerances::default() };
    for again in tables {
        problems.repeated("`[tolerances]` is there twice", &again.origin, &first.origin);
    }
    let mut tolerances = first.tolerances;
    if let Some(rounding) = first.rounding.filter(|rounding| rounding.value == Rounding::Floor) {
        if let Some(over) = first.percent_over.filter(|over| !over.value.is_zero()) {
            let message = format!("`percent-over` is {}, and nothing is rounded up", over.value);
            let (at, other) =
                ((&over.origin, "above the true percentage"), (&rounding.origin, "never above"));
            problems.contradiction(message, at, other, "remove one of the two");
        }
        tolerances.percent_over = Decimal::ZERO;
    }
    tolerances
}
