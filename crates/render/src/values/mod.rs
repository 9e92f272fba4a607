//! Values: from files and flags over the charts' own to what templates see.
