"""Static files under hashed names, so that a browser keeps them and never shows an old one."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """A file that was not collected keeps its plain name instead of breaking the page."""

    manifest_strict = False
