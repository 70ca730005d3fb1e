"""Safety: the quick exit, help, who can read what, and the headers of every page."""
