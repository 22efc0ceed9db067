//! Which price before and which price now belong together, and which pair a claim of a reduction is about. Knows nothing
//! of what is claimed.
//!
//! Two prices are a pair where nothing else can be meant: in one text, else in one part of a page, else of one product,
//! there is one price before and one price now. Where several offers stand in one text, each has its prices side by side.
//! What no reader sees together is no pair.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::document::BranchPath;
use crate::facts::price::is_of_the_same_order;
use crate::facts::{Confidence, Fact, FactValue, Price, PriceRole};
use crate::rules::RuleContext;
use crate::scope::Rendering;
use crate::values::money::Money;

/// A price that can be one of a pair.
#[derive(Clone, Copy, Debug)]
pub(super) struct Amount<'a> {
    pub(super) fact: &'a Fact,
    pub(super) price: &'a Price,
    pub(super) money: Money,
}

impl<'a> Amount<'a> {
    /// A price before a reduction, or a price to pay, of which nothing is unsure.
    pub(super) fn of(fact: &'a Fact) -> Option<Self> {
        let FactValue::Price(price) = &fact.value else { return None };
        let is_price = matches!(price.role, PriceRole::List | PriceRole::Sale | PriceRole::Price);
        let money = price.money().filter(|_| is_price && fact.confidence != Confidence::Low)?;
        Some(Self { fact, price, money })
    }

    pub(super) fn is_list(&self) -> bool {
        self.price.role == PriceRole::List
    }

    /// The period that it is for; a price for a piece is a price.
    pub(super) fn per(&self) -> Option<&'a str> {
        self.price.per.as_deref().filter(|per| *per != "unit:piece")
    }

    fn is_seen_with(&self, other: &Self) -> bool {
        !self.fact.branch.excludes(&other.fact.branch)
    }

    /// Whether one can be the price before of the other: same currency, period and tax. What only one of them says holds
    /// for both, unless they lie so far apart that one is of a month and the other of a year.
    fn is_comparable(&self, other: &Self) -> bool {
        let same_tax = match (self.price.tax, other.price.tax) {
            (Some(own), Some(other)) => own == other,
            _ => true,
        };
        let same_period = self.per() == other.per()
            || (self.per().is_none() || other.per().is_none())
                && is_of_the_same_order(self.money.amount, other.money.amount);
        self.money.currency == other.money.currency && same_tax && same_period
    }
}

/// A price before and a price now.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair<'a> {
    pub(super) was: Amount<'a>,
    pub(super) now: Amount<'a>,
}

impl<'a> Pair<'a> {
    pub(super) fn product(&self) -> Option<u32> {
        self.now.fact.product.or(self.was.fact.product)
    }

    /// Whether nobody who sees `fact` sees the pair, or it is of another product.
    fn is_foreign_to(&self, fact: &Fact) -> bool {
        let is_of_another =
            fact.product.is_some_and(|own| self.product().is_some_and(|product| product != own));
        is_of_another
            || fact.branch.excludes(&self.was.fact.branch)
            || fact.branch.excludes(&self.now.fact.branch)
    }

    /// Whether it states the same.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.was.money == other.was.money && self.now.money == other.now.money
    }
}

/// Where a pair stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Nearness {
    /// In the text of the claim.
    Segment,
    /// In the same part of the page.
    Container,
    /// Elsewhere, of the same product.
    Product,
}

/// Pairs that state different prices, the first of equal ones.
pub(super) fn distinct<'a>(pairs: impl IntoIterator<Item = Pair<'a>>) -> Vec<Pair<'a>> {
    let mut distinct: Vec<Pair<'a>> = Vec::new();
    for pair in pairs {
        if !distinct.iter().any(|known| known.is_like(&pair)) {
            distinct.push(pair);
        }
    }
    distinct
}

/// More prices than people put into one artifact by hand. What lists more of them is a table of prices, which promises
/// nothing.
const MAX_PRICES: usize = 1000;

/// The pairs of an artifact.
#[derive(Debug)]
pub(super) struct Pairs<'a> {
    cx: RuleContext<'a>,
    /// Prices before and prices now, in the order of the source.
    amounts: Vec<Amount<'a>>,
    by_segment: BTreeMap<u32, Vec<Pair<'a>>>,
    by_container: BTreeMap<(u32, Rendering), Vec<Pair<'a>>>,
    by_product: BTreeMap<(u32, Rendering), Vec<Pair<'a>>>,
}

impl<'a> Pairs<'a> {
    pub(super) fn new(cx: &RuleContext<'a>) -> Self {
        let mut amounts: Vec<Amount<'a>> =
            cx.facts.iter().filter_map(Amount::of).take(MAX_PRICES + 1).collect();
        if amounts.len() > MAX_PRICES {
            amounts.clear();
        }
        let mut pairs = Self {
            cx: *cx,
            amounts,
            by_segment: BTreeMap::new(),
            by_container: BTreeMap::new(),
            by_product: BTreeMap::new(),
        };
        if !pairs.amounts.iter().any(Amount::is_list) {
            return pairs;
        }
        pairs.by_segment = pairs.grouped(|amount| amount.fact.segment, true);
        pairs.by_container = pairs.grouped(
            |amount| {
                let container = container(cx, amount.fact)?;
                Some((container, amount.fact.rendering))
            },
            true,
        );
        pairs.by_product = pairs.grouped(|amount| Some((amount.fact.product?, amount.fact.rendering)), false);
        pairs
    }

    /// The prices of the artifact that can be one of a pair, in the order of the source.
    pub(super) fn amounts(&self) -> &[Amount<'a>] {
        &self.amounts
    }

    /// Every pair, the nearer ones first; of equal ones the copies as well.
    pub(super) fn all(&self) -> impl Iterator<Item = (Nearness, &Pair<'a>)> {
        let segments = self.by_segment.values().flatten().map(|pair| (Nearness::Segment, pair));
        let containers = self.by_container.values().flatten().map(|pair| (Nearness::Container, pair));
        let products = self.by_product.values().flatten().map(|pair| (Nearness::Product, pair));
        segments.chain(containers).chain(products)
    }

    /// The pairs that a claim is about: those of its text, else of its part of the page, else of `product`.
    pub(super) fn of_claim(&self, claim: &Fact, product: Option<u32>) -> (Nearness, Vec<Pair<'a>>) {
        let fitting = |pairs: Option<&Vec<Pair<'a>>>| -> Vec<Pair<'a>> {
            let pairs = pairs.into_iter().flatten();
            pairs.filter(|pair| !pair.is_foreign_to(claim)).copied().collect()
        };
        let own = fitting(claim.segment.and_then(|segment| self.by_segment.get(&segment)));
        if !own.is_empty() {
            return (Nearness::Segment, own);
        }
        let container = container(&self.cx, claim);
        let own = fitting(container.and_then(|number| self.by_container.get(&(number, claim.rendering))));
        if !own.is_empty() {
            return (Nearness::Container, own);
        }
        let product = product.and_then(|product| self.by_product.get(&(product, claim.rendering)));
        (Nearness::Product, fitting(product))
    }

    /// The one price to pay that is shown for a product to those who see `claim`: that of the claim's own text, else that
    /// of the artifact.
    pub(super) fn now_of(&self, claim: &Fact, product: u32) -> Option<Amount<'a>> {
        let of_product = |amount: &&Amount<'a>| {
            amount.fact.product == Some(product)
                && amount.fact.rendering == claim.rendering
                && !amount.fact.branch.excludes(&claim.branch)
        };
        let sole = |amounts: Vec<&Amount<'a>>| {
            let first = **amounts.first()?;
            let is_sole = amounts.iter().all(|amount| !amount.is_list() && amount.money == first.money);
            (is_sole && first.per().is_none()).then_some(first)
        };
        let all: Vec<&Amount<'a>> = self.amounts.iter().filter(of_product).collect();
        let own = all.iter().filter(|amount| amount.fact.segment == claim.segment).copied().collect();
        sole(own).or_else(|| sole(all))
    }

    /// The offer of an artifact that has no other prices: what is claimed in it of nothing else is of that offer.
    pub(super) fn sole_offer(&self, claim: &Fact) -> Option<Pair<'a>> {
        let is_seen = |pair: &&Pair<'a>| {
            pair.now.fact.rendering == claim.rendering && !pair.now.fact.branch.excludes(&claim.branch)
        };
        let seen = || self.all().map(|(_, pair)| pair).filter(is_seen);
        let first = *seen().next()?;
        let is_of_it =
            |amount: &Amount<'_>| amount.money == first.was.money || amount.money == first.now.money;
        let is_sole = seen().all(|pair| pair.is_like(&first))
            && self.amounts.iter().all(is_of_it)
            && claim.product.is_none_or(|own| first.product().is_none_or(|product| product == own));
        (is_sole && first.now.money.amount < first.was.money.amount).then_some(first)
    }

    fn grouped<K: Ord + Copy>(
        &self,
        place: impl Fn(&Amount<'a>) -> Option<K>,
        may_alternate: bool,
    ) -> BTreeMap<K, Vec<Pair<'a>>> {
        let mut groups: BTreeMap<(K, Option<u32>), Vec<Amount<'a>>> = BTreeMap::new();
        for amount in &self.amounts {
            if let Some(place) = place(amount) {
                groups.entry((place, amount.fact.product)).or_default().push(*amount);
            }
        }
        let mut pairs: BTreeMap<K, Vec<Pair<'a>>> = BTreeMap::new();
        for ((place, _), amounts) in groups.iter().take_while(|_| !self.cx.deadline.is_over()) {
            let found = pair_up(amounts, may_alternate);
            if !found.is_empty() {
                pairs.entry(*place).or_default().extend(found);
            }
        }
        pairs
    }
}

/// The part of the page that a fact stands in; the page as a whole is none.
pub(super) fn container(cx: &RuleContext<'_>, fact: &Fact) -> Option<u32> {
    container_of(cx, fact.segment)
}

fn container_of(cx: &RuleContext<'_>, segment: Option<u32>) -> Option<u32> {
    let segment = cx.document.segments.get(segment? as usize)?;
    Some(segment.container).filter(|container| *container != 0)
}

/// More prices than stand in one text that anybody writes by hand.
const MAX_AMOUNTS: usize = 64;

/// The pairs among prices that stand together, in their order.
fn pair_up<'a>(amounts: &[Amount<'a>], may_alternate: bool) -> Vec<Pair<'a>> {
    if amounts.len() > MAX_AMOUNTS || amounts.len() < 2 {
        return Vec::new();
    }
    let mut pairs: Vec<Pair<'a>> = Vec::new();
    for now in amounts.iter().filter(|amount| !amount.is_list()) {
        let beside = |is_list: bool| {
            let seen =
                amounts.iter().filter(move |other| other.is_list() == is_list && other.is_seen_with(now));
            seen.filter(|other| other.is_comparable(now))
        };
        let Some(was) = sole(beside(true)) else { continue };
        // A price for a month beside a price before is another offer only where that one is for a month as well.
        if sole(beside(false)).is_some() {
            pairs.push(Pair { was, now: *now });
        }
    }
    if pairs.is_empty() && may_alternate {
        return alternating(amounts);
    }
    pairs
}

/// The first of amounts that are all the same.
fn sole<'a, 'b>(mut amounts: impl Iterator<Item = &'b Amount<'a>>) -> Option<Amount<'a>>
where
    'a: 'b,
{
    let first = *amounts.next()?;
    amounts.all(|other| other.money == first.money).then_some(first)
}

/// `$499 $399, $799 $599`: each price before has its price now beside it, all in the same order.
fn alternating<'a>(amounts: &[Amount<'a>]) -> Vec<Pair<'a>> {
    let first_is_list = amounts.first().is_some_and(Amount::is_list);
    let mut pairs = Vec::new();
    for two in amounts.chunks(2) {
        let [first, second] = two else { return Vec::new() };
        let (was, now) = if first_is_list { (first, second) } else { (second, first) };
        let fits = was.is_list() && !now.is_list() && was.is_comparable(now) && was.is_seen_with(now);
        if !fits || !first.fact.branch.is_empty() || !second.fact.branch.is_empty() {
            return Vec::new();
        }
        pairs.push(Pair { was: *was, now: *now });
    }
    pairs
}

/// What a month and a year cost of one plan, where they stand together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan<'a> {
    pub(super) month: Amount<'a>,
    pub(super) year: Amount<'a>,
}

impl Plan<'_> {
    /// What twelve months cost.
    pub(super) fn twelve_months(&self) -> Option<Decimal> {
        self.month.money.amount.checked_mul(Decimal::from(12))
    }
}

/// Where something stands that is said of a plan.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot<'a> {
    /// Index into the document's segments.
    pub(super) segment: Option<u32>,
    pub(super) rendering: Rendering,
    pub(super) branch: &'a BranchPath,
}

impl<'a> From<&'a Fact> for Spot<'a> {
    fn from(fact: &'a Fact) -> Self {
        Self { segment: fact.segment, rendering: fact.rendering, branch: &fact.branch }
    }
}

/// The plan whose prices stand in the same text, else in the same part of the page, else in an artifact that has no other
/// prices for a month or a year.
pub(super) fn plan<'a>(pairs: &Pairs<'a>, spot: Spot<'_>) -> Option<Plan<'a>> {
    let own_container = container_of(&pairs.cx, spot.segment);
    let near = |is_near: &dyn Fn(&Fact) -> bool| {
        let of = |per: &'static str| {
            let amounts = pairs.amounts.iter().filter(move |amount| {
                !amount.is_list()
                    && amount.per() == Some(per)
                    && amount.fact.rendering == spot.rendering
                    && !amount.fact.branch.excludes(spot.branch)
            });
            sole(amounts.filter(|amount| is_near(amount.fact)))
        };
        let (month, year) = (of("month")?, of("year")?);
        let is_plan = month.money.currency == year.money.currency && month.fact.product == year.fact.product;
        is_plan.then_some(Plan { month, year })
    };
    near(&|fact| fact.segment == spot.segment)
        .or_else(|| {
            own_container?;
            near(&|fact| container(&pairs.cx, fact) == own_container)
        })
        .or_else(|| near(&|_| true))
}
