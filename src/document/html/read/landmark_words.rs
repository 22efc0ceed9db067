//! The words by which the parts are known that law and custom ask an email for: data, no code. Texts are in lower case;
//! placeholders are compared without anything but letters and digits.

/// Texts of links by which readers unsubscribe, in the languages that most email is written in.
pub(super) const UNSUBSCRIBE: [&str; 52] = [
    "unsubscribe",
    "opt out",
    "opt-out",
    "stop receiving",
    "remove me",
    "abmelden",
    "abbestellen",
    "austragen",
    "abmeldung",
    "désinscri",
    "désabonn",
    "desinscri",
    "desabonn",
    "se désinscrire",
    "darse de baja",
    "darme de baja",
    "date de baja",
    "dar de baja",
    "cancelar suscripción",
    "cancelar la suscripción",
    "anular suscripción",
    "anular la suscripción",
    "desuscri",
    "disiscri",
    "cancella iscrizione",
    "cancella l'iscrizione",
    "annulla iscrizione",
    "annulla l'iscrizione",
    "cancelar inscrição",
    "cancelar a inscrição",
    "cancelar subscrição",
    "cancelar a subscrição",
    "descadastr",
    "uitschrijven",
    "afmelden",
    "avregistrera",
    "avsluta prenumeration",
    "avprenumerera",
    "afmeld",
    "avmeld",
    "meld deg av",
    "peruuta tilaus",
    "lopeta tilaus",
    "wypisz",
    "zrezygnuj",
    "anuluj subskrypcj",
    "odhlásit",
    "leiratkoz",
    "dezabon",
    "отписаться",
    "配信停止",
    "取消订阅",
];

/// Links with these words say what they do in the sentence around them.
pub(super) const HERE: [&str; 12] = [
    "here",
    "click here",
    "this link",
    "hier",
    "hier klicken",
    "ici",
    "cliquez ici",
    "aquí",
    "haz clic aquí",
    "qui",
    "clicca qui",
    "aqui",
];

/// Parts of addresses by which readers unsubscribe.
pub(super) const UNSUBSCRIBE_ADDRESSES: [&str; 8] =
    ["unsub", "optout", "opt-out", "opt_out", "abmeld", "desinscri", "desabon", "uitschrijv"];

/// Texts of links to a copy of the email on the web.
pub(super) const WEB_VERSION: [&str; 37] = [
    "in your browser",
    "in browser",
    "in a browser",
    "in the browser",
    "in your web browser",
    "in web browser",
    "view online",
    "view it online",
    "view this email online",
    "read online",
    "read it online",
    "view web version",
    "web version",
    "webversion",
    "view as web page",
    "view as a web page",
    "im browser",
    "online ansehen",
    "online lesen",
    "online-version",
    "onlineversion",
    "dans votre navigateur",
    "dans le navigateur",
    "version en ligne",
    "version web",
    "en el navegador",
    "en tu navegador",
    "en su navegador",
    "versión web",
    "versión online",
    "nel browser",
    "versione web",
    "no navegador",
    "no seu navegador",
    "versão web",
    "in je browser",
    "online bekijken",
];

/// Parts of addresses of a copy of the email on the web.
pub(super) const WEB_VERSION_ADDRESSES: [&str; 6] =
    ["webversion", "web-version", "web_version", "viewinbrowser", "view-in-browser", "view_in_browser"];

/// Placeholders for a link by which readers unsubscribe: `*|UNSUB|*`, `%%unsub_center_url%%`, `{% unsubscribe %}`.
pub(super) const UNSUBSCRIBE_PLACEHOLDERS: [&str; 3] = ["unsub", "optout", "optdown"];

/// Placeholders for a link to a copy on the web: `*|ARCHIVE|*`, `%%view_email_url%%`, `[weblink]`, `%WEBCOPY%`.
pub(super) const WEB_VERSION_PLACEHOLDERS: [&str; 13] = [
    "archive",
    "webversion",
    "viewemailurl",
    "viewinbrowser",
    "webview",
    "weblink",
    "webcopy",
    "mirror",
    "viewaswebpage",
    "permalink",
    "viewonline",
    "browserlink",
    "onlineversion",
];

/// In a placeholder for a link that readers share, which leads to the same copy: `[[SHORT_PERMALINK]]`.
pub(super) const SHARED: &str = "short";

/// Placeholders for the sender's address: `*|LIST:ADDRESS|*`, `%%Member_Addr%%`, `%SENDER-INFO%`, `[Sender_Address]`,
/// `{{ organization.full_address }}`, `{{ site_settings.company_street_address_1 }}`.
pub(super) const ADDRESS_PLACEHOLDERS: [&str; 17] = [
    "listaddress",
    "listhtmladdress",
    "memberaddr",
    "senderinfo",
    "senderaddr",
    "organizationfulladdress",
    "organizationaddress",
    "companyaddress",
    "companyfulladdress",
    "companystreetaddress",
    "postaladdress",
    "physicaladdress",
    "mailingaddress",
    "accountaddress",
    "businessaddress",
    "shopaddress",
    "storeaddress",
];

/// Whose address a placeholder stands for, where it is not the sender's.
pub(super) const OTHERS: [&str; 11] = [
    "shipping",
    "billing",
    "customer",
    "recipient",
    "subscriber",
    "order",
    "delivery",
    "contact",
    "user",
    "profile",
    "email",
];

/// States of the USA as their postal addresses have them.
pub(super) const US_STATES: [&str; 51] = [
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS",
    "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC",
    "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY",
];

/// States of Australia.
pub(super) const AU_STATES: [&str; 8] = ["NSW", "VIC", "QLD", "WA", "SA", "TAS", "ACT", "NT"];

/// Ends of German names of streets.
pub(super) const STREET_ENDS: [&str; 14] = [
    "straße", "strasse", "str", "weg", "platz", "allee", "gasse", "ring", "damm", "ufer", "chaussee",
    "markt", "straat", "laan",
];

/// Words for a street that stand before its name, in Romance languages.
pub(super) const STREET_STARTS: [&str; 22] = [
    "rue",
    "avenue",
    "boulevard",
    "bd",
    "place",
    "quai",
    "chemin",
    "allée",
    "impasse",
    "cours",
    "calle",
    "c/",
    "avda",
    "avenida",
    "plaza",
    "paseo",
    "via",
    "viale",
    "piazza",
    "corso",
    "rua",
    "praça",
];
