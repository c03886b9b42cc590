"""Pure computations: frames and plain values in, frames out. No database, no screen."""
