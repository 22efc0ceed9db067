//! What is said of the tax behind an amount. Knows nothing of rates or of markets.

use crate::guide::brand::TaxBasis;

/// Words for a price with the tax, in lower case, by language.
const INCLUDED: &[&[&str]] = &[
    &[
        "incl. vat",
        "incl vat",
        "inc vat",
        "inc. vat",
        "including vat",
        "vat included",
        "incl. tax",
        "including tax",
    ],
    &["tax included", "incl. gst", "inc gst", "inc. gst", "including gst", "gst included"],
    &["inkl. mwst", "inkl. ust", "inkl. gesetzl. mwst", "inklusive mwst", "inkl. 19", "inkl. 20", "brutto"],
    &["ttc", "toutes taxes comprises", "tva incluse", "tva comprise"],
    &["iva incluido", "iva incl", "impuestos incluidos", "con iva"],
    &["iva inclusa", "iva compresa"],
    &[
        "incl. btw",
        "inclusief btw",
        "inkl. moms",
        "inklusive moms",
        "med moms",
        "inkl. mva",
        "sis. alv",
        "z vat",
    ],
];

/// Words for a price without it.
const EXCLUDED: &[&[&str]] = &[
    &[
        "excl. vat",
        "excl vat",
        "ex vat",
        "ex. vat",
        "excluding vat",
        "exc. vat",
        "exc vat",
        "+ vat",
        "plus vat",
    ],
    &["plus tax", "+ tax", "plus sales tax", "+ sales tax", "plus applicable tax", "before tax", "excl. tax"],
    &["excluding tax", "+ gst", "ex gst", "ex. gst", "plus gst", "excl. gst"],
    &["zzgl. mwst", "zzgl. ust", "exkl. mwst", "exkl. ust", "zzgl. gesetzl. mwst", "zuzüglich mwst", "netto"],
    &["ht", "hors taxes", "hors taxe", "hors tva"],
    &["sin iva", "+ iva", "más iva", "iva no incluido"],
    &["iva esclusa", "iva escl"],
    &["excl. btw", "exclusief btw", "exkl. moms", "exklusive moms", "ekskl. moms", "utan moms", "uden moms"],
    &["ekskl. mva", "eks. mva", "alv 0", "bez vat"],
];

/// What the clause behind an amount says of the tax; `after` is in lower case.
pub(super) fn said(after: &str) -> Option<TaxBasis> {
    let holds = |words: &&str| {
        after.match_indices(*words).any(|(at, found)| {
            let before = after.get(..at).and_then(|head| head.chars().next_back());
            let next = after.get(at + found.len()..).and_then(|rest| rest.chars().next());
            before.is_none_or(|before| !before.is_alphanumeric())
                && next.is_none_or(|next| !next.is_alphanumeric() || next.is_ascii_digit())
        })
    };
    let any = |words: &[&[&str]]| words.iter().copied().flatten().any(holds);
    if any(EXCLUDED) {
        Some(TaxBasis::Excluded)
    } else if any(INCLUDED) {
        Some(TaxBasis::Included)
    } else {
        None
    }
}

/// Whether what is added to an amount is a tax: `£100+VAT` is a price, `£100+` the lowest of several.
pub(super) fn is_added(rest: &str) -> bool {
    let added = rest.trim_start_matches('+').trim_start();
    ["vat", "tax", "gst", "mwst", "ust", "iva", "tva", "btw", "moms"]
        .iter()
        .any(|word| added.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::{TaxBasis, said};

    #[test]
    fn words() {
        let with = [", inkl. mwst., bis 30.11.", " inc. vat", " ttc", " inkl. moms", " iva incluido"];
        let without =
            [" + vat", " ht", " plus sales tax", " exkl. moms", " zzgl. ust", " alv 0 %", " más iva"];
        for after in with {
            assert_eq!(said(after), Some(TaxBasis::Included), "{after}");
        }
        for after in without {
            assert_eq!(said(after), Some(TaxBasis::Excluded), "{after}");
        }
        assert_eq!(said(" tonight"), None);
        assert_eq!(said(" heute"), None);
    }
}
