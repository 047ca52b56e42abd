"""City-scale files: the synthetic city, snapshots, screening. Pure: reads and writes files it is given."""
