"""From spreadsheets of partnerships and events to maps, timelines and honest figures."""

__version__ = "0.1.0"
