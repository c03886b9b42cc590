"""Benchmarks kept in the project: `make bench` prints timings as ratios to a stated floor or peer, in one run."""
