"""The ways to reach people, each one file behind ``notifications.letter.Channel``."""
