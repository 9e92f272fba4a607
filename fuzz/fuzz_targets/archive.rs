//! Tar bytes with mended checksums: the strict rules take less than Helm's, and files survive packing.
#![no_main]
use chart::{ArchiveRules::Helm, load_archive, load_archive_by, save};
use flate2::{Compression, read::GzEncoder};
use std::io::Read as _;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let mut tar = data.to_vec();
    for block in tar.chunks_exact_mut(512).filter(|block| block[257..262] == *b"ustar") {
        block[148..156].fill(b' ');
        let sum: u64 = block.iter().map(|byte| u64::from(*byte)).sum();
        block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    }
    let mut tgz = Vec::new();
    GzEncoder::new(tar.as_slice(), Compression::none()).read_to_end(&mut tgz).unwrap();
    let (strict, helm) = (load_archive(&tgz), load_archive_by(Helm, &tgz));
    let Ok(chart) = strict else { return };
    assert_eq!(chart.raw.files(), helm.unwrap().chart.raw.files());
    let has_mark = chart.raw.files().iter().any(|file| file.data.starts_with(b"\xEF\xBB\xBF"));
    let Ok(package) = save(&chart, 0) else { return };
    if let (false, Ok(again)) = (has_mark, load_archive(&package.bytes)) {
        assert_eq!((chart.values, chart.templates), (again.values, again.templates));
    }
});
