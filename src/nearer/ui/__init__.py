"""How Nearer looks and moves: base page, parts, styles, scripts, fonts and icons."""
