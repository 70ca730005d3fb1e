"""When things come round for a person, in their own time zone; and peace from them."""
