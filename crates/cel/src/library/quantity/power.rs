//! Powers of ten as Go's `math.Pow10` rounds them.

const SMALL: [f64; 32] = [
    1e00, 1e01, 1e02, 1e03, 1e04, 1e05, 1e06, 1e07, 1e08, 1e09, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22, 1e23, 1e24, 1e25, 1e26, 1e27, 1e28, 1e29, 1e30, 1e31,
];
const LARGE: [f64; 10] = [1e00, 1e32, 1e64, 1e96, 1e128, 1e160, 1e192, 1e224, 1e256, 1e288];
const TINY: [f64; 11] = [1e-00, 1e-32, 1e-64, 1e-96, 1e-128, 1e-160, 1e-192, 1e-224, 1e-256, 1e-288, 1e-320];

/// A power of ten; 0 or infinite where floats end.
pub(super) fn power_of_ten(exponent: i64) -> f64 {
    let magnitude = exponent.unsigned_abs() as usize;
    let small = SMALL.get(magnitude % 32).copied().unwrap_or(1.0);
    match exponent {
        0..=308 => LARGE.get(magnitude / 32).map_or(f64::INFINITY, |large| large * small),
        -323..=-1 => TINY.get(magnitude / 32).map_or(0.0, |tiny| tiny / small),
        _ if exponent > 0 => f64::INFINITY,
        _ => 0.0,
    }
}
