//! Arguments, files, environment, terminal and exit codes.
