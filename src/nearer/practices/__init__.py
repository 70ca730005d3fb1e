"""Guided things to do: one file each, and the pure fold that plays them."""
