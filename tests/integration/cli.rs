//! The command line: exit codes, output, discovery, broken inputs.
