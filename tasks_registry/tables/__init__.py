"""Tasks as a table: .xlsx and .csv, in and out."""
