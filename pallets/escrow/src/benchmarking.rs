//! Benchmarks: every call and hook, at the most depositors an account may have.

use super::*;
