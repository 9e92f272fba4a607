//! Parts of moments and spans: `getFullYear` to `getMilliseconds`.

use super::{calendar, spans};
use crate::function::{Apply, Function, Overload};
use crate::types::Type;

/// The methods; without a time zone it is UTC.
pub(super) fn functions() -> Vec<Function> {
    vec![
        of("getFullYear", ["timestamp_to_year", "timestamp_to_year_with_tz"], calendar::year),
        of("getMonth", ["timestamp_to_month", "timestamp_to_month_with_tz"], calendar::month),
        of("getDayOfYear", ["timestamp_to_day_of_year", "timestamp_to_day_of_year_with_tz"], calendar::day_of_year),
        of("getDayOfMonth", ["timestamp_to_day_of_month", "timestamp_to_day_of_month_with_tz"], calendar::day_of_month),
        of(
            "getDate",
            ["timestamp_to_day_of_month_1_based", "timestamp_to_day_of_month_1_based_with_tz"],
            calendar::date,
        ),
        of("getDayOfWeek", ["timestamp_to_day_of_week", "timestamp_to_day_of_week_with_tz"], calendar::day_of_week),
        of("getHours", ["timestamp_to_hours", "timestamp_to_hours_with_tz"], calendar::hours)
            .or_span("duration_to_hours", spans::hours),
        of("getMinutes", ["timestamp_to_minutes", "timestamp_to_minutes_with_tz"], calendar::minutes)
            .or_span("duration_to_minutes", spans::minutes),
        of("getSeconds", ["timestamp_to_seconds", "timestamp_to_seconds_tz"], calendar::seconds)
            .or_span("duration_to_seconds", spans::seconds),
        of(
            "getMilliseconds",
            ["timestamp_to_milliseconds", "timestamp_to_milliseconds_with_tz"],
            calendar::milliseconds,
        )
        .or_span("duration_to_milliseconds", spans::milliseconds),
    ]
}

fn of(name: &'static str, [plain, with_zone]: [&'static str; 2], apply: Apply) -> Function {
    let overloads = vec![
        Overload::method(plain, vec![Type::Timestamp], Type::Int, apply),
        Overload::method(with_zone, vec![Type::Timestamp, Type::String], Type::Int, apply),
    ];
    Function { name, overloads }
}

impl Function {
    /// The same with an overload for spans of time.
    fn or_span(mut self, id: &'static str, apply: Apply) -> Self {
        self.overloads.push(Overload::method(id, vec![Type::Duration], Type::Int, apply));
        self
    }
}
