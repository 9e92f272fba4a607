//! The natural order of keys (`keyList.Less` of each go-yaml): numbers by value, other characters
//! before letters.

use gostd::unicode::{is_digit, is_letter};

use super::Dialect;
use crate::lossy;

/// Slices up to this length are sorted by insertion.
const SHORT: usize = 12;

/// Sorts entries by key. The order is not always transitive (`1a` and `1.5`), which the sort of
/// the standard library may punish with a panic; this one only gives some order.
pub(super) fn sort<T: Copy>(entries: &mut [(&[u8], T)], dialect: Dialect) {
    if entries.len() > SHORT {
        let (left, right) = entries.split_at_mut(entries.len() / 2);
        sort(left, dialect);
        sort(right, dialect);
        return merge(entries, dialect);
    }
    for end in 1..entries.len() {
        let mut place = end;
        while let Some([(left, _), (right, _)]) = place.checked_sub(1).and_then(|from| entries.get(from..=place))
            && less(right, left, dialect)
        {
            entries.swap(place - 1, place);
            place -= 1;
        }
    }
}

/// Merges the two halves, which are in order.
fn merge<T: Copy>(entries: &mut [(&[u8], T)], dialect: Dialect) {
    let middle = entries.len() / 2;
    if let Some([(last, _), (first, _)]) = entries.get(middle - 1..=middle)
        && !less(first, last, dialect)
    {
        return;
    }
    let copy = entries.to_vec();
    let (left, right) = copy.split_at(middle);
    let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
    for slot in entries {
        let from_right = match (left.peek(), right.peek()) {
            (Some((left_key, _)), Some((right_key, _))) => less(right_key, left_key, dialect),
            (left, _) => left.is_none(),
        };
        if let Some(entry) = if from_right { right.next() } else { left.next() } {
            *slot = *entry;
        }
    }
}

fn less(left: &[u8], right: &[u8], dialect: Dialect) -> bool {
    if left.is_ascii() && right.is_ascii() {
        return less_ascii(left, right, dialect);
    }
    let characters = |key| lossy::text(key).chars().collect::<Vec<char>>();
    less_characters(&characters(left), &characters(right), dialect)
}

fn less_ascii(left: &[u8], right: &[u8], dialect: Dialect) -> bool {
    let Some(place) = left.iter().zip(right).position(|(a, b)| a != b) else {
        return left.len() < right.len();
    };
    let difference = Difference::at(left, right, place, |byte| char::from(*byte));
    difference.is_less(dialect)
}

fn less_characters(left: &[char], right: &[char], dialect: Dialect) -> bool {
    let Some(place) = left.iter().zip(right).position(|(a, b)| a != b) else {
        return left.len() < right.len();
    };
    Difference::at(left, right, place, |character| *character).is_less(dialect)
}

/// Two keys where they begin to differ.
struct Difference {
    characters: (char, char),
    after_digit: bool,
    /// Numbers that begin here and how many digits they have here.
    numbers: ((i64, usize), (i64, usize)),
}

impl Difference {
    fn at<T>(left: &[T], right: &[T], place: usize, character: impl Fn(&T) -> char) -> Self {
        let (before, left) = left.split_at(place);
        let (_, right) = right.split_at(place);
        let first = |rest: &[T]| rest.first().map_or('\0', &character);
        let characters = (first(left), first(right));
        let mut digits_before = before.iter().rev().map(&character).take_while(|digit| is_digit(*digit)).peekable();
        let after_digit = digits_before.peek().is_some();
        // A zero counts if a number has begun before it.
        let has_zero = characters.0 == '0' || characters.1 == '0';
        let start = i64::from(has_zero && digits_before.any(|digit| digit != '0'));
        let number = |rest: &[T]| leading_number(rest.iter().map(&character), start);
        Self { characters, after_digit, numbers: (number(left), number(right)) }
    }

    /// Compares by number, then by how many digits it has, then by character.
    fn is_less(&self, dialect: Dialect) -> bool {
        let (a, b) = self.characters;
        match (is_letter(a), is_letter(b)) {
            (true, true) => a < b,
            (false, false) => (self.numbers.0, a) < (self.numbers.1, b),
            (a_is_letter, b_is_letter) => {
                let letters_first = dialect == Dialect::V3 && self.after_digit;
                if letters_first { a_is_letter } else { b_is_letter }
            }
        }
    }
}

/// The number that the characters begin with, appended to `start`, and its digits. Overflow wraps
/// as in Go, where digits of other scripts count by their distance from `0`.
fn leading_number(characters: impl Iterator<Item = char>, start: i64) -> (i64, usize) {
    let mut number = start;
    let mut digits = 0;
    for digit in characters.take_while(|character| is_digit(*character)) {
        number = number.wrapping_mul(10).wrapping_add(i64::from(u32::from(digit)) - i64::from(b'0'));
        digits += 1;
    }
    (number, digits)
}

#[cfg(test)]
mod tests {
    use super::{Dialect, sort};

    fn sorted(keys: &str, dialect: Dialect) -> String {
        let mut entries: Vec<(&[u8], ())> = keys.split(' ').map(|key| (key.as_bytes(), ())).collect();
        sort(&mut entries, dialect);
        let keys: Vec<&str> = entries.iter().map(|(key, ())| std::str::from_utf8(key).unwrap()).collect();
        keys.join(" ")
    }

    #[test]
    fn numbers_come_by_value_and_before_letters() {
        let keys = "a10 a2 a B b 10 9 -x _y a_b aB a-1 a.1 x1y x01y x001y é ٣ ²";
        let expected = "-x _y ² 9 10 ٣ B a a-1 a.1 a_b a2 a10 aB b x1y x01y x001y é";
        assert_eq!(sorted(keys, Dialect::V2), expected);
    }

    #[test]
    fn versions_differ_behind_digits() {
        assert_eq!(sorted("1a 1.5", Dialect::V2), "1.5 1a");
        assert_eq!(sorted("1a 1.5", Dialect::V3), "1a 1.5");
    }

    #[test]
    fn many_keys_are_sorted_as_few() {
        let keys: Vec<String> = (0..100).map(|number| format!("key{}", number * 37 % 100)).collect();
        let expected: Vec<String> = (0..100).map(|number| format!("key{number}")).collect();
        assert_eq!(sorted(&keys.join(" "), Dialect::V2), expected.join(" "));
    }
}
