"""Photos: pictures that people show each other, sealed, and without where they were taken."""
