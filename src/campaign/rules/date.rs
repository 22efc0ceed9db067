//! Dates that disagree: when something starts and when it ends.

use crate::campaign::Member;
use crate::campaign::kind::{Cx, Declared, Difference, Doubt, Kind};
use crate::campaign::moments::{Moment, Zones};
use crate::facts::{DateRole, Fact, FactValue, Precision};
use crate::finding::{FactKind, Truth};
use crate::rule::{RuleMeta, Severity, declare_rule};
use crate::scope::Visibility;

declare_rule! {
    /// ## What it does
    ///
    /// Reports days on which something starts or ends and that contradict: the artifacts of a campaign name different
    /// ones, or an artifact names another one than the campaign's record, or the title and the structured data of a page
    /// another one than its text.
    ///
    /// A day without a time agrees with every time of that day in the zone of the campaign. Two times with their zones
    /// agree when they are the same instant; a time without a zone is taken as one where the readers are, in countries that
    /// have one zone, else as one in the zone of the campaign. "Midnight" agrees with either end of its day.
    ///
    /// A time in the record that has an offset is one instant for all markets; the same hour on the clocks of another market
    /// is a warning. A time without an offset is one on the clocks of each market. Where no record says which, ends of
    /// two markets on the same day and at different instants are a warning; the same hour without a zone in both is an hour
    /// for each reader, and other days of other markets are their own.
    ///
    /// ## Why it matters
    ///
    /// Whoever comes a day late because of the wrong day in one place is right to complain, and an advertisement that
    /// names the wrong end is misleading.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <title>Oak week ends November 29, 2026</title>
    /// <p>The sale ends November 30, 2026, at 11:59 pm PT.</p>
    /// ```
    ///
    /// ```html,valid
    /// <title>Oak week ends November 30, 2026</title>
    /// <p>The sale ends November 30, 2026, at 11:59 pm PT.</p>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the day of the campaign's record, or correct the record. A campaign that is prolonged has phases: give the
    /// artifacts of the last one `phase = "extended"`.
    ///
    /// ## Guide keys
    ///
    /// `starts`, `ends`, `time-zone`, `source-of-truth` and `vary` in `campaign.toml`; `time-zone` in `brand.toml`.
    pub struct Date {
        id: "consistency/date",
        summary: "days on which something starts or ends that disagree",
        level: Error,
        fix: None,
        since: "0.1.0",
    }
}

/// Words in whose sentence a day is not about the offer, in several languages.
const OTHER_THINGS: [&str; 24] = [
    "deliver",
    "arrive",
    "shipping",
    "ship by",
    "ships by",
    "return",
    "refund",
    "webinar",
    "register by",
    "shipped",
    "dispatch",
    "christmas",
    "liefer",
    "versand",
    "rückgabe",
    "umtausch",
    "weihnacht",
    "livraison",
    "retour",
    "noël",
    "envío",
    "entrega",
    "devoluc",
    "navidad",
];

impl Kind for Date {
    type Key = DateRole;
    type Value = Moment;

    const RULE: &'static RuleMeta = &Self::META;
    const FACT: FactKind = FactKind::Date;
    const IS_IN_GUIDE: bool = false;
    const READS: &'static [FactKind] = &[FactKind::Date];
    const VARIES_AS: &'static str = "date";
    const IS_DOUBTED_BETWEEN_MARKETS: bool = true;

    fn read(&self, cx: Cx<'_, '_>, member: &Member<'_>, fact: &Fact) -> Option<(DateRole, Moment)> {
        let FactValue::Date(stated) = &fact.value else { return None };
        let is_day = matches!(stated.precision, Precision::Day | Precision::Minute);
        if stated.role == DateRole::Other || !is_day || is_about_something_else(member, fact) {
            return None;
        }
        let near = cx.record().and_then(|record| record.ends.or(record.starts)).map(|time| time.at);
        let zones = Zones::new(cx, member);
        let moment = Moment::of(stated, &fact.text, &zones, near)?;
        let is_for_machines = fact.visibility == Visibility::Machine;
        Some((stated.role, if is_for_machines { moment.for_machines(&zones) } else { moment }))
    }

    fn unknown(&self, _cx: Cx<'_, '_>, member: &Member<'_>, fact: &Fact) -> Option<(DateRole, &'static str)> {
        let FactValue::Date(stated) = &fact.value else { return None };
        // That something starts tomorrow is news, that it ends today is a condition.
        let is_open =
            stated.date.is_none() && stated.month_day.is_none() && stated.role == DateRole::Deadline;
        let is_ours = is_open && !is_about_something_else(member, fact);
        is_ours.then_some((stated.role, "its day depends on the time of publication, which is not given"))
    }

    fn subject(&self, _cx: Cx<'_, '_>, key: &DateRole) -> String {
        if *key == DateRole::Start { "start".to_owned() } else { "end".to_owned() }
    }

    fn show(&self, value: &Moment) -> String {
        value.to_string()
    }

    fn identity(&self, _cx: Cx<'_, '_>, key: &DateRole) -> String {
        key.as_str().to_owned()
    }

    fn declared<'s>(
        &self,
        cx: Cx<'s, '_>,
        member: &Member<'_>,
        key: &DateRole,
    ) -> Option<Declared<'s, Moment>> {
        let record = cx.record()?;
        // A record states one end; a phase that prolongs the campaign has another.
        let is_prolonged =
            cx.group.dimensions.phase.as_deref().is_some_and(|phase| phase.starts_with("exten"));
        let time = match key {
            DateRole::Start => record.starts?,
            DateRole::Deadline => record.ends.filter(|_| !is_prolonged)?,
            DateRole::Other => return None,
        };
        let moment = Moment::recorded(time, &Zones::new(cx, member));
        Some(Declared { values: vec![moment], truth: Truth::CampaignRecord, origin: Some(&record.origin) })
    }

    fn agree(&self, cx: Cx<'_, '_>, one: &Moment, other: &Moment) -> bool {
        one.agrees_with(other, cx.guide.tolerances.deadline)
    }

    /// Days that are further apart are ends of different things, such as of a sale and of the time for returns.
    fn are_rivals(&self, cx: Cx<'_, '_>, one: &Moment, other: &Moment) -> bool {
        one.days_apart(other) <= i32::from(cx.guide.tolerances.days_apart)
    }

    fn doubt(&self, cx: Cx<'_, '_>, key: &DateRole, one: &Moment, other: &Moment) -> Option<Doubt> {
        // A record with a time that has no offset says that every market goes by its own clocks.
        let record = cx.record();
        let mut times = record.into_iter().flat_map(|record| [record.starts, record.ends]).flatten();
        let tolerance = cx.guide.tolerances.deadline;
        let is_doubtful = *key == DateRole::Deadline && one.ends_on_the_same_day_elsewhere(other, tolerance);
        (is_doubtful && !times.any(|time| time.is_local)).then_some(Doubt {
            reason: "these are different instants, and nothing declares whether each market goes by its own clocks",
            help: "declare `ends` in the campaign's record: without an offset if every market goes by its own clocks, \
                   with one if all end together",
        })
    }

    fn difference(&self, found: &Moment, expected: &Moment) -> Difference {
        if !found.shows_the_same_clock_as(expected) {
            return Difference::default();
        }
        let help = "clocks elsewhere show that hour at another time: convert it for these readers, or leave out the \
                    offset in the record if every market goes by its own clocks";
        Difference { severity: Some(Severity::Warning), help: Some(help.to_owned()) }
    }
}

/// Whether the sentence of a day is about something that has days of its own, such as the delivery.
fn is_about_something_else(member: &Member<'_>, fact: &Fact) -> bool {
    let sentence = member.sentence(fact).to_lowercase();
    OTHER_THINGS.iter().any(|word| sentence.contains(word))
}
