"""People: accounts, signing in and out, devices, and the way back with a recovery code."""
