"""Hosting: what whoever runs this server needs: backup, restore, checks, numbers without names."""
