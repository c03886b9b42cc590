"""The questions pages ask the store, answered once per committed state for readers of the same rights."""
