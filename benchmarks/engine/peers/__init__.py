"""One file per peer: the suite as that tool's documentation would write it, and its requirements beside it.

A peer imports nothing of this project but benchmarks.engine.peer and .suite, which need the standard library only.
"""
