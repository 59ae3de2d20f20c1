"""Wiring: settings, addresses, clock. No domain word lives here."""
