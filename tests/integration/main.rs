//! What is tested from the outside of the library: one binary, a module a topic.

mod architecture;
mod campaigns;
mod cli;
mod compare;
mod copies;
mod docs;
mod documents;
mod email;
mod guides;
mod hostile;
mod labelled;
mod labelled_contacts;
mod labelled_prices;
mod messages;
mod mutations;
mod properties;
mod reports;
mod rules;
mod silence;
mod social;
mod soundness;
mod streams;
mod structured;
mod templates;
mod waivers;
