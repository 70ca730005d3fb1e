"""The vault: whose keys open what, and the fields that only a keyring can read."""
