"""Facts for a meeting → status report (.docx, .xlsx). Knows tasks and dates; no messages, HTTP, Prefect or database."""
