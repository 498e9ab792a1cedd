"""The domain: tasks, agencies, people, meetings, the working calendar, deadlines, history; reading of documents.

Knows nothing of messages, reports, HTTP or Prefect.
"""
