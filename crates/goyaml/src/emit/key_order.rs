//! The natural order of keys (`keyList.Less` of each go-yaml): numbers by value, other characters
//! before letters.

use super::Dialect;

/// Sorts entries by key. The order is not always transitive (`1a` and `1.5`), which the sort of
/// the standard library may punish with a panic; this one, a merge sort, only gives some order.
pub(super) fn sort<T>(mut entries: Vec<(String, T)>, dialect: Dialect) -> Vec<(String, T)> {
    if entries.len() < 2 {
        return entries;
    }
    let upper = entries.split_off(entries.len() / 2);
    let mut merged = Vec::with_capacity(entries.len() + upper.len());
    let mut left = sort(entries, dialect).into_iter().peekable();
    let mut right = sort(upper, dialect).into_iter().peekable();
    while let (Some((left_key, _)), Some((right_key, _))) = (left.peek(), right.peek()) {
        if less(right_key, left_key, dialect) {
            merged.extend(right.next());
        } else {
            merged.extend(left.next());
        }
    }
    merged.extend(left);
    merged.extend(right);
    merged
}

fn less(left: &str, right: &str, dialect: Dialect) -> bool {
    let mut after_digit = false;
    for (place, (a, b)) in left.chars().zip(right.chars()).enumerate() {
        if a == b {
            after_digit = a.is_ascii_digit();
            continue;
        }
        return match (a.is_alphabetic(), b.is_alphabetic()) {
            (true, true) => a < b,
            (false, false) => number_less(left, right, place),
            (a_is_letter, b_is_letter) => {
                let letters_first = dialect == Dialect::V3 && after_digit;
                if letters_first { a_is_letter } else { b_is_letter }
            }
        };
    }
    left.len() < right.len()
}

/// Compares from the first difference: by number, then by how many digits it has, then by
/// character.
fn number_less(left: &str, right: &str, place: usize) -> bool {
    let a: Vec<char> = left.chars().skip(place).collect();
    let b: Vec<char> = right.chars().skip(place).collect();
    // A zero counts if a number has begun before it.
    let has_zero = a.first() == Some(&'0') || b.first() == Some(&'0');
    let start = i64::from(has_zero && ends_with_number(left, place));
    let (a_number, a_digits) = leading_number(&a, start);
    let (b_number, b_digits) = leading_number(&b, start);
    (a_number, a_digits, a.first()) < (b_number, b_digits, b.first())
}

fn ends_with_number(text: &str, place: usize) -> bool {
    let before: Vec<char> = text.chars().take(place).collect();
    let mut digits = before.iter().rev().take_while(|digit| digit.is_ascii_digit());
    digits.any(|digit| *digit != '0')
}

/// The number that the characters begin with, appended to `start`, and its digits. Overflow wraps
/// as in Go.
fn leading_number(characters: &[char], start: i64) -> (i64, usize) {
    let mut number = start;
    let mut digits = 0;
    for digit in characters.iter().map_while(|character| character.to_digit(10)) {
        number = number.wrapping_mul(10).wrapping_add(i64::from(digit));
        digits += 1;
    }
    (number, digits)
}

#[cfg(test)]
mod tests {
    use super::{Dialect, sort};

    fn sorted(keys: &str, dialect: Dialect) -> String {
        let entries = keys.split(' ').map(|key| (key.to_owned(), ())).collect();
        let keys: Vec<String> = sort(entries, dialect).into_iter().map(|(key, ())| key).collect();
        keys.join(" ")
    }

    #[test]
    fn numbers_come_by_value_and_before_letters() {
        let keys = "a10 a2 a B b 10 9 -x _y a_b aB a-1 a.1 x1y x01y x001y";
        let expected = "-x _y 9 10 B a a-1 a.1 a_b a2 a10 aB b x1y x01y x001y";
        assert_eq!(sorted(keys, Dialect::V2), expected);
    }

    #[test]
    fn versions_differ_behind_digits() {
        assert_eq!(sorted("1a 1.5", Dialect::V2), "1.5 1a");
        assert_eq!(sorted("1a 1.5", Dialect::V3), "1a 1.5");
    }
}
