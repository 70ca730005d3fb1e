"""Today, the first page: what waits for me, and one gentle invitation."""
