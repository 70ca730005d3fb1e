"""Safety: the quick exit, help, plain words about who can read what, and the headers of every page."""
