"""Pages for residents (居民), by deed. Plain HTML and POST; no script is needed."""
