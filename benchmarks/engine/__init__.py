"""The check engine beside its peers: `make bench-engine`. One table, one suite, each tool in a process of its own."""
