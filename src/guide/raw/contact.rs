//! `[[phone]]`, `[[email-address]]`, `[[postal-address]]` and `[[claim]]`.

use rust_decimal::Decimal;

use crate::guide::reader::{Form, Located, Table};
use crate::values::{mailbox, phone, postal};

/// `[[phone]]`, `[[email-address]]`, `[[postal-address]]`.
#[derive(Debug)]
pub(crate) struct Contact {
    /// As written; of an address of either kind in the form in which it is compared.
    pub(crate) value: Located<String>,
    pub(crate) market: Option<Located<String>>,
    pub(crate) label: Option<String>,
}

const PHONE: Form = Form {
    noun: "phone number",
    advice: "write it with + and the code of its country, such as +1 503 555 0134",
};

const EMAIL_ADDRESS: Form = Form {
    noun: "email address",
    advice: "write a name, @ and a domain, such as hello@harborandpine.example",
};

const POSTAL_ADDRESS: Form = Form {
    noun: "postal address",
    advice: "write street and number, postal code and town, such as Hafenstraße 12, 20457 Hamburg",
};

impl Contact {
    pub(super) fn phone(table: &Table<'_>) -> Option<Self> {
        // Which country a number is of is known with the markets.
        Self::read(table, PHONE, |text| phone::read(text, None).map(|_| text.to_owned()))
    }

    pub(super) fn email_address(table: &Table<'_>) -> Option<Self> {
        Self::read(table, EMAIL_ADDRESS, mailbox::canonical)
    }

    pub(super) fn postal_address(table: &Table<'_>) -> Option<Self> {
        Self::read(table, POSTAL_ADDRESS, |text| {
            let mut found = postal::find(text).into_iter();
            found.next().filter(|_| found.next().is_none()).map(|found| found.value)
        })
    }

    fn read(table: &Table<'_>, form: Form, value: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let value = table.required("value", |table, key| table.understood(key, form, &value));
        let market = table.string("market");
        let label = table.string("label").map(|label| label.value);
        table.finish().then_some(())?;
        Some(Self { value: value?, market, label })
    }
}

/// `[[claim]]`.
#[derive(Debug)]
pub(crate) struct Claim {
    pub(crate) id: Located<String>,
    pub(crate) subject: String,
    pub(crate) number: Decimal,
    pub(crate) unit: Option<String>,
    pub(crate) text: Option<String>,
}

impl Claim {
    pub(super) fn read(table: &Table<'_>) -> Option<Self> {
        let id = table.required("id", Table::string);
        let subject = table.required("subject", Table::string);
        let number = table.required("number", Table::decimal);
        let unit = table.string("unit").map(|unit| unit.value);
        let text = table.string("text").map(|text| text.value);
        table.finish().then_some(())?;
        Some(Self { id: id?, subject: subject?.value, number: number?.value, unit, text })
    }
}
