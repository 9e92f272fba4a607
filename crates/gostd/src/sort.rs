//! Sorting as Go's `sort.Slice` does it: quickly, and not stably, so that the order of equal elements is Go's only if
//! every step is.
//!
//! It is a quicksort that looks out for patterns: sorted or reversed runs, many equal elements, bad pivots. Short
//! ranges are sorted by insertion, ranges that were cut badly too often by a heap.

/// Ranges of up to this length are sorted by insertion.
const SHORT: usize = 12;

/// From this length on the pivot is the middle of three middles.
const LONG: usize = 50;

/// So many steps insertion may take in a range that looks sorted.
const PATIENCE: usize = 5;

/// Sorts by what is smaller than what.
pub fn sort<T>(items: &mut [T], less: impl Fn(&T, &T) -> bool) {
    let (length, bad_cuts) = (items.len(), (usize::BITS - items.len().leading_zeros()) as usize);
    Sorter { items, less }.sort(0, length, bad_cuts);
}

/// Items being sorted; ranges are from a first place to one past the last.
struct Sorter<'a, T, L> {
    items: &'a mut [T],
    less: L,
}

/// What the choice of a pivot found out about a range.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hint {
    Unknown,
    Rising,
    Falling,
}

impl<T, L: Fn(&T, &T) -> bool> Sorter<'_, T, L> {
    fn less(&self, left: usize, right: usize) -> bool {
        match (self.items.get(left), self.items.get(right)) {
            (Some(left), Some(right)) => (self.less)(left, right),
            _ => false,
        }
    }

    fn swap(&mut self, left: usize, right: usize) {
        self.items.swap(left, right);
    }

    fn sort(&mut self, mut first: usize, mut end: usize, mut bad_cuts: usize) {
        let (mut was_balanced, mut was_cut_already) = (true, true);
        loop {
            let length = end - first;
            if length <= SHORT {
                return self.sort_by_insertion(first, end);
            }
            if bad_cuts == 0 {
                return self.sort_by_heap(first, end);
            }
            if !was_balanced {
                self.break_patterns(first, end);
                bad_cuts -= 1;
            }
            let (mut pivot, mut hint) = self.choose_pivot(first, end);
            if hint == Hint::Falling {
                self.reverse(first, end);
                pivot = (end - 1) - (pivot - first);
                hint = Hint::Rising;
            }
            let looks_sorted = was_balanced && was_cut_already && hint == Hint::Rising;
            if looks_sorted && self.finish_by_insertion(first, end) {
                return;
            }
            if first > 0 && !self.less(first - 1, pivot) {
                first = self.cut_off_equal(first, end, pivot);
                continue;
            }
            let (middle, already) = self.cut(first, end, pivot);
            was_cut_already = already;
            let (left, right) = (middle - first, end - middle);
            was_balanced = left.min(right) >= length / 8;
            if left < right {
                self.sort(first, middle, bad_cuts);
                first = middle + 1;
            } else {
                self.sort(middle + 1, end, bad_cuts);
                end = middle;
            }
        }
    }

    fn sort_by_insertion(&mut self, first: usize, end: usize) {
        for place in first + 1..end {
            let mut place = place;
            while place > first && self.less(place, place - 1) {
                self.swap(place, place - 1);
                place -= 1;
            }
        }
    }

    fn sort_by_heap(&mut self, first: usize, end: usize) {
        let length = end - first;
        for root in (0..=(length - 1) / 2).rev() {
            self.sift_down(root, length, first);
        }
        for last in (0..length).rev() {
            self.swap(first, first + last);
            self.sift_down(0, last, first);
        }
    }

    fn sift_down(&mut self, mut root: usize, end: usize, first: usize) {
        loop {
            let mut child = 2 * root + 1;
            if child >= end {
                return;
            }
            if child + 1 < end && self.less(first + child, first + child + 1) {
                child += 1;
            }
            if !self.less(first + root, first + child) {
                return;
            }
            self.swap(first + root, first + child);
            root = child;
        }
    }

    /// Moves what is smaller than the pivot before it; says where it is, and whether that was so already.
    fn cut(&mut self, first: usize, end: usize, pivot: usize) -> (usize, bool) {
        self.swap(first, pivot);
        let (mut low, mut high) = self.skip_cut(first, first + 1, end - 1);
        let already = low > high;
        while low <= high {
            self.swap(low, high);
            (low, high) = self.skip_cut(first, low + 1, high - 1);
        }
        self.swap(high, first);
        (high, already)
    }

    /// Goes past what is on the right side already.
    fn skip_cut(&self, pivot: usize, mut low: usize, mut high: usize) -> (usize, usize) {
        while low <= high && self.less(low, pivot) {
            low += 1;
        }
        while low <= high && !self.less(high, pivot) {
            high -= 1;
        }
        (low, high)
    }

    /// Moves what equals the pivot, which is the smallest, to the front.
    fn cut_off_equal(&mut self, first: usize, end: usize, pivot: usize) -> usize {
        self.swap(first, pivot);
        let (mut low, mut high) = (first + 1, end - 1);
        loop {
            while low <= high && !self.less(first, low) {
                low += 1;
            }
            while low <= high && self.less(first, high) {
                high -= 1;
            }
            if low > high {
                return low;
            }
            self.swap(low, high);
            low += 1;
            high -= 1;
        }
    }

    /// Mends a few places of a range that is nearly sorted; says whether it is sorted then.
    fn finish_by_insertion(&mut self, first: usize, end: usize) -> bool {
        let mut place = first + 1;
        for _ in 0..PATIENCE {
            while place < end && !self.less(place, place - 1) {
                place += 1;
            }
            if place == end {
                return true;
            }
            if end - first < LONG {
                return false;
            }
            self.swap(place, place - 1);
            if place - first >= 2 {
                let mut left = place - 1;
                while left >= 1 && self.less(left, left - 1) {
                    self.swap(left, left - 1);
                    left -= 1;
                }
            }
            let mut right = place + 1;
            while right < end && self.less(right, right - 1) {
                self.swap(right, right - 1);
                right += 1;
            }
        }
        false
    }

    /// Scatters three elements at places that depend on the length only.
    fn break_patterns(&mut self, first: usize, end: usize) {
        let length = end - first;
        let mut random = length as u64;
        let mask = (1_usize << (usize::BITS - length.leading_zeros())) - 1;
        let middle = first + (length / 4) * 2;
        for place in middle - 1..=middle + 1 {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            let other = (random as usize) & mask;
            self.swap(place, first + if other >= length { other - length } else { other });
        }
    }

    fn choose_pivot(&self, first: usize, end: usize) -> (usize, Hint) {
        let quarter = (end - first) / 4;
        let places = [first + quarter, first + quarter * 2, first + quarter * 3];
        let mut swaps = 0;
        let [left, middle, right] = if end - first >= LONG {
            places.map(|place| self.median([place - 1, place, place + 1], &mut swaps))
        } else {
            places
        };
        let pivot = self.median([left, middle, right], &mut swaps);
        let hint = match swaps {
            0 => Hint::Rising,
            12 => Hint::Falling,
            _ => Hint::Unknown,
        };
        (pivot, hint)
    }

    /// The place of the middle one of three elements; counts how often two were in the wrong order.
    fn median(&self, [left, middle, right]: [usize; 3], swaps: &mut usize) -> usize {
        let mut ordered = |left, right| {
            if self.less(right, left) {
                *swaps += 1;
                (right, left)
            } else {
                (left, right)
            }
        };
        let (left, middle) = ordered(left, middle);
        let (middle, _) = ordered(middle, right);
        ordered(left, middle).1
    }

    fn reverse(&mut self, first: usize, end: usize) {
        if let Some(range) = self.items.get_mut(first..end) {
            range.reverse();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sort;

    /// Numbers that look random, the same as in the Go program that recorded the sums.
    fn numbers(count: u32, different: u32, shape: &str) -> Vec<(u32, u32)> {
        let mut state = count.wrapping_mul(2_654_435_761) ^ different;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % different
        };
        let key = |index: u32, random: u32| match shape {
            "rising" => index / 3,
            "falling" => (count - index) / 3,
            "organ" => index.min(count - index),
            _ => random,
        };
        (0..count).map(|index| (key(index, next()), index)).collect()
    }

    /// A sum that depends on the order.
    fn sum(items: &[(u32, u32)]) -> u32 {
        items.iter().fold(7, |sum, (_, index)| sum.wrapping_mul(31).wrapping_add(*index))
    }

    #[test]
    fn equal_elements_stand_where_go_puts_them() {
        for line in include_str!("../testdata/sorted.tsv").lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            let [count, different, shape, expected] = fields.as_slice() else { panic!("{line}") };
            let mut items = numbers(count.parse().unwrap(), different.parse().unwrap(), shape);
            sort(&mut items, |left, right| left.0 < right.0);
            assert!(items.is_sorted_by_key(|item| item.0), "{line}");
            assert_eq!(sum(&items).to_string(), *expected, "{line}");
        }
    }
}
