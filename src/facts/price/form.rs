//! Writes another amount in the form of a written one, for fixes. Knows nothing of where the text stands.

use super::number::{digit, numeral_at};
use crate::values::money::{Money, decimals};

/// `written` with its amount replaced by `money`, in the same form: sign, separators and decimals stay as they are.
/// `$389` for 399 USD is `$399`; `389,00 €` for 1399.50 EUR is `1399,50 €`. `None` where the form leaves it open.
#[must_use]
pub fn restyle(written: &str, money: &Money) -> Option<String> {
    let (at, _) = written.char_indices().find(|(_, character)| digit(*character).is_some())?;
    let numeral = numeral_at(written, at);
    let head = written.get(..numeral.range.start)?;
    let tail = written.get(numeral.range.end..)?;
    let old = written.get(numeral.range.clone())?;
    // Full-width digits and magnitude words have forms of their own.
    let is_plain =
        old.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'\'' | b' '))
            || old.contains('’') && !old.contains('\u{FF10}');
    let has_more_digits = tail.chars().any(|character| digit(character).is_some());
    if !is_plain || has_more_digits {
        return None;
    }
    let signs: Vec<char> = old.chars().filter(|sign| !sign.is_ascii_digit()).collect();
    let fraction_length = old.rsplit(['.', ',']).next().map_or(0, str::len);
    let last = signs.last().copied();
    let has_decimals = last.is_some_and(|sign| matches!(sign, '.' | ',')) && fraction_length != 3;
    let decimal = match last {
        Some(sign) if has_decimals => sign,
        Some('.') => ',',
        Some(_) => '.',
        // A sign behind the number is the habit of lands with a decimal comma.
        None if head.trim().is_empty() && tail.contains('€') => ',',
        None => '.',
    };
    let group = if has_decimals {
        signs.first().copied().filter(|_| signs.len() > 1)
    } else {
        signs.first().copied()
    };
    // `50,-` says "no cents": an amount with cents needs a form of its own.
    let is_whole = money.amount.fract().is_zero();
    if !is_whole && tail.starts_with(['.', ',', ':']) {
        return None;
    }
    let number = if has_decimals || !is_whole {
        let shown = decimals(money.amount, money.currency).to_string();
        let (whole, fraction) = shown.split_once('.').unwrap_or((shown.as_str(), "00"));
        format!("{}{decimal}{fraction}", grouped(whole, group))
    } else {
        grouped(&money.amount.trunc().normalize().to_string(), group)
    };
    Some(format!("{head}{number}{tail}"))
}

/// Digits with a sign after every three from the end.
fn grouped(whole: &str, group: Option<char>) -> String {
    let Some(group) = group else { return whole.to_owned() };
    let mut text = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::restyle;
    use crate::values::money::Money;

    fn dollars(amount: &str) -> Money {
        format!("{amount} USD").parse().expect("an amount")
    }

    #[test]
    fn the_written_form_is_kept() {
        let cases = [
            ("$389", "399", "$399"),
            ("$389.00", "399", "$399.00"),
            ("389,00 €", "1399.5", "1399,50 €"),
            ("1.389,00 €", "1399", "1.399,00 €"),
            ("$1,389", "399", "$399"),
            ("USD 389", "399.50", "USD 399.50"),
            ("389 €", "399.50", "399,50 €"),
            ("50,-", "60", "60,-"),
        ];
        for (written, amount, expected) in cases {
            assert_eq!(restyle(written, &dollars(amount)).as_deref(), Some(expected), "{written}");
        }
    }

    #[test]
    fn open_forms_are_left_alone() {
        assert_eq!(restyle("50,-", &dollars("60.50")), None);
        assert_eq!(restyle("6€95", &dollars("7.95")), None);
        assert_eq!(restyle("３８９円", &dollars("399")), None);
    }
}
