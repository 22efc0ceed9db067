//! Days that the calendar of a year gives a name: Christmas Eve, Pfingsten, la Toussaint. Data only.
//!
//! Days of shopping are not among them: Black Friday is the name of an offer more often than a day.

use jiff::civil::Weekday;

use super::{Meaning as M, Table};

/// A day with a name of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in super::super) struct Feast {
    /// Which day of a year it is.
    pub(in super::super) day: FeastDay,
    /// Whether other countries that speak the language keep another day by this name, or none.
    pub(in super::super) is_local: bool,
    /// Whether the first word of its name is rare enough to look for the rest of it.
    pub(in super::super) is_telling: bool,
}

/// How the day of a feast is found in a year.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in super::super) enum FeastDay {
    /// The same month and day of it, each counted from 1.
    Fixed(i8, i8),
    /// So many days after Easter Sunday.
    Easter(i16),
    /// The day of the week of this number in a month; -1 is the last one.
    Nth(i8, Weekday, i8),
    /// So many Sundays before Christmas.
    Advent(i8),
    /// A Sunday of Advent, by the number before its name.
    NumberedAdvent,
    /// A day of a feast of two days, by the number before its name.
    NumberedFixed(i8, i8),
    /// The same of a feast that moves with Easter.
    NumberedEaster(i16),
    /// The last Sunday of May, or the one after it where that is Pentecost.
    FrenchMothers,
}

use FeastDay::{Advent, Easter, Fixed, Nth, NumberedAdvent, NumberedEaster, NumberedFixed};

/// A feast whose name begins with a word that is rare.
const fn feast(day: FeastDay) -> M {
    M::Feast(Feast { day, is_local: false, is_telling: true })
}

/// A feast that is found by another word of its name.
const fn plain(day: FeastDay) -> M {
    M::Feast(Feast { day, is_local: false, is_telling: false })
}

/// A feast of one country.
const fn local(day: FeastDay) -> M {
    M::Feast(Feast { day, is_local: true, is_telling: false })
}

pub(super) const ENGLISH: Table = &[
    (feast(Fixed(12, 25)), &["christmas", "xmas", "christmas day", "xmas day"]),
    (feast(Fixed(12, 24)), &["christmas eve", "xmas eve"]),
    (plain(Fixed(12, 26)), &["boxing day", "st stephen s day"]),
    (plain(Fixed(12, 31)), &["new year s eve", "new years eve", "nye"]),
    (plain(Fixed(1, 1)), &["new year s day", "new years day", "new year"]),
    (feast(Fixed(1, 6)), &["epiphany", "twelfth night"]),
    (plain(Fixed(2, 2)), &["groundhog day"]),
    (
        plain(Fixed(2, 14)),
        &[
            "valentine s day",
            "valentines day",
            "valentine day",
            "st valentine s day",
            "saint valentine s day",
        ],
    ),
    (plain(Fixed(3, 17)), &["st patrick s day", "st patricks day", "saint patrick s day", "st paddy s day"]),
    (plain(Fixed(4, 1)), &["april fool s day", "april fools day", "april fools"]),
    (plain(Fixed(4, 22)), &["earth day"]),
    (feast(Fixed(10, 31)), &["halloween", "hallowe en", "halloween night"]),
    (plain(Fixed(11, 1)), &["all saints day", "all hallows day"]),
    (plain(Fixed(11, 2)), &["all souls day"]),
    (feast(Easter(0)), &["easter", "easter sunday", "easter day"]),
    (plain(Easter(1)), &["easter monday"]),
    (plain(Easter(-1)), &["holy saturday", "easter saturday"]),
    (plain(Easter(-2)), &["good friday"]),
    (plain(Easter(-3)), &["maundy thursday", "holy thursday"]),
    (plain(Easter(-7)), &["palm sunday"]),
    (plain(Easter(-46)), &["ash wednesday"]),
    (plain(Easter(-47)), &["shrove tuesday", "pancake day", "mardi gras"]),
    (plain(Easter(39)), &["ascension day"]),
    (feast(Easter(49)), &["pentecost", "whit sunday", "whitsunday", "pentecost sunday"]),
    (plain(Easter(50)), &["whit monday", "pentecost monday"]),
    (plain(Easter(60)), &["corpus christi day"]),
    (M::Feast(Feast { day: Fixed(6, 19), is_local: true, is_telling: true }), &["juneteenth"]),
    (local(Fixed(7, 4)), &["independence day"]),
    (local(Fixed(11, 11)), &["veterans day", "veteran s day"]),
    (local(Fixed(6, 14)), &["flag day"]),
    (local(Nth(1, Weekday::Monday, 3)), &["martin luther king day", "mlk day", "martin luther king jr day"]),
    (local(Nth(2, Weekday::Monday, 3)), &["presidents day", "president s day"]),
    (plain(Fixed(3, 8)), &["international women s day"]),
    (local(Nth(5, Weekday::Sunday, 2)), &["mother s day", "mothers day", "mother day"]),
    (local(Nth(5, Weekday::Monday, -1)), &["memorial day"]),
    (local(Nth(6, Weekday::Sunday, 3)), &["father s day", "fathers day", "father day"]),
    (local(Nth(9, Weekday::Monday, 1)), &["labor day", "labour day"]),
    (local(Nth(10, Weekday::Monday, 2)), &["columbus day", "indigenous peoples day"]),
    (
        M::Feast(Feast { day: Nth(11, Weekday::Thursday, 4), is_local: true, is_telling: true }),
        &["thanksgiving", "thanksgiving day"],
    ),
    (plain(Easter(-21)), &["mothering sunday"]),
    (feast(NumberedAdvent), &["advent"]),
    (plain(Advent(4)), &["advent sunday"]),
];

pub(super) const GERMAN: Table = &[
    (feast(Fixed(12, 24)), &["heiligabend", "heilig abend", "heiliger abend", "heiligen abend"]),
    (feast(Fixed(12, 25)), &["weihnachten", "christtag", "weihnacht"]),
    (feast(Fixed(12, 26)), &["stefanitag", "stephanstag"]),
    (feast(NumberedFixed(12, 25)), &["weihnachtstag", "weihnachtsfeiertag", "weihnachtsfeiertags"]),
    (feast(Fixed(12, 31)), &["silvester", "silvesterabend", "sylvester", "silvesternacht"]),
    (feast(Fixed(1, 1)), &["neujahr", "neujahrstag", "neujahrsmorgen"]),
    (
        feast(Fixed(1, 6)),
        &["dreikonigstag", "heilige drei konige", "heiligen drei konige", "heilig drei konig", "dreikonig"],
    ),
    (feast(Fixed(2, 14)), &["valentinstag"]),
    (plain(Fixed(3, 8)), &["internationaler frauentag", "weltfrauentag", "frauentag"]),
    (plain(Fixed(5, 1)), &["tag der arbeit", "maifeiertag"]),
    (local(Fixed(10, 3)), &["tag der deutschen einheit"]),
    (feast(Fixed(10, 31)), &["halloween", "reformationstag"]),
    (feast(Fixed(11, 1)), &["allerheiligen"]),
    (feast(Fixed(11, 2)), &["allerseelen"]),
    (feast(Fixed(11, 11)), &["martinstag"]),
    (feast(Fixed(12, 6)), &["nikolaus", "nikolaustag", "nikolausabend"]),
    (feast(Fixed(8, 15)), &["maria himmelfahrt"]),
    (feast(Easter(0)), &["ostern", "ostersonntag"]),
    (feast(NumberedEaster(0)), &["osterfeiertag", "ostertag"]),
    (feast(Easter(1)), &["ostermontag"]),
    (feast(Easter(-1)), &["karsamstag", "ostersamstag"]),
    (feast(Easter(-2)), &["karfreitag"]),
    (feast(Easter(-3)), &["grundonnerstag"]),
    (feast(Easter(-7)), &["palmsonntag"]),
    (feast(Easter(-46)), &["aschermittwoch"]),
    (feast(Easter(-47)), &["faschingsdienstag", "fastnachtsdienstag", "veilchendienstag"]),
    (feast(Easter(-48)), &["rosenmontag"]),
    (feast(Easter(-52)), &["weiberfastnacht"]),
    (feast(Easter(39)), &["christi himmelfahrt", "himmelfahrtstag", "himmelfahrt", "vatertag"]),
    (feast(Easter(49)), &["pfingsten", "pfingstsonntag"]),
    (feast(NumberedEaster(49)), &["pfingstfeiertag", "pfingsttag"]),
    (feast(Easter(50)), &["pfingstmontag"]),
    (feast(Easter(60)), &["fronleichnam"]),
    (feast(Nth(5, Weekday::Sunday, 2)), &["muttertag"]),
    (feast(NumberedAdvent), &["advent", "adventssonntag", "adventsonntag"]),
    (feast(Advent(5)), &["totensonntag", "ewigkeitssonntag"]),
];

pub(super) const FRENCH: Table = &[
    (feast(Fixed(12, 24)), &["reveillon de noel", "nuit de noel"]),
    (feast(Fixed(12, 25)), &["noel", "jour de noel"]),
    (
        feast(Fixed(12, 31)),
        &[
            "saint sylvestre",
            "st sylvestre",
            "reveillon du nouvel an",
            "reveillon de la saint sylvestre",
            "reveillon du jour de l an",
            "soir de la saint sylvestre",
        ],
    ),
    (plain(Fixed(1, 1)), &["nouvel an", "jour de l an", "jour du nouvel an", "premier de l an"]),
    (feast(Fixed(1, 6)), &["epiphanie"]),
    (feast(Fixed(2, 2)), &["chandeleur"]),
    (plain(Fixed(2, 14)), &["saint valentin", "st valentin", "fete des amoureux"]),
    (plain(Fixed(4, 1)), &["poisson d avril"]),
    (plain(Fixed(5, 1)), &["fete du travail", "fete du muguet"]),
    (local(Fixed(5, 8)), &["fete de la victoire"]),
    (plain(Fixed(6, 21)), &["fete de la musique"]),
    (local(Fixed(7, 14)), &["fete nationale", "prise de la bastille"]),
    (feast(Fixed(8, 15)), &["assomption"]),
    (feast(Fixed(10, 31)), &["halloween"]),
    (feast(Fixed(11, 1)), &["toussaint"]),
    (feast(Fixed(11, 11)), &["armistice", "jour de l armistice", "jour du souvenir"]),
    (feast(Fixed(12, 6)), &["saint nicolas", "st nicolas"]),
    (feast(Easter(0)), &["paques", "dimanche de paques", "jour de paques"]),
    (plain(Easter(1)), &["lundi de paques"]),
    (plain(Easter(-2)), &["vendredi saint"]),
    (plain(Easter(-3)), &["jeudi saint"]),
    (plain(Easter(-1)), &["samedi saint"]),
    (plain(Easter(-7)), &["dimanche des rameaux", "rameaux"]),
    (plain(Easter(-47)), &["mardi gras"]),
    (plain(Easter(-46)), &["mercredi des cendres"]),
    (feast(Easter(39)), &["jeudi de l ascension", "ascension"]),
    (feast(Easter(49)), &["pentecote", "dimanche de pentecote", "dimanche de la pentecote"]),
    (plain(Easter(50)), &["lundi de pentecote", "lundi de la pentecote"]),
    (local(FeastDay::FrenchMothers), &["fete des meres", "fete des mamans"]),
    (local(Nth(6, Weekday::Sunday, 3)), &["fete des peres", "fete des papas"]),
    (local(Nth(3, Weekday::Sunday, 1)), &["fete des grands meres"]),
];

pub(super) const SPANISH: Table = &[
    (feast(Fixed(12, 24)), &["nochebuena", "noche buena"]),
    (feast(Fixed(12, 25)), &["navidad", "dia de navidad"]),
    (feast(Fixed(12, 31)), &["nochevieja", "noche vieja"]),
    (plain(Fixed(1, 1)), &["ano nuevo", "dia de ano nuevo"]),
    (plain(Fixed(1, 6)), &["dia de reyes", "dia de los reyes magos", "reyes magos", "epifania"]),
    (plain(Fixed(1, 5)), &["noche de reyes", "vispera de reyes"]),
    (feast(Fixed(2, 14)), &["san valentin", "dia de san valentin", "dia de los enamorados"]),
    (plain(Fixed(3, 8)), &["dia internacional de la mujer"]),
    (local(Fixed(3, 19)), &["dia del padre"]),
    (plain(Fixed(4, 23)), &["dia del libro", "sant jordi"]),
    (
        plain(Fixed(5, 1)),
        &[
            "dia del trabajo",
            "dia del trabajador",
            "dia de los trabajadores",
            "dia internacional del trabajo",
            "fiesta del trabajo",
        ],
    ),
    (local(Nth(5, Weekday::Sunday, 1)), &["dia de la madre"]),
    (plain(Fixed(6, 24)), &["dia de san juan"]),
    (plain(Fixed(6, 23)), &["noche de san juan"]),
    (plain(Fixed(10, 12)), &["dia de la hispanidad", "dia de la raza", "dia del pilar"]),
    (feast(Fixed(10, 31)), &["halloween", "noche de brujas"]),
    (plain(Fixed(11, 1)), &["dia de todos los santos", "todos los santos"]),
    (plain(Fixed(11, 2)), &["dia de los muertos", "dia de muertos", "dia de los difuntos"]),
    (local(Fixed(12, 6)), &["dia de la constitucion"]),
    (plain(Fixed(12, 8)), &["inmaculada concepcion", "dia de la inmaculada"]),
    (plain(Fixed(12, 28)), &["dia de los inocentes", "dia de los santos inocentes"]),
    (plain(Fixed(8, 15)), &["dia de la asuncion"]),
    (
        feast(Easter(0)),
        &["pascua", "domingo de pascua", "domingo de resurreccion", "domingo de gloria", "dia de pascua"],
    ),
    (plain(Easter(1)), &["lunes de pascua"]),
    (plain(Easter(-1)), &["sabado santo", "sabado de gloria"]),
    (plain(Easter(-2)), &["viernes santo"]),
    (plain(Easter(-3)), &["jueves santo"]),
    (plain(Easter(-7)), &["domingo de ramos"]),
    (plain(Easter(-46)), &["miercoles de ceniza"]),
    (plain(Easter(-47)), &["martes de carnaval"]),
    (feast(Easter(49)), &["pentecostes", "domingo de pentecostes"]),
    (plain(Easter(60)), &["corpus christi"]),
];
