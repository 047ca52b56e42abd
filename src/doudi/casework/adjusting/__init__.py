"""After a new standard (调标): next month's amounts of families on the roll, in a batch that the county looks at and confirms."""
