"""How Nearer looks and moves: the base page, its parts, and their styles, scripts, fonts and icons."""
