//! Words of postal addresses and the form in which they are compared.

/// States and territories of the USA by their abbreviations.
#[rustfmt::skip]
pub(super) const STATES: &[(&str, &str)] = &[
    ("AL", "alabama"), ("AK", "alaska"), ("AZ", "arizona"), ("AR", "arkansas"), ("CA", "california"),
    ("CO", "colorado"), ("CT", "connecticut"), ("DE", "delaware"), ("DC", "district of columbia"),
    ("FL", "florida"), ("GA", "georgia"), ("HI", "hawaii"), ("ID", "idaho"), ("IL", "illinois"),
    ("IN", "indiana"), ("IA", "iowa"), ("KS", "kansas"), ("KY", "kentucky"), ("LA", "louisiana"),
    ("ME", "maine"), ("MD", "maryland"), ("MA", "massachusetts"), ("MI", "michigan"), ("MN", "minnesota"),
    ("MS", "mississippi"), ("MO", "missouri"), ("MT", "montana"), ("NE", "nebraska"), ("NV", "nevada"),
    ("NH", "new hampshire"), ("NJ", "new jersey"), ("NM", "new mexico"), ("NY", "new york"),
    ("NC", "north carolina"), ("ND", "north dakota"), ("OH", "ohio"), ("OK", "oklahoma"), ("OR", "oregon"),
    ("PA", "pennsylvania"), ("PR", "puerto rico"), ("RI", "rhode island"), ("SC", "south carolina"),
    ("SD", "south dakota"), ("TN", "tennessee"), ("TX", "texas"), ("UT", "utah"), ("VT", "vermont"),
    ("VA", "virginia"), ("WA", "washington"), ("WV", "west virginia"), ("WI", "wisconsin"), ("WY", "wyoming"),
];

/// States of Australia, whose codes have four digits.
pub(super) const AUSTRALIAN: [&str; 8] = ["NSW", "VIC", "QLD", "WA", "SA", "TAS", "ACT", "NT"];

/// Kinds of streets behind the number and the name.
#[rustfmt::skip]
pub(super) const TYPES: &[&str] = &[
    "st", "street", "ave", "av", "avenue", "rd", "road", "blvd", "boulevard", "dr", "drive", "ln", "lane", "ct",
    "court", "pl", "place", "sq", "square", "way", "pkwy", "parkway", "hwy", "highway", "ter", "terrace", "cir",
    "circle", "row", "wharf", "quay", "walk", "close", "crescent", "mews", "gate", "hill", "park", "yard", "alley",
    "plaza", "trail", "pike", "loop", "gardens", "broadway", "embankment", "grove", "green", "rise", "pier",
];

/// Kinds of streets in front of the name, with the number before or behind.
#[rustfmt::skip]
pub(super) const LEADS: &[&str] = &[
    "rue", "avenue", "av", "boulevard", "bd", "place", "quai", "chemin", "allée", "allee", "impasse", "cours", "route",
    "square", "calle", "c/", "cl", "avda", "avenida", "paseo", "plaza", "carrer", "rambla", "ronda", "camino",
    "via", "viale", "piazza", "corso", "largo", "rua", "praça",
];

/// Ends of words that are names of streets, with the number behind.
pub(super) const ENDS: &[&str] = &[
    "straße", "strasse", "str", "weg", "platz", "allee", "gasse", "ring", "damm", "ufer", "markt",
    "chaussee", "kai", "straat", "gracht", "laan", "plein", "kade", "gatan", "vägen", "vej", "gade", "gata",
];

/// First words of streets that are named for a place.
pub(super) const PLACES: &[&str] = &[
    "am", "an", "auf", "im", "zum", "zur", "unter", "alter", "alte", "neuer", "neue", "große", "großer",
    "hinter",
];

/// Words of names that have no capital.
pub(super) const PARTICLES: &[&str] = &[
    "of", "the", "de", "del", "della", "di", "da", "do", "dos", "des", "du", "la", "las", "le", "les", "los",
    "el", "l", "d", "sur", "sous", "en", "et", "y", "am", "an", "der", "den", "dem", "im", "bei", "ob",
    "vor", "und", "van", "und", "bis", "ter", "cedex",
];

/// Words behind a number that is an amount and no code.
#[rustfmt::skip]
pub(super) const AMOUNTS: &[&str] = &[
    "euro", "eur", "usd", "chf", "dollar", "dollars", "watt", "stück", "seiten", "uhr", "kunden", "units", "desks",
    "customers", "people", "personen", "teile", "tage", "stunden", "items", "points", "punkte",
];

/// Rooms, floors and boxes, with a number behind.
#[rustfmt::skip]
pub(super) const UNITS: &[&str] = &[
    "suite", "ste", "unit", "apt", "apartment", "floor", "fl", "room", "rm", "bldg", "building", "flat", "level",
    "box", "#", "dept", "office", "no", "nr", "bp", "cs", "og", "eg",
];

/// Words that are written in several ways, and the way in which they are compared.
#[rustfmt::skip]
pub(super) const SHORT: &[(&str, &str)] = &[
    ("street", "st"), ("avenue", "ave"), ("av", "ave"), ("avda", "ave"), ("avenida", "ave"), ("road", "rd"),
    ("boulevard", "blvd"), ("bd", "blvd"), ("bvd", "blvd"), ("drive", "dr"), ("lane", "ln"), ("court", "ct"),
    ("place", "pl"), ("square", "sq"), ("parkway", "pkwy"), ("highway", "hwy"), ("terrace", "ter"),
    ("circle", "cir"), ("suite", "ste"), ("#", "ste"), ("apartment", "apt"), ("floor", "fl"), ("room", "rm"),
    ("building", "bldg"), ("north", "n"), ("south", "s"), ("east", "e"), ("west", "w"), ("northwest", "nw"),
    ("northeast", "ne"), ("southwest", "sw"), ("southeast", "se"), ("c/", "calle"), ("c", "calle"), ("cl", "calle"),
    ("saint", "st"), ("sankt", "st"), ("mount", "mt"), ("fort", "ft"), ("department", "dept"), ("straße", "str"),
    ("strasse", "str"), ("plaza", "plz"), ("first", "1st"), ("second", "2nd"), ("third", "3rd"), ("fourth", "4th"),
    ("fifth", "5th"), ("sixth", "6th"), ("seventh", "7th"), ("eighth", "8th"), ("ninth", "9th"), ("tenth", "10th"),
];
