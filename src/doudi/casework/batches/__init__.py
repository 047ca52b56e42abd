"""Batches (成批办理): a list made by a job, confirmed by the county, carried out family by family; each kind has its own room."""
