//! Broken charts: every rule has something to say of them, or nothing, but none of them panics.

use super::example::Example;

/// What is put into files: what parsers stumble over.
const PIECES: [&str; 24] = [
    "{{",
    "}}",
    ": ",
    "- ",
    "\n",
    "\t",
    "\u{0}",
    "é\u{301}",
    "&a ",
    "*a",
    "!!binary ",
    "|\n",
    "[",
    "{",
    "\"",
    "'",
    "#",
    "---\n",
    "portolan: allow x/y: z",
    "# portolan: allow-file image/latest: ",
    "@sha256:",
    "://",
    "\u{feff}",
    "9999999999999999999",
];

/// Numbers that follow from a seed (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound.max(1) as u64).unwrap()
    }
}

/// A text of which a part is gone, doubled, or replaced.
fn mutated(text: &[u8], chance: &mut Chance) -> Vec<u8> {
    let start = chance.below(text.len() + 1);
    let end = (start + chance.below(24)).min(text.len());
    let piece = PIECES[chance.below(PIECES.len())].as_bytes();
    let middle: Vec<u8> = match chance.below(4) {
        0 => Vec::new(),
        1 => [&text[start..end], &text[start..end]].concat(),
        2 => piece.to_vec(),
        _ => [&text[start..end], piece].concat(),
    };
    [&text[..start], &middle, &text[end..]].concat()
}

#[test]
fn no_rule_panics_over_a_broken_chart() {
    let names = Example::good().names();
    let mut told = 0;
    for seed in 1..=300_u64 {
        let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut example = Example::good();
        for _ in 0..=chance.below(3) {
            let name = &names[chance.below(names.len())];
            example.change(name, |text| mutated(text, &mut chance));
        }
        told += example.findings().len();
    }
    assert!(told > 120, "most of them are told of: {told}");
}
