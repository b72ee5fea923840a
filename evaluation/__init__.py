"""Gold sets of our own, the harness that grades answers, and benchmarks. Needs `bot` and `knowledge`; nothing needs it."""
