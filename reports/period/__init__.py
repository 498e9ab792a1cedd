"""The report on a period (quý, 6 tháng, 9 tháng, năm, tháng): facts, words, files."""
