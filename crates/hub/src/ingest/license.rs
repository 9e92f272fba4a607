//! The licence that Artifact Hub finds in a file `LICENSE` (`internal/license/license.go`). It compares the text with
//! all licences; here the usual ones are told by their phrases.

/// What is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detected {
    /// A licence that nothing else resembles.
    Sure(&'static str),
    /// Several ids have the same text, and chance decides between them.
    Tied(&'static [&'static str]),
    /// None of the usual ones.
    Unknown,
}

/// Phrases, all of which stand in a licence, with its ids; the first match counts.
const PHRASES: [(&[&str], &[&str]); 11] = [
    (&["apache license", "version 2.0"], &["Apache-2.0"]),
    (&["gnu affero general public license", "version 3"], &["AGPL-3.0-only", "AGPL-3.0-or-later", "AGPL-3.0"]),
    (&["gnu lesser general public license", "version 3"], &["LGPL-3.0-only", "LGPL-3.0-or-later", "LGPL-3.0"]),
    (&["gnu general public license", "version 3"], &["GPL-3.0-only", "GPL-3.0-or-later", "GPL-3.0"]),
    (&["gnu general public license", "version 2"], &["GPL-2.0-only", "GPL-2.0-or-later", "GPL-2.0"]),
    (&["mozilla public license version 2.0"], &["MPL-2.0", "MPL-2.0-no-copyleft-exception"]),
    (&["permission is hereby granted, free of charge, to any person obtaining a copy"], &["MIT"]),
    (&["permission to use, copy, modify, and/or distribute this software"], &["ISC"]),
    (&["redistribution and use in source and binary forms", "neither the name"], &["BSD-3-Clause"]),
    (&["redistribution and use in source and binary forms"], &["BSD-2-Clause"]),
    (&["this is free and unencumbered software released into the public domain"], &["Unlicense"]),
];

/// The licence of a text.
pub fn detect(file: &[u8]) -> Detected {
    let text = String::from_utf8_lossy(file).to_lowercase();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let found = PHRASES.iter().find(|(phrases, _)| phrases.iter().all(|phrase| text.contains(phrase)));
    match found {
        Some((_, [id])) => Detected::Sure(id),
        Some((_, ids)) => Detected::Tied(ids),
        None => Detected::Unknown,
    }
}
