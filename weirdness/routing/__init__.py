"""Rules that send a flag to a person. Pure; one file per kind."""
