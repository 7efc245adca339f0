"""Hosts: their menus and pools, what they state of their capacity, and the ledger of seats."""
