"""Nearer: a private place where people who matter to each other learn to talk."""
