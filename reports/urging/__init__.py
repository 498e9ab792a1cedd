"""Letters that urge late agencies (công văn đôn đốc): facts, words, files."""
