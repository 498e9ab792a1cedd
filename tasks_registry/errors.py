"""Errors of the registry; the whole tree is drawn in ``config.errors``."""

from config.errors import DondocError


class RegistryError(DondocError):
    """Something that the registry was asked for cannot be done."""


class UnreadableDocument(RegistryError):
    """A file that is missing, empty, encrypted, corrupt or of a kind that is not read."""


class NoTasksFound(RegistryError):
    """A readable document in which there is no forward-looking part."""


class NotInRegistry(RegistryError):
    """A task, meeting, agency or person that is not there."""


class Refused(RegistryError):
    """An act that the rules do not allow: an illegal transition, a stale edit, an impossible day."""
