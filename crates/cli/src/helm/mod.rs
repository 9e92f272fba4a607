//! What `template` and `lint` take over from Helm: options, values, finding a chart, and its manner of telling errors.

pub mod chart_flags;
pub mod debug_output;
pub mod error;
pub mod excerpt;
pub mod flag_values;
pub mod flags;
pub mod install_flags;
pub mod locate;
pub mod moment;
pub mod namespace;
pub mod output_files;
pub mod release_name;
pub mod usage;
pub mod values;
