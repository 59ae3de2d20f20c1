"""Learn from flags: a few rows whose wrong cells are marked choose and weigh detectors that people can read. Pure."""
