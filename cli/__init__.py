"""The command line ``dondoc``: names in English, what people read in Vietnamese. Imports lazily."""
