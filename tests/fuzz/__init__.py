"""Files spoilt at random, put to the readers: whatever they are, the answer is a verdict whose findings are sentences.

``python -m tests.fuzz --minutes 10`` by hand; a minute of it, always the same, is among the tests.
"""
