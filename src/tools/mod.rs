//! The operations that the model, the command line, MCP and the tests all call.
