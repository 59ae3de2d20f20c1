"""Files below a registered root: found, opened safely, told apart, read."""
