//! Reductions in percent, exact. Knows nothing of where a price or a percentage stands.

use rust_decimal::Decimal;

/// By how many percent `now` is below `was`; below zero where it is above. `None` where nothing can be a part of `was`.
#[must_use]
pub fn reduction(was: Decimal, now: Decimal) -> Option<Decimal> {
    let saved = was.checked_sub(now)?.checked_mul(Decimal::ONE_HUNDRED)?;
    if was <= Decimal::ZERO { None } else { saved.checked_div(was) }
}

/// Two reductions, one on top of the other: 20 and 10 are 28.
#[must_use]
pub fn stacked(first: Decimal, second: Decimal) -> Option<Decimal> {
    let rest = |percent: Decimal| Decimal::ONE_HUNDRED.checked_sub(percent);
    let left = rest(first)?.checked_mul(rest(second)?)?.checked_div(Decimal::ONE_HUNDRED)?;
    rest(left)
}

/// A percentage with two decimals, for messages.
#[must_use]
pub fn exact(percent: Decimal) -> String {
    format!("{:.2}%", percent.round_dp(2))
}

/// The number of a percentage as it is written, such as the `20` of `20 % Rabatt`; `None` where there is none.
#[must_use]
pub fn number(written: &str) -> Option<Decimal> {
    let (_, number, _) = parts(written)?;
    number.replace(',', ".").parse().ok()
}

/// `written` with its number replaced; `None` where it has none, or several.
#[must_use]
pub fn rewrite(written: &str, percent: Decimal) -> Option<String> {
    let (before, number, after) = parts(written)?;
    let mut text = percent.normalize().to_string();
    if number.contains(',') {
        text = text.replace('.', ",");
    }
    Some(format!("{before}{text}{after}"))
}

/// What stands before the only number of a text, the number, and what stands after.
fn parts(written: &str) -> Option<(&str, &str, &str)> {
    let is_part = |character: char| character.is_ascii_digit() || matches!(character, '.' | ',');
    let start = written.find(|character: char| character.is_ascii_digit())?;
    let (before, rest) = written.split_at_checked(start)?;
    let end = rest.find(|character| !is_part(character)).unwrap_or(rest.len());
    let (number, after) = rest.split_at_checked(end)?;
    let is_only = !after.contains(|character: char| character.is_ascii_digit());
    is_only.then_some((before, number, after))
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::{exact, number, reduction, rewrite, stacked};

    #[test]
    fn reductions_are_exact() {
        let shown = |was: i64, now: i64| reduction(Decimal::new(was, 2), Decimal::new(now, 2)).map(exact);
        assert_eq!(shown(49_900, 39_900).as_deref(), Some("20.04%"));
        assert_eq!(shown(49_900, 38_900).as_deref(), Some("22.04%"));
        assert_eq!(shown(2_900, 2_399).as_deref(), Some("17.28%"));
        assert_eq!(shown(10_000, 11_000).as_deref(), Some("-10.00%"));
        assert_eq!(shown(0, 100), None);
        assert_eq!(stacked(Decimal::from(20), Decimal::TEN), Some(Decimal::from(28)));
    }

    #[test]
    fn the_written_form_is_kept() {
        let twenty_two = Decimal::from(22);
        assert_eq!(rewrite("25%", twenty_two).as_deref(), Some("22%"));
        assert_eq!(rewrite("-25 %", twenty_two).as_deref(), Some("-22 %"));
        assert_eq!(rewrite("25,5 Prozent", Decimal::new(225, 1)).as_deref(), Some("22,5 Prozent"));
        assert_eq!(rewrite("half price", twenty_two), None);
        assert_eq!(rewrite("3 for 2", twenty_two), None);
        assert_eq!(number("25,5 Prozent"), Some(Decimal::new(255, 1)));
    }
}
