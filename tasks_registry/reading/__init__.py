"""From a document to proposals: pure text work, no database."""
