//! Numbers.

use std::cmp::Ordering;

use super::frame::Frame;
use crate::english::float;
use crate::instance::NumberText;
use crate::keyword::{Keyword, Keywords};
use crate::number::Decimal;

impl<'v> Frame<'_, 'v> {
    pub(super) fn check_number(&mut self, keywords: &Keywords<'v>, number: NumberText<'v>) {
        let limit = |keyword| {
            let digits = keywords.number(keyword)?;
            self.spend(digits.len() as u64 / 64);
            Decimal::parse(digits)
        };
        // In draft 4 the exclusive keywords are truth values that change the plain ones.
        let exclusive = |keyword| keywords.boolean(keyword) == Some(true);
        let minimum = limit(Keyword::Minimum);
        let maximum = limit(Keyword::Maximum);
        let (minimum, above) = if exclusive(Keyword::ExclusiveMinimum) {
            (None, minimum)
        } else {
            (minimum, limit(Keyword::ExclusiveMinimum))
        };
        let (maximum, below) = if exclusive(Keyword::ExclusiveMaximum) {
            (None, maximum)
        } else {
            (maximum, limit(Keyword::ExclusiveMaximum))
        };
        let step = limit(Keyword::MultipleOf).filter(|step| !step.is_zero());
        if [&minimum, &maximum, &above, &below, &step].iter().all(|limit| limit.is_none()) {
            return;
        }
        let Some(number) = number.decimal() else {
            return;
        };
        self.spend(step.as_ref().map_or(0, |step| number.division_steps(step)));
        if self.run.is_exhausted() {
            return;
        }
        let mut check = |keyword: Keyword, limit: Option<Decimal>, is_met: fn(&Decimal, &Decimal) -> bool| {
            if let Some(limit) = limit.filter(|limit| !is_met(&number, limit)) {
                let (got, want) = (float(number.to_f64()), float(limit.to_f64()));
                self.add(|| format!("{}: got {got}, want {want}", keyword.name()));
            }
        };
        check(Keyword::Minimum, minimum, |number, limit| number.compare(limit) != Ordering::Less);
        check(Keyword::Maximum, maximum, |number, limit| number.compare(limit) != Ordering::Greater);
        check(Keyword::ExclusiveMinimum, above, |number, limit| number.compare(limit) == Ordering::Greater);
        check(Keyword::ExclusiveMaximum, below, |number, limit| number.compare(limit) == Ordering::Less);
        check(Keyword::MultipleOf, step, Decimal::is_multiple_of);
    }
}
