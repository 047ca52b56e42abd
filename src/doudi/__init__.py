"""兜底: the safety net of a city, as software. `config` is the table of contents; `docs/` says how to read the house."""
