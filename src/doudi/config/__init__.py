"""Settings, urls and the table of contents of the installed chapters."""
