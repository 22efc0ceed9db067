//! What a fact states: a typed value for each kind.

use iso_currency::Currency;
use jiff::Timestamp;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::{Offset, TimeZone};
use rust_decimal::Decimal;

use crate::artifact::{Network, words};
use crate::guide::brand::TaxBasis;
use crate::values::color::Srgb;
use crate::values::money::Money;

/// What a fact states.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FactValue {
    /// An amount of money.
    Price(Price),
    /// A promo code as written; compared in upper case.
    PromoCode(String),
    /// A product or plan of the guide.
    Product(ProductForm),
    /// A call to action.
    Cta {
        /// Its words.
        label: String,
        /// Its target in canonical form; `None` where it cannot be told.
        url: Option<String>,
        /// Its target as written.
        raw_url: Option<String>,
        /// The color that fills it.
        fill: Option<Srgb>,
        /// The color of its words.
        text_color: Option<Srgb>,
    },
    /// A color in a role.
    Color {
        /// The value.
        value: Srgb,
        /// `text`, `background`, `border`, `cta-background`.
        role: &'static str,
    },
    /// A hashtag in canonical form, with its `#`.
    Hashtag(String),
    /// The name of an account.
    Handle {
        /// The name in canonical form, with its `@`.
        value: String,
        /// The network that it is a name on, where the post goes to one only.
        network: Option<Network>,
    },
    /// A web address in canonical form.
    Url(String),
    /// A reduction in percent.
    Discount(Discount),
    /// A day or an instant.
    Date(Box<StatedDate>),
    /// A phone number: in the form of E.164 where its country can be told, else its digits.
    Phone(String),
    /// The address of a mailbox, in lower case.
    EmailAddress(String),
    /// A postal address, as the words that are compared.
    PostalAddress(String),
    /// A number that is claimed of something.
    Claim(Claim),
    /// A tagline of the guide, or words that are nearly one.
    Tagline {
        /// Index into the guide's taglines.
        line: u32,
        /// How near it is, in thousandths; 1000 is the same words.
        similarity: u16,
    },
    /// A legal line of the guide, or words that are nearly one.
    LegalLine {
        /// Index into the guide's legal lines.
        line: u32,
        /// How near it is, in thousandths; 1000 is the same words.
        similarity: u16,
    },
}

/// How a product is named.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProductForm {
    /// By its name.
    Name,
    /// By an allowed short name.
    ShortName,
    /// By something that is neither, such as another case or hyphen.
    Wrong,
    /// By words that are nearly its name.
    Misspelt,
}

/// An amount of money that an artifact states.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Price {
    /// What the amount is.
    pub role: PriceRole,
    /// The amount, in major units.
    pub amount: Decimal,
    /// Its currency, where that can be told.
    pub currency: Option<Currency>,
    /// `month`, `year`, `unit:…`.
    pub per: Option<String>,
    /// Whether it says to hold the tax.
    pub tax: Option<TaxBasis>,
    /// For whom it is, where its own words say so.
    pub audience: Option<Audience>,
    /// Whether it is the current price of the artifact's main offer.
    pub is_main: bool,
}

impl Price {
    /// Amount and currency, where both are known.
    #[must_use]
    pub fn money(&self) -> Option<Money> {
        self.currency.map(|currency| Money { amount: self.amount, currency })
    }
}

words! {
    /// Readers who pay less than others.
    Audience {
        /// Of a club or a program.
        Members = "members",
        /// Of a newsletter or a service.
        Subscribers = "subscribers",
        /// At a school or a university.
        Students = "students",
        /// Who never bought anything.
        NewCustomers = "new customers",
    }
}

impl Audience {
    /// The audience that an artifact declares to be for by this name, in one of several languages.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        super::price::audience_of_name(name)
    }
}

words! {
    /// What an amount of money is.
    PriceRole {
        /// The price before a reduction, or a recommended price.
        List = "list",
        /// The price after a reduction.
        Sale = "sale",
        /// The price, with nothing said of a reduction.
        Price = "price",
        /// A lowest price: "from".
        From = "from",
        /// A highest amount: "up to".
        UpTo = "up-to",
        /// The lower end of a range.
        RangeLow = "range-low",
        /// The upper end of a range.
        RangeHigh = "range-high",
        /// One of several payments.
        Instalment = "instalment",
        /// An amount that is saved.
        Saving = "saving",
        /// A fee or deposit.
        Fee = "fee",
        /// What shipping costs.
        Shipping = "shipping",
        /// An amount from which something holds: "orders over".
        Threshold = "threshold",
        /// A price for a unit of measure.
        Unit = "unit",
        /// None of these: a prize, a donation, a revenue.
        Other = "other",
    }
}

words! {
    /// How sure a reading is. Facts of low confidence never gate.
    Confidence {
        /// There is no other reading.
        Certain = "certain",
        /// Another reading is possible, but not what a reader would take.
        Likely = "likely",
        /// Several readings are as good.
        Low = "low",
    }
}

/// A reduction in percent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Discount {
    /// Of a hundred.
    pub percent: Decimal,
    /// What the words around make of it.
    pub qualifier: Option<DiscountQualifier>,
}

words! {
    /// What the words around make of a reduction.
    DiscountQualifier {
        /// The most of several reductions.
        UpTo = "up-to",
        /// On top of another reduction.
        Extra = "extra",
    }
}

/// A day or an instant that an artifact states.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatedDate {
    /// What it is for.
    pub role: DateRole,
    /// The day, or the first one of a month or a year. Where the words leave the year or the whole day to the reader, it
    /// is told from the time of publication; `None` where that is not known.
    pub date: Option<Date>,
    /// Month and day of the month, each counted from 1, where the words say them.
    pub month_day: Option<(i8, i8)>,
    /// Whether the words say the year.
    pub has_year: bool,
    /// The other reading of a day such as 03/04/2026, where the locale leaves both open.
    pub other_reading: Option<Date>,
    /// The time of the day; the end of the day is 23:59.
    pub time: Option<Time>,
    /// The zone that is named.
    pub zone: Option<StatedZone>,
    /// The day of the week that is named beside the day.
    pub weekday: Option<Weekday>,
    /// How exact it is.
    pub precision: Precision,
}

impl StatedDate {
    /// The day that is meant where `anchor` is known to be near it: the year that the words say, else the one that
    /// brings the day nearest to the anchor. `None` where the words say no day of a month.
    #[must_use]
    pub fn date_near(&self, anchor: Date) -> Option<Date> {
        if self.has_year {
            return self.date;
        }
        super::date::nearest(anchor, self.month_day?)
    }

    /// The instant, where day, time and zone are known.
    #[must_use]
    pub fn instant(&self) -> Option<Timestamp> {
        let zone = self.zone.as_ref()?;
        let at = self.date?.to_datetime(self.time?);
        let zone = zone.offset.map(TimeZone::fixed).or_else(|| zone.region.clone())?;
        zone.to_timestamp(at).ok()
    }
}

/// A time zone as it is named.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatedZone {
    /// As it is written: `PT`, `PDT`, `UTC+1`.
    pub name: String,
    /// The zone of a region, where the name is of one: `PT`, and `PDT` as well.
    pub region: Option<TimeZone>,
    /// The distance from UTC, where the name fixes it: that of `PDT`, `Z`, `+01:00`.
    pub offset: Option<Offset>,
    /// The half of the year that the name is for: `PDT` is for summer.
    pub season: Option<Season>,
}

words! {
    /// The half of the year that the name of a zone is for.
    Season {
        /// Standard time.
        Standard = "standard",
        /// Daylight saving time.
        Summer = "summer",
    }
}

words! {
    /// What a date is for.
    DateRole {
        /// Something begins.
        Start = "start",
        /// Something ends.
        Deadline = "deadline",
        /// Neither is said.
        Other = "other",
    }
}

words! {
    /// How exact a date is.
    Precision {
        /// To the minute or better.
        Minute = "minute",
        /// To the day.
        Day = "day",
        /// To the week.
        Week = "week",
        /// To the month.
        Month = "month",
        /// To the year.
        Year = "year",
    }
}

/// A number that is claimed of something: "10-year warranty".
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Claim {
    /// What it is claimed of, folded: `warranty`.
    pub subject: String,
    /// The number.
    pub number: Decimal,
    /// What is counted or measured, in the singular: `year`.
    pub unit: Option<String>,
    /// Whether it is a lowest number: "over 10,000 customers".
    pub is_minimum: bool,
}
