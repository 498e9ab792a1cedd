"""The reports of many committees in one run, each committee by its own installation."""
