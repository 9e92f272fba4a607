//! The functions that templates can call: sprig 3.3's and Helm 4.3's, one file per family.

mod cast;
mod certificates;
mod chance;
mod dates;
mod decimal;
mod defaults;
mod dicts;
mod durations;
mod encodings;
mod engine;
mod equal;
mod floats;
mod formats;
mod limits;
mod lists;
mod lists_filter;
mod merge;
mod name_template;
mod natural;
mod numbers;
mod passwords;
mod paths;
mod random;
mod ranges;
mod reflection;
mod regex_cache;
mod regexes;
mod semver;
mod semver_version;
mod sequence;
mod strings_case;
mod strings_cut;
mod strings_layout;
mod strings_search;
mod strings_words;
mod surroundings;
mod tables;
#[cfg(test)]
mod tests;
mod text;
mod urls;

pub(crate) use name_template::functions as of_name_templates;

use gotemplate::{Call, Error, Function, Param, Value};

/// The families. No name is in two of them.
static FAMILIES: &[&[Function]] = &[
    certificates::FUNCTIONS,
    chance::FUNCTIONS,
    dates::FUNCTIONS,
    defaults::FUNCTIONS,
    dicts::FUNCTIONS,
    durations::FUNCTIONS,
    encodings::FUNCTIONS,
    engine::FUNCTIONS,
    floats::FUNCTIONS,
    formats::FUNCTIONS,
    lists::FUNCTIONS,
    lists_filter::FUNCTIONS,
    merge::FUNCTIONS,
    numbers::FUNCTIONS,
    passwords::FUNCTIONS,
    paths::FUNCTIONS,
    random::FUNCTIONS,
    ranges::FUNCTIONS,
    reflection::FUNCTIONS,
    regexes::FUNCTIONS,
    semver::FUNCTIONS,
    strings_case::FUNCTIONS,
    strings_cut::FUNCTIONS,
    strings_layout::FUNCTIONS,
    strings_search::FUNCTIONS,
    strings_words::FUNCTIONS,
    surroundings::FUNCTIONS,
    tables::FUNCTIONS,
    urls::FUNCTIONS,
];

/// All functions, each name once.
pub fn all() -> impl Iterator<Item = &'static Function> {
    FAMILIES.iter().copied().flatten()
}

/// A function with a fixed number of parameters.
const fn fixed(name: &'static str, params: &'static [Param], call: Body) -> Function {
    Function { name, params, variadic: None, call }
}

/// A function that takes further arguments of one type.
const fn variadic(name: &'static str, params: &'static [Param], further: Param, call: Body) -> Function {
    Function { name, params, variadic: Some(further), call }
}

type Body = fn(&mut Call<'_>) -> Result<Value, Error>;
