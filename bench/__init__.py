"""Measurements, as ratios within one run. Nothing here is run by the tests."""
