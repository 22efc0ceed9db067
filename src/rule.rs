//! What is known about a rule apart from its code: its id, its words, its level. Knows no rule.

use std::borrow::Cow;
use std::fmt;

use crate::artifact::words;

/// Id of a rule, `group/kebab-case`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RuleId(Cow<'static, str>);

impl RuleId {
    /// The id of a built-in rule.
    #[must_use]
    pub const fn new(id: &'static str) -> Self {
        Self(Cow::Borrowed(id))
    }

    /// The id, `group/name`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The group, the part before the slash.
    #[must_use]
    pub fn group(&self) -> &str {
        self.0.split('/').next().unwrap_or_default()
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

words! {
    /// What a guide orders for a rule.
    Level {
        /// The rule does not run.
        Off = "off",
        /// Worth knowing.
        Info = "info",
        /// Should be mended.
        Warning = "warning",
        /// Must be mended.
        Error = "error",
    }
}

words! {
    /// How grave a finding is. A rule has a level, which may be off; a finding has a severity.
    Severity {
        /// Worth knowing.
        Info = "info",
        /// Should be mended.
        Warning = "warning",
        /// Must be mended.
        Error = "error",
    }
}

impl Level {
    /// The severity of findings under this level, `None` for a rule that is off.
    #[must_use]
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Info => Some(Severity::Info),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

words! {
    /// Whether a rule can propose a change.
    FixAvailability {
        /// Never.
        None = "none",
        /// For some findings.
        Sometimes = "sometimes",
    }
}

/// A rule's entry in the list of rules: the one place where its words stand.
#[derive(Clone, Copy, Debug)]
pub struct RuleMeta {
    /// `group/kebab-case`; never renamed.
    pub id: &'static str,
    /// Half a sentence, no full stop.
    pub summary: &'static str,
    /// Markdown: what it does, why it matters, examples, how to fix, guide keys.
    pub explanation: &'static str,
    /// The level where the guide orders none.
    pub default_level: Level,
    /// Whether it proposes changes.
    pub fix: FixAvailability,
    /// The version it came with.
    pub since: &'static str,
}

impl RuleMeta {
    /// The id as a value of its own.
    #[must_use]
    pub const fn rule_id(&self) -> RuleId {
        RuleId::new(self.id)
    }
}

/// Declares a rule: a unit struct and its [`RuleMeta`]. The doc comment is the explanation that `onbrand explain`
/// and the rule pages show, and its examples are run by the tests.
///
/// ```text
/// declare_rule! {
///     /// ## What it does
///     /// …
///     pub struct ForbiddenTerm {
///         id: "terms/forbidden-term",
///         summary: "a term that the guide forbids",
///         level: Error,
///         fix: Sometimes,
///         since: "0.1.0",
///     }
/// }
/// ```
macro_rules! declare_rule {
    (
        $(#[doc = $line:literal])+
        pub struct $name:ident {
            id: $id:literal,
            summary: $summary:literal,
            level: $level:ident,
            fix: $fix:ident,
            since: $since:literal,
        }
    ) => {
        $(#[doc = $line])+
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        impl $name {
            /// The entry in the list of rules.
            pub const META: $crate::rule::RuleMeta = $crate::rule::RuleMeta {
                id: $id,
                summary: $summary,
                explanation: concat!($($line, "\n"),+),
                default_level: $crate::rule::Level::$level,
                fix: $crate::rule::FixAvailability::$fix,
                since: $since,
            };
        }
    };
}
pub(crate) use declare_rule;
