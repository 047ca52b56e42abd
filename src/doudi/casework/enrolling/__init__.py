"""Given without an application (免申即享): found by a job, told to the family, confirmed by the county, and declined by whoever will
not have it."""
