"""The formats that there are; the command line names them without loading a writer."""

FORMATS = {"gift": "GIFT", "qti21": "QTI 2.1"}
"""What each format is called."""
