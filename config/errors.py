"""Every failure that a user may meet is a ``DondocError``: one Vietnamese sentence, exit 1, no traceback.

DondocError
├── SettingError          a DONDOC_* variable is unknown, misspelt or has a bad value
├── OfficeFileError       a file of config/ (office, agencies, calendar, rhythm) cannot be used
├── DatabaseError         missing, newer than the program, not reachable
├── RegistryError         tasks_registry.errors
│   ├── UnreadableDocument    missing, empty, encrypted, corrupt, of another kind
│   ├── NoTasksFound          a readable document without a forward-looking part
│   ├── NotInRegistry         a task, meeting, agency or person that is not there
│   └── Refused               an illegal transition, a stale edit, an impossible date
├── DeliveryError         notifications.errors: what a channel says of one message
├── Unwritable            notifications.errors: a letter that the office must make possible first
├── LinkError             notifications.answers.errors: a link that cannot be used
│   ├── ForgedLink            not signed here, or of something that is not here
│   ├── ExpiredLink           too old
│   ├── UsedLink              it has answered already
│   ├── NothingToAnswer       the task does not wait for this answer any more
│   ├── NotTheirTask          the task or the person has moved since
│   └── LostFile              the file of a report is not what was made
└── ReportError           reports.errors: a template or an output folder cannot be used
"""


class DondocError(Exception):
    """A failure that is told to the user as one clear Vietnamese sentence (``str(error)``)."""


class SettingError(DondocError):
    """An environment setting is unknown or has a value that cannot be used."""


class OfficeFileError(DondocError):
    """One of the office's own YAML files cannot be used; the sentence names file and place."""


class DatabaseError(DondocError):
    """The database is missing, newer than the program or cannot be reached."""
