"""Tells the phones in a sitting that something moved, and never what."""
