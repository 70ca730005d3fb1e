"""Bonds: private spaces of two to twelve members, how one enters them and leaves them."""
