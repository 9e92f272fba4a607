//! `+`, `-`, `*`, `/`, `%` and the minus sign.

use super::{add, binary, list_of_any, numbers, spans, unary};
use crate::function::{Function, Overload};
use crate::types::Type::{self, Bytes, Double, Duration, Int, String, Timestamp, Uint};

/// The operators.
pub(super) fn functions() -> Vec<Function> {
    vec![
        Function { name: "_+_", overloads: additions() },
        Function { name: "_/_", overloads: divisions() },
        Function { name: "_%_", overloads: remainders() },
        Function { name: "_*_", overloads: products() },
        Function { name: "-_", overloads: negations() },
        Function { name: "_-_", overloads: subtractions() },
    ]
}

fn pair(kind: Type) -> (Type, Type) {
    (kind.clone(), kind)
}

fn additions() -> Vec<Overload> {
    vec![
        binary("add_bytes", pair(Bytes), Bytes, add::bytes),
        binary("add_double", pair(Double), Double, numbers::add_double),
        binary("add_duration_duration", pair(Duration), Duration, spans::add_durations),
        binary("add_duration_timestamp", (Duration, Timestamp), Timestamp, spans::add_to_timestamp),
        binary("add_timestamp_duration", (Timestamp, Duration), Timestamp, spans::add_to_timestamp),
        binary("add_int64", pair(Int), Int, numbers::add_int),
        binary("add_list", pair(list_of_any()), list_of_any(), add::lists),
        binary("add_string", pair(String), String, add::strings),
        binary("add_uint64", pair(Uint), Uint, numbers::add_uint),
    ]
}

fn divisions() -> Vec<Overload> {
    vec![
        binary("divide_double", pair(Double), Double, numbers::divide_double),
        binary("divide_int64", pair(Int), Int, numbers::divide_int),
        binary("divide_uint64", pair(Uint), Uint, numbers::divide_uint),
    ]
}

fn remainders() -> Vec<Overload> {
    vec![
        binary("modulo_int64", pair(Int), Int, numbers::remainder_int),
        binary("modulo_uint64", pair(Uint), Uint, numbers::remainder_uint),
    ]
}

fn products() -> Vec<Overload> {
    vec![
        binary("multiply_double", pair(Double), Double, numbers::multiply_double),
        binary("multiply_int64", pair(Int), Int, numbers::multiply_int),
        binary("multiply_uint64", pair(Uint), Uint, numbers::multiply_uint),
    ]
}

fn negations() -> Vec<Overload> {
    vec![
        unary("negate_double", Double, Double, numbers::negate_double),
        unary("negate_int64", Int, Int, numbers::negate_int),
    ]
}

fn subtractions() -> Vec<Overload> {
    vec![
        binary("subtract_double", pair(Double), Double, numbers::subtract_double),
        binary("subtract_duration_duration", pair(Duration), Duration, spans::subtract_durations),
        binary("subtract_int64", pair(Int), Int, numbers::subtract_int),
        binary("subtract_timestamp_duration", (Timestamp, Duration), Timestamp, spans::subtract_from_timestamp),
        binary("subtract_timestamp_timestamp", pair(Timestamp), Duration, spans::subtract_timestamps),
        binary("subtract_uint64", pair(Uint), Uint, numbers::subtract_uint),
    ]
}
