"""Screening (全员筛查): everybody of a snapshot decided for every programme, county by county, file to file."""
