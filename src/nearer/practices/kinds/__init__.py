"""The kinds of step a script may use: what each asks, takes, and waits for."""
