//! The elliptic curves of NIST (SP 800-186, 3.2.1): y² = x³ - 3x + b. The formulas do without b.

use num_bigint::BigUint;

use super::oid;

/// A curve.
#[derive(Debug)]
pub(crate) struct Curve {
    /// Its object identifier, encoded.
    pub(super) oid: &'static [u8],
    /// Bits of its numbers.
    pub(super) bits: u64,
    /// Size of the field, order of the base point, and the base point, all in hexadecimal.
    constants: [&'static str; 4],
}

/// All curves that Go knows.
pub(super) static CURVES: [Curve; 4] = [
    Curve {
        oid: oid::P224,
        bits: 224,
        constants: [
            "ffffffffffffffffffffffffffffffff000000000000000000000001",
            "ffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3d",
            "b70e0cbd6bb4bf7f321390b94a03c1d356c21122343280d6115c1d21",
            "bd376388b5f723fb4c22dfe6cd4375a05a07476444d5819985007e34",
        ],
    },
    Curve {
        oid: oid::P256,
        bits: 256,
        constants: [
            "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
            "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
            "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
            "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
        ],
    },
    Curve {
        oid: oid::P384,
        bits: 384,
        constants: [
            "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
            "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
            "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7",
            "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f",
        ],
    },
    Curve {
        oid: oid::P521,
        bits: 521,
        constants: [
            "1ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
            "c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66",
            "11839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650",
        ],
    },
];

/// A point, by its coordinates.
pub(super) type Point = (BigUint, BigUint);

/// A curve's numbers, for calculating.
pub(super) struct Group {
    field: BigUint,
    /// The order of the base point.
    pub(super) order: BigUint,
    base: Point,
}

/// A point as (x / z², y / z³); z is 0 at infinity.
#[derive(Clone)]
struct Jacobian {
    x: BigUint,
    y: BigUint,
    z: BigUint,
}

impl Curve {
    /// Bytes of a coordinate or a secret.
    pub(super) fn size(&self) -> usize {
        usize::try_from(self.bits.div_ceil(8)).unwrap_or(0)
    }

    pub(super) fn group(&self) -> Group {
        let [field, order, x, y] =
            self.constants.map(|digits| BigUint::parse_bytes(digits.as_bytes(), 16).unwrap_or_default());
        Group { field, order, base: (x, y) }
    }
}

impl Group {
    /// So many times the base point; `None` at infinity.
    pub(super) fn multiply_base(&self, factor: &BigUint) -> Option<Point> {
        let (x, y) = self.base.clone();
        let base = Jacobian { x, y, z: BigUint::from(1_u8) };
        let mut sum = Jacobian { x: BigUint::from(1_u8), y: BigUint::from(1_u8), z: BigUint::ZERO };
        for place in (0..factor.bits()).rev() {
            sum = self.double(&sum);
            if factor.bit(place) {
                sum = self.add(&sum, &base);
            }
        }
        let inverse = sum.z.modinv(&self.field)?;
        let square = self.multiply(&inverse, &inverse);
        let cube = self.multiply(&square, &inverse);
        Some((self.multiply(&sum.x, &square), self.multiply(&sum.y, &cube)))
    }

    fn multiply(&self, left: &BigUint, right: &BigUint) -> BigUint {
        left * right % &self.field
    }

    fn times(&self, number: &BigUint, factor: u8) -> BigUint {
        number * factor % &self.field
    }

    fn subtract(&self, left: &BigUint, right: &BigUint) -> BigUint {
        if left >= right { left - right } else { left + &self.field - right }
    }

    /// `dbl-2001-b` of the Explicit-Formulas Database.
    fn double(&self, point: &Jacobian) -> Jacobian {
        let Jacobian { x, y, z } = point;
        let delta = self.multiply(z, z);
        let gamma = self.multiply(y, y);
        let beta = self.multiply(x, &gamma);
        let slope = self.times(&self.multiply(&self.subtract(x, &delta), &(x + &delta)), 3);
        let new_x = self.subtract(&self.multiply(&slope, &slope), &self.times(&beta, 8));
        let shift = self.subtract(&self.times(&beta, 4), &new_x);
        let new_y = self.subtract(&self.multiply(&slope, &shift), &self.times(&self.multiply(&gamma, &gamma), 8));
        let new_z = self.times(&self.multiply(y, z), 2);
        Jacobian { x: new_x, y: new_y, z: new_z }
    }

    /// `add-2007-bl`, with its exceptions.
    fn add(&self, left: &Jacobian, right: &Jacobian) -> Jacobian {
        if left.z == BigUint::ZERO {
            return right.clone();
        }
        let (left_square, right_square) = (self.multiply(&left.z, &left.z), self.multiply(&right.z, &right.z));
        let u1 = self.multiply(&left.x, &right_square);
        let u2 = self.multiply(&right.x, &left_square);
        let s1 = self.multiply(&left.y, &self.multiply(&right.z, &right_square));
        let s2 = self.multiply(&right.y, &self.multiply(&left.z, &left_square));
        let (distance, rise) = (self.subtract(&u2, &u1), self.subtract(&s2, &s1));
        if distance == BigUint::ZERO && rise == BigUint::ZERO {
            return self.double(left);
        }
        let square = self.multiply(&distance, &distance);
        let cube = self.multiply(&square, &distance);
        let part = self.multiply(&u1, &square);
        let x = self.subtract(&self.subtract(&self.multiply(&rise, &rise), &cube), &self.times(&part, 2));
        let y = self.subtract(&self.multiply(&rise, &self.subtract(&part, &x)), &self.multiply(&s1, &cube));
        let z = self.multiply(&distance, &self.multiply(&left.z, &right.z));
        Jacobian { x, y, z }
    }
}

#[cfg(test)]
mod tests {
    use num_bigint::BigUint;

    use super::CURVES;

    #[test]
    fn base_points_have_their_order() {
        for curve in &CURVES {
            let group = curve.group();
            assert_eq!(group.order.bits(), curve.bits);
            assert_eq!(group.multiply_base(&BigUint::from(1_u8)), Some(group.base.clone()));
            assert_eq!(group.multiply_base(&group.order), None);
            // One less than the order is the base point upside down.
            let (x, y) = group.multiply_base(&(&group.order - 1_u8)).unwrap();
            assert_eq!((x, &y + &group.base.1), (group.base.0.clone(), group.field.clone()));
        }
    }
}
