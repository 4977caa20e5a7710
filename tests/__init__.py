"""The tests: what is promised, a story each."""
