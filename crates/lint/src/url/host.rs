//! Hosts as govalidator's regular expression for URLs takes them. The expression is read here as what it accepts, not
//! step by step.

/// An address or a name, perhaps with a dot and a port behind it.
pub(super) fn is_host_with_port(text: &str) -> bool {
    if let Some((address, behind)) = text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let port = behind.strip_prefix('.').unwrap_or(behind);
        return is_address_6(address) && (port.is_empty() || port.strip_prefix(':').is_some_and(is_port));
    }
    let (host, port) = text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port)));
    port.is_none_or(is_port) && (is_host(host) || host.strip_suffix('.').is_some_and(is_host))
}

fn is_port(text: &str) -> bool {
    (1..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_host(text: &str) -> bool {
    is_address_4(text) || is_name(text)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Four numbers. The first has its own ranges.
fn is_address_4(text: &str) -> bool {
    let mut parts = text.split('.');
    let first = parts.next().is_some_and(|part| {
        let number = part.parse().unwrap_or(0);
        is_number(part) && !part.starts_with('0') && matches!(number, 1..=223 | 240..=255)
    });
    let is_other = |part: &str| {
        let number: u32 = part.parse().unwrap_or(u32::MAX);
        is_number(part)
            && match part.len() {
                1 | 2 => true,
                3 => (100..=255).contains(&number),
                _ => false,
            }
    };
    let others = parts.clone().count();
    first && others == 3 && parts.all(is_other)
}

/// Four numbers at the end of an IPv6 address; `05` is fine, `005` is not.
fn is_mapped_address(text: &str) -> bool {
    let is_octet = |part: &str| {
        let number: u32 = part.parse().unwrap_or(u32::MAX);
        let long = part.len() == 3 && (100..=255).contains(&number);
        is_number(part) && (part.len() <= 2 || long)
    };
    text.split('.').count() == 4 && text.split('.').all(is_octet)
}

fn is_address_6(text: &str) -> bool {
    is_grouped(text) || is_link_local(text) || is_mapped(text)
}

fn is_group(text: &str) -> bool {
    (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Eight groups, or at most seven around `::`.
fn is_grouped(text: &str) -> bool {
    let Some((left, right)) = text.split_once("::") else {
        return text.split(':').count() == 8 && text.split(':').all(is_group);
    };
    let count = |side: &str| match side {
        "" => Some(0),
        _ => side.split(':').all(is_group).then(|| side.split(':').count()),
    };
    matches!((count(left), count(right)), (Some(left), Some(right)) if left + right <= 7)
}

/// `fe80:`, up to four groups that may be empty, and a zone.
fn is_link_local(text: &str) -> bool {
    let Some((groups, zone)) = text.strip_prefix("fe80:").and_then(|rest| rest.split_once('%')) else {
        return false;
    };
    let is_loose = |group: &str| group.is_empty() || is_group(group);
    let groups_fit = match groups.strip_prefix(':') {
        Some(groups) => groups.split(':').count() <= 4 && groups.split(':').all(is_loose),
        None => groups.is_empty(),
    };
    groups_fit && !zone.is_empty() && zone.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// An IPv4 address behind `::`, `::ffff:`, `::ffff:0:`, or behind one to four groups and `::`.
fn is_mapped(text: &str) -> bool {
    let Some((before, address)) = text.rsplit_once(':') else {
        return false;
    };
    let is_zeros = |text: &str| (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte == b'0');
    let fits = match before.strip_prefix("::ffff") {
        Some(rest) => rest.is_empty() || rest.strip_prefix(':').is_some_and(is_zeros),
        None => match before.strip_suffix(':') {
            Some("") => true,
            Some(groups) => groups.split(':').count() <= 4 && groups.split(':').all(is_group),
            None => false,
        },
    };
    fits && is_mapped_address(address)
}

/// Letters of the last two labels: ASCII or beyond Latin-1's signs.
fn is_wide(character: char) -> bool {
    character.is_ascii_alphabetic() || matches!(character, '\u{a1}'..='\u{ffff}')
}

/// A front part or none, a label, and perhaps a dot and letters.
fn is_name(text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    let mut starts = vec![false; text.len() + 1];
    for index in front_ends(&text) {
        if let Some(start) = starts.get_mut(index) {
            *start = true;
        }
    }
    if has_label(&text, &starts) {
        return true;
    }
    let Some(dot) = text.iter().rposition(|character| *character == '.') else {
        return false;
    };
    let (before, behind) = text.split_at(dot);
    behind.len() > 1 && behind.iter().skip(1).all(|character| is_wide(*character)) && has_label(before, &starts)
}

/// Whether the text ends in a label that begins at one of the starts: letters and digits, with at most two dashes
/// between them.
fn has_label(text: &[char], starts: &[bool]) -> bool {
    let mut dashes = 0;
    for (index, character) in text.iter().enumerate().rev() {
        let is_last = index + 1 == text.len();
        if is_wide(*character) || character.is_ascii_digit() {
            dashes = 0;
            if starts.get(index) == Some(&true) {
                return true;
            }
        } else if *character == '-' && !is_last && dashes < 2 {
            dashes += 1;
        } else {
            return false;
        }
    }
    false
}

/// The ways in which a front part can be read so far, as bits.
type Ways = u16;

// `[a-zA-Z0-9]([a-zA-Z0-9-_]+)?[a-zA-Z0-9]([-\.][a-zA-Z0-9]+)*`
const FIRST: Ways = 1;
const MIDDLE: Ways = 1 << 1;
const WORD: Ways = 1 << 2;
const JOINT: Ways = 1 << 3;
const MORE: Ways = 1 << 4;
// `[a-zA-Z0-9]+([-_\.]?[a-zA-Z0-9])*[a-zA-Z0-9]\.[a-zA-Z0-9]+`
const HEAD: Ways = 1 << 5;
const STEP: Ways = 1 << 6;
const GAP: Ways = 1 << 7;
const LAST: Ways = 1 << 8;
const DOT: Ways = 1 << 9;
const TAIL: Ways = 1 << 10;
/// The front part may end here.
const COMPLETE: Ways = WORD | MORE | TAIL;

/// Where front parts can end: at once, behind `www.`, or behind one of two kinds of names.
fn front_ends(text: &[char]) -> Vec<usize> {
    let mut ends = vec![0];
    if text.starts_with(&['w', 'w', 'w', '.']) {
        ends.push(4);
    }
    let mut ways = 0;
    for (index, character) in text.iter().enumerate() {
        ways = match character {
            _ if index == 0 && character.is_ascii_alphanumeric() => FIRST | HEAD,
            _ if character.is_ascii_alphanumeric() => after_letter(ways),
            '-' | '_' | '.' => after_sign(ways, *character),
            _ => 0,
        };
        if ways & COMPLETE != 0 {
            ends.push(index + 1);
        }
        if ways == 0 {
            break;
        }
    }
    ends
}

/// Where the ways lead.
fn lead(ways: Ways, steps: &[(Ways, Ways)]) -> Ways {
    steps.iter().filter(|(from, _)| ways & from != 0).fold(0, |found, (_, to)| found | to)
}

fn after_letter(ways: Ways) -> Ways {
    lead(
        ways,
        &[
            (FIRST | MIDDLE, MIDDLE | WORD),
            (JOINT | MORE, MORE),
            (HEAD, HEAD | STEP | LAST),
            (STEP, STEP | LAST),
            (GAP, STEP),
            (DOT | TAIL, TAIL),
        ],
    )
}

fn after_sign(ways: Ways, sign: char) -> Ways {
    let gap = lead(ways, &[(HEAD | STEP, GAP)]);
    let middle = if sign == '.' { 0 } else { lead(ways, &[(FIRST | MIDDLE, MIDDLE)]) };
    let joint = if sign == '_' { 0 } else { lead(ways, &[(WORD | MORE, JOINT)]) };
    let dot = if sign == '.' { lead(ways, &[(LAST, DOT)]) } else { 0 };
    gap | middle | joint | dot
}
