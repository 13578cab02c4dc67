"""Finding what pages that look across the features show."""
