"""Growing: what one does alone: the gym, short reads, the closeness check, what gets in the way."""
