//! `channel/wrong-language`.

use crate::artifact::Locale;
use crate::finding::{Finding, GuideRef};
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::{Rule, RuleContext};

fn message(declared: &Locale, own: &str) -> String {
    format!("the markup says that the text is {declared}, but it is {own}")
}

declare_rule! {
    /// ## What it does
    ///
    /// Finds a `lang` attribute on `<html>`, `<mjml>` or `<body>` that contradicts the language which the artifact has:
    /// the one that was given, that it declares for onbrand, or that its market has in the guide. A language without a
    /// region fits any region; passages in another language may say so.
    ///
    /// ## Why it matters
    ///
    /// Screen readers pronounce a text by its `lang`, and browsers and mail clients offer to translate by it. It is what
    /// stays behind when an email is copied and translated.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <html lang="en"><meta name="onbrand:locale" content="de-DE"><p>Der Cove ist wieder da.</p></html>
    /// ```
    ///
    /// ```html,valid
    /// <html lang="de"><meta name="onbrand:locale" content="de-DE"><p>Der Cove ist wieder da.</p></html>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the language of the text into the attribute.
    ///
    /// ## Guide keys
    ///
    /// `[[market]]` with `locales`.
    pub struct WrongLanguage {
        id: "channel/wrong-language",
        summary: "a `lang` attribute that contradicts the language of the text",
        level: Warning,
        fix: Sometimes,
        since: "0.1.0",
    }
}

impl Rule for WrongLanguage {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        for declared in &cx.document.frame.languages {
            let Some(locale) = &declared.locale else { continue };
            let Some((own, reason)) = contradicted(cx, locale) else { continue };
            let mut finding = Finding::new(&Self::META, cx.location(declared.span), message(locale, &own))
                .label("another language")
                .values(locale.as_str(), Some(own.clone()))
                .help("screen readers pronounce the text by it");
            finding.demanded_by = reason.cloned();
            findings.push(match Locale::parse(&own) {
                Some(own) => finding.replacement(own.as_str(), crate::finding::Applicability::Unsafe),
                None => finding,
            });
        }
    }
}

/// The language that `declared` contradicts, and the market that has it; where the market has several, all of them.
fn contradicted<'c>(cx: &RuleContext<'c>, declared: &Locale) -> Option<(String, Option<&'c GuideRef>)> {
    let attributes = &cx.document.attributes;
    if let Some(own) = attributes.locale.as_ref().filter(|own| !agree(declared, own)) {
        return Some((own.to_string(), None));
    }
    // Where nothing else says the language, it was taken from the markup, and a market may still know better.
    let market = cx.guide.brand.market(attributes.market.as_ref()?)?;
    let fits = market.locales.is_empty() || market.locales.iter().any(|locale| agree(declared, locale));
    let all = || market.locales.iter().map(Locale::as_str).collect::<Vec<_>>().join(" or ");
    (!fits).then(|| (all(), Some(&market.origin)))
}

/// Whether two tags can be about one text: the languages are the same, and the regions where both name one.
fn agree(left: &Locale, right: &Locale) -> bool {
    let language = |locale: &Locale| match locale.language() {
        // Both are written forms of Norwegian (BCP 47, macrolanguage `no`).
        "nb" | "nn" => "no".to_owned(),
        language => language.to_owned(),
    };
    language(left) == language(right)
        && region(left).zip(region(right)).is_none_or(|(left, right)| left == right)
}

/// The region of a tag: two letters or three digits (BCP 47, section 2.2.4).
fn region(locale: &Locale) -> Option<&str> {
    let is_region = |part: &&str| {
        part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic())
            || part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    locale.as_str().split('-').skip(1).find(is_region)
}

#[cfg(test)]
mod tests {
    use super::agree;
    use crate::artifact::Locale;

    #[test]
    fn tags_agree_where_they_may_be_about_one_text() {
        let tag = |text| Locale::parse(text).expect("a language tag");
        for (left, right) in
            [("de", "de-DE"), ("zh-Hans", "zh-CN"), ("nb", "no"), ("es-419", "es"), ("en-US", "en-US")]
        {
            assert!(agree(&tag(left), &tag(right)), "{left} {right}");
        }
        for (left, right) in [("en", "de-DE"), ("en-GB", "en-US"), ("es-419", "es-ES")] {
            assert!(!agree(&tag(left), &tag(right)), "{left} {right}");
        }
    }
}
